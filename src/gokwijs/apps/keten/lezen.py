"""Reading a whole plan for its chain, in a fixed and small number of queries.

In: a plan of a school the caller may see. Out: rows with every link filled in, the same as records
for the rules, and what is known of the effect of each actie.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import (
    Actie,
    Boeking,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
)
from gokwijs.apps.beleid.selectors import Rijen, stand
from gokwijs.apps.beleid.verbanden import (
    Verband,
    Verbanden,
    lees_verbanden,
    op_sleutel,
    vul_in,
)
from gokwijs.apps.keten.effecten import Effecten, effecten_van
from gokwijs.apps.opvolging.selectors import meten_op
from gokwijs.core.beleid.keten import Blik, Effectstand, Stuk, keten_van
from gokwijs.core.beleid.keuzes import Doelstatus
from gokwijs.core.beleid.stand import Beleidsstand

_VERBANDEN: tuple[Verband, ...] = (
    (Streefdoel, "vaststellingen"),
    (Streefdoel, "andere_indicatoren"),
    (Actie, "streefdoelen"),
    (Evaluatie, "streefdoelen"),
    (Evaluatie, "metingen"),
)


class Ketenrijen(Rijen):
    """The rows of one plan, every many-to-many link read in one query."""

    @cached_property
    def _verbanden(self) -> Verbanden:
        return lees_verbanden([self.plan.pk], _VERBANDEN)

    @cached_property
    def _doelen(self) -> dict[int, Streefdoel]:
        """Without their links: those need what is read after them."""
        found = Streefdoel.objects.filter(**self._own)
        return op_sleutel(found.select_related("indicator", "nulmeting__indicator"))

    @cached_property
    def streefdoelen(self) -> tuple[Streefdoel, ...]:
        found = tuple(self._doelen.values())
        for one in found:
            one.plan = self.plan
        known = op_sleutel(self.vaststellingen)
        vul_in(found, "vaststellingen", self._verbanden, known)
        vul_in(found, "andere_indicatoren", self._verbanden, op_sleutel(self.indicatoren))
        return found

    @cached_property
    def indicatoren(self) -> tuple[Indicator, ...]:
        """Those of the plan, and those its goals brought along."""
        used = {one.indicator_id for one in self._doelen.values()} - {None}
        for (kind, _), keys in self._verbanden.items():
            if kind == "Streefdoel.andere_indicatoren":
                used.update(keys)
        mine = Q(plan=self.plan) | Q(pk__in=used)
        return tuple(Indicator.objects.filter(mine, verwijderd=None))

    @cached_property
    def metingen(self) -> tuple[Meting, ...]:
        by_key = op_sleutel(self.indicatoren)
        found = tuple(Meting.objects.filter(indicator__in=list(by_key), vervangen=None))
        for one in found:
            one.indicator = by_key[one.indicator_id]
        return found

    @cached_property
    def acties(self) -> tuple[Actie, ...]:
        found = tuple(Actie.objects.filter(**self._own))
        for one in found:
            one.plan = self.plan
        vul_in(found, "streefdoelen", self._verbanden, op_sleutel(self.streefdoelen))
        return found

    @cached_property
    def evaluaties(self) -> tuple[Evaluatie, ...]:
        found = tuple(Evaluatie.objects.filter(**self._own))
        vul_in(found, "streefdoelen", self._verbanden, self._doelen)
        vul_in(found, "metingen", self._verbanden, op_sleutel(self.metingen))
        return found

    @cached_property
    def vaststellingen(self) -> tuple[Vaststelling, ...]:
        """Of the whole school; ``gebruikt``: a goal of any plan rests on it."""
        links = Streefdoel.vaststellingen.through.objects
        rests = links.filter(vaststelling=OuterRef("pk"), streefdoel__verwijderd=None)
        found = Vaststelling.objects.filter(school=self.plan.school, ingetrokken=None)
        return tuple(found.defer("cijfers").annotate(gebruikt=Exists(rests)))

    @cached_property
    def boekingen(self) -> tuple[Boeking, ...]:
        """Of the years of the plan: also those without an actie."""
        years = (self.plan.schooljaar_van, self.plan.schooljaar_tot)
        found = Boeking.objects.filter(school=self.plan.school, ingetrokken=None)
        return tuple(found.filter(schooljaar__range=years))

    @cached_property
    def effecten(self) -> Mapping[int, Effecten]:
        """Per actie, what was set up and what was found."""
        return effecten_van(self.plan.school, [one.pk for one in self.acties])

    @cached_property
    def evaluaties_per_doel(self) -> dict[int, list[Evaluatie]]:
        """Newest first."""
        found: dict[int, list[Evaluatie]] = defaultdict(list)
        for one in self.evaluaties:
            for doel in one.streefdoelen.all():
                found[doel.pk].append(one)
        return found


class Ketenstand:
    """A plan with what the rules say of each of its goals."""

    def __init__(self, plan: Plan, today: date) -> None:
        self.rows, self.today = Ketenrijen(plan), today

    @cached_property
    def read(self) -> Beleidsstand:
        return stand(self.rows, verloop=True)

    @cached_property
    def doelen(self) -> list[Streefdoel]:
        """Those that are judged; what was stopped has no chain to close."""
        return [one for one in self.rows.streefdoelen if one.status != Doelstatus.STOPGEZET]

    @cached_property
    def gestopt(self) -> list[Streefdoel]:
        return [one for one in self.rows.streefdoelen if one.status == Doelstatus.STOPGEZET]

    def stukken(self, doel: Streefdoel) -> tuple[Stuk, ...]:
        """The eight links of one goal."""
        due = self.te_meten(doel)
        several = doel.indicator_id is not None and bool(doel.andere_indicatoren.all())
        blik = Blik(
            due[0] if due else None,
            self._effect(doel),
            due[1].naam if due and several else "",
            brug.vorig(self.rows.vorig_besluit_per_doel.get(doel.pk)),
        )
        return keten_van(self.read.streefdoel[doel.pk], self.read, self.today, blik)

    def te_meten(self, doel: Streefdoel) -> tuple[date, Indicator] | None:
        """The indicator that is due first, and when; None: no more is needed."""
        main = doel.indicator if doel.indicator_id else None
        mine = [one for one in (main, *doel.andere_indicatoren.all()) if one]
        due = [(day, one) for one in mine if (day := self._due(doel, one)) is not None]
        return min(due, key=lambda pair: pair[0], default=None)

    def _due(self, doel: Streefdoel, indicator: Indicator) -> date | None:
        series = self.rows.metingen_per_indicator.get(indicator.pk, [])
        return meten_op(indicator, doel, series[-1] if series else None, self.today)

    def _effect(self, doel: Streefdoel) -> Effectstand:
        keys = [one.pk for one in self.rows.acties_per_doel.get(doel.pk, [])]
        return hoogste(self.rows.effecten[key] for key in keys if key in self.rows.effecten)


def hoogste(effecten: Iterable[Effecten]) -> Effectstand:
    """The furthest that one of these got."""
    return max((one.stand for one in effecten), key=lambda s: s.rank, default=Effectstand.GEEN)
