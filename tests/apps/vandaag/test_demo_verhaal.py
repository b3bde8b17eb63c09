"""The plans of the demo tell one story over three school years, each link made by its own room."""

from __future__ import annotations

import re

import pytest

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Draagvlakmoment,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
    Toewijzing,
    Uitvoering,
)
from gokwijs.apps.effect.models import Groep, Opzet
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.samen.models import Beeldvorming
from gokwijs.apps.toetsen.demo import LEZEN
from gokwijs.apps.toetsen.models import Score
from gokwijs.apps.vandaag.demo import build_demo
from gokwijs.core.beleid.keuzes import Actiestatus, Besluitkeuze, Doelstatus, Planstatus


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


def test_an_actie_of_a_closed_year_is_done_with_all_its_steps(db: None) -> None:
    build_demo()
    closed = Actie.objects.exclude(plan=Plan.objects.order_by("schooljaar_van").last())
    assert {one.status for one in closed} == {Actiestatus.AFGEROND, Actiestatus.GEPLAND}
    done = closed.filter(status=Actiestatus.AFGEROND)
    assert done.count() >= 3
    for actie in done:
        assert actie.stappen.exists()
        assert not actie.stappen.filter(klaar=None).exists()


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


def test_every_number_of_the_story_is_a_number_of_the_pupils_of_the_demo(db: None) -> None:
    build_demo()
    first, second, now = Plan.objects.order_by("schooljaar_van")
    in_class = Inschrijving.objects.filter(leerling__school=now.school)
    year = f"{second.schooljaar_van}-09-01"
    sat = in_class.filter(begin=year, graad="1", leerjaar="1")
    firsts, before = sat.count(), in_class.filter(begin=year, graad="1", leerjaar="2").count()
    left = sat.filter(einde__lt=f"{now.schooljaar_van}-06-01").count()
    assert min(firsts, before) > 40, "large enough to say something of"

    opzet = Opzet.objects.get()
    assert opzet.deelnames.filter(groep=Groep.ACTIE).count() == firsts
    assert opzet.deelnames.filter(groep=Groep.VERGELIJKING).count() == before
    for plan, number in ((first, before), (second, firsts)):
        noted = Uitvoering.objects.filter(actie__plan=plan, bedoeld__isnull=False)
        assert {one.bedoeld for one in noted} == {number}

    kosten = Meting.objects.filter(indicator__naam__endswith="schoolrekening")
    numbers = list(kosten.order_by("peildatum").values_list("noemer", flat=True))
    assert numbers == [before, before, firsts - left]
    zorg = in_class.filter(begin=f"{now.schooljaar_van}-09-01", richting="Zorg en welzijn")
    scaled = Meting.objects.get(indicator__naam__endswith="Zorg en welzijn")
    assert scaled.noemer == zorg.filter(graad="2").count()


def test_the_reading_level_of_the_story_is_what_the_scores_of_the_demo_say(db: None) -> None:
    build_demo()
    jaar = Plan.objects.order_by("schooljaar_van")[1].schooljaar_van
    lezen = Meting.objects.filter(indicator__naam__contains="leesniveau").order_by("peildatum")
    for meting, moment in zip(lezen, ("begin", "einde"), strict=True):
        scores = Score.objects.filter(
            afname__toets__naam=LEZEN,
            afname__naam=f"{moment} eerste jaar {jaar}-{jaar + 1}",
            waarde__isnull=False,
        )
        assert meting.noemer == scores.count()
        assert meting.teller == scores.filter(waarde__gte=35).count()


def test_no_text_of_the_story_speaks_of_other_pupils_than_the_demo_has(db: None) -> None:
    build_demo()
    texts = [
        text
        for model in (
            *(Vaststelling, Indicator, Streefdoel, Actie, Uitvoering, Evaluatie, Besluit),
            *(Draagvlakmoment, Beeldvorming, Toewijzing),
        )
        for row in model._default_manager.all()
        for text in vars(row).values()
        if isinstance(text, str)
    ]
    assert any("van 1A en 1B" in text for text in texts)
    assert not [text for text in texts if re.search(r"(?<!1A en )1B| 41", text)]
    assert any("gezinnen van Zorg en welzijn" in text for text in texts)
    counted = Vaststelling.objects.filter(tekst__contains=" van de ").exclude(noemer=None)
    assert counted.count() > 3
    for one in counted:
        assert f"{one.teller:.0f} van de {one.noemer:.0f}" in one.tekst, one.tekst
