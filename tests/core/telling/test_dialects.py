"""The same pupils in every dialect give the same Telling."""

from __future__ import annotations

import csv
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.telling.model import Graad, Telling
from tests.core.telling.files import HEADER, ROWS, as_csv, as_xlsx, kinds, read

PLAIN = read(as_csv())


def test_the_plain_file_is_counted_right() -> None:
    assert PLAIN.ok
    assert PLAIN.rows == 4
    telling = PLAIN.tellingen["012345"]
    assert telling.pupils == 3.5
    okan = next(c for c in telling.cells if c.graad is Graad.OKAN)
    assert okan.vestigingsplaats == "2"
    assert okan.answer(Kenmerk.OPLEIDING_MOEDER) is Antwoord.ONBEKEND
    assert okan.answer(Kenmerk.ZORGTHUIS) is Antwoord.JA
    assert okan.answer(Kenmerk.BUURT) is Antwoord.ONBEKEND


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_separator_and_encoding(separator: str, encoding: str) -> None:
    found = read(as_csv(separator=separator, encoding=encoding))
    assert found.ok, found.problems
    assert found.tellingen["012345"] == PLAIN.tellingen["012345"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_line_ends_and_quotes(newline: str, quoting: int) -> None:
    found = read(as_csv(newline=newline, quoting=quoting))
    assert found.tellingen["012345"] == PLAIN.tellingen["012345"]


@pytest.mark.parametrize("above", [0, 1, 3, 10, 39])
def test_the_header_may_stand_lower(above: int) -> None:
    lines = [f"Titel {n}" for n in range(above)]
    for found in (read(as_csv(above=lines)), read(as_xlsx(above=above), "lijst.xlsx")):
        assert found.ok, found.problems
        assert found.tellingen["012345"] == PLAIN.tellingen["012345"]


def test_a_header_below_row_forty_is_refused_in_words() -> None:
    found = read(as_csv(above=[f"Titel {n}" for n in range(40)]))
    assert kinds(found) == [("fout", "kopregel")]
    assert "eerste 40 rijen" in found.problems[0].sentence
    assert not found.tellingen


def test_the_line_of_excel_that_names_its_separator() -> None:
    found = read(as_csv(above=["sep=;"]))
    assert found.tellingen["012345"] == PLAIN.tellingen["012345"]


def test_numbers_of_excel_and_lost_zeros() -> None:
    rows: list[list[Any]] = [[12345, int(r[1]), 2600000 + n, *r[3:]] for n, r in enumerate(ROWS, 1)]
    rows[3][-1] = 0.5
    found = read(as_xlsx(rows), "lijst.xlsx")
    assert found.ok, found.problems
    assert found.tellingen["012345"] == PLAIN.tellingen["012345"]
    assert ("melding", "nul_hersteld") in kinds(found)


@pytest.mark.parametrize("number", ["12345", "12345.0", "12345,0", " 012345 ", "\u00a0012345"])
def test_a_number_in_the_shapes_it_comes_in(number: str) -> None:
    rows = [(number, *row[1:]) for row in ROWS]
    found = read(as_csv(rows))
    assert found.tellingen["012345"] == PLAIN.tellingen["012345"]


def test_a_scientific_number_is_refused() -> None:
    found = read(as_csv([("1.2E+04", *ROWS[0][1:])]))
    assert kinds(found)[0] == ("fout", "waarde_instellingsnummer")
    assert not found.tellingen


HEADERS = [
    [h.upper() for h in HEADER],
    [h.replace("_", " ").title() for h in HEADER],
    [f"  {h.replace('_', chr(0xA0) * 2)}  " for h in HEADER],
    ["Instelnr", "Vestiging", "Stamnummer", "Niveau", *HEADER[4:]],
]


@pytest.mark.parametrize("header", HEADERS, ids=range(len(HEADERS)))
def test_headers_as_packages_write_them(header: list[str]) -> None:
    found = read(as_csv(header=header))
    assert found.tellingen["012345"] == PLAIN.tellingen["012345"]


def test_words_for_yes_no_and_unknown() -> None:
    words = [("Ja", "NEEN", "j", "0", "false"), ("1", "n", "waar", "nee", "N")]
    expected = read(
        as_csv(
            [
                ("012345", "1", str(n), "so", "1", "ja", "nee", "ja", "nee", "nee", "1")
                for n in (0, 1)
            ]
        )
    )
    rows = [("012345", "1", str(n), "so", "1", *w, "1") for n, w in enumerate(words)]
    assert read(as_csv(rows)).tellingen["012345"] == expected.tellingen["012345"]
    for unknown in ("", "?", "onbekend", "   ", "\u00a0"):
        row = ("012345", "1", "1", "so", "1", unknown, "nee", "nee", "nee", "nee", "1")
        cell = read(as_csv([row])).tellingen["012345"].cells[0]
        assert cell.answer(Kenmerk.OPLEIDING_MOEDER) is Antwoord.ONBEKEND


def test_the_right_sheet_is_found() -> None:
    found = read(as_xlsx(sheets_before=2), "lijst.xlsx")
    assert found.tellingen["012345"] == PLAIN.tellingen["012345"]


def test_titles_totals_and_notes_are_skipped_and_said() -> None:
    found = read(as_csv(below=["", "Totaal;4", "Bron: schoolpakket"]))
    assert found.ok, found.problems
    assert found.tellingen["012345"] == PLAIN.tellingen["012345"]
    assert ("melding", "rij_overgeslagen") in kinds(found)


# ---------------------------------------------------------------- random tables


def random_table(dice: random.Random) -> tuple[list[list[str]], dict[str, int]]:
    """Rows, and the number of half pupils per (place, level, grade, answers) counted here."""
    rows, counted = [], {}
    for number in range(dice.randint(0, 30)):
        place, niveau = dice.choice("12"), dice.choice(["kleuter", "lager", "so"])
        graad = dice.choice(["1", "2", "3", "okan"]) if niveau == "so" else ""
        answers = [dice.choice(["ja", "nee", ""]) for _ in range(5)]
        weight = dice.choice(["1", "", "0,5", "0.5"])
        rows.append(["012345", place, str(2600000 + number), niveau, graad, *answers, weight])
        codes = "".join({"ja": "1", "nee": "0", "": "2"}[a] for a in answers) + "2"
        key = "|".join((place, niveau, graad, codes))
        counted[key] = counted.get(key, 0) + (1 if "5" in weight else 2)
    return rows, counted


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_a_random_table_in_a_random_dialect_is_counted_right(seed: int) -> None:
    dice = random.Random(seed)
    rows, counted = random_table(dice)
    order = list(range(len(HEADER)))
    dice.shuffle(order)
    header = [HEADER[i] for i in order]
    shuffled = [[row[i] for i in order] for row in rows]
    if dice.random() < 0.25:
        found = read(as_xlsx(shuffled, header, above=dice.randint(0, 5)), "lijst.xlsx")
    else:
        data = as_csv(
            shuffled,
            header,
            separator=dice.choice(";,\t|"),
            encoding=dice.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
            above=["Leerlingen"] * dice.randint(0, 5),
            quoting=dice.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
        )
        found = read(data)
    if not rows:
        assert not found.ok
        return
    assert found.ok, found.problems
    telling = found.tellingen["012345"]
    mine = {
        "|".join(
            (
                c.vestigingsplaats,
                c.onderwijsniveau.value,
                c.graad.value,
                "".join(str(int(a)) for a in c.kenmerken),
            )
        ): c.halves
        for c in telling.cells
    }
    assert mine == counted
    assert Telling.from_json(telling.to_json()) == telling


@given(st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_does_not_matter_and_a_changed_cell_does(seed: int) -> None:
    dice = random.Random(seed)
    rows, _ = random_table(dice)
    if not rows:
        return
    first = read(as_csv(rows)).tellingen["012345"].fingerprint
    again = list(rows)
    dice.shuffle(again)
    assert read(as_csv(again)).tellingen["012345"].fingerprint == first
    changed = [list(r) for r in rows]
    changed[0][5] = "ja" if changed[0][5] != "ja" else "nee"
    assert read(as_csv(changed)).tellingen["012345"].fingerprint != first


def test_many_schools_in_one_file_are_the_same_as_one_by_one() -> None:
    dice = random.Random(7)
    rows = []
    for nummer in ("000001", "000002", "999999"):
        rows += [[nummer, *row[1:]] for row in random_table(dice)[0]]
    together = read(as_csv(rows))
    assert list(together.tellingen) == ["000001", "000002", "999999"]
    prints = together.tellingen.kubus.fingerprints()  # type: ignore[attr-defined]
    for nummer, telling in together.tellingen.items():
        alone = read(as_csv([r for r in rows if r[0] == nummer])).tellingen[nummer]
        assert alone == telling
        assert alone.fingerprint == prints[nummer]
