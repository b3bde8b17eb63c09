"""The chain of a plan as it is stored: from vaststelling to borging, and what hangs on it.

A vaststelling itself is kept by the room ``analyse``, where most of them begin.
"""

from gokwijs.apps.beleid.models.aantekening import Bijlage, Historie, Knoopsoort, Opmerking
from gokwijs.apps.beleid.models.inzet import Boeking, Boekingsimport, Overdracht, Toewijzing
from gokwijs.apps.beleid.models.keten import Actie, Indicator, Streefdoel
from gokwijs.apps.beleid.models.kring import Beleidskoppeling, Draagvlakmoment
from gokwijs.apps.beleid.models.meten import Besluit, Borging, Evaluatie, Meting
from gokwijs.apps.beleid.models.plan import Knoop, Plan, PlanVersie
from gokwijs.apps.beleid.models.werk import Onderbouwing, Taak, Uitvoering

__all__ = [
    "Actie",
    "Beleidskoppeling",
    "Besluit",
    "Bijlage",
    "Boeking",
    "Boekingsimport",
    "Borging",
    "Draagvlakmoment",
    "Evaluatie",
    "Historie",
    "Indicator",
    "Knoop",
    "Knoopsoort",
    "Meting",
    "Onderbouwing",
    "Opmerking",
    "Overdracht",
    "Plan",
    "PlanVersie",
    "Streefdoel",
    "Taak",
    "Toewijzing",
    "Uitvoering",
]
