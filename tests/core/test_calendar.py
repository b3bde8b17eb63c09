"""School time: the schooljaar, the teldag and the reference dates of the schooltoeslag."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gokwijs.core.calendar import (
    Schooljaar,
    SchooljaarError,
    dutch_date,
    peildatum_begroting,
    peildatum_regels,
    teldag,
    teldag_nieuwe_school,
    toeslag_ses_lestijden,
    toeslag_uren_leraar,
    vorige_teldag,
)


@pytest.mark.parametrize(
    ("start", "day"),
    [(2023, 1), (2024, 1), (2025, 3), (2026, 2), (2027, 1), (2028, 1)],
)
def test_the_teldag_of_the_law_pages(start: int, day: int) -> None:
    assert teldag(Schooljaar(start)) == date(start, 2, day)


def test_the_teldag_of_every_year_is_the_first_weekday_of_february() -> None:
    for start in range(1990, 2200):
        found = teldag(Schooljaar(start))
        assert (found.year, found.month) == (start, 2)
        assert found.weekday() < 5
        before = [date(start, 2, 1) + timedelta(days=n) for n in range(found.day - 1)]
        assert all(day.weekday() >= 5 for day in before)


def test_a_closed_day_moves_the_teldag_over_the_weekend() -> None:
    year = Schooljaar(2024)  # 1 February 2024 is a Thursday
    assert teldag(year, [date(2024, 2, 1)]) == date(2024, 2, 2)
    assert teldag(year, [date(2024, 2, 1), date(2024, 2, 2)]) == date(2024, 2, 5)
    everything = [date(2024, 2, 1) + timedelta(days=n) for n in range(40)]
    with pytest.raises(ValueError, match="alles is gesloten"):
        teldag(year, everything)


def test_the_year_before_and_the_new_school() -> None:
    year = Schooljaar(2026)
    assert vorige_teldag(year) == date(2025, 2, 3)
    assert teldag_nieuwe_school(year) == date(2026, 10, 1)
    assert teldag_nieuwe_school(Schooljaar(2028)) == date(2028, 10, 2)  # 1 October is a Sunday


def test_the_reference_periods_of_the_schooltoeslag() -> None:
    ses = toeslag_ses_lestijden(Schooljaar(2026))
    assert ses.schooljaar == Schooljaar(2024)
    assert ses.known_on == date(2026, 2, 28)
    assert ses.enrolled_on == date(2025, 2, 3)
    uren = toeslag_uren_leraar(Schooljaar(2026))
    assert uren.known_on < date(2025, 6, 15)
    assert uren.known_on == date(2025, 6, 14)


def test_on_which_day_the_law_is_read() -> None:
    assert peildatum_regels(Schooljaar(2026)) == date(2026, 9, 1)
    assert peildatum_begroting(Schooljaar(2026)) == date(2027, 1, 1)


@pytest.mark.parametrize("text", ["2026-2027", "2026-27", " 2026/2027 ", "2026–2027"])
def test_a_schooljaar_is_read_in_its_usual_forms(text: str) -> None:
    assert Schooljaar.parse(text) == Schooljaar(2026)
    assert str(Schooljaar.parse(text)) == "2026-2027"


@pytest.mark.parametrize("text", ["2026", "2026-2028", "", "abcd-efgh", "2026-2026", "1500-1501"])
def test_nonsense_is_no_schooljaar(text: str) -> None:
    with pytest.raises(SchooljaarError):
        Schooljaar.parse(text)


def test_a_wrong_second_year_is_mended_in_the_message() -> None:
    with pytest.raises(SchooljaarError, match="Bedoel je 2026-2027"):
        Schooljaar.parse("2026-2028")


def test_the_schooljaar_of_a_day() -> None:
    assert Schooljaar.of(date(2026, 8, 31)) == Schooljaar(2025)
    assert Schooljaar.of(date(2026, 9, 1)) == Schooljaar(2026)
    assert Schooljaar(2026).last_day + timedelta(days=1) == Schooljaar(2026).next.first_day
    assert Schooljaar(2026).previous == Schooljaar(2025)
    assert dutch_date(date(2026, 2, 2)) == "2 februari 2026"
