"""What the walkers must know of the room of the start page: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gokwijs.apps.access.roles import Role
from tests.apps.builders import World
from tests.apps.page import Page, S, school_page

SCHOOL_PAGES: tuple[Page, ...] = (school_page("vandaag:overzicht", f"{S}/", 200, 200),)
OPEN_PAGES: tuple[Page, ...] = ()
# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {}
# Keys of the data of events of this room: never a name or an answer of a pupil.
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = []
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {"vandaag:overzicht": frozenset(Role)}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = ()
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {"vandaag:overzicht": ["/school/999001/", "/school/999002/"]}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {}
