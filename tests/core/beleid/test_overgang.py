"""The roll-over: what was decided happens, the rest is asked, and hours start from zero."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from gokwijs.core.beleid.keuzes import Actiestatus, Besluitkeuze, Borgingsvorm, Doelstatus
from gokwijs.core.beleid.overgang import (
    Lot,
    Overgang,
    acties_mee,
    overgang,
    voorstel_middelen,
)
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.beleid.plan import Besluit, Borging
from gokwijs.core.beleid.stand import Beleidsstand
from tests.core.beleid.builders import (
    JAAR,
    actie,
    besluit,
    doel,
    evaluatie,
    plan,
    stand,
    toewijzing,
)

JUNI = date(2027, 6, 20)
LATER = date(2028, 6, 30)


def school(*besluiten: Besluit, **extra: Any) -> Beleidsstand:
    values: dict[str, Any] = {
        "streefdoelen": (doel(einddatum=LATER),),
        "evaluaties": (evaluatie(datum=date(2027, 5, 20)),),
        "besluiten": besluiten,
    }
    return stand(**values | extra)


def lots(found: Beleidsstand, vandaag: date = JUNI) -> list[Lot]:
    return [one.lot for one in overgang(found, vandaag)]


def only(found: Beleidsstand, vandaag: date = JUNI) -> Overgang:
    (one,) = overgang(found, vandaag)
    return one


def test_voortzetten_goes_along_with_the_old_values() -> None:
    one = only(school(besluit()))
    assert (one.lot, one.streefwaarde, one.einddatum) == (Lot.MEEGAAN, Fraction(1, 5), LATER)
    assert one.vraag == ""
    assert "dezelfde nulmeting" in one.zin


def test_a_goal_that_would_already_have_ended_is_asked_for_a_date() -> None:
    ended = school(besluit(), streefdoelen=(doel(),))
    assert "einddatum" in only(ended).vraag
    dated = school(besluit(nieuwe_einddatum=LATER), streefdoelen=(doel(),))
    assert only(dated).einddatum == LATER
    assert only(dated).vraag == ""


def test_bijsturen_asks_for_a_new_streefwaarde_or_date() -> None:
    assert "nieuwe streefwaarde" in only(school(besluit(Besluitkeuze.BIJSTUREN))).vraag
    one = only(school(besluit(Besluitkeuze.BIJSTUREN, nieuwe_streefwaarde=Fraction(1, 4))))
    assert (one.lot, one.streefwaarde, one.vraag) == (Lot.BIJSTUREN, Fraction(1, 4), "")
    assert "geschiedenis" in one.zin


def test_stoppen_closes_with_its_reason() -> None:
    one = only(school(besluit(Besluitkeuze.STOPPEN, motivering="te weinig tijd")))
    assert one.lot is Lot.GESLOTEN
    assert "te weinig tijd" in one.zin
    assert only(school(besluit(Besluitkeuze.STOPPEN, motivering=""))).vraag


def test_opschalen_copies_and_the_goal_itself_goes_on() -> None:
    up = besluit(Besluitkeuze.OPSCHALEN, nieuwe_plaats=Plaats(("1A",)))
    copy, own = overgang(school(up), JUNI)
    assert (copy.lot, copy.plaats, own.lot) == (Lot.GEKOPIEERD, Plaats(("1A",)), Lot.MEEGAAN)
    assert copy.vraag.startswith("Vul nog in: een eigen nulmeting")
    unplaced = overgang(school(besluit(Besluitkeuze.OPSCHALEN)), JUNI)[0]
    assert "de nieuwe plaats" in unplaced.vraag


def test_opschalen_and_stoppen_here_can_go_together() -> None:
    found = school(besluit(Besluitkeuze.OPSCHALEN), besluit(Besluitkeuze.STOPPEN, id=2))
    assert lots(found) == [Lot.GEKOPIEERD, Lot.GESLOTEN]


def test_nieuw_starten_leaves_the_goal_behind_and_begins_another() -> None:
    one = only(school(besluit(Besluitkeuze.NIEUW_STARTEN)))
    assert one.lot is Lot.NIEUW_STARTEN
    assert one.lot.takes_along


def test_without_a_recent_besluit_the_school_is_asked() -> None:
    assert lots(school()) == [Lot.ONBESLIST]
    year_ago = school(besluit(), evaluaties=(evaluatie(datum=date(2026, 6, 19)),))
    assert lots(year_ago) == [Lot.ONBESLIST]
    just = school(besluit(), evaluaties=(evaluatie(datum=date(2026, 6, 20)),))
    assert lots(just) == [Lot.MEEGAAN]
    assert not Lot.ONBESLIST.takes_along


def test_a_draft_waits_too() -> None:
    one = only(school(streefdoelen=(doel(status=Doelstatus.ONTWERP),)))
    assert one.lot is Lot.ONBESLIST
    assert "ontwerp" in one.zin


def test_the_last_evaluatie_decides() -> None:
    found = school(
        besluit(Besluitkeuze.STOPPEN),
        besluit(Besluitkeuze.VOORTZETTEN, id=2, evaluatie_id=2),
        evaluaties=(
            evaluatie(datum=date(2027, 1, 20)),
            evaluatie(id=2, datum=date(2027, 5, 20)),
        ),
    )
    assert lots(found) == [Lot.MEEGAAN]


@pytest.mark.parametrize(("secured", "lot"), [(False, Lot.TE_BORGEN), (True, Lot.AFGESLOTEN)])
def test_a_finished_goal_asks_for_borging(secured: bool, lot: Lot) -> None:
    kept = (Borging(1, 1, Borgingsvorm.BUDGETLIJN),) if secured else ()
    found = school(besluit(), streefdoelen=(doel(status=Doelstatus.AFGESLOTEN),), borgingen=kept)
    assert lots(found) == [lot]


def test_a_stopped_goal_stays_and_is_shown() -> None:
    assert lots(school(streefdoelen=(doel(status=Doelstatus.STOPGEZET),))) == [Lot.GESLOTEN]


def test_goals_of_other_plans_and_a_school_without_plan_have_nothing_to_roll() -> None:
    assert overgang(school(streefdoelen=(doel(plan_id=0),)), JUNI) == ()
    assert overgang(school(plan=None), JUNI) == ()
    assert plan().id == 1


def test_acties_go_along_with_a_goal_and_their_amounts_are_a_proposal() -> None:
    found = school(
        besluit(streefdoel_ids=(1,)),
        streefdoelen=(doel(einddatum=LATER), doel(id=2)),
        evaluaties=(evaluatie(datum=date(2027, 5, 20), streefdoel_ids=(1, 2)),),
        acties=(
            actie(),
            actie(id=2, streefdoel_ids=(2,)),
            actie(id=3, status=Actiestatus.AFGEROND),
            actie(id=4, status=Actiestatus.GEANNULEERD),
        ),
        toewijzingen=(
            toewijzing(Fraction(3, 2)),
            toewijzing(Fraction(1, 2), id=2),
            toewijzing(5, id=3, actie_id=2),
            toewijzing(7, id=4, schooljaar=JAAR.previous),
        ),
    )
    along = acties_mee(found, overgang(found, JUNI))
    assert [one.id for one in along] == [1]
    proposed = voorstel_middelen(found, JAAR, along)
    assert [(one.actie_id, one.voorzien) for one in proposed] == [(1, 2)]
