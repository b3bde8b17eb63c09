"""The days of this room in the calendar of the school: rounds that end, strengths to look at again.

In: a school and the days that are asked for. Out: points of the calendar, without names.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from gokwijs.apps.samen.kalender import Punt, Vraag
from gokwijs.apps.zelfevaluatie.models import Conclusie, Ronde


def sterktes(vraag: Vraag) -> Iterator[Punt]:
    """When the school looks again at what it wants to keep."""
    mine = Q(school=vraag.school) | Q(ronde__school=vraag.school, ronde__verwijderd=None)
    found = Conclusie.objects.filter(mine, verwijderd=None, herzien_op__range=vraag.span)
    for one in found.filter(soort=Conclusie.Soort.STERK):
        yield from vraag.op(
            one.herzien_op,
            "borging",
            f"Opnieuw bekijken: {one.borging or one.besluit}"[:200],
            naam="zelfevaluatie:gesprek" if one.ronde_id else "zelfevaluatie:kader",
            pk=one.ronde_id,
            sleutel=f"-c{one.pk}",
        )


def rondes(vraag: Vraag) -> Iterator[Punt]:
    """The last day on which people can answer."""
    found = Ronde.objects.filter(
        school=vraag.school, verwijderd=None, einde__range=vraag.span
    ).exclude(status=Ronde.Status.ONTWERP)
    for one in found:
        yield from vraag.op(
            one.einde,
            "evaluatie",
            f"Laatste dag om te antwoorden: {one.titel}",
            naam="zelfevaluatie:ronde",
            pk=one.pk,
            klaar=one.is_gesloten,
            sleutel="-r",
        )
