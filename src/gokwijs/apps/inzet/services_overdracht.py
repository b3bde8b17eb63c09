"""Writes on unspent euros that go along to the next schooljaar. Atomic, with audit.

Hours never go along. Euros only when the school records that they do, with the reason (besluit 13).
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Overdracht
from gokwijs.apps.inzet.selectors import onbesteed
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.bedragen import toon_bedrag
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import exact_string

SOORT = Middelsoort.WERKINGSMIDDELEN


@transaction.atomic
def draag_over(*, school: School, schooljaar: Schooljaar, reden: str, by: User) -> Overdracht:
    """Record that what is unspent now goes along; raises BeleidError."""
    School.objects.select_for_update().get(pk=school.pk)
    if school.overdrachten.filter(
        schooljaar=schooljaar.start, soort=SOORT.value, ingetrokken__isnull=True
    ).exists():
        raise BeleidError("Er gaat al een bedrag mee. Trek dat eerst in.")
    amount = onbesteed(school, schooljaar, reden)
    if not amount:
        raise BeleidError(f"Van {schooljaar} is er niets onbesteed, of het is niet gekend.")
    made = Overdracht.objects.create(
        school=school,
        schooljaar=schooljaar.start,
        soort=SOORT.value,
        bedrag=exact_string(amount),
        reden=reden,
        door_naam=by.naam,
    )
    _log("inzet.overgedragen", made, by)
    return made


@transaction.atomic
def draag_niet_over(*, overdracht: Overdracht, by: User) -> Overdracht:
    """Take it back: the next schooljaar has it no longer."""
    row = Overdracht.objects.select_for_update().get(pk=overdracht.pk)
    if row.ingetrokken is not None:
        raise BeleidError("Dit was al ingetrokken.")
    row.ingetrokken = timezone.now()
    row.save(update_fields=["ingetrokken"])
    _log("inzet.overdracht_weg", row, by)
    return row


def _log(kind: str, row: Overdracht, by: User) -> None:
    van = Schooljaar(row.schooljaar)
    record(
        kind=kind,
        by=by,
        school=row.school.instellingsnummer,
        target=f"{toon_bedrag(Middelsoort(row.soort), row.aantal)} van {van} naar {van.next}",
        data={"reden": row.reden},
    )
