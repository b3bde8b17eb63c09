"""The list of an afname on paper or as a file: logged, and marked vertrouwelijk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.toetsen.models import Afname, Score
from gokwijs.apps.toetsen.onderscheid import onderscheid
from gokwijs.apps.toetsen.views import base
from gokwijs.apps.toetsen.views_afname import TOON, afname_van, lijst_van, vraag_van
from gokwijs.apps.toetsen.waarden import getal
from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.leerlingenlijst import list_workbook
from gokwijs.renderers.tabel import table_csv

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
KOP = ("Stamnummer", "Naam", "Voornaam", "Klas", "Score", "Reden zonder score")


def _taker(request: HttpRequest, nummer: str, pk: int) -> tuple[Access, Afname, list[Score]]:
    access = access_for(user_of(request), nummer, Permission.LIJSTEN_MEENEMEN)
    one = afname_van(access, pk)
    return access, one, lijst_van(access, one, vraag_van(request))[0]


def _log(access: Access, name: str, rows: list[Score]) -> None:
    record(
        kind="export",
        by=access.user,
        school=access.school.instellingsnummer,
        target=name,
        data={"rijen": len(rows)},
    )


def filters(request: HttpRequest) -> list[str]:
    """What the list was narrowed to, in words."""
    vraag = vraag_van(request)
    found = [f"klas {vraag.klas}"] if vraag.klas else []
    if vraag.toon:
        found.append(dict(TOON)[vraag.toon])
    return [*found, f"zoekterm '{vraag.q}'"] if vraag.q else found


@login_required
def afdruk(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The whole filtered list on one page, for paper; logged as an export."""
    access, one, rows = _taker(request, nummer, pk)
    naast = onderscheid((s.leerling, s.klas) for s in rows)
    _log(access, f"de afdruk van de scores van {one.voluit}", rows)
    context = {
        **base(access),
        "afname": one,
        "toets": one.toets,
        "scores": [(s, naast.get(s.leerling_id, "")) for s in rows],
        "filters": filters(request),
        "vandaag_woorden": dutch_date(timezone.localdate()),
        "terug": request.GET.urlencode(),
    }
    return render(request, "toetsen/afdruk.html", context)


@login_required
def bestand(request: HttpRequest, nummer: str, pk: int, soort: str) -> HttpResponse:
    """The filtered list as CSV or workbook."""
    if soort not in TYPES:
        raise Http404
    access, one, rows = _taker(request, nummer, pk)
    name = f"vertrouwelijk-scores-{nummer}-{one.datum:%Y-%m-%d}-{one.pk}.{soort}"
    _log(access, name, rows)
    lines = [_line(row) for row in rows]
    if soort == "csv":
        data = table_csv(KOP, lines)
    else:
        data = list_workbook(
            title=f"{access.school.naam}: {one.voluit}, {dutch_date(one.datum)}",
            notes=filters(request) or ["Iedereen van deze afname."],
            header=KOP,
            rows=lines,
        )
    response = HttpResponse(data, content_type=TYPES[soort])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(row: Score) -> tuple[str, ...]:
    leerling = row.leerling
    return (
        leerling.stamnummer,
        leerling.naam,
        leerling.voornaam,
        row.klas,
        "" if row.waarde is None else getal(row.waarde),
        row.get_ontbreekt_display() if row.ontbreekt else "",
    )
