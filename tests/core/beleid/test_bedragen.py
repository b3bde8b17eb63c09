"""Hours and euros are read exactly, and a wrong one gets a clear answer."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.beleid.bedragen import (
    BedragError,
    parse_bedrag,
    parse_euro,
    parse_uren,
    toon_bedrag,
    toon_uren,
)
from gokwijs.core.beleid.keuzes import Middelsoort

UREN, EURO = Middelsoort.GOK_UREN_LERAAR, Middelsoort.WERKINGSMIDDELEN


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,5", Fraction(5, 2)),
        ("2.5", Fraction(5, 2)),
        ("1/24", Fraction(1, 24)),
        ("2 1/24", Fraction(49, 24)),
        (" 12 lestijden ", Fraction(12)),
        ("3 uren-leraar", Fraction(3)),
        ("1 uur", Fraction(1)),
        ("0", Fraction(0)),
        ("1.250,5", Fraction(2501, 2)),
    ],
)
def test_hours_are_decimals_or_fractions(text: str, value: Fraction) -> None:
    assert parse_uren(text) == value
    assert parse_bedrag(UREN, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6.800,00", Fraction(6800)),
        ("€ 12,50", Fraction(25, 2)),
        ("12.50", Fraction(25, 2)),
        ("1 250", None),
        ("3200 euro", Fraction(3200)),
        ("1.234.567", Fraction(1234567)),
    ],
)
def test_euros_have_two_decimals_at_most(text: str, value: Fraction | None) -> None:
    if value is None:
        with pytest.raises(BedragError, match="geen getal"):
            parse_euro(text)
    else:
        assert parse_bedrag(EURO, text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5/24 ambt", "deel van een ambt"),
        ("0,5 VTE", "deel van een ambt"),
        ("1/0", "delen door nul"),
        ("", "Schrijf een getal"),
        ("twee", "geen getal"),
        ("-2", "kleiner dan nul"),
        ("1.234", r"1234 of 1,234"),
        ("²", "geen getal"),
        ("1e9", "geen getal"),
        ("1/2/3", "geen getal"),
    ],
)
def test_wrong_hours_are_answered(text: str, said: str) -> None:
    with pytest.raises(BedragError, match=said):
        parse_uren(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("12,505", "twee cijfers"), ("1/3", "geen getal"), ("1.250", r"1250 of 1,250"), ("€", "Schr")],
)
def test_wrong_euros_are_answered(text: str, said: str) -> None:
    with pytest.raises(BedragError, match=said):
        parse_euro(text)


def test_a_credit_note_may_be_below_zero() -> None:
    assert parse_euro("€ -12,50", mag_negatief=True) == Fraction(-25, 2)
    assert parse_euro("−3", mag_negatief=True) == -3


def test_amounts_are_shown_exactly() -> None:
    assert toon_bedrag(EURO, Fraction(1250)) == "€ 1.250,00"
    assert toon_bedrag(UREN, Fraction(1)) == "1 uur-leraar"
    assert toon_bedrag(Middelsoort.SES_LESTIJDEN, Fraction(5, 2)) == "2,5 lestijden"
    assert toon_bedrag(UREN, Fraction(49, 24)) == "2 1/24 uren-leraar"
    assert toon_uren(Fraction(-1, 24)) == "-1/24"


@given(st.integers(0, 23_999), st.sampled_from([1, 2, 3, 4, 6, 8, 12, 24]))
def test_what_is_shown_can_be_typed_again(top: int, bottom: int) -> None:
    value = Fraction(top, bottom) / 24
    shown = toon_uren(value)
    if "." not in shown:
        assert parse_uren(shown) == value


def answer(parse: Callable[[str], Fraction], text: str) -> Fraction | str:
    try:
        return parse(text)
    except BedragError as error:
        return str(error)


@given(st.text(max_size=30))
def test_any_text_gives_a_number_or_a_sentence(text: str) -> None:
    for parse in (parse_uren, parse_euro):
        found = answer(parse, text)
        assert found.endswith(".") if isinstance(found, str) else found >= 0
