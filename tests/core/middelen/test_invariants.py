"""What must hold for every school, whatever its pupils."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.kenmerken import KENMERKEN, Antwoord
from gokwijs.core.law.explanation import Soort, Stap
from gokwijs.core.law.numbers import dutch_interval, dutch_number, dutch_percent, round_legal
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.law.status import Status, weakest
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.result import Regeling, Result
from tests.core.builders import case, cell, random_cells, results
from tests.law.schools import voorbeelden

SEEDS = st.integers(0, 2**32)
QUICK = voorbeelden(120)


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
    check_sentence(step)
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


def check_sentence(step: Stap) -> None:
    """The numbers are filled in, and a product in the sentence is the value."""
    value = step.value
    assert value is not None
    assert "None" not in step.sentence
    assert "Fraction" not in step.sentence
    if step.soort is Soort.TELLING:
        assert dutch_interval(value) in step.sentence, step
    if step.soort is Soort.PARAMETER and step.unit != "verhouding":
        percent, plain = dutch_percent(value.low), dutch_number(value.low)
        decimals = "".join(c for c in step.sentence.split()[0] if c in "0123456789,")
        as_written = Fraction(decimals.replace(",", ".")) == value.low
        assert percent in step.sentence or plain in step.sentence or as_written, step
    if step.soort is Soort.AFRONDING:
        exact = step.parts[0].value
        assert exact is not None
        for number in (exact.low, exact.high, value.low, value.high):
            assert dutch_number(number) in step.sentence, step
    if step.soort is Soort.FORMULE and len(step.parts) == 2 and "×" in step.sentence:
        check_product(step)


def check_product(step: Stap) -> None:
    """'30 leerlingen × 0,26710': both numbers stand there and their product is the value."""
    counted, factor = (part.value for part in step.parts)
    shown, _, times = step.sentence.partition(" × ")
    if step.parts[1].soort is not Soort.PARAMETER or " tot " in times or "(" in times:
        return
    assert counted is not None
    assert factor is not None
    assert step.value == counted.times(factor.low), step
    assert shown.startswith(dutch_interval(counted)), step
    written = times.removeprefix("€ ").split()[0].replace(",", ".")
    assert Fraction(written) == factor.low, step


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
