"""Exchanges: the smallest changes of a table that leave every known sum alone.

In: which base cells each known sum adds up, and how far each cell can fall. Out: a change of the
truth that moves a hidden sum, made of exchanges: in one place some pupils go from combination b
to a, in another as many go from a to b. Found by arithmetic alone, without a solver; whoever uses
a change checks it in integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gokwijs.core.disclosure.aanval import STEP, Vector

PAIRS = 64  # a place of more cells gives too many pairs to be worth while
TRIES = 400  # exchanges looked at for one hidden sum


def paren(thuis: Vector) -> tuple[Vector, Vector]:
    """All ordered pairs (a, b) of cells with the same home; home -1 has none."""
    first: list[Vector] = []
    second: list[Vector] = []
    order = np.argsort(thuis, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(thuis[order])) + 1):
        if len(members) < 2 or len(members) > PAIRS or thuis[members[0]] < 0:
            continue
        a, b = np.meshgrid(members, members, indexing="ij")
        off = ~np.eye(len(members), dtype=bool)
        first.append(a[off])
        second.append(b[off])
    if not first:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    return np.concatenate(first), np.concatenate(second)


@dataclass
class Ruil:
    """The pairs, in classes: two pairs are in one class when no known sum tells them apart."""

    a: Vector
    b: Vector
    soort: Vector
    begin: Vector
    alleen: int  # the class of pairs that no known sum sees at all, or -1
    los: Vector  # cells in no known sum
    ruimte: Vector

    @classmethod
    def van(cls, rijen: Any, tekens: Vector, ruimte: Vector, pairs: tuple[Vector, Vector]) -> Ruil:
        """``tekens``: a random number per known sum; equal sums of them mean equal memberships."""
        if rijen.shape[0]:
            mark = np.asarray(rijen.T @ tekens).ravel()
            seen = np.asarray(rijen.sum(axis=0)).ravel()
        else:
            mark = seen = np.zeros(len(ruimte), dtype=np.int64)
        a, b = pairs
        difference = mark[a] - mark[b]
        order = np.argsort(difference, kind="stable")
        difference = difference[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = difference[1:] != difference[:-1]
        kind = np.cumsum(new) - 1
        begin = np.append(np.flatnonzero(new), len(order))
        alone = kind[np.searchsorted(difference, 0)] if (difference == 0).any() else -1
        return cls(a[order], b[order], kind, begin, int(alone), np.flatnonzero(seen == 0), ruimte)

    def verschuif(self, doel: Vector, hoeveel: int) -> Vector | None:
        """A change that lets the hidden sum rise by up to ``hoeveel``; None when it finds none."""
        change = np.zeros(len(doel), dtype=np.int64)
        free = self.los[doel[self.los] > 0]
        if len(free):
            change[free[0]] = hoeveel
            return change
        room = self.ruimte.copy()
        effect = doel[self.a] - doel[self.b]
        partner = (effect <= 0) & (room[self.a] >= STEP)
        classes = len(self.begin) - 1
        useful = np.bincount(self.soort[partner], minlength=classes) > 0
        if self.alleen >= 0:
            useful[self.alleen] = True
        chosen = np.flatnonzero((effect > 0) & (room[self.b] >= STEP) & useful[self.soort])
        chosen = chosen[np.argsort(-room[self.b[chosen]], kind="stable")][:TRIES]
        left = hoeveel
        for m in chosen:
            if left <= 0:
                break
            left -= self._exchange(int(m), left, change, room, effect)
        return change if left < hoeveel else None

    def _exchange(self, m: int, left: int, change: Vector, room: Vector, effect: Vector) -> int:
        """One exchange of pair ``m`` with the best partner of its class; what it adds."""
        a, b, kind = self.a[m], self.b[m], self.soort[m]
        most = min(left, int(room[b]))
        if kind == self.alleen:
            t = most // STEP * STEP
            change[a] += t
            change[b] -= t
            room[b] -= t
            return t
        among = np.arange(self.begin[kind], self.begin[kind + 1])
        apart = self.a[among] != b  # the same cell cannot fall twice
        worth = np.where((effect[among] <= 0) & apart, room[self.a[among]], 0)
        best = int(worth.argmax())
        t = min(most, int(worth[best])) // STEP * STEP
        if t <= 0:
            return 0
        other = among[best]
        gain = 1 - int(effect[other])
        if gain == 2:
            t = max(STEP, min(t, (left + 1) // 2) // STEP * STEP)
        for cell, step in ((a, t), (b, -t), (self.a[other], -t), (self.b[other], t)):
            change[cell] += step
        room[b] -= t
        room[self.a[other]] -= t
        return t * gain
