"""A seeded difference with the official letter gets its cause, and only that cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.causes import CauseKind, Known
from gokwijs.core.middelen.entered import period
from gokwijs.core.middelen.officieel import LINES, Line, LineKind, Official, own
from gokwijs.core.middelen.other_counts import Scope
from gokwijs.core.middelen.result import Regeling
from gokwijs.core.middelen.vergelijking import Comparison, State, compare_lines
from gokwijs.core.middelen.werkingsbudget import KENMERKEN_WERKING, amount_name
from gokwijs.core.middelen.what_if import with_values
from tests.core.builders import case, cell, results, telling

LAGER = LINES["uren.ses_lestijden_lager."]
SO_1 = LINES["uren.uren_leraar_so_1."]
MOEDER = LINES["telling.lager.opleiding_moeder"]
THUISTAAL = LINES["telling.lager.thuistaal"]
ALLE = LINES["leerlingen.lager."]
NAMED = date(2026, 2, 2)


def basisschool(*more: Any, **facts: Any) -> Case:
    """200 lager: 55 opleiding moeder, 60 thuistaal, S = 150/310: 43,69 lestijden, so 44."""
    values: dict[str, Any] = {
        "toeslag_leerlingen": Fraction(150),
        "toeslag_noemer": Fraction(310),
        **facts,
    }
    return case(
        cell("M", 55, "lager"), cell("T", 60, "lager"), cell("", 85, "lager"), *more, **values
    )


def compared(
    one: Case, *official: tuple[Line, Fraction | int], teldag: date | None = None, **known: Any
) -> dict[Line, Comparison]:
    lines = tuple(Official(line, Fraction(value), teldag) for line, value in official)
    return {c.line: c for c in compare_lines(Known(one, lines, **known))}


def kinds(comparison: Comparison) -> list[CauseKind]:
    return [cause.kind for cause in comparison.causes]


def test_the_same_number_is_the_same_and_needs_no_cause() -> None:
    found = compared(basisschool(), (LAGER, 44), (MOEDER, 55))
    assert {c.state for c in found.values()} == {State.GELIJK}
    assert all(not c.causes and not c.unexplained for c in found.values())


def test_a_difference_that_nothing_explains_is_unexplained() -> None:
    found = compared(basisschool(), (LAGER, 54))[LAGER]
    assert found.state is State.VERSCHIL
    assert found.unexplained
    assert found.difference is not None
    assert found.difference.low == found.difference.high == 10


def test_other_counts_explain_the_hours_with_kenmerk_and_number() -> None:
    found = compared(basisschool(), (LAGER, 41), (THUISTAAL, 51), (MOEDER, 55), (ALLE, 200))
    assert kinds(found[LAGER]) == [CauseKind.AANTALLEN]
    sentence = found[LAGER].causes[0].sentence
    assert "thuistaal: officieel 51, bij ons 60" in sentence
    assert "Met de officiële aantallen komen we op 41 lestijden." in sentence
    assert found[THUISTAAL].unexplained, "why the count differs nobody knows"
    assert found[MOEDER].state is State.GELIJK


def test_counts_that_differ_but_give_another_number_are_no_cause() -> None:
    found = compared(basisschool(), (LAGER, 20), (THUISTAAL, 51))
    assert found[LAGER].unexplained


def test_unknown_answers_leave_room_for_the_official_number() -> None:
    found = compared(basisschool(cell("t", 6, "lager")), (LAGER, 45), (THUISTAAL, 62))
    assert found[LAGER].state is State.BINNEN
    assert kinds(found[LAGER]) == [CauseKind.ONBEKEND]
    assert "Van 6 leerlingen is thuistaal onbekend" in found[LAGER].causes[0].sentence
    assert "past als 2 van hen 'ja' zijn" in found[THUISTAAL].causes[0].sentence
    assert not found[LAGER].unexplained


def test_of_two_kinds_of_unknown_answers_the_one_that_can_do_it_alone_is_named() -> None:
    one = basisschool(cell("t", 12, "lager"), cell("m", 1, "lager"))
    found = compared(one, (LAGER, 47))[LAGER]
    assert [c.sentence.count("thuistaal") for c in found.causes] == [1]


def test_the_counts_of_a_year_earlier_explain_by_their_teldag() -> None:
    one = replace(
        basisschool(),
        vorige=telling(cell("M", 40, "lager"), cell("T", 47, "lager"), earlier=True),
    )
    named = compared(one, (THUISTAAL, 47), teldag=date(2025, 2, 3))[THUISTAAL]
    assert kinds(named) == [CauseKind.TELDAG]
    assert "3 februari 2025" in named.causes[0].sentence
    # A letter without a teldag: every count of the group must fit that day.
    both = compared(one, (THUISTAAL, 47), (MOEDER, 40))
    assert kinds(both[THUISTAAL]) == kinds(both[MOEDER]) == [CauseKind.TELDAG]
    chance = compared(one, (THUISTAAL, 47), (MOEDER, 54))
    assert chance[THUISTAAL].unexplained
    same_day = compared(one, (THUISTAAL, 47), teldag=NAMED)
    assert same_day[THUISTAAL].unexplained


def test_hours_of_another_teldag_get_that_cause_alone() -> None:
    one = replace(
        basisschool(),
        vorige=telling(cell("M", 40, "lager"), cell("T", 47, "lager"), earlier=True),
    )
    assert one.vorige is not None
    there = results(replace(one, telling=one.vorige))[Regeling.SES_LESTIJDEN_LAGER].minimum
    assert there is not None
    found = compared(one, (LAGER, there), (THUISTAAL, 47), (MOEDER, 40), (ALLE, 87))
    assert kinds(found[LAGER]) == [CauseKind.TELDAG]
    alone = compared(one, (LAGER, there))
    assert kinds(alone[LAGER]) == [CauseKind.TELDAG]


def test_another_teldag_that_we_did_not_count_is_only_possible() -> None:
    found = compared(basisschool(), (THUISTAAL, 47), teldag=date(2025, 2, 3))[THUISTAAL]
    assert kinds(found) == [CauseKind.TELDAG]
    assert not found.causes[0].proven


def test_a_half_pupil_is_named_as_such_in_counts_and_hours() -> None:
    found = compared(basisschool(), (THUISTAAL, Fraction(119, 2)))
    assert kinds(found[THUISTAAL]) == [CauseKind.HALVEN]
    assert "OV-09" in found[THUISTAAL].causes[0].sentence
    # 43,4015 + 4 × 0,5 × 0,29116 … : four half pupils that count whole make one hour.
    one = case(
        cell("M", 55, "lager"),
        cell("T", 59, "lager"),
        cell("T", Fraction(1, 2), "lager", leerjaar="1"),
        cell("T", Fraction(1, 2), "lager", leerjaar="2"),
        cell("T", Fraction(1, 2), "lager", leerjaar="3"),
        cell("", 85, "lager"),
        toeslag_leerlingen=Fraction(150),
        toeslag_noemer=Fraction(310),
    )
    now = results(one)[Regeling.SES_LESTIJDEN_LAGER]
    assert now.resultaat == 44
    lower = compared(one, (LAGER, 43))[LAGER]
    assert kinds(lower) == [CauseKind.HALVEN]
    assert "niet meetellen" in lower.causes[0].sentence


def test_an_answer_that_came_too_late_explains_count_and_hours() -> None:
    late = {(Scope.LAGER, Kenmerk.THUISTAAL): Fraction(5)}
    found = compared(basisschool(), (LAGER, 42), (THUISTAAL, 55), late=late)
    assert kinds(found[LAGER]) == kinds(found[THUISTAAL]) == [CauseKind.LAAT]
    assert "5 leerlingen kregen dit antwoord pas na 2 februari 2026" in (
        found[THUISTAAL].causes[0].sentence
    )
    assert kinds(compared(basisschool(), (LAGER, 42), late=late)[LAGER]) == [CauseKind.LAAT]
    other = {(Scope.LAGER, Kenmerk.THUISTAAL): Fraction(1)}
    assert compared(basisschool(), (LAGER, 42), (THUISTAAL, 55), late=other)[THUISTAAL].unexplained


def test_another_rounding_is_named_only_when_nothing_with_evidence_explains() -> None:
    counts = ((MOEDER, 55), (THUISTAAL, 60), (ALLE, 200))
    found = compared(basisschool(), (LAGER, 43), *counts)[LAGER]
    assert kinds(found) == [CauseKind.AFRONDING]
    assert "43,69268" in found.causes[0].sentence
    # One pupil without thuistaal and one without opleiding moeder also gives 43: that has evidence.
    fewer = compared(basisschool(), (LAGER, 43), (MOEDER, 54), (THUISTAAL, 60))[LAGER]
    assert kinds(fewer) == [CauseKind.AANTALLEN]


def test_an_unknown_fact_of_the_school_is_named() -> None:
    one = basisschool(nieuwe_school=Antwoord.ONBEKEND)
    new = results(replace(one, school=replace(one.school, nieuwe_school=Antwoord.JA)))
    official = new[Regeling.SES_LESTIJDEN_LAGER].minimum
    assert official == 38
    found = compared(one, (LAGER, official))[LAGER]
    assert kinds(found) == [CauseKind.GEGEVEN]
    assert "nieuw of gefuseerd" in found.causes[0].sentence
    known = basisschool()
    assert compared(known, (LAGER, 38))[LAGER].unexplained


def test_another_ratio_behind_s_is_other_counts() -> None:
    x, p = LINES["telling.verhouding.schooltoeslag"], LINES["leerlingen.verhouding."]
    found = compared(basisschool(), (LAGER, 42), (x, 130), (p, 310))
    assert kinds(found[LAGER]) == [CauseKind.AANTALLEN]
    assert "schooltoeslag: officieel 130, bij ons 150" in found[LAGER].causes[0].sentence


# ---------------------------------------------------------------- secundair


def secundair(**facts: Any) -> Case:
    """100 pupils of the first graad, 30 opleiding moeder: 18 points, 5 hours: below the minimum."""
    return case(cell("M", 30), cell("", 70), **facts)


def test_a_threshold_or_minimum_that_only_we_apply_is_named() -> None:
    assert results(secundair())[Regeling.UREN_LERAAR_SO_1].resultaat == 0
    found = compared(secundair(), (SO_1, 5))[SO_1]
    assert kinds(found) == [CauseKind.DREMPEL]
    assert "minimum" in found.causes[0].sentence
    assert found.causes[0].proven


def test_no_hours_officially_while_we_have_some_may_be_a_threshold() -> None:
    one = case(cell("M", 60), cell("", 200))
    found = compared(one, (SO_1, 0))[SO_1]
    assert kinds(found) == [CauseKind.DREMPEL]
    assert not found.causes[0].proven


def test_counts_of_a_secondary_school_move_pupils_between_combinations() -> None:
    one = case(cell("MT", 30), cell("M", 30), cell("S", 80), cell("", 160))
    truth = case(cell("MT", 20), cell("T", 10), cell("M", 20), cell("S", 80), cell("", 170))
    official = results(truth)[Regeling.UREN_LERAAR_SO_1].resultaat
    line = LINES["telling.so1.opleiding_moeder"]
    assert official is not None
    found = compared(one, (SO_1, official), (line, 40))[SO_1]
    assert kinds(found) == [CauseKind.AANTALLEN]
    assert " tot " in found.causes[0].sentence, "which pupils lose it is not known from a number"
    # A school with only a first graad: a count of the whole secundair is a count of group I.
    whole = LINES["telling.so.opleiding_moeder"]
    assert kinds(compared(one, (SO_1, official), (whole, 40))[SO_1]) == [CauseKind.AANTALLEN]
    two = case(*one.telling.cells, cell("M", 40, "so_3"), cell("", 30, "so_3"))
    assert compared(two, (SO_1, official), (whole, 80))[SO_1].unexplained


# ---------------------------------------------------------------- euros and OKI

EURO = LINES["euro.werkingsbudget_bao."]
EURO_T = LINES["euro.werkingsbudget_bao.thuistaal"]


def with_amounts(one: Case, value: str = "126.50") -> Case:
    names = [amount_name("basisonderwijs", k) for k in KENMERKEN_WERKING]
    vanaf, tot = period(names[0], Schooljaar(2026))
    regels = with_values(
        load_regels(),
        dict.fromkeys(names, Fraction(value)),
        vanaf=vanaf,
        tot=tot,
        on=date(2026, 6, 1),
        opmerking="brief",
    )
    return replace(one, regels=regels)


def euro_school() -> Case:
    return with_amounts(basisschool())


def test_euros_agree_to_the_cent() -> None:
    found = compared(euro_school(), (EURO_T, Fraction(7590)), (EURO, Fraction("14547.5")))
    assert {c.state for c in found.values()} == {State.GELIJK}


def test_an_amount_that_was_entered_is_named_when_another_one_fits_to_the_cent() -> None:
    found = compared(euro_school(), (EURO_T, Fraction("7602.60")))[EURO_T]
    assert kinds(found) == [CauseKind.PARAMETER]
    assert "Met € 126,71 per leerling" in found.causes[0].sentence


def test_less_money_before_the_cap_is_only_possible() -> None:
    found = compared(euro_school(), (EURO, Fraction("13999.99")))[EURO]
    assert kinds(found) == [CauseKind.AFTOPPING]
    assert not found.causes[0].proven
    more = compared(euro_school(), (EURO, Fraction("15999.99")))[EURO]
    assert more.unexplained


def test_whole_euros_are_a_rounding() -> None:
    found = compared(euro_school(), (EURO, 14548))[EURO]
    assert kinds(found) == [CauseKind.AFRONDING]


def test_no_amount_is_not_comparable_and_never_zero() -> None:
    found = compared(basisschool(), (EURO, 14000))[EURO]
    assert found.state is State.NIET_BEREKENBAAR
    assert found.own is None
    assert "bedrag ontbreekt" in found.remark


def test_pupils_that_are_not_in_our_telling_cannot_be_compared() -> None:
    kleuter = LINES["uren.ses_lestijden_kleuter."]
    found = compared(basisschool(), (kleuter, 12), (LINES["telling.kleuter.thuistaal"], 3))
    assert {c.state for c in found.values()} == {State.NIET_BEREKENBAAR}


def test_an_oki_is_compared_as_printed() -> None:
    one = case(cell("MB", 1, "lager"), cell("", 2, "lager"))
    line = LINES["oki.oki."]
    assert compared(one, (line, Fraction("0.67")))[line].state is State.GELIJK
    assert compared(one, (line, Fraction("0.667")))[line].state is State.GELIJK
    assert compared(one, (line, Fraction("0.68")))[line].unexplained


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_every_line_has_a_title_and_an_own_number_or_none(line: Line) -> None:
    one = case(
        *(cell("MSTZRB", 6, g) for g in ("kleuter", "lager", "so_1", "so_3", "buso", "bubao")),
        *(cell("", 10, g) for g in ("kleuter", "lager", "so_1", "so_3", "buso", "bubao")),
        vorige=[cell("S", 5, "lager"), cell("", 5, "lager")],
    )
    assert line.titel
    value = own(one, line, results(one))
    if line.is_count:
        assert value is not None
        assert value.is_exact
    assert line.kind is not LineKind.TELLING or line.kenmerk is not None
