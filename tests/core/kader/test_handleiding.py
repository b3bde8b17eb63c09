"""The page of the manual says what the pack says."""

from __future__ import annotations

from pathlib import Path

from gokwijs.core.kader import ok_kader

PAGE = Path(__file__).resolve().parents[3] / "docs" / "handleiding" / "kwaliteitskader.md"


def test_the_table_of_the_manual_is_the_pack() -> None:
    text = PAGE.read_text(encoding="utf-8").split("## De 37 verwachtingen van het OK", 1)[1]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")][2:]
    told = [tuple(cell.strip() for cell in row) for row in rows]
    assert told == [
        (one.code, one.onderwerp, one.parafrase, one.zekerheid.value)
        for one in ok_kader().verwachtingen.values()
    ]
    assert "Het is geen officiële formulering." in text


def test_the_manual_names_the_levels_and_the_columns() -> None:
    from gokwijs.core.kader.blad import KOLOMMEN

    text = PAGE.read_text(encoding="utf-8")
    for niveau in ok_kader().niveaus:
        assert f"*{niveau.naam.lower()}*" in text
    for kolom in KOLOMMEN:
        assert f"| `{kolom}` |" in text
