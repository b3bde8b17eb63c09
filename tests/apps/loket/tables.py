"""What the walkers must know of the room of the desk: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from gokwijs.apps.leerlingen import services as leerling_services
from gokwijs.apps.leerlingen.models import Verklaring
from gokwijs.apps.loket import services
from gokwijs.apps.loket.models import Document, Moment
from tests.apps.builders import TODAY, World, upload_of
from tests.apps.loket.builders import (
    ANSWERS,
    PDF,
    declared,
    desk,
    document_of,
    moment_of,
    plan,
    scan,
    upload,
)
from tests.apps.page import LOGIN, Outcomes, Page, S, school_page

L = f"{S}/loket"
TO_PUPIL = "→" + L
_ONLY_POST: Outcomes = (LOGIN, 405, 405, 405)


def prepare(world: World) -> None:
    """A closed moment, and a scan with the declaration of Vic Verklaard."""
    plan(world.school, world.alice, klaar=True)
    scan(world.verklaring, world.alice)


def _their_document(world: World) -> dict[str, Any]:
    verklaring = declared(world.their_leerling, world.charlie)
    return {"pk": scan(verklaring, world.charlie).pk}


def _counting(world: World) -> Verklaring:
    """Of Vic, or of Noor once that of Vic is withdrawn."""
    return Verklaring.objects.filter(leerling__school=world.school, vervangen=False).order_by("pk")[
        0
    ]


def _stored_on(verklaring: Verklaring) -> date:
    return timezone.localtime(verklaring.vastgelegd).date()


def _withdraw_alone(world: World) -> None:
    verklaring = _counting(world)
    for document in verklaring.documenten.all():
        services.delete_document(document=document, by=world.alice)
    leerling_services.withdraw_verklaring(
        verklaring=verklaring, today=_stored_on(verklaring), by=world.alice
    )


def _withdraw(world: World) -> None:
    verklaring = _counting(world)
    services.withdraw(verklaring=verklaring, today=_stored_on(verklaring), by=world.alice)


def _declare(world: World) -> Verklaring:
    now = world.leerling.verklaringen.filter(vervangen=False).first()
    return desk(world.leerling, world.alice, seen=now and now.pk, reden="een diploma behaald")


def _pdf() -> Any:
    return upload_of(PDF, "scan.pdf")


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("loket:start", f"{L}/", 200, 403),
    school_page(
        "loket:momenten",
        f"{L}/momenten/",
        200,
        403,
        (403, f"→{L}/momenten/"),
        data=lambda w: {"datum": "2026-03-09", "plaats": "Turnzaal", "aanwezig": ["tolk"]},
        events=("moment.gepland",),
    ),
    school_page(
        "loket:moment",
        lambda w: f"{L}/momenten/{moment_of(w).pk}/",
        200,
        403,
        (403, f"→{L}/momenten/"),
        data=lambda w: {"datum": "2026-03-09", "plaats": "Turnzaal"},
        events=("moment.aangepast",),
    ),
    school_page(
        "loket:stapel",
        f"{L}/stapel/",
        200,
        403,
        (403, f"→{L}/stapel/"),
        data=lambda w: {
            "rij": w.leerling.pk,
            f"r{w.leerling.pk}-moeder": "n",
            f"r{w.leerling.pk}-vader": "A",
            f"r{w.leerling.pk}-broers_zussen": "X",
            f"r{w.leerling.pk}-opleiding": "5",
            f"r{w.leerling.pk}-datum": "2026-02-27",
        },
        events=("verklaring.vastgelegd",),
    ),
    Page(
        "loket:besluit",
        lambda w: f"{L}/besluit/",
        _ONLY_POST,
        (LOGIN, 404, 403, 200),
        data=lambda w: ANSWERS,
    ),
    school_page(
        "loket:bewaartermijnen",
        f"{L}/bewaartermijnen/",
        200,
        403,
        (403, f"→{L}/bewaartermijnen/"),
    ),
    school_page(
        "loket:verklaring",
        lambda w: f"{L}/{w.declared.pk}/?antwoorden=1",
        200,
        403,
        (403, TO_PUPIL),
        data=lambda w: {"doe": "ondertekend", "seen": w.verklaring.pk},
        events=("verklaring.ondertekend",),
        get_events=("verklaring.ingekeken",),
    ),
    Page(
        "loket:opladen",
        lambda w: f"{L}/{w.declared.pk}/document/",
        _ONLY_POST,
        (LOGIN, 404, 403, TO_PUPIL),
        data=lambda w: {"soort": "formulier", "scan": _pdf()},
        events=("document.opgeladen",),
    ),
    school_page(
        "loket:document",
        lambda w: f"{L}/document/{document_of(w).pk}/",
        200,
        403,
        (403, TO_PUPIL),
        data=lambda w: {"scan": _pdf()},
        events=("document.vervangen",),
    ),
    Page(
        "loket:bestand",
        lambda w: f"{L}/document/{document_of(w).pk}/bestand/",
        (LOGIN, 404, 403, 200),
        (LOGIN, 404, 403, 405),
        get_events=("document.bekeken",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()
# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "loket.save_moment": (lambda w: plan(w.school, w.alice), ["moment.gepland"]),
    "loket.tick_moment": (
        lambda w: services.tick_moment(moment=moment_of(w), klaar=False, by=w.alice),
        ["moment.aangepast"],
    ),
    "loket.delete_moment": (
        lambda w: services.delete_moment(moment=w.school.momenten.all()[0], by=w.alice),
        ["moment.verwijderd"],
    ),
    "loket.declare": (_declare, ["verklaring.vastgelegd"]),
    "loket.add_document": (lambda w: scan(w.verklaring, w.alice), ["document.opgeladen"]),
    "loket.replace_document": (
        lambda w: services.replace_document(
            document=w.verklaring.documenten.all()[0], upload=upload(), by=w.alice
        ),
        ["document.vervangen"],
    ),
    "loket.delete_document": (
        lambda w: services.delete_document(document=w.verklaring.documenten.all()[0], by=w.alice),
        ["document.verwijderd"],
    ),
    # These need a declaration that counts, so they come last where all run after each other.
    "leerlingen.withdraw_verklaring": (
        _withdraw_alone,
        ["document.verwijderd", "verklaring.ingetrokken"],
    ),
    "loket.withdraw": (_withdraw, ["document.verwijderd", "verklaring.ingetrokken"]),
    "loket.purge": (
        lambda w: services.purge(today=date(2040, 1, 1), by=w.alice, school=w.school),
        ["bewaring.opgeruimd"],
    ),
}
# Keys of the data of events of this room: never a name or an answer of a pupil.
EVENT_KEYS: tuple[str, ...] = ("soort", "documenten", "verklaringen")
READS: dict[str, Callable[[World], Any]] = {}


def _document(world: World, **values: Any) -> Document:
    given: dict[str, Any] = {"bestand": "0" * 32, "grootte": 1, "opgeladen": timezone.now()}
    return Document.objects.create(verklaring=world.verklaring, **{**given, **values})


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    ("moment_has_place", lambda w: Moment.objects.create(school=w.school, datum=TODAY)),
    ("document_size", lambda w: _document(w, grootte=0)),
    ("document_size", lambda w: _document(w, grootte=10 * 1024 * 1024 + 1)),
    ("Document.bestand", lambda w: _document(w, bestand=document_of(w).bestand)),
    (
        "Hulp.verklaring",
        lambda w: [moment_of(w).hulp.create(verklaring=w.verklaring) for _ in "ab"],
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
DECLARE = {"directeur", "secretariaat"}
ALLOWED: dict[str, Any] = {page.name: DECLARE for page in SCHOOL_PAGES}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("loket:verklaring", lambda w: {"pk": w.their_leerling.pk}),
    ("loket:opladen", lambda w: {"pk": w.their_leerling.pk}),
    ("loket:moment", lambda w: {"pk": plan(w.other, w.charlie).pk}),
    ("loket:document", _their_document),
    ("loket:bestand", _their_document),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
_D = "/school/999001/loket"
BROWSER: dict[str, list[str]] = {
    "loket:start": [f"{_D}/", f"{_D}/?staat=alle"],
    "loket:momenten": [f"{_D}/momenten/"],
    "loket:stapel": [f"{_D}/stapel/"],
    "loket:bewaartermijnen": [f"{_D}/bewaartermijnen/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "loket:verklaring": "test_desk: one family",
    "loket:moment": "test_desk: one moment",
    "loket:document": "test_desk: a scan",
    "loket:opladen": "an answer to a POST",
    "loket:bestand": "a download",
    "loket:besluit": "a fragment",
}
