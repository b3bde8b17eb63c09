"""Where a record of the plan stands on screen, and what it is called there.

In: the stand of a school and a pointer to a record. Out: a name with its address. Texts that are
for the Werkzone only were replaced when the stand was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from gokwijs.apps.beleid.tonen import ENKEL_WERKZONE
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Knoop
from gokwijs.core.beleid.plan import Toewijzing, Verwijzing
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.zelfcheck.uitkomst import Tekort
from gokwijs.core.calendar import dutch_date

# Where one begins when the records of a condition are not what to change.
BEGIN: Mapping[tuple[Tekort, str], tuple[str, str]] = {
    (Tekort.T1, "t1"): ("beleid:overzicht", "Naar het plan"),
    (Tekort.T2, "t2"): ("beleid:overzicht", "Naar het plan"),
    (Tekort.T2, "a5"): ("samen:moment_nieuw", "Noteer een moment"),
    (Tekort.T2, "a7"): ("beleid:vaststelling_nieuw", "Noteer een vaststelling"),
    (Tekort.T3, "t1"): ("inzet:overzicht", "Naar de middelen"),
    (Tekort.T3, "a7"): ("samen:moment_nieuw", "Noteer een moment"),
    (Tekort.T4, "t1"): ("opvolging:evaluatie_nieuw", "Noteer een evaluatie"),
    (Tekort.T4, "a3"): ("opvolging:evaluatie_nieuw", "Noteer een evaluatie"),
    (Tekort.T4, "a9"): ("samen:moment_nieuw", "Noteer een moment"),
    (Tekort.T5, "a6"): ("samen:moment_nieuw", "Noteer een moment"),
}
# Where a shortcoming is worked on, when nothing nearer is known.
ROOM: Mapping[Tekort, tuple[str, str]] = {
    Tekort.T1: ("beleid:overzicht", "Naar het plan"),
    Tekort.T2: ("beleid:overzicht", "Naar het plan"),
    Tekort.T3: ("inzet:overzicht", "Naar de middelen"),
    Tekort.T4: ("opvolging:overzicht", "Naar de opvolging"),
    Tekort.T5: ("beleid:overzicht", "Naar het plan"),
}
_SOORT = {
    Knoop.PLAN: "plan",
    Knoop.TOEKENNING: "middelen",
    Knoop.TOEWIJZING: "toewijzing",
    Knoop.BELEIDSKOPPELING: "document",
    Knoop.DRAAGVLAKMOMENT: "moment",
}


_Page = tuple[str, tuple[int, ...]] | None  # its name, and the keys in its address


@dataclass(frozen=True)
class Link:
    """A record by name; without ``adres`` it has no page of its own."""

    soort: str
    naam: str
    adres: str


class Adressen:
    """Names and addresses of the records of one school."""

    def __init__(self, school: School, stand: Beleidsstand) -> None:
        self.nummer, self.stand = school.instellingsnummer, stand
        self.toewijzing = {one.id: one for one in stand.toewijzingen}
        self.toekenning = {one.id: one for one in stand.toekenningen}
        self.moment = {one.id: one for one in stand.momenten}
        self.besluit = {one.id: one for one in stand.besluiten}

    def link(self, one: Verwijzing) -> Link:
        naam, page = self._named(one)
        soort = _SOORT.get(one.soort, one.soort.label)
        return Link(soort, naam, reverse(page[0], args=(self.nummer, *page[1])) if page else "")

    def page(self, name: str) -> str:
        return reverse(name, args=(self.nummer,))

    def _named(self, one: Verwijzing) -> tuple[str, _Page]:
        stand, key = self.stand, one.id
        if one.soort is Knoop.PLAN:
            return "het plan", ("beleid:plan", (key,))
        if one.soort is Knoop.VASTSTELLING and key in stand.vaststelling:
            text = stand.vaststelling[key].tekst
            hidden = text.endswith(ENKEL_WERKZONE)  # then its page is not for this person either
            return _kort(text), None if hidden else ("beleid:vaststelling", (key,))
        if one.soort is Knoop.STREEFDOEL and key in stand.streefdoel:
            return _kort(stand.streefdoel[key].formulering), ("beleid:streefdoel", (key,))
        if one.soort is Knoop.ACTIE and key in stand.actie:
            return _kort(stand.actie[key].omschrijving), ("beleid:actie", (key,))
        if one.soort is Knoop.INDICATOR and key in stand.indicator:
            return _kort(stand.indicator[key].naam), ("beleid:indicator", (key,))
        if one.soort is Knoop.EVALUATIE and key in stand.evaluatie:
            dag = dutch_date(stand.evaluatie[key].datum)
            return f"evaluatie van {dag}", ("opvolging:evaluatie", (key,))
        return self._means_and_moments(one)

    def _means_and_moments(self, one: Verwijzing) -> tuple[str, _Page]:
        stand, key = self.stand, one.id
        if one.soort is Knoop.METING and key in stand.meting:
            meting = stand.meting[key]
            naam = stand.indicator[meting.indicator_id].naam
            dag = f" van {dutch_date(meting.peildatum)}" if meting.peildatum else ""
            return _kort(f"{naam}{dag}"), ("opvolging:indicator", (meting.indicator_id,))
        if one.soort is Knoop.BESLUIT and key in self.besluit:
            besluit = self.besluit[key]
            return besluit.keuze.label, ("opvolging:evaluatie", (besluit.evaluatie_id,))
        if one.soort is Knoop.TOEKENNING and key in self.toekenning:
            granted = self.toekenning[key]
            return f"{granted.soort.label} {granted.schooljaar}", ("inzet:overzicht", ())
        if one.soort is Knoop.TOEWIJZING and key in self.toewijzing:
            return self._toewijzing(self.toewijzing[key])
        if one.soort is Knoop.BELEIDSKOPPELING and key in stand.koppeling:
            return _kort(stand.koppeling[key].titel), ("samen:koppelingen", ())
        if one.soort is Knoop.DRAAGVLAKMOMENT and key in self.moment:
            moment = self.moment[key]
            return f"{moment.vorm.label} van {dutch_date(moment.datum)}", ("samen:moment", (key,))
        return one.soort.label, None

    def _toewijzing(self, one: Toewijzing) -> tuple[str, _Page]:
        """By what it is for; without a goal it is found in the ledger."""
        if one.actie_id is not None and one.actie_id in self.stand.actie:
            naam = self.stand.actie[one.actie_id].omschrijving
            return _kort(f"{one.soort.label}: {naam}"), ("inzet:actie", (one.actie_id,))
        if one.streefdoel_id is not None and one.streefdoel_id in self.stand.streefdoel:
            naam = self.stand.streefdoel[one.streefdoel_id].formulering
            return _kort(f"{one.soort.label}: {naam}"), ("inzet:overzicht", ())
        return f"{one.soort.label}: zonder streefdoel", ("inzet:overzicht", ())


def _kort(text: str) -> str:
    """One line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 110 else f"{plain[:109].rstrip()}…"
