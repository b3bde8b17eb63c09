"""Rounds with meaningful defaults: a group is written as how many gave each answer."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache

from gokwijs.core.ronde import Antwoord, Groep, ItemUitslag, Soort, Uitslag, maak_uitslag

ITEM = "ok:R5"
Aantallen = tuple[int, ...]
"""How many gave each answer, in the order of ``antwoorden``: the levels, weet ik niet, nothing."""


def antwoorden(niveaus: int = 4) -> tuple[Antwoord, ...]:
    return (*range(1, niveaus + 1), 0, None)


def gegeven(counts: Sequence[int]) -> list[Antwoord]:
    """The answers one by one."""
    order = antwoorden(len(counts) - 2)
    return [a for a, count in zip(order, counts, strict=True) for _ in range(count)]


def groep(sleutel: str, counts: Sequence[int], soort: Soort = "team") -> Groep:
    return Groep(sleutel, sleutel, soort, [{ITEM: answer} for answer in gegeven(counts)])


def ronde(
    *groepen: Sequence[int], soort: Soort = "team", anoniem: bool = True, niveaus: int = 4
) -> Uitslag:
    """One item asked of groups A, B, C …"""
    named = [groep("ABCDEFGHIJ"[k], counts, soort) for k, counts in enumerate(groepen)]
    return maak_uitslag(named, [ITEM], niveaus=niveaus, anoniem=anoniem)


def item(*groepen: Sequence[int], soort: Soort = "team", anoniem: bool = True) -> ItemUitslag:
    return ronde(*groepen, soort=soort, anoniem=anoniem).delen[soort].items[ITEM]


@cache
def alle_aantallen(n: int, soorten: int) -> tuple[Aantallen, ...]:
    """Every way in which ``n`` can give so many kinds of answers."""

    def ways(left: int, kinds: int) -> Iterator[Aantallen]:
        if kinds == 1:
            yield (left,)
            return
        for first in range(left + 1):
            for rest in ways(left - first, kinds - 1):
                yield (first, *rest)

    return tuple(ways(n, soorten))


def willekeurig(dice: random.Random, n: int, soorten: int = 6) -> Aantallen:
    """Answers as teams give them: often nearly unanimous or split in two, sometimes anything."""
    weights = dice.choice(
        [
            [0.0] * soorten,
            [0.02] * soorten,
            [0.2] * soorten,
            [1.0] * soorten,
        ]
    )
    weights = list(weights)
    for place in dice.sample(range(soorten), dice.choice([1, 1, 1, 2, 2, 3])):
        weights[place] += 1.0
    counts = [0] * soorten
    for place in dice.choices(range(soorten), weights, k=n):
        counts[place] += 1
    return tuple(counts)
