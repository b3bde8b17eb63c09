"""What must be measured, evaluated or kept now; and the rows behind each page.

In: a school as somebody may see it, and today. Out: rows with their links fetched in a fixed number
of queries. Days are counted from what was measured last and how often that should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.http import Http404

from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Borging,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
)
from gokwijs.apps.beleid.selectors import huidig_plan
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.opvolging.borgen import kept, te_borgen
from gokwijs.apps.opvolging.reeks import geldig
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import Doelstatus, Planstatus
from gokwijs.core.beleid.tijd import add_months

MAANDEN = {
    Indicator.Frequentie.JAARLIJKS: 12,
    Indicator.Frequentie.HALFJAARLIJKS: 6,
    Indicator.Frequentie.TRIMESTER: 4,
}
OPEN = (Doelstatus.ONTWERP.value, Doelstatus.VASTGESTELD.value)
STRAKS = 30  # days ahead that a thing to do is already named


class Werk(StrEnum):
    """What one can filter on."""

    METEN = "meten"
    EVALUEREN = "evalueren"
    BORGEN = "borgen"

    @property
    def label(self) -> str:
        return f"te {self.value}"


@dataclass(frozen=True)
class Indicatorregel:
    """One indicator of a streefdoel: what it was, and when it is due again."""

    indicator: Indicator
    laatste: Meting | None
    laatste_tekst: str
    volgende: date | None


@dataclass(frozen=True)
class Regel:
    """One streefdoel on the list. ``werk``: what is due, with the day; no day means today."""

    doel: Streefdoel
    indicatoren: tuple[Indicatorregel, ...]
    nulmeting: str
    evalueren_op: date | None
    laatste_besluit: Besluit | None
    laatste_gezegd: str
    werk: Mapping[Werk, date | None]
    today: date

    @property
    def dag(self) -> date:
        """The first day on which something is due; goals without work come last."""
        return min((day or self.today for day in self.werk.values()), default=date.max)

    @property
    def te_laat(self) -> bool:
        return any(day is not None and day < self.today for day in self.werk.values())

    @property
    def taken(self) -> list[tuple[Werk, date | None, bool]]:
        """(what, when, too late), the first first."""
        found = sorted(self.werk.items(), key=lambda item: item[1] or self.today)
        return [(werk, day, day is not None and day < self.today) for werk, day in found]


def plannen_van(school: School) -> QuerySet[Plan]:
    """The plans in which something is followed up: not removed, newest first."""
    return school.plannen.filter(verwijderd=None)


def lopend_plan(school: School, today: date) -> Plan | None:
    """The plan of now in which something can still be written."""
    found = huidig_plan(school, today)
    return None if found is None or found.bevroren else found


def doelen_van(school: School, plan: Plan | None = None) -> QuerySet[Streefdoel]:
    """Every streefdoel of the plans that still run, with what the list needs.

    One that went on in a next plan is followed up there, with what was decided before.
    """
    found = Streefdoel.objects.filter(plan__school=school, plan__verwijderd=None, verwijderd=None)
    if plan is not None:
        found = found.filter(plan=plan)
    else:
        goes_on = Streefdoel.objects.filter(
            voorganger=OuterRef("pk"), opgeschaald=False, verwijderd=None, plan__verwijderd=None
        )
        found = found.exclude(plan__status=Planstatus.AFGESLOTEN.value).exclude(Exists(goes_on))
    own = _verloop()
    return found.select_related("plan", "indicator", "nulmeting__indicator").prefetch_related(
        "indicator__metingen",
        Prefetch("andere_indicatoren", Indicator.objects.filter(verwijderd=None)),
        "andere_indicatoren__metingen",
        *own,
        Prefetch("voorganger", Streefdoel.objects.prefetch_related(*own)),
    )


def _verloop() -> tuple[Prefetch, ...]:  # type: ignore[type-arg]
    """The evaluaties of a goal and what was decided, oldest first."""
    besluiten = Besluit.objects.filter(verwijderd=None, evaluatie__verwijderd=None)
    return (
        Prefetch("evaluaties", Evaluatie.objects.filter(verwijderd=None).order_by("datum", "pk")),
        Prefetch(
            "besluiten",
            besluiten.select_related("evaluatie")
            .prefetch_related(kept())
            .order_by("evaluatie__datum", "pk"),
        ),
    )


def _met_vorige(doel: Streefdoel) -> list[Streefdoel]:
    """The same goal in the plan before, and itself; not the place it was scaled up from."""
    before = doel.voorganger
    return [doel] if before is None or doel.opgeschaald else [before, doel]


def regels(access: Access, today: date, plan: Plan | None = None) -> list[Regel]:
    """The list, most urgent first."""
    zicht = Zicht(access)
    found = [regel(doel, zicht, today) for doel in doelen_van(access.school, plan)]
    return sorted(found, key=lambda r: (r.dag, r.doel.plan_id, r.doel.pk))


def regel(doel: Streefdoel, zicht: Zicht, today: date) -> Regel:
    """One row; the links of ``doel`` are fetched."""
    rows = tuple(_indicator(i, doel, zicht, today) for i in indicatoren_van(doel))
    besluiten = [
        b
        for one in _met_vorige(doel)
        for b in one.besluiten.all()
        if b.evaluatie.afgerond is not None and b.actie_id is None
    ]
    last = besluiten[-1] if besluiten else None
    evalueren = _evalueren_op(doel)
    work: dict[Werk, date | None] = {}
    limit = date.fromordinal(today.toordinal() + STRAKS)
    if doel.status in OPEN:
        if not rows:
            work[Werk.METEN] = None
        due = [r.volgende for r in rows if r.volgende is not None and r.volgende <= limit]
        if due:
            work[Werk.METEN] = min(due)
        if evalueren is not None and evalueren <= limit:
            work[Werk.EVALUEREN] = evalueren
    if te_borgen(doel, besluiten):
        work[Werk.BORGEN] = None
    return Regel(
        doel, rows, zicht.meting(doel.nulmeting), evalueren, last, _gezegd(doel, last), work, today
    )


def _gezegd(doel: Streefdoel, last: Besluit | None) -> str:
    """A decision of the plan before as the plan and the chain say it."""
    if last is None:
        return ""
    if last.streefdoel_id != doel.pk and (vorig := brug.vorig(last)) is not None:
        return vorig.gezegd
    return f"{last.get_keuze_display()} ({last.evaluatie.datum:%d/%m/%Y})"


def indicatoren_van(doel: Streefdoel) -> list[Indicator]:
    """The main one first, each once."""
    main = [doel.indicator] if doel.indicator is not None else []
    return [*main, *(i for i in doel.andere_indicatoren.all() if i.pk != doel.indicator_id)]


def _indicator(indicator: Indicator, doel: Streefdoel, zicht: Zicht, today: date) -> Indicatorregel:
    live = geldig(indicator.metingen.all())
    last = live[-1] if live else None
    if last is not None:
        last.indicator = indicator  # no query for the unit
    return Indicatorregel(
        indicator, last, zicht.meting(last), meten_op(indicator, doel, last, today)
    )


def meten_op(
    indicator: Indicator, doel: Streefdoel, laatste: Meting | None, today: date
) -> date | None:
    """When the next meting is due; None when the last one was the last needed.

    One that was never measured is due from the start of the goal, and not before its nulmeting.
    """
    if laatste is None:
        nul = doel.nulmeting.peildatum if doel.nulmeting is not None else None
        return max((day for day in (doel.start, nul) if day is not None), default=today)
    end = doel.einddatum
    if end is not None and laatste.peildatum >= end:
        return None
    months = MAANDEN.get(Indicator.Frequentie(indicator.frequentie))
    if months is None:
        return end
    due = add_months(laatste.peildatum, months)
    return due if end is None else min(due, end)


def _evalueren_op(doel: Streefdoel) -> date | None:
    """The next date of the last evaluatie, or of the plan; the end of the goal at the latest."""
    closed = [
        e for one in _met_vorige(doel) for e in one.evaluaties.all() if e.afgerond is not None
    ]
    last = closed[-1] if closed else None
    planned = (last.volgende_op if last else None) or doel.plan.volgende_evaluatie_op
    if doel.einddatum is not None and (last is None or last.datum < doel.einddatum):
        planned = min(planned or doel.einddatum, doel.einddatum)
    return planned


# ---------------------------------------------------------------- rows of one page


def een(queryset: QuerySet[Any], pk: int) -> Any:
    """The row, or Http404."""
    found = queryset.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def indicator_van(school: School, pk: int) -> Indicator:
    """An indicator of this school with its metingen and goals; raises Http404."""
    found = Indicator.objects.filter(plan__school=school, verwijderd=None, plan__verwijderd=None)
    goals = (
        Streefdoel.objects.filter(verwijderd=None)
        .select_related("plan", "indicator", "nulmeting__indicator")
        .prefetch_related("indicator__metingen")
    )
    one: Indicator = een(
        found.select_related("plan__school").prefetch_related(
            "metingen", Prefetch("streefdoelen", goals), Prefetch("ook_bij", goals)
        ),
        pk,
    )
    return one


def meting_van(access: Access, pk: int) -> Meting:
    """A meting that this person may see; raises Http404."""
    found = Meting.objects.filter(indicator__plan__school=access.school, indicator__verwijderd=None)
    if not access.werkzone:
        found = found.filter(werkzone=False)
    one: Meting = een(found.select_related("indicator__plan__school"), pk)
    return one


def evaluatie_van(school: School, pk: int) -> Evaluatie:
    """An evaluatie of this school; raises Http404."""
    found = Evaluatie.objects.filter(plan__school=school, verwijderd=None)
    one: Evaluatie = een(
        found.select_related("plan__school", "vorige").prefetch_related(
            Prefetch("streefdoelen", _goals())
        ),
        pk,
    )
    gebruikt_en_besloten([one] if one.vorige is None else [one, one.vorige])
    return one


def gebruikt_en_besloten(evaluaties: Sequence[Evaluatie]) -> None:
    """Fetch the metingen and the decisions of all of these in two queries."""
    prefetch_related_objects(
        evaluaties,
        Prefetch("metingen", Meting.objects.select_related("indicator")),
        Prefetch("besluiten", _decisions()),
    )


def _goals() -> QuerySet[Streefdoel]:
    return Streefdoel.objects.select_related(
        "plan__school", "indicator", "nulmeting__indicator"
    ).prefetch_related(
        "indicator__metingen",
        "vaststellingen",
        Prefetch(
            "acties",
            Actie.objects.filter(verwijderd=None).prefetch_related("uitvoeringen"),
        ),
    )


def _decisions() -> QuerySet[Besluit]:
    found = Besluit.objects.filter(verwijderd=None).order_by("pk")
    return found.select_related("streefdoel__indicator", "actie")


def borgingen_erbij(besluiten: Iterable[Besluit]) -> None:
    """Fetch what keeps these decisions."""
    prefetch_related_objects(list(besluiten), kept())


def besluit_van(school: School, pk: int) -> Besluit:
    found = Besluit.objects.filter(plan__school=school, verwijderd=None, evaluatie__verwijderd=None)
    one: Besluit = een(
        found.select_related("plan__school", "evaluatie", "streefdoel__indicator"), pk
    )
    return one


def borging_van(school: School, pk: int, *, weg: bool = False) -> Borging:
    found = Borging.objects.filter(plan__school=school)
    if not weg:
        found = found.filter(verwijderd=None)
    one: Borging = een(found.select_related("plan__school", "besluit__streefdoel"), pk)
    return one


def evaluaties_van(school: School) -> QuerySet[Evaluatie]:
    """Newest first, with goals and decisions."""
    return (
        Evaluatie.objects.filter(plan__school=school, verwijderd=None)
        .select_related("plan")
        .prefetch_related("streefdoelen", Prefetch("besluiten", _decisions()))
        .order_by("-datum", "-pk")
    )


def lijn(doelen: Iterable[Streefdoel]) -> set[int]:
    """These goals and the same ones in the plans before; not the place they were copied from."""
    found: set[int] = set()
    now = {d.pk: d for d in doelen}
    while now:
        found |= set(now)
        before = {d.voorganger_id for d in now.values() if d.voorganger_id and not d.opgeschaald}
        now = {d.pk: d for d in Streefdoel.objects.filter(pk__in=before - found)}
    return found


def vorige_evaluatie(
    doelen: Iterable[Streefdoel], school: School, voor: Evaluatie | None = None
) -> Evaluatie | None:
    """The last closed evaluatie of one of these goals, before another one."""
    found = Evaluatie.objects.filter(
        plan__school=school,
        verwijderd=None,
        streefdoelen__in=lijn(doelen),
        afgerond__isnull=False,
    )
    if voor is not None and voor.pk is not None:
        found = found.exclude(pk=voor.pk).filter(
            Q(datum__lt=voor.datum) | Q(datum=voor.datum, pk__lt=voor.pk)
        )
    return found.order_by("-datum", "-pk").distinct().first()
