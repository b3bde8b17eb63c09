"""What an actie rests on: an aanpak of the catalogue, chosen from either side."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.aanpakken.selectors import catalogus as catalogus_in_use
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Actie, Onderbouwing
from gokwijs.apps.beleid.selectors import huidig_plan, knoop
from gokwijs.apps.beleid.services_rond import haal_aanpak_weg, vink_voorwaarden
from gokwijs.apps.beleid.services_rond import kies_aanpak as kies
from gokwijs.apps.beleid.views import base, schrijver
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.aanpakken import Aanpak
from gokwijs.core.aanpakken.koppeling import koppel
from gokwijs.core.beleid.keuzes import Actiestatus

_GONE = (Actiestatus.GESTOPT.value, Actiestatus.GEANNULEERD.value)


@login_required
@require_POST
def kies_aanpak(request: HttpRequest, nummer: str, actie: int) -> HttpResponse:
    """An aanpak of the catalogue becomes what this action rests on."""
    access = schrijver(request, nummer)
    found = knoop(access, Actie, actie)
    _rest_on(request, access, found, _aanpak(request.POST.get("aanpak", "")[:80]))
    return redirect("beleid:actie", nummer, actie)


@login_required
def aanpak_kiezen(request: HttpRequest, nummer: str, aanpak: str) -> HttpResponse:
    """From the card: for which action of the plan of now, or what comes first."""
    access = schrijver(request, nummer)
    one = _aanpak(aanpak)
    if request.method == "POST":
        pk = request.POST.get("actie", "")
        if pk.isdecimal() and len(pk) < 12:
            found = knoop(access, Actie, int(pk))
            _rest_on(request, access, found, one)
            return redirect("beleid:actie", nummer, found.pk)
        messages.error(request, "Kies eerst een actie.")
    plan = huidig_plan(access.school, timezone.localdate())
    acties = Actie.objects.filter(plan=plan, verwijderd=None).exclude(status__in=_GONE)
    context = {
        **base(access, "aanpakken"),
        "aanpak": one,
        "plan": plan,
        "acties": acties.exclude(onderbouwingen__aanpak=one.id).order_by("titel", "pk"),
        "steunen_al": acties.filter(onderbouwingen__aanpak=one.id).order_by("titel", "pk"),
    }
    return render(request, "beleid/aanpak_kiezen.html", context)


def _aanpak(key: str) -> Aanpak:
    found = catalogus_in_use().aanpak(key)
    if found is None:
        raise Http404
    return found


def _rest_on(request: HttpRequest, access: Access, actie: Actie, aanpak: Aanpak) -> None:
    """Put it under the action, with the facts of today; the outcome becomes a message."""
    link = koppel(aanpak, catalogus_in_use().catalogus_versie, timezone.localdate())
    try:
        kies(
            actie=actie,
            aanpak=aanpak.id,
            naam=aanpak.naam,
            feiten=[fact.as_json() for fact in link.feiten],
            catalogus_versie=link.catalogus_versie,
            voorwaarden=[v.tekst for v in link.voorwaarden],
            opgelet=link.opgelet,
            by=access.user,
        )
        messages.success(request, f"De actie steunt nu op '{aanpak.naam}'.")
    except BeleidError as error:
        messages.error(request, str(error))


@login_required
@require_POST
def onderbouwing(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Tick the implementation points, or take the aanpak away."""
    access = schrijver(request, nummer)
    one = get_object_or_404(
        Onderbouwing.objects.select_related("actie__plan__school"),
        pk=pk,
        actie__plan__school=access.school,
    )
    try:
        if "weg" in request.POST:
            haal_aanpak_weg(onderbouwing=one, by=access.user)
            messages.success(request, "De aanpak hoort niet meer bij deze actie.")
        else:
            done = {int(k) for k in request.POST.getlist("klaar") if k.isdecimal() and len(k) < 4}
            vink_voorwaarden(onderbouwing=one, klaar=done, by=access.user)
            messages.success(request, "Bewaard.")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect("beleid:actie", nummer, one.actie_id)
