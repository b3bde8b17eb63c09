"""Two measurements of the same pupils: ANCOVA, difference in differences, and the gain of a group.

In: scores before and after, in the same order per group. Out: estimates in points with a 95 %
interval and their reading in SD: of the post-test for ANCOVA, of the pre-test for DiD, never of
the change scores.

Sources: Morris 2008 (Org. Res. Methods 11:364); Long & Ervin 2000 for HC3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gokwijs.core.effect.drempels import DREMPELS, Drempels
from gokwijs.core.effect.groep import groep_van
from gokwijs.core.effect.uitkomst import Schatting
from gokwijs.core.effect.verschil import Maatstaf, maatstaf, t_kwantiel, welch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Scores = Sequence[float]


@dataclass(frozen=True, slots=True)
class VoorNa:
    """One group: ``voor[i]`` and ``na[i]`` are of the same pupil."""

    voor: tuple[float, ...]
    na: tuple[float, ...]

    @property
    def winst(self) -> list[float]:
        return [after - before for before, after in zip(self.voor, self.na, strict=True)]


@dataclass(frozen=True, slots=True)
class Ancova:
    """``punten``: the coefficient of the group. ``hc3``: robust errors were needed.

    ``overlapt``: enough pupils of each group lie in the range of the other; without that the line
    is drawn where nobody is. ``r``: correlation of pre and post within the groups.
    """

    punten: Schatting
    g: Schatting | None
    maat: Maatstaf | None
    hc3: bool
    overlapt: bool
    helling: float
    r: float


@dataclass(frozen=True, slots=True)
class Did:
    punten: Schatting
    g: Schatting | None


@dataclass(frozen=True, slots=True)
class Leerwinst:
    """``zonder``: pupils who lack one of the two scores."""

    n: int
    zonder: int
    punten: Schatting | None


def ancova(actie: VoorNa, vergelijking: VoorNa, drempels: Drempels = DREMPELS) -> Ancova | None:
    """None with fewer than 5 pupils or when the pre-test does not spread within the groups."""
    import numpy as np
    from statsmodels.regression.linear_model import OLS

    n_t, n = len(actie.voor), len(actie.voor) + len(vergelijking.voor)
    pre = np.array([*actie.voor, *vergelijking.voor])
    post = np.array([*actie.na, *vergelijking.na])
    within = _binnen(pre, n_t)
    if n < 5 or not 0 < n_t < n or not np.any(within):
        return None
    group = (np.arange(n) < n_t).astype(float)
    fit = OLS(post, np.column_stack([np.ones(n), group, pre])).fit()
    hc3 = _ongelijk(fit.resid[:n_t], fit.resid[n_t:], drempels)
    se = float((fit.HC3_se if hc3 else fit.bse)[1])
    value, df = float(fit.params[1]), n - 3
    half = t_kwantiel(df, drempels.alpha) * se
    points = Schatting(value, value - half, value + half, se, float(df))
    scale = maatstaf(groep_van(actie.na), groep_van(vergelijking.na), drempels)
    return Ancova(
        punten=points,
        g=points.keer(scale.j / scale.sd) if scale else None,
        maat=scale,
        hc3=hc3,
        overlapt=_overlapt(actie.voor, vergelijking.voor, drempels),
        helling=float(fit.params[2]),
        r=_r(within, _binnen(post, n_t)),
    )


def did(actie: VoorNa, vergelijking: VoorNa, drempels: Drempels = DREMPELS) -> Did | None:
    """Change of ``actie`` minus change of ``vergelijking``; None with one pupil in a group."""
    points = welch(groep_van(actie.winst), groep_van(vergelijking.winst))
    if points is None:
        return None
    scale = maatstaf(groep_van(actie.voor), groep_van(vergelijking.voor), drempels)
    return Did(points, points.keer(scale.j / scale.sd) if scale else None)


def leerwinst(paren: Sequence[tuple[float | None, float | None]]) -> Leerwinst:
    """Mean of post minus pre, of the pupils who have both; one toets, one scale."""
    gains = sorted(
        after - before for before, after in paren if before is not None and after is not None
    )
    n = len(gains)
    return Leerwinst(n, len(paren) - n, t_gemiddelde(gains))


def t_gemiddelde(values: Scores) -> Schatting | None:
    """A mean with its t interval; None with fewer than two values."""
    if len(values) < 2:
        return None
    found = groep_van(values)
    se, df = math.sqrt(found.fout2), found.n - 1
    half = t_kwantiel(df) * se
    mean = found.gemiddelde
    return Schatting(mean, mean - half, mean + half, se, float(df))


def _binnen(values: Floats, n_t: int) -> Floats:
    """Each score minus the mean of its group."""
    import numpy as np

    means = np.where(np.arange(len(values)) < n_t, values[:n_t].mean(), values[n_t:].mean())
    found: Floats = values - means
    found[np.abs(found) < 1e-9 * (1 + np.abs(values))] = 0.0
    return found


def _r(een: Floats, ander: Floats) -> float:
    below = math.sqrt(float(een @ een) * float(ander @ ander))
    return float(een @ ander) / below if below else 0.0


def _ongelijk(een: Floats, ander: Floats, drempels: Drempels) -> bool:
    """Are the residual variances further apart than the threshold?"""
    if min(len(een), len(ander)) < 2:
        return False
    low, high = sorted((float(een.var(ddof=1)), float(ander.var(ddof=1))))
    return high > drempels.variantie_verhouding * low and high > 1e-12


def _overlapt(een: Scores, ander: Scores, drempels: Drempels) -> bool:
    low, high = max(min(een), min(ander)), min(max(een), max(ander))
    return all(
        sum(low <= score <= high for score in group) >= drempels.overlap_min * len(group)
        for group in (een, ander)
    )
