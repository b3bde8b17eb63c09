"""Bookings on screen: the list, one booking, its proof."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Bijlage, Boeking, Knoopsoort
from gokwijs.apps.inzet import services_boeking as services
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.inzet.boekingen import Gevraagd, bewijzen, lijst
from gokwijs.apps.inzet.forms import BewijsForm, BoekingForm, opened_on
from gokwijs.apps.inzet.selectors import Keuzes, keuzes
from gokwijs.apps.inzet.views import address, base, schooljaar_of
from gokwijs.apps.loket import storage
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar


@login_required
def boekingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every booking of a schooljaar; filters, order and page stand in the address."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    schooljaar = schooljaar_of(request)
    keuze = keuzes(access.school, schooljaar)
    vraag = Gevraagd.of(request.GET, schooljaar)
    context = {
        **base(access, schooljaar, "boekingen"),
        "vraag": vraag,
        "lijst": lijst(access.school, vraag, request.GET.get("p"), Zicht(access.werkzone)),
        "filter": vraag.query,
        "soorten": list(keuze.soorten),
        "acties": keuze.acties,
    }
    return render(request, "inzet/boekingen.html", context)


def _form(
    request: HttpRequest, keuze: Keuzes, boeking: Boeking | None = None, **kwargs: Any
) -> BoekingForm:
    acties = [a for a in keuze.acties if not a.plan.bevroren]
    doelen = list(keuze.streefdoelen)
    soorten = list(keuze.soorten)
    if boeking is not None:
        if boeking.actie is not None and boeking.actie not in acties:
            acties.append(boeking.actie)
        soort = Middelsoort(boeking.soort)
        soorten = soorten if soort in soorten else [soort, *soorten]
    return BoekingForm(
        request.POST or None,
        schooljaar=keuze.schooljaar,
        soorten=soorten,
        acties=acties,
        doelen=doelen,
        boeking=boeking,
        **kwargs,
    )


def _values(form: BoekingForm, keuze: Keuzes, boeking: Boeking | None) -> services.Geboekt:
    data = form.cleaned_data
    code = data["plek"]
    acties = {f"A{a.pk}": a for a in keuze.acties}
    if boeking is not None and boeking.actie is not None:
        acties.setdefault(f"A{boeking.actie_id}", boeking.actie)
    doelen = {f"D{d.pk}": d for d in keuze.streefdoelen}
    return services.Geboekt(
        Middelsoort(data["soort"]),
        data["aantal"],
        data["datum"],
        data["omschrijving"],
        data["referentie"],
        acties.get(code),
        doelen.get(code),
    )


@login_required
def nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Book something."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    schooljaar = schooljaar_of(request)
    keuze = keuzes(access.school, schooljaar)
    form = _form(request, keuze, initial={"plek": request.GET.get("plek", "")[:20]})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.boek(
                school=access.school,
                schooljaar=schooljaar,
                values=_values(form, keuze, None),
                by=access.user,
            )
        except BeleidError as error:
            form.add_error("plek", str(error))
        else:
            messages.success(request, "Geboekt. Voeg hier een bewijsstuk toe als je het hebt.")
            return redirect("inzet:boeking", nummer, made.pk)
    context = {**base(access, schooljaar, "boekingen"), "form": form}
    status = 422 if form.errors else 200
    return render(request, "inzet/boeking.html", context, status=status)


def boeking_of(access: Access, pk: int) -> Boeking:
    """A booking of this school; raises Http404."""
    found = (
        Boeking.objects.select_related("actie__plan", "streefdoel__plan", "bron", "school")
        .filter(pk=pk, school=access.school)
        .first()
    )
    if found is None:
        raise Http404
    return found


@login_required
def boeking(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change one booking; its proof and withdrawing it stand on the same page."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    row = boeking_of(access, pk)
    schooljaar = Schooljaar(row.schooljaar)
    keuze = keuzes(access.school, schooljaar)
    form = _form(request, keuze, row)
    if request.method == "POST" and form.is_valid():
        try:
            services.pas_boeking_aan(
                boeking=row,
                versie=form.cleaned_data["versie"],
                values=_values(form, keuze, row),
                by=access.user,
            )
        except BeleidError as error:
            form.add_error(None, str(error))
            opened_on(form, boeking_of(access, pk).versie)
        else:
            messages.success(request, "De boeking is aangepast.")
            return redirect(address("inzet:boekingen", nummer, schooljaar))
    soort = Middelsoort(row.soort)
    context = {
        **base(access, schooljaar, "boekingen"),
        "form": form,
        "boeking": row,
        "bedrag": Zicht(access.werkzone).met_eenheid(soort, row.aantal),
        "bewijzen": bewijzen(access.school).filter(nummer=row.pk),
        "weg": _removed(access, row),
        "bewijsform": BewijsForm(),
    }
    return render(request, "inzet/boeking.html", context, status=422 if form.errors else 200)


def _removed(access: Access, row: Boeking) -> list[Bijlage]:
    return list(
        Bijlage.objects.filter(
            school=access.school,
            soort=Knoopsoort.BOEKING,
            nummer=row.pk,
            verwijderd__isnull=False,
        )
    )


@login_required
@require_POST
def intrekken(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Withdraw a booking, or bring it back."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    row = boeking_of(access, pk)
    back = "terug" in request.POST
    try:
        services.trek_in(boeking=row, by=access.user, terug=back)
    except BeleidError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            "De boeking telt weer mee."
            if back
            else "De boeking is ingetrokken en telt niet meer mee. Bij 'Ingetrokken' zet je ze "
            "terug.",
        )
    return redirect(address("inzet:boekingen", nummer, Schooljaar(row.schooljaar)))


@login_required
@require_POST
def bewijs(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Add a document to a booking."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    row = boeking_of(access, pk)
    form = BewijsForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, f"Niet opgeladen. {errors[0]}")
        return redirect("inzet:boeking", nummer, pk)
    try:
        services.bewaar_bewijs(boeking=row, upload=form.cleaned_data["bestand"], by=access.user)
    except BeleidError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Het bewijsstuk is bewaard.")
    return redirect("inzet:boeking", nummer, pk)


def bijlage_of(access: Access, pk: int) -> Bijlage:
    """A document with a booking of this school; raises Http404."""
    found = Bijlage.objects.filter(pk=pk, school=access.school, soort=Knoopsoort.BOEKING).first()
    if found is None:
        raise Http404
    return found


@login_required
@csp_update({"sandbox": [""]})  # type: ignore[arg-type]  # its type knows no view with arguments
def bewijs_bestand(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The document itself: only to save, never opened inside a page of ours; logged."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    found = bijlage_of(access, pk)
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    try:
        data = storage.read(found.bestand, services.DEEL)
    except storage.DocumentMissingError as error:
        raise Http404(str(error)) from error
    record(kind="inzet.bewijs_bekeken", by=access.user, school=nummer, target=found.naam)
    response = HttpResponse(data, content_type=found.type)
    response["Content-Disposition"] = content_disposition_header(True, found.naam)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def bewijs_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a document away, or put it back."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    found = bijlage_of(access, pk)
    back = "terug" in request.POST
    services.haal_bewijs_weg(bijlage=found, by=access.user, terug=back)
    messages.success(
        request, "Het bewijsstuk staat er weer." if back else "Het bewijsstuk is weggehaald."
    )
    return redirect("inzet:boeking", nummer, found.nummer)
