"""Several lichtingen together: pooled by inverse variance, or shown apart when they disagree.

In: the effects of every lichting since the start, with the same toets, doelgroep and version of
the actie (the caller sees to that). Out: the pooled difference with the verdict of the same rules.

A comparison group that serves k lichtingen counts once: each of them gets a k-th of its pupils.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gokwijs.core.effect.drempels import DREMPELS, SAMENVOEGEN, Drempels
from gokwijs.core.effect.keuzes import Toewijzing
from gokwijs.core.effect.oordeel import MET_GETAL, Oordeel, Vraag, oordeel
from gokwijs.core.effect.uitkomst import Basis, Effect, Schatting
from gokwijs.core.effect.verschil import t_kwantiel, z_kwantiel
from gokwijs.core.law.keuze import Keuze


class Samenreden(Keuze):
    """Why lichtingen are not counted together."""

    SPREKEN_TEGEN = "spreken_tegen", "de schooljaren spreken elkaar tegen"
    ZONDER_VERSCHIL = "zonder_verschil", "een lichting heeft geen verschil om mee te tellen"
    VERSCHILLENDE_MAAT = "verschillende_maat", "de lichtingen zijn niet op dezelfde manier gemeten"
    KREEG_ZELF = "kreeg_zelf", "een vergelijkingsgroep kreeg de actie zelf"


@dataclass(frozen=True, slots=True)
class Heterogeen:
    """Cochran's Q: do the lichtingen differ more than chance?"""

    q: float
    df: int
    p: float
    i2: float


@dataclass(frozen=True, slots=True)
class Samen:
    """``oordeel`` None and ``reden`` filled: the lichtingen stay apart."""

    k: int
    n_t: int
    n_c: int
    punten: Schatting | None
    g: Schatting | None
    toets: Heterogeen | None
    oordeel: Oordeel | None
    reden: Samenreden | None
    proportie: bool
    gedeelde_vergelijking: bool
    methode: str = SAMENVOEGEN

    @property
    def niet_samenvoegen(self) -> bool:
        return self.oordeel is None

    @property
    def toonbaar(self) -> bool:
        return self.oordeel in MET_GETAL and self.punten is not None


def voeg_samen(
    waarden: Sequence[float], ses: Sequence[float], df: int | None = None
) -> tuple[Schatting, Heterogeen]:
    """Weights 1/SE²; ``df`` for a t interval where the standard errors rest on few classes.

    Raises ValueError on no values or on a standard error of 0.
    """
    from scipy.special import chdtrc

    if not waarden or any(se <= 0 for se in ses):
        raise ValueError("pooling needs values with a standard error")
    weights = [1 / se**2 for se in ses]
    total = math.fsum(weights)
    mean = math.fsum(w * v for w, v in zip(weights, waarden, strict=True)) / total
    q = math.fsum(w * (v - mean) ** 2 for w, v in zip(weights, waarden, strict=True))
    free = len(waarden) - 1
    se = math.sqrt(1 / total)
    half = (t_kwantiel(df) if df else z_kwantiel()) * se
    p = float(chdtrc(free, q)) if free else 1.0
    i2 = max(0.0, (q - free) / q) if q > 0 else 0.0
    return Schatting(mean, mean - half, mean + half, se, df), Heterogeen(q, free, p, i2)


def samen(effecten: Sequence[Effect], drempels: Drempels = DREMPELS) -> Samen:
    """Raises ValueError on no effects."""
    if not effecten:
        raise ValueError("there is nothing to pool")
    bases = [one.basis for one in effecten]
    known = [one for one in bases if one is not None]
    reason = _reden(effecten, known)
    shared = Counter(one.vergelijking_hash for one in known)
    n_t = sum(one.n_t for one in effecten)
    n_c = _n_vergelijking(effecten)
    empty = Samen(
        len(effecten),
        n_t,
        n_c,
        punten=None,
        g=None,
        toets=None,
        oordeel=None,
        reden=reason,
        proportie=effecten[0].proportie,
        gedeelde_vergelijking=any(times > 1 for times in shared.values()),
    )
    if reason:
        return empty
    return _samen(empty, effecten, known, shared, drempels)


