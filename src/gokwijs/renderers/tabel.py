"""A plain table as CSV or workbook; text stays text, so that no cell becomes a formula.

In: a header and rows of text. Out: the bytes of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import xlsxwriter

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# A negative amount is a number to count with, and no formula.
_AMOUNT = re.compile(r"-\d{1,3}(\.?\d{3})*(,\d{1,9})?")


def safe_cell(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if text.startswith(_STARTS) and not _AMOUNT.fullmatch(text):
        return f"'{text}"
    return text


def table_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons and a byte order mark: what a Dutch spreadsheet opens without questions."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def table_workbook(
    title: str,
    mark: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    widths: Sequence[int],
) -> bytes:
    """One sheet: title, mark, header, rows; every cell written as text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Tabel")
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, mark)
    for column, text in enumerate(header):
        sheet.set_column(column, column, widths[column], wrap)
        sheet.write_string(3, column, text, bold)
    for at, row in enumerate(rows, start=4):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text)
    sheet.freeze_panes(4, 0)
    book.close()
    return buffer.getvalue()
