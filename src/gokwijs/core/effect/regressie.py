"""Regression to the mean: what a group picked on a low score gains without any action.

In: the share that was picked and the correlation of the test with itself; or the means. Out: the
expected gain on top of normal growth, in SD of all pupils and in points. Where r is not known it
is shown for several values.
"""

from __future__ import annotations

import math

from gokwijs.core.effect.drempels import DREMPELS, Drempels
from gokwijs.core.effect.groep import Groep
from gokwijs.core.effect.uitkomst import Opzetkeuze, Rtm


def intensiteit(deel: float) -> float:
    """How far below the mean the lowest share ``deel`` is, in SD, for a normal distribution."""
    return _dichtheid(deel) / deel


def verwachte_winst(deel: float, r: float) -> float:
    """In SD of all pupils."""
    return (1 - r) * intensiteit(deel)


def verwachte_winst_punten(gemiddelde_allen: float, gemiddelde_gekozen: float, r: float) -> float:
    """In points, from the means themselves: no distribution is assumed."""
    return (1 - r) * (gemiddelde_allen - gemiddelde_gekozen)


def sd_van_allen(sd_gekozen: float, deel: float) -> float:
    """The SD of all pupils from that of the lowest share ``deel``, for a normal distribution."""
    from scipy.special import ndtri

    below = float(ndtri(deel))
    mean = intensiteit(deel)
    return sd_gekozen / math.sqrt(max(1 - below * mean - mean**2, 1e-9))


def regressie(
    keuze: Opzetkeuze, gekozen: Groep | None, drempels: Drempels = DREMPELS
) -> tuple[Rtm, ...]:
    """For a group ``gekozen`` (its pre-test) picked on an unfavourable score; empty otherwise.

    + is always a gain: towards the mean, whichever side is better.
    """
    if keuze.laag_gekozen is None or not 0 < keuze.laag_gekozen < 1 or keuze.ja_nee:
        return ()
    known = (keuze.r,) if keuze.r is not None else drempels.r_waarden
    return tuple(_een(keuze, keuze.laag_gekozen, gekozen, r) for r in known)


def _een(keuze: Opzetkeuze, deel: float, gekozen: Groep | None, r: float) -> Rtm:
    sd_all = keuze.sd_allen
    if gekozen is None:
        return Rtm(r, verwachte_winst(deel, r), None)
    if keuze.gemiddelde_allen is not None and sd_all:
        points = verwachte_winst_punten(keuze.gemiddelde_allen, gekozen.gemiddelde, r)
        # A group on the good side of the mean was not picked low: nothing comes back by itself.
        points = max(0.0, points if keuze.hoger_is_beter else -points)
        return Rtm(r, points / sd_all, points)
    sd = verwachte_winst(deel, r)
    if not sd_all:
        sd_all = sd_van_allen(gekozen.sd, deel)
    return Rtm(r, sd, sd * sd_all if sd_all else None)


def _dichtheid(deel: float) -> float:
    """Height of the normal curve where the share ``deel`` lies below."""
    from scipy.special import ndtri

    if not 0 < deel < 1:
        raise ValueError("a share that is picked lies between 0 and 1")
    return math.exp(-(float(ndtri(deel)) ** 2) / 2) / math.sqrt(2 * math.pi)
