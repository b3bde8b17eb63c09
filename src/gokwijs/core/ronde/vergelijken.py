"""Two rounds side by side: where the middle answer surely lies higher or lower.

In: two ``Uitslag`` and which item of the new round was which item of the old one. Out: one
``Vergelijking`` per kind of respondents and item of the new round. Other people may have answered,
so this says something about answers and nothing about anybody's growth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gokwijs.core.ronde.model import Bereik, Deel, ItemUitslag, Soort, Uitslag


class Uitkomst(StrEnum):
    """What can be said."""

    HOGER = "hoger"
    LAGER = "lager"
    NIET_TE_ONDERSCHEIDEN = "niet_te_onderscheiden"
    NIET_VERGELIJKBAAR = "niet_vergelijkbaar"


class Reden(StrEnum):
    """Why nothing can be compared."""

    ANDERE_VRAAG = "andere_vraag"
    ANDERE_SCHAAL = "andere_schaal"
    AFGESCHERMD = "afgeschermd"


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """One item: the middle then and now; ``vroeger`` is its key in the old round, if any."""

    soort: Soort
    item: str
    uitkomst: Uitkomst
    vroeger: str | None = None
    oud: Bereik | None = None
    nieuw: Bereik | None = None
    reden: Reden | None = None


def vergelijk(
    oud: Uitslag,
    nieuw: Uitslag,
    kaart: Mapping[str, str],
    *,
    teksten: tuple[Mapping[str, str], Mapping[str, str]] | None = None,
) -> tuple[Vergelijking, ...]:
    """Every item of the new round against the old one.

    ``kaart``: key in the new round → key in the old one; an item that is not in it is another
    question. ``teksten``: the wording (or a hash of it) by key, old and new; an item whose wording
    differs, or is unknown in one of them, is another question too.
    """
    found = []
    for soort, deel in nieuw.delen.items():
        for key, item in deel.items.items():
            vroeger = kaart.get(key)
            if vroeger is not None and teksten is not None:
                then, now = teksten[0].get(vroeger), teksten[1].get(key)
                vroeger = vroeger if then is not None and then == now else None
            old = _item(oud.delen.get(soort), vroeger)
            if old is None or vroeger is None:
                found.append(_geen(soort, key, None, Reden.ANDERE_VRAAG))
            elif oud.niveaus != nieuw.niveaus:
                found.append(_geen(soort, key, vroeger, Reden.ANDERE_SCHAAL))
            else:
                found.append(_naast_elkaar(soort, key, vroeger, _midden(old), _midden(item)))
    return tuple(found)


def _item(deel: Deel | None, key: str | None) -> ItemUitslag | None:
    return None if deel is None or key is None else deel.items.get(key)


def _midden(item: ItemUitslag) -> Bereik | None:
    return None if item.totaal is None else item.totaal.midden


def _geen(soort: Soort, item: str, vroeger: str | None, reden: Reden) -> Vergelijking:
    return Vergelijking(soort, item, Uitkomst.NIET_VERGELIJKBAAR, vroeger, reden=reden)


def _naast_elkaar(
    soort: Soort, item: str, vroeger: str, oud: Bereik | None, nieuw: Bereik | None
) -> Vergelijking:
    if oud is None or nieuw is None:
        return _geen(soort, item, vroeger, Reden.AFGESCHERMD)
    uitkomst = Uitkomst.NIET_TE_ONDERSCHEIDEN
    if nieuw.laag > oud.hoog:
        uitkomst = Uitkomst.HOGER
    elif nieuw.hoog < oud.laag:
        uitkomst = Uitkomst.LAGER
    return Vergelijking(soort, item, uitkomst, vroeger, oud, nieuw)
