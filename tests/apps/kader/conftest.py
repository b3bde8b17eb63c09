"""These tests start from what ships, without the rows that the walkers look at."""

from __future__ import annotations

import pytest

from gokwijs.apps.kader.models import EigenVraag, Kaderkeuze, Kaderpakket
from tests.apps.builders import World


@pytest.fixture(autouse=True)
def _empty(world: World) -> None:
    for model in (Kaderkeuze, Kaderpakket, EigenVraag):
        model.objects.all().delete()
