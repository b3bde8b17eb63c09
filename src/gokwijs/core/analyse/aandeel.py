"""Shares and differences of two shares, always with an interval.

In: counts, as whole or half pupils. Out: a share with its Wilson interval, or a difference with its
Newcombe interval (95 %, two-sided). Two shares are compared by the interval of their difference
only; two intervals that overlap say nothing about it.

Sources: Wilson 1927; Newcombe 1998 (Statistics in Medicine 17:873).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Count = Fraction | int
Pair = tuple[Count, Count]


@dataclass(frozen=True, slots=True)
class Aandeel:
    """``x`` of ``n`` pupils; ``low`` and ``high`` between 0 and 1."""

    x: Fraction
    n: Fraction
    low: float
    high: float

    @property
    def p(self) -> float:
        return float(self.x / self.n)


@dataclass(frozen=True, slots=True)
class Verschil:
    """``een`` minus ``ander``, between -1 and 1."""

    een: Aandeel
    ander: Aandeel
    verschil: float
    low: float
    high: float

    @property
    def meer_dan_toeval(self) -> bool:
        """Does the interval of the difference leave out 0?"""
        return self.low > 0 or self.high < 0


def aandelen(pairs: Sequence[Pair]) -> list[Aandeel | None]:
    """Every (x, n) with its Wilson interval, in order; None where n is 0.

    Raises ValueError when x is negative or more than n.
    """
    counts = [(Fraction(x), Fraction(n)) for x, n in pairs]
    for x, n in counts:
        if not 0 <= x <= n:
            raise ValueError(f"a share needs 0 <= x <= n, not {x} of {n}")
    filled = [(x, n) for x, n in counts if n]
    limits = iter(_wilson(filled))
    return [Aandeel(x, n, *next(limits)) if n else None for x, n in counts]


def aandeel(x: Count, n: Count) -> Aandeel | None:
    """One share; None when n is 0."""
    return aandelen([(x, n)])[0]


def verschillen(pairs: Sequence[tuple[Pair, Pair]]) -> list[Verschil | None]:
    """Every difference of two shares, in order; None where one of the groups is empty."""
    shares = aandelen([share for pair in pairs for share in pair])
    couples = list(zip(shares[::2], shares[1::2], strict=True))
    filled = [(een, ander) for een, ander in couples if een and ander]
    found = iter(_newcombe(filled))
    return [next(found) if een and ander else None for een, ander in couples]


def verschil(een: Pair, ander: Pair) -> Verschil | None:
    """One difference, ``een`` minus ``ander``; None when one of the groups is empty."""
    return verschillen([(een, ander)])[0]


def _wilson(counts: Sequence[tuple[Fraction, Fraction]]) -> list[tuple[float, float]]:
    if not counts:
        return []
    import numpy as np
    from statsmodels.stats.proportion import proportion_confint

    x = np.array([float(x) for x, _ in counts])
    n = np.array([float(n) for _, n in counts])
    low, high = proportion_confint(x, n, method="wilson")
    # At 0 and at 1 the limit is exact; floating point leaves it a hair beside.
    low, high = np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _newcombe(couples: Sequence[tuple[Aandeel, Aandeel]]) -> list[Verschil]:
    if not couples:
        return []
    import numpy as np
    from statsmodels.stats.proportion import confint_proportions_2indep

    columns = [
        np.array([float(value) for value in column])
        for column in zip(*((e.x, e.n, a.x, a.n) for e, a in couples), strict=True)
    ]
    low, high = confint_proportions_2indep(*columns, method="newcomb", compare="diff")
    return [
        Verschil(een, ander, float(een.x / een.n - ander.x / ander.n), below, above)
        for (een, ander), below, above in zip(couples, low.tolist(), high.tolist(), strict=True)
    ]
