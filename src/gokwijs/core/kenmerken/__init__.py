"""Stage 1: the kenmerken of a pupil and the tri-state answer."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Antwoord(IntEnum):
    """A kenmerk applies, does not apply, or is not known. Unknown is never no."""

    NEE = 0
    JA = 1
    ONBEKEND = 2

    @property
    def word(self) -> str:
        return ("nee", "ja", "onbekend")[self]


class Kenmerk(StrEnum):
    """The six kenmerken; ``thuistaal = ja`` means the home language is not Dutch."""

    OPLEIDING_MOEDER = "opleiding_moeder"
    SCHOOLTOESLAG = "schooltoeslag"
    THUISTAAL = "thuistaal"
    ZORGTHUIS = "zorgthuis"
    TREKKENDE_BEVOLKING = "trekkende_bevolking"
    BUURT = "buurt"

    @property
    def label(self) -> str:
        """As shown on screen."""
        return self.value.replace("_", " ").capitalize()


KENMERKEN: tuple[Kenmerk, ...] = tuple(Kenmerk)
