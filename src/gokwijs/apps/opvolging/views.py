"""What is due now, and the page of one indicator with its series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.models import (
    Evaluatie,
    Indicator,
    Knoopsoort,
    Meting,
    Streefdoel,
)
from gokwijs.apps.beleid.rond import rond
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.opvolging import zinnen
from gokwijs.apps.opvolging.actielijn import actielijnen
from gokwijs.apps.opvolging.borgen import borgingen_van, zonder_borging
from gokwijs.apps.opvolging.reeks import Doellijn, Reeks, Samen, reeks, samengeteld
from gokwijs.apps.opvolging.selectors import (
    Regel,
    Werk,
    indicator_van,
    lopend_plan,
    plannen_van,
    regels,
)
from gokwijs.apps.opvolging.tellen import FIGUREN, Jaargetal, Telkeuze, tel
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.beleid.keuzes import Doelstatus


def lezer(request: HttpRequest, nummer: str) -> Access:
    """Everybody who works at the school; raises Http404 and PermissionDenied."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def schrijver(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.BELEID_SCHRIJVEN)


def mag_scores(access: Access) -> bool:
    """Who may count the scores of every pupil: names and exact counts, of all classes."""
    whole = access.klassen is None and access.may_pupils
    return access.may_write and access.werkzone and whole


def base(access: Access, tab: str = "overzicht") -> dict[str, Any]:
    """What every page of the room needs; ``tab`` is the part of the room."""
    return {"access": access, "hier": "beleid", "deel": "opvolging", "tab": tab}


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every goal with what must be measured, evaluated or kept, most urgent first."""
    access = lezer(request, nummer)
    today = timezone.localdate()
    plannen = list(plannen_van(access.school))
    gekozen = next((p for p in plannen if str(p.pk) == request.GET.get("plan")), None)
    every = regels(access, today, gekozen)
    status, werk = request.GET.get("status", ""), request.GET.get("werk", "")
    shown = [one for one in every if _wanted(one, status, werk)]
    context = {
        **base(access),
        "plannen": plannen,
        "gekozen_plan": gekozen,
        "regels": shown,
        "aantal": len(every),
        "tellers": [(w, sum(w in one.werk for one in every)) for w in Werk],
        "borgen_elders": _borgen_elders(access.school, every) if gekozen is None else 0,
        "status": status,
        "werk": werk,
        "statussen": [(s.value, s.label) for s in Doelstatus],
        "werken": [(w.value, w.label) for w in Werk],
        "nu": lopend_plan(access.school, today),
        "herzien": borgingen_van(access.school).filter(herzien_op__lte=today).count(),
        "vandaag": today,
    }
    return render(request, "opvolging/overzicht.html", context)


def _borgen_elders(school: School, every: Sequence[Regel]) -> int:
    """Still to be kept of goals that are not on the list: those of closed plans."""
    listed = {b.pk for one in every if (b := one.laatste_besluit) is not None}
    return sum(one.pk not in listed for one in zonder_borging(school))


def _wanted(one: Regel, status: str, werk: str) -> bool:
    if status and one.doel.status != status:
        return False
    return not werk or werk in {w.value for w in one.werk}


@dataclass(frozen=True)
class Geteld:
    """What the system counts for a schooljaar beside what is stored of it."""

    getal: Jaargetal
    meting: Meting | None

    @property
    def nieuw(self) -> bool:
        return self.meting is None and bool(self.getal.noemer)

    @property
    def anders(self) -> bool:
        """Stored before pupils or answers changed."""
        if self.meting is None or not self.getal.noemer:
            return False
        stored = (Fraction(self.meting.teller or 0), Fraction(self.meting.noemer or 0))
        return stored != (self.getal.teller, self.getal.noemer)


@login_required
def indicator(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Definition, chart, table, and the goals it belongs to."""
    access = lezer(request, nummer)
    one = indicator_van(access.school, pk)
    zicht = Zicht(access)
    found = reeks_van(one, zicht, request.GET.get("doel", ""))
    today = timezone.localdate()
    goals = [
        (doel, zinnen.over_doel(doel, zicht, today))
        for doel in sorted(doelen_van(one), key=lambda doel: doel != found.doel)
    ]
    keuze = Telkeuze.van(one)
    mag = access.may_write and not one.plan.bevroren
    rows = geteld(one, access) if keuze is not None and access.werkzone and mag else []
    context = {
        **base(access),
        "indicator": one,
        "reeks": found,
        "doelen": goals,
        "evaluaties": Evaluatie.objects.filter(
            streefdoelen__in=[doel for doel, _ in goals], verwijderd=None
        ).distinct(),
        # Above everything: the goal that can be said most of.
        "eerst": next((said for _, said in goals if said and said[0].code != "A04"), []),
        "telkeuze": keuze,
        "figuur": FIGUREN[keuze.figuur] if keuze is not None else None,
        "geteld": rows,
        "nieuw": sum(row.nieuw for row in rows),
        "anders": [row for row in rows if row.anders],
        "oud": [m for m in one.metingen.all() if m.vervangen and (zicht.exact or not m.werkzone)],
        "zicht": zicht,
        "mag": mag,
        "mag_scores": mag and mag_scores(access),
        **samen_met(request, one, zicht),
        **rond(access, Knoopsoort.INDICATOR, one.pk),
    }
    return render(request, "opvolging/indicator.html", context)


