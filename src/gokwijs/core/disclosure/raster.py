"""The base cells of a school as columns, every sum over them as a row.

In: base cells in half pupils and all the sets of them that any table adds up. Out: a sparse
matrix in which cells that occur in exactly the same sums are one column; that loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from gokwijs.core.disclosure.aanval import STEP, Tabel, Vector, som

SEED = 20_250_901  # the same input gives the same release on every machine


class Raster:
    """Rows are sums (``sets``), columns are classes of base cells; ``x`` is the truth."""

    def __init__(self, cellen: Tabel, sets: Sequence[frozenset[int]]) -> None:
        from scipy.sparse import csr_array

        self.cellen = {cell: halves for cell, halves in cellen.items() if halves}
        self.dice = np.random.default_rng(SEED)
        self.sets = list(dict.fromkeys(sets))
        self.row = {cells: n for n, cells in enumerate(self.sets)}
        member: dict[int, list[int]] = {}
        for n, cells in enumerate(self.sets):
            for cell in cells:
                member.setdefault(cell, []).append(n)
        classes: dict[tuple[int, ...], list[int]] = {}
        for cell in sorted(member):
            classes.setdefault(tuple(member[cell]), []).append(cell)
        self.leden = list(classes.values())
        self.column = {cell: k for k, cells in enumerate(self.leden) for cell in cells}
        rows = [n for places in classes for n in places]
        columns = [k for k, places in enumerate(classes) for _ in places]
        shape = (len(self.sets), len(self.leden))
        ones: Any = (np.ones(len(rows), dtype=np.int64), (rows, columns))
        self.b: Any = csr_array(ones, shape=cast(Any, shape))
        self.x = np.array([som(c, self.cellen) for c in self.leden], dtype=np.int64)
        self.ruimte = np.array(
            [sum(self.cellen.get(c, 0) // STEP * STEP for c in cells) for cells in self.leden],
            dtype=np.int64,
        )
        self.waarde: Vector = np.asarray(self.b @ self.x).ravel()
        self.tekens = self._random(len(self.sets))

    def _random(self, number: int) -> Vector:
        return self.dice.integers(-(2**62), 2**62, size=number, dtype=np.int64)

    def vector(self, cells: Iterable[int]) -> Vector:
        """0/1 per column; every column lies wholly inside the cells or wholly outside."""
        found = np.zeros(len(self.leden), dtype=np.int64)
        found[[self.column[c] for c in cells]] = 1
        return found

    def add(self, cells: frozenset[int]) -> int:
        """The row of a set that is made of others (their difference); a new one when needed."""
        from scipy.sparse import csr_array, vstack

        if cells in self.row:
            return self.row[cells]
        vector = self.vector(cells)
        self.b = vstack([self.b, csr_array(vector[np.newaxis, :])], format="csr")
        self.row[cells] = len(self.sets)
        self.sets.append(cells)
        self.waarde = np.append(self.waarde, vector @ self.x)
        self.tekens = np.append(self.tekens, self._random(1))
        return self.row[cells]

    @property
    def halve(self) -> bool:
        """Does any base cell hold half a pupil?"""
        return any(halves % STEP for halves in self.cellen.values())

    def verplaatst(self, change: Vector) -> dict[int, int]:
        """The cells that differ from the truth, with what they hold instead."""
        found: dict[int, int] = {}
        for k in np.flatnonzero(change):
            cells, left = self.leden[k], int(change[k])
            if left % STEP or -left > self.ruimte[k]:  # a whole other table: all in one cell
                found |= dict.fromkeys(cells, 0) | {cells[0]: int(self.x[k]) + left}
                continue
            if left > 0:
                found[cells[0]] = self.cellen.get(cells[0], 0) + left
                continue
            for cell in cells:
                fall = min(-left, self.cellen.get(cell, 0) // STEP * STEP)
                if fall:
                    found[cell] = self.cellen[cell] - fall
                    left += fall
        return found

    def verschil(self, tabel: Mapping[int, int]) -> Vector:
        """A whole other table as its difference from the truth."""
        change = -self.x
        for cell, halves in tabel.items():
            change[self.column[cell]] += halves
        return change

    def thuis(self, vast: Iterable[int]) -> Vector:
        """Per column the smallest known sum it belongs to, -1 without; exchanges stay inside."""
        size = np.diff(self.b.indptr)
        home = np.full(len(self.leden), -1, dtype=np.int64)
        rows = [n for n in vast if size[n] > 1] or [n for n in range(len(size)) if size[n] > 1]
        for n in sorted(rows, key=lambda n: (-size[n], -n)):
            home[self.b.indices[self.b.indptr[n] : self.b.indptr[n + 1]]] = n
        return home
