"""``gokwijs aanpakken`` and the variable that names another catalogue."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gokwijs.cli import main
from gokwijs.config import env
from tests.core.aanpakken.builders import TEXT, after, with_successor, written

BROKEN = after("eef.feedback", '"toolkit"', '"blog"')


def gokwijs(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["aanpakken", *map(str, arguments)])


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOKWIJS_AANPAKKEN", raising=False)


def test_the_shipped_catalogue_is_in_order() -> None:
    done = gokwijs("controleer", "--vandaag", "2026-12-01")
    assert done.exit_code == 0
    assert "Catalogus 2026-11-22 (voorlopig): 51 aanpakken, 109 feiten." in done.stdout
    assert "0 feiten zijn langer dan twaalf maanden niet nagekeken." in done.stdout


def test_a_year_later_the_facts_are_to_be_checked_again() -> None:
    done = gokwijs("controleer", "--vandaag", "2028-01-01")
    assert done.exit_code == 0
    assert "nakijken: eef.feedback (voor het laatst op 22/11/2026)" in done.stdout


def test_a_new_version_is_reported_against_the_shipped_one(tmp_path: Path) -> None:
    with_successor(tmp_path)
    done = gokwijs("controleer", tmp_path / "anders.toml")
    assert done.exit_code == 0
    assert "Tegenover de meegeleverde catalogus 2026-11-22:" in done.stdout
    assert "nieuw feit: leerpunt.metacognitie.v3" in done.stdout
    assert "opgevolgd: leerpunt.metacognitie.v2 door leerpunt.metacognitie.v3" in done.stdout


def test_a_broken_catalogue_names_every_mistake_and_gives_one(tmp_path: Path) -> None:
    path = written(tmp_path, BROKEN, after("eef.homework", "maanden = 5", "maanden = 55"))
    done = gokwijs("controleer", path)
    assert done.exit_code == 1
    assert "sleutel 'aanpak.feedback.bron.eef.feedback.soort'" in done.stderr
    assert "sleutel 'aanpak.huiswerk.bron.eef.homework.maanden'" in done.stderr
    assert "Niet te gebruiken: 2 fouten." in done.stderr


def test_the_variable_names_what_is_checked_without_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_successor(tmp_path)
    monkeypatch.setenv("GOKWIJS_AANPAKKEN", str(tmp_path / "anders.toml"))
    assert "Catalogus 2027-03-01" in gokwijs("controleer").stdout


def test_comparing_two_versions(tmp_path: Path) -> None:
    old = tmp_path / "oud.toml"
    old.write_text(TEXT, encoding="utf-8")
    with_successor(tmp_path)
    done = gokwijs("vergelijk", old, tmp_path / "anders.toml")
    assert done.exit_code == 0
    assert "Van 2026-11-22 naar 2027-03-01:" in done.stdout
    assert "nieuw feit: leerpunt.metacognitie.v3" in done.stdout
    assert "geen verschil" in gokwijs("vergelijk", old, old).stdout


def test_a_value_changed_in_place_is_a_mistake(tmp_path: Path) -> None:
    old = tmp_path / "oud.toml"
    old.write_text(TEXT, encoding="utf-8")
    new = written(tmp_path, after("eef.feedback", "maanden = 6", "maanden = 5"))
    done = gokwijs("vergelijk", old, new)
    assert done.exit_code == 1
    assert "gewijzigd zonder nieuwe sleutel: eef.feedback (maanden)" in done.stdout
    assert "de inhoud verschilt, maar de catalogus_versie is dezelfde" in done.stdout


def test_the_settings_take_another_catalogue_or_refuse_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert env.catalogus("GOKWIJS_AANPAKKEN") is None
    with_successor(tmp_path)
    path = tmp_path / "anders.toml"
    monkeypatch.setenv("GOKWIJS_AANPAKKEN", str(path))
    assert env.catalogus("GOKWIJS_AANPAKKEN") == path
    monkeypatch.setenv("GOKWIJS_AANPAKKEN", str(tmp_path / "weg.toml"))
    with pytest.raises(env.EnvError, match=r"GOKWIJS_AANPAKKEN.*het bestand ontbreekt"):
        env.catalogus("GOKWIJS_AANPAKKEN")


def test_a_broken_catalogue_stops_the_start_in_one_sentence(tmp_path: Path) -> None:
    given = {k: v for k, v in os.environ.items() if not k.startswith(("GOKWIJS_", "DJANGO_"))}
    given["GOKWIJS_AANPAKKEN"] = str(written(tmp_path, BROKEN))
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from gokwijs.cli import main; main()"),
            *("beheer", "check", "--map", str(tmp_path)),
        ],
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "GOKWIJS_AANPAKKEN: deze catalogus van aanpakken kan niet gebruikt worden" in done.stderr
    assert "gokwijs aanpakken controleer" in done.stderr
