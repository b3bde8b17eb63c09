"""Pages of the document: choose what goes in and take it along; the Word template of the school."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.beleid.selectors import knoop
from gokwijs.apps.dossier import services_sjabloon as services
from gokwijs.apps.dossier import sjabloon as sjablonen
from gokwijs.apps.dossier.document import PlanDocument
from gokwijs.apps.dossier.document_blokken import document_of
from gokwijs.apps.dossier.document_forms import DocumentForm, SjabloonForm, met_plek
from gokwijs.apps.dossier.document_keuze import DocumentKeuze, Publiek, beperk, velden
from gokwijs.apps.dossier.document_lezen import lees
from gokwijs.apps.dossier.document_overzicht import aantal_opmerkingen, aantallen
from gokwijs.apps.dossier.models_sjabloon import SchoolSjabloon
from gokwijs.apps.dossier.sjabloon_standaard import NAAM, standaardsjabloon
from gokwijs.apps.loket.storage import DocumentMissingError, read
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.renderers.docx import MIME, docx
from gokwijs.renderers.pdf import pdf
from gokwijs.renderers.sjabloon.fout import SjabloonFout


def _base(access: Access) -> dict[str, Any]:
    return {"access": access, "hier": "beleid", "deel": "dossier"}


def _plan(request: HttpRequest, nummer: str, pk: int) -> tuple[Access, Plan]:
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    return access, knoop(access, Plan, pk)


def mag_exact(access: Access) -> bool:
    """Exact numbers leave with who may take lists along (besluit 7)."""
    return access.werkzone and access.may_take_lists


@login_required
def document(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Choose for whom, which parts and as what; how much each part holds stands beside it."""
    access, plan = _plan(request, nummer, pk)
    own = sjablonen.huidig(access.school)
    form = DocumentForm(
        exact=mag_exact(access), sjabloon=own is not None, aantallen=aantallen(plan)
    )
    context = {
        **_base(access),
        "deel": "plan",
        "plan": plan,
        "form": form,
        "sjabloon": own,
        "opmerkingen": aantal_opmerkingen(plan),
        "werkzone_zonder_lijsten": access.werkzone and not access.may_take_lists,
    }
    return render(request, "dossier/document.html", context)


@login_required
def document_bestand(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The document as a file; taking it along is logged."""
    access, plan = _plan(request, nummer, pk)
    own = sjablonen.huidig(access.school)
    form = DocumentForm(request.GET, exact=mag_exact(access), sjabloon=own is not None)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("dossier:document", nummer, pk)
    keuze, vorm, today = form.keuze, form.cleaned_data["vorm"], timezone.localdate()
    found = beperk(lees(plan, keuze.publiek, today), keuze)
    try:
        data = _made(found, keuze, vorm, today, own)
    except (SjabloonFout, DocumentMissingError) as error:
        said = met_plek(error) if isinstance(error, SjabloonFout) else str(error)
        messages.error(
            request,
            f"Het document is niet gemaakt met het sjabloon van je school. {said} Kies intussen "
            "PDF of Word, of zet het sjabloon recht.",
        )
        return redirect("dossier:document", nummer, pk)
    name = _filename(plan, keuze, vorm)
    record(kind="export", by=access.user, school=nummer, target=name)
    return _download(data, name, "application/pdf" if vorm == "pdf" else MIME)


def _made(
    found: PlanDocument,
    keuze: DocumentKeuze,
    vorm: str,
    today: date,
    own: SchoolSjabloon | None,
) -> bytes:
    if vorm == "sjabloon" and own is not None:
        return sjablonen.vul_in(own, found)
    blocks = document_of(found, today)
    return pdf(blocks) if vorm == "pdf" else docx(blocks)


def _filename(plan: Plan, keuze: DocumentKeuze, vorm: str) -> str:
    stem = "vertrouwelijk-" if keuze.publiek is Publiek.WERK else ""
    years = plan.periode.replace(" tot en met ", "-tot-")
    ending = "pdf" if vorm == "pdf" else "docx"
    return f"{stem}gok-plan-{plan.school.instellingsnummer}-{years}.{ending}"


def _download(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


# ---------------------------------------------------------------- the template of the school


def _writer(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.BELEID_SCHRIJVEN)


def _sjabloon(access: Access, pk: int) -> SchoolSjabloon:
    found = access.school.sjablonen.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
def sjabloon(request: HttpRequest, nummer: str) -> HttpResponse:
    """Which template is used, give another one, and the fields one may write in it."""
    access = _writer(request, nummer)
    form = SjabloonForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["bestand"]
        kept = services.bewaar_sjabloon(
            school=access.school, naam=upload.name, data=form.cleaned_data["data"], by=access.user
        )
        messages.success(request, f"'{kept.naam}' werkt en wordt vanaf nu gebruikt.")
        return redirect("dossier:sjabloon", nummer)
    rows = list(access.school.sjablonen.all())
    context = {
        **_base(access),
        "onderdeel": "sjabloon",
        "form": form,
        "huidig": next((one for one in rows if one.actief), None),
        "vroeger": [one for one in rows if not one.actief],
        "velden": velden(),
    }
    return render(request, "dossier/sjabloon.html", context)


@login_required
@require_POST
def sjabloon_kies(request: HttpRequest, nummer: str) -> HttpResponse:
    """Use an earlier template again, use none, or throw one away."""
    access = _writer(request, nummer)
    key = request.POST.get("sjabloon", "")
    chosen = _sjabloon(access, int(key)) if key.isascii() and key.isdigit() else None
    if "weg" in request.POST:
        if chosen is None:
            raise Http404
        services.verwijder_sjabloon(sjabloon=chosen, by=access.user)
        messages.success(request, f"'{chosen.naam}' is verwijderd.")
    else:
        services.kies_sjabloon(school=access.school, sjabloon=chosen, by=access.user)
        said = f"'{chosen.naam}' wordt weer gebruikt." if chosen else "We gebruiken geen sjabloon."
        messages.success(request, said)
    return redirect(reverse("dossier:sjabloon", args=[nummer]))


@login_required
def sjabloon_bestand(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A template of the school, as it was given."""
    access = _writer(request, nummer)
    found = _sjabloon(access, pk)
    try:
        data = read(found.bestand, sjablonen.DEEL)
    except DocumentMissingError as error:
        messages.error(request, str(error))
        return redirect("dossier:sjabloon", nummer)
    return _download(data, "sjabloon-van-de-school.docx", MIME)


@login_required
def sjabloon_standaard(request: HttpRequest, nummer: str) -> HttpResponse:
    """The standard template, to start from."""
    _writer(request, nummer)
    return _download(standaardsjabloon(), NAAM, MIME)
