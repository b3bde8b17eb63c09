"""Two rounds side by side: only what is certain, and what was decided in between."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gokwijs.apps.zelfevaluatie import selectors_vergelijk
from gokwijs.apps.zelfevaluatie.models import Ronde
from tests.apps import beleid_builders as plan_build
from tests.apps.builders import World, main_text
from tests.apps.page import S
from tests.apps.zelfevaluatie import builders as build

K = f"{S}/beleid/kwaliteit/rondes"


def closed(world: World, level: int, days_ago: int, **values: Any) -> Ronde:
    """A round in which everybody chose one level, closed so many days ago."""
    given = values.pop("bladen", [level] * 14)
    found = build.gesloten(world.school, world.alice, {"Leraren": given}, **values)
    found.gesloten = timezone.now() - timedelta(days=days_ago)
    found.save()
    return found


@pytest.fixture
def then(world: World) -> Ronde:
    return closed(world, 1, 200, titel="Toen")


@pytest.fixture
def now(world: World, then: Ronde) -> Ronde:
    return closed(world, 4, 1, titel="Nu")


def page(world: World, found: Ronde, query: str = "") -> str:
    return main_text(world.client("bob").get(f"{K}/{found.pk}/vergelijk/{query}"))


def test_what_is_surely_higher_is_said_with_its_reserve(world: World, now: Ronde) -> None:
    text = page(world, now)
    assert "zeker hoger (10)" in text
    assert "Er kunnen andere mensen geantwoord hebben." in text
    assert "Toen" in text
    assert "vergelijk" in main_text(world.client("bob").get(f"{K}/{now.pk}/uitslag/")).lower()


def test_what_cannot_be_told_apart_is_not_called_a_change(world: World, then: Ronde) -> None:
    same = closed(world, 1, 1, titel="Zelfde", bladen=[1] * 12 + [2] * 2)
    text = page(world, same)
    assert "niet te onderscheiden (10)" in text
    assert "zeker hoger (" not in text


def test_another_text_is_another_question(world: World, then: Ronde, now: Ronde) -> None:
    lists = now.vragenlijsten
    lists["team"]["items"][1]["tekst"] = "Een heel andere zin."
    Ronde.objects.filter(pk=now.pk).update(vragenlijsten=lists)
    text = page(world, now)
    assert "niet te vergelijken (1)" in text
    assert "zeker hoger (9)" in text


def test_other_words_for_the_levels_are_another_question(world: World, now: Ronde) -> None:
    lists = now.vragenlijsten
    lists["team"]["niveaus"][0]["naam"] = "Zwak"
    Ronde.objects.filter(pk=now.pk).update(vragenlijsten=lists)
    assert "niet te vergelijken (10)" in page(world, now)


def test_a_code_that_was_carried_over_says_so(
    world: World, then: Ronde, now: Ronde, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = now.vragenlijsten
    lists["team"]["items"][1] |= {"sleutel": "ok:R9", "codes": ["ok:R9"], "tekst": "Nieuw."}
    renamed = json.loads(json.dumps(now.uitslag).replace("ok:R5", "ok:R9"))
    Ronde.objects.filter(pk=now.pk).update(vragenlijsten=lists, uitslag=renamed)
    real = selectors_vergelijk.kaders_van(world.school)[0]
    carried = replace(real, omzetting={"R5": "R9"})
    monkeypatch.setattr(selectors_vergelijk, "kaders_van", lambda school: (carried,))
    said = page(world, now)
    assert "Toen heette deze vraag 'OK-verwachting R5 · Zo weinig mogelijk drempels'" in said
    assert "zeker hoger (10)" in said


def test_what_was_decided_in_between_stands_beside_it(
    world: World, then: Ronde, now: Ronde
) -> None:
    build.conclusie(then, besluit="We maken één afspraak.")
    own = plan_build.plan(world.school)
    plan_build.streefdoel(own, formulering="Minder drempels")
    over = date(2025, 12, 31)
    plan_build.streefdoel(own, formulering="Lang voorbij", einddatum=over)
    text = page(world, now)
    assert "Besluit van het team: We maken één afspraak." in text
    assert "Streefdoel: Minder drempels" in text
    assert "Lang voorbij" not in text
    assert "Intussen is hierover niets besloten" in text, "at the others"


def test_a_first_round_has_nothing_to_lie_beside(world: World) -> None:
    first = world.school.rondes.exclude(gesloten=None).order_by("gesloten")[0]
    assert "Er is nog geen eerdere gesloten ronde." in page(world, first)


def test_the_address_chooses_the_earlier_round(world: World, then: Ronde, now: Ronde) -> None:
    between = closed(world, 4, 100, titel="Ertussen")
    assert "zeker hoger" not in page(world, now), "the latest one before it"
    assert "zeker hoger (10)" in page(world, now, f"?met={then.pk}")
    for odd in ("?met=999999", "?met=x", f"?met={now.pk}"):
        assert f"'{between.titel}'" in page(world, now, odd)


def test_a_round_of_another_school_is_never_beside_it(world: World, now: Ronde) -> None:
    their = build.gesloten(world.other, world.charlie, titel="Van elders")
    their.gesloten = timezone.now() - timedelta(days=50)
    their.save()
    assert "Van elders" not in page(world, now, f"?met={their.pk}")
