"""What stands beside a result of many schools at once: as complete as for one school."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from gokwijs.cli import main
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.middelen.bulk import Bulk
from gokwijs.core.middelen.bulk_export import bulk_json
from gokwijs.core.middelen.entered import load_entered
from gokwijs.core.middelen.werkingsbudget import KENMERKEN_WERKING
from gokwijs.core.telling.model import School
from tests.core.builders import YEAR, cell, kubus, school, telling

Corrected = Mapping[tuple[str, Kenmerk], Fraction]
BASISSCHOOL = files("gokwijs") / "inhoud" / "voorbeelden" / "leerlingen-basisschool.csv"
AMOUNTS = "\n".join(
    f'["werkingsbudget.{deel}.bedrag.{kenmerk.value}"]\n'
    'waarde = 100\ndocument = "verzonnen brief"\ndatum = 2026-05-01'
    for deel in ("basisonderwijs", "secundair")
    for kenmerk in KENMERKEN_WERKING
)
CORRECTED = (
    '[gecorrigeerd."999001"."basisonderwijs.buurt"]\n'
    'waarde = 50\ndocument = "verzonnen brief"\ndatum = 2026-05-01\n'
)


def budget(*schools: School) -> dict[str, dict[str, Any]]:
    """The werkingsbudget of primary schools with one pupil whose neighbourhood is unknown."""
    regels, _ = load_entered(AMOUNTS, "getallen.toml", YEAR)
    tellingen = [telling(cell("MSTb", 1, "lager"), nummer=s.instellingsnummer) for s in schools]
    now = kubus(tellingen)
    bulk = Bulk(now.frame, {s.instellingsnummer: s for s in schools}, YEAR, regels)
    return {
        row["instellingsnummer"]: row
        for row in bulk_json(bulk, now, None)
        if row["regeling"] == "werkingsbudget_bao"
    }


def corrected(deel: str, *kenmerken: Kenmerk) -> Corrected:
    return {(deel, kenmerk): Fraction(3) for kenmerk in kenmerken}


def kinds(row: Mapping[str, Any]) -> list[str]:
    return [reason["soort"] for reason in row["redenen"]]


def test_own_counts_are_marked_as_before_capping() -> None:
    row = budget(school("999900"))["999900"]
    assert kinds(row) == ["voor_aftopping", "onbekend_kenmerk"]
    assert row["redenen"][1]["zin"] == "Van 1 leerling weten we het kenmerk buurt niet."


def test_officially_corrected_counts_take_the_mark_and_the_question_away() -> None:
    row = budget(school("999900", gecorrigeerd=corrected("basisonderwijs", *KENMERKEN_WERKING)))
    assert kinds(row["999900"]) == []
    assert row["999900"]["resultaat"] == "1200"
    assert row["999900"]["status"] == "ingevoerd"


def test_corrected_counts_of_the_other_level_do_not_make_a_result_surer() -> None:
    rows = budget(
        school("999901", gecorrigeerd=corrected("secundair", *KENMERKEN_WERKING)),
        school("999902", gecorrigeerd=corrected("basisonderwijs", *KENMERKEN_WERKING)),
    )
    assert rows["999901"]["status"] == "onbevestigd"
    assert rows["999902"]["status"] == "ingevoerd"


def bereken(folder: Path, entered: str, *options: str) -> tuple[str, str]:
    (folder / "leerlingen.csv").write_bytes(BASISSCHOOL.read_bytes())
    (folder / "getallen.toml").write_text(entered, encoding="utf-8")
    pupils, numbers = str(folder / "leerlingen.csv"), str(folder / "getallen.toml")
    done = CliRunner().invoke(
        main,
        ["bereken", pupils, "--schooljaar", "2026-2027", "--getallen", numbers, *options],
    )
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def test_corrected_counts_also_hold_for_a_school_without_a_school_table(tmp_path: Path) -> None:
    """73 + 39 to 42 + 54 to 58 pupils counted, and 50 corrected, at 100 euros each."""
    table, _ = bereken(tmp_path, CORRECTED + AMOUNTS)
    assert "21.600,00 tot 22.300,00 euro" in table


def test_corrected_counts_of_an_absent_school_are_not_dropped_in_silence(tmp_path: Path) -> None:
    _, remarks = bereken(tmp_path, CORRECTED.replace("999001", "999010") + AMOUNTS)
    assert "Gecorrigeerde aantallen van 999010 worden niet gebruikt" in remarks
