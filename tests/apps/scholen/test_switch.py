"""Somebody with several schools sees where he is, and goes to the same page of another."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.scholen.models import Membership, School
from tests.apps.builders import ANDER, NUMMER, World, client_of, main_text, person, text_of

MENU = re.compile(r'<details class="waar schoolkeuze">.*?</details>', re.S)


def menu(text: str) -> str:
    found = MENU.search(text)
    return found[0] if found else ""


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', menu(text))


@pytest.fixture
def both(world: World) -> User:
    """Leraar in one school, directeur in the other."""
    Membership.objects.create(user=world.bob, school=world.other, roles=[Role.DIRECTEUR.value])
    return world.bob


def many(number: int) -> User:
    user = person("groep@elders.invalid", "Greta Groep")
    for n in range(number):
        school = School.objects.create(instellingsnummer=f"{880000 + n}", naam=f"École nr. {n:03}")
        Membership.objects.create(user=user, school=school, roles=[Role.SCHOLENGROEP.value])
    return user


def test_with_one_school_there_is_a_name_and_no_menu(world: World) -> None:
    text = text_of(world.client("bob").get(f"/school/{NUMMER}/middelen/"))
    assert menu(text) == ""
    assert "De Zandloper" in text


def test_the_menu_keeps_the_page_and_the_schooljaar(world: World, both: User) -> None:
    client = client_of(both)
    text = text_of(client.get(f"/school/{ANDER}/middelen/geschiedenis/?schooljaar=2025-2026"))
    assert links(text) == [
        f"/school/{ANDER}/middelen/geschiedenis/?schooljaar=2025-2026",
        f"/school/{NUMMER}/middelen/geschiedenis/?schooljaar=2025-2026",
        "/scholen/",
    ]
    assert "Hier ben je nu · Directeur" in menu(text)
    assert menu(text).count('aria-current="true"') == 1


def test_where_the_page_is_not_allowed_the_menu_leads_to_vandaag(world: World, both: User) -> None:
    client = client_of(both)
    text = text_of(client.get(f"/school/{ANDER}/logboek/"))
    assert links(text)[1] == f"/school/{NUMMER}/"
    for link in links(text):
        assert client.get(link).status_code == 200


def test_a_page_about_a_row_leads_to_the_list_it_is_in(world: World) -> None:
    Membership.objects.create(user=world.alice, school=world.other, roles=["directeur"])
    client = world.client("alice")
    text = text_of(client.get(f"/school/{NUMMER}/medewerkers/{world.member('bob').pk}/"))
    assert links(text)[1] == f"/school/{ANDER}/medewerkers/"
    text = text_of(client.get(f"/school/{NUMMER}/middelen/berekening/{world.berekening.pk}/"))
    assert links(text)[1] == f"/school/{ANDER}/middelen/"


def test_a_schooljaar_that_is_nonsense_stays_text(world: World, both: User) -> None:
    text = text_of(client_of(both).get(f'/school/{ANDER}/rollen/?schooljaar="><script>x'))
    assert "<script>x" not in text


def test_an_expired_school_is_not_in_the_menu(world: World, both: User) -> None:
    Membership.objects.filter(user=both, school=world.school).update(tot="2026-03-01")
    text = text_of(client_of(both).get(f"/school/{ANDER}/middelen/"))
    assert menu(text) == ""
    assert "De Zandloper" not in text


def test_many_schools_make_a_short_menu_and_a_list_with_search(world: World) -> None:
    client = client_of(many(60))
    text = text_of(client.get("/school/880030/middelen/"))
    assert len(links(text)) == 8
    assert links(text)[0] == "/school/880030/middelen/"
    assert "Alle scholen, nog 53 andere" in menu(text)
    account = main_text(client.get("/mijn-account/"))
    assert account.count("École nr.") == 20  # the name, and the same in the words of its link
    assert "Nog 50 andere scholen" in account
    page = client.get("/scholen/")
    assert "Je werkt voor 60 scholen." in main_text(page)
    assert "Pagina 1 van 2" in main_text(page)
    found = main_text(client.get("/scholen/?q=ecole NR. 04"))
    assert found.count("École nr. 04") == 10
    assert "École nr. 050" not in found
    assert "École nr. 007" in main_text(client.get("/scholen/?q=880007"))
    nothing = main_text(client.get("/scholen/?q=zandloper"))
    assert 'Geen school gevonden voor "zandloper".' in nothing


def test_few_schools_need_no_search(world: World, both: User) -> None:
    page = client_of(both).get("/scholen/")
    assert 'type="search"' not in text_of(page)
    assert "De Zandloper 999801 Leraar zonder einddatum" in main_text(page)
    assert "School Elders 999802 Directeur zonder einddatum" in main_text(page)


def test_the_menu_costs_one_question_whatever_the_number(world: World) -> None:
    def asked(client: object) -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/school/880001/rollen/")  # type: ignore[attr-defined]
        return sum("scholen_membership" in q["sql"] for q in found)

    few = client_of(many(2))
    before = asked(few)
    school = School.objects.create(instellingsnummer="889999", naam="Nog een")
    Membership.objects.create(user=User.objects.get(naam="Greta Groep"), school=school, roles=[])
    assert asked(few) == before
