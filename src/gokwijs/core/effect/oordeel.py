"""The verdict: twelve rules in order, the first match wins.

In: sizes, execution, baseline and intervals, all turned so that + is favourable. Out: one code. No
code says that something is proven. A person may lower a verdict with a note, never raise it.
"""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.core.effect.drempels import DREMPELS, Drempels
from gokwijs.core.effect.keuzes import Toewijzing
from gokwijs.core.law.keuze import Keuze

Grenzen = tuple[float, float]


class Oordeel(Keuze):
    """In the order of the rules."""

    ONDERDRUKT = "onderdrukt", "te weinig leerlingen"
    NIET_UITGEVOERD = "niet_uitgevoerd", "te weinig uitgevoerd"
    GEEN_VERGELIJKING = "geen_vergelijking"
    NIET_VERGELIJKBAAR = "niet_vergelijkbaar", "groepen niet vergelijkbaar"
    EERST_CORRIGEREN = "eerst_corrigeren"
    VERKENNEND = "verkennend"
    ONBESLIST_KLAS = "onbeslist_klas", "onbeslist: te weinig klassen"
    ONBESLIST_TE_KLEIN = "onbeslist_te_klein", "onbeslist: groepen te klein"
    AANWIJZING_VOORUITGANG = "aanwijzing_vooruitgang", "aanwijzing voor vooruitgang"
    AANWIJZING_ACHTERUITGANG = "aanwijzing_achteruitgang", "aanwijzing voor achteruitgang"
    GEEN_VERSCHIL_VAN_BETEKENIS = "geen_verschil_van_betekenis"
    ONBESLIST_INTERVAL = "onbeslist_interval", "onbeslist"


MET_GETAL = frozenset(
    {
        Oordeel.VERKENNEND,
        Oordeel.ONBESLIST_KLAS,
        Oordeel.ONBESLIST_TE_KLEIN,
        Oordeel.AANWIJZING_VOORUITGANG,
        Oordeel.AANWIJZING_ACHTERUITGANG,
        Oordeel.GEEN_VERSCHIL_VAN_BETEKENIS,
        Oordeel.ONBESLIST_INTERVAL,
    }
)
"""Verdicts beside which a difference with its interval may be shown."""

OVER_DE_ACTIE = frozenset(
    {
        Oordeel.AANWIJZING_VOORUITGANG,
        Oordeel.AANWIJZING_ACHTERUITGANG,
        Oordeel.GEEN_VERSCHIL_VAN_BETEKENIS,
        Oordeel.ONBESLIST_INTERVAL,
    }
)
"""Rules 9 to 12: all earlier conditions held."""


@dataclass(frozen=True, slots=True)
class Vraag:
    """What the rules look at.

    ``bereik`` and ``dosis``: 0 to 1, None where nobody noted it. ``begin_g``: None without a
    usable pre-test. ``punten`` and ``sd``: interval limits, None where they cannot be computed;
    for a share (``proportie``) there is no ``sd``. ``hoogstens_onbeslist``: two ways of
    calculating contradict each other, or the assumption under the only one cannot be checked.
    """

    n_t: int
    n_c: int
    vergelijking: bool
    bereik: float | None
    dosis: float | None
    begin_g: float | None
    gecorrigeerd: bool
    hoofduitkomst: bool
    toewijzing: Toewijzing
    klassen_t: int
    klassen_c: int
    punten: Grenzen | None
    sd: Grenzen | None
    proportie: bool = False
    hoogstens_onbeslist: bool = False


def oordeel(vraag: Vraag, drempels: Drempels = DREMPELS) -> Oordeel:
    """De regels 1 tot 12 van meten.md §9; de eerste die past, geldt."""
    return (
        _voor_het_begin(vraag, drempels)
        or _over_de_opzet(vraag, drempels)
        or _over_het_interval(vraag, drempels)
    )


def _voor_het_begin(vraag: Vraag, drempels: Drempels) -> Oordeel | None:
    """Regel 1 tot 3."""
    smallest = min(vraag.n_t, vraag.n_c) if vraag.vergelijking else vraag.n_t
    if smallest < drempels.n_effect_min:
        return Oordeel.ONDERDRUKT
    too_little = (
        vraag.bereik is not None and vraag.bereik < drempels.bereik_min,
        vraag.dosis is not None and vraag.dosis < drempels.dosis_min,
    )
    if any(too_little):
        return Oordeel.NIET_UITGEVOERD
    return None if vraag.vergelijking else Oordeel.GEEN_VERGELIJKING


def _over_de_opzet(vraag: Vraag, drempels: Drempels) -> Oordeel | None:
    """Regel 4 tot 8."""
    if vraag.begin_g is None or abs(vraag.begin_g) > drempels.begin_max:
        return Oordeel.NIET_VERGELIJKBAAR
    if abs(vraag.begin_g) > drempels.begin_ok and not vraag.gecorrigeerd:
        return Oordeel.EERST_CORRIGEREN
    if not vraag.hoofduitkomst:
        return Oordeel.VERKENNEND
    fewest = min(vraag.klassen_t, vraag.klassen_c)
    if vraag.toewijzing is Toewijzing.KLAS and fewest < drempels.klassen_min:
        return Oordeel.ONBESLIST_KLAS
    if min(vraag.n_t, vraag.n_c) < drempels.n_oordeel_min:
        return Oordeel.ONBESLIST_TE_KLEIN
    return None


def _over_het_interval(vraag: Vraag, drempels: Drempels) -> Oordeel:
    """Regel 9 tot 12: punten voor 9 en 10, standaardafwijking voor 11."""
    if vraag.punten is None or vraag.hoogstens_onbeslist:
        return Oordeel.ONBESLIST_INTERVAL
    if not vraag.proportie and vraag.sd is None:
        return Oordeel.ONBESLIST_INTERVAL
    if vraag.punten[0] > 0:
        return Oordeel.AANWIJZING_VOORUITGANG
    if vraag.punten[1] < 0:
        return Oordeel.AANWIJZING_ACHTERUITGANG
    inside = vraag.sd is not None and -drempels.rope < vraag.sd[0] and vraag.sd[1] < drempels.rope
    if inside and not vraag.proportie:
        return Oordeel.GEEN_VERSCHIL_VAN_BETEKENIS
    return Oordeel.ONBESLIST_INTERVAL


def mag_verlagen(van: Oordeel, naar: Oordeel) -> bool:
    """May a person set ``naar`` in the place of ``van``? Only to say less, never more.

    An earlier rule always says less; among rules 9 to 12 only ``onbeslist_interval`` does.
    """
    if van in OVER_DE_ACTIE and naar in OVER_DE_ACTIE:
        return naar is Oordeel.ONBESLIST_INTERVAL and van is not naar
    return naar.rank < van.rank
