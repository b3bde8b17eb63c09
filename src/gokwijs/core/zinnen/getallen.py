"""How a number is written in a sentence: the house rules of the list.

In: counts as whole or half pupils, shares between 0 and 1, differences of shares. Out: text.
Percentages have no decimals and the sentence puts the space before ``%``; halves read ``4,5``.
"""

from __future__ import annotations

from fractions import Fraction

from gokwijs.core.analyse.aandeel import Aandeel
from gokwijs.core.law.numbers import dutch_number

PROCENT_MIN = 20
"""From this many pupils a percentage may be given; below it the counts themselves."""

Count = Fraction | int


def aantal(count: Count) -> str:
    """``12``, ``4,5``, ``1.204``."""
    return dutch_number(count, at_most=1)


def leerlingen(count: Count) -> str:
    """``1 leerling``, ``12 leerlingen``."""
    return f"{aantal(count)} {'leerling' if count == 1 else 'leerlingen'}"


def mag_procent(*groepen: Count) -> bool:
    """Are all these groups large enough for a percentage?"""
    return all(n >= PROCENT_MIN for n in groepen)


def procent(share: Fraction | float) -> str:
    """Between 0 and 1, as a whole number without the sign: ``30``."""
    return dutch_number(Fraction(share) * 100, places=0)


def procent_van(aandeel: Aandeel) -> str:
    """As ``procent``, but never 0 when there are some and never 100 when there are others."""
    return procent_van_de(aandeel.x, aandeel.n)


def procent_van_de(x: Count, n: Count) -> str:
    """The same from the counts; ``n`` is not 0."""
    text = procent(Fraction(x) / Fraction(n))
    if text == "0" and x:
        return "minder dan 1"
    if text == "100" and x != n:
        return "meer dan 99"
    return text


def procentpunt(difference: float) -> str:
    """The size of a difference; one decimal only where a whole number would read 0."""
    size = Fraction(abs(difference)) * 100
    text = dutch_number(size, places=0)
    if text != "0" or not size:
        return text
    small = dutch_number(size, places=1)
    return "minder dan 0,1" if small == "0,0" else small


def decimalen(value: Fraction | float) -> str:
    """Two decimals: an index between 0 and 1, a mean of kenmerken."""
    return dutch_number(Fraction(value), places=2).replace("-0,00", "0,00")
