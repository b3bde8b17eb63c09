"""What is missing to show that means are doelgericht, transparant and doeltreffend.

In: the stand of a school and a day. Out: one line per thing that is missing, with the page where it
begins; the lines of a goal before those of its acties. Judges nothing and adds nothing up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gokwijs.apps.dossier.adressen import Adressen, Link
from gokwijs.core.beleid.boek import doelen_of_post, open_boeken
from gokwijs.core.beleid.keuzes import Actiestatus, Knoop
from gokwijs.core.beleid.plan import Actie, Streefdoel, Toewijzing, Verwijzing
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import is_volledig, ontbreekt
from gokwijs.core.beleid.zelfcheck import Antwoordwoord, Woord, drie_woorden
from gokwijs.core.beleid.zinsbouw import opsomming
from gokwijs.core.calendar import Schooljaar, dutch_date


@dataclass(frozen=True)
class Ontbreekt:
    """One missing thing: for which word, of what, and where it begins."""

    woord: Woord
    over: Link
    zin: str
    begin: Link


@dataclass(frozen=True)
class Zoek:
    """What the search shares."""

    stand: Beleidsstand
    vandaag: date
    plek: Adressen

    def doel(self, one: Streefdoel) -> Link:
        return self.plek.link(Verwijzing(Knoop.STREEFDOEL, one.id))

    def actie(self, one: Actie) -> Link:
        return self.plek.link(Verwijzing(Knoop.ACTIE, one.id))

    def naar(self, name: str, words: str, *keys: int) -> Link:
        return Link("begin", words, reverse(name, args=(self.plek.nummer, *keys)))


def bewijs(stand: Beleidsstand, vandaag: date, plek: Adressen) -> tuple[Ontbreekt, ...]:
    """Everything that is missing on what runs, in the order of the three words."""
    zoek = Zoek(stand, vandaag, plek)
    found = [
        *(line for one in stand.lopende_doelen(vandaag) for line in _van_doel(zoek, one)),
        *(line for one in stand.planacties for line in _van_actie(zoek, one)),
        *(line for one in _posten(zoek) for line in _van_post(zoek, one)),
        *_zonder_besluit(zoek),
        *_zonder_bestemming(zoek),
        *_zonder_doel(zoek),
    ]
    order = list(Woord)
    return tuple(sorted(found, key=lambda one: order.index(one.woord)))


def _van_doel(zoek: Zoek, one: Streefdoel) -> Iterator[Ontbreekt]:
    lacking = [gebrek.naam for gebrek in ontbreekt(one, zoek.stand) if gebrek.letter]
    if lacking:
        yield Ontbreekt(
            Woord.DOELGERICHT,
            zoek.doel(one),
            f"Er ontbreekt nog: {opsomming(lacking)}.",
            zoek.naar("beleid:streefdoel", "Vul aan", one.id),
        )
    if not zoek.stand.acties_of(one):
        yield Ontbreekt(
            Woord.DOELGERICHT,
            zoek.doel(one),
            "Er is geen actie voor dit streefdoel.",
            zoek.naar("beleid:actie_nieuw", "Voeg een actie toe", one.plan_id),
        )
    yield from _gemeten(zoek, one)


def _gemeten(zoek: Zoek, one: Streefdoel) -> Iterator[Ontbreekt]:
    """A meting after the nulmeting, and an evaluatie that used it."""
    stand = zoek.stand
    first, later = stand.nulmeting_of(one), stand.later_metingen(one)
    if first is None or not one.indicator_ids:
        return  # said above: without nulmeting or indicator it is not complete
    if not later:
        when = f" van {dutch_date(first.peildatum)}" if first.peildatum else ""
        yield Ontbreekt(
            Woord.DOELTREFFEND,
            zoek.doel(one),
            f"Na de nulmeting{when} is nog niet gemeten.",
            zoek.naar("opvolging:meting_nieuw", "Noteer een meting", one.indicator_ids[0]),
        )
        return
    used = {key for seen in stand.evaluaties_of(one) for key in seen.meting_ids}
    if not used & {meting.id for meting in later}:
        yield Ontbreekt(
            Woord.DOELTREFFEND,
            zoek.doel(one),
            "Er is gemeten, maar geen evaluatie gebruikte de meting.",
            zoek.naar("opvolging:evaluatie_nieuw", "Noteer een evaluatie"),
        )


def _van_actie(zoek: Zoek, one: Actie) -> Iterator[Ontbreekt]:
    stand, year = zoek.stand, Schooljaar.of(zoek.vandaag)
    finished = one.status is Actiestatus.AFGEROND
    if not finished and not one.is_lopend(zoek.vandaag):
        return
    if not one.streefdoel_ids:
        yield Ontbreekt(
            Woord.DOELGERICHT,
            zoek.actie(one),
            "Deze actie hoort bij geen streefdoel.",
            zoek.naar("beleid:actie_aanpassen", "Kies een streefdoel", one.id),
        )
    rows = [row for row in stand.toewijzingen if row.actie_id == one.id]
    spent = any(row.besteed for row in rows)
    if not finished and not stand.is_planned(one, [year]):
        yield Ontbreekt(
            Woord.TRANSPARANT,
            zoek.actie(one),
            "Er zijn geen uren of euro's voorzien, en er staat geen reden.",
            zoek.naar("inzet:actie", "Wijs toe of geef een reden", one.id),
        )
    if finished and any(row.voorzien for row in rows) and not spent:
        yield Ontbreekt(
            Woord.TRANSPARANT,
            zoek.actie(one),
            "De actie is afgerond, maar wat besteed is, staat er niet.",
            zoek.naar("inzet:boeking_nieuw", "Boek wat besteed is"),
        )
    if finished and spent and not _has_result(zoek, one):
        yield Ontbreekt(
            Woord.DOELTREFFEND,
            zoek.actie(one),
            "De actie is afgerond en kostte iets, maar er is geen meting en geen reden.",
            zoek.naar("beleid:actie", "Noteer het resultaat", one.id),
        )


def _has_result(zoek: Zoek, one: Actie) -> bool:
    """A meting after the start of the actie, or why there is none yet."""
    if one.nog_niet_meetbaar:
        return True
    return any(
        one.start is None or (meting.peildatum is not None and meting.peildatum >= one.start)
        for doel in zoek.stand.doelen_of(one)
        for meting in zoek.stand.later_metingen(doel)
    )


def _posten(zoek: Zoek) -> list[Toewijzing]:
    year = Schooljaar.of(zoek.vandaag)
    return [one for one in zoek.stand.toewijzingen_in(year) if one.soort.is_gekleurd]


def _van_post(zoek: Zoek, one: Toewijzing) -> Iterator[Ontbreekt]:
    """What one use of means lacks that its goal and its actie do not say already."""
    if not one.has_target:
        return  # said once per kind
    over = zoek.plek.link(Verwijzing(Knoop.TOEWIJZING, one.id))
    doelgericht, transparant, _ = drie_woorden(one, zoek.stand)
    goals = doelen_of_post(one, zoek.stand)
    if doelgericht.antwoord is Antwoordwoord.DEELS and any(
        is_volledig(goal, zoek.stand) for goal in goals
    ):
        begin = zoek.naar("beleid:streefdoel", "Bekijk het streefdoel", goals[0].id)
        yield Ontbreekt(Woord.DOELGERICHT, over, doelgericht.reden, begin)
    if transparant.antwoord is not Antwoordwoord.JA:
        keys = (one.actie_id,) if one.actie_id is not None else ()
        begin = zoek.naar("inzet:actie" if keys else "inzet:overzicht", "Vul aan", *keys)
        yield Ontbreekt(Woord.TRANSPARANT, over, transparant.reden, begin)


def _zonder_besluit(zoek: Zoek) -> Iterator[Ontbreekt]:
    for one in zoek.stand.evaluaties:
        if not zoek.stand.besluiten_after.get(one.id):
            yield Ontbreekt(
                Woord.DOELTREFFEND,
                zoek.plek.link(Verwijzing(Knoop.EVALUATIE, one.id)),
                "Deze evaluatie heeft nog geen besluit.",
                zoek.naar("opvolging:evaluatie", "Noteer het besluit", one.id),
            )


def _zonder_bestemming(zoek: Zoek) -> Iterator[Ontbreekt]:
    """Granted this schooljaar and on no actie yet; whole amounts, which everybody may see."""
    for boek in open_boeken(zoek.stand, Schooljaar.of(zoek.vandaag)):
        if not boek.soort.is_gekleurd or boek.rest is None or boek.toegekend is None:
            continue
        left, granted = math.floor(boek.rest), math.floor(boek.toegekend)
        if left >= 1:
            unit = "euro" if boek.soort.is_geld else "uren"
            yield Ontbreekt(
                Woord.TRANSPARANT,
                Link("middelen", boek.soort.label, zoek.plek.page("inzet:overzicht")),
                f"{left} van de {granted} {unit} hebben nog geen bestemming.",
                zoek.naar("inzet:overzicht", "Wijs toe"),
            )


def _zonder_doel(zoek: Zoek) -> Iterator[Ontbreekt]:
    """Spent this schooljaar without actie and without goal: once per kind."""
    seen = set()
    for one in zoek.stand.toewijzingen_in(Schooljaar.of(zoek.vandaag)):
        if one.soort.is_gekleurd and one.besteed and not one.has_target and one.soort not in seen:
            seen.add(one.soort)
            yield Ontbreekt(
                Woord.TRANSPARANT,
                Link("middelen", one.soort.label, zoek.plek.page("inzet:overzicht")),
                "Er is iets besteed zonder streefdoel of actie.",
                zoek.naar("inzet:boekingen", "Koppel de boekingen"),
            )
