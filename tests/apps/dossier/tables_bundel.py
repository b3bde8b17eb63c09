"""What the walkers must know of the frozen dossiers."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import transaction
from pypdf import PdfWriter

from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.dossier import services_bundel
from gokwijs.apps.dossier.bundel_delen import Deel, Keus
from gokwijs.apps.dossier.models_bundel import DEEL, Bundel, Bundelbestand
from gokwijs.apps.loket import storage
from gokwijs.apps.scholen.models import School
from tests.apps.builders import TODAY, World
from tests.apps.dossier.tables import STAFF, D, only_post
from tests.apps.page import Page, school_page

MAKERS = {"directeur", "gok_coordinator"}
WERKZONE = {"directeur", "gok_coordinator", "zorg", "secretariaat", "financien"}
NAAM = "Plan voor het dossier"


def prepare(world: World) -> None:
    """A plan of each school to freeze, and a dossier that was frozen."""
    for school in (world.school, world.other):
        Plan.objects.create(
            school=school,
            naam=NAAM,
            schooljaar_van=2020,
            schooljaar_tot=2020,
            visie="Iedereen hoort erbij.",
            door_naam="Alice Adams",
            gewijzigd_door="Alice Adams",
        )
        made = Bundel.objects.create(
            school=school,
            plan_naam=NAAM,
            dag=TODAY,
            delen=["visie"],
            status="klaar",
            gedaan=7,
            totaal=7,
            door_naam="Alice Adams",
            door_rol="Directeur",
        )
        Bundelbestand.objects.create(
            bundel=made,
            soort="pdf",
            naam="dossier.pdf",
            bestand=storage.store(_pdf(), DEEL),
            grootte=len(_pdf()),
            sha256="0" * 64,
            hmac="0" * 64,
        )


@cache
def _pdf() -> bytes:
    """One empty page: what is downloaded is read."""
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.write(out)
    return out.getvalue()


def plan(school: School) -> Plan:
    return school.plannen.get(naam=NAAM)


def bundel(school: School) -> Bundel:
    return school.bundels.order_by("pk")[0]


def _path(rest: str = "") -> Callable[[World], str]:
    return lambda w: f"{D}/map/{bundel(w.school).pk}/{rest}"


def _nieuw(world: World) -> dict[str, Any]:
    return {"plan": plan(world.school).pk, "delen": ["visie"]}


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("dossier:bundels", f"{D}/map/", 200, 200),
    school_page(
        "dossier:bundel_nieuw",
        f"{D}/map/nieuw/",
        200,
        403,
        (403, f"→{D}/map/"),
        data=_nieuw,
        events=("dossier.bundel", "dossier.bundel_klaar"),
    ),
    school_page("dossier:bundel", _path(), 200, 200),
    only_post(
        "dossier:bundel_weg",
        _path("weg/"),
        403,
        f"→{D}/map/",
        data=lambda w: {"reden": "verkeerd plan"},
        events=("dossier.bundel_weg",),
    ),
    school_page(
        "dossier:bundel_bestand",
        _path("pdf/"),
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
)
# What takes it away comes last: its file is still asked for.
SCHOOL_PAGES = tuple(sorted(SCHOOL_PAGES, key=lambda page: page.name == "dossier:bundel_weg"))
OPEN_PAGES: tuple[Page, ...] = ()


def _freeze(world: World) -> Bundel:
    return services_bundel.bevries(
        plan=plan(world.school),
        keus=Keus((Deel.VISIE,)),
        doel="",
        met_sjabloon=False,
        rol="Directeur",
        today=TODAY,
        by=world.alice,
    )


def _back(world: World) -> None:
    found = bundel(world.school)
    with transaction.atomic():
        services_bundel.zet_bundel_terug(bundel=found, by=world.alice)
        services_bundel.verwijder_bundel(bundel=found, reden="x", by=world.alice)


WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "dossier.bevries": (_freeze, ["dossier.bundel", "dossier.bundel_klaar"]),
    "dossier.verwijder_bundel": (
        lambda w: services_bundel.verwijder_bundel(bundel=bundel(w.school), reden="x", by=w.alice),
        ["dossier.bundel_weg"],
    ),
    "dossier.zet_bundel_terug": (_back, ["dossier.bundel_terug", "dossier.bundel_weg"]),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {
    "dossier.kijk_na": lambda w: services_bundel.kijk_na(Bundel.objects.filter(school=w.school)[0]),
    "dossier.sleutel": lambda w: services_bundel.sleutel(),
}


def _bundel(world: World, **values: Any) -> Bundel:
    given = {
        "plan_naam": "x",
        "dag": TODAY,
        "delen": [],
        "door_naam": "x",
        "door_rol": "x",
        **values,
    }
    return Bundel.objects.create(school=world.school, **given)


def _file_twice(world: World) -> Bundelbestand:
    return Bundelbestand.objects.create(
        bundel=bundel(world.school),
        soort="pdf",
        naam="x",
        bestand="0" * 32,
        grootte=1,
        sha256="0" * 64,
        hmac="0" * 64,
    )


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    ("bundel_progress", lambda w: _bundel(w, gedaan=2, totaal=1)),
    ("bundel_gone_with_reason", lambda w: _bundel(w, verwijderd="2026-03-02T10:00:00Z")),
    ("bundel_one_at_a_time", lambda w: [_bundel(w), _bundel(w)]),
    ("bundelbestand_once", _file_twice),
]
ALLOWED: dict[str, Any] = {
    "dossier:bundels": STAFF,
    "dossier:bundel_nieuw": MAKERS,
    "dossier:bundel": STAFF,
    "dossier:bundel_weg": MAKERS,
    "dossier:bundel_bestand": STAFF,
}
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("dossier:bundel", lambda w: {"pk": bundel(w.other).pk}),
    ("dossier:bundel_weg", lambda w: {"pk": bundel(w.other).pk}),
    ("dossier:bundel_bestand", lambda w: {"pk": bundel(w.other).pk, "soort": "pdf"}),
)
BROWSER: dict[str, list[str]] = {
    "dossier:bundels": ["/school/999002/beleid/dossier/map/"],
    "dossier:bundel_nieuw": ["/school/999002/beleid/dossier/map/nieuw/"],
}
ELSEWHERE: dict[str, str] = {
    "dossier:bundel": "apps/dossier/test_bundel_pages.py: a frozen one",
    "dossier:bundel_weg": "a form of dossier:bundel",
    "dossier:bundel_bestand": "a file, not a page",
}
