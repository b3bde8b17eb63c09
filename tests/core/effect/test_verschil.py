"""Gaps and differences against the vectors, and where they refuse."""

from __future__ import annotations

import pytest

from gokwijs.core.effect.groep import Groep, groep_van, hedges_j, sd_samen
from gokwijs.core.effect.verschil import (
    HEDGES_NCT,
    Kloof,
    hedges,
    kloof,
    kloof_trend,
    kloof_van,
    maatstaf,
    welch,
)
from tests.core.effect.tables import NEAR, PUPILS, VECTORS, Row, getallen, groep


@pytest.mark.parametrize("row", VECTORS["hedges_j"], ids=lambda row: f"df {row['df']}")
def test_the_correction_for_small_groups_is_the_exact_one(row: Row) -> None:
    assert hedges_j(row["df"]) == pytest.approx(row["j_exact"], abs=1e-7)
    approximate = 1 - 3 / (4 * row["df"] - 1)
    assert approximate == pytest.approx(row["j_approx"], abs=NEAR)
    assert (abs(approximate - hedges_j(row["df"])) < 1e-3) is (row["df"] >= 10)


@pytest.mark.parametrize("row", VECTORS["hedges"], ids=lambda row: f"n {row['n_t']}")
def test_hedges_g_with_both_intervals(row: Row) -> None:
    een, ander = groep(row, "t"), groep(row, "c")
    assert sd_samen(een, ander) == pytest.approx(row["sd_pooled"], abs=NEAR)
    found, other = hedges(een, ander), hedges(een, ander, methode=HEDGES_NCT)
    assert getallen(found) == pytest.approx((row["g"], row["low"], row["high"]), abs=NEAR)
    assert found is not None
    assert found.se == pytest.approx(row["se"], abs=NEAR)
    expected = (row["g"], row["nct_low"], row["nct_high"])
    assert getallen(other) == pytest.approx(expected, abs=1e-4)


def of_year(row: Row) -> Kloof:
    found = kloof_van(groep(row, "gok"), groep(row, "rest"))
    assert found is not None
    return found


@pytest.mark.parametrize("row", VECTORS["kloof"], ids=lambda row: str(row["year"]))
def test_the_gap_in_points_and_in_sd(row: Row) -> None:
    found = of_year(row)
    points = (row["gap_points"], row["points_low"], row["points_high"])
    assert getallen(found.punten) == pytest.approx(points, abs=NEAR)
    assert found.punten.df == pytest.approx(row["df_welch"], abs=NEAR)
    assert getallen(found.g) == pytest.approx((row["gap"], row["low"], row["high"]), abs=NEAR)


def test_the_change_of_the_gap() -> None:
    row = VECTORS["kloof_trend"]
    trend = kloof_trend(*(of_year(year) for year in VECTORS["kloof"]))
    assert getallen(trend.g) == pytest.approx((row["change"], row["low"], row["high"]), abs=NEAR)
    assert trend.g is not None
    assert trend.g.se == pytest.approx(row["se"], abs=NEAR)
    assert trend.punten.waarde == pytest.approx(3.2 - 4.5)
    assert trend.punten.met_nul


def test_post_tests_alone() -> None:
    row = VECTORS["post_alleen"]
    found = hedges(groep_van(PUPILS["post_t"]), groep_van(PUPILS["post_c"]))
    assert getallen(found) == pytest.approx((row["g"], row["low"], row["high"]), abs=NEAR)


def test_welch_is_the_interval_that_scipy_gives() -> None:
    from scipy.stats import ttest_ind

    een, ander = PUPILS["post_t"], PUPILS["pre_c"]
    theirs = ttest_ind(een, ander, equal_var=False).confidence_interval()
    ours = welch(groep_van(een), groep_van(ander))
    assert ours is not None
    assert ours.grenzen == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_spreads_far_apart_are_measured_by_the_comparison_group() -> None:
    wide, narrow = Groep(40, 55.0, 16.0), Groep(40, 50.0, 10.0)
    far = maatstaf(wide, narrow)
    assert far is not None
    assert (far.glass, far.sd, far.m) == (True, 10.0, 39)
    near = maatstaf(Groep(40, 55.0, 14.9), narrow)
    assert near is not None
    assert not near.glass
    found = hedges(wide, narrow, maat=far)
    assert found is not None
    assert found.waarde == pytest.approx(hedges_j(39) * 0.5)
    assert found.low < 0.5 < found.high


def test_too_few_scores_give_nothing() -> None:
    assert kloof([1.0], [2.0, 3.0]) is None
    assert welch(Groep(1, 3.0, 0.0), Groep(5, 3.0, 1.0)) is None
    assert hedges(Groep(5, 3.0, 0.0), Groep(5, 3.0, 0.0)) is None
    with pytest.raises(ValueError, match="at least one"):
        groep_van([])
    with pytest.raises(ValueError, match="no interval method"):
        hedges(Groep(5, 3.0, 1.0), Groep(5, 3.0, 1.0), methode="bootstrap")


def test_the_order_of_the_scores_changes_no_digit() -> None:
    een, ander = [0.1 * k for k in range(40)], [0.3 * k for k in range(25)]
    assert kloof(een, ander) == kloof(een[::-1], ander[::-1])
