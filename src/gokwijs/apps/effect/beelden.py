"""The pictures of a result and of a gap: means with intervals, and differences against zero.

In: a stored effect. Out: chart definitions; text alternatives follow from them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from gokwijs.apps.effect.models import Opzet, Vergelijking
from gokwijs.apps.effect.woorden import EENHEID_AANDEEL
from gokwijs.core.analyse.aandeel import aandelen
from gokwijs.core.effect.groep import Groep, sd_samen
from gokwijs.core.effect.uitkomst import Effect, Groepcijfers
from gokwijs.core.effect.verschil import t_kwantiel
from gokwijs.renderers.grafiek import Grafiek, Lijn, Lijnen, Punt, Verschil, Verschilrij

K_MIN = 5  # a share of fewer pupils is not for outside the werkzone (privacy.md P3)
KLEUR = {"actie": "gok", "vergelijking": "neutraal"}


def beelden_van(effect: Effect, opzet: Opzet, *, exact: bool) -> tuple[Grafiek, ...]:
    """Before and after per group, and the difference with its band."""
    return (*_means(effect, opzet, exact), *_difference(effect, opzet))


def te_weinig(share: float | None, n: int) -> bool:
    """May a share give away a few pupils: so few of them, or so few of the others."""
    return share is not None and min(round(share * n), n - round(share * n)) < K_MIN


def _means(effect: Effect, opzet: Opzet, exact: bool) -> Iterator[Grafiek]:
    if not effect.gemiddelden or not effect.heeft_voormeting:
        return
    unit = "%" if effect.proportie else opzet.toets.eenheid or "punten"
    lines = tuple(
        Lijn(
            _name(one, opzet),
            KLEUR[one.groep],
            tuple(
                _share(one.n, mean, exact) if effect.proportie else _point(one.n, mean, sd)
                for mean, sd in (
                    (one.voor_gemiddelde, one.voor_sd),
                    (one.na_gemiddelde, one.na_sd),
                )
            ),
        )
        for one in effect.gemiddelden
    )
    yield Lijnen("Gemiddeld voor en na", unit, ("voor", "na"), lines)


def _name(one: Groepcijfers, opzet: Opzet) -> str:
    if one.groep == "actie":
        return "met de actie"
    own = opzet.vergelijking == Vergelijking.VORIGE_LICHTING
    return "vorige lichting" if own else "vergelijkingsgroep"


def _share(n: int, mean: float | None, exact: bool) -> Punt:
    """In whole percentages, with the interval of Wilson."""
    if mean is None:
        return Punt(None)
    found = aandelen([(round(mean * n), n)])[0]
    if found is None or (not exact and te_weinig(mean, n)):
        return Punt(None, verborgen=True)
    return Punt(round(found.p * 100), round(found.low * 100), round(found.high * 100))


def _point(n: int, mean: float | None, sd: float | None) -> Punt:
    """The mean with its own 95 % interval; rounded, as the table says it."""
    if mean is None:
        return Punt(None)
    if sd is None or n < 2:
        return Punt(round(mean, 1))
    half = t_kwantiel(n - 1) * sd / math.sqrt(n)
    return Punt(round(mean, 1), round(mean - half, 1), round(mean + half, 1))


def _difference(effect: Effect, opzet: Opzet) -> Iterator[Grafiek]:
    if effect.punten is None:
        return
    one = effect.punten
    rows = [
        Verschilrij(
            "met de actie tegen de vergelijkingsgroep",
            round(one.waarde, 1),
            round(one.low, 1),
            round(one.high, 1),
            "gok",
        )
    ]
    if effect.controle is not None:
        other = effect.controle.schatting
        rows.append(
            Verschilrij(
                "ter controle: verschil in vooruitgang",
                round(other.waarde, 1),
                round(other.low, 1),
                round(other.high, 1),
                "neutraal",
            )
        )
    band = _band(effect)
    size = f"{effect.drempels.rope:.2f}".replace(".", ",")
    yield Verschil(
        "Het verschil na de actie",
        EENHEID_AANDEEL if effect.proportie else opzet.toets.eenheid or "punten",
        tuple(rows),
        band,
        f"in deze strook maakt het geen verschil van betekenis ({size} standaardafwijking)"
        if band
        else "",
        "ten ongunste van de actie",
        "ten gunste van de actie",
    )


def _band(effect: Effect) -> float | None:
    """The agreed band in points, by the spread of the post-test."""
    groups = [
        Groep(one.n, one.na_gemiddelde, one.na_sd)
        for one in effect.gemiddelden
        if one.na_sd is not None
    ]
    if effect.proportie or len(groups) != 2:
        return None
    return round(effect.drempels.rope * sd_samen(*groups), 1) or None
