"""The setup: chosen, looked at before anything is kept, fixed, and replaced in sight."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.effect import services
from gokwijs.apps.effect.forms import NatoetsForm, OpzetForm, VervangForm, VooruitblikForm
from gokwijs.apps.effect.models import Groep, Opzet, Vergelijking
from gokwijs.apps.effect.selectors import actie_van, klassen_van, opzet_van
from gokwijs.apps.effect.services import EffectError
from gokwijs.apps.effect.stappen import stappen_van
from gokwijs.apps.effect.views import base, lezer, mag_opzetten, schrijver
from gokwijs.apps.effect.vooruit import Vooruitblik, vooruitblik
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.toetsen.models import Afname, Toets
from gokwijs.apps.toetsen.selectors import afnames_van, toetsen_van


def maker(request: HttpRequest, nummer: str) -> Access:
    """Raises Http404 for outsiders and PermissionDenied in words for the others."""
    access = schrijver(request, nummer)
    if not mag_opzetten(access):
        raise PermissionDenied("Een opzet maken kan enkel wie alle leerlingen van de school ziet.")
    return access


@login_required
def nieuw(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """First which toets, then the rest; nothing is kept before somebody asks for it."""
    access = maker(request, nummer)
    actie = actie_van(access.school, pk)
    toetsen = list(toetsen_van(access.school))
    asked = request.POST.get("toets") or request.GET.get("toets", "")
    toets = next((t for t in toetsen if str(t.pk) == asked), None)
    context = {**base(access), "actie": actie, "toetsen": toetsen, "toets": toets}
    if toets is None:
        return render(request, "effect/toets_kiezen.html", context)
    form = _form(request, actie, toets)
    if request.method == "POST" and form.is_valid():
        made = services.maak_opzet(actie=actie, keuzes=form.keuzes, by=access.user)
        messages.success(request, "Bewaard als ontwerp. Kies nu de leerlingen.")
        return redirect("effect:opzet", nummer, made.pk)
    return _page(request, access, form, context)


@login_required
def aanpassen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A draft only; another toets is another setup."""
    access = maker(request, nummer)
    opzet = opzet_van(access.school, pk)
    if opzet.vastgelegd is not None:
        messages.error(request, "Deze opzet staat vast.")
        return redirect("effect:opzet", nummer, pk)
    form = _form(request, opzet.actie, opzet.toets, opzet)
    context = {**base(access), "actie": opzet.actie, "toets": opzet.toets, "opzet": opzet}
    if request.method == "POST" and form.is_valid():
        versie = form.cleaned_data.get("versie") or 0
        try:
            services.pas_opzet_aan(opzet=opzet, keuzes=form.keuzes, versie=versie, by=access.user)
        except EffectError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Bewaard.")
            return redirect("effect:opzet", nummer, pk)
    return _page(request, access, form, context)


def _form(
    request: HttpRequest, actie: Actie, toets: Toets, opzet: Opzet | None = None
) -> OpzetForm:
    """Bound to what was sent, or to what somebody only wants to look at."""
    looked = request.GET if "kijk" in request.GET else None
    data = request.POST if request.method == "POST" else looked
    afnamen = _afnamen(actie.plan.school)
    return OpzetForm(data, actie=actie, toets=toets, afnamen=afnamen, opzet=opzet)


def _afnamen(school: School) -> list[Afname]:
    return list(afnames_van(school))


def _page(
    request: HttpRequest, access: Access, form: OpzetForm, context: dict[str, Any]
) -> HttpResponse:
    """The form with, beside it, what this setup would see for so many pupils."""
    numbers = VooruitblikForm(request.GET if "kijk" in request.GET else None)
    blik: Vooruitblik | None = None
    if "kijk" in request.GET and form.is_valid() and numbers.is_valid():
        data = numbers.cleaned_data
        blik = vooruitblik(form.keuzes, data["n_t"], data["n_c"] or data["n_t"])
    return render(
        request,
        "effect/opzet_form.html",
        {**context, "form": form, "vooruitform": numbers, "blik": blik},
    )


