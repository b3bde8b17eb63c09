"""The one page on where the means go and why, and what one can take along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.analyse.views_meenemen import TYPES
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.tonen import Zicht as Cijferzicht
from gokwijs.apps.inzet import meenemen
from gokwijs.apps.inzet.antwoord import Antwoord, antwoord
from gokwijs.apps.inzet.selectors import boeken
from gokwijs.apps.inzet.views import base, schooljaar_of
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.calendar import Schooljaar


def _team(access: Access) -> Access:
    """The same person as any colleague: what is printed may lie in the staff room."""
    allowed = access.permissions - {Permission.WERKZONE_ZIEN, Permission.INZET_PERSONEN_ZIEN}
    return Access(access.school, access.user, allowed, frozenset())


def _found(access: Access, schooljaar: Schooljaar) -> Antwoord:
    team = _team(access)
    boek = boeken(access.school, schooljaar, team)
    return antwoord(boek, team, Cijferzicht(team))


@login_required
def pagina(request: HttpRequest, nummer: str) -> HttpResponse:
    """Where the means go and why, on one page to print."""
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    schooljaar = schooljaar_of(request)
    context = {
        **base(access, schooljaar, "antwoord"),
        "antwoord": _found(access, schooljaar),
        "titel": meenemen.TITEL,
    }
    return render(request, "inzet/antwoord.html", context)


@login_required
def bestand(request: HttpRequest, nummer: str, soort: str) -> HttpResponse:
    """The same page as a PDF or workbook."""
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    if soort not in ("pdf", "xlsx"):
        raise Http404
    schooljaar = schooljaar_of(request)
    found = _found(access, schooljaar)
    if soort == "pdf":
        data = meenemen.antwoord_pdf(found, access.school, schooljaar, timezone.localdate())
    else:
        data = meenemen.antwoord_workbook(found, access.school, schooljaar)
    return _file(access, data, f"gok-middelen-{nummer}-{schooljaar}.{soort}")


@login_required
def export(request: HttpRequest, nummer: str, soort: str) -> HttpResponse:
    """Every booking and assignment for the accountant."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    if soort not in ("csv", "xlsx"):
        raise Http404
    schooljaar = schooljaar_of(request)
    data = meenemen.boekhouding(access.school, schooljaar, soort)
    return _file(access, data, f"gok-boekhouding-{nummer}-{schooljaar}.{soort}")


def _file(access: Access, data: bytes, name: str) -> HttpResponse:
    record(kind="export", by=access.user, school=access.school.instellingsnummer, target=name)
    response = HttpResponse(data, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
