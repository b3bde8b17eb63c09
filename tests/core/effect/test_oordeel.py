"""The verdicts: the decision table, the order of the rules, and what a person may do to one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gokwijs.core.effect.berekening import Maanden, Opzetkeuze, Uitkomstsoort
from gokwijs.core.effect.keuzes import Toewijzing
from gokwijs.core.effect.maanden import Maandreden, reken_om
from gokwijs.core.effect.oordeel import Oordeel, Vraag, mag_verlagen, oordeel
from gokwijs.core.effect.uitkomst import Schatting
from tests.core.effect.tables import VECTORS, Row


def vraag(row: Row) -> Vraag:
    limits = (row["low"], row["high"])
    return Vraag(
        n_t=row["n_t"],
        n_c=row["n_c"],
        vergelijking=row["vergelijking"],
        bereik=row["bereik"],
        dosis=row["dosis"],
        begin_g=row.get("g_begin") if row["heeft_beginmeting"] else None,
        gecorrigeerd=row["gecorrigeerd"],
        hoofduitkomst=row["hoofduitkomst"],
        toewijzing=Toewijzing(row["toewijzing"]),
        klassen_t=row["klassen_t"],
        klassen_c=row["klassen_c"],
        punten=limits,
        sd=limits,
    )


ROWS = VECTORS["oordeel"]
GOED = vraag(next(row for row in ROWS if row["naam"] == "vooruitgang"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["naam"])
def test_the_decision_table(row: Row) -> None:
    found = oordeel(vraag(row))
    assert found.value == row["verwacht"]
    choice = Opzetkeuze(
        soort=Uitkomstsoort(row["uitkomst"]), gestandaardiseerd=True, een_schooljaar=True
    )
    g = Schatting(row["g"], row["low"], row["high"])
    months = reken_om(choice, found, (row["n_t"], row["n_c"]), g)
    assert isinstance(months, Maanden) is (row["maanden"] == "ja")
    reasons = {
        "nee: geen oordeel over het effect": Maandreden.GEEN_OORDEEL,
        "nee: te weinig leerlingen": Maandreden.TE_WEINIG,
        "nee: alleen voor leerprestaties": Maandreden.GEEN_LEERPRESTATIE,
    }
    if row["maanden"] != "ja":
        assert months is reasons[row["maanden"]]


def test_every_verdict_stands_in_the_table() -> None:
    assert {row["verwacht"] for row in ROWS} == {one.value for one in Oordeel}


@pytest.mark.parametrize(
    ("begin", "corrected", "expected"),
    [
        (0.05, False, Oordeel.AANWIJZING_VOORUITGANG),
        (0.051, False, Oordeel.EERST_CORRIGEREN),
        (-0.25, True, Oordeel.AANWIJZING_VOORUITGANG),
        (-0.251, True, Oordeel.NIET_VERGELIJKBAAR),
    ],
)
def test_the_borders_of_the_baseline(begin: float, corrected: bool, expected: Oordeel) -> None:
    assert oordeel(replace(GOED, begin_g=begin, gecorrigeerd=corrected)) is expected


def test_execution_that_nobody_noted_is_not_held_against_the_action() -> None:
    assert oordeel(replace(GOED, bereik=None, dosis=None)) is Oordeel.AANWIJZING_VOORUITGANG
    assert oordeel(replace(GOED, dosis=0.49)) is Oordeel.NIET_UITGEVOERD
    assert oordeel(replace(GOED, dosis=0.5)) is Oordeel.AANWIJZING_VOORUITGANG


@pytest.mark.parametrize("limits", [(0.1, 0.5), (-0.5, -0.1), (-0.1, 0.1)])
def test_a_contradiction_is_at_most_undecided(limits: tuple[float, float]) -> None:
    found = oordeel(replace(GOED, punten=limits, sd=limits, hoogstens_onbeslist=True))
    assert found is Oordeel.ONBESLIST_INTERVAL


def test_a_share_is_never_called_no_difference_of_meaning() -> None:
    share = replace(GOED, punten=(-3.0, 3.0), sd=None, proportie=True)
    assert oordeel(share) is Oordeel.ONBESLIST_INTERVAL
    assert oordeel(replace(share, punten=(1.0, 9.0))) is Oordeel.AANWIJZING_VOORUITGANG


def test_points_decide_on_direction_and_sd_on_meaning() -> None:
    apart = replace(GOED, punten=(-0.1, 3.0), sd=(0.01, 0.19))
    assert oordeel(apart) is Oordeel.GEEN_VERSCHIL_VAN_BETEKENIS
    assert oordeel(replace(apart, punten=(0.1, 3.0))) is Oordeel.AANWIJZING_VOORUITGANG
    assert oordeel(replace(apart, sd=None)) is Oordeel.ONBESLIST_INTERVAL


def test_a_person_may_say_less_and_never_more() -> None:
    assert mag_verlagen(Oordeel.AANWIJZING_VOORUITGANG, Oordeel.ONBESLIST_INTERVAL)
    assert mag_verlagen(Oordeel.GEEN_VERSCHIL_VAN_BETEKENIS, Oordeel.VERKENNEND)
    assert not mag_verlagen(Oordeel.ONBESLIST_INTERVAL, Oordeel.AANWIJZING_VOORUITGANG)
    assert not mag_verlagen(Oordeel.AANWIJZING_ACHTERUITGANG, Oordeel.AANWIJZING_VOORUITGANG)
    assert not mag_verlagen(Oordeel.VERKENNEND, Oordeel.ONBESLIST_TE_KLEIN)
    assert not mag_verlagen(Oordeel.ONBESLIST_INTERVAL, Oordeel.ONBESLIST_INTERVAL)
    raised = [
        (van, naar)
        for van in Oordeel
        for naar in (Oordeel.AANWIJZING_VOORUITGANG, Oordeel.GEEN_VERSCHIL_VAN_BETEKENIS)
        if mag_verlagen(van, naar)
    ]
    assert raised == []
