"""What else to hide: the cheapest numbers that make room for a hidden one.

In: the sums that stay, the sums that may still be hidden with their cost, and how far a hidden sum
must move. Out: which sums to hide more, or None when nothing helps. Only a proposal: whether it is
enough is for the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gokwijs.core.disclosure.aanval import STEP, Vector

TINY = 1e-6
MOVE = 1e-3  # a cell that moves, beside a shown number of 1 that must be hidden


@dataclass(frozen=True)
class Voorstel:
    """Rows of ``zacht`` to hide, what that costs, and the change in whole pupils nearest to it."""

    verberg: tuple[int, ...]
    kosten: float
    verschil: Vector


def stel_voor(
    vast: Any, zacht: Any, kosten: Vector, ruimte: Vector, doel: Vector, hoeveel: int
) -> Voorstel | None:
    """The least costly change of the shown sums with which the hidden sum rises by ``hoeveel``.

    Of those the shortest: short changes are exchanges, and those come out in whole pupils.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    columns, soft = len(doel), zacht.shape[0]
    step = MOVE * (1 + 0.1 * np.random.default_rng(columns).random(columns))
    cost = np.concatenate([np.tile(step, 2), np.tile(kosten.astype(float), 2)])
    sums: Any = vstack([vast, zacht], format="csr").astype(float)
    slack: Any = vstack([csr_array((vast.shape[0], soft)), eye_array(soft)], format="csr")
    upper = np.full(len(cost), np.inf)
    upper[columns : 2 * columns] = ruimte // STEP
    goal = np.concatenate([-doel, doel, np.zeros(2 * soft)])
    rise: Any = csr_array(goal[np.newaxis, :].astype(float))
    equal: Any = None
    right: Any = None
    if sums.shape[0]:
        equal = hstack([sums, -sums, -slack, slack], format="csr")
        right = np.zeros(sums.shape[0])
    solve: Any = linprog
    found = solve(
        cost,
        A_ub=rise,
        b_ub=[-float(hoeveel // STEP)],
        A_eq=equal,
        b_eq=right,
        bounds=np.column_stack([np.zeros(len(cost)), upper]),
        method="highs",
    )
    if found.status != 0 or found.x is None:
        return None
    moved = found.x[2 * columns : 2 * columns + soft] + found.x[2 * columns + soft :]
    change = found.x[:columns] - found.x[columns : 2 * columns]
    return Voorstel(
        tuple(int(n) for n in np.flatnonzero(moved > TINY)),
        float(found.fun),
        np.rint(change).astype(np.int64) * STEP,
    )
