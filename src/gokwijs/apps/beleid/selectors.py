"""Reads of the chain: the plan of now, everything in it, and what the rules say about it.

In: a school the caller may see. Out: rows with their links fetched in a fixed number of queries,
and the same as records for the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.bewaren import Link
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Boeking,
    Borging,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
    Taak,
    Toewijzing,
)
from gokwijs.apps.beleid.models.kring import Beleidskoppeling
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import Onderwijs, Planstatus
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.telling.model import Telling

M = TypeVar("M", bound=Link)


def plannen(school: School) -> QuerySet[Plan]:
    """Every plan that was not taken away, newest first."""
    return school.plannen.filter(verwijderd=None)


def huidig_plan(school: School, today: date) -> Plan | None:
    """The adopted plan of this schooljaar, else the newest that is not closed, else the newest."""
    return huidig_van(list(plannen(school)), today)


def huidig_van(found: Sequence[Plan], today: date) -> Plan | None:
    """The same of plans that were read already, newest first."""
    year = Schooljaar.of(today).start
    for one in found:
        if (
            one.status == Planstatus.VASTGESTELD
            and one.schooljaar_van <= year <= one.schooljaar_tot
        ):
            return one
    return next((one for one in found if not one.bevroren), found[0] if found else None)


def knoop(access: Access, model: type[M], pk: int, *, weg: bool = False) -> M:
    """One link of this school, or Http404. A vaststelling of the Werkzone stays there."""
    filters: dict[str, Any] = {"pk": pk}
    if model is Vaststelling:
        filters["school"] = access.school
        if not weg:
            filters["ingetrokken"] = None
        if not access.werkzone:
            filters["werkzone"] = False
    else:
        filters["school" if model is Plan else "plan__school"] = access.school
        if not weg:
            filters["verwijderd"] = None
    found = model._default_manager.filter(**filters)
    if model not in (Plan, Vaststelling):
        found = found.select_related("plan__school")  # type: ignore[misc]
    one: M | None = found.first()  # type: ignore[assignment]
    if one is None:
        raise Http404
    if isinstance(one, Plan):
        one.school = access.school
    return one


class Rijen:
    """Everything of one plan, as rows. Each kind is fetched when it is first asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._own = {"plan": plan, "verwijderd": None}

    @cached_property
    def streefdoelen(self) -> tuple[Streefdoel, ...]:
        found = tuple(
            Streefdoel.objects.filter(**self._own)
            .select_related("indicator", "nulmeting__indicator", "trekker")
            .prefetch_related(
                "andere_indicatoren",
                Prefetch("vaststellingen", Vaststelling.objects.filter(ingetrokken=None)),
            )
        )
        for one in found:
            one.plan = self.plan
        return found

    @cached_property
    def acties(self) -> tuple[Actie, ...]:
        goals = Streefdoel.objects.filter(verwijderd=None).select_related("indicator")
        found = tuple(
            Actie.objects.filter(**self._own)
            .select_related("trekker")
            .prefetch_related(Prefetch("streefdoelen", goals))
        )
        for one in found:
            one.plan = self.plan
        return found

    @cached_property
    def indicatoren(self) -> tuple[Indicator, ...]:
        """Those of the plan, and those its goals brought along."""
        used = {one.indicator_id for one in self.streefdoelen} - {None}
        used |= {i.pk for one in self.streefdoelen for i in one.andere_indicatoren.all()}
        mine = Q(plan=self.plan) | Q(pk__in=used)
        return tuple(Indicator.objects.filter(mine, verwijderd=None))

    @cached_property
    def metingen(self) -> tuple[Meting, ...]:
        series = Meting.objects.filter(indicator__in=self.indicatoren, vervangen=None)
        return tuple(series.select_related("indicator"))

    @cached_property
    def evaluaties(self) -> tuple[Evaluatie, ...]:
        found = Evaluatie.objects.filter(**self._own)
        return tuple(found.prefetch_related("streefdoelen", "metingen"))

    @cached_property
    def _vorige(self) -> dict[int, int]:
        """The same goal in the plan before → the goal; not the place it was scaled up from."""
        return {
            one.voorganger_id: one.pk
            for one in self.streefdoelen
            if one.voorganger_id is not None and not one.opgeschaald
        }

    @cached_property
    def _besloten(self) -> tuple[Besluit, ...]:
        """On these goals, here and in the plan before."""
        goals = Streefdoel.objects.filter(**self._own, opgeschaald=False, voorganger__isnull=False)
        near = Q(plan=self.plan) | Q(streefdoel__in=goals.values("voorganger"))
        found = Besluit.objects.filter(near, verwijderd=None)
        return tuple(found.select_related("evaluatie", "streefdoel__indicator", "actie"))

    @cached_property
    def besluiten(self) -> tuple[Besluit, ...]:
        return tuple(one for one in self._besloten if one.plan_id == self.plan.pk)

    @cached_property
    def borgingen(self) -> tuple[Borging, ...]:
        return tuple(Borging.objects.filter(**self._own).select_related("besluit"))

    @cached_property
    def toewijzingen(self) -> tuple[Toewijzing, ...]:
        found = Toewijzing.objects.filter(actie__plan=self.plan, actie__verwijderd=None)
        return tuple(found.filter(verwijderd=None))

    @cached_property
    def boekingen(self) -> tuple[Boeking, ...]:
        return tuple(Boeking.objects.filter(actie__plan=self.plan, ingetrokken=None))

    @cached_property
    def taken(self) -> tuple[Taak, ...]:
        return tuple(Taak.objects.filter(plan=self.plan).select_related("wie"))

    @cached_property
    def vaststellingen(self) -> tuple[Vaststelling, ...]:
        """Of the whole school."""
        return tuple(Vaststelling.objects.filter(school=self.plan.school, ingetrokken=None))

    @cached_property
    def acties_per_doel(self) -> dict[int, list[Actie]]:
        found: dict[int, list[Actie]] = defaultdict(list)
        for one in self.acties:
            for doel in one.streefdoelen.all():
                found[doel.pk].append(one)
        return found

    @cached_property
    def metingen_per_indicator(self) -> dict[int, list[Meting]]:
        """Oldest first, without the replaced ones."""
        found: dict[int, list[Meting]] = defaultdict(list)
        for one in self.metingen:
            found[one.indicator_id].append(one)
        return found

    @cached_property
    def toewijzingen_per_actie(self) -> dict[int, list[Toewijzing]]:
        found: dict[int, list[Toewijzing]] = defaultdict(list)
        for one in self.toewijzingen:
            found[one.actie_id].append(one)
        return found

    @cached_property
    def boekingen_per_actie(self) -> dict[int, list[Boeking]]:
        found: dict[int, list[Boeking]] = defaultdict(list)
        for one in self.boekingen:
            if one.actie_id is not None:
                found[one.actie_id].append(one)
        return found

    @cached_property
    def besluit_per_doel(self) -> dict[int, Besluit]:
        """The newest decision per goal; one on a single action says nothing of the goal."""
        about = [one for one in self.besluiten if one.actie_id is None]
        return {one.streefdoel_id: one for one in reversed(about)}

    @cached_property
    def vorig_besluit_per_doel(self) -> dict[int, Besluit]:
        """What was decided last in the plan before, on the same goal."""
        found = [
            one
            for one in self._besloten
            if one.streefdoel_id in self._vorige
            and one.actie_id is None
            and one.evaluatie.verwijderd is None
            and one.evaluatie.afgerond is not None
        ]
        found.sort(key=lambda one: (one.evaluatie.datum, one.pk))
        return {self._vorige[one.streefdoel_id]: one for one in found}

    @cached_property
    def taken_per_actie(self) -> dict[int, list[Taak]]:
        found: dict[int, list[Taak]] = defaultdict(list)
        for one in self.taken:
            if one.actie_id is not None:
                found[one.actie_id].append(one)
        return found


