"""Schools, people and files with meaningful defaults, for the tests of the rooms.

Alice owns (directeur), Bob is a colleague with fewer rights (leraar), Charlie leads another school.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from itertools import chain
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import JSONField
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen import services as leerling_services
from gokwijs.apps.leerlingen.models import Bewerking, Leerling, Verklaring
from gokwijs.apps.middelen import services, services_brief
from gokwijs.apps.middelen.models import (
    Berekening,
    IngevoerdGetal,
    Inlezing,
    OfficieleBrief,
)
from gokwijs.apps.scholen.models import Membership, School, Toegangsuitnodiging
from gokwijs.apps.scholen.services import create_school, hash_of, save_facts
from gokwijs.apps.teldag.models import Teldagkeuze, Vastlegging
from gokwijs.core.calendar import Schooljaar, teldag
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.core.middelen.officieel import LINES
from gokwijs.core.telling.leerlingen import read_leerlingen
from gokwijs.core.telling.model import Telling
from tests.apps.leerling_builders import make_leerling
from tests.core.telling.official import row, workbook

TODAY = date(2026, 3, 2)
JAAR = Schooljaar(2026)
YEAR = "schooljaar=2026-2027"
PASSWORD = "vier gele paraplu's op zee"
NUMMER, ANDER = "999801", "999802"
TOKEN = "geheim-van-de-zandloper"
GETAL = "werkingsbudget.basisonderwijs.bedrag.thuistaal"
NEE, JA, ONBEKEND = 0, 1, 2
HEADER = (
    "instellingsnummer;vestigingsplaats;leerling;onderwijsniveau;graad;"
    "opleiding_moeder;schooltoeslag;thuistaal;zorgthuis;trekkende_bevolking;buurt"
)


# ---------------------------------------------------------------- files


def leerlingen(
    number: int,
    *,
    niveau: str = "lager",
    nummer: str = NUMMER,
    vestigingsplaats: str = "1",
    graad: str = "",
    opleiding_moeder: str = "nee",
    schooltoeslag: str = "nee",
    thuistaal: str = "nee",
    zorgthuis: str = "",
    trekkende_bevolking: str = "",
    buurt: str = "",
) -> list[str]:
    """Rows of so many equal pupils, still without a pupil number."""
    cells = (opleiding_moeder, schooltoeslag, thuistaal, zorgthuis, trekkende_bevolking, buurt)
    return [";".join((nummer, vestigingsplaats, "{}", niveau, graad, *cells))] * number


def csv(*groups: list[str], header: str = HEADER) -> bytes:
    """A pupil table; every pupil gets an own number."""
    rows = [row.replace("{}", str(260000 + n)) for n, row in enumerate(chain(*groups))]
    return "\n".join((header, *rows)).encode()


def basisschool(nummer: str = NUMMER) -> bytes:
    """40 lager: 12 opleiding_moeder, 9 thuistaal (of them 4 both); nothing unknown."""
    return csv(
        leerlingen(4, nummer=nummer, opleiding_moeder="ja", thuistaal="ja"),
        leerlingen(8, nummer=nummer, opleiding_moeder="ja", schooltoeslag="ja"),
        leerlingen(5, nummer=nummer, thuistaal="ja"),
        leerlingen(23, nummer=nummer),
    )


def secundair(nummer: str = NUMMER) -> bytes:
    """60 pupils of the first graad: 30 schooltoeslag, 7 more also zorgthuis, 3 unknown."""
    so = {"niveau": "so", "graad": "1", "nummer": nummer, "zorgthuis": "nee"}
    so["trekkende_bevolking"] = "nee"
    return csv(
        leerlingen(30, **{**so, "schooltoeslag": "ja"}),
        leerlingen(7, **{**so, "schooltoeslag": "ja", "zorgthuis": "ja"}),
        leerlingen(3, **{**so, "thuistaal": ""}),
        leerlingen(20, **so),
    )


def voorbeeld(naam: str, nummer: str = NUMMER) -> bytes:
    """An example file of the manual, for another school."""
    data = (files("gokwijs") / "inhoud" / "voorbeelden" / naam).read_bytes()
    return re.sub(rb"(?m)^9990\d\d;", nummer.encode() + b";", data)


def telbestand(nummer: str = NUMMER, *counts: Any, day: int = 45323) -> bytes:
    """The official counts file 2024-2025 with this school and another one."""
    own = counts or (60, 12, 36.5, 9, 20)
    return workbook(
        row(53331, 1153, 268, 527, 254, 629), row(int(nummer), own[0], *own[1:], day=day)
    )


def upload_of(data: bytes, name: str = "leerlingen.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/csv")


# ---------------------------------------------------------------- people and schools


def person(email: str, naam: str) -> User:
    return User.objects.create_user(email, naam, PASSWORD)


def colleague(school: School, *roles: Role | str, email: str = "collega@zandloper.invalid") -> User:
    """Somebody who works here with these roles."""
    user = person(email, "Collega " + (str(roles[0]) if roles else "zonder rol"))
    Membership.objects.create(user=user, school=school, roles=[str(r) for r in roles])
    return user


_HANDLER = ClientHandler(enforce_csrf_checks=False)


def client_of(user: User | None) -> Client:
    """A browser, logged in as this person. All share one handler: loading middleware is slow."""
    client = Client()
    client.handler = _HANDLER
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def facts(school: School, by: User, **values: Any) -> None:
    """Everything known: S = 50/100, nothing special."""
    known = {
        "brussel": NEE,
        "nieuwe_school": NEE,
        "vestigingen_verspreid": NEE,
        "toeslag_leerlingen": 50,
        "toeslag_noemer": 100,
    }
    save_facts(school=school, schooljaar=JAAR, by=by, **{**known, **values})


def inlezing(school: School, by: User, data: bytes, name: str = "leerlingen.csv") -> Inlezing:
    """A counted file that waits for a yes."""
    upload = services.read_upload(
        school=school,
        schooljaar=JAAR,
        teldag=teldag(JAAR),
        stream=io.BytesIO(data),
        filename=name,
        vorige_stream=None,
        vorige_filename="",
        by=by,
    )
    assert upload.inlezing is not None, [p.sentence for p in upload.problems]
    return upload.inlezing


@cache
def _counted(nummer: str) -> Telling:
    reading = read_leerlingen(
        io.BytesIO(basisschool(nummer)), filename="leerlingen.csv", teldag=teldag(JAAR)
    )
    return reading.tellingen[nummer]


def concept(school: School, by: User) -> Inlezing:
    """The basisschool waiting for a yes; counted once per test run, because tests need it often."""
    return services.store_totals(
        school=school,
        schooljaar=JAAR,
        telling=_counted(school.instellingsnummer),
        vorige=None,
        by=by,
    )


def berekening(school: School, by: User, data: bytes | None = None) -> Berekening:
    """A stored calculation."""
    read = concept(school, by) if data is None else inlezing(school, by, data)
    return services.confirm(inlezing=read, by=by)


def getal(school: School, by: User, naam: str = GETAL, waarde: str = "125,65") -> IngevoerdGetal:
    """A number typed from a letter."""
    return services.enter_number(
        school=school,
        schooljaar=JAAR,
        naam=naam,
        waarde=waarde,
        document="Brief AgODi 2026/12",
        datum=date(2026, 2, 20),
        by=by,
    )


def uitnodiging(
    school: School, email: str, *, naam: str = "Genodigd", token: str = TOKEN, **values: Any
) -> Toegangsuitnodiging:
    """An open invitation as leraar, with a known secret."""
    given = {"roles": [Role.LERAAR.value], "geldig_tot": TODAY + timedelta(days=14), **values}
    return Toegangsuitnodiging.objects.create(
        school=school, email=email, naam=naam, token_hash=hash_of(token), **given
    )


LESTIJDEN = "uren.ses_lestijden_lager."


def brief(
    school: School,
    by: User,
    lines: dict[str, str] | None = None,
    *,
    jaar: Schooljaar = JAAR,
    document: str = "Omkadering 2026-2027",
    datum: date = date(2026, 3, 2),
    teldag: date | None = None,
) -> OfficieleBrief:
    """A letter that grants 9 lestijden; our own count gives 8 for the basisschool."""
    values = lines if lines is not None else {LESTIJDEN: "9"}
    return services_brief.record_brief(
        school=school,
        schooljaar=jaar,
        head=services_brief.Head(document, datum, "AGODI/2026/17", teldag),
        lines={LINES[c]: services_brief.Typed(Fraction(v)) for c, v in values.items()},
        by=by,
    )


@dataclass
class World:
    """Two schools with a calculation each, and the four people of every test."""

    school: School
    other: School
    alice: User
    bob: User
    charlie: User
    berekening: Berekening
    concept: Inlezing
    their_berekening: Berekening
    their_concept: Inlezing
    leerling: Leerling  # Noor Zandman, enrolled, one fact of the school
    declared: Leerling  # Vic Verklaard, left, with a declaration
    their_leerling: Leerling
    uitnodiging: Toegangsuitnodiging  # of Nora Nieuw, who has no account; its secret is TOKEN
    their_uitnodiging: Toegangsuitnodiging  # of Alice, to the other school
    bewerking: Bewerking  # a change of many pupils, without rows
    their_bewerking: Bewerking
    brief: OfficieleBrief  # 9 lestijden lager, where we count 8
    their_brief: OfficieleBrief
    sessions: dict[str, str] = field(default_factory=dict)  # of who was logged in beforehand
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """The browser of alice, bob, charlie or anoniem; force-logged in once."""
        if who not in self.clients:
            known = who == "anoniem" or who in self.sessions
            self.clients[who] = client_of(None if known else getattr(self, who))
            if who in self.sessions:
                self.clients[who].cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return self.clients[who]

    def log_in_beforehand(self) -> None:
        """Their browsers are logged in already; whoever makes a world once need not do it again."""
        for who in ("alice", "bob", "charlie"):
            cookies = client_of(getattr(self, who)).cookies
            self.sessions[who] = cookies[settings.SESSION_COOKIE_NAME].value

    @property
    def verklaring(self) -> Verklaring:
        return self.declared.verklaringen.get(vervangen=False)

    def member(self, who: str) -> Membership:
        return Membership.objects.get(user=getattr(self, who))


def build_world() -> World:
    alice, bob, charlie = (
        person("alice@zandloper.invalid", "Alice Adams"),
        person("bob@zandloper.invalid", "Bob Bakker"),
        person("charlie@elders.invalid", "Charlie Claes"),
    )
    school = create_school(instellingsnummer=NUMMER, naam="De Zandloper", by=alice)
    other = create_school(instellingsnummer=ANDER, naam="School Elders", by=charlie)
    Membership.objects.create(user=bob, school=school, roles=[Role.LERAAR.value])
    facts(school, alice)
    facts(other, charlie)
    for one in (school, other):
        _teldag(one)
    return World(
        school=school,
        other=other,
        alice=alice,
        bob=bob,
        charlie=charlie,
        berekening=berekening(school, alice),
        concept=concept(school, alice),
        their_berekening=berekening(other, charlie),
        their_concept=concept(other, charlie),
        leerling=make_leerling(
            school, alice, naam="Zandman", voornaam="Noor", schooltoeslag=Antwoord.JA
        ),
        declared=_declared(school, alice),
        their_leerling=make_leerling(other, charlie, naam="Elders", voornaam="Emma"),
        uitnodiging=uitnodiging(school, "nora@nieuw.invalid", naam="Nora Nieuw"),
        their_uitnodiging=uitnodiging(other, alice.email, token="geheim-van-elders"),
        bewerking=_bewerking(school, alice),
        their_bewerking=_bewerking(other, charlie),
        brief=brief(school, alice),
        their_brief=brief(other, charlie),
    )


def _bewerking(school: School, by: User) -> Bewerking:
    return Bewerking.objects.create(
        school=school,
        soort=Bewerking.Soort.PLAATS,
        omschrijving="Klas L9Z, vanaf 1 september 2025",
        door_naam=by.naam,
        vastgelegd=timezone.now(),
    )


def _teldag(school: School) -> None:
    """Two years earlier somebody froze a Telling of one pupil; two years on the day is another."""
    Vastlegging.objects.create(
        school=school,
        schooljaar=JAAR.start - 2,
        dag=date(2024, 2, 1),
        antwoorden_tot=date(2024, 2, 1),
        versie=1,
        telling={
            "instellingsnummer": school.instellingsnummer,
            "teldag": "2024-02-01",
            "cellen": [["1", "lager", "", "", 0, "1", "", "212222", 2]],
            "totalen": [],
        },
        vingerafdruk="0" * 64,
        leerlingen=[[["1", "lager", "", "", 0, "1", "", "212222"], [[0, 2]]]],
        by_naam="Alice Adams",
    )
    Teldagkeuze.objects.create(
        school=school,
        schooljaar=JAAR.start + 2,
        soort=Teldagkeuze.Soort.ANDERE,
        dag=date(2028, 2, 2),
        reden="Brief van AgODi",
    )


def _declared(school: School, by: User) -> Leerling:
    """A pupil who left, with a declaration of the parents: thuistaal ja, opleiding moeder nee."""
    leerling = make_leerling(
        school, by, naam="Verklaard", voornaam="Vic", klas="L2B", einde=date(2026, 1, 30)
    )
    leerling_services.record_verklaring(
        leerling=leerling,
        talen=dict.fromkeys(Gezinslid, Taal.ANDERE),
        opleiding=Opleiding.HOGER,
        datum=date(2025, 9, 3),
        kanaal=Verklaring.Kanaal.PAPIER,
        by=by,
    )
    return leerling


# ---------------------------------------------------------------- looking


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Every stored row except sessions and caches: equal before and after means nothing written."""
    with connection.cursor() as cursor:
        rows = {}
        for label, query, documents in _reads():
            cursor.execute(query)
            rows[label] = [_read(row, documents) for row in cursor.fetchall()]
        return rows


