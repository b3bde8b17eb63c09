"""A small look at simulated schools; the ten thousand runs stand in ``benchmarks/effect.py``.

Seeded, so the same every time, with bounds wide enough for so few runs.
"""

from __future__ import annotations

import pytest

from benchmarks.effect import COVERED, NULS, coverage, verdicts

FEW = 150
TRAPS = [place for place, nul in enumerate(NULS) if nul.trap]
PLAIN = [place for place, nul in enumerate(NULS) if nul.name.startswith(("A loting", "B gek"))]


NAMES = [once.__qualname__.partition(".")[0] for once in COVERED]


@pytest.mark.parametrize("name", ["pre_and_post", "matched", "share"])
def test_an_interval_holds_the_truth_about_as_often_as_it_says(name: str) -> None:
    for row in coverage(NAMES.index(name), FEW):
        assert 0.89 < row["share"] <= 1, row["name"]


@pytest.mark.parametrize("place", TRAPS, ids=lambda place: NULS[place].name)
def test_a_group_that_gains_by_itself_is_never_called_progress(place: int) -> None:
    assert verdicts(place, 25)["good"] == 0


@pytest.mark.parametrize("place", PLAIN, ids=lambda place: NULS[place].name)
def test_luck_is_seldom_called_progress(place: int) -> None:
    found = verdicts(place, FEW)
    assert found["good"] <= 0.08 * FEW


def test_every_scenario_has_a_name_of_its_own() -> None:
    names = [nul.name for nul in NULS]
    assert len(set(names)) == len(names)
