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

from gokwijs.core.analyse.beeld import JA, Beeld, antwoord, gok
from gokwijs.core.analyse.plek import Plek, index, sleutel
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import (
    KOLOMMEN,
    SCHOOL,
    Telblad,
    groep_of,
    stroom_of,
    telblad,
)
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
    "stroom-graad": ("verder", "over", "anders", "weg", "klaar"),
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
    """privacy.md §4: kenmerken combined, and trekkende bevolking.

    The page asks ten for trekkende bevolking below the level of the school only. A total of five to
    nine would leave no room for that (P8) and refuse every table below it: so the total waits too.
    """
    return GEVOELIG if key == "aantal" or kolom == Kenmerk.TREKKENDE_BEVOLKING else GEWOON


# ---------------------------------------------------------------- one year


def jaartabel(beeld: Beeld, key: str, rijen: Collection[str]) -> Opzet:
    """A table of two groups and their outcomes; only ``rijen``, whose groups may be known.

    Three things cross here (place, group, outcome), so the threshold is that of a sensitive cross.
    The sizes of both groups in a place are known, so who is in the place and not in the row (no
    attest) is attacked too. ``_sizes`` leaves out a row of which the place is not exactly known.
    """
    blad = telblad(key, beeld, Selectie())
    table = _Jaar(blad, JAARTABELLEN[key])
    for rij in blad.rijen:
        sizes = _sizes(beeld, blad, rij.key) if rij.key in rijen else None
        if sizes is not None:
            table.add(rij.key, sizes)
    tafel = Tafel(key, tuple(table.figuren), tuple(table.groepen))
    return Opzet(table.cellen, (tafel,), tuple(table.bekend))


def _sizes(beeld: Beeld, blad: Telblad, rij: str) -> Mapping[str, int] | None:
    """How many of each group sit in the place of a row; None when the row may not be shown.

    A row is one graad or one richting and nothing else. In ``vordering`` every leerjaar of it must
    count: beside the number of the place, the row would tell that of the leerjaren left out.
    The same holds for a few pupils without attest; one such row must not cost the whole table.
    """
    key = blad.key
    if key == "stroom":
        return {}  # where pupils sat a year ago: their number in this year's place is another
    mine, place, names = [], [], set()
    for vak in beeld.vakken:
        graad, richting = sleutel("graad", vak.plek), sleutel("richting", vak.plek)
        if rij == (stroom_of(vak.plek)[0] if key == "attesten" else graad):
            mine.append(vak)
        own = {name for name in (graad, richting) if name.casefold() == rij.casefold()}
        if own:
            place.append(vak)
            names |= own
    skipped = key != "attesten" and any(index(vak.plek) is None for vak in mine)
    if mine != place or len(names) != 1 or skipped:
        return None
    sizes = {"gok": 0, "rest": 0}
    for vak in mine:
        sizes[groep_of(vak.plek.niveau, vak.antwoorden)] += vak.halves
    missing = _missing(blad, rij, sizes)
    few = any(missing.values()) and min(missing.values()) < GEVOELIG
    return None if few else sizes


def _missing(blad: Telblad, rij: str, sizes: Mapping[str, int]) -> dict[str, int]:
    """Per group: who sits in the place, but is not counted in the row."""
    first = blad.kolommen[0].partition(":")[2]
    return {groep: n - (blad.cel(rij, f"{groep}:{first}").n or 0) for groep, n in sizes.items()}


class _Jaar:
    """Base cells of a year table: per row and group one per outcome, and one for who has none."""

    def __init__(self, blad: Telblad, uitkomsten: Sequence[str]) -> None:
        self.blad, self.uitkomsten = blad, uitkomsten
        self.cellen: dict[int, int] = {}
        self.figuren: list[Figuur] = []
        self.groepen: list[Groep] = []
        self.bekend: list[Bekend] = []

    def add(self, rij: str, sizes: Mapping[str, int]) -> None:
        """A row; ``sizes``: of its groups in the place, empty when nobody knows them."""
        everybody: set[int] = set()
        outside: set[int] = set()
        missing = _missing(self.blad, rij, sizes)
        for groep in ("gok", "rest"):
            names = tuple(f"{rij}|{groep}:{u}" for u in self.uitkomsten)
            own = {
                self._figuur(name, self.blad.cel(rij, name.partition("|")[2]).ja or 0)
                for name in names
            }
            self._som(f"{rij}|{groep}:n", own)
            self.groepen.append(Groep(f"{rij}|{groep}:n", names))
            everybody |= own
            if any(missing.values()):
                others = {self._figuur(f"{rij}|{groep}:buiten", missing[groep])}
                own, outside = own | others, outside | others
            if sizes:
                self._known(own)
        self._known(everybody)
        if outside:
            self._known(everybody | outside)

    def _figuur(self, name: str, halves: int) -> int:
        cell = len(self.cellen)
        self.cellen[cell] = halves
        self._som(name, {cell})
        return cell

    def _som(self, name: str, cells: set[int]) -> None:
        halves = sum(self.cellen[c] for c in cells)
        self.figuren.append(Figuur(name, frozenset(cells), halves, GEVOELIG))

    def _known(self, cells: set[int]) -> None:
        halves = sum(self.cellen[c] for c in cells)
        self.bekend.append(Bekend(frozenset(cells), halves))


def rijen_die_mogen(blad: Telblad, shown: Collection[str]) -> list[str]:
    """Rows of a year table whose place shows its number of GOK-leerlingen.

    ``shown``: keys ``row|gok`` that were released. A stream (1A) is a richting in the places.
    """
    names = {key.partition("|")[0].casefold() for key in shown}
    return [rij.key for rij in blad.rijen if rij.key.casefold() in names]
