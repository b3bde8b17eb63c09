"""How somebody looks at a school: in which zone, at which year, at which pupils.

In the Werkzone every table is counted from the Beeld with the chosen filters. Outside it only named
tables exist, read from what was released for that audience; there is no other road to a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from urllib.parse import quote, urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from gokwijs.apps.analyse.beelden import Bron, jaren
from gokwijs.apps.analyse.models import Stand, Vrijgave
from gokwijs.apps.analyse.vragen import Keuze, schooljaar
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.analyse.beeld import Beeld, gekend, uit_json
from gokwijs.core.analyse.plek import INDELINGEN, Plek, naam, plaats_order, sleutel
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import Aantal, Rij, Telblad, telblad
from gokwijs.core.calendar import Schooljaar

KLEINSTE = 5  # privacy.md P1: may be raised, never lowered
# To which question a table belongs.
_VRAAG = {
    "samenstelling": "wie",
    "aantal": "wie",
    "waar": "waar",
    "vordering": "leeftijd",
    "overgang": "leeftijd",
    "attesten": "attesten",
    "stroom": "stroom",
}
# Outside the Werkzone these are shown per graad: three things cross in them.
_COARSE = {"vordering": "vordering-graad", "stroom": "stroom-graad"}


class Zone(StrEnum):
    """For whom a page is made."""

    WERK = "werk"
    SCHOOL = "school"
    GROEP = "groep"

    @property
    def words(self) -> str:
        return {
            Zone.WERK: "exacte aantallen, enkel voor wie deze leerlingen opvolgt",
            Zone.SCHOOL: "zoals het hele schoolteam het ziet",
            Zone.GROEP: "wat de school vrijgaf",
        }[self]


def zones_of(access: Access) -> tuple[Zone, ...]:
    """The zones somebody may look in; the first is the standard."""
    found = []
    if access.werkzone or (access.may_pupils and access.klassen):
        found.append(Zone.WERK)
    if access.schoolzone:
        found.append(Zone.SCHOOL)
    return tuple(found) or (Zone.GROEP,)


def drempel_of(school: School) -> int:
    """From how many pupils on a number leaves the Werkzone."""
    found = getattr(school, "afscherming", None)
    return found.drempel if found is not None else KLEINSTE


@dataclass(frozen=True)
class Vrijgegeven:
    """A released table: the masked Telblad, or why it is not there."""

    telblad: Telblad | None
    geweigerd: str = ""


@dataclass(frozen=True)
class Kijk:
    """One look; ``beeld`` of any year stays inside it."""

    school: School
    keuze: Keuze
    today: date
    zone: Zone
    klassen: frozenset[str] | None
    jaren: tuple[Schooljaar, ...]
    namen: bool = False  # may this person open the pupils behind a number?
    team: bool = False  # does this person work here, so that a number can become a vaststelling?

    @classmethod
    def van(cls, access: Access, keuze: Keuze, today: date) -> Kijk:
        """The look of this person; raises PermissionDenied for a zone that is not theirs."""
        allowed = zones_of(access)
        zone = Zone(keuze.zone) if keuze.zone else allowed[0]
        if zone not in allowed:
            raise PermissionDenied(
                "Exacte aantallen zijn enkel voor wie deze leerlingen opgeeft of opvolgt."
                if zone is Zone.WERK
                else "Deze cijfers zijn enkel voor wie op de school werkt."
            )
        # Who counts the whole school without names has no classes of their own.
        klassen = access.klassen if zone is Zone.WERK and not access.werkzone else None
        years = (
            tuple(jaren(access.school, today))
            if zone is Zone.WERK
            else tuple(Schooljaar(start) for start in _shown_years(access.school, zone))
        )
        if klassen is not None:  # last year other pupils sat in a class of the same name
            years = tuple(year for year in years if year == Schooljaar.of(today))
        namen = zone is Zone.WERK and access.may_pupils and klassen == access.klassen
        return cls(access.school, keuze, today, zone, klassen, years, namen, zone is not Zone.GROEP)

    @property
    def jaar(self) -> Schooljaar | None:
        """The chosen year, or the newest; None when there is nothing yet."""
        if self.keuze.jaar:
            asked = schooljaar(self.keuze.jaar)
            return asked if asked in self.jaren else None
        return self.jaren[0] if self.jaren else None

    @property
    def vorig(self) -> Schooljaar | None:
        """The year before the chosen one, when it is known."""
        now = self.jaar
        return now.previous if now is not None and now.previous in self.jaren else None

    @property
    def exact(self) -> bool:
        return self.zone is Zone.WERK

    @property
    def k_min(self) -> int:
        """The smallest group a sentence speaks about; in the Werkzone everybody counts."""
        return KLEINSTE if self.exact else drempel_of(self.school)

    @cached_property
    def selectie(self) -> Selectie:
        """Filters exist in the Werkzone only (besluiten 10)."""
        return self.keuze.selectie(self.klassen) if self.exact else Selectie()

    def van_wie(self, *aantallen: Aantal | None) -> str:
        """Of whom a share is: of everybody once it passed the gate, else of who is known."""
        if not self.exact:
            return "alle leerlingen"
        if any(one is not None and one.onbekend for one in aantallen):
            return "de leerlingen van wie we het weten"
        return "de leerlingen"

    def waar(self, *aantallen: Aantal | None) -> str:
        """The same, where a sentence says "leerlingen in" before it."""
        return f"de school{self.van_wie(*aantallen).partition('leerlingen')[2]}"

    def met(self, keuze: Keuze) -> Kijk:
        """The same look with another choice."""
        return self._same(replace(self, keuze=keuze))

    def achter(self, tabel: str, rij: str, kolom: str = "n") -> str:
        """Where a number leads: to its pupils for who may see them, else to a vaststelling."""
        if self.jaar is None:
            return ""
        if self.namen:
            return f"{self._achter}&tabel={tabel}&rij={quote(rij)}&kolom={quote(kolom)}"
        return self.vaststelling(tabel, rij, kolom) if self.team else ""

    def vaststelling(self, tabel: str, rij: str, kolom: str) -> str:
        """The address that makes a vaststelling of one number, its place and kenmerk filled in."""
        name, _, per = tabel.partition("-")
        own = self.keuze.met(naast="", sorteer="", jaar=str(self.jaar), zone=self.zone.value)
        if name == "waar":
            own = own.met(per=per)
        if tabel in ("samenstelling", "aantal"):
            rij, kolom = kolom, "aantal"  # there each column is a row of the page
        base = reverse("analyse:vaststelling_nieuw", args=[self.school.instellingsnummer])
        asked = {"vraag": _VRAAG[name], "keuze": own.query, "rij": rij, "kolom": kolom}
        return f"{base}?{urlencode(asked)}"

    @cached_property
    def _achter(self) -> str:
        base = reverse("analyse:leerlingen", args=[self.school.instellingsnummer])
        return f"{base}?{self.keuze.met(naast='', sorteer='', jaar=str(self.jaar)).query}"

    def zonder_links(self) -> Kijk:
        """The same look for sentences only: no number leads anywhere."""
        return self._same(replace(self, namen=False, team=False))

    def _same(self, other: Kijk) -> Kijk:
        """One look at the log serves every look of a request."""
        if self.exact:
            other.__dict__["bron"] = self.bron
        return other

    @cached_property
    def bron(self) -> Bron:
        """Where exact numbers come from; shared by every look of one request."""
        return Bron.van(self.school, self.today)

    def beeld(self, jaar: Schooljaar | None = None) -> Beeld | None:
        """The exact counts of a year; None outside the Werkzone or without that year."""
        year = jaar or self.jaar
        return self.bron.beeld(year) if self.exact and year is not None else None

    @cached_property
    def plekken(self) -> tuple[Plek, ...]:
        """Every place of the chosen year: which classes and leerjaren there are is no secret."""
        beeld = self.beeld()
        if beeld is None:
            stand = next((s for s in self._standen if s.schooljaar == self._start), None)
            beeld = None if stand is None else uit_json(stand.inhoud)
        return () if beeld is None else tuple({v.plek: None for v in beeld.vakken})

    @property
    def _start(self) -> int:
        return -1 if self.jaar is None else self.jaar.start

    @property
    def niveaus(self) -> set[str]:
        return {plek.niveau for plek in self.plekken}

    @property
    def klasplekken(self) -> list[Plek]:
        """The places of the chosen pupils, for who goes with whom."""
        return [plek for plek in self.plekken if self.selectie.op_plek(plek)]

    @cached_property
    def plaatsnamen(self) -> Mapping[str, Mapping[str, str]]:
        """Per kind of places: key → name, in order; only what this person may see."""
        own = Selectie(klassen=self.klassen)
        found: dict[str, dict[str, str]] = {}
        for indeling in INDELINGEN:
            ordered = sorted(self.plekken, key=lambda p: plaats_order(indeling, p))
            found[indeling] = {
                sleutel(indeling, p): naam(indeling, p) for p in ordered if own.op_plek(p)
            }
        return found

    def telblad(self, key: str, jaar: Schooljaar | None = None) -> Telblad | None:
        """A named table of a year as it may be seen here; None when there is none."""
        year = jaar or self.jaar
        if year is None:
            return None
        if self.exact:
            return self.bron.telblad(key, year, self.selectie)
        return self._released.get((year.start, _COARSE.get(key, key)), Vrijgegeven(None)).telblad

    def geweigerd(self, key: str) -> str:
        """Why a table is not shown here; empty when it is, or never was asked."""
        year = self.jaar
        if self.exact or year is None:
            return ""
        return self._released.get((year.start, _COARSE.get(key, key)), Vrijgegeven(None)).geweigerd

    def dag(self, jaar: Schooljaar | None = None) -> date | None:
        """The day the numbers of a year are of."""
        year = jaar or self.jaar
        if year is None:
            return None
        beeld = self.beeld(year)
        if beeld is not None:
            return beeld.dag
        return next((s.dag for s in self._standen if s.schooljaar == year.start), None)

    @cached_property
    def _standen(self) -> list[Stand]:
        return list(
            self.school.standen.filter(vervangen=None, status=Stand.Status.KLAAR).prefetch_related(
                "vrijgaven"
            )
        )

    @cached_property
    def _released(self) -> Mapping[tuple[int, str], Vrijgegeven]:
        publiek = Vrijgave.Publiek.SCHOOL if self.zone is Zone.SCHOOL else Vrijgave.Publiek.GROEP
        found = {}
        for stand in self._standen:
            beeld = None
            for one in stand.vrijgaven.all():
                if one.publiek != publiek or one.ingetrokken is not None:
                    continue
                key = (stand.schooljaar, one.tabel)
                if one.geweigerd:
                    found[key] = Vrijgegeven(None, one.geweigerd)
                    continue
                beeld = beeld or gekend(uit_json(stand.inhoud))
                whole = telblad(one.tabel, beeld, Selectie())
                found[key] = Vrijgegeven(mask(whole, one))
        return found


def mask(whole: Telblad, vrijgave: Vrijgave) -> Telblad:
    """The table as it was released: what the gate did not show, or never saw, is hidden."""
    given, shown = set(vrijgave.inhoud["kolommen"]), vrijgave.inhoud["getoond"]
    columns = tuple(k for k in whole.kolommen if k in given or k.startswith(("gok:", "rest:")))
    rows = tuple(rij for rij in whole.rijen if _row_shown(rij, vrijgave, shown))
    names = {rij.key for rij in rows}
    cells = {(r, k): a for (r, k), a in whole.aantallen.items() if k in columns and r in names}
    table = replace(whole, rijen=rows, kolommen=columns, aantallen=cells)
    return table.afgeschermd(table.figuren - set(shown))


def _row_shown(rij: Rij, vrijgave: Vrijgave, shown: Mapping[str, int]) -> bool:
    """How many have an attest is no public number: a small row that was not released stays out."""
    small = vrijgave.tabel == "attesten" and rij.n < 2 * vrijgave.stand.drempel
    return not small or any(key.startswith(f"{rij.key}|") for key in shown)


def _shown_years(school: School, zone: Zone) -> list[int]:
    publiek = Vrijgave.Publiek.SCHOOL if zone is Zone.SCHOOL else Vrijgave.Publiek.GROEP
    found = school.standen.filter(vervangen=None, status=Stand.Status.KLAAR)
    return list(
        found.filter(vrijgaven__publiek=publiek, vrijgaven__ingetrokken=None)
        .order_by("-schooljaar")
        .values_list("schooljaar", flat=True)
        .distinct()
    )
