"""One click along the chain and back: the strip on every page of it."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import Any

import pytest

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.dossier.models import Bevinding, Inspectie
from gokwijs.apps.keten.strook import strook_van
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.core.beleid.keten import Schakel
from tests.apps import beleid_builders as rows
from tests.apps.builders import NUMMER, World, client_of, colleague, main_text
from tests.apps.keten.builders import BY, Keten, hidden_meting, keten, opzet, wezen
from tests.apps.keten.tables import K
from tests.apps.page import S

B = f"{S}/beleid"
SEED, STEPS = 35, 60
LEZEN = Permission.SCHOOLZONE_ZIEN
STAPPERS = (Role.DIRECTEUR, Role.LERAAR, Role.SECRETARIAAT, Role.FINANCIEN, Role.SCHOLENGROEP)


@pytest.fixture
def chain(world: World) -> Keten:
    found = keten(world.school, "Ons eigen plan")
    opzet(found)
    return found


def pages(chain: Keten) -> dict[str, str]:
    """One page per link of the chain."""
    return {
        "leerling": f"{K}/kenmerk/schooltoeslag/",
        "vaststelling": f"{B}/vaststelling/{chain.grond.pk}/",
        "middelen": f"{B}/middelen/actie/{chain.actie.pk}/",
        "streefdoel": f"{B}/doel/{chain.doel.pk}/",
        "actie": f"{B}/actie/{chain.actie.pk}/",
        "meting": f"{B}/opvolging/indicator/{chain.indicator.pk}/",
        "effect": f"{B}/effect/opzet/{chain.actie.opzetten.get().pk}/",
        "besluit": f"{B}/opvolging/evaluaties/{chain.evaluatie.pk}/",
    }


def strip(response: Any) -> list[str]:
    """The addresses of the strip, or of a page of the chain itself."""
    markup = re.sub(r'<a class="schakel-mend.*?</a>', "", response.content.decode(), flags=re.S)
    parts = re.findall(
        r'<nav class="ketenstrook.*?</nav>|<ol class="keten(?:lijn|pad)".*?</ol>'
        r'|<p class="klein geen-druk ketenterug">.*?</p>|<section class="wezen".*?</section>',
        markup,
        re.S,
    )
    return [address for part in parts for address in re.findall(r'href="([^"#]+)', part)]


@pytest.mark.parametrize("here", ["vaststelling", "middelen", "streefdoel", "actie", "meting"])
def test_from_every_link_each_other_link_is_one_click_away(
    world: World, chain: Keten, here: str
) -> None:
    own = pages(chain)
    found = strip(world.client("alice").get(own[here]))

    missing = {kind for kind, address in own.items() if kind != here and address not in found}
    assert missing == set()
    assert own[here] not in found


def test_an_evaluatie_that_shows_its_chain_itself_leads_on_too(world: World, chain: Keten) -> None:
    own = pages(chain)
    page = world.client("alice").get(own["besluit"])

    markup = page.content.decode()
    for kind in ("vaststelling", "streefdoel", "actie", "meting"):
        assert f'href="{own[kind]}' in markup, kind
    assert strip(page) == [f"{K}/doel/{chain.doel.pk}/"]


def test_the_strip_says_where_one_is_and_what_is_not_there(world: World, chain: Keten) -> None:
    text = main_text(world.client("alice").get(f"{B}/doel/{chain.kapot.pk}/"))

    assert "Streefdoel je bent hier" in text
    assert "Vaststelling nog niets" in text


@pytest.mark.parametrize("role", STAPPERS)
def test_a_random_walk_along_the_chain_meets_no_dead_end_and_no_closed_door(
    world: World, chain: Keten, role: Role
) -> None:
    hidden_meting(chain)
    wezen(chain)
    client = client_of(colleague(world.school, role))
    dice = random.Random(SEED)
    address, seen = f"{K}/?plan={chain.plan.pk}", set()
    if role is Role.SCHOLENGROEP:
        shut = (address, *pages(chain).values())
        assert {client.get(one).status_code for one in shut} == {403}
        return
    for _ in range(STEPS):
        response = client.get(address)
        assert response.status_code == 200, f"{role}: {address}"
        seen.add(re.sub(r"\d+", "", address.partition("?")[0]))
        steps = strip(response)
        assert steps, f"a dead end for {role}: {address}"
        address = dice.choice(steps).replace("&amp;", "&")
    assert len(seen) >= 8, seen


def test_every_page_that_mends_a_link_opens_for_who_is_sent_there(
    world: World, chain: Keten
) -> None:
    for role in (Role.DIRECTEUR, Role.GOK_COORDINATOR, Role.ZORG, Role.FINANCIEN):
        client = client_of(colleague(world.school, role, email=f"{role}@zandloper.invalid"))
        markup = client.get(f"{K}/?plan={chain.plan.pk}").content.decode()
        for address in re.findall(r'class="schakel-mend geen-druk" href="([^"#]+)', markup):
            assert client.get(address).status_code == 200, f"{role}: {address}"


@pytest.mark.parametrize("role", [Role.LERAAR, Role.FINANCIEN])
def test_who_may_not_see_pupils_is_not_led_to_them(world: World, chain: Keten, role: Role) -> None:
    client = client_of(colleague(world.school, role))
    for address in pages(chain).values():
        assert f"{S}/leerlingen/" not in " ".join(strip(client.get(address)))
    assert f"{S}/leerlingen/?k_schooltoeslag=ja" in strip(
        world.client("alice").get(pages(chain)["streefdoel"])
    )


def test_a_vaststelling_of_the_werkzone_is_no_link_for_who_may_not_read_it(
    world: World, chain: Keten
) -> None:
    chain.grond.werkzone = True
    chain.grond.save()
    address = pages(chain)["vaststelling"]

    assert address in strip(world.client("alice").get(pages(chain)["actie"]))
    for page in ("actie", "streefdoel"):
        assert address not in strip(world.client("bob").get(pages(chain)[page]))
    assert address not in strip(world.client("bob").get(f"{K}/doel/{chain.doel.pk}/"))


def test_pupils_and_means_lead_back_into_the_chain(world: World, chain: Keten) -> None:
    client = world.client("alice")

    for address in (f"{S}/leerlingen/?k_schooltoeslag=ja", f"{S}/waar/waar/?kenmerk=schooltoeslag"):
        assert f"{K}/kenmerk/schooltoeslag/" in strip(client.get(address))
    assert f"{K}/" in strip(client.get(f"{S}/middelen/"))


def test_a_kenmerk_leads_to_its_pupils_to_what_it_brings_and_to_its_goals(
    world: World, chain: Keten
) -> None:
    chain.plan.schooljaar_tot += 2  # the newest plan of now
    for other in world.school.plannen.exclude(pk=chain.plan.pk):
        other.status = "ontwerp"
        other.save()
    found = strip(world.client("alice").get(f"{K}/kenmerk/schooltoeslag/"))

    assert f"{S}/leerlingen/?k_schooltoeslag=ja" in found
    assert f"{S}/middelen/" in found
    assert f"{K}/doel/{chain.doel.pk}/" in found


def test_zorgthuis_stands_with_no_pupil_and_so_leads_to_none(world: World) -> None:
    page = world.client("alice").get(f"{K}/kenmerk/zorgthuis/")

    assert f"{S}/leerlingen/" not in " ".join(strip(page))
    assert "Dit kenmerk staat bij geen enkele leerling" in main_text(page)


def test_a_goal_leads_back_to_the_finding_on_the_goal_before_it(world: World, chain: Keten) -> None:
    before = keten(world.school, "Het plan van vorig jaar")
    chain.doel.voorganger = before.doel
    chain.doel.save()
    inspection = Inspectie.objects.create(
        school=world.school, document="Verslag", datum=date(2024, 3, 1), **BY
    )
    finding = Bevinding.objects.create(
        inspectie=inspection, soort="tekort", tekst="Er zijn geen streefdoelen.", **BY
    )
    finding.streefdoelen.add(before.doel)

    for page in (f"{B}/doel/{chain.doel.pk}/", f"{K}/doel/{chain.doel.pk}/"):
        markup = world.client("bob").get(page).content.decode()
        assert f"/bevindingen/{finding.pk}/" in markup or f"/bevinding/{finding.pk}/" in markup


def test_the_strip_takes_three_queries_however_large_the_plan_and_its_pages_stay_within_twenty(
    world: World, chain: Keten, django_assert_max_num_queries: Any
) -> None:
    for n in range(60):
        extra = rows.actie(chain.plan, chain.doel, titel=f"Nog een {n}")
        rows.toewijzing(extra)
    for kind, address in pages(chain).items():
        if kind == "besluit":  # without a strip
            continue
        with django_assert_max_num_queries(20, info=address):
            assert world.client("alice").get(address).status_code == 200
    access = access_for(world.alice, NUMMER, LEZEN)
    with django_assert_max_num_queries(3):
        strook_van(Schakel.ACTIE, chain.actie.pk, access)