def _reden(effecten: Sequence[Effect], known: Sequence[Basis]) -> Samenreden | None:
    if len(known) < len(effecten) or any(one.punten_se <= 0 for one in known):
        return Samenreden.ZONDER_VERSCHIL
    kinds = {(one.proportie, one.keuze.soort, one.keuze.hoger_is_beter) for one in effecten}
    measured = {one.g is None for one in known}
    if len(kinds) > 1 or len(measured) > 1:
        return Samenreden.VERSCHILLENDE_MAAT
    if {one.actie_hash for one in known} & {one.vergelijking_hash for one in known}:
        return Samenreden.KREEG_ZELF
    return None


def _n_vergelijking(effecten: Sequence[Effect]) -> int:
    """Every comparison group once."""
    seen: dict[str, int] = {}
    for place, one in enumerate(effecten):
        seen[one.basis.vergelijking_hash if one.basis else str(place)] = one.n_c
    return sum(seen.values())


def _samen(
    leeg: Samen,
    effecten: Sequence[Effect],
    known: Sequence[Basis],
    shared: Counter[str],
    drempels: Drempels,
) -> Samen:
    wider = [_breder(one, base, shared) for one, base in zip(effecten, known, strict=True)]
    per_class = any(one.keuze.toewijzing is Toewijzing.KLAS for one in effecten)
    free = sum(one.klassen_t + one.klassen_c - 2 for one in known) if per_class else None
    df = max(1, free) if free is not None else None
    points, spread = voeg_samen(
        [one.punten for one in known],
        [one.punten_se * f for one, f in zip(known, wider, strict=True)],
        df,
    )
    g: Schatting | None = None
    values = [one.g for one in known if one.g is not None]
    errors = [one.g_se * f for one, f in zip(known, wider, strict=True) if one.g_se]
    if len(values) == len(errors) == len(known):
        g, spread = voeg_samen(values, errors, df)
    if spread.p < drempels.q_p_min:
        return replace(leeg, toets=spread, reden=Samenreden.SPREKEN_TEGEN)
    vraag = _vraag(leeg, effecten, known, points, g)
    verdict = oordeel(vraag, drempels)
    shown = verdict in MET_GETAL
    return replace(
        leeg,
        punten=points if shown else None,
        g=g if shown else None,
        toets=spread,
        oordeel=verdict,
    )


def _breder(effect: Effect, basis: Basis, shared: Counter[str]) -> float:
    """The factor on the standard error when the comparison group is shared."""
    times = shared[basis.vergelijking_hash]
    apart, together = 1 / effect.n_t + 1 / effect.n_c, 1 / effect.n_t + times / effect.n_c
    return math.sqrt(together / apart)


def _vraag(
    leeg: Samen,
    effecten: Sequence[Effect],
    known: Sequence[Basis],
    punten: Schatting,
    g: Schatting | None,
) -> Vraag:
    per_class = any(one.keuze.toewijzing is Toewijzing.KLAS for one in effecten)
    return Vraag(
        n_t=leeg.n_t,
        n_c=leeg.n_c,
        vergelijking=True,
        bereik=_gewogen([(one.keuze.bereik, one.n_t) for one in effecten]),
        dosis=_gewogen([(one.keuze.dosis, one.n_t) for one in effecten]),
        begin_g=_begin(effecten, known),
        gecorrigeerd=all(one.aangepast for one in known),
        hoofduitkomst=all(one.keuze.hoofduitkomst for one in effecten),
        toewijzing=Toewijzing.KLAS if per_class else Toewijzing.LEERLING,
        klassen_t=sum(one.klassen_t for one in known),
        klassen_c=sum(one.klassen_c for one in known),
        punten=punten.grenzen,
        sd=g.grenzen if g else None,
        proportie=leeg.proportie,
        hoogstens_onbeslist=any(one.hoogstens_onbeslist for one in known),
    )


def _begin(effecten: Sequence[Effect], known: Sequence[Basis]) -> float | None:
    """The mean baseline difference over all pupils; None when one lichting has none."""
    if any(one.begin_g is None for one in known):
        return None
    pairs = [(base.begin_g, one.n_t + one.n_c) for base, one in zip(known, effecten, strict=True)]
    return _gewogen(pairs)


def _gewogen(pairs: Sequence[tuple[float | None, int]]) -> float | None:
    """Of the known values; None when there is none."""
    known = [(value, n) for value, n in pairs if value is not None]
    total = sum(n for _, n in known)
    return math.fsum(value * n for value, n in known) / total if total else None
