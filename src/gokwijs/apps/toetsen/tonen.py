"""What somebody may see of the scores of an afname: figures through the threshold, or a list.

In: who looks, afnamen, scores. Out: per afname the number, mean and spread, and the line over the
afnamen. Whoever works with exact numbers sees every number; everybody else only groups of at least
``MINSTENS`` pupils with a score, and never how many lack one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import fmean, stdev

from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Score, Toets
from gokwijs.core.law.numbers import dutch_number
from gokwijs.renderers.grafiek.model import Punt, Tijdlijn, Tijdpunt

MINSTENS = 10  # pupils with a score, before anything of them is shown outside the Werkzone
AFGESCHERMD = "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken."
_SURE = 0.975


@dataclass(frozen=True)
class Cijfers:
    """One afname in figures; everything None where it may not be seen. Yes or no: shares of 1."""

    afname: Afname
    verborgen: bool
    n: int | None = None
    gemiddelde: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    ontbreekt: tuple[tuple[str, int], ...] = ()
    wie: frozenset[int] = field(default=frozenset(), repr=False)  # pupils with a score

    @property
    def zonder(self) -> int:
        return sum(number for _, number in self.ontbreekt)

    @property
    def gemiddelde_tekst(self) -> str:
        if self.gemiddelde is None:
            return "–"
        if self.afname.toets.ja_nee:
            return f"{_rond(self.gemiddelde * 100, 0)} % ja"
        return _rond(self.gemiddelde)

    @property
    def sd_tekst(self) -> str:
        return "–" if self.sd is None or self.afname.toets.ja_nee else _rond(self.sd)

    @property
    def interval_tekst(self) -> str:
        """Where the mean may well lie."""
        if self.low is None or self.high is None:
            return "–"
        if self.afname.toets.ja_nee:
            return f"{_rond(self.low * 100, 0)} tot {_rond(self.high * 100, 0)} %"
        return f"{_rond(self.low)} tot {_rond(self.high)}"


def _rond(value: float, places: int = 1) -> str:
    return dutch_number(Fraction(value), places=places)


def cijfers(access: Access, afnamen: Sequence[Afname]) -> list[Cijfers]:
    """The figures of every afname; one query."""
    values: dict[int, dict[int, float]] = {a.pk: {} for a in afnamen}
    causes: dict[int, Counter[str]] = {a.pk: Counter() for a in afnamen}
    rows = Score.objects.filter(afname__in=list(values)).exclude(leerling__naam=GEWIST)
    for afname, leerling, waarde, ontbreekt in rows.values_list(
        "afname_id", "leerling_id", "waarde", "ontbreekt"
    ):
        if waarde is None:
            causes[afname][ontbreekt] += 1
        else:
            values[afname][leerling] = float(waarde)
    return [_of(access, a, values[a.pk], causes[a.pk]) for a in afnamen]


def _of(
    access: Access, afname: Afname, scores: Mapping[int, float], causes: Counter[str]
) -> Cijfers:
    values = sorted(scores.values())
    if not access.werkzone and _too_few(afname.toets, values):
        return Cijfers(afname, verborgen=True)
    low, high = interval(afname.toets, values)
    return Cijfers(
        afname,
        verborgen=False,
        n=len(values),
        gemiddelde=fmean(values) if values else None,
        sd=stdev(values) if len(values) > 1 else None,
        low=low,
        high=high,
        ontbreekt=_causes(causes) if access.werkzone else (),
        wie=frozenset(scores),
    )


def _too_few(toets: Toets, values: Sequence[float]) -> bool:
    """With yes or no both sides must be large enough: a share of all tells of each."""
    if not toets.ja_nee:
        return len(values) < MINSTENS
    yes = sum(1 for value in values if value == 1)
    return min(yes, len(values) - yes) < MINSTENS


def _causes(causes: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((c.label, causes[c.value]) for c in Ontbreekt if causes.get(c.value))


def interval(toets: Toets, values: Sequence[float]) -> tuple[float | None, float | None]:
    """95 %: of the mean with t, of a share Wilson; only from ``MINSTENS`` pupils on."""
    number = len(values)
    if number < MINSTENS:
        return None, None
    from scipy import stats  # heavy: when first used

    if toets.ja_nee:
        found = stats.binomtest(int(sum(values)), number).proportion_ci(method="wilson")
        return float(found.low), float(found.high)
    half = float(stats.t.ppf(_SURE, number - 1)) * stdev(values) / math.sqrt(number)
    mean = fmean(values)
    return mean - half, mean + half


def lijn(toets: Toets, rows: Sequence[Cijfers]) -> Tijdlijn | None:
    """The means over time; None with fewer than two afnamen that may be shown.

    Where most pupils are others than before, the line breaks.
    """
    shown = [r for r in rows if r.gemiddelde is not None and r.n and r.n >= MINSTENS]
    if len({r.afname.datum for r in shown}) < 2:
        return None
    scale = 100 if toets.ja_nee else 1
    points = []
    for row in shown:
        assert row.gemiddelde is not None
        low = None if row.low is None else row.low * scale
        high = None if row.high is None else row.high * scale
        points.append(Tijdpunt(row.afname.datum, Punt(row.gemiddelde * scale, low, high)))
    unit = "%" if toets.ja_nee else toets.eenheid or "punten"
    breaks = tuple(
        place for place, (one, two) in enumerate(pairwise(shown)) if _others(one.wie, two.wie)
    )
    return Tijdlijn(f"Gemiddelde per afname van {toets}", unit, tuple(points), breuken=breaks)


def _others(one: frozenset[int], two: frozenset[int]) -> bool:
    """Do fewer than half of the smaller group stand in both?"""
    return len(one & two) * 2 < min(len(one), len(two))


# ---------------------------------------------------------------- the list of one afname


@dataclass(frozen=True)
class Lijstvraag:
    """What somebody asks of a list of scores; the keys stand in the address."""

    q: str = ""
    klas: str = ""
    toon: str = ""  # met, zonder, or a cause
    sort: str = "naam"
    omgekeerd: bool = False


def eigen(access: Access, scores: Sequence[Score], dag: date) -> list[Score]:
    """Those of pupils this person may see: for a leraar who is in an own class today."""
    if access.klassen is None:
        return list(scores)
    mine = set(
        Inschrijving.objects.filter(
            running_on(dag),
            leerling__school=access.school,
            klas__in=access.klassen,
        ).values_list("leerling_id", flat=True)
    )
    return [score for score in scores if score.leerling_id in mine]


def gevraagd(scores: Sequence[Score], vraag: Lijstvraag, key: str) -> list[Score]:
    """Filtered and in order; ``key`` is the folded search text."""
    found = [s for s in scores if _wanted(s, vraag, key)]
    found.sort(key=lambda s: (s.leerling.zoeknaam, s.leerling_id))
    if vraag.sort == "klas":
        found.sort(key=lambda s: s.klas, reverse=vraag.omgekeerd)
    elif vraag.sort == "score":
        found.sort(key=lambda s: s.waarde or Decimal(0), reverse=vraag.omgekeerd)
        found.sort(key=lambda s: s.waarde is None)  # without a score at the end
    elif vraag.omgekeerd:
        found.reverse()
    return found


def _wanted(score: Score, vraag: Lijstvraag, key: str) -> bool:
    if vraag.klas and score.klas != vraag.klas:
        return False
    if vraag.toon == "met" and score.waarde is None:
        return False
    if vraag.toon == "zonder" and score.waarde is not None:
        return False
    if vraag.toon not in ("", "met", "zonder") and score.ontbreekt != vraag.toon:
        return False
    name = score.leerling.zoeknaam
    return all(word in name or score.leerling.stamnummer.startswith(word) for word in key.split())
