"""A framework as one sheet: read from a workbook or CSV into the shape of a pack, and back.

In: a stream, its file name, and what a sheet cannot say about itself. Out: the same data as a TOML
file would give, checked by ``pakket``; faults name the row and column of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from gokwijs.core.kader.model import OK, VERVALLEN, Kader, KaderFout, Probleem, Status, Zekerheid
from gokwijs.core.kader.pakket import MAX_BYTES, lees
from gokwijs.core.kader.vorm import MOST_ROWS, VASTE_TEKST
from gokwijs.core.telling.columns import clean, fold
from gokwijs.core.telling.reading import Refusal
from gokwijs.core.telling.table import read_table

KOLOMMEN = (
    "code",
    "rubriek",
    "onderwerp",
    "tekst",
    "status",
    "zekerheid",
    "gok_vraag",
    "gok_bewijs",
    "citaat",
    "citaat_bron",
    "wordt",
)
_NODIG = ("code", "rubriek", "onderwerp")
_INDEX = {fold(spelling): name for name in KOLOMMEN for spelling in (name, name.replace("_", " "))}
_FIELDS = {"parafrase": "tekst", "bron": "citaat_bron", "citaat_volledig": "citaat"}
_SPLIT = re.compile(r"[;\n]")
_OFFICIAL_SYSTEMS = (OK, "schaal")  # their official text is somebody else's; ours is a paraphrase


@dataclass(frozen=True, slots=True)
class Kop:
    """The head of a pack, for a sheet that has none."""

    titel: str
    naamruimte: str
    versie: str
    peildatum: str
    id: str = ""
    vaste_tekst: str = VASTE_TEKST


def lees_blad(stream: BinaryIO, filename: str, kop: Kop) -> dict[str, Any]:
    """The data of the sheet as a pack, valid; raises KaderFout with every fault."""
    rows = _Rijen(_cells(stream, filename))
    data = {
        "pakket": {
            "id": kop.id or _slug(kop.titel),
            "titel": kop.titel,
            "versie": kop.versie,
            "schema": 1,
            "peildatum": kop.peildatum,
            "aantal_verwachtingen": max(len(rows.nu), 1),
            "vaste_tekst_in_scherm": kop.vaste_tekst,
            "naamruimte": kop.naamruimte,
        },
        **rows.tables(kop.naamruimte),
    }
    try:
        lees(data)
    except KaderFout as fout:
        found = [rows.in_sheet(one) for one in fout.problemen]
        raise KaderFout([*rows.problemen, *(one for one in found if one is not None)]) from None
    if rows.problemen:
        raise KaderFout(rows.problemen)
    return data


def naar_blad(kader: Kader) -> list[list[str]]:
    """The expectations as rows under ``KOLOMMEN``: what ``lees_blad`` reads back."""
    return [
        [
            one.code,
            one.rubriek,
            one.onderwerp,
            one.parafrase,
            one.status.value,
            one.zekerheid.value,
            one.gok_vraag,
            "; ".join(one.gok_bewijs),
            one.citaat,
            one.citaat_bron,
            "",
        ]
        for one in kader.verwachtingen.values()
    ]


def _cells(stream: BinaryIO, filename: str) -> list[tuple[int, dict[str, str]]]:
    """(row as the user sees it, cells by column) of every row that is not empty."""
    size = stream.seek(0, 2)
    if size > MAX_BYTES:
        raise KaderFout(f"Het bestand is groter dan {MAX_BYTES // 1024**2} MB.")
    if size == 0:
        raise KaderFout("Het bestand is leeg.")
    try:
        table = read_table(stream, filename=filename, index=_INDEX, max_bytes=MAX_BYTES)
        lines = [
            (row, [cell or "" for cell in cells])
            for first, block in table.blocks()
            for row, cells in enumerate(block.iter_rows(), start=first)
        ]
    except Refusal as refusal:
        raise KaderFout(refusal.problem.sentence) from None
    names = [_INDEX.get(fold(name), "") for name in table.header]
    missing = [name for name in _NODIG if name not in names]
    if missing:
        raise KaderFout(
            f"De kopregel mist {', '.join(missing)}. Deze kolommen kennen we: "
            f"{', '.join(KOLOMMEN)}."
        )
    return [
        (row, {name: _text(cell) for name, cell in zip(names, cells, strict=False) if name})
        for row, cells in lines
        if any(cell.strip() for cell in cells)
    ]


def _text(cell: str) -> str:
    """One line of text; an apostrophe that only stopped a formula goes."""
    text = cell.strip()
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    return "; ".join(filter(None, (clean(part) for part in text.splitlines())))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60].strip("-") or "kader"


class _Rijen:
    """The rows of a sheet, and where each code stands."""

    def __init__(self, cells: Sequence[tuple[int, dict[str, str]]]) -> None:
        self.problemen: list[Probleem] = []
        if len(cells) > MOST_ROWS:
            raise KaderFout(
                f"Het blad heeft {len(cells)} rijen; een kader heeft er hoogstens {MOST_ROWS}."
            )
        if not cells:
            raise KaderFout("Onder de kopregel staat geen enkele rij.")
        for row, given in cells:
            self.problemen += [
                Probleem(f"rij {row}, kolom {name}", "begint met = en dat is een formule.")
                for name, text in given.items()
                if text.startswith("=")
            ]
        self.nu = [(row, c) for row, c in cells if fold(c.get("status")) != VERVALLEN]
        self.weg = [c for _, c in cells if fold(c.get("status")) == VERVALLEN]
        self.places: dict[str, list[int]] = {}
        for row, given in cells:
            self.places.setdefault(given.get("code", "").casefold(), []).append(row)
        names = dict.fromkeys(given.get("rubriek", "") for _, given in self.nu)
        self.rubrieken = {name: f"r{place}" for place, name in enumerate(names, start=1)}

    def tables(self, naamruimte: str) -> dict[str, Any]:
        own = naamruimte not in _OFFICIAL_SYSTEMS
        sources: dict[str, str] = {}
        for _, given in self.nu:
            if title := given.get("citaat_bron", ""):
                sources.setdefault(title, f"b{len(sources) + 1}")
        ordered = [
            given
            for name in self.rubrieken
            for _, given in self.nu
            if given.get("rubriek", "") == name
        ]
        return {
            "bronnen": {
                key: {"titel": title, "soort": Zekerheid.ONBEVESTIGD.value}
                for title, key in sources.items()
            },
            "rubrieken": [
                {
                    "sleutel": key,
                    "naam": name,
                    "volgorde": place,
                    "codes": [g.get("code", "") for g in ordered if g.get("rubriek", "") == name],
                }
                for place, (name, key) in enumerate(self.rubrieken.items(), start=1)
            ],
            "verwachtingen": [self._row(given, sources, own=own) for given in ordered],
            "omzetting": [
                {"oud": given.get("code", ""), "nieuw": given.get("wordt") or VERVALLEN}
                for given in self.weg
            ],
        }

    def _row(
        self, given: Mapping[str, str], sources: Mapping[str, str], *, own: bool
    ) -> dict[str, Any]:
        status = fold(given.get("status")) or (Status.EIGEN if own else Status.PARAFRASE).value
        sure = (Zekerheid.EIGEN if own else Zekerheid.ONBEVESTIGD).value
        found: dict[str, Any] = {
            "code": given.get("code", ""),
            "rubriek": self.rubrieken[given.get("rubriek", "")],
            "onderwerp": given.get("onderwerp", ""),
            "parafrase": given.get("tekst", ""),
            "status": status,
            "zekerheid": fold(given.get("zekerheid")) or sure,
            "gok_vraag": given.get("gok_vraag", ""),
            "gok_bewijs": _parts(given.get("gok_bewijs", "")),
        }
        if citaat := given.get("citaat", ""):
            found["citaat"] = citaat
            found["citaat_volledig"] = status == Status.OFFICIEEL
        if source := given.get("citaat_bron", ""):
            found["citaat_bron"] = sources[source]
        return found

    def in_sheet(self, one: Probleem) -> Probleem | None:
        """The same fault where the maker of the sheet can find it; None when a row says it too."""
        kind, _, rest = one.plaats.partition(".")
        if kind == "rubrieken":
            if not rest.endswith(".naam"):
                return None
            name = next((n for n, key in self.rubrieken.items() if rest == f"{key}.naam"), "")
            return Probleem(f"kolom rubriek, '{name[:60]}'", one.wat)
        if kind not in ("verwachtingen", "omzetting"):
            return one
        code, _, field = rest.rpartition(".")
        rows = self.places.get(rest.casefold()) or self.places.get(code.casefold())
        if not rows:
            return one
        column = _FIELDS.get(field, field)
        where = f"rij {' en '.join(map(str, rows))}"
        return Probleem(f"{where}, kolom {column}" if column in KOLOMMEN else where, one.wat)


def _parts(text: str) -> list[str]:
    return [part for part in map(clean, _SPLIT.split(text)) if part]
