"""Who still has to bring which form, as a workbook for a mail merge.

In: rows of plain text. Out: the bytes of an .xlsx file, marked vertrouwelijk. It holds no worth and
no answer on any kenmerk: worth would betray the schooltoeslag.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

HEADER = ("Klas", "Naam", "Voornaam", "Stamnummer", "Wat ontbreekt")
_WIDTHS = (12, 26, 20, 16, 48)


def klaslijst_workbook(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """One sheet with the header in its first row, as a mail merge wants it."""
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
    book.set_properties({"title": title, "comments": "Vertrouwelijk"})
    sheet = book.add_worksheet("Lijst")
    bold = book.add_format({"bold": True})
    for column, (text, width) in enumerate(zip(HEADER, _WIDTHS, strict=True)):
        sheet.write_string(0, column, text, bold)
        sheet.set_column(column, column, width)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(line, column, value)
    sheet.freeze_panes(1, 0)
    sheet.set_header('&L&"Arial,Bold"Vertrouwelijk&R&D')
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()
