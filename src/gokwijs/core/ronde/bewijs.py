"""The proof that a shown item gives nobody away, apart from what made it.

In: a ``Deel`` as it will be shown. Out: the leaks, none when it is proved. It reads only what a
reader reads. The attacker knows this code, all sizes and the sheets of two respondents; he may
not be certain of any other answer. Pupils and parents: every count keeps its width as well.

When groups are shown, the total must follow from them. Then any answers of one group go with any
answers of another, and each group is proved by itself, exactly, in integers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement

from gokwijs.core.ronde.indeling import REGELS, WETERS
from gokwijs.core.ronde.model import Antwoord, Beeld, Bereik, Deel, ItemUitslag
from gokwijs.core.ronde.telbeeld import Telbeeld, midden


@dataclass(frozen=True, slots=True)
class Lek:
    """What could be found out: ``groep`` is empty for the whole."""

    groep: str
    wat: str


def bewijs(deel: Deel, item: str, niveaus: int) -> tuple[Lek, ...]:
    """Everything that could be found out from one item of an anonymous round."""
    return tuple(_lekken(deel, deel.items[item], niveaus))


def _lekken(deel: Deel, item: ItemUitslag, niveaus: int) -> Iterator[Lek]:
    if item.totaal is None:
        if item.per_groep or item.verschil:
            yield Lek("", "er staat iets bij een afgeschermde vraag")
        return
    sizes = {g.sleutel: g.n for g in deel.groepen}
    shown = {key: beeld.n for key, beeld in item.per_groep.items()}
    if item.totaal.n != deel.n or (shown and (shown != sizes or sum(sizes.values()) != deel.n)):
        yield Lek("", "de aantallen kloppen niet met de groepen")
    parts = [Telbeeld(b.n, b.tellingen) for b in item.per_groep.values()]
    whole = Telbeeld(item.totaal.n, item.totaal.tellingen)
    if any(_zegt_meer(answer, whole, parts) for answer in whole.tellingen if parts):
        yield Lek("", "het totaal zegt meer dan de groepen samen")
    yield from _beeld_lekken("", item.totaal, parts or [whole], niveaus)
    regel = REGELS[deel.soort]
    for key, beeld in (item.per_groep or {"": item.totaal}).items():
        yield from _beeld_lekken(key, beeld, [Telbeeld(beeld.n, beeld.tellingen)], niveaus)
        if beeld.n < regel.minstens:
            yield Lek(key, f"minder dan {regel.minstens} respondenten")
        ranges = tuple(beeld.tellingen.items())
        if iemand_zeker(beeld.n, ranges):
            yield Lek(key, "het antwoord van iemand is te achterhalen")
        if any(b.hoog - b.laag + 1 < regel.open(beeld.n) for _, b in _scherp(beeld.n, ranges)):
            yield Lek(key, f"een aantal heeft minder dan {regel.breedte} mogelijke waarden")


def _zegt_meer(answer: Antwoord, whole: Telbeeld, parts: list[Telbeeld]) -> bool:
    laag, hoog = whole.tellingen[answer]
    low = sum(part.minstens([answer]) for part in parts)
    high = sum(part.hoogstens([answer]) for part in parts)
    return laag > low or hoog < high


def _beeld_lekken(key: str, beeld: Beeld, parts: list[Telbeeld], niveaus: int) -> Iterator[Lek]:
    """A middle sharper than the ranges allow, or a mean, is one more number to reckon with."""
    if beeld.midden != midden(parts, niveaus):
        yield Lek(key, "het midden volgt niet uit de aantallen")
    if beeld.gemiddelde is not None:
        yield Lek(key, "een gemiddelde verraadt de aantallen")


Ranges = tuple[tuple[Antwoord, Bereik], ...]


@cache
def _scherp(n: int, ranges: Ranges) -> Ranges:
    """The ranges after adding up."""
    return tuple(Telbeeld(n, dict(ranges)).scherp().items())


@cache
def iemand_zeker(n: int, ranges: Ranges) -> bool:
    """Can somebody who knows the answers of at most ``WETERS`` be certain of another answer?

    Within a group nobody can be told from another, so an answer is certain only when all who are
    left gave it in every case that fits. It is enough to look at the case with the fewest.
    """
    bounds = dict(ranges)
    if sum(b.laag for b in bounds.values()) > n or sum(b.hoog for b in bounds.values()) < n:
        return True  # fits no answers at all: not made by the gate, so nothing is proved
    for many in range(WETERS + 1):
        for known in combinations_with_replacement(bounds, many):
            held = Counter(known)
            floor = {a: max(b.laag, held[a]) for a, b in bounds.items()}
            if any(held[a] > bounds[a].hoog for a in held) or sum(floor.values()) > n:
                continue  # nobody can know these
            for answer, bereik in bounds.items():
                others = sum(b.hoog for b in bounds.values()) - bereik.hoog
                fewest = max(floor[answer], n - others)
                if fewest - held[answer] >= n - many:
                    return True
    return False
