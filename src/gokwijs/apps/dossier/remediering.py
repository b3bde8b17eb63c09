"""The track after a negative statement on GOK: its term, its shortcomings, and what is at stake.

In: a Remediering, today, and how exact somebody sees money. Out: what the page says. The day of the
new evaluation is what the school typed; it is only held against the term of the law, never computed
(besluit 15). What a second negative statement costs is computed, from what was granted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gokwijs.apps.dossier.inspectie import Rij, met_alles, vorige_uitspraak
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.dossier.stand import toekenningen_of
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.kader.selectors import Codes
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.boek import Boek, open_boeken
from gokwijs.core.beleid.keuzes import Onderwijs
from gokwijs.core.beleid.remediering import (
    Grondslag,
    Halveringsscenario,
    Termijn,
    from_boeken,
    halveer,
    nieuwe_evaluatie,
)
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.tijd import add_months
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.parameters import load_regels


@dataclass(frozen=True)
class Helft:
    """One kind of means, now and halved."""

    naam: str
    bron: str
    nu: str
    rest: str
    minder: str


@dataclass(frozen=True)
class Gevolg:
    """What a second negative statement in a row means, with the article it rests on."""

    scenario: Halveringsscenario
    jaar: Schooljaar  # of which the amounts are
    posten: tuple[Helft, ...]

    @property
    def grondslag(self) -> Grondslag:
        return self.scenario.grondslag

    @property
    def is_dat_jaar(self) -> bool:
        """Are the amounts those of the year it would begin?"""
        return self.jaar == self.scenario.schooljaar


@dataclass(frozen=True)
class Spoor:
    """Everything the page says about one track."""

    remediering: Remediering
    vandaag: date
    rijen: tuple[Rij, ...]
    vorige: Inspectie | None
    termijn: Termijn
    gevolg: Gevolg

    @property
    def inspectie(self) -> Inspectie:
        return self.remediering.inspectie

    @property
    def tekorten(self) -> list[Rij]:
        return [rij for rij in self.rijen if rij.bevinding.soort == Bevinding.Soort.TEKORT]

    @property
    def zonder_actie(self) -> list[Rij]:
        return [rij for rij in self.tekorten if rij.vraagt_actie]

    @property
    def is_tweede(self) -> bool:
        return tweede_negatief(self.remediering, self.vorige) is not None

    @property
    def is_open(self) -> bool:
        return self.remediering.uitkomst == Remediering.Uitkomst.OPEN

    @cached_property
    def te_laat(self) -> bool:
        """Does the typed day lie further after the report than the term of the law?"""
        day = self.remediering.herevaluatie_op
        months = int(self.termijn.jaren * 12)
        return day is not None and day > add_months(self.inspectie.datum, months)

    @property
    def dagen(self) -> int | None:
        """Until the new evaluation; None when no day is known or it is over."""
        day = self.remediering.herevaluatie_op
        return (day - self.vandaag).days if day is not None and self.is_open else None

    @property
    def zin(self) -> str:
        """The answer of the page in one sentence."""
        track = self.remediering
        if track.uitkomst == Remediering.Uitkomst.POSITIEF:
            return "De nieuwe evaluatie was positief. Deze remediëring is afgerond."
        if track.uitkomst == Remediering.Uitkomst.NEGATIEF:
            return "De nieuwe evaluatie was opnieuw negatief."
        if self.dagen is None:
            return "Vul in wanneer de inspectie opnieuw evalueert."
        if self.dagen < 0:
            return "De nieuwe evaluatie is voorbij. Noteer de uitkomst."
        when = {0: "vandaag", 1: "morgen"}.get(self.dagen, f"over {self.dagen} dagen")
        return f"De nieuwe evaluatie is {when}."


def spoor_of(track: Remediering, today: date, zicht: Zicht) -> Spoor:
    inspectie = track.inspectie
    rows = met_alles(inspectie.bevindingen.filter(verwijderd=None))
    codes = Codes(inspectie.school)
    earlier = vorige_uitspraak(inspectie)
    second = tweede_negatief(track, earlier) or track.herevaluatie_op or today
    return Spoor(
        track,
        today,
        tuple(Rij(one, codes) for one in rows),
        earlier,
        nieuwe_evaluatie(load_regels(), inspectie.datum),
        gevolg_of(inspectie.school, second, today, zicht),
    )


def tweede_negatief(track: Remediering, vorige: Inspectie | None) -> date | None:
    """The day of the second negative statement in a row; None when there is none."""
    if track.inspectie.is_negatief and vorige is not None and vorige.is_negatief:
        return track.inspectie.datum
    if track.uitkomst == Remediering.Uitkomst.NEGATIEF:
        return track.uitkomst_op
    return None


def gevolg_of(school: School, second: date, today: date, zicht: Zicht) -> Gevolg:
    """Half of what was granted for the year it would begin, or else for the latest known year."""
    begin = Schooljaar.of(second).next
    jaar, boeken = begin, _boeken(school, begin)
    if not boeken and begin != Schooljaar.of(today):
        jaar = Schooljaar.of(today)
        boeken = _boeken(school, jaar)
    scenario = halveer(from_boeken(boeken), second, load_regels())
    pairs = zip(boeken, scenario.posten, strict=True)
    posten = []
    for boek, half in pairs:
        if half.nu is None or half.rest is None:
            posten.append(Helft(half.naam, "niet berekenbaar", "–", "–", "–"))
            continue
        # As shown, so that what is left and what is lost add up to the whole.
        whole, rest = (zicht.heel(boek.soort, one.low) for one in (half.nu, half.rest))
        shown = (zicht.met_eenheid(boek.soort, one) for one in (whole, rest, whole - rest))
        bron = "officiële brief" if boek.is_official else "onze eigen berekening"
        posten.append(Helft(half.naam, bron, *shown))
    return Gevolg(scenario, jaar, tuple(posten))


def _boeken(school: School, jaar: Schooljaar) -> list[Boek]:
    """What was granted that year, per kind of gekleurde middelen."""
    stand = Beleidsstand(Onderwijs.SO, toekenningen=toekenningen_of(school, jaar))
    return [boek for boek in open_boeken(stand, jaar) if boek.soort.is_gekleurd]
