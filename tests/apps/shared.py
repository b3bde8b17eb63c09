"""A large fixture is made once per process, and its rows stay as long as tests on it follow.

In: the name of a fixture and what builds it. Out: the same rows for every test that asks for it, in
a transaction that stays open below that of the test; whatever a test does is rolled back to there.
A room with a large fixture of its own adds it to ``BUILDERS`` in its ``conftest.py`` and takes it
with ``shared_rows.take``, in a fixture of the same name (see ``shared_world``).
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

BUILDERS: dict[str, Callable[[], Any]] = {}


def uses_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", [])
    asked = "db" in names or "transactional_db" in names
    return asked or bool(item.get_closest_marker("django_db"))


def wanted(item: pytest.Item) -> str:
    """The fixture that may lie below this test; '' for none."""
    names = getattr(item, "fixturenames", [])
    marker = item.get_closest_marker("django_db")
    if "transactional_db" in names or (marker and marker.kwargs):
        return ""  # such a test commits, and empties every table
    return next((name for name in BUILDERS if name in names), "")


def arrange(items: list[pytest.Item]) -> None:
    """Tests on the same fixture follow each other; what lies below comes before their own."""
    for item in items:
        names = getattr(item, "fixturenames", [])
        if uses_database(item) and "_below" not in names:
            names.insert(0, "_below")
    order = [*BUILDERS, ""]
    items.sort(key=lambda item: order.index(wanted(item)))


@dataclass(frozen=True)
class _Layer:
    name: str
    found: Any
    atomic: transaction.Atomic


class Shared:
    """Keeps one fixture at a time: two may contradict each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._layer: _Layer | None = None

    def lay(self, name: str) -> None:
        """Make these rows the ones below the next test; '' for an empty database."""
        if self._layer and self._layer.name == name and not connection.closed_in_transaction:
            return
        self.lift()
        if name:
            self._layer = self._build(name)

    def lift(self) -> None:
        if self._layer:
            _leave(self._layer.atomic)
            self._layer = None

    def take(self, name: str) -> Any:
        """The fixture for one test with its documents; made for this test alone if it must be."""
        if not self._layer or self._layer.name != name:
            return BUILDERS[name]()
        if (self.folder / name).is_dir():
            shutil.copytree(self.folder / name, settings.DOCUMENT_DIR)
        return copy.deepcopy(self._layer.found)

    def _build(self, name: str) -> _Layer:
        shutil.rmtree(self.folder / name, ignore_errors=True)
        atomic = transaction.atomic()
        atomic.__enter__()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "DOCUMENT_DIR", self.folder / name)
            try:
                return _Layer(name, BUILDERS[name](), atomic)
            except BaseException:
                _leave(atomic)
                raise


def _leave(atomic: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    atomic.__exit__(None, None, None)
