"""Any CSV or XLSX as a table of text: encoding, separator, header row, shifted rows, guards.

In: a seekable binary stream and a file name. Out: a ``Table`` in blocks of rows, or a
``Refusal`` with one Dutch problem. Type guessing is off: every cell stays text.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from gokwijs.core.telling.columns import FOOTER, fold
from gokwijs.core.telling.reading import Ernst, Problem, Refusal
from gokwijs.core.telling.workbook import Oddities, inspect

if TYPE_CHECKING:
    import polars as pl

MAX_BYTES = 100 * 1024 * 1024
HEADER_ROWS = 40
_MAX_COLUMNS = 500
_MAX_CELL = 10_000
_BLOCK = 8 * 1024 * 1024
_HEAD = 256 * 1024
_SEPARATORS = (";", ",", "\t", "|")
_BINARY = {
    b"%PDF": "een pdf",
    b"\x89PNG": "een afbeelding",
    b"\xff\xd8\xff": "een afbeelding",
    b"GIF8": "een afbeelding",
}


@dataclass(frozen=True)
class Table:
    """A file as text. ``header_row`` is the 1-based row; blocks hold columns ``c0``, ``c1``, …

    ``blocks()`` yields (number of the first row, frame) and may be walked more than once.
    """

    header: tuple[str, ...]
    header_row: int
    encoding: str
    separator: str
    file_hash: str
    notes: tuple[Problem, ...]
    blocks: Callable[[], Iterator[tuple[int, pl.DataFrame]]]
    above: tuple[str, ...] = ()  # the texts above the header of a workbook: titles, dates

    def frame(self) -> pl.DataFrame:
        """Every row in one frame; for files that fit in memory."""
        import polars as pl

        parts = [block for _, block in self.blocks()]
        names = [f"c{i}" for i in range(len(self.header))]
        return pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(names, pl.String))


def read_table(
    stream: BinaryIO,
    *,
    filename: str,
    index: Mapping[str, str] | None = None,
    header_row: int | None = None,
    sheet: str | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Callable[[int, int], None] | None = None,
) -> Table:
    """Open a table. The header is the row that matches most names of ``index``, or the row told.

    Raises Refusal.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise Refusal("leeg", f"{filename} is leeg.", "Kies een bestand met leerlingen.")
    if size > max_bytes:
        raise Refusal(
            "te_groot",
            f"{filename} is {size // 1024**2} MB; het maximum is {max_bytes // 1024**2} MB.",
            "Splits het bestand per school.",
        )
    head = stream.read(8)
    stream.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _xlsx(stream, filename, index, header_row, sheet)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(
            "oud_excel",
            f"{filename} is een oud Excel-bestand (.xls) of is beveiligd met een wachtwoord.",
            "Sla het op als Excel-werkmap (.xlsx) zonder wachtwoord, of als csv.",
        )
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            raise Refusal(
                "soort", f"{filename} is {what}, geen tabel.", "Kies een csv- of xlsx-bestand."
            )
    return _csv(stream, filename, index, header_row, size, progress)


# ---------------------------------------------------------------- csv


