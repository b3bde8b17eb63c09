"""The yearly account of the means, and the version for parents: pages and files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.dossier import ouders as plain
from gokwijs.apps.dossier import verantwoording_papier as papier
from gokwijs.apps.dossier.verantwoording import Verantwoording, verantwoording
from gokwijs.apps.dossier.views_document import mag_exact
from gokwijs.apps.dossier.views_inspectie import base, reader
from gokwijs.apps.inzet.views import schooljaar_of
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.scholen.views import year_choices
from gokwijs.core.calendar import Schooljaar
from gokwijs.renderers.document import Document
from gokwijs.renderers.docx import MIME, docx
from gokwijs.renderers.pdf import pdf

TYPES = {
    "pdf": "application/pdf",
    "docx": MIME,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def team(access: Access) -> Access:
    """The same person as any colleague: what is printed may lie in the staff room."""
    hidden = {Permission.WERKZONE_ZIEN, Permission.INZET_PERSONEN_ZIEN}
    return Access(access.school, access.user, access.permissions - hidden, frozenset())


def _exact(request: HttpRequest, access: Access) -> bool:
    return access.werkzone and request.GET.get("voor") == "werk"


def _found(access: Access, schooljaar: Schooljaar, *, exact: bool) -> Verantwoording:
    return verantwoording(access if exact else team(access), schooljaar, timezone.localdate())


def _base(access: Access, schooljaar: Schooljaar, part: str) -> dict[str, Any]:
    return {
        **base(access),
        "onderdeel": part,
        "schooljaar": schooljaar,
        "jaren": year_choices(schooljaar),
    }


@login_required
def pagina(request: HttpRequest, nummer: str) -> HttpResponse:
    """What came in, where it went, and what came of it."""
    access = reader(request, nummer)
    schooljaar, exact = schooljaar_of(request), _exact(request, access)
    found = _found(access, schooljaar, exact=exact)
    context = {
        **_base(access, schooljaar, "verantwoording"),
        "titel": papier.TITEL,
        "gevonden": found,
        "open": [(one.zin, reverse(one.plek, args=[nummer])) for one in found.onverklaard],
        "exact": exact,
        "mag_meenemen": not exact or mag_exact(access),
        "noten": papier.NOTEN,
    }
    return render(request, "dossier/verantwoording.html", context)


@login_required
def bestand(request: HttpRequest, nummer: str, soort: str) -> HttpResponse:
    """The same account as a file; taking it along is logged."""
    access = reader(request, nummer)
    if soort not in TYPES:
        raise Http404
    schooljaar, exact = schooljaar_of(request), _exact(request, access)
    if exact and not mag_exact(access):
        raise PermissionDenied(
            "Exacte bedragen meenemen mag je rol niet. Neem de versie met hele euro's mee."
        )
    found = _found(access, schooljaar, exact=exact)
    if soort == "xlsx":
        data = papier.workbook(found, access.school)
    else:
        data = _made(papier.document(found, access.school, timezone.localdate()), soort)
    stem = "vertrouwelijk-" if exact else ""
    return _file(access, data, f"{stem}gok-verantwoording-{nummer}-{schooljaar}.{soort}")


@login_required
def ouders(request: HttpRequest, nummer: str) -> HttpResponse:
    """In plain words for parents and the school council: one page."""
    access = reader(request, nummer)
    schooljaar = schooljaar_of(request)
    context = {
        **_base(access, schooljaar, "ouders"),
        "blad": plain.blad_van(team(access), schooljaar, timezone.localdate()),
    }
    return render(request, "dossier/ouders.html", context)


@login_required
def ouders_bestand(request: HttpRequest, nummer: str, soort: str) -> HttpResponse:
    """The same page as a PDF or a Word text."""
    access = reader(request, nummer)
    if soort not in ("pdf", "docx"):
        raise Http404
    schooljaar, today = schooljaar_of(request), timezone.localdate()
    found = plain.blad_van(team(access), schooljaar, today)
    data = _made(plain.document(found, access.school, today), soort)
    return _file(access, data, f"gok-voor-ouders-{nummer}-{schooljaar}.{soort}")


def _made(document: Document, soort: str) -> bytes:
    return pdf(document) if soort == "pdf" else docx(document)


def _file(access: Access, data: bytes, name: str) -> HttpResponse:
    record(kind="export", by=access.user, school=access.school.instellingsnummer, target=name)
    response = HttpResponse(data, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
