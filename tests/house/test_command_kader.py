"""``gokwijs kader``: check, compare, load for everybody, and back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from gokwijs.cli import main
from gokwijs.core.kader import ok_kader
from gokwijs.core.kader.blad import KOLOMMEN, naar_blad
from gokwijs.renderers.tabel import table_csv
from tests.core.kader.builders import FOLDER, WOUD

TEXT = (FOLDER / "r-ok-parafrase.toml").read_text(encoding="utf-8")


def gokwijs(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["kader", *map(str, arguments)])


def written(folder: Path, text: str, name: str = "kader.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_frameworks_are_in_order() -> None:
    done = gokwijs("controleer")
    assert done.exit_code == 0
    assert (
        "37 verwachtingen in 4 rubrieken, 2 volledige citaten, 1 fragmenten, 3 sets." in done.stdout
    )
    assert "6 verwachtingen in 1 rubrieken" in done.stdout


def test_a_broken_framework_names_every_fault_and_gives_one(tmp_path: Path) -> None:
    text = TEXT.replace('code = "R2"', 'code = "R1"', 1).replace(
        'zekerheid = "seed"', 'zekerheid = "misschien"', 1
    )
    done = gokwijs("controleer", written(tmp_path, text))
    assert done.exit_code == 1
    assert "de code 'r1' staat er 2 keer" in done.stderr
    assert "verwachtingen.BL10.zekerheid: moet een van deze zijn" in done.stderr
    assert "Niet te gebruiken: " in done.stderr


def test_a_file_that_is_not_there_gives_one(tmp_path: Path) -> None:
    done = gokwijs("controleer", tmp_path / "weg.toml")
    assert done.exit_code == 1
    assert "niet te lezen" in done.stderr


def test_a_new_version_is_compared_with_the_shipped_one(tmp_path: Path) -> None:
    text = TEXT.replace('versie = "0.2.0"', 'versie = "0.3.0"').replace(
        "Wat goed werkt wordt vastgehouden", "Wat werkt, houden we vast"
    )
    done = gokwijs("controleer", written(tmp_path, text))
    assert done.exit_code == 0
    assert "andere tekst: OK-verwachting K3 · Borgen en bijsturen" in done.stdout


def test_a_sheet_needs_its_name_and_system(tmp_path: Path) -> None:
    path = tmp_path / "ok.csv"
    path.write_bytes(table_csv(KOLOMMEN, naar_blad(ok_kader())))
    refused = gokwijs("controleer", path)
    assert refused.exit_code == 1
    assert "--titel en --naamruimte" in refused.stderr
    done = gokwijs("controleer", path, "--titel", "Ons blad", "--naamruimte", "ok")
    assert done.exit_code == 0
    assert "geen verschil" in done.stdout


def test_codes_that_would_go_in_silence_make_a_comparison_fail(tmp_path: Path) -> None:
    old = written(tmp_path, WOUD, "oud.toml")
    less = (
        WOUD.replace("aantal_verwachtingen = 5", "aantal_verwachtingen = 4")
        .replace('codes = ["3.1", "3.2"]', 'codes = ["3.1"]')
        .replace(WOUD[WOUD.index('[[verwachtingen]]\ncode = "3.2"') : WOUD.index("[[sets]]")], "")
    )
    new = written(tmp_path, less, "nieuw.toml")
    done = gokwijs("vergelijk", old, new)
    assert done.exit_code == 1
    assert "weg: woudpunt 3.2 · Delen" in done.stdout
    assert "omzetting.3.2" in done.stderr
    told = written(tmp_path, f'{less}\n[[omzetting]]\noud = "3.2"\nnieuw = "3.1"\n', "verteld.toml")
    done = gokwijs("vergelijk", old, told)
    assert done.exit_code == 0
    assert "weg: woudpunt 3.2 · Delen → woudpunt 3.1" in done.stdout


def test_loading_for_everybody_and_back(tmp_path: Path) -> None:
    """In a process of its own: the command opens the database of its folder."""
    path = written(tmp_path, TEXT.replace('id = "r-ok-parafrase"', 'id = "proef"'))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *(sys.executable, "-c", "from gokwijs.cli import main; main()"),
                *("kader", *arguments, "--map", str(tmp_path)),
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "gokwijs.config.settings"},
        )

    shown = run("laad", str(path))
    assert shown.returncode == 0, shown.stderr
    assert "Er is niets geladen" in shown.stdout
    assert "Geladen." in run("laad", str(path), "--bevestig").stdout
    assert "proef 0.2.0 geldt niet langer." in run("terug").stdout
    nothing = run("terug")
    assert nothing.returncode == 1
    assert "Er is geen keuze om ongedaan te maken." in nothing.stderr
