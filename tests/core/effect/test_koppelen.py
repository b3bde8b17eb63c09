"""Matching: the vector, every solution on small groups, and no say for the order of a file."""

from __future__ import annotations

from itertools import combinations, permutations
from random import Random

import pytest

from gokwijs.core.effect.berekening import Meetrij, Opzetkeuze, bereken
from gokwijs.core.effect.koppelen import koppel, koppel_rijen, weeg
from tests.core.effect.tables import MATCHING, NEAR, getallen, rijen


def test_the_pairs_of_the_vector() -> None:
    found = koppel(MATCHING["pre_t"], MATCHING["pre_c"], MATCHING["margin"])
    assert [list(pair) for pair in found] == MATCHING["pairs_index0"]


def test_the_balance_and_the_difference_of_the_vector() -> None:
    treated = rijen(MATCHING["pre_t"], MATCHING["post_t"])
    compared = rijen(MATCHING["pre_c"], MATCHING["post_c"])
    pairs = koppel_rijen(treated, compared, MATCHING["margin"])
    found = weeg(pairs, 2, (len(treated) - len(pairs), len(compared) - len(pairs)))
    assert found.n == MATCHING["n_pairs"]
    assert found.afstand == MATCHING["total_distance"]
    assert (found.actie_hoger, found.vergelijking_hoger, found.gelijk) == (3, 3, 2)
    assert not found.scheef
    assert (found.weggevallen_t, found.weggevallen_c) == (2, 4)
    expected = (MATCHING["mean_diff_points"], MATCHING["low"], MATCHING["high"])
    assert getallen(found.verschil) == pytest.approx(expected, abs=NEAR)
    effect = bereken(treated, compared, Opzetkeuze(koppelen=True, marge=2))
    assert effect.basis is not None
    assert effect.basis.begin_g == pytest.approx(MATCHING["baseline_g"], abs=NEAR)


def best_by_hand(t: list[float], c: list[float], margin: float) -> tuple[int, float]:
    """Most pairs and their least distance, by trying everything."""
    for size in range(min(len(t), len(c)), 0, -1):
        totals = [
            sum(abs(t[i] - c[j]) for i, j in zip(left, right, strict=True))
            for left in combinations(range(len(t)), size)
            for right in permutations(range(len(c)), size)
            if all(abs(t[i] - c[j]) <= margin for i, j in zip(left, right, strict=True))
        ]
        if totals:
            return size, min(totals)
    return 0, 0


@pytest.mark.parametrize("seed", range(60))
def test_no_other_matching_has_more_pairs_or_less_distance(seed: int) -> None:
    random = Random(seed)
    t = [float(random.randint(0, 9)) for _ in range(random.randint(1, 5))]
    c = [float(random.randint(0, 9)) for _ in range(random.randint(1, 5))]
    margin = float(random.randint(0, 3))
    found = koppel(t, c, margin)
    total = sum(abs(t[i] - c[j]) for i, j in found)
    assert (len(found), total) == best_by_hand(t, c, margin)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)


def test_it_agrees_with_linear_assignment_on_larger_groups() -> None:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    random = Random(7)
    t = [round(random.gauss(50, 10), 1) for _ in range(60)]
    c = [round(random.gauss(52, 10), 1) for _ in range(70)]
    gap = np.abs(np.subtract.outer(np.array(t), np.array(c)))
    cost = np.where(gap <= 2 + 1e-9, gap - 1000, 0)
    total = cost[linear_sum_assignment(cost)]
    found = koppel(t, c, 2)
    assert len(found) == int((total < -1).sum())
    assert sum(gap[i, j] for i, j in found) == pytest.approx(total.sum() + 1000 * len(found))


def test_the_order_of_the_file_changes_nothing() -> None:
    random = Random(3)
    treated = [
        Meetrij(float(random.randint(10, 20)), float(random.randint(10, 30)), "1A")
        for _ in range(30)
    ]
    compared = [
        Meetrij(float(random.randint(10, 20)), float(random.randint(10, 30)), "1B")
        for _ in range(40)
    ]
    choice = Opzetkeuze(koppelen=True, marge=1)
    first = bereken(treated, compared, choice)
    for _ in range(5):
        random.shuffle(treated)
        random.shuffle(compared)
        assert bereken(treated, compared, choice) == first


def test_who_is_dropped_among_equal_scores_does_not_depend_on_the_outcome() -> None:
    """Thirty with the same pre-test for one place each time: no lean to the good or the weak."""
    random, chosen = Random(11), []
    for _ in range(400):
        pool = [Meetrij(10.0, random.gauss(0, 1)) for _ in range(30)]
        ((_, other),) = koppel_rijen([Meetrij(10.0, random.gauss(0, 1))], pool, 0)
        chosen.append(other.na or 0)
    assert abs(sum(chosen) / len(chosen)) < 3 / 20  # three standard errors


def test_decimals_are_exact_at_the_margin() -> None:
    assert 1.1 - 0.9 > 0.2  # binary floats would lose this pair
    assert koppel([1.1], [0.9], 0.2) == ((0, 0),)
    assert koppel([1.1], [0.9], 0.199) == ()
    with pytest.raises(ValueError, match="0 or more"):
        koppel([1], [1], -1)


def test_a_kenmerk_that_is_spread_unevenly_over_the_pairs_is_flagged() -> None:
    treated = [Meetrij(float(k), 1.0, gok=True, kenmerken=("m",)) for k in range(20)]
    compared = [Meetrij(float(k), 2.0, gok=k < 2, kenmerken=("m",)) for k in range(20)]
    found = weeg(koppel_rijen(treated, compared, 0), 0, (0, 0))
    gok, sex = found.balans
    assert (gok.kenmerk, gok.actie, gok.vergelijking, gok.scheef) == ("gok", 20, 2, True)
    assert (sex.kenmerk, sex.actie, sex.vergelijking, sex.scheef) == ("m", 20, 20, False)
    assert found.verschil is not None
    assert found.verschil.waarde == -1


def test_lower_is_better_turns_the_paired_difference() -> None:
    pairs = [(Meetrij(1.0, 3.0 + k), Meetrij(1.0, 4.0)) for k in range(2)]
    found, turned = weeg(pairs, 0, (0, 0)), weeg(pairs, 0, (0, 0), gunstig=-1)
    assert found.verschil is not None
    assert turned.verschil is not None
    assert turned.verschil.waarde == -found.verschil.waarde
