"""Writes on evidence: kept once, used at several expectations and rounds.

Keyword-only, atomic, with an event in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.loket import storage
from gokwijs.apps.loket.upload import Upload
from gokwijs.apps.scholen.models import School
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk

DEEL = "zelfevaluatie"  # the folder of these documents


def _log(kind: str, one: Bewijsstuk, by: User) -> None:
    number = one.school.instellingsnummer
    record(kind=f"ronde.{kind}", by=by, school=number, target=f"'{one.titel[:150]}'")


@transaction.atomic
def bewaar_bewijs(
    *, bewijs: Bewijsstuk, values: Mapping[str, Any], by: User, upload: Upload | None = None
) -> Bewijsstuk:
    """Save what was typed on a new or existing piece; ``upload`` is its document."""
    if bewijs.pk is None:
        bewijs.door_naam = by.naam
    for name, value in values.items():
        setattr(bewijs, name, value)
    name = ""
    if upload is not None:
        name = storage.store(upload.data, DEEL)
        bewijs.bestand, bewijs.bestandsnaam, bewijs.type = name, upload.naam, upload.inhoudstype
    try:
        bewijs.save()
        _log("bewijs", bewijs, by)
    except Exception:
        if name:
            storage.remove(name, DEEL)
        raise
    return bewijs


@transaction.atomic
def haal_bewijs_weg(*, bewijs: Bewijsstuk, by: User, terug: bool = False) -> None:
    """Out of sight, or back; the file stays, so that it can come back."""
    bewijs.verwijderd = None if terug else timezone.now()
    bewijs.save(update_fields=["verwijderd"])
    _log("bewijs_terug" if terug else "bewijs_weg", bewijs, by)


@transaction.atomic
def bewijs_uit_plan(
    *, school: School, soort: str, nummer: int, titel: str, codes: Iterable[str], by: User
) -> Bewijsstuk:
    """Something the plan already has, as evidence at these codes as well; kept once."""
    wanted = list(codes)
    there = (
        Bewijsstuk.objects.select_for_update()
        .filter(school=school, soort=soort, nummer=nummer, verwijderd=None)
        .first()
    )
    if there is None:
        there = Bewijsstuk(school=school, soort=soort, nummer=nummer)
    elif set(wanted) <= set(there.codes):
        return there
    merged = list(dict.fromkeys([*there.codes, *wanted]))
    return bewaar_bewijs(bewijs=there, values={"titel": titel[:200], "codes": merged}, by=by)
