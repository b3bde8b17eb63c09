"""Files with pupils and imports in every state, for the tests of this room."""

from __future__ import annotations

import io
import zlib
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.inlezen import services
from gokwijs.apps.inlezen.models import ImportBestand, LeerlingImport, Profiel
from gokwijs.apps.inlezen.selectors import open_table
from gokwijs.apps.scholen.models import School
from gokwijs.core.leerlingen.inlezen.profiel import best, guess_start, start_profiles

HEADER = "stamnummer;naam;voornaam;onderwijsniveau;leerjaar;klas;opleiding_moeder;thuistaal"
DAY = date(2026, 3, 2)
DPIA = "ja, van 2026-01-15"


def row(stamnummer: str, naam: str = "Nieuw", klas: str = "L1A", **cells: str) -> str:
    given = {"voornaam": "Nele", "leerjaar": "1", "opleiding": "nee", "taal": "nee", **cells}
    return ";".join(
        (
            *(stamnummer, naam, given["voornaam"], "lager", given["leerjaar"], klas),
            *(given["opleiding"], given["taal"]),
        )
    )


def csv(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *rows)).encode()


def preview(
    school: School, by: User, data: bytes, *, uitschrijven: bool = False, day: date = DAY
) -> LeerlingImport:
    """Uploaded, mapped by the best guess, compared; nothing applied."""
    upload = services.import_file(
        school=school,
        stream=io.BytesIO(data),
        filename="leerlingen.csv",
        peildatum=day,
        by=by,
        uitschrijven=uitschrijven,
    )
    assert upload.leerling_import is not None, upload.problems
    return upload.leerling_import


def apply(one: LeerlingImport, by: User, **given: Any) -> LeerlingImport:
    sure = {"dpia": DPIA, "krimp": True, "leeg": True}
    return services.apply_import(leerling_import=one, by=by, **{**sure, **given})


def stored(school: School, data: bytes, status: str, bestand: str) -> LeerlingImport:
    """A row in some state, without the work that leads there: the world of every test has some."""
    mapping = _mapping(data)
    profiel, _ = Profiel.objects.get_or_create(
        school=school, naam="eigen", versie=1, defaults={"inhoud": mapping}
    )
    one = LeerlingImport.objects.create(
        school=school,
        status=status,
        bestand=bestand,
        bestand_hash="0" * 64,
        profiel=profiel,
        peildatum=DAY,
        uitschrijven=False,
        toegepast_op=timezone.now() if status == "toegepast" else None,
        verloopt=DAY + timedelta(days=30),
        door_naam="Alice Adams",
    )
    ImportBestand.objects.create(leerling_import=one, inhoud=zlib.compress(data, 1))
    return one


@cache
def _mapping(data: bytes) -> dict[str, Any]:
    table, _ = open_table(data, "leerlingen.csv")
    return best(guess_start(table.header, p) for p in start_profiles().values()).mapping.to_json()
