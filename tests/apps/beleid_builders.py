"""Rows of a plan for tests, each complete unless a test leaves something out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import (
    Actie,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
    Toewijzing,
)
from gokwijs.apps.scholen.models import School

JAAR = 2025  # the school year in which the tests live
NAAM = "Alice Adams"


def plan(school: School, **values: Any) -> Plan:
    """A draft with everything it needs to be adopted."""
    given = {
        "naam": "GOK-plan",
        "schooljaar_van": JAAR,
        "schooljaar_tot": JAAR,
        "visie": "Iedereen hoort erbij.",
        "visie_titel": "Schoolplan",
        "kernteam": "directeur, GOK-coördinator",
        "volgende_evaluatie_op": date(2026, 6, 1),
        "door_naam": NAAM,
        "gewijzigd_door": NAAM,
        **values,
    }
    if given.get("status") in ("vastgesteld", "afgesloten"):
        given.setdefault("vastgesteld_op", date(2025, 10, 1))
    return Plan.objects.create(school=school, **given)


def vaststelling(school: School, **values: Any) -> Vaststelling:
    given = {
        "schooljaar": JAAR,
        "tekst": "In 1B betaalden 17 van de 41 gezinnen te laat.",
        "bron_soort": "eigen_telling",
        "bron": "boekhouding",
        "dag": date(2025, 9, 15),
        "plaats": "eerste graad, 1B",
        "populatie": "gezinnen van 1B",
        "teller": Decimal(17),
        "noemer": Decimal(41),
        "werkzone": False,
        "door_naam": NAAM,
        **values,
    }
    return Vaststelling.objects.create(school=school, **given)


def indicator(of: Plan, **values: Any) -> Indicator:
    given = {
        "naam": "late rekeningen",
        "teller_definitie": "gezinnen met een late rekening",
        "noemer_definitie": "alle gezinnen van 1B",
        "bron_soort": "eigen_telling",
        "door_naam": NAAM,
        "gewijzigd_door": NAAM,
        **values,
    }
    return Indicator.objects.create(plan=of, **given)


def meting(of: Indicator, teller: int = 17, noemer: int = 41, **values: Any) -> Meting:
    given = {
        "peildatum": date(2025, 9, 15),
        "teller": Decimal(teller),
        "noemer": Decimal(noemer),
        "bron_soort": "eigen_telling",
        "door_naam": NAAM,
        **values,
    }
    return Meting.objects.create(indicator=of, **given)


def streefdoel(of: Plan, *, grond: Vaststelling | None = None, **values: Any) -> Streefdoel:
    """Complete: with a vaststelling, an indicator and a baseline."""
    measure = values.pop("indicator", None) or indicator(of)
    first = values.pop("nulmeting", None) or meting(measure, is_nulmeting=True)
    given = {
        "formulering": "Minder late rekeningen in 1B",
        "doelgroep": "gezinnen van 1B",
        "plaats": "eerste graad, 1B",
        "niveau": "leerling",
        "richting": "dalen",
        "streefwaarde": Decimal(20),
        "start": date(2025, 9, 1),
        "einddatum": date(2026, 6, 30),
        "trekker_rol": "directeur",
        "ok_codes": ["ok:R5"],
        "door_naam": NAAM,
        "gewijzigd_door": NAAM,
        **values,
    }
    found = Streefdoel.objects.create(plan=of, indicator=measure, nulmeting=first, **given)
    found.vaststellingen.set([grond or vaststelling(of.school)])
    return found


def actie(of: Plan, *doelen: Streefdoel, **values: Any) -> Actie:
    given = {
        "titel": "Kostenplafond per project",
        "aangrijpingspunt": "school",
        "zorgfase": "brede_basiszorg",
        "aard": "preventief",
        "trekker_rol": "directeur",
        "vervanger_rol": "secretariaat",
        "uitvoerders_bedoeld": 4,
        "teamafspraak": "schoolkalender",
        "start": date(2025, 9, 1),
        "einde": date(2026, 6, 30),
        "door_naam": NAAM,
        "gewijzigd_door": NAAM,
        **values,
    }
    found = Actie.objects.create(plan=of, **given)
    found.streefdoelen.set(doelen)
    return found


def toewijzing(on: Actie, voorzien: str = "2", **values: Any) -> Toewijzing:
    given = {
        "schooljaar": JAAR,
        "soort": "ses_lestijden",
        "door_naam": NAAM,
        **values,
    }
    return Toewijzing.objects.create(school=on.plan.school, actie=on, voorzien=voorzien, **given)


def evaluatie(of: Plan, *doelen: Streefdoel, **values: Any) -> Evaluatie:
    given = {
        "datum": date(2026, 1, 20),
        "bron_soorten": ["eigen_telling", "gesprek"],
        "groepen": {"personeel": 6, "ouders": 2},
        "conclusie": "Minder rekeningen bleven open.",
        "volgende_op": date(2026, 6, 20),
        "door_naam": NAAM,
        "gewijzigd_door": NAAM,
        **values,
    }
    found = Evaluatie.objects.create(plan=of, **given)
    found.streefdoelen.set(doelen)
    return found


def whole(school: School, by: User | None = None) -> Plan:
    """A plan with one complete goal, one action and hours on it."""
    found = plan(school)
    goal = streefdoel(found)
    toewijzing(actie(found, goal))
    return found
