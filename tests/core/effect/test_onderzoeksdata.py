"""Real pupils with two tests: the gap and the gain that an independent calculation gives.

onderzoeksdata (niet-Vlaams): Minority stands in for a group, it is no kenmerk of GOK-wijs.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from pathlib import Path
from statistics import mean, stdev, variance

import pytest
from scipy.stats import t as student

from gokwijs.core.effect.berekening import kloof, leerwinst
from gokwijs.core.effect.voorna import VoorNa, ancova
from tests.core.effect.tables import getallen

LABEL = "onderzoeksdata (niet-Vlaams)"
BDF = "csv_nlme_bdf.csv"
SHA256 = "72bea64ea2a06d08c554aea4ff794fb5e9db2b4579a4f729203278a4d922eec6"
Pupils = dict[str, tuple[list[float], list[float]]]


@pytest.fixture(scope="module")
def bdf(shared: Path) -> Pupils:
    """Per group the language test before and after, in the order of the file."""
    path = shared / "gegevens" / "data" / BDF
    if not path.is_file():
        pytest.skip(f"bestand ontbreekt: {BDF}")
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    assert found == SHA256, f"{BDF} is another file than these figures belong to"
    groups: Pupils = {"Y": ([], []), "N": ([], [])}
    for row in csv.DictReader(io.StringIO(content.decode("ascii"))):
        pre, post = groups[row["Minority"]]
        pre.append(float(row["langPRET"]))
        post.append(float(row["langPOST"]))
    return groups


def test_the_published_means(bdf: Pupils) -> None:
    assert {name: len(pre) for name, (pre, _) in bdf.items()} == {"Y": 132, "N": 2155}
    means = {name: (round(mean(pre), 3), round(mean(post), 3)) for name, (pre, post) in bdf.items()}
    assert means == {"N": (34.421, 41.227), "Y": (30.432, 36.159)}, LABEL


@pytest.mark.parametrize("moment", [0, 1], ids=["before", "after"])
def test_the_gap_is_the_one_that_statsmodels_and_paper_give(bdf: Pupils, moment: int) -> None:
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    gok, rest = bdf["Y"][moment], bdf["N"][moment]
    found = kloof(gok, rest)
    assert found is not None
    theirs = CompareMeans(DescrStatsW(rest), DescrStatsW(gok)).tconfint_diff(usevar="unequal")
    assert getallen(found.punten) == pytest.approx((mean(rest) - mean(gok), *theirs), abs=1e-9)
    n, m = len(gok), len(rest)
    pooled = math.sqrt(((n - 1) * variance(gok) + (m - 1) * variance(rest)) / (n + m - 2))
    j = 1 - 3 / (4 * (n + m - 2) - 1)
    d = (mean(rest) - mean(gok)) / pooled
    half = student.ppf(0.975, n + m - 2) * j * math.sqrt(1 / n + 1 / m + d**2 / (2 * (n + m)))
    assert getallen(found.g) == pytest.approx((j * d, j * d - half, j * d + half), abs=1e-6)


@pytest.mark.parametrize("name", ["Y", "N"])
def test_the_gain_is_the_one_that_a_second_calculation_gives(bdf: Pupils, name: str) -> None:
    gains = [after - before for before, after in zip(*bdf[name], strict=True)]
    found = leerwinst(list(zip(*bdf[name], strict=True)))
    half = student.ppf(0.975, len(gains) - 1) * stdev(gains) / math.sqrt(len(gains))
    expected = (mean(gains), mean(gains) - half, mean(gains) + half)
    assert (found.n, found.zonder) == (len(gains), 0)
    assert getallen(found.punten) == pytest.approx(expected, abs=1e-9), LABEL


def test_the_gap_at_the_same_pre_test_is_the_one_of_textbook_adjusted_means(bdf: Pupils) -> None:
    (pre_y, post_y), (pre_n, post_n) = bdf["Y"], bdf["N"]
    found = ancova(VoorNa(tuple(pre_n), tuple(post_n)), VoorNa(tuple(pre_y), tuple(post_y)))
    assert found is not None
    cross = sum(
        (x - mean(pre)) * (y - mean(post))
        for pre, post in bdf.values()
        for x, y in zip(pre, post, strict=True)
    )
    square = sum((x - mean(pre)) ** 2 for pre, _ in bdf.values() for x in pre)
    slope = cross / square
    adjusted = mean(post_n) - mean(post_y) - slope * (mean(pre_n) - mean(pre_y))
    assert found.helling == pytest.approx(slope, abs=1e-9)
    assert found.punten.waarde == pytest.approx(adjusted, abs=1e-9), LABEL
