"""Looks for hidden numbers that are safe, table after table, for one audience.

In: the base cells, what the audience knows already, what must stay hidden from earlier, and the
tables in their order. Out: per table the keys to hide, or a refusal; everything hidden so far is
proved again with every table. A sum is hidden or shown everywhere alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from gokwijs.core.disclosure.aanval import Bekend, Mask, Vector
from gokwijs.core.disclosure.bewijs import Bewijs, Eis
from gokwijs.core.disclosure.figuren import Figuur, Tafel, primair
from gokwijs.core.disclosure.raster import Raster
from gokwijs.core.disclosure.verberg import Voorstel, stel_voor

SMALL = 300  # columns: above this the solver is not asked about everything every time
FEW = 4  # numbers hidden more: above this only exchanges decide what can be shown again

NIET_TE_TONEN = (
    "Deze tabel kan niet getoond worden zonder dat iemand een kleine groep kan "
    "afleiden. Voeg jaren, klassen of richtingen samen."
)


class GeweigerdError(Exception):
    """No set of hidden numbers makes this table safe for this audience; the message is Dutch."""


@dataclass(frozen=True)
class Uitslag:
    """Of one table: the keys hidden, those of them in any case, and derived sums kept hidden."""

    verborgen: frozenset[str]
    primair: frozenset[str]
    afgeleid: tuple[Figuur, ...]


class Zoeker:
    """Keeps what the audience knows and what stays hidden; every release adds to both."""

    def __init__(
        self,
        cellen: Mapping[int, int],
        publiek: Sequence[Bekend],
        eerder: Sequence[Bekend],
        geheim: Sequence[Figuur],
        tafels: Sequence[Tafel],
    ) -> None:
        figures = [f for t in tafels for f in t.figuren]
        sets = [one.cellen for one in (*publiek, *eerder)]
        sets += [one.cellen for one in (*geheim, *figures)]
        self.raster = Raster(cellen, sets)
        self.publiek = {self.raster.row[b.cellen] for b in publiek}
        self.bewijs = Bewijs(self.raster, sorted(self.publiek))
        self.known = np.zeros(len(self.raster.sets), dtype=bool)
        self.known[[self.raster.row[b.cellen] for b in (*publiek, *eerder)]] = True
        self.drempel = np.zeros(len(self.raster.sets), dtype=np.int64)
        for f in (*figures, *geheim):
            row = self.raster.row[f.cellen]
            self.drempel[row] = max(self.drempel[row], f.drempel)
        self.onmogelijk = [f.cellen for f in figures if f.onmogelijk]
        self.home = self._smallest_public()
        self.secret: dict[int, Eis] = {}
        for f in geheim:
            self.secret[self.raster.row[f.cellen]] = self.eis(f.cellen, f.drempel, f.te_klein)

    def _smallest_public(self) -> Vector:
        home = np.full(len(self.raster.leden), -1, dtype=np.int64)
        for row in sorted(self.publiek, key=lambda n: (-len(self.raster.sets[n]), n)):
            home[self.raster.vector(self.raster.sets[row]) > 0] = row
        return home

    def eis(self, cells: frozenset[int], drempel: int, klein: bool) -> Eis:
        """The threshold, but no more than the public sizes leave open.

        That a class of three is small is no secret when its size is public; then the number must
        be able to lie anywhere from none to all of them.
        """
        vector = self.raster.vector(cells) > 0
        homes = np.unique(self.home[vector])
        if len(homes) and homes[0] >= 0:
            size = int(self.raster.waarde[homes].sum())
            if size < drempel:
                odd = (
                    int(self.raster.waarde[self.raster.row[cells]]) % 2
                    if (cells in self.raster.row)
                    else 0
                )
                most = (size - odd) // 2 * 2
                return Eis(most, odd + most if klein else 0)
        return Eis(drempel, drempel if klein else 0)

    # ------------------------------------------------------------ one table

    def geef(
        self, tafel: Tafel, vast: frozenset[str] = frozenset(), mee: frozenset[str] = frozenset()
    ) -> Uitslag:
        """Release a table; ``mee`` are keys to hide anyhow. Raises GeweigerdError."""
        return _Tafelwerk(self, tafel, vast, mee).release()


class _Tafelwerk:
    """One table on its way through the gate."""

    def __init__(
        self, zoeker: Zoeker, tafel: Tafel, vast: frozenset[str], mee: frozenset[str]
    ) -> None:
        self.z, self.tafel = zoeker, tafel
        self.bewijs, self.raster = zoeker.bewijs, zoeker.raster
        self.row = {f.key: self.raster.row[f.cellen] for f in tafel.figuren}
        self.fixed = {self.row[k] for k in vast} | {r for r in self.row.values() if zoeker.known[r]}
        first = primair(tafel.figuren, tafel.groepen)
        self.primair = frozenset(k for k in first if self.row[k] not in self.fixed)
        self.must = {self.row[k] for k in self.primair}
        self.must |= {self.row[k] for k in mee} | (set(self.row.values()) & set(zoeker.secret))
        self.must -= self.fixed
        self.rows = set(self.row.values())
        self.secret = dict(zoeker.secret)
        self.small = {self.row[f.key] for f in tafel.figuren if f.te_klein}
        self.afgeleid: dict[int, Figuur] = {}
        self.extra: set[int] = set()
        self.asked: set[int] = set()

    def release(self) -> Uitslag:
        z = self.z
        try:
            self._hide_enough()
            self._give_back()
            self.bewijs.weet(self._known(self.extra))
            if self._leaks(hard=True):  # only what was proved twice leaves
                raise GeweigerdError(NIET_TE_TONEN)
        finally:
            z.known = np.append(z.known, np.zeros(len(self.bewijs.known) - len(z.known), bool))
            z.drempel = np.append(
                z.drempel, np.zeros(len(z.known) - len(z.drempel), dtype=np.int64)
            )
        hidden = self.must | self.extra
        z.known = self.bewijs.known.copy()
        z.secret = self._eisen(self.extra)
        return Uitslag(
            frozenset(k for k, r in self.row.items() if r in hidden),
            self.primair,
            tuple(self.afgeleid.values()),
        )

    def _known(self, extra: set[int]) -> Mask:
        known = np.zeros(len(self.raster.sets), dtype=bool)
        known[: len(self.z.known)] = self.z.known
        known[sorted(self.fixed | (self.rows - self.must - extra))] = True
        return known

    def _eisen(self, extra: set[int]) -> dict[int, Eis]:
        """Everything that must stay hidden, with what it needs."""
        found = dict(self.secret)
        for row in self.must | extra:
            if row not in found:
                drempel = int(self.z.drempel[row])
                klein = row in self.small
                found[row] = self.z.eis(self.raster.sets[row], drempel, klein)
        return found

    def _unproved(self, eisen: Mapping[int, Eis]) -> list[int]:
        value = self.raster.waarde
        open_rows = [r for r, eis in eisen.items() if not self.bewijs.safe(r, eis)]
        return sorted(open_rows, key=lambda r: (int(value[r]), r))

    def _leaks(self, *, hard: bool) -> bool:
        """Is there a hidden row that could not be proved safe?"""
        eisen = self._eisen(self.extra)
        for row in self._unproved(eisen):
            if self.bewijs.safe(row, eisen[row]) or self.bewijs.quick(row, eisen[row]):
                continue
            if not (hard and self.bewijs.hard(row, eisen[row])):
                return True
        return False

    # ------------------------------------------------------------ hide more

    def _hide_enough(self) -> None:
        """Hide more, the cheapest numbers around a leak, until nothing leaks."""
        while True:
            self.bewijs.weet(self._known(self.extra))
            eisen = self._eisen(self.extra)
            before = len(self.must | self.extra), len(self.secret)
            for row in self._unproved(eisen):
                if self.bewijs.safe(row, eisen[row]) or self.bewijs.quick(row, eisen[row]):
                    continue
                self._make_room(row, eisen[row])
                if len(self.must | self.extra) > before[0]:
                    break
            else:
                self._find_derived()
                if (len(self.must | self.extra), len(self.secret)) == before:
                    return

    def _soft(self) -> list[int]:
        """Rows of this table that are shown and could be hidden."""
        return sorted(self.rows - self.must - self.extra - self.fixed)

    def _make_room(self, row: int, eis: Eis) -> None:
        """Prove the row after all, or hide what the cheapest proposal says."""
        soft = self._soft()
        found = self._proposals(row, eis, soft)
        if not found and not self.bewijs.hard(row, eis):
            raise GeweigerdError(NIET_TE_TONEN)
        if not found:
            return
        best = min(found, key=lambda v: v.kosten)
        if best.verberg:
            if len(self.raster.x) <= SMALL and self.bewijs.hard(row, eis):
                return
            self.extra |= {soft[n] for n in best.verberg}
            return
        if self.bewijs.geloof(best.verschil, row, eis):
            return
        if self.bewijs.hard(row, eis, self._around(best)):
            return
        # In a large school hiding more is cheaper than asking the solver everything every time.
        if (len(self.raster.x) <= SMALL or row not in self.asked) and self.bewijs.hard(row, eis):
            return
        near = self._near(row, soft)
        if not near:
            raise GeweigerdError(NIET_TE_TONEN)
        moved = np.asarray(self.raster.b[list(soft)] @ best.verschil).ravel() != 0
        several = {soft[n] for n in np.flatnonzero(moved)} if row in self.asked else set()
        self.extra |= several or set(sorted(near, key=self._cost)[: 1 + 4 * (row in self.asked)])
        self.asked.add(row)

    def _proposals(self, row: int, eis: Eis, soft: Sequence[int]) -> list[Voorstel]:
        raster, value = self.raster, int(self.raster.waarde[row])
        target = np.asarray(raster.b[[row]].todense()).ravel()
        known = self.bewijs.known.copy()
        known[list(soft)] = False
        fixed, loose = raster.b[np.flatnonzero(known)], raster.b[list(soft)]
        cost = 1 + raster.waarde[list(soft)]

        def ask(amount: int, sign: int) -> Voorstel | None:
            amount += amount % 2
            return stel_voor(fixed, loose, cost, raster.ruimte, sign * target, amount)

        up = max(eis.breedte, eis.minstens - value)
        ways = [ask(up, +1)]
        if value >= max(eis.minstens, eis.breedte) and (ways[0] is None or len(raster.x) <= SMALL):
            ways.append(ask(eis.breedte, -1))
        if all(way is None for way in ways):
            # Neither way far enough: as far up as is needed, and down for the rest.
            for rise in range(up - 1, max(0, eis.minstens - value) - 1, -1):
                high, low = ask(rise, +1), ask(eis.breedte - rise, -1)
                if high and low:
                    both = tuple(sorted({*high.verberg, *low.verberg}))
                    moved = np.abs(high.verschil) + np.abs(low.verschil)
                    return [Voorstel(both, high.kosten + low.kosten, moved)]
        return [way for way in ways if way is not None]

    def _around(self, voorstel: Voorstel) -> Mask:
        """The columns in the same homes as those that moved."""
        home = self.raster.thuis(sorted(self.z.publiek))
        found: Mask = np.isin(home, home[voorstel.verschil != 0])
        return found

    def _cost(self, row: int) -> tuple[int, int, int]:
        """Cells before sums, small before large."""
        return len(self.raster.sets[row]), int(self.raster.waarde[row]), row

    def _near(self, row: int, soft: Iterable[int]) -> list[int]:
        """Rows that overlap something known that overlaps the leak."""
        target = self.raster.sets[row]
        touching = [
            self.raster.sets[n]
            for n in np.flatnonzero(self.bewijs.known)
            if self.raster.sets[n] & target
        ]
        around = frozenset().union(*touching)
        return [n for n in soft if self.raster.sets[n] & around]

    # ------------------------------------------------------------ derived sums

    def _find_derived(self) -> None:
        """Differences of known sums that are themselves too small: they must be hidden too."""
        known = np.flatnonzero(self.bewijs.known)
        b = self.raster.b[known]
        overlap = np.asarray((b @ b.T).todense())
        size = np.diff(b.indptr)
        inside = (overlap == size[np.newaxis, :]) & (size[:, np.newaxis] > size[np.newaxis, :])
        mine = np.isin(known, sorted(self.rows))
        value = self.raster.waarde[known]
        gap = value[:, np.newaxis] - value[np.newaxis, :]
        limit = np.maximum.outer(self.z_drempel(known), self.z_drempel(known))
        fresh = mine[:, np.newaxis] | mine[np.newaxis, :]
        for big, part in np.argwhere(inside & fresh & (gap < limit)):
            self._derived(known[big], [known[part]], int(limit[big, part]))
        for big in np.flatnonzero((inside & mine[np.newaxis, :]).sum(axis=1) > 1):
            self._rest(known[big], [known[n] for n in np.flatnonzero(inside[big] & mine)])

    def z_drempel(self, rows: Vector) -> Vector:
        """The thresholds of some rows; 0 for what is public anyway."""
        found = np.append(
            self.z.drempel, np.zeros(len(self.raster.sets) - len(self.z.drempel), dtype=np.int64)
        )[rows]
        return np.where(np.isin(rows, sorted(self.z.publiek)), 0, found)

    def _rest(self, big: int, parts: Sequence[int]) -> None:
        """What a known sum leaves beside the parts of this table that do not overlap."""
        taken: set[int] = set()
        chosen = []
        for part in parts:
            cells = self.raster.sets[part]
            if taken.isdisjoint(cells):
                taken |= cells
                chosen.append(part)
        limit = int(self.z_drempel(np.array([big, *chosen])).max())
        if len(chosen) > 1:
            self._derived(big, chosen, limit)

    def _derived(self, big: int, parts: Sequence[int], drempel: int) -> None:
        rest = self.raster.sets[big].difference(*(self.raster.sets[p] for p in parts))
        halves = int(self.raster.waarde[big] - sum(self.raster.waarde[p] for p in parts))
        if not rest or halves >= drempel or any(rest <= cells for cells in self.z.onmogelijk):
            return
        row = self.raster.row.get(rest)
        if row is not None and (row in self.secret or row in self.rows or self.z_known(row)):
            return  # a figure of its own is judged by its own threshold
        row = self.bewijs.add_row(rest)
        eis = self.z.eis(rest, drempel, True)
        if eis.breedte > 0:
            self.secret[row] = eis
            key = f"{self.tafel.key}~{len(self.afgeleid)}"
            self.afgeleid[row] = Figuur(key, rest, halves, drempel)

    def z_known(self, row: int) -> bool:
        """Known before this table?"""
        return row < len(self.z.known) and bool(self.z.known[row])

    # ------------------------------------------------------------ show again

    def _give_back(self) -> None:
        """Show again what was hidden for nothing: the largest first, alone and then in pairs."""
        units = self._units()
        few = len(units) <= FEW
        sizes = (1, 2) if few else (1,)
        for size in sizes:
            for some in combinations(units, size):
                together = set().union(*some)
                if together <= self.extra and self._can_show(together, hard=few):
                    self.extra -= together

    def _units(self) -> list[frozenset[int]]:
        """Two sides of a group are hidden and shown together."""
        left = set(self.extra)
        found = []
        for groep in self.tafel.groepen:
            rows = frozenset(self.row[d] for d in groep.delen if d in self.row) & left
            if rows:
                found.append(rows)
                left -= rows
        found += [frozenset([row]) for row in left]
        return sorted(found, key=lambda u: max(self._cost(r) for r in u), reverse=True)

    def _can_show(self, rows: set[int], *, hard: bool) -> bool:
        kept, secrets, derived = set(self.extra), dict(self.secret), dict(self.afgeleid)
        self.extra -= rows
        self.bewijs.weet(self._known(self.extra))
        good = not self._leaks(hard=hard)
        if good:
            before = len(self.secret)
            self._find_derived()
            good = len(self.secret) == before
        self.extra, self.secret, self.afgeleid = kept, secrets, derived
        return good