def reeks_van(one: Indicator, zicht: Zicht, gekozen: str = "") -> Reeks:
    """With the line and the acties of a goal: the chosen one, else that of the newest plan."""
    goals = doelen_van(one)
    doel = next((d for d in goals if str(d.pk) == gekozen), next(iter(goals), None))
    lijn = None
    if doel is not None:
        acties = actielijnen([doel])[doel.pk]
        main_one = doel.indicator_id == one.pk
        lijn = zinnen.doellijn(doel, zicht, acties) if main_one else Doellijn(None, acties=acties)
    return reeks(one, list(one.metingen.all()), zicht, lijn)


def doelen_van(one: Indicator) -> list[Streefdoel]:
    """The goals it measures, each once: with a target and running first, the newest plan first."""
    found = {doel.pk: doel for doel in (*one.streefdoelen.all(), *one.ook_bij.all())}

    def last(doel: Streefdoel) -> tuple[bool, bool, bool, int, int]:
        return (
            doel.indicator_id != one.pk,
            doel.streefwaarde is None,
            doel.status != Doelstatus.VASTGESTELD,
            -doel.plan.schooljaar_tot,
            doel.pk,
        )

    return sorted(found.values(), key=last)


def geteld(one: Indicator, access: Access) -> list[Geteld]:
    """Every schooljaar as it is counted now; exact numbers."""
    keuze = Telkeuze.van(one)
    if keuze is None:
        return []
    stored = {
        m.peildatum: m
        for m in one.metingen.all()
        if m.definitie_versie == one.definitie_versie and m.werkzone
    }
    counted = tel(access.school, keuze, timezone.localdate())
    return [Geteld(row, stored.get(row.dag)) for row in counted]


def samen_met(request: HttpRequest, one: Indicator, zicht: Zicht) -> dict[str, Any]:
    """Other shares of the plan to add up with this one."""
    if not one.is_aandeel:
        return {"andere": [], "gekozen": set(), "samen": []}
    others = [
        i
        for i in Indicator.objects.filter(plan=one.plan_id, verwijderd=None).exclude(pk=one.pk)
        if i.is_aandeel
    ]
    asked = {key for key in request.GET.getlist("samen") if key.isdigit()}
    chosen = [i for i in others if str(i.pk) in asked]
    rows: Sequence[Samen] = ()
    if chosen:
        metingen = Meting.objects.filter(indicator__in=chosen, vervangen=None)
        own: dict[int, list[Meting]] = {i.pk: [] for i in chosen}
        for meting in metingen.order_by("peildatum", "pk"):
            own[meting.indicator_id].append(meting)
        rows = samengeteld([list(one.metingen.all()), *own.values()], zicht)
    return {"andere": others, "gekozen": {i.pk for i in chosen}, "samen": rows, "met": chosen}
