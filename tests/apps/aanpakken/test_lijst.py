"""The list: everything in the address, nothing hidden for want of a number."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gokwijs.core.aanpakken import load_catalogus
from tests.apps.aanpakken.tables import A
from tests.apps.builders import World, main_text

NAMES = re.compile(r"<h3><a[^>]*>([^<]+)</a></h3>")


def get(world: World, query: str = "", who: str = "bob") -> Any:
    return world.client(who).get(f"{A}/{query}")


def names(world: World, query: str = "") -> list[str]:
    return NAMES.findall(get(world, query).content.decode())


def row(world: World, key: str, query: str = "") -> str:
    """The text of one aanpak in the list."""
    html = get(world, query).content.decode()
    part = next(p for p in html.split("<article")[1:] if f"/aanpakken/{key}/" in p)
    return " ".join(re.sub(r"<[^>]+>", " ", "<" + part.split("</article>")[0]).split())


def test_a_leraar_sees_every_aanpak_and_which_version_it_is(world: World) -> None:
    text = main_text(get(world))
    assert "51 van de 51 aanpakken" in text
    assert "In een toolkit (31)" in text
    assert "Ander soort bewijs (20)" in text
    assert "Catalogus 2026-11-22 (voorlopig)" in text
    assert "geen doel, en geen voorspelling voor jouw school" in text
    assert len(names(world)) == 51


def test_a_measured_zero_is_said_and_an_absent_number_is_not_zero(world: World) -> None:
    assert "zeer beperkt bewijs kost zeer laag 0 maanden (gemeten)" in row(world, "niveauklassen")
    leerstijlen = row(world, "leerstijlen")
    assert "geen cijfer: te weinig onderzoek" in leerstijlen
    assert not re.search(r"\d maand", leerstijlen)
    assert "Geen cijfer beschikbaar." in row(world, "hoge_verwachtingen")


def test_differentiatie_has_no_months_in_the_list(world: World) -> None:
    text = row(world, "differentiatie")
    assert "gaat over niveaugroepen binnen de klas" in text
    assert not re.search(r"\d maand", text)


def test_two_sources_stand_beside_each_other_each_with_its_day(world: World) -> None:
    text = row(world, "sociaal_emotioneel")
    assert re.search(r"4 maanden .*Leerpunt.*nagekeken op 22/11/2026.*3 maanden .*EEF", text)


def test_a_figure_about_a_part_names_the_part(world: World) -> None:
    text = row(world, "kleuterparticipatie")
    assert re.search(r"Communicatie en taal bij kleuters.* 7 maanden", text)
    assert re.search(r"Earlier starting age.* 3 maanden", text)


def test_counter_evidence_stands_in_the_list_without_a_click(world: World) -> None:
    text = row(world, "groeimindset")
    assert "Ander onderzoek wijst niet dezelfde kant op" in text
    assert "En nog 2 op de kaart" in text
    assert "geen duidelijk hoger resultaat" in row(world, "co_teaching")


def test_the_months_are_never_a_reason_to_stand_first(world: World) -> None:
    found = names(world)
    assert found.index("Beweging en sport") < found.index("Huiswerk")
    assert 'value="maanden"' not in get(world).content.decode()


@pytest.mark.parametrize(
    ("query", "number", "said"),
    [
        ("?niveau=leerling", 10, "Niveau: Leerling"),
        ("?zoek=cooperatief", 1, "Zoek in naam en omschrijving: cooperatief"),
        ("?rok=R6", 1, "Verwachting van het R-OK: R6"),
        ("?effect=onbeslist", 4, "Effect: te weinig onderzoek"),
        ("?sterkte=4", 8, "Sterkte van het bewijs: minstens uitgebreid of sterk"),
        ("?doelgroep=thuistaal", 3, "Doelgroep, zoals thuistaal of SES: thuistaal"),
    ],
)
def test_a_filter_stands_in_the_address_and_says_what_it_does(
    world: World, query: str, number: int, said: str
) -> None:
    text = main_text(get(world, query))
    assert f"{number} van de 51 aanpakken" in text
    assert said in text


def test_who_has_no_recorded_cost_is_counted_and_not_called_weaker(world: World) -> None:
    text = main_text(get(world, "?kosten=1"))
    assert re.search(r"Van \d+ andere aanpakken is de kost of de sterkte niet vastgelegd", text)
    assert "ze zijn daarom niet zwakker" in text


@pytest.mark.parametrize(
    "query",
    ["?niveau=x&kosten=x&sterkte=99&effect=x&volgorde=maanden&rok=Z9&actie=x", "?actie=0", "?x=1"],
)
def test_nonsense_in_the_address_filters_nothing(world: World, query: str) -> None:
    assert "51 van de 51 aanpakken" in main_text(get(world, query))


def test_text_with_a_nul_or_a_tag_breaks_nothing(world: World) -> None:
    response = get(world, "?zoek=%00&doelgroep=<script>alert(1)</script>")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_nothing_found_says_so_and_leads_back(world: World) -> None:
    response = get(world, "?zoek=xyz&actie=7")
    assert "Geen enkele aanpak past bij deze filters." in main_text(response)
    assert 'href="?actie=7"' in response.content.decode()


def test_the_counts_of_numbers_never_add_months(world: World) -> None:
    text = main_text(get(world, "?zoek=niveauklassen"))
    assert "geven er 1 een cijfer in maanden; 0 geven er geen" in text


def test_the_filters_and_the_actie_go_along_to_the_card(world: World) -> None:
    html = get(world, "?niveau=school&actie=7").content.decode()
    assert f'href="{A}/klasverkleining/?niveau=school&amp;actie=7"' in html
    assert "Je kiest een aanpak voor een actie." in main_text(get(world, "?actie=7"))
    assert "Je kiest een aanpak" not in main_text(get(world))


def test_empty_fields_of_the_form_do_not_go_along(world: World) -> None:
    html = get(world, "?zoek=huiswerk&niveau=&sterkte=&kosten=&volgorde=sterkte").content.decode()
    assert f'href="{A}/huiswerk/?zoek=huiswerk"' in html
    assert '<details class="filtermeer">' in html
    assert "Zoek in naam en omschrijving: sterkte" in main_text(get(world, "?zoek=sterkte"))
    assert '<details class="filtermeer" open>' in get(world, "?volgorde=naam").content.decode()


def test_an_adviseur_sees_it_only_with_the_schoolzone(world: World) -> None:
    from gokwijs.apps.access.roles import Role
    from gokwijs.apps.scholen.models import Membership
    from tests.apps.builders import client_of, colleague

    user = colleague(world.school, Role.PBD)
    assert client_of(user).get(f"{A}/").status_code == 403
    Membership.objects.filter(user=user).update(schoolzone=True)
    assert client_of(user).get(f"{A}/").status_code == 200


def test_the_list_asks_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    client = world.client("alice")
    load_catalogus()
    with django_assert_max_num_queries(12):
        client.get(f"{A}/")
