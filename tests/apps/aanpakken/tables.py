"""What the walkers must know of the catalogue of aanpakken: pages only, nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gokwijs.apps.access.roles import OUTSIDE, Role
from tests.apps.builders import World
from tests.apps.page import Page, S, school_page

A = f"{S}/aanpakken"
STAFF = frozenset(Role) - frozenset(OUTSIDE)

SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("aanpakken:lijst", f"{A}/?niveau=leraar&sterkte=3&actie=7", 200, 200),
    school_page(
        "aanpakken:aanpak", f"{A}/metacognitie/?feit=leerpunt.metacognitie.v1&actie=7", 200, 200
    ),
    school_page(
        "aanpakken:meenemen",
        f"{A}/meenemen/csv/",
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
ALLOWED: dict[str, Any] = {
    "aanpakken:lijst": STAFF,
    "aanpakken:aanpak": STAFF,
    "aanpakken:meenemen": STAFF,
}
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = ()
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "aanpakken:lijst": [
        "/school/999001/aanpakken/",
        "/school/999001/aanpakken/?kosten=1&effect=tegen",
        "/school/999001/aanpakken/?zoek=xyz",
    ],
    "aanpakken:aanpak": [
        "/school/999001/aanpakken/groeimindset/",
        "/school/999001/aanpakken/metacognitie/?feit=leerpunt.metacognitie.v1",
        "/school/999001/aanpakken/differentiatie/",
        "/school/999001/aanpakken/niveauklassen/",
    ],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {"aanpakken:meenemen": "a download"}
