"""Segregation over classes: the vectors, a naive second computation, and speed."""

from __future__ import annotations

import math
import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.analyse.segregatie import MAX_OUTCOMES, opdeling, segregatie
from tests.core.analyse.tables import VECTORS, Row

NEAR = 1e-6
EIGHT = [(9, 13), (4, 18), (7, 15), (3, 19), (8, 14), (5, 17), (6, 16), (2, 20)]


def classes(row: Row) -> list[tuple[int, int]]:
    return [(a, size - a) for a, size in zip(row["gok"], row["class_sizes"], strict=True)]


@pytest.mark.parametrize("row", VECTORS["segregatie"], ids=lambda row: str(row["gok"]))
def test_the_vectors(row: Row) -> None:
    found = segregatie(classes(row))
    assert found is not None
    assert found.exact
    assert (found.d, found.d_p, found.d_verwacht, found.d_q95, found.d_gecorrigeerd) == (
        pytest.approx(
            tuple(row[f"d{k}"] for k in ("", "_p_exact", "_expected", "_q95", "_adjusted")),
            abs=NEAR,
        )
    )
    assert (
        found.hutchens,
        found.hutchens_p,
        found.hutchens_verwacht,
        found.hutchens_q95,
        found.hutchens_gecorrigeerd,
    ) == pytest.approx(
        tuple(row[f"hutchens{k}"] for k in ("", "_p_exact", "_expected", "_q95", "_adjusted")),
        abs=NEAR,
    )


@pytest.mark.parametrize("row", VECTORS["segregatie"], ids=lambda row: str(row["gok"]))
def test_draws_come_near_the_exact_answer(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gokwijs.core.analyse.segregatie.MAX_OUTCOMES", 0)
    found = segregatie(classes(row))
    assert found is not None
    assert not found.exact
    assert found.d_p == pytest.approx(row["d_p_exact"], abs=0.01)
    assert found.hutchens_p == pytest.approx(row["hutchens_p_exact"], abs=0.01)
    assert found.d_verwacht == pytest.approx(row["d_expected"], abs=0.01)


def test_the_same_seed_gives_the_same_answer() -> None:
    found = segregatie(EIGHT)
    assert found == segregatie(EIGHT)
    assert found is not None
    assert (found.exact, found.trekkingen, found.zaad) == (False, 10_000, 20260201)
    assert segregatie(EIGHT, zaad=1) != found


def test_eight_classes_of_22_are_quick() -> None:
    segregatie(EIGHT)
    times = []
    for _ in range(5):
        start = time.process_time()
        segregatie(EIGHT)
        times.append(time.process_time() - start)
    assert min(times) < 0.06


@pytest.mark.parametrize(
    "klassen", [[], [(3, 4)], [(3, 4), (0, 0)], [(0, 4), (0, 6)], [(4, 0), (6, 0)]]
)
def test_nothing_to_spread_gives_nothing(klassen: list[tuple[int, int]]) -> None:
    assert segregatie(klassen) is None


def test_an_empty_class_changes_nothing() -> None:
    assert segregatie([(4, 1), (1, 4), (0, 0)]) == segregatie([(4, 1), (1, 4)])


def test_classes_of_one_pupil_have_nothing_to_correct() -> None:
    found = segregatie([(1, 0), (0, 1)])
    assert found is not None
    assert (found.d, found.d_verwacht, found.d_gecorrigeerd) == (1.0, 1.0, None)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than 0"):
        segregatie([(-1, 4), (3, 3)])


def naive(klassen: list[tuple[int, int]]) -> tuple[float, float, float, float]:
    """D and its p, expectation and 95th percentile: every way to hand the labels to pupils."""
    room = [place for place, (a, b) in enumerate(klassen) for _ in range(a + b)]
    n_gok = sum(a for a, _ in klassen)
    n_rest = len(room) - n_gok

    def d(inside: list[int]) -> float:
        return 0.5 * sum(
            abs(k / n_gok - (a + b - k) / n_rest) for k, (a, b) in zip(inside, klassen, strict=True)
        )

    values = []
    for chosen in combinations(range(len(room)), n_gok):
        inside = [0] * len(klassen)
        for pupil in chosen:
            inside[room[pupil]] += 1
        values.append(d(inside))
    values.sort()
    observed = d([a for a, _ in klassen])
    p = sum(value >= observed - 1e-9 for value in values) / len(values)
    q95 = values[math.ceil(0.95 * len(values) - 1e-9) - 1]
    return observed, p, sum(values) / len(values), q95


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=4))
def test_every_way_to_hand_out_the_labels_gives_the_same(klassen: list[tuple[int, int]]) -> None:
    found = segregatie(klassen)
    if found is None:
        return
    assert (found.d, found.d_p, found.d_verwacht, found.d_q95) == pytest.approx(
        naive(klassen), abs=1e-9
    )
    assert 0 <= found.hutchens <= 1
    assert found.n_gok + found.n_rest < MAX_OUTCOMES


def test_hutchens_splits_exactly_between_and_within_streams() -> None:
    row = VECTORS["hutchens_opdeling"]
    streams: dict[str, list[tuple[int, int]]] = {}
    for stream, a, b in zip(row["stream"], row["gok"], row["rest"], strict=True):
        streams.setdefault(stream, []).append((a, b))
    found = opdeling(streams)
    assert found is not None
    assert (found.totaal, found.tussen, found.binnen) == pytest.approx(
        (row["total"], row["between"], row["within"]), abs=NEAR
    )
    one, two = found.delen
    assert (one.stroom, two.stroom) == ("1A", "1B")
    assert (one.gewicht, two.gewicht) == pytest.approx(
        (row["weight_1a"], row["weight_1b"]), abs=NEAR
    )
    assert (one.hutchens, two.hutchens) == pytest.approx((row["s_1a"], row["s_1b"]), abs=NEAR)


@given(
    st.dictionaries(
        st.sampled_from(["1A", "1B", "OKAN"]),
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5),
        min_size=1,
    )
)
def test_the_parts_always_add_up(streams: dict[str, list[tuple[int, int]]]) -> None:
    found = opdeling(streams)
    if found is not None:
        assert found.totaal == pytest.approx(found.tussen + found.binnen, abs=1e-9)


def test_a_stream_with_one_group_only_has_no_hutchens_of_its_own() -> None:
    found = opdeling({"1A": [(3, 9), (2, 10)], "1B": [(5, 0)]})
    assert found is not None
    assert (found.delen[1].gewicht, found.delen[1].hutchens) == (0.0, None)
    assert opdeling({"1A": [(0, 9)], "1B": [(0, 5)]}) is None
