"""Three coverages of a plan: care and prevention, parents, partners."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.beleid.selectors import huidig_plan, plannen
from gokwijs.apps.beleid.selectors_kring import zorgmatrix
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.samen.dekking import ouderdekking, partnerdekking
from gokwijs.apps.samen.views import base, staff


@login_required
def dekking(request: HttpRequest, nummer: str) -> HttpResponse:
    """What the plan covers, and which boxes are empty."""
    access, _ = staff(request, nummer)
    asked = request.GET.get("plan", "")
    plans = plannen(access.school)
    plan = plans.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    plan = plan or huidig_plan(access.school, timezone.localdate())
    context = base(access, "dekking", plan=plan, plannen=plans)
    if plan is not None:
        parents = ouderdekking(plan, Zicht(access))
        partners = partnerdekking(plan)
        context |= {
            "zorg": zorgmatrix(plan),
            "ouders": parents,
            "ouders_leeg": [row.type for row in parents if not row.acties],
            "partners": [row for row in partners if not row.leeg],
            "partners_leeg": [row.soort for row in partners if row.leeg],
        }
    return render(request, "samen/dekking.html", context)
