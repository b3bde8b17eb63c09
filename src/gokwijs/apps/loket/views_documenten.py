"""Scans of signed forms: upload, look, replace, delete; and the purge list."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.selectors import leerling_for
from gokwijs.apps.loket import services, storage
from gokwijs.apps.loket.forms import DocumentForm, VervangForm
from gokwijs.apps.loket.models import Document
from gokwijs.apps.loket.selectors import TeBewaren, bewaring_of, terms
from gokwijs.apps.loket.views import base
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.leerlingen.bewaring import AANKONDIGING


@login_required
@require_POST
def opladen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A scan with the declaration that counts for this pupil."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    leerling = leerling_for(access, pk, timezone.localdate())
    found = leerling.verklaringen.filter(vervangen=False).first()
    if found is None:
        raise Http404
    form = DocumentForm(request.POST, request.FILES)
    response = redirect("loket:verklaring", nummer=nummer, pk=pk)
    if request.META.get("QUERY_STRING"):
        response["Location"] += f"?{request.GET.urlencode()}"
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, f"Niet opgeladen. {errors[0]}")
        return response
    try:
        services.add_document(
            verklaring=found,
            soort=form.cleaned_data["soort"],
            upload=form.cleaned_data["scan"],
            today=timezone.localdate(),
            by=access.user,
        )
        messages.success(request, "De scan is bewaard.")
    except LeerlingError as error:
        messages.error(request, str(error))
    return response


def _document(access: Access, pk: int) -> Document:
    found = (
        Document.objects.select_related("verklaring__leerling__school")
        .filter(pk=pk, verklaring__leerling__school=access.school)
        .first()
    )
    if found is None:
        raise Http404
    leerling_for(access, found.verklaring.leerling_id, timezone.localdate())
    return found


@login_required
@csp_update({"sandbox": [""]})  # type: ignore[arg-type]  # its type knows no view with arguments
def bestand(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The file itself: only to save, never opened inside a page of ours; every look is logged."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    found = _document(access, pk)
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    try:
        data = storage.read(found.bestand)
    except storage.DocumentMissingError as error:
        raise Http404(str(error)) from error
    record(
        kind="document.bekeken",
        by=access.user,
        school=nummer,
        target=f"leerling {found.verklaring.leerling.stamnummer}",
        data={"soort": found.soort},
    )
    response = HttpResponse(data, content_type=found.inhoudstype)
    response["Content-Disposition"] = content_disposition_header(True, found.naam)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
def document(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Replace or delete one document; deleting asks once."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    found = _document(access, pk)
    leerling = found.verklaring.leerling
    form = VervangForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "verwijderen" in request.POST:
        if "zeker" in request.POST:
            services.delete_document(document=found, by=access.user)
            messages.success(request, "De scan is verwijderd.")
            return redirect("loket:verklaring", nummer=nummer, pk=leerling.pk)
        messages.error(request, "Vink aan dat je het zeker weet. Er is niets verwijderd.")
        return redirect("loket:document", nummer=nummer, pk=pk)
    if request.method == "POST" and form.is_valid():
        services.replace_document(document=found, upload=form.cleaned_data["scan"], by=access.user)
        messages.success(request, "De scan is vervangen.")
        return redirect("loket:verklaring", nummer=nummer, pk=leerling.pk)
    context = {
        **base(access),
        "document": found,
        "leerling": leerling,
        "form": form,
        "bewaring": bewaring_of(found.verklaring, timezone.localdate()),
    }
    return render(request, "loket/document.html", context, status=422 if form.errors else 200)


@login_required
def bewaartermijnen(request: HttpRequest, nummer: str) -> HttpResponse:
    """What may go, from which day, by which article; and the purge, after a yes."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    today = timezone.localdate()
    if request.method == "POST":
        access = access_for(user_of(request), nummer, Permission.PRIVACY_BEHEREN)
        if "zeker" in request.POST:
            gone = services.purge(today=today, by=access.user, school=access.school)
            messages.success(
                request,
                f"Opgeruimd: documenten {gone.documenten}, verklaringen {gone.verklaringen}. Het "
                "aantal en de dag staan in het logboek.",
            )
        else:
            messages.error(request, "Vink aan dat je het zeker weet. Er is niets verwijderd.")
        return redirect("loket:bewaartermijnen", nummer=nummer)
    entries = terms(today, access.school)
    context = {
        **base(access),
        "nu": [e for e in entries if e.may_go(today)],
        "straks": [e for e in entries if e.announced(today)],
        "later": _per_year([e for e in entries if e.vanaf > today + AANKONDIGING]),
        "onbevestigd": any(not e.bewaring.bevestigd for e in entries),
        "dagen": AANKONDIGING.days,
    }
    return render(request, "loket/bewaartermijnen.html", context)


def _per_year(entries: list[TeBewaren]) -> list[tuple[int, int, int]]:
    """Year, documents, declarations."""
    years = sorted({e.vanaf.year for e in entries})
    return [
        (
            year,
            sum(e.vanaf.year == year and e.document is not None for e in entries),
            sum(e.vanaf.year == year and e.document is None for e in entries),
        )
        for year in years
    ]
