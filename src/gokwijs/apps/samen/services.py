"""Writes of the room: moments, links with other documents, agreements with partners.

Keyword-only, atomic, with an event in the same transaction. What is taken away can be brought back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.afdruk import must_be
from gokwijs.apps.beleid.bewaren import bewaar as bewaar_knoop
from gokwijs.apps.beleid.models import Beleidskoppeling, Draagvlakmoment, Streefdoel
from gokwijs.apps.samen.models import Beeldvorming, Partnerafspraak
from gokwijs.apps.samen.selectors import doelen_van_school
from gokwijs.apps.scholen.models import School

Rij = Draagvlakmoment | Beleidskoppeling | Partnerafspraak | Beeldvorming
_WOORD: Mapping[type[models.Model], str] = {
    Draagvlakmoment: "moment",
    Beleidskoppeling: "koppeling",
    Partnerafspraak: "afspraak",
    Beeldvorming: "beeldvorming",
}


def _log(kind: str, row: Rij, by: User) -> None:
    """An event about one row; inside the caller's transaction."""
    number = row.school.instellingsnummer
    record(kind=f"samen.{kind}", by=by, school=number, target=f"'{str(row)[:150]}'")


@transaction.atomic
def bewaar(*, row: Rij, values: Mapping[str, Any], by: User, was: str | None = None) -> Rij:
    """Save typed fields on a new or existing row, many-to-many included.

    ``was`` is the ``afdruk`` the form was opened on; raises Conflict when the row is another now.
    """
    new = row.pk is None
    if new:
        row.door_naam = by.naam
    else:
        row = type(row)._default_manager.select_for_update().get(pk=row.pk)
        must_be(row, was, values)
    many = {f.name for f in type(row)._meta.many_to_many}
    for name, value in values.items():
        if name not in many:
            setattr(row, name, value)
    row.save()
    for name in many & set(values):
        getattr(row, name).set(values[name])
    _log(_WOORD[type(row)], row, by)
    return row


@transaction.atomic
def haal_weg(*, row: Rij, by: User, terug: bool = False) -> None:
    """Take it away, or bring it back: nothing is lost."""
    row.verwijderd = None if terug else timezone.now()
    row.save(update_fields=["verwijderd"])
    _log(f"{_WOORD[type(row)]}_{'terug' if terug else 'weg'}", row, by)


@transaction.atomic
def veranker(*, koppeling: Beleidskoppeling, doelen: Iterable[Streefdoel], by: User) -> None:
    """Exactly these goals of open plans are part of a document; each keeps its own history."""
    wanted = {goal.pk: goal for goal in doelen}
    now = {
        goal.pk: goal for goal in doelen_van_school(koppeling.school).filter(koppelingen=koppeling)
    }
    for pk in sorted(set(wanted) ^ set(now)):
        goal = wanted.get(pk) or now[pk]
        kept = set(goal.koppelingen.values_list("pk", flat=True)) - {koppeling.pk}
        keys = kept | {koppeling.pk} if pk in wanted else kept
        found = list(Beleidskoppeling.objects.filter(pk__in=keys))
        bewaar_knoop(link=goal, values={"koppelingen": found}, by=by)


@transaction.atomic
def lees_koppelingen_in(
    *, school: School, rows: Sequence[Mapping[str, Any]], by: User
) -> list[Beleidskoppeling]:
    """Strategic goals and documents from a pasted list, all at once, with one event."""
    made = [
        Beleidskoppeling.objects.create(school=school, door_naam=by.naam, **values)
        for values in rows
    ]
    record(
        kind="samen.koppelingen",
        by=by,
        school=school.instellingsnummer,
        target=f"{len(made)} {'koppeling' if len(made) == 1 else 'koppelingen'}",
    )
    return made
