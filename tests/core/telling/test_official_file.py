"""The official counts file of AgODi, in the shape that its readers describe."""

from __future__ import annotations

import io
import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.telling.official_file import OfficialReading, read_official_file
from gokwijs.core.telling.reading import Ernst
from tests.core.telling.official import HEADER, NAME, NB, row, workbook


def read(data: bytes, nummer: str = "028845", filename: str = NAME) -> OfficialReading:
    return read_official_file(io.BytesIO(data), filename=filename, instellingsnummer=nummer)


OWN = row(28845, 1221, 705, 881.5, 653, 760)
OTHER = row(53331, 1153, 268, 527, 254, 629)


def test_only_the_own_row_is_read_with_its_halves_teldag_and_schooljaar() -> None:
    reading = read(workbook(OTHER, OWN))
    found = reading.row
    assert found is not None
    assert found.leerlingen == 1221
    assert found.counts[Kenmerk.SCHOOLTOESLAG] == Fraction(1763, 2)
    assert found.teldag == date(2024, 2, 1)
    assert found.schooljaar == Schooljaar(2024)
    assert found.oki is None
    assert "2024-2025" in found.title
    assert reading.problems == ()
    assert "1153" not in repr(reading)


@pytest.mark.parametrize("nummer", [40428, "40428", "040428", "40428.0", 40428.0])
def test_a_number_without_its_leading_zero_is_the_same_school(nummer: Any) -> None:
    reading = read(workbook(row(nummer, 424, 137, 268, 119, 53)), "040428")
    assert reading.row is not None
    assert reading.row.leerlingen == 424


@pytest.mark.parametrize("day", [45323, "45323", "2024-02-01", "1/02/2024", 45323.0])
def test_a_teldatum_is_a_serial_number_or_a_date(day: Any) -> None:
    reading = read(workbook(row(28845, 1221, 705, 881.5, 653, 760, day=day)))
    assert reading.row is not None
    assert reading.row.teldag == date(2024, 2, 1)


@pytest.mark.parametrize("header_row", [5, 11, 14])
def test_the_header_is_found_wherever_it_stands(header_row: int) -> None:
    assert read(workbook(OWN, header_row=header_row)).row is not None


def test_text_cells_with_comma_or_points_are_numbers_too() -> None:
    reading = read(workbook(row("028845", "1.221", "705", "881,5", "653", f"760{NB}")))
    assert reading.row is not None
    assert reading.row.leerlingen == 1221
    assert reading.row.counts[Kenmerk.SCHOOLTOESLAG] == Fraction(1763, 2)


def test_without_a_title_the_name_of_the_file_and_then_the_teldatum_give_the_schooljaar() -> None:
    data = workbook(OWN, title="Overzicht")
    for name in (NAME, "download.xlsx"):
        reading = read(data, filename=name)
        assert reading.row is not None
        assert reading.row.schooljaar == Schooljaar(2024)


def test_a_title_that_does_not_fit_the_teldatum_is_told() -> None:
    reading = read(workbook(OWN, title="Overzicht 2025-2026"))
    assert reading.row is not None
    assert reading.row.schooljaar == Schooljaar(2025)
    (problem,) = reading.problems
    assert problem.ernst is Ernst.WAARSCHUWING
    assert "telt op 1 februari 2024" in problem.sentence


BROKEN: dict[str, tuple[bytes, str]] = {
    "another school": (workbook(OTHER), "staat niet in"),
    "twice": (workbook(OWN, OTHER, OWN), "staat 2 keer"),
    "fractions": (workbook(row(28845, 1221, 0.5774, 0.7219, 0.5348, 0.6224)), "geen heel of half"),
    "quarter": (workbook(row(28845, 1221, 705.25, 881.5, 653, 760)), "geen heel of half"),
    "negative": (workbook(row(28845, 1221, -5, 881.5, 653, 760)), "geen heel of half"),
    "text": (workbook(row(28845, 1221, "onbekend", 881.5, 653, 760)), "geen heel of half"),
    "more than all": (workbook(row(28845, 700, 705, 600, 653, 600)), "is meer dan alle leerlingen"),
    "nobody": (workbook(row(28845, 0, 0, 0, 0, 0)), "geen leerlingen"),
    "no date": (workbook(row(28845, 1221, 705, 881.5, 653, 760, day="gisteren")), "geen datum"),
    "no column": (workbook(OWN, header=(*HEADER[:8], "Iets anders", "Teldatum")), "buurt"),
    "two columns": (
        workbook(OWN, header=(*HEADER[:7], HEADER[6], *HEADER[8:])),
        "twee kolommen voor schooltoeslag",
    ),
    "no header": (workbook(OWN, header=tuple("abcdefghij")), "kopregel"),
    "empty": (b"", "leeg"),
    "pdf": (b"%PDF-1.7 ...", "pdf"),
    "half a zip": (workbook(OWN)[:900], ""),
    "noise": (b"PK\x03\x04" + bytes(range(256)) * 20, ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_or_foreign_file_gives_a_sentence_and_nothing_else(name: str) -> None:
    data, words = BROKEN[name]
    reading = read(data)
    assert reading.row is None
    wrong = [p for p in reading.problems if p.ernst is Ernst.FOUT]
    assert wrong
    assert all(p.sentence and p.remedy for p in wrong)
    assert any(words in p.sentence for p in wrong)
    assert "53331" not in repr(reading.problems)


# ---------------------------------------------------------------- four real schools

REAL = "gegevens/data/be_so_leerlingenkenmerken_4_scholen.json"
EXPECTED = {
    "040428": (424, ("137", "268", "119", "53"), "1.361"),
    "053331": (1153, ("268", "527", "254", "629"), "1.455"),
    "028845": (1221, ("705", "881.5", "653", "760"), "2.457"),
    "029421": (274, ("81", "136", "85", "170"), "1.723"),
}


@pytest.mark.parametrize("nummer", EXPECTED)
def test_real_schools_counts_halves_and_mean(shared: Path, nummer: str) -> None:
    """Published as fractions of four decimals: the counts follow by rounding to halves."""
    keys = ("opleidingMoeder", "schooltoelage", "thuistaal", "buurt")
    schools = {
        s["instellingsnummer"]: s for s in json.loads((shared / REAL).read_text())["scholen"]
    }
    rows = []
    for s in schools.values():
        number = s["aantalLeerlingen"]
        halves = [int(Fraction(str(s[k])) * number * 2 + Fraction(1, 2)) for k in keys]
        counts = [float(Fraction(h, 2)) for h in halves]  # a workbook holds nothing else
        rows.append(row(int(s["instellingsnummer"]), number, *counts))
    found = read(workbook(*rows), nummer).row
    number, counts_, mean = EXPECTED[nummer]
    assert found is not None
    assert found.leerlingen == number
    assert list(found.counts.values()) == [Fraction(c) for c in counts_]
    assert round(found.mean, 3) == Fraction(mean)
    for key, kenmerk in zip(keys, found.counts, strict=True):
        assert round(found.share(kenmerk), 4) == Fraction(str(schools[nummer][key]))
