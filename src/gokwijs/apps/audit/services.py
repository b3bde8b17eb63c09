"""Write an event; called by other services inside their transaction."""

from __future__ import annotations

from typing import Any, Protocol

from gokwijs.apps.audit.models import Event


class Actor(Protocol):
    """Whoever acts: a user."""

    pk: Any
    naam: str


def record(
    *,
    kind: str,
    by: Actor | None,
    school: str = "",
    target: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Append one event."""
    return Event.objects.create(
        kind=kind,
        by_id=by.pk if by is not None else None,
        by_name=by.naam if by is not None else "systeem",
        school=school,
        target=target[:200],
        data=data or {},
    )
