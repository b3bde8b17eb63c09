"""Reads around a plan: when goals were discussed, where they are anchored, how care is spread.

In: a plan. Out: frozen rows, for the plan page and for the room samen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from gokwijs.apps.beleid.models import Actie, Beleidskoppeling, Draagvlakmoment, Plan, Streefdoel
from gokwijs.core.beleid.keuzes import (
    Aard,
    Actiestatus,
    Deelnemersgroep,
    Doelstatus,
    Momentvorm,
    Zorgfase,
)

_NOT_COUNTED = (Actiestatus.GESTOPT.value, Actiestatus.GEANNULEERD.value)


def doelen_van(plan: Plan) -> list[Streefdoel]:
    """The goals of a plan that were not stopped."""
    found = plan.streefdoel_set.filter(verwijderd=None)
    return list(found.exclude(status=Doelstatus.STOPGEZET.value))


# ---------------------------------------------------------------- discussed (S7)


@dataclass(frozen=True)
class Besproken:
    """A goal with the last moment of the teaching team, and the last one of anybody."""

    streefdoel: Streefdoel
    team: Draagvlakmoment | None
    iedereen: Draagvlakmoment | None

    @property
    def leiding(self) -> bool:
        """Was leadership there, when the team discussed it last?"""
        return self.team is not None and self.team.leiding_aanwezig

    @property
    def nooit(self) -> bool:
        return self.team is None


def is_team(moment: Draagvlakmoment) -> bool:
    """A moment of the teaching team: of the right form, with personeel present."""
    there = moment.groepen.get(Deelnemersgroep.PERSONEEL.value)
    return bool(there) and Momentvorm(moment.vorm).is_team


def laatst_besproken(plan: Plan) -> list[Besproken]:
    """Per goal when it was last discussed, those of never first.

    What was said about the same goal in the plan before, or about one of its actions, counts too.
    """
    goals = doelen_van(plan)
    before = dict(
        Streefdoel.objects.filter(plan__school=plan.school_id).values_list("pk", "voorganger_id")
    )
    actions: dict[int, set[int]] = {goal.pk: set() for goal in goals}
    links = Actie.streefdoelen.through.objects.filter(streefdoel__in=goals)
    for goal_key, actie in links.values_list("streefdoel_id", "actie_id"):
        actions[goal_key].add(actie)
    moments = [
        (one, {g.pk for g in one.streefdoelen.all()}, {a.pk for a in one.acties.all()})
        for one in Draagvlakmoment.objects.filter(school=plan.school_id, verwijderd=None)
        .prefetch_related("streefdoelen", "acties")
        .order_by("-datum", "-pk")
    ]
    found = []
    for goal in goals:
        line = _line(goal.pk, before)
        about = [m for m, goal_keys, keys in moments if goal_keys & line or keys & actions[goal.pk]]
        team = next((m for m in about if is_team(m)), None)
        found.append(Besproken(goal, team, about[0] if about else None))
    return sorted(found, key=lambda row: row.team.datum if row.team else date.min)


def _line(pk: int, before: Mapping[int, int | None]) -> set[int]:
    """A goal and the goals it came from."""
    found: set[int] = set()
    now: int | None = pk
    while now is not None and now not in found:
        found.add(now)
        now = before.get(now)
    return found


# ---------------------------------------------------------------- anchored (S5)


@dataclass(frozen=True)
class Verankering:
    """A goal with the other documents of the school it is part of."""

    streefdoel: Streefdoel
    koppelingen: tuple[Beleidskoppeling, ...]


def verankering(plan: Plan) -> list[Verankering]:
    """Per goal where it is anchored; those without any first."""
    documents = Beleidskoppeling.objects.filter(verwijderd=None)
    goals = (
        plan.streefdoel_set.filter(verwijderd=None)
        .exclude(status=Doelstatus.STOPGEZET.value)
        .prefetch_related(Prefetch("koppelingen", documents))
    )
    found = [Verankering(goal, tuple(goal.koppelingen.all())) for goal in goals]
    return sorted(found, key=lambda row: bool(row.koppelingen))


# ---------------------------------------------------------------- zorgfase × aard (S38)


@dataclass(frozen=True)
class Vak:
    """The actions of one phase that prevent, or that remedy."""

    zorgfase: Zorgfase
    aard: Aard
    acties: tuple[Actie, ...]


@dataclass(frozen=True)
class Zorgmatrix:
    """A row of boxes per phase, and the actions that have no place in it yet."""

    rijen: tuple[tuple[Zorgfase, tuple[Vak, Vak]], ...]
    zonder: tuple[Actie, ...]

    @property
    def leeg(self) -> tuple[Vak, ...]:
        """The boxes without an action."""
        return tuple(vak for _, row in self.rijen for vak in row if not vak.acties)

    @property
    def enkel_remedierend(self) -> bool:
        """Are there actions, and does none of them prevent?"""
        per_kind = {
            aard: any(vak.acties for _, row in self.rijen for vak in row if vak.aard is aard)
            for aard in (Aard.PREVENTIEF, Aard.REMEDIEREND)
        }
        return per_kind[Aard.REMEDIEREND] and not per_kind[Aard.PREVENTIEF]


def tellende_acties(plan: Plan) -> list[Actie]:
    """The actions of a plan that were not stopped or cancelled."""
    return list(plan.actie_set.filter(verwijderd=None).exclude(status__in=_NOT_COUNTED))


def zorgmatrix(plan: Plan) -> Zorgmatrix:
    """Actions per zorgfase, preventief and remediërend; 'beide' stands in both columns."""
    actions = tellende_acties(plan)

    def vak(fase: Zorgfase, aard: Aard) -> Vak:
        kinds = (aard.value, Aard.BEIDE.value)
        return Vak(
            fase,
            aard,
            tuple(a for a in actions if a.zorgfase == fase.value and a.aard in kinds),
        )

    rows = tuple(
        (fase, (vak(fase, Aard.PREVENTIEF), vak(fase, Aard.REMEDIEREND))) for fase in Zorgfase
    )
    return Zorgmatrix(rows, tuple(a for a in actions if not (a.zorgfase and a.aard)))
