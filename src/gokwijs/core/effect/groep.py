"""A group as three numbers, and the numbers that every comparison needs.

In: scores. Out: n, mean and sample SD. Sums are exact (``fsum``), so the order of a file cannot
change the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Groep:
    """``sd`` with n - 1; 0 for one pupil."""

    n: int
    gemiddelde: float
    sd: float

    @property
    def fout2(self) -> float:
        """The square of the standard error of the mean."""
        return self.sd**2 / self.n


def groep_van(scores: Sequence[float]) -> Groep:
    """Raises ValueError on no scores."""
    if not scores:
        raise ValueError("a group needs at least one score")
    n = len(scores)
    mean = math.fsum(scores) / n
    squares = math.fsum((score - mean) ** 2 for score in scores)
    return Groep(n, mean, math.sqrt(squares / (n - 1)) if n > 1 else 0.0)


def sd_samen(een: Groep, ander: Groep) -> float:
    """The pooled SD; raises ValueError when both groups together have fewer than 3 pupils."""
    m = een.n + ander.n - 2
    if m < 1:
        raise ValueError("a pooled SD needs at least three pupils")
    return math.sqrt(((een.n - 1) * een.sd**2 + (ander.n - 1) * ander.sd**2) / m)


def hedges_j(m: float) -> float:
    """The exact correction for small groups, by log-gamma; m > 1 (Hedges 1981, eq. 6e).

    At m = 1 the mean of the uncorrected value does not exist and J is 0.
    """
    if m <= 1:
        return 0.0
    return math.exp(math.lgamma(m / 2) - math.lgamma((m - 1) / 2)) / math.sqrt(m / 2)
