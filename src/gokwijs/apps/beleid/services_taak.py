"""Steps of an actie and other tasks of a plan: one service for the plan room and the room samen.

In: what somebody typed, already checked by a form. Out: the stored Taak, with an event in the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.afdruk import must_be
from gokwijs.apps.beleid.bewaren import BeleidError, must_be_open
from gokwijs.apps.beleid.models import Actie, Plan, Taak

FIELDS = ("actie", "tekst", "wie", "wie_rol", "tegen")


def _log(taak: Taak, by: User) -> None:
    actie = taak.actie
    target = f"actie '{actie}'" if actie is not None else f"plan '{taak.plan}'"
    record(kind="beleid.taak", by=by, school=taak.plan.school.instellingsnummer, target=target)


def _locked(taak: Taak) -> Taak:
    """The row as it is now; raises BeleidError when somebody took it away."""
    found = Taak.objects.select_for_update().filter(pk=taak.pk).first()
    if found is None:
        raise BeleidError("Een collega haalde deze taak intussen weg.")
    return found


def _check(plan: Plan, actie: Actie | None, wie: User | None) -> None:
    """Raises BeleidError: a closed plan, an actie of another plan, somebody of another school."""
    must_be_open(plan)
    if actie is not None and actie.plan_id != plan.pk:
        raise BeleidError("Deze actie hoort bij een ander plan.")
    if wie is not None and not plan.school.memberships.filter(user=wie).exists():
        raise BeleidError("Kies iemand die op deze school werkt.")


@transaction.atomic
def bewaar_taak(
    *,
    plan: Plan,
    values: Mapping[str, Any],
    by: User,
    taak: Taak | None = None,
    was: str | None = None,
) -> Taak:
    """Make a task, or change one; ``values`` holds any of FIELDS.

    Raises BeleidError; Conflict when it is no longer what the form was opened on (``was``).
    """
    if taak is None:
        taak = Taak(plan=plan, door_naam=by.naam)
    else:
        taak = _locked(taak)
        must_be_open(taak.plan)
        must_be(taak, was, values)
        taak.plan = plan
    for name in FIELDS:
        if name in values:
            setattr(taak, name, values[name])
    _check(plan, taak.actie, taak.wie)
    taak.save()
    _log(taak, by)
    return taak


@transaction.atomic
def vink_taak(*, taak: Taak, klaar: date | None, by: User) -> Taak:
    """Done on a day, or open again with None. Raises BeleidError."""
    taak = _locked(taak)
    must_be_open(taak.plan)
    taak.klaar = klaar
    taak.save(update_fields=["klaar"])
    _log(taak, by)
    return taak


@transaction.atomic
def verwijder_taak(*, taak: Taak, by: User, terug: bool = False) -> Taak:
    """Take a task away, or bring it back. Raises BeleidError."""
    must_be_open(taak.plan)
    found = Taak.alle.select_for_update().get(pk=taak.pk)
    found.verwijderd = None if terug else timezone.now()
    found.save(update_fields=["verwijderd"])
    _log(found, by)
    return found
