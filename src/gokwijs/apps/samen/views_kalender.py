"""The year calendar: as a list, as a month, as a timeline, and as a file for another calendar."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.audit.services import record
from gokwijs.apps.samen.ics import Dagpunt, calendar_file
from gokwijs.apps.samen.kalender import SOORTEN, Punt, address, punten
from gokwijs.apps.samen.tijdlijn import tijdlijn
from gokwijs.apps.samen.views import base, staff
from gokwijs.core.calendar import Schooljaar, SchooljaarError

WEERGAVEN = {"lijst": "lijst", "maand": "maand", "tijdlijn": "tijdlijn"}


@dataclass(frozen=True)
class Gevraagd:
    """What the address asks for; unknown values are the default."""

    jaar: Schooljaar
    toon: str
    soorten: tuple[str, ...]
    maand: date  # the first day of the month that is shown

    @classmethod
    def uit(cls, given: QueryDict, today: date) -> Gevraagd:
        try:
            jaar = Schooljaar.parse(given.get("schooljaar", ""))
        except SchooljaarError:
            jaar = Schooljaar.of(today)
        toon = given.get("toon", "")
        return cls(
            jaar,
            toon if toon in WEERGAVEN else "lijst",
            tuple(s for s in SOORTEN if s in given.getlist("soort")),
            _month(given.get("maand", ""), jaar, today),
        )

    def met(self, **values: Any) -> str:
        """The address of the same calendar with something else."""
        found = QueryDict(mutable=True)
        found["schooljaar"] = str(values.get("jaar", self.jaar))
        found["toon"] = values.get("toon", self.toon)
        if "maand" in values:
            found["maand"] = f"{values['maand']:%Y-%m}"
        found.setlist("soort", list(self.soorten))
        return f"?{found.urlencode()}"


def _month(text: str, jaar: Schooljaar, today: date) -> date:
    """The month that is asked for within the school year; else the one of today, else September."""
    year, _, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and len(text) == 7 and 1 <= int(month) <= 12:
        asked = date(max(int(year), 1), int(month), 1)
        if jaar.first_day <= asked <= jaar.last_day:
            return asked
    inside = jaar.first_day <= today <= jaar.last_day
    return today.replace(day=1) if inside else jaar.first_day


@dataclass(frozen=True)
class Regel:
    """A point with its address."""

    punt: Punt
    link: str


def _linked(found: Iterable[Punt], nummer: str) -> list[Regel]:
    return [Regel(one, address(one, nummer)) for one in found]


@login_required
def kalender(request: HttpRequest, nummer: str) -> HttpResponse:
    """One school year, in the view that is asked for."""
    access, _ = staff(request, nummer)
    today = timezone.localdate()
    asked = Gevraagd.uit(request.GET, today)
    context = base(
        access,
        "kalender",
        gevraagd=asked,
        heden=today,
        vorig=asked.met(jaar=asked.jaar.previous),
        volgend=asked.met(jaar=asked.jaar.next),
        weergaven=[(n, label, asked.met(toon=n)) for n, label in WEERGAVEN.items()],
        soorten=list(SOORTEN.items()),
        bestand=f"{reverse('samen:kalender_ics', args=[nummer])}{asked.met()}",
    )
    if asked.toon == "tijdlijn":
        context["tijdlijn"] = tijdlijn(access.school, asked.jaar, today, nummer)
        return render(request, "samen/kalender.html", context)
    found = punten(access.school, asked.jaar.first_day, asked.jaar.last_day, asked.soorten)
    context["leeg"] = not found
    if asked.toon == "maand":
        context["maand"] = maandblad(found, asked, today, nummer)
    else:
        context["maanden"] = [
            (month, _linked(group, nummer))
            for month, group in groupby(found, key=lambda p: p.dag.replace(day=1))
        ]
    return render(request, "samen/kalender.html", context)


@dataclass(frozen=True)
class Dag:
    """One day of a month, or a day beside it to fill the week."""

    dag: date
    binnen: bool
    vandaag: bool
    regels: list[Regel]


def maandblad(found: list[Punt], asked: Gevraagd, today: date, nummer: str) -> dict[str, Any]:
    """The weeks of one month, from Monday on."""
    per_day: dict[date, list[Punt]] = {}
    for one in found:
        per_day.setdefault(one.dag, []).append(one)
    days = calendar.Calendar().itermonthdates(asked.maand.year, asked.maand.month)
    first, last = asked.jaar.first_day, asked.jaar.last_day
    before = (asked.maand - timedelta(days=1)).replace(day=1)
    after = (asked.maand + timedelta(days=32)).replace(day=1)
    return {
        "eerste": asked.maand,
        "dagen": [
            Dag(
                day,
                day.month == asked.maand.month,
                day == today,
                _linked(per_day.get(day, ()), nummer) if day.month == asked.maand.month else [],
            )
            for day in days
        ],
        "vorige": asked.met(maand=before) if before >= first else "",
        "volgende": asked.met(maand=after) if after <= last else "",
    }


@login_required
def kalender_ics(request: HttpRequest, nummer: str) -> HttpResponse:
    """The points as a file for another calendar: roles, and no name of anybody."""
    access, _ = staff(request, nummer)
    asked = Gevraagd.uit(request.GET, timezone.localdate())
    found = punten(access.school, asked.jaar.first_day, asked.jaar.last_day, asked.soorten)
    points = [
        Dagpunt(
            f"{one.uid}@{nummer}.gok-wijs",
            one.dag,
            f"{one.titel} (klaar)" if one.klaar else one.titel,
            one.soort_woord,
            f"Trekker: {one.rol}" if one.rol else "",
        )
        for one in found
    ]
    naam = f"GOK-plan {access.school.naam} {asked.jaar}"
    name = f"gok-kalender-{nummer}-{asked.jaar}.ics"
    record(kind="export", by=access.user, school=nummer, target=name)
    data = calendar_file(naam, points, timezone.now())
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
