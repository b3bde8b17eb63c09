"""Stage 6: a part of the school, and which part lies in which.

In: names as a person writes them. Out: a place that can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

_HELE_SCHOOL = ("hele school", "de hele school", "heel de school")


@dataclass(frozen=True, slots=True)
class Plaats:
    """A part of the school by its names, ``("eerste graad", "1B")``: more names is a smaller part.

    Without names it is the whole school. Case and order of the names do not matter.
    """

    delen: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Plaats | None:
        """Names with commas between them; "hele school" is all of it, nothing is None."""
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        if not names:
            return None
        return cls(tuple(name for name in names if name.casefold() not in _HELE_SCHOOL))

    def __str__(self) -> str:
        return ", ".join(self.delen) or "de hele school"

    @property
    def _keys(self) -> frozenset[str]:
        return frozenset(name.strip().casefold() for name in self.delen)

    def covers(self, other: Plaats) -> bool:
        """Does ``other`` lie in this place, or is it the same?"""
        return self._keys <= other._keys

    def is_same(self, other: Plaats) -> bool:
        return self._keys == other._keys

    def is_smaller_than(self, other: Plaats) -> bool:
        return other._keys < self._keys
