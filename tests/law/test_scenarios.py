"""Scenarios that a policy officer can read: TOML in, results of the law out."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.middelen.result import Regeling
from gokwijs.core.telling.model import Cell
from tests.core.builders import LETTERS, case, cell, results

FILES = sorted((Path(__file__).parent / "scenarios").glob("*.toml"))
SCENARIOS = [s for path in FILES for s in tomllib.loads(path.read_text("utf-8"))["scenario"]]
KEYS = {
    "naam",
    "artikel",
    "school",
    "schooljaar",
    "leerlingen",
    "vorige",
    "zonder_vorige_telling",
    "verwacht",
    "som",
    "open_vragen",
}


def cells(groups: dict[str, dict[str, float]]) -> list[Cell]:
    """The pupils of a scenario; ``buso_type_9`` is BuSO of type 9."""
    found = []
    for name, counts in groups.items():
        group, _, soort = name.partition("_type_")
        extra = {"type": soort} if soort else {}
        for code, number in counts.items():
            assert set(code.upper()) <= LETTERS.keys(), f"'{code}' kent letters die niet bestaan"
            found.append(cell(code, Fraction(str(number)), group, **extra))
    return found


def facts(given: dict[str, str]) -> dict[str, Any]:
    """Answers and numbers about the school."""
    words = {a.word: a for a in Antwoord}
    return {key: words.get(value, value) for key, value in given.items()} | {
        key: Fraction(value) for key, value in given.items() if key.startswith("toeslag_")
    }


def test_there_are_scenarios_and_every_name_is_its_own() -> None:
    names = [s["naam"] for s in SCENARIOS]
    assert len(names) >= 40
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s["naam"])
def test_scenario(scenario: dict[str, Any]) -> None:
    assert scenario.keys() <= KEYS
    assert scenario["artikel"]
    vorige = None if scenario.get("zonder_vorige_telling") else cells(scenario.get("vorige", {}))
    found = results(
        case(
            *cells(scenario["leerlingen"]),
            vorige=vorige,
            schooljaar=Schooljaar.parse(scenario.get("schooljaar", "2026-2027")),
            **facts(scenario.get("school", {})),
        )
    )
    for name, expected in scenario["verwacht"].items():
        result = found[Regeling(name)]
        if expected == "niet berekenbaar":
            assert (result.minimum, result.maximum) == (None, None)
            assert result.reasons[0].sentence
            continue
        low, high = expected if isinstance(expected, list) else (expected, expected)
        assert (result.minimum, result.maximum) == (Fraction(low), Fraction(high))
        for nummer in scenario.get("open_vragen", []):
            assert nummer in result.open_vragen
    for name, expected in scenario.get("som", {}).items():
        som = found[Regeling(name)].som
        assert som is not None
        assert (som.low, som.high) == (Fraction(expected), Fraction(expected))
