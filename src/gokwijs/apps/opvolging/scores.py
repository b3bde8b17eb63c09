"""Scores of pupils as groups: GOK and the others at each afname, and what follows from them.

In: a school and afnamen. Out: per afname the scores of each group, and how many had none; the gap
with its interval and the gain between two afnamen, only from ten pupils on in each group. A fixed
number of queries, however many afnamen there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from gokwijs.apps.toetsen.selectors import afnames_van, gok_per_dag, scores_van
from gokwijs.core.effect.uitkomst import Schatting
from gokwijs.core.effect.verschil import Kloof, kloof
from gokwijs.core.effect.voorna import leerwinst
from gokwijs.core.law.numbers import dutch_number

MINSTENS = 10  # pupils per group before a mean is said (meten.md §9, rule 1)
AFNAMEN = 8  # of one toets, the newest
TE_KLEIN = f"minder dan {MINSTENS} leerlingen in een van de groepen"


@dataclass(frozen=True)
class Groepen:
    """One afname. ``gok`` and ``rest`` by key of the pupil; ``zonder``: pupils without a score."""

    afname: Afname
    gok: Mapping[int, float]
    rest: Mapping[int, float]
    onbekend: int
    zonder: int

    @property
    def genoeg(self) -> bool:
        return min(len(self.gok), len(self.rest)) >= MINSTENS

    @property
    def kloof(self) -> Kloof | None:
        """The others minus GOK, in points; None with too few."""
        if not self.genoeg:
            return None
        return kloof(list(self.gok.values()), list(self.rest.values()))

    @property
    def kloof_tekst(self) -> str:
        """'4,1 (1,2 tot 7,0)', or why not; the page says once what stands between brackets."""
        found = self.kloof
        return schatting_tekst(found.punten) if found is not None else TE_KLEIN

    @property
    def gemiddelden(self) -> tuple[str, str]:
        """GOK and the others: 'gemiddeld 12,4 (24 leerlingen)'; dashes with too few."""
        found = self.kloof
        if found is None:
            return "–", "–"
        one, two = (f"{punt(g.gemiddelde)} ({g.n} leerlingen)" for g in (found.gok, found.rest))
        return one, two


@dataclass(frozen=True)
class Winst:
    """From one afname to the next of the same toets in one schooljaar."""

    van: Afname
    naar: Afname
    gok: str
    rest: str


@dataclass(frozen=True)
class Toetsreeks:
    toets: Toets
    groepen: tuple[Groepen, ...]
    winst: tuple[Winst, ...]


def punt(value: float) -> str:
    """Points with one decimal."""
    from fractions import Fraction

    return dutch_number(Fraction(str(round(value, 6))), places=1)


def span_tekst(found: Schatting) -> str:
    return f"{punt(found.low)} tot {punt(found.high)}"


def schatting_tekst(found: Schatting) -> str:
    return f"{punt(found.waarde)} ({span_tekst(found)})"


def toetsreeksen(school: School) -> list[Toetsreeks]:
    """Per toets with numbers its newest afnamen, oldest first."""
    per_toets: dict[int, list[Afname]] = {}
    for one in afnames_van(school):
        if not one.toets.ja_nee:
            per_toets.setdefault(one.toets_id, []).append(one)
    chosen = [one for rows in per_toets.values() for one in rows[-AFNAMEN:]]
    found = {one.afname.pk: one for one in groepen(school, chosen)}
    series = []
    for rows in per_toets.values():
        own = tuple(found[one.pk] for one in rows[-AFNAMEN:] if found[one.pk].gok)
        if own:
            series.append(Toetsreeks(rows[0].toets, own, tuple(_gains(own))))
    return series


def groepen(school: School, afnames: Sequence[Afname]) -> list[Groepen]:
    """The scores of each afname, by group."""
    scores = scores_van([one.pk for one in afnames])
    wie: dict[date, set[int]] = {}
    for one in afnames:
        wie.setdefault(one.datum, set()).update(s.leerling_id for s in scores[one.pk])
    answers = gok_per_dag(school, wie) if wie else {}
    return [_groups(one, scores[one.pk], answers[one.datum]) for one in afnames]


def _groups(afname: Afname, scores: Iterable[Score], answers: Mapping[int, bool | None]) -> Groepen:
    known: dict[bool | None, dict[int, float]] = {True: {}, False: {}, None: {}}
    without = 0
    for score in scores:
        if score.waarde is None:
            without += 1
        else:
            known[answers.get(score.leerling_id)][score.leerling_id] = float(score.waarde)
    return Groepen(afname, known[True], known[False], len(known[None]), without)


def _gains(groups: Sequence[Groepen]) -> Iterable[Winst]:
    """Only on a standardised scale: never across different tests (meten.md §2)."""
    for one, two in pairwise(groups):
        toets = one.afname.toets
        if not toets.gestandaardiseerd or one.afname.schooljaar != two.afname.schooljaar:
            continue
        yield Winst(one.afname, two.afname, _gain(one.gok, two.gok), _gain(one.rest, two.rest))


def _gain(before: Mapping[int, float], after: Mapping[int, float]) -> str:
    both = [(before[key], after[key]) for key in sorted(before.keys() & after.keys())]
    found = leerwinst(both)
    if found.n < MINSTENS or found.punten is None:
        return f"minder dan {MINSTENS} leerlingen met beide scores"
    return f"{schatting_tekst(found.punten)}, {found.n} leerlingen"
