"""Everything wrong with a file is said at once, in words, and nothing is half imported."""

from __future__ import annotations

import io
import random
import zipfile
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.telling.reading import Ernst
from gokwijs.core.telling.scholen import read_scholen
from tests.core.telling.files import HEADER, ROWS, as_csv, as_xlsx, kinds, read


def row(**changes: str) -> tuple[str, ...]:
    """A good row with some cells changed."""
    return tuple({**dict(zip(HEADER, ROWS[0], strict=True)), **changes}.values())


def test_every_problem_is_listed_at_once_with_row_column_value_and_remedy() -> None:
    rows = [
        row(leerling="1"),
        row(leerling="2", instellingsnummer="abc"),
        row(leerling="3", onderwijsniveau="universiteit"),
        row(leerling="4", graad="9"),
        row(leerling="5", gewicht="2"),
        row(leerling="6", thuistaal="misschien"),
        row(leerling="7"),
        row(leerling="7"),
    ]
    found = read(as_csv(rows))
    assert not found.ok
    assert not found.tellingen
    listed = {p.kind: p for p in found.problems}
    assert {
        "waarde_instellingsnummer": (3, "instellingsnummer", "abc"),
        "waarde_onderwijsniveau": (4, "onderwijsniveau", "universiteit"),
        "waarde_graad": (5, "graad", "9"),
        "waarde_gewicht": (6, "gewicht", "2"),
        "waarde_onbekend": (7, "thuistaal", "misschien"),
        "dubbel": (8, "leerling", "7"),
    }.items() <= {k: (p.row, p.column, p.value) for k, p in listed.items()}.items()
    for problem in found.problems:
        assert problem.remedy.endswith((".", "…"))
        assert problem.sentence
    assert listed["waarde_onbekend"].ernst is Ernst.WAARSCHUWING
    assert listed["dubbel"].ernst is Ernst.FOUT


def test_an_unknown_word_is_unknown_and_never_no() -> None:
    found = read(as_csv([row(thuistaal="misschien")]))
    assert found.ok
    answer = found.tellingen["012345"].cells[0].answer(Kenmerk.THUISTAAL)
    assert answer.word == "onbekend"


def test_thousands_of_the_same_mistake_are_one_line() -> None:
    rows = [row(leerling=str(n), onderwijsniveau="hoog") for n in range(3000)]
    found = read(as_csv(rows))
    same = [p for p in found.problems if p.kind == "waarde_onderwijsniveau"]
    assert len(same) == 1
    assert same[0].count == 3000
    assert "(3000 keer)" in same[0].sentence


def test_zorgthuis_is_never_tied_to_a_row() -> None:
    found = read(as_csv([row(zorgthuis="pleegzorg", leerling="99")]))
    text = " ".join(p.sentence + str(p.row) + str(p.value) for p in found.problems)
    assert "pleegzorg" not in text
    assert "Rij" not in next(p.sentence for p in found.problems if p.column == "zorgthuis")


@pytest.mark.parametrize("column", ["nationaliteit", "rijksregisternummer", "adres", "godsdienst"])
def test_a_column_that_is_not_ours_is_dropped_and_said(column: str) -> None:
    header = (*HEADER, column)
    found = read(as_csv([(*r, "geheim-123") for r in ROWS], header))
    assert found.ok
    assert column in found.columns_ignored
    assert any(column in p.sentence for p in found.problems)
    assert "geheim-123" not in str(found.tellingen["012345"].to_json())
    assert "geheim-123" not in str(found.problems)


def test_a_missing_compulsory_column_is_named() -> None:
    header = [h for h in HEADER if h != "onderwijsniveau"]
    rows = [[v for h, v in zip(HEADER, r, strict=True) if h != "onderwijsniveau"] for r in ROWS]
    found = read(as_csv(rows, header))
    assert ("fout", "kolom_ontbreekt") in kinds(found)
    assert any("onderwijsniveau" in p.sentence for p in found.problems)


def test_two_columns_with_the_same_name_are_asked_about() -> None:
    found = read(as_csv([(*r, "ja") for r in ROWS], (*HEADER, "thuistaal")))
    assert ("fout", "dubbele_kolom") in kinds(found)


@pytest.mark.parametrize("extra", ["x", ";;;;;;"])
def test_a_shifted_row_stops_the_import_with_its_line(extra: str) -> None:
    data = as_csv().decode().splitlines()
    data[1] = data[1].replace(";so;", f";{extra};so;")
    found = read("\n".join(data).encode())
    assert not found.ok
    assert not found.tellingen
    assert [p.row for p in found.problems if p.kind == "verschoven"] == [2]


def test_a_quote_that_never_closes_is_said() -> None:
    data = as_csv().decode().replace("2600002", '"2600002')
    assert ("fout", "aanhalingsteken") in kinds(read(data.encode()))


@pytest.mark.parametrize(
    ("data", "filename", "kind"),
    [
        (b"", "leeg.csv", "leeg"),
        (b"\x00\x01\x02\x03" * 100, "x.csv", "soort"),
        (b"%PDF-1.7 abc", "x.csv", "soort"),
        (b"\x89PNG\r\n", "x.xlsx", "soort"),
        (b"\xd0\xcf\x11\xe0abc", "x.xls", "oud_excel"),
        (b"PK\x03\x04" + b"x" * 50, "x.xlsx", "xlsx"),
        (b"een;twee\n1;2\n", "x.csv", "kopregel"),
        (as_csv([]), "x.csv", "geen_leerlingen"),
    ],
)
def test_what_is_no_pupil_table_is_refused_in_words(data: bytes, filename: str, kind: str) -> None:
    found = read(data, filename)
    assert not found.ok
    assert kind in {k for _, k in kinds(found)}, kinds(found)
    assert all(p.remedy for p in found.problems)


