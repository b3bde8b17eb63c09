"""What a design can see, and how often chance looks like success."""

from __future__ import annotations

import math

import pytest

from gokwijs.core.effect.drempels import DREMPELS
from gokwijs.core.effect.krimp import krimp
from gokwijs.core.effect.plannen import (
    TABEL_N,
    mdes,
    mdes_cluster,
    n_nodig,
    n_voor_breedte,
    ontwerpeffect,
    schijn,
)
from tests.core.effect.tables import NEAR, VECTORS, Row, getallen


@pytest.mark.parametrize(
    "row", VECTORS["mdes"], ids=lambda row: f"{row['n_t']} {row['covariates']}"
)
def test_the_smallest_difference_that_shows(row: Row) -> None:
    found = mdes(row["n_t"], row["n_c"], r=row["r_prepost"], covariaten=row["covariates"])
    assert found == pytest.approx(row["mdes"], abs=NEAR)


@pytest.mark.parametrize("row", [row for row in VECTORS["mdes"] if "mdes_exact_power" in row])
def test_statsmodels_gives_nearly_the_same_by_exact_power(row: Row) -> None:
    from statsmodels.stats.power import TTestIndPower

    ratio = row["n_c"] / row["n_t"]
    theirs = TTestIndPower().solve_power(nobs1=row["n_t"], alpha=0.05, power=0.8, ratio=ratio)
    assert theirs == pytest.approx(row["mdes_exact_power"], abs=1e-3)
    assert mdes(row["n_t"], row["n_c"]) == pytest.approx(theirs, abs=1e-3)


@pytest.mark.parametrize("row", VECTORS["mdes_cluster"])
def test_the_same_for_whole_classes(row: Row) -> None:
    found = mdes_cluster(
        row["classes"],
        row["pupils_per_class"],
        icc=row["icc"],
        r2_leerling=row["r2_pupil"],
        r2_klas=row["r2_class"],
        covariaten=row["class_covariates"],
    )
    assert found == pytest.approx(row["mdes"], abs=NEAR)


@pytest.mark.parametrize("row", VECTORS["ontwerpeffect"])
def test_pupils_of_one_class_tell_less(row: Row) -> None:
    found = ontwerpeffect(row["pupils_per_class"], row["icc"])
    assert (found, math.sqrt(found)) == pytest.approx((row["deff"], row["se_factor"]), abs=NEAR)


@pytest.mark.parametrize("row", VECTORS["n_nodig"])
def test_pupils_per_group_for_a_difference(row: Row) -> None:
    assert n_nodig(row["effect"]) == row["n_per_group"]


@pytest.mark.parametrize("row", VECTORS["schijn"])
def test_how_often_nothing_looks_like_four_months(row: Row) -> None:
    assert schijn(row["n_per_group"]) == pytest.approx(row["prob"], abs=1e-5)
    assert row["n_per_group"] in TABEL_N


def test_too_few_to_plan_with() -> None:
    assert mdes(0, 20) is None
    assert mdes(1, 1) is None
    assert mdes_cluster(2, 20) is None
    assert n_nodig(0.0) is None
    assert n_voor_breedte(0.0) is None


def test_the_number_for_an_interval_is_the_first_that_is_enough() -> None:
    from scipy.stats import t

    n = n_voor_breedte(0.3, r=0.7)
    assert n is not None

    def half(size: int) -> float:
        return float(t.ppf(0.975, 2 * size - 3) * math.sqrt(2 * (1 - 0.49) / size))

    assert half(n) < 0.3 <= half(n - 1)
    assert (n_voor_breedte(0.3, r=0.7, deff=3.85) or 0) > 3 * n


@pytest.mark.parametrize("row", VECTORS["krimp"], ids=lambda row: f"g {row['g']} se {row['se']}")
def test_shrinkage(row: Row) -> None:
    found = krimp(row["g"], row["se"], tau=row["tau"], prior=row["prior"])
    assert found.gewicht == pytest.approx(row["weight"], abs=NEAR)
    expected = (row["posterior"], row["low"], row["high"])
    assert getallen(found.schatting) == pytest.approx(expected, abs=NEAR)
    assert found.schatting.se == pytest.approx(row["posterior_sd"], abs=NEAR)


def test_shrinkage_without_any_spread_is_refused() -> None:
    with pytest.raises(ValueError, match="weight"):
        krimp(0.3, 0.0, tau=0.0)


def test_the_thresholds_are_those_of_the_page() -> None:
    page, own = VECTORS["parameters"], DREMPELS
    same = ("n_effect_min", "n_oordeel_min", "n_maanden_min", "rope", "half_max", "bereik_min")
    same += ("dosis_min", "alpha", "power", "tau", "icc_klas")
    assert {name: getattr(own, name) for name in same} == {name: page[name] for name in same}
    assert (own.begin_ok, own.begin_max) == (page["baseline_ok"], page["baseline_max"])
