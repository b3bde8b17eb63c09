"""The attack: what could somebody still find out? Written apart from what hides.

In: every number an audience can know, as sums over base cells, and a hidden sum. Out: two
whole-number tables that agree with everything known and differ enough in the hidden sum, or a
refusal. Anything the solver does not prove is a refusal (``besluiten.md`` 10).

The truth itself agrees with everything known, so one more table far enough from it is proof. A
search may look at a few cells and keep the rest at the truth: a table found in a small corner is
a table all the same, and it is believed only after a check in integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

SECONDS = 10.0  # per question to the solver; more is a refusal
STEP = 2  # tables differ by whole pupils: a half where nobody expects one would give a table away

Tabel = Mapping[int, int]  # base cell → half pupils; a cell that is absent is empty
Vector = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bekend:
    """A number that the audience knows: the sum of these base cells, in half pupils."""

    cellen: frozenset[int]
    halves: int

    def past(self, tabel: Tabel) -> bool:
        """Does a table agree with it?"""
        return som(self.cellen, tabel) == self.halves


class OnveiligError(Exception):
    """The hidden sum can be found, nearly found, or its safety could not be proved."""


def som(cellen: Iterable[int], tabel: Tabel) -> int:
    """The sum of some cells of a table, in half pupils."""
    return sum(tabel.get(cell, 0) for cell in cellen)


def uitersten(
    bekend: Sequence[Bekend], doel: frozenset[int], *, breedte: int, minstens: int = 0
) -> tuple[Tabel, Tabel]:
    """Two tables that fit everything known, with the hidden sum as low and as high as can be.

    ``breedte``: how far they must differ; ``minstens``: what the larger must reach, so that nobody
    can conclude that the group is small. All in half pupils. Raises OnveiligError.
    """
    stelsel = _Stelsel.van(bekend, doel)
    laag = stelsel.uiterste(+1, None)
    # An endless sum would have no largest table: far enough is enough.
    hoog = stelsel.uiterste(-1, som(doel, laag) + 2 * max(breedte, minstens, 1))
    if not all(b.past(tabel) for b in bekend for tabel in (laag, hoog)):
        raise OnveiligError("de veiligheid kon niet bewezen worden")
    low, high = som(doel, laag), som(doel, hoog)
    if high - low < breedte or high < minstens:
        raise OnveiligError(f"het verborgen aantal ligt tussen {low / 2:g} en {high / 2:g}")
    return laag, hoog


def een_tabel(bekend: Sequence[Bekend]) -> Tabel:
    """Any table that agrees with all these numbers; raises OnveiligError when there is none."""
    found = _Stelsel.van(bekend, frozenset()).uiterste(+1, None)
    if not all(b.past(found) for b in bekend):
        raise OnveiligError("de veiligheid kon niet bewezen worden")
    return found


@dataclass(frozen=True)
class _Stelsel:
    """The equations over classes of base cells that nobody can tell apart."""

    rijen: Any
    waarden: tuple[int, ...]
    doel: tuple[int, ...]
    eerste_cel: tuple[int, ...]
    eenheid: int

    @classmethod
    def van(cls, bekend: Sequence[Bekend], doel: frozenset[int]) -> _Stelsel:
        """Base cells that occur in exactly the same sums become one: that loses nothing."""
        from scipy.sparse import csr_array

        sums: dict[int, list[int]] = {cell: [] for cell in doel}
        for place, one in enumerate(bekend):
            for cell in one.cellen:
                sums.setdefault(cell, []).append(place)
        classes: dict[tuple[bool, tuple[int, ...]], int] = {}
        for cell in sorted(sums):
            classes.setdefault((cell in doel, tuple(sums[cell])), cell)
        where = [(place, n) for n, (_, places) in enumerate(classes) for place in places]
        rows, columns = zip(*where, strict=True) if where else ((), ())
        unit = 2 if all(b.halves % 2 == 0 for b in bekend) else 1  # halves only where one shows
        return cls(
            csr_array((np.ones(len(where)), (rows, columns)), shape=(len(bekend), len(classes))),
            tuple(b.halves // unit for b in bekend),
            tuple(int(inside) for inside, _ in classes),
            tuple(classes.values()),
            unit,
        )

    def uiterste(self, sign: int, cap: int | None) -> Tabel:
        """A whole-number table with the least (or most, up to a cap) of the hidden sum."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        constraints = []
        if self.waarden:
            values = np.array(self.waarden, dtype=float)
            constraints.append(LinearConstraint(self.rijen, values, values))
        if cap is not None:
            target = np.array([self.doel], dtype=float)
            constraints.append(LinearConstraint(target, -np.inf, cap // self.eenheid))
        found = milp(
            sign * np.array(self.doel, dtype=float),
            integrality=np.ones(len(self.doel), dtype=int),
            bounds=Bounds(0, np.inf),
            constraints=constraints,
            options={"time_limit": SECONDS},
        )
        if found.status != 0 or found.x is None:
            raise OnveiligError("de veiligheid kon niet bewezen worden")
        # The solver works with floats: the caller believes a table only when it fits exactly.
        whole = [round(float(value)) * self.eenheid for value in found.x]
        if min(whole, default=0) < 0:
            raise OnveiligError("de veiligheid kon niet bewezen worden")
        return {cell: value for cell, value in zip(self.eerste_cel, whole, strict=True) if value}


# ---------------------------------------------------------------- away from the truth


def beweegbaar(rijen: Any, ruimte: Vector, leeg: Mask, doel: Vector) -> Mask:
    """The columns that can differ from the truth and reach the hidden sum through the sums known.

    ``rijen``: the sums known (sparse 0/1, one row per sum); ``leeg``: which of them are zero. A
    column that is known exactly drops out, and whatever it leaves known; of the rest only the
    connected component of the hidden sum is left.
    """
    from scipy.sparse import bmat
    from scipy.sparse.csgraph import connected_components

    free = np.ones(rijen.shape[1], dtype=bool)
    if rijen.shape[0]:
        free &= np.asarray(rijen.T @ leeg.astype(np.int64)).ravel() == 0
    while rijen.shape[0]:
        alone = np.asarray(rijen @ free.astype(np.int64)).ravel() == 1
        exact = free & (np.asarray(rijen.T @ alone.astype(np.int64)).ravel() > 0)
        if not exact.any():
            break
        free &= ~exact
    if not rijen.shape[0] or not (free & (doel != 0)).any():
        alone_free: Mask = free & (doel != 0)
        return alone_free
    left = rijen.multiply(free[np.newaxis, :]).tocsr()
    graph: Any = bmat([[None, left], [left.T, None]], format="csr")
    part = connected_components(graph, directed=False)[1][rijen.shape[0] :]
    found: Mask = free & np.isin(part, np.unique(part[free & (doel != 0)]))
    return found


def verschuif(
    rijen: Any,
    ruimte: Vector,
    doel: Vector,
    hoeveel: int,
    binnen: Mask,
    *,
    deels: bool,
    seconden: float = SECONDS,
) -> Vector | None:
    """A whole-number change of the truth that leaves every known sum alone.

    The hidden sum rises by ``hoeveel`` (give ``-doel`` to let it fall), or with ``deels`` as much
    of it as can be; only columns ``binnen`` move, none falls by more than ``ruimte``. None: nothing
    proved, or no change. All in half pupils, in steps of a whole one.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    places = np.flatnonzero(binnen)
    if not len(places) or not (doel[places] != 0).any():
        return None
    target = doel[places].astype(float)
    part = rijen[:, places]
    touched = np.diff(part.indptr) > 0
    steps = hoeveel // STEP
    constraints = [LinearConstraint(target[np.newaxis, :], 0 if deels else steps, steps)]
    if touched.any():
        constraints.append(LinearConstraint(part[touched].astype(float), 0, 0))
    found = milp(
        -target if deels else np.zeros(len(places)),  # the first table found is good enough
        integrality=np.ones(len(places), dtype=int),
        bounds=Bounds(-(ruimte[places] // STEP).astype(float), np.inf),
        constraints=constraints,
        options={"time_limit": seconden},
    )
    if found.status != 0 or found.x is None:
        return None
    change = np.zeros(len(doel), dtype=np.int64)
    change[places] = np.rint(found.x).astype(np.int64) * STEP
    good = past(rijen, ruimte, change) and int(doel @ change) > 0
    return change if good else None


def past(rijen: Any, ruimte: Vector, verschil: Vector) -> bool:
    """Does the changed truth agree with every known sum, in integers, and is no cell below 0?"""
    return bool((verschil >= -ruimte).all() and not np.asarray(rijen @ verschil).any())
