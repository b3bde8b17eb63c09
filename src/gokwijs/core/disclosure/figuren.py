"""What a table shows, seen by somebody who wants to know more: sums over the same base cells.

In: base cells in half pupils and the figures a release would show. Out: the figures that must be
hidden in any case (``beleid/privacy.md`` P1-P4). Every shown number is a sum of base cells: a
count, its total, the others of the group. A share shows the same as its count beside its group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

GEWOON, GEVOELIG = 10, 20  # 5 and 10 pupils, in halves (privacy.md P1, P4)


@dataclass(frozen=True, slots=True)
class Figuur:
    """One number of a table: the sum of some base cells, in half pupils.

    ``drempel`` is the least that may be shown. ``onmogelijk``: zero by definition, betrays nobody.
    """

    key: str
    cellen: frozenset[int]
    halves: int
    drempel: int = GEWOON
    onmogelijk: bool = False

    @property
    def te_klein(self) -> bool:
        """Below the threshold, zero included (P1)."""
        return self.halves < self.drempel and not self.onmogelijk


@dataclass(frozen=True)
class Groep:
    """A group that is split: its size, and the parts that the table shows of it.

    With the parts that the table does not show (the complement) added: both sides count (P3).
    """

    geheel: str
    delen: tuple[str, ...]


@dataclass(frozen=True)
class Tafel:
    """One named table: its figures and the groups that they split."""

    key: str
    figuren: tuple[Figuur, ...]
    groepen: tuple[Groep, ...] = ()


def primair(figuren: Sequence[Figuur], groepen: Iterable[Groep] = ()) -> frozenset[str]:
    """The keys that no audience outside the Werkzone may see.

    A figure under its threshold; the whole row when its group is too small (P2); and both sides of
    a split when one of them is too small, unless three or more parts share the group (P3).
    """
    by_key = {f.key: f for f in figuren}
    hidden = {f.key for f in figuren if f.te_klein}
    for groep in groepen:
        two_sides = len(groep.delen) == 2 and any(deel in hidden for deel in groep.delen)
        if groep.geheel in hidden or two_sides:
            hidden.update(groep.delen)
    return frozenset(hidden & set(by_key))


def bouw(
    cellen: Mapping[int, int], sommen: Mapping[str, Iterable[int]], *, drempel: int = GEWOON
) -> tuple[Figuur, ...]:
    """Figures from base cells (number → halves) and what each key adds up."""
    found = []
    for key, members in sommen.items():
        chosen = frozenset(members)
        total = sum(cellen[c] for c in chosen)
        found.append(Figuur(key, chosen, total, drempel))
    return tuple(found)
