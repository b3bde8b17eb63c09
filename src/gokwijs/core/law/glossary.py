"""The glossary: legal and policy terms with an explanation in plain Dutch.

In: ``inhoud/begrippen.toml``. Out: terms by identifier; a mistake in the file names file and key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gokwijs.core.law.toml import Strict, read_register


class _BegripFile(Strict):
    term: str
    uitleg: str
    bron: str = ""
    afkorting: str = ""


@dataclass(frozen=True, slots=True)
class Begrip:
    """One term; ``key`` is its identifier in code."""

    key: str
    term: str
    uitleg: str
    bron: str
    afkorting: str


@cache
def load_begrippen() -> Mapping[str, Begrip]:
    """Every term, in order of the file; raises RegelsError."""
    path = files("gokwijs") / "inhoud" / "begrippen.toml"
    return {
        key: Begrip(key=key, **model.model_dump())
        for key, model in read_register(path, _BegripFile).items()
    }
