"""Small Word templates, good and hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date

from gokwijs.renderers.document import Block, Document, Paragraph
from gokwijs.renderers.docx import docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(*texts: str | Block) -> bytes:
    """A document with these paragraphs."""
    blocks = tuple(Paragraph(one) if isinstance(one, str) else one for one in texts)
    return docx(Document("Titel", "Onder", "Merk", date(2026, 1, 15), blocks))


def changed(
    data: bytes,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """The same file with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, (change or {}).get(name, lambda same: same)(content))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def with_relation(kind: str, target: str, mode: str = "External") -> bytes:
    """A document that points at something."""
    relation = (
        f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    ).encode()
    return changed(
        word("Tekst"),
        {"word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", relation)},
    )


def with_body(xml: str) -> bytes:
    """A document with this markup in front of its text."""
    return changed(
        word("Tekst"),
        {"word/document.xml": lambda old: old.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)},
    )


def body(data: bytes) -> str:
    """The text of a document, one line per paragraph."""
    import docx as reader

    found = reader.Document(io.BytesIO(data))
    return "\n".join(paragraph.text for paragraph in found.paragraphs)
