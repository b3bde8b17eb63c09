"""A past schooljaar is counted and kept before the first of its pupils is erased."""

from __future__ import annotations

from django.utils import timezone

from gokwijs.apps.analyse.beelden import bewaar_jaarbeeld
from gokwijs.apps.leerlingen import erasure
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.core.calendar import Schooljaar


def keep_years(leerling: Leerling) -> list[str]:
    """Keep the numbers of the years this pupil was in, without names; nothing of the pupil stays.

    The year after the last one too: it counts who left.
    """
    today = timezone.localdate()
    begins = [one.begin for one in leerling.inschrijvingen.all()]
    if not begins:
        return []
    first = Schooljaar.of(min(begins)).start
    for start in range(first, Schooljaar.of(today).start):
        bewaar_jaarbeeld(leerling.school, Schooljaar(start), today)
    return []


def register() -> None:
    """Called once when the program starts."""
    erasure.register(keep_years)