def _hash(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while chunk := stream.read(1024 * 1024):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def _encoding(stream: BinaryIO, filename: str) -> tuple[str, int]:
    """The encoding and the length of its byte order mark."""
    head = stream.read(4)
    stream.seek(0)
    if head.startswith(b"\xef\xbb\xbf"):
        return _utf8_or_1252(stream, filename), 3
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16-le" if head.startswith(b"\xff\xfe") else "utf-16-be"), 2
    return _utf8_or_1252(stream, filename), 0


def _utf8_or_1252(stream: BinaryIO, filename: str) -> str:
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    found, zero = "utf-8", False
    stream.seek(0)
    while chunk := stream.read(_BLOCK):
        zero = zero or b"\x00" in chunk
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            found = "cp1252"
            break
    else:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            found = "cp1252"
    stream.seek(0)
    if zero:
        raise Refusal(
            "soort", f"{filename} is geen tekstbestand.", "Kies een csv- of xlsx-bestand."
        )
    return found


def _csv(
    stream: BinaryIO,
    filename: str,
    index: Mapping[str, str] | None,
    header_row: int | None,
    size: int,
    progress: Callable[[int, int], None] | None,
) -> Table:
    encoding, mark = _encoding(stream, filename)
    stream.seek(mark)
    raw = stream.read(_HEAD)
    head = raw.decode(encoding, errors="ignore")
    skipped = 0
    told = re.match(r"sep=([;,|\t])\r?\n", head)
    if told:
        head, skipped = head[told.end() :], 1
    complete = len(raw) < _HEAD
    separator, place, header = _find_header(
        head, told[1] if told else None, index, header_row, skipped, complete, filename
    )
    notes = []
    if "Ã" in head or "â€" in head:
        notes.append(
            Problem(
                Ernst.WAARSCHUWING,
                "tekens",
                "Sommige letters met een accent lijken verkeerd bewaard (bijvoorbeeld Ã«).",
                "Bewaar het bestand opnieuw als 'CSV UTF-8'.",
            )
        )

    def blocks() -> Iterator[tuple[int, pl.DataFrame]]:
        yield from _csv_blocks(
            stream, encoding, mark, separator, header, place, skipped, size, progress
        )

    return Table(header, place + skipped, encoding, separator, _hash(stream), tuple(notes), blocks)


def _records(text: str, separator: str, limit: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found = []
    try:
        for record in reader:
            found.append(record)
            if len(found) >= limit:
                break
    except csv.Error:
        pass
    return found


def _find_header(
    head: str,
    told: str | None,
    index: Mapping[str, str] | None,
    header_row: int | None,
    skipped: int,
    complete: bool,
    filename: str,
) -> tuple[str, int, tuple[str, ...]]:
    """(separator, 1-based row within the text, header): the row with most known names."""
    best: tuple[int, int, str, int, tuple[str, ...]] | None = None
    for separator in [told] if told else _SEPARATORS:
        for place, record in enumerate(_records(head, separator, HEADER_ROWS), start=1):
            if header_row is not None and place + skipped != header_row:
                continue
            known = {index[fold(c)] for c in record if fold(c) in index} if index else set()
            filled = sum(1 for c in record if c.strip())
            score = len(known) if index else filled
            if score and (best is None or (score, filled) > best[:2]):
                best = (score, filled, separator, place, tuple(record))
    if best is None or (index and best[0] < 2 and header_row is None):
        raise _no_header(filename, index)
    _check_width(len(best[4]), filename)
    return best[2], best[3], best[4]


def _check_width(width: int, filename: str) -> None:
    if width > _MAX_COLUMNS:
        raise Refusal(
            "kolommen",
            f"{filename} heeft {width} kolommen; het maximum is {_MAX_COLUMNS}.",
            "Bewaar enkel de kolommen die nodig zijn.",
        )


def _no_header(filename: str, index: Mapping[str, str] | None) -> Refusal:
    names = ", ".join(dict.fromkeys((index or {}).values()))
    return Refusal(
        "kopregel",
        f"In de eerste {HEADER_ROWS} rijen van {filename} vinden we geen kopregel die we kennen.",
        f"Zet boven de kolommen deze namen: {names}." if names else "Voeg een kopregel toe.",
    )


def _csv_blocks(
    stream: BinaryIO,
    encoding: str,
    mark: int,
    separator: str,
    header: Sequence[str],
    place: int,
    skipped: int,
    size: int,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[int, pl.DataFrame]]:
    """Blocks of whole records after the header."""
    text_blocks = _text_blocks(stream, encoding, mark, size, progress)
    row, to_skip = 1, place + skipped
    for text in text_blocks:
        if to_skip:
            text, dropped = _after_records(text, separator, to_skip)
            to_skip -= dropped
            row += dropped
        if not text:
            continue
        frame = _parse(text, separator, len(header), row)
        yield row, frame
        row += frame.height


def _after_records(text: str, separator: str, number: int) -> tuple[str, int]:
    """The text after the first ``number`` records (the ``sep=`` line counts as one)."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(iter(lines), delimiter=separator)
    records = 0
    try:
        for _ in reader:
            records += 1
            if records == number:
                break
    except csv.Error:
        raise _open_quote(records + 1) from None
    return "".join(lines[reader.line_num :]), records


def _text_blocks(
    stream: BinaryIO,
    encoding: str,
    mark: int,
    size: int,
    progress: Callable[[int, int], None] | None,
) -> Iterator[str]:
    """Decoded text in blocks that end at the end of a record."""
    import codecs

    stream.seek(mark)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = ""
    while True:
        raw = stream.read(_BLOCK)
        text = rest + decoder.decode(raw, final=not raw)
        if progress is not None:
            progress(stream.tell(), size)
        if not raw:
            if text:
                yield text
            return
        cut = text.rfind("\n") + 1
        quotes = text.count('"', 0, cut)
        while quotes % 2:
            before = text.rfind("\n", 0, text.rfind('"', 0, cut)) + 1
            quotes -= text.count('"', before, cut)
            cut = before
        rest = text[cut:]
        if len(rest) > 4 * _BLOCK:
            raise Refusal(
                "aanhalingsteken",
                "Er staat een aanhalingsteken dat nooit sluit, of een rij die nooit eindigt.",
                "Open het bestand in Excel en bewaar het opnieuw als csv.",
            )
        if cut:
            yield text[:cut]


def _parse(text: str, separator: str, width: int, row: int) -> pl.DataFrame:
    """One block of text as columns of text; raises Refusal on shifted rows."""
    import polars as pl

    names = [f"c{i}" for i in range(width)]
    fast: pl.DataFrame | None = None
    raw = text.encode()
    if '"' not in text and _regular(text, raw, separator, width):
        # A long row may hide behind a short one: then the reader complains and we look closer.
        with contextlib.suppress(pl.exceptions.PolarsError):
            fast = pl.read_csv(
                io.BytesIO(raw),
                has_header=False,
                schema=dict.fromkeys(names, pl.String),
                separator=separator,
                quote_char=None,
                raise_if_empty=False,
                empty_string_is_null=False,
            )
    if fast is None:
        return pl.DataFrame(
            _careful(text, separator, width, row),
            schema=dict.fromkeys(names, pl.String),
            orient="row",
        )
    return fast.fill_null("")


def _regular(text: str, raw: bytes, separator: str, width: int) -> bool:
    """Does every line seem to have exactly ``width`` fields, and is no line empty?

    ``raw`` is the same text in UTF-8: counting bytes is ten times faster than counting letters.
    """
    import numpy as np

    letters = np.frombuffer(raw, dtype=np.uint8)
    lines = np.count_nonzero(letters == ord("\n")) + (not text.endswith("\n"))
    if np.count_nonzero(letters == ord(separator)) != lines * (width - 1):
        return False
    if width == 1 or "\n\n" in text or "\n\r\n" in text or _lone_return(text):
        return False
    return "\n" + separator * (width - 1) not in text


def _lone_return(text: str) -> bool:
    """Is there a carriage return that does not end a line?"""
    return "\r" in text and text.count("\r") != text.count("\r\n")


def _careful(text: str, separator: str, width: int, row: int) -> list[list[str]]:
    """Record by record; empty lines stay as empty rows so that row numbers hold."""
    records, shifted = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, record in enumerate(reader):
            if not any(cell.strip() for cell in record):
                record = [""] * width
            elif len(record) > width and not any(c.strip() for c in record[width:]):
                if width < len(record) - 1:
                    shifted.append((row + number, len(record)))
                record = record[:width]
            elif len(record) != width:
                shifted.append((row + number, len(record)))
                record = (record + [""] * width)[:width]
            if any(len(cell) > _MAX_CELL for cell in record):
                raise Refusal(
                    "lange_cel",
                    f"Rij {row + number} heeft een cel met meer dan {_MAX_CELL} tekens.",
                    "Kijk na of er in die rij een aanhalingsteken ontbreekt.",
                    row=row + number,
                )
            records.append(record)
    except csv.Error:
        raise _open_quote(row + len(records)) from None
    # A few total or footnote lines may be short; a table of shifted rows may not.
    wrong = [(r, n) for r, n in shifted if not _is_footer(records[r - row])]
    if wrong:
        first, number = wrong[0]
        if any("\n" in cell for cell in records[first - row]):
            raise Refusal(
                "aanhalingsteken",
                f"Rond rij {first} staat een aanhalingsteken dat niet gesloten wordt.",
                "Open het bestand in Excel en bewaar het opnieuw als csv.",
                row=first,
            )
        raise Refusal(
            "verschoven",
            f"Rij {first} heeft {number} velden, de kopregel heeft er {width}"
            + (f" (en nog {len(wrong) - 1} rijen)." if len(wrong) > 1 else "."),
            f"Kijk in rij {first} of er een scheidingsteken te veel of te weinig staat.",
            row=first,
        )
    return records


def _open_quote(row: int) -> Refusal:
    return Refusal(
        "aanhalingsteken",
        f"Rond rij {row} is een aanhalingsteken of cel niet goed afgesloten.",
        "Open het bestand in Excel en bewaar het opnieuw als csv.",
        row=row,
    )


def _is_footer(record: Sequence[str]) -> bool:
    """A line with text in its first cell only, or one that starts as a total or a note."""
    if not record or not record[0].strip():
        return False
    return not any(c.strip() for c in record[1:]) or bool(re.match(FOOTER, record[0]))


# ---------------------------------------------------------------- xlsx


def _xlsx(
    stream: BinaryIO,
    filename: str,
    index: Mapping[str, str] | None,
    header_row: int | None,
    sheet: str | None,
) -> Table:
    data = stream.read()
    oddities = inspect(data, filename)
    import fastexcel

    try:
        book = fastexcel.read_excel(data)
        best: tuple[int, int, pl.DataFrame, int, tuple[str, ...]] | None = None
        for order, name in enumerate(book.sheet_names):
            if sheet is not None and name != sheet:
                continue
            frame = (
                book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
                .to_polars()
                .fill_null("")
            )
            found = _sheet_header(frame, index, header_row)
            if found and (best is None or found[0] > best[0]):
                best = (found[0], order, frame, found[1], found[2])
    except BaseException as error:
        # A panic of the reader is no Exception.
        panic = type(error).__module__ == "pyo3_runtime"
        if not panic and not isinstance(error, fastexcel.FastExcelError | OSError | ValueError):
            raise
        raise Refusal(
            "xlsx",
            f"{filename} is geen leesbare Excel-werkmap.",
            "Open het bestand in Excel en bewaar het opnieuw als .xlsx of als csv.",
        ) from error
    if best is None or (index and best[0] < 2 and header_row is None):
        raise _no_header(filename, index)
    _, order, frame, place, header = best
    _check_width(len(header), filename)
    odd = oddities[order] if order < len(oddities) else Oddities()
    notes = _notes(odd, place, filename)
    width = len(header)
    body = frame.slice(place)
    body = body.select(body.columns[:width]).rename(
        {old: f"c{i}" for i, old in enumerate(body.columns[:width])}
    )

    def blocks() -> Iterator[tuple[int, pl.DataFrame]]:
        yield place + 1, body

    digest = hashlib.sha256(data).hexdigest()
    titles = (str(c) for record in frame.head(place - 1).iter_rows() for c in record if c)
    above = tuple(title.strip() for title in titles if title.strip())
    return Table(header, place, "xlsx", "", digest, notes, blocks, above)


def _sheet_header(
    frame: pl.DataFrame, index: Mapping[str, str] | None, header_row: int | None
) -> tuple[int, int, tuple[str, ...]] | None:
    """(score, 1-based row, header) of the best row of a sheet."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for place, record in enumerate(frame.head(HEADER_ROWS).iter_rows(), start=1):
        if header_row is not None and place != header_row:
            continue
        known = {index[fold(c)] for c in record if fold(c) in index} if index else set()
        score = len(known) if index else sum(1 for c in record if c and c.strip())
        if score and (best is None or score > best[0]):
            best = (score, place, tuple(str(c) for c in record))
    return best


def _notes(odd: Oddities, header_row: int, filename: str) -> tuple[Problem, ...]:
    """Error values are told; a formula that nobody calculated would be read as empty."""
    uncalculated = [row for row in odd.without_outcome if row >= header_row]
    if uncalculated:
        raise Refusal(
            "formule",
            f"{filename} bevat formules zonder bewaarde uitkomst, als eerste in rij "
            f"{min(uncalculated)}.",
            "Open het bestand in Excel, laat het herrekenen en bewaar het opnieuw.",
            row=min(uncalculated),
        )
    errors = [(row, value) for row, value in odd.errors if row > header_row]
    if not errors:
        return ()
    row, value = min(errors)
    return (
        Problem(
            Ernst.WAARSCHUWING,
            "foutwaarde",
            f"Rij {row}: de cel toont {value}; we lezen ze als leeg"
            + (f" ({len(errors)} keer in het bestand)." if len(errors) > 1 else "."),
            "Verbeter de formule in Excel, of typ de waarde zelf.",
            row=row,
            value=value,
            count=len(errors),
        ),
    )
