"""A report of the inspectorate: its findings, what answers them, and the track after a negative."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.bewaren import bewaar
from gokwijs.apps.beleid.models import Actie, Knoopsoort, Plan, Streefdoel
from gokwijs.apps.beleid.services_rond import plaats_opmerking
from gokwijs.apps.dossier import services_inspectie as services
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from tests.apps.builders import (
    LESTIJDEN,
    NUMMER,
    World,
    brief,
    build_world,
    client_of,
    colleague,
    kinds,
    main_text,
    text_of,
)

INSPECTIE = f"/school/{NUMMER}/beleid/dossier/inspectie/"
VERSLAG = {
    "document": "Doorlichtingsverslag De Zandloper",
    "datum": "2025-11-20",
    "soort": "doorlichting",
    "gok_uitspraak": "geen",
}


def verslag(world: World, **values: Any) -> Inspectie:
    given = {
        "document": "Doorlichtingsverslag",
        "datum": date(2025, 11, 20),
        "gok_uitspraak": "geen",
        **values,
    }
    return services.bewaar_inspectie(
        inspectie=Inspectie(school=world.school), values=given, by=world.alice
    )


def punt(inspectie: Inspectie, world: World, **values: Any) -> Bevinding:
    given = {
        "tekst": "Doelen zijn niet meetbaar.",
        "soort": "tekort",
        "status": "open",
        "ok_codes": ["ok:K2"],
        **values,
    }
    return services.bewaar_bevinding(
        bevinding=Bevinding(inspectie=inspectie), values=given, by=world.alice
    )


def plan_of(world: World) -> Plan:
    values = {"naam": "GOK-plan", "schooljaar_van": 2025, "schooljaar_tot": 2025}
    made = bewaar(link=Plan(school=world.school), values=values, by=world.alice)
    assert isinstance(made, Plan)
    return made


def actie_of(plan: Plan, world: World, titel: str = "Samen lezen", **values: Any) -> Actie:
    made = bewaar(link=Actie(plan=plan), values={"titel": titel, **values}, by=world.alice)
    assert isinstance(made, Actie)
    return made


@pytest.fixture
def world(db: None) -> World:
    """Without the rows that the walkers need."""
    return build_world()


@pytest.fixture
def alice(world: World) -> Client:
    return world.client("alice")


# ---------------------------------------------------------------- findings


def test_a_report_and_its_findings_are_typed_and_read_back(world: World, alice: Client) -> None:
    made = alice.post(f"{INSPECTIE}nieuw/", VERSLAG, follow=True)
    assert "Doorlichtingsverslag De Zandloper" in main_text(made)
    found = Inspectie.objects.get()
    alice.post(
        f"{INSPECTIE}{found.pk}/bevinding/",
        {"tekst": "Sterke zorg.", "soort": "sterk_punt", "status": "open"},
    )
    alice.post(
        f"{INSPECTIE}{found.pk}/bevinding/",
        {"tekst": "Doelen meten.", "soort": "aanbeveling", "status": "open", "ok_codes": "ok:K2"},
    )
    text = main_text(alice.get(INSPECTIE))
    assert "Sterke zorg." in text
    assert "1 punt heeft nog geen actie" in text  # a strong point asks for none
    assert kinds()[-3:] == ["dossier.inspectie", "dossier.bevinding", "dossier.bevinding"]


def test_a_finding_becomes_a_vaststelling_in_one_step_and_only_once(
    world: World, alice: Client
) -> None:
    one = punt(verslag(world), world)
    address = f"/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/vaststelling/"
    before = Vaststelling.objects.count()
    alice.post(address)
    alice.post(address)
    assert Vaststelling.objects.count() == before + 1
    made = one.vaststellingen.get()
    assert (made.bron_soort, made.bron) == ("doorlichtingsverslag", "Doorlichtingsverslag")
    assert (made.dag, made.prioritair) == (date(2025, 11, 20), True)
    assert made.ok_codes == ["ok:K2"]


def test_a_finding_shows_the_actions_that_answer_it_through_its_goal(
    world: World, alice: Client
) -> None:
    one = punt(verslag(world), world)
    vaststelling = services.maak_vaststelling(bevinding=one, by=world.alice)
    plan = plan_of(world)
    doel = bewaar(link=Streefdoel(plan=plan), values={"formulering": "Meten"}, by=world.alice)
    assert isinstance(doel, Streefdoel)
    doel.vaststellingen.add(vaststelling)
    actie_of(plan, world, streefdoelen=[doel])
    actie_of(plan, world, "Gestopte actie", streefdoelen=[doel], status="gestopt")
    text = main_text(alice.get(f"/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/"))
    assert "Samen lezen" in text
    assert "Gestopte actie" not in text
    assert "Nog geen actie" not in text


def test_what_answers_a_finding_links_back_to_it(world: World, alice: Client) -> None:
    one = punt(verslag(world), world)
    made = services.maak_vaststelling(bevinding=one, by=world.alice)
    done = actie_of(plan_of(world), world)
    doel = bewaar(link=Streefdoel(plan=done.plan), values={"formulering": "Meten"}, by=world.alice)
    one.acties.add(done)
    one.streefdoelen.add(doel)
    back = f'href="/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/"'
    for page in (f"vaststelling/{made.pk}", f"actie/{done.pk}", f"doel/{doel.pk}"):
        assert back in text_of(alice.get(f"/school/{NUMMER}/beleid/{page}/"))
    services.verwijder_bevinding(bevinding=one, by=world.alice)
    for page in (f"actie/{done.pk}", f"doel/{doel.pk}"):
        assert back not in text_of(alice.get(f"/school/{NUMMER}/beleid/{page}/"))


def test_the_list_can_show_only_what_nobody_answers_yet(world: World, alice: Client) -> None:
    report = verslag(world)
    answered = punt(report, world, tekst="Beantwoord punt.")
    answered.acties.add(actie_of(plan_of(world), world))
    punt(report, world, tekst="Onbeantwoord punt.")
    punt(
        report, world, tekst="Klaar punt.", status="afgerond", sinds=date(2026, 1, 5), hoe="Gedaan."
    )
    text = main_text(alice.get(f"{INSPECTIE}?actie=zonder"))
    assert "Onbeantwoord punt." in text
    assert "Beantwoord punt." not in text
    assert "Klaar punt." not in text
    ordered = main_text(alice.get(f"{INSPECTIE}?sorteer=stand"))
    assert ordered.index("Onbeantwoord punt.") < ordered.index("Klaar punt.")


def test_done_is_only_done_with_its_day_and_how(world: World, alice: Client) -> None:
    one = punt(verslag(world), world)
    address = f"/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/aanpassen/"
    answer = alice.post(address, {"tekst": "x", "soort": "tekort", "status": "afgerond"})
    assert "Sinds wanneer is dit afgerond?" in main_text(answer)
    one.refresh_from_db()
    assert one.status == "open"


def test_what_is_taken_away_can_be_put_back(world: World, alice: Client) -> None:
    report = verslag(world)
    one = punt(report, world)
    alice.post(f"/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/weg/")
    assert "Doelen zijn niet meetbaar." not in main_text(alice.get(INSPECTIE))
    alice.post(f"/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/weg/", {"terug": "1"})
    alice.post(f"{INSPECTIE}{report.pk}/weg/")
    assert "Doelen zijn niet meetbaar." not in main_text(alice.get(INSPECTIE))
    alice.post(f"{INSPECTIE}{report.pk}/weg/", {"terug": "1"})
    assert "Doelen zijn niet meetbaar." in main_text(alice.get(INSPECTIE))


def test_two_people_who_follow_up_the_same_finding_lose_nothing(
    world: World, alice: Client
) -> None:
    one = punt(verslag(world), world)
    zorg = client_of(colleague(world.school, Role.ZORG))
    address = f"/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/aanpassen/"
    mine = {"tekst": one.tekst, "soort": "tekort", "versie": "1", "ok_codes": "ok:K2"}
    zorg.post(address, {**mine, "status": "bezig", "hoe": "We begonnen."})
    answer = alice.post(address, {**mine, "status": "open", "hoe": "Mijn tekst."})
    text = main_text(answer)
    assert "bewaarde intussen een andere versie" in text
    assert "We begonnen." in text
    assert "Mijn tekst." in text
    one.refresh_from_db()
    assert one.hoe == "We begonnen."
    versie = answer.context["form"]["versie"].value()
    alice.post(address, {**mine, "status": "bezig", "hoe": "Samen.", "versie": versie})
    one.refresh_from_db()
    assert one.hoe == "Samen."


# ---------------------------------------------------------------- remediation


def test_a_negative_statement_opens_one_track_and_asks_for_its_date(
    world: World, alice: Client
) -> None:
    made = alice.post(f"{INSPECTIE}nieuw/", {**VERSLAG, "gok_uitspraak": "negatief"}, follow=True)
    found = Inspectie.objects.get()
    assert made.request["PATH_INFO"] == f"{INSPECTIE}{found.pk}/remediering/"
    assert "Vul in wanneer de inspectie opnieuw evalueert." in main_text(made)
    assert Remediering.objects.get().herevaluatie_op is None  # typed, never computed


@pytest.mark.parametrize(("day", "warned"), [("2026-11-20", False), ("2026-11-21", True)])
def test_a_day_later_than_one_year_is_kept_with_a_warning(
    world: World, alice: Client, day: str, warned: bool
) -> None:
    report = verslag(world, gok_uitspraak="negatief")
    answer = alice.post(
        f"{INSPECTIE}{report.pk}/remediering/", {"herevaluatie_op": day}, follow=True
    )
    assert str(Remediering.objects.get().herevaluatie_op) == day
    assert ("meer dan 1 jaar na het verslag" in main_text(answer)) is warned


def test_a_day_before_the_report_is_refused(world: World, alice: Client) -> None:
    report = verslag(world, gok_uitspraak="negatief")
    answer = alice.post(f"{INSPECTIE}{report.pk}/remediering/", {"herevaluatie_op": "2025-11-01"})
    assert "kan niet voor het verslag liggen" in main_text(answer)
    assert Remediering.objects.get().herevaluatie_op is None


def test_the_follow_up_report_ends_the_track(world: World, alice: Client) -> None:
    first = verslag(world, gok_uitspraak="negatief", datum=date(2025, 3, 3))
    follow = verslag(world, gok_uitspraak="positief", datum=date(2026, 2, 2), opvolging_van=first)
    track = Remediering.objects.get(inspectie=first)
    assert (track.uitkomst, track.uitkomst_op) == ("positief", follow.datum)
    assert "De nieuwe evaluatie was positief." in main_text(
        alice.get(f"{INSPECTIE}{first.pk}/remediering/")
    )


def test_a_shortcoming_without_action_is_counted_on_the_track(world: World, alice: Client) -> None:
    report = verslag(world, gok_uitspraak="negatief")
    answered = punt(report, world)
    answered.acties.add(actie_of(plan_of(world), world))
    punt(report, world, tekst="Middelen zijn niet te volgen.")
    assert "1 van de 2 tekorten heeft nog geen actie." in main_text(
        alice.get(f"{INSPECTIE}{report.pk}/remediering/")
    )


def test_the_half_is_computed_exactly_from_what_was_granted(world: World, alice: Client) -> None:
    brief(
        world.school,
        world.alice,
        {LESTIJDEN: "27", "euro.werkingsbudget_bao.": "1234.50"},
        document="Brief met uren en euro",
    )
    report = verslag(world, gok_uitspraak="negatief", datum=date(2026, 2, 20))
    text = main_text(alice.get(f"{INSPECTIE}{report.pk}/remediering/"))
    assert "als de uitspraak opnieuw negatief is" in text
    assert "27 lestijden 13,5 lestijden 13,5 lestijden" in text  # never rounded: OV-36
    assert "€ 1.234,50 € 617,25 € 617,25" in text
    assert "DKO art. 39 §7" in text
    assert "Gelezen in de officiële Franse vertaling" in text
    told = main_text(world.client("bob").get(f"{INSPECTIE}{report.pk}/remediering/"))
    assert "€ 1.235 € 617 € 618" in told  # exact euros betray counts


def test_a_second_negative_in_a_row_says_from_which_year(world: World, alice: Client) -> None:
    first = verslag(world, gok_uitspraak="negatief", datum=date(2025, 3, 3))
    second = verslag(world, gok_uitspraak="negatief", datum=date(2026, 2, 2), opvolging_van=first)
    text = main_text(alice.get(f"{INSPECTIE}{second.pk}/remediering/"))
    assert "tweede negatieve uitspraak op rij" in text
    assert "vanaf 2026-2027" in text
    assert Remediering.objects.get(inspectie=first).uitkomst == "negatief"


# ---------------------------------------------------------------- who may


def test_a_leraar_reads_and_does_not_write(world: World) -> None:
    report = verslag(world, gok_uitspraak="negatief")
    one = punt(report, world)
    bob = world.client("bob")
    for address in (INSPECTIE, f"{INSPECTIE}{report.pk}/", f"{INSPECTIE}{report.pk}/remediering/"):
        assert bob.get(address).status_code == 200
    page = bob.get(f"/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/")
    assert "Maak er een vaststelling van" not in main_text(page)
    for address in (
        f"{INSPECTIE}nieuw/",
        f"{INSPECTIE}{report.pk}/weg/",
        f"{INSPECTIE}{report.pk}/remediering/",
    ):
        assert bob.post(address, VERSLAG).status_code == 403


def test_an_outsider_finds_nothing(world: World) -> None:
    report = verslag(world, gok_uitspraak="negatief")
    one = punt(report, world)
    charlie = world.client("charlie")
    for address in (
        INSPECTIE,
        f"{INSPECTIE}{report.pk}/",
        f"{INSPECTIE}{report.pk}/remediering/",
        f"/school/{NUMMER}/beleid/dossier/bevinding/{one.pk}/",
    ):
        assert charlie.get(address).status_code == 404
    theirs = f"/school/999802/beleid/dossier/inspectie/{report.pk}/"
    assert charlie.get(theirs).status_code == 404


def test_forty_findings_take_as_few_queries_as_one(
    world: World, alice: Client, django_assert_max_num_queries: Any
) -> None:
    report = verslag(world)
    plan = plan_of(world)
    actie = actie_of(plan, world)
    for number in range(40):
        punt(report, world, tekst=f"Punt {number}").acties.add(actie)
    with django_assert_max_num_queries(20):
        alice.get(INSPECTIE)


def test_an_actie_that_answers_many_findings_still_takes_few_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    actie = actie_of(plan_of(world), world)
    for n in range(4):
        report = verslag(world, document=f"Verslag {n}")
        punt(report, world, tekst=f"Tekort {n}.", acties=[actie])
    plaats_opmerking(
        school=world.school,
        soort=Knoopsoort.ACTIE,
        nummer=actie.pk,
        tekst=f"@{world.alice.naam} lees dit.",
        over="actie",
        by=world.alice,
    )
    client = client_of(world.alice)
    address = f"/school/{NUMMER}/beleid/actie/{actie.pk}/"
    text = main_text(client.get(address))
    assert all(f"Tekort {n}." in text for n in range(4))
    with django_assert_max_num_queries(20):
        client.get(address)
