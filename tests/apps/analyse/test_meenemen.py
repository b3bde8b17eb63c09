"""Taking an answer along: what stands on it, the same cells hidden everywhere, no formulas."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from gokwijs.apps.analyse.beelden import forget
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.models import Inschrijving
from tests.apps.analyse.builders import NU, SO, VORIG, Gelezen, So, cel, nu, tel
from tests.verapdf import keeps_the_standards

AFGESCHERMD = "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken."


def csv_of(so: So, path: str, role: str = "directeur") -> list[list[str]]:
    data = so.get(path, role).content
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def xlsx_of(so: So, path: str, role: str = "directeur") -> list[list[Any]]:
    book = load_workbook(io.BytesIO(so.get(path, role).content))
    return [
        [cell for cell in row if cell is not None]
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]


def pdf_of(so: So, path: str, role: str = "directeur") -> str:
    data = so.get(path, role).content
    keeps_the_standards(data)
    reader = PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def text_of(so: So, soort: str, path: str, role: str = "directeur") -> str:
    """Everything that can be read in a file."""
    if soort == "pdf":
        return pdf_of(so, path, role)
    rows = csv_of(so, path, role) if soort == "csv" else xlsx_of(so, path, role)
    return " ".join(" ".join(str(cell) for row in rows for cell in row).split())


@pytest.mark.parametrize("soort", ["csv", "xlsx", "pdf"])
def test_a_file_of_the_werkzone_says_what_it_is(so: So, soort: str) -> None:
    text = text_of(so, soort, f"waar/meenemen/{soort}/?per=klas&graad=so-1&groep=gok")
    for said in (
        "Waar zitten ze?",
        "Schooljaar 2025-2026",
        "2 februari 2026",
        "1ste graad",
        "enkel GOK-leerlingen",
        "Bron: leerlingengegevens van De Lantaarn",
        "ertrouwelijk",
        "2 maart 2026",
    ):
        assert said in text, said
    assert "Groepen onder" not in text


@pytest.mark.parametrize("soort", ["csv", "xlsx", "pdf"])
def test_a_file_for_the_team_says_how_small_groups_are_kept(vast: So, soort: str) -> None:
    text = text_of(vast, soort, f"waar/meenemen/{soort}/?per=klas&zone=school&graad=so-1")
    for said in (
        "Waar zitten ze?",
        "Schooljaar 2025-2026",
        "2 februari 2026",
        "Bron: leerlingengegevens van De Lantaarn",
        "Voor het schoolteam en de schoolraad",
        "Groepen onder 5 leerlingen zijn afgeschermd",
        AFGESCHERMD,
    ):
        assert said in text, said
    assert "1ste graad" not in text  # no filter here
    assert "ertrouwelijk" not in text


def test_the_numbers_in_a_workbook_are_those_of_the_rows(so: So) -> None:
    rows = xlsx_of(so, "waar/meenemen/xlsx/?per=klas")
    table = {str(row[0]): row[1:] for row in rows if row}
    for klas in ("1A1", "4MW"):
        own = [r for r in nu(so.school) if r.klas == klas]
        assert table[klas][0] == len(own)  # a number to count with
        assert table[klas][5] == cel(*tel(own, "gok"))


PAGES = ("waar", "wie", "leeftijd", "stroom", "attesten", "klassen")


@pytest.mark.parametrize("vraag", PAGES)
def test_the_same_cells_are_hidden_in_every_form(vast: So, vraag: str) -> None:
    query = f"?zone=school&per=klas&jaar={VORIG if vraag == 'attesten' else NU}"
    page = vast.page(f"{vraag}/{query}")
    assert page.tafels
    from_csv = csv_of(vast, f"{vraag}/meenemen/csv/{query}")
    from_xlsx = [[str(c) for c in row] for row in xlsx_of(vast, f"{vraag}/meenemen/xlsx/{query}")]
    pdf = pdf_of(vast, f"{vraag}/meenemen/pdf/{query}")
    hidden = 0
    for table in page.tafels:
        for label, cells in table.rijen.items():
            wanted = [label, *(without_dash(cell) for cell in cells)]
            assert wanted in from_csv, wanted
            assert wanted in from_xlsx, wanted
            hidden += cells.count("afgeschermd")
    assert hidden
    rows = sum(
        table.rijen[label].count("afgeschermd") for table in page.tafels for label in table.rijen
    )
    assert len(re.findall(r"\bafgeschermd\b", pdf)) >= rows
    assert AFGESCHERMD in pdf


def without_dash(text: str) -> str:
    """A dash with its reason for the ear is the reason in a file."""
    return text.removeprefix("– ")


@pytest.mark.parametrize("vraag", ["waar", "wie", "klassen", "leeftijd"])
def test_a_picture_shows_no_more_than_its_table(vast: So, vraag: str) -> None:
    query = "?zone=school&per=klas"
    svg = vast.get(f"{vraag}/meenemen/svg/{query}").content.decode()
    page = vast.page(f"{vraag}/{query}")
    taken = Gelezen(f"<main>{svg}</main>")
    assert taken.aria == page.aria[:1]
    assert set(taken.svg) <= set(page.svg)
    table = page.tafels[0]
    head = "GOK-leerlingen" if vraag == "klassen" else "GOK-leerling"
    for label, cells in table.rijen.items():
        closed = (
            table.kolom(head)[label] == "afgeschermd"
            if head in table.kop
            else cells[0 if vraag == "wie" else 1] == "afgeschermd"
        )
        if closed and label != "Samen":
            assert label in taken.aria[0].partition("Afgeschermd: ")[2]
            assert not re.search(rf"{re.escape(label)}: (vooral|\d)", taken.aria[0])
    assert "afgeschermd" in taken.svg


def test_a_png_is_a_png_and_another_part_can_be_asked(so: So) -> None:
    assert so.get("wie/meenemen/png/").content.startswith(b"\x89PNG")
    first, second = (
        so.get(f"wie/meenemen/svg/?deel={deel}").content for deel in ("kenmerken", "jaren")
    )
    assert first != second
    assert so.get("wie/meenemen/svg/?deel=bestaat-niet").status_code == 404
    assert so.get("attesten/meenemen/svg/").status_code == 404


@pytest.mark.parametrize(
    ("query", "name"),
    [("", f"vertrouwelijk-wie-{SO}-2025-2026"), ("?zone=school", f"wie-{SO}-2025-2026")],
)
@pytest.mark.parametrize("soort", ["csv", "xlsx", "pdf", "svg", "png"])
def test_every_file_has_its_name_and_is_logged(vast: So, soort: str, query: str, name: str) -> None:
    response = vast.get(f"wie/meenemen/{soort}/{query}", "zorg")
    assert response["Content-Disposition"] == f'attachment; filename="{name}.{soort}"'
    event = Event.objects.get(kind="export")
    assert (event.target, event.by_name) == (f"{name}.{soort}", "Iemand zorg")


def test_a_list_of_pupils_is_marked_and_logged(so: So) -> None:
    query = "?tabel=waar-klas&rij=1B1&kolom=gok"
    rows = xlsx_of(so, f"leerlingen/lijst.xlsx{query}")
    text = " ".join(str(cell) for row in rows for cell in row)
    own = [r for r in nu(so.school) if r.klas == "1B1" and r.gok == 1]
    assert len(set(re.findall(r"Geheim\d{4}", text))) == len(own)
    assert "ertrouwelijk" in text
    assert (
        Event.objects.get(kind="export").target == f"vertrouwelijk-leerlingen-{SO}-2025-2026.xlsx"
    )


@pytest.fixture
def bad(so: So) -> So:
    """Names that a spreadsheet or a browser would run."""
    Inschrijving.objects.filter(klas="1A2").update(klas="=1+1")
    Inschrijving.objects.filter(klas="1A1").update(klas="<script>x</script>")
    so.school.naam = "De <b>Lantaarn</b> & =HYPERLINK(1)"
    so.school.save()
    forget()
    return so


def test_a_class_named_as_a_formula_is_a_text(bad: So) -> None:
    book = load_workbook(io.BytesIO(bad.get("waar/meenemen/xlsx/?per=klas").content))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value]
    assert any(c.value == "=1+1" and c.data_type == "s" for c in cells)
    assert not [c for c in cells if c.data_type == "f"]
    for row in csv_of(bad, "waar/meenemen/csv/?per=klas"):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row), row


def test_names_are_escaped_on_the_page_and_in_the_picture(bad: So) -> None:
    for path in ("waar/?per=klas", "klassen/", "waar/?klas=%3Cscript%3Ex%3C/script%3E"):
        html = bad.page(path).main
        assert "<script>x" not in html
        assert "De <b>" not in html
    svg = bad.get("waar/meenemen/svg/?per=klas").content.decode()
    assert "<script>" not in svg
    assert "=1+1" in svg


def test_names_are_plain_text_in_a_pdf(bad: So) -> None:
    text = pdf_of(bad, "waar/meenemen/pdf/?per=klas")
    assert "De <b>Lantaarn</b>" in text
    assert "=1+1" in text
