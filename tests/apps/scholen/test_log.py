"""The log of a school: find, take along, and stay fast when it is long."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.audit.presenters import GROUPS, SENTENCES
from gokwijs.apps.audit.selectors import ELSE, Wanted, events_of
from gokwijs.apps.audit.services import record
from tests.apps.builders import NUMMER, World, client_of, colleague, kinds, main_text, text_of

LOG = f"/school/{NUMMER}/logboek/"


def at(kind: str, moment: datetime, by: Any, target: str = "iets") -> Event:
    """An event of another moment, as the database would hold it."""
    event = record(kind=kind, by=by, school=NUMMER, target=target)
    with connection.cursor() as cursor:  # events are append-only for everybody else
        cursor.execute("UPDATE audit_event SET moment = %s WHERE id = %s", [moment, event.pk])
    return event


def rows(client: Any, query: str) -> str:
    text = main_text(client.get(f"{LOG}?{query}"))
    return text.split("Wanneer Wie Wat")[-1] if "Wanneer Wie Wat" in text else ""


def test_one_finds_by_kind_and_by_person(world: World) -> None:
    client = world.client("alice")
    record(kind="export", by=world.bob, school=NUMMER, target="een lijst")
    assert "exporteerde een lijst" in rows(client, "soort=meegenomen")
    assert "maakte de school" not in rows(client, "soort=meegenomen")
    assert "maakte de school De Zandloper aan" in rows(client, "soort=school")
    assert "voegde" in rows(client, "soort=leerlingen")
    only = rows(client, f"wie={world.bob.pk}")
    assert "Bob Bakker" in only
    assert "Alice Adams" not in only
    assert rows(client, f"wie={world.bob.pk}&soort=school") == ""
    assert "Niets gevonden met deze keuze." in main_text(
        client.get(f"{LOG}?wie={world.bob.pk}&soort=school")
    )


def test_every_kind_is_in_exactly_one_group_and_nothing_is_lost(world: World) -> None:
    for kind in SENTENCES:
        if not kind.startswith("account."):
            record(kind=kind, by=world.alice, school=NUMMER, target="x")
    record(kind="nieuwe_kamer.iets", by=world.alice, school=NUMMER, target="x")
    found = [event.pk for group in (*GROUPS, ELSE) for event in events_of(NUMMER, Wanted(group))]
    assert len(found) == len(set(found))
    assert set(found) == set(Event.objects.filter(school=NUMMER).values_list("pk", flat=True))


def test_a_period_holds_its_first_and_last_day_in_belgian_time(world: World) -> None:
    client = world.client("alice")
    at("export", datetime(2026, 1, 9, 22, 59, tzinfo=UTC), world.bob, "net ervoor")
    at("export", datetime(2026, 1, 9, 23, 0, tzinfo=UTC), world.bob, "net erin")
    at("export", datetime(2026, 1, 10, 22, 59, tzinfo=UTC), world.bob, "nog erin")
    at("export", datetime(2026, 1, 10, 23, 0, tzinfo=UTC), world.bob, "net erna")
    found = rows(client, "van=2026-01-10&tot=2026-01-10")
    assert "net erin" in found
    assert "nog erin" in found
    assert "net ervoor" not in found
    assert "net erna" not in found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("van=2026-02-01&tot=2026-01-01", "Deze dag ligt vóór de eerste dag."),
        ("van=gisteren", "Voer een geldige datum in."),
        ("soort=verzonnen", "is geen beschikbare keuze"),
        ("wie=abc", "is geen beschikbare keuze"),
        ("wie=999999", "is geen beschikbare keuze"),
        ("tot=9999-12-31", "maakte de school"),
        ("van=0001-01-01", "maakte de school"),
        ("p=99999999999", "maakte de school"),
    ],
)
def test_a_strange_choice_gets_a_sentence(world: World, query: str, sentence: str) -> None:
    page = world.client("alice").get(f"{LOG}?{query}")
    assert page.status_code == 200
    assert sentence in main_text(page)


def test_paging_keeps_the_choice(world: World) -> None:
    for n in range(60):
        record(kind="export", by=world.bob, school=NUMMER, target=f"bestand {n}")
    page = world.client("alice").get(f"{LOG}?soort=meegenomen&wie={world.bob.pk}&x=1")
    text = text_of(page)
    assert f'href="?soort=meegenomen&amp;wie={world.bob.pk}&amp;p=2"' in text
    assert f"export.csv?soort=meegenomen&amp;wie={world.bob.pk}" in text
    assert "60 regels" in main_text(page)


def test_the_log_is_taken_along_with_the_same_choice_and_that_is_logged(world: World) -> None:
    record(kind="export", by=world.bob, school=NUMMER, target="een lijst")
    client = world.client("alice")
    answer = client.get(f"{LOG}export.csv?soort=meegenomen")
    assert "vertrouwelijk" in answer["Content-Disposition"]
    found = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert found[0] == ["Wanneer", "Wie", "Wat"]
    assert [row[1:] for row in found[1:]] == [["Bob Bakker", "exporteerde een lijst"]]
    assert kinds()[-1] == "export"
    assert Event.objects.order_by("-pk")[0].target == "het logboek (csv)"
    book = load_workbook(io.BytesIO(client.get(f"{LOG}export.xlsx").content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert cells[0][0] == f"Logboek van De Zandloper ({NUMMER})"
    assert cells[1][0].startswith("Vertrouwelijk")
    assert cells[4][1:] == ["Alice Adams", "exporteerde het logboek (csv)"]
    assert client.get(f"{LOG}export.pdf").status_code == 404


def test_no_text_in_the_file_is_a_formula(world: World) -> None:
    world.bob.naam = '=HYPERLINK("http://x")'
    world.bob.save()
    record(kind="export", by=world.bob, school=NUMMER, target="+1")
    client = world.client("alice")
    body = client.get(f"{LOG}export.csv").content.decode("utf-8-sig")
    names = [row[1] for row in csv.reader(io.StringIO(body), delimiter=";")]
    assert '\'=HYPERLINK("http://x")' in names
    assert not any(name.startswith(("=", "+", "-", "@")) for name in names)
    book = load_workbook(io.BytesIO(client.get(f"{LOG}export.xlsx").content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)


def test_only_the_directeur_takes_it_along(world: World) -> None:
    for role in (Role.BEHEERDER, Role.SECRETARIAAT):
        client = client_of(colleague(world.school, role, email=f"{role}@zandloper.invalid"))
        assert client.get(f"{LOG}export.csv").status_code == 403


def test_a_page_of_a_long_log_is_read_along_the_index(world: World) -> None:
    """Not sorted as a whole: the database walks the index of the school and stops after a page."""
    with CaptureQueriesContext(connection) as found:
        world.client("alice").get(LOG)
    (query,) = (q["sql"] for q in found if "LIMIT" in q["sql"] and "audit_event" in q["sql"])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = " ".join(str(row) for row in cursor.fetchall())
            assert "event_of_school" in plan
            assert "TEMP B-TREE" not in plan
        else:
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("SET enable_sort = off")  # a few rows are sorted at once, many are not
            cursor.execute(f"EXPLAIN {query}")
            plan = " ".join(str(row) for row in cursor.fetchall())
            assert "event_of_school" in plan


def test_roles_and_last_day_are_told_in_the_sentence(world: World) -> None:
    client = world.client("alice")
    path = f"/school/{NUMMER}/medewerkers/{world.member('bob').pk}/"
    client.post(path, {"roles": ["gok_coordinator"], "tot": "2026-06-30"})
    sentence = "veranderde de rollen van Bob Bakker (GOK-coördinator; tot en met 30/06/2026)"
    assert sentence in main_text(client.get(LOG))
