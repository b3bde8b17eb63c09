"""The plans of the demo tell one story over three school years, each link made by its own room."""

from __future__ import annotations

import pytest

from gokwijs.apps.beleid.models import Besluit, Evaluatie, Plan, Streefdoel, Toewijzing
from gokwijs.apps.vandaag.demo import build_demo
from gokwijs.core.beleid.keuzes import Besluitkeuze, Doelstatus, Planstatus


@pytest.fixture(autouse=True)
def _no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gokwijs.apps.analyse.demo._STANDEN", {})


def test_three_plans_follow_each_other_and_only_the_last_one_runs(db: None) -> None:
    build_demo()
    plans = list(Plan.objects.order_by("schooljaar_van"))
    assert [one.voorganger_id for one in plans] == [None, plans[0].pk, plans[1].pk]
    years = [one.schooljaar_van for one in plans]
    assert years == list(range(years[0], years[0] + 3))
    assert [one.status for one in plans] == [
        *(Planstatus.AFGESLOTEN, Planstatus.AFGESLOTEN),
        Planstatus.VASTGESTELD,
    ]


def test_every_closed_year_ends_in_a_decision_and_the_second_scales_up(db: None) -> None:
    build_demo()
    closed = Plan.objects.filter(status=Planstatus.AFGESLOTEN).order_by("schooljaar_van")
    for plan in closed:
        evaluatie = Evaluatie.objects.get(plan=plan)
        assert evaluatie.afgerond is not None
        assert evaluatie.metingen.exists()
    said = Besluit.objects.order_by("evaluatie__datum", "pk").values_list("keuze", flat=True)
    assert list(said) == [
        *(Besluitkeuze.VOORTZETTEN, Besluitkeuze.OPSCHALEN),
        Besluitkeuze.BIJSTUREN,
    ]


def test_what_was_scaled_up_has_its_own_baseline_means_and_action_at_the_new_place(
    db: None,
) -> None:
    build_demo()
    goal = Streefdoel.objects.get(
        plan__status=Planstatus.VASTGESTELD, plaats="tweede graad, Zorg en welzijn"
    )
    assert goal.status == Doelstatus.VASTGESTELD
    origin = goal.voorganger
    assert origin is not None
    assert origin.opgeschaald
    assert goal.nulmeting_id not in {None, origin.voorganger.nulmeting_id}  # type: ignore[union-attr]
    action = goal.acties.get()
    assert Toewijzing.objects.filter(actie=action, schooljaar=goal.plan.schooljaar_van).exists()
