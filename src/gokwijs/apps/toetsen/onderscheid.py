"""What tells two pupils with the same name apart, where a list has the name and the class.

In: the pupils of one list, each with the class beside it. Out: a few words for only those pupils
that name and class do not tell apart: the birth date, or the stamnummer when that is not enough.
Every list that asks this is for roles who may open the page of the pupil, where both stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.core.calendar import dutch_date


def onderscheid(leerlingen: Iterable[tuple[Leerling, str]]) -> dict[int, str]:
    """Key of a pupil → 'geboren op 3 mei 2013' or 'stamnummer 123'; most pupils are not in it."""
    alike: dict[tuple[str, str], dict[int, Leerling]] = defaultdict(dict)
    for one, klas in leerlingen:
        alike[one.zoeknaam, klas][one.pk] = one
    return {
        key: words
        for group in alike.values()
        if len(group) > 1
        for key, words in _words(list(group.values())).items()
    }


def _words(group: list[Leerling]) -> dict[int, str]:
    born = {one.pk: one.geboortedatum for one in group}
    days = [day for day in born.values() if day is not None]
    if len(set(days)) == len(group):
        return {key: f"geboren op {dutch_date(_known(day))}" for key, day in born.items()}
    return {one.pk: f"stamnummer {one.stamnummer}" for one in group}


def _known(day: date | None) -> date:
    assert day is not None
    return day
