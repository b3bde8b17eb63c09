"""The Flemish shares of the kenmerken, to lay beside a school: only what the source says.

In: ``inhoud/vlaanderen/leerlingenkenmerken.toml``. Out: whole percentages with schooljaar and
source; a mistake in the file names file and key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import Field, ValidationError

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.toml import RegelsError, Strict
from gokwijs.core.telling.model import Onderwijsniveau

_PATH = files("gokwijs") / "inhoud" / "vlaanderen" / "leerlingenkenmerken.toml"
# The two levels of a basisschool have their own share: one number for both would be invented.
_LEVELS = ("kleuter", "lager", "so")


class Bron(Strict):
    """Where a share was read."""

    titel: str
    kort: str
    adres: str
    gelezen_op: date


class _Aandeel(Strict):
    schooljaar: str
    niveau: str
    bron: str
    opleiding_moeder: int | None = Field(None, ge=0, le=100)
    schooltoeslag: int | None = Field(None, ge=0, le=100)
    thuistaal: int | None = Field(None, ge=0, le=100)
    buurt: int | None = Field(None, ge=0, le=100)


class _File(Strict):
    bron: dict[str, Bron]
    aandeel: list[_Aandeel]


@dataclass(frozen=True, slots=True)
class VlaamsAandeel:
    """A whole percentage of one kenmerk at one level."""

    schooljaar: Schooljaar
    niveau: str
    kenmerk: Kenmerk
    procent: int
    bron: Bron


@cache
def load_vlaanderen() -> tuple[VlaamsAandeel, ...]:
    """Every share, newest schooljaar first; raises RegelsError."""
    try:
        found = _File.model_validate(tomllib.loads(_PATH.read_text(encoding="utf-8")))
        shares = [
            VlaamsAandeel(
                Schooljaar.parse(row.schooljaar),
                row.niveau,
                kenmerk,
                getattr(row, kenmerk.value),
                found.bron[row.bron],
            )
            for row in found.aandeel
            for kenmerk in Kenmerk
            if getattr(row, kenmerk.value, None) is not None
        ]
    except (tomllib.TOMLDecodeError, ValidationError, ValueError, KeyError) as error:
        raise RegelsError(f"{_PATH}: {error}") from error
    if any(share.niveau not in _LEVELS for share in shares):
        raise RegelsError(f"{_PATH}: een niveau is kleuter, lager of so")
    return tuple(sorted(shares, key=lambda share: -share.schooljaar.start))


def naast(niveaus: Collection[str], tot: Schooljaar) -> Mapping[Kenmerk, VlaamsAandeel]:
    """The latest share per kenmerk for a school of one level; empty for several or special ones."""
    levels = set(niveaus) - {Onderwijsniveau.BUBAO.value, Onderwijsniveau.BUSO.value}
    if len(levels) != 1 or len(levels) != len(set(niveaus)):
        return {}
    found: dict[Kenmerk, VlaamsAandeel] = {}
    for share in load_vlaanderen():
        if share.niveau in levels and share.schooljaar <= tot:
            found.setdefault(share.kenmerk, share)
    return found
