"""Doelgericht, transparant, doeltreffend: ja, deels or open, with the reason."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.beleid.plan import Toewijzing
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.zelfcheck import Antwoordwoord, Woord, drie_woorden
from tests.core.beleid.builders import (
    JAAR,
    actie,
    doel,
    evaluatie,
    meting,
    nulmeting,
    stand,
    toewijzing,
    vaststelling,
)

JA, DEELS, OPEN = Antwoordwoord


def answer(woord: Woord, post: Toewijzing, school: Beleidsstand) -> Antwoordwoord:
    found = next(one for one in drie_woorden(post, school) if one.woord is woord)
    assert found.reden.endswith(".")
    return found.antwoord


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({}, JA),
        ({"acties": (actie(streefdoel_ids=()),)}, OPEN),
        ({"streefdoelen": (doel(ok_codes=()),)}, DEELS),
        ({"vaststellingen": (vaststelling(plaats=Plaats(), populatie=""),)}, DEELS),
        ({"vaststellingen": (vaststelling(plaats=None, populatie=" Gezinnen"),)}, JA),
        ({"vaststellingen": (vaststelling(plaats=Plaats(("1b",)), populatie=""),)}, JA),
    ],
)
def test_doelgericht_needs_a_complete_goal_on_a_fitting_vaststelling(
    extra: dict[str, Any], expected: Antwoordwoord
) -> None:
    assert answer(Woord.DOELGERICHT, toewijzing(), stand(**extra)) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"besteed": Fraction(0), "toelichting": "uitleg"}, JA),
        ({"besteed": Fraction(3)}, DEELS),
        ({"besteed": Fraction(3), "toelichting": "uitleg", "zichtbaar_voor_team": False}, DEELS),
    ],
)
def test_transparant_needs_everything_filled_in_and_visible(
    fields: dict[str, Any], expected: Antwoordwoord
) -> None:
    assert answer(Woord.TRANSPARANT, toewijzing(**fields), stand()) is expected
    empty = Toewijzing(9, Middelsoort.GOK_UREN_LERAAR, JAAR, actie_id=1)
    assert answer(Woord.TRANSPARANT, empty, stand()) is OPEN


def test_doeltreffend_needs_a_meting_that_an_evaluatie_used() -> None:
    measured = {"metingen": (nulmeting(), meting())}
    assert answer(Woord.DOELTREFFEND, toewijzing(), stand()) is OPEN
    assert answer(Woord.DOELTREFFEND, toewijzing(), stand(**measured)) is DEELS
    ignored = stand(**measured, evaluaties=(evaluatie(meting_ids=(1,)),))
    assert answer(Woord.DOELTREFFEND, toewijzing(), ignored) is DEELS
    used = stand(**measured, evaluaties=(evaluatie(),))
    assert answer(Woord.DOELTREFFEND, toewijzing(), used) is JA


def test_spending_without_a_goal_is_open_on_all_that_needs_one() -> None:
    loose = toewijzing(None, actie_id=None, besteed=Fraction(3))
    found = {one.woord: one.antwoord for one in drie_woorden(loose, stand())}
    assert found == {
        Woord.DOELGERICHT: OPEN,
        Woord.TRANSPARANT: DEELS,
        Woord.DOELTREFFEND: OPEN,
    }
