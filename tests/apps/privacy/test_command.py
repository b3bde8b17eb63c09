"""``gokwijs opruimen``: shows first, does it only when told, safe to run twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.cli import main
from gokwijs.commands import opruimen
from tests.apps.builders import NUMMER, World, snapshot
from tests.apps.leerling_builders import make_leerling


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test, not one in a folder."""
    monkeypatch.setattr(opruimen, "prepare", lambda folder: None)
    monkeypatch.setattr(opruimen, "migrate", lambda: None)


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, ["opruimen", *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def gone(world: World) -> Leerling:
    return make_leerling(world.school, world.alice, naam="Weg", einde=date(2026, 6, 30))


def test_without_a_yes_it_shows_and_changes_nothing(world: World, gone: Leerling) -> None:
    before = snapshot()
    done = run("--vandaag", "2027-08-10")
    assert "vanaf 1 september 2027: leerlingen die weg zijn (2), nog niet aangekondigd" in (
        done.stdout
    )
    assert "Er is niets gewist." in done.stdout
    assert snapshot() == before


def test_with_a_yes_it_announces_and_purges_and_twice_is_once(world: World, gone: Leerling) -> None:
    said = run("--bevestig", "--vandaag", "2027-08-10").stdout
    assert "Aangekondigd: leerlingen die weg zijn (2), vanaf 1 september 2027." in said
    said = run("--bevestig", "--vandaag", "2027-09-01").stdout
    assert "Gewist: leerlingen die weg zijn (2)." in said
    assert not Leerling.objects.filter(pk=gone.pk).exists()
    assert "Weg" not in said
    before = snapshot()
    assert "Gewist" not in run("--bevestig", "--vandaag", "2027-09-01").stdout
    assert snapshot() == before


def test_one_school_only(world: World) -> None:
    said = run("--school", NUMMER).stdout
    assert "De Zandloper" in said
    assert "School Elders" not in said
    assert "Heel de installatie" not in said
    wrong = run("--school", "123456")
    assert wrong.exit_code == 2
    assert "Er is geen school met instellingsnummer 123456." in wrong.output


def test_another_day_is_only_for_trying(world: World, settings: Any) -> None:
    settings.MODE = "production"
    before = snapshot()
    refused = run("--bevestig", "--vandaag", "2030-01-01")
    assert refused.exit_code == 2
    assert "--vandaag kan niet in productie" in refused.output
    assert snapshot() == before
