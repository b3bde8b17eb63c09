"""Where the chain of a streefdoel breaks, and what only comes later."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gokwijs.core.beleid.keten import (
    Blik,
    Effectstand,
    Schakel,
    Stuk,
    Toestand,
    evalueren_op,
    is_heel,
    keten_van,
)
from gokwijs.core.beleid.keuzes import Besluitkeuze, Borgingsvorm, Doelstatus
from gokwijs.core.beleid.plan import Borging
from tests.core.beleid.builders import (
    VANDAAG,
    actie,
    besluit,
    doel,
    evaluatie,
    meting,
    nulmeting,
    plan,
    stand,
)

STRAKS = date(2027, 1, 15)
VORIGE_WEEK = date(2026, 11, 13)


def links(blik: Blik | None = None, **extra: Any) -> dict[Schakel, Stuk]:
    school = stand(**extra)
    found = keten_van(school.streefdoelen[0], school, VANDAAG, blik or Blik(STRAKS))
    return {one.schakel: one for one in found}


def states(found: dict[Schakel, Stuk], wanted: Toestand) -> set[str]:
    return {schakel.value for schakel, one in found.items() if one.toestand is wanted}


def test_a_goal_that_has_everything_is_whole_although_its_end_is_still_to_come() -> None:
    found = links()

    assert states(found, Toestand.ONTBREEKT) == set()
    assert states(found, Toestand.LATER) == {"meting", "effect", "besluit"}
    assert is_heel(tuple(found.values()))
    assert found[Schakel.METING].reden == "Verwacht tegen 15 januari 2027."
    assert found[Schakel.BESLUIT].dag == date(2027, 5, 20)


def test_the_links_stand_in_the_order_of_the_chain() -> None:
    assert list(links()) == list(Schakel)


@pytest.mark.parametrize(
    ("lacking", "broken"),
    [
        ({"streefdoelen": (doel(doelgroep=""),)}, {"leerling"}),
        ({"streefdoelen": (doel(vaststelling_ids=()),)}, {"vaststelling"}),
        ({"toewijzingen": ()}, {"middelen"}),
        ({"acties": (), "toewijzingen": ()}, {"middelen", "actie"}),
        ({"streefdoelen": (doel(trekker_rol=""),)}, {"streefdoel"}),
        ({"streefdoelen": (doel(nulmeting_id=None),)}, {"meting"}),
    ],
)
def test_what_is_lacking_breaks_its_own_link_and_no_other(
    lacking: dict[str, Any], broken: set[str]
) -> None:
    found = links(**lacking)

    assert states(found, Toestand.ONTBREEKT) == broken
    assert not is_heel(tuple(found.values()))


def test_a_draft_that_is_complete_is_half_and_not_broken() -> None:
    found = links(streefdoelen=(doel(status=Doelstatus.ONTWERP),))

    assert found[Schakel.STREEFDOEL].toestand is Toestand.DEELS


def test_an_action_that_says_why_it_needs_nothing_has_its_means() -> None:
    found = links(acties=(actie(reden_nul="Binnen de gewone uren."),), toewijzingen=())

    assert found[Schakel.MIDDELEN].toestand is Toestand.ER


def test_a_meting_that_is_late_breaks_the_chain_until_there_is_one() -> None:
    late = Blik(VORIGE_WEEK)
    measured = (nulmeting(), meting(peildatum=date(2026, 11, 1)))

    assert links(late)[Schakel.METING].toestand is Toestand.ONTBREEKT
    assert links(late, metingen=measured)[Schakel.METING].toestand is Toestand.DEELS
    assert links(metingen=measured)[Schakel.METING].toestand is Toestand.ER


def test_what_cannot_be_measured_yet_says_why_and_breaks_nothing() -> None:
    found = links(Blik(VORIGE_WEEK), acties=(actie(nog_niet_meetbaar="De groep start in mei."),))

    assert found[Schakel.METING].toestand is Toestand.LATER
    assert "De groep start in mei." in found[Schakel.METING].reden


def test_before_and_after_without_a_comparison_is_half_an_effect() -> None:
    measured = (nulmeting(), meting())

    half = links(metingen=measured)[Schakel.EFFECT]
    assert half.toestand is Toestand.DEELS
    assert "zonder vergelijkingsgroep" in half.reden
    judged = Blik(STRAKS, Effectstand.UITKOMST)
    assert links(judged, metingen=measured)[Schakel.EFFECT].toestand is Toestand.ER
    set_up = Blik(STRAKS, Effectstand.OPZET)
    assert links(set_up, metingen=measured)[Schakel.EFFECT].toestand is Toestand.LATER


def test_an_evaluatie_without_decision_breaks_the_last_link() -> None:
    found = links(evaluaties=(evaluatie(),))[Schakel.BESLUIT]

    assert found.toestand is Toestand.ONTBREEKT
    assert found.reden == "Geëvalueerd op 12 november 2026, nog zonder besluit."


def test_a_decision_to_go_on_is_half_until_it_is_kept_somewhere() -> None:
    decided = {"evaluaties": (evaluatie(),), "besluiten": (besluit(),)}
    kept = Borging(1, 1, Borgingsvorm.TEAMAFSPRAAK, herzien_op=date(2027, 9, 1))

    assert links(**decided)[Schakel.BESLUIT].reden == "Nog niet geborgd."
    assert links(**decided, borgingen=(kept,))[Schakel.BESLUIT].toestand is Toestand.ER
    stopped = {**decided, "besluiten": (besluit(Besluitkeuze.BIJSTUREN),)}
    assert links(**stopped)[Schakel.BESLUIT].toestand is Toestand.ER


def test_an_evaluatie_that_was_planned_and_not_held_breaks_the_last_link() -> None:
    found = links(plan=plan(volgende_evaluatie_op=VORIGE_WEEK))[Schakel.BESLUIT]

    assert found.toestand is Toestand.ONTBREEKT
    assert found.dag == VORIGE_WEEK


def test_the_next_evaluatie_is_at_the_end_of_the_goal_at_the_latest() -> None:
    school = stand(streefdoelen=(doel(einddatum=date(2027, 3, 1)),))

    assert evalueren_op(school.streefdoelen[0], school) == date(2027, 3, 1)


def test_a_goal_that_was_closed_without_looking_has_no_excuse() -> None:
    found = links(
        Blik(),
        plan=plan(volgende_evaluatie_op=None),
        streefdoelen=(doel(status=Doelstatus.AFGESLOTEN),),
    )
    assert states(found, Toestand.ONTBREEKT) == {"meting", "effect", "besluit"}
