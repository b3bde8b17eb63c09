"""A meting out of the scores of a toets: choose, look, save. Only for who sees these pupils."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Indicator
from gokwijs.apps.opvolging.forms_scores import AfnameForm, ScoreForm
from gokwijs.apps.opvolging.scoremeting import Afnamestand, andere_reeks, wat_gemeten
from gokwijs.apps.opvolging.selectors import indicator_van
from gokwijs.apps.opvolging.services_scores import voeg_scoremeting_toe
from gokwijs.apps.opvolging.views import base, mag_scores, schrijver
from gokwijs.apps.opvolging.views_meting import page_of
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.toetsen.models import Afname
from gokwijs.apps.toetsen.selectors import afnames_van
from gokwijs.apps.ui.typed import typed


@login_required
def uit_toets(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The choice stands in the address; saving counts anew and refuses what changed meanwhile."""
    access = schrijver(request, nummer)
    if not mag_scores(access):
        raise PermissionDenied("Een meting uit een toets maakt wie alle leerlingen opvolgt.")
    one = indicator_van(access.school, pk)
    data = request.POST if request.method == "POST" else request.GET
    afnames = [a for a in afnames_van(access.school) if a.datum <= timezone.localdate()]
    chosen = next((a for a in afnames if str(a.pk) == data.get("afname")), None)
    context: dict[str, Any] = {
        **base(access),
        "indicator": one,
        "afnames": afnames,
        "afnameform": AfnameForm(data if "afname" in data else None, afnames=afnames),
    }
    if chosen is not None:
        saved = _step(request, access, one, chosen, context)
        if saved is not None:
            return saved
    return render(request, "opvolging/uit_toets.html", context)


def _step(
    request: HttpRequest,
    access: Access,
    one: Indicator,
    afname: Afname,
    context: dict[str, Any],
) -> HttpResponse | None:
    """The second step: what it would be; and the saving of it."""
    data = request.POST if request.method == "POST" else request.GET
    stand = Afnamestand.van(access.school, afname)
    asked = any(name in data for name in ("kant", "wat", "groep"))
    form = ScoreForm(data if asked else None, indicator=one, stand=stand)
    context |= {"afname": afname, "form": form}
    if not asked or not form.is_valid():
        return None
    found = stand.meet(form.keuze)
    words = wat_gemeten(afname, form.keuze)
    context |= {"meting": found, "gemeten": words, "anders": andere_reeks(one, words)}
    if request.method != "POST" or found.waarden is None:
        return None
    try:
        voeg_scoremeting_toe(
            indicator=one,
            afname=afname,
            keuze=form.keuze,
            nulmeting="is_nulmeting" in request.POST,
            by=access.user,
            gezien=typed(request.POST.get("gezien"), 100) if "gezien" in request.POST else None,
        )
    except BeleidError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, "De meting is bewaard. Ze is voor wie met exacte aantallen werkt.")
    return page_of(access.school.instellingsnummer, one)
