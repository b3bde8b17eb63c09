"""Workbooks as people and attackers make them: the right table, or one clear sentence."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.telling.reading import Refusal
from gokwijs.core.telling.scholen import read_scholen
from gokwijs.core.telling.table import read_table
from tests.core.telling.files import HEADER, ROWS, as_csv, as_xlsx, kinds, read

PLAIN = read(as_csv()).tellingen["012345"]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book_of(*rows: Any) -> openpyxl.Workbook:
    """An openpyxl workbook with the header and these rows."""
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(list(row))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def changed(old: bytes, new: bytes, part: str = SHEET) -> bytes:
    """The plain workbook with one piece of XML replaced."""
    parts = parts_of(as_xlsx())
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    return packed(parts)


def only_problem(data: bytes) -> str:
    """The kind of the single problem of a refused workbook."""
    found = read(data, "lijst.xlsx")
    assert not found.tellingen
    assert [p.ernst for p in found.problems] == ["fout"]
    assert found.problems[0].remedy.endswith(".")
    return found.problems[0].kind


# ---------------------------------------------------------------- workbooks of people


def test_merged_titles_hidden_sheets_charts_and_empty_sheets_do_not_disturb() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Leeg"
    book.create_chartsheet("Grafiek")
    sheet = book.create_sheet("Leerlingen")
    book.create_sheet("Verborgen").sheet_state = "hidden"
    sheet["B2"] = "Leerlingenlijst"
    sheet.merge_cells("B2:L2")
    for r, row in enumerate((HEADER, *ROWS), start=4):
        for c, value in enumerate(row, start=2):
            sheet.cell(r, c, value)
    found = read(saved(book), "lijst.xlsx")
    assert found.ok, found.problems
    assert found.tellingen["012345"] == PLAIN


def test_row_numbers_are_those_of_excel_when_the_table_starts_lower() -> None:
    book = openpyxl.Workbook()
    for r, row in enumerate((HEADER, *ROWS), start=7):
        for c, value in enumerate(row, start=3):
            book.active.cell(r, c, value)
    book.active.cell(10, 6, "universiteit")
    wrong = [p for p in read(saved(book), "lijst.xlsx").problems if p.ernst == "fout"]
    assert [(p.row, p.column, p.value) for p in wrong] == [(10, "onderwijsniveau", "universiteit")]


def test_true_and_false_of_excel_are_answers() -> None:
    row = ["012345", "1", "1", "lager", "", True, False, True, None, None, 1]
    cell = read(saved(book_of(row)), "lijst.xlsx").tellingen["012345"].cells[0]
    answers = [cell.answer(k).word for k in Kenmerk]
    assert answers == ["ja", "nee", "ja", "onbekend", "onbekend", "onbekend"]


def test_a_code_that_excel_made_a_date_is_said() -> None:
    row = list(ROWS[0])
    row[1] = datetime(2026, 2, 1)  # noqa: DTZ001 - Excel knows no time zones
    found = read(saved(book_of(row)), "lijst.xlsx")
    dates = [p for p in found.problems if p.kind == "datum"]
    assert [(p.row, p.column) for p in dates] == [(2, "vestigingsplaats")]
    assert "datum" in dates[0].sentence
    row[1], row[10] = "1", datetime(2026, 2, 1)  # noqa: DTZ001
    assert ("fout", "waarde_gewicht") in kinds(read(saved(book_of(row)), "lijst.xlsx"))


def test_a_broken_formula_is_said_with_its_row_and_read_as_unknown() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(r, 0, row)
        sheet.write_formula(2, 7, "=VLOOKUP(1,Z1:Z2,1)", None, "#N/A")
        sheet.write_formula(4, 7, "=1/0", None, "#DIV/0!")
    found = read(out.getvalue(), "lijst.xlsx")
    told = [p for p in found.problems if p.kind == "foutwaarde"]
    assert [(p.ernst.value, p.row, p.value, p.count) for p in told] == [
        ("waarschuwing", 3, "#N/A", 2)
    ]
    unknown = sum(
        c.halves
        for c in found.tellingen["012345"].cells
        if c.answer(Kenmerk.THUISTAAL) is Antwoord.ONBEKEND
    )
    assert unknown == 3


def test_a_calculated_formula_counts_by_its_outcome() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(r, 0, row)
        sheet.write_formula(1, 7, '=IF(1=1,"ja","")', None, "ja")
    found = read(out.getvalue(), "lijst.xlsx")
    assert found.tellingen["012345"] == PLAIN


def test_a_formula_with_the_empty_text_as_outcome_is_no_uncalculated_formula() -> None:
    excel = b'<c r="F4" t="str"><f>IF(1=1,"","ja")</f><v></v></c>'
    sheet = parts_of(as_xlsx())[SHEET]
    assert b'r="F4"' not in sheet  # xlsxwriter leaves an empty cell out
    at = re.search(rb'<c r="E4"[^>]*>.*?</c>', sheet)
    assert at is not None
    data = changed(at[0], at[0] + excel)
    found = read(data, "lijst.xlsx")
    assert found.ok, found.problems
    assert found.tellingen["012345"] == PLAIN


@pytest.mark.parametrize("formula", ["<f>1+1</f><v></v>", "<f>1+1</f>", '<f t="shared" si="0"/>'])
def test_a_formula_that_nobody_calculated_is_refused_with_its_row(formula: str) -> None:
    sheet = parts_of(as_xlsx())[SHEET]
    cell = re.search(rb'<c r="H3"[^>]*>.*?</c>', sheet)
    assert cell is not None
    data = changed(cell[0], b'<c r="H3">' + formula.encode() + b"</c>")
    found = read(data, "lijst.xlsx")
    assert kinds(found) == [("fout", "formule")]
    assert found.problems[0].row == 3
    assert "rij 3" in found.problems[0].sentence


def test_the_formulas_of_the_pupil_sheet_are_judged_and_not_those_of_its_neighbours() -> None:
    """Twelve sheets, and the pupils on the last one: sheet12.xml sorts before sheet2.xml."""
    for guilty in (3, 11):
        book = openpyxl.Workbook()
        for number in range(11):
            book.create_sheet(f"Blad {number}")
        for row in (HEADER, *ROWS):
            book.worksheets[11].append(list(row))
        book.worksheets[guilty]["H3"] = "=1+1"
        found = read(saved(book), "lijst.xlsx")
        if guilty == 11:
            assert kinds(found) == [("fout", "formule")]
        else:
            assert found.tellingen["012345"] == PLAIN


def test_a_sheet_chosen_by_name_is_judged_by_its_own_formulas() -> None:
    book = book_of(*ROWS)
    book.create_sheet("Som")["A1"] = "uitkomst"
    book["Som"]["A2"] = "=1+1"
    data = io.BytesIO(saved(book))
    assert read_table(data, filename="x.xlsx", sheet="Sheet").frame().height == len(ROWS)
    with pytest.raises(Refusal, match="als eerste in rij 2"):
        read_table(data, filename="x.xlsx", sheet="Som")


def test_sheets_in_another_order_than_their_files() -> None:
    book = book_of(*ROWS)
    book.active["H3"] = "=1+1"
    book.create_sheet("Uitleg")
    parts = parts_of(saved(book))
    content = parts["xl/workbook.xml"]
    one, two = re.findall(rb"<sheet [^>]*/>", content)
    parts["xl/workbook.xml"] = content.replace(one + two, two + one)
    assert only_problem(packed(parts)) == "formule"


def test_more_than_five_hundred_columns_are_refused() -> None:
    header = [*HEADER, *(f"vraag {n}" for n in range(600))]
    assert only_problem(as_xlsx(ROWS, header)) == "kolommen"
    found = read(as_csv([(*r, *[""] * 600) for r in ROWS], header))
    assert kinds(found) == [("fout", "kolommen")]


def test_a_workbook_of_empty_sheets_has_no_header() -> None:
    assert only_problem(saved(openpyxl.Workbook())) == "kopregel"


def test_a_workbook_with_only_a_header_has_no_pupils() -> None:
    assert ("fout", "geen_leerlingen") in kinds(read(as_xlsx([]), "lijst.xlsx"))


def test_the_school_table_is_read_from_a_workbook_too() -> None:
    header = ("Instellingsnummer", "Naam school", "Toeslag leerlingen", "Toeslag noemer")
    data = as_xlsx([(12345, "Sint-Jan", 70.5, 152), ("Totaal",)], header)
    found = read_scholen(io.BytesIO(data), filename="scholen.xlsx")
    assert found.ok, found.problems
    school = found.scholen["012345"]
    assert (school.naam, school.toeslag_leerlingen, school.toeslag_noemer) == (
        "Sint-Jan",
        70.5,
        152,
    )


# ---------------------------------------------------------------- workbooks of attackers


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="AZ1048576"><v>1</v></c></row>',
        b"<row r = '9'><c r = 'xfd1048576'><v>1</v></c></row>",
        b'<row r="4000000000"><c r="ZZZZZZZ4000000000"><v>1</v></c></row>',
        b'<x:row r="7"><x:c s="1" r="B9999999"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_one_far_cell_is_refused_before_it_takes_all_memory(cell: bytes) -> None:
    """The reader would ask for hundreds of gigabytes and end the whole process."""
    assert only_problem(changed(b"</sheetData>", cell + b"</sheetData>")) == "verre_cel"


def test_a_false_range_and_a_long_thin_table_are_fine() -> None:
    data = changed(b'<dimension ref="A1:K5"/>', b'<dimension ref="A1:XFD1048576"/>')
    assert read(data, "lijst.xlsx").tellingen["012345"] == PLAIN
    rows = [("012345", "1", str(n), "lager", *[""] * 7) for n in range(300)]
    wide = as_xlsx([(*r, *["x"] * 30) for r in rows], (*HEADER, *(f"k{n}" for n in range(30))))
    assert read(wide, "lijst.xlsx").tellingen["012345"].pupils == 300


@pytest.mark.parametrize("count", ['uniqueCount="9999999999"', "x='1' uniqueCount = '99999999999'"])
def test_a_false_number_of_texts_is_refused(count: str) -> None:
    content = parts_of(as_xlsx())["xl/sharedStrings.xml"]
    tag = re.search(rb"<sst[^>]*>", content)
    assert tag is not None
    false = f'<sst xmlns="{MAIN}" {count}>'.encode()
    assert only_problem(changed(tag[0], false, "xl/sharedStrings.xml")) == "xlsx"


def test_a_zip_that_lies_about_its_size_is_not_believed() -> None:
    """The bomb claims to be 1,000 bytes and its checksum fits those; the reader unpacks it all."""
    bomb = b" " * (24 * 1024**2)
    parts = parts_of(as_xlsx())
    parts["xl/media/nul.xml"] = bomb
    data = bytearray(packed(parts))
    crc, claimed = zlib.crc32(bomb[:1000]), 1000
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        local = archive.getinfo("xl/media/nul.xml").header_offset
    struct.pack_into("<I", data, local + 14, crc)
    struct.pack_into("<I", data, local + 22, claimed)
    central = data.rindex(b"xl/media/nul.xml") - 46
    assert data[central : central + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, central + 16, crc)
    struct.pack_into("<I", data, central + 24, claimed)
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert len(archive.read("xl/media/nul.xml")) == 1000
    assert only_problem(bytes(data)) == "zipbom"


@pytest.mark.parametrize("unsafe", [b'<!DOCTYPE x SYSTEM "x">', b'<!ENTITY a "b">'])
def test_a_document_type_or_entity_far_down_a_part_is_refused(unsafe: bytes) -> None:
    late = b" " * 5000 + unsafe
    assert only_problem(changed(b"</worksheet>", b"</worksheet>" + late)) == "entiteit"


def test_a_password_on_the_zip_is_said() -> None:
    data = bytearray(as_xlsx())
    place = data.find(b"PK\x01\x02")
    while place != -1:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    found = read(bytes(data), "lijst.xlsx")
    assert kinds(found) == [("fout", "xlsx")]
    assert "wachtwoord" in found.problems[0].sentence


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_a_workbook_with_mangled_xml_never_crashes(seed: int) -> None:
    dice = random.Random(seed)
    parts = parts_of(as_xlsx())
    name = dice.choice([SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", *parts])
    content = bytearray(parts[name])
    for _ in range(dice.choice([1, 3, 20])):
        place = dice.randrange(len(content))
        kind = dice.random()
        if kind < 0.4:
            content[place] = dice.randrange(256)
        elif kind < 0.7:
            del content[place : place + dice.randint(1, 30)]
        else:
            content[place:place] = dice.choice([b"<", b">", b"&x;", b'"', b"\0", b"99999", b"</v>"])
    parts[name] = bytes(content)
    for found in (
        read(packed(parts), "x.xlsx"),
        read_scholen(io.BytesIO(packed(parts)), filename="x.xlsx"),
    ):
        assert found.ok or (found.problems and all(p.remedy for p in found.problems))
