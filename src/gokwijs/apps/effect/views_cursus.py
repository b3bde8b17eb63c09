"""The course in reading figures: one step per page, or everything on one sheet.

An answer is a form that stores nothing: the page comes back with its explanation.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gokwijs.apps.effect.cursus import Antwoord, Stap, cursus_in_use
from gokwijs.apps.effect.cursus_cijfers import Stapbeeld, beeld_van
from gokwijs.apps.effect.views import base, lezer


@dataclass(frozen=True)
class Blad:
    """One step as it is shown; ``gegeven``: the answer that was just given."""

    stap: Stap
    beeld: Stapbeeld
    gegeven: Antwoord | None = None


@login_required
def cursus(request: HttpRequest, nummer: str) -> HttpResponse:
    access = lezer(request, nummer)
    course = cursus_in_use()
    whole = "alles" in request.GET
    steps = course.stappen if whole else (_gevraagd(request, course.stappen),)
    given = steps[0].gekozen(request.POST.get("antwoord", "")) if not whole else None
    at = steps[0].nummer
    context = {
        **base(access),
        "cursus": course,
        "alles": whole,
        "bladen": [Blad(one, beeld_van(one.key, access.school), given) for one in steps],
        "nu": at,
        "vorige": at - 1 if at > 1 and not whole else None,
        "volgende": at + 1 if at < len(course.stappen) and not whole else None,
        "zonder_keuze": request.method == "POST" and not whole and given is None,
    }
    return render(request, "effect/cursus.html", context)


def _gevraagd(request: HttpRequest, steps: tuple[Stap, ...]) -> Stap:
    """The step of the address; the first for anything else."""
    asked = request.GET.get("stap", "")
    return next((one for one in steps if str(one.nummer) == asked), steps[0])
