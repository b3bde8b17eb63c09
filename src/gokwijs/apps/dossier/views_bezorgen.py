"""The checklist of what a school lays ready for a doorlichting."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.dossier.bezorgen import bezorgen as checklist
from gokwijs.apps.dossier.plichten_lijst import load_bezorgen
from gokwijs.apps.dossier.views_inspectie import base, reader

TOON = (("", "alles"), ("open", "wat ontbreekt"), ("klaar", "wat klaarligt"))


@login_required
def bezorgen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Per line what is ready and what is missing, with where that begins and who can do it."""
    access = reader(request, nummer)
    toon = request.GET.get("toon", "")
    known = toon if toon in dict(TOON) else ""
    context = {
        **base(access),
        "onderdeel": "bezorgen",
        "lijst": checklist(access, timezone.localdate(), known),
        "tekst": load_bezorgen(),
        "keuzes": TOON,
        "dag": timezone.localdate(),
    }
    return render(request, "dossier/bezorgen.html", context)