def test_a_file_over_the_limit_is_refused_before_reading() -> None:
    found = read(as_csv(), max_bytes=100)
    assert kinds(found) == [("fout", "te_groot")]


def zipped(**parts: bytes) -> bytes:
    """A real workbook with parts added or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx())) as real,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        names = {n.replace("__", "/").replace("_dot_", "."): d for n, d in parts.items()}
        for name in real.namelist():
            if name not in names:
                made.writestr(name, real.read(name))
        for name, data in names.items():
            made.writestr(name, data)
    return out.getvalue()


def test_a_zip_bomb_macros_and_entities_are_refused() -> None:
    bomb = zipped(xl__media__nul_dot_bin=b"\0" * (60 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert kinds(read(bomb, "x.xlsx")) == [("fout", "zipbom")]
    assert kinds(read(zipped(xl__vbaProject_dot_bin=b"x"), "x.xlsx")) == [("fout", "macro")]
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'
    assert kinds(read(zipped(xl__sharedStrings_dot_xml=entity), "x.xlsx")) == [("fout", "entiteit")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("hallo.txt", "dag")
    assert kinds(read(out.getvalue(), "x.xlsx")) == [("fout", "soort")]


def test_another_school_in_the_file_is_said() -> None:
    rows = [*ROWS, ("999999", *ROWS[0][1:])]
    found = read(as_csv(rows), only="012345")
    assert any(p.kind == "andere_school" for p in found.problems)
    assert list(found.tellingen) in ([], ["012345"])


MANGLE = st.lists(st.tuples(st.integers(0, 500), st.binary(min_size=0, max_size=6)), max_size=8)


@given(MANGLE, st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_mangled_file_never_crashes(changes: list[tuple[int, bytes]], xlsx: bool) -> None:
    data = bytearray(as_xlsx() if xlsx else as_csv())
    for place, new in changes:
        place %= len(data)
        data[place : place + len(new)] = new
    found = read(bytes(data), "x.xlsx" if xlsx else "x.csv")
    assert found.ok or not found.tellingen
    assert found.ok or all(p.sentence and p.remedy for p in found.problems)


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_random_bytes_never_crash(data: bytes) -> None:
    for reader in (read, lambda d, f: read_scholen(io.BytesIO(d), filename=f)):
        found = reader(data, "x.csv")
        assert not found.ok
        assert found.problems


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_strange_cells_never_crash(seed: int) -> None:
    dice = random.Random(seed)
    strange = ["=1+1", "@x", "'", '"', ";", "\x07", "é", "😀", "1e9", "-", "0" * 50, "\u202e", " "]
    rows = [[dice.choice([*strange, value]) for value in dice.choice(ROWS)] for _ in range(5)]
    found = read(as_csv(rows))
    assert found.ok or not found.tellingen


# ---------------------------------------------------------------- the school table


SCHOLEN = """instellingsnummer;naam;brussel;nieuwe_school;vestigingen_verspreid;\
toeslag_leerlingen;toeslag_noemer
12345;School Eén;nee;nee;;71;152
012346;'t Twiespan;ja;;nee;70,5;152
"""


def test_the_school_table() -> None:
    found = read_scholen(io.BytesIO(SCHOLEN.encode("cp1252")), filename="scholen.csv")
    assert found.ok, found.problems
    one, two = found.scholen["012345"], found.scholen["012346"]
    assert one.naam == "School Eén"
    assert two.naam == "'t Twiespan"
    assert (one.toeslag_leerlingen, one.toeslag_noemer) == (71, 152)
    assert two.toeslag_leerlingen == 70.5
    assert one.vestigingen_verspreid.word == "onbekend"
    assert two.brussel.word == "ja"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("71;152", "veel;152", "toeslag_leerlingen"),
        ("71;152", "200;152", "toeslag"),
        ("71;152", "1/0;152", "toeslag_leerlingen"),
        ("71;152", "1e999999999;152", "toeslag_leerlingen"),
        ("71;152", "71,3;152", "toeslag_leerlingen"),
        ("12345;School", "x;School", "instellingsnummer"),
        ("012346;", "012345;", "instellingsnummer"),
    ],
)
def test_a_wrong_school_is_named(old: str, new: str, column: str) -> None:
    data = SCHOLEN.replace(old, new, 1).encode()
    found = read_scholen(io.BytesIO(data), filename="scholen.csv")
    assert not found.ok
    assert not found.scholen
    assert any(column in (p.column or "") or column in p.sentence for p in found.problems)


def test_half_a_ratio_is_no_ratio_and_said() -> None:
    data = SCHOLEN.replace("71;152", "71;", 1).encode()
    found = read_scholen(io.BytesIO(data), filename="scholen.csv")
    assert found.scholen["012345"].toeslag_noemer is None
    assert any("toeslag_noemer" in (p.column or "") for p in found.problems)


def test_the_example_files_of_the_manual_read_without_a_word() -> None:
    folder = files("gokwijs") / "inhoud" / "voorbeelden"
    for entry in folder.iterdir():
        data = entry.read_bytes()
        if entry.name == "scholen.csv":
            found = read_scholen(io.BytesIO(data), filename=entry.name)
            assert found.ok
            assert len(found.scholen) >= 4
        elif entry.name.endswith(".csv") and entry.name != "leerlingen-namen.csv":
            reading = read(data, entry.name)
            assert reading.ok, reading.problems
            assert not [p for p in reading.problems if p.ernst is not Ernst.MELDING]
