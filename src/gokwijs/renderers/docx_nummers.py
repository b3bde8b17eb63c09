"""Numbered figures in a Word file: references that lead to their explanation, and back.

In: the XML of a text in which references stand, and entries. Out: the same with links and
bookmarks. Every text is escaped: what somebody typed can never become markup, a field or a link.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from gokwijs.renderers.document import REF, Entry, printable

MOMENT = (1980, 1, 1, 0, 0, 0)  # of every part, so that the bytes depend on nothing else
MUTED = '<w:rPr><w:color w:val="566070"/></w:rPr>'
_LINKED = '<w:rPr><w:color w:val="0B5D66"/></w:rPr>'
_BOLD = "<w:rPr><w:b/></w:rPr>"


_APART = re.compile(r"(?<=\d) (?=%)|(?<=€) (?=\d)")


def run(text: str, look: str = "") -> str:
    """A text as it is; a number and its sign stay on one line."""
    whole = _APART.sub("\u00a0", printable(text))
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in whole.split("\n")
    )
    return f"<w:r>{look}{lines}</w:r>"


def entry(block: Entry, *, back: bool = True) -> str:
    """The explanation of a number as one paragraph, with the bookmark that leads to it."""
    anchor = f"cijfer{block.number}"
    link = f'<w:hyperlink w:anchor="{anchor}">{run(" terug", _LINKED)}</w:hyperlink>' * back
    facts = "".join(f"{run(f'{label}: ', MUTED)}{run(f'{said}. ')}" for label, said in block.facts)
    head = run(f"[{block.number}] {block.text}", _BOLD)
    return (
        '<w:p><w:pPr><w:pStyle w:val="TableText"/><w:keepLines/></w:pPr>'
        f"{_bookmark('uitleg', block.number)}"
        f"{head}{link}<w:r><w:br/></w:r>{facts}</w:p>"
    )


def _bookmark(kind: str, number: int) -> str:
    """A place without length; its number is its own in the file."""
    key = 2 * number + (kind == "cijfer")
    return f'<w:bookmarkStart w:id="{key}" w:name="{kind}{number}"/><w:bookmarkEnd w:id="{key}"/>'


def linked(body: str, numbers: frozenset[int]) -> str:
    """Each reference in the texts as a link to its explanation; the first can be led back to."""
    seen: set[int] = set()

    def link(match: re.Match[str]) -> str:
        number = int(match[1])
        if number not in numbers:
            return ""
        place = "" if number in seen else _bookmark("cijfer", number)
        seen.add(number)
        shown = run(f"[{number}]", _LINKED)
        return (
            f'</w:t></w:r>{place}<w:hyperlink w:anchor="uitleg{number}">{shown}</w:hyperlink>'
            '<w:r><w:t xml:space="preserve">'
        )

    return REF.sub(link, body)


def met_uitleg(data: bytes, entries: Sequence[Entry]) -> bytes:
    """A Word file of somebody else with the explanation of the numbers at its end."""
    head = (
        '<w:p><w:r><w:rPr><w:b/></w:rPr><w:br w:type="page"/><w:t>Uitleg bij de cijfers</w:t></w:r>'
        "</w:p>"
    )
    more = head + "".join(entry(one, back=False) for one in entries)
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "word/document.xml":
                text = part.decode("utf-8")
                at = text.rfind("<w:sectPr", text.rfind("</w:p>"))
                at = at if at > 0 else text.rindex("</w:body>")
                part = f"{text[:at]}{more}{text[at:]}".encode()
            new.writestr(zipfile.ZipInfo(info.filename, MOMENT), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
