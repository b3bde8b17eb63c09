"""The school of the room, and its figures fixed for the team."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from gokwijs.apps.analyse import poort, services_stand
from gokwijs.core.analyse.beeld import Beeld, naar_json, uit_json
from tests.apps.analyse.builders import NU, VORIG, So, secundaire_school


@pytest.fixture
def so(db: None) -> So:
    return secundaire_school()


@cache
def _proved(beeld: str, drempel: int, publiek: tuple[str, ...]) -> poort.Uitslag:
    """The gate gives the same on the same pupils, and every test has the same school."""
    return poort.door_de_poort(uit_json(json.loads(beeld)), drempel, publiek)


@pytest.fixture
def vast(so: So, monkeypatch: pytest.MonkeyPatch) -> So:
    """Both years fixed for the team; the proof is made once per process."""

    def once(beeld: Beeld, drempel: int, publiek: Any = (), report: Any = None) -> poort.Uitslag:
        return _proved(json.dumps(naar_json(beeld)), drempel, publiek)

    monkeypatch.setattr(services_stand, "door_de_poort", once)
    for jaar in (VORIG, NU):
        assert so.leg_vast(jaar).status == "klaar"
    return so
