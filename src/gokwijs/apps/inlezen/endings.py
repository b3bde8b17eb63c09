"""Files and lists of changes that end: told to the registry of the rooms.

In: a school and a day. Out: what is over. A pupil that is erased takes the own lines along
(a cascade); lines of pupils who were never made, and the file itself, go with their import.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from gokwijs.apps.inlezen.models import ImportBestand, ImportRegel, LeerlingImport
from gokwijs.apps.inlezen.selectors import expired
from gokwijs.apps.leerlingen import erasure, retention
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.leerlingen.retention import Due, Purgeable
from gokwijs.apps.scholen.models import School


def forget(leerling: Leerling) -> list[str]:
    """Files that still wait may name this pupil, so they go."""
    waiting = ImportBestand.objects.filter(leerling_import__school=leerling.school)
    number = waiting.count()
    waiting.delete()
    lines = ImportRegel.objects.filter(
        leerling_import__school=leerling.school, stamnummer=leerling.stamnummer
    )
    lines.delete()
    return [f"Bewaarde leerlingenbestanden gewist ({number})."] if number else []


def held(leerling: Leerling) -> list[str]:
    """What ``forget`` would remove."""
    number = ImportBestand.objects.filter(leerling_import__school=leerling.school).count()
    return [f"Leerlingenbestanden die nog wachten ({number})."] if number else []


def due(school: School | None, day: date) -> list[Due]:
    """Imports whose file and list of changes are over on a day."""
    if school is None:
        return []
    found = expired(day).filter(school=school)
    return [Due(str(one.pk), one.verloopt + timedelta(days=1)) for one in found]


def purge_keys(school: School | None, keys: Collection[str], today: date) -> int:
    """Empty these, as far as they are still over; how many."""
    if school is None:
        return 0
    gone = list(expired(today).filter(school=school, pk__in=[int(key) for key in keys]))
    for one in gone:
        ImportBestand.objects.filter(leerling_import=one).delete()
        one.regels.all().delete()
        if one.status in LeerlingImport.OPEN:
            one.status = LeerlingImport.Status.VERWORPEN
        one.problemen = []
        one.save()
    return len(gone)


def register() -> None:
    """Called once when the program starts."""
    erasure.register(forget, held)
    retention.register(
        Purgeable("imports", "inleesbestanden", "ingelezen leerlingenbestanden", due, purge_keys)
    )
