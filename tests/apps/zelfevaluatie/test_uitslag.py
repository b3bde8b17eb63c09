"""What a closed round shows, to whom, and what of it never shows."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction

from gokwijs.apps.access.roles import Role
from gokwijs.apps.zelfevaluatie.models import Antwoordopmerking, Ronde
from gokwijs.apps.zelfevaluatie.services import RondeError
from gokwijs.apps.zelfevaluatie.services_gesprek import lees_opmerking
from gokwijs.core.zinnen import vul
from tests.apps.builders import World, client_of, colleague, main_text, text_of
from tests.apps.page import S
from tests.apps.zelfevaluatie import builders as build

K = f"{S}/beleid/kwaliteit/rondes"
HOGER = vul("G02a", hoger="Directie", lager="Leraren").tekst


def page(world: World, found: Ronde, wie: str = "bob", query: str = "") -> str:
    return main_text(world.client(wie).get(f"{K}/{found.pk}/uitslag/{query}"))


# ---------------------------------------------------------------- results


def test_what_groups_see_differently_stands_first(world: World) -> None:
    found = build.gesloten(world.school, world.alice)
    text = page(world, found)
    assert "20 antwoorden. Over 10 van de 10 vragen antwoorden groepen verschillend." in text
    assert text.index("Waar verschillen we van mening?") < text.index("De aantallen")
    assert HOGER in text
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
    assert "kopieer de ronde en nodig meer mensen uit" in text
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


# ---------------------------------------------------------------- remarks


@pytest.fixture
def met_opmerkingen(world: World) -> Ronde:
    """Twelve remarks that wait for readers."""
    return build.gesloten(
        world.school,
        world.alice,
        {"Leraren": [2] * 12},
        opmerking="Karim uit mijn klas kan niet mee",
    )


def test_a_remark_shows_after_two_readers_with_other_roles(
    world: World, met_opmerkingen: Ronde
) -> None:
    zorg = colleague(world.school, Role.ZORG)
    one = met_opmerkingen.opmerkingen.first()
    assert one is not None
    address = f"{K}/{met_opmerkingen.pk}/opmerkingen/{one.sleutel}/"
    world.client("alice").post(address, {"houd": "1"})
    assert "opmerking" not in page(world, met_opmerkingen).partition("De aantallen")[2]
    again = main_text(world.client("alice").post(address, {"houd": "1"}, follow=True))
    assert "Jij las deze opmerking al" in again
    client_of(zorg).post(address, {"houd": "1"})
    text = page(world, met_opmerkingen)
    assert "1 opmerking" in text
    assert one.tekst in text
    for name in ("Alice Adams", zorg.naam):
        assert name not in text


def test_the_second_reader_has_another_role(world: World, met_opmerkingen: Ronde) -> None:
    """Also when the first had two roles, and never twice the same person."""
    one = met_opmerkingen.opmerkingen.first()
    other = colleague(world.school, Role.DIRECTEUR)
    assert one is not None
    lees_opmerking(opmerking=one, rollen=["directeur"], by=world.alice)
    with pytest.raises(RondeError, match="dezelfde rol"):
        lees_opmerking(opmerking=one, rollen=["directeur"], by=other)
    with pytest.raises(RondeError, match="mag wie aan het GOK-plan schrijft"):
        lees_opmerking(opmerking=one, rollen=["leraar"], by=world.bob)
    lees_opmerking(opmerking=one, rollen=["directeur", "zorg"], by=other)
    one.refresh_from_db()
    assert (one.rol1, one.rol2) == ("directeur", "zorg")
    with pytest.raises(IntegrityError), transaction.atomic():
        Antwoordopmerking.objects.filter(pk=one.pk).update(rol2="directeur")


@pytest.mark.parametrize(
    ("kort", "kan"),
    [
        ("Karim kan niet mee", True),
        ("[een leerling] uit mijn klas kan niet mee", True),
        ("… kan niet mee", True),
        ("Iedereen kan mee", False),
        ("niet kan mee", False),
        ("[…]", False),
    ],
)
def test_a_remark_can_be_cut_but_not_rewritten(
    world: World, met_opmerkingen: Ronde, kort: str, kan: bool
) -> None:
    one = met_opmerkingen.opmerkingen.first()
    assert one is not None
    was = one.tekst
    if kan:
        lees_opmerking(opmerking=one, rollen=["zorg"], by=world.alice, tekst=kort)
    else:
        with pytest.raises(RondeError):
            lees_opmerking(opmerking=one, rollen=["zorg"], by=world.alice, tekst=kort)
    one.refresh_from_db()
    assert one.tekst == (kort if kan else was)


def test_what_is_dropped_can_come_back_or_go_for_good(world: World, met_opmerkingen: Ronde) -> None:
    client = world.client("alice")
    one = met_opmerkingen.opmerkingen.first()
    assert one is not None
    queue = f"{K}/{met_opmerkingen.pk}/opmerkingen/"
    client.post(f"{queue}{one.sleutel}/", {"laat_weg": "1"})
    assert "11 opmerkingen wachten" in main_text(client.get(queue))
    assert one.tekst in main_text(client.get(f"{queue}?weg=1"))
    client.post(f"{queue}{one.sleutel}/", {"terug": "1"})
    assert "12 opmerkingen wachten" in main_text(client.get(queue))
    client.post(f"{queue}{one.sleutel}/", {"wis": "1"})
    assert Antwoordopmerking.objects.filter(pk=one.pk).exists(), "only what was dropped"
    client.post(f"{queue}{one.sleutel}/", {"laat_weg": "1"})
    client.post(f"{queue}{one.sleutel}/", {"wis": "1"})
    assert not Antwoordopmerking.objects.filter(pk=one.pk).exists()


def test_names_in_a_named_round_are_for_who_writes_the_plan(world: World) -> None:
    found = build.gesloten(
        world.school, world.alice, {"Leraren": [2] * 12}, opmerking="Meer tijd", anoniem=False
    )
    for one in found.opmerkingen.all():
        lees_opmerking(opmerking=one, rollen=["directeur"], by=world.alice)
        lees_opmerking(opmerking=one, rollen=["zorg"], by=world.charlie)
    assert "Anna Leraren 3" in page(world, found, "alice")
    assert "Meer tijd 3" in page(world, found, "bob")
    assert "Anna Leraren 3" not in page(world, found, "bob")


def test_no_result_before_closing_and_none_after_taking_away(world: World) -> None:
    opened = build.open_ronde(world.school, world.alice)
    build.vul(opened, "Leraren", [1] * 12)
    assert world.client("alice").get(f"{K}/{opened.pk}/uitslag/").status_code == 404
    found = build.gesloten(world.school, world.alice, titel="Lente")
    world.client("alice").post(f"{K}/{found.pk}/weg/")
    for name in ("uitslag", "opmerkingen", "gesprek", "scherm", "vergelijk"):
        assert world.client("alice").get(f"{K}/{found.pk}/{name}/").status_code == 404


def test_pages_cost_few_queries(
    world: World, django_assert_max_num_queries: object, met_opmerkingen: Ronde
) -> None:
    whole = build.gesloten(
        world.school,
        world.alice,
        bereik="alles",
        keuze=[],
        titel="Alles",
    )
    for found in (met_opmerkingen, whole):
        with django_assert_max_num_queries(14):  # type: ignore[operator]
            world.client("alice").get(f"{K}/{found.pk}/uitslag/")
