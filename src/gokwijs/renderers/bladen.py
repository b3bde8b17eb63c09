"""Several tables under one title as a workbook or CSV: every text stays a text.

In: a title, lines above it, and per table a name, a header and rows of texts. Out: bytes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence
from typing import Any

import xlsxwriter

from gokwijs.renderers.tabel import safe_cell

Grid = tuple[str, Sequence[str], Sequence[Sequence[str]]]
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NUMBER = re.compile(r"\d{1,3}(\.\d{3})*(,\d)?")
_AMOUNT = re.compile(r"-?\d{1,3}(\.\d{3})*(,\d{1,4})?")
_WIDTHS = (10, 46)  # narrowest and widest column, in characters


def blad_csv(titel: str, lines: Sequence[str], tables: Sequence[Grid]) -> bytes:
    """Semicolons and a byte order mark; an empty line between tables."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    for line in (titel, *lines):
        writer.writerow([safe_cell(line)])
    for name, header, rows in tables:
        writer.writerow([])
        writer.writerow([safe_cell(name)])
        writer.writerow([safe_cell(text) for text in header])
        for row in rows:
            writer.writerow([safe_cell(text) for text in row])
    return buffer.getvalue().encode("utf-8-sig")


def blad_workbook(
    titel: str,
    lines: Sequence[str],
    tables: Sequence[Grid],
    *,
    bedragen: Collection[str] = (),
) -> bytes:
    """One sheet per table, that prints on A4; a plain number is a number to count with.

    ``bedragen``: the columns with amounts, by head; then every other cell stays a text, as a number
    in the accounts with zeros in front must.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"align": "right"}),
        "amount": book.add_format({"align": "right", "num_format": "#,##0.00"}),
    }
    used: set[str] = set()
    for name, header, rows in tables or [("Antwoord", (), ())]:
        sheet = book.add_worksheet(_sheet_name(name, used))
        sheet.write_string(0, 0, titel, formats["title"])
        for place, line in enumerate(lines, start=1):
            sheet.write_string(place, 0, line)
        top = len(lines) + 2
        for column, text in enumerate(header):
            sheet.write_string(top, column, text, formats["head"])
            longest = max((len(row[column]) for row in rows), default=0)
            sheet.set_column(column, column, min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1]))
        for at, row in enumerate(rows, start=top + 1):
            for column, text in enumerate(row):
                is_amount = header[column] in bedragen if bedragen else None
                _write(sheet, (at, column), text, is_amount, formats)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.set_footer("&L" + titel.replace("&", "&&")[:200] + "&RPagina &P van &N")
    book.close()
    return buffer.getvalue()


def _write(
    sheet: Any, place: tuple[int, int], text: str, is_amount: bool | None, formats: dict[str, Any]
) -> None:
    """``is_amount`` None: every plain number behind the first column is a number."""
    if is_amount and _AMOUNT.fullmatch(text):
        sheet.write_number(*place, _plain(text), formats["amount"])
    elif is_amount is None and place[1] and _NUMBER.fullmatch(text):
        sheet.write_number(*place, _plain(text), formats["number"])
    else:
        first = place[1] == 0 or is_amount is not None
        sheet.write_string(*place, text, None if first else formats["number"])


def _plain(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def _sheet_name(name: str, used: set[str]) -> str:
    """At most 31 characters, without what a workbook forbids, and never twice."""
    plain = _FORBIDDEN.sub(" ", name).strip()[:28] or "Tabel"
    found, number = plain, 2
    while found.casefold() in used:
        found, number = f"{plain} {number}", number + 1
    used.add(found.casefold())
    return found
