"""What would change the verdict: facts, not wishes.

In: one effect. Out: per verdict what is missing for a further one, with the number where there is
one. Nothing here says that more pupils would turn the difference into a good one.
"""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.core.effect.keuzes import Toewijzing
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.effect.uitkomst import Effect
from gokwijs.core.law.keuze import Keuze

NIET_NA_TE_GAAN = frozenset({"geen_overlap", "geen_spreiding", "ongelijk_voor_koppelen"})
"""Assumptions under which a verdict is at most undecided."""


class Wijziging(Keuze):
    MEER_LEERLINGEN = "meer_leerlingen"
    UITVOERING = "uitvoering"
    VERGELIJKINGSGROEP = "vergelijkingsgroep"
    BEGINMETING = "beginmeting"
    GELIJKER_BEGIN = "gelijker_begin"
    KOPPELEN = "koppelen"
    VOORAF_KIEZEN = "vooraf_kiezen"
    MEER_KLASSEN = "meer_klassen"
    IN_MEER_KLASSEN = "in_meer_klassen"
    GENOEG_VOOR_OORDEEL = "genoeg_voor_oordeel"
    ZOVEEL_VOOR_VERSCHIL = "zoveel_voor_verschil"
    ZOVEEL_VOOR_KLEIN = "zoveel_voor_klein"
    TEGENSPRAAK = "tegenspraak"
    HERHALEN = "herhalen"


@dataclass(frozen=True, slots=True)
class Verandering:
    """``aantal``: pupils per group, or classes per side. ``grens``: in SD, or a share."""

    wijziging: Wijziging
    aantal: int | None = None
    grens: float | None = None


def wat_zou_het_veranderen(effect: Effect) -> tuple[Verandering, ...]:
    """In the order in which one would do them; never empty."""
    limits, kind = effect.drempels, Wijziging
    match effect.oordeel:
        case Oordeel.ONDERDRUKT:
            return (Verandering(kind.MEER_LEERLINGEN, limits.n_effect_min),)
        case Oordeel.NIET_UITGEVOERD:
            return (Verandering(kind.UITVOERING, grens=limits.bereik_min),)
        case Oordeel.GEEN_VERGELIJKING:
            found = (Verandering(kind.VERGELIJKINGSGROEP),)
            return found if effect.heeft_voormeting else (*found, Verandering(kind.BEGINMETING))
        case Oordeel.NIET_VERGELIJKBAAR if effect.begin_g is None:
            return (Verandering(kind.BEGINMETING),)
        case Oordeel.NIET_VERGELIJKBAAR:
            return (Verandering(kind.GELIJKER_BEGIN, grens=limits.begin_max),)
        case Oordeel.EERST_CORRIGEREN:
            return (Verandering(kind.KOPPELEN, grens=limits.begin_ok),)
        case Oordeel.VERKENNEND:
            return (Verandering(kind.VOORAF_KIEZEN),)
        case Oordeel.ONBESLIST_KLAS:
            return (Verandering(kind.MEER_KLASSEN, limits.klassen_min),)
        case Oordeel.ONBESLIST_TE_KLEIN:
            enough = Verandering(kind.GENOEG_VOOR_OORDEEL, limits.n_oordeel_min)
            return (enough, *_aantallen(effect))
        case Oordeel.ONBESLIST_INTERVAL:
            return _bij_een_interval(effect)
        case _:
            return (Verandering(kind.HERHALEN),)


def _bij_een_interval(effect: Effect) -> tuple[Verandering, ...]:
    contradicts = effect.controle is not None and effect.controle.verschilt
    if contradicts or NIET_NA_TE_GAAN & set(effect.aannames):
        return (Verandering(Wijziging.TEGENSPRAAK, grens=effect.drempels.begin_ok),)
    return _aantallen(effect) or (Verandering(Wijziging.HERHALEN),)


def _aantallen(effect: Effect) -> tuple[Verandering, ...]:
    """How many pupils per group, when that is more than there are."""
    needed = effect.n_nodig
    if needed is None or needed <= min(effect.n_t, effect.n_c):
        return ()
    small = effect.g is not None and abs(effect.g.waarde) < effect.drempels.rope / 2
    found = (
        Verandering(Wijziging.ZOVEEL_VOOR_KLEIN, needed, effect.drempels.rope)
        if small
        else Verandering(Wijziging.ZOVEEL_VOOR_VERSCHIL, needed)
    )
    if effect.keuze.toewijzing is Toewijzing.KLAS:
        return (found, Verandering(Wijziging.IN_MEER_KLASSEN))
    return (found,)
