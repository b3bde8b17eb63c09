"""People and rows for the tests of working together."""

from __future__ import annotations

from datetime import date
from typing import Any

from gokwijs.apps.beleid.models import Actie, Draagvlakmoment, Plan, Streefdoel, Taak
from gokwijs.apps.samen.models import Beeldvorming
from gokwijs.apps.scholen.models import School
from tests.apps.builders import World
from tests.apps.samen import tables

BY = {"door_naam": "Alice Adams", "gewijzigd_door": "Alice Adams"}
B = tables.B


def taak(world: World, tekst: str, **values: Any) -> Taak:
    plan = values.pop("plan", None) or tables.plan(world.school)
    return Taak.objects.create(plan=plan, tekst=tekst, door_naam="Alice Adams", **values)


def actie(plan: Plan, titel: str, *doelen: Streefdoel, **values: Any) -> Actie:
    found = Actie.objects.create(plan=plan, titel=titel, **{**BY, **values})
    found.streefdoelen.set(doelen)
    return found


def doel(plan: Plan, formulering: str, **values: Any) -> Streefdoel:
    return Streefdoel.objects.create(plan=plan, formulering=formulering, **{**BY, **values})


def moment(school: School, dag: date, **values: Any) -> Draagvlakmoment:
    given = {"vorm": "personeelsvergadering", "groepen": {"personeel": 30}, "onderwerpen": []}
    return Draagvlakmoment.objects.create(
        school=school, datum=dag, door_naam="Alice Adams", **{**given, **values}
    )


def beeldvorming(world: World, **values: Any) -> Beeldvorming:
    given = {"vraag": "Waarom komen ouders niet?", "datum": date(2026, 2, 20), **BY}
    return Beeldvorming.objects.create(school=world.school, **{**given, **values})
