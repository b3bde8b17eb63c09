"""The shape of a pack on disk: every key, and which values a key may have.

In: what TOML or a sheet gives. Out: checked rows; what one row says about another is checked in
``pakket``.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from gokwijs.core.kader.vragenlijst import EIGEN, VRAAG
from gokwijs.core.law.toml import Strict

MOST_TEXT, MOST_ROWS, MOST_NIVEAUS = 2_000, 500, 6
GEEN_OFFICIELE = "geen officiële formulering"
VASTE_TEKST = f"Eigen omschrijving, {GEEN_OFFICIELE}"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_VERSIE = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")
_SLEUTEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,58}[a-z0-9])?")
_NAAMRUIMTE = re.compile(r"[a-z]{2,20}")
_PEILDATUM = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_TAAL = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


def _matching(pattern: re.Pattern[str], said: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(said)
        return value

    return AfterValidator(check)


def _plain(value: str) -> str:
    """Text that is printed: no control characters, no outer spaces, not endless."""
    if not value:
        raise ValueError("mag niet leeg zijn")
    if not value.strip() or value != value.strip() or not value.isprintable():
        raise ValueError("hier hoort gewone tekst, zonder spaties of enters aan de rand")
    if len(value) > MOST_TEXT:
        raise ValueError(f"hoogstens {MOST_TEXT} tekens")
    return value


def _blank_or_plain(value: str) -> str:
    return _plain(value) if value else value


def _naamruimte(value: str) -> str:
    if not _NAAMRUIMTE.fullmatch(value):
        raise ValueError("twee tot twintig kleine letters, zoals 'ok' of 'schaal'")
    if value in (VRAAG, EIGEN):
        raise ValueError(f"'{value}' gebruikt het programma zelf; kies een andere naam")
    return value


Tekst = Annotated[str, AfterValidator(_plain)]
MagLeeg = Annotated[str, AfterValidator(_blank_or_plain)]
Code = Annotated[
    str, _matching(_CODE, "een code is hoogstens 20 letters, cijfers, punten en -, zoals R5")
]
Versie = Annotated[str, _matching(_VERSIE, "drie getallen met punten ertussen, zoals 1.0.0")]
Sleutel = Annotated[str, _matching(_SLEUTEL, "enkel kleine letters, cijfers, - en _")]
Naamruimte = Annotated[str, AfterValidator(_naamruimte)]
Peildatum = Annotated[str, _matching(_PEILDATUM, "een jaar en een maand, zoals 2026-11")]
Taal = Annotated[str, _matching(_TAAL, "een taal, zoals nl-BE")]
Statuswoord = Literal["officieel", "parafrase", "eigen"]
Zekerheidswoord = Literal["officieel", "secundair", "seed", "onbevestigd", "eigen"]


class HoofdFile(Strict):
    """The head of a pack."""

    id: Sleutel
    titel: Tekst
    versie: Versie
    schema_: Annotated[Literal[1], Field(alias="schema")]
    taal: Taal = "nl-BE"
    peildatum: Peildatum
    aantal_verwachtingen: Annotated[int, Field(ge=1, le=MOST_ROWS)]
    vervangbaar: bool = True
    toelichting: MagLeeg = ""
    vaste_tekst_in_scherm: Tekst
    naamruimte: Naamruimte = "ok"
    aanduiding: MagLeeg = ""


class WaardenFile(Strict):
    """The values a pack allows itself: never more than the program knows."""

    status: list[Statuswoord] = ["parafrase", "officieel", "eigen"]
    zekerheid: list[Zekerheidswoord] = ["officieel", "secundair", "seed", "onbevestigd", "eigen"]


class BronFile(Strict):
    titel: Tekst
    adres: MagLeeg = ""
    soort: Zekerheidswoord


class NiveauFile(Strict):
    waarde: Annotated[int, Field(ge=1, le=MOST_NIVEAUS)]
    naam: Tekst
    betekenis: Tekst
    herkomst: Literal["eigen", "officieel"] = "eigen"


class RubriekFile(Strict):
    sleutel: Sleutel
    naam: Tekst
    volgorde: Annotated[int, Field(ge=0, le=1_000)]
    codes: list[Code] = []
    toelichting: MagLeeg = ""


class VerwachtingFile(Strict):
    code: Code
    rubriek: Sleutel
    deelrubriek: MagLeeg = ""
    onderwerp: Tekst
    parafrase: MagLeeg = ""
    status: Statuswoord
    zekerheid: Zekerheidswoord
    bron: list[str] = []
    gok_vraag: MagLeeg = ""
    gok_bewijs: list[Tekst] = []
    citaat: MagLeeg = ""
    citaat_volledig: bool = False
    citaat_bron: str = ""
    opmerking: MagLeeg = ""
    kwaliteitsbeelden: list[Tekst] = []


class SetvraagFile(Strict):
    sleutel: Sleutel
    tekst: Tekst
    onderwerp: MagLeeg = ""
    codes: list[Code] = []


class SetFile(Strict):
    sleutel: Sleutel
    naam: Tekst
    voor: Literal["team", "leerling", "ouder"]
    herkomst: Literal["eigen", "officieel"] = "eigen"
    toelichting: Tekst
    codes: list[Code] = []
    vragen: list[SetvraagFile] = []
    niveaus: list[NiveauFile] = []


class OmzettingFile(Strict):
    """An old code and what it became: a code of this pack, or 'vervallen'."""

    oud: Code
    nieuw: Code


class _OmzettinghoofdFile(Strict):
    id: Sleutel
    titel: Tekst
    versie: Versie
    schema_: Annotated[Literal[1], Field(alias="schema")]
    van: Naamruimte
    naar: Naamruimte
    zekerheid: Zekerheidswoord
    peildatum: Peildatum
    bron: Tekst
    toelichting: Tekst


class _PaarFile(Strict):
    van: Code
    naar: Annotated[list[Code], Field(min_length=1)]
    opmerking: MagLeeg = ""


class OmzettinglijstFile(Strict):
    """Which codes of two systems may belong together."""

    omzetting: _OmzettinghoofdFile
    paren: Annotated[list[_PaarFile], Field(min_length=1, max_length=MOST_ROWS)]