@cache
def _reads() -> list[tuple[str, str, tuple[int, ...]]]:
    """Per table its query and which columns hold JSON; through the ORM this took most of a test."""
    quote, found = connection.ops.quote_name, []
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.app_label == "sessions":
            continue
        fields = [f for f in meta.concrete_fields if f.name != "last_login"]
        columns = ", ".join(quote(f.column) for f in fields)
        key = quote(meta.pk.column)
        query = f"SELECT {columns} FROM {quote(meta.db_table)} ORDER BY {key}"
        documents = tuple(n for n, f in enumerate(fields) if isinstance(f, JSONField))
        found.append((meta.label, query, documents))
    return found


def _read(row: tuple[Any, ...], documents: tuple[int, ...]) -> tuple[Any, ...]:
    """JSON as what it says: its text hides letters behind escapes."""
    if not documents:
        return row
    cells = list(row)
    for place in documents:
        if isinstance(cells[place], str):
            cells[place] = _parsed(cells[place])
    return tuple(cells)


_parsed = cache(json.loads)


def kinds(school: str = NUMMER) -> list[str]:
    """The kinds of events of a school, oldest first."""
    return list(Event.objects.filter(school=school).order_by("pk").values_list("kind", flat=True))


def text_of(response: Any) -> str:
    return str(response.content.decode())


class _Main(HTMLParser):
    """The visible text inside <main>, without forms and open legal questions."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.parts = False, []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.inside = self.inside or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.parts.append(data.strip())


def main_text(response: Any) -> str:
    """The visible text of the page itself."""
    parser = _Main()
    parser.feed(text_of(response))
    return " ".join(" ".join(parser.parts).split())
