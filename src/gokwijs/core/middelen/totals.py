"""Getypte totalen in het secundair: een gegarandeerd interval over alle mogelijke combinaties.

In: het totaal van één groep (leerlingen en aantal per indicator). Uit: grenzen voor punten, teller
en uren, gevonden met geheeltallige optimalisatie per tak van de wet (``besluiten.md`` 17):
onder de drempel, erboven, en vanaf de concentratiegrens.

The solver works in floating point, so it is never believed: an optimum counts only when its
witness, checked in integers, reaches the proven bound; otherwise the bound itself, widened
outwards, is taken. The interval can then be wider than needed, never too narrow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from gokwijs.core.middelen.uren_leraar_regel import (
    INDICATOREN,
    MASKS,
    Onmogelijk,
    UrenRegel,
    bit,
)
from gokwijs.core.telling.model import Groep, GroupTotal

if TYPE_CHECKING:
    from gokwijs.core.middelen.uren_leraar import GroepDeel, Stand


@dataclass(frozen=True, slots=True)
class Tak:
    """One branch of the law: numerator within [low, high], and what it means there."""

    low: int
    high: int
    haalt_drempel: bool
    geconcentreerd: bool
    punten: tuple[int, int]


@dataclass(frozen=True)
class _Problem:
    """Whole numbers of units (pupils, or half pupils when a total is half) per combination."""

    units: int
    per_unit: int  # halves in one unit
    low: tuple[int, ...]
    high: tuple[int, ...]

    @classmethod
    def of(cls, total: GroupTotal) -> _Problem:
        low = [total.low(k) for k in INDICATOREN]
        high = [total.high(k) for k in INDICATOREN]
        if any(number < 0 for number in (total.halves, *low)) or any(
            a > b for a, b in zip(low, high, strict=True)
        ):
            raise Onmogelijk("Een totaal is negatief of groter dan het aantal leerlingen.")
        whole = all(number % 2 == 0 for number in (total.halves, *low, *high))
        per = 2 if whole else 1
        return cls(
            total.halves // per,
            per,
            tuple(number // per for number in low),
            tuple(number // per for number in high),
        )

    def fits(self, counts: Sequence[int]) -> bool:
        """Is this division (units per combination) exactly possible?"""
        if any(count < 0 for count in counts) or sum(counts) != self.units:
            return False
        for place, indicator in enumerate(INDICATOREN):
            having = sum(c for m, c in zip(MASKS, counts, strict=True) if m & bit(indicator))
            if not self.low[place] <= having <= self.high[place]:
                return False
        return True


def _best(
    problem: _Problem,
    weights: Sequence[int],
    tellers: Sequence[int],
    band: tuple[int, int],
    *,
    most: bool,
) -> int | None:
    """The least or most of Σ weight × units with Σ teller × units in ``band``; None if impossible.

    Both in integers over the scale of the law. Guaranteed: never inside the true bound.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    divisor = math.gcd(*tellers) or 1
    rows = [np.ones(len(MASKS))]
    lows, highs = [problem.units], [problem.units]
    for place, indicator in enumerate(INDICATOREN):
        rows.append(np.array([1.0 if m & bit(indicator) else 0.0 for m in MASKS]))
        lows.append(problem.low[place])
        highs.append(problem.high[place])
    rows.append(np.array([t / divisor for t in tellers]))
    lows.append(-(-band[0] // divisor))
    highs.append(band[1] // divisor)
    sign = -1 if most else 1
    scale = math.gcd(*weights) or 1
    found = milp(
        c=np.array([sign * w / scale for w in weights]),
        constraints=LinearConstraint(np.array(rows), lows, highs),
        integrality=np.ones(len(MASKS), dtype=np.int64),
        bounds=Bounds(0, problem.units),
        options={"mip_rel_gap": 0.0},
    )
    if found.status == 2:
        return None
    bound = _proven_bound(found, problem, weights, scale, sign)
    if found.x is None:
        return bound
    counts = [int(v) for v in np.rint(found.x)]
    reached = sum(w * c for w, c in zip(weights, counts, strict=True))
    teller = sum(t * c for t, c in zip(tellers, counts, strict=True))
    exact = problem.fits(counts) and band[0] <= teller <= band[1]
    # Values are multiples of `scale`: a witness within one step of the bound is the optimum.
    if exact and abs(bound - reached) < scale:
        return reached
    return max(bound, reached) if most else min(bound, reached)


def _proven_bound(
    found: object, problem: _Problem, weights: Sequence[int], scale: int, sign: int
) -> int:
    """The solver's proven bound as an integer, widened by its tolerance; or the trivial one."""
    dual = getattr(found, "mip_dual_bound", None)
    if dual is None or not math.isfinite(dual):
        return problem.units * (max(weights) if sign < 0 else min(weights))
    slack = 1e-6 * max(1.0, abs(dual))
    lowest: int = math.ceil(float(dual) - slack)
    return sign * lowest * scale


def numerator_bounds(total: GroupTotal, regel: UrenRegel) -> tuple[int, int]:
    """Least and most numerator (times halves and scale) that fit the totals; raises Onmogelijk."""
    problem = _Problem.of(total)
    tellers = regel.teller_per_mask
    everything = (0, problem.units * max(tellers))
    low = _best(problem, tellers, tellers, everything, most=False)
    high = _best(problem, tellers, tellers, everything, most=True)
    if low is None or high is None:
        raise Onmogelijk("De totalen van deze groep kunnen samen niet kloppen.")
    return low * problem.per_unit, high * problem.per_unit


def takken(total: GroupTotal, groep: Groep, regel: UrenRegel) -> list[Tak]:
    """The branches of the law that can occur, with least and most points (times halves)."""
    problem = _Problem.of(total)
    tellers = regel.teller_per_mask
    drempel, concentratie = regel.drempel[groep], regel.drempel_concentratie
    top = problem.units * max(tellers)

    def first_meeting(limit: Fraction) -> int:
        return math.ceil(limit * problem.units * regel.schaal)

    cuts = sorted({0, first_meeting(drempel), first_meeting(concentratie), top + 1})
    found = []
    for low, after in pairwise(cuts):
        band = (low, after - 1)
        if low > top:
            continue
        least = _best(problem, regel.punten_per_mask, tellers, band, most=False)
        most = _best(problem, regel.punten_per_mask, tellers, band, most=True)
        if least is None or most is None:
            continue
        per = problem.per_unit
        found.append(
            Tak(
                low * per,
                (after - 1) * per,
                haalt_drempel=problem.units > 0 and low >= first_meeting(drempel),
                geconcentreerd=problem.units > 0 and low >= first_meeting(concentratie),
                punten=(least * per, most * per),
            )
        )
    if not found:
        raise Onmogelijk("De totalen van deze groep kunnen samen niet kloppen.")
    return found


def part_of_total(
    total: GroupTotal,
    groep: Groep,
    regel: UrenRegel,
    brussel: tuple[bool, bool],
    vorige: Stand | None,
) -> GroepDeel:
    """The group with its interval of hours over every division that fits; raises Onmogelijk."""
    from gokwijs.core.middelen.uren_leraar import GroepDeel, Stand

    limit = regel.drempel[groep]
    earlier = (
        (False, True)
        if vorige is None
        else tuple(regel.haalt(vorige.teller[side], vorige.halves, limit) for side in (0, 1))
    )
    branches = takken(total, groep, regel)
    lows, highs, certain, perhaps = [], [], [], []
    sums: tuple[list[Fraction], list[Fraction]] = ([], [])
    for tak in branches:
        sure, maybe = tak.haalt_drempel or earlier[0], tak.haalt_drempel or earlier[1]
        conc = tak.geconcentreerd
        least = regel.uren(groep, tak.punten[0], brussel=brussel[0], concentratie=conc)[1]
        most = regel.uren(groep, tak.punten[1], brussel=brussel[1], concentratie=conc)[1]
        for side in (0, 1):
            maal = regel.maal(brussel=brussel[side], concentratie=conc)
            punten = Fraction(tak.punten[side], 2 * regel.schaal)
            sums[side].append(punten * maal * regel.uren_per_punt[groep])
        lows.append(least if sure else 0)
        highs.append(most if maybe else 0)
        certain.append(sure)
        perhaps.append(maybe)
    met = True if all(certain) else (None if any(perhaps) else False)
    stand = Stand(
        total.halves,
        (min(t.punten[0] for t in branches), max(t.punten[1] for t in branches)),
        numerator_bounds(total, regel),
    )
    return GroepDeel(
        groep,
        None,
        stand,
        vorige,
        met,
        (min(lows), max(highs)),
        total=total,
        som=(min(sums[0]), max(sums[1])),
    )
