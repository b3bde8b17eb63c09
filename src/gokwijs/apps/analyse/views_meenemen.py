"""Taking an answer along: workbook, CSV, PDF, SVG and PNG, with what it is and for whom."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gokwijs.apps.access.roles import Permission, roles_with
from gokwijs.apps.analyse.antwoorden import blad_van
from gokwijs.apps.analyse.blad import AFGESCHERMD_ZIN, Blad, Cel, Deel, Tabel
from gokwijs.apps.analyse.kijk import Kijk, Zone
from gokwijs.apps.analyse.tekenen import BREED, getekend
from gokwijs.apps.analyse.views import achter_of, kijk_of, may_take, vraag_of
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.calendar import dutch_date
from gokwijs.core.law.numbers import dutch_number
from gokwijs.renderers.bladen import blad_csv, blad_workbook
from gokwijs.renderers.document import Block, Bullets, Document, Figure, Heading, Paragraph, table
from gokwijs.renderers.grafiek import alternatief, picture
from gokwijs.renderers.leerlingenlijst import list_workbook
from gokwijs.renderers.pdf import pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_MARK = {
    Zone.WERK: "Vertrouwelijk: enkel voor wie deze leerlingen opvolgt",
    Zone.SCHOOL: "Voor het schoolteam en de schoolraad",
    Zone.GROEP: "Vrijgegeven door de school",
}


@login_required
def blad(request: HttpRequest, nummer: str, vraag: str, soort: str) -> HttpResponse:
    """One answer as a file, through the same look as the page: nothing more, nothing less."""
    one = vraag_of(vraag)
    if soort not in TYPES:
        raise Http404
    access, kijk = kijk_of(request, nummer)
    if not may_take(access, kijk):
        who = ", ".join(role.label for role in roles_with(Permission.LIJSTEN_MEENEMEN))
        raise PermissionDenied(
            f"Exacte aantallen meenemen mag je rol niet. Dit kan wel: {who}. Kies 'zoals het hele "
            "schoolteam het ziet' om een afgeschermde versie mee te nemen."
        )
    if kijk.jaar is None:
        messages.error(request, "Er zijn hier geen cijfers om mee te nemen.")
        return redirect("analyse:vraag", nummer, one.value)
    found = blad_van(kijk, one)
    data = _made(found, kijk, soort, request.GET.get("deel", ""))
    stem = "vertrouwelijk-" if kijk.exact else ""
    name = f"{stem}{one.value}-{nummer}-{kijk.jaar}.{soort}"
    record(kind="export", by=access.user, school=nummer, target=name)
    response = HttpResponse(data, content_type=TYPES[soort])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _made(blad: Blad, kijk: Kijk, soort: str, deel: str) -> bytes:
    lines = notes(blad, kijk)
    if soort == "xlsx":
        return blad_workbook(blad.titel, lines, [(t.titel, *_grid(t)) for t in _tables(blad)])
    if soort == "csv":
        return blad_csv(blad.titel, lines, [(t.titel, *_grid(t)) for t in _tables(blad)])
    if soort == "pdf":
        return pdf(document(blad, kijk))
    part = _drawn(blad, deel)
    assert part.grafiek is not None
    text = getekend(part.grafiek, BREED, "g")
    return picture(text) if soort == "png" else text.encode()


def _drawn(blad: Blad, key: str) -> Deel:
    """The part with the chart that is asked for, or the first; raises Http404."""
    drawn = [d for d in blad.delen if d.grafiek is not None and key in ("", d.key)]
    if not drawn:
        raise Http404
    return drawn[0]


def _tables(blad: Blad) -> list[Tabel]:
    return [d.tabel for d in blad.delen if d.tabel is not None]


def _grid(tabel: Tabel) -> tuple[list[str], list[list[str]]]:
    """Header and rows as texts; an empty cell says why."""
    header = [tabel.rijkop, *(k.titel for k in tabel.kolommen)]
    rows = [*tabel.rijen, *([tabel.voet] if tabel.voet else [])]
    return header, [[rij.label, *(_said(cel) for cel in rij.cellen)] for rij in rows]


def _said(cel: Cel) -> str:
    return cel.reden if cel.tekst == "–" and cel.reden else cel.tekst


def notes(blad: Blad, kijk: Kijk) -> list[str]:
    """What stands above every file: year, day, filters, source, and how small groups are kept."""
    found = [blad.onder, blad.bron, f"Gemaakt op {dutch_date(timezone.localdate())}."]
    if not kijk.exact:
        found.append(
            f"Groepen onder {kijk.k_min} leerlingen zijn afgeschermd, samen met de getallen "
            "waaruit ze af te leiden zijn. Totalen kloppen altijd."
        )
    if blad.afgeschermd:
        found.append(AFGESCHERMD_ZIN)
    return [*found, *blad.noten]


def document(blad: Blad, kijk: Kijk) -> Document:
    """The answer on A4: sentences, chart, table, notes, per part."""
    blocks: list[Block] = []
    for deel in blad.delen:
        if deel.titel:
            blocks.append(Heading(deel.titel))
        blocks += [Paragraph(zin.tekst) for zin in deel.zinnen]
        if deel.grafiek is not None:
            blocks.append(Figure(getekend(deel.grafiek, BREED, "g"), alternatief(deel.grafiek)))
        if deel.tabel is not None and not deel.tabel.leeg:
            header, rows = _grid(deel.tabel)
            blocks.append(table(header, rows))
        if deel.noten:
            blocks.append(Bullets(deel.noten))
    blocks += [Heading("Over deze cijfers"), Bullets(tuple(notes(blad, kijk)))]
    wide = max((len(t.kolommen) for t in _tables(blad)), default=0) > 7
    return Document(
        blad.titel,
        f"{kijk.school.naam}. {blad.onder}",
        _MARK[kijk.zone],
        timezone.localdate(),
        tuple(blocks),
        wide=wide,
    )


@login_required
def leerlingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """The pupils behind a number as a workbook; logged and marked."""
    access, found = achter_of(request, nummer)
    _must_take(access)
    rows: list[list[str | date]] = [
        [rij.naam, rij.voornaam, rij.stamnummer, rij.plaats, rij.klas] for rij in found.rijen
    ]
    name = f"vertrouwelijk-leerlingen-{nummer}-{found.kijk.jaar}.xlsx"
    record(kind="export", by=access.user, school=nummer, target=name)
    data = list_workbook(
        title=f"{found.titel}, {access.school.naam}, schooljaar {found.kijk.jaar}",
        notes=[f"{dutch_number(len(found.rijen))} leerlingen"],
        header=["Naam", "Voornaam", "Stamnummer", "Plaats", "Klas"],
        rows=rows,
    )
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _must_take(access: Access) -> None:
    if not access.may_take_lists:
        who = ", ".join(role.label for role in roles_with(Permission.LIJSTEN_MEENEMEN))
        raise PermissionDenied(f"Je rol mag dit niet: lijsten meenemen. Dit kan wel: {who}.")
