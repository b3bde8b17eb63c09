"""The result of an actie: calculated, read by the whole school, and lowered with a note."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gokwijs.apps.effect import services_uitkomst as services
from gokwijs.apps.effect.forms import VerlaagForm
from gokwijs.apps.effect.gegevens import gegevens_van
from gokwijs.apps.effect.jaren import jaren_van
from gokwijs.apps.effect.models import Opzet, Uitkomst
from gokwijs.apps.effect.resultaat import resultaat_van
from gokwijs.apps.effect.selectors import opzet_van
from gokwijs.apps.effect.services import EffectError
from gokwijs.apps.effect.views import base, lezer, mag_opzetten
from gokwijs.apps.effect.views_opzet import maker
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.effect.oordeel import Oordeel


@login_required
@require_POST
def berekenen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Calculate what there is now; earlier results stay."""
    access = maker(request, nummer)
    one = opzet_van(access.school, pk)
    unknown = request.POST.get("niet_bijgehouden") == "1"
    try:
        services.bereken_uitkomst(opzet=one, niet_bijgehouden=unknown, by=access.user)
    except EffectError as error:
        messages.error(request, str(error))
        back = "effect:uitkomst" if one.uitkomsten.exists() else "effect:opzet"
        return redirect(back, nummer, pk)
    messages.success(request, "Berekend en bewaard.")
    return redirect("effect:uitkomst", nummer, pk)


@login_required
def uitkomst(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The last result; who works with exact counts may look at earlier ones."""
    access = lezer(request, nummer)
    one = opzet_van(access.school, pk)
    found, earlier = gekozen(request, access, one)
    if found is None:
        return render(
            request,
            "effect/geen_resultaat.html",
            {**base(access), "opzet": one, "actie": one.actie},
        )
    result = resultaat_van(found, exact=access.werkzone)
    is_last = found.pk == earlier[0].pk
    context = {
        **base(access),
        "opzet": one,
        "actie": one.actie,
        "uitkomst": found,
        "resultaat": result,
        "jaren": jaren_van(one),
        "eerdere": earlier if access.werkzone else [],
        "laatste": is_last,
        "veranderd": is_last and _changed(one, found),
        "verlagen": services.lager(result.oordeel) if mag_opzetten(access) and is_last else (),
    }
    return render(request, "effect/uitkomst.html", context)


def gekozen(
    request: HttpRequest, access: Access, one: Opzet
) -> tuple[Uitkomst | None, list[Uitkomst]]:
    """The asked or the last result of a setup, and all of them, newest first."""
    every = list(one.uitkomsten.all())
    for row in every:
        row.opzet = one
    asked = request.GET.get("versie", "")
    if not asked or not every:
        return (every[0] if every else None), every
    found = next((row for row in every if str(row.pk) == asked), None)
    # Two results of almost the same pupils laid side by side give one pupil away.
    if found is None or (found.pk != every[0].pk and not access.werkzone):
        raise Http404
    return found, every


def _changed(one: Opzet, found: Uitkomst) -> bool:
    """Did scores, groups or execution change since? Erased pupils change nothing any more."""
    data = gegevens_van(one)
    return not data.opgeruimd and data.hash != found.data_hash


@login_required
def verlagen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Say less than was calculated, with a note; the page asks before it does so."""
    access = maker(request, nummer)
    found = get_object_or_404(
        Uitkomst.objects.select_related("opzet__actie__plan__school", "opzet__toets"),
        pk=pk,
        opzet__actie__plan__school=access.school,
        opzet__verwijderd=None,
    )
    result = resultaat_van(found, exact=access.werkzone)
    choices = services.lager(result.oordeel)
    form = VerlaagForm(request.POST or None, keuzes=choices)
    if request.method == "POST" and form.is_valid():
        return _lower(request, nummer, found, form.cleaned_data, access)
    context = {
        **base(access),
        "uitkomst": found,
        "opzet": found.opzet,
        "actie": found.opzet.actie,
        "resultaat": result,
        "form": form,
        "kan": bool(choices),
    }
    return render(request, "effect/verlagen.html", context)


def _lower(
    request: HttpRequest, nummer: str, found: Uitkomst, data: dict[str, Any], access: Access
) -> HttpResponse:
    try:
        services.verlaag(
            uitkomst=found, naar=Oordeel(data["naar"]), nota=data["nota"], by=access.user
        )
        messages.success(request, "Het oordeel is verlaagd. Wat berekend werd, blijft erbij staan.")
    except EffectError as error:
        messages.error(request, str(error))
    return redirect("effect:uitkomst", nummer, found.opzet_id)
