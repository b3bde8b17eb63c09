"""What must hold for every school, whatever its pupils."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.explanation import Soort, Stap
from gokwijs.core.law.numbers import round_legal
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.law.status import Status, weakest
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.telling.model import Cell, Telling
from tests.core.builders import LETTERS, case, cell, random_cells, results

SEEDS = st.integers(0, 2**32)
QUICK = settings(max_examples=60, deadline=None)


def completions(cells: list[Cell]) -> Iterator[list[Cell]]:
    """Every way to answer every unknown, one half pupil group at a time."""
    options = []
    for one in cells:
        answers = [
            (Antwoord.NEE, Antwoord.JA) if a is Antwoord.ONBEKEND else (a,) for a in one.kenmerken
        ]
        ways = [replace(one, kenmerken=way) for way in itertools.product(*answers)]
        # All pupils of a cell together one way, and all splits of a pair when there are two.
        options.append(ways)
    for chosen in itertools.product(*options):
        yield list(chosen)


def singles(cells: list[Cell]) -> list[Cell]:
    """Cells with an unknown answer split into single pupils, so that each can differ."""
    found = []
    for one in cells:
        if Antwoord.ONBEKEND in one.kenmerken and one.halves > 2:
            whole, rest = divmod(one.halves, 2)
            found += [replace(one, halves=2)] * whole
            found += [replace(one, halves=rest)] if rest else []
        else:
            found.append(one)
    return found


def small_unknown_school(seed: int) -> tuple[list[Cell], list[Cell]]:
    """A school with at most six unknown answers, near thresholds, and its earlier count."""
    dice = random.Random(seed)
    groups = dice.sample(("kleuter", "lager", "so_1", "so_2", "buso"), 2)
    known = random_cells(dice, groups=groups)
    unknown = [
        cell(
            dice.choice(["m", "s", "t", "z", "Sm", "Mt", "St", "st", "Ms"]), 1, dice.choice(groups)
        )
        for _ in range(dice.randint(1, 4))
    ]
    return [*known, *unknown], random_cells(dice, groups=groups)


@given(SEEDS)
@QUICK
def test_the_interval_is_exactly_the_range_of_all_completions(seed: int) -> None:
    cells, vorige = small_unknown_school(seed)
    uncertain = results(case(*cells, vorige=vorige))
    low: dict[Regeling, Fraction] = {}
    high: dict[Regeling, Fraction] = {}
    for complete in completions(singles(cells)):
        for regeling, result in results(case(*complete, vorige=vorige)).items():
            if result.resultaat is not None:
                low[regeling] = min(low.get(regeling, result.resultaat), result.resultaat)
                high[regeling] = max(high.get(regeling, result.resultaat), result.resultaat)
    for regeling, result in uncertain.items():
        if regeling is Regeling.OKI or result.minimum is None:
            continue
        assert (result.minimum, result.maximum) == (low[regeling], high[regeling]), regeling


@given(SEEDS)
@QUICK
def test_a_yes_never_lowers_a_result(seed: int) -> None:
    dice = random.Random(seed)
    cells = [c for c in random_cells(dice) if c.halves]
    if not cells:
        return
    place = dice.randrange(len(cells))
    kenmerk = dice.randrange(len(KENMERKEN))
    chosen = cells[place]
    if chosen.kenmerken[kenmerk] is Antwoord.JA:
        return
    raised = list(chosen.kenmerken)
    raised[kenmerk] = Antwoord.JA
    some = min(chosen.halves, 2 * dice.randint(1, 5))
    more = [
        *cells[:place],
        replace(chosen, halves=chosen.halves - some),
        replace(chosen, halves=some, kenmerken=tuple(raised)),  # type: ignore[arg-type]
        *cells[place + 1 :],
    ]
    before, after = results(case(*cells)), results(case(*more))
    for regeling, result in before.items():
        if result.minimum is None:
            continue
        now = after[regeling]
        if regeling is Regeling.LESTIJDEN_BUBAO and now.minimum is None:
            continue  # above its threshold the factors are needed, and those are unknown
        assert now.minimum is not None
        assert now.maximum is not None
        assert result.maximum is not None
        assert now.minimum >= result.minimum, regeling
        assert now.maximum >= result.maximum, regeling


# ---------------------------------------------------------------- explanation


def check_step(step: Stap) -> None:
    """One line: it has its article, source and status, and its parts give its value."""
    assert step.name
    assert step.sentence
    assert step.artikel, step.name
    assert step.bron in load_regels().bronnen or step.bron == "INGEVOERD", step
    assert isinstance(step.status, Status)
    if step.value is None:
        return
    if step.soort is Soort.SOM:
        parts = [p.value for p in step.parts if p.unit == step.unit and p.value is not None]
        assert sum((p.low for p in parts), Fraction(0)) == step.value.low, step
        assert sum((p.high for p in parts), Fraction(0)) == step.value.high, step
    if step.soort is Soort.AFRONDING:
        first = step.parts[0].value
        assert first is not None
        assert round_legal(first.low) == step.value.low, step
        assert round_legal(first.high) == step.value.high, step
    if step.soort is Soort.TELLING and step.parts:
        values = [p.value for p in step.parts if p.value is not None]
        assert sum((v.low for v in values), Fraction(0)) == step.value.low, step
        assert sum((v.high for v in values), Fraction(0)) == step.value.high, step


def check_result(result: Result) -> None:
    steps = list(result.uitleg.walk())
    for step in steps:
        check_step(step)
    assert {v for s in steps for v in s.open_vragen} <= set(load_regels().open_vragen)
    if result.minimum is not None:
        assert result.uitleg.value is not None
        assert (result.uitleg.value.low, result.uitleg.value.high) == (
            result.minimum,
            result.maximum,
        )
        carried = weakest(s.status for s in steps)
        assert result.status in (carried, Status.ONBEVESTIGD)
        assert weakest((result.status, carried)) is result.status
    else:
        assert result.status is Status.ONBEKEND
        assert result.reasons
    if result.resultaat is None:
        assert result.reasons, result.regeling
    assert len(result.bewijs.telling) == 64


@given(SEEDS, st.booleans())
@QUICK
def test_every_line_of_every_explanation_adds_up(seed: int, unknowns: bool) -> None:
    dice = random.Random(seed)
    cells = random_cells(dice, unknowns=unknowns, halves=seed % 5 == 0)
    vorige = random_cells(dice, unknowns=unknowns) if seed % 3 else None
    facts = {"brussel": Antwoord(seed % 3), "vestigingen_verspreid": Antwoord(seed // 3 % 3)}
    if seed % 4 == 0:
        facts["lezing_vestigingen"] = "beide_groepen"  # type: ignore[assignment]
    for result in calculate(case(*cells, vorige=vorige, **facts)):
        check_result(result)


def test_the_checks_on_an_explanation_can_fail() -> None:
    result = results(case(cell("M", 30, "lager"), cell("", 70, "lager"), nieuwe_school=Antwoord.JA))
    uitleg = result[Regeling.SES_LESTIJDEN_LAGER].uitleg
    check_step(uitleg)
    som = next(s for s in uitleg.walk() if s.soort is Soort.SOM)
    with pytest.raises(AssertionError):
        check_step(replace(som, parts=som.parts[1:]))
    with pytest.raises(AssertionError):
        check_step(replace(uitleg, artikel=""))


def test_numbers_stand_in_the_sentences() -> None:
    found = results(
        case(
            cell("M", 55, "lager"),
            cell("T", 60, "lager"),
            cell("", 85, "lager"),
            toeslag_leerlingen=Fraction(150),
            toeslag_noemer=Fraction(310),
        )
    )[Regeling.SES_LESTIJDEN_LAGER]
    text = "\n".join(s.sentence for s in found.uitleg.walk())
    for shown in ("43,69268", "55 leerlingen", "0,26710", "60 leerlingen", "0,29116", "150", "310"):
        assert shown in text, shown


# ---------------------------------------------------------------- distances


@given(SEEDS)
@QUICK
def test_the_distance_to_a_threshold_is_exact(seed: int) -> None:
    """``short`` more pupils with a full kenmerk cross it, one fewer does not."""
    dice = random.Random(seed)
    group = dice.choice(["so_1", "so_2", "buso"])
    none = dice.randint(1, 200)
    cells = [cell("M", dice.randint(0, 30), group), cell("", none, group)]
    if group != "buso":
        cells.append(cell("S", dice.randint(0, 30), group))
    for result in calculate(case(*cells)):
        for place, drempel in enumerate(result.drempels):
            if drempel.short is None or drempel.short > none:
                continue
            assert str(drempel.short) in drempel.sentence
            for extra, crosses in ((drempel.short, True), (drempel.short - 1, False)):
                moved = [cell("M", extra, group), cell("", none - extra, group)]
                again = results(case(*(c for c in cells if any(c.kenmerken)), *moved))
                share = again[result.regeling].drempels[place].share.low
                assert (share >= drempel.limit) is crosses, (drempel, extra)


@given(SEEDS)
@QUICK
def test_the_room_above_a_threshold_is_exact(seed: int) -> None:
    dice = random.Random(seed)
    group = dice.choice(["so_1", "so_2", "buso"])
    with_kenmerk = dice.randint(5, 80)
    none = dice.randint(1, 60)
    for result in calculate(case(cell("M", with_kenmerk, group), cell("", none, group))):
        for place, drempel in enumerate(result.drempels):
            if drempel.slack is None:
                continue
            for fewer, stays in ((drempel.slack, True), (drempel.slack + 1, False)):
                if fewer > with_kenmerk:
                    continue
                now = case(cell("M", with_kenmerk - fewer, group), cell("", none + fewer, group))
                share = results(now)[result.regeling].drempels[place].share.low
                assert (share >= drempel.limit) is stays, (drempel, fewer)


# ---------------------------------------------------------------- worth of an unknown


@given(SEEDS)
@QUICK
def test_the_worth_of_unknowns_is_what_recalculating_gives(seed: int) -> None:
    dice = random.Random(seed)
    group = dice.choice(["kleuter", "lager", "so_1", "so_2", "buso"])
    cells = random_cells(dice, groups=[group])
    code, number = dice.choice("mst"), dice.randint(1, 12)
    kenmerk = {
        "m": Kenmerk.OPLEIDING_MOEDER,
        "s": Kenmerk.SCHOOLTOESLAG,
        "t": Kenmerk.THUISTAAL,
    }[code]
    facts = {"toeslag_leerlingen": Fraction(30), "toeslag_noemer": Fraction(100)}
    base = [cell(code, number, group), *cells]

    def value(yes: int, regeling: Regeling) -> Fraction:
        split = [cell(code.upper(), yes, group), cell("", number - yes, group)]
        found = results(case(*split, *cells, **facts))[regeling].resultaat
        assert found is not None
        return found

    for regeling, result in results(case(*base, **facts)).items():
        for worth in result.onbekenden:
            if worth.kenmerk != kenmerk.value:
                continue
            assert worth.pupils == number
            none, everyone = value(0, regeling), value(number, regeling)
            assert (worth.together.low, worth.together.high) == (none, everyone)
            moves = [yes for yes in range(1, number + 1) if value(yes, regeling) != none]
            assert worth.first_step == (moves[0] if moves else None)


# ---------------------------------------------------------------- typed totals


def test_typed_totals_are_exact_for_primary() -> None:
    from gokwijs.core.telling.model import GroupTotal, Onderwijsniveau

    cells = [cell("MT", 10, "lager"), cell("M", 5, "lager"), cell("T", 7, "lager")]
    cells.append(cell("", 78, "lager"))
    one = case(*cells, toeslag_leerlingen=Fraction(30), toeslag_noemer=Fraction(100))
    ja = {Kenmerk.OPLEIDING_MOEDER: 30, Kenmerk.THUISTAAL: 34}
    total = GroupTotal(Onderwijsniveau.LAGER, None, 200, ja)
    typed = replace(one, telling=Telling.of_totals("999900", one.telling.teldag, [total]))
    regeling = Regeling.SES_LESTIJDEN_LAGER
    assert results(typed)[regeling].resultaat == results(one)[regeling].resultaat
    assert results(typed)[regeling].som == results(one)[regeling].som


def ways(pupils: int, ja: dict[Kenmerk, int]) -> Iterator[list[frozenset[Kenmerk]]]:
    """Every way to hand out the kenmerken over so many pupils (order of pupils aside)."""
    sets = [itertools.combinations(range(pupils), n) for n in ja.values()]
    for chosen in itertools.product(*sets):
        yield [
            frozenset(k for k, who in zip(ja, chosen, strict=True) if pupil in who)
            for pupil in range(pupils)
        ]


TOTALS = [
    (5, {Kenmerk.OPLEIDING_MOEDER: 2, Kenmerk.SCHOOLTOESLAG: 2, Kenmerk.THUISTAAL: 1}),
    (6, {Kenmerk.SCHOOLTOESLAG: 3, Kenmerk.THUISTAAL: 3, Kenmerk.ZORGTHUIS: 1}),
    (6, {Kenmerk.SCHOOLTOESLAG: 5, Kenmerk.OPLEIDING_MOEDER: 1}),
    (7, {Kenmerk.OPLEIDING_MOEDER: 4, Kenmerk.SCHOOLTOESLAG: 3}),
    (4, {Kenmerk.ZORGTHUIS: 2, Kenmerk.TREKKENDE_BEVOLKING: 2, Kenmerk.THUISTAAL: 2}),
]


@pytest.mark.parametrize(("pupils", "ja"), TOTALS, ids=range(len(TOTALS)))
@pytest.mark.parametrize("times", [1, 10])
def test_typed_totals_hold_every_combination(
    pupils: int, ja: dict[Kenmerk, int], times: int
) -> None:
    """``times``: the same small school ten times over, so that hours are granted."""
    from gokwijs.core.telling.model import Groep, GroupTotal, Onderwijsniveau

    letters = {v: k for k, v in LETTERS.items()}
    known = dict.fromkeys(KENMERKEN, 0) | ja
    total = GroupTotal(
        Onderwijsniveau.SO,
        Groep.I,
        2 * pupils * times,
        {k: 2 * n * times for k, n in known.items()},
    )
    one = case(cell("", 1))
    typed = replace(one, telling=Telling.of_totals("999900", one.telling.teldag, [total]))
    found = results(typed)[Regeling.UREN_LERAAR_SO_1]
    assert found.minimum is not None
    assert found.maximum is not None
    assert found.som is not None
    sums, seen = set(), set()
    for way in ways(pupils, ja):
        codes = tuple(sorted("".join(letters[k] for k in kenmerken) for kenmerken in way))
        if codes in seen:
            continue
        seen.add(codes)
        real = results(case(*(cell(code, times) for code in codes)))[Regeling.UREN_LERAAR_SO_1]
        assert real.resultaat is not None
        assert real.som is not None
        assert found.minimum <= real.resultaat <= found.maximum, codes
        assert found.som.low <= real.som.low <= found.som.high, codes
        sums.add(real.som.low)
    if times == 1:
        assert (found.som.low, found.som.high) == (min(sums), max(sums))
