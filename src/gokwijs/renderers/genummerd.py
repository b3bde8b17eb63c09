"""A document with numbered figures as a workbook: its tables per section, and a sheet Uitleg.

In: a ``Document`` and its figures. Out: the bytes of an .xlsx file. A number behind a row is a link
to its line in the sheet Uitleg, and that line leads back. Every text stays a text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import xlsxwriter

from gokwijs.renderers.document import (
    REF,
    Block,
    Bullets,
    Document,
    Entry,
    Facts,
    Heading,
    Paragraph,
    Table,
    printable,
)

UITLEG = "Uitleg"
_KOPPEN = (
    *("Nr.", "Waar", "Cijfer", "Wat telt mee", "Aantallen", "Regel", "Artikel", "Stand van"),
    *("Bron", "Status", "Terug"),
)
_WIDTHS = (7, 36, 36, 50, 30, 50, 24, 18, 36, 14, 10)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NUMBER = re.compile(r"\d{1,9}")
_TEXT, _NR = 34, 7  # widths of columns, in characters


class Genummerd(Protocol):
    """What a line of the sheet Uitleg tells."""

    @property
    def nummer(self) -> int: ...
    @property
    def plek(self) -> str: ...
    @property
    def waarde(self) -> str: ...
    @property
    def telt(self) -> str: ...
    @property
    def aantallen(self) -> str: ...
    @property
    def regel(self) -> str: ...
    @property
    def artikel(self) -> str: ...
    @property
    def datum(self) -> str: ...
    @property
    def bron(self) -> str: ...
    @property
    def status(self) -> str: ...


@dataclass
class _Blad:
    """One section: its rows as they come. A row is a kind, its texts, and its numbers."""

    titel: str
    tekst: list[str] = field(default_factory=list)  # what stands there when there are no rows
    los: list[str] = field(default_factory=list)  # what stands under the last heading
    rijen: list[tuple[str, tuple[str, ...], tuple[int, ...]]] = field(default_factory=list)

    def sluit_kop(self) -> None:
        """A heading without rows keeps its text: why there is no table."""
        if self.rijen and self.rijen[-1][0] == "kop":
            self.rijen.extend(_rij((text,)) for text in self.los)
        self.los.clear()

    @property
    def breed(self) -> int:
        """Columns with texts; the numbers stand behind them."""
        return max((len(texts) for kind, texts, _ in self.rijen if kind != "kop"), default=1)


def genummerd_workbook(document: Document, cijfers: Sequence[Genummerd]) -> bytes:
    """A sheet per section: its tables, what it concludes, or its text when there is no more."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    formats = {
        "titel": book.add_format({"bold": True, "font_size": 14}),
        "kop": book.add_format({"bold": True, "font_size": 11}),
        "hoofd": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "rij": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.add_format({"font_color": "#0B5D66", "underline": 1, "valign": "top"}),
    }
    lines = {one.nummer: place for place, one in enumerate(cijfers, 3)}
    back: dict[int, tuple[str, int, int]] = {}
    used = {UITLEG.casefold()}
    for blad in _bladen(document):
        _write(book, blad, document, formats, (lines, back, used))
    _uitleg(book, document, cijfers, formats, back)
    book.close()
    return buffer.getvalue()


def _bladen(document: Document) -> Iterator[_Blad]:
    blad = _Blad("Vooraan")
    for block in document.blocks:
        if isinstance(block, Heading):
            blad.sluit_kop()
        if isinstance(block, Heading) and block.level == 1:
            yield from _gevuld(blad)
            blad = _Blad(block.text)
        elif isinstance(block, Entry):  # those have a sheet of their own
            blad.tekst.clear()
        else:
            blad.rijen.extend(_rijen(block))
            if isinstance(block, Paragraph):
                blad.tekst.append(block.text)
                blad.los.append(block.text)
    blad.sluit_kop()
    yield from _gevuld(blad)


