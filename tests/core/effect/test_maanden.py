"""Months: the tables, half up on the decimal text, and every refusal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gokwijs.core.effect.berekening import Maanden, Oordeel, Opzetkeuze, Uitkomstsoort
from gokwijs.core.effect.maanden import (
    Maandreden,
    load_omrekentabellen,
    maanden_van,
    reken_om,
)
from gokwijs.core.effect.uitkomst import Schatting
from tests.core.effect.tables import VECTORS, Row

MAG = Opzetkeuze(gestandaardiseerd=True, een_schooljaar=True)
G = Schatting(0.3, 0.02, 0.58)
VOORUIT = Oordeel.AANWIJZING_VOORUITGANG


@pytest.mark.parametrize("row", VECTORS["maanden"], ids=lambda row: f"{row['g']} {row['table']}")
def test_the_conversion(row: Row) -> None:
    expected = None if row["months"] == "buiten_tabel" else row["months"]
    assert maanden_van(row["g"], row["table"]) == expected


def test_the_two_tables_differ_only_below_006() -> None:
    for cents in range(101):
        een, ander = (maanden_van(cents / 100, name) for name in ("leerpunt-1", "eef-oud-1"))
        assert (een == ander) is (cents in (0, 1) or cents >= 6)
    assert load_omrekentabellen()["leerpunt-1"].boven[0] == (Decimal("0.05"), 0)


def test_both_ends_are_converted_with_the_id_of_the_table() -> None:
    assert reken_om(MAG, VOORUIT, (60, 60), G) == Maanden("leerpunt-1", 4, 0, 7)
    wide = reken_om(MAG, VOORUIT, (60, 60), Schatting(0.8, 0.5, 1.1))
    assert wide == Maanden("leerpunt-1", 10, 6, None)


@pytest.mark.parametrize(
    ("keuze", "oordeel", "n", "g", "reden"),
    [
        (MAG, Oordeel.ONBESLIST_TE_KLEIN, (60, 60), G, Maandreden.GEEN_OORDEEL),
        (
            replace(MAG, soort=Uitkomstsoort.WELBEVINDEN),
            VOORUIT,
            (60, 60),
            G,
            Maandreden.GEEN_LEERPRESTATIE,
        ),
        (replace(MAG, ja_nee=True), VOORUIT, (60, 60), None, Maandreden.AANDEEL),
        (
            replace(MAG, gestandaardiseerd=False),
            VOORUIT,
            (60, 60),
            G,
            Maandreden.NIET_GESTANDAARDISEERD,
        ),
        (replace(MAG, een_schooljaar=False), VOORUIT, (60, 60), G, Maandreden.GEEN_SCHOOLJAAR),
        (MAG, VOORUIT, (60, 49), G, Maandreden.TE_WEINIG),
        (MAG, VOORUIT, (60, 60), Schatting(0.5, 0.05, 0.95), Maandreden.TE_BREED),
        (MAG, VOORUIT, (60, 60), Schatting(1.2, 0.9, 1.5), Maandreden.BUITEN_TABEL),
    ],
    ids=lambda one: one.value if isinstance(one, Maandreden) else "",
)
def test_when_there_are_no_months(
    keuze: Opzetkeuze,
    oordeel: Oordeel,
    n: tuple[int, int],
    g: Schatting | None,
    reden: Maandreden,
) -> None:
    assert reken_om(keuze, oordeel, n, g) is reden
