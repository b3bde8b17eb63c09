"""A plan with goals, acties, means and bookings, in few lines."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from typing import Any

from pypdf import PdfWriter

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.models import Actie, Boeking, Plan, Streefdoel, Toewijzing
from gokwijs.apps.inzet import services, services_boeking
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from tests.apps.builders import JAAR, World
from tests.apps.page import S

B = f"{S}/beleid/middelen"
ASSIGNERS = {"directeur", "gok_coordinator", "financien"}
SES, GELD = Middelsoort.SES_LESTIJDEN, Middelsoort.WERKINGSMIDDELEN
ANDERE = Middelsoort.ANDERE


def _pdf() -> bytes:
    """A real document of one empty page."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(buffer)
    return buffer.getvalue()


PDF = _pdf()
KOP = "Datum;Bedrag;Omschrijving;Boekstuk;Code"


def plan(school: School, **values: Any) -> Plan:
    given = {
        "naam": "GOK-plan",
        "schooljaar_van": JAAR.start - 1,
        "schooljaar_tot": JAAR.start,
        "door_naam": "Alice Adams",
        **values,
    }
    return Plan.objects.create(school=school, **given)


def streefdoel(plan: Plan, formulering: str = "Meer taal", **values: Any) -> Streefdoel:
    return Streefdoel.objects.create(
        plan=plan, formulering=formulering, door_naam="Alice Adams", **values
    )


def actie(plan: Plan, titel: str = "Taalklas", *doelen: Streefdoel, **values: Any) -> Actie:
    made = Actie.objects.create(plan=plan, titel=titel, door_naam="Alice Adams", **values)
    made.streefdoelen.set(doelen)
    return made


def toewijzing(
    actie: Actie,
    by: User,
    aantal: str = "2",
    soort: Middelsoort = SES,
    jaar: Schooljaar = JAAR,
    **values: Any,
) -> Toewijzing:
    return services.wijs_toe(
        actie=actie, schooljaar=jaar, soort=soort, voorzien=Fraction(aantal), by=by, **values
    )


def boeking(
    school: School,
    by: User,
    besteed: str = "12.50",
    *,
    soort: Middelsoort = GELD,
    actie: Actie | None = None,
    streefdoel: Streefdoel | None = None,
    omschrijving: str = "Prentenboeken",
    referentie: str = "F-1",
    datum: date = date(2026, 9, 14),
) -> Boeking:
    values = services_boeking.Geboekt(
        soort, Fraction(besteed), datum, omschrijving, referentie, actie, streefdoel
    )
    return services_boeking.boek(school=school, schooljaar=JAAR, values=values, by=by)


def eerste_actie(world: World) -> Actie:
    """The actie that the tables of the room make."""
    return Actie.objects.filter(plan__school=world.school).order_by("pk")[0]


def boekhouding(*rows: tuple[str, ...], kop: str = KOP) -> bytes:
    """A file of the accounts."""
    return "\n".join((kop, *(";".join(row) for row in rows))).encode()
