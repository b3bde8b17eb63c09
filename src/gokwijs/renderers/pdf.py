"""A document as a PDF: archivable (PDF/A-2a) and readable by a screen reader (PDF/UA-1).

In: a ``Document``. Out: the bytes of the PDF. Typst gets our own template and JSON data; nothing a
user typed is ever compiled (``besluiten.md`` 23).
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from gokwijs.renderers.document import (
    REF,
    Block,
    Bullets,
    Code,
    Document,
    Entry,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    printable,
)
from gokwijs.renderers.grafiek import on_white
from gokwijs.renderers.typeset import archived

# Millimetres on a sheet of A4 between the margins, with a heading above the figure.
_ROOM, _ROOM_WIDE = (170.0, 230.0), (257.0, 140.0)
_FONT = "Libertinus Serif"  # the font of the document: it comes with typst


def pdf(document: Document) -> bytes:
    """The file, with the fonts that come with typst."""
    import typst  # heavy: loaded when first used

    template = (files("gokwijs") / "inhoud" / "drukwerk" / "document.typ").read_bytes()
    data = json.dumps(_data(document))

    found: Any = archived(
        lambda standards: typst.compile(
            template,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            pdf_standards=standards,
        )
    )
    return bytes(found)


def _data(document: Document) -> dict[str, Any]:
    text = _Text(document.numbers)
    return {
        "title": printable(document.title),
        "subtitle": printable(document.subtitle),
        "mark": printable(document.mark),
        "wide": document.wide,
        "contents": document.contents,
        "year": document.made_on.year,
        "month": document.made_on.month,
        "day": document.made_on.day,
        "blocks": [_block(block, document.wide, text) for block in document.blocks],
    }


class _Text:
    """Texts as pieces: what is said, and numbers that lead to an explanation.

    Only the first mention of a number can be led back to.
    """

    def __init__(self, numbers: frozenset[int]) -> None:
        self.numbers, self.seen = numbers, set[int]()

    def __call__(self, text: str) -> str | list[str | dict[str, Any]]:
        if not self.numbers:
            return printable(REF.sub("", text))
        found: list[str | dict[str, Any]] = []
        for place, piece in enumerate(REF.split(text)):
            if place % 2 and int(piece) in self.numbers:
                number = int(piece)
                found.append({"number": number, "first": number not in self.seen})
                self.seen.add(number)
            elif piece and not place % 2:
                found.append(printable(piece))
        return found


def _block(block: Block, wide: bool, text: _Text) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": printable(block.text), "level": block.level}
    if isinstance(block, Paragraph | Code):
        lead = isinstance(block, Paragraph) and block.lead
        return {"kind": "paragraph", "text": text(block.text), "lead": lead}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [text(item) for item in block.items]}
    if isinstance(block, Facts):
        pairs = [[printable(label), text(said)] for label, said in block.items]
        return {"kind": "facts", "items": pairs}
    if isinstance(block, Note):
        return {"kind": "note", "text": text(block.text)}
    if isinstance(block, Entry):
        return {
            "kind": "entry",
            "number": block.number,
            "back": block.number in text.seen,
            "text": printable(block.text),
            "facts": [[printable(label), printable(said)] for label, said in block.facts],
        }
    if isinstance(block, Figure):
        width, _ = block.fit(*(_ROOM_WIDE if wide else _ROOM))
        svg = on_white(block.svg, font=_FONT)
        return {"kind": "figure", "svg": svg, "alt": printable(block.alt), "width": width}
    return {
        "kind": "table",
        "head": [printable(cell) for cell in block.head],
        "rows": [[text(cell) for cell in row] for row in block.rows],
        "widths": list(block.widths),
    }
