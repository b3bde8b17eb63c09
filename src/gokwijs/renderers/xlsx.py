"""Results with their explanation as a workbook; text stays text, numbers stay exact.

In: a title and results as JSON. Out: the bytes of an .xlsx file, marked vertrouwelijk.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import xlsxwriter

Json = Mapping[str, Any]
_MARK = "Vertrouwelijk: exacte aantallen, enkel voor wie ze opgeeft of nakijkt."


def results_workbook(title: str, results: Sequence[Json]) -> bytes:
    """Three sheets: resultaat, uitleg, bewijs."""
    buffer = io.BytesIO()
    # strings_to_*: a text that looks like a formula or address must stay a text.
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
    _sheet(
        book,
        "Resultaat",
        title,
        ["Regeling", "Resultaat", "Minimum", "Maximum", "Eenheid", "Som", "Status", "Toelichting"],
        _result_rows(results),
        (bold, wrap),
        [52, 14, 14, 14, 16, 24, 16, 80],
    )
    _sheet(
        book,
        "Uitleg",
        title,
        ["Regeling", "Niveau", "Stap", "Uitleg", "Waarde", "Eenheid", "Artikel", "Status"],
        (row for r in results for step in r["stappen"] for row in _steps(r["titel"], step, 0)),
        (bold, wrap),
        [40, 8, 44, 80, 22, 18, 30, 16],
    )
    _sheet(
        book,
        "Bewijs",
        title,
        ["Regeling", "Onderdeel", "Waarde"],
        (row for r in results for row in _receipt(r)),
        (bold, wrap),
        [40, 50, 70],
    )
    book.close()
    return buffer.getvalue()


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    title: str,
    header: Sequence[str],
    rows: Iterator[Sequence[object]],
    formats: tuple[Any, Any],
    widths: Sequence[int],
) -> None:
    sheet = book.add_worksheet(name)
    bold, wrap = formats
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, _MARK)
    for column, text in enumerate(header):
        sheet.write_string(3, column, text, bold)
        sheet.set_column(column, column, widths[column], wrap)
    last = 3
    for last, row in enumerate(rows, start=4):
        for column, value in enumerate(row):
            _write(sheet, last, column, value)
    sheet.freeze_panes(4, 0)
    sheet.autofilter(3, 0, last, len(header) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)


def _write(sheet: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def cell(value: object) -> int | str:
    """An exact string: whole numbers as numbers, the rest as text, so that nothing is rounded."""
    if value is None:
        return "niet berekenbaar"
    if isinstance(value, Mapping):
        return f"{cell(value['minimum'])} tot {cell(value['maximum'])}"
    number = Fraction(str(value))
    return int(number) if number.denominator == 1 else str(value).replace(".", ",")


def _result_rows(results: Sequence[Json]) -> Iterator[Sequence[object]]:
    for r in results:
        remarks = " ".join(f"{x['zin']} {x['remedie']}".strip() for x in r["redenen"])
        result = "tussen minimum en maximum" if r["minimum"] != r["maximum"] else r["resultaat"]
        shown = result if result == "tussen minimum en maximum" else cell(result)
        yield (
            r["titel"],
            shown,
            cell(r["minimum"]),
            cell(r["maximum"]),
            r["eenheid"],
            cell(r["som"]),
            r["status"],
            remarks,
        )


def _steps(title: str, step: Json, depth: int) -> Iterator[Sequence[object]]:
    value = "" if step["waarde"] is None else cell(step["waarde"])
    yield (
        title,
        depth,
        step["naam"],
        step["zin"],
        value,
        step["eenheid"],
        step["artikel"],
        step["status"],
    )
    for part in step["delen"]:
        yield from _steps(title, part, depth + 1)


def _receipt(result: Json) -> Iterator[Sequence[object]]:
    bewijs = result["bewijs"]
    for key in ("schooljaar", "versie", "telling", "vorige_telling", "school", "regels_hash"):
        yield result["titel"], key, bewijs[key] or "–"
    for key, value in bewijs["data"].items():
        yield result["titel"], key, value
    for name, value in bewijs["regels"].items():
        yield result["titel"], name, value
