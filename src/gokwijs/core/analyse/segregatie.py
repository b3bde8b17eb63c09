"""How unevenly GOK-leerlingen are spread over classes, beside what chance alone would do.

In: per class how many GOK-leerlingen and how many others. Out: D and Hutchens with their expected
value, 95th percentile and p under a random allocation with the class sizes fixed, or the exact
split of Hutchens between and within streams (1A beside 1B).

Small classes give high values by chance, so the bare number is never enough. Exact when the
outcomes can all be written down; otherwise drawn, with the seed kept.

Sources: Duncan & Duncan 1955; Hutchens 2004 (International Economic Review 45:555); Phipson &
Smyth 2010 for p = (b + 1) / (B + 1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Klas = tuple[int, int]
MAX_OUTCOMES = 50_000
"""Up to here every outcome is written down: about the work of drawing 10 000 times."""
_SAME = 1e-12
_QUANTILE = 0.95


@dataclass(frozen=True, slots=True)
class Segregatie:
    """D and Hutchens, 0 (even) to 1 (apart). ``trekkingen`` and ``zaad`` matter when not exact.

    ``gecorrigeerd`` is (value - expected) / (1 - expected): negative is more even than chance;
    None when every allocation gives 1.
    """

    n_gok: int
    n_rest: int
    d: float
    d_p: float
    d_verwacht: float
    d_q95: float
    d_gecorrigeerd: float | None
    hutchens: float
    hutchens_p: float
    hutchens_verwacht: float
    hutchens_q95: float
    hutchens_gecorrigeerd: float | None
    exact: bool
    trekkingen: int
    zaad: int


@dataclass(frozen=True, slots=True)
class Deel:
    """One stream: its weight in the part within, and its own Hutchens (None: one group only)."""

    stroom: str
    gewicht: float
    hutchens: float | None


@dataclass(frozen=True, slots=True)
class Opdeling:
    """``totaal`` = ``tussen`` + ``binnen``, and ``binnen`` = sum of weight times Hutchens."""

    totaal: float
    tussen: float
    binnen: float
    delen: tuple[Deel, ...]


@dataclass(frozen=True, slots=True)
class _Measured:
    value: float
    p: float
    expected: float
    q95: float

    @property
    def corrected(self) -> float | None:
        room = 1 - self.expected
        return (self.value - self.expected) / room if room > _SAME else None


def segregatie(
    klassen: Sequence[Klas], *, zaad: int = 20260201, trekkingen: int = 10_000
) -> Segregatie | None:
    """None when nobody or everybody is GOK, or when fewer than two classes have pupils.

    Raises ValueError on a negative count.
    """
    import numpy as np

    filled = _filled(klassen)
    n_gok, n_rest = sum(a for a, _ in filled), sum(b for _, b in filled)
    if len(filled) < 2 or not n_gok or not n_rest:
        return None
    sizes = [a + b for a, b in filled]
    exact = _outcomes(sizes, n_gok) <= MAX_OUTCOMES
    if exact:
        drawn, weights = _enumerate(sizes, n_gok)
    else:
        generator = np.random.default_rng(zaad)
        drawn = generator.multivariate_hypergeometric(sizes, n_gok, size=trekkingen).T
        weights = np.full(trekkingen, 1 / trekkingen)
    d, h = _both(filled, drawn, weights, exact)
    return Segregatie(
        n_gok=n_gok,
        n_rest=n_rest,
        d=d.value,
        d_p=d.p,
        d_verwacht=d.expected,
        d_q95=d.q95,
        d_gecorrigeerd=d.corrected,
        hutchens=h.value,
        hutchens_p=h.p,
        hutchens_verwacht=h.expected,
        hutchens_q95=h.q95,
        hutchens_gecorrigeerd=h.corrected,
        exact=exact,
        trekkingen=0 if exact else trekkingen,
        zaad=zaad,
    )


def opdeling(per_stroom: Mapping[str, Sequence[Klas]]) -> Opdeling | None:
    """Hutchens split between and within streams; None when nobody or everybody is GOK."""
    streams = {name: _filled(klassen) for name, klassen in per_stroom.items()}
    sums = {
        name: (sum(a for a, _ in klassen), sum(b for _, b in klassen))
        for name, klassen in streams.items()
    }
    total = _hutchens([klas for klassen in streams.values() for klas in klassen])
    between = _hutchens(list(sums.values()))
    if total is None or between is None:
        return None
    n_gok, n_rest = sum(a for a, _ in sums.values()), sum(b for _, b in sums.values())
    delen = tuple(
        Deel(name, math.sqrt(a / n_gok * b / n_rest), _hutchens(streams[name]))
        for name, (a, b) in sums.items()
    )
    within = math.fsum(deel.gewicht * deel.hutchens for deel in delen if deel.hutchens is not None)
    return Opdeling(total, between, within, delen)


def _filled(klassen: Sequence[Klas]) -> list[Klas]:
    if any(a < 0 or b < 0 for a, b in klassen):
        raise ValueError("a class cannot have fewer than 0 pupils")
    return [(a, b) for a, b in klassen if a + b]


def _hutchens(klassen: Sequence[Klas]) -> float | None:
    n_gok, n_rest = sum(a for a, _ in klassen), sum(b for _, b in klassen)
    if not n_gok or not n_rest:
        return None
    return 1 - math.fsum(math.sqrt(a / n_gok * b / n_rest) for a, b in klassen)


def _outcomes(sizes: Sequence[int], n_gok: int) -> int:
    """In how many ways the GOK-leerlingen can be spread, counting classes and not pupils."""
    ways = [1] + [0] * n_gok
    for size in sizes:
        running, cumulative = 0, []
        for way in ways:
            running += way
            cumulative.append(running)
        ways = [
            cumulative[k] - (cumulative[k - size - 1] if k > size else 0) for k in range(n_gok + 1)
        ]
    return ways[n_gok]


def _enumerate(sizes: Sequence[int], n_gok: int) -> tuple[Ints, Floats]:
    """Every outcome (classes × outcomes) and its probability."""
    import numpy as np

    rows, used = np.zeros((0, 1), dtype=np.int64), np.zeros(1, dtype=np.int64)
    logs, room = np.zeros(1), sum(sizes)
    for size in sizes:
        room -= size
        # Who is placed now leaves a rest that still fits in the classes to come.
        low, high = np.maximum(0, n_gok - used - room), np.minimum(size, n_gok - used)
        many = high - low + 1
        kept = np.repeat(np.arange(len(used)), many)
        start = np.repeat(np.cumsum(many) - many, many)
        here = low[kept] + np.arange(len(kept)) - start
        ways = np.array([math.log(math.comb(size, k)) for k in range(size + 1)])
        rows, used = np.vstack((rows[:, kept], here)), used[kept] + here
        logs = logs[kept] + ways[here]
    weights = np.exp(logs - math.log(math.comb(sum(sizes), n_gok)))
    return rows, weights / weights.sum()


def _tables(sizes: Sequence[int], n_gok: int, n_rest: int) -> tuple[list[Floats], list[Floats]]:
    """Per class what k GOK-leerlingen in it add to D and take from Hutchens, for every k."""
    import numpy as np

    parts_d, parts_h = [], []
    for size in sizes:
        inside = np.arange(min(size, n_gok) + 1)
        gok, rest = inside / n_gok, (size - inside) / n_rest
        parts_d.append(np.abs(gok - rest) / 2)
        parts_h.append(np.sqrt(gok * rest))
    return parts_d, parts_h


def _sum(parts: Sequence[Floats], outcomes: Ints) -> Floats:
    import numpy as np

    total = np.zeros(outcomes.shape[1])
    for part, inside in zip(parts, outcomes, strict=True):
        total += part[inside]
    return total


def _both(
    klassen: Sequence[Klas], drawn: Ints, weights: Floats, exact: bool
) -> tuple[_Measured, _Measured]:
    """D and Hutchens of these classes, each beside the same outcomes of chance."""
    import numpy as np

    observed = np.array([[a] for a, _ in klassen])
    sizes = [a + b for a, b in klassen]
    parts_d, parts_h = _tables(sizes, sum(a for a, _ in klassen), sum(b for _, b in klassen))
    d = _measure(_sum(parts_d, observed)[0], _sum(parts_d, drawn), weights, exact)
    h = _measure(1 - _sum(parts_h, observed)[0], 1 - _sum(parts_h, drawn), weights, exact)
    return d, h


def _measure(value: float, drawn: Floats, weights: Floats, exact: bool) -> _Measured:
    """One-sided: how often chance gives as much or more."""
    import numpy as np

    above = drawn >= value - _SAME
    if exact:
        p = min(1.0, float(weights[above].sum()))
    else:
        p = (int(above.sum()) + 1) / (len(drawn) + 1)
    order = np.argsort(drawn)
    reached = np.cumsum(weights[order])
    place = min(int(np.searchsorted(reached, _QUANTILE - _SAME)), len(drawn) - 1)
    return _Measured(max(0.0, float(value)), p, float(drawn @ weights), float(drawn[order][place]))
