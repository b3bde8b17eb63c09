"""What has an end: each room says what is over on a day, and purges it when told.

A room registers itself in ``AppConfig.ready``:

    register(Purgeable(sleutel="documenten", name="Gescande formulieren", due=…, purge=…))

Announcing 14 days ahead, holding back what is contested, counting and logging happen in the room
of privacy; a ``purge`` only removes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from gokwijs.apps.scholen.models import School


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose term ends: ``key`` finds it again, ``weg_op`` is the first day without it.

    ``aantal`` for what goes per batch (a month of the log). ``leerling``: the key of the pupil it
    belongs to, so that a contested decision holds it back.
    """

    key: str
    weg_op: date
    aantal: int = 1
    leerling: int | None = None


@dataclass(frozen=True, slots=True)
class Purgeable:
    """One kind of data with an end. ``school`` None: what belongs to no school.

    ``termijn`` is a key of ``bewaartermijnen.toml``. ``due(school, day)`` gives everything whose
    term is over on that day; ``purge(school, keys, today)`` removes these in the transaction of
    the caller and gives how many went. Both are safe to call twice.
    """

    sleutel: str
    termijn: str
    name: str
    due: Callable[[School | None, date], list[Due]]
    purge: Callable[[School | None, Collection[str], date], int]


_KINDS: dict[str, Purgeable] = {}


def register(kind: Purgeable) -> None:
    """Add a kind; once more with the same key replaces it."""
    _KINDS[kind.sleutel] = kind


def unregister(sleutel: str) -> None:
    """Take a kind away again, for a test."""
    _KINDS.pop(sleutel, None)


def kinds() -> list[Purgeable]:
    """Every kind, in the order of registration."""
    return list(_KINDS.values())
