"""The questions of the room, and what somebody chose: everything of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from gokwijs.core.analyse.plek import INDELINGEN
from gokwijs.core.analyse.selectie import GROEPEN, Selectie
from gokwijs.core.analyse.tellen import KOLOMMEN
from gokwijs.core.calendar import Schooljaar, SchooljaarError

_LONGEST = 100  # of a value in the address


class Vraag(StrEnum):
    WIE = "wie"
    WAAR = "waar"
    VERANDERD = "veranderd"
    STROOM = "stroom"
    KLASSEN = "klassen"
    LEEFTIJD = "leeftijd"
    ATTESTEN = "attesten"

    @property
    def titel(self) -> str:
        return _TEXTS[self][0]

    @property
    def kort(self) -> str:
        return _TEXTS[self][1]

    @property
    def waarvoor(self) -> str:
        return _TEXTS[self][2]


_TEXTS = {
    Vraag.WIE: (
        "Wie zijn onze indicatorleerlingen?",
        "Wie",
        "Hoeveel leerlingen aantikken op elk kenmerk, hoeveel kenmerken samen voorkomen, en hoe "
        "dat over de jaren ging.",
    ),
    Vraag.WAAR: (
        "Waar zitten ze?",
        "Waar",
        "Per vestigingsplaats, graad, leerjaar, richting of klas: waar het extra werk zit.",
    ),
    Vraag.VERANDERD: (
        "Wat veranderde er sinds vorig jaar?",
        "Veranderd",
        "Welk verschil meer is dan toeval, en welk niet.",
    ),
    Vraag.STROOM: (
        "Hoe stromen ze door?",
        "Doorstroom",
        "Wie een jaar verder ging, het jaar overdeed of wegging; GOK-leerlingen naast de andere.",
    ),
    Vraag.KLASSEN: (
        "Zijn de klassen gemengd?",
        "Klassen",
        "Of GOK-leerlingen gelijk over de klassen van een leerjaar verdeeld zijn.",
    ),
    Vraag.LEEFTIJD: (
        "Zitten ze op leeftijd?",
        "Leeftijd",
        "Hoeveel leerlingen een jaar of meer achter zitten op hun geboortejaar.",
    ),
    Vraag.ATTESTEN: (
        "Welke attesten kregen ze?",
        "Attesten",
        "Zonder beperking, met beperking of C; GOK-leerlingen naast de andere.",
    ),
}


@dataclass(frozen=True)
class Keuze:
    """What is asked, as it stands in the address; empty is the standard."""

    jaar: str = ""
    vestiging: str = ""
    graad: str = ""
    leerjaar: str = ""
    richting: str = ""
    klas: str = ""
    groep: str = ""
    per: str = ""
    kenmerk: str = ""
    sorteer: str = ""
    naast: str = ""
    zone: str = ""

    @classmethod
    def uit(cls, query: QueryDict | Mapping[str, Any]) -> Keuze:
        """Read the address; raises Http404 on nonsense."""
        found = cls(**{f.name: str(query.get(f.name, ""))[:_LONGEST] for f in fields(cls)})
        allowed = (
            (found.per, INDELINGEN),
            (found.kenmerk, KOLOMMEN),
            (found.groep, GROEPEN),
            (found.zone, ("werk", "school")),
        )
        if any(value and value not in choices for value, choices in allowed):
            raise Http404
        if any("\x00" in getattr(found, f.name) for f in fields(cls)):
            raise Http404
        for text in (found.jaar, found.naast_jaar):
            if text:
                schooljaar(text)
        if found.naast and not (found.naast_jaar or found.naast_groep in GROEPEN):
            raise Http404
        return found

    def met(self, **changes: str) -> Keuze:
        """With something else chosen."""
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """``jaar=2026-2027&per=klas``; only what is not standard."""
        named = ((f.name, getattr(self, f.name)) for f in fields(self))
        return urlencode([(name, value) for name, value in named if value])

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the pupils, by name."""
        names = ("vestiging", "graad", "leerjaar", "richting", "klas", "groep")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    @property
    def naast_jaar(self) -> str:
        return self.naast.removeprefix("jaar:") if self.naast.startswith("jaar:") else ""

    @property
    def naast_groep(self) -> str:
        return self.naast.removeprefix("groep:") if self.naast.startswith("groep:") else ""

    def selectie(self, klassen: frozenset[str] | None) -> Selectie:
        """The pupils that are asked for, never outside ``klassen``."""
        return Selectie(**self.filters, klassen=klassen)

    def andere(self) -> Keuze | None:
        """What stands beside it: another year, or another group; None without."""
        if self.naast_jaar:
            return replace(self, jaar=self.naast_jaar, naast="")
        if self.naast_groep:
            return replace(self, groep=self.naast_groep, naast="")
        return None


def schooljaar(text: str) -> Schooljaar:
    """A schooljaar from the address; raises Http404."""
    try:
        return Schooljaar.parse(text)
    except SchooljaarError as error:
        raise Http404(str(error)) from error
