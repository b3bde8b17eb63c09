"""Which day is the teldag of a schooljaar for this school, and why.

In: a school, a schooljaar. Out: the day by the rule, or the one an authorised user entered.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag.models import Teldagkeuze
from gokwijs.core.calendar import Schooljaar, dutch_date, teldag, teldag_nieuwe_school


@dataclass(frozen=True)
class Teldag:
    """The day that counts, and in words how it came about."""

    schooljaar: Schooljaar
    dag: date
    keuze: Teldagkeuze | None

    @property
    def zin(self) -> str:
        """Why this day."""
        if self.keuze is None:
            return (
                f"De eerste schooldag van februari {self.dag.year} "
                "(DBO art. 132 §1; BVR21 art. 2 §1)."
            )
        return f"Ingevoerd door {self.keuze.door_naam}: {self.keuze.reden}"

    def dagen(self, today: date) -> int:
        """How many days still to go; 0 or less when it is past."""
        return (self.dag - today).days

    def voorbij(self, today: date) -> bool:
        """Is it the teldag, or later?"""
        return today >= self.dag

    @property
    def words(self) -> str:
        return dutch_date(self.dag)


def komend_schooljaar(today: date) -> Schooljaar:
    """The schooljaar that the teldag of this school year pays for: before and after that day."""
    return Schooljaar.of(today).next


def teldag_of(school: School, schooljaar: Schooljaar) -> Teldag:
    """The teldag of a school: by the rule, unless somebody entered another day with a reason."""
    keuze = school.teldagen.filter(schooljaar=schooljaar.start).first()
    return Teldag(schooljaar, keuze.dag if keuze else teldag(schooljaar), keuze)


def rule_day(
    schooljaar: Schooljaar, soort: str, gesloten: Collection[date], dag: date | None
) -> date | None:
    """The day that goes with a kind of exception; None when a typed day is missing."""
    if soort == Teldagkeuze.Soort.GESLOTEN:
        return teldag(schooljaar, gesloten)
    if soort == Teldagkeuze.Soort.OKTOBER:
        return teldag_nieuwe_school(schooljaar, gesloten)
    return dag
