"""Totals typed from a letter: exact where the law allows it, else exactly what can be true."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.parameters import Regels, load_regels
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.result import ReasonKind, Regeling, Result
from gokwijs.core.middelen.uren_leraar import calculate_uren_leraar
from gokwijs.core.middelen.what_if import scenario_law
from gokwijs.core.telling.model import Cell, Groep, GroupTotal, Onderwijsniveau, Telling
from tests.core.builders import LETTERS, YEAR, case, cell, random_cells, results
from tests.law.schools import voorbeelden

M, S, T, Z, R = (LETTERS[letter] for letter in "MSTZR")
INDICATOREN = (M, S, T, Z, R)
SO1 = Regeling.UREN_LERAAR_SO_1
LETTER = {kenmerk: letter for letter, kenmerk in LETTERS.items()}


def so_total(
    halves: int, ja: Mapping[Kenmerk, int], onbekend: Mapping[Kenmerk, int] | None = None
) -> GroupTotal:
    """Group I in half pupils; what is not named is zero, not unknown."""
    known = dict.fromkeys(KENMERKEN, 0) | dict(ja)
    return GroupTotal(Onderwijsniveau.SO, Groep.I, halves, known, dict(onbekend or {}))


def typed(
    *totals: GroupTotal,
    vorige: Telling | None = None,
    regels: Regels | None = None,
    **facts: Any,
) -> dict[Regeling, Result]:
    one = case(cell("", 1), regels=regels, **facts)
    telling = Telling.of_totals("999900", one.telling.teldag, totals)
    return results(replace(one, telling=telling, vorige=vorige or one.vorige))


# ---------------------------------------------------------------- exact where the law allows it


def marginals(cells: list[Cell], niveau: Onderwijsniveau) -> GroupTotal:
    """What a letter would say about these pupils."""
    mine = [c for c in cells if c.onderwijsniveau is niveau]
    ja = {k: sum(c.halves for c in mine if c.answer(k) is Antwoord.JA) for k in KENMERKEN}
    unknown = {
        k: sum(c.halves for c in mine if c.answer(k) is Antwoord.ONBEKEND) for k in KENMERKEN
    }
    return GroupTotal(niveau, None, sum(c.halves for c in mine), ja, unknown)


@given(st.integers(0, 2**32))
@voorbeelden(60)
def test_basisonderwijs_from_totals_is_what_the_pupil_list_gives(seed: int) -> None:
    dice = random.Random(seed)
    cells = [
        *random_cells(dice, unknowns=seed % 2 == 0, groups=["kleuter", "lager"]),
        cell("M", 1, "lager"),
    ]
    facts = {"toeslag_leerlingen": Fraction(30), "toeslag_noemer": Fraction(100)}
    year = Schooljaar(2017)
    one = case(*cells, schooljaar=year, **facts)
    totals = [
        marginals(cells, n)
        for n in (Onderwijsniveau.KLEUTER, Onderwijsniveau.LAGER)
        if any(c.onderwijsniveau is n and c.halves for c in cells)
    ]
    letter = replace(one, telling=Telling.of_totals("999900", one.telling.teldag, totals))
    from_list, from_letter = results(one), results(letter)
    assert from_list.keys() == from_letter.keys()
    for regeling, result in from_list.items():
        other = from_letter[regeling]
        assert (other.minimum, other.maximum) == (result.minimum, result.maximum), regeling
        assert other.som == result.som


# ---------------------------------------------------------------- every combination that fits


def hands_out(pupils: int, ja: Mapping[Kenmerk, int]) -> Iterator[tuple[str, ...]]:
    """Every way to hand out the kenmerken over so many pupils, order of pupils aside."""
    seen = set()
    sets = [itertools.combinations(range(pupils), n) for n in ja.values()]
    for chosen in itertools.product(*sets):
        codes = tuple(
            sorted(
                "".join(LETTER[k] for k, who in zip(ja, chosen, strict=True) if pupil in who)
                for pupil in range(pupils)
            )
        )
        if codes not in seen:
            seen.add(codes)
            yield codes


def generous_law() -> Regels:
    """A law in which five pupils already give hours: the shape stays, the numbers grow."""
    values: dict[str, Fraction | str] = {
        "secundair.uren_leraar.uren_per_punt.groep_1": Fraction(3),
        "secundair.uren_leraar.minimum": Fraction(4),
        "secundair.uren_leraar.drempel.groep_1": Fraction(35, 100),
    }
    return scenario_law(load_regels(), values, YEAR, date(2026, 11, 1))


GENEROUS = generous_law()


def real(codes: tuple[str, ...], **facts: Any) -> Result:
    """The result of these very pupils under the generous law."""
    return calculate_uren_leraar(case(*(cell(c, 1) for c in codes), regels=GENEROUS, **facts))[0]


@given(
    st.integers(1, 4),
    st.tuples(*[st.integers(0, 4)] * len(INDICATOREN)),
    st.tuples(*[st.integers(0, 1)] * len(INDICATOREN)),
    st.sampled_from([Antwoord.NEE, Antwoord.JA, Antwoord.ONBEKEND]),
    st.booleans(),
)
@voorbeelden(60)
def test_the_interval_of_totals_is_exactly_what_all_combinations_give(
    pupils: int,
    counts: tuple[int, ...],
    unknown: tuple[int, ...],
    brussel: Antwoord,
    earlier_known: bool,
) -> None:
    ja = {k: min(n, pupils) for k, n in zip(INDICATOREN, counts, strict=True)}
    open_ = {k: min(n, pupils - ja[k]) for k, n in zip(INDICATOREN, unknown, strict=True)}
    if sum(open_.values()) > 2:
        open_ = dict.fromkeys(INDICATOREN, 0)
    total = so_total(
        2 * pupils, {k: 2 * n for k, n in ja.items()}, {k: 2 * n for k, n in open_.items()}
    )
    one = case(cell("", 1), regels=GENEROUS, brussel=brussel)
    telling = Telling.of_totals("999900", one.telling.teldag, [total])
    vorige = one.vorige if earlier_known else None
    (found,) = calculate_uren_leraar(replace(one, telling=telling, vorige=vorige))
    places = [Antwoord.NEE, Antwoord.JA] if brussel is Antwoord.ONBEKEND else [brussel]
    earlier = [[cell("", 1)], [cell("M", 1)]] if not earlier_known else [[]]
    every = [
        real(codes, brussel=place, vorige=before)
        for more in itertools.product(*(range(n + 1) for n in open_.values()))
        for codes in hands_out(
            pupils, {k: n + extra for (k, n), extra in zip(ja.items(), more, strict=True)}
        )
        for place in places
        for before in earlier
    ]
    values = [r.resultaat for r in every if r.resultaat is not None]
    assert len(values) == len(every)
    assert (found.minimum, found.maximum) == (min(values), max(values))
    assert found.som is not None
    sums = [r.som.low for r in every if r.som is not None]
    assert (found.som.low, found.som.high) == (min(sums), max(sums))
    if found.resultaat is None:
        assert ReasonKind.TOTALEN in {r.kind for r in found.reasons}


TOTALS: list[tuple[int, dict[Kenmerk, int]]] = [
    (5, {M: 2, S: 2, T: 1}),
    (6, {S: 3, T: 3, Z: 1}),
    (6, {S: 5, M: 1}),
    (7, {M: 4, S: 3}),
    (4, {Z: 2, R: 2, T: 2}),
]


@pytest.mark.parametrize(("pupils", "ja"), TOTALS, ids=range(len(TOTALS)))
@pytest.mark.parametrize("times", [1, 10])
def test_under_the_real_law_no_combination_lies_outside(
    pupils: int, ja: dict[Kenmerk, int], times: int
) -> None:
    """``times``: the same small school ten times over, so that hours are granted."""
    total = so_total(2 * pupils * times, {k: 2 * n * times for k, n in ja.items()})
    found = typed(total)[SO1]
    assert found.minimum is not None
    assert found.maximum is not None
    assert found.som is not None
    sums = set()
    for codes in hands_out(pupils, ja):
        one = results(case(*(cell(code, times) for code in codes)))[SO1]
        assert one.resultaat is not None
        assert one.som is not None
        assert found.minimum <= one.resultaat <= found.maximum, codes
        sums.add(one.som.low)
    assert found.som.low <= min(sums)
    assert max(sums) <= found.som.high
    if times == 1:
        assert (found.som.low, found.som.high) == (min(sums), max(sums))


def test_half_pupils_in_totals_are_whole_numbers_of_halves() -> None:
    """Three half pupils, one half with opleiding moeder and one with toeslag."""
    found = typed(so_total(3, {M: 1, S: 1}), regels=GENEROUS)[SO1]
    values = [
        calculate_uren_leraar(case(*(cell(c, Fraction(1, 2)) for c in codes), regels=GENEROUS))[
            0
        ].resultaat
        for codes in hands_out(3, {M: 1, S: 1})
    ]
    assert {found.minimum, found.maximum} == set(values) or (
        found.minimum == min(v for v in values if v is not None)
    )
    assert "OV-09" in found.open_vragen


def test_a_total_that_nobody_typed_is_unknown_for_everybody() -> None:
    """Zorgthuis is not in the letter: from nobody to all 100 pupils."""
    without = GroupTotal(Onderwijsniveau.SO, Groep.I, 200, {k: 0 for k in KENMERKEN if k is not Z})
    found = typed(without)[SO1]
    # 100 × 0,80 × 1,5 = 120 × 0,2916 = 34,992 → 35
    assert (found.minimum, found.maximum) == (0, 35)
    assert any("zorgthuis" in r.sentence for r in found.reasons)


def test_totals_that_cannot_be_true_say_so() -> None:
    one = case(cell("", 1))
    telling = Telling.of_totals("999900", one.telling.teldag, [so_total(10, {M: 12})])
    (found,) = calculate_uren_leraar(replace(one, telling=telling))
    assert (found.minimum, found.maximum) == (None, None)
    assert found.reasons[0].kind is ReasonKind.TOTALEN
    assert "groter dan het aantal leerlingen" in found.reasons[0].sentence


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 60))
@voorbeelden(40)
def test_buso_totals_hold_every_overlap_of_mother_and_language(m: int, t: int, rest: int) -> None:
    pupils = max(m, t) + rest
    if not pupils:
        return
    ja = dict.fromkeys(KENMERKEN, 0) | {M: 2 * m, T: 2 * t}
    total = GroupTotal(Onderwijsniveau.BUSO, None, 2 * pupils, ja)
    found = typed(total)[Regeling.LESUREN_BUSO]
    values = []
    for both in range(max(0, m + t - pupils), min(m, t) + 1):
        cells = [
            cell("MT", both, "buso"),
            cell("M", m - both, "buso"),
            cell("T", t - both, "buso"),
            cell("", pupils - m - t + both, "buso"),
        ]
        values.append(results(case(*cells))[Regeling.LESUREN_BUSO].resultaat)
    known = [v for v in values if v is not None]
    assert len(known) == len(values)
    assert (found.minimum, found.maximum) == (min(known), max(known))


def test_an_earlier_count_of_totals_can_decide_the_threshold() -> None:
    now = so_total(200, {M: 18, T: 18})
    day = case(cell("", 1)).vorige
    assert day is not None
    met = Telling.of_totals("999900", day.teldag, [so_total(200, {M: 20})])
    missed = Telling.of_totals("999900", day.teldag, [so_total(200, {M: 19})])
    law = GENEROUS
    lower = scenario_law(
        law, {"secundair.uren_leraar.drempel.groep_1": Fraction(1, 10)}, YEAR, date(2026, 11, 1)
    )
    assert typed(now, vorige=missed, regels=lower)[SO1].resultaat == 0
    assert typed(now, vorige=met, regels=lower)[SO1].minimum == 15  # 5,4 → 5 punten × 3


def test_a_typed_school_gives_every_regeling_of_its_pupils() -> None:
    totals = [
        so_total(200, {M: 40}),
        GroupTotal(Onderwijsniveau.LAGER, None, 200, dict.fromkeys(KENMERKEN, 20)),
        GroupTotal(Onderwijsniveau.BUBAO, None, 200, dict.fromkeys(KENMERKEN, 20)),
    ]
    one = case(cell("", 1), toeslag_leerlingen=Fraction(1), toeslag_noemer=Fraction(2))
    letter = replace(one, telling=Telling.of_totals("999900", one.telling.teldag, totals))
    assert [r.regeling.value for r in calculate(letter)] == [
        "ses_lestijden_lager",
        "uren_leraar_so_1",
        "lestijden_bubao",
        "werkingsbudget_bao",
        "werkingsbudget_so",
        "oki",
    ]
