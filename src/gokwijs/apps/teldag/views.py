"""What is missing: the ranked list with worth, the class list and the mail merge without."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.middelen.views import XLSX
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.scholen.views import chosen_schooljaar, year_choices
from gokwijs.apps.teldag import overzicht
from gokwijs.apps.teldag.dagen import komend_schooljaar
from gokwijs.apps.teldag.kijken import Gezien, look, may_see_worth
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.middelen.ontbrekend import ontbrekend
from gokwijs.renderers.klaslijst import klaslijst_workbook

PER_PAGE = 50


def schooljaar_of(request: HttpRequest) -> Schooljaar:
    """The chosen schooljaar; standard the one that the teldag of this school year pays for."""
    if request.GET.get("schooljaar") or request.POST.get("schooljaar"):
        return chosen_schooljaar(request)
    return komend_schooljaar(timezone.localdate())


def base(access: Access, schooljaar: Schooljaar, deel: str) -> dict[str, Any]:
    """What every page of this room shows."""
    return {
        "access": access,
        "schooljaar": schooljaar,
        "jaren": year_choices(schooljaar),
        "hier": "leerlingen",
        "deel": deel,
    }


@login_required
def wat_ontbreekt(request: HttpRequest, nummer: str) -> HttpResponse:
    """Missing verklaringen, most valuable first; logged, because worth betrays answers."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_ZIEN)
    schooljaar = schooljaar_of(request)
    worth = may_see_worth(access)
    seen = look(access, schooljaar, timezone.localdate(), worth=worth)
    rows = overzicht.gemist(seen.stand, seen.forms, seen.waarde)
    klas, niveau = request.GET.get("klas", ""), request.GET.get("niveau", "")
    shown = [
        row
        for row in rows
        if (not klas or row.wie.klas == klas) and (not niveau or row.wie.niveau == niveau)
    ]
    context = {
        **base(access, schooljaar, "ontbrekend"),
        "teldag": seen.teldag,
        "aftellen": overzicht.teldag_zin(seen.teldag.dagen(seen.today), seen.teldag.words),
        "zin": overzicht.antwoord_zin(seen.waarde, len(rows)),
        "waarde": seen.waarde,
        "aantal": len(rows),
        "aantal_leerlingen": len(seen.stand.wie),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("p")),
        "klassen": overzicht.klassen(seen.stand, rows),
        "niveaus": sorted({row.wie.niveau for row in rows}),
        "niveau_words": overzicht.NIVEAU_WORDS,
        "klas": klas,
        "niveau": niveau,
        "vraag": urlencode({"schooljaar": str(schooljaar), "klas": klas, "niveau": niveau}),
    }
    if seen.waarde is not None:
        context |= _worth_context(access, schooljaar, seen, shown, filtered=bool(klas or niveau))
    return render(request, "teldag/ontbrekend.html", context)


def _worth_context(
    access: Access,
    schooljaar: Schooljaar,
    seen: Gezien,
    shown: list[overzicht.Gemist],
    *,
    filtered: bool,
) -> dict[str, Any]:
    """What only the Werkzone sees; the look is logged."""
    assert seen.waarde is not None
    assert seen.case is not None
    record(
        kind="ontbrekend.bekeken",
        by=access.user,
        school=access.school.instellingsnummer,
        target=f"schooljaar {schooljaar}",
    )
    context: dict[str, Any] = {
        "delen": overzicht.deelwaarden(seen.waarde),
        "drempels": [overzicht.ruler(a) for a in seen.waarde.drempels],
        "stappen": [
            (step.regeling.titel, overzicht.stap_zin(step)) for step in seen.waarde.stappen
        ],
        "aandacht": overzicht.aandacht(seen.stand, seen.forms),
        "in_euro": any(g.in_euro and g.rounded is not None for g in seen.waarde.samen.gains),
        "toeslag": overzicht.toeslag_onbekend(seen.stand),
    }
    if filtered:
        found = ontbrekend(seen.case, {row.key: seen.stand.cellen[row.key] for row in shown})
        context["zin_keuze"] = overzicht.antwoord_zin(found, len(shown))
    return context


@login_required
def klas(request: HttpRequest, nummer: str, klas: str) -> HttpResponse:
    """Who in a class still has to bring a form: names and forms, never a worth (besluiten 8)."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_ZIEN)
    if access.klassen is not None and klas not in access.klassen:
        raise Http404
    schooljaar = schooljaar_of(request)
    seen = look(access, schooljaar, timezone.localdate(), worth=False)
    if all(wie.klas != klas for wie in seen.stand.wie.values()):
        raise Http404
    context = {
        **base(access, schooljaar, "ontbrekend"),
        "klas": klas,
        "rijen": overzicht.klaslijst(seen.stand, seen.forms, klas),
        "aantal_leerlingen": sum(wie.klas == klas for wie in seen.stand.wie.values()),
        "aftellen": overzicht.teldag_zin(seen.teldag.dagen(seen.today), seen.teldag.words),
        "today": seen.today,
    }
    return render(request, "teldag/klas.html", context)


@login_required
def export(request: HttpRequest, nummer: str) -> HttpResponse:
    """Names, classes and missing forms for a mail merge; logged, without worth or answers."""
    access = access_for(user_of(request), nummer, Permission.LIJSTEN_MEENEMEN)
    schooljaar = schooljaar_of(request)
    seen = look(access, schooljaar, timezone.localdate(), worth=False)
    chosen = request.GET.get("klas") or None
    rows = [
        (rij.wie.klas, rij.wie.naam, rij.wie.voornaam, rij.wie.stamnummer, rij.wat)
        for rij in overzicht.klaslijst(seen.stand, seen.forms, chosen)
    ]
    name = f"vertrouwelijk-ontbrekende-verklaringen-{nummer}-{schooljaar}.xlsx"
    record(kind="export", by=access.user, school=nummer, target=name)
    title = f"Ontbrekende verklaringen, {access.school.naam}, {seen.teldag.words}"
    response = HttpResponse(klaslijst_workbook(rows, title), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
