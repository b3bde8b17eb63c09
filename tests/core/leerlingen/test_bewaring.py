"""How long declarations and scans stay: the term of the law, the record of the pupil, 14 days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gokwijs.core.law.parameters import load_regels
from gokwijs.core.law.status import Status
from gokwijs.core.leerlingen.bewaring import (
    bewaring,
    dossier_tot,
    mag_weg_vanaf,
    niveau_bij,
)
from gokwijs.core.leerlingen.inschrijving import Inschrijving, Plaats
from gokwijs.core.telling.model import Onderwijsniveau as Niveau

REGELS = load_regels()
TODAY = date(2026, 3, 2)


def enrolment(begin: date, einde: date | None, niveau: Niveau = Niveau.LAGER) -> Inschrijving:
    return Inschrijving("1", begin, einde, Plaats("1", niveau))


@pytest.mark.parametrize(
    ("niveau", "artikel"),
    [
        (Niveau.SO, "CSO art. 225 §2 en 233 §2"),
        (Niveau.BUSO, "CSO art. 317 §2"),
        (Niveau.BUBAO, "DBO art. 139undecies §2"),
    ],
)
def test_where_the_law_says_five_years_it_is_five_years_from_the_declaration(
    niveau: Niveau, artikel: str
) -> None:
    found = bewaring(niveau, date(2025, 9, 3), REGELS, TODAY)
    assert found.tot == date(2030, 9, 3)
    assert found.artikel == artikel
    assert found.status is Status.WETTEKST
    assert found.bevestigd
    assert found.open_vragen == ()


@pytest.mark.parametrize("niveau", [Niveau.KLEUTER, Niveau.LAGER])
def test_for_ordinary_primary_education_the_term_is_a_guess_and_says_so(niveau: Niveau) -> None:
    found = bewaring(niveau, date(2025, 9, 3), REGELS, TODAY)
    assert found.tot == date(2030, 9, 3)
    assert found.status is Status.ONBEVESTIGD
    assert not found.bevestigd
    assert found.open_vragen == ("OV-06",)


def test_without_a_known_level_the_longest_term_holds_and_is_in_doubt() -> None:
    found = bewaring(None, date(2025, 9, 3), REGELS, TODAY)
    assert found.tot == date(2030, 9, 3)
    assert found.status is Status.ONBEVESTIGD


def test_a_longer_term_in_the_law_of_today_holds_for_older_declarations_too() -> None:
    value = REGELS.on(TODAY)("kenmerken.bewaartermijn_verklaring.secundair")
    longer = REGELS.replaced([replace(value, value=value.number * 2, vanaf=date(2026, 1, 1))])
    assert bewaring(Niveau.SO, date(2025, 9, 3), longer, TODAY).tot == date(2035, 9, 3)
    assert bewaring(Niveau.SO, date(2025, 9, 3), longer, date(2025, 12, 1)).tot == date(2030, 9, 3)


def test_a_leap_day_is_never_a_day_too_short() -> None:
    assert bewaring(Niveau.SO, date(2024, 2, 29), REGELS, TODAY).tot == date(2029, 3, 1)


def test_without_a_value_there_is_no_end_and_never_a_guess() -> None:
    found = bewaring(Niveau.SO, date(2019, 9, 3), REGELS, date(2020, 1, 1))
    assert found.tot is None
    assert found.status is Status.ONBEKEND
    assert "niet bekend" in found.artikel


def test_the_level_is_that_of_the_enrolment_on_the_day_or_else_the_nearest() -> None:
    lager = enrolment(date(2024, 9, 1), date(2025, 6, 30))
    so = enrolment(date(2025, 9, 1), None, Niveau.SO)
    for day, niveau in [
        (date(2025, 3, 1), Niveau.LAGER),
        (date(2025, 9, 1), Niveau.SO),
        (date(2025, 7, 2), Niveau.LAGER),
        (date(2025, 8, 30), Niveau.SO),
        (date(2020, 1, 1), Niveau.LAGER),
        (date(2040, 1, 1), Niveau.SO),
    ]:
        assert niveau_bij([so, lager], day) is niveau, day
    assert niveau_bij([], TODAY) is None


@pytest.mark.parametrize(
    ("einde", "tot"),
    [
        (date(2026, 6, 30), date(2027, 8, 31)),
        (date(2026, 9, 1), date(2028, 8, 31)),
        (date(2026, 8, 31), date(2027, 8, 31)),
    ],
)
def test_the_record_of_a_pupil_ends_on_31_august_of_the_next_schooljaar(
    einde: date, tot: date
) -> None:
    assert dossier_tot([enrolment(date(2024, 9, 1), einde)]) == tot


def test_a_pupil_who_is_here_or_never_was_has_no_end_of_the_record() -> None:
    gone, here = enrolment(date(2023, 9, 1), date(2024, 6, 30)), enrolment(date(2024, 9, 1), None)
    assert dossier_tot([gone, here]) is None
    assert dossier_tot([]) is None


def test_something_goes_the_day_after_its_term_and_never_within_14_days_of_arriving() -> None:
    assert mag_weg_vanaf(date(2030, 9, 3), date(2025, 9, 3)) == date(2030, 9, 4)
    assert mag_weg_vanaf(date(2020, 9, 3), date(2026, 3, 2)) == date(2026, 3, 16)
