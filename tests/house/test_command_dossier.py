"""``gokwijs dossier controleer``: plain words per file, and an exit code for programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gokwijs.cli import main
from gokwijs.core.beleid.dossier import sleutel_van
from tests.core.beleid.test_dossier import gemaakt, veranderd

GEHEIM = "geheim-van-de-installatie-" * 3


def controleer(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["dossier", "controleer", *map(str, arguments)])


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GOKWIJS_SECRET_KEY", raising=False)
    path = tmp_path / "dossier.zip"
    path.write_bytes(gemaakt(sleutel=sleutel_van(GEHEIM)))
    return path


@pytest.fixture
def installatie(tmp_path: Path) -> Path:
    folder = tmp_path / "installatie"
    folder.mkdir()
    (folder / "gokwijs.sleutel").write_text(f"{GEHEIM}\n", encoding="ascii")
    return folder


def test_a_receiver_without_a_key_sees_that_nothing_changed(dossier: Path) -> None:
    done = controleer(dossier)
    assert done.exit_code == 0
    assert "Dossier van De Lantaarn, bevroren op 2026-03-02." in done.stdout
    assert "dossier.pdf" in done.stdout
    assert "Zonder sleutel zijn enkel de openbare hashes nagekeken." in done.stdout


def test_the_school_checks_the_seals_too(
    dossier: Path, installatie: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = controleer(dossier, "--map", installatie)
    assert done.exit_code == 0
    assert "Alle 2 genummerde cijfers kloppen met hun zegel." in done.stdout
    monkeypatch.setenv("GOKWIJS_SECRET_KEY", GEHEIM)
    assert controleer(dossier).stdout == done.stdout


def test_a_changed_file_is_named_and_gives_one(dossier: Path) -> None:
    def change(files: dict[str, bytes]) -> None:
        files["dossier.pdf"] = b"anders"
        del files["dossier.docx"]
        files["erbij.txt"] = b"x"

    dossier.write_bytes(veranderd(change))
    done = controleer(dossier)
    assert done.exit_code == 1
    for said in ("VERANDERD", "ONTBREEKT", "EXTRA: hoort niet bij het dossier"):
        assert said in done.stdout


def test_a_hostile_file_is_refused_in_one_sentence(dossier: Path) -> None:
    dossier.write_bytes(veranderd(lambda files: files.update({"../x": b"y"})))
    done = controleer(dossier)
    assert done.exit_code == 1
    assert "hoort daar niet" in done.stderr
    assert "Traceback" not in done.output


def test_a_folder_without_a_key_says_what_to_do(dossier: Path, tmp_path: Path) -> None:
    done = controleer(dossier, "--map", tmp_path)
    assert done.exit_code == 1
    assert "Laat --map weg" in done.stderr


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    assert controleer(tmp_path / "weg.zip").exit_code == 2
