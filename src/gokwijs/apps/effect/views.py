"""The list: every actie with a group of pupils, how far it is, and what was found."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.effect.selectors import Actieregel, Stand, actieregels
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.toetsen.selectors import toetsen_van


def lezer(request: HttpRequest, nummer: str) -> Access:
    """Everybody who works at the school; raises Http404 and PermissionDenied."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def schrijver(request: HttpRequest, nummer: str) -> Access:
    """Who writes the plan and sees pupils: both are needed to make a setup."""
    access = access_for(user_of(request), nummer, Permission.BELEID_SCHRIJVEN)
    if not mag_opzetten(access):
        return access_for(user_of(request), nummer, Permission.LEERLINGEN_ZIEN)
    return access


def mag_opzetten(access: Access) -> bool:
    """Choosing pupils and noting who took part; never for one's own classes only."""
    return access.may_write and access.may_pupils and access.klassen is None


def base(access: Access) -> dict[str, Any]:
    """What every page of the room needs."""
    return {
        "access": access,
        "hier": "beleid",
        "deel": "opvolging",
        "tab": "effect",
        "mag": mag_opzetten(access),
    }


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """All acties, to filter on how far they are; under it the gap per toets."""
    access = lezer(request, nummer)
    every = actieregels(access.school)
    plannen = {one.actie.plan_id: one.actie.plan for one in every}
    plan, stand = request.GET.get("plan", ""), request.GET.get("toon", "")
    shown = [one for one in every if _wanted(one, plan, stand)]
    shown.sort(key=lambda one: one.stand is not Stand.RESULTAAT)  # the answers first
    context = {
        **base(access),
        "regels": shown,
        "aantal": len(every),
        "plannen": list(plannen.values()),
        "plan": plan,
        "toon": stand,
        "standen": [(s.value, s.label) for s in Stand],
        "tellers": [(s.label, sum(one.stand is s for one in every)) for s in Stand],
        "toetsen": list(toetsen_van(access.school)),
    }
    return render(request, "effect/overzicht.html", context)


def _wanted(one: Actieregel, plan: str, stand: str) -> bool:
    if plan and str(one.actie.plan_id) != plan:
        return False
    return not stand or one.stand.value == stand
