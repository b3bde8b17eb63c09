"""What the rooms hold of one pupil, so that nothing is forgotten when a pupil is erased.

A room with rows or files that a cascade does not reach (a file on disk, a list of pupils inside
JSON) registers itself in ``AppConfig.ready``:

    register(erase=forget, hold=what_is_held)

``erase`` removes everything of this pupil in the transaction of the caller and says in Dutch what
it did; ``hold`` says beforehand what would go, and writes nothing. Both return sentences. A file
may only go once the transaction is sure: ``transaction.on_commit``.

``kept``: models whose rows belong to the verklaring (the scan of a signed form). They stay sealed
with it, and this room is asked to erase only when the verklaring goes too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from gokwijs.apps.leerlingen.models import Leerling

Say = Callable[[Leerling], list[str]]

# The name of a pupil of whom only the verklaring is still kept: no real name looks like this.
GEWIST = "(gewist)"


def _nothing(leerling: Leerling) -> list[str]:
    return []


@dataclass(frozen=True)
class _Room:
    erase: Say
    hold: Say
    kept: tuple[type[Model], ...]


_ROOMS: dict[str, _Room] = {}


def register(erase: Say, hold: Say = _nothing, kept: tuple[type[Model], ...] = ()) -> None:
    """Add a room; once more by the same function changes nothing."""
    _ROOMS[f"{erase.__module__}.{erase.__qualname__}"] = _Room(erase, hold, kept)


def unregister(erase: Say) -> None:
    """Take a room away again, for a test."""
    _ROOMS.pop(f"{erase.__module__}.{erase.__qualname__}", None)


def erase_in_rooms(leerling: Leerling, *, with_verklaring: bool) -> list[str]:
    """Let every room erase its part; what they did."""
    return [
        said
        for room in _ROOMS.values()
        if with_verklaring or not room.kept
        for said in room.erase(leerling)
    ]


def held_by_rooms(leerling: Leerling, *, with_verklaring: bool) -> list[str]:
    """What the rooms would erase; nothing is written."""
    return [
        said
        for room in _ROOMS.values()
        if with_verklaring or not room.kept
        for said in room.hold(leerling)
    ]


def relations_of(model: type[Model]) -> list[Any]:
    """Every foreign key that points at this model, also one without a name to go back by."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created
        and not field.concrete
        and (field.one_to_many or field.one_to_one)
        and field.related_model is not None
        and not field.related_model._meta.auto_created
    ]


def kept_models() -> tuple[type[Model], ...]:
    """Models whose rows stay as long as the verklaring stays."""
    return tuple(model for room in _ROOMS.values() for model in room.kept)
