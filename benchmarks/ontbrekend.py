"""How long the missing list of one big school takes, without database or page.

In: how many pupils. Out: milliseconds, the best of five runs. About one in five pupils is missing.
"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from fractions import Fraction

from gokwijs.core.calendar import Schooljaar, teldag
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.ontbrekend import ontbrekend
from gokwijs.core.telling.model import Cell, Graad, Onderwijsniveau, School, Telling, combination

YEAR = Schooljaar(2026)


def missing_list_ms(pupils: int = 3000, niveau: Onderwijsniveau = Onderwijsniveau.SO) -> float:
    """Milliseconds for the worth of every missing verklaring, ranked, with thresholds."""
    dice = random.Random(5)
    graden = list(Graad)[1:] if niveau is Onderwijsniveau.SO else [Graad.NONE]
    leerlingen = {str(n): (_cell(dice, niveau, graden),) for n in range(pupils)}
    cells = [cell for (cell,) in leerlingen.values()]
    telling = Telling.of_cells("999001", teldag(YEAR), cells)
    school = School(
        "999001",
        "Verzonnen",
        Antwoord.NEE,
        Antwoord.NEE,
        Antwoord.NEE,
        Fraction(30),
        Fraction(60),
    )
    best = float("inf")
    for _ in range(5):
        case = Case(replace(telling), school, YEAR, load_regels())
        start = time.perf_counter()
        ontbrekend(case, leerlingen)
        best = min(best, time.perf_counter() - start)
    return best * 1000


def _cell(dice: random.Random, niveau: Onderwijsniveau, graden: list[Graad]) -> Cell:
    moeder, taal = (dice.choices("012", (70, 20, 10))[0] for _ in range(2))
    toeslag = dice.choice("001")
    return Cell(
        dice.choice("12"),
        niveau,
        dice.choice(graden),
        "",
        Antwoord.NEE,
        str(dice.randint(1, 6)),
        str(dice.randint(1, 20)),
        combination(f"{moeder}{toeslag}{taal}202"),
        2,
    )


if __name__ == "__main__":
    for level in (Onderwijsniveau.LAGER, Onderwijsniveau.SO):
        print(f"{level}: {missing_list_ms(niveau=level):.1f} ms")
