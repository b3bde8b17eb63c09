"""The school of the room."""

from __future__ import annotations

import pytest

from tests.apps.analyse.builders import So, secundaire_school


@pytest.fixture
def so(db: None) -> So:
    return secundaire_school()
