"""The school of the room, and its figures fixed for the team."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from gokwijs.apps.analyse import poort, services_stand
from gokwijs.apps.analyse.beelden import forget
from gokwijs.core.analyse.beeld import Beeld, naar_json, uit_json
from tests.apps.analyse.builders import NU, VORIG, So, secundaire_school
from tests.apps.shared import BUILDERS, Shared


@cache
def _proved(beeld: str, drempel: int, publiek: tuple[str, ...]) -> poort.Uitslag:
    """The gate gives the same on the same pupils, and every test has the same school."""
    return poort.door_de_poort(uit_json(json.loads(beeld)), drempel, publiek)


def _prove_once(patch: pytest.MonkeyPatch) -> None:
    def once(beeld: Beeld, drempel: int, publiek: Any = (), report: Any = None) -> poort.Uitslag:
        return _proved(json.dumps(naar_json(beeld)), drempel, publiek)

    patch.setattr(services_stand, "door_de_poort", once)


def _fixed_school() -> So:
    found = secundaire_school()
    with pytest.MonkeyPatch.context() as patch:
        _prove_once(patch)
        for jaar in (VORIG, NU):
            assert found.leg_vast(jaar).status == "klaar"
    return found


BUILDERS["shared_so"] = secundaire_school
BUILDERS["shared_vast"] = _fixed_school


@pytest.fixture
def shared_so(db: None, shared_rows: Shared) -> So:
    found: So = shared_rows.take("shared_so")
    return found


@pytest.fixture
def shared_vast(db: None, shared_rows: Shared) -> So:
    found: So = shared_rows.take("shared_vast")
    return found


@pytest.fixture
def so(shared_so: So) -> So:
    forget()
    return shared_so


@pytest.fixture
def vast(shared_vast: So, monkeypatch: pytest.MonkeyPatch) -> So:
    """Both years fixed for the team; the proof is made once per process."""
    _prove_once(monkeypatch)
    forget()
    return shared_vast
