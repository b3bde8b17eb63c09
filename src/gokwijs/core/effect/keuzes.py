"""What a school chooses or has: kind of outcome, how pupils came to take part, design."""

from __future__ import annotations

from enum import StrEnum

from gokwijs.core.law.keuze import Keuze


class Uitkomstsoort(Keuze):
    """What a toets measures. Months exist for ``leerprestaties`` only."""

    LEERPRESTATIES = "leerprestaties"
    WELBEVINDEN = "welbevinden"
    AANWEZIGHEID = "aanwezigheid"
    ANDER = "ander", "iets anders"


class Toewijzing(Keuze):
    """How it was decided who takes part."""

    LEERLING = "leerling", "per leerling gekozen"
    KLAS = "klas", "per klas gekozen"
    LOTING = "loting", "door loting of een gespreide start"


class Ontwerp(StrEnum):
    """Strongest first: lottery, matched, groups as they are, pre and post alone, post only."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class Intervalmethode(StrEnum):
    """How the interval around g is made; which one was used is kept with the result."""

    T = "hedges-t-1"
    NCT = "hedges-nct-1"
