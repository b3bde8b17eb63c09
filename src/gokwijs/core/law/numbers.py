"""Exact numbers: intervals, the legal rounding, and how a number is written in Dutch.

In and out: ``Fraction`` and ``int`` only. A float never enters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


def round_legal(value: Fraction) -> int:
    """First decimal above 4 up, otherwise down: floor(x + 1/2) for x >= 0.

    Source: DBO art. 134 §3; BVR21 art. 4 4° and art. 6.
    """
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def round_ratio(numerator: int, denominator: int) -> int:
    """``round_legal`` on a ratio of integers, denominator > 0; same sources."""
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True)
class Interval:
    """Everything from ``low`` to ``high``, both reachable. A known number has low == high."""

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        low, high = self.low, self.high
        if low is high:
            return
        # In whole numbers: this is asked for every line of every explanation.
        if low.numerator * high.denominator > high.numerator * low.denominator:
            raise ValueError(f"interval upside down: {self.low} > {self.high}")

    @classmethod
    def exact(cls, value: Fraction | int) -> Interval:
        number = value if isinstance(value, Fraction) else Fraction(value)
        return cls(number, number)

    @classmethod
    def hull(cls, parts: Iterable[Interval]) -> Interval:
        """The smallest interval that holds all parts; raises ValueError on none."""
        listed = list(parts)
        return cls(min(p.low for p in listed), max(p.high for p in listed))

    @property
    def is_exact(self) -> bool:
        return self.low is self.high or self.low == self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def times(self, factor: Fraction) -> Interval:
        """Multiply by a factor >= 0."""
        low = self.low * factor
        return Interval(low, low if self.is_exact else self.high * factor)

    def __contains__(self, value: Fraction | int) -> bool:
        return self.low <= value <= self.high


@lru_cache(maxsize=4096)
def _decimals(denominator: int) -> int | None:
    """How many decimals a fraction in lowest terms has; None when it never ends."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None


def exact_string(value: Fraction | int) -> str:
    """A finite decimal with a point where one exists, otherwise ``a/b`` (``besluiten.md`` 16)."""
    numerator, denominator = value.numerator, value.denominator
    places = _decimals(denominator)
    if places is None:
        return f"{numerator}/{denominator}"
    if places == 0:
        return str(numerator)
    digits = abs(numerator) * 10**places // denominator
    text = f"{digits:0{places + 1}d}"
    sign = "-" if numerator < 0 else ""
    return f"{sign}{text[:-places]}.{text[-places:]}"


def parse_exact(text: str) -> Fraction:
    """The inverse of ``exact_string``; raises ValueError."""
    return Fraction(text)


_TYPED = re.compile(r"^-?\d{1,15}(\.\d{1,15})?$")
_SPACE = re.compile(r"[\s\u00a0\u202f]+")


def parse_typed(text: str) -> Fraction:
    """A number as a person types it: ``1.234,5``, ``1234.5`` or ``125,65``; raises ValueError.

    Only plain digits: no fraction, and no exponent that would ask for a billion digits.
    """
    plain = _SPACE.sub("", text)
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".", 1)
    if not _TYPED.match(plain) or not plain.isascii():
        raise ValueError(f"geen getal: {text[:40]!r}")
    return Fraction(plain)


def dutch_int(value: int) -> str:
    """``1234567`` → ``1.234.567``."""
    return f"{value:,}".replace(",", ".") if value > 999 else str(value)


def dutch_number(value: Fraction | int, *, places: int | None = None, at_most: int = 5) -> str:
    """Write a number the Dutch way: decimal comma, point for thousands.

    ``places``: exactly so many decimals (rounded half up, for display only). Without it: as many
    as the number has, ``at_most`` at the most, and then cut with a preceding ``±`` never shown:
    the exact value stays available through ``exact_string``.
    """
    return _dutch(value.numerator, value.denominator, places, at_most)


@lru_cache(maxsize=16384)  # one explanation writes the same few numbers many times
def _dutch(numerator: int, denominator: int, places: int | None, at_most: int) -> str:
    if numerator < 0:
        return "-" + _dutch(-numerator, denominator, places, at_most)
    if places is None:
        found = _decimals(denominator)
        places = at_most if found is None else min(found, at_most)
    whole, rest = divmod(round_ratio(numerator * 10**places, denominator), 10**places)
    return dutch_int(whole) + (f",{rest:0{places}d}" if places else "")


def dutch_interval(interval: Interval, *, places: int | None = None, at_most: int = 5) -> str:
    """``30`` or ``30 tot 36``."""
    low = dutch_number(interval.low, places=places, at_most=at_most)
    if interval.is_exact:
        return low
    return f"{low} tot {dutch_number(interval.high, places=places, at_most=at_most)}"


def dutch_percent(value: Fraction, *, at_most: int = 5) -> str:
    """A ratio as a percentage: 21/100 → ``21 %``."""
    return f"{dutch_number(value * 100, at_most=at_most)} %"
