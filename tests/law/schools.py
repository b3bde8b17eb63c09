"""Random schools that lie where the law is difficult: on, just under and just above a threshold.

``GOKWIJS_VOORBEELDEN`` scales how many there are: 1 (default) = all, 0.1 = a quick look. Above 1
they are drawn anew on every run; otherwise every run sees the same schools.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.telling.model import Cell
from tests.core.builders import CODES, cell
from tests.law import naive

SCALE = float(os.environ.get("GOKWIJS_VOORBEELDEN", "1"))


def voorbeelden(number: float) -> settings:
    """So many examples, scaled."""
    return settings(
        max_examples=max(5, int(number * SCALE)),
        deadline=None,
        derandomize=SCALE <= 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


SO = ("so_1", "so_okan", "so_2", "so_3")
BAO = ("kleuter", "lager")
LIMITS = {
    "so_1": (Fraction(10, 100), Fraction(55, 100)),
    "so_okan": (Fraction(10, 100), Fraction(55, 100)),
    "so_2": (Fraction(25, 100), Fraction(55, 100)),
    "so_3": (Fraction(25, 100), Fraction(55, 100)),
    "buso": (Fraction(40, 100),),
    "bubao": (Fraction(40, 100),),
}


@dataclass(frozen=True)
class Schets:
    """A school in a few words: its cells, those of a year earlier, and the facts about it."""

    nu: tuple[Cell, ...]
    eerder: tuple[Cell, ...]
    feiten: tuple[tuple[str, Any], ...]

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.feiten)


def _counts(group: str, c: Cell) -> Fraction:
    """What the pupils of a cell add to the numerator of the threshold of their group."""
    pupils = naive.leerlingen([c])
    if group.startswith("so"):
        return naive.total(pupils, naive.telt)
    return naive.number(naive.tellen_mee(pupils, group), "opleiding_moeder")


TYPES = ("3", "3", "3", "basisaanbod", "1", "2", "9")
SMALL = range(2 * 12 + 1)


def _cell(group: str, drawn: int, times: int, *, halves: bool, places: str) -> Cell:
    """One drawn number holds a whole cell: few draws make thousands of schools affordable."""
    drawn, number = divmod(drawn, len(SMALL))
    drawn, code = divmod(drawn, len(CODES))
    drawn, place = divmod(drawn, 2)
    drawn, kind = divmod(drawn, len(TYPES))
    extra: dict[str, Any] = {"vestigingsplaats": places[place % len(places)]}
    if group in ("buso", "bubao"):
        extra["type"] = TYPES[kind]
        extra["mfc_verblijf"] = Antwoord(int(drawn == 7))
    pupils = Fraction(number * times, 2)
    return cell(CODES[code], pupils if halves else int(pupils), group, **extra)


CELL = st.integers(0, len(SMALL) * len(CODES) * 2 * len(TYPES) * 8 - 1)


@st.composite
def group_cells(draw: st.DrawFn, group: str, *, halves: bool, places: str) -> list[Cell]:
    """Pupils of one group, often filled up with others to just a threshold, or one off."""
    times = draw(st.sampled_from((1, 2, 6, 8)))
    drawn = draw(st.lists(CELL, max_size=4))
    cells = [_cell(group, d, times, halves=halves, places=places) for d in drawn]
    rest = draw(st.integers(-120, 60))
    if rest < 0 and group in LIMITS:
        limit = LIMITS[group][rest // 4 % len(LIMITS[group])]
        off = (-1, 0, 0, 1)[rest % 4]
        numerator = sum((_counts(group, c) for c in cells), Fraction(0))
        if numerator.denominator == 1:  # round it up, so that the share can be just the limit
            more = int(-numerator % limit.numerator)
            cells.append(cell("M", more, group, vestigingsplaats=places[0]))
            numerator += more
        counted = sum(
            c.halves for c in cells if group in SO or naive.tellen_mee(naive.leerlingen([c]), group)
        )
        most = int(numerator / limit)  # one pupil more and the share is below the limit
        rest = max(0, most - counted // 2 + off)
    cells.append(cell("", abs(rest), group, vestigingsplaats=places[0]))
    return cells


@st.composite
def scholen(draw: st.DrawFn, groups: tuple[str, ...] = (*BAO, *SO, "buso", "bubao")) -> Schets:
    """A school of which every answer is known, with its count of a year earlier."""
    halves = draw(st.sampled_from([False, False, False, True]))
    places = draw(st.sampled_from(["1", "1", "12"]))
    chosen = draw(st.lists(st.sampled_from(groups), min_size=1, max_size=3, unique=True))
    now = [c for g in chosen for c in draw(group_cells(g, halves=halves, places=places))]
    earlier = [c for g in chosen for c in draw(group_cells(g, halves=False, places=places))]
    facts: dict[str, Any] = {"brussel": draw(st.sampled_from([Antwoord.NEE, Antwoord.JA]))}
    if draw(st.booleans()):
        noemer = draw(st.integers(1, 400))
        facts["toeslag_noemer"] = Fraction(noemer)
        facts["toeslag_leerlingen"] = Fraction(draw(st.integers(0, 2 * noemer)), 2)
    facts["nieuwe_school"] = draw(st.sampled_from([Antwoord.NEE, Antwoord.NEE, Antwoord.JA]))
    if places == "12":
        facts["vestigingen_verspreid"] = draw(st.sampled_from([Antwoord.NEE, Antwoord.JA]))
        facts["lezing_vestigingen"] = draw(st.sampled_from(["beide_groepen", "alleen_groep_1"]))
    return Schets(tuple(now), tuple(earlier), tuple(facts.items()))
