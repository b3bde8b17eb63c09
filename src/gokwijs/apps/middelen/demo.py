"""The calculations and letters of the fictional demo schools.

In: a demo school, its example file, a schooljaar. Out: calculations and what a letter says. The
files are the examples of the manual, so that what the demo shows can be repeated by hand.
"""

from __future__ import annotations

import io
import random
from datetime import date
from fractions import Fraction
from importlib.resources import files

from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.middelen import services, services_brief
from gokwijs.apps.middelen.models import VerschilNota
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.services import save_facts
from gokwijs.core.calendar import Schooljaar, teldag
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.middelen.officieel import LINES

_NEE = int(Antwoord.NEE)
# What a fictional letter says: one line is equal, one inside our interval, some differ.
LETTERS = {
    "999001": {
        "uren.ses_lestijden_kleuter.": "13",
        "uren.ses_lestijden_lager.": "25",
        "leerlingen.kleuter.": "54",
        "telling.kleuter.opleiding_moeder": "11",
        "telling.kleuter.thuistaal": "24",
        "leerlingen.lager.": "102",
        "telling.lager.opleiding_moeder": "29",
        "telling.lager.thuistaal": "39",
        "leerlingen.verhouding.": "152",
        "telling.verhouding.schooltoeslag": "71",
    },
    "999002": {
        "uren.uren_leraar_so_1.": "14",
        "uren.uren_leraar_so_23.": "9",
        "leerlingen.so.": "257",
        "telling.so.opleiding_moeder": "86.5",
        "telling.so.schooltoeslag": "111.5",
        "telling.so.thuistaal": "70",
        "telling.so.buurt": "121",
    },
}


def build_means(school: School, filename: str, schooljaar: Schooljaar, by: User) -> None:
    """The calculations of two school years, and the letter of the newest."""
    data = (files("gokwijs") / "inhoud" / "voorbeelden" / filename).read_bytes()
    for year, seed in ((schooljaar.previous, 5), (schooljaar, None)):
        _facts(school, year, by)
        _calculate(school, year, data if seed is None else _thinned(data, seed), by)
    _letter(school, schooljaar, by)


def _facts(school: School, schooljaar: Schooljaar, by: User) -> None:
    basis = school.instellingsnummer == "999001"
    save_facts(
        school=school,
        schooljaar=schooljaar,
        by=by,
        brussel=_NEE,
        nieuwe_school=_NEE,
        vestigingen_verspreid=_NEE,
        lezing_vestigingen="",
        toeslag_leerlingen=71 if basis else None,
        toeslag_noemer=152 if basis else None,
    )


def _thinned(data: bytes, seed: int) -> bytes:
    """The year before: the same file with some pupils fewer."""
    chance = random.Random(seed)  # not for secrets: a repeatable demo
    header, *rows = data.decode("utf-8-sig").splitlines()
    kept = [row for row in rows if chance.random() > 0.06]
    return "\n".join((header, *kept)).encode()


def _calculate(school: School, schooljaar: Schooljaar, data: bytes, by: User) -> None:
    earlier = _thinned(data, 7) if school.instellingsnummer != "999001" else None
    upload = services.read_upload(
        school=school,
        schooljaar=schooljaar,
        teldag=teldag(schooljaar),
        stream=io.BytesIO(data),
        filename=f"leerlingen-{school.instellingsnummer}.csv",
        vorige_stream=io.BytesIO(earlier) if earlier else None,
        vorige_filename="leerlingen-jaar-eerder.csv",
        by=by,
    )
    assert upload.inlezing is not None, upload.problems
    services.confirm(inlezing=upload.inlezing, by=by)


def _letter(school: School, schooljaar: Schooljaar, by: User) -> None:
    lines = LETTERS.get(school.instellingsnummer)
    if lines is None:
        return
    services_brief.record_brief(
        school=school,
        schooljaar=schooljaar,
        head=services_brief.Head(
            document=f"Verzonnen brief, omkadering {schooljaar}",
            datum=min(timezone.localdate(), date(schooljaar.start, 3, 20)),
            referentie="DEMO/17",
            teldag=teldag(schooljaar),
        ),
        lines={LINES[c]: services_brief.Typed(Fraction(v)) for c, v in lines.items()},
        by=by,
    )
    if school.instellingsnummer == "999001":
        services_brief.note_verschil(
            school=school,
            schooljaar=schooljaar,
            line=LINES["telling.lager.thuistaal"],
            staat=VerschilNota.Staat.BETWIST,
            tekst="Gevraagd bij AgODi welke leerlingen daar meer geteld zijn.",
            officieel="39",
            eigen="31 tot 34",
            by=by,
        )
