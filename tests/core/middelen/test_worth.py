"""What an unknown answer is worth: against trying every set of pupils, on paper."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.result import Onbekende, Regeling, Result
from gokwijs.core.telling.model import Cell
from tests.core.builders import case, cell, results
from tests.law import naive
from tests.law.schools import BAO, SO, group_cells, voorbeelden
from tests.law.test_naive import UREN

CODES = [
    "m",
    "s",
    "t",
    "z",
    "Sm",
    "Zm",
    "Tm",
    "STm",
    "Mt",
    "St",
    "Ms",
    "Ts",
    "MTs",
    "Mz",
    "mt",
    "st",
]


def known(one: Cell, kenmerk: Kenmerk | None = None) -> Cell:
    """Every unknown answer nee, but ja on ``kenmerk``."""
    answers = [
        (Antwoord.JA if k is kenmerk else Antwoord.NEE) if a is Antwoord.ONBEKEND else a
        for k, a in zip(KENMERKEN, one.kenmerken, strict=True)
    ]
    return replace(one, kenmerken=tuple(answers))


def hours(regeling: Regeling, cells: Iterable[Cell], earlier: Iterable[Cell], s: Fraction) -> int:
    """The naive law for one regeling."""
    now, before = naive.leerlingen(cells), naive.leerlingen(earlier)
    if regeling is Regeling.LESUREN_BUSO:
        return naive.lesuren_buso(now, before)
    if regeling in UREN.values():
        granted = naive.uren_leraar(now, before, brussel=False)
        return next(granted[g] for g, r in UREN.items() if r is regeling)
    return naive.ses(now, regeling.value.removeprefix("ses_lestijden_"), s)[1]


def belongs(one: Cell, regeling: Regeling) -> bool:
    if regeling in UREN.values():
        groep = naive.GROEP.get(one.graad.value)
        return groep is not None and UREN[groep] is regeling
    if regeling is Regeling.LESUREN_BUSO:
        return one.onderwijsniveau.value == "buso"
    return regeling.value.endswith(one.onderwijsniveau.value)


def check(
    worth: Onbekende, result: Result, cells: list[Cell], earlier: list[Cell], s: Fraction
) -> None:
    """Try every set of the pupils of whom this answer is unknown."""
    kenmerk = Kenmerk(worth.kenmerk)
    asked = [
        c for c in cells if belongs(c, result.regeling) and c.answer(kenmerk) is Antwoord.ONBEKEND
    ]
    rest = [known(c) for c in cells if c not in asked]
    before = [known(c) for c in earlier]
    singles = [replace(c, halves=2) for c in asked for _ in range(c.halves // 2)]
    assert worth.pupils == len(singles)

    def with_yes(places: Iterable[int]) -> int:
        chosen = set(places)
        asked_now = [known(c, kenmerk if i in chosen else None) for i, c in enumerate(singles)]
        return hours(result.regeling, [*rest, *asked_now], before, s)

    base = with_yes(())
    everyone = range(len(singles))
    assert (worth.together.low, worth.together.high) == (base, with_yes(everyone))
    first = next(
        (
            number
            for number in range(1, len(singles) + 1)
            if any(with_yes(places) > base for places in itertools.combinations(everyone, number))
        ),
        None,
    )
    assert worth.first_step == first, (kenmerk, result.regeling)
    check_each(worth, result, singles, kenmerk)


def check_each(worth: Onbekende, result: Result, singles: list[Cell], kenmerk: Kenmerk) -> None:
    """The exact effect of one ja on the unrounded hours, before any multiplier."""

    def value(one: Cell) -> Fraction:
        pupils = naive.leerlingen([one])
        if result.regeling is Regeling.LESUREN_BUSO:
            mother = naive.number(pupils, "opleiding_moeder")
            both = mother * naive.number(pupils, "thuistaal")
            points = mother * Fraction("0.80") + both * Fraction("0.40")
            return points * Fraction("0.227197")
        if result.regeling in UREN.values():
            groep = next(g for g, r in UREN.items() if r is result.regeling)
            return naive.total(pupils, naive.punten) * naive.PER_PUNT[groep]
        return naive.ses(pupils, pupils[0].niveau, Fraction(0))[0]

    gains = [value(known(c, kenmerk)) - value(known(c)) for c in singles]
    assert worth.each is not None
    assert (worth.each.low, worth.each.high) == (min(gains), max(gains))


@pytest.mark.parametrize("groups", [BAO, SO, ("buso",)], ids=["basis", "secundair", "buso"])
@given(st.data())
@voorbeelden(100)
def test_the_worth_of_unknowns_is_what_trying_gives(
    groups: tuple[str, ...], data: st.DataObject
) -> None:
    draw = data.draw
    chosen = draw(st.lists(st.sampled_from(groups), min_size=1, max_size=2, unique=True))
    cells = [c for g in chosen for c in draw(group_cells(g, halves=False, places="1"))]
    earlier = [c for g in chosen for c in draw(group_cells(g, halves=False, places="1"))]
    for _ in range(draw(st.integers(1, 3))):
        one = cell(
            draw(st.sampled_from(CODES)), draw(st.integers(1, 3)), draw(st.sampled_from(chosen))
        )
        if all(c.kenmerken != one.kenmerken or c.graad != one.graad for c in cells):
            cells.append(one)
    facts: dict[str, Any] = {"toeslag_leerlingen": Fraction(30), "toeslag_noemer": Fraction(100)}
    for result in calculate(case(*cells, vorige=earlier, **facts)):
        if result.regeling in UREN.values() or result.regeling.value.startswith(("ses", "lesuren")):
            named = {worth.kenmerk for worth in result.onbekenden}
            for worth in result.onbekenden:
                assert worth.unit == result.regeling.eenheid
                check(worth, result, cells, earlier, Fraction(3, 10))
            relevant = {
                k.value
                for k in KENMERKEN
                for c in cells
                if belongs(c, result.regeling) and c.answer(k) is Antwoord.ONBEKEND
            }
            assert named <= relevant


def test_unknown_toeslag_of_a_year_earlier_has_its_worth_in_the_ratio() -> None:
    now = [cell("", 200, "lager")]
    before = [cell("S", 40, "lager"), cell("s", 5, "lager"), cell("", 55, "lager")]
    found = results(case(*now, vorige=before))[Regeling.SES_LESTIJDEN_LAGER]
    (worth,) = found.onbekenden
    # 200 × 0,11917 × 40/100 = 9,5336 → 10; × 45/100 = 10,7253 → 11
    assert (found.minimum, found.maximum) == (10, 11)
    assert worth.kenmerk == "schooltoeslag"
    assert worth.pupils == 5
    assert (worth.together.low, worth.together.high) == (10, 11)
    # one ja is worth 0,23834; 9,5336 + 4 × 0,23834 = 10,48696 and the fifth makes 10,7253
    assert worth.first_step == 5
    assert worth.each is not None
    assert worth.each.low == Fraction("0.23834")


def test_an_unknown_that_weighs_nothing_is_not_asked_for() -> None:
    """Buurt, zorgthuis and trekkende bevolking play no part in the SES-lestijden."""
    found = results(case(cell("bzr", 30, "lager"), nieuwe_school=Antwoord.JA))
    result = found[Regeling.SES_LESTIJDEN_LAGER]
    assert result.onbekenden == ()
    assert result.minimum == result.maximum
