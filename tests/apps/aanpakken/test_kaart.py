"""The card: the claim and what speaks against it at one size, with source, edition and day."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from gokwijs.core.aanpakken import load_catalogus
from tests.apps.aanpakken.tables import A
from tests.apps.builders import World, main_text
from tests.core.aanpakken.builders import with_successor, written


def get(world: World, key: str, query: str = "", who: str = "bob") -> Any:
    return world.client(who).get(f"{A}/{key}/{query}")


def text(world: World, key: str, query: str = "") -> str:
    return main_text(get(world, key, query))


def test_an_aanpak_that_is_not_there_is_not_found(world: World) -> None:
    assert get(world, "bestaat_niet").status_code == 404


def test_the_note_for_who_makes_a_catalogue_is_not_shown_to_a_school(world: World) -> None:
    note = load_catalogus().gebruik
    for page in (text(world, "feedback"), main_text(world.client("bob").get(f"{A}/"))):
        assert note not in page
        assert "Elk cijfer staat er met zijn bron" in page


def test_counter_evidence_stands_beside_the_claim_at_the_same_size_without_a_click(
    world: World,
) -> None:
    html = get(world, "groeimindset").content.decode()
    beside = html.split('id="ernaast"')[1].split("</section>")[0]
    assert beside.count("Ander onderzoek wijst niet dezelfde kant op") == 3
    assert "<details" not in html.split("<main")[1]
    claim = html.split('class="weegschaal"')[1].split("</section>")[0]
    assert 'class="uitspraken"' in claim
    assert 'class="uitspraken"' in beside


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("co_teaching", "geen duidelijk hoger resultaat"),
        ("ouderbetrokkenheid", "ongeveer een derde van de ouders"),
        ("welbevinden", "r = 0,164"),
        ("thuistaal", "voor Nederlands geen verschil"),
        ("diversiteit_lesmateriaal", "de grootte van het effect verrassend"),
        ("differentiatie", "Laag presterende leerlingen winnen meestal minder"),
        ("kleine_groepen", "geen duidelijk hoger resultaat"),
        ("gedeelde_visie", "samenhang, geen oorzaak"),
    ],
)
def test_the_pairs_of_the_specification_stand_beside_each_other(
    world: World, key: str, said: str
) -> None:
    assert said in text(world, key)


def test_no_counter_evidence_is_not_agreement(world: World) -> None:
    said = "Geen tegenbewijs vastgelegd (nog niet gezocht of niet gevonden)."
    assert said in text(world, "feedback")
    assert said not in text(world, "groeimindset")
    assert said not in text(world, "zittenblijven")


def test_strength_stands_before_cost_before_months(world: World) -> None:
    assert "uitgebreid bewijs kost zeer laag 6 maanden Feedback: gemiddeld" in text(
        world, "feedback"
    )


def test_a_source_has_its_edition_its_day_its_label_and_its_address(world: World) -> None:
    response = get(world, "feedback")
    said = main_text(response)
    assert "EEF, nog niet bij Leerpunt nagekeken, uitgave van 21 mei 2025" in said
    assert "nog na te kijken bij de uitgever" in said
    assert "Overgenomen via Oak National Academy" in said
    assert (
        'href="https://educationendowmentfoundation.org.uk/education-evidence/'
        'teaching-learning-toolkit/feedback"' in response.content.decode()
    )
    assert "(geen webpagina)" in text(world, "schoolkosten")


def test_what_to_do_first_and_the_points_of_carrying_it_out(world: World) -> None:
    said = text(world, "hoge_verwachtingen")
    assert "Eerst meten moeilijkheidsgraad van opdrachten" in said
    assert "groepeer flexibel" in said
    assert "activerende instructie" in said
    assert "R1 · " in said
    assert "(ons voorstel)" in said
    assert "zonder rangorde" in text(world, "ouderbetrokkenheid")


def test_what_overlaps_is_one_click_away_and_not_added(world: World) -> None:
    html = get(world, "kleine_groepen").content.decode()
    assert f'href="{A}/co_teaching/' in html
    assert "tel maanden van twee aanpakken nooit op" in main_text(get(world, "kleine_groepen"))


def test_an_earlier_figure_stays_readable(world: World) -> None:
    assert "7 maanden. Er is een nieuwer feit." in text(world, "metacognitie")


def test_a_fact_an_actie_rests_on_that_has_a_newer_one_says_so(world: World) -> None:
    said = "Er is een nieuwer feit van Leerpunt: 8 maanden"
    assert said in text(world, "metacognitie", "?feit=leerpunt.metacognitie.v1")
    assert said not in text(world, "metacognitie", "?feit=leerpunt.metacognitie.v2")
    assert said not in text(world, "feedback", "?feit=leerpunt.metacognitie.v1")


def test_a_withdrawn_fact_says_so(world: World) -> None:
    assert "staat niet meer in de catalogus" in text(world, "feedback", "?feit=weg.ermee%00")


def test_a_fact_of_more_than_a_year_ago_asks_for_another_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    from django.utils import timezone

    assert "nog eens nakijken" not in text(world, "huiswerk")
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 12, 1))
    assert "nog eens nakijken" in text(world, "huiswerk")


def test_choosing_is_offered_only_for_an_actie_and_is_a_form(world: World) -> None:
    html = get(world, "feedback", "?actie=7&niveau=leraar").content.decode()
    form = re.search(
        r'<form[^>]*method="post" action="([^"]*/actie/7/aanpak/)">(.*?)</form>', html, re.S
    )
    assert form is not None
    assert 'name="aanpak" value="feedback"' in form[2]
    assert "csrfmiddlewaretoken" in form[2]
    assert "Kies voor deze actie" not in text(world, "feedback")
    assert f'href="{A}/?niveau=leraar&amp;actie=7"' in html


def test_another_catalogue_takes_the_place_of_the_one_that_ships(
    world: World, tmp_path: Path, settings: Any
) -> None:
    with_successor(tmp_path)
    settings.AANPAKKEN = tmp_path / "anders.toml"
    said = text(world, "metacognitie", "?feit=leerpunt.metacognitie.v2")
    assert "Er is een nieuwer feit van Leerpunt: 6 maanden (update 2027" in said
    assert "Catalogus 2027-03-01" in said


def test_an_unconfirmed_fact_is_on_no_page(world: World, tmp_path: Path, settings: Any) -> None:
    path = written(
        tmp_path, ('confidence = "secundair_tegenstrijdig"', 'confidence = "onbevestigd"')
    )
    settings.AANPAKKEN = path
    assert "eef.feedback" in load_catalogus(path).feiten
    assert "6 maanden" not in text(world, "feedback")


def test_what_an_author_of_a_pack_typed_is_never_markup(
    world: World, tmp_path: Path, settings: Any
) -> None:
    settings.AANPAKKEN = written(
        tmp_path, ('naam = "Feedback"', 'naam = "<script>alert(1)</script>"')
    )
    html = get(world, "feedback").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_rooms_ask_for_the_catalogue_in_use_and_never_for_the_shipped_one() -> None:
    from tests.house.test_files import TEXTS

    asking = {
        name
        for name, source in TEXTS.items()
        if name.startswith("src/gokwijs/apps/") and "load_catalogus" in source
    }
    assert asking == {"src/gokwijs/apps/aanpakken/selectors.py"}
