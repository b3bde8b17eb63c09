"""Dated facts about one pupil, and what they say together on a day.

In: facts, each with its source and the day from which it holds. Out: the answer on a day, with the
reason; sources that contradict each other are shown and never silently resolved.
Zorgthuis is never a fact of a pupil (``besluiten.md`` 11).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from gokwijs.core.kenmerken import Antwoord, Kenmerk

PER_LEERLING = tuple(k for k in Kenmerk if k is not Kenmerk.ZORGTHUIS)


class Herkomst(StrEnum):
    """Where a fact comes from."""

    VERKLARING = "verklaring"
    REGISTER = "register"
    SCHOOL = "school"
    BESLISSING = "beslissing"  # a person settled a conflict, with a reason

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Herkomst.VERKLARING: "de verklaring van de ouders",
    Herkomst.REGISTER: "het register van de overheid",
    Herkomst.SCHOOL: "de school",
    Herkomst.BESLISSING: "een beslissing van de school",
}


@dataclass(frozen=True, slots=True)
class Feit:
    """One answer on one kenmerk; holds from ``vanaf`` until a later fact of the same source."""

    kenmerk: Kenmerk
    antwoord: Antwoord
    herkomst: Herkomst
    vanaf: date
    vastgelegd: datetime

    def __post_init__(self) -> None:
        if self.kenmerk is Kenmerk.ZORGTHUIS:
            raise ValueError("zorgthuis is never stored per pupil")


@dataclass(frozen=True, slots=True)
class Stand:
    """The answer on a day and why; ``strijdig`` holds the facts that contradict each other."""

    antwoord: Antwoord
    reden: str
    strijdig: tuple[Feit, ...] = ()


NIETS = Stand(Antwoord.ONBEKEND, "Nog niets ingevuld.")


def bronnen_op(feiten: Iterable[Feit], kenmerk: Kenmerk, dag: date) -> dict[Herkomst, Feit]:
    """The facts that count on a day: per source the latest, and after a decision only newer ones
    that say something else."""
    mine = [f for f in feiten if f.kenmerk is kenmerk and f.vanaf <= dag]
    if len(mine) < 2:  # nearly always, and a school has thousands
        return {f.herkomst: f for f in mine}
    latest: dict[Herkomst, Feit] = {}
    for feit in sorted(mine, key=lambda f: (f.vanaf, f.vastgelegd)):
        latest[feit.herkomst] = feit
    decision = latest.pop(Herkomst.BESLISSING, None)
    if decision is None:
        return latest
    after = {
        h: f
        for h, f in latest.items()
        if f.vastgelegd > decision.vastgelegd and f.antwoord is not decision.antwoord
    }
    return {Herkomst.BESLISSING: decision, **after}


def stand_op(feiten: Iterable[Feit], kenmerk: Kenmerk, dag: date) -> Stand:
    """What is known of one kenmerk on a day.

    Per source the latest fact counts. A decision counts over everything recorded before it.
    Sources that agree, or of which only one knows, give the answer; others contradict.
    """
    latest = bronnen_op(feiten, kenmerk, dag)
    if not latest:
        return NIETS
    if len(latest) == 1:
        only = next(iter(latest.values()))
        return _by_one(only.herkomst, only.antwoord)
    known = [f for f in latest.values() if f.antwoord is not Antwoord.ONBEKEND]
    answers = {f.antwoord for f in known}
    if len(answers) > 1:
        sources = " en ".join(f"{f.herkomst.words} ({f.antwoord.word})" for f in known)
        return Stand(
            Antwoord.ONBEKEND,
            f"De bronnen spreken elkaar tegen: {sources}. Beslis welk antwoord klopt.",
            tuple(known),
        )
    if not known:
        return _by_one(next(iter(latest.values())).herkomst, Antwoord.ONBEKEND)
    sources = " en ".join(f.herkomst.words for f in known)
    return Stand(known[0].antwoord, f"Volgens {sources}.")


@cache
def _by_one(herkomst: Herkomst, antwoord: Antwoord) -> Stand:
    """What one source says."""
    if antwoord is Antwoord.ONBEKEND:
        return Stand(antwoord, f"Volgens {herkomst.words} niet gekend.")
    return Stand(antwoord, f"Volgens {herkomst.words}.")
