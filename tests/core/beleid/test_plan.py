"""The records and their words: places, value lists, sources, months."""

from __future__ import annotations

import inspect
from datetime import date
from fractions import Fraction

import pytest

from gokwijs.core.beleid import keuzes
from gokwijs.core.beleid.keuzes import (
    Aard,
    Bronaard,
    Bronsoort,
    Keuze,
    Middelsoort,
    Zorgfase,
)
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.beleid.tijd import add_months, is_after, is_half_passed, school_months_back
from tests.core.beleid.builders import actie, evaluatie, meting, plan, toekenning

LISTS = [
    one
    for _, one in inspect.getmembers(keuzes, inspect.isclass)
    if issubclass(one, Keuze) and one is not Keuze
]


@pytest.mark.parametrize("choices", LISTS)
def test_a_value_has_a_plain_key_and_a_label(choices: type[Keuze]) -> None:
    for one in choices:
        assert one.value.isascii()
        assert one.value.replace("_", "a").replace("1", "a").isalpha()
        assert one.value == one.value.lower()
        assert one.label
        assert choices(one.value) is one
    assert [one.rank for one in choices] == list(range(len(choices)))


def test_labels_are_dutch_where_a_key_cannot_be() -> None:
    assert Aard.REMEDIEREND.label == "remediërend"
    assert Zorgfase.BREDE_BASISZORG.label == "brede basiszorg"
    assert Middelsoort.SES_LESTIJDEN.label == "SES-lestijden"


def test_a_source_is_numbers_or_words_and_a_bevraging_may_be_either() -> None:
    words = {one for one in Bronsoort if one.aard is Bronaard.KWALITATIEF}
    assert words == {Bronsoort.GESPREK, Bronsoort.OBSERVATIE, Bronsoort.DOORLICHTINGSVERSLAG}
    assert [one for one in Bronsoort if one.aard is None] == [Bronsoort.BEVRAGING]
    asked = evaluatie(bron_soorten=(Bronsoort.BEVRAGING,), bevraging_aard=(Bronaard.KWALITATIEF,))
    assert asked.bron_aarden == {Bronaard.KWALITATIEF}
    assert evaluatie(bron_soorten=(Bronsoort.BEVRAGING,)).bron_aarden == frozenset()
    without = evaluatie(bron_soorten=(Bronsoort.LVS,), bevraging_aard=(Bronaard.KWALITATIEF,))
    assert without.bron_aarden == {Bronaard.KWANTITATIEF}


def test_a_place_lies_in_another_by_its_names() -> None:
    school, grade, track = Plaats(), Plaats(("eerste graad",)), Plaats(("1B", "Eerste graad"))
    assert school.covers(track)
    assert grade.covers(track)
    assert track.covers(track)
    assert not track.covers(grade)
    assert track.is_smaller_than(grade)
    assert not track.is_smaller_than(track)
    assert not Plaats(("1A",)).covers(Plaats(("1B",)))
    assert not Plaats(("1A",)).is_smaller_than(Plaats(("1B",)))


def test_a_place_is_read_from_what_a_person_writes() -> None:
    assert Plaats.parse("Eerste graad, 1B") == Plaats(("Eerste graad", "1B"))
    assert Plaats.parse(" De hele school ") == Plaats()
    assert Plaats.parse(" , ") is None
    assert str(Plaats()) == "de hele school"
    assert str(Plaats(("Eerste graad", "1B"))) == "Eerste graad, 1B"
    assert Plaats(("1b ",)).is_same(Plaats(("1B",)))


def test_a_plan_counts_from_its_adoption_but_not_before_its_school_year() -> None:
    assert plan(vastgesteld_op=date(2026, 6, 1)).begin == date(2026, 9, 1)
    assert plan(vastgesteld_op=date(2026, 10, 1)).begin == date(2026, 10, 1)
    assert plan(vastgesteld_op=None).begin == date(2026, 9, 1)


def test_a_share_is_teller_over_noemer() -> None:
    assert meting().number == Fraction(12, 41)
    assert meting(noemer=Fraction(0)).number is None
    assert meting(teller=None, waarde=Fraction(7, 2)).number == Fraction(7, 2)


def test_a_letter_needs_an_amount_a_reference_and_a_date() -> None:
    assert toekenning(0).is_official
    for missing in ({"document": ""}, {"datum": None}, {"toegekend": None}):
        assert not toekenning(**missing).is_official
    assert toekenning(20, eigen_berekening=Fraction(22)).verschil == -2
    assert toekenning().verschil is None


def test_a_planned_actie_runs_from_its_start() -> None:
    planned = actie(status=keuzes.Actiestatus.GEPLAND)
    assert planned.start is not None
    assert planned.is_lopend(planned.start)
    assert not planned.is_lopend(date(2026, 10, 4))
    for status in ("afgerond", "gestopt", "geannuleerd"):
        assert not actie(status=keuzes.Actiestatus(status)).is_lopend(date(2026, 11, 1))


def test_months_are_counted_to_the_same_day() -> None:
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 15), 12) == date(2027, 1, 15)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_summer_does_not_count_for_the_team() -> None:
    assert school_months_back(date(2027, 5, 20), 6) == date(2026, 11, 20)
    assert school_months_back(date(2026, 10, 15), 6) == date(2026, 2, 12)
    assert school_months_back(date(2027, 2, 28), 6) == date(2026, 6, 27)


def test_a_day_of_the_school_year_is_behind_us_from_the_next_day_on() -> None:
    assert not is_after(date(2026, 11, 1), 11, 1)
    assert is_after(date(2026, 11, 2), 11, 1)
    assert is_after(date(2027, 1, 1), 11, 1)
    assert not is_after(date(2026, 11, 1), 2, 1)
    assert is_after(date(2027, 8, 31), 2, 1)
    assert not is_after(date(2027, 9, 1), 11, 1)


def test_half_way_is_past_the_middle() -> None:
    start, end = date(2026, 9, 1), date(2026, 9, 11)
    assert not is_half_passed(start, end, date(2026, 9, 6))
    assert is_half_passed(start, end, date(2026, 9, 7))
