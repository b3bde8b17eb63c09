"""Freeze or show the Telling of one school after another, for the command line.

In: a school, a schooljaar, today. Out: one Dutch sentence, and whether it went well.
"""

from __future__ import annotations

from datetime import date

from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag import services
from gokwijs.apps.teldag.dagen import teldag_of
from gokwijs.apps.teldag.selectors import dagstand, latest_of
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.leerlingen.teldag import ZorgthuisError, zorgthuis_in
from gokwijs.core.telling.model import Telling

REDEN = "opnieuw geteld via de opdrachtregel"


def freeze_or_show(
    school: School, schooljaar: Schooljaar, today: date, *, confirm: bool
) -> tuple[str, bool]:
    """What was frozen or would be; zorgthuis stays as typed in the version before."""
    teldag = teldag_of(school, schooljaar)
    if not teldag.voorbij(today):
        return f"de teldag is pas op {teldag.words}.", False
    latest = latest_of(school, schooljaar)
    zorgthuis = zorgthuis_in(Telling.from_json(latest.telling)) if latest is not None else None
    try:
        if confirm:
            done = services.freeze_telling(
                school=school,
                schooljaar=schooljaar,
                today=today,
                by=None,
                zorgthuis=zorgthuis,
                reden=REDEN if latest is not None else "",
            )
            number = Telling.from_json(done.vastlegging.telling).pupils
            state = "vastgelegd" if done.nieuw else "lag al vast, niets veranderd"
            return f"{done.vastlegging}, {dutch_number(number)} leerlingen: {state}.", True
        stand = dagstand(school, teldag.dag, today)
        telling = stand.geteld(school.instellingsnummer, zorgthuis).telling
    except (services.TeldagError, ZorgthuisError) as error:
        return str(error), False
    if not telling.cells:
        return f"op {teldag.words} was er niemand ingeschreven.", False
    words = f"{dutch_number(telling.pupils)} leerlingen op {teldag.words}"
    if latest is None:
        return f"{words}, nog niet vastgelegd.", True
    if latest.vingerafdruk == telling.fingerprint:
        return f"{words}, ligt vast in versie {latest.versie}.", True
    return f"{words}, verschilt van versie {latest.versie}.", True
