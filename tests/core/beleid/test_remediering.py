"""After a negative statement: the step the school is in, and what a second one would cost."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from gokwijs.core.beleid.boek import open_boeken
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.beleid.remediering import (
    GokUitspraak,
    Spoorstap,
    Uitgangspunt,
    from_boeken,
    from_results,
    halveer,
    nieuwe_evaluatie,
    volg_spoor,
)
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import Interval
from gokwijs.core.law.parameters import ParameterMissing, load_regels
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.result import Regeling
from tests.core.beleid.builders import JAAR, stand, toekenning
from tests.core.builders import case, cell, results

NEGATIEF = date(2027, 3, 15)


def test_half_of_an_odd_number_of_hours_stays_exact() -> None:
    found = halveer(
        [Uitgangspunt("SES-lestijden", "lestijden", Interval.exact(31))], NEGATIEF, load_regels()
    )
    (post,) = found.posten
    assert (found.schooljaar, found.deel) == (Schooljaar(2027), Fraction(1, 2))
    assert post.rest == post.minder == Interval.exact(Fraction(31, 2))
    assert found.zin == (
        "Na een tweede negatieve evaluatie op rij krijgt de school vanaf 2027-2028 nog de helft, "
        "tot en met het schooljaar waarin een evaluatie positief is (DKO art. 39 §7)."
    )


def test_the_scenario_shows_article_status_and_that_the_french_text_was_read() -> None:
    source = halveer([], NEGATIEF, load_regels()).grondslag
    assert source.artikel == "DKO art. 39 §7"
    assert source.status is Status.WETTEKST
    assert source.open_vragen == ("OV-36",)
    assert "Franse" in source.opmerking
    assert "Nederlandse tekst gaat voor" in source.opmerking


def test_an_interval_is_halved_as_an_interval_and_unknown_stays_unknown() -> None:
    found = halveer(
        [
            Uitgangspunt("uren", "uren-leraar", Interval(Fraction(10), Fraction(15))),
            Uitgangspunt("geld", "euro", None),
        ],
        NEGATIEF,
        load_regels(),
    )
    assert found.posten[0].rest == Interval(Fraction(5), Fraction(15, 2))
    assert found.posten[1].rest is None


def test_the_law_of_before_is_not_guessed() -> None:
    with pytest.raises(ParameterMissing):
        halveer([], date(2019, 3, 15), load_regels())


def test_the_ledger_halves_gekleurde_middelen_only() -> None:
    boeken = open_boeken(
        stand(
            toekenningen=(
                toekenning(20),
                toekenning(Fraction(680001, 100), id=2, soort=Middelsoort.WERKINGSMIDDELEN),
                toekenning(100, id=3, soort=Middelsoort.ANDERE),
            )
        ),
        JAAR,
    )
    found = halveer(from_boeken(boeken), NEGATIEF, load_regels()).posten
    assert [(one.naam, one.rest) for one in found] == [
        ("GOK-uren-leraar", Interval.exact(10)),
        ("gekleurde werkingsmiddelen", Interval.exact(Fraction(680001, 200))),
    ]


def test_our_own_results_are_halved_without_the_oki() -> None:
    own = results(case(cell("MST", 60), cell("", 40))).values()
    whole = {one.regeling.titel: one.resultaat for one in own}
    found = halveer(from_results(own), NEGATIEF, load_regels()).posten
    hours = next(one for one in found if one.naam == Regeling.UREN_LERAAR_SO_1.titel)
    assert hours.rest is not None
    assert 2 * hours.rest.low == whole[hours.naam] != 0
    assert Regeling.OKI.titel not in [one.naam for one in found]


def test_no_date_is_computed_for_the_new_evaluation() -> None:
    found = nieuwe_evaluatie(load_regels(), NEGATIEF)
    assert found.jaren == 1
    assert "binnen 1 jaar" in found.zin
    assert "vul die zelf in" in found.zin
    assert found.grondslag.open_vragen == ("OV-37",)


def uitspraken(*found: tuple[int, bool]) -> list[GokUitspraak]:
    return [GokUitspraak(date(year, 3, 15), good) for year, good in found]


def test_the_track_follows_the_statements() -> None:
    assert volg_spoor([]).stap is Spoorstap.GEEN
    assert volg_spoor(uitspraken((2026, True))).stap is Spoorstap.GEEN
    first = volg_spoor(uitspraken((2025, True), (2026, False)))
    assert (first.stap, first.vanaf) == (Spoorstap.REMEDIEREN, None)
    second = volg_spoor(uitspraken((2027, False), (2026, False)))
    assert (second.stap, second.vanaf, second.tot) == (Spoorstap.HALVERING, Schooljaar(2027), None)


def test_a_third_negative_does_not_move_the_begin() -> None:
    third = volg_spoor(uitspraken((2026, False), (2027, False), (2028, False)))
    assert third.vanaf == Schooljaar(2027)


def test_the_means_are_less_up_to_and_including_the_year_of_a_positive_statement() -> None:
    found = volg_spoor(uitspraken((2026, False), (2027, False), (2028, True)))
    assert (found.stap, found.vanaf, found.tot) == (
        Spoorstap.GEEN,
        Schooljaar(2027),
        Schooljaar(2027),
    )
    mended = volg_spoor(uitspraken((2026, False), (2027, True)))
    assert (mended.stap, mended.vanaf) == (Spoorstap.GEEN, None)
    in_time = volg_spoor(
        [*uitspraken((2026, False), (2027, False)), GokUitspraak(date(2027, 6, 1), True)]
    )
    assert in_time.vanaf is None
