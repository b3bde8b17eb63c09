"""The proof: for every hidden sum two tables that the audience cannot tell apart.

In: the raster, which sums the audience knows and how far each hidden sum must be able to move.
Out: which hidden sums are not yet safe, and the tables that keep the others safe. A table once
found serves every sum that it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from gokwijs.core.disclosure.aanval import (
    SECONDS,
    STEP,
    Bekend,
    Mask,
    OnveiligError,
    Vector,
    beweegbaar,
    past,
    uitersten,
    verschuif,
)
from gokwijs.core.disclosure.raster import Raster
from gokwijs.core.disclosure.ruil import Ruil, paren

FEW = 300  # columns: below this the furthest table is found at once
Search = Callable[[Vector, int], Vector | None]


@dataclass(frozen=True, slots=True)
class Eis:
    """How wide the range of a hidden sum must be and what it must reach, in half pupils."""

    breedte: int
    minstens: int


class Bewijs:
    """What is proved so far; ``weet`` says anew what the audience knows."""

    def __init__(self, raster: Raster, publiek: Iterable[int]) -> None:
        self.raster, self.solved = raster, 0
        self.pairs = paren(raster.thuis(publiek))
        self.changes: list[Vector] = [np.zeros(len(raster.x), dtype=np.int64)]
        self.whole: list[bool] = [not raster.halve]
        self.effects = np.zeros((1, len(raster.sets)), dtype=np.int64)
        self.weet(np.zeros(len(raster.sets), dtype=bool))

    def weet(self, known: Mask) -> None:
        """From now on the audience knows these rows; what was found before is sifted again."""
        self.known = known.copy()
        self.rijen = self.raster.b[np.flatnonzero(known)]
        values = self.raster.waarde[known]
        # Where no half shows the audience expects whole pupils everywhere.
        self.whole_only = not (values % STEP).any()
        self.truth_fits = not (self.whole_only and self.raster.halve)
        fits = ~self.effects[:, known].any(axis=1)
        if self.whole_only:
            fits &= np.array(self.whole)
        self.fits = [int(n) for n in np.flatnonzero(fits)]
        found = self.effects[fits]
        none = np.zeros(len(known), dtype=np.int64)
        self.low = found.min(axis=0) if len(found) else none
        self.high = found.max(axis=0) if len(found) else none
        self._ruil: Ruil | None = None

    def add_row(self, cells: frozenset[int]) -> int:
        """A new sum to keep hidden; what it does in the tables so far is known at once."""
        row = self.raster.add(cells)
        if row == len(self.known):
            effect = np.array([[self.raster.vector(cells) @ c] for c in self.changes])
            self.effects = np.hstack([self.effects, effect])
            self.weet(np.append(self.known, False))
        return row

    def safe(self, row: int, eis: Eis) -> bool:
        """Are there two tables for this sum?"""
        if not self.fits:
            return False
        high = self.raster.waarde[row] + self.high[row]
        wide = self.high[row] - self.low[row] >= eis.breedte
        return bool(wide and high >= eis.minstens)

    def quick(self, row: int, eis: Eis) -> bool:
        """By exchanges only."""
        if not self.truth_fits:
            return False
        if self._ruil is None:
            self._ruil = Ruil.van(
                self.rijen, self.raster.tekens[self.known], self.raster.ruimte, self.pairs
            )
        ruil = self._ruil
        return self._both_ways(row, eis, ruil.verschuif)

    def hard(self, row: int, eis: Eis, binnen: Mask | None = None) -> bool:
        """By the solver: inside ``binnen``, or everywhere that can matter."""
        if not self.truth_fits:
            return self._without_truth(row, eis)
        target = self._target(row)
        zero = self.raster.waarde[self.known] == 0
        movable = beweegbaar(self.rijen, self.raster.ruimte, zero, target)
        if binnen is not None:
            movable &= binnen

        def solve(doel: Vector, amount: int, deels: bool) -> Vector | None:
            self.solved += 1
            return verschuif(
                self.rijen,
                self.raster.ruimte,
                doel,
                amount,
                movable,
                deels=deels,
                seconden=SECONDS / 5,
            )

        if movable.sum() > FEW:  # there, less far is as slow to find as no further
            whole = self._both_ways(row, eis, lambda doel, amount: solve(doel, amount, False))
            if whole or binnen is not None:
                return whole
        return self._both_ways(row, eis, lambda doel, amount: solve(doel, amount, True))

    def geloof(self, change: Vector, row: int, eis: Eis) -> bool:
        """Take a change that somebody else found, when it fits; is the sum safe now?"""
        if self.truth_fits:
            self._keep(change)
        return self.safe(row, eis)

    def _target(self, row: int) -> Vector:
        vector: Vector = np.asarray(self.raster.b[[row]].todense()).ravel()
        return vector

    def _both_ways(self, row: int, eis: Eis, search: Search) -> bool:
        """Up as far as needed, then down for what is left."""
        target, value = self._target(row), int(self.raster.waarde[row])
        up = max(eis.breedte, eis.minstens - value)
        self._keep(search(target, up + up % STEP))
        if not self.safe(row, eis) and self.high[row] + value >= eis.minstens:
            down = eis.breedte - int(self.high[row])
            self._keep(search(-target, down + down % STEP))
        return self.safe(row, eis)

    def _keep(self, change: Vector | None, whole: bool | None = None) -> None:
        """Believe a change only when it fits in integers."""
        if change is None:
            return
        flag = not self.raster.halve if whole is None else whole
        room = self.raster.ruimte if whole is None else self.raster.x
        if not past(self.rijen, room, change) or (self.whole_only and not flag):
            return
        effect = np.asarray(self.raster.b @ change).ravel()
        first = not self.fits
        self.fits.append(len(self.changes))
        self.changes.append(change)
        self.whole.append(flag)
        self.effects = np.vstack([self.effects, effect])
        self.low = effect if first else np.minimum(self.low, effect)
        self.high = effect if first else np.maximum(self.high, effect)

    def _without_truth(self, row: int, eis: Eis) -> bool:
        """Halves that nobody sees: the truth is no table that the audience thinks of."""
        raster = self.raster
        known = [Bekend(raster.sets[n], int(raster.waarde[n])) for n in np.flatnonzero(self.known)]
        try:
            self.solved += 1
            found = uitersten(known, raster.sets[row], breedte=eis.breedte, minstens=eis.minstens)
        except OnveiligError:
            return False
        for tabel in found:
            whole = all(halves % STEP == 0 for halves in tabel.values())
            # Cells in no known sum stay out of the solver: they are empty in its tables.
            self._keep(raster.verschil(tabel), whole)
        return self.safe(row, eis)

    def getuigen(self, row: int) -> tuple[int, int]:
        """Of a safe sum the numbers of the tables in which it is lowest and highest."""
        fits = np.array(self.fits)
        column = self.effects[fits, row]
        return int(fits[column.argmin()]), int(fits[column.argmax()])
