"""Many schools in columns: counts are exact, also where 64 bits would not be enough."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.middelen.bulk import Bulk, SingleSchool, calculate_bulk
from gokwijs.core.middelen.bulk_counts import Bulkgroep, Counts, count
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.telling.kubus import KubusTellingen
from gokwijs.core.telling.model import Telling
from tests.core.builders import YEAR, cell, kubus, school, telling


def counted(*tellingen: Telling) -> Counts:
    return count(kubus(tellingen).frame)


def test_every_school_keeps_its_own_place() -> None:
    one = telling(cell("M", 3, "kleuter"), nummer="900001")
    two = telling(cell("M", 5, "lager"), cell("", 2, "lager"), nummer="900002")
    found = counted(two, one)
    assert found.nummers == ["900001", "900002"]
    assert found.groepen[Bulkgroep.KLEUTER].n.tolist() == [6, 0]
    assert found.groepen[Bulkgroep.LAGER].n.tolist() == [0, 14]
    assert found.groepen[Bulkgroep.LAGER].present.tolist() == [1]


def test_an_unknown_answer_counts_on_the_high_side_only() -> None:
    found = counted(telling(cell("T", 3, "so_1"), cell("t", Fraction(1, 2), "so_okan")))
    low, high = found.groepen[Bulkgroep.SO_I].ja(Kenmerk.THUISTAAL)
    assert (low.tolist(), high.tolist()) == ([6], [7])


def test_pupils_of_secundair_without_a_graad_are_in_neither_group() -> None:
    found = counted(telling(cell("M", 4, "so")))
    assert found.groepen[Bulkgroep.SO_ZONDER_GRAAD].n.tolist() == [8]
    assert found.groepen[Bulkgroep.SO_I].n.tolist() == [0]
    assert found.groepen[Bulkgroep.SO_II].n.tolist() == [0]


def test_the_earlier_count_follows_the_schools_of_this_year() -> None:
    earlier = kubus(
        [telling(cell("S", 2, "lager"), nummer=n) for n in ("900001", "900002", "900003")]
    )
    found = count(earlier.frame, ["900003", "900009"])
    assert found.groepen[Bulkgroep.LAGER].n.tolist() == [4, 0]


def test_school_numbers_may_come_as_enum() -> None:
    frame = kubus([telling(cell("M", 2), nummer=n) for n in ("900002", "900001")]).frame
    order = pl.Enum(["900009", "900002", "900001"])
    found = count(frame.with_columns(pl.col("instellingsnummer").cast(order)))
    assert dict(zip(found.nummers, found.groepen[Bulkgroep.SO_I].n.tolist(), strict=True)) == {
        "900001": 4,
        "900002": 4,
        "900009": 0,
    }


@pytest.mark.parametrize("number", [300, 40_000_000, 10**12])
def test_a_count_of_any_size_gives_the_same_as_one_school_alone(number: int) -> None:
    """Above some millions of pupils the products no longer fit 64 bits."""
    now = telling(
        cell("MST", number, "kleuter"),
        cell("m", number, "lager"),
        cell("SZ", number, "so_1"),
        cell("S", number + 1, "so_3"),
        cell("MT", number, "buso"),
        cell("", number, "buso"),
    )
    facts = school(
        brussel=Antwoord.JA,
        toeslag_leerlingen=Fraction(number),
        toeslag_noemer=Fraction(3 * number),
    )
    many = kubus([now])
    bulk = Bulk(many.frame, {"900900": facts, "999900": facts}, YEAR, load_regels())
    found = list(calculate_bulk(bulk, SingleSchool(bulk, KubusTellingen(many), None)))
    alone = calculate(Case(now, facts, YEAR, load_regels()))
    assert {r.regeling: (r.minimum, r.maximum) for r in found} == {
        r.regeling: (r.minimum, r.maximum) for r in alone
    }
    for one in alone:
        if one.som is not None:
            sums = next(r for r in found if r.regeling is one.regeling)
            assert sums.som_low is not None
            assert sums.som_high is not None
            assert (Fraction(*sums.som_low), Fraction(*sums.som_high)) == (
                one.som.low,
                one.som.high,
            )
