"""Everything near some goals in one query: grounds, acties, means, metingen, evaluaties, decisions.

In: the keys of goals, and of one actie of which the means are asked too. Out: rows of one shape, in
no order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, F, IntegerField, Q, QuerySet, Value

from gokwijs.apps.beleid.models import Actie, Besluit, Evaluatie, Meting, Streefdoel, Toewijzing

_GEEN = Value(0, output_field=IntegerField())
_LEEG = Value("", output_field=CharField())
_OPEN = Value(False, output_field=BooleanField())


class Rij(NamedTuple):
    """One record near the goals; ``van``: the actie that means stand on."""

    soort: str
    pk: int
    tekst: str
    dag: date | None
    werkzone: bool
    van: int
    erbij: str


def rijen_bij(doelen: Sequence[int], actie: int | None) -> list[Rij]:
    """A row that is near two of the goals comes once."""
    acties = Q(streefdoelen__in=doelen) | Q(pk=actie)
    # The first one gives the columns their kind: it has a day and a flag.
    first, *others = (
        _gronden(doelen),
        _metingen(doelen),
        _deel("actie", Actie.objects.filter(acties, verwijderd=None), "pk", F("titel"), "start"),
        _toewijzingen(doelen, actie),
        *_besluiten(doelen),
    )
    return [Rij(*row) for row in first.union(*others)]


def _deel(
    soort: str,
    rows: QuerySet[Any],
    key: str,
    tekst: Any,
    dag: str,
    werkzone: Any = _OPEN,
    van: Any = _GEEN,
    erbij: Any = _LEEG,
) -> QuerySet[Any]:
    kind = Value(soort, output_field=CharField())
    return rows.order_by().values_list(kind, F(key), tekst, F(dag), werkzone, van, erbij)


def _gronden(doelen: Sequence[int]) -> QuerySet[Any]:
    links = Streefdoel.vaststellingen.through.objects
    rows = links.filter(streefdoel__in=doelen, vaststelling__ingetrokken=None)
    return _deel(
        "vaststelling",
        rows,
        "vaststelling_id",
        F("vaststelling__bron_soort"),
        "vaststelling__dag",
        F("vaststelling__werkzone"),
    )


def _metingen(doelen: Sequence[int]) -> QuerySet[Any]:
    near = Q(indicator__streefdoelen__in=doelen) | Q(indicator__ook_bij__in=doelen)
    rows = Meting.objects.filter(near, vervangen=None, indicator__verwijderd=None)
    naam = F("indicator__naam")
    return _deel("meting", rows, "indicator_id", naam, "peildatum", F("werkzone"))


def _toewijzingen(doelen: Sequence[int], actie: int | None) -> QuerySet[Any]:
    near = Q(actie__streefdoelen__in=doelen) | Q(actie=actie)
    rows = Toewijzing.objects.filter(near, actie__verwijderd=None)
    amount, van, soort = F("voorzien"), F("actie_id"), F("soort")
    return _deel("middelen", rows, "pk", amount, "actie__start", _OPEN, van, soort)


def _besluiten(doelen: Sequence[int]) -> tuple[QuerySet[Any], ...]:
    """The evaluaties, and what was decided in them; both by the key of the evaluatie."""
    links = Evaluatie.streefdoelen.through.objects
    held = links.filter(streefdoel__in=doelen, evaluatie__verwijderd=None)
    decided = Besluit.objects.filter(
        streefdoel__in=doelen, actie=None, verwijderd=None, evaluatie__verwijderd=None
    )
    # On the same goal in the plan before, and on the whole goal.
    before = Besluit.objects.filter(
        streefdoel__opvolgers__in=doelen,
        streefdoel__opvolgers__opgeschaald=False,
        actie=None,
        verwijderd=None,
        evaluatie__verwijderd=None,
        evaluatie__afgerond__isnull=False,
    )
    keuze, dag = F("keuze"), "evaluatie__datum"
    return (
        _deel("vorig", before, "evaluatie_id", keuze, dag),
        _deel("evaluatie", held, "evaluatie_id", _LEEG, "evaluatie__datum"),
        _deel("besluit", decided, "evaluatie_id", keuze, dag),
    )
