"""A figure in a printed document and in Word: with its words, archivable, on the sheet."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from gokwijs.renderers.document import Document, Figure, Heading, Paragraph
from gokwijs.renderers.docx import docx
from gokwijs.renderers.grafiek import alternatief, svg
from gokwijs.renderers.pdf import pdf
from tests.renderers.grafieken import kenmerken, staaf, stapel, staven, stroom
from tests.verapdf import keeps_the_standards

DRAWN = (kenmerken(), stapel(), stroom())
ALT = 'Thuistaal: 41 % & "meer" <dan> elders'


def figures(*, wide: bool = False) -> Document:
    blocks = [Figure(svg(g, voorvoegsel=f"g{n}"), alternatief(g)) for n, g in enumerate(DRAWN)]
    tall = svg(staven(*(staaf(f"Klas {n}", n) for n in range(90))))
    return Document(
        "Rapport",
        "Een school",
        "ONTWERP",
        date(2026, 1, 15),
        (Heading("Cijfers"), Paragraph("Zie verder."), *blocks, Figure(tall, ALT)),
        wide=wide,
    )


def alternatives(reader: PdfReader) -> list[str]:
    """The /Alt of every element in the structure of the file."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get"):
            if "/Alt" in node:
                assert node["/S"] == "/Figure"
                found.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    return found


@pytest.mark.parametrize("wide", [False, True])
def test_a_figure_is_tagged_with_its_words_in_an_archivable_pdf(wide: bool) -> None:
    data = pdf(figures(wide=wide))
    assert alternatives(PdfReader(io.BytesIO(data))) == [*map(alternatief, DRAWN), ALT]
    keeps_the_standards(data)


def test_the_labels_of_a_figure_are_text_in_the_pdf() -> None:
    reader = PdfReader(io.BytesIO(pdf(figures())))
    text = "".join(page.extract_text() for page in reader.pages)
    for label in ("Trekkende bevolking", "Eerste leerjaar", "Taal van de school", "afgeschermd"):
        assert label in text
    assert "Klas 89" in reader.pages[-1].extract_text()  # the tall one is on one sheet, whole
    assert "Klas 1" in reader.pages[-1].extract_text()


def test_a_figure_is_a_picture_with_words_in_word() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(figures()))) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        links = ElementTree.fromstring(archive.read("word/_rels/document.xml.rels"))
        types = archive.read("[Content_Types].xml")
        targets = {link.attrib["Id"]: link.attrib["Target"] for link in links}
        said = [e.attrib["descr"] for e in body.iter() if e.tag.endswith("}docPr")]
        assert said == [*map(alternatief, DRAWN), ALT]
        for blip in (e for e in body.iter() if e.tag.endswith("}blip")):
            (name,) = blip.attrib.values()
            assert archive.read(f"word/{targets[name]}").startswith(b"\x89PNG")
    assert b'Extension="png"' in types
    assert docx(figures()) == docx(figures())


@pytest.mark.parametrize("wide", [False, True])
def test_a_figure_in_word_fits_on_the_sheet(wide: bool) -> None:
    with zipfile.ZipFile(io.BytesIO(docx(figures(wide=wide)))) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    width, height = (297, 210) if wide else (210, 297)
    for extent in (e for e in body.iter() if e.tag.endswith("}extent")):
        assert 0 < int(extent.attrib["cx"]) / 36000 <= width - 40
        assert 0 < int(extent.attrib["cy"]) / 36000 <= height - 40
