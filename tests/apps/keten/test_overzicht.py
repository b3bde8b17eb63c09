"""The whole chain on one page: what is whole, where it breaks, and what mends it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gokwijs.apps.beleid.models import Boeking
from gokwijs.apps.effect.models import Uitkomst
from tests.apps import beleid_builders as rows
from tests.apps.builders import World, main_text
from tests.apps.keten.builders import Keten, hidden_meting, keten, opzet, wezen
from tests.apps.keten.tables import K


@pytest.fixture
def chain(world: World) -> Keten:
    """Beside the plan of the walkers, and looked at by name."""
    return keten(world.school, "Ons eigen plan")


def overview(client: Client, chain: Keten, query: str = "") -> Any:
    return client.get(f"{K}/?plan={chain.plan.pk}{query}")


def lane(response: Any, pk: int) -> str:
    """The lane of one goal, as markup."""
    found = re.search(
        rf'<article class="baan" id="doel-{pk}".*?</article>', response.content.decode(), re.S
    )
    assert found
    return found[0]


def links(markup: str) -> list[str]:
    """The state of each link of a lane, in order."""
    return re.findall(r'class="schakel schakel-(\w+)"', markup)


def test_it_says_how_many_goals_have_a_whole_chain(world: World, chain: Keten) -> None:
    text = main_text(overview(world.client("alice"), chain))

    assert "Bij 1 van de 2 streefdoelen ontbreekt geen schakel. 1 schakel is er maar deels." in text
    assert "Hier breekt de keten: vaststelling (1), uren en euro's (1)" in text


def test_every_goal_is_a_lane_of_eight_links_in_the_order_of_the_chain(
    world: World, chain: Keten
) -> None:
    page = overview(world.client("alice"), chain)

    assert links(lane(page, chain.doel.pk)) == ["er"] * 6 + ["deels", "er"]
    broken = links(lane(page, chain.kapot.pk))
    assert broken[1:5] == ["ontbreekt"] * 4
    assert len(broken) == 8


def test_a_broken_link_is_a_word_and_leads_to_the_one_page_that_mends_it(
    world: World, chain: Keten
) -> None:
    markup = lane(overview(world.client("alice"), chain), chain.kapot.pk)

    assert markup.count("ontbreekt</span>") == 4
    assert f"/beleid/doel/{chain.kapot.pk}/aanpassen/#id_vaststellingen" in markup
    assert f"/actie/nieuw/?doel={chain.kapot.pk}" in markup


def test_who_may_not_write_sees_what_is_broken_and_no_page_that_refuses(
    world: World, chain: Keten
) -> None:
    markup = lane(overview(world.client("bob"), chain), chain.kapot.pk)

    assert markup.count("ontbreekt</span>") == 4
    assert "aanpassen" not in markup
    assert "actie/nieuw" not in markup


def test_an_effect_that_is_being_looked_for_comes_later_and_leads_to_its_setup(
    world: World, chain: Keten
) -> None:
    setup = opzet(chain)
    markup = lane(overview(world.client("bob"), chain), chain.doel.pk)

    assert links(markup)[6] == "later"
    assert f"/beleid/effect/opzet/{setup.pk}/" in markup


def test_what_was_found_in_the_plan_before_stands_beside_it_and_closes_nothing(
    world: World, chain: Keten
) -> None:
    earlier = keten(world.school, "Het plan van vorig jaar")
    chain.actie.voorganger = earlier.actie
    chain.actie.save()
    found = Uitkomst.objects.create(
        opzet=opzet(earlier),
        inhoud={"oordeel": "onbeslist_interval"},
        data_hash="0" * 64,
        door_naam=rows.NAAM,
    )
    markup = lane(overview(world.client("bob"), chain), chain.doel.pk)

    assert links(markup)[6] == "deels"
    assert f"/beleid/effect/opzet/{found.opzet_id}/resultaat/" in markup
    assert "uit het vorige plan" in markup


def test_a_closed_plan_is_shown_and_not_mended(world: World, chain: Keten) -> None:
    chain.plan.status = "afgesloten"
    chain.plan.save()

    assert "schakel-mend" not in overview(world.client("alice"), chain).content.decode()


def test_only_what_is_broken_can_be_asked_for(world: World, chain: Keten) -> None:
    client = world.client("alice")

    text = main_text(overview(client, chain, "&toon=gebroken"))
    assert chain.kapot.formulering in text
    assert chain.doel.formulering not in text
    assert chain.doel.formulering in main_text(overview(client, chain, "&toon=heel"))
    assert chain.kapot.formulering in main_text(overview(client, chain, "&schakel=actie"))
    assert "Geen streefdoel past" in main_text(overview(client, chain, "&schakel=besluit"))


def test_what_hangs_on_nothing_is_listed_by_kind(world: World, chain: Keten) -> None:
    wezen(chain)
    text = main_text(overview(world.client("alice"), chain))

    for said in (
        "Uren en euro's zonder streefdoel",
        "3 lestijden",
        "1 boeking",
        "Acties zonder streefdoel",
        "Huiswerkklas zonder doel",
        "Vaststellingen zonder streefdoel",
        "Niemand deed iets met deze vaststelling.",
        "Metingen van geen enkel streefdoel",
        "meting van niets",
    ):
        assert said in text


def test_means_are_whole_outside_the_werkzone_and_exact_figures_stay_there(
    world: World, chain: Keten
) -> None:
    rows.toewijzing(chain.actie, "96.50", soort="werkingsmiddelen")
    hidden_meting(chain)

    exact = main_text(overview(world.client("alice"), chain)).replace("\xa0", " ")
    shown = main_text(overview(world.client("bob"), chain)).replace("\xa0", " ")

    assert "€ 96,50" in exact
    assert "3 van de 43" in exact
    assert "€ 97" in shown
    assert "96,50" not in shown
    assert "3 van de 43" not in shown
    assert "Alleen te zien voor wie met de exacte aantallen werkt." in shown


def test_a_goal_that_was_stopped_is_named_and_not_judged(world: World, chain: Keten) -> None:
    chain.kapot.status = "stopgezet"
    chain.kapot.save()
    text = main_text(overview(world.client("alice"), chain))

    assert "Bij het streefdoel ontbreekt geen schakel." in text
    assert "Stopgezet, en daarom niet in deze keten" in text


def test_a_school_without_a_plan_reads_what_the_page_will_tell(world: World) -> None:
    world.school.plannen.update(verwijderd=timezone.now())

    assert "Waar een schakel ontbreekt, zie je meteen." in main_text(
        world.client("alice").get(f"{K}/")
    )


def test_one_goal_shows_every_neighbour_with_its_day(world: World, chain: Keten) -> None:
    page = world.client("alice").get(f"{K}/doel/{chain.doel.pk}/")
    text, markup = main_text(page), page.content.decode()

    assert "Er ontbreekt geen schakel bij dit streefdoel. 1 schakel is er maar deels." in text
    for said in ("15/09/2025", "02/02/2026", "20/01/2026", "voortzetten", "schoolkalender"):
        assert said in text
    for address in (
        f"/beleid/vaststelling/{chain.grond.pk}/",
        f"/beleid/middelen/actie/{chain.actie.pk}/",
        f"/beleid/actie/{chain.actie.pk}/",
        f"/beleid/opvolging/indicator/{chain.indicator.pk}/",
        f"/beleid/opvolging/evaluaties/{chain.evaluatie.pk}/",
        "/leerlingen/?k_schooltoeslag=ja",
        "/waar/?kenmerk=schooltoeslag",
    ):
        assert address in markup


def test_the_workbook_has_the_chain_and_no_exact_figure(world: World, chain: Keten) -> None:
    hidden_meting(chain)
    wezen(chain)
    response = world.client("alice").get(f"{K}/plan/{chain.plan.pk}/keten.xlsx")

    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        text = book.read("xl/sharedStrings.xml").decode()
    assert "Minder late rekeningen in 1B" in text
    assert "Bij 1 van de 2 streefdoelen ontbreekt geen schakel. 1 schakel is er maar deels." in text
    assert "Huiswerkklas zonder doel" in text
    assert "3 van de 43" not in text


def test_forty_goals_and_two_hundred_actions_take_at_most_twenty_queries(
    world: World, chain: Keten, django_assert_max_num_queries: Any
) -> None:
    seen, measure = rows.vaststelling(world.school), rows.indicator(chain.plan, naam="veel")
    first = rows.meting(measure, is_nulmeting=True)
    more = [
        rows.streefdoel(
            chain.plan, formulering=f"Doel {n}", grond=seen, indicator=measure, nulmeting=first
        )
        for n in range(38)
    ]
    for n in range(200):
        rows.toewijzing(rows.actie(chain.plan, more[n % 38], titel=f"Actie {n}"))
    wezen(chain)
    for who in ("alice", "bob"):
        client = world.client(who)
        with django_assert_max_num_queries(20):
            assert overview(client, chain, "&alles=1").status_code == 200
        with django_assert_max_num_queries(20):
            assert client.get(f"{K}/doel/{more[0].pk}/").status_code == 200


def test_what_was_decided_in_the_plan_before_is_said_the_same_way_everywhere(
    world: World, chain: Keten
) -> None:
    now = rows.plan(
        world.school,
        naam="Het plan van nu",
        schooljaar_van=2026,
        schooljaar_tot=2026,
        volgende_evaluatie_op=None,
    )
    goes_on = rows.streefdoel(
        now,
        voorganger=chain.doel,
        status="vastgesteld",
        start=date(2026, 9, 1),
        einddatum=date(2027, 6, 30),
    )
    said = "voortzetten in het vorige plan (20/01/2026)"
    client = world.client("alice")
    room = f"/school/{world.school.instellingsnummer}/beleid"
    for path in (
        f"keten/?plan={now.pk}",
        f"keten/doel/{goes_on.pk}/",
        f"doel/{goes_on.pk}/",
        f"plan/{now.pk}/",
        "opvolging/",
    ):
        page = client.get(f"{room}/{path}")
        assert said in main_text(page), path
        assert f"/opvolging/evaluaties/{chain.evaluatie.pk}/" in page.content.decode(), path
    page = client.get(f"{room}/doel/{goes_on.pk}/").content.decode()
    strip = page[page.index("ketenstrook") :]
    assert said in strip[: strip.index("</nav>")]
    assert "Nog niet geëvalueerd" not in page
    assert "Volgende evaluatie: 20/06/2026" in page
    assert "Volgende evaluatie: 20 juni 2026." in main_text(client.get(f"{K}/doel/{goes_on.pk}/"))

    goes_on.opgeschaald = True
    goes_on.save()
    assert said not in main_text(client.get(f"{K}/doel/{goes_on.pk}/"))


def test_what_was_spent_of_other_means_is_not_spent_of_the_gok_means(
    world: World, chain: Keten
) -> None:
    given = {"school": world.school, "schooljaar": rows.JAAR, "datum": date(2026, 1, 5)}
    Boeking.objects.create(
        soort="andere", besteed="96", actie=chain.actie, omschrijving="x", door_naam="x", **given
    )
    page = main_text(world.client("alice").get(f"{K}/doel/{chain.doel.pk}/")).replace("\xa0", " ")
    assert "besteed: nog niets geboekt van de GOK-middelen; andere middelen" in page
    assert "niet van GOK: € 96" in page


def test_a_meting_that_is_due_names_its_indicator_and_is_never_due_before_the_nulmeting(
    world: World, chain: Keten
) -> None:
    chain.doel.andere_indicatoren.add(rows.indicator(chain.plan, naam="het welbevinden"))
    page = main_text(world.client("alice").get(f"{K}/doel/{chain.doel.pk}/"))
    assert "De volgende meting van het welbevinden was gepland op 15 september 2025." in page
