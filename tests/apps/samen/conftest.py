"""The world with the rows of this room only: one plan, and what hangs on it."""

from __future__ import annotations

import pytest

from tests.apps import shared as sharing
from tests.apps.builders import World, build_world
from tests.apps.samen import tables
from tests.apps.shared import Shared


def _samen_world() -> World:
    found = build_world()
    tables.prepare(found)
    return found


sharing.BUILDERS["samen_world"] = _samen_world


@pytest.fixture
def samen_world(db: None, shared_rows: Shared) -> World:
    found: World = shared_rows.take("samen_world")
    return found


@pytest.fixture
def world(samen_world: World) -> World:
    return samen_world
