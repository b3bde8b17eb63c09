"""The Telling of a day from enrolments and dated facts, with the pupils behind every cell.

In: enrolments and facts of one school, and typed counts of zorgthuis per combination (never per
pupil). Out: a Telling, and per cell the pupils in it for those who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Feit, stand_op
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
    behind: dict[Cell, list[str]] = {}
    halves: dict[Cell, int] = {}
    for one in op_datum(inschrijvingen, dag):
        cell = _cell(one, feiten.get(one.leerling, ()), dag)
        behind.setdefault(cell, []).append(one.leerling)
        halves[cell] = halves.get(cell, 0) + one.plaats.halves
    counted = [replace(cell, halves=number) for cell, number in halves.items()]
    if zorgthuis is not None:
        counted = _with_zorgthuis(counted, zorgthuis)
    telling = Telling.of_cells(instellingsnummer, dag, counted)
    pupils = {replace(cell, halves=halves[cell]): tuple(who) for cell, who in behind.items()}
    return Geteld(telling, pupils)


def _cell(one: Inschrijving, feiten: Sequence[Feit], dag: date) -> Cell:
    plaats = one.plaats
    answers: dict[Kenmerk, Antwoord] = {k: stand_op(feiten, k, dag).antwoord for k in PER_LEERLING}
    a, b, c, d, e, f = (answers.get(k, Antwoord.ONBEKEND) for k in KENMERKEN)
    return Cell(
        vestigingsplaats=plaats.vestigingsplaats,
        onderwijsniveau=plaats.onderwijsniveau,
        graad=plaats.graad,
        type=plaats.type,
        mfc_verblijf=plaats.mfc_verblijf,
        leerjaar=plaats.leerjaar,
        richting=plaats.richting,
        kenmerken=(a, b, c, d, e, f),
        halves=0,
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
