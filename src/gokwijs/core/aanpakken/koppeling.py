"""What an actie keeps of the aanpak it chose: the facts as they were that day.

In: an aanpak and the day. Out: a ``Koppeling``, and notices when the catalogue has moved on. A plan
keeps showing what the team saw; a newer fact is said beside it, never put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gokwijs.core.aanpakken.model import Aanpak, Feit, Niveau
from gokwijs.core.aanpakken.zeggen import maanden, merken, spreker, uitgave, zin_van
from gokwijs.core.calendar import dutch_date
from gokwijs.core.zinnen import Gezegd, vul


@dataclass(frozen=True, slots=True)
class GetoondFeit:
    """One fact as it was shown: enough to print it years later without the catalogue."""

    id: str
    zin: str
    bron: str
    versie: str
    merken: tuple[str, ...]
    url: str
    vingerafdruk: str

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON field."""
        return {
            "id": self.id,
            "zin": self.zin,
            "bron": self.bron,
            "versie": self.versie,
            "merken": list(self.merken),
            "url": self.url,
            "vingerafdruk": self.vingerafdruk,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> GetoondFeit:
        """What ``as_json`` gave; raises KeyError when something is missing."""
        return cls(
            **{**{key: stored[key] for key in cls.__slots__}, "merken": tuple(stored["merken"])}
        )


class Soort(StrEnum):
    AANBEVELING = "aanbeveling"
    ONDERDEEL = "onderdeel"
    TYPE = "type"
    EERST_METEN = "eerst_meten"


@dataclass(frozen=True, slots=True)
class Voorwaarde:
    """One point of carrying it out, to tick off in the actie."""

    soort: Soort
    tekst: str


@dataclass(frozen=True, slots=True)
class Koppeling:
    """The choice of one aanpak for one actie."""

    aanpak: str
    naam: str
    niveau: Niveau
    catalogus_versie: str
    op: date
    feiten: tuple[GetoondFeit, ...]
    voorwaarden: tuple[Voorwaarde, ...]
    opgelet: tuple[str, ...]


class Meldingsoort(StrEnum):
    NIEUWER = "nieuwer"
    GEWIJZIGD = "gewijzigd"
    INGETROKKEN = "ingetrokken"
    OUD = "oud"


@dataclass(frozen=True, slots=True)
class Melding:
    """Something about a fact that an actie rests on; ``nieuw`` is the fact that followed it."""

    soort: Meldingsoort
    feit: str
    zin: Gezegd
    nieuw: Feit | None = None


def koppel(aanpak: Aanpak, catalogus_versie: str, op: date) -> Koppeling:
    """Choose this aanpak today."""
    return Koppeling(
        aanpak=aanpak.id,
        naam=aanpak.naam,
        niveau=aanpak.niveau,
        catalogus_versie=catalogus_versie,
        op=op,
        feiten=tuple(_getoond(aanpak, feit, op) for feit in aanpak.feiten),
        voorwaarden=voorwaarden(aanpak),
        opgelet=aanpak.opgelet,
    )


def voorwaarden(aanpak: Aanpak) -> tuple[Voorwaarde, ...]:
    """What to tick: recommendations, parts, the types of Epstein, and what to measure first."""
    rows: Iterable[tuple[Soort, tuple[str, ...]]] = (
        (Soort.AANBEVELING, aanpak.aanbevelingen),
        (Soort.ONDERDEEL, aanpak.onderdelen),
        (Soort.TYPE, aanpak.epstein),
        (Soort.EERST_METEN, (aanpak.eerst_meten,)),
    )
    return tuple(Voorwaarde(soort, text) for soort, texts in rows for text in texts)


def _getoond(aanpak: Aanpak, feit: Feit, op: date) -> GetoondFeit:
    return GetoondFeit(
        id=feit.id,
        zin=zin_van(aanpak, feit).tekst,
        bron=feit.titel,
        versie=uitgave(feit.versie),
        merken=merken(feit, op),
        url=feit.url,
        vingerafdruk=feit.vingerafdruk,
    )


def nieuwer(old: str, new: Feit) -> Melding:
    """F05: the fact was followed by another one."""
    said = {"bron": spreker(new), "versie": uitgave(new.versie)}
    said["datum"] = dutch_date(new.checked_on)
    if new.cijfer is None:
        return Melding(Meldingsoort.NIEUWER, old, vul("F05b", **said), new)
    zin = vul("F05a", maanden=maanden(new.cijfer), **said)
    return Melding(Meldingsoort.NIEUWER, old, zin, new)
