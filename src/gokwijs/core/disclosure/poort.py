"""The gate: from figures to a release in which no hidden number can be found back.

In: the figures of one table, which groups they split, and what this audience knows already. Out: a
release with its proof, or a refusal in Dutch. Totals are never changed; more is hidden instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from gokwijs.core.disclosure.aanval import Bekend, OnveiligError, Tabel, som, uitersten
from gokwijs.core.disclosure.figuren import Figuur, Groep, primair

AFGESCHERMD = "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken."


class GeweigerdError(Exception):
    """No set of hidden numbers makes this table safe for this audience; the message is Dutch."""


@dataclass(frozen=True)
class Vrijgave:
    """What may be shown. Everything in ``verborgen`` looks the same; the reason stays inside.

    ``getuigen``: per hidden key two tables that both agree with all that this audience knows.
    """

    figuren: tuple[Figuur, ...]
    verborgen: frozenset[str]
    primair: frozenset[str]
    getuigen: Mapping[str, tuple[Tabel, Tabel]] = field(default_factory=dict)

    def toon(self, key: str) -> int | None:
        """The number in half pupils, or None when it is hidden; raises KeyError."""
        found = {f.key: f.halves for f in self.figuren}[key]
        return None if key in self.verborgen else found

    @property
    def bekend(self) -> tuple[Bekend, ...]:
        """What this release tells its audience, for the next one."""
        return tuple(
            Bekend(f.cellen, f.halves) for f in self.figuren if f.key not in self.verborgen
        )


def geef_vrij(
    figuren: Sequence[Figuur],
    groepen: Sequence[Groep] = (),
    eerder: Iterable[Bekend] = (),
    vast: frozenset[str] = frozenset(),
) -> Vrijgave:
    """Hide as little as the proof allows; raises GeweigerdError.

    ``eerder``: everything this audience knows already, over the same base cells. ``vast``: keys
    that stay visible whatever happens (totals that are published anyway).
    """
    must = primair(figuren, groepen)
    zoeker = _Zoeker({f.key: f for f in figuren}, must, tuple(eerder))
    hidden = zoeker.give_back(zoeker.hide_enough(vast))
    assert zoeker.leak(hidden) is None
    return Vrijgave(tuple(figuren), frozenset(hidden), must, zoeker.witnesses(hidden))


class _Zoeker:
    """Looks for hidden keys that are safe; keeps every table found, for it serves many keys."""

    def __init__(
        self, figuren: Mapping[str, Figuur], must: frozenset[str], eerder: tuple[Bekend, ...]
    ) -> None:
        self.figuren, self.must, self.eerder = figuren, must, eerder
        self.keys = sorted(figuren, key=lambda k: (figuren[k].halves, k))
        self.tables: list[Tabel] = []
        # Per table: what each figure, in the order of ``keys``, would be in it.
        self.values: list[np.ndarray] = []
        self.truth = np.array([figuren[k].halves for k in self.keys])
        self.breedte = np.array([figuren[k].drempel for k in self.keys])
        small = [figuren[k].drempel if k in must and figuren[k].te_klein else 0 for k in self.keys]
        self.minstens = np.array(small)

    def known(self, hidden: set[str]) -> list[Bekend]:
        shown = [f for key, f in self.figuren.items() if key not in hidden]
        return [*self.eerder, *(Bekend(f.cellen, f.halves) for f in shown)]

    def _unproved(self, hidden: set[str]) -> tuple[list[str], np.ndarray]:
        """Hidden keys that the tables so far do not keep safe, and which tables fit."""
        inside = np.array([key in hidden for key in self.keys])
        if not self.values:
            return [k for k in self.keys if k in hidden], np.zeros(0, dtype=bool)
        matrix = np.array(self.values)
        fits = (matrix[:, ~inside] == self.truth[~inside]).all(axis=1)
        if not fits.any():
            return [k for k in self.keys if k in hidden], fits
        low, high = matrix[fits].min(axis=0), matrix[fits].max(axis=0)
        safe = (high - low >= self.breedte) & (high >= self.minstens)
        return [k for k, i, ok in zip(self.keys, inside, safe, strict=True) if i and not ok], fits

    def _search(self, key: str, known: Sequence[Bekend]) -> None:
        """Two more tables, for this key; raises OnveiligError."""
        place = self.keys.index(key)
        found = uitersten(
            known,
            self.figuren[key].cellen,
            breedte=int(self.breedte[place]),
            minstens=int(self.minstens[place]),
        )
        for table in found:
            self.tables.append(table)
            self.values.append(np.array([som(self.figuren[k].cellen, table) for k in self.keys]))

    def leak(self, hidden: set[str]) -> str | None:
        """A hidden key that can be found back, the smallest first; None when all are safe."""
        known = self.known(hidden)
        while unproved := self._unproved(hidden)[0]:
            try:
                self._search(unproved[0], known)
            except OnveiligError:
                return unproved[0]
        return None

    def witnesses(self, hidden: set[str]) -> dict[str, tuple[Tabel, Tabel]]:
        """Per hidden key the two tables that keep it safe; after ``leak`` found none."""
        if not hidden:
            return {}
        fits = np.flatnonzero(self._unproved(hidden)[1])
        matrix = np.array(self.values)[fits]
        found = {}
        for place, key in enumerate(self.keys):
            if key in hidden:
                column = matrix[:, place]
                low, high = fits[column.argmin()], fits[column.argmax()]
                found[key] = (self.tables[low], self.tables[high])
        return found

    def hide_enough(self, vast: frozenset[str]) -> set[str]:
        """Hide more, the smallest numbers near a leak first, until nothing leaks."""
        hidden = set(self.must)
        while (leak := self.leak(hidden)) is not None:
            near = self._near(leak) - hidden - vast
            if not near:
                raise GeweigerdError(
                    "Deze tabel kan niet getoond worden zonder dat iemand een kleine groep kan "
                    "afleiden. Voeg jaren, klassen of richtingen samen."
                )
            hidden.add(min(near, key=self._cost))
        return hidden

    def give_back(self, hidden: set[str]) -> set[str]:
        """Show again what was hidden for nothing: the largest first, alone and then in pairs."""
        extra = sorted(hidden - self.must, key=self._cost, reverse=True)
        for size in (1, 2):
            for some in combinations(extra, size):
                if set(some) <= hidden and self.leak(hidden - set(some)) is None:
                    hidden = hidden - set(some)
        return hidden

    def _cost(self, key: str) -> tuple[int, int, str]:
        """Cells before sums, small before large."""
        figuur = self.figuren[key]
        return len(figuur.cellen), figuur.halves, key

    def _near(self, leak: str) -> set[str]:
        """Figures that overlap something that overlaps the leak."""
        target = self.figuren[leak].cellen
        around = frozenset().union(
            *(f.cellen for f in self.figuren.values() if f.cellen & target),
            *(b.cellen for b in self.eerder if b.cellen & target),
        )
        return {k for k, f in self.figuren.items() if k != leak and f.cellen & around}
