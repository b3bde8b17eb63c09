"""Whole classes: pupils of one class share luck, so they tell less than as many single pupils.

In: the pupils of both groups with their class. Out: the factor by which a standard error is
widened, and the degrees of freedom (classes - 2).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gokwijs.core.effect.drempels import Drempels
from gokwijs.core.effect.plannen import ontwerpeffect
from gokwijs.core.effect.uitkomst import Meetrij, Schatting
from gokwijs.core.effect.verschil import t_kwantiel


@dataclass(frozen=True, slots=True)
class Verbreding:
    """``df`` None where the classes leave none: then nothing can be told from the class."""

    deff: float
    df: int | None

    def op(self, schatting: Schatting) -> Schatting | None:
        """The same estimate with its widened interval; None without degrees of freedom."""
        if self.df is None or schatting.se is None:
            return None
        se = schatting.se * math.sqrt(self.deff)
        half, value = t_kwantiel(self.df) * se, schatting.waarde
        return Schatting(value, value - half, value + half, se, float(self.df))


def klassen_van(rijen: Sequence[Meetrij]) -> list[int]:
    """Sizes of the known classes, largest first; who has no known class is in the largest.

    Nobody knows a class: none, so that no class is counted that is not there.
    """
    counts = Counter(rij.klas for rij in rijen)
    unknown = counts.pop("", 0)
    sizes = sorted(counts.values(), reverse=True)
    return [sizes[0] + unknown, *sizes[1:]] if sizes else []


def verbreding(
    actie: Sequence[Meetrij], vergelijking: Sequence[Meetrij], drempels: Drempels
) -> Verbreding:
    """A class of the one group and of the other are two classes, also when they share a name.

    The size that counts is that of the class of a pupil (sum of squares over sum): with classes
    of unequal size the plain mean would widen too little.
    """
    sizes = [*klassen_van(actie), *klassen_van(vergelijking)]
    pupils = sum(sizes)
    per_class = sum(size**2 for size in sizes) / pupils if pupils else 1.0
    df = len(sizes) - 2
    return Verbreding(ontwerpeffect(per_class, drempels.icc_klas), df if df > 0 else None)
