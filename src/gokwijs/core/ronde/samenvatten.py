"""A whole round in a few sentences: where answers agree, where they differ, what stands out.

In: a ``Deel`` and how its items are called. Out: sentences of the list (``inhoud/zinnen``, block
G). As with every sentence, each holds for all answers that fit the ranges shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gokwijs.core.ronde.model import Deel, ItemUitslag
from gokwijs.core.ronde.zeggen import zin
from gokwijs.core.zinnen import Gezegd, vul

MEEST = 5  # so many items are named
EENS = {"G04a", "G04b", "G05a"}
UITEEN = "G03"


def vat_samen(
    deel: Deel, namen: Mapping[str, str], niveaus: Mapping[int, str]
) -> tuple[Gezegd, ...]:
    """``namen``: item → what it is called; ``niveaus``: level → what it is called in a sentence."""
    shown = {key: one for key, one in deel.items.items() if one.totaal is not None}
    found = [*_over(shown, namen, niveaus)] if shown else []
    if shown and not found:
        found = [vul("G16")]
    hidden = len(deel.items) - len(shown)
    if hidden:
        found.append(vul("G17", aantal=str(hidden), totaal=str(len(deel.items))))
    return tuple(found)


def _over(
    shown: Mapping[str, ItemUitslag], namen: Mapping[str, str], niveaus: Mapping[int, str]
) -> Iterator[Gezegd]:
    codes = {key: zin(one).code for key, one in shown.items()}
    for code, keys in (
        ("G11", [key for key in shown if codes[key] in EENS]),
        ("G12", [key for key, one in shown.items() if one.verschil]),
        ("G13", [key for key in shown if codes[key] == UITEEN]),
    ):
        if keys:
            yield vul(code, vragen=_genoemd(keys, namen))
    levels = sorted(niveaus)
    half, odd = divmod(len(levels), 2)
    high, low = levels[half + odd :], levels[:half]
    if high and (strong := _zeker(shown, high)):
        yield vul("G14", vragen=_genoemd(strong[::-1], namen), niveau=niveaus[high[0]])
    if low and (weak := _zeker(shown, low)):
        yield vul("G15", vragen=_genoemd(weak, namen), niveau=niveaus[low[-1]])


def _zeker(shown: Mapping[str, ItemUitslag], levels: Sequence[int]) -> list[str]:
    """The items whose middle surely lies within these levels, the lowest first."""
    found = [
        (one.totaal.midden.laag + one.totaal.midden.hoog, key)
        for key, one in shown.items()
        if one.totaal is not None
        and one.totaal.midden is not None
        and one.totaal.midden.laag >= levels[0]
        and one.totaal.midden.hoog <= levels[-1]
    ]
    return [key for _, key in sorted(found, key=lambda pair: pair[0])]


def _genoemd(keys: Sequence[str], namen: Mapping[str, str]) -> str:
    """'a', 'b' and 'c', or the first five and how many more."""
    named = [f"'{namen.get(key, key)}'" for key in keys[:MEEST]]
    more = len(keys) - len(named)
    if more:
        named.append(f"nog {more} {'andere vraag' if more == 1 else 'andere vragen'}")
    return " en ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)
