"""The timeline of a school year: each streefdoel with its actions as bars.

In: a school and a schooljaar. Out: rows with places in percents, ready to be drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from gokwijs.apps.beleid.models import Actie, Streefdoel
from gokwijs.apps.samen.kalender import Punt, address
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Actiestatus, Doelstatus, Planstatus
from gokwijs.core.calendar import Schooljaar

_MAANDEN = ["sep", "okt", "nov", "dec", "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug"]


@dataclass(frozen=True)
class Balk:
    """One bar; ``x`` and ``breed`` are percents of the school year, '' without any date."""

    titel: str
    link: str
    rol: str
    woorden: str
    is_doel: bool
    klaar: bool
    x: str = ""
    breed: str = ""


@dataclass(frozen=True)
class Tijdlijn:
    """The bars, the months with their places, and where today is ('' outside the year)."""

    rijen: list[Balk]
    maanden: list[tuple[str, str]]
    nu: str


def tijdlijn(school: School, jaar: Schooljaar, today: date, nummer: str) -> Tijdlijn:
    """Everything of the open plans in a school year: actions under goals, loose ones last."""
    inside = jaar.first_day <= today <= jaar.last_day
    months = [
        (name, place(date(jaar.start + (n > 3), (8 + n) % 12 + 1, 1), jaar))
        for n, name in enumerate(_MAANDEN)
    ]
    return Tijdlijn(list(_rows(school, jaar, nummer)), months, place(today, jaar) if inside else "")


def _rows(school: School, jaar: Schooljaar, nummer: str) -> Iterator[Balk]:
    actions = Actie.objects.filter(verwijderd=None).exclude(status=Actiestatus.GEANNULEERD.value)
    goals = (
        Streefdoel.objects.filter(plan__school=school, plan__verwijderd=None, verwijderd=None)
        .exclude(plan__status=Planstatus.AFGESLOTEN.value)
        .filter(Q(einddatum=None) | Q(einddatum__gte=jaar.first_day))
        .filter(Q(start=None) | Q(start__lte=jaar.last_day))
        .prefetch_related(Prefetch("acties", actions))
    )
    for goal in goals:
        link = address(Punt(jaar.first_day, "doel", "", "beleid:streefdoel", goal.pk), nummer)
        done = goal.status in (Doelstatus.AFGESLOTEN, Doelstatus.STOPGEZET)
        span = (goal.start, goal.einddatum)
        yield bar(goal.formulering, link, goal.trekker_rol, span, jaar, is_doel=True, klaar=done)
        for one in goal.acties.all():
            yield _action(one, jaar, nummer)
    loose = actions.filter(plan__school=school, plan__verwijderd=None, streefdoelen=None)
    for one in loose.exclude(plan__status=Planstatus.AFGESLOTEN.value):
        yield _action(one, jaar, nummer)


def _action(one: Actie, jaar: Schooljaar, nummer: str) -> Balk:
    link = address(Punt(jaar.first_day, "actie", "", "beleid:actie", one.pk), nummer)
    done = one.status in (Actiestatus.AFGEROND, Actiestatus.GESTOPT)
    return bar(one.titel, link, one.trekker_rol, (one.start, one.einde), jaar, klaar=done)


def bar(
    titel: str,
    link: str,
    rol: str,
    span: tuple[date | None, date | None],
    jaar: Schooljaar,
    *,
    is_doel: bool = False,
    klaar: bool = False,
) -> Balk:
    """A row with its bar, cut off at both ends of the school year."""
    start, end = span
    words = " tot ".join(
        f"{day:%d/%m/%Y}" if day is not None else "een dag die nog niet gekozen is" for day in span
    )
    if start is None and end is None:
        return Balk(titel, link, rol, "nog geen datums", is_doel, klaar)
    first = max(start or jaar.first_day, jaar.first_day)
    last = min(end or jaar.last_day, jaar.last_day)
    if last < first:
        return Balk(titel, link, rol, words, is_doel, klaar)
    width = max(_thousandths(last, jaar) - _thousandths(first, jaar), 8)
    return Balk(titel, link, rol, words, is_doel, klaar, place(first, jaar), _percent(width))


def place(day: date, jaar: Schooljaar) -> str:
    """Where a day lies in the school year: '41.6' percent."""
    return _percent(_thousandths(day, jaar))


def _thousandths(day: date, jaar: Schooljaar) -> int:
    return (day - jaar.first_day).days * 1000 // (jaar.last_day - jaar.first_day).days


def _percent(thousandths: int) -> str:
    return f"{thousandths // 10}.{thousandths % 10}"
