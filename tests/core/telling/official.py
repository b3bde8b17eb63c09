"""The official counts file of AgODi as its readers describe it, with synthetic schools."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

NAME = "Publicaties_Leerlingenkenmerken_Overzicht_2024-2025_so.xlsx"
NB = "\u00a0"
HEADER = (
    "Instellingsnummer",
    f"Naam{NB}instelling",
    "Net",
    "Scholengemeenschap",
    f"Aantal  leerlingen{NB}",
    'Indicator         "opleiding moeder"',
    f'Indicator {NB} "schooltoelage"',
    f'Indicator {NB}{NB}{NB} "thuistaal"',
    'Indicator   "buurt"',
    "Teldatum",
)
Row = tuple[Any, ...]


def row(nummer: Any, number: Any, *counts: Any, day: Any = 45323, naam: str = "School") -> Row:
    return (nummer, naam, "GO!", "111666", number, *counts, day)


def workbook(
    *rows: Row,
    title: str = "Overzicht leerlingkenmerken secundair onderwijs 2024-2025",
    header: tuple[str, ...] = HEADER,
    header_row: int = 11,
) -> bytes:
    """One sheet: titles, a header around row 11, one row per school, a footnote."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Overzicht")
    sheet.write_string(1, 0, title)
    sheet.write_string(3, 0, "Voorschot werkingstoelagen")
    sheet.write_row(header_row - 1, 0, header)
    for number, cells in enumerate(rows):
        sheet.write_row(header_row + number, 0, cells)
    sheet.write_string(header_row + len(rows) + 1, 0, "Bron: AgODi")
    book.close()
    return stream.getvalue()
