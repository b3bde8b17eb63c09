"""The expectations of the Referentiekader Onderwijskwaliteit, as codes to tag a plan with.

In: ``inhoud/kwaliteitskader/*.toml``. Out: expectations by code. The wording is our own paraphrase
unless its status says otherwise; outside the pack a code is written ``ok:R5`` (besluit 5).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

PREFIX = "ok:"


@dataclass(frozen=True, slots=True)
class Verwachting:
    """One expectation; ``parafrase`` is no official text."""

    code: str
    rubriek: str
    onderwerp: str
    parafrase: str
    gok_vraag: str

    @property
    def sleutel(self) -> str:
        """As it is stored: 'ok:R5'"""
        return f"{PREFIX}{self.code}"

    @property
    def titel(self) -> str:
        """'R5 · Zo weinig mogelijk drempels'"""
        return f"{self.code} · {self.onderwerp}"


@cache
def verwachtingen() -> Mapping[str, Verwachting]:
    """Every expectation by its stored key, in the order of the pack."""
    source = files("gokwijs.inhoud") / "kwaliteitskader" / "r-ok-parafrase.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    names = {rubriek["sleutel"]: rubriek["naam"] for rubriek in data["rubrieken"]}
    found = [
        Verwachting(
            one["code"],
            names[one["rubriek"]],
            one["onderwerp"],
            one["parafrase"],
            one["gok_vraag"],
        )
        for one in data["verwachtingen"]
    ]
    if len({one.code for one in found}) != data["pakket"]["aantal_verwachtingen"]:
        raise ValueError(f"{source}: aantal_verwachtingen klopt niet")
    return MappingProxyType({one.sleutel: one for one in found})


def bekend(keys: Iterable[str]) -> tuple[Verwachting, ...]:
    """The expectations behind stored keys, in the order of the pack; unknown keys are nothing."""
    given = set(keys)
    return tuple(one for key, one in verwachtingen().items() if key in given)
