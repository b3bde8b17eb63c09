"""The list as a file: the version, every source, and what may be done with it."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import load_workbook

from gokwijs.apps.audit.models import Event
from gokwijs.core.aanpakken import load_catalogus
from tests.apps.aanpakken.tables import A
from tests.apps.builders import World


def taken(world: World, soort: str, query: str = "") -> Any:
    response = world.client("bob").get(f"{A}/meenemen/{soort}/{query}")
    assert response.status_code == 200
    return response


def test_the_file_holds_the_version_the_note_and_every_source_address(world: World) -> None:
    response = taken(world, "csv")
    text = response.content.decode("utf-8-sig")
    catalogus = load_catalogus()
    assert "Catalogus versie 2026-11-22 (voorlopig)." in text
    assert catalogus.gebruik in text
    assert "Tel maanden nooit op. Geen cijfer is geen nul." in text
    shown = [f for a in catalogus.aanpakken for f in a.feiten]
    assert all(f.url in text for f in shown)
    assert all(f.id in text for f in shown)
    assert 'filename="aanpakken-2026-11-22.csv"' in response["Content-Disposition"]


def test_an_absent_number_is_never_an_empty_cell_or_a_zero(world: World) -> None:
    rows = list(
        csv.reader(io.StringIO(taken(world, "csv").content.decode("utf-8-sig")), delimiter=";")
    )
    head = next(r for r in rows if r[:1] == ["Aanpak"] and "Bron" in r)
    sources = [r for r in rows[rows.index(head) + 1 :] if r]
    assert len(sources) == 108
    months = {r[head.index("Sleutel")]: r[head.index("Maanden")] for r in sources}
    assert months["eef.setting-and-streaming"] == "0 maanden (gemeten)"
    assert months["eef.learning-styles"] == "geen cijfer: te weinig onderzoek"
    assert all(months.values())


def test_the_workbook_holds_the_chosen_list_and_says_which(world: World) -> None:
    book = load_workbook(io.BytesIO(taken(world, "xlsx", "?zoek=groeimindset").content))
    assert book.sheetnames == ["Aanpakken", "Bronnen"]
    cells = [str(c.value) for row in book["Aanpakken"].iter_rows() for c in row if c.value]
    assert "Zoek in naam en omschrijving: groeimindset" in cells
    assert "Groeimindset" in cells
    assert "Huiswerk" not in cells
    assert any("Geen extra vooruitgang" in text for text in cells)
    assert not any(c.data_type == "f" for sheet in book for row in sheet.iter_rows() for c in row)


def test_taking_along_is_logged(world: World) -> None:
    taken(world, "xlsx")
    event = Event.objects.latest("pk")
    assert (event.kind, event.target) == ("export", "aanpakken-2026-11-22.xlsx")


def test_another_kind_of_file_is_not_found(world: World) -> None:
    assert world.client("bob").get(f"{A}/meenemen/pdf/").status_code == 404