def _gevuld(blad: _Blad) -> Iterator[_Blad]:
    if not any(kind != "kop" for kind, *_ in blad.rijen):
        blad.rijen = [_rij((text,)) for text in blad.tekst]
    if blad.rijen:
        yield blad


def _rijen(block: Block) -> Iterator[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    if isinstance(block, Heading):
        yield "kop", (printable(block.text),), ()
    elif isinstance(block, Table):
        yield "hoofd", tuple(map(printable, block.head)), ()
        for row in block.rows:
            yield _rij(row)
        yield "leeg", (), ()
    elif isinstance(block, Facts):
        for label, said in block.items:
            yield _rij((label, said))
    elif isinstance(block, Bullets):
        yield from (_rij((item,)) for item in block.items)
    elif isinstance(block, Paragraph) and (block.lead or REF.search(block.text)):
        yield _rij((block.text,))


def _rij(texts: Sequence[str]) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    numbers = dict.fromkeys(int(m[1]) for text in texts for m in REF.finditer(text))
    return "rij", tuple(printable(REF.sub("", text)).strip() for text in texts), tuple(numbers)


_Links = tuple[dict[int, int], dict[int, tuple[str, int, int]], set[str]]


def _write(
    book: Any, blad: _Blad, document: Document, formats: dict[str, Any], links: _Links
) -> None:
    lines, back, used = links
    name = _name(blad.titel, used)
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, printable(blad.titel), formats["titel"])
    sheet.write_string(1, 0, printable(document.subtitle))
    behind = blad.breed
    most = max((len(numbers) for *_, numbers in blad.rijen), default=0)
    sheet.set_column(0, behind - 1, _TEXT, None)
    sheet.set_column(behind, behind + max(most, 1) - 1, _NR, None)
    for at, (kind, texts, numbers) in enumerate(blad.rijen, 3):
        for column, text in enumerate(texts):
            if kind == "rij" and column and _NUMBER.fullmatch(text):
                sheet.write_number(at, column, int(text), formats["rij"])
            elif text:
                sheet.write_string(at, column, text, formats[kind])
        if kind == "hoofd" and most:
            sheet.write_string(at, behind, "Uitleg", formats["hoofd"])
        for place, number in enumerate(numbers):
            spot = (at, behind + place)
            target = f"internal:'{UITLEG}'!A{lines[number] + 1}"
            sheet.write_url(*spot, target, formats["link"], f"[{number}]")
            back.setdefault(number, (name, *spot))
    _page(sheet, document.title)


def _uitleg(
    book: Any,
    document: Document,
    cijfers: Sequence[Genummerd],
    formats: dict[str, Any],
    back: dict[int, tuple[str, int, int]],
) -> None:
    sheet = book.add_worksheet(UITLEG)
    sheet.write_string(0, 0, "Uitleg bij de cijfers", formats["titel"])
    for column, (head, width) in enumerate(zip(_KOPPEN, _WIDTHS, strict=True)):
        sheet.write_string(2, column, head, formats["hoofd"])
        sheet.set_column(column, column, width, None)
    for at, one in enumerate(cijfers, 3):
        texts = (
            *(f"[{one.nummer}]", one.plek, one.waarde, one.telt, one.aantallen, one.regel),
            *(one.artikel, one.datum, one.bron, one.status),
        )
        for column, text in enumerate(texts):
            sheet.write_string(at, column, printable(text), formats["rij"])
        name, row, column = back[one.nummer]
        where = f"internal:'{name}'!{xlsxwriter.utility.xl_rowcol_to_cell(row, column)}"
        sheet.write_url(at, len(texts), where, formats["link"], "terug")
    sheet.freeze_panes(3, 1)
    _page(sheet, document.title)


def _page(sheet: Any, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + title.replace("&", "&&")[:200] + "&RPagina &P van &N")


def _name(title: str, used: set[str]) -> str:
    plain = _FORBIDDEN.sub(" ", printable(title)).strip()[:27] or "Deel"
    found, number = plain, 2
    while found.casefold() in used:
        found, number = f"{plain} {number}", number + 1
    used.add(found.casefold())
    return found
