"""A plan with goals, indicators and metingen at the secondary school of the room of analysis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.bewaren import bewaar
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
)
from gokwijs.apps.opvolging import services, services_evaluatie
from gokwijs.apps.opvolging.services import Waarden
from gokwijs.apps.scholen.models import School
from tests.apps.builders import TODAY

NULDAG, LATER = date(2025, 2, 3), date(2026, 2, 2)


def plan(school: School, by: User, **values: Any) -> Plan:
    given = {"naam": "GOK-plan", "schooljaar_van": 2025, "schooljaar_tot": 2026, "school": school}
    found = bewaar(link=Plan(school=school), values={**given, **values}, by=by)
    assert isinstance(found, Plan)
    return found


def indicator(plan: Plan, by: User, **values: Any) -> Indicator:
    """Families with an unpaid bill among those of 1B."""
    given = {
        "naam": "Onbetaalde schoolrekeningen in 1B",
        "teller_definitie": "gezinnen met een laattijdige of onbetaalde rekening",
        "noemer_definitie": "alle gezinnen van 1B",
        "bron_soort": "eigen_telling",
        "richting": "dalen",
    }
    found = bewaar(link=Indicator(plan=plan), values={**given, **values}, by=by)
    assert isinstance(found, Indicator)
    return found


def score(plan: Plan, by: User, **values: Any) -> Indicator:
    """A scale instead of a share."""
    given = {
        "naam": "Welbevinden",
        "teller_definitie": "",
        "noemer_definitie": "",
        "schaal": "welbevinden, 1 tot 5",
        "richting": "stijgen",
    }
    return indicator(plan, by, **{**given, **values})


def streefdoel(plan: Plan, by: User, indicator: Indicator | None, **values: Any) -> Streefdoel:
    """From the nulmeting to at most 20 % by the end of the school year."""
    given = {
        "formulering": "Minder onbetaalde rekeningen in 1B",
        "doelgroep": "gezinnen van 1B",
        "plaats": "eerste graad, 1B",
        "niveau": "school",
        "indicator": indicator,
        "richting": "dalen",
        "streefwaarde": Decimal(20),
        "start": date(2025, 2, 1),
        "einddatum": date(2026, 6, 30),
        "trekker_rol": "zorgcoördinator",
        "ok_codes": ["ok:R5"],
    }
    found = bewaar(link=Streefdoel(plan=plan), values={**given, **values}, by=by)
    assert isinstance(found, Streefdoel)
    return found


def actie(doel: Streefdoel, by: User, **values: Any) -> Actie:
    given = {"titel": "Spreiden van betaling in 1B", "streefdoelen": [doel], "status": "lopend"}
    found = bewaar(link=Actie(plan=doel.plan), values={**given, **values}, by=by)
    assert isinstance(found, Actie)
    return found


def aandeel(dag: date, teller: Any, noemer: Any) -> Waarden:
    return Waarden(dag, Decimal(teller), Decimal(noemer), bron_soort="eigen_telling")


def meting(
    indicator: Indicator,
    by: User,
    dag: date = NULDAG,
    teller: Any = 17,
    noemer: Any = 41,
    *,
    nulmeting: bool = False,
) -> Meting:
    return services.voeg_meting_toe(
        indicator=indicator, waarden=aandeel(dag, teller, noemer), nulmeting=nulmeting, by=by
    )


@dataclass
class Keten:
    """One goal with its indicator, a nulmeting of 17 in 41 and a meting of 8 in 42."""

    plan: Plan
    indicator: Indicator
    doel: Streefdoel
    nul: Meting
    later: Meting


def keten(school: School, by: User) -> Keten:
    own = plan(school, by)
    measured = indicator(own, by)
    doel = streefdoel(own, by, measured)
    nul = meting(measured, by, nulmeting=True)
    later = meting(measured, by, LATER, 8, 42)
    doel.refresh_from_db()
    return Keten(own, measured, doel, nul, later)


def evaluatie(keten: Keten, by: User, **values: Any) -> Evaluatie:
    """Everything filled in except the decision."""
    given = {
        "datum": date(2026, 2, 20),
        "streefdoelen": [keten.doel],
        "metingen": [keten.nul, keten.later],
        "bron_soorten": ["eigen_telling", "gesprek"],
        "groepen": {"personeel": 8, "ouders": 3},
        "conclusie": "Het aantal daalt; de gezinnen vragen eerder spreiding.",
        "volgende_op": date(2027, 2, 15),
    }
    return services_evaluatie.bewaar_evaluatie(
        evaluatie=Evaluatie(plan=keten.plan), values={**given, **values}, by=by
    )


def besluit(evaluatie: Evaluatie, doel: Streefdoel, by: User, **values: Any) -> Besluit:
    given = {"keuze": "voortzetten", "motivering": "De metingen en de ouders wijzen dezelfde kant."}
    return services_evaluatie.bewaar_besluit(
        besluit=Besluit(plan=evaluatie.plan, evaluatie=evaluatie, streefdoel=doel),
        values={**given, **values},
        by=by,
    )


def afgerond(evaluatie: Evaluatie, by: User, today: date = TODAY) -> Evaluatie:
    return services_evaluatie.rond_evaluatie_af(evaluatie=evaluatie, today=today, by=by)
