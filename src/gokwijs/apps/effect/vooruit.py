"""Before the start: what a setup can see at all, and from when a verdict is possible.

In: a setup and numbers of pupils, nothing measured. Out: sentences C01 or C02 and plain facts.
"""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.apps.effect.models import Vergelijking
from gokwijs.apps.effect.services import Keuzes
from gokwijs.core.effect.drempels import DREMPELS
from gokwijs.core.effect.keuzes import Toewijzing
from gokwijs.core.effect.plannen import mdes, mdes_cluster
from gokwijs.core.zinnen.effect import over_plan
from gokwijs.core.zinnen.lijst import Gezegd

R_VOORTOETS = 0.7
"""Cautious for two tests a school year apart, as long as the toets does not say its own."""


@dataclass(frozen=True)
class Vooruitblik:
    """``feiten``: what else follows from the choices, one line each."""

    zinnen: tuple[Gezegd, ...]
    feiten: tuple[str, ...]


def vooruitblik(
    keuzes: Keuzes, n_t: int, n_c: int, klassen: tuple[int, int] | None = None
) -> Vooruitblik:
    """For so many pupils; without a comparison nothing can be seen at all.

    ``klassen``: in how many classes each group sits, once pupils are chosen.
    """
    if keuzes.vergelijking == Vergelijking.GEEN:
        return Vooruitblik(tuple(over_plan(n_t, 0, None)), tuple(_facts(keuzes, n_t, None)))
    r, pre = _r(keuzes), int(keuzes.voor is not None)
    seen = mdes(n_t, n_c, r=r, covariaten=pre)
    if keuzes.toewijzing == Toewijzing.KLAS and klassen is not None:
        total = sum(klassen)
        seen = mdes_cluster(
            total,
            (n_t + n_c) / max(total, 1),
            r2_leerling=r**2,
            r2_klas=r**2,
            deel=n_t / (n_t + n_c),
        )
    return Vooruitblik(tuple(over_plan(n_t, n_c, seen)), tuple(_facts(keuzes, n_t, n_c)))


def _r(keuzes: Keuzes) -> float:
    if keuzes.voor is None or keuzes.toets.ja_nee:
        return 0.0
    own = keuzes.toets.hertest_r
    return float(own) if own is not None else R_VOORTOETS


def _facts(keuzes: Keuzes, n_t: int, n_c: int | None) -> list[str]:
    least = n_t if n_c is None else min(n_t, n_c)
    found = []
    if least < DREMPELS.n_effect_min:
        found.append(
            f"Onder {DREMPELS.n_effect_min} leerlingen per groep komt er geen enkel cijfer."
        )
    if n_c is not None and least < DREMPELS.n_oordeel_min:
        found.append(
            f"Onder {DREMPELS.n_oordeel_min} leerlingen per groep blijft het oordeel onbeslist, "
            "wat er ook uitkomt."
        )
    if keuzes.voor is None:
        found.append(
            "Zonder voortoets weet je niet of de groepen gelijk begonnen: er komt geen oordeel."
        )
    elif n_c is not None and keuzes.toets.hertest_r is None and not keuzes.toets.ja_nee:
        found.append(
            "Hier is aangenomen dat voortoets en natoets samenhangen (r = 0,7). Hangen ze minder "
            "samen, dan zie je minder."
        )
    if keuzes.toewijzing == Toewijzing.KLAS:
        found.append(
            "Hele klassen kregen de actie: leerlingen van een klas lijken op elkaar, dus je ziet "
            f"minder. Met minder dan {DREMPELS.klassen_min} klassen per groep blijft het onbeslist."
        )
    return found
