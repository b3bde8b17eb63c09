"""The Word template of a school: check one, keep it, choose which is used, fill it in.

In: bytes that ``keur`` accepted. Out: rows and private files; every change is in the log.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.dossier.document import PlanDocument
from gokwijs.apps.dossier.models_sjabloon import SchoolSjabloon
from gokwijs.apps.dossier.sjabloon_voorbeeld import VOORBEELD
from gokwijs.apps.loket import storage
from gokwijs.apps.scholen.models import School
from gokwijs.renderers.sjabloon.vullen import vul_sjabloon

DEEL = "sjabloon"
BEWAARD = 5  # earlier ones stay so long, to go back to


def keur_sjabloon(data: bytes) -> None:
    """Try a template with a fictional plan; raises SjabloonFout. Takes a second or two."""
    vul_sjabloon(data, VOORBEELD.as_dict(), proef=True)
    vul_sjabloon(data, PlanDocument().as_dict(), proef=True)


def vul_in(sjabloon: SchoolSjabloon, document: PlanDocument) -> bytes:
    """The plan in this template; raises SjabloonFout and DocumentMissingError."""
    return vul_sjabloon(storage.read(sjabloon.bestand, DEEL), document.as_dict())


def huidig(school: School) -> SchoolSjabloon | None:
    """The template that is used; None for the standard layout."""
    return school.sjablonen.filter(actief=True).first()


def schone_naam(name: str) -> str:
    """Only the last part of a path, printable, with the ending of a Word document."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = "".join(c for c in last if unicodedata.category(c)[0] in "LNPSZ")
    stem = re.sub(r'[<>:"|?*;]', "", re.sub(r"(?i)\.do[ct][mx]?$", "", kept)).strip(" .")
    return f"{stem[:100] or 'sjabloon'}.docx"


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