class Doelrijen(Rijen):
    """What belongs to one goal, as rows: its page needs nothing of the other goals.

    ``doel``: with its plan, indicator, nulmeting and trekker fetched.
    """

    def __init__(self, doel: Streefdoel) -> None:
        super().__init__(doel.plan)
        self.doel = doel

    @cached_property
    def streefdoelen(self) -> tuple[Streefdoel, ...]:
        grounds = Prefetch("vaststellingen", Vaststelling.objects.filter(ingetrokken=None))
        prefetch_related_objects([self.doel], "andere_indicatoren", grounds)
        return (self.doel,)

    @cached_property
    def acties(self) -> tuple[Actie, ...]:
        found = tuple(self.doel.acties.filter(verwijderd=None).select_related("trekker"))
        for one in found:
            one.plan = self.plan
            one.__dict__["_prefetched_objects_cache"] = {"streefdoelen": [self.doel]}
        return found

    @cached_property
    def indicatoren(self) -> tuple[Indicator, ...]:
        main = [self.doel.indicator] if self.doel.indicator is not None else []
        (doel,) = self.streefdoelen
        return tuple({one.pk: one for one in (*main, *doel.andere_indicatoren.all())}.values())

    @cached_property
    def _besloten(self) -> tuple[Besluit, ...]:
        near = Q(plan=self.plan, streefdoel=self.doel) | Q(streefdoel__in=list(self._vorige))
        found = Besluit.objects.filter(near, verwijderd=None)
        return tuple(found.select_related("evaluatie", "streefdoel__indicator", "actie"))

    @cached_property
    def toewijzingen(self) -> tuple[Toewijzing, ...]:
        return tuple(Toewijzing.objects.filter(actie__in=[one.pk for one in self.acties]))

    @cached_property
    def boekingen(self) -> tuple[Boeking, ...]:
        keys = [one.pk for one in self.acties]
        return tuple(Boeking.objects.filter(actie__in=keys, ingetrokken=None))


