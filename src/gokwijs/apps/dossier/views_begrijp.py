"""The page that makes the school known in figures, and its PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.audit.services import record
from gokwijs.apps.dossier.begrijp import TITEL
from gokwijs.apps.dossier.begrijp import begrijp as figures
from gokwijs.apps.dossier.begrijp_papier import document
from gokwijs.apps.dossier.begrijp_sinds import achtergrond
from gokwijs.apps.dossier.views_inspectie import base, reader
from gokwijs.renderers.pdf import pdf


def _buiten(request: HttpRequest) -> bool:
    return request.GET.get("voor") == "buiten"


@login_required
def begrijp(request: HttpRequest, nummer: str) -> HttpResponse:
    """Population, places, evolution and theme; a switch shows what goes outside."""
    access = reader(request, nummer)
    buiten = _buiten(request)
    found = figures(access, timezone.localdate(), buiten=buiten)
    context = {
        **base(access),
        "onderdeel": "begrijp",
        "titel": TITEL,
        "gevonden": found,
        "blad": found.blad,
        "kijk": found.kijk,
        "gekozen": found.kijk.keuze,
        "buiten": buiten,
        "rond": achtergrond(access.school, timezone.localdate()),
    }
    return render(request, "dossier/begrijp.html", context)


@login_required
def begrijp_bestand(request: HttpRequest, nummer: str) -> HttpResponse:
    """The same page as a PDF; taking it along is logged."""
    access = reader(request, nummer)
    buiten, today = _buiten(request), timezone.localdate()
    found = figures(access, today, buiten=buiten)
    data = pdf(document(found, achtergrond(access.school, today)))
    name = f"begrijp-onze-school-{nummer}-{'buiten' if buiten else 'team'}.pdf"
    record(kind="export", by=access.user, school=nummer, target=name)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
