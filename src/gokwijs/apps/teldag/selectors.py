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
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Herkomst, Stand, stand_op
from gokwijs.core.kenmerken.feiten import Feit as CoreFeit
from gokwijs.core.leerlingen.inschrijving import Inschrijving as CoreInschrijving
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.leerlingen.teldag import Geteld, ZorgthuisAantal, plaatsen, tel_plaatsen
from gokwijs.core.middelen.case import Case
from gokwijs.core.telling.model import Cell, Graad, Onderwijsniveau, Telling, combination

_KENMERK = {k.value: k for k in PER_LEERLING}
_HERKOMST = {h.value: h for h in Herkomst}


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
    feiten: Mapping[str, Sequence[CoreFeit]]
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
        return plaatsen(self.inschrijvingen, self.feiten, self.dag, self.stand)

    def geteld(self, nummer: str, zorgthuis: Sequence[ZorgthuisAantal] | None = None) -> Geteld:
        """The Telling of the day; raises ZorgthuisError."""
        return tel_plaatsen(nummer, self.dag, self.plaatsen, zorgthuis)

    def stand_van(self, key: str, kenmerk: Kenmerk) -> Stand:
        """What is known of one kenmerk of one pupil, and why."""
        return stand_op(self.feiten.get(key, ()), kenmerk, self.stand)

    @cached_property
    def strijdig(self) -> list[tuple[str, Kenmerk, Stand]]:
        """Where sources contradict each other; only looks where two facts can."""
        found = []
        for key in self.cellen:
            facts = self.feiten.get(key, ())
            many = {f.kenmerk for f in facts}
            if len(many) == len(facts):
                continue
            for kenmerk in sorted(many):
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
    feiten: dict[str, list[CoreFeit]] = defaultdict(list)
    for key, kenmerk, antwoord, herkomst, vanaf, vastgelegd in facts.order_by().values_list(
        "leerling_id", "kenmerk", "antwoord", "herkomst", "vanaf", "vastgelegd"
    ):
        feiten[str(key)].append(
            CoreFeit(_KENMERK[kenmerk], Antwoord(antwoord), _HERKOMST[herkomst], vanaf, vastgelegd)
        )
    enrolled, wie = _enrolled(running, namen=namen)
    return Dagstand(dag, stand, enrolled, feiten, wie)


_PLACE = (
    *("leerling_id", "begin", "einde", "vestigingsplaats", "onderwijsniveau", "graad", "type"),
    *("mfc_verblijf", "administratieve_groep", "leerjaar", "richting", "klas", "halves"),
)
_NAMES = ("leerling__naam", "leerling__voornaam", "leerling__stamnummer", "leerling__zoeknaam")


def _enrolled(
    running: QuerySet[Inschrijving], *, namen: bool
) -> tuple[list[CoreInschrijving], dict[str, Wie]]:
    """Enrolments for the rules, and who they are about in order of name."""
    wanted = (*_PLACE, *_NAMES) if namen else _PLACE
    rows = running.order_by(*(["leerling__zoeknaam"] if namen else []), "leerling_id", "begin")
    enrolled, wie = [], {}
    for row in rows.values_list(*wanted):
        pk, begin, einde, vestiging, niveau, graad, soort, mfc, groep, leerjaar, richting, klas = (
            row[:12]
        )
        key = str(pk)
        plaats = Plaats(
            vestiging,
            Onderwijsniveau(niveau),
            Graad(graad),
            soort,
            Antwoord(mfc),
            groep,
            leerjaar,
            richting,
            klas,
            row[12],
        )
        enrolled.append(CoreInschrijving(key, begin, einde, plaats))
        if namen and key not in wie:
            wie[key] = Wie(
                pk,
                row[13],
                row[14],
                row[15],
                klas,
                plaats.onderwijsniveau,
                leerjaar,
                plaats.graad,
                soort,
            )
    return enrolled, wie


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
