"""A small secondary school of two schooljaren, counted by hand from its rows, and a page as read.

Six classes, 110 pupils now. In few queries: nothing here writes an event, so a test that changes
rows itself calls ``forget``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse import services_stand
from gokwijs.apps.analyse.beelden import forget
from gokwijs.apps.analyse.models import Stand
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
from gokwijs.apps.scholen.models import Membership, School
from gokwijs.apps.scholen.services import create_school
from gokwijs.core.calendar import Schooljaar, teldag
from gokwijs.core.telling.columns import fold
from tests.apps.builders import TODAY, client_of, person

SO, ELDERS = "999811", "999812"
NU, VORIG = Schooljaar(2025), Schooljaar(2024)
DAG, VORIGE_DAG = teldag(NU.next), teldag(VORIG.next)
W = f"/school/{SO}/waar"
KENMERKEN = ("opleiding_moeder", "schooltoeslag", "thuistaal", "trekkende_bevolking")
VRAGEN = ("wie", "waar", "veranderd", "stroom", "klassen", "leeftijd", "attesten")
JA, NEE, ONBEKEND = 1, 0, 2
# class: vestigingsplaats, graad, leerjaar, richting, leerjaarindex
KLASSEN = {
    "1A1": ("1", "1", "1", "1A", 7),
    "1A2": ("1", "1", "1", "1A", 7),
    "1B1": ("1", "1", "1", "1B", 7),
    "2A1": ("1", "1", "2", "2A", 8),
    "3EW": ("2", "2", "3", "Economie", 9),
    "4MW": ("2", "2", "4", "Maatschappij", 10),
}
# class a year ago (or new), class now (or gone), how many
WEGEN = (
    ("1A1", "1A1", 1),
    ("", "1A1", 21),
    ("", "1A2", 21),
    ("", "1B1", 9),
    ("1A1", "2A1", 11),
    ("1A2", "2A1", 9),
    ("2A1", "2A1", 2),
    ("", "2A1", 2),
    ("2A1", "3EW", 12),
    ("3EW", "3EW", 2),
    ("", "3EW", 4),
    ("3EW", "4MW", 13),
    ("4MW", "4MW", 1),
    ("", "4MW", 2),
    ("4MW", "", 8),
    ("2A1", "", 4),
)
# of 100 pupils of a class so many with the kenmerk, in the order of KENMERKEN
_KANS = {
    "1A1": (30, 28, 24, 1),
    "1A2": (42, 35, 40, 1),
    "1B1": (85, 75, 60, 12),
    "2A1": (35, 30, 30, 1),
    "3EW": (20, 22, 15, 1),
    "4MW": (48, 45, 35, 3),
}
_ATTESTEN = ("A", "A", "A", "B", "A", "A met uitsluiting", "A", "C")
ZONDER_THUISTAAL = 15


@dataclass
class So:
    """The school and who works there."""

    school: School
    alice: User
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, role: str = "directeur", **membership: Any) -> Client:
        """The browser of somebody with only this role; ``klassen`` and the like for the grant."""
        name = f"{role}{sorted(membership.items())}"
        if name not in self.clients:
            email = f"{role}{len(self.clients)}@so.invalid"
            user = self.alice if role == "alice" else person(email, f"Iemand {role}")
            if role != "alice":
                Membership.objects.create(user=user, school=self.school, roles=[role], **membership)
            self.clients[name] = client_of(user)
        return self.clients[name]

    def get(self, path: str, role: str = "directeur", **membership: Any) -> Any:
        """An answer of the room; ``path`` after ``waar/``."""
        return self.client(role, **membership).get(f"{W}/{path}")

    def page(self, path: str, role: str = "directeur", **membership: Any) -> Gelezen:
        """A page that must be there, as somebody reads it."""
        response = self.get(path, role, **membership)
        assert response.status_code == 200, (path, role, response.status_code)
        return Gelezen(response.content.decode())

    def leg_vast(self, jaar: Schooljaar = NU) -> Stand:
        """Fix the figures; the proof is done when this returns."""
        forget()
        found = services_stand.leg_vast(
            school=self.school, schooljaar=jaar, today=TODAY, by=self.alice
        )
        found.refresh_from_db()
        return found


def lege_school(nummer: str = SO, naam: str = "De Lantaarn") -> So:
    """Only a directeur."""
    alice = person(f"alice{nummer}@so.invalid", "Alice Adams")
    return So(create_school(instellingsnummer=nummer, naam=naam, by=alice), alice)


def secundaire_school(keer: int = 1, nummer: str = SO) -> So:
    """The school with its pupils; ``keer``: so many times 110 of them."""
    found = lege_school(nummer)
    vul(found.school, keer)
    return found


def vul(school: School, keer: int = 1) -> None:
    """Pupils of two years: places, birth years, attests, answers."""
    paths = [(toen, nu) for toen, nu, number in WEGEN for _ in range(number * keer)]
    dice = _dice()
    pupils, last = [], []
    for n, (toen, nu) in enumerate(paths):
        index = KLASSEN[nu or toen][4]
        start = NU.start if nu else VORIG.start
        behind = 1 if next(dice) < 22 or toen == nu else 0
        born = date(start - 5 - index - behind, 3 + n % 7, 1 + n % 27) if n % 41 else None
        pupils.append(
            Leerling(
                school=school,
                stamnummer=f"77{n:05}",
                naam=f"Geheim{n:04}",
                voornaam="Kind",
                zoeknaam=fold(f"Geheim{n:04} Kind"),
                geboortedatum=born,
            )
        )
        last.append("C" if toen == nu else _ATTESTEN[n % len(_ATTESTEN)])
    Leerling.objects.bulk_create(pupils)
    rows = []
    for pupil, (toen, nu), attest in zip(pupils, paths, last, strict=True):
        if toen:
            rows.append(_plaats(pupil, toen, VORIG, einde=VORIG.last_day, attest=attest))
        if nu:
            rows.append(_plaats(pupil, nu, NU))
    Inschrijving.objects.bulk_create(rows)
    Feit.objects.bulk_create(list(_feiten(pupils, paths, dice)))
    forget()


def _plaats(pupil: Leerling, klas: str, jaar: Schooljaar, **more: Any) -> Inschrijving:
    vestiging, graad, leerjaar, richting, _ = KLASSEN[klas]
    return Inschrijving(
        leerling=pupil,
        begin=jaar.first_day,
        vestigingsplaats=vestiging,
        onderwijsniveau="so",
        graad=graad,
        leerjaar=leerjaar,
        richting=richting,
        klas=klas,
        **more,
    )


def _feiten(
    pupils: list[Leerling], paths: list[tuple[str, str]], dice: Iterator[int]
) -> Iterator[Feit]:
    """Register facts; of the first who are here now fifteen times no thuistaal, once a quarrel."""
    here = [p.stamnummer for p, (_, nu) in zip(pupils, paths, strict=True) if nu]
    silent = set(here[:: max(1, len(here) // ZONDER_THUISTAAL)][:ZONDER_THUISTAAL])
    for pupil, (toen, nu) in zip(pupils, paths, strict=True):
        since = VORIG.first_day if toen else NU.first_day
        for kenmerk, kans in zip(KENMERKEN, _KANS[nu or toen], strict=True):
            answer = int(next(dice) < kans)
            if kenmerk == "thuistaal" and pupil.stamnummer in silent:
                continue
            yield feit(pupil, kenmerk, answer, since)
            if kenmerk == "schooltoeslag" and pupil.stamnummer == here[1]:
                yield feit(pupil, kenmerk, 1 - answer, since, "school")


def feit(
    pupil: Leerling, kenmerk: str, antwoord: int, vanaf: date, herkomst: str = "register"
) -> Feit:
    return Feit(
        leerling=pupil,
        kenmerk=kenmerk,
        antwoord=antwoord,
        herkomst=herkomst,
        vanaf=vanaf,
        vastgelegd=timezone.now(),
    )


def _dice() -> Iterator[int]:
    """The same numbers 0 to 99 on every machine."""
    state = 12345
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield state // 65536 % 100


# ---------------------------------------------------------------- counted by hand


@dataclass(frozen=True)
class Rij:
    """One pupil on a day, straight from the rows."""

    pk: int
    klas: str
    plaats: Inschrijving
    geboren: date | None
    antwoorden: dict[str, int]

    @property
    def gok(self) -> int:
        said = [self.antwoorden[k] for k in KENMERKEN]
        return JA if JA in said else ONBEKEND if ONBEKEND in said else NEE

    def antwoord(self, kolom: str) -> int:
        return self.gok if kolom == "gok" else self.antwoorden[kolom]


def rijen(school: School, dag: date, tot: date) -> list[Rij]:
    """Everybody enrolled on a day, with what the sources said until ``tot``."""
    said: dict[int, dict[str, dict[str, int]]] = {}
    for one in Feit.objects.filter(leerling__school=school, vanaf__lte=tot).order_by("vanaf", "pk"):
        said.setdefault(one.leerling_id, {}).setdefault(one.kenmerk, {})[one.herkomst] = (
            one.antwoord
        )
    found = []
    for place in Inschrijving.objects.filter(leerling__school=school).select_related("leerling"):
        if place.begin > dag or (place.einde is not None and place.einde < dag):
            continue
        own = said.get(place.leerling_id, {})
        answers = {}
        for kenmerk in KENMERKEN:
            words = set(own.get(kenmerk, {}).values()) - {ONBEKEND}
            answers[kenmerk] = words.pop() if len(words) == 1 else ONBEKEND
        found.append(
            Rij(place.leerling_id, place.klas, place, place.leerling.geboortedatum, answers)
        )
    return found


def nu(school: School) -> list[Rij]:
    return rijen(school, DAG, TODAY)


def toen(school: School) -> list[Rij]:
    return rijen(school, VORIGE_DAG, VORIG.last_day)


def tel(rows: list[Rij], kolom: str) -> tuple[int, int]:
    """(ja, gekend)."""
    said = [row.antwoord(kolom) for row in rows]
    return said.count(JA), len(said) - said.count(ONBEKEND)


def cel(ja: int, gekend: int) -> str:
    """How a cell reads: ``12 · 30 %``, ``6 van 14``."""
    if not gekend:
        return "onbekend"
    share = (200 * ja + gekend) // (2 * gekend)  # half up
    return f"{ja} · {share} %" if gekend >= 20 else f"{ja} van {gekend}"


# ---------------------------------------------------------------- a page as somebody reads it


@dataclass
class Tafel:
    titel: str
    kop: list[str]
    rijen: dict[str, list[str]]

    def kolom(self, naam: str) -> dict[str, str]:
        """Per row the text of one column."""
        place = self.kop.index(naam) - 1
        return {label: cells[place] for label, cells in self.rijen.items()}


class Gelezen(HTMLParser):
    """Tables, sentences, charts and links inside <main>."""

    VOID = frozenset({"input", "img", "br", "meta", "link", "hr", "path", "line", "rect", "col"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tafels: list[Tafel] = []
        self.zinnen: list[str] = []
        self.svg: list[str] = []  # texts in charts
        self.aria: list[str] = []  # alternatives of charts
        self.links: list[str] = []
        self.kop = ""  # year, day, filters
        self._open: list[str] = []
        self._text: list[str] = []
        self._row: list[str] = []
        self._keep = ""
        main = re.search(r"<main.*</main>", html, re.DOTALL)
        self.main = main[0] if main else ""
        self.feed(self.main)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        css = given.get("class") or ""
        if tag == "svg":
            self.aria.append(given.get("aria-label") or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "table":
            self.tafels.append(Tafel("", [], {}))
        if tag == "tr":
            self._row = []
        if tag in ("caption", "th", "td", "text", "title", "p", "li"):
            self._text, self._keep = [], tag if tag != "p" else f"p.{css}"

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        text = " ".join("".join(self._text).split())
        if tag == "caption":
            self.tafels[-1].titel = text
        elif tag in ("th", "td"):
            self._row.append(text)
        elif tag == "tr" and self.tafels:
            if self.tafels[-1].kop:
                self.tafels[-1].rijen[self._row[0]] = self._row[1:]
            else:
                self.tafels[-1].kop = self._row
        elif tag in ("text", "title"):
            self.svg.append(text)
        elif tag in ("p", "li"):
            if not self.kop and self._keep == "p.zacht":
                self.kop = text
            if self._keep in ("p.bladzin", "p.lees"):
                self.zinnen.append(text)
        if tag in ("caption", "th", "td", "text", "title", "p", "li"):
            self._text = []

    def tafel(self, titel: str) -> Tafel:
        """The table with this caption."""
        found = [t for t in self.tafels if t.titel == titel]
        assert found, (titel, [t.titel for t in self.tafels])
        return found[0]

    @property
    def antwoord(self) -> str:
        return " ".join(self.zinnen)


ROLLEN = tuple(role.value for role in Role)
