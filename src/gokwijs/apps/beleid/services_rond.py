"""What hangs on a link: what happened, what it rests on, comments and documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import BeleidError, must_be_open
from gokwijs.apps.beleid.models import (
    Actie,
    Bijlage,
    Knoopsoort,
    Onderbouwing,
    Opmerking,
    Uitvoering,
)
from gokwijs.apps.loket import storage
from gokwijs.apps.loket.upload import Upload
from gokwijs.apps.scholen.models import School

DEEL = "beleid"  # the folder of these documents
MOST_FILES = 30
_MENTION = re.compile(r"@([\w.'’-]+(?: [\w.'’-]+)?)")


def _log(kind: str, school: School, by: User, target: str) -> None:
    record(kind=kind, by=by, school=school.instellingsnummer, target=target)


@transaction.atomic
def noteer_uitvoering(
    *,
    actie: Actie,
    datum: date,
    tekst: str,
    by: User,
    bereikt: int | None = None,
    bedoeld: int | None = None,
) -> Uitvoering:
    """One line in the log of an actie."""
    must_be_open(actie)
    found = Uitvoering.objects.create(
        actie=actie, datum=datum, tekst=tekst, bereikt=bereikt, bedoeld=bedoeld, door_naam=by.naam
    )
    _log("beleid.uitvoering", actie.plan.school, by, f"actie '{actie}'")
    return found


@transaction.atomic
def kies_aanpak(
    *,
    actie: Actie,
    aanpak: str,
    naam: str,
    feiten: Sequence[Mapping[str, Any]],
    catalogus_versie: str,
    voorwaarden: Iterable[str],
    opgelet: Iterable[str],
    by: User,
) -> Onderbouwing:
    """Put an aanpak of the catalogue under an actie, with the facts as they are today."""
    must_be_open(actie)
    found, made = Onderbouwing.objects.get_or_create(
        actie=actie,
        aanpak=aanpak,
        defaults={
            "naam": naam[:200],
            "feiten": list(feiten),
            "catalogus_versie": catalogus_versie,
            "voorwaarden": [{"tekst": text, "klaar": False} for text in voorwaarden],
            "opgelet": list(opgelet),
            "door_naam": by.naam,
        },
    )
    if made:
        _log("beleid.aanpak", actie.plan.school, by, f"actie '{actie}': {naam}")
    return found


@transaction.atomic
def vink_voorwaarden(*, onderbouwing: Onderbouwing, klaar: set[int], by: User) -> None:
    """Which implementation points are met."""
    must_be_open(onderbouwing.actie)
    onderbouwing.voorwaarden = [
        {"tekst": one["tekst"], "klaar": place in klaar}
        for place, one in enumerate(onderbouwing.voorwaarden)
    ]
    onderbouwing.save(update_fields=["voorwaarden"])
    _log("beleid.aanpak", onderbouwing.actie.plan.school, by, f"actie '{onderbouwing.actie}'")


@transaction.atomic
def haal_aanpak_weg(*, onderbouwing: Onderbouwing, by: User) -> None:
    """The actie rests on it no longer."""
    must_be_open(onderbouwing.actie)
    target = f"actie '{onderbouwing.actie}': {onderbouwing.naam}"
    _log("beleid.aanpak_weg", onderbouwing.actie.plan.school, by, target)
    onderbouwing.delete()


# ---------------------------------------------------------------- comments


@transaction.atomic
def plaats_opmerking(
    *, school: School, soort: Knoopsoort, nummer: int, tekst: str, over: str, by: User
) -> Opmerking:
    """Say something at a link; '@Naam' calls a colleague of the school to it."""
    if not tekst:
        raise BeleidError("Schrijf eerst iets.")
    found = Opmerking.objects.create(
        school=school, soort=soort, nummer=nummer, tekst=tekst, by=by, by_naam=by.naam
    )
    found.vermeld.set(mentioned(school, tekst))
    _log("beleid.opmerking", school, by, f"{soort.label} '{over[:120]}'")
    return found


def mentioned(school: School, tekst: str) -> list[User]:
    """Colleagues named with '@': a first name that only one has, or a whole name."""
    names = {name.casefold() for name in _MENTION.findall(tekst)}
    if not names:
        return []
    people = [m.user for m in school.memberships.select_related("user")]
    found = []
    for person in people:
        whole, first = person.naam.casefold(), person.naam.split()[0].casefold()
        alone = sum(p.naam.split()[0].casefold() == first for p in people if p.naam.split()) == 1
        if any(n == whole or (alone and n.split()[0] == first) for n in names):
            found.append(person)
    return found


@transaction.atomic
def haal_opmerking_weg(*, opmerking: Opmerking, by: User, terug: bool = False) -> None:
    """Only who wrote it takes it away, or brings it back."""
    if opmerking.by_id != by.pk:
        raise BeleidError("Alleen wie de opmerking schreef, kan ze weghalen.")
    opmerking.verwijderd = None if terug else timezone.now()
    opmerking.save(update_fields=["verwijderd"])
    soort = Knoopsoort(opmerking.soort)
    _log("beleid.opmerking_weg", opmerking.school, by, soort.label)


# ---------------------------------------------------------------- documents


@transaction.atomic
def voeg_bijlage_toe(
    *, school: School, soort: Knoopsoort, nummer: int, upload: Upload, over: str, by: User
) -> Bijlage:
    """Keep a document at a link."""
    there = Bijlage.objects.filter(school=school, soort=soort, nummer=nummer, verwijderd=None)
    if there.count() >= MOST_FILES:
        raise BeleidError(f"Hier staan al {MOST_FILES} documenten. Haal er eerst een weg.")
    name = storage.store(upload.data, DEEL)
    try:
        found = Bijlage.objects.create(
            school=school,
            soort=soort,
            nummer=nummer,
            naam=upload.naam,
            bestand=name,
            type=upload.inhoudstype,
            grootte=len(upload.data),
            by_naam=by.naam,
        )
        _log("beleid.bijlage", school, by, f"{soort.label} '{over[:120]}'")
    except Exception:
        storage.remove(name, DEEL)
        raise
    return found


@transaction.atomic
def haal_bijlage_weg(*, bijlage: Bijlage, by: User, terug: bool = False) -> None:
    """Out of sight; the file stays, so that it can come back."""
    bijlage.verwijderd = None if terug else timezone.now()
    bijlage.save(update_fields=["verwijderd"])
    _log("beleid.bijlage_weg", bijlage.school, by, bijlage.naam)
