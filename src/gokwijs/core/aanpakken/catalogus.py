"""The catalogue: look up, follow versions, choose, and tell an actie what changed.

In: checked aanpakken. Out: immutable answers; today is always passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gokwijs.core.aanpakken.koppeling import (
    GetoondFeit,
    Koppeling,
    Melding,
    Meldingsoort,
    koppel,
    nieuwer,
)
from gokwijs.core.aanpakken.model import Aanpak, Feit, Uitleg
from gokwijs.core.aanpakken.zeggen import oud, spreker
from gokwijs.core.calendar import dutch_date
from gokwijs.core.kader import Verwachting, bekend
from gokwijs.core.zinnen import vul


@dataclass(frozen=True)
class Catalogus:
    """One version of the pack; ``hash`` is of the whole file."""

    catalogus_versie: str
    status: str
    gebruik: str
    aanpakken: tuple[Aanpak, ...]
    uitleg: Uitleg
    hash: str

    def aanpak(self, key: str) -> Aanpak | None:
        return self._aanpakken.get(key)

    def feit(self, key: str) -> Feit | None:
        """Any fact, also one that was replaced or may not be shown."""
        return self.feiten.get(key)

    def nieuwste(self, key: str) -> Feit | None:
        """The last fact of the chain that may be shown; the fact itself when nothing follows it."""
        found = self.feit(key)
        last = found
        while found is not None and found.vervangen_door:
            found = self.feit(found.vervangen_door)
            last = found if found is not None and found.toonbaar else last
        return last

    def verwant(self, aanpak: Aanpak) -> tuple[Aanpak, ...]:
        """The aanpakken that overlap with this one."""
        return tuple(self._aanpakken[key] for key in aanpak.verwant)

    @cached_property
    def feiten(self) -> Mapping[str, Feit]:
        """Every fact of the pack by its id."""
        return {feit.id: feit for aanpak in self.aanpakken for feit in aanpak.bronnen}

    @cached_property
    def verwachtingen(self) -> tuple[Verwachting, ...]:
        """Every expectation of the quality framework that an aanpak serves, in its order."""
        return bekend(v.sleutel for aanpak in self.aanpakken for v in aanpak.verwachtingen)

    @cached_property
    def _aanpakken(self) -> Mapping[str, Aanpak]:
        return {aanpak.id: aanpak for aanpak in self.aanpakken}

    def koppel(self, key: str, *, op: date) -> Koppeling:
        """What an actie keeps when it chooses this aanpak today; raises KeyError."""
        return koppel(self._aanpakken[key], self.catalogus_versie, op)

    def koppeling_meldingen(
        self, feiten: Iterable[str | GetoondFeit], *, today: date | None = None
    ) -> tuple[Melding, ...]:
        """What an actie must say about the facts it rests on: replaced, changed, withdrawn, old.

        A bare id cannot tell that a fact was changed. Age is told only when ``today`` is given.
        """
        return tuple(melding for one in feiten for melding in self._meldingen(one, today))

    def _meldingen(self, one: str | GetoondFeit, today: date | None) -> Iterable[Melding]:
        key, shown = (one, None) if isinstance(one, str) else (one.id, one)
        feit = self.feit(key)
        if feit is None or not feit.toonbaar:
            zin = vul("F06", versie=self.catalogus_versie)
            yield Melding(Meldingsoort.INGETROKKEN, key, zin)
            return
        if shown is not None and shown.vingerafdruk != feit.vingerafdruk:
            yield Melding(Meldingsoort.GEWIJZIGD, key, vul("F07", bron=feit.titel))
        last = self.nieuwste(key)
        if last is not None and last is not feit:
            yield nieuwer(key, last)
        elif today is not None and oud(feit, today):
            zin = vul("F08", datum=dutch_date(feit.checked_on), bron=spreker(feit))
            yield Melding(Meldingsoort.OUD, key, zin)
