"""ANCOVA, DiD and gain against the vectors and against a second, naive calculation."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

import pytest
from scipy.stats import t as student

from gokwijs.core.effect.voorna import VoorNa, ancova, did, leerwinst
from tests.core.effect.tables import ACTIE, NEAR, PUPILS, VECTORS, VERGELIJKING, getallen


def test_ancova_gives_the_vector() -> None:
    row, found = VECTORS["ancova"], ancova(ACTIE, VERGELIJKING)
    assert found is not None
    expected = (row["b_group"], row["low"], row["high"])
    assert getallen(found.punten) == pytest.approx(expected, abs=NEAR)
    assert (found.punten.se, found.punten.df) == pytest.approx((row["se"], row["df"]), abs=NEAR)
    assert (found.helling, found.r) == pytest.approx(
        (row["slope_within"], row["r_within"]), abs=NEAR
    )
    expected = (row["g_adj"], row["g_low"], row["g_high"])
    assert getallen(found.g) == pytest.approx(expected, abs=NEAR)
    assert found.maat is not None
    assert found.maat.sd == pytest.approx(row["sd_post_pooled"], abs=NEAR)
    assert (found.hc3, found.overlapt) == (False, True)


def test_did_gives_the_vector() -> None:
    row, found = VECTORS["did"], did(ACTIE, VERGELIJKING)
    assert found is not None
    expected = (row["points"], row["low"], row["high"])
    assert getallen(found.punten) == pytest.approx(expected, abs=NEAR)
    assert found.punten.df == pytest.approx(row["df_welch"], abs=NEAR)
    expected = (row["d_ppc"], row["d_low"], row["d_high"])
    assert getallen(found.g) == pytest.approx(expected, abs=NEAR)


@pytest.mark.parametrize("name", ["t", "c"])
def test_the_gain_of_one_group_gives_the_vector(name: str) -> None:
    row = VECTORS[f"leerwinst_{name}"]
    pairs = list(zip(PUPILS[f"pre_{name}"], PUPILS[f"post_{name}"], strict=True))
    found = leerwinst([*pairs, (None, 50.0), (44.0, None)])
    assert (found.n, found.zonder) == (row["n"], 2)
    expected = (row["mean"], row["low"], row["high"])
    assert getallen(found.punten) == pytest.approx(expected, abs=NEAR)


def solve(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The inverse by Gauss-Jordan in exact fractions."""
    n = len(rows)
    work = [row + [Fraction(int(i == j)) for j in range(n)] for i, row in enumerate(rows)]
    for i in range(n):
        pivot = next(k for k in range(i, n) if work[k][i])
        work[i], work[pivot] = work[pivot], work[i]
        work[i] = [value / work[i][i] for value in work[i]]
        for k in range(n):
            if k != i:
                factor = work[k][i]
                work[k] = [a - factor * b for a, b in zip(work[k], work[i], strict=True)]
    return [row[n:] for row in work]


def naive(actie: VoorNa, vergelijking: VoorNa) -> tuple[float, float, float]:
    """Coefficient of the group, its plain and its HC3 error, by the normal equations."""
    x = [[Fraction(1), Fraction(1), Fraction(v)] for v in actie.voor]
    x += [[Fraction(1), Fraction(0), Fraction(v)] for v in vergelijking.voor]
    y = [Fraction(v) for v in (*actie.na, *vergelijking.na)]
    cross = [[sum((r[i] * r[j] for r in x), Fraction(0)) for j in range(3)] for i in range(3)]
    inverse = solve(cross)
    xy = [sum((r[i] * v for r, v in zip(x, y, strict=True)), Fraction(0)) for i in range(3)]
    b = [sum((inverse[i][j] * xy[j] for j in range(3)), Fraction(0)) for i in range(3)]
    rest = [v - sum(b[i] * r[i] for i in range(3)) for r, v in zip(x, y, strict=True)]
    plain = sum((e * e for e in rest), Fraction(0)) / (len(y) - 3) * inverse[1][1]
    robust = Fraction(0)
    for r, e in zip(x, rest, strict=True):
        lever = sum(r[i] * inverse[i][j] * r[j] for i in range(3) for j in range(3))
        row = sum((inverse[1][j] * r[j] for j in range(3)), Fraction(0))
        robust += row * row * (e / (1 - lever)) ** 2
    return float(b[1]), math.sqrt(plain), math.sqrt(robust)


def drawn(seed: int, spread: float) -> tuple[VoorNa, VoorNa]:
    random = Random(seed)

    def one(n: int, sd: float) -> VoorNa:
        pre = [round(random.gauss(50, 10), 1) for _ in range(n)]
        return VoorNa(tuple(pre), tuple(round(0.7 * v + random.gauss(20, sd), 1) for v in pre))

    return one(17, 6 * spread), one(23, 6)


@pytest.mark.parametrize("seed", range(5))
def test_a_naive_calculation_in_fractions_gives_the_same(seed: int) -> None:
    pair = drawn(seed, 1)
    found = ancova(*pair)
    assert found is not None
    b, plain, robust = naive(*pair)
    assert found.punten.waarde == pytest.approx(b, abs=1e-9)
    assert found.punten.se == pytest.approx(robust if found.hc3 else plain, abs=1e-9)
    half = float(student.ppf(0.975, 37)) * (found.punten.se or 0)
    assert found.punten.high - found.punten.low == pytest.approx(2 * half, abs=1e-9)


def test_unequal_spread_asks_for_robust_errors() -> None:
    pair = drawn(1, 3)
    found = ancova(*pair)
    assert found is not None
    assert found.hc3
    assert found.punten.se == pytest.approx(naive(*pair)[2], abs=1e-9)
    assert naive(ACTIE, VERGELIJKING)[2] == pytest.approx(VECTORS["ancova"]["se_hc3"], abs=NEAR)


def test_groups_that_hardly_overlap_are_not_believed() -> None:
    low = VoorNa((1, 2, 3, 4, 5, 6), (3, 4, 5, 7, 7, 9))
    high = VoorNa((6, 7, 8, 9, 10, 11), (7, 9, 9, 10, 12, 12))
    found = ancova(low, high)
    assert found is not None
    assert not found.overlapt


def test_a_pre_test_that_does_not_spread_corrects_nothing() -> None:
    flat = VoorNa((5, 5, 5), (6, 7, 8))
    assert ancova(flat, VoorNa((4, 4, 4), (5, 6, 6))) is None
    assert ancova(flat, VoorNa((5,), (5,))) is None
    assert did(flat, VoorNa((5,), (5,))) is None
