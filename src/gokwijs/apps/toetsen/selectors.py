"""Reads on scores for this room and for the rooms above it.

In: a school, or keys. Out: toetsen and afnamen that were not taken away, and scores with their
pupils. Whoever shows something of these checks first who looks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Inschrijving, Leerling
from gokwijs.apps.leerlingen.selectors import feiten_of, running_on
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from gokwijs.core.analyse.beeld import JA, NEE, gok
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Feit, stand_op


def toetsen_van(school: School) -> QuerySet[Toets]:
    """The toetsen of a school, by name."""
    return Toets.objects.filter(school=school)


def afnames_van(school: School) -> QuerySet[Afname]:
    """Every afname of a school with its toets, per toets by day."""
    return (
        Afname.objects.filter(
            toets__school=school, toets__verwijderd__isnull=True, verwijderd__isnull=True
        )
        .select_related("toets")
        .order_by("toets__naam", "toets__uitgave", "toets_id", "datum", "pk")
    )


def scores_van(afname_ids: Collection[int]) -> dict[int, list[Score]]:
    """Per afname every score with its pupil, by name; one query. No score: not in the list."""
    found: dict[int, list[Score]] = {key: [] for key in afname_ids}
    rows = (
        Score.objects.filter(afname__in=list(found))
        .exclude(leerling__naam=GEWIST)
        .select_related("leerling")
        .order_by("afname_id", "leerling__zoeknaam", "leerling_id")
    )
    for row in rows:
        found[row.afname_id].append(row)
    return found


def _enrolled(school: School, dag: date, leerling_ids: Iterable[int] | None) -> list[Inschrijving]:
    rows = Inschrijving.objects.filter(running_on(dag), leerling__school=school)
    if leerling_ids is not None:
        rows = rows.filter(leerling__in=list(leerling_ids))
    return list(rows.order_by("leerling_id", "begin", "pk"))


def klas_op(school: School, leerling_ids: Collection[int] | None, dag: date) -> dict[int, str]:
    """The class of each of these pupils (None: all) on a day; who was not enrolled is not in it."""
    return {one.leerling_id: one.klas for one in _enrolled(school, dag, leerling_ids)}


def in_klas(school: School, klas: str, dag: date) -> list[Leerling]:
    """The pupils of a class on a day, by name."""
    rows = Leerling.objects.filter(
        school=school,
        pk__in=Inschrijving.objects.filter(running_on(dag), klas=klas).values("leerling_id"),
    )
    return list(rows.exclude(naam=GEWIST).order_by("zoeknaam", "pk"))


def gok_van(school: School, leerling_ids: Collection[int], dag: date) -> dict[int, bool | None]:
    """Of each pupil whether it is a GOK-leerling on a day (besluiten 3); None: unknown.

    The regime is that of the enrolment of that day; a pupil who was not enrolled is unknown.
    """
    return gok_per_dag(school, {dag: leerling_ids})[dag]


def gok_per_dag(
    school: School, per_dag: Mapping[date, Collection[int]]
) -> dict[date, dict[int, bool | None]]:
    """The same on several days, each with its own pupils, in as many queries as for one day."""
    every = sorted({key for keys in per_dag.values() for key in keys})
    facts = feiten_of(every)
    enrolled: dict[int, list[Inschrijving]] = {}
    rows = Inschrijving.objects.filter(leerling__school=school, leerling__in=every)
    for one in rows.order_by("leerling_id", "begin", "pk"):
        enrolled.setdefault(one.leerling_id, []).append(one)
    return {
        dag: {key: _gok(enrolled.get(key, ()), facts.get(key, ()), dag) for key in keys}
        for dag, keys in per_dag.items()
    }


def _gok(inschrijvingen: Iterable[Inschrijving], feiten: Sequence[Feit], dag: date) -> bool | None:
    """By the last enrolment that covers the day."""
    running = [
        one
        for one in inschrijvingen
        if one.begin <= dag and (one.einde is None or one.einde >= dag)
    ]
    if not running:
        return None
    answers = tuple(int(stand_op(feiten, k, dag).antwoord) for k in PER_LEERLING)
    said = gok(running[-1].onderwijsniveau, answers)
    return True if said == JA else False if said == NEE else None
