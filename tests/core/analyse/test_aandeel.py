"""Shares and differences against the vectors, and what may never come out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gokwijs.core.analyse.aandeel import aandeel, aandelen, verschil, verschillen
from gokwijs.core.analyse.attest import Attest, Attestverdeling, attestverdeling
from tests.core.analyse.tables import VECTORS, Row

NEAR = 1e-6
WILSON = [row for row in VECTORS["wilson"] if row["conf"] == 0.95]


@pytest.mark.parametrize("row", WILSON, ids=lambda row: f"{row['x']} of {row['n']}")
def test_the_interval_of_a_share(row: Row) -> None:
    found = aandeel(row["x"], row["n"])
    assert found is not None
    assert (found.p, found.low, found.high) == pytest.approx(
        (row["p"], row["low"], row["high"]), abs=NEAR
    )


def test_nobody_has_no_share_and_no_difference() -> None:
    empty = VECTORS["wilson_weigeren"]
    assert empty["verwacht"] == "geen_interval"
    assert aandeel(empty["x"], empty["n"]) is None
    assert verschil((0, 0), (3, 10)) is None
    assert verschil((3, 10), (0, 0)) is None
    assert verschillen([]) == aandelen([]) == []


def test_a_list_of_shares_is_the_shares_one_by_one() -> None:
    pairs = [(3, 8), (0, 0), (Fraction(9, 2), 20), (8, 8)]
    assert aandelen(pairs) == [aandeel(x, n) for x, n in pairs]


def test_a_list_of_differences_is_the_differences_one_by_one() -> None:
    pairs = [((3, 8), (4, 9)), ((0, 0), (1, 2)), ((0, 15), (2, 45))]
    assert verschillen(pairs) == [verschil(een, ander) for een, ander in pairs]


def test_half_pupils_count_as_halves() -> None:
    found = aandeel(Fraction(9, 2), Fraction(41, 2))
    assert found is not None
    assert found.p == pytest.approx(9 / 41)
    assert found.low < found.p < found.high
    two = verschil((Fraction(9, 2), 20), (9, 40))
    assert two is not None
    assert two.verschil == 0


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (1, 0)])
def test_an_impossible_share_is_refused(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="0 <= x <= n"):
        aandeel(x, n)


@pytest.mark.parametrize("row", VECTORS["risico"], ids=lambda row: f"n {row['n_gok']}")
def test_the_interval_of_a_difference(row: Row) -> None:
    found = verschil((row["x_gok"], row["n_gok"]), (row["x_rest"], row["n_rest"]))
    assert found is not None
    assert (found.verschil, found.low, found.high) == pytest.approx(
        (row["difference"], row["low"], row["high"]), abs=NEAR
    )
    assert found.meer_dan_toeval is (row["low"] > 0)


def test_two_overlapping_intervals_say_nothing_about_the_difference() -> None:
    found = verschil((12, 40), (18, 120))
    assert found is not None
    assert found.een.low < found.ander.high
    assert found.meer_dan_toeval
    turned = verschil((18, 120), (12, 40))
    assert turned is not None
    assert turned.meer_dan_toeval


def verdeling(group: str) -> Attestverdeling:
    return attestverdeling({Attest(code): n for code, n in VECTORS["attesten"][group].items()})


@pytest.mark.parametrize("name", ["zonder_beperking", "met_beperking", "c_attest"])
def test_the_attesten_of_gok_pupils_beside_the_others(name: str) -> None:
    row, gok, rest = VECTORS["attesten"][name], verdeling("gok"), verdeling("rest")
    assert (gok.n, rest.n) == (
        VECTORS["attesten"]["noemer_gok"],
        VECTORS["attesten"]["noemer_rest"],
    )
    assert (getattr(gok, name), getattr(rest, name)) == (row["x_gok"], row["x_rest"])
    found = verschil((getattr(gok, name), gok.n), (getattr(rest, name), rest.n))
    assert found is not None
    assert (found.verschil, found.low, found.high) == pytest.approx(
        (row["difference"], row["low"], row["high"]), abs=NEAR
    )


def test_the_overgang_to_1b_counts_known_destinations_only() -> None:
    row = VECTORS["overgang_1a_1b"]["aandeel_1b"]
    gok, rest = VECTORS["overgang_1a_1b"]["gok"], VECTORS["overgang_1a_1b"]["rest"]
    found = verschil((gok["1B"], gok["1A"] + gok["1B"]), (rest["1B"], rest["1A"] + rest["1B"]))
    assert found is not None
    assert (found.een.n, found.ander.n) == (row["n_gok"], row["n_rest"])
    assert (found.verschil, found.low, found.high) == pytest.approx(
        (row["difference"], row["low"], row["high"]), abs=NEAR
    )
