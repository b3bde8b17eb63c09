"""Stage 5: from the answers of a round of self-evaluation to what may be shown of them."""

from __future__ import annotations

from gokwijs.core.ronde.bewijs import Lek, bewijs
from gokwijs.core.ronde.model import (
    AFGESCHERMD,
    Antwoord,
    Beeld,
    Bereik,
    Deel,
    Groep,
    Groepsdeel,
    ItemUitslag,
    Soort,
    Uitslag,
    Verschil,
)
from gokwijs.core.ronde.uitslag import maak_uitslag
from gokwijs.core.ronde.vergelijken import Reden, Uitkomst, Vergelijking, vergelijk
from gokwijs.core.ronde.zeggen import zin, zin_vergelijking

__all__ = [
    "AFGESCHERMD",
    "Antwoord",
    "Beeld",
    "Bereik",
    "Deel",
    "Groep",
    "Groepsdeel",
    "ItemUitslag",
    "Lek",
    "Reden",
    "Soort",
    "Uitkomst",
    "Uitslag",
    "Vergelijking",
    "Verschil",
    "bewijs",
    "maak_uitslag",
    "vergelijk",
    "zin",
    "zin_vergelijking",
]
