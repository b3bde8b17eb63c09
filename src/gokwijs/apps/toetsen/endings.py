"""Scores and files with scores that end: told to the registry of the rooms.

In: a school and a day. Out: what is over. A pupil that is erased takes the own scores along (a
cascade); the texts of a file that waits may name this pupil, so they go too.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from gokwijs.apps.leerlingen import erasure, retention
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.leerlingen.retention import Due, Purgeable
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Score, Scorelezing, Scorestap, Toets
from gokwijs.core.calendar import Schooljaar


def _waiting(school: School) -> list[Scorelezing]:
    rows = Scorelezing.objects.filter(
        toets__school=school, status=Scorelezing.Status.NAKIJKEN
    ).order_by("pk")
    return [row for row in rows if row.tabel]


def _empty(row: Scorelezing) -> None:
    row.tabel, row.koppeling = {}, {}
    if row.status == Scorelezing.Status.NAKIJKEN:
        row.status = Scorelezing.Status.VERWORPEN
    row.save(update_fields=["tabel", "koppeling", "status"])


def forget(leerling: Leerling) -> list[str]:
    """Files that still wait may name this pupil, so they go."""
    rows = _waiting(leerling.school)
    for row in rows:
        _empty(row)
    return [f"Bestanden met scores gewist ({len(rows)})."] if rows else []


def held(leerling: Leerling) -> list[str]:
    """What ``forget`` would remove."""
    number = len(_waiting(leerling.school))
    return [f"Bestanden met scores die nog wachten ({number})."] if number else []


# ---------------------------------------------------------------- scores


def weg_op(laatste: date) -> date:
    """The first day without scores: 1 September after the schooljaar after the last afname."""
    return Schooljaar.of(laatste).next.last_day + timedelta(days=1)


def scores_due(school: School | None, day: date) -> list[Due]:
    """Toetsen of which the last afname with scores is over; all scores of a toets go together."""
    if school is None:
        return []
    last = (
        Toets.alle.filter(school=school)
        .annotate(
            laatste=Max("afnamen__datum", filter=Q(afnamen__scores__isnull=False)),
            aantal=Count("afnamen__scores"),
        )
        .filter(laatste__isnull=False)
        .order_by("pk")
    )
    found = [Due(str(t.pk), weg_op(t.laatste), t.aantal) for t in last]
    return [one for one in found if one.weg_op <= day]


def purge_scores(school: School | None, keys: Collection[str], today: date) -> int:
    """Delete the scores of these toetsen, as far as they are still over; how many."""
    over = {due.key for due in scores_due(school, today)} & set(keys)
    gone = Score.objects.filter(afname__toets__in=[int(key) for key in over])
    number = gone.count()
    Scorestap.objects.filter(afname__toets__in=[int(key) for key in over]).delete()
    gone.delete()
    return number


# ---------------------------------------------------------------- files


def _over(school: School, day: date) -> list[Scorelezing]:
    rows = Scorelezing.objects.filter(toets__school=school, verloopt__lt=day).annotate(
        stap_aantal=Count("stappen")
    )
    return [row for row in rows.order_by("pk") if row.tabel or row.stap_aantal]


def lezingen_due(school: School | None, day: date) -> list[Due]:
    """Files whose texts or steps were kept as long as allowed."""
    if school is None:
        return []
    return [Due(str(one.pk), one.verloopt + timedelta(days=1)) for one in _over(school, day)]


def purge_lezingen(school: School | None, keys: Collection[str], today: date) -> int:
    """Empty these, as far as they are still over; how many."""
    if school is None:
        return 0
    gone = [one for one in _over(school, today) if str(one.pk) in set(keys)]
    for one in gone:
        one.stappen.all().delete()
        _empty(one)
    return len(gone)


def register() -> None:
    """Called once when the program starts."""
    erasure.register(forget, held)
    retention.register(
        Purgeable("scores", "scores", "scores van leerlingen", scores_due, purge_scores)
    )
    retention.register(
        Purgeable(
            "scorebestanden",
            "inleesbestanden",
            "ingelezen bestanden met scores",
            lezingen_due,
            purge_lezingen,
        )
    )
