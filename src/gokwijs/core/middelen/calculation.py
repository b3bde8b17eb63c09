"""All regimes for one school: the one entrance for screen, command line and what-if.

In: a ``Case``. Out: the results in a fixed order, each with its explanation and receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gokwijs.core.middelen.buitengewoon import calculate_buitengewoon
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.oki import calculate_oki
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.middelen.ses_lestijden import calculate_ses_lestijden
from gokwijs.core.middelen.uren_leraar import calculate_uren_leraar
from gokwijs.core.middelen.werkingsbudget import calculate_werkingsbudget

_REGIMES: Mapping[Callable[[Case], list[Result]], tuple[Regeling, ...]] = {
    calculate_ses_lestijden: (Regeling.SES_LESTIJDEN_KLEUTER, Regeling.SES_LESTIJDEN_LAGER),
    calculate_uren_leraar: (Regeling.UREN_LERAAR_SO_1, Regeling.UREN_LERAAR_SO_23),
    calculate_buitengewoon: (Regeling.LESUREN_BUSO, Regeling.LESTIJDEN_BUBAO),
    calculate_werkingsbudget: (Regeling.WERKINGSBUDGET_BAO, Regeling.WERKINGSBUDGET_SO),
    calculate_oki: (Regeling.OKI,),
}


def calculate(case: Case) -> tuple[Result, ...]:
    """Every regeling that concerns the pupils of this school."""
    return tuple(result for regime in _REGIMES for result in regime(case))


def calculate_regeling(case: Case, regeling: Regeling) -> Result:
    """One regeling; raises StopIteration when it does not concern this school."""
    regime = next(r for r, regelingen in _REGIMES.items() if regeling in regelingen)
    return next(result for result in regime(case) if result.regeling is regeling)
