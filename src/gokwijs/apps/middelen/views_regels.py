"""The law in the open: parameters, sources, open questions, glossary, manual. For every user."""

from __future__ import annotations

from importlib.resources import files

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.core.law.freshness import findings
from gokwijs.core.law.glossary import load_begrippen
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.telling.columns import LEERLING_COLUMNS, SCHOOL_COLUMNS
from gokwijs.core.telling.manual import LEERLING_UITLEG, SCHOOL_UITLEG, schrijfwijzen

VOORBEELDEN = {
    "leerlingen-basisschool.csv": "Leerlingen van een basisschool",
    "leerlingen-secundair.csv": "Leerlingen van een secundaire school",
    "leerlingen-buitengewoon.csv": "Leerlingen van een school voor buitengewoon onderwijs",
    "scholen.csv": "Schooltabel (voor de opdrachtregel)",
}


@login_required
def lijst(request: HttpRequest) -> HttpResponse:
    """Every parameter with its value of today; searchable."""
    today = timezone.localdate()
    wanted = request.GET.get("zoek", "").strip().lower()
    context_too = request.GET.get("alles") == "1"
    groups: dict[str, list[tuple[object, object]]] = {}
    for name, parameter in load_regels().parameters.items():
        if wanted and wanted not in f"{name} {parameter.titel}".lower():
            continue
        if parameter.gebruik == "context" and not (context_too or wanted):
            continue
        current = next((w for w in parameter.waarden if w.covers(today)), None)
        groups.setdefault(name.split(".")[0].capitalize(), []).append((parameter, current))
    return render(
        request,
        "middelen/regels.html",
        {
            "groepen": groups,
            "zoek": wanted,
            "alles": context_too,
            "bevindingen": findings(load_regels(), today),
            "hier": "regels",
        },
    )


@login_required
def parameter(request: HttpRequest, naam: str) -> HttpResponse:
    """One number through time, with article and source."""
    regels = load_regels()
    if naam not in regels.parameters:
        raise Http404
    found = regels.parameters[naam]
    return render(
        request,
        "middelen/regel.html",
        {
            "parameter": found,
            "waarden": [(w, regels.bronnen[w.bron]) for w in reversed(found.waarden)],
            "vragen": [regels.open_vragen[n] for n in found.open_vragen],
            "hier": "regels",
        },
    )


@login_required
def open_vragen(request: HttpRequest) -> HttpResponse:
    """Where the law is unclear and what we do meanwhile."""
    groups: dict[str, list[object]] = {}
    for vraag in load_regels().open_vragen.values():
        groups.setdefault(vraag.rubriek, []).append(vraag)
    return render(request, "middelen/open_vragen.html", {"groepen": groups, "hier": "regels"})


@login_required
def bronnen(request: HttpRequest) -> HttpResponse:
    """The texts that were read."""
    return render(
        request, "middelen/bronnen.html", {"bronnen": load_regels().bronnen, "hier": "regels"}
    )


@login_required
def begrippen(request: HttpRequest) -> HttpResponse:
    """The glossary."""
    return render(
        request, "middelen/begrippen.html", {"begrippen": load_begrippen(), "hier": "begrippen"}
    )


@login_required
def handleiding(request: HttpRequest) -> HttpResponse:
    """The pupil table in words, with example files."""
    return render(
        request,
        "middelen/handleiding.html",
        {
            "leerling": [(n, LEERLING_UITLEG[n]) for n in LEERLING_COLUMNS],
            "schrijfwijzen": schrijfwijzen(),
            "school": [(n, SCHOOL_UITLEG[n]) for n in SCHOOL_COLUMNS],
            "voorbeelden": VOORBEELDEN,
            "hier": "handleiding",
        },
    )


@login_required
def voorbeeld(request: HttpRequest, naam: str) -> HttpResponse:
    """An example file to download."""
    if naam not in VOORBEELDEN:
        raise Http404
    data = (files("gokwijs") / "inhoud" / "voorbeelden" / naam).read_bytes()
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{naam}"'
    return response
