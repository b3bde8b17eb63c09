"""Enrolments as intervals: who is where on a day, and what overlaps.

In: enrolments of one school. Out: those of a day, overlaps, and the change that closes one
enrolment and opens the next. Ends are inclusive; an open end is None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.telling.model import Graad, Onderwijsniveau


class InschrijvingError(ValueError):
    """The change is not possible; the message is Dutch and fit for a screen."""


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a pupil sits. ``halves``: 2 for a whole enrolment, 1 for a half one."""

    vestigingsplaats: str
    onderwijsniveau: Onderwijsniveau
    graad: Graad = Graad.NONE
    type: str = ""
    mfc_verblijf: Antwoord = Antwoord.NEE
    administratieve_groep: str = ""
    leerjaar: str = ""
    richting: str = ""
    klas: str = ""
    halves: int = 2


@dataclass(frozen=True, slots=True)
class Inschrijving:
    """One pupil at one place from ``begin`` until and including ``einde``."""

    leerling: str
    begin: date
    einde: date | None
    plaats: Plaats

    def __post_init__(self) -> None:
        if self.einde is not None and self.einde < self.begin:
            raise InschrijvingError("Een inschrijving kan niet eindigen voor ze begint.")

    def covers(self, dag: date) -> bool:
        return self.begin <= dag and (self.einde is None or dag <= self.einde)


def op_datum(inschrijvingen: Iterable[Inschrijving], dag: date) -> list[Inschrijving]:
    """Who is enrolled on a day, in order of pupil."""
    found = [i for i in inschrijvingen if i.covers(dag)]
    return sorted(found, key=lambda i: (i.leerling, i.begin))


def overlap(een: Inschrijving, ander: Inschrijving) -> bool:
    """Do two enrolments of the same pupil share a day for more than one whole pupil?"""
    if een.leerling != ander.leerling or een.plaats.halves + ander.plaats.halves <= 2:
        return False
    return _share_a_day(een, ander)


def overlappingen(
    inschrijvingen: Iterable[Inschrijving],
) -> list[tuple[Inschrijving, Inschrijving]]:
    """Every pair of enrolments of one pupil that overlaps."""
    per_pupil: dict[str, list[Inschrijving]] = {}
    for one in sorted(inschrijvingen, key=lambda i: (i.leerling, i.begin)):
        per_pupil.setdefault(one.leerling, []).append(one)
    return [
        (a, b)
        for mine in per_pupil.values()
        for place, a in enumerate(mine)
        for b in mine[place + 1 :]
        if overlap(a, b)
    ]


def te_veel(nieuw: Inschrijving, andere: Iterable[Inschrijving]) -> list[Inschrijving]:
    """With which others of the pupil a new one makes more than one whole pupil on some day.

    Three halves overlap in pairs without a problem, and together they are one pupil too many.
    """
    met = [a for a in andere if a.leerling == nieuw.leerling and _share_a_day(a, nieuw)]
    for dag in sorted({nieuw.begin, *(max(a.begin, nieuw.begin) for a in met)}):
        busy = [a for a in met if a.covers(dag)]
        if sum(a.plaats.halves for a in busy) + nieuw.plaats.halves > 2:
            return busy
    return []


def _share_a_day(een: Inschrijving, ander: Inschrijving) -> bool:
    first, second = sorted((een, ander), key=lambda i: i.begin)
    return first.einde is None or second.begin <= first.einde


def wijzig(
    huidig: Inschrijving, plaats: Plaats, vanaf: date
) -> tuple[Inschrijving | None, Inschrijving]:
    """Move a pupil: close the running enrolment the day before and open the next.

    A change on the very first day replaces the enrolment (the first of the two is None).
    Raises InschrijvingError for a day outside the enrolment.
    """
    if not huidig.covers(vanaf):
        raise InschrijvingError("Op die dag loopt deze inschrijving niet.")
    next_one = replace(huidig, begin=vanaf, plaats=plaats)
    if vanaf == huidig.begin:
        return None, next_one
    return replace(huidig, einde=vanaf - timedelta(days=1)), next_one
