"""A file with scores as texts, and a guess at what each column is.

In: an uploaded CSV or XLSX of any leerlingvolgsysteem. Out: header and rows with their place in the
file, or a problem in Dutch. Type guessing is off. What is never read (a national number, a
nationality, an address) is emptied here, before anything is kept, and reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from gokwijs.core.leerlingen.inlezen import rijksregister
from gokwijs.core.leerlingen.inlezen.velden import never_read
from gokwijs.core.telling.columns import clean, fold
from gokwijs.core.telling.reading import Ernst, Problem, Refusal
from gokwijs.core.telling.table import Table, read_table

MAX_RIJEN = 10_000
MAX_KOLOMMEN = 80
MAX_BYTES = 20 * 1024 * 1024
_LONGEST = 200
# How a leerlingvolgsysteem names its columns.
WOORDEN: Mapping[str, tuple[str, ...]] = {
    "stamnummer": (
        *("stamnummer", "stamnr", "stamboeknummer", "stamboeknr", "leerlingnummer", "leerling"),
        *("internnummer", "intern nummer", "studentno", "pupilnr"),
    ),
    "klas": ("klas", "klascode", "klasgroep", "klasnaam"),
    "reden": ("reden", "reden afwezigheid", "opmerking", "oorzaak", "reden geen score"),
    "score": ("score", "punten", "resultaat", "toetsscore", "ruwe score", "totaal", "punt"),
}
INDEX = {fold(word): name for name, words in WOORDEN.items() for word in words}


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
    _check_size(filename, frame.height, len(table.header))
    rows = [[clean(_plain(str(cell)))[:_LONGEST] for cell in row] for row in frame.iter_rows()]
    header = [clean(_plain(text))[:80] or f"kolom {n}" for n, text in enumerate(table.header, 1)]
    if not any(any(row) for row in rows):
        raise LeesError(_wrong(f"{filename} heeft geen rijen.", "Kies een bestand met scores."))
    dropped = _drop(header, rows)
    return Blad(
        tuple(header),
        tuple(map(tuple, rows)),
        table.header_row + 1,
        table.file_hash,
        (*table.notes, *dropped),
    )


def _table(stream: BinaryIO, filename: str) -> Table:
    """The header is the row with names we know, or else the fullest one."""
    try:
        return read_table(stream, filename=filename, index=INDEX, max_bytes=MAX_BYTES)
    except Refusal as refused:
        if refused.problem.kind != "kopregel":
            raise
    stream.seek(0)
    return read_table(stream, filename=filename, max_bytes=MAX_BYTES)


def _check_size(filename: str, rows: int, columns: int) -> None:
    if rows > MAX_RIJEN:
        raise LeesError(
            _wrong(
                f"{filename} heeft {rows} rijen; het maximum is {MAX_RIJEN}.",
                "Splits het bestand, bijvoorbeeld per leerjaar.",
            )
        )
    if columns > MAX_KOLOMMEN:
        raise LeesError(
            _wrong(
                f"{filename} heeft {columns} kolommen; het maximum is {MAX_KOLOMMEN}.",
                "Bewaar enkel de kolommen die nodig zijn: het stamnummer en de scores.",
            )
        )


def _fitting(problem: Problem) -> Problem:
    """The same problem, where the remedy spoke of pupils."""
    remedy = problem.remedy.replace("met leerlingen", "met scores")
    remedy = remedy.replace("Splits het bestand per school.", "Splits het bestand per leerjaar.")
    return Problem(problem.ernst, problem.kind, problem.sentence, remedy, problem.row)


def _wrong(sentence: str, remedy: str) -> Problem:
    return Problem(Ernst.FOUT, "bestand", sentence, remedy)


def _plain(text: str) -> str:
    """Without control characters: PostgreSQL refuses NUL, and nobody can read the others."""
    return "".join(c if c.isprintable() else " " for c in text)


def _drop(header: Sequence[str], rows: list[list[str]]) -> list[Problem]:
    """Empty every column that is never read; what was dropped."""
    said = []
    for place, name in enumerate(header):
        dropped = never_read(name)
        reason = "" if dropped is None else dropped.reden
        if dropped is None and _has_register(rows, place):
            reason = "Er staan rijksregisternummers in: die heeft GOK-wijs niet nodig."
        if not reason:
            continue
        for row in rows:
            row[place] = ""
        said.append(
            Problem(
                Ernst.MELDING,
                "weggelaten",
                f"Kolom {name} is niet gelezen. {reason}",
                "Laat de kolom weg uit de export als dat kan.",
                column=name,
            )
        )
    return said


def _has_register(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Does a whole national number stand in this column? Lost zeros count in most cells only."""
    filled = [row[place] for row in rows if row[place]]
    found = [f for f in map(rijksregister.find, filled) if f is not None]
    return any(not f.restored for f in found) or len(found) * 2 > len(filled) > 1


def guess(kop: Sequence[str], afnamen: Mapping[str, str]) -> dict[str, str]:
    """Place of a column → what it is. ``afnamen``: name of an afname → its key.

    A column named after an afname is its score; one named 'score' is only when there is one afname.
    """
    known = {fold(name): key for name, key in afnamen.items()}
    only = next(iter(afnamen.values())) if len(afnamen) == 1 else ""
    found: dict[str, str] = {}
    for place, name in enumerate(kop):
        role = known.get(fold(name)) or INDEX.get(fold(name), "")
        if role == "score":
            role = only
        if role and role not in found.values():
            found[str(place)] = role
    return found
