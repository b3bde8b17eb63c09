"""``gokwijs teldag``: shows without --bevestig, freezes with it, and is safe to run twice."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from gokwijs.apps.teldag.models import Vastlegging
from gokwijs.commands import teldag as module
from tests.apps.builders import ANDER, NUMMER, World, snapshot
from tests.apps.teldag.builders import KNOWN, bulk, declare


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test is ready: nothing to prepare or migrate."""
    monkeypatch.setattr(module, "prepare", lambda folder: None)
    monkeypatch.setattr(module, "migrate", lambda: None)


def run(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(module.command, ["--map", str(tmp_path), *arguments])
    return result.exit_code, result.output


def test_it_shows_and_writes_nothing_without_the_yes(world: World, tmp_path: Path) -> None:
    before = snapshot()
    code, text = run(tmp_path)
    assert code == 0
    assert f"{NUMMER} De Zandloper: 1 leerlingen op 2 februari 2026, nog niet vastgelegd." in text
    assert ANDER in text
    assert "Voeg --bevestig toe" in text
    assert snapshot() == before


def test_it_freezes_once_and_says_so_the_second_time(world: World, tmp_path: Path) -> None:
    bulk(world.school, 4, **KNOWN)
    code, text = run(tmp_path, "--school", NUMMER, "--bevestig")
    assert code == 0
    assert "telling van 2 februari 2026, versie 1, 5 leerlingen: vastgelegd." in text
    before = snapshot()
    code, text = run(tmp_path, "--school", NUMMER, "--bevestig")
    assert code == 0
    assert "lag al vast, niets veranderd" in text
    assert snapshot() == before
    declare(world, world.leerling)
    assert "verschilt van versie 1" in run(tmp_path, "--school", NUMMER)[1]
    assert (
        "versie 2, 5 leerlingen: vastgelegd" in run(tmp_path, "--school", NUMMER, "--bevestig")[1]
    )
    found = Vastlegging.objects.filter(school=world.school, schooljaar=2026)[0]
    assert (found.by, found.by_naam) == (None, "opdrachtregel")


def test_too_early_nobody_and_misuse_have_their_exit_codes(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = run(tmp_path, "--schooljaar", "2027-2028", "--bevestig")
    assert (code, "de teldag is pas op 1 februari 2027" in text) == (1, True)
    assert run(tmp_path, "--schooljaar", "2010-2011")[0] == 1
    code, text = run(tmp_path, "--school", "999899")
    assert (code, "Er is geen school 999899" in text) == (2, True)
    assert run(tmp_path, "--schooljaar", "ooit")[0] == 2
    monkeypatch.setattr(timezone, "localdate", lambda *_: datetime.date(2026, 11, 24))
    assert "de teldag is pas op 1 februari 2027" in run(tmp_path)[1]
