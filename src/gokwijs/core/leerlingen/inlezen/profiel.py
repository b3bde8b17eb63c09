"""Mapping profiles: which column is which field, and which text is which value.

In: start profiles as data (``inhoud/profielen``), profiles a school saved, and a header. Out: the
best guess with its score. A guess never decides: the user sees and corrects every column.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from gokwijs.core.law.toml import Strict
from gokwijs.core.leerlingen.inlezen.velden import SOURCES, dpia_fields, never_read
from gokwijs.core.telling.columns import fold

CANONICAL = "canoniek"


class _ProfileFile(Strict):
    sleutel: str
    naam: str
    pakket: str
    zekerheid: str
    bron: str
    toelichting: str
    kenmerkend: list[str] = []
    kolommen: dict[str, list[str]]
    waarden: dict[str, dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Profile:
    """A start profile: synonyms per field, with how sure they are and where they come from."""

    sleutel: str
    naam: str
    pakket: str
    zekerheid: str
    bron: str
    toelichting: str
    marks: frozenset[str]  # folded headers that only this package has
    columns: Mapping[str, str]  # folded header → field
    values: Mapping[str, Mapping[str, str]]  # field → folded text → text that is known


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The choice for one file: column → field, own values, sources and fixed values.

    Columns are known by their key (see ``column_keys``), so that a profile survives another order.
    """

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "kolommen": dict(sorted(self.columns.items())),
            "waarden": {k: dict(sorted(v.items())) for k, v in sorted(self.values.items()) if v},
            "bronnen": dict(sorted(self.sources.items())),
            "vast": dict(sorted(self.fixed.items())),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ColumnMapping:
        """Fields that are no longer on the list of the DPIA fall away."""
        known = dpia_fields()
        return cls(
            columns={c: f for c, f in data.get("kolommen", {}).items() if not f or f in known},
            values={f: dict(v) for f, v in data.get("waarden", {}).items() if f in known},
            sources={f: s for f, s in data.get("bronnen", {}).items() if f in SOURCES},
            fixed={f: v for f, v in data.get("vast", {}).items() if f in known},
        )


@cache
def start_profiles() -> Mapping[str, Profile]:
    """The profiles that come with the product; the canonical table first."""
    folder = files("gokwijs") / "inhoud" / "profielen"
    found = {}
    for path in sorted(folder.iterdir(), key=lambda p: (p.name != f"{CANONICAL}.toml", p.name)):
        data = _ProfileFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        unknown = set(data.kolommen) - set(dpia_fields())
        if unknown:
            raise ValueError(f"{path.name}: geen veld van de DPIA: {', '.join(sorted(unknown))}")
        found[data.sleutel] = Profile(
            data.sleutel,
            data.naam,
            data.pakket,
            data.zekerheid,
            data.bron,
            data.toelichting,
            frozenset(fold(w) for w in data.kenmerkend),
            {fold(w): f for f, words in data.kolommen.items() for w in (f, *words)},
            {f: {fold(k): v for k, v in m.items()} for f, m in data.waarden.items()},
        )
    return found


@cache
def header_index() -> Mapping[str, str]:
    """Every word of every profile: to find the row with the header."""
    found: dict[str, str] = {fold(name): name for name in dpia_fields()}
    for profile in start_profiles().values():
        found.update(profile.columns)
    return found


def column_keys(header: Sequence[str]) -> tuple[str, ...]:
    """A key per column: its folded name, with a number when it is empty or occurs twice."""
    seen: dict[str, int] = {}
    keys = []
    for place, name in enumerate(header, start=1):
        key = fold(name) or f"#{place}"
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return tuple(keys)


@dataclass(frozen=True, slots=True)
class Guess:
    """A profile with the mapping it gives for a header. ``score`` counts recognised columns."""

    naam: str
    toelichting: str
    score: int
    mapping: ColumnMapping
    own: str = ""  # the key of a saved profile
    start: str = ""  # the key of a start profile


def guess_start(header: Sequence[str], profile: Profile) -> Guess:
    """What a start profile makes of a header; other columns follow the canonical table."""
    canonical = start_profiles()[CANONICAL].columns
    doubles = _doubles(header)
    columns: dict[str, str] = {}
    taken: set[str] = set()
    for words in (profile.columns, canonical):
        for key, name in zip(column_keys(header), header, strict=True):
            found = words.get(fold(name))
            if found is None or key in columns or found in taken or fold(name) in doubles:
                continue
            if never_read(name):
                continue
            columns[key] = found
            taken.add(found)
    score = len(columns) + 3 * sum(1 for name in header if fold(name) in profile.marks)
    return Guess(
        profile.naam,
        profile.toelichting,
        score,
        ColumnMapping(columns, profile.values),
        start=profile.sleutel,
    )


def guess_saved(header: Sequence[str], key: str, naam: str, mapping: ColumnMapping) -> Guess:
    """What a saved profile makes of a header: the columns it knows, and 3 points for each."""
    keys = column_keys(header)
    known = {c: f for c, f in mapping.columns.items() if c in keys}
    score = sum(3 for f in known.values() if f) + sum(1 for f in known.values() if not f)
    mapped = ColumnMapping(known, mapping.values, mapping.sources, mapping.fixed)
    return Guess(naam, "Door je school bewaard.", score, mapped, own=key)


def best(guesses: Iterable[Guess]) -> Guess:
    """The guess with the most recognised columns; the first of equals."""
    return max(guesses, key=lambda g: g.score)


def _doubles(header: Sequence[str]) -> set[str]:
    """Names that occur more than once: the user decides, never 'last wins'."""
    folded = [fold(h) for h in header if fold(h)]
    return {name for name in folded if folded.count(name) > 1}
