"""Keep the readiness of a day, or take such a kept one away.

In: the results as plain values. Out: a Zelfcheck. The live page keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.dossier.models import Zelfcheck
from gokwijs.apps.scholen.models import School


@transaction.atomic
def bewaar_zelfcheck(
    *, school: School, dag: date, uitkomst: Mapping[str, Any], nota: str, by: User
) -> Zelfcheck:
    """Keep how it stands today."""
    found = Zelfcheck.objects.create(
        school=school, dag=dag, uitkomst=dict(uitkomst), nota=nota[:300], door_naam=by.naam
    )
    _log("zelfcheck", found, by)
    return found


@transaction.atomic
def verwijder_zelfcheck(*, zelfcheck: Zelfcheck, by: User, terug: bool = False) -> None:
    """Take a kept one away, or bring it back."""
    zelfcheck.verwijderd = None if terug else timezone.now()
    zelfcheck.save(update_fields=["verwijderd"])
    _log("zelfcheck_terug" if terug else "zelfcheck_weg", zelfcheck, by)


def _log(kind: str, one: Zelfcheck, by: User) -> None:
    record(
        kind=f"dossier.{kind}",
        by=by,
        school=one.school.instellingsnummer,
        target=f"van {one.dag:%d/%m/%Y}",
    )