class Actierijen(Rijen):
    """What belongs to one actie, as rows: its page needs nothing of the other acties.

    ``actie``: with its plan and trekker fetched.
    """

    def __init__(self, actie: Actie) -> None:
        super().__init__(actie.plan)
        self.actie = actie

    @cached_property
    def acties(self) -> tuple[Actie, ...]:
        goals = Streefdoel.objects.filter(verwijderd=None).select_related("indicator")
        prefetch_related_objects([self.actie], Prefetch("streefdoelen", goals))
        return (self.actie,)

    @cached_property
    def besluiten(self) -> tuple[Besluit, ...]:
        found = Besluit.objects.filter(plan=self.plan, actie=self.actie, verwijderd=None)
        return tuple(found.select_related("evaluatie"))

    @cached_property
    def toewijzingen(self) -> tuple[Toewijzing, ...]:
        return tuple(Toewijzing.objects.filter(actie=self.actie, verwijderd=None))

    @cached_property
    def boekingen(self) -> tuple[Boeking, ...]:
        return tuple(Boeking.objects.filter(actie=self.actie, ingetrokken=None))

    @cached_property
    def taken(self) -> tuple[Taak, ...]:
        return tuple(Taak.objects.filter(actie=self.actie).select_related("wie"))


def rijen(plan: Plan, *, alles: bool = False) -> Rijen:
    """In a fixed number of queries, whatever the size of the plan.

    ``alles``: with the documents behind each goal and the aanpakken behind each action.
    """
    found = Rijen(plan)
    if alles:
        prefetch_related_objects(list(found.streefdoelen), "koppelingen")
        prefetch_related_objects(list(found.acties), "onderbouwingen")
    return found


def onderwijs_van(school: School) -> Onderwijs:
    """The kind of school; secundair when nothing tells it yet."""
    return bekend_onderwijs(school) or Onderwijs.SO


def bekend_onderwijs(school: School) -> Onderwijs | None:
    """The kind of school, from the pupils it has, else from what it last calculated with."""
    levels = set(
        school.leerlingen.values_list("inschrijvingen__onderwijsniveau", flat=True).distinct()
    ) - {None}
    if not levels:
        telling = school.berekeningen.order_by("-pk").values_list("telling", flat=True).first()
        counted = Telling.from_json(telling) if telling else None
        levels = {one.onderwijsniveau.value for one in counted.cells} if counted else set()
        levels |= {one.onderwijsniveau.value for one in counted.totals} if counted else set()
    if not levels:
        return None
    if levels & {"bubao", "buso"}:
        return Onderwijs.BUO
    return Onderwijs.BAO if levels & {"kleuter", "lager"} else Onderwijs.SO


def stand(
    rows: Rijen, onderwijs: Onderwijs = Onderwijs.SO, *, verloop: bool = False
) -> Beleidsstand:
    """The plan as the rules read it: what its goals rest on, and not what came in.

    ``verloop``: also what was evaluated, decided and anchored, for the rules that look back.
    """
    spent: dict[tuple[int, str, int], Any] = {}
    for one in rows.boekingen:
        if one.actie_id is not None:
            key = (one.actie_id, one.soort, one.schooljaar)
            spent[key] = spent.get(key, 0) + one.aantal
    linked = {v.pk: v for doel in rows.streefdoelen for v in doel.vaststellingen.all()}
    return Beleidsstand(
        onderwijs,
        brug.plan(rows.plan),
        vaststellingen=tuple(brug.vaststelling(v) for v in linked.values()),
        streefdoelen=tuple(brug.streefdoel(s, koppelingen=False) for s in rows.streefdoelen),
        indicatoren=tuple(brug.indicator(i) for i in rows.indicatoren),
        metingen=tuple(brug.meting(m) for m in rows.metingen),
        acties=tuple(brug.actie(a) for a in rows.acties),
        toewijzingen=tuple(
            brug.toewijzing(t, spent.get((t.actie_id, t.soort, t.schooljaar)))
            for t in rows.toewijzingen
        ),
        evaluaties=tuple(brug.evaluatie(e) for e in rows.evaluaties) if verloop else (),
        besluiten=tuple(brug.besluit(b) for b in rows.besluiten if b.actie_id is None)
        if verloop
        else (),
        borgingen=tuple(brug.borging(b) for b in rows.borgingen) if verloop else (),
    )


def koppelingen(school: School) -> QuerySet[Beleidskoppeling]:
    return school.koppelingen.filter(verwijderd=None)
