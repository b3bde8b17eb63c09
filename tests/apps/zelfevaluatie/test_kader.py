"""The framework seen from the plan and the plan from the framework."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Actie, Plan, Streefdoel
from gokwijs.apps.dossier.models import Bevinding, Inspectie
from gokwijs.apps.zelfevaluatie.models import Conclusie
from gokwijs.apps.zelfevaluatie.selectors_kader import Kaderbeeld, Kaderrij
from tests.apps import beleid_builders as plan_build
from tests.apps.builders import TODAY, World, client_of, colleague, main_text, text_of
from tests.apps.page import S
from tests.apps.zelfevaluatie import builders as build

K = f"{S}/beleid/kwaliteit/"


@pytest.fixture
def own(world: World) -> Plan:
    """The adopted plan of now, with one goal on R5."""
    found = plan_build.plan(world.school, status="vastgesteld")
    goal = plan_build.streefdoel(found)
    plan_build.toewijzing(plan_build.actie(found, goal), "2")
    return found


def rij(world: World, key: str = "ok:R5", wie: str = "alice") -> Kaderrij:
    response = world.client(wie).get(K)
    beeld: Kaderbeeld = response.context["beeld"]
    return next(one for one in beeld.rijen if one.verwachting.sleutel == key)


def test_each_expectation_counts_what_the_plan_does_about_it(world: World, own: Plan) -> None:
    goal = own.streefdoel_set.get()
    plan_build.actie(own, titel="Vorming", ok_codes=["ok:R5"])
    plan_build.actie(own, titel="Niet meer", ok_codes=["ok:R5"], status="gestopt")
    plan_build.vaststelling(world.school, ok_codes=["ok:R5"])
    plan_build.vaststelling(world.school, ok_codes=["ok:R5"], reden_zonder="Volgend jaar.")
    build.bewijs(world.school)
    row = rij(world)
    assert (row.doelen, row.acties, row.middelen) == (1, 2, "2\u00a0lestijden")
    assert (row.metingen, row.bewijzen, row.open) == (1, 1, 1)
    text = main_text(world.client("bob").get(f"{K}verwachting/ok:R5/"))
    for said in (goal.formulering, "Kostenplafond per project", "Vorming", "Schoolreglement"):
        assert said in text
    assert "Niet meer" not in text


def test_the_text_never_stands_without_its_line(world: World) -> None:
    page = main_text(world.client("bob").get(f"{K}verwachting/ok:R5/"))
    assert "OK-verwachting R5 · Zo weinig mogelijk drempels" in page
    assert "Eigen omschrijving, geen officiële formulering" in page
    assert "Vraag van GOK-wijs:" in page
    assert "uit een andere bron dan de officiële" in page
    assert "Eigen omschrijving" in main_text(world.client("bob").get(K))


def test_filters_and_search_stand_in_the_address(world: World, own: Plan) -> None:
    client = world.client("bob")
    every = main_text(client.get(K))
    assert "Bij 36 van de 37 verwachtingen staat geen streefdoel." in every
    without = main_text(client.get(f"{K}?zonder=doel"))
    assert "36 van de 37 verwachtingen." in without
    assert "R5 · Zo weinig" not in without
    found = main_text(client.get(f"{K}?q=drempels&rubriek=resultaten"))
    assert "1 van de 37 verwachtingen." in found
    nothing = main_text(client.get(f"{K}?q=bestaat-niet"))
    assert "Geen verwachting past bij deze keuze." in nothing
    assert client.get(f"{K}?q=%00&rubriek=x&kader=y").status_code == 200


def test_figures_of_the_werkzone_stay_there(world: World, own: Plan) -> None:
    hidden = plan_build.vaststelling(
        world.school, tekst="3 van de 41", ok_codes=["ok:R5"], werkzone=True
    )
    plan_build.meting(own.indicator_set.get(), 3, 41, peildatum=date(2026, 2, 1), werkzone=True)
    build.bewijs(world.school, soort="vaststelling", nummer=hidden.pk, adres="", titel="Vondst")
    assert rij(world).open == 1
    assert rij(world, wie="bob").open == 0
    text = main_text(world.client("bob").get(f"{K}verwachting/ok:R5/"))
    assert "3 van de 41" not in text
    assert "Alleen te zien voor wie met de exacte aantallen werkt." in text
    assert "3 van de 41" in main_text(world.client("alice").get(f"{K}verwachting/ok:R5/"))


def test_euros_are_whole_outside_the_werkzone(world: World, own: Plan) -> None:
    plan_build.toewijzing(own.actie_set.get(), "1234.56", soort="werkingsmiddelen")
    assert "€\u00a01.234,56" in rij(world).middelen
    assert "€\u00a01.235" in rij(world, wie="bob").middelen


def test_the_latest_conclusion_is_the_judgement_and_else_the_answers(world: World) -> None:
    found = build.gesloten(world.school, world.alice, anoniem=False)
    answers = rij(world).oordeel
    assert answers is not None
    assert answers.conclusie is None
    assert answers.tekst == "Nog niet tot Hier en daar"
    build.conclusie(found)
    decided = rij(world).oordeel
    assert decided is not None
    assert decided.tekst == "Hier en daar"
    assert "midden van de antwoorden" in main_text(world.client("bob").get(K))


def test_a_team_says_where_it_stands_on_a_day_without_a_round(world: World) -> None:
    client = world.client("alice")
    form = f"{K}verwachting/ok:R5/oordeel/"
    empty = client.post(form, {"dag": TODAY.isoformat(), "zien": "Iets"})
    assert "Kies waar jullie staan, of schrijf wat jullie besluiten." in main_text(empty)
    later = client.post(form, {"dag": "2030-01-01", "oordeel": "3"})
    assert "Die dag moet nog komen" in main_text(later)
    client.post(form, {"dag": "2026-02-10", "oordeel": "3", "besluit": "Zo verder."})
    client.post(form, {"dag": "2026-01-10", "oordeel": "1", "besluit": "Te weinig."})
    latest = rij(world).oordeel
    assert latest is not None
    assert (latest.tekst, latest.dag) == ("Samen", date(2026, 2, 10))
    one = Conclusie.objects.get(besluit="Zo verder.")
    away = client.post(f"{K}oordeel/{one.pk}/weg/", follow=True)
    assert "Zet terug" in main_text(away)
    before = rij(world).oordeel
    assert before is not None
    assert before.tekst == "Nog niet"
    client.post(f"{K}oordeel/{one.pk}/weg/", {"terug": "1"})
    client.post(f"{K}oordeel/{one.pk}/plan/", {"naar": "vaststelling"})
    made = Vaststelling.objects.get(bron="Oordeel van het team op 10/02/2026")
    assert made.tekst == "Zo weinig mogelijk drempels: Zo verder."
    assert made.bron_soort == "gesprek"


def test_what_the_inspectorate_found_stands_at_its_expectation(world: World) -> None:
    both = {"door_naam": "Alice Adams", "gewijzigd_door": "Alice Adams"}
    report = Inspectie.objects.create(
        school=world.school, document="Verslag", datum=date(2025, 5, 1), **both
    )
    Bevinding.objects.create(
        inspectie=report, tekst="Drempels blijven.", soort="tekort", ok_codes=["ok:R5"], **both
    )
    assert "Drempels blijven." in main_text(world.client("bob").get(f"{K}verwachting/ok:R5/"))
    assert "Drempels blijven." not in main_text(world.client("bob").get(f"{K}verwachting/ok:R4/"))


def test_goals_of_earlier_plans_stand_apart(world: World, own: Plan) -> None:
    old = plan_build.plan(world.school, schooljaar_van=2023, schooljaar_tot=2023, naam="Oud plan")
    plan_build.streefdoel(old, formulering="Toen al minder")
    text = main_text(world.client("bob").get(f"{K}verwachting/ok:R5/"))
    assert "In andere plannen" in text
    assert text.index("Toen al minder") > text.index("In andere plannen")
    assert rij(world).doelen == 1


def test_an_expectation_that_is_not_there_is_not_found(world: World) -> None:
    for key in ("ok:Z9", "R5", "ok:", "ok:R5%00"):
        assert world.client("alice").get(f"{K}verwachting/{key}/").status_code == 404


def test_a_reader_gets_no_buttons(world: World) -> None:
    build.bewijs(world.school)
    for path in ("", "verwachting/ok:R5/", "bewijs/"):
        page = text_of(world.client("bob").get(f"{K}{path}"))
        assert 'method="post"' not in page.split("<main")[1].replace("account_logout", "")
        assert "oordeel/" not in page


def test_the_page_of_a_goal_leads_to_its_expectation_and_back(world: World, own: Plan) -> None:
    goal = own.streefdoel_set.get()
    page = text_of(world.client("bob").get(f"{S}/beleid/doel/{goal.pk}/"))
    assert f'href="{K}verwachting/ok:R5/"' in page
    back = text_of(world.client("bob").get(f"{K}verwachting/ok:R5/"))
    assert f'href="{S}/beleid/doel/{goal.pk}/"' in back


def _many(own: Plan, school: Any) -> None:
    """40 goals and 200 actions, with everything on them."""
    both = {"door_naam": "Alice Adams", "gewijzigd_door": "Alice Adams"}
    goals = [
        Streefdoel.objects.create(
            plan=own, formulering=f"Doel {n}", ok_codes=[f"ok:BL{n % 12 + 1}"], **both
        )
        for n in range(40)
    ]
    for n in range(200):
        one = Actie.objects.create(plan=own, titel=f"Actie {n}", ok_codes=["ok:K1"], **both)
        one.streefdoelen.add(goals[n % 40])
        plan_build.toewijzing(one, "1")
    for n in range(40):
        build.bewijs(school, titel=f"Stuk {n}", codes=["ok:R5", "ok:K1"])
        plan_build.vaststelling(school, ok_codes=["ok:K1"])


def test_a_large_plan_costs_as_many_queries_as_a_small_one(
    world: World, own: Plan, django_assert_max_num_queries: Any
) -> None:
    found = build.gesloten(world.school, world.alice)
    build.conclusie(found)
    _many(own, world.school)
    zorg = client_of(colleague(world.school, Role.ZORG))
    for path in ("", "verwachting/ok:K1/", "bewijs/"):
        zorg.get(f"{K}{path}")
        with django_assert_max_num_queries(20):
            assert zorg.get(f"{K}{path}").status_code == 200
