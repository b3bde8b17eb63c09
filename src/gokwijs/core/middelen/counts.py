"""Reduce a Telling to what the regimes need: sizes, counts per kenmerk, and their breakdown.

In: a Telling (cells or typed totals). Out: half pupils as integers: certainly, and perhaps.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache

from gokwijs.core.calendar import dutch_date
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.explanation import Soort, Stap
from gokwijs.core.law.numbers import Interval, dutch_interval
from gokwijs.core.law.parameters import Bron
from gokwijs.core.law.status import Status
from gokwijs.core.telling.model import (
    GROEP_OF_GRAAD,
    Cell,
    Graad,
    Groep,
    Onderwijsniveau,
    Sums,
    Telling,
)

BASISONDERWIJS = (Onderwijsniveau.KLEUTER, Onderwijsniveau.LAGER)
GEWOON = (*BASISONDERWIJS, Onderwijsniveau.SO)

Low = int
High = int


def groep_of(cell: Cell) -> Groep | None:
    """Group I or II of a cell of secundair onderwijs, None elsewhere."""
    return GROEP_OF_GRAAD.get(cell.graad) if cell.graad is not Graad.NONE else None


def _sums(
    telling: Telling, levels: Collection[Onderwijsniveau], groep: Groep | None
) -> Iterable[Sums]:
    """The counted sums of the levels (and group)."""
    for (niveau, own), sums in telling.sums.items():
        if niveau in levels and (groep is None or own is groep):
            yield sums


def size(telling: Telling, levels: Collection[Onderwijsniveau], groep: Groep | None = None) -> int:
    """All pupils of the levels (and group), in halves."""
    counted = sum(sums.halves for sums in _sums(telling, levels, groep))
    typed = sum(
        t.halves
        for t in telling.totals
        if t.onderwijsniveau in levels and (groep is None or t.groep is groep)
    )
    return counted + typed


def marginal(
    telling: Telling,
    levels: Collection[Onderwijsniveau],
    kenmerk: Kenmerk,
    groep: Groep | None = None,
) -> tuple[Low, High]:
    """Pupils with the kenmerk, in halves: certainly, and if every unknown answer were ja."""
    place = KENMERKEN.index(kenmerk)
    low = high = 0
    for sums in _sums(telling, levels, groep):
        low += sums.ja[place]
        high += sums.ja[place] + sums.onbekend[place]
    for total in telling.totals:
        if total.onderwijsniveau in levels and (groep is None or total.groep is groep):
            low += total.low(kenmerk)
            high += total.high(kenmerk)
    return low, high


def has_level(telling: Telling, *levels: Onderwijsniveau) -> bool:
    """Does the school have pupils in one of the levels?"""
    return size(telling, levels) > 0


def has_halves(telling: Telling, levels: Collection[Onderwijsniveau]) -> bool:
    """Does any count of these levels hold a half pupil (OV-09)?"""
    if any(c.halves % 2 for c in telling.cells if c.onderwijsniveau in levels):
        return True
    return any(
        number % 2
        for t in telling.totals
        if t.onderwijsniveau in levels
        for number in (t.halves, *t.ja.values(), *t.onbekend.values())
    )


@lru_cache(maxsize=8192)
def pupils(halves: int) -> Fraction:
    """Halves → pupils."""
    return Fraction(halves, 2)


@lru_cache(maxsize=8192)
def pupil_interval(low: int, high: int) -> Interval:
    """Halves → an interval of pupils."""
    return Interval(pupils(low), pupils(high))


def leerlingen(interval: Interval) -> str:
    """``1 leerling``, ``30 leerlingen``, ``30 tot 36 leerlingen``."""
    one = interval.is_exact and interval.low == 1
    return f"{dutch_interval(interval)} {'leerling' if one else 'leerlingen'}"


@lru_cache(maxsize=8192)
def leerlingen_of(low: int, high: int) -> str:
    """``leerlingen`` of half pupils."""
    return leerlingen(pupil_interval(low, high))


def place_name(cell: Cell, *, with_vestiging: bool) -> str:
    """Where the pupils of a cell sit, as shown in a breakdown."""
    vestiging = cell.vestigingsplaats if with_vestiging else None
    return _place_name(vestiging, cell.graad, cell.leerjaar, cell.richting)


@lru_cache(maxsize=4096)
def _place_name(vestiging: str | None, graad: Graad, leerjaar: str, richting: str) -> str:
    parts = [f"vestigingsplaats {vestiging}"] if vestiging is not None else []
    if graad is Graad.OKAN:
        parts.append("onthaaljaar")
    elif graad is not Graad.NONE:
        parts.append(f"graad {graad.value}")
    if leerjaar:
        parts.append(f"leerjaar {leerjaar}")
    if richting:
        parts.append(richting)
    return ", ".join(parts) or "zonder leerjaar"


def count_step(
    telling: Telling,
    *,
    name: str,
    interval: Interval,
    members: Iterable[tuple[Cell, int, int]],
    artikel: str,
    bron: Bron,
    status: Status,
    open_vragen: tuple[str, ...] = (),
) -> Stap:
    """A counted number with its breakdown; ``members`` are (cell, low, high) in halves."""
    sentence = f"{leerlingen(interval)} op {dutch_date(telling.teldag)}" + (
        ", overgenomen totaal" if telling.is_typed else ", geteld in de leerlingenlijst"
    )
    grouped: dict[str, tuple[int, int]] = {}
    for cell, low, high in members:
        if high:
            place = place_name(cell, with_vestiging=telling.has_several_places)
            before = grouped.get(place, (0, 0))
            grouped[place] = (before[0] + low, before[1] + high)
    parts = tuple(
        _place_step(place, low, high, artikel, bron.key, bron.tekststand, status)
        for place, (low, high) in sorted(grouped.items())
    )
    return Stap(
        name=name,
        sentence=sentence,
        value=interval,
        unit="leerlingen",
        artikel=artikel,
        bron=bron.key,
        tekststand=bron.tekststand,
        status=status,
        soort=Soort.TELLING,
        open_vragen=open_vragen,
        parts=parts,
    )


@lru_cache(maxsize=8192)  # the same line stands in many explanations
def _place_step(
    place: str,
    low: int,
    high: int,
    artikel: str,
    bron: str,
    tekststand: date | None,
    status: Status,
) -> Stap:
    """One place of a breakdown, in halves."""
    return Stap(
        name=place[:1].upper() + place[1:],
        sentence=leerlingen_of(low, high),
        value=pupil_interval(low, high),
        unit="leerlingen",
        artikel=artikel,
        bron=bron,
        tekststand=tekststand,
        status=status,
        soort=Soort.TELLING,
    )


def members_with(
    telling: Telling, wanted: Callable[[Cell], bool], kenmerk: Kenmerk | None
) -> list[tuple[Cell, int, int]]:
    """Cells of the wanted places with the halves that certainly / perhaps have the kenmerk."""
    rows = []
    place = None if kenmerk is None else KENMERKEN.index(kenmerk)
    for cell in telling.cells:
        if not wanted(cell):
            continue
        answer = Antwoord.JA if place is None else cell.kenmerken[place]
        low = cell.halves if answer is Antwoord.JA else 0
        high = 0 if answer is Antwoord.NEE else cell.halves
        rows.append((cell, low, high))
    return rows
