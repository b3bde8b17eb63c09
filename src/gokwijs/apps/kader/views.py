"""Pages of the frameworks: which are used, what one says, reading one in, choosing and undoing."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission, roles_with
from gokwijs.apps.audit.services import record
from gokwijs.apps.kader import services
from gokwijs.apps.kader.forms import BestandForm, BevestigForm, KeuzeForm, ZoekForm, meldingen
from gokwijs.apps.kader.models import Kaderkeuze
from gokwijs.apps.kader.selectors import (
    beschikbaar,
    geschiedenis,
    in_gebruik,
    in_kracht,
    kader_van_pakket,
    kaders_van,
    van_naamruimte,
)
from gokwijs.apps.kader.tonen import TYPES, bestand, gevonden, tellingen
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.kader import OK, Kader, KaderFout, meegeleverd
from gokwijs.core.kader.omzetting import voorstellen
from gokwijs.core.kader.vergelijken import vergelijk


def base(access: Access, **more: Any) -> dict[str, Any]:
    return {"access": access, "hier": "beleid", "deel": "zelfevaluatie", "tab": "kaders", **more}


def reader(request: HttpRequest, nummer: str) -> Access:
    """Everybody of the school; raises Http404 and PermissionDenied."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def adopter(request: HttpRequest, nummer: str) -> Access:
    """Who may say which framework holds."""
    return access_for(user_of(request), nummer, Permission.BELEID_VASTSTELLEN)


@login_required
def lijst(request: HttpRequest, nummer: str) -> HttpResponse:
    """Which frameworks the school uses, which others there are, and what was chosen when."""
    access = reader(request, nummer)
    used = in_gebruik(access.school)
    spaces = {one.kader.naamruimte for one in used}
    now = {one.keuze.pakket_id for one in used if one.keuze is not None and not one.kapot}
    choices = geschiedenis(access.school)
    context = base(
        access,
        gebruikt=[(one, tellingen(one.kader)) for one in used],
        meegeleverd=[
            (space, kader, space in spaces)
            for space, kader in meegeleverd().items()
            if not any(one.kader is kader for one in used)
        ],
        pakketten=[one for one in beschikbaar(access.school) if one.pk not in now],
        keuzes=choices,
        laatste=next((one for one in choices if one.ingetrokken is None), None),
        wie=[role.label.lower() for role in roles_with(Permission.BELEID_VASTSTELLEN)],
        ok=OK,
    )
    return render(request, "kader/lijst.html", context)


def _kader(access: Access, naamruimte: str) -> Kader:
    found = van_naamruimte(access.school, naamruimte)
    if found is None:
        raise Http404
    return found


@login_required
def kader(request: HttpRequest, nummer: str, naamruimte: str) -> HttpResponse:
    """Every expectation of one framework with what kind of text it is; to search in."""
    access = reader(request, nummer)
    one = _kader(access, naamruimte)
    form = ZoekForm(request.GET, kader=one)
    asked = form.given()
    found = list(gevonden(one, asked))
    context = base(
        access,
        kader=one,
        form=form,
        gezocht=bool(asked),
        rubrieken=found,
        aantal=sum(len(rows) for _, rows in found),
        telling=tellingen(one),
    )
    return render(request, "kader/kader.html", context)


@login_required
def verwachting(request: HttpRequest, nummer: str, naamruimte: str, code: str) -> HttpResponse:
    """One expectation: its text, how sure that is, the question of GOK-wijs, and its neighbours."""
    access = reader(request, nummer)
    one = _kader(access, naamruimte)
    found = one.verwachtingen.get(one.sleutel(code))
    if found is None:
        raise Http404
    context = base(
        access,
        kader=one,
        verwachting=found,
        voorstellen=voorstellen(found.sleutel, kaders_van(access.school)),
    )
    return render(request, "kader/verwachting.html", context)


