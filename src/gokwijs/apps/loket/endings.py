"""What the desk holds of one pupil, and what ends by itself: told to the registries of the rooms.

In: a pupil, or a school and a day. Out: sentences, or what is over. The room of privacy announces,
holds back, counts and logs.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gokwijs.apps.leerlingen import erasure, retention
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.leerlingen.retention import Due, Purgeable
from gokwijs.apps.loket.models import Document
from gokwijs.apps.loket.removal import remove_entries, remove_file_after
from gokwijs.apps.loket.selectors import TeBewaren, terms
from gokwijs.apps.scholen.models import School


def forget(leerling: Leerling) -> list[str]:
    """Remove the scans of a pupil; their files go once the transaction is sure."""
    found = list(Document.objects.filter(verklaring__leerling=leerling))
    for document in found:
        remove_file_after(document.bestand)
        document.delete()
    return [f"{_scans(len(found))} gewist."] if found else []


def held(leerling: Leerling) -> list[str]:
    """What ``forget`` would remove."""
    number = Document.objects.filter(verklaring__leerling=leerling).count()
    return [f"{_scans(number)} van een ondertekend formulier."] if number else []


def _scans(number: int) -> str:
    return "1 scan" if number == 1 else f"{number} scans"


def _key(entry: TeBewaren) -> str:
    return f"d{entry.document.pk}" if entry.document else f"v{entry.verklaring.pk}"


def due(school: School | None, day: date) -> list[Due]:
    """Scans and declarations whose term is over on a day."""
    if school is None:
        return []
    return [
        Due(_key(entry), entry.vanaf, leerling=entry.verklaring.leerling_id)
        for entry in terms(day, school)
        if entry.vanaf <= day
    ]


def purge_keys(school: School | None, keys: Collection[str], today: date) -> int:
    """Remove these, as far as their term is still over; how many went."""
    if school is None:
        return 0
    gone = [e for e in terms(today, school) if _key(e) in keys and e.vanaf <= today]
    remove_entries(gone)
    return len(gone)


def register() -> None:
    """Called once when the program starts."""
    erasure.register(forget, held, kept=(Document,))
    retention.register(
        Purgeable("documenten", "verklaringen", "scans en oude verklaringen", due, purge_keys)
    )
