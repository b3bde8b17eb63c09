"""The policy in plain words for parents and the school council: one page, no jargon, no codes.

In: a school and a schooljaar. Out: short texts, gated as for everybody outside the school: small
groups are protected, numbers are whole, people are roles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from gokwijs.apps.beleid.models import Meting, Streefdoel
from gokwijs.apps.beleid.tonen import AFGESCHERMD, Zicht, percentage
from gokwijs.apps.dossier.document_keuze import met_teksten
from gokwijs.apps.dossier.verantwoording_resultaat import (
    GESTOPT,
    doelen_met_verloop,
    kort,
    laatste_besluit,
)
from gokwijs.apps.inzet.bedrag import SPATIE
from gokwijs.apps.inzet.bedrag import Zicht as Bedragzicht
from gokwijs.apps.inzet.selectors import NUL, plan_of_year
from gokwijs.apps.inzet.toekenning import Toegekend, toegekend
from gokwijs.apps.opvolging.reeks import geldig
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.namen import namenfilter
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import Besluitkeuze, Doelrichting, Doelstatus
from gokwijs.core.beleid.zinsbouw import opsomming, telwoord
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.law.numbers import dutch_int, round_legal
from gokwijs.renderers.document import Block, Bullets, Document, Facts, Heading, Paragraph

TITEL = "Gelijke kansen op onze school"
MERK = "Voor ouders en de schoolraad"
DOELEN = 3  # on one page
ACTIES = 2
WAAROM = (
    "Dat is om elke leerling even veel kansen te geven. Hoeveel een school krijgt, hangt onder "
    "meer af van de taal die leerlingen thuis spreken en van het diploma van hun moeder."
)
NIET_GEDEELD = "Dit cijfer delen we niet buiten de school."
_BESLUIT = {
    Besluitkeuze.VOORTZETTEN: "We gaan ermee door.",
    Besluitkeuze.BIJSTUREN: "We gaan door, maar passen iets aan.",
    Besluitkeuze.STOPPEN: "We stoppen ermee.",
    Besluitkeuze.OPSCHALEN: "We doen het ook op andere plaatsen in de school.",
    Besluitkeuze.NIEUW_STARTEN: "We beginnen met iets nieuws.",
}
_WIL = {
    Doelrichting.STIJGEN: "minstens",
    Doelrichting.DALEN: "hoogstens",
    Doelrichting.BEHOUDEN: "houden op",
}


@dataclass(frozen=True, slots=True)
class Doel:
    """One goal in plain words."""

    wat: str
    doen: tuple[str, ...]
    zien: str
    beslist: str
    wie: str


@dataclass(frozen=True, slots=True)
class Blad:
    """The page; ``meer`` names the goals for which there is no room."""

    schooljaar: str
    gekregen: str
    doelen: tuple[Doel, ...]
    meer: tuple[str, ...]
    vragen: str

    @property
    def is_leeg(self) -> bool:
        return not self.doelen


def blad_van(access: Access, schooljaar: Schooljaar, today: date) -> Blad:
    """What parents may read of a schooljaar; raises nothing, an empty school has an empty page."""
    school, until = access.school, min(today, schooljaar.last_day)
    zicht = Zicht.buiten(school)
    own = Streefdoel.objects.filter(
        plan_of_year(schooljaar),
        plan__school=school,
        verwijderd=None,
        status__in=(Doelstatus.VASTGESTELD.value, Doelstatus.AFGESLOTEN.value),
    )
    goals = doelen_met_verloop(list(own.values_list("pk", flat=True)))
    found = Blad(
        str(schooljaar),
        _gekregen(tuple(toegekend(school, schooljaar).values()), schooljaar),
        tuple(_doel(doel, zicht, until) for doel in goals[:DOELEN]),
        tuple(kort(doel.formulering, 80) for doel in goals[DOELEN:]),
        "Heb je een vraag of een idee? Spreek de directeur of de GOK-coördinator aan.",
    )
    return met_teksten(found, namenfilter(school))


def _gekregen(soorten: Sequence[Toegekend], schooljaar: Schooljaar) -> str:
    """One sentence: what the letter gives, and why; an own calculation is not told outside."""
    granted = [one for one in soorten if one.brieven and one.bedrag is not None]
    hours = sum((one.bedrag or NUL for one in granted if not one.soort.is_geld), NUL)
    money = [one for one in granted if one.soort.is_geld and one.bedrag]
    parts = []
    if hours:
        whole = round_legal(hours)
        parts.append(f"{dutch_int(whole)} extra {'lesuur' if whole == 1 else 'lesuren'}")
    shown = Bedragzicht(exact=False)
    parts += [f"{shown.kort(one.soort, one.bedrag or NUL)} extra" for one in money]
    if not parts:
        return (
            f"Hoeveel extra uren of geld onze school in {schooljaar} kreeg, staat hier nog niet. "
            f"{WAAROM}"
        )
    return f"In {schooljaar} kreeg onze school van Vlaanderen {opsomming(parts)}. {WAAROM}"


# ---------------------------------------------------------------- one goal


def _doel(doel: Streefdoel, zicht: Zicht, until: date) -> Doel:
    done = [kort(one.titel, 72) for one in doel.acties.all() if one.status not in GESTOPT]
    more = len(done) - ACTIES
    said = [*done[:ACTIES], *([f"en nog {more} andere"] if more > 0 else [])]
    return Doel(
        kort(doel.formulering, 90),
        tuple(said),
        " ".join(_zien(doel, zicht, until)).replace(" %", f"{SPATIE}%"),
        _beslist(doel, until),
        doel.trekker_rol,
    )


def _zien(doel: Streefdoel, zicht: Zicht, until: date) -> Iterator[str]:
    """Begin, now and what we want; a hidden number hides what could give it away."""
    if doel.indicator is None:
        yield "Dit meten we nog niet."
        return
    later = [
        one
        for one in geldig(doel.indicator.metingen.all())
        if one.peildatum <= until and one.pk != doel.nulmeting_id
    ]
    shown = [one for one in (doel.nulmeting, *later[-1:]) if one is not None]
    for one in shown:
        one.indicator = doel.indicator
    if not all(zicht.toont(one) for one in shown):
        yield NIET_GEDEELD if any(one.werkzone for one in shown) else AFGESCHERMD
        return
    if doel.nulmeting is not None:
        name = doel.indicator.naam
        yield f"{name[:1].upper()}{name[1:]}: in het begin {_getal(doel.nulmeting)}."
    if later:
        yield f"Op {dutch_date(later[-1].peildatum)}: {_getal(later[-1])}."
    else:
        yield "Daarna is er nog niet opnieuw gemeten."
    if doel.streefwaarde is not None and doel.richting and doel.einddatum is not None:
        wanted = _heel(doel.streefwaarde)
        unit = " %" if doel.indicator.is_aandeel else ""
        way = _WIL[Doelrichting(doel.richting)]
        yield f"We willen tegen {dutch_date(doel.einddatum)}: {way} {wanted}{unit}."


def _getal(meting: Meting) -> str:
    """'41 %', '6 van de 14', or a whole score."""
    if meting.teller is not None and meting.noemer:
        if meting.noemer < 20:
            return f"{_heel(meting.teller)} van de {_heel(meting.noemer)}"
        return percentage(meting.teller, meting.noemer)
    unit = f" {meting.indicator.eenheid}" if meting.indicator.eenheid else ""
    return f"{_heel(meting.waarde or Decimal(0))}{unit}"


def _heel(value: Decimal) -> str:
    return dutch_int(round_legal(Fraction(value)))


def _beslist(doel: Streefdoel, until: date) -> str:
    found = laatste_besluit(doel, until)
    if found is None:
        return "Daar is nog niets over beslist."
    return f"{_BESLUIT[Besluitkeuze(found.keuze)]} Waarom: {kort(found.motivering, 100)}"


# ---------------------------------------------------------------- on paper


def document(blad: Blad, school: School, today: date) -> Document:
    """One page of A4."""
    blocks: list[Block] = [Paragraph(blad.gekregen, lead=True)]
    for doel in blad.doelen:
        blocks.append(Heading(doel.wat))
        facts = [
            ("Wat we doen", "; ".join(doel.doen) or "Dat staat nog niet vast."),
            ("Wat we zien", doel.zien),
            ("Wat we beslisten", doel.beslist),
        ]
        if doel.wie:
            facts.append(("Wie het volgt", doel.wie))
        blocks.append(Facts(tuple(facts)))
    if not blad.doelen:
        blocks.append(Paragraph("De doelen voor dit schooljaar staan nog niet vast."))
    if blad.meer:
        more = telwoord(len(blad.meer), "ander doel", "andere doelen")
        blocks += [Paragraph(f"We werken ook aan {more}:"), Bullets(blad.meer[:3])]
    blocks.append(Paragraph(blad.vragen))
    return Document(
        TITEL, f"{school.naam}, schooljaar {blad.schooljaar}", MERK, today, tuple(blocks)
    )
