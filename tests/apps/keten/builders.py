"""A plan in which one goal has its whole chain, and the other is broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Boeking,
    Borging,
    Evaluatie,
    Indicator,
    Plan,
    Streefdoel,
)
from gokwijs.apps.effect.models import Opzet
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Toets
from tests.apps import beleid_builders as rows

NAAM = "Plan met een keten"
BY = {"door_naam": rows.NAAM, "gewijzigd_door": rows.NAAM}


@dataclass(frozen=True)
class Keten:
    plan: Plan
    grond: Vaststelling
    doel: Streefdoel
    kapot: Streefdoel  # without a vaststelling, an actie, means
    actie: Actie
    indicator: Indicator
    evaluatie: Evaluatie
    besluit: Besluit


def keten(school: School, naam: str = NAAM) -> Keten:
    """On 2 March 2026 everything of the first goal was done that could be done."""
    plan = rows.plan(school, naam=naam, status="vastgesteld")
    grond = rows.vaststelling(school, tekst="In 1B betalen 17 van de 41 gezinnen laat.")
    measured = rows.indicator(plan, naam=f"late rekeningen: {naam}")
    first = rows.meting(measured, is_nulmeting=True)
    rows.meting(measured, 12, 42, peildatum=date(2026, 2, 2))
    doel = rows.streefdoel(
        plan,
        grond=grond,
        indicator=measured,
        nulmeting=first,
        kenmerken=["schooltoeslag"],
        status="vastgesteld",
    )
    actie = rows.actie(plan, doel)
    rows.toewijzing(actie, "2")
    evaluatie = rows.evaluatie(plan, doel, afgerond=date(2026, 1, 21))
    besluit = Besluit.objects.create(
        plan=plan,
        evaluatie=evaluatie,
        streefdoel=doel,
        keuze="voortzetten",
        motivering="Het gaat vooruit.",
        **BY,
    )
    Borging.objects.create(
        plan=plan,
        besluit=besluit,
        vorm="teamafspraak",
        verwijzing="schoolkalender",
        herzien_op=date(2026, 9, 1),
        **BY,
    )
    kapot = rows.streefdoel(plan, formulering="Meer leerlingen lezen vlot", einddatum=None)
    kapot.vaststellingen.clear()
    return Keten(plan, grond, doel, kapot, actie, measured, evaluatie, besluit)


def wezen(chain: Keten) -> None:
    """One of each kind that hangs on nothing."""
    school = chain.plan.school
    rows.toewijzing(rows.actie(chain.plan, titel="Huiswerkklas zonder doel"), "3")
    rows.vaststelling(school, tekst="Niemand deed iets met deze vaststelling.")
    rows.meting(rows.indicator(chain.plan, naam="meting van niets"), 9, 40)
    Boeking.objects.create(
        school=school,
        schooljaar=rows.JAAR,
        soort="werkingsmiddelen",
        datum=date(2026, 1, 5),
        besteed="96.50",
        omschrijving="Boeken",
        door_naam=rows.NAAM,
    )


def opzet(chain: Keten) -> Opzet:
    """How the actie will be judged, not fixed yet."""
    toets = Toets.objects.create(
        school=chain.plan.school,
        naam=f"Leestoets {chain.plan.naam}",
        soort="leerprestaties",
        schaal="punten",
        **BY,
    )
    return Opzet.objects.create(actie=chain.actie, toets=toets, **BY)


def hidden_meting(chain: Keten) -> None:
    """Counted from exact rows: for the Werkzone."""
    rows.meting(chain.indicator, 3, 43, peildatum=date(2026, 2, 20), werkzone=True)
