"""What the acties of a goal had and spent, for the page of an evaluatie.

In: goals with their acties, the schooljaren, and how exact somebody sees. Out: one line per kind of
means. Euros are whole outside the Werkzone; an actie for two goals counts with both, and that is
said. One query, however many goals there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import BigIntegerField, F, IntegerField, Q, Value

from gokwijs.apps.beleid.models import Actie, Boeking, Streefdoel, Toewijzing
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar

NUL = Fraction(0)


@dataclass(frozen=True)
class Middelregel:
    """One kind of means of one goal."""

    soort: Middelsoort
    voorzien: str
    besteed: str


@dataclass(frozen=True)
class Doelmiddelen:
    """``gedeeld``: an actie in it serves other goals too. ``jaren``: over which schooljaren."""

    regels: tuple[Middelregel, ...] = ()
    jaren: tuple[Schooljaar, ...] = ()
    gedeeld: bool = False


def middelen_van(
    doelen: Mapping[Streefdoel, Sequence[Actie]], jaren: Sequence[Schooljaar], zicht: Zicht
) -> dict[int, Doelmiddelen]:
    """By goal; what was booked on a goal as a whole counts too."""
    acties = {a.pk for own in doelen.values() for a in own}
    planned, spent = _read(acties, {d.pk for d in doelen}, [jaar.start for jaar in jaren])
    times: dict[int, int] = {}
    for own in doelen.values():
        for one in own:
            times[one.pk] = times.get(one.pk, 0) + 1
    return {
        doel.pk: Doelmiddelen(
            tuple(_lines(doel.pk, [a.pk for a in own], planned, spent, zicht)),
            tuple(jaren),
            any(times[a.pk] > 1 for a in own),
        )
        for doel, own in doelen.items()
    }


Bedragen = dict[tuple[str, Middelsoort], Fraction]  # by place and kind


def _read(
    acties: Collection[int], goals: Collection[int], starts: Collection[int]
) -> tuple[Bedragen, Bedragen]:
    """Planned and spent, in one query: the page of an evaluatie asks many things already."""
    names = ("actie_id", "streefdoel_id", "soort", "pk", "amount", "spent")
    booked = (
        Boeking.objects.filter(
            Q(actie__in=acties) | Q(actie=None, streefdoel__in=goals),
            schooljaar__in=starts,
            ingetrokken=None,
        )
        .annotate(amount=F("besteed"), spent=Value(1, IntegerField()))
        .order_by()
        .values_list(*names)
    )
    assigned = (
        Toewijzing.objects.filter(actie__in=acties, schooljaar__in=starts)
        .annotate(
            streefdoel_id=Value(None, BigIntegerField()),
            amount=F("voorzien"),
            spent=Value(0, IntegerField()),
        )
        .order_by()
        .values_list(*names)
    )
    planned: Bedragen = {}
    spent: Bedragen = {}
    for actie, doel, soort, _, amount, booking in assigned.union(booked, all=True):
        kept = spent if booking else planned
        key = (f"a{actie}" if actie is not None else f"d{doel}", Middelsoort(soort))
        kept[key] = kept.get(key, NUL) + Fraction(amount)
    return planned, spent


def _lines(
    doel: int, acties: Sequence[int], planned: Bedragen, spent: Bedragen, zicht: Zicht
) -> Iterable[Middelregel]:
    places = [f"d{doel}", *(f"a{key}" for key in acties)]
    for soort in Middelsoort:
        there = [(p, soort) for p in places if (p, soort) in planned or (p, soort) in spent]
        if not there:
            continue
        sums = (sum((kept.get(key, NUL) for key in there), NUL) for kept in (planned, spent))
        words = [zicht.met_eenheid(soort, one) for one in sums]
        yield Middelregel(soort, words[0], words[1])
