"""Reads on the log: of a school, or of the accounts of some people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from gokwijs.apps.audit.models import Event
from gokwijs.apps.audit.presenters import GROUPS

ELSE = "anders"
# Days outside these are no filter: nothing is older, and a moment near year 1 has no time zone.
_NO_EARLIER, _NO_LATER = date(2000, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class Wanted:
    """A filter: a group of ``GROUPS`` or ``ELSE``, a person, the first and last day."""

    group: str = ""
    person: int | None = None
    first: date | None = None
    last: date | None = None


def events_of(school: str, wanted: Wanted) -> QuerySet[Event]:
    """What happened in a school, newest first."""
    found = _within(Event.objects.filter(school=school), wanted)
    if wanted.group == ELSE:
        known = Q()
        for key in GROUPS:
            known |= _begins(key)
        return found.exclude(known)
    return found.filter(_begins(wanted.group)) if wanted.group in GROUPS else found


def account_events(kinds: Iterable[str], people: Iterable[int], wanted: Wanted) -> QuerySet[Event]:
    """What happened to the accounts of these people, newest first."""
    found = Event.objects.filter(school="", by_id__in=list(people), kind__in=list(kinds))
    return _within(found, wanted)


def _begins(group: str) -> Q:
    found = Q()
    for word in GROUPS[group][1]:
        found |= Q(kind=word) | Q(kind__startswith=f"{word}.")
    return found


def _within(found: QuerySet[Event], wanted: Wanted) -> QuerySet[Event]:
    if wanted.person is not None:
        found = found.filter(by_id=wanted.person)
    if wanted.first is not None and wanted.first > _NO_EARLIER:
        found = found.filter(moment__gte=_start(wanted.first))
    if wanted.last is not None and wanted.last < _NO_LATER:
        last = max(wanted.last, _NO_EARLIER)
        found = found.filter(moment__lt=_start(last + timedelta(days=1)))
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
