"""Reads: the pupils of a teldag as cells, what is missing, and the frozen Tellingen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Verklaring
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.apps.middelen.getallen import corrected, law_with
from gokwijs.apps.middelen.services import values_of
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access, core_school
from gokwijs.apps.teldag.models import Vastlegging
from gokwijs.core.calendar import Schooljaar, vorige_teldag
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Feit as CoreFeit
from gokwijs.core.kenmerken.feiten import Herkomst, Stand, stand_op
from gokwijs.core.leerlingen.inschrijving import Inschrijving as CoreInschrijving
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.leerlingen.teldag import (
    Geteld,
    ZorgthuisAantal,
    antwoorden_op,
    plaatsen,
    tel_plaatsen,
)
from gokwijs.core.middelen.case import Case
from gokwijs.core.telling.model import (
    Cell,
    Combination,
    Graad,
    Onderwijsniveau,
    Telling,
    combination,
)

_NAMEN = tuple(k.value for k in KENMERKEN)
_ANTWOORDEN = tuple(Antwoord)


@dataclass(frozen=True, slots=True)
class Wie:
    """A pupil of the day, with no more than a list needs."""

    pk: int
    naam: str
    voornaam: str
    stamnummer: str
    klas: str
    niveau: Onderwijsniveau
    leerjaar: str
    graad: Graad
    type: str


@dataclass
class Dagstand:
    """Everybody enrolled on a day, with their facts as known up to ``stand``; few queries."""

    dag: date
    stand: date
    inschrijvingen: list[CoreInschrijving]
    antwoorden: Mapping[str, Combination]
    feiten: Mapping[str, Sequence[CoreFeit]]  # of pupils with several facts on one kenmerk
    wie: dict[str, Wie] = field(default_factory=dict)  # empty without names

    @cached_property
    def cellen(self) -> dict[str, tuple[Cell, ...]]:
        """Every pupil with the cells in which he is counted, by key."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for key, cell in self.plaatsen:
            found[key].append(cell)
        return {key: tuple(cells) for key, cells in found.items()}

    @cached_property
    def plaatsen(self) -> list[tuple[str, Cell]]:
        return plaatsen(self.inschrijvingen, self.antwoorden, self.dag)

    def geteld(self, nummer: str, zorgthuis: Sequence[ZorgthuisAantal] | None = None) -> Geteld:
        """The Telling of the day; raises ZorgthuisError."""
        return tel_plaatsen(nummer, self.dag, self.plaatsen, zorgthuis)

    @cached_property
    def strijdig(self) -> list[tuple[str, Kenmerk, Stand]]:
        """Where sources contradict each other."""
        found = []
        for key, facts in self.feiten.items():
            for kenmerk in sorted({f.kenmerk for f in facts}):
                stand = stand_op(facts, kenmerk, self.stand)
                if stand.strijdig:
                    found.append((key, kenmerk, stand))
        return found


def dagstand(
    school: School,
    dag: date,
    stand: date,
    *,
    klassen: frozenset[str] | None = None,
    namen: bool = False,
) -> Dagstand:
    """The pupils of a day in two queries; ``klassen`` for a leraar, ``namen`` to show them."""
    running = Inschrijving.objects.filter(running_on(dag), leerling__school=school)
    if klassen is not None:
        running = running.filter(klas__in=klassen)
    facts = Feit.objects.filter(leerling__in=running.values("leerling_id"), vanaf__lte=stand)
    antwoorden, feiten = _answers(facts.order_by(), stand)
    enrolled, wie = _enrolled(running, dag, namen=namen)
    return Dagstand(dag, stand, enrolled, antwoorden, feiten, wie)


def _answers(
    facts: QuerySet[Feit], stand: date
) -> tuple[dict[str, Combination], dict[str, list[CoreFeit]]]:
    """The answers of every pupil; all facts only of whom a kenmerk has several.

    Most pupils have one fact per kenmerk. Reading the moments of all of them is what takes time.
    """
    answers: dict[int, dict[str, int]] = {}
    several: set[int] = set()
    for key, kenmerk, antwoord in facts.values_list("leerling_id", "kenmerk", "antwoord"):
        mine = answers.setdefault(key, {})
        if kenmerk in mine:
            several.add(key)
        mine[kenmerk] = antwoord
    feiten = _full(facts.filter(leerling__in=several)) if several else {}
    found = {str(key): _combination(mine) for key, mine in answers.items()}
    found |= {key: antwoorden_op(many, stand) for key, many in feiten.items()}
    return found, feiten


def _combination(mine: Mapping[str, int]) -> Combination:
    a, b, c, d, e, f = (_ANTWOORDEN[mine.get(name, Antwoord.ONBEKEND)] for name in _NAMEN)
    return a, b, c, d, e, f


def _full(facts: QuerySet[Feit]) -> dict[str, list[CoreFeit]]:
    found: dict[str, list[CoreFeit]] = defaultdict(list)
    for key, kenmerk, antwoord, herkomst, vanaf, vastgelegd in facts.values_list(
        "leerling_id", "kenmerk", "antwoord", "herkomst", "vanaf", "vastgelegd"
    ):
        found[str(key)].append(
            CoreFeit(Kenmerk(kenmerk), _ANTWOORDEN[antwoord], Herkomst(herkomst), vanaf, vastgelegd)
        )
    return dict(found)


_PLACE = (
    *("vestigingsplaats", "onderwijsniveau", "graad", "type", "mfc_verblijf"),
    *("administratieve_groep", "leerjaar", "richting", "klas", "halves"),
)
_NAMES = ("leerling__naam", "leerling__voornaam", "leerling__stamnummer")


