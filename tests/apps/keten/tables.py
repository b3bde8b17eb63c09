"""What the walkers must know of the room of the chain: pages only; it keeps nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gokwijs.apps.access.roles import Role
from gokwijs.apps.beleid.models import Plan, Streefdoel
from gokwijs.apps.scholen.models import School
from tests.apps.builders import World
from tests.apps.keten.builders import NAAM, keten
from tests.apps.page import Page, S, school_page

K = f"{S}/beleid/keten"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}


def prepare(world: World) -> None:
    for school in (world.school, world.other):
        keten(school)
    # A school with an adopted goal cannot be deleted, and a test deletes this one.
    Streefdoel.objects.filter(plan__school=world.other).update(status="ontwerp")


def plan(school: School) -> Plan:
    return school.plannen.get(naam=NAAM)


def doel(school: School) -> Streefdoel:
    return Streefdoel.objects.filter(plan=plan(school)).order_by("pk")[0]


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("keten:overzicht", f"{K}/", 200, 200),
    school_page("keten:doel", lambda w: f"{K}/doel/{doel(w.school).pk}/", 200, 200),
    school_page("keten:kenmerk", f"{K}/kenmerk/schooltoeslag/", 200, 200),
    school_page(
        "keten:meenemen",
        lambda w: f"{K}/plan/{plan(w.school).pk}/keten.xlsx",
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = []
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {page.name: STAFF for page in SCHOOL_PAGES}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("keten:doel", lambda w: {"pk": doel(w.other).pk}),
    ("keten:meenemen", lambda w: {"pk": plan(w.other).pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "keten:overzicht": ["/school/999002/beleid/keten/"],
    "keten:kenmerk": ["/school/999002/beleid/keten/kenmerk/schooltoeslag/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "keten:doel": "one lane of keten:overzicht, from top to bottom",
    "keten:meenemen": "a download",
}
