"""What else to hide: the cheapest numbers that make room for a hidden one.

In: the sums that stay, the sums that may still be hidden with their cost, and how far a hidden sum
must move. Out: which sums to hide more, or None when nothing helps. Only a proposal: whether it is
enough is for the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gokwijs.core.disclosure.aanval import Vector

TINY = 1e-6


@dataclass(frozen=True)
class Voorstel:
    """Rows of ``zacht`` to hide, what that costs, and the columns that moved."""

    verberg: tuple[int, ...]
    kosten: float
    beweegt: tuple[int, ...]


def stel_voor(
    vast: Any, zacht: Any, kosten: Vector, ruimte: Vector, doel: Vector, hoeveel: int
) -> Voorstel | None:
    """The least costly change of the shown sums with which the hidden sum rises by ``hoeveel``."""
    from scipy.optimize import linprog
    from scipy.sparse import block_array, csr_array, eye_array

    columns, soft = len(doel), zacht.shape[0]
    goal = csr_array(doel[np.newaxis, :].astype(float))
    cost = np.concatenate([np.zeros(columns), np.tile(kosten.astype(float), 2)])
    blocks = []
    if vast.shape[0]:
        blocks.append([vast.astype(float), None, None])
    if soft:
        one = eye_array(soft, format="csr")
        blocks.append([zacht.astype(float), -one, one])
    equal = block_array(blocks, format="csr") if blocks else None
    if equal is not None and equal.shape[1] < len(cost):
        equal = csr_array(
            (equal.data, equal.indices, equal.indptr), shape=(equal.shape[0], len(cost))
        )
    bounds = np.zeros((len(cost), 2))
    bounds[:columns, 0] = -ruimte
    bounds[:, 1] = np.inf
    found = linprog(
        cost,
        A_ub=csr_array((-goal.data, goal.indices, goal.indptr), shape=(1, len(cost))),
        b_ub=[-float(hoeveel)],
        A_eq=equal,
        b_eq=None if equal is None else np.zeros(equal.shape[0]),
        bounds=bounds,
        method="highs",
    )
    if found.status != 0 or found.x is None:
        return None
    moved = found.x[columns : columns + soft] + found.x[columns + soft :]
    return Voorstel(
        tuple(int(n) for n in np.flatnonzero(moved > TINY)),
        float(found.fun),
        tuple(int(k) for k in np.flatnonzero(np.abs(found.x[:columns]) > TINY)),
    )
