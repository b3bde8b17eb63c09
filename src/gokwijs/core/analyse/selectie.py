"""A choice of pupils: of these places, of this group, never outside these classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gokwijs.core.analyse.beeld import (
    JA,
    NEE,
    Antwoorden,
    Beeld,
    Gang,
    Overgang,
    Vak,
    antwoord,
    gok,
)
from gokwijs.core.analyse.plek import Plek, sleutel
from gokwijs.core.kenmerken import Kenmerk

GROEPEN: Mapping[str, str] = {
    "gok": "GOK-leerlingen",
    "rest": "andere leerlingen",
    Kenmerk.OPLEIDING_MOEDER.value: "leerlingen met een lager opgeleide moeder",
    Kenmerk.SCHOOLTOESLAG.value: "leerlingen met een schooltoeslag",
    Kenmerk.THUISTAAL.value: "leerlingen met een andere thuistaal",
    Kenmerk.TREKKENDE_BEVOLKING.value: "leerlingen van de trekkende bevolking",
    Kenmerk.BUURT.value: "leerlingen uit een buurt die telt",
}


@dataclass(frozen=True)
class Selectie:
    """Which pupils; empty means all. ``klassen``: never outside these, whatever is asked."""

    vestiging: str = ""
    graad: str = ""
    leerjaar: str = ""
    richting: str = ""
    klas: str = ""
    groep: str = ""
    klassen: frozenset[str] | None = None

    @property
    def leeg(self) -> bool:
        return self == Selectie(klassen=self.klassen)

    def op_plek(self, plek: Plek) -> bool:
        """Is this one of the places?"""
        if self.klassen is not None and plek.klas not in self.klassen:
            return False
        return all(
            not wanted or sleutel(indeling, plek) == wanted
            for indeling, wanted in (
                ("vestiging", self.vestiging),
                ("graad", self.graad),
                ("leerjaar", self.leerjaar),
                ("richting", self.richting),
                ("klas", self.klas),
            )
        )

    def in_groep(self, niveau: str, antwoorden: Antwoorden) -> bool:
        """Is this one of the group?"""
        if not self.groep:
            return True
        if self.groep == "rest":
            return gok(niveau, antwoorden) == NEE
        return antwoord(self.groep, niveau, antwoorden) == JA

    def vakken(self, beeld: Beeld) -> list[Vak]:
        """The cells of these pupils."""
        places = {plek: self.op_plek(plek) for plek in {vak.plek for vak in beeld.vakken}}
        return [
            vak
            for vak in beeld.vakken
            if places[vak.plek] and self.in_groep(vak.plek.niveau, vak.antwoorden)
        ]

    def gangen(self, beeld: Beeld) -> list[Gang]:
        """The flows of these pupils, by where they sat; who came new by where they sit."""
        found = []
        for gang in beeld.gangen:
            plek = gang.van or gang.naar
            assert plek is not None
            # Who sees own classes only sees who sits there now.
            seen = self.klassen is None or (
                gang.naar is not None and gang.naar.klas in self.klassen
            )
            if (
                seen
                and self._anders().op_plek(plek)
                and self.in_groep(plek.niveau, gang.antwoorden)
            ):
                found.append(gang)
        return found

    def overgangen(self, beeld: Beeld) -> list[Overgang]:
        """The pupils of the sixth leerjaar among these."""
        return [
            one
            for one in beeld.overgangen
            if self.op_plek(one.plek) and self.in_groep(one.plek.niveau, one.antwoorden)
        ]

    def _anders(self) -> Selectie:
        return Selectie(
            self.vestiging, self.graad, self.leerjaar, self.richting, self.klas, self.groep
        )
