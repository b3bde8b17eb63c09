"""Stage 6: the thresholds of the self-check. All are choices of this house, none is law.

In: nothing, or what a school set otherwise. Out: one frozen record the rules read.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Drempels:
    """Days, months, numbers and shares; a share is a Fraction between 0 and 1."""

    # What counts as a streefdoel
    ontwerp_dagen: int = 60
    looptijd_jaren: int = 3
    # T1
    zonder_besluit_dagen: int = 60
    doelen_hoogstens: int = 5
    prioritair_dagen: int = 90
    vaststelling_maanden: int = 24
    # The plan itself (warnings, never a verdict)
    acties_per_doel: int = 4
    indicatoren_per_doel: int = 3
    # T2
    document_jaren: int = 5
    # T3
    rest_tekort: Fraction = Fraction(1, 5)
    rest_aandacht: Fraction = Fraction(1, 20)
    zonder_doel_tekort: Fraction = Fraction(1, 20)
    toewijzing_dagen: int = 120
    verschil_dagen: int = 60
    boven_voorzien: Fraction = Fraction(1, 10)
    # T4
    jong_dagen: int = 180
    evaluatie_maanden: int = 12
    leerling_maanden: int = 24
    deelnemers_minstens: int = 3
    evaluatie_zonder_besluit_dagen: int = 60
    # T5
    alleen_tekort: Fraction = Fraction(1, 2)
    alleen_aandacht: Fraction = Fraction(1, 5)
    los_tekort: Fraction = Fraction(1, 4)
    actie_dagen: int = 180
    bereik_tekort: Fraction = Fraction(2, 5)
    bereik_aandacht: Fraction = Fraction(7, 10)
    trekker_acties: int = 5
    trekker_deel: Fraction = Fraction(3, 5)
    team_maanden: int = 6
    # Roll-over
    besluit_maanden: int = 12


STANDAARD = Drempels()
