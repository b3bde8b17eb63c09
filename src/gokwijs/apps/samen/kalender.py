"""Everything of a plan that has a day: one list, from which every view of the calendar is made.

In: the school as one person sees it, and a schooljaar. Out: frozen points, oldest first. A point
holds a role and never a name: the calendar is printed and leaves the school as a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.urls import NoReverseMatch, reverse

from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Borging,
    Evaluatie,
    Indicator,
    Plan,
    Streefdoel,
)
from gokwijs.apps.samen.selectors import taken_van
from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag.dagen import teldag_of
from gokwijs.core.beleid.keuzes import Actiestatus, Doelstatus, Planstatus
from gokwijs.core.beleid.tijd import add_months
from gokwijs.core.calendar import Schooljaar

SOORTEN = {
    "doel": "streefdoelen",
    "actie": "acties",
    "taak": "taken",
    "meting": "metingen",
    "evaluatie": "evaluaties",
    "borging": "borging",
    "document": "documenten",
    "moment": "overleg",
    "partner": "afspraken met partners",
    "teldag": "teldag",
}
_EEN = {
    "doel": "streefdoel",
    "actie": "actie",
    "taak": "taak",
    "meting": "meting",
    "evaluatie": "evaluatie",
    "document": "document",
    "partner": "partner",
}
_STOPPED = (Actiestatus.GESTOPT.value, Actiestatus.GEANNULEERD.value)
_MAANDEN = {
    Indicator.Frequentie.JAARLIJKS: 12,
    Indicator.Frequentie.HALFJAARLIJKS: 6,
    Indicator.Frequentie.TRIMESTER: 4,
}


@dataclass(frozen=True)
class Punt:
    """One day of the plan. ``naam`` and ``pk`` are of the page behind it, '' when there is none."""

    dag: date
    soort: str
    titel: str
    naam: str = ""
    pk: int | None = None
    rol: str = ""
    klaar: bool = False
    sleutel: str = ""  # tells two days of the same row apart

    @property
    def uid(self) -> str:
        return f"{self.soort}{self.sleutel}-{self.pk or self.dag:}"

    @property
    def soort_woord(self) -> str:
        """Of one point: 'taak'."""
        return _EEN.get(self.soort, SOORTEN[self.soort])


@dataclass(frozen=True)
class Vraag:
    """A school and the days that are asked for, both included."""

    school: School
    van: date
    tot: date

    @property
    def span(self) -> tuple[date, date]:
        return self.van, self.tot

    def op(self, dag: date | None, soort: str, titel: str, **more: Any) -> Iterator[Punt]:
        """A point, when its day is asked for."""
        if dag is not None and self.van <= dag <= self.tot:
            yield Punt(dag, soort, titel, **more)


def _plan() -> Q:
    """What stands in a plan that is not closed."""
    closed = Q(plan__status=Planstatus.AFGESLOTEN.value)
    return Q(plan__verwijderd=None, verwijderd=None) & ~closed


def _doelen(vraag: Vraag) -> Iterator[Punt]:
    days = Q(start__range=vraag.span) | Q(einddatum__range=vraag.span)
    found = Streefdoel.objects.filter(_plan(), days, plan__school=vraag.school)
    for one in found.exclude(status=Doelstatus.STOPGEZET.value):
        given = {
            "naam": "beleid:streefdoel",
            "pk": one.pk,
            "rol": one.trekker_rol,
            "klaar": one.status == Doelstatus.AFGESLOTEN,
        }
        text = one.formulering
        yield from vraag.op(one.start, "doel", f"Start: {text}", sleutel="s", **given)
        yield from vraag.op(one.einddatum, "doel", f"Einddatum: {text}", sleutel="e", **given)


def _acties(vraag: Vraag) -> Iterator[Punt]:
    days = Q(start__range=vraag.span) | Q(einde__range=vraag.span)
    found = Actie.objects.filter(_plan(), days, plan__school=vraag.school)
    for one in found.exclude(status__in=_STOPPED):
        given = {
            "naam": "beleid:actie",
            "pk": one.pk,
            "rol": one.trekker_rol,
            "klaar": one.status == Actiestatus.AFGEROND,
        }
        yield from vraag.op(one.start, "actie", f"Start: {one.titel}", sleutel="s", **given)
        yield from vraag.op(one.einde, "actie", f"Einde: {one.titel}", sleutel="e", **given)


def _taken(vraag: Vraag) -> Iterator[Punt]:
    for one in taken_van(vraag.school).filter(tegen__range=vraag.span):
        yield from vraag.op(
            one.tegen,
            "taak",
            one.tekst,
            naam="beleid:actie" if one.actie_id else "samen:taken",
            pk=one.actie_id,
            rol=one.wie_rol,
            klaar=one.klaar is not None,
            sleutel=f"-t{one.pk}",
        )


def _metingen(vraag: Vraag) -> Iterator[Punt]:
    """When each indicator of a running streefdoel is to be measured again, by its rhythm."""
    found = (
        Indicator.objects.filter(_plan(), plan__school=vraag.school)
        .filter(streefdoelen__verwijderd=None, streefdoelen__status=Doelstatus.VASTGESTELD.value)
        .annotate(
            laatst=Max("metingen__peildatum", filter=Q(metingen__vervangen=None)),
            begin=Max("streefdoelen__start"),
            einde=Max("streefdoelen__einddatum"),
        )
    )
    for one in found:
        for dag in meetdagen(one.frequentie, one.laatst or one.begin, one.einde):
            yield from vraag.op(
                dag,
                "meting",
                f"Meten: {one.naam}",
                naam="opvolging:indicator",
                pk=one.pk,
                sleutel=f"{dag:%Y%m}",
            )


def meetdagen(frequentie: str, laatst: date | None, einde: date | None) -> list[date]:
    """The days on which to measure again: by the rhythm, and on the end itself.

    What would fall in the last month is measured at the end only.
    """
    if laatst is None or einde is None or laatst >= einde:
        return []
    months = _MAANDEN.get(Indicator.Frequentie(frequentie))
    found = []
    number = 1
    last = add_months(einde, -1)
    while months and (day := add_months(laatst, months * number)) < last:
        found.append(day)
        number += 1
    return [*found, einde]


def _evaluaties(vraag: Vraag) -> Iterator[Punt]:
    held = Evaluatie.objects.filter(_plan(), plan__school=vraag.school).filter(
        Q(datum__range=vraag.span) | Q(volgende_op__range=vraag.span)
    )
    for one in held.prefetch_related("volgende"):
        given = {"naam": "opvolging:evaluatie", "pk": one.pk}
        done = one.afgerond is not None
        yield from vraag.op(one.datum, "evaluatie", "Evaluatie", klaar=done, **given)
        if not one.volgende.all():
            yield from vraag.op(
                one.volgende_op, "evaluatie", "Volgende evaluatie", sleutel="v", **given
            )
    plans = Plan.objects.filter(
        school=vraag.school, verwijderd=None, volgende_evaluatie_op__range=vraag.span
    ).exclude(status=Planstatus.AFGESLOTEN.value)
    for plan in plans:
        title = f"Evaluatie van {plan.naam}"
        day = plan.volgende_evaluatie_op
        yield from vraag.op(day, "evaluatie", title, naam="beleid:plan", pk=plan.pk, sleutel="p")


def _borging(vraag: Vraag) -> Iterator[Punt]:
    found = Borging.objects.filter(_plan(), plan__school=vraag.school, herzien_op__range=vraag.span)
    for one in found:
        yield from vraag.op(
            one.herzien_op,
            "borging",
            f"Opnieuw bekijken: {one.get_vorm_display()}, {one.verwijzing}",
            naam="opvolging:overzicht",
            rol=one.trekker_rol,
            sleutel=f"-b{one.pk}",
        )


def _documenten(vraag: Vraag) -> Iterator[Punt]:
    found = Beleidskoppeling.objects.filter(
        school=vraag.school, verwijderd=None, herzien_op__range=vraag.span
    )
    for one in found:
        title = f"Te herzien: {one.titel}"
        given = {"naam": "samen:koppelingen", "sleutel": f"-d{one.pk}"}
        yield from vraag.op(one.herzien_op, "document", title, **given)


def _momenten(vraag: Vraag) -> Iterator[Punt]:
    found = vraag.school.draagvlakmomenten.filter(verwijderd=None, datum__range=vraag.span)
    for one in found:
        title = str(one.get_vorm_display())
        title = title[:1].upper() + title[1:]
        yield from vraag.op(one.datum, "moment", title, naam="samen:moment", pk=one.pk)


def _partners(vraag: Vraag) -> Iterator[Punt]:
    found = vraag.school.partnerafspraken.filter(verwijderd=None, herzien_op__range=vraag.span)
    for one in found:
        title = f"Afspraak opnieuw bekijken: {one.naam}"
        yield from vraag.op(one.herzien_op, "partner", title, naam="samen:afspraak", pk=one.pk)


def _teldagen(vraag: Vraag) -> Iterator[Punt]:
    """The teldag inside a school year pays for the next one."""
    for year in sorted({Schooljaar.of(vraag.van).next, Schooljaar.of(vraag.tot).next}):
        day = teldag_of(vraag.school, year).dag
        yield from vraag.op(day, "teldag", f"Teldag voor {year}")


_BRONNEN: dict[str, Callable[[Vraag], Iterable[Punt]]] = {
    "doel": _doelen,
    "actie": _acties,
    "taak": _taken,
    "meting": _metingen,
    "evaluatie": _evaluaties,
    "borging": _borging,
    "document": _documenten,
    "moment": _momenten,
    "partner": _partners,
    "teldag": _teldagen,
}

# What rooms above this one add to a kind that is there.
_ERBIJ: list[tuple[str, Callable[[Vraag], Iterable[Punt]]]] = []


def meld_bron(soort: str, bron: Callable[[Vraag], Iterable[Punt]]) -> None:
    """Add the days of another room to the calendar; called when that room starts."""
    _ERBIJ.append((soort, bron))


def punten(school: School, van: date, tot: date, soorten: Iterable[str] = ()) -> list[Punt]:
    """Every point between two days, oldest first; without kinds: all of them."""
    asked = set(soorten) or set(_BRONNEN)
    vraag = Vraag(school, van, tot)
    sources = (*_BRONNEN.items(), *_ERBIJ)
    found = [p for soort, source in sources if soort in asked for p in source(vraag)]
    order = list(SOORTEN)
    return sorted(found, key=lambda p: (p.dag, order.index(p.soort), p.titel, p.pk or 0))


def address(punt: Punt, nummer: str) -> str:
    """The page behind a point; '' when there is none."""
    if not punt.naam:
        return ""
    try:
        return reverse(punt.naam, args=[nummer, *([punt.pk] if punt.pk else [])])
    except NoReverseMatch:
        return ""
