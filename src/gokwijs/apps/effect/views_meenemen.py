"""Taking a result or a gap along as PDF or workbook: no more than the page shows, and logged.

Exact counts leave only with who may take lists along; everybody else takes what the team reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gokwijs.apps.analyse.tekenen import BREED, getekend
from gokwijs.apps.audit.services import record
from gokwijs.apps.effect.jaren import Jaren, jaren_van
from gokwijs.apps.effect.kloof import kloof_van
from gokwijs.apps.effect.models import Opzet, Uitkomst
from gokwijs.apps.effect.resultaat import Resultaat, resultaat_van
from gokwijs.apps.effect.selectors import opzet_van
from gokwijs.apps.effect.views import lezer
from gokwijs.apps.effect.views_uitkomst import gekozen
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.toetsen.selectors import toetsen_van
from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.bladen import Grid, blad_workbook
from gokwijs.renderers.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    table,
)
from gokwijs.renderers.grafiek import Grafiek, alternatief
from gokwijs.renderers.pdf import pdf

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
VERTROUWELIJK = "Vertrouwelijk: met exacte aantallen"
VOOR_TEAM = "Voor het schoolteam en de schoolraad"


@login_required
def uitkomst(request: HttpRequest, nummer: str, pk: int, soort: str) -> HttpResponse:
    """The last result of a setup, or the one that is asked for."""
    access = lezer(request, nummer)
    _must_know(soort)
    one = opzet_van(access.school, pk)
    found, _ = gekozen(request, access, one)
    if found is None:
        raise Http404
    exact = access.werkzone and access.may_take_lists
    result = resultaat_van(found, exact=exact)
    years = jaren_van(one) if result.toonbaar else Jaren((), None)
    title = f"Maakte '{one.actie.titel}' verschil?"
    lines = _lines(found, one, result, years)
    confidential = exact and result.toonbaar
    if soort == "xlsx":
        tables = [*result.grids, *([years.tabel] if years.tabel else [])]
        data = blad_workbook(title, [*_head(access, confidential), *lines], tables)
    else:
        setup = _setup(found, one)
        data = pdf(_document(access, title, result, years, lines, setup, confidential))
    return _file(access, soort, data, f"effect-{one.pk}", confidential)


def _must_know(soort: str) -> None:
    if soort not in TYPES:
        raise Http404


def _head(access: Access, confidential: bool) -> list[str]:
    made = f"{access.school.naam}. Gemaakt op {dutch_date(timezone.localdate())}."
    return [f"{VERTROUWELIJK}.", made] if confidential else [made]


def _lines(found: Uitkomst, one: Opzet, result: Resultaat, years: Jaren) -> list[str]:
    said = [zin.tekst for zin in result.zinnen]
    if not result.toonbaar:
        return said
    return [
        *said,
        *(f"{label}: {value}." for label, value in _setup(found, one)),
        *(zin.tekst for zin in years.zinnen),
        *([f"Verlaagd door het team: {found.verlaagd_nota}"] if found.verlaagd_naar else []),
        *(
            [f"Verkennend: {one.verkennend_reden}."]
            if not one.hoofduitkomst and one.verkennend_reden
            else []
        ),
        *(f"{label}: {value}." for label, value in result.uitvoering),
        *(f"{label}: {value}. {remark}" for label, value, remark in result.naast),
        *(zin.tekst for zin in result.krimp),
        *(f"Waarop dit steunt: {text}" for text in result.steunt),
        *(f"Wat dit kan veranderen: {text}" for text in result.verandert),
    ]


def _setup(found: Uitkomst, one: Opzet) -> tuple[tuple[str, str], ...]:
    """With what it was measured, and when it was decided."""
    assert one.vastgelegd is not None
    assert one.na is not None
    return (
        ("Toets", str(one.toets)),
        ("Opzet vastgelegd op", dutch_date(one.vastgelegd)),
        ("Natoets", dutch_date(one.na.datum)),
        ("Vergeleken", one.get_vergelijking_display()),
        ("Berekend op", dutch_date(timezone.localdate(found.gemaakt))),
    )


def _document(
    access: Access,
    title: str,
    result: Resultaat,
    years: Jaren,
    lines: Sequence[str],
    setup: tuple[tuple[str, str], ...],
    confidential: bool,
) -> Document:
    """On A4: the sentence, then did it happen, pictures, tables, what it rests on."""
    said = [zin.tekst for zin in result.zinnen]
    blocks: list[Block] = [Paragraph(said[0], lead=True), *(Paragraph(text) for text in said[1:])]
    notes = [text for text in lines if text.startswith(("Verlaagd", "Verkennend"))]
    blocks += [Note(text) for text in notes if text not in said]
    if result.toonbaar:
        blocks += [Heading("Gebeurde het?"), Facts(result.uitvoering)]
        blocks.append(Heading("Wat we zien"))
        blocks += [_figure(one) for one in result.grafieken]
        blocks += [block for grid in result.tabellen for block in _table(grid)]
        blocks += [Paragraph(f"{a}: {b}. {c}") for a, b, c in result.naast]
        blocks += [Paragraph(zin.tekst) for zin in result.krimp]
        if years.tabel is not None:
            blocks.append(Heading("Jaren samen"))
            blocks += [Paragraph(zin.tekst) for zin in years.zinnen]
            blocks += _table(years.tabel)
        blocks += [Heading("Waarop dit steunt"), Bullets(result.steunt)]
        if result.verandert:
            blocks += [Heading("Wat dit oordeel kan veranderen"), Bullets(result.verandert)]
        blocks += [Heading("De opzet"), Facts(setup)]
        if result.werk:
            blocks.append(Heading("Exacte aantallen"))
        blocks += [block for grid in result.werk for block in _table(grid)]
        for name, head, rows in result.bijlage:
            blocks += [Heading(name), table(head, rows)]
    return Document(
        title,
        access.school.naam,
        VERTROUWELIJK if confidential else VOOR_TEAM,
        timezone.localdate(),
        tuple(blocks),
    )


def _figure(one: Grafiek) -> Figure:
    return Figure(getekend(one, BREED, "g"), alternatief(one))


def _table(grid: Grid) -> list[Block]:
    name, head, rows = grid
    return [Heading(name, 2), table(head, rows)] if rows else []


def _file(access: Access, soort: str, data: bytes, stem: str, confidential: bool) -> HttpResponse:
    school = access.school.instellingsnummer
    name = f"{'vertrouwelijk-' if confidential else ''}{stem}-{school}.{soort}"
    record(kind="export", by=access.user, school=school, target=name)
    response = HttpResponse(data, content_type=TYPES[soort])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
def kloof(request: HttpRequest, nummer: str, pk: int, soort: str) -> HttpResponse:
    """The table of the gap with its sentences."""
    access = lezer(request, nummer)
    _must_know(soort)
    toets = get_object_or_404(toetsen_van(access.school).select_related("school"), pk=pk)
    exact = access.werkzone and access.may_take_lists
    found = kloof_van(toets, exact=exact)
    said = [zin.tekst for zin in (*found.zinnen, *found.trend)]
    title = f"De kloof op {toets}"
    if soort == "xlsx":
        lines = [*_head(access, exact), *said, *found.noten]
        data = blad_workbook(title, lines, [found.tabel])
    else:
        blocks: list[Block] = [Paragraph(text, lead=n == 0) for n, text in enumerate(said)]
        blocks += [_figure(found.grafiek)] if found.grafiek else []
        blocks += [Heading("De cijfers"), *_table(found.tabel)]
        blocks += [Heading("Over deze cijfers"), Bullets(found.noten)]
        mark = VERTROUWELIJK if exact else VOOR_TEAM
        day = timezone.localdate()
        data = pdf(Document(title, access.school.naam, mark, day, tuple(blocks), wide=True))
    return _file(access, soort, data, f"kloof-{toets.pk}", exact)
