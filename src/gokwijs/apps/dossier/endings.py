"""What ends by itself: the files of a dossier that was taken away, once nobody put it back in time.

In: a school and a day. Out: dossiers whose files go. The row stays, with who took it away and why;
so does the release register. The room of privacy announces, counts and logs.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.dossier.models_bundel import DEEL, Bundel
from gokwijs.apps.leerlingen import retention
from gokwijs.apps.leerlingen.retention import Due, Purgeable
from gokwijs.apps.loket import storage
from gokwijs.apps.scholen.models import School
from gokwijs.core.leerlingen.dpia import load_termijnen

TERMIJN = "dossiers_weg"


def dagen_terug() -> int:
    """So many days a dossier that was taken away can come back."""
    return load_termijnen()[TERMIJN].dagen or 0


def weg_op(bundel: Bundel) -> date | None:
    """The first day without files; None as long as the dossier was not taken away."""
    if bundel.verwijderd is None:
        return None
    return timezone.localdate(bundel.verwijderd) + timedelta(days=dagen_terug())


def due(school: School | None, day: date) -> list[Due]:
    """Dossiers that were taken away so long ago, with files."""
    if school is None:
        return []
    gone = school.bundels.filter(verwijderd__isnull=False, bestanden__isnull=False).distinct()
    ends = [(one.pk, weg_op(one)) for one in gone.order_by("pk")]
    return [Due(str(pk), end) for pk, end in ends if end is not None and end <= day]


def purge(school: School | None, keys: Collection[str], today: date) -> int:
    """Remove the files of these, as far as they are still over; how many dossiers."""
    over = [int(one.key) for one in due(school, today) if one.key in set(keys)]
    # Locked, and asked again: somebody may just have put one back.
    gone = Bundel.objects.select_for_update().filter(pk__in=over, verwijderd__isnull=False)
    found = list(gone.prefetch_related("bestanden"))
    for bundel in found:
        for one in bundel.bestanden.all():
            _remove_after(one.bestand)
        bundel.bestanden.all().delete()
    return len(found)


def _remove_after(name: str) -> None:
    """Once the row is certainly gone."""
    transaction.on_commit(lambda: storage.remove(name, DEEL), robust=True)


def register() -> None:
    """Called once when the program starts."""
    retention.register(
        Purgeable(TERMIJN, TERMIJN, "bestanden van weggehaalde dossiers", due, purge)
    )
