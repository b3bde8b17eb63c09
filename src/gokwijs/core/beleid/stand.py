"""Stage 6: everything of one school that the rules read, and the words they share.

In: the records of the plan, of the plans before it, and of the school. Out: lookups, and what
"lopend" and "meetellend" mean. Nothing is computed from a clock: today is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from gokwijs.core.beleid.drempels import STANDAARD, Drempels
from gokwijs.core.beleid.keuzes import Doelstatus, Onderwijs
from gokwijs.core.beleid.plan import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Borging,
    Draagvlakmoment,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
    Toekenning,
    Toewijzing,
    Vaststelling,
)
from gokwijs.core.beleid.tijd import days_since
from gokwijs.core.calendar import Schooljaar

T = TypeVar("T")


@dataclass(frozen=True)
class Beleidsstand:
    """One school: ``plan`` is the plan at hand, ``voorgangers`` are the plans before it.

    Streefdoelen and acties of earlier plans may be in it; those of another plan are never lopend.
    A record that was deleted or replaced is left out.
    """

    onderwijs: Onderwijs
    plan: Plan | None = None
    voorgangers: tuple[Plan, ...] = ()
    vaststellingen: tuple[Vaststelling, ...] = ()
    streefdoelen: tuple[Streefdoel, ...] = ()
    indicatoren: tuple[Indicator, ...] = ()
    metingen: tuple[Meting, ...] = ()
    acties: tuple[Actie, ...] = ()
    toekenningen: tuple[Toekenning, ...] = ()
    toewijzingen: tuple[Toewijzing, ...] = ()
    evaluaties: tuple[Evaluatie, ...] = ()
    besluiten: tuple[Besluit, ...] = ()
    borgingen: tuple[Borging, ...] = ()
    beleidskoppelingen: tuple[Beleidskoppeling, ...] = ()
    momenten: tuple[Draagvlakmoment, ...] = ()

    # ------------------------------------------------------------ by id

    @cached_property
    def vaststelling(self) -> Mapping[int, Vaststelling]:
        return {one.id: one for one in self.vaststellingen}

    @cached_property
    def streefdoel(self) -> Mapping[int, Streefdoel]:
        return {one.id: one for one in self.streefdoelen}

    @cached_property
    def indicator(self) -> Mapping[int, Indicator]:
        return {one.id: one for one in self.indicatoren}

    @cached_property
    def meting(self) -> Mapping[int, Meting]:
        return {one.id: one for one in self.metingen}

    @cached_property
    def actie(self) -> Mapping[int, Actie]:
        return {one.id: one for one in self.acties}

    @cached_property
    def evaluatie(self) -> Mapping[int, Evaluatie]:
        return {one.id: one for one in self.evaluaties}

    @cached_property
    def koppeling(self) -> Mapping[int, Beleidskoppeling]:
        return {one.id: one for one in self.beleidskoppelingen}

    # ------------------------------------------------------------ what runs

    def lopend_plan(self, vandaag: date) -> Plan | None:
        return self.plan if self.plan is not None and self.plan.is_lopend(vandaag) else None

    @cached_property
    def plandoelen(self) -> tuple[Streefdoel, ...]:
        """The streefdoelen of the plan that are neither closed nor stopped."""
        return tuple(one for one in self.streefdoelen if self._of_plan(one) and one.is_open)

    @cached_property
    def planacties(self) -> tuple[Actie, ...]:
        """The acties of the plan that are neither cancelled nor stopped."""
        return tuple(one for one in self.acties if self._of_plan(one) and one.counts)

    def _of_plan(self, one: Streefdoel | Actie) -> bool:
        return self.plan is not None and one.plan_id == self.plan.id

    def lopende_doelen(self, vandaag: date) -> tuple[Streefdoel, ...]:
        """Adopted and begun; a passed einddatum does not end it, only a besluit does."""
        return tuple(
            one
            for one in self.plandoelen
            if one.status is Doelstatus.VASTGESTELD
            and one.start is not None
            and one.start <= vandaag
        )

    def meetellende_doelen(
        self, vandaag: date, drempels: Drempels = STANDAARD
    ) -> tuple[Streefdoel, ...]:
        """Lopend, imported, or a draft for longer than a draft should be."""
        lopend = {one.id for one in self.lopende_doelen(vandaag)}
        return tuple(
            one
            for one in self.plandoelen
            if one.id in lopend or one.ingelezen or _is_stale(one, vandaag, drempels)
        )

    def lopende_acties(self, vandaag: date) -> tuple[Actie, ...]:
        return tuple(one for one in self.planacties if one.is_lopend(vandaag))

    # ------------------------------------------------------------ along the chain

    def lijn(self, streefdoel_id: int) -> frozenset[int]:
        """This streefdoel and the same one in the plans before."""
        found: set[int] = set()
        at: int | None = streefdoel_id
        while at is not None and at not in found:
            found.add(at)
            record = self.streefdoel.get(at)
            at = record.voorganger_id if record else None
        return frozenset(found)

    def vaststellingen_of(self, doel: Streefdoel) -> tuple[Vaststelling, ...]:
        return _found(self.vaststelling, doel.vaststelling_ids)

    def indicatoren_of(self, doel: Streefdoel) -> tuple[Indicator, ...]:
        return _found(self.indicator, doel.indicator_ids)

    def nulmeting_of(self, doel: Streefdoel) -> Meting | None:
        return self.meting.get(doel.nulmeting_id) if doel.nulmeting_id is not None else None

    def later_metingen(self, doel: Streefdoel) -> tuple[Meting, ...]:
        """Metingen of its indicatoren after the nulmeting, oldest first."""
        first = self.nulmeting_of(doel)
        if first is None or first.peildatum is None:
            return ()
        line = self.lijn(doel.id)
        dated = [
            (one.peildatum, one.id, one)
            for indicator_id in doel.indicator_ids
            for one in self._metingen_by_indicator.get(indicator_id, ())
            if one.id != first.id
            and one.peildatum is not None
            and one.peildatum > first.peildatum
            and (not one.streefdoel_ids or line & set(one.streefdoel_ids))
        ]
        return tuple(one for _, _, one in sorted(dated, key=lambda entry: entry[:2]))

    @cached_property
    def _metingen_by_indicator(self) -> Mapping[int, tuple[Meting, ...]]:
        return _grouped((one.indicator_id, one) for one in self.metingen)

    def acties_of(self, doel: Streefdoel) -> tuple[Actie, ...]:
        """Acties of the plan for this streefdoel, without the cancelled and stopped ones."""
        return tuple(one for one in self.planacties if doel.id in one.streefdoel_ids)

    def doelen_of(self, actie: Actie) -> tuple[Streefdoel, ...]:
        return _found(self.streefdoel, actie.streefdoel_ids)

    def koppelingen_of(self, doel: Streefdoel) -> tuple[Beleidskoppeling, ...]:
        return _found(self.koppeling, doel.beleidskoppeling_ids)

    def evaluaties_of(self, doel: Streefdoel) -> tuple[Evaluatie, ...]:
        """Oldest first, those of the same streefdoel in earlier plans included."""
        by_id = {
            one.id: one
            for goal in self.lijn(doel.id)
            for one in self._evaluaties_by_doel.get(goal, ())
        }
        return tuple(sorted(by_id.values(), key=lambda one: (one.datum, one.id)))

    @cached_property
    def _evaluaties_by_doel(self) -> Mapping[int, tuple[Evaluatie, ...]]:
        return _grouped((goal, one) for one in self.evaluaties for goal in one.streefdoel_ids)

    def besluiten_of(self, doel: Streefdoel) -> tuple[Besluit, ...]:
        """Oldest first: those on this streefdoel, or on all of its evaluatie."""
        line = self.lijn(doel.id)
        return tuple(
            besluit
            for evaluatie in self.evaluaties_of(doel)
            for besluit in self.besluiten_after.get(evaluatie.id, ())
            if not besluit.streefdoel_ids or line & set(besluit.streefdoel_ids)
        )

    @cached_property
    def besluiten_after(self) -> Mapping[int, tuple[Besluit, ...]]:
        """The besluiten by evaluatie, in order of id."""
        ordered = sorted(self.besluiten, key=lambda besluit: besluit.id)
        return _grouped((one.evaluatie_id, one) for one in ordered)

    # ------------------------------------------------------------ means

    def toewijzingen_in(self, schooljaar: Schooljaar) -> tuple[Toewijzing, ...]:
        return tuple(one for one in self.toewijzingen if one.schooljaar == schooljaar)

    def is_planned(self, actie: Actie, schooljaren: Iterable[Schooljaar]) -> bool:
        """Has the actie an amount of any kind, or a reason why it needs none?"""
        years = set(schooljaren)
        return bool(actie.reden_nul) or any(
            one.is_planned
            for one in self.toewijzingen
            if one.actie_id == actie.id and one.schooljaar in years
        )


def _is_stale(doel: Streefdoel, vandaag: date, drempels: Drempels) -> bool:
    return (
        doel.status is Doelstatus.ONTWERP
        and doel.gemaakt_op is not None
        and days_since(doel.gemaakt_op, vandaag) > drempels.ontwerp_dagen
    )


def _grouped(pairs: Iterable[tuple[int, T]]) -> Mapping[int, tuple[T, ...]]:
    found: dict[int, list[T]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(group) for key, group in found.items()}


def _found(by_id: Mapping[int, T], ids: Iterable[int]) -> tuple[T, ...]:
    return tuple(by_id[one] for one in ids if one in by_id)
