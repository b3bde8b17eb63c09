"""Before the start: what a design can see at all, and how often chance looks like success.

In: numbers of pupils or classes. Out: the smallest difference that will show (MDES, in SD), pupils
needed, and the chance that a useless action seems worth four months.

Sources: Bloom 1995 (Eval. Rev. 19:547); Dong & Maynard 2013.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from gokwijs.core.effect.drempels import DREMPELS, Drempels
from gokwijs.core.effect.groep import hedges_j
from gokwijs.core.effect.verschil import t_kwantiel

VIER_MAANDEN = 0.265
"""From here g rounds to 0.27, the first value of four months in both tables."""
N_MAX = 20_000
"""More pupils per group than any school will ever pool."""
TABEL_N = (8, 12, 20, 30, 50, 100, 200)


def mdes(
    n_t: int, n_c: int, *, r: float = 0.0, covariaten: int = 0, drempels: Drempels = DREMPELS
) -> float | None:
    """In SD; ``r`` with the pre-test. None without a pupil in a group or a degree of freedom."""
    total, df = n_t + n_c, n_t + n_c - 2 - covariaten
    if min(n_t, n_c) < 1 or df < 1:
        return None
    return _factor(df, drempels) * math.sqrt((1 - r**2) * total / (n_t * n_c))


def mdes_cluster(
    klassen: int,
    per_klas: float,
    *,
    icc: float = DREMPELS.icc_klas,
    r2_leerling: float = 0.0,
    r2_klas: float = 0.0,
    covariaten: int = 0,
    deel: float = 0.5,
    drempels: Drempels = DREMPELS,
) -> float | None:
    """The same for whole classes; ``deel`` is the share of the classes with the action."""
    df = klassen - 2 - covariaten
    if df < 1 or not 0 < deel < 1 or per_klas <= 0:
        return None
    between = icc * (1 - r2_klas)
    inside = (1 - icc) * (1 - r2_leerling) / per_klas
    return _factor(df, drempels) * math.sqrt((between + inside) / (deel * (1 - deel) * klassen))


def ontwerpeffect(per_klas: float, icc: float = DREMPELS.icc_klas) -> float:
    """How much less a pupil tells who shares a class; its root widens a standard error."""
    return 1 + (per_klas - 1) * icc


def n_nodig(effect: float, *, drempels: Drempels = DREMPELS) -> int | None:
    """Pupils per group for which ``effect`` (in SD) is the MDES; None beyond ``N_MAX``."""
    return _kleinste(2, lambda n: (mdes(n, n, drempels=drempels) or math.inf) <= abs(effect))


def n_voor_breedte(half: float, *, r: float = 0.0, deff: float = 1.0) -> int | None:
    """Pupils per group for which the interval reaches no further than ``half`` SD each way."""
    if half <= 0:
        return None
    spread = 2 * (1 - r**2) * deff
    return _kleinste(3, lambda n: t_kwantiel(2 * n - 3) * math.sqrt(spread / n) < half)


def schijn(n: int) -> float:
    """Chance that a useless action with ``n`` per group shows g that rounds to 0.27 or more."""
    from scipy.special import stdtr

    df = 2 * n - 2
    return float(1 - stdtr(df, VIER_MAANDEN / hedges_j(df) * math.sqrt(n / 2)))


def _factor(df: int, drempels: Drempels) -> float:
    from scipy.special import stdtrit

    return t_kwantiel(df, drempels.alpha) + float(stdtrit(df, drempels.power))


def _kleinste(start: int, enough: Callable[[int], bool]) -> int | None:
    """The smallest n from ``start`` on that is enough; every larger one is too."""
    low, high = start - 1, start
    while not enough(high):
        if high >= N_MAX:
            return None
        low, high = high, min(2 * high, N_MAX)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
