"""Who took part ends with the scores: names go, what was found stays.

In: a school and a day. Out: setups of which the last test is over. A pupil that is erased takes the
own deelname along (a cascade); a stored result holds no pupil.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from gokwijs.apps.effect.models import Deelname, Opzet
from gokwijs.apps.leerlingen.retention import Due, Purgeable, register
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar


def weg_op(opzet: Opzet) -> date:
    """1 September after the schooljaar after the last test of the own group."""
    days = [a.datum for a in (opzet.voor, opzet.na) if a is not None]
    last = max(days, default=timezone.localdate(opzet.gemaakt))
    return Schooljaar.of(last).next.last_day + timedelta(days=1)


def deelnames_due(school: School | None, day: date) -> list[Due]:
    """Setups whose pupils are no longer needed; all of a setup go together."""
    if school is None:
        return []
    rows = (
        Opzet.objects.filter(actie__plan__school=school)
        .select_related("voor", "na")
        .annotate(aantal=Count("deelnames"))
        .filter(aantal__gt=0)
        .order_by("pk")
    )
    found = [Due(str(one.pk), weg_op(one), one.aantal) for one in rows]
    return [one for one in found if one.weg_op <= day]


def purge_deelnames(school: School | None, keys: Collection[str], today: date) -> int:
    """Delete those that are still over; how many."""
    over = {due.key for due in deelnames_due(school, today)} & set(keys)
    gone = Deelname.objects.filter(opzet__in=[int(key) for key in over])
    number = gone.count()
    gone.delete()
    return number


def register_kind() -> None:
    """Called once when the program starts."""
    register(
        Purgeable(
            "deelnames",
            "scores",
            "leerlingen in de opzet van een actie",
            deelnames_due,
            purge_deelnames,
        )
    )
