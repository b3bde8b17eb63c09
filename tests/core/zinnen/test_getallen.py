"""How numbers are written in a sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gokwijs.core.analyse.aandeel import aandeel
from gokwijs.core.zinnen.getallen import (
    aantal,
    decimalen,
    leerlingen,
    mag_procent,
    procent,
    procent_van,
    procentpunt,
)


def test_counts_read_as_whole_or_half_pupils() -> None:
    assert [aantal(x) for x in (12, Fraction(9, 2), 1204)] == ["12", "4,5", "1.204"]
    assert [leerlingen(x) for x in (1, 2, Fraction(1, 2))] == [
        "1 leerling",
        "2 leerlingen",
        "0,5 leerlingen",
    ]


def test_a_percentage_has_no_decimals_and_rounds_half_up() -> None:
    assert [procent(p) for p in (Fraction(1, 8), Fraction(3, 8), 0.4543)] == ["13", "38", "45"]


@pytest.mark.parametrize(
    ("x", "n", "said"),
    [(0, 400, "0"), (1, 400, "minder dan 1"), (399, 400, "meer dan 99"), (400, 400, "100")],
)
def test_some_is_never_0_percent_and_not_all_never_100(x: int, n: int, said: str) -> None:
    found = aandeel(x, n)
    assert found is not None
    assert procent_van(found) == said


def test_a_percentage_needs_20_pupils_in_every_group() -> None:
    assert mag_procent(20, 60)
    assert not mag_procent(Fraction(39, 2), 60)


@pytest.mark.parametrize(
    ("difference", "said"),
    [(0.15, "15"), (-0.15, "15"), (0.0042, "0,4"), (0.0001, "minder dan 0,1"), (0.0, "0")],
)
def test_a_difference_is_a_size_and_not_0_unless_it_is(difference: float, said: str) -> None:
    assert procentpunt(difference) == said


def test_an_index_has_two_decimals() -> None:
    assert [decimalen(v) for v in (0.26666667, Fraction(27, 20), -0.001)] == [
        "0,27",
        "1,35",
        "0,00",
    ]
