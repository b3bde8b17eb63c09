"""What must hold before a workbook (XLSX) goes to the reader, and what that reader hides.

In: the bytes of a workbook. Out: what is odd per sheet, or a ``Refusal``. The reader takes memory
for every cell up to the farthest one and ends the process when there is not enough; it reads
error values, and formulas without a stored outcome, as empty.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gokwijs.core.telling.reading import Refusal

_UNPACKED, _RATIO, _MAX_CELLS = 1024**3, 300, 25_000_000
_CHUNK, _OVERLAP = 1024 * 1024, 64
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,9})(\d{1,15})["']""")
# Without any of these a sheet has at most 26 columns and a million rows: no need to look further.
_WIDE = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{2,}\d+|[A-Za-z]?\d{7,})["']""")
_STRINGS = re.compile(rb"""<(?:\w+:)?sst\b[^>]*?uniqueCount\s*=\s*["'](\d{1,18})""")
_CELL = rb'<c\b%b[^>]*?\br="[A-Z]+(\d+)"[^>]*>\s*'
# A formula whose outcome is the empty text carries t="str": that one was calculated.
_NO_CACHE = re.compile(
    _CELL % rb'(?![^>]*\bt="str")' + rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_ERROR = re.compile(_CELL % rb'(?=[^>]*\bt="e")' + rb"(?:<f\b[^>]*(?:/>|>[^<]*</f>))?<v>([^<]*)")
_SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\w+:id="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_AGAIN = "Open het bestand in Excel en bewaar het opnieuw als .xlsx."


@dataclass(frozen=True, slots=True)
class Oddities:
    """Cells of one sheet that the reader would give as empty; rows as Excel numbers them."""

    without_outcome: tuple[int, ...] = ()
    errors: tuple[tuple[int, str], ...] = ()


def inspect(data: bytes, filename: str) -> tuple[Oddities, ...]:
    """The oddities of every sheet, in the order of Excel.

    Refuses zip bombs, cells far away, macros, entities, passwords and zips that are no workbook.
    """
    found: dict[str, Oddities] = {}
    small: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
        _check_names({entry.filename for entry in entries}, filename)
        room = _UNPACKED
        for entry in entries:
            part = _unpacked(data, entry, room, filename)
            room -= len(part)
            _check_packing(_UNPACKED - room, len(data), filename)
            _check_part(part, filename)
            if b"sheetData" in part:
                found[entry.filename] = _oddities(part)
            if entry.filename in (_BOOK, _RELATIONS):
                small[entry.filename] = part
    except NotImplementedError:
        raise Refusal(
            "xlsx",
            f"{filename} is beveiligd met een wachtwoord of vreemd verpakt.",
            "Bewaar het zonder wachtwoord als .xlsx.",
        ) from None
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError):
        raise Refusal("xlsx", f"{filename} is beschadigd.", _AGAIN) from None
    order = _in_order(small[_BOOK], small.get(_RELATIONS, b""))
    return tuple(found.get(name, Oddities()) for name in order)


def _check_names(names: set[str], filename: str) -> None:
    if _BOOK not in names:
        raise Refusal(
            "soort", f"{filename} is geen Excel-werkmap (.xlsx).", "Kies een csv- of xlsx-bestand."
        )
    if any("vbaProject" in name for name in names):
        raise Refusal(
            "macro",
            f"{filename} bevat macro's.",
            "Bewaar het als Excel-werkmap zonder macro's (.xlsx).",
        )


def _unpacked(data: bytes, entry: zipfile.ZipInfo, room: int, filename: str) -> bytes:
    """A part as the reader will unpack it: the size that the zip claims is not believed."""
    pieces, length = [], 0
    for piece in _pieces(data, entry):
        pieces.append(piece)
        length += len(piece)
        _check_packing(_UNPACKED - room + length, len(data), filename)
    return b"".join(pieces)


def _pieces(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    if entry.flag_bits & 1:
        raise NotImplementedError("password")
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        while packed and not inflater.eof:
            yield inflater.decompress(packed, _CHUNK)
            packed = inflater.unconsumed_tail
    else:
        raise NotImplementedError("compression")


def _check_packing(unpacked: int, packed: int, filename: str) -> None:
    if unpacked > _UNPACKED or (unpacked > 20 * 1024**2 and unpacked > _RATIO * packed):
        raise Refusal(
            "zipbom",
            f"{filename} wordt bij het uitpakken onredelijk groot.",
            "Bewaar enkel het blad met leerlingen in een nieuw bestand.",
        )


def _check_part(part: bytes, filename: str) -> None:
    """Entities, a count of texts that the part cannot hold, and cells that ask for much memory."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refusal(
            "entiteit", f"{filename} bevat een documenttype, en dat is niet veilig.", _AGAIN
        )
    texts = _STRINGS.search(part) if b"uniqueCount" in part else None
    if texts and int(texts[1]) > len(part):
        raise Refusal("xlsx", f"{filename} is beschadigd.", _AGAIN)
    if b"sheetData" in part and _area(part) > _MAX_CELLS:
        raise Refusal(
            "verre_cel",
            f"Een blad van {filename} heeft een cel ver buiten de tabel.",
            "Bewaar enkel de tabel met leerlingen in een nieuw bestand.",
        )


def _area(sheet: bytes) -> int:
    """How many cells lie in the rectangle around every cell that is mentioned; 0 when few."""
    if not _WIDE.search(sheet):
        return 0
    letters: set[bytes] = set()
    rows: set[bytes] = set()
    for start in range(0, len(sheet), 4 * _CHUNK):
        for column, row in _PLACE.findall(sheet, start, start + 4 * _CHUNK + _OVERLAP):
            letters.add(column.upper())
            rows.add(row)
    columns = [_column(text) for text in letters if text]
    numbers = [int(row) for row in rows]
    if not columns or not numbers:
        return 0
    return (max(columns) - min(columns) + 1) * (max(numbers) - min(numbers) + 1)


def _column(letters: bytes) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _oddities(sheet: bytes) -> Oddities:
    without = _NO_CACHE.findall(sheet) if b"<f" in sheet else []
    errors = _ERROR.findall(sheet) if b't="e"' in sheet else []
    return Oddities(
        tuple(int(row) for row in without),
        tuple((int(row), value.decode(errors="replace")) for row, value in errors),
    )


def _in_order(book: bytes, relations: bytes) -> list[str]:
    """The names of the parts of the sheets, in the order in which Excel shows them."""
    targets: Mapping[bytes, bytes] = {
        where[1]: what[1]
        for tag in _RELATION.findall(relations)
        if (where := re.search(rb'\bId="([^"]*)"', tag))
        and (what := re.search(rb'\bTarget="([^"]*)"', tag))
    }
    paths = (targets.get(key, b"").decode(errors="replace") for key in _SHEET.findall(book))
    return [posixpath.normpath(posixpath.join("/xl", path))[1:] for path in paths]