@login_required
def meenemen(request: HttpRequest, nummer: str, naamruimte: str, soort: str) -> HttpResponse:
    """One framework as a sheet: to read, or to fill in with official texts and read back in."""
    access = reader(request, nummer)
    if soort not in TYPES:
        raise Http404
    one = _kader(access, naamruimte)
    name = f"kader-{one.id}-{one.versie}.{soort}"
    record(kind="export", by=access.user, school=nummer, target=name)
    response = HttpResponse(bestand(one, soort), content_type=TYPES[soort])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# ---------------------------------------------------------------- reading in


@login_required
def inlezen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Give a file; see every fault, or what it changes per code."""
    access = adopter(request, nummer)
    form = BestandForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["data"]
        try:
            nieuw = services.keur(school=access.school, data=data)
        except KaderFout as fout:
            form.refuse(fout)
        else:
            return _preview(request, access, nieuw, data, form.cleaned_data["gebruik"])
    return render(request, "kader/inlezen.html", base(access, form=form))


def _preview(
    request: HttpRequest, access: Access, nieuw: Kader, data: dict[str, Any], gebruik: str
) -> HttpResponse:
    oud = in_kracht(access.school, nieuw.naamruimte)
    context = base(
        access,
        kader=nieuw,
        oud=oud,
        telling=tellingen(nieuw),
        verschil=vergelijk(oud, nieuw),
        hoofd=gebruik == Kaderkeuze.Gebruik.HOOFD,
        gebruik=gebruik,
        inhoud=json.dumps(data, ensure_ascii=False),
    )
    return render(request, "kader/nakijken.html", context)


@login_required
@require_POST
def bevestig(request: HttpRequest, nummer: str) -> HttpResponse:
    """Put the pack of the preview in force."""
    access = adopter(request, nummer)
    form = BevestigForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Het kader is niet ingelezen. Kies het bestand opnieuw.")
        return redirect("kader:inlezen", nummer)
    try:
        found = services.lees_in(
            school=access.school,
            data=form.cleaned_data["inhoud"],
            by=access.user,
            gebruik=form.cleaned_data["gebruik"],
        )
    except KaderFout as fout:
        context = base(access, form=BestandForm(), problemen=meldingen(fout))
        return render(request, "kader/inlezen.html", context)
    messages.success(request, f"'{found.titel}', versie {found.versie}, is nu in gebruik.")
    return redirect("kader:lijst", nummer)


@login_required
def pakket(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A pack that was read in: what choosing it would change."""
    access = reader(request, nummer)
    row = next((one for one in beschikbaar(access.school) if one.pk == pk), None)
    nieuw = kader_van_pakket(row) if row is not None else None
    if row is None or nieuw is None:
        raise Http404
    oud = in_kracht(access.school, row.naamruimte)
    context = base(
        access,
        pakket=row,
        kader=nieuw,
        oud=oud,
        telling=tellingen(nieuw),
        verschil=vergelijk(oud, nieuw),
    )
    return render(request, "kader/nakijken.html", context)


@login_required
@require_POST
def kies(request: HttpRequest, nummer: str) -> HttpResponse:
    """Put a pack in force, or stop using one."""
    access = adopter(request, nummer)
    form = KeuzeForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    row = None
    if asked["pakket"] is not None:
        row = next((p for p in beschikbaar(access.school) if p.pk == asked["pakket"]), None)
        if row is None:
            raise Http404
    try:
        keuze = services.kies(
            school=access.school,
            naamruimte=asked["naamruimte"],
            pakket=row,
            gebruik=asked["gebruik"],
            by=access.user,
        )
    except KaderFout as fout:
        messages.error(request, " ".join(str(one) for one in fout.problemen[:5]))
    else:
        stopped = keuze.gebruik == Kaderkeuze.Gebruik.NIET
        said = "is niet meer in gebruik" if stopped else "is nu in gebruik"
        messages.success(request, f"Het kader '{keuze.kader}' {said}.")
    return redirect("kader:lijst", nummer)


@login_required
@require_POST
def ongedaan(request: HttpRequest, nummer: str) -> HttpResponse:
    """Take the last choice back."""
    access = adopter(request, nummer)
    try:
        services.maak_ongedaan(school=access.school, by=access.user)
    except KaderFout as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, "De laatste keuze is ongedaan gemaakt.")
    return redirect("kader:lijst", nummer)
