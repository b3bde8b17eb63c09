"""The secondary school of the room of analysis, with a chain of one goal."""

from __future__ import annotations

import pytest

from tests.apps.analyse.builders import So, secundaire_school
from tests.apps.opvolging.builders import Keten, keten


@pytest.fixture
def so(db: None) -> So:
    return secundaire_school()


@pytest.fixture
def one(so: So) -> Keten:
    return keten(so.school, so.alice)
