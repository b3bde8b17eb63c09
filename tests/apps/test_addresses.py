"""Every address, for every person, with GET and POST; none can be forgotten."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from gokwijs.apps.access.roles import OUTSIDE, Role
from gokwijs.apps.audit.models import Event
from tests.apps.builders import NUMMER, YEAR, World, client_of, colleague, snapshot
from tests.apps.page import PEOPLE, Outcome, Page
from tests.apps.pages import PAGES, SCHOOL_PAGES, registered
from tests.apps.rooms import TABLES
from tests.apps.safety import assert_safe

ids = [page.name for page in PAGES]


def assert_outcome(response: Any, expected: Outcome, who: str) -> None:
    if isinstance(expected, int):
        assert response.status_code == expected, f"{who}: {response.get('Location', '')}"
    else:
        assert response.status_code == 302, f"{who}: {response.status_code}"
        assert response["Location"].startswith(expected[1:]), f"{who}: {response['Location']}"


def test_every_address_of_the_product_is_in_the_table() -> None:
    named = [page.name for page in PAGES]
    assert len(named) == len(set(named)), "an address is in the table twice"
    assert registered() == set(named), "add the new address to tests/apps/pages.py"


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_who_may_open_it_and_looking_writes_nothing(world: World, page: Page) -> None:
    for who in PEOPLE:
        client = world.client(who)
        before, events = snapshot(), Event.objects.count()
        response = client.get(page.path(world))
        assert_outcome(response, page.get[PEOPLE.index(who)], who)
        assert_safe(response)
        fresh = [e.kind for e in Event.objects.order_by("pk")[events:]]
        looks = who != "bob" or page.bob_looks
        if response.status_code == 200 and page.get_events and looks:
            assert fresh == list(page.get_events), "only an export is logged on looking"
        else:
            assert fresh == [], who
            assert snapshot() == before, f"a GET by {who} wrote something"


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_who_may_send_it_and_what_that_logs(world: World, page: Page) -> None:
    for who in PEOPLE:
        client = world.client(who)
        before, events = snapshot(), Event.objects.count()
        response = client.post(page.path(world), page.data(world))
        assert_outcome(response, page.post[PEOPLE.index(who)], who)
        assert_safe(response)
        fresh = [e.kind for e in Event.objects.order_by("pk")[events:]]
        if page.account_events and who != "anoniem":
            assert fresh == list(page.account_events)
            changed = {label for label, rows in snapshot().items() if rows != before[label]}
            assert changed == {"audit.Event"}
        elif who == "bob" and page.bob_events:
            assert fresh == list(page.bob_events)
        elif who == "alice":
            assert fresh == list(page.events)
            assert {e.by_name for e in Event.objects.order_by("pk")[events:]} <= {"Alice Adams"}
        else:
            assert snapshot() == before, f"a POST by {who} wrote something"


# ---------------------------------------------------------------- every role

ALL = frozenset(Role)
STAFF = ALL - set(OUTSIDE)  # who works at the school
WERKZONE = {"directeur", "gok_coordinator", "zorg", "secretariaat", "financien"}
ALLOWED: dict[str, set[str] | frozenset[Role]] = {
    "scholen:gegevens": {"directeur", "beheerder"},
    "scholen:medewerkers": {"directeur", "beheerder"},
    "scholen:medewerker": {"directeur", "beheerder"},
    "scholen:uitnodiging": {"directeur", "beheerder"},
    "scholen:rollen": ALL,
    "scholen:logboek": {"directeur"},
    "scholen:logboek_export": {"directeur"},
    "middelen:overzicht": ALL,
    "middelen:geschiedenis": STAFF,
    "middelen:berekening": STAFF,
    "middelen:bewijs": WERKZONE,
    "middelen:export": WERKZONE,
    "middelen:wat_als": WERKZONE,
    "middelen:inbrengen": {"directeur", "gok_coordinator", "secretariaat"},
    "middelen:totalen": {"directeur", "gok_coordinator", "secretariaat"},
    "middelen:nakijken": {"directeur", "gok_coordinator", "secretariaat"},
    "middelen:opnieuw": {"directeur", "gok_coordinator", "secretariaat"},
    "middelen:getallen": {"directeur", "gok_coordinator", "financien"},
    "middelen:getal": {"directeur", "gok_coordinator", "financien"},
    "middelen:vergelijking": WERKZONE,
    "middelen:bezwaardossier": WERKZONE,
    "middelen:brief_nieuw": {"directeur", "gok_coordinator", "financien"},
    "middelen:brief": {"directeur", "gok_coordinator", "financien"},
    "middelen:telbestand": {"directeur", "gok_coordinator", "financien"},
    "middelen:nota": {"directeur", "gok_coordinator", "financien"},
    "middelen:jaren": ALL,
    **{name: roles for table in TABLES for name, roles in table.ALLOWED.items()},
}


def test_the_roles_table_names_every_school_page() -> None:
    assert set(ALLOWED) == {page.name for page in SCHOOL_PAGES}


@pytest.mark.parametrize("role", [*Role, "onbestaande_rol", ""])
def test_a_role_opens_exactly_its_own_pages(world: World, role: str) -> None:
    client = client_of(colleague(world.school, *([role] if role else [])))
    opened, refused = set(), set()
    for page in SCHOOL_PAGES:
        # A page that only takes a form is sent one: an empty one says nothing about the role.
        path = page.path(world)
        sent = client.post(path, page.data(world)) if page.get[3] == 405 else client.get(path)
        status = sent.status_code
        (refused if status == 403 else opened).add(page.name)
        assert status in (200, 302, 403), page.name
    assert opened == {name for name, roles in ALLOWED.items() if role in set(roles)}
    assert refused == set(ALLOWED) - opened


def test_a_refusal_says_which_roles_can(world: World) -> None:
    page = world.client("bob").get(f"/school/{NUMMER}/middelen/inbrengen/?{YEAR}")
    text = page.content.decode()
    assert "Je rol mag dit niet: een telling inbrengen." in text
    assert "Dit kan wel: Directeur, GOK-coördinator, Secretariaat." in text


def test_an_outsider_cannot_tell_an_existing_school_from_a_missing_one(world: World) -> None:
    client = world.client("charlie")
    existing, missing = (
        re.sub(r'value="\w{64}"', "", client.get(f"/school/{nummer}/middelen/").content.decode())
        for nummer in (NUMMER, "999899")
    )
    assert existing == missing
    assert "De Zandloper" not in existing


# ---------------------------------------------------------------- other schools' numbers

FOREIGN = (
    ("middelen:nakijken", lambda w: {"pk": w.their_concept.pk}),
    ("middelen:berekening", lambda w: {"pk": w.their_berekening.pk}),
    ("middelen:bewijs", lambda w: {"pk": w.their_berekening.pk}),
    ("middelen:opnieuw", lambda w: {"pk": w.their_berekening.pk}),
    ("middelen:export", lambda w: {"pk": w.their_berekening.pk, "soort": "json"}),
    ("middelen:export", lambda w: {"pk": w.their_berekening.pk, "soort": "xlsx"}),
    ("middelen:brief", lambda w: {"pk": w.their_brief.pk}),
    ("scholen:medewerker", lambda w: {"pk": w.member("charlie").pk}),
    ("scholen:uitnodiging", lambda w: {"pk": w.their_uitnodiging.pk}),
    *(row for table in TABLES for row in table.FOREIGN),
)


@pytest.mark.parametrize(("name", "kwargs"), FOREIGN, ids=[name for name, _ in FOREIGN])
def test_a_row_of_another_school_under_my_own_school_is_not_found(
    world: World, name: str, kwargs: Any
) -> None:
    path = reverse(name, kwargs={"nummer": NUMMER, **kwargs(world)})
    client, before = world.client("alice"), snapshot()
    post_only = next(p.get[3] == 405 for p in SCHOOL_PAGES if p.name == name)
    if not post_only:
        assert client.get(path).status_code == 404
    for data in ({}, {"verwerpen": "1"}, {"verwijderen": "1"}, {"roles": ["directeur"]}):
        assert client.post(path, data).status_code == 404
    assert snapshot() == before


def test_every_page_with_a_row_number_has_such_a_test() -> None:
    with_row = {page.name for page in SCHOOL_PAGES if page.name in _takes_a_number()}
    assert with_row == {name for name, _ in FOREIGN}


def _takes_a_number() -> set[str]:
    """Every address with the key of a row in it, whatever that is called."""
    from django.urls import get_resolver
    from django.urls.converters import IntConverter

    found = set()
    for entry in get_resolver().url_patterns:
        for pattern in getattr(entry, "url_patterns", []):
            converters = getattr(pattern.pattern, "converters", {}).values()
            if any(isinstance(one, IntConverter) for one in converters):
                found.add(f"{entry.namespace}:{pattern.name}")
    return found


def test_a_body_cannot_point_at_another_school(world: World) -> None:
    """Fields with ids and names of the other school are simply not looked at."""
    their = {
        "nummer": "999802",
        "school": world.other.pk,
        "school_id": world.other.pk,
        "instellingsnummer": "999802",
        "pk": world.their_berekening.pk,
        "by": world.charlie.pk,
        "user": world.charlie.pk,
    }
    theirs = _rows_of(world)
    for page in SCHOOL_PAGES:  # each time logged in anew: one of the pages logs out
        client_of(world.alice).post(page.path(world), {**page.data(world), **their})
    assert _rows_of(world) == theirs


def _rows_of(world: World) -> list[Any]:
    school = world.other
    return [
        list(related.values_list())
        for related in (
            school.berekeningen.order_by("pk"),
            school.inlezingen.order_by("pk"),
            school.getallen.order_by("pk"),
            school.brieven.order_by("pk"),
            school.facts.order_by("pk"),
            school.memberships.order_by("pk"),
            school.toegangsuitnodigingen.order_by("pk"),
            Event.objects.filter(school="999802").order_by("pk"),
        )
    ]
