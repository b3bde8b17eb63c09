"""The five shortcomings as a live check of the records. It blocks nothing and adds nothing up."""

from __future__ import annotations

from datetime import date

from gokwijs.core.beleid.drempels import STANDAARD, Drempels
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.zelfcheck.cyclus import check_cyclus
from gokwijs.core.beleid.zelfcheck.doelen import check_doelen
from gokwijs.core.beleid.zelfcheck.draagvlak import check_draagvlak
from gokwijs.core.beleid.zelfcheck.inzet import check_inzet
from gokwijs.core.beleid.zelfcheck.uitkomst import Bevinding, Kijk, Oordeel, Tekort, Uitkomst
from gokwijs.core.beleid.zelfcheck.verankering import check_verankering
from gokwijs.core.beleid.zelfcheck.woorden import (
    Antwoordwoord,
    Woord,
    Woordantwoord,
    drie_woorden,
)

__all__ = [
    "Antwoordwoord",
    "Bevinding",
    "Oordeel",
    "Tekort",
    "Uitkomst",
    "Woord",
    "Woordantwoord",
    "drie_woorden",
    "zelfcheck",
]

_CHECKS = (check_doelen, check_verankering, check_inzet, check_cyclus, check_draagvlak)


def zelfcheck(
    stand: Beleidsstand, vandaag: date, drempels: Drempels = STANDAARD
) -> tuple[Uitkomst, ...]:
    """T1 tot en met T5 voor één school op één dag, met de gegevens achter elk oordeel."""
    kijk = Kijk(stand, vandaag, drempels)
    return tuple(check(kijk) for check in _CHECKS)
