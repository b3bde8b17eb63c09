"""What a school lays ready for a doorlichting, filled from what exists: ready, or still missing.

In: a school, a day and who looks. Out: one line per part of the checklist with how much there is,
its oldest and newest date, what is missing and where that begins. Nothing is made for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Max, Min, QuerySet, Value
from django.urls import reverse

from gokwijs.apps.analyse.models import OfficieleOki, Stand
from gokwijs.apps.beleid.models import Borging, Uitvoering
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier.adressen import Link
from gokwijs.apps.dossier.models import Bevinding, Zelfcheck
from gokwijs.apps.dossier.plichten_lijst import Deel, load_bezorgen
from gokwijs.apps.dossier.stand import stand_of
from gokwijs.apps.samen.models import Beeldvorming, Partnerafspraak
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import Besluitkeuze, Keuze
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import is_volledig
from gokwijs.core.beleid.zinsbouw import telwoord
from gokwijs.core.calendar import Schooljaar


class Staat(Keuze):
    KLAAR = "klaar", "ligt klaar"
    DEELS = "deels", "deels klaar"
    OPEN = "open", "ontbreekt nog"


@dataclass(frozen=True)
class Geteld:
    """How many there are, and over which days."""

    aantal: int = 0
    eerst: date | None = None
    laatst: date | None = None

    @classmethod
    def van(cls, days: Iterable[date | None]) -> Geteld:
        found = list(days)
        known = [day for day in found if day is not None]
        return cls(len(found), min(known, default=None), max(known, default=None))


@dataclass(frozen=True)
class Gezien:
    """What is there in words, and what is missing."""

    wat: str
    geteld: Geteld
    mist: tuple[str, ...] = ()


@dataclass(frozen=True)
class Regel:
    """One line of the checklist."""

    deel: Deel
    staat: Staat
    gezien: Gezien
    adres: str
    begin: Link
    mag: bool  # may who looks do it?

    @property
    def is_klaar(self) -> bool:
        return self.staat is Staat.KLAAR


@dataclass(frozen=True)
class Lijst:
    """The whole checklist; ``getoond`` are the lines that pass the filter."""

    regels: tuple[Regel, ...]
    toon: str

    @property
    def getoond(self) -> tuple[Regel, ...]:
        if self.toon not in ("open", "klaar"):
            return self.regels
        return tuple(one for one in self.regels if one.is_klaar is (self.toon == "klaar"))

    @property
    def klaar(self) -> int:
        return sum(one.is_klaar for one in self.regels)


def bezorgen(access: Access, today: date, toon: str = "") -> Lijst:
    """Each part, in the order of the dossier."""
    school = access.school
    stand = stand_of(school, today, Zicht(access))
    kijk = _Kijk(stand, today, _rond(school))
    number = school.instellingsnummer
    found = []
    for deel in load_bezorgen().deel:
        seen: Gezien = getattr(kijk, deel.sleutel)()
        has = seen.geteld.aantal > 0
        staat = (Staat.DEELS if seen.mist else Staat.KLAAR) if has else Staat.OPEN
        begin = Link("begin", deel.doe, reverse(deel.begin, args=(number,)))
        adres, mag = reverse(deel.adres, args=(number,)), deel.wie in access.permissions
        found.append(Regel(deel, staat, seen, adres, begin, mag))
    return Lijst(tuple(found), toon)


# ---------------------------------------------------------------- counted around the plan


def _rond(school: School) -> Mapping[str, Geteld]:
    """What the stand does not hold, counted in one query."""
    own = {"school": school}
    kept = {"plan__school": school, "plan__verwijderd": None, "verwijderd": None}
    borgingen = Borging.objects.filter(**kept, besluit__verwijderd=None)
    findings = Bevinding.objects.filter(
        verwijderd=None, inspectie__school=school, inspectie__verwijderd=None
    )
    unanswered = findings.filter(status=Bevinding.Stand.OPEN).exclude(
        soort=Bevinding.Soort.STERK_PUNT
    )
    moments = school.draagvlakmomenten.filter(verwijderd=None)
    parts = [
        _telling("zelfcheck", Zelfcheck.objects.filter(**own, verwijderd=None), F("dag")),
        _telling(
            "stand",
            Stand.objects.filter(**own, vervangen=None, status=Stand.Status.KLAAR),
            F("dag"),
        ),
        _telling("oki", OfficieleOki.objects.filter(**own), F("datum")),
        _telling(
            "uitvoering",
            Uitvoering.objects.filter(actie__plan__school=school, actie__verwijderd=None),
            F("datum"),
        ),
        _telling("borging", borgingen, F("besluit__evaluatie__datum")),
        _telling("borging_herzien", borgingen, F("herzien_op")),
        _telling("afspraak", Partnerafspraak.objects.filter(**own, verwijderd=None), F("datum")),
        _telling("beeldvorming", Beeldvorming.objects.filter(**own, verwijderd=None), F("datum")),
        _telling("bezwaar_open", moments.filter(antwoord="").exclude(bezwaren=""), F("datum")),
        _telling("bevinding", findings, F("inspectie__datum")),
        _telling("bevinding_open", unanswered, F("inspectie__datum")),
        _telling("verslag", school.inspecties.filter(verwijderd=None), F("datum")),
    ]
    rows = parts[0].union(*parts[1:], all=True)
    return {key: Geteld(count, first, last) for key, count, first, last in rows}


def _telling(key: str, rows: QuerySet[Any], day: F) -> QuerySet[Any, Any]:
    """(key, how many, first day, last day)."""
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(soort_telling=Value(key, output_field=CharField()))
        .values("soort_telling")
        .annotate(aantal_telling=Count("pk"), eerste_dag=Min(day), laatste_dag=Max(day))
        .values_list("soort_telling", "aantal_telling", "eerste_dag", "laatste_dag")
    )
    return found


# ---------------------------------------------------------------- part by part


@dataclass(frozen=True)
class _Kijk:
    """One method per part of the checklist, called by its key."""

    stand: Beleidsstand
    today: date
    rond: Mapping[str, Geteld]

    def geteld(self, key: str) -> Geteld:
        return self.rond.get(key, Geteld())

    def begrijp(self) -> Gezien:
        fixed = self.geteld("stand")
        mist = [] if self.geteld("oki").aantal else ["de officiële OKI"]
        said = telwoord(fixed.aantal, "schooljaar vastgelegd", "schooljaren vastgelegd")
        return Gezien(said, fixed, tuple(mist))

    def visie(self) -> Gezien:
        plan = self.stand.plan
        keys = plan.beleidskoppeling_ids if plan is not None else ()
        linked = [self.stand.koppeling[key] for key in keys if key in self.stand.koppeling]
        mist = []
        if plan is None or plan.visie is None:
            mist.append("een visie in het plan")
        late = [one for one in linked if one.herzien_op is not None and one.herzien_op < self.today]
        if late:
            mist.append(
                telwoord(len(late), "document is", "documenten zijn") + " aan herziening toe"
            )
        said = telwoord(len(linked), "document gekoppeld", "documenten gekoppeld")
        return Gezien(said, Geteld.van(one.datum for one in linked), tuple(mist))

    def streefdoelen(self) -> Gezien:
        goals = self.stand.lopende_doelen(self.today)
        lacking = [one for one in goals if not is_volledig(one, self.stand)]
        mist = [telwoord(len(lacking), "is", "zijn") + " niet volledig"] if lacking else []
        said = telwoord(len(goals), "lopend streefdoel", "lopende streefdoelen")
        return Gezien(said, Geteld.van(one.start for one in goals), tuple(mist))

    def acties(self) -> Gezien:
        acties = self.stand.lopende_acties(self.today)
        logged = self.geteld("uitvoering")
        mist = []
        without = [one for one in acties if one.zorgfase is None or one.aard is None]
        if without:
            mist.append(f"{len(without)} zonder fase van zorg, of zonder preventief of remediërend")
        if acties and not logged.aantal:
            mist.append("wat er echt gebeurde")
        said = telwoord(len(acties), "lopende actie", "lopende acties")
        said += f", {logged.aantal} keer genoteerd wat er gebeurde"
        return Gezien(said, Geteld(len(acties), logged.eerst, logged.laatst), tuple(mist))

    def middelen(self) -> Gezien:
        year = Schooljaar.of(self.today)
        letters = [one for one in self.stand.toekenningen if one.is_official]
        rows = [one for one in self.stand.toewijzingen_in(year) if one.soort.is_gekleurd]
        mist = []
        if not letters:
            mist.append(f"de officiële brief van {year}")
        if not rows:
            mist.append("waarvoor de middelen dienen")
        if rows and not any(one.besteed for one in rows):
            mist.append("wat besteed is")
        said = telwoord(len(letters), "soort met brief", "soorten met brief")
        said += f", {telwoord(len(rows), 'toewijzing', 'toewijzingen')}"
        days = [one.datum for one in letters] + [one.bijgewerkt_op for one in rows]
        counted = Geteld.van(day for day in days if day is not None)
        return Gezien(
            said, Geteld(len(letters) + len(rows), counted.eerst, counted.laatst), tuple(mist)
        )

    def metingen(self) -> Gezien:
        found = self.stand.metingen
        open_ = [
            one
            for one in self.stand.lopende_doelen(self.today)
            if not self.stand.later_metingen(one)
        ]
        mist = []
        if open_:
            count = telwoord(len(open_), "streefdoel", "streefdoelen")
            mist.append(f"een meting na de nulmeting bij {count}")
        said = telwoord(len(found), "meting", "metingen")
        return Gezien(said, Geteld.van(one.peildatum for one in found), tuple(mist))

    def evaluaties(self) -> Gezien:
        found = self.stand.evaluaties
        open_ = [one for one in found if not self.stand.besluiten_after.get(one.id)]
        mist = (
            [f"een besluit bij {telwoord(len(open_), 'evaluatie', 'evaluaties')}"] if open_ else []
        )
        said = telwoord(len(found), "evaluatie", "evaluaties")
        said += f", {telwoord(len(self.stand.besluiten), 'besluit', 'besluiten')}"
        return Gezien(said, Geteld.van(one.datum for one in found), tuple(mist))

    def borging(self) -> Gezien:
        found = self.geteld("borging")
        review = self.geteld("borging_herzien").eerst
        late = review is not None and review < self.today
        mist = ["er is iets dat opnieuw bekeken moet worden"] if late else []
        keep = (Besluitkeuze.VOORTZETTEN, Besluitkeuze.OPSCHALEN)
        worth = sum(one.keuze in keep for one in self.stand.besluiten)
        if worth and not found.aantal:
            mist.append("waar vastligt wat werkt")
        said = telwoord(found.aantal, "keer vastgelegd", "keer vastgelegd")
        return Gezien(said, found, tuple(mist))

    def draagvlak(self) -> Gezien:
        found = self.stand.momenten
        year = Schooljaar.of(self.today)
        recent = [one for one in found if Schooljaar.of(one.datum) == year]
        mist = [] if recent or not found else [f"een moment in {year}"]
        open_ = self.geteld("bezwaar_open").aantal
        if open_:
            mist.append(f"een antwoord op {telwoord(open_, 'bezwaar', 'bezwaren')}")
        said = telwoord(len(found), "moment", "momenten")
        return Gezien(said, Geteld.van(one.datum for one in found), tuple(mist))

    def partners(self) -> Gezien:
        one, other = self.geteld("afspraak"), self.geteld("beeldvorming")
        days = Geteld.van(
            day for part in (one, other) for day in (part.eerst, part.laatst) if day is not None
        )
        said = telwoord(one.aantal, "afspraak", "afspraken")
        said += f", {telwoord(other.aantal, 'vraag', 'vragen')} samen bekeken"
        return Gezien(said, Geteld(one.aantal + other.aantal, days.eerst, days.laatst))

    def aanbevelingen(self) -> Gezien:
        reports, points = self.geteld("verslag"), self.geteld("bevinding")
        open_ = self.geteld("bevinding_open").aantal
        mist = [f"{telwoord(open_, 'punt staat', 'punten staan')} nog open"] if open_ else []
        if reports.aantal and not points.aantal:
            mist.append("de punten uit het verslag")
        said = telwoord(reports.aantal, "verslag", "verslagen")
        said += f", {telwoord(points.aantal, 'punt', 'punten')}"
        return Gezien(said, reports, tuple(mist))

    def zelfcheck(self) -> Gezien:
        found = self.geteld("zelfcheck")
        return Gezien(telwoord(found.aantal, "bewaarde stand", "bewaarde standen"), found)

    def bronnen(self) -> Gezien:
        found = self.stand.indicatoren
        lacking = [one for one in found if not one.is_defined and not one.kwalitatief]
        mist = [f"{len(lacking)} zonder definitie"] if lacking else []
        said = telwoord(len(found), "indicator", "indicatoren")
        days = Geteld.van(one.peildatum for one in self.stand.metingen)
        return Gezien(said, Geteld(len(found), days.eerst, days.laatst), tuple(mist))
