"""Looking at pupils with their kenmerken leaves a trace: once per hour, so that the log stays
readable."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from gokwijs.apps.audit.models import Event
from gokwijs.apps.audit.services import record
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.selectors import Access

_AGAIN = timedelta(hours=1)


def log_look(access: Access, kind: str, leerling: Leerling | None = None) -> None:
    """Record that this person looked, unless it was recorded less than an hour ago."""
    school = access.school.instellingsnummer
    target = "" if leerling is None else f"leerling {leerling.stamnummer}"
    recent = Event.objects.filter(
        school=school,
        kind=kind,
        by_id=access.user.pk,
        target=target,
        moment__gte=timezone.now() - _AGAIN,
    )
    if not recent.exists():
        record(kind=kind, by=access.user, school=school, target=target)
