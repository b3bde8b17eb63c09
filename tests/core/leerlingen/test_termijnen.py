"""How long a record and a verklaring stay, on exact days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.law.status import Status
from gokwijs.core.leerlingen.termijnen import (
    Termijn,
    leerling_weg_op,
    termijn_verklaring,
    verklaring_weg_op,
)
from gokwijs.core.telling.model import Onderwijsniveau

GEMAAKT = date(2025, 10, 1)
EIGEN = Termijn(5, "geen artikel", Status.ONBEVESTIGD)


@pytest.mark.parametrize(
    ("einden", "weg_op"),
    [
        ([date(2026, 6, 30)], date(2027, 9, 1)),
        ([date(2026, 8, 31)], date(2027, 9, 1)),
        ([date(2026, 9, 1)], date(2028, 9, 1)),
        ([date(2024, 6, 30), date(2026, 1, 15)], date(2027, 9, 1)),
        ([date(2024, 6, 30), None], None),
        ([None], None),
        ([], date(2027, 9, 1)),  # never enrolled: from the day it was typed
    ],
)
def test_a_record_goes_after_the_schooljaar_that_follows_the_last_one(
    einden: list[date | None], weg_op: date | None
) -> None:
    assert leerling_weg_op(einden, GEMAAKT) == weg_op


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_record_stays_a_year_and_never_two_after_its_schooljaar(last: date) -> None:
    weg_op = leerling_weg_op([last], GEMAAKT)
    assert weg_op is not None
    assert (weg_op.month, weg_op.day) == (9, 1)
    assert Schooljaar.of(weg_op).start - Schooljaar.of(last).start == 2


@pytest.mark.parametrize(
    ("datum", "weg_op"),
    [
        (date(2025, 9, 3), date(2030, 9, 4)),
        (date(2024, 2, 29), date(2029, 3, 2)),
    ],
)
def test_a_verklaring_stays_five_whole_years(datum: date, weg_op: date) -> None:
    assert verklaring_weg_op(datum, 5) == weg_op
    assert weg_op - datum > timedelta(days=5 * 365)


def test_the_law_gives_the_term_where_it_says_so() -> None:
    for niveau in (Onderwijsniveau.SO, Onderwijsniveau.BUBAO, Onderwijsniveau.BUSO):
        found = termijn_verklaring(niveau, date(2025, 9, 3), load_regels(), EIGEN)
        assert found.jaren == 5
        assert found.plicht
        assert "art." in found.grond


def test_a_verklaring_of_before_our_oldest_text_is_kept_as_that_text_says() -> None:
    assert termijn_verklaring(Onderwijsniveau.SO, date(2015, 9, 1), load_regels(), EIGEN).plicht


def test_where_no_article_was_found_the_default_is_used_and_is_no_duty() -> None:
    for niveau in (Onderwijsniveau.LAGER, Onderwijsniveau.KLEUTER, None):
        found = termijn_verklaring(niveau, date(2025, 9, 3), load_regels(), EIGEN)
        assert found.jaren == 5
        assert not found.plicht
