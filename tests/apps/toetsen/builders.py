"""Toetsen, afnamen, scores and files with meaningful defaults."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Schaal, Score, Soort, Toets

JANUARY = date(2026, 1, 12)


def toets(school: School, naam: str = "Lezen", **values: Any) -> Toets:
    """From 0 to 40 points, higher is better."""
    known = {
        "soort": Soort.LEERPRESTATIES,
        "schaal": Schaal.PUNTEN,
        "laagste": Decimal(0),
        "hoogste": Decimal(40),
    }
    return Toets.objects.create(
        school=school, naam=naam, door_naam="Alice Adams", **{**known, **values}
    )


def afname(of: Toets, naam: str = "begin", datum: date = JANUARY) -> Afname:
    return Afname.objects.create(toets=of, naam=naam, datum=datum, door_naam="Alice Adams")


def score(
    of: Afname, leerling: Leerling, waarde: str | None, ontbreekt: str = "", klas: str = "L6A"
) -> Score:
    return Score.objects.create(
        afname=of,
        leerling=leerling,
        klas=klas,
        waarde=None if waarde is None else Decimal(waarde),
        ontbreekt=ontbreekt if waarde is None else "",
        door_naam="Alice Adams",
    )


def afwezig(of: Afname, leerling: Leerling) -> Score:
    return score(of, leerling, None, Ontbreekt.AFWEZIG)


def bestand(*rows: tuple[str, ...], kop: str = "stamnummer;score") -> bytes:
    return "\n".join((kop, *(";".join(row) for row in rows))).encode()
