"""A pile of signed paper forms: a grid with one row per pupil, made for the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.models import Verklaring
from gokwijs.apps.loket import services
from gokwijs.apps.loket.batch import CIJFERS, MAX_ROWS, Row, Typed, read_row, typed_of
from gokwijs.apps.loket.forms import OPLEIDINGEN
from gokwijs.apps.loket.models import Moment
from gokwijs.apps.loket.selectors import Filter, Wachtende, at_desk, choices
from gokwijs.apps.loket.views import base, filter_of, moment_of, place_of, query
from gokwijs.apps.scholen.selectors import Access, access_for, user_of

_CODES = {opleiding.value: code for code, opleiding in CIJFERS.items()}


@dataclass(slots=True)
class Line:
    """One row of the grid as shown."""

    wie: Wachtende
    typed: Typed
    bestaand: Verklaring | None
    open: bool  # a row with a declaration is closed until somebody asks for it
    errors: list[str]
    wrong: list[str]


@login_required
def stapel(request: HttpRequest, nummer: str) -> HttpResponse:
    """Type many forms; each row is stored on its own, errors stay with their row."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    today = timezone.localdate()
    chosen, moment = filter_of(request.GET), moment_of(access, request.GET)
    everybody = "alle" in request.GET
    pupils = at_desk(access, today, chosen)
    if not everybody:
        pupils = [one for one in pupils if not one.verklaard]
    page = Paginator(pupils, MAX_ROWS).get_page(request.GET.get("p"))
    datum = _pile_date(request.GET.get("datum", ""), today)
    lines = _blank(access, list(page), datum)
    status = 200
    if request.method == "POST":
        # Rows by what was posted, not by the page: a colleague may have shortened it meanwhile.
        lines = _blank(access, _posted(access, request, today), datum)
        stored = _save(request, access, lines, moment, today)
        if all(not line.errors and line.typed.empty for line in lines):
            if stored:
                return _again(request, nummer, stored)
        elif any(line.errors for line in lines):
            status = 422
        if stored:
            messages.success(request, _said(stored))
    klassen, niveaus = choices(access, today)
    place = place_of(chosen, moment, request.GET)
    more: dict[str, str | int] = {"alle": 1} if everybody else {}
    if datum != today:
        more["datum"] = datum.isoformat()
    context = {
        **base(access),
        "lines": lines,
        "page": page,
        "chosen": chosen,
        "klassen": klassen,
        "niveaus": niveaus,
        "alle": everybody,
        "datum": datum,
        "moment": moment,
        "hier_ben_ik": query(place, **more),
        "keep": query(place),
        "wissel": query(place) if everybody else query(place, alle=1),
        "bladeren": query(place, **more, p=""),
        "codes": [(_CODES[value], label) for value, label in OPLEIDINGEN],
        "fouten": sum(bool(line.errors) for line in lines),
    }
    return render(request, "loket/stapel.html", context, status=status)


def _said(stored: int) -> str:
    return "1 verklaring bewaard." if stored == 1 else f"{stored} verklaringen bewaard."


def _again(request: HttpRequest, nummer: str, stored: int) -> HttpResponse:
    messages.success(request, _said(stored))
    response = redirect("loket:stapel", nummer=nummer)
    if request.META.get("QUERY_STRING"):
        response["Location"] += f"?{request.GET.urlencode()}"
    return response


def _posted(access: Access, request: HttpRequest, today: date) -> list[Wachtende]:
    keys = {int(k) for k in request.POST.getlist("rij") if k.isdigit() and len(k) < 12}
    found = [one for one in at_desk(access, today, Filter()) if one.pk in keys]
    return found[:MAX_ROWS]


def _pile_date(text: str, today: date) -> date:
    """The day on all forms of this pile, from the address; nonsense is today."""
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today


def _blank(access: Access, pupils: list[Wachtende], datum: date) -> list[Line]:
    existing = {
        v.leerling_id: v
        for v in Verklaring.objects.filter(
            leerling__school=access.school,
            leerling__in=[one.pk for one in pupils],
            vervangen=False,
        )
    }
    return [
        Line(one, Typed(datum=datum.isoformat()), existing.get(one.pk), False, [], [])
        for one in pupils
    ]


def _save(
    request: HttpRequest, access: Access, lines: list[Line], moment: Moment | None, today: date
) -> int:
    """Read every row, store those that were asked for and are right; how many."""
    only = request.POST.get("bewaar", "")  # one row, or all when empty
    unlock = request.POST.get("ontgrendel", "")
    stored = 0
    for line in lines:
        pk = line.wie.pk
        line.typed = typed_of(request.POST, pk)
        seen = request.POST.get(f"r{pk}-seen", "")
        line.open = unlock == str(pk) or not line.typed.empty or bool(line.typed.reden)
        if line.typed.empty or unlock or (only and only != str(pk)):
            continue
        reading = read_row(line.typed, today=today, locked=line.bestaand is not None)
        line.errors, line.wrong = reading.errors, reading.wrong
        if reading.row is not None and _store_row(access, line, reading.row, seen, moment, today):
            stored += 1
    return stored


def _store_row(
    access: Access, line: Line, row: Row, seen: str, moment: Moment | None, today: date
) -> bool:
    values: dict[str, Any] = {
        "talen": row.talen,
        "opleiding": row.opleiding,
        "datum": row.datum,
        "reden": row.reden,
        "ondertekend_op": today if row.ondertekend else None,
    }
    try:
        line.bestaand = services.declare(
            leerling=access.school.leerlingen.get(pk=line.wie.pk),
            kanaal=Verklaring.Kanaal.PAPIER,
            seen=int(seen) if seen.isdigit() and len(seen) < 12 else None,
            moment=moment,
            by=access.user,
            **values,
        )
    except LeerlingError as error:
        line.errors = [str(error)]
        return False
    line.typed, line.open = Typed(datum=row.datum.isoformat()), False
    return True
