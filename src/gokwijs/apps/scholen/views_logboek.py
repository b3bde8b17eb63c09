"""The log of a school: look, filter, take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.access.services import ACCOUNT_KINDS
from gokwijs.apps.audit.models import Event
from gokwijs.apps.audit.presenters import sentence
from gokwijs.apps.audit.selectors import Wanted, account_events, events_of
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.forms import ACCOUNTS, LogForm
from gokwijs.apps.scholen.selectors import Access, access_for, people_in_log, user_of
from gokwijs.renderers.tabel import table_csv, table_workbook

ROLE_WORDS = {role.value: role.label for role in Role}
PER_PAGE = 50
MOST = 50_000  # rows in one file; the page says how to take a part
_HEADER = ("Wanneer", "Wie", "Wat")
_MARK = "Vertrouwelijk: enkel voor wie het logboek van de school mag zien."
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _found(request: HttpRequest, access: Access) -> tuple[LogForm, QuerySet[Event]]:
    people = people_in_log(access.school)
    form = LogForm(request.GET or None, people=people)
    data: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    group = data.get("soort") or ""
    wanted = Wanted(group, data.get("wie"), data.get("van"), data.get("tot"))
    if group == ACCOUNTS:
        members = access.school.memberships.values_list("user_id", flat=True)
        return form, account_events(ACCOUNT_KINDS, members, wanted)
    return form, events_of(access.school.instellingsnummer, wanted)


@login_required
def logboek(request: HttpRequest, nummer: str) -> HttpResponse:
    """What happened in this school, newest first."""
    access = access_for(user_of(request), nummer, Permission.LOGBOEK_ZIEN)
    form, events = _found(request, access)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("p"))
    kept = {k: v for k, v in request.GET.items() if k in form.fields and v}
    context = {
        "access": access,
        "form": form,
        "page": page,
        "rows": [(event, sentence(event, ROLE_WORDS)) for event in page],
        "filter": urlencode(kept),
        "gefilterd": bool(kept),
        "most": MOST,
        "hier": "logboek",
    }
    return render(request, "scholen/logboek.html", context)


@login_required
def exporteren(request: HttpRequest, nummer: str, soort: str) -> HttpResponse:
    """The same rows as a file; taking them along is logged."""
    access = access_for(user_of(request), nummer, Permission.LOGBOEK_ZIEN)
    if soort not in _TYPES:
        raise Http404
    _, events = _found(request, access)
    title = f"Logboek van {access.school.naam} ({nummer})"
    rows = list(_rows(events[:MOST]))
    body = (
        table_csv(_HEADER, rows)
        if soort == "csv"
        else table_workbook(title, _MARK, _HEADER, rows, widths=(18, 28, 90))
    )
    record(
        kind="export",
        by=access.user,
        school=nummer,
        target=f"het logboek ({soort})",
        data={"rijen": len(rows)},
    )
    response = HttpResponse(body, content_type=_TYPES[soort])
    response["Content-Disposition"] = (
        f'attachment; filename="logboek-{nummer}-vertrouwelijk.{soort}"'
    )
    return response


def _rows(events: QuerySet[Event]) -> Iterator[tuple[str, str, str]]:
    for event in events.iterator(chunk_size=2000):
        moment = timezone.localtime(event.moment)
        yield f"{moment:%Y-%m-%d %H:%M:%S}", event.by_name, sentence(event, ROLE_WORDS)
