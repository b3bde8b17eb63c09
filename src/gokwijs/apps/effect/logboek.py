"""What the log keeps of a write in this room."""

from __future__ import annotations

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.effect.models import Opzet


def log(kind: str, opzet: Opzet, by: User, more: str = "") -> None:
    """The name of the actie, and no pupil."""
    record(
        kind=f"effect.{kind}",
        by=by,
        school=opzet.actie.plan.school.instellingsnummer,
        target=f"'{opzet.actie.titel[:120]}'" + (f", {more}" if more else ""),
    )
