"""Which groups are shown apart: by their sizes only.

In: the groups of one kind of respondents and the smallest size to show. Out: the parts, each of
one or more groups. Sizes are no secret; answers are not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from gokwijs.core.ronde.model import Groep, Groepsdeel

ANDERE = "andere"
ANDERE_NAAM = "andere respondenten"


def in_delen(groepen: Sequence[Groep], minstens: int) -> list[tuple[Groepsdeel, list[Groep]]]:
    """The parts to show, in the given order, what was joined last. Empty: no breakdown."""
    filled = [g for g in groepen if g.bladen]
    large = [g for g in filled if len(g.bladen) >= minstens]
    small = [g for g in filled if len(g.bladen) < minstens]
    naam = ANDERE_NAAM
    if small and large and sum(len(g.bladen) for g in small) < minstens:
        smallest = min(large, key=lambda g: len(g.bladen))
        large = [g for g in large if g is not smallest]
        small = [smallest, *small]
        naam = f"{smallest.naam} en {ANDERE_NAAM}"
    parts = [(Groepsdeel(g.sleutel, g.naam, len(g.bladen)), [g]) for g in large]
    if small:
        n = sum(len(g.bladen) for g in small)
        parts.append((Groepsdeel(ANDERE, naam, n, tuple(g.naam for g in small)), small))
    return parts if len(parts) > 1 else []
