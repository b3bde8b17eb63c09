"""Rounds for tests, made through the services: groups, sheets that were sent in, closed.

``antwoorden`` per group is a list of sheets; a sheet is one level for every question, or a mapping
item → level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from gokwijs.apps.access.models import User
from gokwijs.apps.scholen.models import School
from gokwijs.apps.zelfevaluatie import services, services_blad
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk, Conclusie, Respondentgroep, Ronde
from gokwijs.apps.zelfevaluatie.services import Gevraagd
from gokwijs.apps.zelfevaluatie.services_blad import Gegeven
from tests.apps.builders import TODAY

Blad = int | Mapping[str, int | None] | None
GROEPEN = (Gevraagd("team", "Directie", "directeur", 2), Gevraagd("team", "Leraren", "leraar", 20))


def ronde(school: School, by: User, groepen: Sequence[Gevraagd] = GROEPEN, **values: Any) -> Ronde:
    """A plan for a round: the GOK core set, asked of two groups of the team."""
    given = {
        "titel": "Herfstronde",
        "kader": "r-ok-parafrase",
        "bereik": "set",
        "keuze": ["gok-kern"],
        "anoniem": True,
        "begin": TODAY,
        "einde": TODAY + timedelta(days=14),
        "aankondiging": "We kijken samen.",
        **values,
    }
    return services.bewaar_ronde(ronde=Ronde(school=school), values=given, groepen=groepen, by=by)


def open_ronde(school: School, by: User, **values: Any) -> Ronde:
    return services.open_ronde(ronde=ronde(school, by, **values), today=TODAY, by=by)


def blad(
    groep: Respondentgroep,
    antwoord: Blad,
    *,
    opmerking: str = "",
    naam: str = "Anna Anders",
    today: date = TODAY,
) -> None:
    """One sheet, sent in; a remark goes with its first question."""
    lijst = services.vragenlijsten(groep.ronde)[groep.soort]
    made = services_blad.begin_blad(groep=groep, today=today, naam=naam)
    gegeven = {
        item.sleutel: Gegeven(
            antwoord.get(item.sleutel) if isinstance(antwoord, Mapping) else antwoord,
            opmerking if nr == 0 else "",
        )
        for nr, item in enumerate(lijst.items)
    }
    services_blad.bewaar_antwoorden(
        blad=made.blad, lijst=lijst, gegeven=gegeven, today=today, indienen=True
    )


def vul(found: Ronde, naam: str, bladen: Sequence[Blad], opmerking: str = "") -> None:
    """Sheets of the group with this name."""
    groep = found.groepen.select_related("ronde").get(naam=naam)
    for nr, one in enumerate(bladen):
        blad(groep, one, opmerking=opmerking and f"{opmerking} {nr}", naam=f"Anna {naam} {nr}")


def sluit(found: Ronde, by: User) -> Ronde:
    return services.sluit_ronde(ronde=found, by=by)


def gesloten(
    school: School,
    by: User,
    antwoorden: Mapping[str, Sequence[Blad]] | None = None,
    *,
    opmerking: str = "",
    **values: Any,
) -> Ronde:
    """A closed round: by default leadership answers high and teachers low."""
    found = open_ronde(school, by, **values)
    given = antwoorden or {"Directie": [4] * 6, "Leraren": [1] * 10 + [2] * 4}
    for naam, bladen in given.items():
        vul(found, naam, bladen, opmerking)
    return sluit(found, by)


def conclusie(found: Ronde, item: str = "ok:R5", **values: Any) -> Conclusie:
    """What the team concluded on one question of a round."""
    given = {
        "codes": [item],
        "zien": "Leraren kennen onze afspraken over schoolkosten niet.",
        "besluit": "We maken één afspraak over schoolkosten.",
        "soort": "werk",
        "oordeel": 2,
        "niveau": "Hier en daar",
        "door_naam": "Alice Adams",
        **values,
    }
    return Conclusie.objects.create(ronde=found, item=item, **given)


def bewijs(school: School, **values: Any) -> Bewijsstuk:
    """A link by default."""
    given = {
        "soort": "link",
        "titel": "Schoolreglement",
        "adres": "https://school.invalid/reglement",
        "codes": ["ok:R5"],
        "door_naam": "Alice Adams",
        **values,
    }
    return Bewijsstuk.objects.create(school=school, **given)
