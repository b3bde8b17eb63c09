"""The attack: what could somebody still find out? Written apart from what hides.

In: every number an audience can know, as sums over base cells, and a hidden sum. Out: two
whole-number tables that agree with everything known and differ enough in the hidden sum, or a
refusal. Anything the solver does not prove is a refusal (``besluiten.md`` 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SECONDS = 10.0  # per question to the solver; more is a refusal

Tabel = Mapping[int, int]  # base cell → half pupils; a cell that is absent is empty


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


@dataclass(frozen=True)
class _Stelsel:
    """The equations over classes of base cells that nobody can tell apart."""

    rijen: tuple[tuple[int, ...], ...]
    waarden: tuple[int, ...]
    doel: tuple[int, ...]
    eerste_cel: tuple[int, ...]
    eenheid: int

    @classmethod
    def van(cls, bekend: Sequence[Bekend], doel: frozenset[int]) -> _Stelsel:
        """Base cells that occur in exactly the same sums become one: that loses nothing."""
        sums: dict[int, list[int]] = {cell: [] for cell in doel}
        for place, one in enumerate(bekend):
            for cell in one.cellen:
                sums.setdefault(cell, []).append(place)
        classes: dict[tuple[bool, tuple[int, ...]], int] = {}
        for cell in sorted(sums):
            classes.setdefault((cell in doel, tuple(sums[cell])), cell)
        rows = [[0] * len(classes) for _ in bekend]
        for column, (_, places) in enumerate(classes):
            for place in places:
                rows[place][column] = 1
        unit = 2 if all(b.halves % 2 == 0 for b in bekend) else 1  # halves only where one shows
        return cls(
            tuple(map(tuple, rows)),
            tuple(b.halves // unit for b in bekend),
            tuple(int(inside) for inside, _ in classes),
            tuple(classes.values()),
            unit,
        )

    def uiterste(self, sign: int, cap: int | None) -> Tabel:
        """A whole-number table with the least (or most, up to a cap) of the hidden sum."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        constraints = []
        if self.rijen:
            values = np.array(self.waarden, dtype=float)
            matrix = np.array(self.rijen, dtype=float)
            constraints.append(LinearConstraint(matrix, values, values))
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
