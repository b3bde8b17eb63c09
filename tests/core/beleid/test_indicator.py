"""Percentages are added by their counts, series break, and the target is held against the value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.beleid.indicator import (
    SamentellenError,
    doelstand,
    gehaald,
    is_bereikt,
    over_doel,
    reeksen,
    tel_samen,
)
from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.beleid.stand import Beleidsstand
from tests.core.beleid.builders import VANDAAG, doel, indicator, meting, nulmeting, stand

STIJGEN, DALEN, BEHOUDEN = Doelrichting
EINDE = date(2027, 6, 30)


def school(*later: Any, **extra: Any) -> Beleidsstand:
    return stand(metingen=(nulmeting(), *later), **extra)


# ---------------------------------------------------------------- adding up


def test_a_small_and_a_large_class_do_not_weigh_the_same() -> None:
    found = tel_samen(
        [
            meting(teller=Fraction(5), noemer=Fraction(5)),
            meting(id=3, teller=Fraction(0), noemer=Fraction(15)),
        ]
    )
    assert found is not None
    assert (found.x, found.n) == (5, 20)
    assert found.p == 0.25  # and not the mean of 100 % and 0 %
    assert found.low < 0.25 < found.high


def test_nothing_and_nobody_give_no_share() -> None:
    assert tel_samen([]) is None
    assert tel_samen([meting(teller=Fraction(0), noemer=Fraction(0))]) is None


def test_scores_and_other_definitions_are_not_added() -> None:
    with pytest.raises(SamentellenError, match="teller en een noemer"):
        tel_samen([meting(teller=None, noemer=None, waarde=Fraction(3))])
    with pytest.raises(SamentellenError, match="andere definitie"):
        tel_samen([meting(), meting(id=3, definitie_versie=2)])
    assert tel_samen([meting(), meting(id=3, indicator_id=2, definitie_versie=2)]) is not None


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8))
def test_the_sum_is_the_same_in_any_order_and_in_any_grouping(
    pairs: list[tuple[int, int]],
) -> None:
    metingen = [
        meting(id=n, teller=Fraction(min(pair)), noemer=Fraction(max(pair)))
        for n, pair in enumerate(pairs, 2)
    ]
    whole, back = tel_samen(metingen), tel_samen(metingen[::-1])
    assert (whole and (whole.x, whole.n)) == (back and (back.x, back.n))
    if whole is not None:
        assert whole.x == sum(min(pair) for pair in pairs)


# ---------------------------------------------------------------- series


def test_a_series_ends_where_the_definition_changes() -> None:
    found = reeksen(
        [
            meting(id=4, peildatum=date(2027, 2, 1), definitie_versie=2),
            meting(id=2, peildatum=date(2026, 12, 1)),
            nulmeting(),
            meting(id=9, peildatum=None),
            meting(id=5, indicator_id=2),
        ]
    )
    assert [(r.indicator_id, r.definitie_versie, [m.id for m in r.metingen]) for r in found] == [
        (1, 1, [1, 2]),
        (1, 2, [4]),
        (2, 1, [5]),
    ]


# ---------------------------------------------------------------- the target


@pytest.mark.parametrize(
    ("richting", "waarde", "expected"),
    [
        (STIJGEN, Fraction(3, 5), True),
        (STIJGEN, Fraction(59, 100), False),
        (DALEN, Fraction(3, 5), True),
        (DALEN, Fraction(61, 100), False),
    ],
)
def test_exactly_the_target_is_enough(
    richting: Doelrichting, waarde: Fraction, expected: bool
) -> None:
    assert is_bereikt(waarde, Fraction(3, 5), richting) is expected


@pytest.mark.parametrize(
    ("gunstig", "nul", "expected"),
    [
        (STIJGEN, None, True),
        (DALEN, None, False),
        (None, Fraction(9, 10), True),
        (None, Fraction(1, 10), False),
        (BEHOUDEN, Fraction(9, 10), True),
        (None, Fraction(1, 2), None),
        (None, None, None),
    ],
)
def test_to_keep_something_the_good_side_must_be_known(
    gunstig: Doelrichting | None, nul: Fraction | None, expected: bool | None
) -> None:
    found = is_bereikt(Fraction(3, 5), Fraction(1, 2), BEHOUDEN, gunstig=gunstig, nulwaarde=nul)
    assert found is expected


def test_only_the_same_definition_is_held_against_the_target() -> None:
    other = meting(id=3, peildatum=date(2026, 11, 15), teller=Fraction(1), definitie_versie=2)
    found = doelstand(doel(), school(meting(), other))
    assert found.laatste is not None
    assert found.anders is not None
    assert (found.laatste.id, found.anders.id, found.bereikt) == (2, 3, False)


def test_the_last_meting_reaches_the_target_or_not_and_a_tiny_group_is_not_told() -> None:
    near, there = meting(teller=Fraction(9)), meting(id=3, teller=Fraction(8))
    assert gehaald(doel(), school(near), k_min=5) is None
    assert gehaald(doel(), school(there), k_min=5) == there
    assert gehaald(doel(), school(), k_min=5) is None
    tiny = meting(teller=Fraction(0), noemer=Fraction(4))
    assert gehaald(doel(), school(tiny), k_min=5) is None


def test_a_second_indicator_does_not_decide() -> None:
    second = meting(indicator_id=2, teller=Fraction(0))
    found = doelstand(
        doel(indicator_ids=(1, 2)), school(second, indicatoren=(indicator(), indicator(id=2)))
    )
    assert found.laatste is None


# ---------------------------------------------------------------- what is said


def codes(one: Beleidsstand, vandaag: date = VANDAAG, **fields: Any) -> list[str]:
    return [z.code for z in over_doel(doel(**fields), one, vandaag, k_min=5)]


def test_a_share_is_said_with_its_interval_and_its_target() -> None:
    first, second = over_doel(
        doel(), school(meting(teller=Fraction(8), noemer=Fraction(42))), VANDAAG, k_min=5
    )
    assert first.tekst == (
        "Het aandeel laattijdige schoolrekeningen: 41 % (17 van de 41) op 15 september 2026 en "
        "19 % (8 van de 42) op 10 november 2026. Met deze aantallen is op 10 november 2026 alles "
        "tussen 10 % en 33 % goed mogelijk."
    )
    assert second.tekst == (
        "De streefwaarde van 20 % is gehaald op 10 november 2026. "
        "Of dat door de acties komt, blijkt hier niet uit."
    )


def test_what_is_not_reached_is_said_before_and_after_the_einddatum() -> None:
    assert codes(school(meting())) == ["B15a", "B16b"]
    assert codes(school(meting()), vandaag=EINDE) == ["B15a", "B16b"]
    assert codes(school(meting()), vandaag=date(2027, 7, 1)) == ["B15a", "B16c"]


def test_a_small_group_is_said_in_counts_and_a_tiny_one_not_at_all() -> None:
    assert codes(school(meting(teller=Fraction(3), noemer=Fraction(12)))) == ["B15b", "B16b"]
    assert codes(school(meting(teller=Fraction(1), noemer=Fraction(5)))) == ["B15b", "B16a"]
    assert codes(school(meting(teller=Fraction(1), noemer=Fraction(4)))) == ["A01"]


def test_a_score_and_a_description_have_their_own_sentence() -> None:
    score = {"teller": None, "noemer": None}
    numbers = stand(
        metingen=(nulmeting(waarde=Fraction(3), **score), meting(waarde=Fraction(4), **score))
    )
    assert codes(numbers, richting=STIJGEN, streefwaarde=Fraction(4)) == ["B15c", "B16a"]
    words = stand(
        metingen=(nulmeting(situatie="brieven", **score), meting(situatie="gesprekken", **score))
    )
    assert codes(words, streefwaarde=None) == ["B15d"]


def test_without_a_later_meting_that_is_what_is_said() -> None:
    assert codes(school()) == ["B15e"]
    assert codes(stand(metingen=())) == ["A04"]


def test_a_changed_definition_is_said_instead_of_compared() -> None:
    changed = meting(definitie_versie=2, teller=Fraction(1))
    assert codes(school(changed)) == ["B17"]
    assert codes(school(meting(), meting(id=3, peildatum=EINDE, definitie_versie=2))) == [
        "B15a",
        "B16b",
        "B17",
    ]


def test_the_good_side_that_nobody_filled_in_is_asked() -> None:
    same = {"richting": BEHOUDEN, "streefwaarde": Fraction(17, 41)}
    assert codes(school(meting()), **same) == ["B15a", "B16d"]
    told = school(meting(), indicatoren=(indicator(richting=DALEN),))
    assert codes(told, **same) == ["B15a", "B16a"]
