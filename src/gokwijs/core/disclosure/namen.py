"""The named tables for readers outside the Werkzone, as sums over base cells.

In: a ``Beeld`` in which an answer is ja or not (``gekend``). Out: what the gate needs. All tables
of places share one set of base cells (place × which kenmerken), so that whatever they tell together
is attacked together. The tables on one year (vordering, attesten, stroom) each have their own base
cells, and show only rows whose number of GOK-leerlingen this audience may know already: given that
number, how the group splits tells nothing about kenmerken per place, and the other way around.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gokwijs.core.analyse.beeld import JA, Beeld, Plek, Selectie, antwoord, gok, sleutel
from gokwijs.core.analyse.tellen import KOLOMMEN, SCHOOL, Telblad, telblad
from gokwijs.core.disclosure.aanval import Bekend
from gokwijs.core.disclosure.figuren import GEVOELIG, GEWOON, Figuur, Groep, Tafel
from gokwijs.core.kenmerken import Kenmerk

PLAATSTABELLEN: Mapping[str, tuple[str, ...]] = {
    "samenstelling": KOLOMMEN,
    "aantal": ("0", "1", "2", "3", "4"),
    "waar-graad": KOLOMMEN,
    "waar-leerjaar": KOLOMMEN,
    "waar-vestiging": KOLOMMEN,
    "waar-richting": KOLOMMEN,
    "waar-klas": ("gok",),
}
JAARTABELLEN: Mapping[str, tuple[str, ...]] = {
    "vordering-graad": ("achter", "op", "onbekend"),
    "attesten": ("zonder", "met", "c"),
    "stroom-graad": ("verder", "over", "anders", "weg"),
}
TITELS: Mapping[str, str] = {
    "samenstelling": "Kenmerken in de hele school",
    "aantal": "Hoeveel kenmerken samen",
    "waar-graad": "Kenmerken per graad of niveau",
    "waar-leerjaar": "Kenmerken per leerjaar",
    "waar-vestiging": "Kenmerken per vestigingsplaats",
    "waar-richting": "Kenmerken per richting",
    "waar-klas": "GOK-leerlingen per klas",
    "vordering-graad": "Op leeftijd of achter, per graad of niveau",
    "attesten": "Attesten per stroom of graad",
    "stroom-graad": "Doorstroom per graad of niveau",
}
_OWN = tuple(Kenmerk(k) for k in KOLOMMEN if k != "gok")
_COMBINATIONS = 1 << len(_OWN)


@dataclass(frozen=True)
class Opzet:
    """What goes into the gate together: base cells, tables in their order, sizes all know."""

    cellen: Mapping[int, int]
    tafels: tuple[Tafel, ...]
    bekend: tuple[Bekend, ...]


# ---------------------------------------------------------------- places


class _Plaatsen:
    """Base cells: every place with every combination of four kenmerken, also where nobody is."""

    def __init__(self, beeld: Beeld) -> None:
        self.plekken = tuple({vak.plek: None for vak in beeld.vakken})
        number = {plek: n for n, plek in enumerate(self.plekken)}
        self.cellen = dict.fromkeys(range(len(self.plekken) * _COMBINATIONS), 0)
        for vak in beeld.vakken:
            bits = sum(
                1 << place
                for place, k in enumerate(_OWN)
                if antwoord(k.value, vak.plek.niveau, vak.antwoorden) == JA
            )
            self.cellen[number[vak.plek] * _COMBINATIONS + bits] += vak.halves
        self._gok = {niveau: _gok_bits(niveau) for niveau in {p.niveau for p in self.plekken}}

    def som(self, plekken: Iterable[int], kolom: str) -> frozenset[int]:
        """The base cells of some places in which a column says yes; '' everybody."""
        return frozenset(
            n * _COMBINATIONS + bits for n in plekken for bits in self._bits(self.plekken[n], kolom)
        )

    def _bits(self, plek: Plek, kolom: str) -> Collection[int]:
        if not kolom:
            return range(_COMBINATIONS)
        if kolom == "gok":
            return self._gok[plek.niveau]
        if kolom.isdigit():
            return [bits for bits in range(_COMBINATIONS) if bits.bit_count() == int(kolom)]
        place = _OWN.index(Kenmerk(kolom))
        return [bits for bits in range(_COMBINATIONS) if bits >> place & 1]


def _gok_bits(niveau: str) -> list[int]:
    """Which combinations make a GOK-leerling at this level."""
    found = []
    for bits in range(_COMBINATIONS):
        answers = [0] * (len(_OWN) + 1)
        for place in range(len(_OWN)):
            answers[place] = bits >> place & 1
        if gok(niveau, tuple(answers)) == JA:
            found.append(bits)
    return found


def plaatstabellen(beeld: Beeld, publiek: Collection[str] = ()) -> Opzet:
    """Every named table of places, from coarse to fine.

    ``publiek``: kenmerken of which the total of the school is published officially.
    """
    base = _Plaatsen(beeld)
    tafels, sizes = [], {}
    for key, kolommen in PLAATSTABELLEN.items():
        rows = _rows(base.plekken, key)
        if key in ("waar-vestiging", "waar-graad") and len(rows) < 2:
            continue
        tafels.append(_tafel(base, key, rows, _columns(base, key, kolommen)))
        for places in rows.values():
            everybody = base.som(places, "")
            sizes[everybody] = sum(base.cellen[c] for c in everybody)
    school = range(len(base.plekken))
    for kolom in publiek:
        cells = base.som(school, kolom)
        sizes[cells] = sum(base.cellen[c] for c in cells)
    known = tuple(Bekend(cells, halves) for cells, halves in sizes.items())
    return Opzet(base.cellen, tuple(tafels), known)


def _columns(base: _Plaatsen, key: str, kolommen: Sequence[str]) -> list[str]:
    """Below the level of the school a small sensitive group would hide everything: left out."""
    travelling = Kenmerk.TREKKENDE_BEVOLKING.value
    total = sum(base.cellen[c] for c in base.som(range(len(base.plekken)), travelling))
    few = key.startswith("waar-") and total < 2 * GEVOELIG
    return [k for k in kolommen if not (few and k == travelling)]


def _rows(plekken: Sequence[Plek], key: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, plek in enumerate(plekken):
        row = sleutel(key.removeprefix("waar-"), plek) if key.startswith("waar-") else SCHOOL
        found.setdefault(row, []).append(number)
    return found


def _tafel(
    base: _Plaatsen, key: str, rows: Mapping[str, Sequence[int]], kolommen: Sequence[str]
) -> Tafel:
    figuren, groepen = [], []
    for row, places in rows.items():
        everybody = base.som(places, "")
        parts = []
        for kolom in kolommen:
            yes = base.som(places, kolom)
            least = _threshold(key, kolom)
            own = [(f"{row}|{kolom}", yes)]
            if not kolom.isdigit():
                own.append((f"{row}|{kolom}:rest", everybody - yes))
            for name, cells in own:
                halves = sum(base.cellen[c] for c in cells)
                figuren.append(Figuur(name, cells, halves, least, onmogelijk=not cells))
            if kolom.isdigit():
                parts.append(own[0][0])
            else:
                groepen.append(Groep(f"{row}|n", (own[0][0], own[1][0])))
        if parts:
            groepen.append(Groep(f"{row}|n", tuple(parts)))
    return Tafel(key, tuple(figuren), tuple(groepen))


def _threshold(key: str, kolom: str) -> int:
    """privacy.md §4: kenmerken combined, and trekkende bevolking below the level of the school."""
    combined = key == "aantal"
    travelling = kolom == Kenmerk.TREKKENDE_BEVOLKING and key != "samenstelling"
    return GEVOELIG if combined or travelling else GEWOON


# ---------------------------------------------------------------- one year


def jaartabel(beeld: Beeld, key: str, rijen: Collection[str]) -> Opzet:
    """A table of two groups and their outcomes; only ``rijen``, whose groups may be known.

    Three things cross here (place, group, outcome), so the threshold is that of a sensitive cross.
    """
    blad = telblad(key, beeld, Selectie())
    uitkomsten = JAARTABELLEN[key]
    cellen: dict[int, int] = {}
    figuren, groepen, known = [], [], []
    for rij in blad.rijen:
        if rij.key not in rijen:
            continue
        everybody = []
        for groep in ("gok", "rest"):
            own = []
            for uitkomst in uitkomsten:
                cell = len(cellen)
                cellen[cell] = blad.cel(rij.key, f"{groep}:{uitkomst}").ja or 0
                own.append(cell)
                name = f"{rij.key}|{groep}:{uitkomst}"
                figuren.append(Figuur(name, frozenset({cell}), cellen[cell], GEVOELIG))
            size = frozenset(own)
            whole = f"{rij.key}|{groep}:n"
            halves = sum(cellen[c] for c in own)
            figuren.append(Figuur(whole, size, halves, GEVOELIG))
            names = tuple(f"{rij.key}|{groep}:{u}" for u in uitkomsten)
            groepen.append(Groep(whole, names))
            everybody += own
        known.append(Bekend(frozenset(everybody), sum(cellen[c] for c in everybody)))
    return Opzet(cellen, (Tafel(key, tuple(figuren), tuple(groepen)),), tuple(known))


def rijen_die_mogen(blad: Telblad, shown: Collection[str]) -> list[str]:
    """Rows of a year table whose place shows its number of GOK-leerlingen.

    ``shown``: keys ``row|gok`` that were released. A stream (1A) is a richting in the places.
    """
    names = {key.partition("|")[0].casefold() for key in shown}
    return [rij.key for rij in blad.rijen if rij.key.casefold() in names]
