"""What follows from ranges that add up to a known number: exact, in integers.

In: of one group its size and a range per answer (``Telbeeld``). Out: how few or many can have
given some answers, and where the middle answer can lie. The ranges and one sum are the only
conditions, so the extremes are reached by filling up in order; no solver is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gokwijs.core.ronde.model import Antwoord, Bereik


@dataclass(frozen=True, slots=True)
class Telbeeld:
    """The size of a group and the range of every answer."""

    n: int
    tellingen: Mapping[Antwoord, Bereik]

    def minstens(self, antwoorden: Collection[Antwoord]) -> int:
        """How many surely gave one of these answers."""
        lows = sum(b.laag for a, b in self.tellingen.items() if a in antwoorden)
        others = sum(b.hoog for a, b in self.tellingen.items() if a not in antwoorden)
        return max(lows, self.n - others)

    def hoogstens(self, antwoorden: Collection[Antwoord]) -> int:
        """How many at most gave one of these answers."""
        return self.n - self.minstens([a for a in self.tellingen if a not in antwoorden])

    def scherp(self) -> dict[Antwoord, Bereik]:
        """The ranges with what adding up already tells about them."""
        over = self.n - sum(b.laag for b in self.tellingen.values())
        tekort = sum(b.hoog for b in self.tellingen.values()) - self.n
        return {
            a: Bereik(max(b.laag, b.hoog - tekort), min(b.hoog, b.laag + over))
            for a, b in self.tellingen.items()
        }

    def overwicht(self, meer: Collection[Antwoord], minder: Collection[Antwoord]) -> int:
        """By how many the first answers can outnumber the others, at most."""
        left = self.n - sum(b.laag for b in self.tellingen.values())
        found = 0
        order = sorted(self.tellingen, key=lambda a: (a not in meer, a in minder))
        for answer in order:
            laag, hoog = self.tellingen[answer]
            more = min(left, hoog - laag)
            left -= more
            found += (laag + more) * ((answer in meer) - (answer in minder))
        return found


def midden(groepen: Sequence[Telbeeld], niveaus: int) -> Bereik | None:
    """Between which levels the middle answer of these groups together lies.

    None when perhaps nobody chose a level. With an even number both middle answers count.
    """
    levels = range(1, niveaus + 1)
    if sum(g.minstens(levels) for g in groepen) == 0:
        return None
    low = next(v for v in levels if _past(groepen, levels[:v], levels[v:]))
    high = next(v for v in reversed(levels) if _past(groepen, levels[v - 1 :], levels[: v - 1]))
    return Bereik(low, high)


def _past(groepen: Sequence[Telbeeld], deze: Collection[int], andere: Collection[int]) -> bool:
    """Can at least half of the levels chosen be one of these?"""
    return sum(g.overwicht(deze, andere) for g in groepen) >= 0
