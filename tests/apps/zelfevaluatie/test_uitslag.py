"""What a closed round shows, to whom, and what of it never shows."""

from __future__ import annotations

import re

from gokwijs.apps.zelfevaluatie.models import Ronde
from tests.apps.builders import World, main_text, text_of
from tests.apps.page import S
from tests.apps.zelfevaluatie import builders as build

K = f"{S}/beleid/kwaliteit/rondes"


def page(world: World, found: Ronde, wie: str = "bob", query: str = "") -> str:
    return main_text(world.client(wie).get(f"{K}/{found.pk}/uitslag/{query}"))


# ---------------------------------------------------------------- results


def test_what_groups_see_differently_stands_first(world: World) -> None:
    found = build.gesloten(world.school, world.alice)
    text = page(world, found)
    assert "20 antwoorden. Over 10 van de 10 vragen antwoorden groepen verschillend." in text
    assert text.index("Waar verschillen we van mening?") < text.index("De aantallen")
    assert "Bij Directie liggen de antwoorden hoger dan bij Leraren." in text
    assert "Eigen omschrijving, geen officiële formulering" in text


def test_an_anonymous_round_shows_ranges_and_a_named_one_numbers(world: World) -> None:
    anoniem = build.gesloten(world.school, world.alice)
    named = build.gesloten(world.school, world.alice, anoniem=False, titel="Met naam")
    first = world.client("bob").get(f"{K}/{anoniem.pk}/uitslag/")
    cells = re.findall(r'<td class="getal">([^<]*)</td>', text_of(first))
    assert cells
    assert all(" tot " in cell for cell in cells)
    assert "gemiddeld" not in main_text(first)
    text = page(world, named)
    assert "Nog niet 10 0 10" in text
    assert "gemiddeld 2,1" in text  # (6 × 4 + 10 × 1 + 4 × 2) / 20


def test_too_few_answers_show_one_mark_and_no_number(world: World) -> None:
    found = build.gesloten(world.school, world.alice, {"Leraren": [1, 2, 3, 4]})
    response = world.client("bob").get(f"{K}/{found.pk}/uitslag/")
    text = main_text(response)
    assert "Dat is te weinig om iets van te tonen" in text
    assert text.count("Afgeschermd: de groep is te klein of het antwoord te eensluidend") == 10
    assert "<svg width" not in text_of(response).split("<main")[1].replace("patronen", "")


def test_the_order_and_the_chapter_come_from_the_address(world: World) -> None:
    spread = {"ok:K3": 1, "ok:R3": 4}
    mixed = [{**dict.fromkeys(_codes(), 3), **spread}] * 14
    found = build.gesloten(world.school, world.alice, {"Leraren": mixed})
    heads = re.findall(r"<article[^>]*id=\"([\w-]+)\"", text_of(_get(world, found, "")))
    assert heads[0] == "ok-R3"
    lowest = re.findall(
        r"<article[^>]*id=\"([\w-]+)\"", text_of(_get(world, found, "?sorteer=laagst"))
    )
    assert lowest[0] == "ok-K3"
    assert lowest[-1] == "ok-R3"
    chosen = re.findall(
        r"<article[^>]*id=\"([\w-]+)\"",
        text_of(_get(world, found, "?rubriek=Kwaliteitsontwikkeling")),
    )
    assert chosen == ["ok-K1", "ok-K2", "ok-K3"]


def _codes() -> list[str]:
    return [f"ok:{c}" for c in ["R3", "R5", "B1", "B2", "BL1", "BL7", "BL10", "K1", "K2", "K3"]]


def _get(world: World, found: Ronde, query: str) -> object:
    return world.client("bob").get(f"{K}/{found.pk}/uitslag/{query}")
