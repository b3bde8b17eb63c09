"""The DPIA as data: which field is stored for what, how long it stays, and the texts of the drafts.

In: ``inhoud/dpia/*.toml``. Out: fields, terms and drafts; a mistake in a file names file and key.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from gokwijs.core.law.status import Status
from gokwijs.core.law.toml import RegelsError, Strict
from gokwijs.core.leerlingen.termijnen import Termijn

M = TypeVar("M", bound=BaseModel)
_FOLDER = files("gokwijs") / "inhoud" / "dpia"
ONTWERPEN = ("dpia", "kennisgeving")


class Veld(Strict):
    """One thing the product keeps about a pupil. ``opslag``: ``Model.field`` of the database."""

    naam: str
    omschrijving: str
    doel: str
    zone: Literal["werkzone", "schoolzone"]
    bewaartermijn: str
    grond: str
    bron: str
    opslag: list[str]


class _VeldenFile(Strict):
    gronden: dict[str, str]
    veld: list[Veld]


class Inleesveld(BaseModel):
    """One column that may be read from a file; ``velden.toml`` says more for who reads it."""

    model_config = ConfigDict(frozen=True, strict=True)

    naam: str
    omschrijving: str
    doel: str
    bewaartermijn: str


class _InleesFile(BaseModel):
    veld: list[Inleesveld]


class Bewaartermijn(Strict):
    """How long one kind of data stays; at most one of the three numbers is there."""

    sleutel: str
    titel: str
    einde: str
    grond: str
    status: Literal["wettekst", "officieel advies", "eigen", "onbevestigd"]
    status_zonder_wet: Literal["onbevestigd"] | None = None
    dagen: int | None = None
    maanden: int | None = None
    jaren: int | None = None
    aankondigen: bool = True
    in_gebruik: bool = True


class _TermijnenFile(Strict):
    aankondiging_dagen: int
    termijn: list[Bewaartermijn]


class _TabelFile(Strict):
    kop: list[str]
    rijen: list[list[str]]


class Deel(Strict):
    """One section of a draft; ``invoeg`` asks for a table made from data."""

    kop: str
    tekst: list[str] = []
    punten: list[str] = []
    punten_eerst: bool = False  # the bullets stand above the texts
    tabel: _TabelFile | None = None
    invoeg: Literal["velden", "bewaartermijnen"] | None = None


class Ontwerp(Strict):
    """A document that a school gets as a draft and makes its own."""

    titel: str
    ondertitel: str
    versie: str
    stand: date
    merk: str
    herzien_na_jaren: int | None = None
    deel: list[Deel]


@dataclass(frozen=True)
class Velden:
    """The list of fields with the words of each ground."""

    velden: tuple[Veld, ...]
    gronden: Mapping[str, str]
    inlezen: tuple[Inleesveld, ...] = ()

    @property
    def vingerafdruk(self) -> str:
        """Changes with any field, purpose or source: then the DPIA is looked at again."""
        told = [[v.naam, v.doel, v.zone, v.bewaartermijn, v.bron] for v in self.velden]
        told += [[v.naam, v.doel, v.bewaartermijn] for v in self.inlezen]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Termijnen:
    """Every term by its key, and how many days ahead a purge is announced."""

    per_sleutel: Mapping[str, Bewaartermijn]
    aankondiging_dagen: int

    def __getitem__(self, sleutel: str) -> Bewaartermijn:
        return self.per_sleutel[sleutel]

    @property
    def verklaring_zonder_wet(self) -> Termijn:
        """For a verklaring on which we found no article: a default of our own (OV-06)."""
        found = self["verklaringen"]
        assert found.jaren is not None
        return Termijn(found.jaren, "geen artikel gevonden (OV-06)", Status.ONBEVESTIGD)


@cache
def load_velden() -> Velden:
    """The list of fields; raises RegelsError."""
    found = _read("opslag.toml", _VeldenFile)
    termijnen = load_termijnen()
    names = [veld.naam for veld in found.veld]
    for veld in found.veld:
        for key, known in (
            (veld.bewaartermijn, termijnen.per_sleutel),
            (veld.grond, found.gronden),
        ):
            if key not in known:
                raise RegelsError(f"opslag.toml: veld '{veld.naam}': '{key}' bestaat niet.")
        if names.count(veld.naam) > 1:
            raise RegelsError(f"opslag.toml: veld '{veld.naam}' staat er twee keer.")
    return Velden(tuple(found.veld), found.gronden, load_inleesvelden())


@cache
def load_inleesvelden() -> tuple[Inleesveld, ...]:
    """The columns that may be read from a file; empty while nothing is read from files."""
    if not (_FOLDER / "velden.toml").is_file():
        return ()
    return tuple(_read("velden.toml", _InleesFile).veld)


@cache
def load_termijnen() -> Termijnen:
    """Every term; raises RegelsError."""
    found = _read("bewaartermijnen.toml", _TermijnenFile)
    return Termijnen({t.sleutel: t for t in found.termijn}, found.aankondiging_dagen)


@cache
def load_ontwerp(naam: str) -> Ontwerp:
    """One draft: ``dpia`` or ``kennisgeving``; raises RegelsError."""
    return _read(f"{naam}.toml", Ontwerp)


def _read(name: str, model: type[M]) -> M:
    path = _FOLDER / name
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise RegelsError(f"{path}: {error}") from error
