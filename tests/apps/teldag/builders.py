"""A school with pupils, made at once, for the tests of the teldag."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling, Verklaring
from gokwijs.apps.leerlingen.services import record_verklaring
from gokwijs.apps.scholen.models import School
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.core.telling.columns import fold
from tests.apps.builders import World

SEPTEMBER = date(2025, 9, 1)


def bulk(
    school: School,
    number: int,
    *,
    naam: str = "Groep",
    klas: str = "L1A",
    niveau: str = "lager",
    graad: str = "",
    leerjaar: str = "1",
    halves: int = 2,
    **kenmerken: int,
) -> list[Leerling]:
    """So many equal pupils, in three queries; ``thuistaal=1`` is a fact of the register."""
    first = Leerling.objects.count()
    pupils = [
        Leerling(
            school=school,
            stamnummer=str(8000000 + first + n),
            naam=naam,
            voornaam=f"Kind {first + n:04}",
            zoeknaam=fold(f"{naam} Kind {first + n:04}"),
        )
        for n in range(number)
    ]
    Leerling.objects.bulk_create(pupils)
    place: dict[str, Any] = {
        "begin": SEPTEMBER,
        "vestigingsplaats": "1",
        "onderwijsniveau": niveau,
        "graad": graad,
        "leerjaar": leerjaar,
        "klas": klas,
        "halves": halves,
    }
    Inschrijving.objects.bulk_create(Inschrijving(leerling=p, **place) for p in pupils)
    Feit.objects.bulk_create(
        Feit(
            leerling=p,
            kenmerk=kenmerk,
            antwoord=antwoord,
            herkomst="register",
            vanaf=SEPTEMBER,
            vastgelegd=timezone.now(),
        )
        for p in pupils
        for kenmerk, antwoord in kenmerken.items()
    )
    return pupils


KNOWN = {"opleiding_moeder": 0, "schooltoeslag": 0, "thuistaal": 0, "trekkende_bevolking": 0}


def declare(
    world: World,
    leerling: Leerling,
    *,
    opleiding: Opleiding = Opleiding.LAGER,
    taal: Taal = Taal.ANDERE,
    datum: date = date(2026, 3, 2),
    signed: date | None = None,
) -> Verklaring:
    """The form of the parents arrives; standard both kenmerken are ja."""
    return record_verklaring(
        leerling=leerling,
        talen=dict.fromkeys(Gezinslid, taal),
        opleiding=opleiding,
        datum=datum,
        kanaal=Verklaring.Kanaal.PAPIER,
        ondertekend_op=signed,
        by=world.alice,
    )
