"""Releases as plain JSON for the register, and back.

In: a release or a family. Out: a dict of strings, numbers and lists. The base cells behind each
figure are not in it (they follow from the table); what only the gate made up has its cells with
it. The witnesses hold base cells: this is data of the Werkzone.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Mapping
from typing import Any

from gokwijs.core.disclosure.aanval import Bekend, Tabel
from gokwijs.core.disclosure.figuren import Figuur, Groep
from gokwijs.core.disclosure.vrijgave import Familie, Getuigen, Vrijgave, Weigering

Json = dict[str, Any]
Definities = Mapping[str, Collection[int]]  # figure key → base cells


def naar_json(vrijgave: Vrijgave | Familie) -> Json:
    """Everything the register keeps; ``van_json`` reads it back."""
    tables = _Tabellen()
    if isinstance(vrijgave, Vrijgave):
        body: Json = {"vrijgave": _release(vrijgave, tables)}
    else:
        body = {
            "vrijgaven": {key: _release(v, tables) for key, v in vrijgave.vrijgaven.items()},
            "weigeringen": [[w.key, w.reden] for w in vrijgave.weigeringen],
            "geheim": [_secret(f) for f in vrijgave.geheim],
            "getuigen": tables.pairs(vrijgave.getuigen),
        }
    return {
        "regelversie": vrijgave.regelversie,
        "publiek": [[_ranges(b.cellen), b.halves] for b in vrijgave.publiek],
        **body,
        "basis": _cells(tables.basis),
        "tabellen": [_cells(moved) for moved in tables.moved],
    }


class _Tabellen:
    """Every witness once, as what differs from the base cells that most of them share."""

    def __init__(self) -> None:
        self.basis: Tabel = {}
        self.moved: list[Tabel] = []
        self.number: dict[int, int] = {}

    def pairs(self, getuigen: Getuigen) -> dict[str, list[int]]:
        return {key: [self._put(t) for t in pair] for key, pair in getuigen.items()}

    def _put(self, table: Tabel) -> int:
        if id(table) not in self.number:
            if not self.moved and not self.basis:
                self.basis = dict(table.maps[-1] if isinstance(table, ChainMap) else table)
            cells = {*table, *self.basis}
            moved = {c: table.get(c, 0) for c in cells}
            self.number[id(table)] = len(self.moved)
            self.moved.append({c: v for c, v in moved.items() if v != self.basis.get(c, 0)})
        return self.number[id(table)]


def _release(one: Vrijgave, tables: _Tabellen) -> Json:
    return {
        "figuren": [
            {
                "key": f.key,
                "getoond": one.toon(f.key),
                "drempel": f.drempel,
                "onmogelijk": f.onmogelijk,
            }
            for f in one.figuren
        ],
        "verborgen": sorted(one.verborgen),
        "primair": sorted(one.primair),
        "vast": sorted(one.vast),
        "groepen": [[g.geheel, list(g.delen)] for g in one.groepen],
        "geheim": [_secret(f) for f in one.geheim],
        "getuigen": tables.pairs(one.getuigen),
    }


def _secret(f: Figuur) -> Json:
    return {
        "key": f.key,
        "cellen": _ranges(f.cellen),
        "halves": f.halves,
        "drempel": f.drempel,
        "onmogelijk": f.onmogelijk,
    }


def _cells(table: Tabel) -> dict[str, int]:
    return {str(cell): halves for cell, halves in sorted(table.items())}


def _ranges(cells: Collection[int]) -> str:
    """``{0, 1, 2, 7}`` → ``0-2 7``."""
    found: list[list[int]] = []
    for cell in sorted(cells):
        if found and found[-1][1] == cell - 1:
            found[-1][1] = cell
        else:
            found.append([cell, cell])
    return " ".join(f"{a}-{b}" if a != b else f"{a}" for a, b in found)


def _unrange(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


# ---------------------------------------------------------------- back


def van_json(json: Json, definities: Mapping[str, Definities]) -> Vrijgave | Familie:
    """The release again; ``definities``: per table the base cells of each figure.

    A single release stands under the table key ``""``. Raises KeyError when a figure is missing.
    """
    basis = _table(json["basis"])
    tables: list[Tabel] = [ChainMap(_table(moved), basis) for moved in json["tabellen"]]
    public = tuple(Bekend(_unrange(cells), halves) for cells, halves in json["publiek"])
    version = str(json["regelversie"])
    if "vrijgave" in json:
        return _read(json["vrijgave"], definities[""], tables, basis, public, version)
    return Familie(
        {
            key: _read(one, definities[key], tables, basis, public, version)
            for key, one in json["vrijgaven"].items()
        },
        tuple(Weigering(key, reden) for key, reden in json["weigeringen"]),
        tuple(_figure(f) for f in json["geheim"]),
        _pairs(json["getuigen"], tables),
        public,
        version,
    )


def _table(cells: Mapping[str, int]) -> dict[int, int]:
    return {int(cell): halves for cell, halves in cells.items()}


def _pairs(pairs: Mapping[str, list[int]], tables: list[Tabel]) -> Getuigen:
    return {key: (tables[low], tables[high]) for key, (low, high) in pairs.items()}


def _figure(f: Json) -> Figuur:
    return Figuur(f["key"], _unrange(f["cellen"]), f["halves"], f["drempel"], f["onmogelijk"])


def _read(
    one: Json,
    cells: Definities,
    tables: list[Tabel],
    basis: Tabel,
    public: tuple[Bekend, ...],
    version: str,
) -> Vrijgave:
    figuren = []
    for f in one["figuren"]:
        members = frozenset(cells[f["key"]])
        hidden = sum(basis.get(c, 0) for c in members)
        halves = hidden if f["getoond"] is None else f["getoond"]
        figuren.append(Figuur(f["key"], members, halves, f["drempel"], f["onmogelijk"]))
    return Vrijgave(
        tuple(figuren),
        frozenset(one["verborgen"]),
        frozenset(one["primair"]),
        _pairs(one["getuigen"], tables),
        tuple(Groep(geheel, tuple(delen)) for geheel, delen in one["groepen"]),
        frozenset(one["vast"]),
        tuple(_figure(f) for f in one["geheim"]),
        public,
        version,
    )
