"""What the walkers must know of the document of a plan and the template of a school."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.dossier import services_sjabloon
from gokwijs.apps.dossier.models_sjabloon import SchoolSjabloon
from gokwijs.apps.dossier.sjabloon import DEEL
from gokwijs.apps.dossier.sjabloon_standaard import standaardsjabloon
from gokwijs.apps.loket import storage
from gokwijs.apps.scholen.models import School
from tests.apps.builders import World
from tests.apps.dossier.tables import STAFF, WRITERS, D, only_post
from tests.apps.page import Page, school_page

KEUZE = "publiek=team&onderdelen=visie&vorm=docx"


def prepare(world: World) -> None:
    """A plan of each school to print, and a template that is used."""
    for school in (world.school, world.other):
        Plan.objects.create(
            school=school,
            naam="Plan om te printen",
            schooljaar_van=2021,
            schooljaar_tot=2021,
            visie="Iedereen hoort erbij.",
            door_naam="Alice Adams",
            gewijzigd_door="Alice Adams",
        )
        SchoolSjabloon.objects.create(
            school=school,
            naam="Huisstijl.docx",
            bestand=storage.store(standaardsjabloon(), DEEL),
            grootte=1,
            door_naam="Alice Adams",
        )


def plan(school: School) -> Plan:
    return school.plannen.get(naam="Plan om te printen")


def sjabloon(school: School) -> SchoolSjabloon:
    return school.sjablonen.order_by("pk")[0]


def _path(rest: str = "") -> Callable[[World], str]:
    return lambda w: f"{D}/plan/{plan(w.school).pk}/{rest}"


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("dossier:document", _path(), 200, 200),
    school_page(
        "dossier:document_bestand",
        _path(f"bestand/?{KEUZE}"),
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
    school_page(
        "dossier:sjabloon",
        f"{D}/sjabloon/",
        200,
        403,
        (403, f"→{D}/sjabloon/"),
        data=lambda w: {"bestand": SimpleUploadedFile("nieuw.docx", standaardsjabloon())},
        events=("dossier.sjabloon",),
    ),
    only_post(
        "dossier:sjabloon_kies",
        f"{D}/sjabloon/kies/",
        403,
        f"→{D}/sjabloon/",
        data=lambda w: {"sjabloon": sjabloon(w.school).pk},
        events=("dossier.sjabloon_gekozen",),
    ),
    school_page("dossier:sjabloon_standaard", f"{D}/sjabloon/standaard.docx", 200, 403),
    school_page(
        "dossier:sjabloon_bestand",
        lambda w: f"{D}/sjabloon/{sjabloon(w.school).pk}.docx",
        200,
        403,
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "dossier.bewaar_sjabloon": (
        lambda w: services_sjabloon.bewaar_sjabloon(
            school=w.school, naam="a.docx", data=standaardsjabloon(), by=w.alice
        ),
        ["dossier.sjabloon"],
    ),
    "dossier.kies_sjabloon": (
        lambda w: services_sjabloon.kies_sjabloon(school=w.school, sjabloon=None, by=w.alice),
        ["dossier.sjabloon_uit"],
    ),
    "dossier.verwijder_sjabloon": (
        lambda w: services_sjabloon.verwijder_sjabloon(sjabloon=sjabloon(w.school), by=w.alice),
        ["dossier.sjabloon_weg"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ("dossier.sjabloon_gekozen",)
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "sjabloon_one_in_use",
        lambda w: SchoolSjabloon.objects.create(
            school=w.school, naam="x.docx", bestand="0" * 32, grootte=1, door_naam="x"
        ),
    ),
]
ALLOWED: dict[str, Any] = {
    "dossier:document": STAFF,
    "dossier:document_bestand": STAFF,
    "dossier:sjabloon": WRITERS,
    "dossier:sjabloon_kies": WRITERS,
    "dossier:sjabloon_standaard": WRITERS,
    "dossier:sjabloon_bestand": WRITERS,
}
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("dossier:document", lambda w: {"pk": plan(w.other).pk}),
    ("dossier:document_bestand", lambda w: {"pk": plan(w.other).pk}),
    ("dossier:sjabloon_bestand", lambda w: {"pk": sjabloon(w.other).pk}),
)
BROWSER: dict[str, list[str]] = {
    "dossier:sjabloon": ["/school/999002/beleid/dossier/sjabloon/"],
}
ELSEWHERE: dict[str, str] = {
    "dossier:document": "browser/test_beleid.py: both documents",
    "dossier:document_bestand": "a download",
    "dossier:sjabloon_kies": "a form of dossier:sjabloon",
    "dossier:sjabloon_standaard": "a download",
    "dossier:sjabloon_bestand": "a download",
}
