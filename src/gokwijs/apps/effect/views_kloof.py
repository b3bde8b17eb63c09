"""The gap per toets: GOK-leerlingen against the other pupils."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from gokwijs.apps.effect.kloof import kloof_van
from gokwijs.apps.effect.views import base, lezer
from gokwijs.apps.toetsen.selectors import toetsen_van


@login_required
def kloof(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Everybody of the school; numbers of small groups for who works with exact counts."""
    access = lezer(request, nummer)
    toets = get_object_or_404(toetsen_van(access.school).select_related("school"), pk=pk)
    found = kloof_van(toets, exact=access.werkzone)
    return render(request, "effect/kloof.html", {**base(access), "toets": toets, "blad": found})
