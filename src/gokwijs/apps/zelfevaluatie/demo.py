"""Two rounds of a demo school: one that was closed and talked about, and one that is open now.

In: a demo school with a plan. Out: rows made by the services of the room. Everything is invented.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.demo import FICTIEF
from gokwijs.apps.kader.selectors import kader_van
from gokwijs.apps.scholen.models import School
from gokwijs.apps.zelfevaluatie import services, services_blad
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk, Conclusie, Ronde
from gokwijs.apps.zelfevaluatie.services_bewijs import bewaar_bewijs
from gokwijs.apps.zelfevaluatie.services_gesprek import (
    bewaar_conclusie,
    maak_vaststelling,
    rond_gesprek_af,
)
from gokwijs.core.calendar import Schooljaar

WITH_ROUND = ("999002",)
GROEPEN = (
    services.Gevraagd("team", "Directie en kader", "directeur", 7),
    services.Gevraagd("team", "Leraren", "leraar", 24),
    services.Gevraagd("ouder", "Ouders van de ouderraad", "", 14),
)
# How often each group gives level 1 to 4 and "weet ik niet": leadership sees it brighter.
_KANS: Mapping[str, tuple[int, ...]] = {
    "Directie en kader": (0, 1, 6, 3, 0),
    "Leraren": (3, 8, 4, 1, 2),
    "Ouders van de ouderraad": (1, 4, 6, 3, 2),
}
_ANTWOORDEN = (1, 2, 3, 4, 0)


def build_zelfevaluatie(school: School, directeur: User, coordinator: User, today: date) -> None:
    """A closed round of last school year with its conversation, and an open one."""
    if school.instellingsnummer not in WITH_ROUND:
        return
    spring = date(Schooljaar.of(today).start, 3, 9)
    old = _round(school, f"Hoe staan we ervoor, lente {spring.year}", spring, coordinator)
    services.open_ronde(ronde=old, today=spring, by=coordinator)
    chance = random.Random(6)
    for groep in old.groepen.all():
        for _ in range(groep.verwacht or 0):
            _blad(groep.pk, old, chance, spring)
    old = services.sluit_ronde(ronde=old, by=directeur)
    Ronde.objects.filter(pk=old.pk).update(gesloten=_noon(old.einde))  # it closed back then
    _gesprek(school, old, spring + timedelta(days=21), today, coordinator)
    new = services.kopieer_ronde(ronde=old, today=today, by=coordinator)
    new = services.bewaar_ronde(
        ronde=new,
        values={"titel": "Hoe staan we ervoor, nu"},
        groepen=GROEPEN,
        by=coordinator,
    )
    services.open_ronde(ronde=new, today=today, by=coordinator)


def _round(school: School, titel: str, begin: date, by: User) -> Ronde:
    kader = kader_van(school)
    return services.bewaar_ronde(
        ronde=Ronde(school=school),
        values={
            "titel": titel,
            "kader": kader.id,
            "bereik": Ronde.Bereik.SET,
            "keuze": [kader.sets_voor("team")[0].sleutel],
            "anoniem": True,
            "begin": begin,
            "einde": begin + timedelta(days=14),
            "aankondiging": f"{FICTIEF}We kijken samen hoe het loopt met gelijke kansen. Jouw kijk "
            "telt. Wat eruit komt, bespreken we op de personeelsvergadering.",
        },
        groepen=GROEPEN,
        by=by,
    )


def _blad(groep: int, ronde: Ronde, chance: random.Random, today: date) -> None:
    row = ronde.groepen.select_related("ronde__school").get(pk=groep)
    lijst = services.vragenlijsten(ronde)[row.soort]
    gegeven = {
        item.sleutel: services_blad.Gegeven(
            chance.choices(_ANTWOORDEN, weights=_KANS[row.naam])[0],
            f"{FICTIEF}We spreken hier te weinig over." if chance.random() < 0.02 else "",
        )
        for item in lijst.items
    }
    blad = services_blad.begin_blad(groep=row, today=today).blad
    services_blad.bewaar_antwoorden(
        blad=blad, lijst=lijst, gegeven=gegeven, today=today, indienen=True
    )


def _gesprek(school: School, ronde: Ronde, dag: date, today: date, by: User) -> None:
    """Two conclusions: one becomes a vaststelling, one is a strength to keep."""
    lijst = services.vragenlijsten(ronde)["team"]
    weak, strong = lijst.items[0], lijst.items[-1]
    bewijs = bewaar_bewijs(
        bewijs=Bewijsstuk(school=school),
        values={
            "soort": Bewijsstuk.Soort.LINK,
            "titel": f"{FICTIEF}Verslag van de werkgroep schoolkosten",
            "adres": "https://voorbeeld.invalid/verslag",
            "codes": list(weak.codes),
            "dag": dag - timedelta(days=30),
        },
        by=by,
    )
    said = bewaar_conclusie(
        ronde=ronde,
        item=weak,
        lijst=lijst,
        values={
            "zien": f"{FICTIEF}De directie schat dit hoger in dan de leraren.",
            "weten": f"{FICTIEF}Uit deze ronde en uit het verslag van de werkgroep.",
            "besluit": f"{FICTIEF}We nemen dit op in het plan van volgend jaar.",
            "oordeel": 2,
            "soort": Conclusie.Soort.WERK,
        },
        by=by,
        bewijzen=[bewijs],
    )
    maak_vaststelling(conclusie=said, onderwerp=weak.onderwerp, today=today, by=by)
    bewaar_conclusie(
        ronde=ronde,
        item=strong,
        lijst=lijst,
        values={
            "zien": f"{FICTIEF}Elk trimester bekijken we samen de cijfers.",
            "weten": f"{FICTIEF}Uit de verslagen van de personeelsvergadering.",
            "besluit": f"{FICTIEF}We houden dit zo.",
            "oordeel": 3,
            "soort": Conclusie.Soort.STERK,
            "borging": f"{FICTIEF}Vast punt op de agenda",
            "herzien_op": dag + timedelta(days=365),
        },
        by=by,
    )
    rond_gesprek_af(
        ronde=ronde,
        titels={item.sleutel: item.titel for item in lijst.items},
        values={
            "datum": dag,
            "vorm": "personeelsvergadering",
            "groepen": {"personeel": 22},
            "leiding_aanwezig": True,
        },
        by=by,
    )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
