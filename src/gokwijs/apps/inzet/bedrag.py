"""How an amount is written, and for whom: euros in whole numbers outside the Werkzone.

In: exact amounts. Out: texts. Parts that are shown beside their total close in whole euros too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.core.beleid.bedragen import euro_heel, toon_bedrag, toon_uren
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.law.numbers import Interval, round_legal

SPATIE = "\u00a0"


def _whole(text: str) -> str:
    """An amount that does not break at the end of a line."""
    return text.replace(" ", SPATIE)


def heel_verdeeld(parts: Sequence[Fraction], total: int) -> list[Fraction]:
    """Whole numbers that add up to ``total``, each less than one from its part.

    The parts must add up to less than one from ``total``; the largest remainders go up.
    """
    floors = [part.numerator // part.denominator for part in parts]
    missing = total - sum(floors)
    order = sorted(range(len(parts)), key=lambda i: (floors[i] - parts[i], i))
    for place in order[: max(0, missing)]:
        floors[place] += 1
    return [Fraction(n) for n in floors]


@dataclass(frozen=True)
class Zicht:
    """How exact somebody sees an amount of money. Hours are whole by law and hide nothing."""

    exact: bool

    def heel(self, soort: Middelsoort, value: Fraction) -> Fraction:
        """The amount as it is shown, to count on with."""
        return value if self.exact or not soort.is_geld else Fraction(round_legal(value))

    def kort(self, soort: Middelsoort, value: Fraction) -> str:
        """Without its unit for hours, where a heading says it."""
        if not soort.is_geld:
            return _whole(toon_uren(value))
        return _whole(toon_bedrag(soort, value) if self.exact else euro_heel(value))

    def met_eenheid(self, soort: Middelsoort, value: Fraction) -> str:
        """``€ 1.234,50``, ``1 lestijd``, ``2 1/24 uren-leraar``."""
        if soort.is_geld:
            return self.kort(soort, value)
        unit = soort.eenheid_enkel if value == 1 else soort.eenheid
        return f"{self.kort(soort, value)}{SPATIE}{unit}"

    def tussen(self, soort: Middelsoort, value: Interval) -> str:
        """``41 tot 44 lestijden``, or the one number."""
        if value.is_exact:
            return self.met_eenheid(soort, value.low)
        return f"{self.kort(soort, value.low)} tot {self.met_eenheid(soort, value.high)}"

    def delen(self, soort: Middelsoort, parts: Sequence[Fraction]) -> list[Fraction]:
        """Parts of one sum as they may be shown: they still add up to their shown total."""
        if self.exact or not soort.is_geld:
            return list(parts)
        return heel_verdeeld(parts, round_legal(sum(parts, Fraction(0))))
