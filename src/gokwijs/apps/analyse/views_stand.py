"""What the whole team sees, and what leaves the school: fixing, progress, threshold, register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.analyse import services, services_stand
from gokwijs.apps.analyse.forms import DrempelForm, OkiForm
from gokwijs.apps.analyse.kijk import Kijk, drempel_of
from gokwijs.apps.analyse.models import OfficieleOki, Stand, Vrijgave
from gokwijs.apps.analyse.services import AnalyseError
from gokwijs.apps.analyse.views import base
from gokwijs.apps.analyse.vragen import Keuze, schooljaar
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.scholen.views import year_choices
from gokwijs.apps.ui.typed import typed
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.disclosure.namen import TITELS


def _releaser(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.CIJFERS_VRIJGEVEN)


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """What is fixed per schooljaar, the tables, and the register."""
    access = access_for(user_of(request), nummer, Permission.WERKZONE_ZIEN)
    today = timezone.localdate()
    kijk = Kijk.van(access, Keuze(), today)
    standen = list(access.school.standen.filter(vervangen=None).prefetch_related("vrijgaven"))
    known = {one.schooljaar for one in standen}
    context = {
        **base(access, kijk, "stand"),
        "standen": [_shown(one) for one in standen],
        "register": [
            (one, TITELS.get(one.tabel, one.tabel), Schooljaar(one.stand.schooljaar))
            for one in Vrijgave.objects.filter(
                stand__school=access.school,
                publiek__in=(Vrijgave.Publiek.GROEP, Vrijgave.Publiek.INSPECTIE),
            )
            .select_related("stand")
            .order_by("-gemaakt", "-pk")
        ],
        "te_doen": [jaar for jaar in kijk.jaren[:2] if jaar.start not in known],
        "jaren": kijk.jaren,
        "drempel": drempel_of(access.school),
        "form": DrempelForm(initial={"drempel": drempel_of(access.school)}),
        "bezig": any(one.status == Stand.Status.BEZIG for one in standen),
    }
    return render(request, "analyse/stand.html", context)


def _shown(one: Stand) -> dict[str, Any]:
    rows = list(one.vrijgaven.all())
    outside = {
        v.tabel: v for v in rows if v.publiek == Vrijgave.Publiek.GROEP and v.ingetrokken is None
    }
    tables = []
    for v in rows:
        if v.publiek != Vrijgave.Publiek.SCHOOL:
            continue
        hidden, shown = len(v.inhoud.get("verborgen", ())), len(v.inhoud.get("getoond", ()))
        tables.append(
            {
                "vrijgave": v,
                "titel": TITELS.get(v.tabel, v.tabel),
                "verborgen": hidden,
                "getallen": hidden + shown,
                "buiten": outside.get(v.tabel),
            }
        )
    return {
        "stand": one,
        "jaar": Schooljaar(one.schooljaar),
        "tabellen": tables,
        "onderbroken": one.onderbroken(timezone.now()),
    }


@login_required
@require_POST
def vastleggen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Fix the figures of a schooljaar for the team."""
    access = _releaser(request, nummer)
    try:
        found = services_stand.leg_vast(
            school=access.school,
            schooljaar=schooljaar(request.POST.get("jaar", "")),
            today=timezone.localdate(),
            by=access.user,
        )
    except AnalyseError as error:
        messages.error(request, str(error))
        return redirect("analyse:stand", nummer)
    if found.status == Stand.Status.KLAAR:
        messages.success(request, "De cijfers voor het team zijn vastgelegd en nagekeken.")
        return redirect("analyse:stand", nummer)
    return redirect("analyse:voortgang", nummer, found.pk)


