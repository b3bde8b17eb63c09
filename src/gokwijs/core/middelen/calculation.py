"""All regimes for one school: the one entrance for screen, command line and what-if.

In: a ``Case``. Out: the results in a fixed order, each with its explanation and receipt.
"""

from __future__ import annotations

from gokwijs.core.middelen.buitengewoon import calculate_buitengewoon
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.oki import calculate_oki
from gokwijs.core.middelen.result import Result
from gokwijs.core.middelen.ses_lestijden import calculate_ses_lestijden
from gokwijs.core.middelen.uren_leraar import calculate_uren_leraar
from gokwijs.core.middelen.werkingsbudget import calculate_werkingsbudget


def calculate(case: Case) -> tuple[Result, ...]:
    """Every regeling that concerns the pupils of this school."""
    return (
        *calculate_ses_lestijden(case),
        *calculate_uren_leraar(case),
        *calculate_buitengewoon(case),
        *calculate_werkingsbudget(case),
        *calculate_oki(case),
    )
