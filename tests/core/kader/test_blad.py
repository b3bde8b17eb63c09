"""A framework as a sheet: CSV, TSV and workbook, there and back, and what is refused."""

from __future__ import annotations

import io

import pytest

from gokwijs.core.kader import KaderFout, maak_vragenlijst, ok_kader, vul_aan
from gokwijs.core.kader.blad import KOLOMMEN, Kop, lees_blad, naar_blad
from gokwijs.core.kader.pakket import MAX_BYTES, lees
from gokwijs.renderers.tabel import table_csv, table_workbook

WOUD = Kop("Het Verzonnen Woudkompas", "woud", "1.0.0", "2026-09", vaste_tekst="Tekst van het Woud")
SHEET = """code;rubriek;onderwerp;tekst;status;zekerheid;gok_vraag;gok_bewijs
1.1;Wortels;Thuiskomen;Elk kind vindt een plek.;;;Wie vindt er geen?;lijst van plekken | x; kaart
2.1;Stam;Leren;Elk kind leert.;;;;
3.1;Kruin;Delen;We delen.;eigen;eigen;;
1.2;Wortels;Buren;De buurt is welkom.;;;;
"""


def read(raw: bytes, name: str = "woud.csv", kop: Kop = WOUD) -> dict[str, object]:
    return lees_blad(io.BytesIO(raw), name, kop)


def fout(raw: bytes, name: str = "woud.csv", kop: Kop = WOUD) -> str:
    with pytest.raises(KaderFout) as caught:
        read(raw, name, kop)
    return str(caught.value)


def cells() -> list[list[str]]:
    return [line.split(";", 7) for line in SHEET.splitlines()]


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx"])
def test_a_wholly_different_framework_loads_from_a_sheet_up_to_a_question_list(kind: str) -> None:
    header, *rows = cells()
    if kind == "xlsx":
        raw = table_workbook("Woud", "fictief", header, rows, widths=[20] * len(header))
    elif kind == "tsv":
        raw = "\n".join("\t".join(row) for row in (header, *rows)).encode()
    else:
        raw = table_csv(header, rows)
    kader = vul_aan(lees(read(raw, f"woud.{kind}")))
    assert kader.id == "het-verzonnen-woudkompas"
    assert [one.naam for one in kader.gevuld] == ["Wortels", "Stam", "Kruin"]
    assert list(kader.verwachtingen) == ["woud:1.1", "woud:1.2", "woud:2.1", "woud:3.1"]
    assert kader.verwachtingen["woud:1.1"].gok_bewijs == ("lijst van plekken | x", "kaart")
    lijst = maak_vragenlijst(kader, codes=["woud:1.2", "woud:2.1"])
    assert [item.tekst for item in lijst.items] == ["De buurt is welkom.", "Elk kind leert."]
    assert {item.noot for item in lijst.items} == {"Tekst van het Woud"}
    assert len(lijst.niveaus) == 4


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_framework_comes_back_from_a_sheet_as_it_went_in(kind: str) -> None:
    rows = naar_blad(ok_kader())
    raw = (
        table_csv(KOLOMMEN, rows)
        if kind == "csv"
        else table_workbook("t", "m", KOLOMMEN, rows, widths=[20] * len(KOLOMMEN))
    )
    kop = Kop("Ons blad", "ok", "1.0.0", "2026-11")
    kader = vul_aan(lees(read(raw, f"ok.{kind}", kop)))
    for key, one in ok_kader().verwachtingen.items():
        back = kader.verwachtingen[key]
        assert (back.getoond, back.fragment, back.zekerheid) == (
            one.getoond,
            one.fragment,
            one.zekerheid,
        )
        assert (back.gok_vraag, back.gok_bewijs) == (one.gok_vraag, one.gok_bewijs)


def test_an_official_text_can_be_typed_in_a_sheet() -> None:
    raw = (
        "code;rubriek;onderwerp;tekst;status;zekerheid;citaat;citaat_bron\n"
        "R5;Resultaten;Drempels;;officieel;officieel;Verzonnen zin.;Verzonnen boek\n"
    )
    kader = lees(read(raw.encode(), kop=Kop("Proef", "ok", "1.0.0", "2026-11")))
    one = kader.verwachtingen["ok:R5"]
    assert one.getoond == "“Verzonnen zin.”"
    assert one.noot == "Letterlijk uit: Verzonnen boek"


def test_a_row_can_say_that_a_code_lapsed_and_what_it_became() -> None:
    header, *rows = cells()
    lapsed = [["9.1", "", "", "", "vervallen", "", "", "", "2.1"], ["9.2", *[""] * 3, "vervallen"]]
    width = len(header) + 1
    lines = [[*row, *[""] * (width - len(row))] for row in (*rows, *lapsed)]
    assert lees(read(table_csv([*header, "wordt"], lines))).omzetting == {
        "9.1": "2.1",
        "9.2": "vervallen",
    }


def test_every_fault_names_its_row_and_column() -> None:
    raw = (
        "code;rubriek;onderwerp;tekst;status;gok_vraag;gok_bewijs\n"
        "A1;Een;X;=SOM(A1);;;\n"
        "a1;Een;Y;t;officieel;vraag;b\n"
        ";Twee;Z;t;rare;;\n"
        "A 1:3;Twee;;t;;;\n"
    )
    said = fout(raw.encode())
    for part in (
        "rij 2, kolom tekst: begint met = en dat is een formule.",
        "rij 2 en 3: de code 'a1' staat er 2 keer.",
        "rij 2 en 3, kolom status: 'officieel' kan alleen met een volledig citaat",
        "rij 2 en 3, kolom gok_vraag: een vraag eindigt op een vraagteken.",
        "rij 4, kolom status: moet een van deze zijn",
        "rij 5, kolom code: een code is hoogstens 20",
        "rij 5, kolom onderwerp: mag niet leeg zijn",
    ):
        assert part in said


def test_a_sheet_without_the_needed_columns_says_which() -> None:
    assert "De kopregel mist rubriek, onderwerp." in fout(b"code;tekst\nA1;x\n")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"code;rubriek;onderwerp\n",
        b"x" * (MAX_BYTES + 1),
        b"PK\x03\x04rommel",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0",
        b"code;rubriek;onderwerp\nA\x001;b;c\n",
        b"helemaal;iets;anders\n1;2;3\n",
        b'code;rubriek;onderwerp\n"A1;nooit;gesloten\n',
        b"code;rubriek;onderwerp\n" + b"A;b;c\n" * 600,
    ],
)
def test_hostile_sheets_are_refused(raw: bytes) -> None:
    said = fout(raw)
    assert said
    assert "leerlingen" not in said


def test_a_cell_that_only_looks_like_a_command_stays_a_text() -> None:
    header, *rows = cells()
    rows[2][3] = "@dichtbij en -samen"
    kader = lees(read(table_csv(header, rows)))
    assert kader.verwachtingen["woud:3.1"].tekst == "@dichtbij en -samen"
    again = table_csv(KOLOMMEN, naar_blad(kader))
    assert b"'@dichtbij" in again
    assert lees(read(again)).verwachtingen["woud:3.1"].tekst == "@dichtbij en -samen"
