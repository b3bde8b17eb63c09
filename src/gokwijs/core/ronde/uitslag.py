"""From sheets to what may be shown: the gate of an anonymous round.

In: groups with their submitted sheets. Out: an ``Uitslag``. A named round is counted exactly. In
an anonymous round each group is told in ranges and the total follows from the groups shown, so
there is nothing to subtract; every item is proved (``bewijs.py``) before it is handed out, and
what is not proved is hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from gokwijs.core.ronde.bewijs import bewijs
from gokwijs.core.ronde.groeperen import ANDERE, in_delen
from gokwijs.core.ronde.indeling import REGELS, Regel, bereik, grenzen
from gokwijs.core.ronde.model import (
    AFGESCHERMD,
    Antwoord,
    Beeld,
    Bereik,
    Deel,
    Groep,
    Groepsdeel,
    ItemUitslag,
    Soort,
    Uitslag,
    Verschil,
)
from gokwijs.core.ronde.telbeeld import Telbeeld, midden

Count = Counter[Antwoord]
GEEN_NIVEAU: tuple[Antwoord, ...] = (0, None)
VERBORGEN = ItemUitslag(None, reden=AFGESCHERMD)


def maak_uitslag(
    groepen: Sequence[Groep], items: Sequence[str], *, niveaus: int = 4, anoniem: bool
) -> Uitslag:
    """What may be shown of a closed round. Raises ValueError for an answer that does not exist.

    A kind of respondents gets the items that stand on at least one of its sheets.
    """
    keys = [g.sleutel for g in groepen]
    if len(set(keys)) < len(keys) or ANDERE in keys or niveaus < 2:
        raise ValueError(f"keys of groups must differ, {ANDERE!r} is taken, two levels at least")
    soorten: dict[Soort, list[Groep]] = {}
    for groep in groepen:
        soorten.setdefault(groep.soort, []).append(groep)
    make = _anoniem if anoniem else _op_naam
    delen = {soort: make(soort, found, items, niveaus) for soort, found in soorten.items()}
    return Uitslag(anoniem, niveaus, delen)


def _op_naam(soort: Soort, groepen: list[Groep], items: Sequence[str], niveaus: int) -> Deel:
    filled = [g for g in groepen if g.bladen]
    shown = tuple(Groepsdeel(g.sleutel, g.naam, len(g.bladen)) for g in filled)
    found = {}
    for item in _van_soort(filled, items):
        per_groep = {g.sleutel: _exact(_tel([g], item, niveaus), niveaus) for g in filled}
        found[item] = _met_verschil(_exact(_tel(filled, item, niveaus), niveaus), per_groep)
    return Deel(soort, sum(g.n for g in shown), shown, found)


def _anoniem(soort: Soort, groepen: list[Groep], items: Sequence[str], niveaus: int) -> Deel:
    regel = REGELS[soort]
    n = sum(len(g.bladen) for g in groepen)
    parts = in_delen(groepen, regel.minstens) if n >= regel.minstens else []
    shown = tuple(part for part, _ in parts)
    counted = [inside for _, inside in parts] or [groepen]
    found = {}
    for item in _van_soort(groepen, items):
        if n < regel.minstens:
            found[item] = VERBORGEN
            continue
        ranges = tuple(_bereiken(_tel(inside, item, niveaus), regel) for inside in counted)
        found[item] = _bewezen(soort, n, shown, ranges)
    return Deel(soort, n, shown, found)


@lru_cache(maxsize=4096)
def _bewezen(
    soort: Soort, n: int, groepen: tuple[Groepsdeel, ...], ranges: tuple[tuple[Bereik, ...], ...]
) -> ItemUitslag:
    """One item from its ranges, if it gives nobody away.

    Remembered by what is told, never by true counts: those must not outlive the round.
    """
    niveaus = len(ranges[0]) - len(GEEN_NIVEAU)
    answers = _antwoorden(niveaus)
    sizes = [g.n for g in groepen] or [n]
    parts = [
        Telbeeld(size, dict(zip(answers, told, strict=True)))
        for size, told in zip(sizes, ranges, strict=True)
    ]
    per_groep = {g.sleutel: _beeld([p], niveaus) for g, p in zip(groepen, parts, strict=False)}
    item = _met_verschil(_beeld(parts, niveaus), per_groep)
    return VERBORGEN if bewijs(Deel(soort, n, groepen, {"": item}), "", niveaus) else item


def _van_soort(groepen: list[Groep], items: Sequence[str]) -> list[str]:
    there = {item for groep in groepen for blad in groep.bladen for item in blad}
    return [item for item in dict.fromkeys(items) if item in there]


def _antwoorden(niveaus: int) -> tuple[Antwoord, ...]:
    return (*range(1, niveaus + 1), *GEEN_NIVEAU)


def _tel(groepen: Sequence[Groep], item: str, niveaus: int) -> Count:
    """How many gave each answer, in the order of the levels; those without any are there too."""
    found: Count = Counter(dict.fromkeys(_antwoorden(niveaus), 0))
    known = len(found)
    found.update(blad.get(item) for groep in groepen for blad in groep.bladen)
    if len(found) > known:
        raise ValueError(f"{item}: {list(found)[known:]} is no answer")
    return found


def _exact(count: Count, niveaus: int) -> Beeld:
    telbeeld = Telbeeld(count.total(), {a: Bereik(c, c) for a, c in count.items()})
    levels = sum(count[v] for v in range(1, niveaus + 1))
    points = sum(v * count[v] for v in range(1, niveaus + 1))
    beeld = _beeld([telbeeld], niveaus)
    return replace(beeld, gemiddelde=Fraction(points, levels)) if levels else beeld


def _bereiken(count: Count, regel: Regel) -> tuple[Bereik, ...]:
    n = count.total()
    cuts = grenzen(n, regel, len(count))
    return tuple(bereik(c, n, cuts) for c in count.values())


def _beeld(parts: list[Telbeeld], niveaus: int) -> Beeld:
    """One group, or several together: what their ranges tell and nothing else."""
    sharp = [part.scherp() for part in parts]
    ranges = {
        a: Bereik(sum(s[a].laag for s in sharp), sum(s[a].hoog for s in sharp)) for a in sharp[0]
    }
    return Beeld(sum(part.n for part in parts), ranges, midden(parts, niveaus))


def _met_verschil(totaal: Beeld, per_groep: dict[str, Beeld]) -> ItemUitslag:
    """With the pairs whose middles cannot overlap, the furthest apart first."""
    apart = [
        (b.midden.hoog - a.midden.laag, Verschil(hoger, lager))
        for hoger, a in per_groep.items()
        for lager, b in per_groep.items()
        if a.midden and b.midden and a.midden.laag > b.midden.hoog
    ]
    apart.sort(key=lambda one: one[0])
    return ItemUitslag(totaal, per_groep, "", tuple(pair for _, pair in apart))
