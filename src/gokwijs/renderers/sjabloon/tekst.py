"""Put texts into a Word template.

In: a file that ``pakket`` accepted, and plain dictionaries. Out: the bytes of a .docx, or a
``SjabloonFout`` with the place in the text. Runs in the process with limits only.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError

from gokwijs.renderers.sjabloon.fout import SjabloonFout
from gokwijs.renderers.sjabloon.taal import Omgeving, dutch

MAX_UIT = 30 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|#\}")
_RAW = re.compile(r"\{\{(r|p|tr|tc) ")
# Elements that never hold text of their own: text there is a tag in a place it cannot be.
_NO_TEXT = {f"{_W}{name}" for name in ("body", "p", "r", "tbl", "tr", "tc", "hdr", "ftr", "sectPr")}
_PARAGRAPHS = {f"{_W}p", "{http://schemas.openxmlformats.org/drawingml/2006/main}p"}
_PLACE = (("header", "in de kop"), ("footer", "in de voet"), ("footnotes", "in een voetnoot"))
# Parts and properties that say who made the template.
_NAMES = re.compile(r"/(people|comments\w*|custom-properties|customXml|extended-properties)$")


class _Sjabloon(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """With the place of an error, and properties that say nothing about who made it."""

    def render_xml_part(
        self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Any = None
    ) -> str:
        lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).splitlines()
        try:
            made: str = super().render_xml_part(src_xml, part, context, jinja_env)
        except Exception as error:  # whatever a template can provoke becomes a sentence
            raise SjabloonFout(dutch(error), _plek(error, lines, str(part.partname))) from None
        return made

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """The title is the title of the plan; who made the template is nobody's business."""
        core = self.docx.core_properties
        core.title = f"{context['plan']['naam']}"[:250]
        core.author = core.last_modified_by = "GOK-wijs"
        core.comments = core.subject = core.keywords = core.category = ""


def vul(data: bytes, gegevens: Mapping[str, Any], *, proef: bool) -> bytes:
    """The filled document. ``proef``: also find tags that were left standing."""
    sjabloon = _Sjabloon(io.BytesIO(data))
    sjabloon.init_docx()
    for said in _texts(sjabloon):
        if _RAW.search(said):
            raise SjabloonFout(
                "Schrijf een veld als {{ veld }}, zonder r, p, tr of tc vlak achter de accolades.",
                said[:120],
            )
    sjabloon.render(dict(gegevens), Omgeving(), autoescape=True)
    _forget_people(sjabloon.docx)
    out = io.BytesIO()
    sjabloon.save(out)
    made = out.getvalue()
    if len(made) > MAX_UIT:
        raise SjabloonFout("Het document wordt te groot. Kies minder onderdelen.")
    _check_result(made, proef=proef)
    return made


def _forget_people(document: Any) -> None:
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if _NAMES.search(rel.reltype)]:
            del rels[key]


def _texts(sjabloon: _Sjabloon) -> Iterator[str]:
    """The text of every paragraph that is filled in, tags as somebody wrote them."""
    roots = [sjabloon.docx.element]
    for uri in (sjabloon.HEADER_URI, sjabloon.FOOTER_URI):
        roots += [
            ElementTree.fromstring(part.blob) for _, part in sjabloon.get_headers_footers(uri)
        ]
    for root in roots:
        for paragraph in root.iter(f"{_W}p"):
            yield "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))


def _check_result(made: bytes, *, proef: bool) -> None:
    """Every part with text is sound, and after a trial no tag is left in any of them."""
    with ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            if not (name.startswith("word/") and name.endswith(".xml")):
                continue
            root = ElementTree.fromstring(archive.read(name))
            for node in root.iter():
                if node.tag in _NO_TEXT:
                    _no_text(node)
            if proef:
                _no_tags(root, name)


def _no_text(node: Any) -> None:
    stray = [node.text, *(child.tail for child in node)]
    found = next((said for said in stray if said and said.strip()), None)
    if found is not None:
        raise SjabloonFout("Er staat tekst op een plaats waar Word ze niet kan tonen.", found[:120])


def _no_tags(root: Any, name: str) -> None:
    for paragraph in root.iter():
        if paragraph.tag not in _PARAGRAPHS:
            continue
        said = "".join(paragraph.itertext())
        if _OPEN.search(said):
            raise SjabloonFout(
                "Hier blijft een code tussen accolades staan. Op deze plaats kan ze niet ingevuld "
                f"worden, of ze is niet volledig ({_part(name)}).",
                said[:120],
            )


# ---------------------------------------------------------------- where it went wrong


def _plek(error: BaseException, lines: list[str], name: str) -> str:
    """'in de tekst, bij: Trekker: {{ streefdoel.treker }}'"""
    number = _line(error)
    if number is None or not 1 <= number <= len(lines):
        return _part(name)
    said = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", lines[number - 1]))).strip()
    return f"{_part(name)}, bij: {said[:160]}" if said else _part(name)


def _line(error: BaseException) -> int | None:
    """The line of the template: from the syntax, or from where it ran."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    found, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _part(name: str) -> str:
    return next((words for key, words in _PLACE if key in name), "in de tekst")
