"""A school with figures fixed for its team and a whole plan, and its dossier frozen or opened."""

from __future__ import annotations

import io
import zipfile
from types import SimpleNamespace
from typing import Any

from pypdf import PdfReader

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse import services_stand
from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.dossier.bundel_delen import Deel, Keus
from gokwijs.apps.dossier.bundel_inhoud import Herkomst, Inhoud, maak_inhoud
from gokwijs.apps.dossier.models_bundel import DEEL, Bundel
from gokwijs.apps.dossier.services_bundel import bevries
from gokwijs.apps.loket import storage
from gokwijs.apps.middelen.models import Berekening
from gokwijs.core.calendar import Schooljaar
from tests.apps.analyse.builders import NU, So, secundaire_school
from tests.apps.builders import TODAY
from tests.apps.dossier.document_builders import gevuld

ALLES = Keus(tuple(Deel))


def school_met_cijfers() -> tuple[So, Plan]:
    """110 pupils, figures fixed for the team, the whole chain of a plan."""
    so = secundaire_school()
    services_stand.leg_vast(school=so.school, schooljaar=NU, today=TODAY, by=so.alice, wachten=True)
    world: Any = SimpleNamespace(school=so.school, alice=so.alice, bob=so.alice)
    return so, gevuld(world)


def inhoud(plan: Plan, keus: Keus = ALLES) -> Inhoud:
    return maak_inhoud(plan, keus, Herkomst("Directeur", "Alice Adams", ()), TODAY)


def bevroren(plan: Plan, by: User, keus: Keus = ALLES, **values: Any) -> Bundel:
    given: dict[str, Any] = {
        "doel": "doorlichting",
        "met_sjabloon": False,
        "rol": "Directeur",
        "today": TODAY,
        "wachten": True,
        **values,
    }
    found = bevries(plan=plan, keus=keus, by=by, **given)
    assert found.melding == ""
    return found


def bestanden(bundel: Bundel) -> dict[str, bytes]:
    """Every file by kind."""
    return {one.soort: storage.read(one.bestand, DEEL) for one in bundel.bestanden.all()}


def uitgepakt(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def alles_uitgepakt(files: dict[str, bytes]) -> dict[str, bytes]:
    """Every part of every file, down to the streams and the text of the PDF."""
    found: dict[str, bytes] = {}
    for name, data in files.items():
        if name.endswith(("pdf", ".pdf")):
            reader = PdfReader(io.BytesIO(data))
            found[name] = data + "\n".join(p.extract_text() for p in reader.pages).encode()
            for place, page in enumerate(reader.pages):
                contents = page.get_contents()
                found[f"{name}:{place}"] = contents.get_data() if contents is not None else b""
        elif data[:2] == b"PK":
            inside = uitgepakt(data)
            found |= {f"{name}/{k}": v for k, v in alles_uitgepakt(inside).items()}
        else:
            found[name] = data
    return found


def berekend(so: So, jaar: Schooljaar) -> None:
    """A stored calculation with one exact step."""
    step = {
        "naam": "Som",
        "zin": "som van de punten",
        "waarde": "43.69268",
        "eenheid": "uren",
        "artikel": "CSO art. 225",
        "bron": "codex",
        "tekststand": None,
        "status": "wettekst",
        "soort": "som",
        "open_vragen": [],
        "delen": [],
    }
    Berekening.objects.create(
        school=so.school,
        schooljaar=jaar.start,
        herkomst="telling",
        telling={},
        school_data={},
        resultaten=[
            {
                "regeling": "uren_leraar_so_1",
                "titel": "Uren-leraar",
                "resultaat": "44",
                "minimum": "44",
                "maximum": "44",
                "eenheid": "uren",
                "som": "43.69268",
                "status": "wettekst",
                "redenen": [],
                "stappen": [step],
                "bewijs": {
                    "schooljaar": str(jaar),
                    "versie": "0.1.0",
                    "telling": "aa",
                    "vorige_telling": None,
                    "school": "bb",
                    "regels_hash": "cc",
                    "data": {},
                    "regels": {},
                },
            }
        ],
        versie="0.1.0",
        by=so.alice,
        by_naam="Alice Adams",
    )
