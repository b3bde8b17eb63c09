"""What a dossier is read from: the plan, and the same goals in the plans before.

In: a plan. Out: a ``Bron`` with the acties, evaluaties, besluiten, borging and overleg of the whole
line of each goal, oldest first, and in which plan each stands. A fixed number of queries, however
many plans the line has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, prefetch_related_objects

from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Borging,
    Draagvlakmoment,
    Evaluatie,
    Plan,
    Streefdoel,
    Taak,
    Uitvoering,
)
from gokwijs.apps.beleid.selectors import Rijen
from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.document_bron import Bron
from gokwijs.apps.dossier.document_keuze import Publiek
from gokwijs.apps.opvolging.actielijn import Actielijn, actielijnen


class Lijnrijen(Rijen):
    """The rows of a plan, and beside its goals and acties those of the plans before."""

    @cached_property
    def eerder(self) -> Mapping[int, Streefdoel]:
        """An earlier goal by its key, with the goal of this plan that it became.

        Not the place a goal was scaled up from: that is another goal.
        """
        goals = Streefdoel.objects.filter(plan__school=self.plan.school)
        before = {
            pk: earlier
            for pk, earlier, other in goals.values_list("pk", "voorganger_id", "opgeschaald")
            if earlier and not other
        }
        found: dict[int, Streefdoel] = {}
        for doel in self.streefdoelen:
            earlier = before.get(doel.pk)
            while earlier and earlier not in found and earlier != doel.pk:
                found[earlier] = doel
                earlier = before.get(earlier)
        return found

    @cached_property
    def eerdere_acties(self) -> tuple[Actie, ...]:
        """Oldest plan first."""
        rows = Actie.objects.filter(
            ~Q(plan=self.plan),
            pk__in=Actie.streefdoelen.through.objects.filter(streefdoel_id__in=self.eerder).values(
                "actie_id"
            ),
            verwijderd=None,
            plan__verwijderd=None,
        ).select_related("plan", "trekker")
        found = rows.prefetch_related("streefdoelen", "onderbouwingen")
        return tuple(found.order_by("plan__schooljaar_van", "plan_id", "pk"))

    @cached_property
    def evaluaties(self) -> tuple[Evaluatie, ...]:
        about = Evaluatie.streefdoelen.through.objects.filter(streefdoel_id__in=self.eerder)
        found = Evaluatie.objects.filter(
            Q(plan=self.plan) | Q(pk__in=about.values("evaluatie_id")),
            verwijderd=None,
            plan__verwijderd=None,
        )
        return tuple(found.select_related("plan").prefetch_related("streefdoelen", "metingen"))

    @cached_property
    def besluiten(self) -> tuple[Besluit, ...]:
        mine = Q(plan=self.plan) | Q(streefdoel_id__in=self.eerder)
        found = Besluit.objects.filter(mine, verwijderd=None)
        return tuple(found.select_related("evaluatie", "streefdoel__indicator", "actie"))

    @cached_property
    def borgingen(self) -> tuple[Borging, ...]:
        mine = Q(plan=self.plan) | Q(besluit__streefdoel_id__in=self.eerder)
        return tuple(Borging.objects.filter(mine, verwijderd=None).select_related("besluit"))

    @cached_property
    def taken(self) -> tuple[Taak, ...]:
        mine = Q(plan=self.plan) | Q(actie__in=[one.pk for one in self.eerdere_acties])
        return tuple(Taak.objects.filter(mine).select_related("wie"))

    @cached_property
    def acties_per_doel(self) -> dict[int, list[Actie]]:
        """By the goal of this plan; those of the plans before come first."""
        found: dict[int, list[Actie]] = defaultdict(list)
        for one in (*self.eerdere_acties, *self.acties):
            goals = (self.eerder.get(doel.pk, doel).pk for doel in one.streefdoelen.all())
            for pk in dict.fromkeys(goals):
                found[pk].append(one)
        return found


class Lijnbron(Bron):
    """A ``Bron`` that goes back along the line of every goal."""

    def __init__(self, plan: Plan, today: date) -> None:
        super().__init__(plan, Publiek.TEAM, today)

    @cached_property
    def rows(self) -> Lijnrijen:
        found = Lijnrijen(self.plan)
        prefetch_related_objects(list(found.streefdoelen), "koppelingen")
        prefetch_related_objects(list(found.acties), "onderbouwingen")
        return found

    @property
    def acties(self) -> Sequence[Actie]:
        return (*self.rows.eerdere_acties, *self.rows.acties)

    @cached_property
    def uitvoeringen(self) -> Mapping[int, list[Uitvoering]]:
        found: dict[int, list[Uitvoering]] = defaultdict(list)
        rows = Uitvoering.objects.filter(actie__in=[one.pk for one in self.acties])
        for one in rows.order_by("datum", "pk"):
            found[one.actie_id].append(one)
        return found

    @cached_property
    def momenten(self) -> tuple[Draagvlakmoment, ...]:
        """Also those of a plan before, when they were about one of these goals or acties."""
        goals = Draagvlakmoment.streefdoelen.through.objects.filter(
            streefdoel_id__in=self.rows.eerder
        )
        acties = Draagvlakmoment.acties.through.objects.filter(
            actie_id__in=[one.pk for one in self.rows.eerdere_acties]
        )
        about = Q(pk__in=goals.values("draagvlakmoment_id")) | Q(
            pk__in=acties.values("draagvlakmoment_id")
        )
        found = Draagvlakmoment.objects.filter(Q(plan=self.plan) | about, verwijderd=None)
        found = found.select_related("plan").order_by("datum", "pk")
        return tuple(found.prefetch_related("streefdoelen", "acties", "vaststellingen"))

    @cached_property
    def nummers(self) -> Mapping[tuple[type, int], str]:
        """An earlier goal has the number of what it became."""
        found = dict(super().nummers)
        for pk, doel in self.rows.eerder.items():
            found[(Streefdoel, pk)] = found[(Streefdoel, doel.pk)]
        return found

    @property
    def alle_codes(self) -> set[str]:
        earlier = {str(code) for one in self.rows.eerdere_acties for code in one.ok_codes}
        return super().alle_codes | earlier

    @cached_property
    def actielijnen(self) -> Mapping[int, tuple[Actielijn, ...]]:
        """What stands under the series of each goal of this plan."""
        return actielijnen(self.rows.streefdoelen)


# ---------------------------------------------------------------- in which plan


def plannen_van(bron: Lijnbron, hide: Callable[[str], str]) -> Mapping[str, str]:
    """The plan of every actie and evaluatie by its number; empty without a plan before."""
    own = bron.plan.pk
    rows: tuple[Any, ...] = (*bron.acties, *bron.evaluaties)
    if all(one.plan_id == own for one in rows):
        return {}
    return {
        bron.nummers[(type(one), one.pk)]: hide(f"{one.plan.naam}, {one.plan.periode}")
        for one in rows
    }


def met_plannen(
    told: doc.PlanDocument, bron: Lijnbron, plannen: Mapping[str, str], hide: Callable[[str], str]
) -> doc.PlanDocument:
    """Evaluaties, besluiten and moments say in which plan they were written."""
    return replace(
        told,
        evaluaties=tuple(_evaluatie(one, plannen.get(one.nummer, "")) for one in told.evaluaties),
        momenten=tuple(_momenten(told, bron, hide)),
    )


def _evaluatie(one: doc.Evaluatie, plan: str) -> doc.Evaluatie:
    if not plan:
        return one
    decided = tuple(replace(b, waarover=_in(b.waarover, plan)) for b in one.besluiten)
    return replace(one, streefdoelen=_in(one.streefdoelen, plan), besluiten=decided)


def _momenten(
    told: doc.PlanDocument, bron: Lijnbron, hide: Callable[[str], str]
) -> Iterator[doc.Moment]:
    for row, one in zip(bron.momenten, told.momenten, strict=True):
        if row.plan is None or row.plan_id == bron.plan.pk:
            yield one
        else:
            plan = hide(f"{row.plan.naam}, {row.plan.periode}")
            yield replace(one, raakt=_in(one.raakt, plan))


def _in(text: str, plan: str) -> str:
    return f"{text} (in het plan {plan})".strip()
