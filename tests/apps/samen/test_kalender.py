"""The year calendar: what has a day, in three views, and as a file other calendars read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.apps.beleid.models import (
    Beleidskoppeling,
    Besluit,
    Borging,
    Evaluatie,
    Indicator,
    Meting,
    Streefdoel,
)
from gokwijs.apps.samen.ics import Dagpunt, calendar_file, escaped, folded
from gokwijs.apps.samen.kalender import meetdagen, punten
from gokwijs.apps.samen.models import Partnerafspraak
from gokwijs.apps.samen.tijdlijn import bar, place
from gokwijs.core.calendar import Schooljaar
from tests.apps.builders import TODAY, World, main_text
from tests.apps.samen import tables
from tests.apps.samen.builders import BY, B, actie, doel, taak

JAAR = Schooljaar(2025)


def all_of(world: World) -> list[tuple[str, str]]:
    found = punten(world.school, JAAR.first_day, JAAR.last_day)
    return [(f"{one.dag}", one.titel) for one in found]


def adopted(world: World) -> Streefdoel:
    """A goal that runs until 30 June, whose indicator was measured on 1 September."""
    plan = tables.plan(world.school)
    indicator = Indicator.objects.create(
        plan=plan, naam="Op tijd betaald", frequentie="halfjaarlijks", schaal="score", **BY
    )
    first = Meting.objects.create(
        indicator=indicator,
        peildatum=date(2025, 9, 1),
        waarde=1,
        bron_soort="eigen_telling",
        door_naam="x",
    )
    return doel(
        plan,
        "Vastgesteld doel",
        indicator=indicator,
        nulmeting=first,
        streefwaarde=2,
        richting="stijgen",
        doelgroep="1B",
        plaats="1B",
        trekker_rol="directeur",
        start=date(2025, 9, 1),
        einddatum=date(2026, 6, 30),
        status="vastgesteld",
    )


def test_everything_with_a_day_is_in_it(world: World) -> None:
    goal = adopted(world)
    school, plan = world.school, tables.plan(world.school)
    held = Evaluatie.objects.create(
        plan=plan, datum=date(2026, 1, 15), volgende_op=date(2026, 6, 15), **BY
    )
    decision = Besluit.objects.create(
        plan=plan, evaluatie=held, streefdoel=goal, keuze="voortzetten", motivering="x", **BY
    )
    Borging.objects.create(
        plan=plan,
        besluit=decision,
        vorm="budgetlijn",
        verwijzing="Begroting",
        herzien_op=date(2026, 5, 5),
        **BY,
    )
    Beleidskoppeling.objects.filter(school=school).update(herzien_op=date(2026, 4, 4))
    Partnerafspraak.objects.filter(school=school).update(herzien_op=date(2026, 4, 5))
    plan.volgende_evaluatie_op = date(2026, 6, 1)
    plan.save()
    found = all_of(world)
    for expected in (
        ("2025-09-01", "Start: Vastgesteld doel"),
        ("2025-10-10", "Personeelsvergadering"),
        ("2026-01-15", "Evaluatie"),
        ("2026-02-02", "Teldag voor 2026-2027"),
        ("2026-03-01", "Meten: Op tijd betaald"),
        (f"{TODAY}", "Brief maken"),
        ("2026-04-04", "Te herzien: Schoolkosten"),
        ("2026-04-05", "Afspraak opnieuw bekijken: CLB De Ankerplaats"),
        ("2026-05-05", "Opnieuw bekijken: budgetlijn, Begroting"),
        ("2026-06-01", "Einde: Betalen in schijven"),
        ("2026-06-01", "Evaluatie van Samenplan"),
        ("2026-06-15", "Volgende evaluatie"),
        ("2026-06-30", "Einddatum: Vastgesteld doel"),
        ("2026-06-30", "Meten: Op tijd betaald"),
    ):
        assert expected in found
    assert found == sorted(found, key=lambda row: row[0])


def test_a_draft_goal_asks_no_measurement_and_a_stopped_one_is_not_there(world: World) -> None:
    goal = adopted(world)
    Streefdoel.objects.filter(pk=goal.pk).update(status="stopgezet")
    titles = [title for _, title in all_of(world)]
    assert "Meten: Op tijd betaald" not in titles
    assert "Einddatum: Vastgesteld doel" not in titles


def test_cancelled_actions_and_other_schools_stay_out(world: World) -> None:
    actie(tables.plan(world.school), "Weg", einde=date(2026, 5, 1), status="geannuleerd")
    actie(tables.plan(world.other), "Van elders", einde=date(2026, 5, 1))
    assert not [title for _, title in all_of(world) if "Weg" in title or "elders" in title]


@pytest.mark.parametrize(
    ("ritme", "days"),
    [
        ("jaarlijks", ["2026-09-30", "2027-06-30"]),
        ("halfjaarlijks", ["2026-03-30", "2026-09-30", "2027-03-30", "2027-06-30"]),
        ("trimester", ["2026-01-30", "2026-05-30", "2026-09-30", "2027-01-30", "2027-06-30"]),
        ("eenmalig", ["2027-06-30"]),
    ],
)
def test_measuring_follows_the_rhythm_and_ends_with_the_goal(ritme: str, days: list[str]) -> None:
    found = [str(day) for day in meetdagen(ritme, date(2025, 9, 30), date(2027, 6, 30))]
    assert found == days


def test_nothing_to_measure_without_a_start_or_after_the_end() -> None:
    assert meetdagen("jaarlijks", None, date(2026, 1, 1)) == []
    assert meetdagen("jaarlijks", date(2026, 1, 1), date(2026, 1, 1)) == []


# ---------------------------------------------------------------- the views


def test_the_list_chooses_kinds_and_year_by_the_address(world: World) -> None:
    client = world.client("bob")
    assert "Brief maken" in main_text(client.get(f"{B}/kalender/"))
    only = main_text(client.get(f"{B}/kalender/?soort=teldag"))
    assert "Teldag voor 2026-2027" in only
    assert "Brief maken" not in only
    assert "Brief maken" not in main_text(client.get(f"{B}/kalender/?schooljaar=2030-2031"))
    assert "Jaarkalender 2025-2026" in main_text(client.get(f"{B}/kalender/?schooljaar=x&toon=y"))


def test_the_month_shows_its_days_and_leads_to_the_next(world: World) -> None:
    page = world.client("bob").get(f"{B}/kalender/?toon=maand")
    text = main_text(page)
    assert "Maart 2026" in text
    assert "Brief maken" in text
    assert "maand=2026-04" in page.content.decode()
    for month in ("2025-09", "2026-08", "1-1", "2026-13", "9999-12", "0000-01"):
        assert world.client("bob").get(f"{B}/kalender/?toon=maand&maand={month}").status_code == 200
    last = world.client("bob").get(f"{B}/kalender/?toon=maand&maand=2026-08").content.decode()
    assert "maand=2026-09" not in last


def test_the_timeline_says_each_bar_in_words(world: World) -> None:
    page = world.client("bob").get(f"{B}/kalender/?toon=tijdlijn").content.decode()
    assert 'aria-label="01/09/2025 tot 30/06/2026"' in page
    assert "Betalen in schijven" in page


def test_a_bar_is_cut_off_at_the_school_year() -> None:
    whole = bar("x", "", "", (date(2020, 1, 1), date(2030, 1, 1)), JAAR)
    assert (whole.x, whole.breed) == ("0.0", "100.0")
    assert bar("x", "", "", (None, None), JAAR).breed == ""
    assert bar("x", "", "", (date(2020, 1, 1), date(2021, 1, 1)), JAAR).breed == ""
    assert place(JAAR.first_day, JAAR) == "0.0"
    assert place(JAAR.last_day, JAAR) == "100.0"


# ---------------------------------------------------------------- the file


def events(data: bytes) -> list[dict[str, str]]:
    """A small reader of the format: unfolds, and takes the escapes back."""
    text = data.decode().replace("\r\n ", "")
    found: list[dict[str, str]] = []
    for line in text.split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("END",):
            found[-1][name] = unescaped(value)
    return found


def unescaped(value: str) -> str:
    out, place_ = "", 0
    while place_ < len(value):
        if value[place_] == "\\":
            place_ += 1
            out += "\n" if value[place_] == "n" else value[place_]
        else:
            out += value[place_]
        place_ += 1
    return out


def test_the_file_holds_roles_and_no_names(world: World) -> None:
    taak(world, "Bel; vraag, noteer\\", tegen=date(2026, 5, 4), wie=world.bob, wie_rol="leraar")
    response = world.client("bob").get(f"{B}/kalender/kalender.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    body: Any = response.content
    found = {one["SUMMARY"]: one for one in events(body)}
    one = found["Bel; vraag, noteer\\"]
    assert one["DTSTART;VALUE=DATE"] == "20260504"
    assert one["DTEND;VALUE=DATE"] == "20260505"
    assert one["DESCRIPTION"] == "Trekker: leraar"
    assert b"Bakker" not in body
    assert b"Adams" not in body
    keys = [e["UID"] for e in events(body)]
    assert len(keys) == len(set(keys))
    assert all(key.endswith("@999801.gok-wijs") for key in keys)


def test_the_key_of_an_event_survives_a_new_title_and_a_new_day(world: World) -> None:
    one = tables.taak(world.school)

    def key() -> str:
        return next(
            p.uid for p in punten(world.school, JAAR.first_day, JAAR.last_day) if p.soort == "taak"
        )

    before = key()
    one.tekst, one.tegen = "Iets anders", date(2026, 5, 1)
    one.save()
    assert key() == before


LINES = st.text(max_size=300)


@given(LINES)
def test_no_line_is_longer_than_75_bytes_and_no_sign_is_cut(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    parts = list(folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert "\n" not in line
    assert "\r" not in line


@given(LINES)
def test_a_text_comes_back_as_it_was_without_control_signs(text: str) -> None:
    plain = "".join(c for c in text if c >= " " and c != "\x7f")
    assert unescaped(escaped(plain)) == plain


def test_the_frame_of_the_file() -> None:
    made = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    data = calendar_file("Plan", [Dagpunt("a@b", date(2026, 12, 31), "Einde", "taak")], made)
    lines = data.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "VERSION:2.0" in lines
    assert "DTSTAMP:20260302T120000Z" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
