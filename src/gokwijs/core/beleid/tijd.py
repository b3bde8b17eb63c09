"""Stage 6: counting back in months, and the days of a school year on which a rule begins.

In: dates. Out: dates. Today is always passed in.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from gokwijs.core.calendar import Schooljaar


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back); the last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_older(day: date, vandaag: date, *, months: int) -> bool:
    """More than so many months ago."""
    return day < add_months(vandaag, -months)


def days_since(day: date, vandaag: date) -> int:
    return (vandaag - day).days


def is_after(vandaag: date, month: int, day: int) -> bool:
    """Is this day of the school year of ``vandaag`` behind us?"""
    year = Schooljaar.of(vandaag)
    return vandaag > date(year.start if month >= 9 else year.start + 1, month, day)


def school_months_back(vandaag: date, months: int) -> date:
    """So many months back, July and August not counted."""
    found = add_months(vandaag, -months)
    while True:
        earlier = add_months(vandaag, -months) - timedelta(days=_summer_days(found, vandaag))
        if earlier == found:
            return found
        found = earlier


def _summer_days(first: date, last: date) -> int:
    """Days of July and August from ``first`` up to and including ``last``."""
    found = 0
    for year in range(first.year, last.year + 1):
        begin, end = max(first, date(year, 7, 1)), min(last, date(year, 8, 31))
        found += max((end - begin).days + 1, 0)
    return found


def is_half_passed(start: date, einddatum: date, vandaag: date) -> bool:
    """Is today past the middle between start and einddatum?"""
    return (vandaag - start) > (einddatum - vandaag)
