"""A document as a PDF: archivable (PDF/A-2a) and readable by a screen reader (PDF/UA-1).

In: a ``Document``. Out: the bytes of the PDF. Typst gets our own template and JSON data; nothing a
user typed is ever compiled (``besluiten.md`` 23).
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from gokwijs.renderers.document import Block, Bullets, Document, Heading, Paragraph


def pdf(document: Document) -> bytes:
    """The file, with the fonts that come with typst."""
    import typst  # heavy: loaded when first used

    template = (files("gokwijs") / "inhoud" / "drukwerk" / "document.typ").read_bytes()
    made: Any = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(document))},
        pdf_standards=["a-2a", "ua-1"],
    )
    return bytes(made)


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "mark": document.mark,
        "wide": document.wide,
        "year": document.made_on.year,
        "month": document.made_on.month,
        "day": document.made_on.day,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": list(block.items)}
    return {
        "kind": "table",
        "head": list(block.head),
        "rows": [list(row) for row in block.rows],
        "widths": list(block.widths),
    }
