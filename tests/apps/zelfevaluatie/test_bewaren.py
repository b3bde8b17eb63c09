"""Answers of persons end; what was counted stays. And the start page says what waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.privacy.services import tidy
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.apps.zelfevaluatie.bewaren import rondes_due
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Antwoordopmerking
from gokwijs.apps.zelfevaluatie.selectors import uitslag_van
from gokwijs.apps.zelfevaluatie.taken_vandaag import rondes_wachten
from tests.apps.builders import NUMMER, TODAY, World
from tests.apps.zelfevaluatie import builders as build

END = date(2027, 9, 1)  # the rounds of these tests lie in 2025-2026


def test_after_31_august_of_the_next_year_no_answer_of_a_person_is_left(world: World) -> None:
    found = build.gesloten(world.school, world.alice, anoniem=False, opmerking="Meer tijd")
    keys = lambda day: {one.key for one in rondes_due(world.school, day)}  # noqa: E731
    assert str(found.pk) not in keys(END - timedelta(days=1))
    assert str(found.pk) in keys(END)
    tidy(school=world.school, today=END, by=None)
    tidy(school=world.school, today=END + timedelta(days=15), by=None)  # announced two weeks before
    assert not Antwoordblad.objects.filter(groep__ronde=found).exists()
    assert not Antwoordopmerking.objects.filter(ronde=found).exists()
    found.refresh_from_db()
    assert uitslag_van(found) is not None


@pytest.mark.parametrize(
    ("day", "says"),
    [(TODAY, "Antwoord mee op 'Voor Vandaag'"), (TODAY + timedelta(days=15), "is voorbij")],
)
def test_the_start_page_asks_to_answer_and_then_to_close(
    world: World, day: date, says: str
) -> None:
    build.open_ronde(world.school, world.alice, titel="Voor Vandaag")
    access = access_for(world.alice, NUMMER, Permission.SCHOOLZONE_ZIEN)
    assert any(says in one.titel for one in rondes_wachten(access, day))


def test_who_does_not_write_the_plan_is_only_asked_to_answer(world: World) -> None:
    build.open_ronde(world.school, world.alice, titel="Voor Vandaag")
    access: Any = access_for(world.bob, NUMMER, Permission.SCHOOLZONE_ZIEN)
    titles = [one.titel for one in rondes_wachten(access, TODAY)]
    assert "Antwoord mee op 'Voor Vandaag'" in titles
    late = [one.titel for one in rondes_wachten(access, TODAY + timedelta(days=60))]
    assert late == []
