"""Batch entry of signed paper forms: one letter per answer, each row stored on its own."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.loket.batch import CIJFERS, LETTERS, Typed, read_row, typed_of
from gokwijs.core.kenmerken.verklaring import Opleiding, Taal
from tests.apps.builders import NUMMER, TODAY, World, main_text
from tests.apps.leerling_builders import make_leerling
from tests.apps.loket.builders import declared

STAPEL = f"/school/{NUMMER}/loket/stapel/"


def row(leerling: Leerling, letters: str = "NAX5", **changed: Any) -> dict[str, Any]:
    """The fields of one row: mother, father, brothers and sisters, education."""
    names = ("moeder", "vader", "broers_zussen", "opleiding")
    given = {**dict(zip(names, letters, strict=True)), "datum": "2026-02-27", **changed}
    return {f"r{leerling.pk}-{name}": value for name, value in given.items()}


def post(world: World, *rows: dict[str, Any], query: str = "", **more: Any) -> Any:
    data: dict[str, Any] = {**more}
    for one in rows:
        data.update(one)
    data["rij"] = sorted({key[1:].split("-")[0] for one in rows for key in one})
    return world.client("alice").post(STAPEL + query, data)


@pytest.fixture
def three(world: World) -> list[Leerling]:
    return [
        make_leerling(world.school, world.alice, naam=naam, voornaam="X")
        for naam in ("Anders", "Bos", "Cools")
    ]


def test_every_letter_and_every_digit_means_one_answer() -> None:
    assert set(LETTERS.values()) == set(Taal)
    assert set(CIJFERS.values()) == set(Opleiding)
    for letters in product(LETTERS, LETTERS, LETTERS, CIJFERS):
        typed = Typed(*letters, datum="2026-02-27")
        reading = read_row(typed, today=TODAY, locked=False)
        assert reading.row is not None, letters
        assert tuple(reading.row.talen.values()) == tuple(LETTERS[x] for x in letters[:3])
        assert reading.row.opleiding is CIJFERS[letters[3]]


def test_small_letters_and_spaces_are_fine_and_a_nul_is_dropped() -> None:
    typed = typed_of({"r1-moeder": " n ", "r1-vader": "a", "r1-datum": "27/2/2026\x00"}, 1)
    assert (typed.moeder, typed.vader, typed.datum) == ("N", "A", "27/2/2026")


def test_a_pile_is_stored_row_by_row_and_empty_rows_are_skipped(
    world: World, three: list[Leerling]
) -> None:
    first, second, third = three
    response = post(
        world, row(first, ondertekend="1"), row(second, "AA?2"), row(third, ("", "", "", ""))
    )
    assert response.status_code == 302
    one, two = first.verklaringen.get(), second.verklaringen.get()
    assert (one.moeder, one.vader, one.broers_zussen, one.opleiding) == (
        "nederlands",
        "andere",
        "nvt",
        "hoger",
    )
    assert (one.kanaal, one.datum) == ("papier", date(2026, 2, 27))
    assert (one.ondertekend_op, two.ondertekend_op) == (TODAY, None)
    assert not third.verklaringen.exists()
    text = main_text(world.client("alice").get(response["Location"]))
    assert "2 verklaringen bewaard." in text
    assert "Cools" in text
    assert "Anders" not in text


def test_a_wrong_row_stays_with_what_was_typed_and_the_right_ones_are_stored(
    world: World, three: list[Leerling]
) -> None:
    first, second, _ = three
    response = post(world, row(first), row(second, "NQX9", datum="2030-01-01"))
    assert response.status_code == 422
    text = main_text(response)
    assert "1 rij is niet bewaard." in text
    assert "De taal met de vader: 'Q' ken ik niet. Typ N, A, X of ?." in text
    assert "De opleiding van de moeder: '9' ken ik niet. Typ 1, 2, 3, 4, 5, X of ?." in text
    assert "Deze datum ligt in de toekomst." in text
    assert 'value="Q"' in response.content.decode()
    assert first.verklaringen.exists()
    assert not second.verklaringen.exists()


def test_one_row_can_be_stored_while_the_others_keep_what_was_typed(
    world: World, three: list[Leerling]
) -> None:
    first, second, _ = three
    response = post(world, row(first), row(second, "NNN5"), bewaar=first.pk)
    assert first.verklaringen.exists()
    assert not second.verklaringen.exists()
    html = response.content.decode()
    assert f'name="r{second.pk}-moeder" value="N"' in html


def test_a_row_with_a_declaration_is_locked_until_there_is_a_reason(
    world: World, three: list[Leerling]
) -> None:
    first = three[0]
    old = declared(first, world.alice)
    page = world.client("alice").get(f"{STAPEL}?alle=1").content.decode()
    assert f'name="r{first.pk}-moeder"' not in page
    assert "Verklaring van 3/9/2025" in page
    opened = post(world, {f"r{first.pk}-seen": old.pk}, query="?alle=1", ontgrendel=first.pk)
    assert f'name="r{first.pk}-reden"' in opened.content.decode()
    seen = {f"r{first.pk}-seen": old.pk}
    refused = post(world, {**row(first), **seen}, query="?alle=1")
    assert refused.status_code == 422
    assert "Er is al een verklaring. Schrijf waarom er een nieuwe komt" in main_text(refused)
    assert first.verklaringen.count() == 1
    post(world, {**row(first, reden="Nieuw diploma"), **seen}, query="?alle=1")
    assert first.verklaringen.get(vervangen=False).reden == "Nieuw diploma"


def test_a_declaration_stored_meanwhile_is_not_overwritten(
    world: World, three: list[Leerling]
) -> None:
    first = three[0]
    declared(first, world.alice)  # after the page with an empty 'seen' was opened
    response = post(world, row(first, reden="Nieuw diploma"))
    assert response.status_code == 422
    assert "Intussen is er een verklaring van 03/09/2025 vastgelegd" in main_text(response)
    assert first.verklaringen.count() == 1


def test_one_date_for_the_whole_pile_and_never_a_day_to_come(world: World) -> None:
    client = world.client("alice")
    for text, shown in [
        ("2026-02-14", "2026-02-14"),
        ("2027-01-01", "2026-03-02"),
        ("gisteren", "2026-03-02"),
        ("", "2026-03-02"),
    ]:
        html = client.get(f"{STAPEL}?datum={text}").content.decode()
        assert f'name="r{world.leerling.pk}-datum" value="{shown}"' in html, text


def test_rows_of_another_school_or_of_nobody_are_not_looked_at(world: World) -> None:
    post(world, row(world.their_leerling), {"r99999999999999-moeder": "N"})
    assert not world.their_leerling.verklaringen.exists()


def test_a_page_holds_forty_rows_and_can_be_turned(world: World) -> None:
    for n in range(45):
        make_leerling(world.school, world.alice, naam=f"Rij {n:02}", voornaam="X", klas="L7")
    text = main_text(world.client("alice").get(f"{STAPEL}?klas=L7"))
    assert "Rij 39" in text
    assert "Rij 40" not in text
    assert "Pagina 1 van 2" in text
    assert "Rij 44" in main_text(world.client("alice").get(f"{STAPEL}?klas=L7&p=2"))


def test_the_name_of_a_pupil_is_only_text(world: World) -> None:
    make_leerling(world.school, world.alice, naam="<script>alert(1)</script>", voornaam='"x')
    html = world.client("alice").get(STAPEL).content.decode()
    assert "<script>alert" not in html
