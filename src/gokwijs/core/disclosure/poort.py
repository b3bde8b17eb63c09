"""The gate: from figures to a release in which no hidden number can be found back.

In: the base cells, tables over them, and what this audience knows already. Out: a release with its
proof, or a refusal in Dutch. Totals are never changed; more is hidden instead.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from gokwijs.core.disclosure.aanval import Bekend, OnveiligError, Tabel, een_tabel
from gokwijs.core.disclosure.figuren import GEWOON, Figuur, Groep, Tafel
from gokwijs.core.disclosure.vrijgave import (
    AFGESCHERMD,
    REGELVERSIE,
    Eerder,
    Familie,
    Vrijgave,
    Weigering,
    numbers,
    secrets,
)
from gokwijs.core.disclosure.zoeker import NIET_TE_TONEN, GeweigerdError, Uitslag, Zoeker

__all__ = [
    "AFGESCHERMD",
    "REGELVERSIE",
    "Familie",
    "GeweigerdError",
    "Vrijgave",
    "Weigering",
    "geef_familie_vrij",
    "geef_vrij",
]

Voortgang = Callable[[int, int, str], None]
Uitslagen = Mapping[str, Uitslag | None]  # None: refused


def geef_vrij(
    figuren: Sequence[Figuur],
    groepen: Sequence[Groep] = (),
    eerder: Iterable[Eerder] = (),
    vast: frozenset[str] = frozenset(),
    *,
    cellen: Mapping[int, int] | None = None,
    publiek: Sequence[Bekend] = (),
    drempel: int = GEWOON,
) -> Vrijgave:
    """Hide as little as the proof allows; raises GeweigerdError.

    ``eerder``: everything this audience knows already, over the same base cells; what earlier
    releases hid stays hidden. ``vast``: keys that stay visible whatever happens (totals that are
    published anyway). ``cellen``: the true base cells in half pupils. ``publiek``: group sizes that
    everybody knows. ``drempel``: of this school, in half pupils; ValueError below 5 pupils.
    """
    before = tuple(eerder)
    if cellen is None:
        cellen = _some_cells(figuren, (*publiek, *numbers(before)), secrets(before))
    tafel = Tafel("tafel", tuple(figuren), tuple(groepen))
    loop = _Loop(cellen, [tafel], tuple(publiek), before, {tafel.key: vast})
    familie = loop.run(drempel, None)
    if familie.weigeringen:
        raise GeweigerdError(familie.weigeringen[0].reden)
    found = familie.vrijgaven[tafel.key]
    return replace(
        found,
        geheim=(*found.geheim, *familie.geheim),
        getuigen={**found.getuigen, **familie.getuigen},
    )


def geef_familie_vrij(
    cellen: Mapping[int, int],
    tafels: Sequence[Tafel],
    *,
    bekend: Sequence[Bekend] = (),
    eerder: Iterable[Eerder] = (),
    drempel: int = GEWOON,
    voortgang: Voortgang | None = None,
) -> Familie:
    """Release tables in this order, each beside all before it; a refused one is left out.

    ``bekend``: sizes that everybody knows; a figure over the same cells is always shown.
    """
    loop = _Loop(cellen, tafels, tuple(bekend), tuple(eerder), {})
    return loop.run(drempel, voortgang)


def _some_cells(
    figuren: Iterable[Figuur], known: Iterable[Bekend], hidden: Iterable[Figuur]
) -> Tabel:
    """Base cells that give these figures, for a caller who has only the figures."""
    sums = [Bekend(f.cellen, f.halves) for f in (*figuren, *hidden)]
    try:
        return een_tabel([*known, *sums])
    except OnveiligError as error:
        raise GeweigerdError(NIET_TE_TONEN) from error


class _Loop:
    """All tables at one threshold after the other: what a lower one hides stays hidden."""

    def __init__(
        self,
        cellen: Mapping[int, int],
        tafels: Sequence[Tafel],
        publiek: tuple[Bekend, ...],
        eerder: tuple[Eerder, ...],
        vast: Mapping[str, frozenset[str]],
    ) -> None:
        self.cellen, self.tafels, self.vast = cellen, tafels, vast
        self.own = publiek
        shown = [
            Bekend(f.cellen, f.halves)
            for t in tafels
            for f in t.figuren
            if f.key in vast.get(t.key, frozenset())
        ]
        given = [b for one in eerder if not isinstance(one, Bekend) for b in one.publiek]
        self.publiek = tuple(dict.fromkeys((*publiek, *shown, *given)))
        self.eerder = tuple(dict.fromkeys(numbers(eerder)))
        self.geheim = tuple(secrets(eerder))

    def run(self, drempel: int, voortgang: Voortgang | None) -> Familie:
        if drempel < GEWOON:
            raise ValueError("de drempel van een school is minstens 5 leerlingen")
        levels = [*range(GEWOON, drempel, 2), drempel]
        total, done = len(levels) * len(self.tafels), 0
        before: Uitslagen = {}
        for level in levels:
            tafels = [_raised(t, level) for t in self.tafels]
            zoeker = Zoeker(self.cellen, self.publiek, self.eerder, self.geheim, tafels)
            found: dict[str, Uitslag | None] = {}
            for tafel in tafels:
                found[tafel.key] = self._one(zoeker, tafel, before)
                done += 1
                if voortgang is not None:
                    voortgang(done, total, tafel.key)
            before = found
        return self._familie(zoeker, tafels, before)

    def _one(self, zoeker: Zoeker, tafel: Tafel, before: Uitslagen) -> Uitslag | None:
        lower = before.get(tafel.key)
        if lower is None and tafel.key in before:
            return None
        mee = frozenset() if lower is None else lower.verborgen
        try:
            return zoeker.geef(tafel, self.vast.get(tafel.key, frozenset()), mee)
        except GeweigerdError:
            return None

    def _familie(self, zoeker: Zoeker, tafels: Sequence[Tafel], uitslagen: Uitslagen) -> Familie:
        """The proof is taken at the end: every hidden sum beside everything that is known."""
        bewijs, raster = zoeker.bewijs, zoeker.raster
        bewijs.weet(zoeker.known)
        tabellen: dict[int, Tabel] = {}

        def table(number: int) -> Tabel:
            if number not in tabellen:
                moved = raster.verplaatst(bewijs.changes[number])
                tabellen[number] = ChainMap(moved, raster.cellen)
            return tabellen[number]

        def proof(figuren: Iterable[Figuur]) -> dict[str, tuple[Tabel, Tabel]]:
            found = {}
            for f in figuren:
                low, high = bewijs.getuigen(raster.row[f.cellen])
                found[f.key] = (table(low), table(high))
            return found

        vrijgaven = {}
        for tafel in tafels:
            if (uitslag := uitslagen[tafel.key]) is None:
                continue
            hidden = [f for f in tafel.figuren if f.key in uitslag.verborgen]
            vrijgaven[tafel.key] = Vrijgave(
                tafel.figuren,
                uitslag.verborgen,
                uitslag.primair,
                proof([*hidden, *uitslag.afgeleid]),
                tafel.groepen,
                self.vast.get(tafel.key, frozenset()),
                uitslag.afgeleid,
                self.publiek,
            )
        refused = tuple(Weigering(t.key, NIET_TE_TONEN) for t in tafels if uitslagen[t.key] is None)
        # Where nothing new leaves, the proofs of earlier releases stand.
        guarded = self.geheim if vrijgaven else ()
        return Familie(vrijgaven, refused, guarded, proof(guarded), self.publiek)


def _raised(tafel: Tafel, drempel: int) -> Tafel:
    figuren = tuple(replace(f, drempel=max(f.drempel, drempel)) for f in tafel.figuren)
    return replace(tafel, figuren=figuren)
