"""The ledger of one schooljaar: granted, planned and spent, per kind of means and per actie.

In: a school, a schooljaar and who looks. Out: sums that close: whatever is planned or spent stands
in exactly one line, and what is left stands beside it. A fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from gokwijs.apps.beleid.models import Actie, Boeking, Streefdoel, Toewijzing
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.inzet.toekenning import Toegekend, toegekend
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid import plan as core
from gokwijs.core.beleid.boek import Boek, overdracht
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar

NUL = Fraction(0)


@dataclass(frozen=True)
class Regel:
    """What one actie (or one goal as a whole, or nothing) has of one kind of means."""

    soort: Middelsoort
    actie: Actie | None
    streefdoelen: tuple[Streefdoel, ...]
    toewijzingen: tuple[Toewijzing, ...] = ()
    besteed: Fraction = NUL
    aantal_boekingen: int = 0

    @cached_property
    def voorzien(self) -> Fraction:
        return sum((one.aantal for one in self.toewijzingen), NUL)

    @property
    def zonder_streefdoel(self) -> bool:
        """No goal behind it: accepted, and visible."""
        return not self.streefdoelen

    @property
    def los(self) -> bool:
        """Neither an actie nor a goal: only a booking can be so."""
        return self.actie is None and not self.streefdoelen

    @property
    def weggehaald(self) -> bool:
        """The actie was taken out of the plan while means stand on it."""
        return self.actie is not None and self.actie.verwijderd is not None

    @property
    def toelichting(self) -> str:
        return " ".join(one.toelichting for one in self.toewijzingen if one.toelichting)

    @property
    def boven_voorzien(self) -> bool:
        return self.besteed > self.voorzien


@dataclass(frozen=True)
class Soortboek:
    """One kind of means: what came in, what goes where, what is left."""

    soort: Middelsoort
    schooljaar: Schooljaar
    toekenning: Toegekend | None  # None: this kind has no grant of its own
    regels: tuple[Regel, ...]

    @cached_property
    def boek(self) -> Boek:
        """The same as the rules read it: its sums close."""
        granted = self.toekenning.als_toekenning() if self.toekenning is not None else None
        posten = (_record(self.schooljaar, r, place) for place, r in enumerate(self.regels, 1))
        return Boek(self.soort, self.schooljaar, granted, tuple(posten))

    @property
    def toegekend(self) -> Fraction | None:
        return self.boek.toegekend

    @cached_property
    def voorzien(self) -> Fraction:
        return self.boek.voorzien

    @cached_property
    def besteed(self) -> Fraction:
        return self.boek.besteed

    @property
    def rest(self) -> Fraction | None:
        """Not yet assigned; never below zero."""
        return None if self.boek.rest is None else max(self.boek.rest, NUL)

    @property
    def tekort(self) -> Fraction:
        """Assigned above what was granted, after a later letter."""
        return self.boek.tekort

    @cached_property
    def zonder_streefdoel(self) -> Fraction:
        """Spent without a goal."""
        return sum((r.besteed for r in self.regels if r.zonder_streefdoel), NUL)

    @property
    def te_veel_besteed(self) -> bool:
        return self.toegekend is not None and self.besteed > self.toegekend


@dataclass(frozen=True)
class Middelenboek:
    """Everything of one schooljaar; ``acties`` are those one can assign to."""

    school: School
    schooljaar: Schooljaar
    zicht: Zicht
    soorten: tuple[Soortboek, ...]
    acties: tuple[Actie, ...]
    streefdoelen: tuple[Streefdoel, ...]

    def soort(self, soort: Middelsoort) -> Soortboek:
        """One kind; an empty one when nothing is known of it."""
        return next(
            (one for one in self.soorten if one.soort is soort),
            Soortboek(soort, self.schooljaar, None, ()),
        )

    @property
    def is_leeg(self) -> bool:
        return not self.soorten

    @cached_property
    def zonder_middelen(self) -> tuple[Actie, ...]:
        """Acties without anything planned and without a reason for that."""
        planned = {
            regel.actie.pk
            for boek in self.soorten
            for regel in boek.regels
            if regel.actie is not None and regel.toewijzingen
        }
        return tuple(a for a in self.acties if a.pk not in planned and not a.reden_nul)


@dataclass(frozen=True)
class Keuzes:
    """What one can choose in a form: kinds, acties and goals of a schooljaar."""

    schooljaar: Schooljaar
    soorten: tuple[Middelsoort, ...]
    acties: tuple[Actie, ...]
    streefdoelen: tuple[Streefdoel, ...]


def keuzes(school: School, schooljaar: Schooljaar) -> Keuzes:
    """Without the sums: a form or a list does not need them."""
    acties = _acties(school, schooljaar, ())
    return Keuzes(
        schooljaar,
        te_kiezen(toegekend(school, schooljaar)),
        tuple(acties.values()),
        tuple(_streefdoelen(school, schooljaar, ())),
    )


def te_kiezen(soorten: Iterable[Middelsoort]) -> tuple[Middelsoort, ...]:
    """The gekleurde kinds of the school and other means; every kind while none is known."""
    known = {soort for soort in soorten if soort.is_gekleurd} or set(Middelsoort)
    return tuple(s for s in Middelsoort if s in known or s is Middelsoort.ANDERE)


def boeken(school: School, schooljaar: Schooljaar, access: Access) -> Middelenboek:
    """The ledger as this person may see it; names only for who may see persons."""
    granted = toegekend(school, schooljaar)
    assigned = list(_toewijzingen(school, schooljaar, names=access.may_see_persons))
    spent = _besteed(school, schooljaar)
    acties = _acties(school, schooljaar, {t.actie_id for t in assigned} | {k[1] for k in spent})
    doelen = _streefdoelen(school, schooljaar, {k[2] for k in spent})
    regels = _regels(assigned, spent, acties, {doel.pk: doel for doel in doelen})
    soorten = [
        Soortboek(
            soort,
            schooljaar,
            granted.get(soort),
            tuple(r for r in regels if r.soort is soort),
        )
        for soort in Middelsoort
        if soort in granted or any(r.soort is soort for r in regels)
    ]
    return Middelenboek(
        school,
        schooljaar,
        Zicht(access.werkzone),
        tuple(soorten),
        tuple(a for a in acties.values() if _in_year(a, schooljaar)),
        tuple(doel for doel in doelen if doel.verwijderd is None),
    )


def _in_year(actie: Actie, schooljaar: Schooljaar) -> bool:
    plan = actie.plan
    open_ = actie.verwijderd is None and plan.verwijderd is None
    return open_ and plan.schooljaar_van <= schooljaar.start <= plan.schooljaar_tot


def _toewijzingen(school: School, schooljaar: Schooljaar, *, names: bool) -> QuerySet[Toewijzing]:
    found = Toewijzing.objects.filter(school=school, schooljaar=schooljaar.start)
    return found.select_related("persoon") if names else found.defer("persoon")


Plek = tuple[str, int | None, int | None]  # kind, actie, streefdoel


def _besteed(school: School, schooljaar: Schooljaar) -> dict[Plek, tuple[Fraction, int]]:
    """Spent and the number of bookings per kind and place."""
    rows = Boeking.objects.filter(
        school=school, schooljaar=schooljaar.start, ingetrokken__isnull=True
    ).order_by("pk")
    found: dict[Plek, tuple[Fraction, int]] = {}
    for soort, actie, doel, amount in rows.values_list(
        "soort", "actie_id", "streefdoel_id", "besteed"
    ):
        total, number = found.get((soort, actie, doel), (NUL, 0))
        found[soort, actie, doel] = (total + Fraction(amount), number + 1)
    return found


def plan_of_year(schooljaar: Schooljaar, prefix: str = "plan__") -> Q:
    """The plans that cover a schooljaar and were not thrown away."""
    return Q(
        **{
            f"{prefix}schooljaar_van__lte": schooljaar.start,
            f"{prefix}schooljaar_tot__gte": schooljaar.start,
            f"{prefix}verwijderd__isnull": True,
        }
    )


def _acties(school: School, schooljaar: Schooljaar, used: Iterable[int | None]) -> dict[int, Actie]:
    """Of the plans of the year, and every one that means stand on."""
    open_ = plan_of_year(schooljaar) & Q(verwijderd__isnull=True)
    keys = {key for key in used if key is not None}
    found = (
        Actie.objects.filter(open_ | Q(pk__in=keys), plan__school=school)
        .select_related("plan")
        .prefetch_related(*met_doelen())
        .order_by("plan__schooljaar_van", "plan_id", "pk")
    )
    return {actie.pk: actie for actie in found}


def _streefdoelen(
    school: School, schooljaar: Schooljaar, used: Iterable[int | None]
) -> list[Streefdoel]:
    open_ = plan_of_year(schooljaar) & Q(verwijderd__isnull=True)
    keys = {key for key in used if key is not None}
    return list(
        Streefdoel.objects.filter(open_ | Q(pk__in=keys), plan__school=school).order_by("pk")
    )


def met_doelen(prefix: str = "") -> list[Prefetch[str, QuerySet[Streefdoel], str]]:
    """Fetches with each actie its goals, for ``doelen_van``."""
    goals = Streefdoel.objects.filter(verwijderd__isnull=True).order_by("pk")
    return [Prefetch(f"{prefix}streefdoelen", queryset=goals, to_attr="doelen")]


def doelen_van(actie: Actie) -> tuple[Streefdoel, ...]:
    """The goals of an actie that was read ``met_doelen``."""
    found: list[Streefdoel] = actie.doelen  # type: ignore[attr-defined]  # prefetched above
    return tuple(found)


def _regels(
    assigned: Iterable[Toewijzing],
    spent: Mapping[Plek, tuple[Fraction, int]],
    acties: Mapping[int, Actie],
    doelen: Mapping[int, Streefdoel],
) -> list[Regel]:
    per_plek: dict[Plek, list[Toewijzing]] = {}
    for one in assigned:
        per_plek.setdefault((one.soort, one.actie_id, None), []).append(one)
    places = [*per_plek, *(plek for plek in spent if plek not in per_plek)]
    order = {key: place for place, key in enumerate(acties)}
    places.sort(key=lambda p: (p[1] is None, order.get(p[1] or 0, 0), p[2] is None, p[2] or 0))
    found = []
    for plek in places:
        soort, actie_pk, doel_pk = plek
        actie = acties[actie_pk] if actie_pk is not None else None
        goals = doelen_van(actie) if actie is not None else ()
        if doel_pk is not None:
            goals = (doelen[doel_pk],)
        amount, number = spent.get(plek, (NUL, 0))
        found.append(
            Regel(Middelsoort(soort), actie, goals, tuple(per_plek.get(plek, ())), amount, number)
        )
    return found


def onbesteed(school: School, schooljaar: Schooljaar, reden: str) -> Fraction:
    """What of the gekleurde werkingsmiddelen may go along, with this reason."""
    soort = Middelsoort.WERKINGSMIDDELEN
    granted = toegekend(school, schooljaar).get(soort)
    spent = sum(
        (amount for plek, (amount, _) in _besteed(school, schooljaar).items() if plek[0] == soort),
        NUL,
    )
    record = granted.als_toekenning() if granted is not None else None
    post = core.Toewijzing(1, soort, schooljaar, besteed=spent)
    return overdracht(Boek(soort, schooljaar, record, (post,)), reden)


# ---------------------------------------------------------------- for the rules on a plan


def toekenningen(school: School, schooljaar: Schooljaar) -> tuple[core.Toekenning, ...]:
    """What came in, as the rules read it."""
    return tuple(one.als_toekenning() for one in toegekend(school, schooljaar).values())


def toewijzingen(boek: Middelenboek) -> tuple[core.Toewijzing, ...]:
    """Every line of a ledger, as the rules read it; ids are those of this ledger only."""
    regels = [regel for soort in boek.soorten for regel in soort.regels]
    return tuple(_record(boek.schooljaar, r, place) for place, r in enumerate(regels, start=1))


def _record(schooljaar: Schooljaar, regel: Regel, place: int) -> core.Toewijzing:
    planned = regel.voorzien if regel.toewijzingen else None
    nothing = planned is not None and not planned
    reason = (regel.actie.reden_nul if regel.actie else "") or regel.toelichting
    return core.Toewijzing(
        id=place,
        soort=regel.soort,
        schooljaar=schooljaar,
        actie_id=regel.actie.pk if regel.actie else None,
        streefdoel_id=None if regel.actie or not regel.streefdoelen else regel.streefdoelen[0].pk,
        voorzien=planned,
        besteed=regel.besteed if regel.aantal_boekingen else None,
        reden_nul=reason if nothing else "",
        toelichting=regel.toelichting,
        bijgewerkt_op=_latest_change(regel),
    )


def _latest_change(regel: Regel) -> date | None:
    moments = [timezone.localtime(one.gewijzigd).date() for one in regel.toewijzingen]
    return max(moments, default=None)
