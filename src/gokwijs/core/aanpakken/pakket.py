"""The shape of the pack on disk: every key, and which values a key may have.

In: what TOML gives. Out: checked rows; what one row says about another is checked in ``lezen``.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from gokwijs.core.kader import PREFIX, verwachtingen
from gokwijs.core.law.toml import Strict

_VERSIE = re.compile(r"[A-Za-z0-9.-]{1,20}")
_SLEUTEL = re.compile(r"[a-z0-9_]+")
_FEIT = re.compile(r"[a-z0-9_.-]+")


def _matching(pattern: re.Pattern[str], said: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(said)
        return value

    return AfterValidator(check)


def _day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise ValueError(
            'hier hoort een datum tussen aanhalingstekens, zoals "2026-11-22"'
        ) from None
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("een adres begint met https:// of http://")
    return value


def _code(value: str) -> str:
    if f"{PREFIX}{value}" not in verwachtingen():
        raise ValueError("geen code van het kwaliteitskader, zoals R3 of BL12")
    return value


def _plain(value: str) -> str:
    """Text that is printed: no control characters, no markup, no outer spaces."""
    if not value.strip() or value != value.strip() or not value.isprintable():
        raise ValueError("hier hoort gewone tekst, zonder spaties of enters aan de rand")
    return value


Tekst = Annotated[str, AfterValidator(_plain)]
Dag = Annotated[str, AfterValidator(_day)]
Adres = Annotated[str, AfterValidator(_address)]
Code = Annotated[str, AfterValidator(_code)]
Versie = Annotated[str, _matching(_VERSIE, "hoogstens 20 letters, cijfers, punten en -")]
Sleutel = Annotated[str, _matching(_SLEUTEL, "enkel kleine letters, cijfers en _")]
FeitSleutel = Annotated[str, _matching(_FEIT, "enkel kleine letters, cijfers, punten, - en _")]
Maanden = Annotated[int, Field(ge=-12, le=12)]
Schaal = Annotated[int, Field(ge=0, le=5)]


class BronFile(Strict):
    """One fact."""

    id: FeitSleutel
    spreker: Annotated[Tekst, Field(alias="schema")]
    soort: Tekst
    titel: Tekst
    strand: Tekst = ""
    maanden: Maanden | None = None
    maanden_status: Literal["getal", "niet_bepaald", "niet_gevonden", "niet_van_toepassing"]
    maanden_lager: Maanden | None = None
    maanden_secundair: Maanden | None = None
    maanden_kleuter: Maanden | None = None
    maanden_afgeleid: bool = False
    maanden_toepassing: Tekst = ""
    maanden_tabel: Tekst = ""
    kosten: Tekst = ""
    kosten_schaal: Schaal | None = None
    schaal_afgeleid: bool = False
    sterkte: Tekst = ""
    sterkte_schaal: Schaal | None = None
    zekerheid: Tekst = ""
    zekerheid_schaal: Schaal | None = None
    richting: Literal[
        "steunt", "gemengd", "geen_effect", "waarschuwt", "geen_uitspraak", "beschrijft"
    ]
    uitkomst: Tekst
    versie: Tekst = ""
    checked_on: Dag
    confidence: Literal[
        "primair",
        "primair_deels",
        "secundair_bevestigd",
        "secundair",
        "secundair_tegenstrijdig",
        "onbevestigd",
    ]
    url: Adres
    via: Tekst = ""
    effect_g: Decimal | None = None
    n_studies: Annotated[int, Field(ge=1)] | None = None
    opmerking: Tekst = ""
    vervangt: FeitSleutel | Literal[""] = ""
    vervangen_door: FeitSleutel | Literal[""] = ""


class AanpakFile(Strict):
    """One aanpak, without its facts: those are checked one by one."""

    id: Sleutel
    naam: Tekst
    naam_bron: Tekst
    niveau: Literal["leerling", "leraar", "school"]
    niveau_bron: Tekst
    groep: Tekst
    beschrijving: Tekst
    doelgroep: Tekst
    opgelet: Annotated[list[Tekst], Field(min_length=1)]
    eerst_meten: Tekst
    rok: list[Code] = []
    rok_status: Literal["voorstel", "officieel"]
    verwant: list[Sleutel] = []
    andere_namen: list[Tekst] = []
    aanbevelingen: list[Tekst] = []
    onderdelen: list[Tekst] = []
    epstein: list[Tekst] = []
    leerpunt_status: Tekst


class WaardenFile(Strict):
    """The lists of values the pack allows itself, with their words."""

    maanden_status: list[str]
    confidence: list[str]
    niveau: list[str]
    niveau_bron: list[str]
    naam_bron: list[str]
    leerpunt_status: list[str]
    groep: list[str]
    richting: list[str]
    soort: list[str]
    schema_uitleg: dict[str, Tekst]
    maanden_status_uitleg: dict[str, Tekst]
    confidence_uitleg: dict[str, Tekst]
    richting_uitleg: dict[str, Tekst]


class SchalenFile(Strict):
    kosten: dict[str, Tekst]
    sterkte_eef: dict[str, Tekst]
    sterkte_leerpunt: dict[str, Tekst]
    leerpunt_toelichting: Tekst


class OmrekentabelFile(Strict):
    """How an effect size reads in months; only in the effect calculation, never here."""

    id: FeitSleutel
    naam: Tekst
    url: Adres
    checked_on: Dag
    confidence: str
    afronding: Tekst
    boven: Annotated[list[Annotated[list[Decimal | int], Field(min_length=2)]], Field(min_length=1)]
    buiten_tabel: Tekst
    negatief: Tekst


class PakketFile(Strict):
    """The head of the pack; the aanpakken are checked one by one."""

    schema_version: Literal[1]
    catalogus_versie: Versie
    taal: Literal["nl-BE"]
    status: Tekst
    gebruik: Tekst
    waarden: WaardenFile
    schalen: SchalenFile
    omrekentabel: list[OmrekentabelFile] = []
