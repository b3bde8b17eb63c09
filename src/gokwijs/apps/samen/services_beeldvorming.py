"""Joint analysis with partners: written together, closed with an actie or a reasoned 'geen actie'.

Keyword-only, atomic, with an event in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.afdruk import botsingen
from gokwijs.apps.beleid.bewaren import BeleidError, Conflict, bewaar
from gokwijs.apps.beleid.models import Actie, Plan
from gokwijs.apps.samen.models import Beeldvorming
from gokwijs.apps.scholen.models import School


def _log(kind: str, row: Beeldvorming, by: User) -> None:
    number = row.school.instellingsnummer
    record(kind=f"samen.{kind}", by=by, school=number, target=f"'{row.vraag[:150]}'")


@transaction.atomic
def begin_beeldvorming(
    *, school: School, plan: Plan | None, values: Mapping[str, Any], by: User
) -> Beeldvorming:
    """A new one, with a question and a day."""
    row = Beeldvorming(school=school, plan=plan, door_naam=by.naam, gewijzigd_door=by.naam)
    return _written(row, values, by)


@transaction.atomic
def bewaar_beeldvorming(
    *, row: Beeldvorming, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Beeldvorming:
    """Save what was typed on version ``versie``.

    Raises Conflict when a colleague saved in between, BeleidError when it is closed.
    """
    row = _locked(row)
    if versie is not None and versie != row.versie:
        seen = botsingen(row, values, behalve=("signalen",))
        raise Conflict(row.gewijzigd_door, row.gewijzigd, seen)
    row.versie += 1
    row.gewijzigd_door = by.naam
    return _written(row, values, by)


@transaction.atomic
def rond_af(*, row: Beeldvorming, today: date, by: User) -> Beeldvorming:
    """Close it; raises BeleidError with what is missing."""
    row = _locked(row)
    with_action = row.acties.filter(verwijderd=None).exists()
    analysis = row.helpt or row.hindert or row.eigen_effect
    needed = (
        (row.partners, "wie er aan tafel zat"),
        (analysis, "de analyse: wat helpt of hindert"),
        (with_action or row.geen_actie, "een actie, of waarom er geen komt"),
        (row.aanpak or row.geen_actie, "wat jullie afspreken"),
    )
    missing = [text for is_there, text in needed if not is_there]
    if missing:
        raise BeleidError(f"Je kunt nog niet afronden. Dit ontbreekt: {'; '.join(missing)}.")
    if row.geen_actie and with_action:
        raise BeleidError(
            "Er staat een actie én een reden om er geen te doen. Laat een van beide weg."
        )
    row.afgerond = today
    row.versie += 1
    row.save()
    _log("beeldvorming_afgerond", row, by)
    return row


@transaction.atomic
def heropen_beeldvorming(*, row: Beeldvorming, by: User) -> Beeldvorming:
    """Open it again."""
    row = Beeldvorming.objects.select_for_update().get(pk=row.pk)
    row.afgerond = None
    row.versie += 1
    row.save()
    _log("beeldvorming_heropend", row, by)
    return row


@transaction.atomic
def maak_actie(*, row: Beeldvorming, plan: Plan, titel: str, by: User) -> Actie:
    """A new actie in a plan, planned, that follows from this analysis; raises BeleidError."""
    row = _locked(row)
    titel = titel.strip()
    if not titel:
        raise BeleidError("Geef de actie een naam.")
    actie = bewaar(
        link=Actie(plan=plan), values={"titel": titel[:200], "partners": list(row.partners)}, by=by
    )
    assert isinstance(actie, Actie)
    row.acties.add(actie)
    _log("beeldvorming", row, by)
    return actie


def _locked(row: Beeldvorming) -> Beeldvorming:
    found = Beeldvorming.objects.select_for_update().get(pk=row.pk)
    if found.afgerond is not None:
        raise BeleidError("Dit is al afgerond. Open het eerst opnieuw.")
    return found


def _written(row: Beeldvorming, values: Mapping[str, Any], by: User) -> Beeldvorming:
    for name, value in values.items():
        if name != "acties":
            setattr(row, name, value)
    row.save()
    if "acties" in values:
        row.acties.set(values["acties"])
    _log("beeldvorming", row, by)
    return row
