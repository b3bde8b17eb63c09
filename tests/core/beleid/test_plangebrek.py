"""A plan with a goal that lacks an actie or means is adopted only with a visible reason."""

from __future__ import annotations

from typing import Any

import pytest

from gokwijs.core.beleid.keuzes import Aard, Actiestatus, Doelstatus, Knoop, Niveau, Planstatus
from gokwijs.core.beleid.plan import Verwijzing
from gokwijs.core.beleid.plangebrek import (
    Gewicht,
    laatst_besproken,
    losse_eindjes,
    mag_vaststellen_plan,
    ontbreekt_voor_plan,
    plan_gebreken,
    smart_zin,
)
from gokwijs.core.beleid.stand import Beleidsstand
from tests.core.beleid.builders import (
    VANDAAG,
    actie,
    doel,
    moment,
    plan,
    stand,
    toewijzing,
)

DRAFT = {"status": Planstatus.ONTWERP, "vastgesteld_op": None}


def keys(school: Beleidsstand, gewicht: Gewicht | None = None) -> list[str]:
    return [g.key for g in plan_gebreken(school) if gewicht in (None, g.gewicht)]


def test_nothing_lacks_in_a_good_plan() -> None:
    assert plan_gebreken(stand()) == ()
    assert mag_vaststellen_plan(stand(plan=plan(**DRAFT))).mag


@pytest.mark.parametrize(
    ("extra", "key"),
    [
        ({"acties": ()}, "doel_zonder_actie"),
        ({"acties": (actie(status=Actiestatus.GEANNULEERD),)}, "doel_zonder_actie"),
        ({"toewijzingen": ()}, "doel_zonder_middel"),
        ({"toewijzingen": (toewijzing(0),)}, "doel_zonder_middel"),
        ({"streefdoelen": ()}, "geen_doel"),
    ],
)
def test_a_goal_without_actie_or_means_needs_the_reason_of_the_directeur(
    extra: dict[str, Any], key: str
) -> None:
    school = stand(plan=plan(**DRAFT), **extra)
    assert key in keys(school, Gewicht.MET_REDEN)
    refused = mag_vaststellen_plan(school, reden="  ")
    assert not refused.mag
    assert "zichtbare reden" in refused.zin
    allowed = mag_vaststellen_plan(school, reden="De brief komt later.")
    assert allowed.mag
    assert "De brief komt later." in allowed.zin


def test_zero_with_a_reason_is_enough() -> None:
    by_post = stand(toewijzingen=(toewijzing(0, reden_nul="kost niets"),))
    by_actie = stand(toewijzingen=(), acties=(actie(reden_nul="kost niets"),))
    on_goal = stand(toewijzingen=(toewijzing(1, actie_id=None, streefdoel_id=1),))
    assert keys(by_post) == keys(by_actie) == keys(on_goal) == []


@pytest.mark.parametrize(
    ("extra", "key"),
    [
        ({"visie": None}, "visie"),
        ({"kernteam_rollen": ()}, "kernteam"),
        ({"volgende_evaluatie_op": None}, "volgende_evaluatie"),
    ],
)
def test_a_plan_without_its_own_fields_is_not_adopted(extra: dict[str, Any], key: str) -> None:
    school = stand(plan=plan(**DRAFT | extra))
    assert keys(school, Gewicht.NODIG) == [key]
    assert not mag_vaststellen_plan(school, reden="toch maar").mag


@pytest.mark.parametrize(
    ("extra", "key"),
    [
        ({"streefdoelen": tuple(doel(id=n) for n in range(1, 7))}, "veel_doelen"),
        ({"acties": (actie(aard=Aard.REMEDIEREND),)}, "niet_preventief"),
        ({"streefdoelen": (doel(niveau=Niveau.SCHOOL),)}, "geen_niveau_leerling"),
        ({"acties": tuple(actie(id=n) for n in range(1, 6))}, "veel_acties"),
        ({"streefdoelen": (doel(indicator_ids=(1, 2, 3, 4)),)}, "veel_indicatoren"),
        ({"streefdoelen": (doel(status=Doelstatus.ONTWERP, start=None),)}, "onvolledig_doel"),
    ],
)
def test_a_warning_blocks_nothing(extra: dict[str, Any], key: str) -> None:
    school = stand(plan=plan(**DRAFT), **extra)
    assert key in keys(school, Gewicht.WAARSCHUWING)
    assert mag_vaststellen_plan(school, reden="zo is het").mag


def test_five_goals_and_four_acties_are_not_too_many() -> None:
    school = stand(
        streefdoelen=tuple(doel(id=n) for n in range(1, 6)),
        acties=tuple(actie(id=n, streefdoel_ids=(1, 2, 3, 4, 5)) for n in range(1, 5)),
    )
    assert keys(school) == []


def test_both_kinds_count_as_preventive() -> None:
    assert keys(stand(acties=(actie(aard=Aard.BEIDE),))) == []


def test_an_adopted_plan_is_not_adopted_again() -> None:
    assert mag_vaststellen_plan(stand()).zin == "Dit plan is al vastgesteld."
    assert not mag_vaststellen_plan(stand(plan=None)).mag


def test_the_line_of_a_goal_names_actie_and_means_apart() -> None:
    school = stand(acties=(), toewijzingen=())
    assert [g.key for g in ontbreekt_voor_plan(doel(), school)] == ["actie", "middel"]
    assert smart_zin(doel(einddatum=None), school) == (
        "Er ontbreekt nog: de einddatum. Voor het plan ontbreekt nog: een actie en de middelen."
    )
    assert smart_zin(doel(), stand()) == "Dit streefdoel is volledig."


def test_loose_ends_are_in_one_list() -> None:
    school = stand(acties=(actie(streefdoel_ids=()),))
    assert [(g.key, g.records) for g in losse_eindjes(school, VANDAAG)] == [
        ("doel_zonder_actie", (Verwijzing(Knoop.STREEFDOEL, 1),)),
        ("actie_zonder_doel", (Verwijzing(Knoop.ACTIE, 1),)),
        ("nooit_besproken", (Verwijzing(Knoop.STREEFDOEL, 1),)),
    ]
    assert losse_eindjes(stand(streefdoelen=(), acties=()), VANDAAG)[0].key == "geen_doel"


def test_a_goal_was_last_discussed_at_a_moment_of_the_team_also_in_the_plan_before() -> None:
    touched = moment(koppelingen=(Verwijzing(Knoop.STREEFDOEL, 7),))
    school = stand(streefdoelen=(doel(voorganger_id=7), doel(id=7, plan_id=0)), momenten=(touched,))
    assert laatst_besproken(school.streefdoel[1], school) == touched.datum
    assert losse_eindjes(school, VANDAAG) == ()
