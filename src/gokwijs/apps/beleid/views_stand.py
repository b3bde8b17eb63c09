"""The states of a plan, and its versions beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.bewaren import MODEL, BeleidError, in_words, label_of
from gokwijs.apps.beleid.models import Knoopsoort, Plan, PlanVersie
from gokwijs.apps.beleid.punten import punten
from gokwijs.apps.beleid.selectors import knoop, rijen
from gokwijs.apps.beleid.selectors import stand as read_stand
from gokwijs.apps.beleid.services import STAPPEN, is_big, zet_status
from gokwijs.apps.beleid.versies import inhoud_van_plan
from gokwijs.apps.beleid.views import base, lezer, schrijver
from gokwijs.apps.scholen.selectors import access_for, user_of
from gokwijs.apps.ui.typed import typed
from gokwijs.core.beleid.keuzes import Planstatus
from gokwijs.core.beleid.plangebrek import Gewicht, plan_gebreken
from gokwijs.core.beleid.volledig import ontbreekt, zin


@login_required
def stand(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Check before the step, then take it. Adopting and closing is for who may adopt."""
    naar = request.POST.get("naar") or request.GET.get("naar", "")
    access = schrijver(request, nummer)
    found = knoop(access, Plan, pk)
    if naar not in STAPPEN[found.status]:
        messages.error(request, "Die stap kan nu niet.")
        return redirect("beleid:plan", nummer, pk)
    big = is_big(found, naar)
    if request.method == "POST":
        if big:
            access_for(user_of(request), nummer, Permission.BELEID_VASTSTELLEN)
        try:
            zet_status(
                plan=found,
                naar=naar,
                today=timezone.localdate(),
                reden=typed(request.POST.get("reden"), 2000),
                by=access.user,
            )
            messages.success(request, f"Het plan is nu: {Planstatus(naar).label}.")
            return redirect("beleid:plan", nummer, pk)
        except BeleidError as error:
            messages.error(request, str(error))
    rows = rijen(found)
    read = read_stand(rows)
    found_points = punten(plan_gebreken(read), rows, writes=not found.bevroren)
    context = {
        **base(access),
        "plan": found,
        "naar": Planstatus(naar),
        "mag": access.may_adopt or not big,
        "onvolledig": [
            (one, zin(lack))
            for one in rows.streefdoelen
            if (lack := ontbreekt(read.streefdoel[one.pk], read))
        ]
        if naar == Planstatus.VASTGESTELD
        else [],
        "nodig": [p for p in found_points if p.gebrek.gewicht is Gewicht.NODIG],
        "met_reden": [p for p in found_points if p.gebrek.gewicht is Gewicht.MET_REDEN],
        "waarschuwingen": [p for p in found_points if p.gebrek.gewicht is Gewicht.WAARSCHUWING],
        "reden": request.POST.get("reden", "")[:2000],
    }
    return render(request, "beleid/stand.html", context)


@dataclass(frozen=True)
class Verschil:
    """One field of one link in two versions; an empty side: it was not there."""

    wat: str
    veld: str
    links: str
    rechts: str


@login_required
def versies(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Two versions side by side; the right one can be the plan as it is now."""
    access = lezer(request, nummer)
    found = knoop(access, Plan, pk)
    kept = list(found.versies.all())
    left = _chosen(kept, request.GET.get("a", "")) or (kept[0] if kept else None)
    right = _chosen(kept, request.GET.get("b", ""))
    differences: list[Verschil] = []
    if left is not None:
        now = right.inhoud if right is not None else inhoud_van_plan(found)
        differences = compare(left.inhoud, now)
    context = {
        **base(access),
        "plan": found,
        "versies": kept,
        "links": left,
        "rechts": right,
        "verschillen": differences,
    }
    return render(request, "beleid/versies.html", context)


def _chosen(kept: list[PlanVersie], number: str) -> PlanVersie | None:
    return next((one for one in kept if str(one.nummer) == number), None)


def compare(left: dict[str, Any], right: dict[str, Any]) -> list[Verschil]:
    """Every field that differs, per link, in the order of the chain."""
    found = []
    for soort in (Knoopsoort.PLAN, Knoopsoort.STREEFDOEL, Knoopsoort.INDICATOR, Knoopsoort.ACTIE):
        a, b = left.get(soort, {}), right.get(soort, {})
        for key in sorted(a.keys() | b.keys(), key=int):
            found += _one(soort, a.get(key), b.get(key))
    return found


_TITLE = {
    Knoopsoort.PLAN: "naam",
    Knoopsoort.STREEFDOEL: "formulering",
    Knoopsoort.INDICATOR: "naam",
    Knoopsoort.ACTIE: "titel",
}
# Figures and grounds can hold small counts: a comparison tells only that they changed.
_QUIET = ("vaststellingen", "nulmeting")


def _one(soort: Knoopsoort, a: dict[str, Any] | None, b: dict[str, Any] | None) -> list[Verschil]:
    title = f"{soort.label}: {(b or a or {}).get(_TITLE[soort], '')}"
    if a is None:
        return [Verschil(title, "", "was er niet", "nieuw")]
    if b is None:
        return [Verschil(title, "", "stond erin", "weggehaald")]
    model = MODEL[soort]
    return [
        Verschil(
            title,
            label_of(model, name),
            *(_words(model, name, side.get(name)) for side in (a, b)),
        )
        for name in b
        if a.get(name) != b.get(name)
    ]


def _words(model: type[Any], name: str, value: Any) -> str:
    if name in _QUIET:
        return f"{len(value)}" if isinstance(value, list) else ("gekozen" if value else "–")
    return in_words(model, name, value)
