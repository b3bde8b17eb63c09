"""Attackers that share no code with the gate: they read what is shown and try to find answers.

``Opsommer`` knows the algorithm: it runs the gate on everything that could have been answered and
keeps what is shown in the same way. ``Rekenaar`` solves the ranges shown as whole-number programs.
Both know the answers of two respondents, and are certain only when nothing else is possible.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from gokwijs.core.ronde import Groep, Soort, maak_uitslag
from tests.core.ronde.builders import Aantallen, alle_aantallen, gegeven

Tabel = tuple[Aantallen, ...]
"""Per part whose respondents cannot be told apart: how many gave each answer."""
Weet = tuple[tuple[int, int], ...]
"""Known sheets: part and place of the answer."""


def kan_weten(tabel: Tabel, hoeveel: int) -> Iterator[Weet]:
    """Every choice of respondents whose answers somebody might know."""
    cells = [(g, a) for g, row in enumerate(tabel) for a, count in enumerate(row) if count]
    for known in combinations_with_replacement(cells, hoeveel):
        if all(tabel[g][a] >= times for (g, a), times in Counter(known).items()):
            yield known


def eensluidend(tabel: Tabel, known: Weet) -> list[tuple[int, int]]:
    """Parts where all who are left gave the same answer: what is really there to be found."""
    found = []
    for g, row in enumerate(tabel):
        left = [count - known.count((g, a)) for a, count in enumerate(row)]
        if sum(1 for count in left if count) == 1:
            found.append((g, next(a for a, count in enumerate(left) if count)))
    return found


def gevallen(tabel: Tabel, hoeveel: int) -> Iterator[tuple[Weet, int, int]]:
    """What could be found: sheets known, and a part of which all others gave one answer."""
    if any(sum(row) - max(row) <= hoeveel for row in tabel):
        for known in kan_weten(tabel, hoeveel):
            for part, answer in eensluidend(tabel, known):
                yield known, part, answer


class Opsommer:
    """All answers that ``groepen`` of these sizes can give, put through the gate at once."""

    def __init__(self, groepen: Sequence[int], soort: Soort, niveaus: int = 4) -> None:
        self.tables: list[Tabel] = list(product(*(alle_aantallen(n, niveaus + 2) for n in groepen)))
        sheets: list[list[dict[str, Any]]] = [[{} for _ in range(n)] for n in groepen]
        for number, table in enumerate(self.tables):
            for rows, counts in zip(sheets, table, strict=True):
                for row, answer in zip(rows, gegeven(counts), strict=True):
                    row[str(number)] = answer
        keys = [str(number) for number in range(len(self.tables))]
        asked = [Groep(f"g{k}", f"g{k}", soort, rows) for k, rows in enumerate(sheets)]
        deel = maak_uitslag(asked, keys, niveaus=niveaus, anoniem=True).delen[soort]
        self.shown = [json.dumps(deel.items[key].naar_json()) for key in keys]
        self.hidden = sum(deel.items[key].totaal is None for key in keys)
        self.classes: dict[str, list[Tabel]] = defaultdict(list)
        for table, shown in zip(self.tables, self.shown, strict=True):
            self.classes[shown].append(table)

    def lekken(self, hoeveel: int) -> list[tuple[Tabel, Weet]]:
        """Answers that somebody who knows so many others is certain of."""
        found = []
        for tables in self.classes.values():
            for table in tables:
                for known, *sure in gevallen(table, hoeveel):
                    if all(self._same(other, known, sure) for other in tables):
                        found.append((table, known))
        return found

    def _same(self, other: Tabel, known: Weet, sure: list[int]) -> bool:
        possible = all(other[g][a] >= known.count((g, a)) for g, a in known)
        return not possible or tuple(sure) in eensluidend(other, known)

    def smalste(self) -> int:
        """The fewest values that anybody must think possible for a count of one part."""
        fewest = 10**6
        for tables in self.classes.values():
            for column in zip(*([c for row in t for c in row] for t in tables), strict=True):
                fewest = min(fewest, max(column) - min(column) + 1)
        return fewest


class Rekenaar:
    """Reads one item as JSON: the ranges of the total and of every group."""

    def __init__(self, shown: dict[str, Any]) -> None:
        parts = [part for _, part in shown["per_groep"]] or [shown["totaal"]]
        self.sizes = [part["n"] for part in parts]
        rows = [[counts for _, *counts in part["tellingen"]] for part in parts]
        self.kinds = len(rows[0])
        low_high = np.array(rows, dtype=float).reshape(-1, 2)
        self.low, self.high = low_high[:, 0], low_high[:, 1]
        sums = np.kron(np.eye(len(parts)), np.ones(self.kinds))
        totals = np.kron(np.ones(len(parts)), np.eye(self.kinds))
        whole = np.array([counts for _, *counts in shown["totaal"]["tellingen"]], dtype=float)
        self.rules = [
            LinearConstraint(sums, self.sizes, self.sizes),
            LinearConstraint(totals, whole[:, 0], whole[:, 1]),
        ]

    def uiterste(self, part: int, answer: int, sign: int, known: Weet = ()) -> int | None:
        """The least (+1) or most (-1) that can have given an answer; None: nothing fits."""
        goal = np.zeros(len(self.low))
        goal[part * self.kinds + answer] = sign
        low = self.low.copy()
        for g, a in set(known):
            place = g * self.kinds + a
            low[place] = max(low[place], known.count((g, a)))
        if (low > self.high).any():
            return None
        found = milp(
            goal,
            integrality=np.ones(len(goal)),
            bounds=Bounds(low, self.high),
            constraints=self.rules,
        )
        assert found.status in (0, 2), found.message  # neither solved nor impossible: no attack
        return None if found.x is None else round(abs(found.fun))

    def zeker(self, known: Weet, part: int, answer: int) -> bool:
        """Did all others of a part surely give this answer?"""
        mine = [a for g, a in known if g == part]
        least = self.uiterste(part, answer, +1, known)
        return least is not None and least >= mine.count(answer) + self.sizes[part] - len(mine)

    def lekken(self, waarheid: Tabel, hoeveel: int) -> list[tuple[Weet, int, int]]:
        """What somebody who knows so many answers finds; certain is only what is true."""
        return [case for case in gevallen(waarheid, hoeveel) if self.zeker(*case)]
