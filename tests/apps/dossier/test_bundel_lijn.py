"""A dossier tells the whole line of a goal: also what happened in the plans before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Borging,
    Draagvlakmoment,
    Evaluatie,
    Plan,
    Streefdoel,
    Uitvoering,
)
from gokwijs.apps.dossier.bundel_delen import Deel
from gokwijs.apps.dossier.bundel_inhoud import Inhoud
from gokwijs.apps.effect.selectors import Uitkomstregel
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.document import REF, Figure, Heading
from tests.apps.builders import TODAY
from tests.apps.dossier.bundel_builders import inhoud, school_met_cijfers
from tests.apps.dossier.document_builders import BY, KNOOP, actie, meting, streefdoel
from tests.apps.dossier.document_builders import plan as leeg_plan
from tests.apps.dossier.test_bundel import onder, woorden
from tests.apps.shared import BUILDERS, Shared

_EERST, _DAARNA = "Eerste plan, 2023-2024", "Vorig plan, 2024-2025"


def _eerder(later: Plan, jaar: int, naam: str) -> Plan:
    """A plan of the year before with the same goal and actie, evaluated, decided and anchored."""
    old = leeg_plan(later.school, naam=naam, schooljaar_van=jaar, schooljaar_tot=jaar)
    doel = later.streefdoel_set.order_by("pk")[0]
    goal = streefdoel(old, formulering="Hetzelfde doel.", indicator=doel.indicator)
    Streefdoel.objects.filter(pk=doel.pk).update(voorganger=goal)
    step = actie(
        old,
        titel=f"Kostenplafond, jaar {jaar}",
        start=date(jaar, 9, 1),
        einde=date(jaar + 1, 6, 30),
    )
    step.streefdoelen.add(goal)
    Actie.objects.filter(plan=later).update(voorganger=step)
    Uitvoering.objects.create(
        actie=step, datum=date(jaar, 11, 4), tekst="Brieven herschreven.", bereikt=34, bedoeld=41,
        **BY,
    )  # fmt: skip
    one = Evaluatie.objects.create(
        plan=old, datum=date(jaar + 1, 5, 20), conclusie=f"Conclusie van {jaar}.",
        afgerond=date(jaar + 1, 5, 21), volgende_op=date(jaar + 2, 5, 1),**KNOOP,
    )  # fmt: skip
    one.streefdoelen.add(goal)
    decided = Besluit.objects.create(
        plan=old, evaluatie=one, streefdoel=goal, keuze="bijsturen",
        motivering=f"Motivering van {jaar}.", vanaf=date(jaar + 1, 9, 1), **KNOOP,
    )  # fmt: skip
    Borging.objects.create(
        plan=old, besluit=decided, vorm="schooldocument", verwijzing=f"Map van {jaar}",
        herzien_op=date(2027, 5, 1), **KNOOP,
    )  # fmt: skip
    moment = Draagvlakmoment.objects.create(
        school=old.school, plan=old, datum=date(jaar, 10, 2), vorm="personeelsvergadering",
        groepen={"personeel": 20}, uitkomst=f"Uitkomst van {jaar}.", **BY,
    )  # fmt: skip
    moment.streefdoelen.add(goal)
    return old


def met_lijn() -> Plan:
    _, found = school_met_cijfers()
    before = _eerder(found, 2024, "Vorig plan")
    _eerder(before, 2023, "Eerste plan")
    meting(found.streefdoel_set.order_by("pk")[0].indicator, peildatum=TODAY)  # type: ignore[arg-type]
    return found


BUILDERS["bundel_lijn"] = met_lijn


@pytest.fixture
def plan(db: None, shared_rows: Shared) -> Plan:
    found: Plan = shared_rows.take("bundel_lijn")
    return Plan.objects.select_related("school").get(pk=found.pk)


def alles(found: Inhoud, deel: Deel) -> str:
    """Headings, and the words of a part without the numbers."""
    heads = [b.text for b in onder(found, deel) if isinstance(b, Heading)]
    return REF.sub("", " ".join([*heads, woorden(found, deel)]))


def test_the_evaluaties_and_besluiten_of_the_plans_before_come_first(plan: Plan) -> None:
    found = inhoud(plan)
    said = alles(found, Deel.EVALUATIES)
    places = [
        said.index(text)
        for text in ("Conclusie van 2023.", "Conclusie van 2024.", "Te vroeg om te zeggen.")
    ]
    assert places == sorted(places)
    assert "Motivering van 2023." in said
    assert f"D1 (in het plan {_DAARNA})" in said
    heads = [b.text for b in onder(found, Deel.EVALUATIES) if isinstance(b, Heading)]
    assert next(h for h in heads if h.startswith("Evaluatie")) == "Evaluatie E1 van 20 mei 2024"


def test_borging_of_the_plans_before_is_kept(plan: Plan) -> None:
    said = alles(inhoud(plan), Deel.BORGING)
    assert "Map van 2023" in said
    assert f"D1 (in het plan {_EERST})" in said


def test_the_acties_of_the_plans_before_tell_their_reach(plan: Plan) -> None:
    found = inhoud(plan)
    heads = [b.text for b in onder(found, Deel.ACTIES) if isinstance(b, Heading)]
    assert heads[0] == f"In het plan {_EERST}"
    assert "Actie A1: Kostenplafond, jaar 2023" in heads
    assert heads.index(f"In het plan {_DAARNA}") < heads.index(
        "In het plan Samen sterk in 1B, 2025-2026 tot en met 2026-2027"
    )
    assert "(34 van de 41)" in alles(found, Deel.ACTIES)
    reached = [c for c in found.cijfers if c.plek.startswith("Actie A1, bereik op")]
    assert len(reached) == 1


def test_means_stay_those_of_this_plan(plan: Plan) -> None:
    assert "jaar 2024" not in alles(inhoud(plan), Deel.MIDDELEN)


def test_a_moment_about_the_goal_before_says_its_plan(plan: Plan) -> None:
    said = alles(inhoud(plan), Deel.DRAAGVLAK)
    assert "Uitkomst van 2024." in said
    assert f"D1 (in het plan {_DAARNA})" in said


def test_the_picture_shows_the_acties_of_the_whole_line(plan: Plan) -> None:
    figures = [b for b in onder(inhoud(plan), Deel.METINGEN) if isinstance(b, Figure)]
    first = figures[0]
    assert "Een kostenplafond per project: 01/09/2023 tot 30/06/2026" in first.alt


def test_a_result_of_last_year_is_told(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Actie.objects.get(titel="Kostenplafond, jaar 2024")
    one = Uitkomstregel(
        opzet_id=1,
        actie_id=old.pk,
        toets="Leestoets",
        oordeel=Oordeel.AANWIJZING_VOORUITGANG,
        zinnen=[Gezegd("E08", "2,9 punten hoger.")],
        n_t=21,
        n_c=19,
        gemaakt=timezone.now(),
        toonbaar=True,
        hoofduitkomst=True,
    )

    def asked(_: Any, keys: Any) -> dict[int, list[Uitkomstregel]]:
        return {old.pk: [one]} if old.pk in keys else {}

    monkeypatch.setattr("gokwijs.apps.dossier.bundel_effect.uitkomsten_van", asked)
    said = alles(inhoud(plan), Deel.METINGEN)
    assert "2,9 punten hoger." in said
    assert f"In het plan {_DAARNA}." in said


def test_a_goal_that_was_scaled_up_elsewhere_does_not_bring_that_place_along(plan: Plan) -> None:
    Streefdoel.objects.filter(plan=plan).update(opgeschaald=True)
    found = inhoud(plan)
    assert "Conclusie van 2024." not in alles(found, Deel.EVALUATIES)
    assert "In het plan" not in alles(found, Deel.ACTIES)


def test_what_was_taken_away_in_a_plan_before_stays_away(plan: Plan) -> None:
    Evaluatie.objects.filter(conclusie="Conclusie van 2024.").update(verwijderd=timezone.now())
    Plan.objects.filter(naam="Eerste plan").update(verwijderd=timezone.now())
    said = alles(inhoud(plan), Deel.EVALUATIES)
    assert "Conclusie van" not in said
    assert "Motivering van" not in said
    assert "Map van 2024" not in alles(inhoud(plan), Deel.BORGING)
    assert "jaar 2023" not in alles(inhoud(plan), Deel.ACTIES)


def test_another_goal_of_the_plan_before_is_not_brought_along(plan: Plan) -> None:
    old = Plan.objects.get(naam="Vorig plan")
    other = streefdoel(old, formulering="Iets anders.")
    one = Evaluatie.objects.create(plan=old, datum=TODAY, conclusie="Over iets anders.", **KNOOP)
    one.streefdoelen.add(other)
    step = actie(old, titel="Voor iets anders")
    step.streefdoelen.add(other)
    found = inhoud(plan)
    assert "Over iets anders." not in alles(found, Deel.EVALUATIES)
    assert "Voor iets anders" not in alles(found, Deel.ACTIES)


def test_a_longer_line_takes_no_more_queries(plan: Plan) -> None:
    with CaptureQueriesContext(connection) as two:
        inhoud(plan)
    _eerder(Plan.objects.get(naam="Eerste plan"), 2022, "Allereerste plan")
    with CaptureQueriesContext(connection) as three:
        found = inhoud(plan)
    assert "Conclusie van 2022." in alles(found, Deel.EVALUATIES)
    assert len(three) <= len(two)
