"""Scans, forms and pupils for the tests of the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from gokwijs.apps.access.models import User
from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.leerlingen.services import record_verklaring
from gokwijs.apps.loket import services
from gokwijs.apps.loket.models import Document, Moment
from gokwijs.apps.loket.upload import Upload, check_upload
from gokwijs.apps.scholen.models import School
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from tests.apps.builders import TODAY, World

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40 + b"\xff\xd9"
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + b"\x00\x00\x00\x0dIHDR"
    + b"\x00" * 17
    + b"\x00\x00\x00\x00IEND\xaeB`\x82"
)

# The answers as the form sends them.
ANSWERS = {
    "moeder": "andere",
    "vader": "nederlands",
    "broers_zussen": "andere",
    "opleiding": "lager",
    "kanaal": "loket",
    "datum": "2026-03-02",
    "seen": "",
}


def upload(name: str = "formulier.pdf", data: bytes = PDF) -> Upload:
    return check_upload(name, data)


def scan(verklaring: Verklaring, by: User, data: bytes = PDF, today: date = TODAY) -> Document:
    return services.add_document(
        verklaring=verklaring,
        soort=Document.Soort.FORMULIER,
        upload=upload(data=data),
        today=today,
        by=by,
    )


def declared(leerling: Leerling, by: User, **values: Any) -> Verklaring:
    """Everybody at home speaks another language; the mother finished higher education."""
    given: dict[str, Any] = {
        "talen": dict.fromkeys(Gezinslid, Taal.ANDERE),
        "opleiding": Opleiding.HOGER,
        "datum": date(2025, 9, 3),
        "kanaal": Verklaring.Kanaal.PAPIER,
    }
    return record_verklaring(leerling=leerling, by=by, **{**given, **values})


def desk(leerling: Leerling, by: User, **values: Any) -> Verklaring:
    """Through the service of the desk."""
    given: dict[str, Any] = {
        "talen": dict.fromkeys(Gezinslid, Taal.ANDERE),
        "opleiding": Opleiding.HOGER,
        "datum": TODAY,
        "kanaal": Verklaring.Kanaal.LOKET,
        "seen": None,
    }
    return services.declare(leerling=leerling, by=by, **{**given, **values})


def plan(school: School, by: User, **values: Any) -> Moment:
    given: dict[str, Any] = {"datum": TODAY, "plaats": "Refter", "groepen": "instappers"}
    return services.save_moment(school=school, by=by, **{**given, **values})


def document_of(world: World) -> Document:
    return Document.objects.filter(verklaring=world.verklaring).order_by("pk")[0]


def moment_of(world: World) -> Moment:
    return world.school.momenten.order_by("pk")[0]
