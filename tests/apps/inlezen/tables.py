"""What the walkers must know of the room of imports of pupils: pages, writes, constraints."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from gokwijs.apps.inlezen import services
from gokwijs.apps.inlezen.models import ImportBestand, ImportRegel, LeerlingImport, Profiel
from gokwijs.apps.inlezen.selectors import guesses, stored_table
from gokwijs.core.leerlingen.inlezen.profiel import best
from tests.apps.builders import World, upload_of
from tests.apps.inlezen.builders import DAY, apply, csv, preview, row, stored
from tests.apps.page import LOGIN, Page, S, school_page

I = f"{S}/leerlingen/inlezen"  # noqa: E741
_FILE = csv(row("2599001"), row("2599002", klas="L1B"))


def _preview(world: World) -> LeerlingImport:
    return world.school.leerling_imports.get(bestand="wacht.csv")


def _applied(world: World) -> LeerlingImport:
    return world.school.leerling_imports.get(bestand="gedaan.csv")


def _theirs(world: World) -> LeerlingImport:
    return world.other.leerling_imports.get()


def prepare(world: World) -> None:
    """One that waits for a yes, one that was done, one that was interrupted, and one elsewhere."""
    stored(world.school, _FILE, "nakijken", "wacht.csv")
    stored(world.school, _FILE, "toegepast", "gedaan.csv")
    stored(world.school, _FILE, "lezen", "onderbroken.csv")
    stored(world.other, _FILE, "nakijken", "elders.csv")


def _mapping(world: World) -> dict[str, Any]:
    one = _preview(world)
    guess = best(guesses(world.school, stored_table(one).header))
    return {
        "leerling_import": one,
        "mapping": guess.mapping,
        "naam": guess.naam,
        "peildatum": DAY,
        "uitschrijven": False,
        "by": world.alice,
    }


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page(
        "inlezen:start",
        f"{I}/",
        200,
        403,
        (403, f"→{I}/"),
        data=lambda w: {"bestand": upload_of(_FILE)},
        events=("import.gestart",),
    ),
    school_page("inlezen:voorbeeld", f"{I}/voorbeeld.csv", 200, 403),
    school_page("inlezen:resultaat", lambda w: f"{I}/{_applied(w).pk}/", 200, 403),
    school_page(
        "inlezen:kolommen", lambda w: f"{I}/{_preview(w).pk}/kolommen/", 200, 403, (403, 200)
    ),
    school_page(
        "inlezen:nakijken",
        lambda w: f"{I}/{_preview(w).pk}/nakijken/",
        200,
        403,
        (403, f"→{I}/"),
        data=lambda w: {"verwerpen": "1"},
        get_events=("import.bekeken",),
        events=("import.verworpen",),
    ),
    school_page("inlezen:voortgang", lambda w: f"{I}/{_preview(w).pk}/voortgang/", 200, 403),
    Page(
        "inlezen:terugdraaien",
        lambda w: f"{I}/{_applied(w).pk}/terugdraaien/",
        (LOGIN, 405, 405, 405),
        (LOGIN, 404, 403, f"→{I}/"),
        events=("import.teruggedraaid",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()
# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "inlezen.upload_file": (
        lambda w: services.upload_file(
            school=w.school, stream=io.BytesIO(_FILE), filename="nieuw.csv", by=w.alice
        ),
        ["import.gestart"],
    ),
    "inlezen.choose_mapping": (
        lambda w: services.choose_mapping(**_mapping(w)),
        ["import.gekoppeld"],
    ),
    "inlezen.make_preview": (
        lambda w: services.make_preview(leerling_import=_preview(w), by=w.alice),
        ["import.nagekeken"],
    ),
    "inlezen.apply_import": (
        lambda w: apply(services.make_preview(leerling_import=_preview(w), by=w.alice), w.alice),
        ["import.nagekeken", "import.toegepast"],
    ),
    "inlezen.reject_import": (
        lambda w: services.reject_import(leerling_import=_preview(w), by=w.alice),
        ["import.verworpen"],
    ),
    "inlezen.undo_import": (
        lambda w: services.undo_import(leerling_import=_applied(w), by=w.alice),
        ["import.teruggedraaid"],
    ),
    "inlezen.restart_import": (
        lambda w: services.restart_import(
            leerling_import=w.school.leerling_imports.get(bestand="onderbroken.csv"), by=w.alice
        ),
        ["import.herstart"],
    ),
    "inlezen.purge": (
        lambda w: services.purge(today=date(2040, 1, 1), by=w.alice),
        ["import.opgeruimd"] * 4,
    ),
    "inlezen.import_file": (
        lambda w: preview(w.school, w.alice, csv(row("2599009"))),
        ["import.gestart", "import.gekoppeld", "import.nagekeken"],
    ),
}
# Keys of the data of events of this room: never a name or an answer of a pupil.
EVENT_KEYS: tuple[str, ...] = (
    *("rijen", "bestand", "profiel", "peildatum", "import", "antwoord"),
    *("nieuw", "gewijzigd", "weg", "ongewijzigd"),
)
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "profiel_once_per_version",
        lambda w: [
            Profiel.objects.create(school=w.school, naam="x", versie=1, inhoud={}) for _ in "ab"
        ],
    ),
    (
        "import_applied_when",
        lambda w: LeerlingImport.objects.filter(pk=_preview(w).pk).update(status="toegepast"),
    ),
    (
        "import_regel_soort",
        lambda w: ImportRegel.objects.create(leerling_import=_preview(w), soort="anders", rij=1),
    ),
    (
        "ImportBestand.leerling_import",
        lambda w: ImportBestand.objects.create(leerling_import=_preview(w), inhoud=b""),
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {page.name: {"directeur", "secretariaat"} for page in SCHOOL_PAGES}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = tuple(
    (page.name, lambda w: {"pk": _theirs(w).pk})
    for page in SCHOOL_PAGES
    if page.name not in ("inlezen:start", "inlezen:voorbeeld")
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {"inlezen:start": ["/school/999001/leerlingen/inlezen/"]}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "inlezen:voorbeeld": "a download",
    "inlezen:kolommen": "test_inlezen: from file to undo",
    "inlezen:nakijken": "test_inlezen: from file to undo",
    "inlezen:resultaat": "test_inlezen: from file to undo",
    "inlezen:voortgang": "a part of a page, while long work runs",
    "inlezen:terugdraaien": "an answer to a POST",
}
