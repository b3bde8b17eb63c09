"""The fields that may be read from a pupil file, and the words of columns that never are.

In: ``inhoud/dpia/velden.toml``, the list of fields of the DPIA. Out: fields by name and, for a
header, why it is dropped. A field that is not on that list does not exist here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING
from gokwijs.core.kenmerken.verklaring import Gezinslid
from gokwijs.core.law.toml import Strict
from gokwijs.core.telling.columns import fold


class Kind(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"
    DATE = "date"
    ANSWER = "answer"  # ja, nee, onbekend
    LANGUAGE = "language"  # per gezinslid: Nederlands or not
    EDUCATION = "education"  # of the mother, in steps
    CODE = "code"  # one of a few values


class _Field(Strict):
    naam: str
    omschrijving: str
    doel: str
    zone: str
    bewaartermijn: str
    bron: str


class _Dropped(Strict):
    naam: str
    reden: str
    woorden: list[str]


class _File(Strict):
    veld: list[_Field]
    niet_gelezen: list[_Dropped]


@dataclass(frozen=True, slots=True)
class DpiaField:
    """One field that may be read: what it is, why, who sees it and how long it stays."""

    naam: str
    omschrijving: str
    doel: str
    zone: str
    bewaartermijn: str
    bron: str

    @property
    def label(self) -> str:
        """As shown on screen."""
        return LABELS.get(self.naam) or self.naam.replace("_", " ").capitalize()

    @property
    def kind(self) -> Kind:
        return KINDS.get(self.naam, Kind.TEXT)


@dataclass(frozen=True, slots=True)
class DroppedField:
    """Something that is never read, and why."""

    naam: str
    reden: str
    woorden: tuple[str, ...]


IDENTITY = ("naam", "voornaam", "geboortedatum", "vorige_school")
PLACE = (
    "vestigingsplaats",
    "administratieve_groep",
    "onderwijsniveau",
    "graad",
    "type",
    "mfc_verblijf",
    "leerjaar",
    "richting",
    "klas",
    "gewicht",
)
PERIOD = ("begin", "einde", "verwacht_einde", "attest")
KENMERK_FIELDS: Mapping[str, Kenmerk] = {k.value: k for k in PER_LEERLING}
LANGUAGE_FIELDS: Mapping[str, Gezinslid] = {f"taal_{lid.value}": lid for lid in Gezinslid}
EDUCATION_FIELD = "opleidingsniveau_moeder"
REQUIRED = ("stamnummer", "naam", "voornaam")
# A kenmerk that the government assigns may also be copied from its list.
SOURCES = ("schooltoeslag", "buurt")

LABELS = {
    "gewicht": "Telt als (hele of halve leerling)",
    "mfc_verblijf": "Verblijf in een MFC",
    "begin": "Eerste dag van de inschrijving",
    "einde": "Laatste dag van de inschrijving",
    "verwacht_einde": "Verwachte laatste dag",
    "attest": "Attest of getuigschrift",
    "opleiding_moeder": "Kenmerk opleiding moeder (ja = geen diploma secundair)",
    "opleidingsniveau_moeder": "Opleiding van de moeder, in stappen",
    "schooltoeslag": "Kenmerk schooltoeslag",
    "thuistaal": "Kenmerk thuistaal (ja = geen Nederlands)",
    "taal_moeder": "Taal met de moeder",
    "taal_vader": "Taal met de vader",
    "taal_broers_zussen": "Taal met broers en zussen",
    "trekkende_bevolking": "Kenmerk trekkende bevolking",
    "buurt": "Kenmerk buurt",
    "voorlopig": "Voorlopige inschrijving (rij overslaan)",
    "basisrol": "Rol van het account (enkel leerlingen)",
}
KINDS: Mapping[str, Kind] = {
    "geboortedatum": Kind.DATE,
    "begin": Kind.DATE,
    "einde": Kind.DATE,
    "verwacht_einde": Kind.DATE,
    "onderwijsniveau": Kind.CODE,
    "graad": Kind.CODE,
    "type": Kind.CODE,
    "gewicht": Kind.CODE,
    "basisrol": Kind.CODE,
    "mfc_verblijf": Kind.ANSWER,
    "voorlopig": Kind.ANSWER,
    **dict.fromkeys(KENMERK_FIELDS, Kind.ANSWER),
    **dict.fromkeys(LANGUAGE_FIELDS, Kind.LANGUAGE),
    EDUCATION_FIELD: Kind.EDUCATION,
}


@cache
def _file() -> _File:
    path = files("gokwijs") / "inhoud" / "dpia" / "velden.toml"
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def dpia_fields() -> Mapping[str, DpiaField]:
    """Every field that may be read, in order of the file."""
    return {f.naam: DpiaField(**f.model_dump()) for f in _file().veld}


@cache
def dropped_fields() -> tuple[DroppedField, ...]:
    """What is never read from a pupil file."""
    return tuple(
        DroppedField(d.naam, d.reden, tuple(fold(w) for w in d.woorden))
        for d in _file().niet_gelezen
    )


def never_read(header: str) -> DroppedField | None:
    """Why a column with this header is never read; None when it may be."""
    folded = fold(header)
    for dropped in dropped_fields():
        if folded in dropped.woorden:
            return dropped
    return None
