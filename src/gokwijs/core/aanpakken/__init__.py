"""The catalogue of aanpakken: versioned facts about what was tried and how it went.

Stage: beside the plan. In: ``inhoud/aanpakken``. Out: facts with source, date and what speaks
against them, and what an actie keeps of its choice. It forecasts nothing for one school.
"""

from __future__ import annotations

from gokwijs.core.aanpakken.catalogus import Catalogus
from gokwijs.core.aanpakken.koppeling import (
    GetoondFeit,
    Koppeling,
    Melding,
    Meldingsoort,
    Voorwaarde,
)
from gokwijs.core.aanpakken.lezen import CatalogusFout, load_catalogus, load_catalogus_from
from gokwijs.core.aanpakken.model import Aanpak, Feit, Niveau

__all__ = [
    "Aanpak",
    "Catalogus",
    "CatalogusFout",
    "Feit",
    "GetoondFeit",
    "Koppeling",
    "Melding",
    "Meldingsoort",
    "Niveau",
    "Voorwaarde",
    "load_catalogus",
    "load_catalogus_from",
]