@login_required
def opzet(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """How far it is, what comes next, and what it can see."""
    access = lezer(request, nummer)
    one = opzet_van(access.school, pk)
    mag = mag_opzetten(access)
    return render(request, "effect/opzet.html", {**base(access), **_opzet_context(one, mag)})


def _opzet_context(one: Opzet, mag: bool) -> dict[str, Any]:
    n_t, n_c = one.n_actie, one.n_vergelijking  # type: ignore[attr-defined]
    compares = one.vergelijking != Vergelijking.GEEN
    known = n_t > 1 and (n_c > 1 or not compares)
    small = min(n_t, n_c) < 10 if compares else n_t < 10
    blik = vooruitblik(services.Keuzes.van(one), n_t, n_c, klassen_van(one)) if known else None
    return {
        "opzet": one,
        "actie": one.actie,
        "vergelijkt": compares,
        "stappen": stappen_van(one, mag),
        # Small groups are told to who chooses the pupils, and to nobody else.
        "blik": blik if mag or not small else None,
        "klein": small and not mag,
        "natoets": NatoetsForm(afnamen=_later(one)) if mag and one.na_id is None else None,
        "vorige": one.vervangt,
        "opvolger": one.opvolgers.filter(verwijderd=None).first(),
        "groepen": [g for g in Groep if compares or g is Groep.ACTIE],
    }


def _later(one: Opzet) -> list[Afname]:
    """The moments that can be its post-test."""
    first = one.voor.datum if one.voor else None
    return [
        a
        for a in _afnamen(one.actie.plan.school)
        if a.toets_id == one.toets_id and (first is None or a.datum > first)
    ]


@login_required
@require_POST
def vastleggen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    access = maker(request, nummer)
    one = opzet_van(access.school, pk)
    try:
        fixed = services.leg_vast(opzet=one, today=timezone.localdate(), by=access.user)
    except EffectError as error:
        messages.error(request, str(error))
    else:
        if fixed.hoofduitkomst:
            messages.success(request, "De opzet staat vast. Vanaf nu verandert ze niet meer.")
        else:
            messages.warning(
                request, f"De opzet staat vast, maar is verkennend: {fixed.verkennend_reden}."
            )
    return redirect("effect:opzet", nummer, pk)


@login_required
@require_POST
def natoets(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Fill in the post-test of a setup that had none yet."""
    access = maker(request, nummer)
    one = opzet_van(access.school, pk)
    form = NatoetsForm(request.POST, afnamen=_later(one))
    if not form.is_valid():
        messages.error(request, "Kies een afname van deze toets, na de voortoets.")
        return redirect("effect:opzet", nummer, pk)
    try:
        services.kies_natoets(opzet=one, na=form.cleaned_data["na"], by=access.user)
        messages.success(request, "De natoets is gekozen.")
    except EffectError as error:
        messages.error(request, str(error))
    return redirect("effect:opzet", nummer, pk)


@login_required
def vervangen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A new draft with a reason; asks once before it does so."""
    access = maker(request, nummer)
    one = opzet_van(access.school, pk)
    form = VervangForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = services.vervang_opzet(
                opzet=one, reden=form.cleaned_data["reden"], by=access.user
            )
        except EffectError as error:
            messages.error(request, str(error))
            return redirect("effect:opzet", nummer, pk)
        messages.success(request, "Er staat een nieuw ontwerp klaar.")
        return redirect("effect:opzet", nummer, new.pk)
    context = {
        **base(access),
        "opzet": one,
        "actie": one.actie,
        "form": form,
        "met_resultaat": one.uitkomsten.exists(),
    }
    return render(request, "effect/vervangen.html", context)


@login_required
@require_POST
def weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a draft away; the message can bring it back."""
    access = maker(request, nummer)
    one = opzet_van(access.school, pk)
    try:
        services.verwijder_opzet(opzet=one, by=access.user)
    except EffectError as error:
        messages.error(request, str(error))
        return redirect("effect:opzet", nummer, pk)
    return render(request, "effect/weg.html", {**base(access), "opzet": one, "actie": one.actie})


@login_required
@require_POST
def terug(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Bring back a draft that was taken away."""
    access = maker(request, nummer)
    one = services.weggehaald(access.school, pk)
    services.verwijder_opzet(opzet=one, by=access.user, terug=True)
    messages.success(request, "De opzet staat terug.")
    return redirect("effect:opzet", nummer, pk)
