"""Keep the Word template of a school, choose which one is used, throw one away.

In: bytes that ``keur_sjabloon`` accepted. Out: rows and private files; every change is in the log.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.dossier.models_sjabloon import SchoolSjabloon
from gokwijs.apps.dossier.sjabloon import DEEL, huidig, schone_naam
from gokwijs.apps.loket import storage
from gokwijs.apps.scholen.models import School

BEWAARD = 5  # so many earlier ones stay, to go back to


@transaction.atomic
def bewaar_sjabloon(*, school: School, naam: str, data: bytes, by: User) -> SchoolSjabloon:
    """Keep an accepted template and use it from now on; the one before stays to go back to."""
    School.objects.select_for_update().get(pk=school.pk)
    name = storage.store(data, DEEL)
    try:
        school.sjablonen.filter(actief=True).update(actief=False)
        found = SchoolSjabloon.objects.create(
            school=school,
            naam=schone_naam(naam),
            bestand=name,
            grootte=len(data),
            door_naam=by.naam,
        )
        for old in school.sjablonen.exclude(pk=found.pk)[BEWAARD:]:
            _drop(old)
        _log("sjabloon", found, by)
    except Exception:
        storage.remove(name, DEEL)
        raise
    return found


@transaction.atomic
def kies_sjabloon(*, school: School, sjabloon: SchoolSjabloon | None, by: User) -> None:
    """Use an earlier template again, or none: the standard layout."""
    School.objects.select_for_update().get(pk=school.pk)
    before = huidig(school)
    school.sjablonen.filter(actief=True).update(actief=False)
    if sjabloon is not None:
        school.sjablonen.filter(pk=sjabloon.pk).update(actief=True)
        _log("sjabloon_gekozen", sjabloon, by)
    elif before is not None:
        _log("sjabloon_uit", before, by)


@transaction.atomic
def verwijder_sjabloon(*, sjabloon: SchoolSjabloon, by: User) -> None:
    """Gone for good, file included."""
    _log("sjabloon_weg", sjabloon, by)
    _drop(sjabloon)


def _drop(sjabloon: SchoolSjabloon) -> None:
    sjabloon.delete()
    transaction.on_commit(partial(storage.remove, sjabloon.bestand, DEEL))


def _log(kind: str, sjabloon: SchoolSjabloon, by: User) -> None:
    record(
        kind=f"dossier.{kind}",
        by=by,
        school=sjabloon.school.instellingsnummer,
        target=sjabloon.naam,
    )
