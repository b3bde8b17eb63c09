"""The gap on a toets of yes or no: a difference of two shares, in percentage points.

In: who had yes and who had no, per afname. Out: a sentence, the rows of the table and a chart. From
ten pupils in both groups on; to who has no exact counts only when in both groups ten had yes and
ten had no, as with the share of all on the page of the toets.
"""

from __future__ import annotations

from collections.abc import Sequence

from gokwijs.apps.effect.kloof_blad import AFGESCHERMD, Moment, telling
from gokwijs.apps.effect.resultaat import GEEN_GETAL
from gokwijs.apps.toetsen.models import Toets
from gokwijs.core.analyse.aandeel import Aandeel, Verschil, verschil
from gokwijs.core.effect.drempels import DREMPELS
from gokwijs.core.zinnen.effect import getal, over_kloof_ja_nee
from gokwijs.core.zinnen.getallen import mag_procent, procent_van
from gokwijs.core.zinnen.lijst import Gezegd, vul
from gokwijs.renderers.bladen import Grid
from gokwijs.renderers.grafiek import Grafiek, Verschilrij
from gokwijs.renderers.grafiek import Verschil as Beeld

KOP = (
    "Afname",
    "GOK",
    "Ja bij GOK",
    "Andere",
    "Ja bij andere",
    "Onbekend",
    "Kloof",
    "Goed mogelijk",
)
GEEN_TREND = (
    "Of de kloof tussen twee afnamen veranderde, zeggen we hier niet: voor een verschil van twee "
    "aandelen is geen manier afgesproken om dat van toeval te onderscheiden. Lees de afnamen naast "
    "elkaar."
)


def kloof_ja_nee(gok: Sequence[float], rest: Sequence[float]) -> Verschil | None:
    """The share of yes of the others minus that of GOK; None below ten pupils in a group."""
    if min(len(gok), len(rest)) < DREMPELS.n_effect_min:
        return None
    return verschil((_yes(rest), len(rest)), (_yes(gok), len(gok)))


def _yes(values: Sequence[float]) -> int:
    return sum(value == 1 for value in values)


def mag_tonen(found: Verschil) -> bool:
    """Also to who has no exact counts: no side of either group is small."""
    sides = [side for one in (found.een, found.ander) for side in (one.x, one.n - one.x)]
    return min(sides) >= DREMPELS.n_effect_min


def gezegd(toets: Toets, moments: Sequence[Moment]) -> list[Gezegd]:
    """Of the last moment that may be shown."""
    shown = [m.aandelen for m in moments if m.aandelen is not None]
    if not shown and any(m.afgeschermd for m in moments):
        return [vul("A02")]
    return over_kloof_ja_nee(str(toets), shown[-1] if shown else None, k_min=DREMPELS.n_effect_min)


def beeld(toets: Toets, moments: Sequence[Moment]) -> Grafiek | None:
    rows = tuple(
        Verschilrij(
            f"{m.afname.naam} ({m.afname.datum:%d/%m/%Y})",
            round(100 * m.aandelen.verschil, 1),
            round(100 * m.aandelen.low, 1),
            round(100 * m.aandelen.high, 1),
            "gok",
        )
        for m in moments
        if m.aandelen is not None
    )
    if not rows:
        return None
    return Beeld(
        f"De kloof op {toets}",
        "procentpunt",
        rows,
        links="GOK-leerlingen vaker ja",
        rechts="GOK-leerlingen minder vaak ja",
    )


def tabel(moments: Sequence[Moment], exact: bool) -> Grid:
    return (
        "Per afname; de kloof in procentpunt, andere leerlingen min GOK",
        KOP,
        [_row(m, exact) for m in moments],
    )


def _row(one: Moment, exact: bool) -> list[str]:
    found, naam = one.aandelen, f"{one.afname.naam}, {one.afname.datum:%d/%m/%Y}"
    gok, rest, unknown = (telling(n, exact) for n in (one.n_gok, one.n_rest, one.n_onbekend))
    if found is None:
        empty = AFGESCHERMD if one.afgeschermd else GEEN_GETAL
        return [naam, gok, empty, rest, empty, unknown, empty, empty]
    low, high = (getal(100 * end) for end in (found.low, found.high))
    share_gok, share_rest = _share(found.ander), _share(found.een)
    points = getal(100 * found.verschil)
    return [naam, gok, share_gok, rest, share_rest, unknown, points, f"{low} tot {high}"]


def _share(one: Aandeel) -> str:
    if mag_procent(one.n):
        return f"{procent_van(one)} %"
    return f"{one.x} van de {one.n}"
