"""A school with an actie, a toets and two groups of pupils whose scores are known."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.effect.models import Groep, Opzet, Uitkomst, Vergelijking
from gokwijs.apps.effect.services import Keuzes, leg_vast, maak_opzet
from gokwijs.apps.effect.services_deelname import Gekregen, kies_deelnemers, noteer_deelname
from gokwijs.apps.effect.services_uitkomst import bereken_uitkomst
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.services import create_school
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from tests.apps import beleid_builders as rows
from tests.apps.builders import NUMMER, client_of, colleague, person
from tests.apps.toetsen import builders as toetsen

SEPTEMBER, OKTOBER, FEBRUARI = date(2025, 9, 15), date(2025, 10, 1), date(2026, 2, 20)
E = f"/school/{NUMMER}/beleid/effect"
MOMENTEN = 20


@dataclass
class Proef:
    """One actie with its toets; ``clients`` by role."""

    school: School
    alice: User
    actie: Actie
    toets: Toets
    voor: Afname
    na: Afname

    def client(self, role: str = "directeur") -> Client:
        if role == "directeur":
            return client_of(self.alice)
        email = f"{role}@zandloper.invalid"
        known = User.objects.filter(email=email).first()
        return client_of(known or colleague(self.school, Role(role), email=email))


def proef(**toets: Any) -> Proef:
    alice = person("alice@zandloper.invalid", "Alice Adams")
    school = create_school(instellingsnummer=NUMMER, naam="De Zandloper", by=alice)
    plan = rows.plan(school, status="vastgesteld")
    doel = rows.streefdoel(plan, formulering="Iedereen leest", doelgroep="leerlingen van 1B")
    actie = rows.actie(plan, doel, titel="Lezen in duo's")
    of = toetsen.toets(school, "Leestoets", **{"eenheid": "punten", **toets})
    voor = toetsen.afname(of, "begin", SEPTEMBER)
    na = toetsen.afname(of, "einde", FEBRUARI)
    return Proef(school, alice, actie, of, voor, na)


def leerlingen(of: Proef, number: int, eerste: str = "Actie") -> list[Leerling]:
    start = of.school.leerlingen.count()
    return Leerling.objects.bulk_create(
        Leerling(
            school=of.school,
            stamnummer=f"77{start + n:05}",
            naam=f"{eerste}kind",
            voornaam=f"Nr{start + n}",
            zoeknaam=f"{eerste.lower()}kind nr{start + n:05}",
        )
        for n in range(number)
    )


def scores(
    of: Afname, pupils: list[Leerling], *, plus: int = 0, klas: str = "1B1", start: int = 10
) -> None:
    """From ``start`` on, spread over ten points with a little noise, the same in every group."""
    Score.objects.bulk_create(
        Score(
            afname=of,
            leerling=pupil,
            klas=klas,
            waarde=Decimal(start + n % 10 + plus + (n * 7 % 5 - 2 if plus else 0)),
            door_naam="Alice Adams",
        )
        for n, pupil in enumerate(pupils)
    )


def groep(of: Proef, number: int, winst: int, eerste: str = "Actie", klas: str = "1B1") -> set[int]:
    """Pupils with both scores; the keys."""
    pupils = leerlingen(of, number, eerste)
    scores(of.voor, pupils, klas=klas)
    scores(of.na, pupils, plus=winst, klas=klas)
    return {one.pk for one in pupils}


def ontwerp(of: Proef, t: int = 40, c: int = 40, winst: int = 9, **keuzes: Any) -> Opzet:
    """A draft with both groups: everybody gains 4 points, with the actie ``winst``."""
    given = {
        "toets": of.toets,
        "voor": of.voor,
        "na": of.na,
        "vergelijking": Vergelijking.PARALLEL.value if c else Vergelijking.GEEN.value,
        "toewijzing": "leerling",
        "momenten_gepland": MOMENTEN,
        **keuzes,
    }
    one = maak_opzet(actie=of.actie, keuzes=Keuzes(**given), by=of.alice)
    mine = groep(of, t, winst)
    kies_deelnemers(opzet=one, groep=Groep.ACTIE, leerling_ids=frozenset(mine), by=of.alice)
    if c:
        theirs = groep(of, c, 4, "Ander", "1B2")
        kies_deelnemers(
            opzet=one, groep=Groep.VERGELIJKING, leerling_ids=frozenset(theirs), by=of.alice
        )
    return one


def vast(of: Proef, *args: Any, op: date = OKTOBER, **keuzes: Any) -> Opzet:
    return leg_vast(opzet=ontwerp(of, *args, **keuzes), today=op, by=of.alice)


def meegedaan(of: Proef, opzet: Opzet, momenten: int = MOMENTEN) -> None:
    own = opzet.deelnames.filter(groep=Groep.ACTIE)
    noteer_deelname(opzet=opzet, gekregen={d.pk: Gekregen(momenten) for d in own}, by=of.alice)


def berekend(of: Proef, *args: Any, **keuzes: Any) -> Uitkomst:
    """Fixed in October, everybody had all moments, calculated."""
    one = vast(of, *args, **keuzes)
    meegedaan(of, one)
    return bereken_uitkomst(opzet=one, by=of.alice)


def workbook_text(data: bytes) -> str:
    book = load_workbook(io.BytesIO(data))
    return "\n".join(
        str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )
