"""The world with the rows of this room only: one plan, and what hangs on it."""

from __future__ import annotations

import pytest

from tests.apps.builders import World, build_world
from tests.apps.samen import tables


@pytest.fixture
def world(db: None) -> World:
    found = build_world()
    tables.prepare(found)
    return found
