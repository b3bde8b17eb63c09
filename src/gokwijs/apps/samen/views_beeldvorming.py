"""Looking at a question together with partners: signs, analysis, what follows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.bewaren import BeleidError, Conflict
from gokwijs.apps.samen.forms_werk import BeeldvormingForm
from gokwijs.apps.samen.models import Beeldvorming
from gokwijs.apps.samen.selectors import lopend_plan
from gokwijs.apps.samen.services_beeldvorming import (
    begin_beeldvorming,
    bewaar_beeldvorming,
    heropen_beeldvorming,
    maak_actie,
    rond_af,
)
from gokwijs.apps.samen.views import base, staff, writer
from gokwijs.apps.samen.views_momenten import weg_of_terug, woorden
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.ui.typed import typed
from gokwijs.core.beleid.keuzes import Partnersoort

PER_PAGE = 25
WIE = {**{p.value: p.label for p in Partnersoort}, "school": "de school zelf"}


@login_required
def beeldvormingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every joint analysis, newest first."""
    access, _ = staff(request, nummer)
    gone = "weg" in request.GET
    found = access.school.beeldvormingen.filter(verwijderd__isnull=not gone)
    asked = request.GET.get("stand", "")
    if asked in ("open", "afgerond"):
        found = found.filter(afgerond__isnull=asked == "open")
    page = Paginator(found.prefetch_related("acties"), PER_PAGE).get_page(request.GET.get("p"))
    context = base(
        access,
        "beeldvormingen",
        page=page,
        rijen=[(one, woorden(Partnersoort, one.partners)) for one in page.object_list],
        stand=asked,
        weg=gone,
        filter="weg=1" if gone else f"stand={asked}" if asked in ("open", "afgerond") else "",
    )
    return render(request, "samen/beeldvormingen.html", context)


@login_required
def beeldvorming(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One joint analysis to read, and when everything is there to close."""
    access, _ = staff(request, nummer)
    one = get_object_or_404(access.school.beeldvormingen, pk=pk)
    context = base(
        access,
        "beeldvormingen",
        beeld=one,
        partners=woorden(Partnersoort, one.partners),
        signalen=[(WIE.get(s["wie"], s["wie"]), s["tekst"]) for s in one.signalen],
        acties=one.acties.filter(verwijderd=None),
        plan=lopend_plan(access.school, timezone.localdate()),
    )
    return render(request, "samen/beeldvorming.html", context)


@login_required
def beeldvorming_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Begin one."""
    access = writer(request, nummer)
    row = Beeldvorming(school=access.school, datum=timezone.localdate())
    return _form(request, access, row)


@login_required
def beeldvorming_wijzig(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Write on in one; what a colleague wrote meanwhile is shown beside it."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.beeldvormingen, pk=pk, verwijderd=None)
    if one.afgerond is not None:
        messages.error(request, "Dit is al afgerond. Open het eerst opnieuw.")
        return redirect("samen:beeldvorming", nummer, pk)
    return _form(request, access, one)


def _form(request: HttpRequest, access: Access, row: Beeldvorming) -> HttpResponse:
    nummer = access.school.instellingsnummer
    form = BeeldvormingForm(request.POST or None, school=access.school, instance=row)
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = _written(access, row, form)
        except Conflict as error:
            conflict = error
        except BeleidError as error:
            form.say(error)
        else:
            messages.success(request, "Bewaard.")
            return redirect("samen:beeldvorming", nummer, saved.pk)
    known = access.school.beeldvormingen.filter(pk=row.pk or 0).first()
    context = base(
        access,
        "beeldvormingen",
        form=form,
        beeld=known,
        conflict=conflict,
        nieuwe_versie=known.versie if conflict and known else None,
    )
    return render(request, "samen/beeldvorming_form.html", context)


def _written(access: Access, row: Beeldvorming, form: BeeldvormingForm) -> Beeldvorming:
    if row.pk is None:
        plan = lopend_plan(access.school, timezone.localdate())
        return begin_beeldvorming(
            school=access.school, plan=plan, values=form.values(), by=access.user
        )
    versie = form.cleaned_data["versie"]
    return bewaar_beeldvorming(row=row, values=form.values(), by=access.user, versie=versie)


@login_required
@require_POST
def beeldvorming_stap(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Close it, open it again, or make an actie from it."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.beeldvormingen, pk=pk, verwijderd=None)
    try:
        if "heropen" in request.POST:
            heropen_beeldvorming(row=one, by=access.user)
            messages.success(request, "Je kunt er weer in schrijven.")
        elif "actie" in request.POST:
            plan = lopend_plan(access.school, timezone.localdate())
            if plan is None:
                raise BeleidError("Er is nog geen plan voor die actie. Maak eerst een plan.")
            titel = typed(request.POST.get("titel"), 200)
            maak_actie(row=one, plan=plan, titel=titel, by=access.user)
            messages.success(request, f"De actie '{titel}' staat in het plan, nog aan te vullen.")
        else:
            rond_af(row=one, today=timezone.localdate(), by=access.user)
            messages.success(request, "Afgerond.")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect("samen:beeldvorming", nummer, pk)


@login_required
@require_POST
def beeldvorming_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take one away, or bring it back."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.beeldvormingen, pk=pk)
    return weg_of_terug(request, access, one, "samen:beeldvormingen", "Het gesprek")
