"""A list of pupils as a workbook: every text stays a text, whatever it starts with.

In: a title, the filters, a header and rows of texts and days. Out: the bytes of an .xlsx file,
marked vertrouwelijk.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter

_MARK = "Vertrouwelijk: enkel voor wie deze leerlingen opgeeft, begeleidt of nakijkt."
_WIDTHS = (10, 44)  # narrowest and widest column, in characters
Waarde = str | date


def list_workbook(
    *,
    title: str,
    notes: Sequence[str],
    header: Sequence[str],
    rows: Sequence[Sequence[Waarde]],
) -> bytes:
    """One sheet that prints on landscape A4 with its header on every page."""
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
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    sheet = book.add_worksheet("Leerlingen")
    sheet.write_string(0, 0, title, book.add_format({"bold": True}))
    sheet.write_string(1, 0, _MARK)
    sheet.write_string(2, 0, "; ".join(notes) if notes else "Alle leerlingen van die dag.")
    top = 4
    for column, text in enumerate(header):
        sheet.write_string(top, column, text, head)
        longest = max((len(str(row[column])) for row in rows), default=0)
        sheet.set_column(
            column, column, min(max(longest + 2, len(text) + 4, _WIDTHS[0]), _WIDTHS[1])
        )
    for line, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write_string(line, column, value)
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, top + max(len(rows), 1), len(header) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&LVertrouwelijk&RPagina &P van &N")
    book.close()
    return buffer.getvalue()
