"""Builders of files: one pupil table in every dialect a school may hand over."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from gokwijs.core.telling.leerlingen import read_leerlingen
from gokwijs.core.telling.reading import LeerlingenReading

DAY = date(2026, 2, 2)
HEADER = (
    "instellingsnummer",
    "vestigingsplaats",
    "leerling",
    "onderwijsniveau",
    "graad",
    "opleiding_moeder",
    "schooltoeslag",
    "thuistaal",
    "zorgthuis",
    "trekkende_bevolking",
    "gewicht",
)
Row = Sequence[str]
ROWS: list[Row] = [
    ("012345", "1", "2600001", "so", "1", "ja", "nee", "ja", "nee", "nee", "1"),
    ("012345", "1", "2600002", "so", "1", "nee", "nee", "nee", "nee", "nee", ""),
    ("012345", "2", "2600003", "so", "okan", "", "ja", "ja", "ja", "nee", "1"),
    ("012345", "2", "2600004", "so", "2", "nee", "ja", "nee", "nee", "nee", "0.5"),
]


def as_csv(
    rows: Sequence[Row] = ROWS,
    header: Row = HEADER,
    *,
    separator: str = ";",
    encoding: str = "utf-8",
    above: Sequence[str] = (),
    below: Sequence[str] = (),
    newline: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
) -> bytes:
    """A CSV; ``above`` and ``below`` are whole lines."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=newline, quoting=quoting)
    writer.writerow(header)
    writer.writerows(rows)
    lines = [*above, out.getvalue().removesuffix(newline), *below]
    return (newline.join(lines) + newline).encode(encoding)


def as_xlsx(
    rows: Sequence[Sequence[Any]] = ROWS,
    header: Row = HEADER,
    *,
    above: int = 0,
    sheets_before: int = 0,
) -> bytes:
    """A workbook; numbers stay numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for number in range(sheets_before):
            book.add_worksheet(f"Voorblad {number}").write(0, 0, "Toelichting")
        sheet = book.add_worksheet("Leerlingen")
        for place in range(above):
            sheet.write(place, 0, f"Titel {place}")
        for r, row in enumerate([header, *rows], start=above):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
    return out.getvalue()


def read(data: bytes, filename: str = "lijst.csv", **kwargs: Any) -> LeerlingenReading:
    """Read a pupil table."""
    return read_leerlingen(io.BytesIO(data), filename=filename, teldag=DAY, **kwargs)


def kinds(reading: LeerlingenReading) -> list[tuple[str, str]]:
    """(how serious, which kind) of every problem."""
    return [(p.ernst.value, p.kind) for p in reading.problems]
