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

from gokwijs.core.ronde.bewijs import bewijs
from gokwijs.core.ronde.groeperen import ANDERE, in_delen
from gokwijs.core.ronde.indeling import REGELS, bereik, grenzen
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
        counts = {g.sleutel: _tel([g], item, niveaus) for g in filled}
        totaal = _exact(sum(counts.values(), Counter()), niveaus)
        found[item] = _met_verschil(totaal, {k: _exact(c, niveaus) for k, c in counts.items()})
    return Deel(soort, sum(g.n for g in shown), shown, found)


def _anoniem(soort: Soort, groepen: list[Groep], items: Sequence[str], niveaus: int) -> Deel:
    regel = REGELS[soort]
    n = sum(len(g.bladen) for g in groepen)
    parts = in_delen(groepen, regel.minstens) if n >= regel.minstens else []
    deel = Deel(soort, n, tuple(part for part, _ in parts), {})
    own = _van_soort(groepen, items)
    if n < regel.minstens:
        return replace(deel, items={item: _verborgen() for item in own})
    found = {}
    for item in own:
        if parts:
            counts = {part.sleutel: _tel(inside, item, niveaus) for part, inside in parts}
            groups = {key: _bereiken(count, soort, niveaus) for key, count in counts.items()}
            shown = _met_verschil(
                _beeld(list(groups.values()), niveaus),
                {key: _beeld([one], niveaus) for key, one in groups.items()},
            )
        else:
            whole = _bereiken(_tel(groepen, item, niveaus), soort, niveaus)
            shown = ItemUitslag(_beeld([whole], niveaus))
        proved = not bewijs(replace(deel, items={item: shown}), item, niveaus)
        found[item] = shown if proved else _verborgen()
    return replace(deel, items=found)


def _van_soort(groepen: list[Groep], items: Sequence[str]) -> list[str]:
    there = {item for groep in groepen for blad in groep.bladen for item in blad}
    return [item for item in dict.fromkeys(items) if item in there]


def _verborgen() -> ItemUitslag:
    return ItemUitslag(None, reden=AFGESCHERMD)


def _tel(groepen: Sequence[Groep], item: str, niveaus: int) -> Count:
    """How many gave each answer, in the order of the levels; those without any are there too."""
    found: Count = Counter(dict.fromkeys((*range(1, niveaus + 1), 0, None), 0))
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


def _bereiken(count: Count, soort: Soort, niveaus: int) -> Telbeeld:
    n = count.total()
    cuts = grenzen(n, REGELS[soort], len(count))
    return Telbeeld(n, {a: bereik(c, n, cuts) for a, c in count.items()})


def _beeld(parts: list[Telbeeld], niveaus: int) -> Beeld:
    """One group, or several together: what their ranges tell, and nothing else."""
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
