"""The plan shows the text that is in force, and never loses a code that lapsed."""

from __future__ import annotations

import pytest

from gokwijs.apps.beleid.bewaren import bewaar, history_of
from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.beleid.voorbeelden import _with_codes
from gokwijs.apps.kader import services
from gokwijs.core.kader import KaderFout
from gokwijs.core.kader.pakket import lees_toml
from tests.apps import beleid_builders as build
from tests.apps.builders import NUMMER, World, main_text, text_of
from tests.core.kader.builders import WOUD, new_texts, without

B = f"/school/{NUMMER}/beleid"


@pytest.fixture
def doel(world: World) -> Streefdoel:
    found = build.streefdoel(build.plan(world.school))
    found.ok_codes = ["ok:R5", "ok:R6"]
    found.save()
    return found


def test_a_new_text_shows_on_every_goal_that_had_the_code_already(
    world: World, doel: Streefdoel
) -> None:
    client = world.client("alice")
    assert "Verzonnen zin bij R5." not in text_of(client.get(f"{B}/doel/{doel.pk}/"))
    services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    page = text_of(client.get(f"{B}/doel/{doel.pk}/"))
    assert "“Verzonnen zin bij R5.” (Letterlijk uit: Verzonnen proefboek)" in page
    doel.refresh_from_db()
    assert doel.ok_codes == ["ok:R5", "ok:R6"]
    assert "“Verzonnen zin bij R5.”" in main_text(client.get(f"{B}/code/ok:R5/"))


def test_the_page_of_a_code_shows_the_fixed_line_beneath_our_own_words(world: World) -> None:
    page = main_text(world.client("bob").get(f"{B}/code/R5/"))
    assert "OK-verwachting R5 · Zo weinig mogelijk drempels" in page
    assert "Eigen omschrijving, geen officiële formulering." in page
    assert "een vraag van GOK-wijs" in page


def test_a_lapsed_code_stays_on_the_goal_and_the_plan_asks_for_another(
    world: World, doel: Streefdoel
) -> None:
    data = without(new_texts(), "R6", nieuw="R4")
    services.lees_in(school=world.school, data=data, by=world.alice)
    client = world.client("alice")
    assert "OK-verwachting R6 (vervallen)" in main_text(client.get(f"{B}/doel/{doel.pk}/"))
    plan = main_text(client.get(f"{B}/plan/{doel.plan_id}/"))
    assert "1 code van het kwaliteitskader om te vervangen" in plan
    assert "In de plaats kwam R4" in plan
    assert "In de plaats kwam R4" in main_text(client.get(f"{B}/code/ok:R6/"))


def test_saving_a_goal_again_keeps_its_lapsed_code_until_somebody_lets_it_go(
    world: World, doel: Streefdoel
) -> None:
    data = without(new_texts(), "R6", nieuw="R4")
    services.lees_in(school=world.school, data=data, by=world.alice)
    form = world.client("alice").get(f"{B}/doel/{doel.pk}/aanpassen/").context["form"]
    groups = dict(form.fields["ok_codes"].choices)
    assert groups["Vervallen"] == [("ok:R6", "R6 · Effecten op langere termijn")]
    assert form.initial["ok_codes"] == ["ok:R5", "ok:R6"]


def test_codes_of_every_framework_in_use_can_be_chosen(world: World, doel: Streefdoel) -> None:
    services.lees_in(school=world.school, data=lees_toml(WOUD.encode()), by=world.alice)
    form = world.client("alice").get(f"{B}/doel/{doel.pk}/aanpassen/").context["form"]
    flat = [key for _, choices in form.fields["ok_codes"].choices for key, _ in choices]
    assert flat[:2] == ["woud:1.1", "woud:1.2"]
    assert "ok:R5" in flat
    assert not any(key.startswith("schaal:") for key in flat)


def test_a_tag_remembers_which_pack_was_in_force_when_it_was_set(
    world: World, doel: Streefdoel
) -> None:
    bewaar(link=doel, values={"ok_codes": ["ok:R3"]}, by=world.alice)
    services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    bewaar(link=doel, values={"ok_codes": ["ok:R3", "ok:R5"]}, by=world.alice)
    new, old = history_of(doel)[:2]
    assert (new.kader, old.kader) == ("r-ok-proef 1.0.0", "r-ok-parafrase 0.2.0")
    page = main_text(world.client("alice").get(f"{B}/streefdoel/{doel.pk}/geschiedenis/"))
    assert "Kwaliteitskader toen: r-ok-proef 1.0.0" in page


def test_a_code_nobody_knows_is_not_found_and_never_breaks_a_page(
    world: World, doel: Streefdoel
) -> None:
    doel.ok_codes = ["ok:Z9", "K2", "x", ""]
    doel.save()
    client = world.client("alice")
    assert client.get(f"{B}/code/ok:Z9/").status_code == 404
    assert "(onbekend)" in main_text(client.get(f"{B}/doel/{doel.pk}/"))
    assert client.get(f"{B}/plan/{doel.plan_id}/").status_code == 200


def test_the_codes_of_an_example_plan_must_say_their_system() -> None:
    row = {"ok_codes": ["K2"]}
    data = {"vaststelling": [row], "indicator": [], "streefdoel": [], "actie": []}
    with pytest.raises(KaderFout, match="Bedoel je OK-verwachting K2"):
        _with_codes(data)
    row["ok_codes"] = ["ok:k2"]
    assert _with_codes(data)["vaststelling"] == [{"ok_codes": ["ok:K2"]}]
