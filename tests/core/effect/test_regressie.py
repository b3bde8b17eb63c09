"""Regression to the mean: the vectors, and pupils who are picked and left alone."""

from __future__ import annotations

import numpy as np
import pytest

from gokwijs.core.effect.berekening import Opzetkeuze
from gokwijs.core.effect.groep import Groep
from gokwijs.core.effect.regressie import (
    intensiteit,
    regressie,
    sd_van_allen,
    verwachte_winst,
    verwachte_winst_punten,
)
from tests.core.effect.tables import NEAR, VECTORS, Row


@pytest.mark.parametrize(
    "row", VECTORS["regressie"], ids=lambda row: f"{row['fraction']} r {row['r']}"
)
def test_the_gain_without_any_action(row: Row) -> None:
    assert intensiteit(row["fraction"]) == pytest.approx(row["intensity"], abs=NEAR)
    found = verwachte_winst(row["fraction"], row["r"])
    assert found == pytest.approx(row["expected_gain_sd"], abs=NEAR)


def test_the_same_in_points_from_the_means() -> None:
    row = VECTORS["regressie_punten"]
    points = verwachte_winst_punten(row["mean_all"], row["mean_selected"], row["r"])
    assert points == pytest.approx(row["expected_gain_points"], abs=NEAR)
    choice = Opzetkeuze(
        laag_gekozen=0.2, r=row["r"], gemiddelde_allen=row["mean_all"], sd_allen=row["sd"]
    )
    (found,) = regressie(choice, Groep(30, row["mean_selected"], 5.0))
    assert found.punten == pytest.approx(row["expected_gain_points"], abs=NEAR)
    assert found.sd == pytest.approx(row["expected_gain_sd"], abs=NEAR)


@pytest.mark.parametrize(("deel", "r"), [(0.2, 0.8), (0.4, 0.6)])
def test_pupils_who_are_picked_and_left_alone_gain_just_that(deel: float, r: float) -> None:
    draw = np.random.default_rng(20261122)
    pre = draw.normal(100, 15, 400_000)
    post = 100 + r * (pre - 100) + np.sqrt(1 - r**2) * draw.normal(0, 15, pre.size)
    picked = pre <= np.quantile(pre, deel)
    gain = (post - pre)[picked].mean()
    assert gain / 15 == pytest.approx(verwachte_winst(deel, r), abs=0.01)
    group = Groep(int(picked.sum()), float(pre[picked].mean()), float(pre[picked].std(ddof=1)))
    (found,) = regressie(Opzetkeuze(laag_gekozen=deel, r=r), group)
    assert found.punten == pytest.approx(gain, abs=0.2)
    assert sd_van_allen(group.sd, deel) == pytest.approx(15, abs=0.1)


def test_an_unknown_r_is_shown_three_times() -> None:
    found = regressie(Opzetkeuze(laag_gekozen=0.2), Groep(30, 40.0, 5.0))
    assert [one.r for one in found] == [0.7, 0.8, 0.9]
    assert [round(one.sd, 2) for one in found] == [0.42, 0.28, 0.14]


def test_the_gain_is_towards_the_mean_also_when_lower_is_better() -> None:
    high = Opzetkeuze(
        hoger_is_beter=False, laag_gekozen=0.2, r=0.8, gemiddelde_allen=10.0, sd_allen=5.0
    )
    (found,) = regressie(high, Groep(30, 16.0, 2.0))
    assert found.punten == pytest.approx(1.2)
    (none,) = regressie(high, Groep(30, 8.0, 2.0))
    assert none.punten == 0


def test_nothing_for_a_group_that_was_not_picked() -> None:
    assert regressie(Opzetkeuze(), Groep(30, 40.0, 5.0)) == ()
    assert regressie(Opzetkeuze(laag_gekozen=1.0), Groep(30, 40.0, 5.0)) == ()
    assert regressie(Opzetkeuze(laag_gekozen=0.2, ja_nee=True), None) == ()
    with pytest.raises(ValueError, match="between 0 and 1"):
        intensiteit(1.0)
