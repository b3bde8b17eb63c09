"""The course in reading figures: what it says, from the pack ``inhoud/cursus``.

In: one TOML file. Out: frozen steps, each with its question. Strict: an unknown or missing key is
refused, and so is a question without exactly one good answer.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Antwoord:
    key: str
    tekst: str
    goed: bool
    uitleg: str


@dataclass(frozen=True)
class Woord:
    """A verdict in the words of the product, and what it means."""

    woord: str
    uitleg: str


@dataclass(frozen=True)
class Stap:
    """Two minutes: some text, a picture, and one question with its explanations."""

    nummer: int
    key: str
    titel: str
    tekst: tuple[str, ...]
    bron: str
    vraag: str
    antwoorden: tuple[Antwoord, ...]
    woorden: tuple[Woord, ...]

    @property
    def juist(self) -> Antwoord:
        return next(one for one in self.antwoorden if one.goed)

    def gekozen(self, key: str) -> Antwoord | None:
        return next((one for one in self.antwoorden if one.key == key), None)


@dataclass(frozen=True)
class Cursus:
    versie: str
    titel: str
    inleiding: str
    slot: str
    stappen: tuple[Stap, ...]


@cache
def cursus_in_use() -> Cursus:
    """Raises TypeError or ValueError on a mistake in the file."""
    source = files("gokwijs.inhoud") / "cursus" / "cijfers_lezen.toml"
    return lees_cursus(source.read_text(encoding="utf-8"))


def lees_cursus(text: str) -> Cursus:
    data = tomllib.loads(text)
    steps = data.pop("stap")
    return Cursus(**data, stappen=tuple(_stap(n, one) for n, one in enumerate(steps, 1)))


def _stap(nummer: int, data: dict[str, Any]) -> Stap:
    answers = tuple(Antwoord(**one) for one in data.pop("antwoord"))
    words = tuple(Woord(**one) for one in data.pop("woord", ()))
    if sum(one.goed for one in answers) != 1:
        raise ValueError(f"stap {nummer}: precies één antwoord is juist")
    return Stap(
        **{**data, "nummer": nummer, "tekst": tuple(data["tekst"])},
        antwoorden=answers,
        woorden=words,
    )
