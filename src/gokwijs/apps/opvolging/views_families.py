"""The policy indicators that stand ready, on one page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.beleid.models import Indicator
from gokwijs.apps.opvolging.families import families
from gokwijs.apps.opvolging.scores import toetsreeksen
from gokwijs.apps.opvolging.selectors import lopend_plan
from gokwijs.apps.opvolging.views import base, lezer


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Four families over the schooljaren; one press makes a series an indicator of the plan."""
    access = lezer(request, nummer)
    today = timezone.localdate()
    plan = lopend_plan(access.school, today)
    known = Indicator.objects.filter(plan=plan, verwijderd=None) if plan is not None else ()
    context = {
        **base(access, "beleidsindicatoren"),
        "families": families(access, today, known),
        "toetsreeksen": toetsreeksen(access.school),
        "plan": plan if access.may_write else None,
    }
    return render(request, "opvolging/beleidsindicatoren.html", context)