@login_required
def voortgang(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """How far the proof is; the page asks again by itself."""
    access = access_for(user_of(request), nummer, Permission.WERKZONE_ZIEN)
    one = get_object_or_404(access.school.standen, pk=pk)
    if one.status != Stand.Status.BEZIG:
        address = reverse("analyse:stand", args=[nummer])
        if request.htmx:  # type: ignore[attr-defined]
            response = HttpResponse()
            response["HX-Redirect"] = address
            return response
        return redirect(address)
    kijk = Kijk.van(access, Keuze(), timezone.localdate())
    context = {
        **base(access, kijk, "stand"),
        "stand": one,
        "onderbroken": one.onderbroken(timezone.now()),
    }
    name = "analyse/voortgang_deel.html" if request.htmx else "analyse/voortgang.html"  # type: ignore[attr-defined]
    return render(request, name, context)


@login_required
@require_POST
def drempel(request: HttpRequest, nummer: str) -> HttpResponse:
    """From how many pupils on a number is shown."""
    access = _releaser(request, nummer)
    form = DrempelForm(request.POST)
    if form.is_valid():
        services.zet_drempel(
            school=access.school, drempel=form.cleaned_data["drempel"], by=access.user
        )
        messages.success(request, "Bewaard. Het geldt voor wat je vanaf nu vastlegt.")
    else:
        messages.error(request, " ".join(str(said) for said in form.errors["drempel"]))
    return redirect("analyse:stand", nummer)


@login_required
@require_POST
def vrijgeven(request: HttpRequest, nummer: str) -> HttpResponse:
    """Release one table to the scholengroep, or take it back."""
    access = _releaser(request, nummer)
    pk = request.POST.get("vrijgave", "")
    back = "terug" in request.POST  # what the team sees is never taken back here
    publiek = Vrijgave.Publiek.GROEP if back else Vrijgave.Publiek.SCHOOL
    found = Vrijgave.objects.filter(
        stand__school=access.school, stand__vervangen=None, publiek=publiek
    )
    one = get_object_or_404(found.select_related("stand__school"), pk=pk if pk.isdigit() else 0)
    try:
        if back:
            services_stand.trek_terug(vrijgave=one, by=access.user)
            messages.success(request, "De tabel is niet meer te zien buiten de school.")
        else:
            services_stand.geef_buiten(
                vrijgave=one, doel=typed(request.POST.get("doel")), by=access.user
            )
            messages.success(request, "Vrijgegeven. De scholengroep ziet wat het team ziet.")
    except AnalyseError as error:
        messages.error(request, str(error))
    return redirect("analyse:stand", nummer)


@login_required
def oki(request: HttpRequest, nummer: str) -> HttpResponse:
    """The official OKI, typed with its source."""
    access = access_for(user_of(request), nummer, Permission.GETALLEN_INVOEREN)
    today = timezone.localdate()
    years = year_choices(Schooljaar.of(today))
    given = request.POST or None
    if given is not None and "weg" in given:
        pk = given.get("weg", "")
        one = get_object_or_404(access.school.officiele_oki, pk=int(pk) if pk.isdigit() else 0)
        services.verwijder_oki(oki=one, by=access.user)
        messages.success(request, "De OKI is weg.")
        return redirect("analyse:oki", nummer)
    form = OkiForm(given, jaren=years, today=today, initial={"jaar": str(Schooljaar.of(today))})
    if given is not None and form.is_valid():
        services.voer_oki_in(
            school=access.school,
            schooljaar=schooljaar(form.cleaned_data["jaar"]),
            waarde=form.cleaned_data["waarde"],
            bron=form.cleaned_data["bron"],
            datum=form.cleaned_data["datum"],
            by=access.user,
        )
        messages.success(request, "De OKI is bewaard.")
        return redirect("analyse:oki", nummer)
    context = {
        **base(access, Kijk.van(access, Keuze(), today), "wie"),
        "form": form,
        "rijen": [
            (one, Schooljaar(one.schooljaar))
            for one in OfficieleOki.objects.filter(school=access.school).order_by("-schooljaar")
        ],
    }
    return render(request, "analyse/oki.html", context)
