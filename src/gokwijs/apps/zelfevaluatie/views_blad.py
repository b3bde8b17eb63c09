"""The side of who answers: a link, no login, no session; on a phone, to stop and to go on.

A link that is unknown, mistyped or taken away gives one and the same page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gokwijs.apps.verklaring import limits
from gokwijs.apps.verklaring.views_ouder import no_traces
from gokwijs.apps.zelfevaluatie.forms_blad import DeelForm, NaamForm, delen
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Respondentgroep
from gokwijs.apps.zelfevaluatie.selectors import bewijzen_bij, groep_achter, lijsten_van, minste
from gokwijs.apps.zelfevaluatie.services import REMARKS_FROM, RondeError
from gokwijs.apps.zelfevaluatie.services_blad import (
    begin_blad,
    bewaar_antwoorden,
    blad_van,
    neemt_antwoorden,
)
from gokwijs.core.kader.vragenlijst import Item, Vragenlijst

SECONDS_PER_QUESTION = 16  # 37 questions in ten minutes

View = Callable[..., HttpResponse]


def _busy(request: HttpRequest, limit: limits.Limit) -> HttpResponse:
    response = render(request, "zelfevaluatie/blad_druk.html", status=429)
    response["Retry-After"] = str(limit.seconds)
    return response


def blad_view(view: View) -> View:
    """Find the group behind the link or answer neutrally; count who knocks."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        address = limits.address_of(request)
        if limits.hit(limits.OPENS, address):
            return no_traces(_busy(request, limits.OPENS))
        groep = groep_achter(token)
        if groep is None or groep.ronde.is_ontwerp:
            if limits.hit(limits.WRONG, address):
                return no_traces(_busy(request, limits.WRONG))
            return no_traces(render(request, "zelfevaluatie/blad_geen.html", status=404))
        today = timezone.localdate()
        if not neemt_antwoorden(groep.ronde, today):
            early = groep.ronde.is_open and today < groep.ronde.begin
            context = {"groep": groep, "ronde": groep.ronde, "vroeg": early}
            return no_traces(render(request, "zelfevaluatie/blad_toe.html", context))
        return no_traces(view(request, groep, **more))

    return wrapped


