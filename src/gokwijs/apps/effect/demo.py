"""The language actie of last year's plan, judged: that year's first years against the year before.

In: the demo school after its scores and plans. Out: a setup fixed in autumn, who took part, and a
calculated result, all made by the services of the room. Nothing when scores or actie are missing.
"""

from __future__ import annotations

from datetime import date

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.effect.models import Groep, Vergelijking
from gokwijs.apps.effect.services import Keuzes, leg_vast, maak_opzet
from gokwijs.apps.effect.services_deelname import (
    Gekregen,
    kandidaten,
    kies_deelnemers,
    noteer_deelname,
)
from gokwijs.apps.effect.services_uitkomst import bereken_uitkomst
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.demo import LEZEN
from gokwijs.apps.toetsen.models import Afname
from gokwijs.apps.toetsen.selectors import afnames_van
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.effect.keuzes import Toewijzing

SCHOOL = "999002"
MOMENTEN = 30


def build_effect(school: School, coordinator: User, today: date) -> None:
    """Does nothing for the other demo schools."""
    now = Schooljaar.of(today)
    actie = _language(school, now.previous)
    if school.instellingsnummer != SCHOOL or actie is None:
        return
    own = _moments(school, now.previous)
    before = _moments(school, now.previous.previous)
    if len(own) < 2 or len(before) < 2:
        return
    opzet = maak_opzet(
        actie=actie,
        keuzes=Keuzes(
            toets=own[0].toets,
            voor=own[0],
            na=own[-1],
            vergelijking=Vergelijking.VORIGE_LICHTING,
            vergelijk_voor=before[0],
            vergelijk_na=before[-1],
            toewijzing=Toewijzing.LEERLING,
            momenten_gepland=MOMENTEN,
        ),
        by=coordinator,
    )
    for groep in (Groep.ACTIE, Groep.VERGELIJKING):
        everybody = frozenset(kandidaten(opzet, groep))
        kies_deelnemers(opzet=opzet, groep=groep, leerling_ids=everybody, by=coordinator)
    leg_vast(opzet=opzet, today=date(now.previous.start, 10, 15), by=coordinator)
    rows = opzet.deelnames.filter(groep=Groep.ACTIE).order_by("leerling__stamnummer")
    # Most had nearly all moments; one in ten stopped halfway, one in twenty was never reached.
    noted = {
        row.pk: Gekregen(
            0 if n % 20 == 7 else 12 if n % 10 == 3 else MOMENTEN - n % 4, gestopt=n % 10 == 3
        )
        for n, row in enumerate(rows)
    }
    noteer_deelname(opzet=opzet, gekregen=noted, by=coordinator)
    bereken_uitkomst(opzet=opzet, by=coordinator)


def _language(school: School, jaar: Schooljaar) -> Actie | None:
    """The actie of that year's plan that has to do with language."""
    rows = Actie.objects.filter(
        plan__school=school,
        plan__schooljaar_van=jaar.start,
        plan__verwijderd=None,
        verwijderd=None,
    )
    words = ("taal", "talig", "lezen")
    return next((one for one in rows if any(w in one.titel.lower() for w in words)), None)


def _moments(school: School, jaar: Schooljaar) -> list[Afname]:
    """The reading test of the first years of that year, by day."""
    return [a for a in afnames_van(school) if a.toets.naam == LEZEN and a.schooljaar == jaar]
