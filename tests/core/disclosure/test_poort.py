"""Nothing hidden can be found back: the published example, thousands of tables, the LP attack."""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from gokwijs.core.disclosure.aanval import Bekend, OnveiligError, som, uitersten
from gokwijs.core.disclosure.figuren import GEVOELIG, GEWOON, Figuur, Groep, bouw
from gokwijs.core.disclosure.poort import GeweigerdError, Vrijgave, geef_vrij
from tests.law.schools import voorbeelden

# The table of openbaarmaking.md section 3, in half pupils: 1A, 1B, 2A × Nederlands, andere.
CELLEN = {0: 120, 1: 80, 2: 60, 3: 6, 4: 90, 5: 50}
SOMMEN: dict[str, Iterable[int]] = {
    "1A nederlands": [0],
    "1A andere": [1],
    "1B nederlands": [2],
    "1B andere": [3],
    "2A nederlands": [4],
    "2A andere": [5],
    "1A": [0, 1],
    "1B": [2, 3],
    "2A": [4, 5],
    "nederlands": [0, 2, 4],
    "andere": [1, 3, 5],
    "alle": range(6),
}
TOTALEN = frozenset({"1A", "1B", "2A", "nederlands", "andere", "alle"})
GROEPEN = [Groep(r, (f"{r} nederlands", f"{r} andere")) for r in ("1A", "1B", "2A")]
FIGUREN = bouw(CELLEN, SOMMEN)
BLOK = frozenset({"1B nederlands", "1B andere", "2A nederlands", "2A andere"})


def known_of(hidden: Iterable[str], figuren: Sequence[Figuur] = FIGUREN) -> list[Bekend]:
    return [Bekend(f.cellen, f.halves) for f in figuren if f.key not in set(hidden)]


def bounds(known: Sequence[Bekend], target: frozenset[int]) -> tuple[float, float]:
    """The attack as the page gives it: linear bounds, apart from our own code."""
    cells = sorted(frozenset().union(target, *(b.cellen for b in known)))
    place = {cell: i for i, cell in enumerate(cells)}
    matrix, values = np.zeros((len(known), len(cells))), np.zeros(len(known))
    for row, one in enumerate(known):
        matrix[row, [place[c] for c in one.cellen]] = 1
        values[row] = one.halves
    goal = np.zeros(len(cells))
    goal[[place[c] for c in target]] = 1
    options = {"A_eq": matrix, "b_eq": values, "bounds": (0, None), "method": "highs"}
    low, high = linprog(goal, **options), linprog(-goal, **options)
    return low.fun, -high.fun if high.status == 0 else float("inf")


# ---------------------------------------------------------------- the published example


def test_hiding_only_the_three_beside_true_totals_is_no_protection() -> None:
    known = known_of({"1B andere"})
    assert bounds(known, frozenset([3])) == (6, 6)
    with pytest.raises(OnveiligError, match="tussen 3 en 3"):
        uitersten(known, frozenset([3]), breedte=GEWOON, minstens=GEWOON)


@pytest.mark.parametrize(
    ("hidden", "low", "high"),
    [
        (BLOK, 0, 56),
        ({"1A nederlands", "1A andere", "1B nederlands", "1B andere"}, 0, 66),
        (set(SOMMEN) - TOTALEN, 0, 66),
    ],
)
def test_the_blocks_of_the_example_keep_the_three_hidden(
    hidden: set[str], low: int, high: int
) -> None:
    known = known_of(hidden)
    assert bounds(known, frozenset([3])) == (low, high)
    laag, hoog = uitersten(known, frozenset([3]), breedte=GEWOON, minstens=GEWOON)
    assert som([3], laag) == 0
    assert som([3], hoog) >= GEWOON


def test_the_gate_finds_the_cheapest_block_and_leaves_every_total_true() -> None:
    found = geef_vrij(FIGUREN, GROEPEN, vast=TOTALEN)
    assert found.verborgen == BLOK
    assert {k: found.toon(k) for k in TOTALEN} == {
        "1A": 200,
        "1B": 66,
        "2A": 140,
        "nederlands": 270,
        "andere": 136,
        "alle": 406,
    }
    assert found.toon("1A andere") == 80


def test_what_was_given_before_counts_as_known() -> None:
    before = geef_vrij(FIGUREN, GROEPEN, vast=TOTALEN).bekend
    later = bouw(CELLEN, {"2A nederlands": [4]})
    with pytest.raises(OnveiligError):
        uitersten(
            [*before, Bekend(frozenset([4]), 90)], frozenset([3]), breedte=GEWOON, minstens=GEWOON
        )
    # The gate is asked for the new number together with the old hidden ones.
    hidden = [f for f in FIGUREN if f.key in BLOK and f.key != "2A nederlands"]
    found = geef_vrij([*later, *hidden], GROEPEN[1:2], eerder=before)
    assert "2A nederlands" in found.verborgen


def test_merging_two_tracks_shows_more() -> None:
    merged = bouw(
        {0: 120, 1: 80, 2: 150, 3: 56},
        {"n1": [0], "a1": [1], "n2": [2], "a2": [3], "r1": [0, 1], "r2": [2, 3], "n": [0, 2]},
    )
    assert geef_vrij(merged).verborgen == frozenset()


# ---------------------------------------------------------------- the vectors of privacy.md


def share(ja: int, alle: int, drempel: int = GEWOON) -> Vrijgave:
    figuren = bouw({0: 2 * ja, 1: 2 * (alle - ja)}, {"ja": [0], "nee": [1], "alle": [0, 1]})
    figuren = tuple(Figuur(f.key, f.cellen, f.halves, drempel) for f in figuren)
    return geef_vrij(figuren, [Groep("alle", ("ja", "nee"))])


