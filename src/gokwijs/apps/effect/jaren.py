"""Years of one actie together: every lichting since the start, also those that disappoint.

In: a setup. Out: what may be said of all years with the same toets, and a table of each of them.
A lichting with too few pupils has no number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.apps.effect.models import Opzet, Uitkomst
from gokwijs.apps.effect.resultaat import GEEN_GETAL, een, span
from gokwijs.apps.effect.selectors import gelezen, is_toonbaar, lichtingen_van
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.effect.berekening import samen
from gokwijs.core.zinnen.effect import over_samen
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.bladen import Grid


@dataclass(frozen=True)
class Jaren:
    """``zinnen`` empty with one lichting: there is nothing to lay together yet."""

    zinnen: tuple[Gezegd, ...]
    tabel: Grid | None


def jaren_van(opzet: Opzet) -> Jaren:
    """All lichtingen with the same toets; two or more are needed."""
    rows = lichtingen_van(opzet)
    effects = [gelezen(one) for one in rows]
    if len(rows) < 2:
        return Jaren((), None)
    table: Grid = (
        "Elke lichting sinds de start",
        (
            "Schooljaar",
            "Met de actie",
            "Vergelijkingsgroep",
            "Verschil",
            "Goed mogelijk",
            "Oordeel",
        ),
        [_row(one) for one in rows],
    )
    if not all(is_toonbaar(one) for one in effects):
        # A total with a hidden lichting in it would give that lichting away.
        return Jaren((), table)
    return Jaren(tuple(over_samen(samen(effects))), table)


def _row(one: Uitkomst) -> list[str]:
    effect = gelezen(one)
    assert one.opzet.na is not None
    year = str(Schooljaar.of(one.opzet.na.datum))
    if not is_toonbaar(effect):
        return [year, *[GEEN_GETAL] * 4, effect.oordeel.label]
    points = effect.punten
    return [
        year,
        str(effect.n_t),
        str(effect.n_c or GEEN_GETAL),
        een(points.waarde if points else None),
        span(points),
        effect.oordeel.label,
    ]
