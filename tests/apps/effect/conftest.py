"""One actie with its toets, without pupils yet."""

from __future__ import annotations

import pytest

from tests.apps.effect.builders import Proef, proef


@pytest.fixture
def one(db: None) -> Proef:
    return proef()
