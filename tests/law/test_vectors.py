"""The published test vectors come out, with every number in between."""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.law.explanation import Stap
from gokwijs.core.law.numbers import exact_string
from gokwijs.core.middelen.result import Regeling, Result
from tests.core.builders import Cell, case, cell, results
from tests.law import naive

VECTORS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "vectors.toml").read_text(encoding="utf-8")
)
SHORT = {"OPL": "M", "ST": "S", "TNN": "T", "THL": "Z", "TREK": "R"}


def find(result: Result, words: str) -> Stap:
    """The one step of the explanation whose name or sentence holds these words."""
    found = [
        s for s in result.uitleg.walk() if words in s.name.lower() or words in s.sentence.lower()
    ]
    assert found, f"'{words}' is nowhere in the explanation"
    return found[0]


def test_the_copy_is_the_shared_file(shared: Path) -> None:
    mine = (Path(__file__).parent / "vectors.toml").read_bytes()
    assert mine == (shared / "regelgeving" / "vectors.toml").read_bytes()


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS["bao"] if v.get("applicable_law", True)], ids=lambda v: v["id"]
)
def test_ses_lestijden(vector: dict[str, Any]) -> None:
    n, n1, n3, x, p = (vector["input"][key] for key in ("N", "n1", "n3", "X", "P"))
    niveau, expected = vector["niveau"], vector["expected"]
    # n1 and n3 overlap as much as they can: the law counts each kenmerk on its own.
    both = min(n1, n3)
    cells = [
        cell("MT", both, niveau),
        cell("M", n1 - both, niveau),
        cell("T", n3 - both, niveau),
        cell("", n - max(n1, n3), niveau),
    ]
    found = results(case(*cells, toeslag_leerlingen=Fraction(x), toeslag_noemer=Fraction(p)))
    result = found[Regeling(f"ses_lestijden_{niveau}")]
    assert result.resultaat == expected["ses_lestijden"]
    assert result.som is not None
    assert result.som.low == Fraction(expected["sum"])
    parts = [s.value.low for s in result.uitleg.parts[0].parts if s.value is not None]
    terms = {Fraction(expected[key]) for key in "ABC"}
    shown = {s.value.low for s in result.uitleg.walk() if s.value is not None}
    assert terms <= shown, parts
    assert Fraction(expected["S"]) in shown


def test_the_printing_error_of_2012_is_no_law() -> None:
    vector = next(v for v in VECTORS["bao"] if not v.get("applicable_law", True))
    n, n1, n3, x, p = (vector["input"][key] for key in ("N", "n1", "n3", "X", "P"))
    coefficients = {key: Fraction(value) for key, value in vector["coefficients"].items()}
    total = n1 * coefficients["a"] + Fraction(x, p) * n * coefficients["b"] + n3 * coefficients["c"]
    assert total == Fraction(vector["expected"]["sum"])
    assert naive.rond_af(total) == vector["expected"]["ses_lestijden"]


POPULATION = VECTORS["so_population"][0]


def population(group: str) -> list[Cell]:
    cells = [
        cell("".join(SHORT[k] for k in row["combination"]), row["count"], group)
        for row in POPULATION["counts"]
    ]
    return [*cells, cell("", POPULATION["without_indicator"], group)]


@pytest.mark.parametrize("vector", VECTORS["so"], ids=lambda v: v["id"])
def test_uren_leraar(vector: dict[str, Any]) -> None:
    first = vector["group"] == "I"
    regeling = Regeling.UREN_LERAAR_SO_1 if first else Regeling.UREN_LERAAR_SO_23
    brussel = Antwoord.JA if vector["brussels"] else Antwoord.NEE
    result = results(case(*population("so_1" if first else "so_2"), brussel=brussel))[regeling]
    expected = vector["expected"]
    assert result.resultaat == expected["granted"]
    limit = Fraction(vector["threshold_percent"]) / 100
    drempel = next(d for d in result.drempels if d.limit == limit)
    assert drempel.met is expected["threshold_met"]
    assert drempel.share.low * 100 == Fraction(POPULATION["percentage"])
    values = {s.value.low for s in result.uitleg.walk() if s.value is not None and s.value.is_exact}
    assert Fraction(POPULATION["sum"]) in values
    numerator = drempel.share.low * POPULATION["pupils"]
    assert numerator == Fraction(POPULATION["corrected_numerator"])
    assert Fraction(expected["points"]) in values
    assert Fraction(vector["hours_per_point"]) in values
    assert result.som is not None
    if expected["threshold_met"]:
        assert Fraction(expected["hours"]) in values
        per_point = Fraction(vector["hours_per_point"])
        assert Fraction(expected["points_exact"]) * per_point == result.som.low


@pytest.mark.parametrize("row", POPULATION["counts"], ids=lambda r: "+".join(r["combination"]))
def test_points_of_a_combination(row: dict[str, Any]) -> None:
    code = "".join(SHORT[k] for k in row["combination"])
    result = results(case(cell(code, row["count"]), cell("", 1)))[Regeling.UREN_LERAAR_SO_1]
    values = {s.value.low for s in result.uitleg.walk() if s.value is not None}
    assert Fraction(row["total"]) in values


@pytest.mark.parametrize("vector", VECTORS["buso"], ids=lambda v: v["id"])
def test_lesuren_buso(vector: dict[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    cells = [cell("M", given["opl_only"], "buso"), cell("MT", given["opl_tnn"], "buso")]
    result = results(case(*cells))[Regeling.LESUREN_BUSO]
    assert result.resultaat == expected["granted"]
    values = {s.value.low for s in result.uitleg.walk() if s.value is not None}
    for key in ("sum", "points", "hours"):
        assert Fraction(expected[key]) in values, key
    assert result.som is not None
    assert expected["hours_exact"] == exact_string(
        Fraction(expected["points"]) * Fraction("0.227197")
    )


@pytest.mark.parametrize("vector", VECTORS["oki"], ids=lambda v: v["id"])
def test_oki_of_published_percentages(vector: dict[str, Any]) -> None:
    letters = {"TNN": "T", "OPL": "M", "ST": "S", "BUURT": "B"}
    # A population of a thousand in which every kenmerk sits in its own pupils' column.
    thousands = {letters[k]: int(Decimal(v) * 10) for k, v in vector["percent"].items()}
    cells = [
        cell("".join(k for k, n in thousands.items() if place < n), 1, "lager")
        for place in range(1000)
    ]
    result = results(case(*cells))[Regeling.OKI]
    assert result.resultaat is not None
    assert result.resultaat * 100 == Fraction(vector["expected"]["sum"])
    shown = Decimal(exact_string(result.resultaat)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert str(shown) == vector["expected"]["oki"]
