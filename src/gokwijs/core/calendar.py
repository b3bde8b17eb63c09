"""School time: schooljaar, teldag and reference dates. "Today" is always passed in.

In: a schooljaar and, where needed, days on which the school is closed. Out: dates.
Sources: kenmerken (DBO art. 132 and 134, CSO art. 169 and 171, BVR21 art. 2 and 7).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

_SCHOOLJAAR = re.compile(r"^\s*(\d{4})\s*[-/–]\s*(\d{4}|\d{2})\s*$")
_FIRST, _LAST = 1990, 2200


class SchooljaarError(ValueError):
    """The text is not a schooljaar; the message is Dutch and fit for a screen."""


@dataclass(frozen=True, slots=True, order=True)
class Schooljaar:
    """The school year that runs from 1 September ``start`` to 31 August ``start + 1``."""

    start: int

    def __post_init__(self) -> None:
        if not _FIRST <= self.start <= _LAST:
            raise SchooljaarError(f"Schooljaar {self.start} ligt buiten {_FIRST} tot {_LAST}.")

    @classmethod
    def parse(cls, text: str) -> Schooljaar:
        """Read ``2026-2027``, ``2026-27`` or ``2026/2027``; raises SchooljaarError."""
        match = _SCHOOLJAAR.match(text)
        if match is None:
            raise SchooljaarError(f"'{text}' is geen schooljaar. Schrijf het als 2026-2027.")
        start, end = int(match[1]), match[2]
        expected = str(start + 1)
        if end not in (expected, expected[2:]):
            raise SchooljaarError(
                f"'{text}' is geen schooljaar: na {start} volgt {start + 1}. "
                f"Bedoel je {start}-{start + 1}?"
            )
        return cls(start)

    @classmethod
    def of(cls, day: date) -> Schooljaar:
        """The schooljaar in which ``day`` lies."""
        return cls(day.year if day.month >= 9 else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self.start, 9, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 8, 31)

    @property
    def begrotingsjaar(self) -> int:
        """School year (Y-1)-Y belongs to budget year Y."""
        return self.start + 1

    @property
    def previous(self) -> Schooljaar:
        return Schooljaar(self.start - 1)

    @property
    def next(self) -> Schooljaar:
        return Schooljaar(self.start + 1)

    def __str__(self) -> str:
        return f"{self.start}-{self.start + 1}"


def first_school_day(year: int, month: int, closed: Collection[date] = (), *, day: int = 1) -> date:
    """The first school day on or after ``day`` of the month; weekends and ``closed`` move on."""
    candidate = date(year, month, day)
    for _ in range(31):
        if candidate.weekday() < 5 and candidate not in closed:
            return candidate
        candidate += timedelta(days=1)
    raise ValueError(f"Geen schooldag gevonden vanaf {day}/{month}/{year}: alles is gesloten.")


def teldag(schooljaar: Schooljaar, closed: Collection[date] = ()) -> date:
    """First school day of February of the previous school year (DBO art. 132 §1, BVR21 art. 2 §1).

    A local free day moves the day only when the caller says so through ``closed`` (OV-07).
    """
    return first_school_day(schooljaar.start, 2, closed)


def vorige_teldag(schooljaar: Schooljaar, closed: Collection[date] = ()) -> date:
    """First school day of February one year before the teldag (DBO art. 134; CSO art. 226, 234)."""
    return first_school_day(schooljaar.start - 1, 2, closed)


def teldag_nieuwe_school(schooljaar: Schooljaar, closed: Collection[date] = ()) -> date:
    """First school day of October of the current year (DBO art. 132 §2-3; CSO art. 171)."""
    return first_school_day(schooljaar.start, 10, closed)


@dataclass(frozen=True, slots=True)
class Toeslagperiode:
    """Which schooltoeslag counts: of which schooljaar, known on which day, for whom."""

    schooljaar: Schooljaar | None
    known_on: date
    enrolled_on: date | None
    artikel: str


def toeslag_ses_lestijden(schooljaar: Schooljaar) -> Toeslagperiode:
    """Toeslag of (J-2)-(J-1), known on 28 February J, enrolled in February J-1 (DBO art. 134)."""
    return Toeslagperiode(
        schooljaar=Schooljaar(schooljaar.start - 2),
        known_on=date(schooljaar.start, 2, 28),
        enrolled_on=vorige_teldag(schooljaar),
        artikel="DBO art. 134",
    )


def toeslag_uren_leraar(schooljaar: Schooljaar) -> Toeslagperiode:
    """Situation before 15 June of the calendar year before the start (BVR21 art. 2 §3 1°)."""
    return Toeslagperiode(
        schooljaar=None,
        known_on=date(schooljaar.start - 1, 6, 14),
        enrolled_on=None,
        artikel="BVR21 art. 2 §3, 1°",
    )


def peildatum_regels(schooljaar: Schooljaar) -> date:
    """The day on which the law is read for hours: the first day of the schooljaar."""
    return schooljaar.first_day


def peildatum_begroting(schooljaar: Schooljaar) -> date:
    """The day on which the law is read for the werkingsbudget: 1 January of the budget year."""
    return date(schooljaar.begrotingsjaar, 1, 1)


_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def dutch_date(day: date) -> str:
    """``2 februari 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
