"""The five shortcomings each on their own, the legal obligations, and what is missing as proof.

Row 37: five plans that are bad in one way each raise that shortfall and no other; a good plan
raises none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gokwijs.apps.access.roles import Role
from gokwijs.apps.beleid.models import Besluit, Boeking, Streefdoel
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier.adressen import Adressen
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.dossier.plichten import Regel, Staat, plichten
from gokwijs.apps.dossier.plichten_bewijs import Ontbreekt, bewijs
from gokwijs.apps.dossier.plichten_lijst import load_bezorgen, load_plichten
from gokwijs.apps.dossier.services_inspectie import bewaar_bevinding, bewaar_inspectie
from gokwijs.apps.dossier.stand import stand_of
from gokwijs.core.beleid.keuzes import Onderwijs
from gokwijs.core.beleid.zelfcheck import Woord
from gokwijs.core.law.status import Status
from tests.apps.builders import client_of, colleague, main_text
from tests.apps.dossier.klaar_builders import (
    BY,
    DAG,
    NUMMER,
    Huis,
    actie,
    doel,
    evaluatie,
    goed,
    huis,
    letter,
    school_of,
    toewijzing,
)

pytestmark = pytest.mark.django_db
PAGE = f"/school/{NUMMER}/beleid/dossier/"


def tekorten(own: Huis, dag: date = DAG) -> set[str]:
    return {b.tekort.value for b in own.klaar(dag).blokken if b.oordeel.value == "tekort"}


# ---------------------------------------------------------------- row 37


def no_measurable_goals(own: Huis) -> None:
    """Two more goals that were begun months ago and never got a nulmeting or an end."""
    for number in range(2):
        made = Streefdoel.objects.create(
            plan=own.plan,
            formulering=f"Meer welbevinden {number}",
            door_naam="A",
            gewijzigd_door="A",
        )
        Streefdoel.objects.filter(pk=made.pk).update(gemaakt=timezone.now() - timedelta(days=500))


def not_anchored(own: Huis) -> None:
    for one in own.plan.streefdoel_set.all():
        one.koppelingen.clear()


def half_of_the_means_without_destination(own: Huis) -> None:
    own.school.toewijzingen.update(voorzien="10")


def never_decided(own: Huis) -> None:
    Besluit.objects.filter(plan=own.plan).delete()


def hangs_on_one_teacher(own: Huis) -> None:
    own.plan.actie_set.update(uitvoerders_bedoeld=1, teamafspraak="")


BAD = {
    "t1": no_measurable_goals,
    "t2": not_anchored,
    "t3": half_of_the_means_without_destination,
    "t4": never_decided,
    "t5": hangs_on_one_teacher,
}


@pytest.mark.parametrize(("tekort", "spoil"), BAD.items())
def test_a_plan_that_is_bad_in_one_way_raises_that_shortfall_only(
    tekort: str, spoil: Callable[[Huis], None]
) -> None:
    own = goed()
    spoil(own)
    assert tekorten(own) == {tekort}


def test_a_good_plan_raises_no_shortfall() -> None:
    own = goed()
    assert {b.oordeel.value for b in own.klaar().blokken} == {"voldaan"}


# ---------------------------------------------------------------- obligations


def rules(own: Huis, dag: date = DAG) -> dict[str, Regel]:
    stand = stand_of(own.school, dag, Zicht.buiten(own.school))
    spoor = Remediering.objects.first()
    return {one.sleutel: one for one in plichten(stand, dag, Adressen(own.school, stand), spoor)}


def test_every_obligation_says_its_article_and_how_sure_that_is() -> None:
    for one in load_plichten().plicht:
        for onderwijs in Onderwijs:
            found = one.voor(onderwijs, lager=False)
            if found is not None:
                assert found[0].endswith(".")
                assert found[1]
                Status(found[2])
    assert "niet gekend" in load_bezorgen().onbevestigd


def test_what_stands_in_the_system_is_seen_with_its_record() -> None:
    found = rules(goed())
    seen = {key: one.gezien.staat for key, one in found.items()}
    assert seen == {
        "beleid": Staat.STAAT_ER,
        "streefdoelen": Staat.STAAT_ER,
        "referentiekader": Staat.STAAT_ER,
        "uren": Staat.STAAT_ER,
        "werkingsmiddelen": Staat.NIET_HIER,
        "doelgroep": Staat.STAAT_ER,
        "kwaliteit": Staat.STAAT_ER,
        "verklaringen": Staat.NIET_HIER,
        "remediering": Staat.NIET_VAN_TOEPASSING,
    }
    assert all(link.adres for one in found.values() for link in one.gezien.links)


def test_the_policy_on_guidance_is_asked_of_a_secondary_school_only() -> None:
    own = huis()  # nothing tells the kind of school: secundair
    assert "begeleiding" in rules(own)
    letter(own, "20")  # lestijden: basisonderwijs
    assert "begeleiding" not in rules(own)


def test_an_empty_school_has_every_obligation_open_and_none_fulfilled() -> None:
    school, alice = school_of()
    found = rules(Huis(school, alice, plan=None))  # type: ignore[arg-type]
    assert Staat.STAAT_ER not in {one.gezien.staat for one in found.values()}
    assert found["beleid"].is_open
    assert found["streefdoelen"].is_open
    assert found["kwaliteit"].is_open


def test_hours_spent_without_a_goal_are_an_open_obligation() -> None:
    own = goed()
    assert "nog niets besteed" in rules(own)["uren"].gezien.zin
    boeking(own, "1")
    assert rules(own)["uren"].gezien.zin == "Er is iets besteed zonder streefdoel."
    assert rules(own)["uren"].is_open


def test_hours_planned_on_an_action_without_a_goal_are_open_too() -> None:
    own = goed()
    toewijzing(own, actie(own), "1")
    assert rules(own)["uren"].gezien.zin == "Er is iets voorzien zonder streefdoel."


def test_a_remediation_without_outside_help_is_open() -> None:
    own = goed()
    report = Inspectie.objects.create(
        school=own.school,
        document="Verslag",
        datum=date(2025, 11, 3),
        gok_uitspraak="negatief",
        gewijzigd_door="Alice Adams",
        **BY,
    )
    track = Remediering.objects.create(inspectie=report, gewijzigd_door="Alice Adams", **BY)
    assert rules(own)["remediering"].is_open
    track.begeleider, track.herevaluatie_op = "PBD", date(2026, 10, 1)
    track.save()
    assert rules(own)["remediering"].gezien.staat is Staat.STAAT_ER


# ---------------------------------------------------------------- what is missing


def boeking(own: Huis, amount: str, **values: Any) -> Boeking:
    given = {
        "schooljaar": 2025,
        "soort": "ses_lestijden",
        "datum": date(2026, 1, 12),
        "omschrijving": "Overleg",
        "besteed": amount,
        **BY,
        **values,
    }
    return Boeking.objects.create(school=own.school, **given)


def missing(own: Huis, dag: date = DAG) -> list[Ontbreekt]:
    stand = stand_of(own.school, dag, Zicht.buiten(own.school))
    return list(bewijs(stand, dag, Adressen(own.school, stand)))


def said(own: Huis) -> list[tuple[Woord, str]]:
    return [(one.woord, one.zin) for one in missing(own)]


def test_only_what_was_spent_is_missing_when_nothing_was_booked() -> None:
    own = goed()
    assert said(own) == [(Woord.TRANSPARANT, "Er ontbreekt nog: wat besteed is.")]
    boeking(own, "18", actie=own.plan.actie_set.get())
    assert said(own) == []


def test_hours_of_the_letter_that_are_on_no_actie_are_missing() -> None:
    own = huis()
    letter(own, "20")
    one = actie(own, doel(own))
    toewijzing(own, one, "6", toelichting="Voor het overleg.")
    zin = "14 van de 20 uren hebben nog geen bestemming."
    assert (Woord.TRANSPARANT, zin) in said(own)


def test_a_goal_without_new_meting_and_an_evaluatie_without_besluit_are_named() -> None:
    own = huis()
    first, second = doel(own), doel(own, formulering="Meer lezen")
    for one in (first, second):
        actie(own, one)
    evaluatie(own, first, besluit=False)
    found = missing(own)
    assert [(one.woord, one.zin) for one in found] == [
        (Woord.DOELTREFFEND, "Na de nulmeting van 1 september 2025 is nog niet gemeten."),
        (Woord.DOELTREFFEND, "Deze evaluatie heeft nog geen besluit."),
    ]
    assert found[0].over.naam == "Meer lezen"
    assert f"/{second.indicator_id}/" in found[0].begin.adres


def test_a_finished_action_that_cost_something_needs_a_result_or_a_reason() -> None:
    own = huis()
    goal = doel(own)
    done = actie(own, goal, status="afgerond", einde=date(2026, 1, 31))
    boeking(own, "2", actie=done)
    assert any("afgerond en kostte iets" in zin for _, zin in said(own))
    done.nog_niet_meetbaar = "Pas in juni te meten."
    done.save()
    assert not any("afgerond en kostte iets" in zin for _, zin in said(own))


def test_spending_without_goal_is_said_once_per_kind() -> None:
    own = huis()
    boeking(own, "2")
    boeking(own, "3")
    assert [zin for _, zin in said(own)] == ["Er is iets besteed zonder streefdoel of actie."]


def test_every_beginning_opens_for_who_may_write(django_assert_max_num_queries: Any) -> None:
    own = huis()
    goal = doel(own, ok_codes=[])
    actie(own, reden_nul="")
    boeking(own, "2")
    evaluatie(own, goal, besluit=False)
    alice = client_of(own.alice)
    found = missing(own)
    assert len({one.begin.adres for one in found}) > 3
    for one in found:
        assert alice.get(one.begin.adres).status_code == 200, one


# ---------------------------------------------------------------- on the page


def test_the_page_shows_obligations_and_what_is_missing_and_no_score() -> None:
    own = huis()
    letter(own, "20")
    doel(own)
    text = main_text(client_of(own.alice).get(PAGE))
    assert "Wat de regelgeving vraagt" in text
    assert "DBO art. 153septies §2" in text
    assert "Na de nulmeting van 1 september 2025 is nog niet gemeten." in text
    assert text.count("niets speciaal voor haar gemaakt") == 1
    assert "%" not in text.partition("Wat de regelgeving vraagt In eigen")[2].partition("Nota")[0]


def test_a_shortcoming_of_the_report_without_actie_stands_with_the_remediation() -> None:
    own = huis()
    report = bewaar_inspectie(
        inspectie=Inspectie(school=own.school),
        values={
            "document": "Verslag",
            "datum": DAG - timedelta(days=90),
            "gok_uitspraak": Inspectie.Uitspraak.NEGATIEF,
        },
        by=own.alice,
    )
    for soort in (Bevinding.Soort.TEKORT, Bevinding.Soort.STERK_PUNT):
        bewaar_bevinding(
            bevinding=Bevinding(inspectie=report),
            values={"soort": soort, "tekst": f"Over het {soort.label}"},
            by=own.alice,
        )
    text = main_text(client_of(own.alice).get(PAGE))
    assert "Nog geen actie of streefdoel: Over het tekort" in text
    assert "Over het sterk punt" not in text


def test_a_leraar_reads_the_same_without_a_way_to_begin() -> None:
    own = huis()
    doel(own)
    html = client_of(colleague(own.school, Role.LERAAR)).get(PAGE).content.decode()
    assert "Noteer een meting" in html
    assert "/meting/" not in html.partition('id="ontbreekt"')[2].partition("</section>")[0]
