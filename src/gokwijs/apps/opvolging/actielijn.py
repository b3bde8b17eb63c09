"""The acties of a goal and of the same goal in the plans before, each as one line.

In: goals with their plan. Out: per goal what stands under its series: an actie that goes on in the
next plan is one line, from its first start. One query, whatever the number of goals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gokwijs.apps.beleid.models import Actie, Streefdoel
from gokwijs.core.beleid.keuzes import Actiestatus


@dataclass(frozen=True)
class Actielijn:
    """``actie``: as it is in the newest plan; ``start``: of the first plan it stood in."""

    actie: Actie
    start: date | None

    @property
    def einde(self) -> date | None:
        return self.actie.einde

    @property
    def naam(self) -> str:
        stopped = self.actie.status == Actiestatus.GESTOPT
        return f"{self.actie.titel} (gestopt)" if stopped else self.actie.titel


@dataclass(frozen=True)
class Doellijnen:
    """Per key of a goal: its acties, first start first, and where it was scaled up to."""

    acties: Mapping[int, tuple[Actielijn, ...]]
    kopieen: Mapping[int, Sequence[Streefdoel]]  # with their key and plaats only


def doellijnen(doelen: Iterable[Streefdoel]) -> Doellijnen:
    """Cancelled acties did not happen."""
    goals = list(doelen)
    if not goals:
        return Doellijnen({}, {})
    before: dict[int, int | None] = {}
    acties: dict[int, list[Actie]] = {}
    copies: dict[int, dict[int, Streefdoel]] = {}
    rows = Streefdoel.objects.filter(plan__school=goals[0].plan.school_id).order_by("pk")
    for key, earlier, scaled, gone, plaats, *values in rows.values_list(*_KOLOMMEN):
        before[key] = None if scaled else earlier
        if scaled and earlier and not gone:
            copies.setdefault(earlier, {})[key] = Streefdoel(pk=key, plaats=plaats)
        fields = dict(zip(_ACTIE, values, strict=False))
        removed = gone or fields["verwijderd"] or values[-1]
        if fields["id"] and not removed and fields["status"] != Actiestatus.GEANNULEERD:
            acties.setdefault(key, []).append(Actie(**fields))
    lines = {one.pk: _lijn(one.pk, before) for one in goals}
    own = {pk: [a for key in line for a in acties.get(key, ())] for pk, line in lines.items()}
    return Doellijnen(
        {pk: _samen(found) for pk, found in own.items()},
        {pk: list(copies.get(pk, {}).values()) for pk in lines},
    )


def actielijnen(doelen: Iterable[Streefdoel]) -> Mapping[int, tuple[Actielijn, ...]]:
    """Per key of a goal only its acties."""
    return doellijnen(doelen).acties


_ACTIE = ("id", "titel", "start", "einde", "status", "voorganger_id", "verwijderd")
# From the side of the goals: one without acties still links to the goal before.
_KOLOMMEN = (
    *("pk", "voorganger_id", "opgeschaald", "verwijderd", "plaats"),
    *(f"acties__{name}" for name in _ACTIE),
    "acties__plan__verwijderd",
)


def _lijn(key: int, before: Mapping[int, int | None]) -> list[int]:
    """A goal and the ones it went on from; not the place it was scaled up from."""
    line = [key]
    while (earlier := before.get(line[-1])) is not None and earlier not in line:
        line.append(earlier)
    return line


def _samen(acties: Sequence[Actie]) -> tuple[Actielijn, ...]:
    """One line for each actie that does not go on in another one of these."""
    by_key = {one.pk: one for one in acties}
    goes_on = {one.voorganger_id for one in by_key.values()}
    found = [
        Actielijn(one, _eerste(one, by_key)) for one in by_key.values() if one.pk not in goes_on
    ]
    return tuple(sorted(found, key=lambda line: (line.start or date.max, line.actie.pk)))


def _eerste(actie: Actie, by_key: Mapping[int, Actie]) -> date | None:
    """The first start of this actie and of the ones it went on from."""
    starts, seen, at = [], set[int](), by_key.get(actie.pk)
    while at is not None and at.pk not in seen:
        seen.add(at.pk)
        starts.append(at.start)
        at = by_key.get(at.voorganger_id or 0)
    return min((day for day in starts if day is not None), default=None)