def _context(groep: Respondentgroep, lijst: Vragenlijst, **more: Any) -> dict[str, Any]:
    minutes = -(-len(lijst.items) * SECONDS_PER_QUESTION // 60)
    return {
        "groep": groep,
        "ronde": groep.ronde,
        "school": groep.ronde.school.naam,
        "lijst": lijst,
        "minuten": minutes,
        "minste": minste(groep),
        "opmerkingen_vanaf": REMARKS_FROM,
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@blad_view
def begin(request: HttpRequest, groep: Respondentgroep) -> HttpResponse:
    """What this is, what happens with an answer, and one button."""
    lijst = lijsten_van(groep.ronde)[groep.soort]
    form = NaamForm(request.POST or None)
    if request.method == "POST" and (groep.ronde.anoniem or form.is_valid()):
        naam = "" if groep.ronde.anoniem else form.cleaned_data["naam"]
        try:
            made = begin_blad(groep=groep, today=timezone.localdate(), naam=naam)
        except RondeError as error:
            form.add_error(None, str(error))
        else:
            return redirect("zelfevaluatie:blad_deel", groep.token, made.sleutel, 1)
    return render(request, "zelfevaluatie/blad_begin.html", _context(groep, lijst, form=form))


def _sheet(groep: Respondentgroep, sleutel: str) -> tuple[Antwoordblad | None, Vragenlijst]:
    return blad_van(groep, sleutel), lijsten_van(groep.ronde)[groep.soort]


def _unknown(request: HttpRequest, groep: Respondentgroep) -> HttpResponse:
    limits.hit(limits.WRONG, limits.address_of(request))
    return render(request, "zelfevaluatie/blad_geen.html", {"groep": groep}, status=404)


def _own(groep: Respondentgroep, sleutel: str) -> str:
    return reverse("zelfevaluatie:blad", args=[groep.token, sleutel])


@require_http_methods(["GET", "HEAD", "POST"])
@blad_view
def deel(request: HttpRequest, groep: Respondentgroep, sleutel: str, nr: int) -> HttpResponse:
    """One page of questions: saved with each button, back as well as on."""
    blad, lijst = _sheet(groep, sleutel)
    if blad is None:
        return _unknown(request, groep)
    pages = delen(lijst)
    nr = min(max(nr, 1), len(pages))
    rubriek, items = pages[nr - 1]
    form = DeelForm(
        request.POST if request.method == "POST" else None,
        lijst=lijst,
        items=items,
        initial=DeelForm.begin(items, blad.antwoorden),
    )
    if request.method == "POST" and form.is_valid():
        try:
            bewaar_antwoorden(
                blad=blad, lijst=lijst, gegeven=form.gegeven, today=timezone.localdate()
            )
        except RondeError as error:
            form.add_error(None, str(error))
        else:
            return redirect(_next(request, groep, sleutel, nr, len(pages)))
    team = groep.soort == Respondentgroep.Soort.TEAM
    noten = {item.noot for item in items}
    context = _context(
        groep,
        lijst,
        form=form,
        rubriek=rubriek,
        nr=nr,
        aantal=len(pages),
        sleutel=sleutel,
        een_noot=noten.pop() if len(noten) == 1 else "",
        bewijzen=bewijzen_bij(groep.ronde.school) if team else {},
        eigen_adres=request.build_absolute_uri(_own(groep, sleutel)),
    )
    return render(request, "zelfevaluatie/blad_deel.html", context)


def _next(request: HttpRequest, groep: Respondentgroep, sleutel: str, nr: int, last: int) -> str:
    """Where the pressed button leads."""
    if "later" in request.POST:
        return _own(groep, sleutel)
    if "terug" in request.POST and nr > 1:
        return reverse("zelfevaluatie:blad_deel", args=[groep.token, sleutel, nr - 1])
    if nr < last:
        return reverse("zelfevaluatie:blad_deel", args=[groep.token, sleutel, nr + 1])
    return reverse("zelfevaluatie:blad_nakijken", args=[groep.token, sleutel])


@require_http_methods(["GET", "HEAD"])
@blad_view
def blad(request: HttpRequest, groep: Respondentgroep, sleutel: str) -> HttpResponse:
    """Where you were: go on, or the way back here later."""
    found, lijst = _sheet(groep, sleutel)
    if found is None:
        return _unknown(request, groep)
    pages = delen(lijst)
    todo = [
        nr
        for nr, (_, items) in enumerate(pages, 1)
        if any(found.antwoorden.get(one.sleutel, {}).get("n") is None for one in items)
    ]
    context = _context(
        groep,
        lijst,
        blad=found,
        sleutel=sleutel,
        verder=todo[0] if todo else None,
        klaar=sum(found.antwoorden.get(i.sleutel, {}).get("n") is not None for i in lijst.items),
        eigen_adres=request.build_absolute_uri(_own(groep, sleutel)),
    )
    return render(request, "zelfevaluatie/blad_stand.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@blad_view
def nakijken(request: HttpRequest, groep: Respondentgroep, sleutel: str) -> HttpResponse:
    """Everything at a glance, then send in; until the last day it can still be changed."""
    found, lijst = _sheet(groep, sleutel)
    if found is None:
        return _unknown(request, groep)
    if request.method == "POST":
        with suppress(RondeError):  # it closed meanwhile: the next page says so
            bewaar_antwoorden(
                blad=found, lijst=lijst, gegeven={}, today=timezone.localdate(), indienen=True
            )
        return redirect(_own(groep, sleutel))
    pages = list(enumerate(delen(lijst), 1))
    names: dict[int | None, str] = {one.waarde: one.naam for one in lijst.niveaus}
    names[0] = "Weet ik niet"
    rows = [_part(nr, rubriek, items, found, names) for nr, (rubriek, items) in pages]
    leeg = sum(found.antwoorden.get(i.sleutel, {}).get("n") is None for i in lijst.items)
    context = _context(groep, lijst, blad=found, sleutel=sleutel, rijen=rows, leeg=leeg)
    return render(request, "zelfevaluatie/blad_nakijken.html", context)


def _part(
    nr: int,
    rubriek: str,
    items: Sequence[Item],
    sheet: Antwoordblad,
    names: Mapping[int | None, str],
) -> dict[str, Any]:
    """One page of the list with what was answered."""
    given = [(item, sheet.antwoorden.get(item.sleutel, {})) for item in items]
    rows = [
        {"item": item, "antwoord": names.get(one.get("n")), "opmerking": one.get("o", "")}
        for item, one in given
    ]
    return {"nr": nr, "rubriek": rubriek, "items": rows}
