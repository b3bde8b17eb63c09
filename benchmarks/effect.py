"""Simulated schools where the truth is known: do the intervals hold it, and is luck called success?

``python -m benchmarks.effect`` prints both tables of ``docs/effect.md``; ``make bench`` holds them
against their targets. Every scenario has its own seed, so one run again gives the same numbers.

- *coverage*: of each estimate that is shown, how often its 95 % interval holds the true value.
- *verdicts*: the whole calculation on pupils for whom the action does nothing; the share with a
  favourable verdict, of all runs and of the runs in which the rules came as far as the interval.
- *traps*: designs in which the group gains by itself; no favourable verdict at all may come out.

Tests have SD 10, so points are tenths of an SD; ``R`` is the correlation of pre and post.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np

from gokwijs.core.analyse.aandeel import verschil
from gokwijs.core.effect.berekening import (
    Effect,
    Meetrij,
    Oordeel,
    Opzetkeuze,
    Schatting,
    Toewijzing,
    bereken,
    kloof,
    kloof_trend,
    leerwinst,
    samen,
)
from gokwijs.core.effect.groep import groep_van
from gokwijs.core.effect.oordeel import OVER_DE_ACTIE
from gokwijs.core.effect.verschil import HEDGES_NCT, hedges
from gokwijs.core.effect.voorna import VoorNa, ancova, did

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RUNS, COVERAGE_RUNS, SEED = 10_000, 4_000, 20261128
R, SD, DELTA, ICC = 0.7, 10.0, 3.0, 0.15
COVERAGE, FAVOURABLE_MAX = (0.93, 0.97), 0.03
LOTING = Opzetkeuze(toewijzing=Toewijzing.LOTING)
GEWOON = Opzetkeuze()
PAREN = Opzetkeuze(koppelen=True, marge=2.0)
KLAS = Opzetkeuze(toewijzing=Toewijzing.KLAS)

Truth = tuple[str, Schatting | None, float]
Generator = np.random.Generator


# ---------------------------------------------------------------- pupils


def scores(
    rng: Generator,
    n: int,
    *,
    plus: float = 0.0,
    level: float = 0.0,
    spread: float = 1.0,
    classes: int = 0,
    icc: float = ICC,
) -> tuple[Floats, Floats]:
    """Pre and post; ``plus`` by the action, ``level`` the ability of this group, both in points.

    With ``classes`` the pupils of a class share ``icc`` of what the pre-test does not tell.
    """
    ability = rng.normal(0, np.sqrt(R), n)
    noise = np.sqrt(1 - R)
    pre = ability + rng.normal(0, noise, n)
    rest = rng.normal(0, 1, n)
    if classes:
        shared = rng.normal(0, 1, classes)[np.arange(n) % classes]
        # Of the residual after the pre-test, whose variance is 1 - R².
        post = R * pre + np.sqrt(1 - R**2) * (np.sqrt(icc) * shared + np.sqrt(1 - icc) * rest)
    else:
        post = ability + noise * rest
    return 50 + level + SD * spread * pre, 55 + level + plus + SD * spread * post


def rows(pre: Floats, post: Floats, classes: int = 0, name: str = "") -> list[Meetrij]:
    return [
        Meetrij(float(v), float(n), klas=f"{name}{k % classes}" if classes else "")
        for k, (v, n) in enumerate(zip(pre, post, strict=True))
    ]


def both(pre: Floats, post: Floats) -> VoorNa:
    return VoorNa(tuple(pre.tolist()), tuple(post.tolist()))


def lowest(rng: Generator, n: int, share: float) -> tuple[Floats, Floats]:
    """The lowest ``share`` on the pre-test itself, out of a population large enough for n."""
    pre, post = scores(rng, int(n / share))
    picked = np.argsort(pre)[:n]
    return pre[picked], post[picked]


# ---------------------------------------------------------------- coverage


def two_groups(n: int) -> Callable[[Generator], list[Truth]]:
    def once(rng: Generator) -> list[Truth]:
        een, ander = scores(rng, n, plus=DELTA)[1], scores(rng, n)[1]
        gap, g = kloof(ander.tolist(), een.tolist()), DELTA / SD
        nct = hedges(groep_van(een.tolist()), groep_van(ander.tolist()), methode=HEDGES_NCT)
        return [
            (f"verschil in punten, Welch, {n} tegen {n}", gap and gap.punten, DELTA),
            (f"g, hedges-t-1, {n} tegen {n}", gap and gap.g, g),
            (f"g, hedges-nct-1, {n} tegen {n}", nct, g),
        ]

    return once


def unequal_groups(rng: Generator) -> list[Truth]:
    gok = scores(rng, 25, spread=1.4)[1].tolist()
    rest = scores(rng, 80, plus=4.0)[1].tolist()
    gap = kloof(gok, rest)
    return [("kloof in punten, Welch, 25 tegen 80, ongelijke spreiding", gap and gap.punten, 4.0)]


def trend(rng: Generator) -> list[Truth]:
    gaps = []
    for plus in (4.0, 2.0):
        gok, rest = scores(rng, 30)[1].tolist(), scores(rng, 90, plus=plus)[1].tolist()
        found = kloof(gok, rest)
        assert found is not None
        gaps.append(found)
    change = kloof_trend(*gaps)
    return [
        ("kloof-trend in punten, 30 tegen 90, twee jaren", change.punten, -2.0),
        ("kloof-trend in SD, 30 tegen 90, twee jaren", change.g, -2.0 / SD),
    ]


def gain(rng: Generator) -> list[Truth]:
    pre, post = scores(rng, 15)
    found = leerwinst(list(zip(pre.tolist(), post.tolist(), strict=True)))
    return [("leerwinst in punten, 15 leerlingen", found.punten, 5.0)]


def pre_and_post(n: int) -> Callable[[Generator], list[Truth]]:
    def once(rng: Generator) -> list[Truth]:
        een, ander = both(*scores(rng, n, plus=DELTA)), both(*scores(rng, n))
        main, check = ancova(een, ander), did(een, ander)
        return [
            (f"ANCOVA in punten, {n} tegen {n}", main and main.punten, DELTA),
            (f"ANCOVA in SD, {n} tegen {n}", main and main.g, DELTA / SD),
            (f"DiD in punten, {n} tegen {n}", check and check.punten, DELTA),
            (f"DiD in SD, {n} tegen {n}", check and check.g, DELTA / SD),
        ]

    return once


def unequal_spread(rng: Generator) -> list[Truth]:
    een = scores(rng, 30, plus=DELTA)
    een = (een[0], een[1] + rng.normal(0, 10, 30))
    found = ancova(both(*een), both(*scores(rng, 70)))
    return [
        ("ANCOVA in punten, 30 tegen 70, ongelijke spreiding (HC3)", found and found.punten, DELTA)
    ]


def matched(rng: Generator) -> list[Truth]:
    een, ander = scores(rng, 40, plus=DELTA), scores(rng, 60)
    found = bereken(rows(*een), rows(*ander), PAREN)
    paren = found.paren
    # Kept also where the verdict shows no number: an interval is not better for being hidden.
    basis = from_basis(found)
    return [
        ("paren: ANCOVA in punten, uit 40 en 60", basis, DELTA),
        ("paren: gemiddeld verschil in punten, uit 40 en 60", paren and paren.verschil, DELTA),
    ]


def from_basis(effect: Effect) -> Schatting | None:
    from gokwijs.core.effect.verschil import t_kwantiel

    basis = effect.basis
    if basis is None:
        return None
    half = t_kwantiel(effect.n_t + effect.n_c - 3) * basis.punten_se
    return Schatting(basis.punten, basis.punten - half, basis.punten + half)


def per_class(classes: int, icc: float = ICC) -> Callable[[Generator], list[Truth]]:
    def once(rng: Generator) -> list[Truth]:
        n = 20 * classes
        een = scores(rng, n, plus=DELTA, classes=classes, icc=icc)
        ander = scores(rng, n, classes=classes, icc=icc)
        found = bereken(rows(*een, classes, "t"), rows(*ander, classes, "c"), KLAS)
        how = f"{classes} tegen {classes} klassen van 20, samenhang {100 * icc:.0f} %"
        name = f"per klas in punten, {how}"
        return [(name, found.punten, DELTA)]

    return once


def share(n: int) -> Callable[[Generator], list[Truth]]:
    def once(rng: Generator) -> list[Truth]:
        x = [int(rng.binomial(n, p)) for p in (0.45, 0.30)]
        found = verschil((x[0], n), (x[1], n))
        assert found is not None
        interval = Schatting(found.verschil, found.low, found.high)
        return [(f"verschil van aandelen, Newcombe, {n} tegen {n}", interval, 0.15)]

    return once


def pooled(rng: Generator) -> list[Truth]:
    """Where the lichtingen are counted together; Q leaves one in ten out."""
    effects = [
        bereken(rows(*scores(rng, 25, plus=DELTA)), rows(*scores(rng, 25)), GEWOON)
        for _ in range(3)
    ]
    found = samen(effects)
    return [
        ("samengeteld in punten, drie lichtingen van 25 tegen 25", found.punten, DELTA),
        ("samengeteld in SD, drie lichtingen van 25 tegen 25", found.g, DELTA / SD),
    ]


def shrunken(rng: Generator) -> list[Truth]:
    """Actions differ as the prior says; then the interval should hold the true one."""
    true = float(rng.normal(0, 0.2))
    found = bereken(rows(*scores(rng, 40, plus=SD * true)), rows(*scores(rng, 40)), GEWOON)
    return [("voorzichtige schatting in SD, 40 tegen 40", found.gekrompen, true)]


COVERED: tuple[Callable[[Generator], list[Truth]], ...] = (
    two_groups(12),
    two_groups(30),
    unequal_groups,
    trend,
    gain,
    pre_and_post(30),
    pre_and_post(60),
    unequal_spread,
    matched,
    per_class(3),
    per_class(10),
    per_class(10, 0.30),
    share(30),
    share(100),
    pooled,
    shrunken,
)


# ---------------------------------------------------------------- verdicts without an effect


@dataclass(frozen=True, slots=True)
class Nul:
    """``trap``: not one favourable verdict may come out. ``stress``: outside the assumptions."""

    name: str
    once: Callable[[Generator], Oordeel | None]
    trap: bool = False
    stress: bool = False


def plain(
    keuze: Opzetkeuze, n_t: int, n_c: int, **how: Any
) -> Callable[[Generator], Oordeel | None]:
    """Two groups; ``level`` and ``spread`` are of the group with the action."""

    def once(rng: Generator) -> Oordeel | None:
        return bereken(rows(*scores(rng, n_t, **how)), rows(*scores(rng, n_c)), keuze).oordeel

    return once


def by_class(classes: int, icc: float = ICC) -> Callable[[Generator], Oordeel | None]:
    def once(rng: Generator) -> Oordeel | None:
        n = 20 * classes
        een, ander = (scores(rng, n, classes=classes, icc=icc) for _ in range(2))
        return bereken(rows(*een, classes, "t"), rows(*ander, classes, "c"), KLAS).oordeel

    return once


def picked_both(rng: Generator) -> Oordeel | None:
    een, ander = lowest(rng, 50, 0.3), lowest(rng, 50, 0.3)
    return bereken(rows(*een), rows(*ander), replace(GEWOON, laag_gekozen=0.3)).oordeel


def picked_matched(rng: Generator) -> Oordeel | None:
    """Picked on the pre-test, matched on it with the whole earlier cohort."""
    een, ander = lowest(rng, 45, 0.3), scores(rng, 150)
    keuze = replace(PAREN, laag_gekozen=0.3, gekozen_op_voormeting=True)
    return bereken(rows(*een), rows(*ander), keuze).oordeel


def picked_high(rng: Generator) -> Oordeel | None:
    """Strong pupils, picked on an earlier test, matched with a whole earlier cohort."""
    ability = rng.normal(0, np.sqrt(R), 150)
    first, pre, post = (ability + rng.normal(0, np.sqrt(1 - R), ability.size) for _ in range(3))
    picked = np.argsort(first)[-45:]
    een = (50 + SD * pre[picked], 55 + SD * post[picked])
    return bereken(rows(*een), rows(*scores(rng, 150)), PAREN).oordeel


def picked_earlier(rng: Generator) -> Oordeel | None:
    """Picked on an earlier test, matched on another with an earlier cohort."""
    n, share_low = 45, 0.3
    ability = rng.normal(0, np.sqrt(R), int(n / share_low))
    first, pre, post = (ability + rng.normal(0, np.sqrt(1 - R), ability.size) for _ in range(3))
    picked = np.argsort(first)[:n]
    een = (50 + SD * pre[picked], 55 + SD * post[picked])
    keuze = replace(PAREN, laag_gekozen=share_low)
    return bereken(rows(*een), rows(*scores(rng, 150)), keuze).oordeel


def picked_alone(rng: Generator) -> Oordeel | None:
    return bereken(rows(*lowest(rng, 60, 0.2)), None, replace(GEWOON, laag_gekozen=0.2)).oordeel


def picked_against_all(rng: Generator) -> Oordeel | None:
    een, ander = lowest(rng, 60, 0.2), scores(rng, 60)
    return bereken(rows(*een), rows(*ander), replace(GEWOON, laag_gekozen=0.2)).oordeel


def picked_against_rest(rng: Generator) -> Oordeel | None:
    """The lower half gets the action, the upper half of the same year is the comparison."""
    pre, post = scores(rng, 120)
    order = np.argsort(pre)
    low, high = order[:60], order[60:]
    keuze = replace(GEWOON, laag_gekozen=0.5)
    return bereken(rows(pre[low], post[low]), rows(pre[high], post[high]), keuze).oordeel


def picked_pooled(rng: Generator) -> Oordeel | None:
    keuze = replace(GEWOON, laag_gekozen=0.2)
    return samen(
        [bereken(rows(*lowest(rng, 30, 0.2)), rows(*scores(rng, 30)), keuze) for _ in range(3)]
    ).oordeel


def yes_no(rng: Generator) -> Oordeel | None:
    """A share; matched on the same yes or no at the start."""
    groups = []
    for n in (80, 120):
        pre, post = scores(rng, n)
        groups.append(rows((pre < 47).astype(float), (post < 52).astype(float)))
    return bereken(*groups, Opzetkeuze(ja_nee=True, koppelen=True, marge=0.0)).oordeel


def ceiling(rng: Generator) -> Oordeel | None:
    """Whole points, and a fifth of the pupils at the top of the scale."""
    groups = []
    for _ in range(2):
        pre, post = scores(rng, 60)
        groups.append(rows(np.round(np.minimum(pre, 62)), np.round(np.minimum(post, 63))))
    return bereken(*groups, GEWOON).oordeel


def three_years(rng: Generator) -> Oordeel | None:
    return samen(
        [bereken(rows(*scores(rng, 25)), rows(*scores(rng, 25)), GEWOON) for _ in range(3)]
    ).oordeel


def one_cohort_for_all(rng: Generator) -> Oordeel | None:
    """Three years against the same earlier cohort."""
    earlier = rows(*scores(rng, 40))
    return samen([bereken(rows(*scores(rng, 40)), earlier, GEWOON) for _ in range(3)]).oordeel


NULS: tuple[Nul, ...] = (
    Nul("A loting, 60 tegen 60", plain(LOTING, 60, 60)),
    Nul("A loting, 30 tegen 30", plain(LOTING, 30, 30)),
    Nul("C groepen zoals ze zijn, 60 tegen 60", plain(GEWOON, 60, 60)),
    Nul("C ongelijke spreiding en grootte, 35 tegen 90", plain(GEWOON, 35, 90, spread=1.5)),
    Nul("C plafond in de toets, 60 tegen 60", ceiling),
    Nul("C beide groepen de laagste 30 %, 50 tegen 50", picked_both),
    Nul("B gekoppeld, 50 uit 100", plain(PAREN, 50, 100)),
    Nul("B laagste 30 % gekoppeld op dezelfde toets", picked_matched),
    Nul("B laagste 30 % op een eerdere toets, gekoppeld op een andere", picked_earlier),
    Nul("B hoogste 30 % op een eerdere toets, gekoppeld op een andere", picked_high),
    Nul("aandeel, gekoppeld op de beginmeting, 80 uit 120", yes_no),
    Nul("per klas, 3 tegen 3 klassen van 20", by_class(3)),
    Nul("per klas, 6 tegen 6 klassen van 20", by_class(6)),
    Nul("drie lichtingen samen, 25 tegen 25", three_years),
    Nul("drie lichtingen tegen dezelfde vroegere lichting van 40", one_cohort_for_all),
    Nul("val: laagste 20 %, enkel voor en na", picked_alone, trap=True),
    Nul("val: laagste 20 % tegen wie niet gekozen werd", picked_against_all, trap=True),
    Nul("val: laagste helft tegen hoogste helft", picked_against_rest, trap=True),
    Nul("val: laagste 20 %, drie lichtingen samen", picked_pooled, trap=True),
    Nul(
        "buiten de aannames: sterkere groep, 0,2 SD", plain(GEWOON, 60, 60, level=2.0), stress=True
    ),
    Nul(
        "buiten de aannames: sterkere groep, gekoppeld",
        plain(PAREN, 60, 90, level=2.0),
        stress=True,
    ),
    Nul("buiten de aannames: samenhang 0,30, 10 tegen 10 klassen", by_class(10, 0.30), stress=True),
)


# ---------------------------------------------------------------- counting


def generator(name: str) -> Generator:
    return np.random.default_rng([SEED, zlib.crc32(name.encode())])


def coverage(place: int, runs: int) -> list[dict[str, Any]]:
    """Per estimate of one scenario: runs with an interval, and how many hold the truth.

    ``apart``: not held against the target. With few classes the interval is wide on purpose, and
    where classes resemble each other more than assumed it is too narrow.
    """
    once, held, counted = COVERED[place], Counter[str](), Counter[str]()
    rng = generator(f"dekking {place}")
    for _ in range(runs):
        for name, found, truth in once(rng):
            if found is not None:
                counted[name] += 1
                held[name] += found.low <= truth <= found.high
    return [
        {"name": name, "runs": n, "share": held[name] / n, "apart": name.startswith("per klas")}
        for name, n in counted.items()
    ]


def verdicts(place: int, runs: int) -> dict[str, Any]:
    nul, seen = NULS[place], Counter[Oordeel | None]()
    rng = generator(f"nul {place}")
    for _ in range(runs):
        seen[nul.once(rng)] += 1
    judged = sum(seen[one] for one in OVER_DE_ACTIE)
    good, bad = seen[Oordeel.AANWIJZING_VOORUITGANG], seen[Oordeel.AANWIJZING_ACHTERUITGANG]
    return {
        "name": nul.name,
        "trap": nul.trap,
        "stress": nul.stress,
        "runs": runs,
        "judged": judged,
        "good": good,
        "bad": bad,
    }


def _one(task: tuple[str, int, int]) -> tuple[str, Any]:
    kind, place, runs = task
    return kind, coverage(place, runs) if kind == "coverage" else verdicts(place, runs)


def simulate(scale: float = 1.0, workers: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """Both tables; the scenarios are divided over the cores."""
    few, many = max(10, int(COVERAGE_RUNS * scale)), max(10, int(RUNS * scale))
    tasks = [("coverage", place, few) for place in range(len(COVERED))]
    tasks += [("verdicts", place, many) for place in range(len(NULS))]
    found: dict[str, list[dict[str, Any]]] = {"coverage": [], "verdicts": []}
    # The matrices are tiny: threads inside a worker only stand in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with ProcessPoolExecutor(workers or os.cpu_count(), get_context("spawn")) as pool:
        for kind, result in pool.map(_one, tasks):
            found[kind] += result if isinstance(result, list) else [result]
    return found


def table(found: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """As it stands in the docs, in Dutch numbers."""
    yield "| schatting | herhalingen | dekking |"
    yield "|---|---|---|"
    for row in found["coverage"]:
        yield f"| {row['name']} | {dutch(row['runs'])} | {percent(row['share'])} |"
    yield ""
    yield "| opzet zonder verschil | herhalingen | tot bij het interval | gunstig | ongunstig |"
    yield "|---|---|---|---|---|"
    for row in found["verdicts"]:
        judged = percent(row["judged"] / row["runs"])
        good, bad = (percent(row[key] / row["runs"]) for key in ("good", "bad"))
        yield f"| {row['name']} | {dutch(row['runs'])} | {judged} | {good} | {bad} |"


def dutch(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def percent(value: float) -> str:
    return f"{100 * value:.2f}".replace(".", ",") + " %"


if __name__ == "__main__":
    import sys

    print("\n".join(table(simulate(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))))
