"""How sure a number is, strongest first (``docs/architectuur.md``, "Status van een getal")."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    WETTEKST = "wettekst"
    PRIMAIRE_BRON = "primaire bron"
    AFGELEID = "afgeleid"
    SECUNDAIR = "secundair"
    INGEVOERD = "ingevoerd"
    ONBEVESTIGD = "onbevestigd"
    ONBEKEND = "onbekend"

    @property
    def rank(self) -> int:
        """0 is the strongest."""
        return _ORDER[self]

    @property
    def in_doubt(self) -> bool:
        """Shown with a warning beside every result that rests on it."""
        return self.rank >= Status.SECUNDAIR.rank


_ORDER = {status: place for place, status in enumerate(Status)}


def weakest(statuses: Iterable[Status]) -> Status:
    """A result carries the weakest status it rests on; WETTEKST when there are none."""
    return max(statuses, key=_ORDER.__getitem__, default=Status.WETTEKST)
