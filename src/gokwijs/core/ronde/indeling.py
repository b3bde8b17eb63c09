"""In which range a count is told: cuts that depend on the size of the group only.

In: the size and the rule of a kind of respondents. Out: the lowest count of every range but the
first. Nothing here sees an answer, so what is told never depends on what had to be hidden.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from gokwijs.core.ronde.model import Bereik, Soort

WETERS = 2  # a colleague knows his own sheet and that of one other
VIJFDE = 5


@dataclass(frozen=True, slots=True)
class Regel:
    """How coarse counts are told for one kind of respondents.

    ``minstens`` respondents before anything is told. ``breedte``: possible values of each count
    that are left to who adds up. ``eerste``, ``laatste``: counts in the first and the last range.
    ``klein``: cuts for sizes that leave no room for a search.
    """

    minstens: int
    breedte: int
    eerste: range
    laatste: range
    klein: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def open(self, n: int) -> int:
        """The values left open in a group of this size: none is promised for the smallest."""
        return 1 if n in dict(self.klein) else self.breedte


# The last range of a team leaves out more people than anybody knows: two who deviate and tell each
# other do not learn that all others agreed. Of 6 and of 8 no cuts keep every count open.
TEAM = Regel(
    minstens=5,
    breedte=2,
    eerste=range(3, 6),
    laatste=range(WETERS + 2, WETERS + 4),
    klein=((5, (2,)), (6, (3,)), (7, (4,)), (8, (3, 5))),
)
GEVOELIG = Regel(minstens=10, breedte=5, eerste=range(5, 13), laatste=range(5, 13))
REGELS: dict[Soort, Regel] = {"team": TEAM, "leerling": GEVOELIG, "ouder": GEVOELIG}


def bereik(count: int, n: int, grenzen: Sequence[int]) -> Bereik:
    """The range that holds a count."""
    place = bisect_right(grenzen, count)
    laag = grenzen[place - 1] if place else 0
    return Bereik(laag, grenzen[place] - 1 if place < len(grenzen) else n)


@cache
def grenzen(n: int, regel: Regel, antwoorden: int) -> tuple[int, ...]:
    """The cuts for a group of ``n`` who could each give one of so many answers.

    The widest range is a quarter at most where that is possible, then the ends are as small as
    they can be. Where no cuts will do (15 respondents, three levels) nothing is told.
    """
    klein = dict(regel.klein)
    if n in klein:
        return klein[n]

    def cost(cuts: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
        edges = [0, *cuts, n + 1]
        widest = max(b - a for a, b in pairwise(edges))
        return max(widest, n // 4, VIJFDE), cuts[0] - cuts[-1], cuts

    options = sorted(_mogelijke(n, regel), key=cost)
    return next((c for c in options if blijft_breed(c, n, regel.breedte, antwoorden)), ())


def _mogelijke(n: int, regel: Regel) -> Iterator[tuple[int, ...]]:
    """Two ends, and what is between them in at most five pieces about as long."""
    for eerste, laatste in product(regel.eerste, regel.laatste):
        tussen = n + 1 - eerste - laatste
        if tussen == 0:
            yield (eerste,)
        for stukken in range(1, min(tussen // regel.breedte, VIJFDE) + 1):
            for rest, shift in product((0, stukken - 1), range(-2, 3)):
                inside = [
                    eerste + (tussen * k + rest) // stukken + shift for k in range(1, stukken)
                ]
                cuts = (eerste, *inside, eerste + tussen)
                if all(b - a >= regel.breedte for a, b in pairwise(cuts)):
                    yield cuts


def blijft_breed(cuts: Sequence[int], n: int, breedte: int, antwoorden: int) -> bool:
    """Can no answers whatever be told so that adding up leaves a count fewer values?

    That happens when the lowest counts of the ranges nearly make ``n`` by themselves, or the
    highest counts hardly more than ``n``.
    """
    bottoms = {0, *cuts}
    tops = {cut - 1 for cut in cuts} | {n}
    low = _sommen(bottoms, antwoorden, n)
    high = _sommen(tops, antwoorden, n + breedte - 2)
    return max(low) <= n - breedte + 1 and max(high, default=0) < n


def _sommen(values: set[int], hoeveel: int, hoogstens: int) -> set[int]:
    found = {0}
    for _ in range(hoeveel):
        found = {a + b for a in found for b in values if a + b <= hoogstens}
    return found
