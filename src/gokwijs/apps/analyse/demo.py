"""What the demo schools did with their figures: past years, fixed tables, a reading, a finding.

In: a demo school with its pupils. Out: rows made by the services of the room, through the gate like
any other school. Everything is fictional.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Permission
from gokwijs.apps.analyse import services, services_stand
from gokwijs.apps.analyse.antwoorden import blad_van
from gokwijs.apps.analyse.beelden import peildag, tel_beeld
from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.apps.analyse.models import Jaarbeeld, Stand, Vrijgave
from gokwijs.apps.analyse.views_werk import figures, one_cell, reading_look
from gokwijs.apps.analyse.vragen import Keuze, Vraag
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.core.analyse.beeld import JA, NEE, Beeld, Vak, naar_json
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING

PAST_YEARS = 3  # before last year: with this year the lines have five points
FICTIEF = "Fictief. "
_READ = ("999002",)  # the school whose team has read its figures
_STANDEN = {"999001": (0,), "999002": (1, 0)}  # this year, or so many years back


def build_analyse(school: School, directeur: User, coordinator: User, today: date) -> None:
    """Everything of one demo school; the buitengewoon one only has its past years."""
    now = Schooljaar.of(today)
    _past(school, now.previous, today)
    for back in _STANDEN.get(school.instellingsnummer, ()):
        fixed = services_stand.leg_vast(
            school=school,
            schooljaar=Schooljaar(now.start - back),
            today=today,
            by=directeur,
            wachten=True,
        )
        if back:
            _release(fixed, directeur)
    if school.instellingsnummer in _READ:
        _work(school, now, today, directeur, coordinator)


# ---------------------------------------------------------------- past years


def _past(school: School, last: Schooljaar, today: date) -> None:
    """Counts invented from last year: thuistaal a little lower each year back, the rest about."""
    beeld = tel_beeld(school, last, today)
    year = last
    for back in range(1, PAST_YEARS + 1):
        year = year.previous
        dag = peildag(school, year, today)
        invented = _invented(beeld, back, year.start, dag, school.instellingsnummer)
        Jaarbeeld.objects.create(
            school=school, schooljaar=year.start, dag=dag, inhoud=naar_json(invented)
        )


def _invented(beeld: Beeld, back: int, start: int, dag: date, seed: str) -> Beeld:
    chance = random.Random(f"{seed} vroeger")  # the same draws every year: lines move one way
    thuistaal = PER_LEERLING.index(Kenmerk.THUISTAAL)
    schooltoeslag = PER_LEERLING.index(Kenmerk.SCHOOLTOESLAG)
    cells: Counter[Vak] = Counter()
    for vak in beeld.vakken:
        for _ in range(vak.halves // 2):
            absent, taal, toeslag = (chance.random() for _ in range(3))
            answers = list(vak.antwoorden)
            if answers[thuistaal] == JA and taal < 0.07 * back:
                answers[thuistaal] = NEE
            if toeslag < 0.02 * back and answers[schooltoeslag] in (JA, NEE):
                answers[schooltoeslag] = NEE if answers[schooltoeslag] == JA else JA
            if absent >= 0.015 * back:
                cells[vak._replace(antwoorden=tuple(answers), halves=0)] += 2
    return Beeld(start, dag, tuple(vak._replace(halves=n) for vak, n in cells.items()))


# ---------------------------------------------------------------- fixed for the team


def _release(fixed: Stand, by: User) -> None:
    """One table for the scholengroep."""
    one = fixed.vrijgaven.get(publiek=Vrijgave.Publiek.SCHOOL, tabel="samenstelling")
    services_stand.geef_buiten(vrijgave=one, doel=f"{FICTIEF}Overleg over GOK.", by=by)


# ---------------------------------------------------------------- work with the figures


def _work(school: School, now: Schooljaar, today: date, directeur: User, coordinator: User) -> None:
    services.voer_oki_in(
        school=school,
        schooljaar=now.previous,
        waarde=Decimal("1.4900"),
        bron="fictief document",
        datum=date(now.start, 4, 15),
        by=directeur,
    )
    keuze = Keuze(per="richting", kenmerk=Kenmerk.THUISTAAL.value)
    services.bewaar_weergave(
        school=school,
        naam="Thuistaal per richting",
        vraag=Vraag.WAAR.value,
        keuze=keuze.query,
        by=coordinator,
    )
    asked = keuze.met(jaar=str(now.previous))
    lezing = services.begin_lezing(
        school=school, vraag=Vraag.WAAR.value, keuze=asked.query, dag=today, by=coordinator
    )
    access = access_for(coordinator, school.instellingsnummer, Permission.SCHOOLZONE_ZIEN)
    services.bewaar_lezing(
        lezing=lezing,
        teksten={step: FICTIEF + text for step, text in _TEXTS.items()},
        deelnemers={"leraren": 6, "leiding": 1, "zorg": 2},
        geen_besluit=False,
        dag=today,
        afronden=True,
        cijfers=figures(blad_van(reading_look(access, lezing), Vraag.WAAR)),
        by=coordinator,
    )
    kijk = Kijk.van(access, asked, today)
    blad, dag = blad_van(kijk, Vraag.WAAR), kijk.dag()
    assert dag is not None
    seen = one_cell(kijk, blad, "Zorg en welzijn", Kenmerk.THUISTAAL.value)
    services.maak_vaststelling(
        school=school,
        schooljaar=now.previous,
        tekst=FICTIEF + seen.tekst,
        vraag=Vraag.WAAR.value,
        keuze=asked.query,
        cijfers=figures(blad),
        werkzone=kijk.exact,
        bron=blad.bron,
        dag=dag,
        plaats=seen.plaats,
        kenmerk=seen.kenmerk,
        lezing=lezing,
        by=coordinator,
    )


_TEXTS = {
    "zien": "In sommige richtingen zitten meer leerlingen met een andere thuistaal dan in andere. "
    "Veel cellen zijn afgeschermd: de groepen zijn klein.",
    "verrast": "We dachten dat vooral de eerste graad het verschil maakte. Het gaat over de hele "
    "school.",
    "betekent": "Misschien vragen de vakken in die richtingen veel taal die we niet aanleren. "
    "Misschien kiezen leerlingen met een andere thuistaal vaker voor die richtingen.",
    "onbekend": "Hoe goed de leerlingen Nederlands kennen, staat niet in deze cijfers. Ook niet "
    "waarom ze voor een richting kozen. Dat vragen we hun.",
    "besluit": "We praten met twintig leerlingen over taal in de les. De leraren van Zorg en "
    "welzijn volgen een vorming over functioneel meertalig leren. We kijken volgend jaar opnieuw.",
}
