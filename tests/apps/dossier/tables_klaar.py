"""What the walkers must know of what the school shows: figures, checklist, account, parents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.apps.builders import World
from tests.apps.dossier.tables import STAFF, D
from tests.apps.page import Page, school_page

PAGES = ("begrijp", "bezorgen", "verantwoording", "ouders")
FILES = ("verantwoording", "ouders")


def prepare(world: World) -> None:
    """Nothing of its own: everything is computed from what the other rooms keep."""


def _download(name: str, path: str) -> Page:
    taken = ("export",)
    return school_page(name, path, 200, 200, get_events=taken, events=taken, bob_events=taken)


SCHOOL_PAGES: tuple[Page, ...] = (
    *(school_page(f"dossier:{name}", f"{D}/{name}/", 200, 200) for name in PAGES),
    _download("dossier:begrijp_bestand", f"{D}/begrijp.pdf"),
    *(_download(f"dossier:{name}_bestand", f"{D}/{name}.docx") for name in FILES),
)
OPEN_PAGES: tuple[Page, ...] = ()
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = []
ALLOWED: dict[str, Any] = {
    **{f"dossier:{name}": STAFF for name in PAGES},
    "dossier:begrijp_bestand": STAFF,
    **{f"dossier:{name}_bestand": STAFF for name in FILES},
}
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = ()
_DEMO = "/school/999002/beleid/dossier"
BROWSER: dict[str, list[str]] = {
    **{f"dossier:{name}": [f"{_DEMO}/{name}/"] for name in PAGES},
}
ELSEWHERE: dict[str, str] = {
    "dossier:begrijp_bestand": "a download: apps/dossier/test_begrijp.py",
    "dossier:verantwoording_bestand": "a download: apps/dossier/test_verantwoording.py",
    "dossier:ouders_bestand": "a download: apps/dossier/test_ouders.py",
}
