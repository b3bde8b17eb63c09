"""The list of sentences: strict reading, and filling without a gap.

In: ``inhoud/zinnen/*.toml``, one block per file. Out: sentences by code, and a filled sentence with
its code. A mistake in a file names file and key; a missing or extra value is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Annotated, Literal

from pydantic import Field

from gokwijs.core.law.toml import RegelsError, Strict, read_register

_CODE = re.compile(r"[A-H]\d\d[a-z]?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
Filled = Annotated[str, Field(min_length=1)]


class ZinError(ValueError):
    """A sentence was asked for with the wrong code or the wrong values."""


class _DeelFile(Strict):
    een: Filled
    meer: Filled


class _ZinFile(Strict):
    blok: Literal["A", "B", "C", "E", "F", "G", "H"]
    wanneer: Filled
    tekst: Filled
    delen: dict[str, _DeelFile] = {}


@dataclass(frozen=True, slots=True)
class Zindeel:
    """A part of a sentence: for one pupil and for more of them."""

    een: str
    meer: str


@dataclass(frozen=True, slots=True)
class Zin:
    """One sentence; ``wanneer`` is its condition in words, ``plaatsen`` what must be filled in."""

    code: str
    blok: str
    wanneer: str
    tekst: str
    plaatsen: frozenset[str]
    delen: Mapping[str, Zindeel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gezegd:
    """A filled sentence; the technical annex repeats its code."""

    code: str
    tekst: str


@cache
def load_zinnen() -> Mapping[str, Zin]:
    """Every sentence by code, in order; raises RegelsError."""
    return load_zinnen_from(files("gokwijs") / "inhoud" / "zinnen")


def load_zinnen_from(folder: Traversable) -> Mapping[str, Zin]:
    """The same from another folder; raises RegelsError."""
    found: dict[str, Zin] = {}
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".toml"):
            continue
        for code, model in read_register(path, _ZinFile).items():
            if code in found:
                raise RegelsError(f"{path}: sleutel '{code}': staat al in de lijst.")
            found[code] = _zin(path, code, model)
    return found


def vul(code: str, **waarden: str) -> Gezegd:
    """The sentence with every placeholder filled; raises ZinError.

    A sentence that opens with a value gets its capital here.
    """
    zin = load_zinnen().get(code)
    if zin is None:
        raise ZinError(f"there is no sentence {code}")
    if waarden.keys() != zin.plaatsen:
        missing, extra = zin.plaatsen - waarden.keys(), waarden.keys() - zin.plaatsen
        raise ZinError(f"{code}: missing {sorted(missing)}, not asked for {sorted(extra)}")
    empty = sorted(name for name, value in waarden.items() if not value.strip())
    if empty:
        raise ZinError(f"{code}: empty {empty}")
    tekst = zin.tekst.format_map(waarden)
    return Gezegd(code, tekst[0].upper() + tekst[1:])


def vul_delen(code: str, aantallen: Mapping[str, int]) -> str:
    """The parts with at least one pupil, in the order of the list: ``a, b en c``.

    Raises ZinError on an unknown part.
    """
    delen = load_zinnen()[code].delen
    unknown = sorted(aantallen.keys() - delen.keys())
    if unknown:
        raise ZinError(f"{code}: no part {unknown}")
    said = [
        deel.een if aantallen[name] == 1 else deel.meer.format(x=aantallen[name])
        for name, deel in delen.items()
        if aantallen.get(name)
    ]
    return " en ".join(part for part in (", ".join(said[:-1]), *said[-1:]) if part)


def _zin(path: Traversable, code: str, model: _ZinFile) -> Zin:
    if not _CODE.fullmatch(code) or code[0] != model.blok:
        raise RegelsError(f"{path}: sleutel '{code}': een code is het blok en twee cijfers.")
    plaatsen = _places(path, f"{code}.tekst", model.tekst)
    for name, deel in model.delen.items():
        if _places(path, f"{code}.delen.{name}.een", deel.een):
            raise RegelsError(f"{path}: sleutel '{code}.delen.{name}.een': niets om in te vullen.")
        if _places(path, f"{code}.delen.{name}.meer", deel.meer) != {"x"}:
            raise RegelsError(f"{path}: sleutel '{code}.delen.{name}.meer': enkel {{x}}.")
    delen = {name: Zindeel(deel.een, deel.meer) for name, deel in model.delen.items()}
    return Zin(code, model.blok, model.wanneer, model.tekst, plaatsen, delen)


def _places(path: Traversable, key: str, text: str) -> frozenset[str]:
    try:
        parsed = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        raise RegelsError(f"{path}: sleutel '{key}': een accolade te veel of te weinig.") from None
    names = [name for _, name, _, _ in parsed if name is not None]
    plain = all(_NAME.fullmatch(name) for name in names)
    if not plain or any(spec or conversion for _, _, spec, conversion in parsed):
        raise RegelsError(f"{path}: sleutel '{key}': tussen accolades hoort enkel een naam.")
    return frozenset(names)
