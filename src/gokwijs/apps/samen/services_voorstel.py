"""Proposals of colleagues: made, answered, taken back. Keyword-only, atomic, with an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import BeleidError, bewaar
from gokwijs.apps.beleid.models import Actie, Plan, Streefdoel
from gokwijs.apps.samen.models import Voorstel
from gokwijs.apps.scholen.models import School

_ANSWERED = "Op dit voorstel kwam al een antwoord."


def _log(kind: str, voorstel: Voorstel, by: User) -> None:
    number = voorstel.school.instellingsnummer
    record(kind=f"samen.{kind}", by=by, school=number, target=f"'{voorstel.tekst[:150]}'")


@transaction.atomic
def doe_voorstel(*, school: School, values: Mapping[str, Any], by: User) -> Voorstel:
    """Anybody of the school proposes something for the plan."""
    found = Voorstel.objects.create(school=school, door=by, door_naam=by.naam, **values)
    _log("voorstel", found, by)
    return found


@transaction.atomic
def neem_over(
    *, voorstel: Voorstel, plan: Plan | None, antwoord: str, today: date, by: User
) -> Voorstel:
    """It becomes an actie or a streefdoel in ``plan``, as a draft; a remark is only answered.

    Raises BeleidError: answered before, no plan, a closed plan.
    """
    voorstel = _open(voorstel)
    if voorstel.soort != Voorstel.Soort.OPMERKING and plan is None:
        raise BeleidError("Er is nog geen plan om dit in op te nemen. Maak eerst een plan.")
    if plan is not None and voorstel.soort == Voorstel.Soort.ACTIE:
        values: dict[str, Any] = {"titel": voorstel.tekst, "omschrijving": voorstel.waarom}
        if voorstel.bij is not None and voorstel.bij.plan_id == plan.pk:
            values["streefdoelen"] = [voorstel.bij]
        voorstel.actie = bewaar(link=Actie(plan=plan), values=values, by=by)  # type: ignore[assignment]
    elif plan is not None and voorstel.soort == Voorstel.Soort.STREEFDOEL:
        values = {"formulering": voorstel.tekst, "toelichting": voorstel.waarom}
        voorstel.streefdoel = bewaar(link=Streefdoel(plan=plan), values=values, by=by)  # type: ignore[assignment]
    return _answered(voorstel, Voorstel.Status.OVERGENOMEN, antwoord, today, by)


@transaction.atomic
def wijs_af(*, voorstel: Voorstel, antwoord: str, today: date, by: User) -> Voorstel:
    """Not now, with the reason; raises BeleidError."""
    voorstel = _open(voorstel)
    if not antwoord.strip():
        raise BeleidError("Schrijf waarom niet nu: je collega leest je antwoord.")
    return _answered(voorstel, Voorstel.Status.NIET_NU, antwoord, today, by)


@transaction.atomic
def heropen(*, voorstel: Voorstel, by: User) -> Voorstel:
    """Take a 'not now' back; raises BeleidError."""
    voorstel = Voorstel.objects.select_for_update().get(pk=voorstel.pk)
    if voorstel.status != Voorstel.Status.NIET_NU:
        raise BeleidError("Enkel een voorstel met het antwoord 'niet nu' kan weer open.")
    voorstel.status = Voorstel.Status.OPEN
    voorstel.antwoord, voorstel.beantwoord, voorstel.beantwoord_door = "", None, ""
    voorstel.save()
    _log("voorstel_heropend", voorstel, by)
    return voorstel


@transaction.atomic
def trek_in(*, voorstel: Voorstel, by: User, terug: bool = False) -> None:
    """The proposer takes it back while it is open, or brings it again; raises BeleidError."""
    voorstel = _open(voorstel)
    voorstel.ingetrokken = None if terug else timezone.now()
    voorstel.save(update_fields=["ingetrokken"])
    _log("voorstel_terug" if terug else "voorstel_weg", voorstel, by)


def _open(voorstel: Voorstel) -> Voorstel:
    """The row as it is now, still without an answer."""
    found = Voorstel.objects.select_for_update().get(pk=voorstel.pk)
    if found.status != Voorstel.Status.OPEN:
        raise BeleidError(_ANSWERED)
    return found


def _answered(
    voorstel: Voorstel, status: Voorstel.Status, antwoord: str, today: date, by: User
) -> Voorstel:
    voorstel.status = status
    voorstel.antwoord = antwoord.strip()
    voorstel.beantwoord, voorstel.beantwoord_door = today, by.naam
    voorstel.save()
    _log("voorstel_beantwoord", voorstel, by)
    return voorstel
