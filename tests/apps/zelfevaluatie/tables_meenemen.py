"""What the walkers must know of taking a round along and of paper: pages only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gokwijs.apps.scholen.models import School
from gokwijs.apps.verklaring.tokens import new_secret
from gokwijs.apps.zelfevaluatie.models import Respondentgroep
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van
from tests.apps.builders import World
from tests.apps.page import Page, school_page
from tests.apps.zelfevaluatie import builders as build
from tests.apps.zelfevaluatie.tables_uitslag import STAFF, WRITERS, K, at
from tests.apps.zelfevaluatie.tables_uitslag import ronde as gesloten

TITEL = "Ronde op papier"


def prepare(world: World) -> None:
    """An open round of each school; the closed one comes with the results."""
    for school, user in ((world.school, world.alice), (world.other, world.charlie)):
        build.open_ronde(school, user, titel=TITEL)


def groep(school: School) -> Respondentgroep:
    return school.rondes.get(titel=TITEL).groepen.get(naam="Leraren")


def on_paper(path: str = "") -> Callable[[World], str]:
    def found(world: World) -> str:
        one = groep(world.school)
        return f"{K}/rondes/{one.ronde_id}/papier/{one.pk}/{path}"

    return found


def _form(world: World) -> dict[str, Any]:
    """A form typed over; it is logged nowhere, and neither is that it was entered."""
    many = len(lijsten_van(groep(world.school).ronde)["team"].items)
    return {
        "sleutel": new_secret(),
        "aantal": "0",
        **{f"v{number}-antwoord": "3" for number in range(1, many + 1)},
    }


def _file(name: str, path: str, bob: int = 200) -> Page:
    """A download is logged, whoever takes it."""
    mine = ("export",) if bob == 200 else ()
    return school_page(
        name, at(path), 200, bob, get_events=("export",), events=("export",), bob_events=mine
    )


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("zelfevaluatie:meenemen", at("meenemen/"), 200, 200),
    _file("zelfevaluatie:verslag", "meenemen/verslag.docx"),
    _file("zelfevaluatie:antwoorden", "meenemen/antwoorden.csv"),
    _file("zelfevaluatie:per_persoon", "meenemen/per-persoon.xlsx", bob=403),
    school_page("zelfevaluatie:papier_invoer", on_paper(), 200, 403, data=_form),
    school_page(
        "zelfevaluatie:papier_pdf",
        on_paper("vragenlijst.pdf"),
        200,
        403,
        get_events=("export",),
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
    page.name: WRITERS if page.get[2] == 403 else STAFF for page in SCHOOL_PAGES
}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("zelfevaluatie:meenemen", lambda w: {"pk": gesloten(w.other).pk}),
    ("zelfevaluatie:verslag", lambda w: {"pk": gesloten(w.other).pk, "vorm": "pdf"}),
    ("zelfevaluatie:antwoorden", lambda w: {"pk": gesloten(w.other).pk, "vorm": "csv"}),
    ("zelfevaluatie:per_persoon", lambda w: {"pk": gesloten(w.other).pk}),
    *(
        (
            f"zelfevaluatie:{name}",
            lambda w: {"pk": groep(w.other).ronde_id, "groep": groep(w.other).pk},
        )
        for name in ("papier_invoer", "papier_pdf")
    ),
)
BROWSER: dict[str, list[str]] = {}
# Why there is no page of its own to look at in the browser.
_JOURNEY = "browser/test_papier.py"
ELSEWHERE: dict[str, str] = {
    "zelfevaluatie:meenemen": _JOURNEY,
    "zelfevaluatie:verslag": "a download",
    "zelfevaluatie:antwoorden": "a download",
    "zelfevaluatie:per_persoon": "a download",
    "zelfevaluatie:papier_invoer": _JOURNEY,
    "zelfevaluatie:papier_pdf": "a download",
}
