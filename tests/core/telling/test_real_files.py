"""Real, messy files: read without a crash, as the right table or with an exact complaint."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from gokwijs.core.telling.leerlingen import read_leerlingen
from gokwijs.core.telling.scholen import read_scholen
from gokwijs.core.telling.table import read_table

SHA256 = {
    "be_so_leerlingenkenmerken_4_scholen.json": "0491f5bb972e2b7d37b419336bd3dded"
    "61db54fe4bce1bb6d11eda7a6f932521",
    "csv_nlme_bdf.csv": "72bea64ea2a06d08c554aea4ff794fb5e9db2b4579a4f729203278a4d922eec6",
    "uci_student-por.csv": "a7594a11d7771c0efe1a740824e0e833da9c4cad07c39a9766a874575563fb3f",
    "nl_achterstandsscores-scholen-2019.xlsx": "fe6b94b1782f3253cfc3d8647eb6fde7a8e4ab9c4dd053e4"
    "4fad98e5cb9d1593",
    "nl_alle-vestigingen-bo.csv": "646204ff74244d200280ba9a71448e7b02bb4b04362eb71f"
    "3f0843e95809d7b6",
}


@pytest.fixture
def data(shared: Path) -> Path:
    return shared / "gegevens" / "data"


def opened(data: Path, name: str) -> io.BytesIO:
    """The file, when it still is the file these expectations were made for."""
    content = (data / name).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    assert found == SHA256[name], f"{name} is another file than these figures belong to"
    return io.BytesIO(content)


@pytest.mark.parametrize("name", SHA256)
def test_no_research_file_is_taken_for_pupils_or_schools(data: Path, name: str) -> None:
    day = date(2026, 2, 2)
    pupils = read_leerlingen(opened(data, name), filename=name, teldag=day)
    schools = read_scholen(opened(data, name), filename=name)
    for found, wanted in ((pupils, "onderwijsniveau"), (schools, "naam")):
        assert not found.ok
        assert [p.kind for p in found.problems] == ["kopregel"]
        assert "vinden we geen kopregel die we kennen" in found.problems[0].sentence
        assert wanted in found.problems[0].remedy


def test_pupils_of_131_schools(data: Path) -> None:
    index = {"schoolnr": "school", "pupilnr": "leerling", "minority": "minderheid"}
    table = read_table(opened(data, "csv_nlme_bdf.csv"), filename="bdf.csv", index=index)
    frame = table.frame()
    assert (table.separator, len(table.header), frame.height) == (",", 29, 2287)
    column = {name: f"c{place}" for place, name in enumerate(table.header)}
    assert frame[column["schoolNR"]].n_unique() == 131
    assert frame[column["pupilNR"]].n_unique() == 2287
    minority = frame[column["Minority"]].to_list()
    assert (minority.count("Y"), minority.count("N")) == (132, 2155)


def test_quoted_text_and_semicolons(data: Path) -> None:
    index = {"school": "school", "sex": "s", "age": "a", "medu": "m"}
    table = read_table(opened(data, "uci_student-por.csv"), filename="por.csv", index=index)
    frame = table.frame()
    assert (table.separator, len(table.header), frame.height) == (";", 33, 649)
    medu = frame[f"c{table.header.index('Medu')}"].to_list()
    assert [medu.count(str(n)) for n in range(5)] == [6, 143, 186, 139, 175]
    school = frame[f"c{table.header.index('school')}"].to_list()
    assert (school.count("GP"), school.count("MS")) == (423, 226)


def test_the_workbook_that_other_readers_refuse(data: Path) -> None:
    index = {"school (brin vestiging)": "s", "achterstandsscore": "a"}
    name = "nl_achterstandsscores-scholen-2019.xlsx"
    table = read_table(opened(data, name), filename=name, index=index, sheet="Tabel 1")
    frame = table.frame()
    assert table.header_row == 4
    rows = [r for r in frame.iter_rows() if r[1] and r[1].replace(".", "").isdigit()]
    assert len(rows) == 6295
    assert rows[0][:3] == ("00AP00", "100", "33.02")
    assert sum(Fraction(r[1]) for r in rows) == 1_396_457
    assert sum(Fraction(r[2]) for r in rows) == Fraction("561736.12")
    assert sum(Fraction(r[2]) == 0 for r in rows) == 3740


def test_windows_1252_leading_zeros_and_names_with_an_apostrophe(data: Path) -> None:
    index = {"vestigingsnummer": "v", "brin nummer": "b", "provincie": "p"}
    name = "nl_alle-vestigingen-bo.csv"
    table = read_table(opened(data, name), filename=name, index=index)
    frame = table.frame()
    assert (table.separator, len(table.header), frame.height) == (";", 30, 6268)
    assert table.encoding.lower().replace("-", "") in ("cp1252", "windows1252")
    column = {h: f"c{p}" for p, h in enumerate(table.header)}
    assert frame[column["VESTIGINGSNUMMER"]].n_unique() == 6268
    brin = frame[column["BRIN NUMMER"]]
    assert brin.n_unique() == 6149
    assert sum(b.startswith("0") for b in brin) == 2614
    beliefs = frame[column["DENOMINATIE"]].to_list()
    assert (beliefs.count("Openbaar"), beliefs.count("Rooms-Katholiek")) == (1985, 1887)
    names = frame[column["VESTIGINGSNAAM"]].to_list()
    assert any(n.startswith("'t ") for n in names)
    assert any("’" in n or "ë" in n for n in names)
