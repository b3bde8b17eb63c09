"""A dossier on paper: a first page that helps, each long sentence once, numbers kept whole."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
from pypdf import PdfReader

from gokwijs.apps.dossier.bundel_cijfers import uitleg
from gokwijs.apps.dossier.bundel_school import _hoofdcijfer
from gokwijs.apps.dossier.bundel_tabellen import VERBORGEN, Tabel, Tabelrij
from gokwijs.core.beleid.dossier import Cijfer
from gokwijs.renderers.document import Document, Facts, Heading, Note, Paragraph, Table, ref
from gokwijs.renderers.docx import docx
from gokwijs.renderers.docx_nummers import run
from gokwijs.renderers.genummerd import genummerd_workbook
from gokwijs.renderers.pdf import pdf
from tests.apps.dossier.bundel_builders import uitgepakt

POORT = "Getoond vanaf 5 leerlingen aan beide kanten, zodat niemand herkenbaar is"
ANDEREN = "Wie we niet kennen, telt bij de anderen van dezelfde groep"


def cijfer(nummer: int, telt: str) -> Cijfer:
    return Cijfer(
        nummer, "Kenmerken", "63 %", telt, POORT, "DBO art. 1", "1 mei", "telling", "afgeleid", "x"
    )


def made(**values: object) -> Document:
    blocks = (
        Facts((("School", "De Lantaarn"),)),
        Paragraph("Hoe je dit dossier leest", lead=True),
        Heading("1. Eerste deel"),
        Paragraph("Hier begint het eerste deel."),
        Heading("2. Tweede deel"),
        Note("Hier begint het tweede deel."),
    )
    given = Document("Dossier", "De Lantaarn", "Merk", date(2026, 3, 2), blocks, contents=True)
    return replace(given, **values)  # type: ignore[arg-type]


# ---------------------------------------------------------------- the first page


def test_the_first_page_is_for_contents_and_how_to_read_and_part_1_begins_the_next() -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(made()))).pages]
    assert len(pages) == 2
    assert "2. Tweede deel" in pages[0]
    assert "Hoe je dit dossier leest" in pages[0]
    assert "Hier begint het eerste deel." not in pages[0]
    assert "Hier begint het eerste deel." in pages[1]


def test_a_document_without_contents_goes_on_after_its_title() -> None:
    assert len(PdfReader(io.BytesIO(pdf(made(contents=False)))).pages) == 1


def test_word_has_the_same_contents_as_links_and_the_same_first_page() -> None:
    body = uitgepakt(docx(made()))["word/document.xml"].decode()
    links = re.findall(r'<w:hyperlink w:anchor="(_Toc\d)">', body)
    assert links == ["_Toc1", "_Toc2"]
    assert [f'w:name="{one}"' in body for one in links] == [True, True]
    assert body.count("<w:pageBreakBefore/>") == 1
    plain = uitgepakt(docx(made(contents=False)))["word/document.xml"].decode()
    assert "_Toc" not in plain
    assert "pageBreakBefore" not in plain


# ---------------------------------------------------------------- said once


def test_a_long_sentence_is_explained_in_full_once() -> None:
    first, second, third = (
        dict(one.facts)
        for one in uitleg(
            [
                cijfer(1, f"leerlingen van 1A. {ANDEREN}."),
                cijfer(2, f"leerlingen van 1B. {ANDEREN}."),
                cijfer(3, f"leerlingen van 1A. {ANDEREN}."),
            ]
        )
    )
    assert first["Regel"] == POORT
    assert first["Wat telt mee"] == f"leerlingen van 1A. {ANDEREN}"
    assert second["Regel"] == "zoals bij [1]"
    assert second["Wat telt mee"] == "leerlingen van 1B; verder zoals bij [1]"
    assert third["Wat telt mee"] == "zoals bij [1]"
    assert second["Artikel"] == "DBO art. 1"  # short: said again
    assert second["Cijfer"] == "63 %"


def test_the_headline_share_says_that_it_is_of_all_pupils() -> None:
    rows = Table(
        ("Kenmerk", "Aandeel van alle leerlingen"),
        (("Thuistaal", "25 % (67 van 271)"), (f"GOK-leerling{ref(4)}", "63 % (171 van 271)")),
        (1, 1),
    )
    (said,) = _hoofdcijfer(rows)
    assert said == Paragraph(
        f"GOK-leerlingen: 63 % van alle leerlingen (171 van 271).{ref(4)}", lead=True
    )
    hidden = replace(rows, rows=(("GOK-leerling", VERBORGEN),))
    assert list(_hoofdcijfer(hidden)) == []


def test_a_table_of_one_word_becomes_a_sentence() -> None:
    def tabel(*cells: str) -> Tabel:
        return Tabel("stroom", "Doorstroom", (), (Tabelrij("1A", cells, "", ""),), len(cells))

    assert tabel(*[VERBORGEN] * 8).te_verborgen
    assert tabel("83 % (50 van 60)", *[VERBORGEN] * 11).te_verborgen
    assert not tabel("83 % (50 van 60)", *[VERBORGEN] * 10).te_verborgen


def test_a_heading_without_a_table_keeps_its_sentence_in_the_workbook() -> None:
    blocks = (
        Heading("1. Begrijp onze school"),
        Heading("Doorstroom", 2),
        Paragraph("Afgeschermd: de groep is te klein."),
        Heading("Per graad", 2),
        Paragraph("Uitleg boven een tabel."),
        Table(("Waar", "Aandeel"), (("1A", "30 %"),), (1, 1)),
    )
    book = openpyxl.load_workbook(io.BytesIO(genummerd_workbook(made(blocks=blocks), [])))
    cells = [row[0] for row in book["1. Begrijp onze school"].iter_rows(values_only=True)]
    at = cells.index("Doorstroom")
    assert cells[at + 1] == "Afgeschermd: de groep is te klein."
    assert cells[cells.index("Per graad") + 1] == "Waar"


# ---------------------------------------------------------------- a number and its sign


def test_a_number_is_never_cut_from_its_sign_in_word() -> None:
    assert "44\u00a0% van € 12" not in run("44 % van € 12")
    assert "44\u00a0% van €\u00a012" in run("44 % van € 12")


def test_a_number_is_never_cut_from_its_sign_in_a_pdf() -> None:
    """Whatever the width before it: every line that holds the sign holds the number."""
    lines = [Paragraph(f"{'x' * n} 44 % van de leerlingen en € 1.234 erbij") for n in range(60, 90)]
    data = pdf(made(blocks=tuple(lines), contents=False))
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert not re.search(r"(^|\n)\s*(%|4 %|1?\.?234 )", text)
    assert not re.search(r"(\b4|€)\s*\n", text)