def _enrolled(
    running: QuerySet[Inschrijving], dag: date, *, namen: bool
) -> tuple[list[CoreInschrijving], dict[str, Wie]]:
    """Enrolments of the day for the rules, and who they are about in order of name.

    Each runs on the day, so its begin and end are not read: the day itself stands for them.
    """
    wanted = ("leerling_id", *_PLACE, *(_NAMES if namen else ()))
    order = ("leerling__zoeknaam", "leerling_id", "begin") if namen else ("leerling_id", "begin")
    places: dict[tuple[Any, ...], Plaats] = {}  # whole classes share one
    enrolled, wie = [], {}
    for row in running.order_by(*order).values_list(*wanted):
        key, code = str(row[0]), row[1:11]
        plaats = places.get(code)
        if plaats is None:
            plaats = places[code] = _plaats(*code)
        enrolled.append(CoreInschrijving(key, dag, None, plaats))
        if namen and key not in wie:
            wie[key] = Wie(
                row[0],
                row[11],
                row[12],
                row[13],
                plaats.klas,
                plaats.onderwijsniveau,
                plaats.leerjaar,
                plaats.graad,
                plaats.type,
            )
    return enrolled, wie


def _plaats(vestiging: str, niveau: str, graad: str, soort: str, mfc: int, *rest: Any) -> Plaats:
    return Plaats(vestiging, Onderwijsniveau(niveau), Graad(graad), soort, Antwoord(mfc), *rest)


@dataclass(frozen=True)
class Formulieren:
    """Which pupils of a day have a verklaring that counts, and of whom it is signed."""

    met: frozenset[str]
    ongetekend: frozenset[str]


def formulieren(school: School, dag: date, stand: date) -> Formulieren:
    """The verklaringen that count, of the pupils of a day, in one query."""
    running = Inschrijving.objects.filter(running_on(dag), leerling__school=school)
    rows = Verklaring.objects.filter(
        leerling__in=running.values("leerling_id"), vervangen=False, datum__lte=stand
    ).values_list("leerling_id", "ondertekend_op")
    met, ongetekend = set(), set()
    for pk, ondertekend in rows.order_by():
        met.add(str(pk))
        if ondertekend is None:
            ongetekend.add(str(pk))
    return Formulieren(frozenset(met), frozenset(ongetekend))


# ---------------------------------------------------------------- calculating


def vorige_telling(school: School, schooljaar: Schooljaar) -> tuple[Telling | None, str]:
    """The Telling of a year earlier and where it comes from: frozen here, or calculated with."""
    frozen = (
        school.vastleggingen.filter(schooljaar=schooljaar.start - 1).defer("leerlingen").first()
    )
    if frozen is not None:
        return Telling.from_json(frozen.telling), str(frozen)
    for berekening in school.berekeningen.filter(schooljaar=schooljaar.start - 1).only(
        "telling", "herkomst"
    )[:1]:
        telling = Telling.from_json(berekening.telling)
        if telling.teldag == vorige_teldag(schooljaar):
            return telling, berekening.herkomst
    return None, ""


def case_of_day(school: School, schooljaar: Schooljaar, telling: Telling) -> Case:
    """What the law makes of a Telling today, with the facts and numbers of the schooljaar."""
    values = values_of(school, schooljaar)
    return Case(
        telling,
        core_school(school, schooljaar, corrected(values)),
        schooljaar,
        law_with(values, schooljaar),
        vorige_telling(school, schooljaar)[0],
    )


# ---------------------------------------------------------------- frozen

Achter = list[tuple[Cell, list[tuple[int, int]]]]  # per cell the pupils: (key, halves)


def behind_cells(placed: Sequence[tuple[str, Cell]]) -> list[list[Any]]:
    """What is stored of the pupils behind each cell: plain JSON, the same for the same pupils."""
    found: dict[Cell, list[list[int]]] = defaultdict(list)
    for key, cell in placed:
        found[replace(cell, halves=0)].append([int(key), cell.halves])
    return [
        [
            [
                *(c.vestigingsplaats, c.onderwijsniveau.value, c.graad.value, c.type),
                *(int(c.mfc_verblijf), c.leerjaar, c.richting),
                "".join(str(int(a)) for a in c.kenmerken),
            ],
            sorted(found[c]),
        ]
        for c in sorted(found)
    ]


def achter(vastlegging: Vastlegging) -> Achter:
    """The pupils behind each cell of a frozen Telling; zorgthuis is unknown in these cells."""
    found: Achter = []
    for code, pupils in vastlegging.leerlingen:
        cell = Cell(
            vestigingsplaats=code[0],
            onderwijsniveau=Onderwijsniveau(code[1]),
            graad=Graad(code[2]),
            type=code[3],
            mfc_verblijf=Antwoord(code[4]),
            leerjaar=code[5],
            richting=code[6],
            kenmerken=combination(code[7]),
            halves=0,
        )
        found.append((cell, [(pk, halves) for pk, halves in pupils]))
    return found


def latest_of(school: School, schooljaar: Schooljaar) -> Vastlegging | None:
    """The newest version of a schooljaar."""
    return school.vastleggingen.filter(schooljaar=schooljaar.start).first()


def versions_of(school: School, schooljaar: Schooljaar) -> list[Vastlegging]:
    """Every version, newest first, without the big fields."""
    found = school.vastleggingen.filter(schooljaar=schooljaar.start)
    return list(found.defer("leerlingen", "telling"))


def vastlegging_for(access: Access, pk: int) -> Vastlegging:
    """One version of this school; Http404 otherwise."""
    found = access.school.vastleggingen.select_related("berekening", "vorige").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
