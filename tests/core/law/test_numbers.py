"""Exact numbers: the legal rounding, exact strings, Dutch notation, intervals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.law.numbers import (
    Interval,
    dutch_interval,
    dutch_number,
    dutch_percent,
    exact_string,
    parse_exact,
    parse_typed,
    round_legal,
    round_ratio,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5.49999", 5), ("5.4", 5), ("5.5", 6), ("5.45", 5), ("0", 0), ("0.5", 1), ("43.69268", 44)],
)
def test_first_decimal_above_four_goes_up(text: str, expected: int) -> None:
    assert round_legal(Fraction(text)) == expected


@given(st.decimals(min_value=0, max_value=10**9, places=6))
def test_the_legal_rounding_is_half_up(value: Decimal) -> None:
    exact = Fraction(value)
    expected = int(value.quantize(Decimal(1), ROUND_HALF_UP))
    assert round_legal(exact) == expected
    assert round_ratio(exact.numerator, exact.denominator) == expected


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6))
def test_an_exact_string_reads_back_exactly(value: Fraction) -> None:
    text = exact_string(value)
    assert parse_exact(text) == value
    assert "e" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "1/3"),
        (Fraction(3, 8), "0.375"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(20_000_001), "20000001"),
        (Fraction(4119737, 155000), "4119737/155000"),
    ],
)
def test_exact_strings(value: Fraction, text: str) -> None:
    assert exact_string(value) == text


def test_dutch_notation() -> None:
    assert dutch_number(Fraction("1234567.891")) == "1.234.567,891"
    assert dutch_number(Fraction("0.6"), places=2) == "0,60"
    assert dutch_number(Fraction(2, 3)) == "0,66667"
    assert dutch_number(-5) == "-5"
    assert dutch_percent(Fraction(2102125, 10000000)) == "21,02125 %"
    assert dutch_interval(Interval(Fraction(41), Fraction(44))) == "41 tot 44"
    assert dutch_interval(Interval.exact(7)) == "7"


@pytest.mark.parametrize(
    ("text", "value"),
    [("125,65", "125.65"), ("1.234,5", "1234.5"), ("1234.5", "1234.5"), ("-3", "-3"), (" 7 ", "7")],
)
def test_a_typed_number(text: str, value: str) -> None:
    assert parse_typed(text) == Fraction(value)


@pytest.mark.parametrize("text", ["", "1/3", "1e999999999", "1,2,3", "abc", "٣", "1" * 20, "--1"])
def test_what_is_no_typed_number_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="geen getal"):
        parse_typed(text)


def test_an_interval_is_never_upside_down() -> None:
    with pytest.raises(ValueError, match="upside down"):
        Interval(Fraction(2), Fraction(1))
    whole = Interval.hull([Interval.exact(3), Interval(Fraction(1), Fraction(2))])
    assert (whole.low, whole.high) == (1, 3)
    assert 2 in whole
    assert 4 not in whole
    assert (whole + whole).high == 6
    assert whole.times(Fraction(1, 2)).low == Fraction(1, 2)
