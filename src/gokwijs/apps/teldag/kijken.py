"""The pupils of a teldag as one person may see them, with what their verklaringen are worth.

In: somebody's access to a school, a schooljaar, today. Out: the day, or a summary in two sentences
for the start page. Nothing is logged here: whoever shows names with worth logs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.teldag import overzicht
from gokwijs.apps.teldag.dagen import Teldag, komend_schooljaar, teldag_of
from gokwijs.apps.teldag.selectors import (
    Dagstand,
    Formulieren,
    case_of_day,
    dagstand,
    formulieren,
)
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.ontbrekend import Ontbrekend, ontbrekend, open_kenmerken
from gokwijs.core.telling.model import Telling


@dataclass(frozen=True)
class Gezien:
    """The pupils of the teldag, or of today as long as it has to come."""

    teldag: Teldag
    today: date
    stand: Dagstand
    forms: Formulieren
    case: Case | None
    waarde: Ontbrekend | None


def may_see_worth(access: Access) -> bool:
    """Worth is for the Werkzone, and never for somebody who sees own classes only."""
    return access.werkzone and access.klassen is None


def look(
    access: Access, schooljaar: Schooljaar, today: date, *, worth: bool, namen: bool = True
) -> Gezien:
    """Read the day; ``worth`` only when the person may see it (``may_see_worth``)."""
    teldag = teldag_of(access.school, schooljaar)
    dag = min(today, teldag.dag)
    stand = dagstand(access.school, dag, today, klassen=access.klassen, namen=namen)
    forms = formulieren(access.school, dag, today)
    case, found = None, None
    if worth and stand.cellen:
        telling = Telling.of_cells(
            access.school.instellingsnummer, dag, (cell for _, cell in stand.plaatsen)
        )
        case = case_of_day(access.school, schooljaar, telling)
        order = stand.wie or stand.cellen
        found = ontbrekend(case, {key: stand.cellen[key] for key in order})
    return Gezien(teldag, today, stand, forms, case, found)


@dataclass(frozen=True)
class Samenvatting:
    """For the start page: how many are missing, what they are worth, how long still to go."""

    schooljaar: Schooljaar
    aantal: int
    dagen: int
    zin: str
    aftellen: str


def samenvatting(access: Access, today: date) -> Samenvatting:
    """What the start page says about the coming teldag; no names, and no worth for a leraar."""
    schooljaar = komend_schooljaar(today)
    seen = look(access, schooljaar, today, worth=may_see_worth(access), namen=False)
    number = sum(bool(open_kenmerken(cells)) for cells in seen.stand.cellen.values())
    dagen = seen.teldag.dagen(today)
    return Samenvatting(
        schooljaar,
        number,
        dagen,
        overzicht.antwoord_zin(seen.waarde, number),
        overzicht.teldag_zin(dagen, seen.teldag.words),
    )
