"""The index of a leerjaar and the years behind, against the vectors."""

from __future__ import annotations

import pytest

from gokwijs.core.analyse.vordering import achterstand, leerjaarindex
from gokwijs.core.telling.model import Graad, Onderwijsniveau
from tests.core.analyse.tables import VECTORS, Row


@pytest.mark.parametrize("row", VECTORS["vordering"], ids=lambda row: str(row["birth_year"]))
def test_the_years_behind(row: Row) -> None:
    start, born, index = row["school_year_start"], row["birth_year"], row["year_index"]
    assert achterstand(start, born, index) == row["delay"]
    assert achterstand(start, born, row["expected_index"]) == 0


@pytest.mark.parametrize(
    ("niveau", "graad", "leerjaar", "expected"),
    [
        (Onderwijsniveau.LAGER, Graad.NONE, "1", 1),
        (Onderwijsniveau.LAGER, Graad.NONE, "6de leerjaar", 6),
        (Onderwijsniveau.SO, Graad.EERSTE, "1", 7),
        (Onderwijsniveau.SO, Graad.EERSTE, "2B", 8),
        (Onderwijsniveau.SO, Graad.TWEEDE, "1", 9),
        (Onderwijsniveau.SO, Graad.TWEEDE, "3", 9),
        (Onderwijsniveau.SO, Graad.TWEEDE, "2", 10),
        (Onderwijsniveau.SO, Graad.DERDE, "2", 12),
        (Onderwijsniveau.SO, Graad.DERDE, "6", 12),
    ],
)
def test_a_leerjaar_has_an_index(
    niveau: Onderwijsniveau, graad: Graad, leerjaar: str, expected: int
) -> None:
    assert leerjaarindex(niveau, graad, leerjaar) == expected


@pytest.mark.parametrize(
    ("niveau", "graad", "leerjaar"),
    [
        (Onderwijsniveau.KLEUTER, Graad.NONE, "3"),
        (Onderwijsniveau.LAGER, Graad.NONE, "7"),
        (Onderwijsniveau.LAGER, Graad.NONE, ""),
        (Onderwijsniveau.LAGER, Graad.NONE, "12"),
        (Onderwijsniveau.SO, Graad.OKAN, "1"),
        (Onderwijsniveau.SO, Graad.NONE, "1"),
        (Onderwijsniveau.SO, Graad.EERSTE, "3"),
        (Onderwijsniveau.SO, Graad.DERDE, "3"),
        (Onderwijsniveau.SO, Graad.DERDE, "7"),
        (Onderwijsniveau.BUBAO, Graad.NONE, "5"),
        (Onderwijsniveau.BUSO, Graad.EERSTE, "1"),
    ],
)
def test_without_a_leerjaar_of_the_scale_there_is_no_index(
    niveau: Onderwijsniveau, graad: Graad, leerjaar: str
) -> None:
    assert leerjaarindex(niveau, graad, leerjaar) is None
