"""A file of the accounts as texts, and a guess at what each column is.

In: an uploaded CSV or XLSX. Out: header and rows with their place in the file, or a problem in
Dutch. Type guessing is off: every cell stays text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from gokwijs.core.telling.columns import fold
from gokwijs.core.telling.reading import Ernst, Problem, Refusal
from gokwijs.core.telling.table import Table, read_table

MAX_RIJEN = 5000
MAX_KOLOMMEN = 60
MAX_BYTES = 10 * 1024 * 1024
# What a column can be, with how accounts name it.
VELDEN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "datum": ("Datum", ("datum", "boekdatum", "boekingsdatum", "factuurdatum", "date", "dat")),
    "bedrag": ("Bedrag", ("bedrag", "bedrag eur", "bedrag incl", "amount", "saldo", "uitgave")),
    "debet": ("Debet (uitgave)", ("debet", "debit", "bedrag debet", "uit", "uitgaven")),
    "credit": ("Credit (terug)", ("credit", "bedrag credit", "in", "ontvangsten")),
    "omschrijving": (
        "Omschrijving",
        ("omschrijving", "mededeling", "beschrijving", "description", "tekst", "libelle"),
    ),
    "referentie": (
        "Nummer in de boekhouding",
        (
            "referentie",
            "nummer",
            "boekstuk",
            "boekstuknummer",
            "documentnummer",
            "stuknummer",
            "factuurnummer",
            "reference",
            "ref",
            "nr",
        ),
    ),
    "code": (
        "Actie of streefdoel (code)",
        (
            "code",
            "actie",
            "streefdoel",
            "doel",
            "analytische code",
            "analytisch",
            "project",
            "kostenplaats",
            "gok code",
        ),
    ),
}
INDEX = {fold(word): name for name, (_, words) in VELDEN.items() for word in words}


class LeesError(ValueError):
    """The file cannot be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


@dataclass(frozen=True)
class Blad:
    """A file as texts: header, rows, and on which row of the file the first one stands."""

    kop: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    eerste_rij: int
    hash: str
    waarschuwingen: tuple[Problem, ...] = ()


def read_blad(stream: BinaryIO, filename: str) -> Blad:
    """CSV or XLSX; raises LeesError."""
    try:
        table = _table(stream, filename)
        frame = table.frame()
    except Refusal as refused:
        raise LeesError(_fitting(refused.problem)) from refused
    if frame.height > MAX_RIJEN:
        raise LeesError(
            fout(
                f"{filename} heeft {frame.height} rijen; het maximum is {MAX_RIJEN}.",
                "Splits het bestand, bijvoorbeeld per kwartaal.",
            )
        )
    if len(table.header) > MAX_KOLOMMEN:
        raise LeesError(
            fout(
                f"{filename} heeft {len(table.header)} kolommen; het maximum is {MAX_KOLOMMEN}.",
                "Bewaar enkel de kolommen die nodig zijn.",
            )
        )
    rows = tuple(tuple(clean(str(cell)) for cell in row) for row in frame.iter_rows())
    header = tuple(clean(text)[:80] or f"kolom {n}" for n, text in enumerate(table.header, 1))
    if not any(any(row) for row in rows):
        raise LeesError(fout(f"{filename} heeft geen rijen.", "Kies een bestand met boekingen."))
    return Blad(header, rows, table.header_row + 1, table.file_hash, table.notes)


def _table(stream: BinaryIO, filename: str) -> Table:
    """The header is the row with names we know, or else the fullest one."""
    try:
        return read_table(stream, filename=filename, index=INDEX, max_bytes=MAX_BYTES)
    except Refusal as refused:
        if refused.problem.kind != "kopregel":
            raise
    stream.seek(0)
    return read_table(stream, filename=filename, max_bytes=MAX_BYTES)


def _fitting(problem: Problem) -> Problem:
    """The same problem, where the remedy spoke of pupils."""
    remedy = problem.remedy.replace("met leerlingen", "met boekingen")
    remedy = remedy.replace("Splits het bestand per school.", "Splits het bestand per kwartaal.")
    return Problem(problem.ernst, problem.kind, problem.sentence, remedy, problem.row)


def fout(sentence: str, remedy: str, row: int | None = None) -> Problem:
    return Problem(Ernst.FOUT, "boekhouding", sentence, remedy, row=row)


def clean(text: str) -> str:
    """Without control characters and outer spaces."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return re.sub(r" {2,}", " ", kept).strip()


def guess(kop: Sequence[str]) -> dict[str, int]:
    """Field → place of its column: an exact name, else one that begins with it."""
    found: dict[str, int] = {}
    for place, name in enumerate(kop):
        field = INDEX.get(fold(name))
        if field is not None:
            found.setdefault(field, place)
    for place, name in enumerate(kop):
        if place in found.values():
            continue
        for word, field in INDEX.items():
            if len(word) > 3 and fold(name).startswith(f"{word} ") and field not in found:
                found[field] = place
                break
    if "debet" in found and "credit" in found:
        found.pop("bedrag", None)
    elif "bedrag" in found:
        found.pop("debet", None)
        found.pop("credit", None)
    return found
