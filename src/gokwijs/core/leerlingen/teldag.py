"""The Telling of a day from enrolments and dated facts, with the pupils behind every cell.

In: enrolments and facts of one school, and typed counts of zorgthuis per combination (never per
pupil). Out: a Telling, and per cell the pupils in it for those who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Feit, stand_op
from gokwijs.core.leerlingen.inschrijving import Inschrijving, op_datum
from gokwijs.core.telling.model import Cell, Combination, Graad, Onderwijsniveau, Telling

_ZORGTHUIS = KENMERKEN.index(Kenmerk.ZORGTHUIS)


class ZorgthuisError(ValueError):
    """The typed counts do not fit the pupils; the message is Dutch."""


@dataclass(frozen=True, slots=True)
class ZorgthuisAantal:
    """How many half pupils of a graad with this combination of other kenmerken are zorgthuis.

    ``kenmerken`` has the answer ONBEKEND in the place of zorgthuis itself.
    """

    graad: Graad
    kenmerken: Combination
    halves: int


@dataclass(frozen=True)
class Geteld:
    """A Telling and the pupils behind it, by the cell without zorgthuis they were counted in."""

    telling: Telling
    leerlingen: Mapping[Cell, tuple[str, ...]] = field(default_factory=dict)


def tel(
    instellingsnummer: str,
    dag: date,
    inschrijvingen: Iterable[Inschrijving],
    feiten: Mapping[str, Sequence[Feit]],
    zorgthuis: Sequence[ZorgthuisAantal] | None = None,
) -> Geteld:
    """Count the pupils of a day. ``zorgthuis`` None: not counted, so unknown.

    Raises ZorgthuisError when more pupils are zorgthuis than there are with that combination.
    """
    antwoorden = {leerling: antwoorden_op(mine, dag) for leerling, mine in feiten.items()}
    placed = plaatsen(inschrijvingen, antwoorden, dag)
    return tel_plaatsen(instellingsnummer, dag, placed, zorgthuis)


def tel_plaatsen(
    instellingsnummer: str,
    dag: date,
    plaatsen_: Iterable[tuple[str, Cell]],
    zorgthuis: Sequence[ZorgthuisAantal] | None = None,
) -> Geteld:
    """``tel`` on what ``plaatsen`` gave; raises ZorgthuisError."""
    behind: dict[Cell, list[str]] = {}
    halves: dict[Cell, int] = {}
    for leerling, own in plaatsen_:
        cell = replace(own, halves=0)
        behind.setdefault(cell, []).append(leerling)
        halves[cell] = halves.get(cell, 0) + own.halves
    counted = [replace(cell, halves=number) for cell, number in halves.items()]
    if zorgthuis is not None:
        counted = _with_zorgthuis(counted, zorgthuis)
    telling = Telling.of_cells(instellingsnummer, dag, counted)
    pupils = {replace(cell, halves=halves[cell]): tuple(who) for cell, who in behind.items()}
    return Geteld(telling, pupils)


def plaatsen(
    inschrijvingen: Iterable[Inschrijving], antwoorden: Mapping[str, Combination], dag: date
) -> list[tuple[str, Cell]]:
    """Every pupil of a day with the cell of each enrolment and its own halves.

    ``antwoorden`` per pupil as ``antwoorden_op`` gives them, on the day itself or on a later one: a
    verklaring that comes in after the teldag is about a pupil who was counted on it.
    """
    return [
        (one.leerling, _cell(one, antwoorden.get(one.leerling, NIETS_GEKEND)))
        for one in op_datum(inschrijvingen, dag)
    ]


NIETS_GEKEND: Combination = (
    Antwoord.ONBEKEND,
    Antwoord.ONBEKEND,
    Antwoord.ONBEKEND,
    Antwoord.ONBEKEND,
    Antwoord.ONBEKEND,
    Antwoord.ONBEKEND,
)


def antwoorden_op(feiten: Sequence[Feit], dag: date) -> Combination:
    """The answers of one pupil on a day, as ``stand_op`` gives them, in the order of KENMERKEN."""
    by_kenmerk: dict[Kenmerk, list[Feit]] = {}
    for feit in feiten:
        by_kenmerk.setdefault(feit.kenmerk, []).append(feit)
    a, b, c, d, e, f = (_antwoord(by_kenmerk.get(k), k, dag) for k in KENMERKEN)
    return a, b, c, d, e, f


def _antwoord(feiten: list[Feit] | None, kenmerk: Kenmerk, dag: date) -> Antwoord:
    """A shorter road than ``stand_op`` for the one fact that most pupils have."""
    if feiten is None:
        return Antwoord.ONBEKEND
    if len(feiten) == 1:
        return feiten[0].antwoord if feiten[0].vanaf <= dag else Antwoord.ONBEKEND
    return stand_op(feiten, kenmerk, dag).antwoord


def _cell(one: Inschrijving, kenmerken: Combination) -> Cell:
    plaats = one.plaats
    return Cell(
        vestigingsplaats=plaats.vestigingsplaats,
        onderwijsniveau=plaats.onderwijsniveau,
        graad=plaats.graad,
        type=plaats.type,
        mfc_verblijf=plaats.mfc_verblijf,
        leerjaar=plaats.leerjaar,
        richting=plaats.richting,
        kenmerken=kenmerken,
        halves=plaats.halves,
    )


def _with_zorgthuis(cells: list[Cell], aantallen: Sequence[ZorgthuisAantal]) -> list[Cell]:
    """Say ja for so many pupils of each combination, and nee for the others of the SO."""
    left = {(z.graad, z.kenmerken): 0 for z in aantallen}
    for z in aantallen:
        left[z.graad, z.kenmerken] += z.halves
    found = []
    for cell in sorted(cells):
        if cell.onderwijsniveau is not Onderwijsniveau.SO:
            found.append(cell)
            continue
        taken = min(cell.halves, left.get((cell.graad, cell.kenmerken), 0))
        if taken:
            left[cell.graad, cell.kenmerken] -= taken
            yes = _zorgthuis(cell, Antwoord.JA)
            found.append(replace(yes, halves=taken))
        found.append(replace(_zorgthuis(cell, Antwoord.NEE), halves=cell.halves - taken))
    if any(left.values()):
        raise ZorgthuisError(
            "Er zijn meer zorgthuisleerlingen getypt dan er leerlingen met die kenmerken zijn. "
            "Kijk de aantallen per combinatie na."
        )
    return found


def _zorgthuis(cell: Cell, answer: Antwoord) -> Cell:
    a, b, c, d, e, f = (
        answer if place == _ZORGTHUIS else value for place, value in enumerate(cell.kenmerken)
    )
    return replace(cell, kenmerken=(a, b, c, d, e, f))


@dataclass(frozen=True, slots=True)
class Verschil:
    """One cell that differs between two counts, in half pupils."""

    cell: Cell
    before: int
    now: int


def verschillen(before: Telling, now: Telling) -> list[Verschil]:
    """Every cell that holds another number of pupils; ``cell`` has no halves of its own."""
    old = {replace(c, halves=0): c.halves for c in before.cells}
    new = {replace(c, halves=0): c.halves for c in now.cells}
    return [
        Verschil(cell, old.get(cell, 0), new.get(cell, 0))
        for cell in sorted(old.keys() | new.keys())
        if old.get(cell, 0) != new.get(cell, 0)
    ]


def zorgthuis_in(telling: Telling) -> list[ZorgthuisAantal] | None:
    """The typed counts that a Telling was made with; None when zorgthuis was not counted."""
    so = [c for c in telling.cells if c.onderwijsniveau is Onderwijsniveau.SO]
    if all(c.kenmerken[_ZORGTHUIS] is Antwoord.ONBEKEND for c in so):
        return None
    found: dict[tuple[Graad, Combination], int] = {}
    for cell in so:
        if cell.kenmerken[_ZORGTHUIS] is Antwoord.JA:
            key = (cell.graad, _zorgthuis(cell, Antwoord.ONBEKEND).kenmerken)
            found[key] = found.get(key, 0) + cell.halves
    return [ZorgthuisAantal(graad, kenmerken, n) for (graad, kenmerken), n in found.items()]


def zorgthuis_plaatsen(telling: Telling) -> dict[tuple[Graad, Combination], int]:
    """Half pupils of the SO per graad and combination of the other kenmerken."""
    found: dict[tuple[Graad, Combination], int] = {}
    for cell in telling.cells:
        if cell.onderwijsniveau is Onderwijsniveau.SO:
            key = (cell.graad, _zorgthuis(cell, Antwoord.ONBEKEND).kenmerken)
            found[key] = found.get(key, 0) + cell.halves
    return found
