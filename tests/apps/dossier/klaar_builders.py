"""A school whose plan meets every condition that a test does not break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Draagvlakmoment,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
    Toewijzing,
)
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier.klaar import Blok, Klaar, klaar_of
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.services import create_school
from gokwijs.core.beleid.zelfcheck import Tekort
from gokwijs.core.calendar import Schooljaar
from tests.apps.builders import LESTIJDEN, brief, person

NUMMER = "999803"
START, EINDE = date(2025, 9, 1), date(2026, 6, 30)
DAG = date(2026, 3, 2)
BY = {"door_naam": "Alice Adams"}
KNOOP = {**BY, "gewijzigd_door": "Alice Adams"}


@dataclass
class Huis:
    """One school, its directeur, and its adopted plan of 2025-2026."""

    school: School
    alice: User
    plan: Plan

    def klaar(self, dag: date = DAG) -> Klaar:
        return klaar_of(self.school, dag, Zicht.buiten(self.school))

    def blok(self, tekort: str, dag: date = DAG) -> Blok:
        wanted = Tekort(tekort.lower())
        return next(one for one in self.klaar(dag).blokken if one.tekort is wanted)

    def zegt(self, tekort: str, dag: date = DAG) -> tuple[str, list[str]]:
        """The verdict and the ids of the conditions that are met."""
        found = self.blok(tekort, dag)
        return found.oordeel.value, [punt.code for punt in found.punten]


def school_of(number: str = NUMMER) -> tuple[School, User]:
    alice = person(f"alice@{number}.invalid", "Alice Adams")
    return create_school(instellingsnummer=number, naam="De Kleine Zandloper", by=alice), alice


def huis(**plan: Any) -> Huis:
    """An adopted plan with a vision, and nothing in it."""
    school, alice = school_of()
    given = {
        "naam": "GOK-plan",
        "schooljaar_van": 2025,
        "schooljaar_tot": 2025,
        "visie_titel": "Visietekst",
        "kernteam": "directeur",
        "volgende_evaluatie_op": date(2026, 6, 15),
        "status": "vastgesteld",
        "vastgesteld_op": START,
        **KNOOP,
        **plan,
    }
    return Huis(school, alice, Plan.objects.create(school=school, **given))


def vaststelling(school: School, **values: Any) -> Vaststelling:
    given = {
        "schooljaar": 2025,
        "tekst": "In 1B betalen gezinnen laat.",
        "bron": "bevraging",
        "bron_soort": "bevraging",
        "dag": date(2025, 6, 2),
        "plaats": "1B",
        "populatie": "gezinnen",
        "werkzone": False,
        **BY,
        **values,
    }
    return Vaststelling.objects.create(school=school, **given)


def doel(own: Huis, *, koppelingen: tuple[Beleidskoppeling, ...] = (), **values: Any) -> Streefdoel:
    """Complete (a to h), adopted, level leerling."""
    plan = values.pop("plan", own.plan)
    indicator = Indicator.objects.create(
        plan=plan, naam="late rekeningen", teller_definitie="laat", noemer_definitie="alle", **KNOOP
    )
    nul = Meting.objects.create(
        indicator=indicator,
        peildatum=date(2025, 9, 1),
        teller=Decimal(17),
        noemer=Decimal(41),
        bron_soort="eigen_telling",
        is_nulmeting=True,
        **BY,
    )
    given = {
        "formulering": "Minder late rekeningen",
        "doelgroep": "gezinnen",
        "plaats": "1B",
        "niveau": "leerling",
        "indicator": indicator,
        "nulmeting": nul,
        "richting": "dalen",
        "streefwaarde": Decimal(20),
        "start": START,
        "einddatum": EINDE,
        "trekker_rol": "zorgcoördinator",
        "ok_codes": ["ok:R5"],
        "status": "vastgesteld",
        "vastgesteld_op": START,
        **KNOOP,
        **values,
    }
    made = Streefdoel.objects.create(plan=plan, **given)
    made.vaststellingen.add(vaststelling(own.school))
    made.koppelingen.set(koppelingen)
    return made


def koppeling(own: Huis, soort: str = "begeleidingsbeleid") -> Beleidskoppeling:
    return Beleidskoppeling.objects.create(
        school=own.school, soort=soort, titel="Zorgbeleid", datum=date(2024, 9, 1), **BY
    )


def actie(own: Huis, *doelen: Streefdoel, **values: Any) -> Actie:
    """Running, preventive, with a replacement and an agreement of the team."""
    given = {
        "titel": "Kostenplafond",
        "aangrijpingspunt": "school",
        "zorgfase": "brede_basiszorg",
        "aard": "preventief",
        "trekker_rol": "zorgcoördinator",
        "vervanger_rol": "directeur",
        "uitvoerders_bedoeld": 6,
        "teamafspraak": "verslag van 3 oktober",
        "start": START,
        "status": "lopend",
        "reden_nul": "geen middelen nodig",
        **KNOOP,
        **values,
    }
    made = Actie.objects.create(plan=own.plan, **given)
    made.streefdoelen.set(doelen)
    return made


def moment(own: Huis, dag: date, **values: Any) -> Draagvlakmoment:
    """The teaching team with the leiding, about figures and means."""
    given = {
        "datum": dag,
        "vorm": "personeelsvergadering",
        "groepen": {"personeel": 12, "leiding": 1},
        "leiding_aanwezig": True,
        "onderwerpen": ["cijfers_lezen", "middelen"],
        **BY,
        **values,
    }
    return Draagvlakmoment.objects.create(school=own.school, plan=own.plan, **given)


def evaluatie(own: Huis, *doelen: Streefdoel, besluit: bool = True, **values: Any) -> Evaluatie:
    given = {
        "datum": date(2026, 2, 2),
        "bron_soorten": ["eigen_telling", "gesprek"],
        "groepen": {"personeel": 5, "ouders": 2},
        "conclusie": "Het daalt.",
        "volgende_op": date(2026, 6, 15),
        "afgerond": date(2026, 2, 2),
        **KNOOP,
        **values,
    }
    made = Evaluatie.objects.create(plan=own.plan, **given)
    made.streefdoelen.set(doelen)
    for one in doelen:
        again = Meting.objects.create(
            indicator=one.indicator,
            peildatum=date(2026, 1, 30),
            teller=Decimal(12),
            noemer=Decimal(41),
            bron_soort="eigen_telling",
            **BY,
        )
        made.metingen.add(again)
        if besluit:
            Besluit.objects.create(
                plan=own.plan,
                evaluatie=made,
                streefdoel=one,
                keuze="voortzetten",
                motivering="Het werkt.",
                **KNOOP,
            )
    return made


def letter(own: Huis, lestijden: str) -> None:
    """The official letter of 2025-2026."""
    brief(
        own.school,
        own.alice,
        {LESTIJDEN: lestijden},
        jaar=Schooljaar(2025),
        document="Omkadering 2025-2026",
        datum=date(2025, 6, 20),
    )


def toewijzing(own: Huis, actie: Actie, voorzien: str, **values: Any) -> Toewijzing:
    given = {"schooljaar": 2025, "soort": "ses_lestijden", "voorzien": voorzien, **BY, **values}
    return Toewijzing.objects.create(school=own.school, actie=actie, **given)


def goed() -> Huis:
    """Nothing to say about it on DAG."""
    own = huis()
    first = doel(own, koppelingen=(koppeling(own),))
    done = actie(own, first)
    letter(own, "20")
    toewijzing(own, done, "20", toelichting="Voor het overleg.")
    moment(own, date(2026, 2, 10))
    evaluatie(own, first)
    return own