def test_a_share_is_hidden_when_the_remainder_is_small() -> None:
    assert share(38, 41).verborgen >= {"ja", "nee"}
    assert share(31, 41).verborgen == frozenset()


def test_a_sensitive_cross_needs_ten_on_each_side() -> None:
    assert share(8, 20, GEVOELIG).verborgen >= {"ja", "nee"}
    assert share(10, 20, GEVOELIG).verborgen == frozenset()


def test_half_pupils_count_as_half() -> None:
    (figuur,) = bouw({0: 9}, {"ja": [0]})
    assert figuur.te_klein
    assert not Figuur("ja", frozenset([0]), 10).te_klein
    assert not Figuur("ja", frozenset([0]), 0, onmogelijk=True).te_klein


def test_the_matrix_with_1b_and_2b_of_the_privacy_page() -> None:
    cells = {0: 62, 1: 186, 2: 44, 3: 38, 4: 6, 5: 58}
    found = geef_vrij(
        bouw(cells, SOMMEN), GROEPEN, vast=frozenset({"1A", "1B", "2A", "alle", "andere"})
    )
    # 2B stands in the place of 2A, and "nederlands" here is: with the kenmerk.
    assert found.verborgen >= {"2A nederlands", "2A andere", "1B nederlands", "1B andere"}
    assert found.toon("1A nederlands") == 62


# ---------------------------------------------------------------- many tables


def table(seed: int) -> tuple[dict[int, int], tuple[Figuur, ...], list[Groep]]:
    """2 to 4 dimensions, up to 60 % small cells, halves, zeros, all margins."""
    chance = random.Random(seed)
    sizes = [chance.randint(2, 4), 2] + ([2] * (1 + (seed % 32 == 0)) if seed % 8 == 0 else [])
    small = chance.random() * 0.6
    cells: dict[int, int] = {}
    place: dict[tuple[int, ...], int] = {}
    for number, where in enumerate(itertools.product(*map(range, sizes))):
        pupils = chance.randint(0, 4) if chance.random() < small else chance.randint(5, 60)
        cells[number] = 2 * pupils + (chance.random() < 0.04)
        place[where] = number
    sums: dict[str, list[int]] = {}
    axes = [[None, *range(size)] for size in sizes]
    for chosen in itertools.product(*axes):
        sums["/".join("*" if c is None else str(c) for c in chosen)] = [
            number
            for where, number in place.items()
            if all(c is None or c == w for c, w in zip(chosen, where, strict=True))
        ]
    groups = []
    for key in sums:
        parts = key.split("/")
        if parts[1] == "*":
            delen = ["/".join([parts[0], side, *parts[2:]]) for side in ("0", "1")]
            groups.append(Groep(key, (delen[0], delen[1])))
    return cells, bouw(cells, sums), groups


def check(
    cells: Mapping[int, int], found: Vrijgave, earlier: Sequence[Bekend] = (), *, few: bool = False
) -> None:
    """The release condition, with the attack of the page (``few``: on two) and our witnesses."""
    attacked = sorted(found.verborgen)[: 2 if few else None]
    known = [*earlier, *found.bekend]
    for figuur in found.figuren:
        assert figuur.halves == som(figuur.cellen, cells)  # totals stay true
        if figuur.key not in found.verborgen:
            assert not figuur.te_klein
            continue
        if figuur.key in attacked:
            low, high = bounds(known, figuur.cellen)
            assert high - low >= figuur.drempel - 1e-6
            assert high >= figuur.drempel - 1e-6 or not figuur.te_klein
        for one in found.getuigen[figuur.key]:
            assert all(b.past(one) for b in known)
            assert all(value >= 0 for value in one.values())


@pytest.mark.parametrize("half", [0, 1])  # two halves, so that two cores share the work
@given(st.integers(0, 10**9))
@voorbeelden(400)
def test_no_hidden_number_of_any_table_can_be_found_back(half: int, seed: int) -> None:
    cells, figuren, groups = table(2 * seed + half)
    with contextlib.suppress(GeweigerdError):
        check(cells, geef_vrij(figuren, groups, cellen=cells), few=seed % 10 > 0)


@given(st.integers(0, 10**9))
@voorbeelden(15)
def test_nor_by_one_audience_that_asks_again_and_again(seed: int) -> None:
    cells, figuren, groups = table(seed)
    chance = random.Random(seed)
    earlier: list[Bekend] = []
    secret: dict[str, Figuur] = {}
    for _ in range(6):
        asked = {f.key: f for f in chance.sample(figuren, min(len(figuren), 6))}
        mine = [g for g in groups if {g.geheel, *g.delen} <= set(asked)]
        try:
            found = geef_vrij(list({**secret, **asked}.values()), mine, eerder=earlier)
        except GeweigerdError:
            continue
        check(cells, found, earlier)
        earlier += found.bekend
        secret = {f.key: f for f in found.figuren if f.key in found.verborgen}


def test_a_check_that_sees_a_leak_can_fail() -> None:
    """The three beside its total: our own check must see it."""
    leaky = Vrijgave(FIGUREN, frozenset({"1B andere"}), frozenset({"1B andere"}), {})
    with pytest.raises(AssertionError):
        check(CELLEN, leaky)


def test_knowing_more_never_widens_what_is_possible() -> None:
    known = known_of(BLOK)
    before = bounds(known, frozenset([3]))
    after = bounds([*known, Bekend(frozenset([4]), 90)], frozenset([3]))
    assert before[0] <= after[0] <= after[1] <= before[1]
