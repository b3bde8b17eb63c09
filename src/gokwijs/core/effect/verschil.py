"""The difference of two groups: points with a Welch interval, and Hedges' g.

In: two groups (n, mean, SD). Out: estimates with a 95 % interval. Points decide whether 0 is left
out; SD units are for reading.

Sources: Hedges 1981 (J. Educ. Stat. 6:107); Borenstein e.a. 2009; Welch 1947.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gokwijs.core.effect.drempels import DREMPELS, Drempels
from gokwijs.core.effect.groep import Groep, groep_van, hedges_j, sd_samen
from gokwijs.core.effect.keuzes import Intervalmethode
from gokwijs.core.effect.uitkomst import Schatting

HEDGES_T, HEDGES_NCT = Intervalmethode.T.value, Intervalmethode.NCT.value


@dataclass(frozen=True, slots=True)
class Kloof:
    """The others minus the GOK-leerlingen: + means that GOK-leerlingen are behind.

    ``g`` None when no spread is measured.
    """

    gok: Groep
    rest: Groep
    punten: Schatting
    g: Schatting | None


@dataclass(frozen=True, slots=True)
class Klooftrend:
    """The second gap minus the first; ``punten`` decides."""

    eerste: Kloof
    tweede: Kloof
    punten: Schatting
    g: Schatting | None


@dataclass(frozen=True, slots=True)
class Maatstaf:
    """The SD by which a difference is divided, with the degrees of freedom of J.

    ``glass``: the SD of the comparison group alone, because the two are too far apart.
    """

    sd: float
    m: int
    glass: bool

    @property
    def j(self) -> float:
        return hedges_j(self.m)


def t_kwantiel(df: float, alpha: float = DREMPELS.alpha) -> float:
    """Two-sided: t for 1 - alpha/2."""
    from scipy.special import stdtrit

    return float(stdtrit(df, 1 - alpha / 2))


def z_kwantiel(alpha: float = DREMPELS.alpha) -> float:
    from scipy.special import ndtri

    return float(ndtri(1 - alpha / 2))


def maatstaf(een: Groep, ander: Groep, drempels: Drempels = DREMPELS) -> Maatstaf | None:
    """``ander`` is the comparison group; None when nothing spreads."""
    pooled = sd_samen(een, ander)
    far = not _verhouding_goed(een.sd, ander.sd, drempels)
    if far and ander.sd > 0 and ander.n > 2:
        return Maatstaf(ander.sd, ander.n - 1, glass=True)
    return Maatstaf(pooled, een.n + ander.n - 2, glass=False) if pooled > 0 else None


def _verhouding_goed(sd_t: float, sd_c: float, drempels: Drempels) -> bool:
    if sd_c == 0:
        return sd_t == 0
    return drempels.sd_verhouding_min <= sd_t / sd_c <= drempels.sd_verhouding_max


def welch(een: Groep, ander: Groep) -> Schatting | None:
    """``een`` minus ``ander`` in points; None with one pupil in a group."""
    if min(een.n, ander.n) < 2:
        return None
    value, se2 = een.gemiddelde - ander.gemiddelde, een.fout2 + ander.fout2
    if not se2:
        return Schatting(value, value, value, 0.0, float(een.n + ander.n - 2))
    df = se2**2 / (een.fout2**2 / (een.n - 1) + ander.fout2**2 / (ander.n - 1))
    half = t_kwantiel(df) * math.sqrt(se2)
    return Schatting(value, value - half, value + half, math.sqrt(se2), df)


def hedges(
    een: Groep, ander: Groep, *, methode: str = HEDGES_T, maat: Maatstaf | None = None
) -> Schatting | None:
    """g of ``een`` minus ``ander``; None when nothing spreads or fewer than 4 pupils.

    ``maat`` None is the pooled SD. Raises ValueError on another method.
    """
    if methode not in (HEDGES_T, HEDGES_NCT):
        raise ValueError(f"no interval method {methode}")
    if een.n + ander.n < 4:
        return None
    chosen = maat or Maatstaf(sd_samen(een, ander), een.n + ander.n - 2, glass=False)
    if not chosen.sd:
        return None
    d = (een.gemiddelde - ander.gemiddelde) / chosen.sd
    if chosen.glass:
        spread = een.fout2 / chosen.sd**2 + 1 / ander.n + d**2 / (2 * chosen.m)
    else:
        spread = 1 / een.n + 1 / ander.n + d**2 / (2 * (een.n + ander.n))
    se, g = chosen.j * math.sqrt(spread), chosen.j * d
    if methode == HEDGES_NCT and not chosen.glass:
        return Schatting(g, *_nct(d, een.n, ander.n), se, float(chosen.m))
    half = t_kwantiel(chosen.m) * se
    return Schatting(g, g - half, g + half, se, float(chosen.m))


def _nct(d: float, n_t: int, n_c: int) -> tuple[float, float]:
    """Both limits of d by inverting the noncentral t distribution."""
    from scipy.optimize import brentq
    from scipy.stats import nct

    root, df = math.sqrt(n_t * n_c / (n_t + n_c)), n_t + n_c - 2
    t = d * root

    def limit(chance: float) -> float:
        # Both limits lie well inside; far outside scipy's distribution is not a number.
        width = 3 * math.sqrt(1 + t**2 / (2 * df)) + 1
        return float(brentq(lambda nc: nct.cdf(t, df, nc) - chance, t - width, t + width))

    alpha = DREMPELS.alpha
    return limit(1 - alpha / 2) / root, limit(alpha / 2) / root


def kloof(gok: Sequence[float], rest: Sequence[float]) -> Kloof | None:
    """None with fewer than two scores in a group."""
    if min(len(gok), len(rest)) < 2:
        return None
    return kloof_van(groep_van(sorted(gok)), groep_van(sorted(rest)))


def kloof_van(gok: Groep, rest: Groep) -> Kloof | None:
    """The same from n, mean and SD."""
    points = welch(rest, gok)
    return None if points is None else Kloof(gok, rest, points, hedges(rest, gok))


def kloof_trend(k1: Kloof, k2: Kloof) -> Klooftrend:
    """``k2`` minus ``k1``: different pupils, the same version of the toets."""
    g = None
    if k1.g and k2.g and k1.g.se is not None and k2.g.se is not None:
        change, se = k2.g.waarde - k1.g.waarde, math.hypot(k1.g.se, k2.g.se)
        half = z_kwantiel() * se
        g = Schatting(change, change - half, change + half, se)
    return Klooftrend(k1, k2, _trend_punten(k1, k2), g)


def _trend_punten(k1: Kloof, k2: Kloof) -> Schatting:
    """Four groups: Welch's degrees of freedom over all of them."""
    groups = (k1.gok, k1.rest, k2.gok, k2.rest)
    change = k2.punten.waarde - k1.punten.waarde
    se2 = math.fsum(one.fout2 for one in groups)
    if not se2:
        return Schatting(change, change, change, 0.0)
    df = se2**2 / math.fsum(one.fout2**2 / (one.n - 1) for one in groups)
    half = t_kwantiel(df) * math.sqrt(se2)
    return Schatting(change, change - half, change + half, math.sqrt(se2), df)
