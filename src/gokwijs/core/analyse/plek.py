"""Where a pupil sits, and the words, the keys and the order of those places.

Keys are the same from year to year, so that a place can be followed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from gokwijs.core.analyse.vordering import leerjaarindex
from gokwijs.core.telling.model import Graad, Onderwijsniveau

_GRADEN = {
    Graad.EERSTE.value: "1ste graad",
    Graad.TWEEDE.value: "2de graad",
    Graad.DERDE.value: "3de graad",
    Graad.OKAN.value: "onthaaljaar (OKAN)",
}
_NIVEAUS = {
    Onderwijsniveau.KLEUTER.value: "kleuteronderwijs",
    Onderwijsniveau.LAGER.value: "lager onderwijs",
    Onderwijsniveau.SO.value: "secundair onderwijs",
    Onderwijsniveau.BUBAO.value: "buitengewoon basisonderwijs",
    Onderwijsniveau.BUSO.value: "buitengewoon secundair onderwijs",
}
_NIVEAU_ORDER = {niveau: place for place, niveau in enumerate(_NIVEAUS)}
_NUMBERS = re.compile(r"(\d+)")
# What a place can be asked by: key, one, more.
INDELINGEN: Mapping[str, tuple[str, str]] = {
    "vestiging": ("vestigingsplaats", "vestigingsplaatsen"),
    "graad": ("graad of niveau", "graden of niveaus"),
    "leerjaar": ("leerjaar", "leerjaren"),
    "richting": ("richting", "richtingen"),
    "klas": ("klas", "klassen"),
}


class Plek(NamedTuple):
    """Where somebody sits."""

    vestiging: str
    niveau: str
    graad: str
    leerjaar: str
    richting: str
    klas: str


def index(plek: Plek) -> int | None:
    """1 to 6 in lager, 7 to 12 in secundair; None where years do not follow each other."""
    return leerjaarindex(Onderwijsniveau(plek.niveau), Graad(plek.graad), plek.leerjaar)


def ordinal(number: int) -> str:
    """``1ste``, ``2de``."""
    return f"{number}{'ste' if number in (1, 8) or number >= 20 else 'de'}"


def sleutel(indeling: str, plek: Plek) -> str:
    """The key of the group in which a place falls, stable over the years."""
    if indeling == "graad":
        return f"{plek.niveau}-{plek.graad}" if plek.graad else plek.niveau
    if indeling == "leerjaar":
        return f"{sleutel('graad', plek)}-{plek.leerjaar}"
    return str(getattr(plek, indeling))


def naam(indeling: str, plek: Plek) -> str:
    """The words for that group."""
    if indeling == "graad":
        return _GRADEN.get(plek.graad, _NIVEAUS[plek.niveau])
    if indeling == "leerjaar":
        return _leerjaar(plek)
    value = str(getattr(plek, indeling))
    if indeling == "vestiging":
        return f"vestigingsplaats {value}" if value else "zonder vestigingsplaats"
    return value or f"zonder {INDELINGEN[indeling][0]}"


def _leerjaar(plek: Plek) -> str:
    year = plek.leerjaar
    if plek.niveau == Onderwijsniveau.KLEUTER and year.isdecimal():
        return f"{ordinal(int(year))} kleuterklas"
    place = index(plek)
    if place is not None:
        return f"{ordinal(place)} leerjaar" if place <= 6 else f"{ordinal(place - 6)} jaar"
    group = naam("graad", plek)
    return f"{group}, leerjaar {year}" if year else group


def plaats_order(indeling: str, plek: Plek) -> tuple[Any, ...]:
    """Places in the order of school life, and then by name, 2 before 10."""
    year = [int(p) if p.isdecimal() else p for p in _NUMBERS.split(plek.leerjaar)]
    school = (_NIVEAU_ORDER[plek.niveau], plek.graad)
    own = sleutel(indeling, plek)
    by_name = [int(p) if p.isdecimal() else p for p in _NUMBERS.split(own.casefold())]
    if indeling == "graad":
        return school
    if indeling == "leerjaar":
        return (*school, year)
    return (not own, by_name) if indeling == "vestiging" else (not own, *school, year, by_name)
