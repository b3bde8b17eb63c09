"""The readiness of a school as a screen shows it: five verdicts, what causes them, what to do next.

In: a stand and a day. Out: blocks with links to the records behind them. Nothing is added up into
a score, and nothing predicts what the inspectorate would say.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import Truncator

from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.selectors import huidig_plan
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier.adressen import BEGIN, ROOM, Adressen, Link
from gokwijs.apps.dossier.klaar_regels import KORT, REGELS, VRAAG
from gokwijs.apps.dossier.stand import stand_of
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.bedragen import euro_heel, parse_euro
from gokwijs.core.beleid.keuzes import Knoop, Planstatus
from gokwijs.core.beleid.plan import Verwijzing
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.zelfcheck import (
    Antwoordwoord,
    Bevinding,
    Oordeel,
    Tekort,
    Uitkomst,
    Woord,
    Woordantwoord,
    drie_woorden,
    zelfcheck,
)
from gokwijs.core.beleid.zinsbouw import opsomming, telwoord
from gokwijs.core.calendar import Schooljaar

VORM = 1  # of a kept readiness
TONEN = 20  # records shown of one finding
TEKEN: Mapping[Oordeel, str] = {
    Oordeel.VOLDAAN: "✓",
    Oordeel.AANDACHT: "!",
    Oordeel.TEKORT: "✕",
    Oordeel.TE_VROEG: "…",
    Oordeel.NIET_VAN_TOEPASSING: "–",
}
WOORD: Mapping[Oordeel, str] = {
    Oordeel.VOLDAAN: "voldaan",
    Oordeel.AANDACHT: "aandacht",
    Oordeel.TEKORT: "tekort",
    Oordeel.TE_VROEG: "te vroeg",
    Oordeel.NIET_VAN_TOEPASSING: "niet van toepassing",
}
_CENTEN = re.compile(r"€ ?(-?[\d.]+,\d\d)")


@dataclass(frozen=True)
class Punt:
    """One condition that is met, with the records behind it."""

    code: str
    oordeel: Oordeel
    zin: str
    remedie: str
    records: tuple[Link, ...]
    meer: int = 0  # records that are not shown
    begin: Link | None = None

    @property
    def eerste(self) -> tuple[Link, ...]:
        return self.records[:5]

    @property
    def rest(self) -> tuple[Link, ...]:
        return self.records[5:]

    @property
    def aantal(self) -> int:
        return len(self.records) + self.meer


@dataclass(frozen=True)
class Regel:
    """One line of 'alle regels'."""

    code: str
    zin: str
    punt: Punt | None
    why_not: str = ""  # why nothing was judged

    @property
    def is_tekort(self) -> bool:
        return self.code.startswith("t")


@dataclass(frozen=True)
class Blok:
    """One of the five shortcomings."""

    tekort: Tekort
    oordeel: Oordeel
    punten: tuple[Punt, ...]
    toelichting: str
    volgende: str
    plek: Link

    @property
    def kort(self) -> str:
        return KORT[self.tekort]

    @property
    def vraag(self) -> str:
        return VRAAG[self.tekort]

    @property
    def teken(self) -> str:
        return TEKEN[self.oordeel]

    @property
    def woord(self) -> str:
        return WOORD[self.oordeel]

    @property
    def beoordeeld(self) -> bool:
        return self.oordeel not in (Oordeel.TE_VROEG, Oordeel.NIET_VAN_TOEPASSING)

    @property
    def regels(self) -> list[Regel]:
        """Every condition of this shortcoming, met or not."""
        met = {punt.code: punt for punt in self.punten}
        why = "" if self.beoordeeld else self.woord
        if self.tekort is Tekort.T1 and "t1" in met:
            why = "er loopt nog geen streefdoel"
        return [Regel(code, zin, met.get(code), why) for code, zin in REGELS[self.tekort].items()]


@dataclass(frozen=True)
class Volgende:
    """The one next thing to do."""

    tekort: Tekort
    oordeel: Oordeel
    zin: str
    waarom: str
    link: Link

    @property
    def kort(self) -> str:
        return KORT[self.tekort]

    @property
    def woord(self) -> str:
        return WOORD[self.oordeel]


@dataclass(frozen=True)
class Inzetregel:
    """One use of means with its three words."""

    link: Link
    antwoorden: tuple[Woordantwoord, ...]


@dataclass(frozen=True)
class Woordsom:
    """How often each answer was given to one word; counts, no share."""

    woord: Woord
    ja: int
    deels: int
    open: int


@dataclass(frozen=True)
class Klaar:
    """The whole page."""

    dag: date
    blokken: tuple[Blok, ...]
    volgende: Volgende | None
    inzet: tuple[Inzetregel, ...]  # the shown ones, those with most to mend first
    inzet_meer: int
    woorden: tuple[Woordsom, ...]
    preventief: tuple[int, int]  # acties that prevent, of all that run

    @property
    def samenvatting(self) -> str:
        """``2 tekorten, 1 keer aandacht, 2 voldaan.``"""
        counts = Counter(blok.oordeel for blok in self.blokken)
        words = (
            (Oordeel.TEKORT, "tekort", "tekorten"),
            (Oordeel.AANDACHT, "keer aandacht", "keer aandacht"),
            (Oordeel.VOLDAAN, "voldaan", "voldaan"),
            (Oordeel.TE_VROEG, "te vroeg om te zeggen", "te vroeg om te zeggen"),
            (Oordeel.NIET_VAN_TOEPASSING, "niet van toepassing", "niet van toepassing"),
        )
        return opsomming([telwoord(counts[o], one, more) for o, one, more in words if counts[o]])

    @property
    def uitkomst(self) -> dict[str, Any]:
        """As it is kept: words and codes, no names of records."""
        return {
            "vorm": VORM,
            "tekorten": [
                {
                    "tekort": blok.tekort.value,
                    "oordeel": blok.oordeel.value,
                    "punten": [{"code": p.code, "zin": p.zin} for p in blok.punten],
                    "toelichting": blok.toelichting,
                }
                for blok in self.blokken
            ],
            "woorden": {
                som.woord.value: {"ja": som.ja, "deels": som.deels, "open": som.open}
                for som in self.woorden
            },
        }


def loopt_plan(school: School, today: date) -> bool:
    """Is there an adopted plan for this schooljaar?"""
    plan, year = huidig_plan(school, today), Schooljaar.of(today).start
    return (
        plan is not None
        and plan.status == Planstatus.VASTGESTELD
        and plan.schooljaar_van <= year <= plan.schooljaar_tot
    )


# Per school and view: the last event with the day, and what was found then.
_EERST: dict[tuple[int, bool], tuple[object, Volgende | None]] = {}


def eerst(school: School, today: date, zicht: Zicht) -> Volgende | None:
    """The next thing on the running plan, for pages that show many things.

    Every write leaves an event, so as long as the last event is the same the answer is too.
    """
    events = Event.objects.filter(school=school.instellingsnummer).order_by("-pk")
    stamp = (today, events.values_list("pk", "moment").first())
    place = (school.pk, zicht.exact)
    if place not in _EERST or _EERST[place][0] != stamp:
        running = loopt_plan(school, today)
        _EERST[place] = stamp, klaar_of(school, today, zicht).volgende if running else None
    return _EERST[place][1]


def klaar_of(
    school: School,
    today: date,
    zicht: Zicht,
    *,
    alles: bool = False,
    stand: Beleidsstand | None = None,
) -> Klaar:
    """Judged again from the plan, so that changing one record changes it at once.

    Without ``alles`` a long list of records is cut off, and says how many are not shown. ``stand``:
    of the same moment, when somebody read it already.
    """
    stand = stand or stand_of(school, today, zicht)
    most = sys.maxsize if alles else TONEN
    blad = _Blad(Adressen(school, stand), zicht, most)
    blokken = tuple(blad.blok(one) for one in zelfcheck(stand, today))
    acties = stand.lopende_acties(today)
    preventief = sum(one.aard is not None and one.aard.is_preventief for one in acties)
    given = _antwoorden(stand, Schooljaar.of(today))
    return Klaar(
        today,
        blokken,
        _volgende(blokken),
        tuple(
            Inzetregel(blad.places.link(Verwijzing(Knoop.TOEWIJZING, post)), answers)
            for post, answers in given[:most]
        ),
        max(len(given) - most, 0),
        tuple(_som(place, woord, given) for place, woord in enumerate(Woord)),
        (preventief, len(acties)),
    )


_Antwoorden = list[tuple[int, tuple[Woordantwoord, ...]]]


def _antwoorden(stand: Beleidsstand, year: Schooljaar) -> _Antwoorden:
    """The three words for every use of gekleurde middelen, the least answered first."""
    found = [
        (post.id, drie_woorden(post, stand))
        for post in stand.toewijzingen_in(year)
        if post.soort.is_gekleurd
    ]
    return sorted(found, key=lambda one: -sum(a.antwoord.rank for a in one[1]))


def _som(place: int, woord: Woord, given: _Antwoorden) -> Woordsom:
    said = [answers[place].antwoord for _, answers in given]
    return Woordsom(woord, *(said.count(answer) for answer in Antwoordwoord))


@dataclass(frozen=True)
class _Blad:
    """What the parts of the page share."""

    places: Adressen
    zicht: Zicht
    most: int

    def blok(self, one: Uitkomst) -> Blok:
        page, words = ROOM[one.tekort]
        return Blok(
            one.tekort,
            one.oordeel,
            tuple(self._punt(one.tekort, found) for found in one.bevindingen),
            one.toelichting,
            one.volgende,
            Link("plek", words, self.places.page(page)),
        )

    def _punt(self, tekort: Tekort, one: Bevinding) -> Punt:
        begin = BEGIN.get((tekort, one.code))
        records = list(dict.fromkeys(one.records))
        return Punt(
            one.code,
            one.oordeel,
            _shown(one.zin, self.zicht),
            _shown(one.remedie, self.zicht),
            tuple(self.places.link(record) for record in records[: self.most]),
            max(len(records) - self.most, 0),
            Link("begin", begin[1], self.places.page(begin[0])) if begin else None,
        )


def _shown(text: str, zicht: Zicht) -> str:
    """Exact euros betray counts of pupils: outside the Werkzone they are whole."""
    if zicht.exact:
        return text
    return _CENTEN.sub(lambda found: euro_heel(parse_euro(found[1], mag_negatief=True)), text)


def _volgende(blokken: Sequence[Blok]) -> Volgende | None:
    """The first thing of the heaviest verdict, in the order of the five."""
    for oordeel in (Oordeel.TEKORT, Oordeel.AANDACHT):
        for blok in blokken:
            if blok.oordeel is oordeel:
                punt = blok.punten[0]
                link = _first_link(punt, blok)
                return Volgende(blok.tekort, oordeel, punt.remedie, punt.zin, link)
    return None


def _first_link(punt: Punt, blok: Blok) -> Link:
    """The record to mend, otherwise where one begins."""
    if punt.begin is not None:
        return punt.begin
    for one in punt.records:
        if one.adres:
            return Link(one.soort, f"Naar: {Truncator(one.naam).chars(44)}", one.adres)
    return blok.plek
