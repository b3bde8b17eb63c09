"""The purge list and the purge: the right things, on the right day, really gone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import TestCase
from django.utils import timezone

from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.models import Inschrijving, Verklaring
from gokwijs.apps.loket import services, storage
from gokwijs.apps.loket.models import Document
from gokwijs.apps.loket.selectors import kept_of, orphans, purgeable, terms
from gokwijs.core.telling.model import Onderwijsniveau
from tests.apps.builders import NUMMER, World, client_of, colleague, main_text
from tests.apps.leerling_builders import make_leerling
from tests.apps.loket.builders import declared, moment_of, scan

LIST = f"/school/{NUMMER}/loket/bewaartermijnen/"


@pytest.fixture(autouse=True)
def _stored_long_ago(world: World) -> None:
    """What the world holds was stored on the day of the declaration, in September 2025."""
    then = datetime(2025, 9, 3, 10, 0, tzinfo=timezone.get_default_timezone())
    Verklaring.objects.update(vastgelegd=then)
    Document.objects.update(opgeladen=then)


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)


def what(day: date, world: World) -> list[str]:
    return [entry.wat for entry in purgeable(day, world.school)]


def test_a_scan_may_go_the_day_after_five_years_and_not_a_day_earlier(world: World) -> None:
    """Vic left in January 2026; his declaration is of 3 September 2025."""
    assert what(date(2030, 9, 3), world) == []
    assert what(date(2030, 9, 4), world) == [
        "antwoorden van de verklaring",
        "ondertekend formulier",
    ]


def test_a_declaration_stays_its_term_although_the_pupil_left_long_before(world: World) -> None:
    assert what(date(2029, 12, 31), world) == []
    services.purge(today=date(2029, 12, 31), by=world.alice, school=world.school)
    assert world.declared.verklaringen.count() == 1


def test_the_answers_of_who_is_still_enrolled_stay_and_only_the_scan_goes(world: World) -> None:
    Inschrijving.objects.filter(leerling=world.declared).update(einde=None)
    assert what(date(2035, 1, 1), world) == ["ondertekend formulier"]


def test_the_answers_wait_for_the_end_of_the_record_of_a_pupil_who_left_late(
    world: World,
) -> None:
    """Left in June 2031, may come back in September: the record goes after 31 August 2032."""
    Inschrijving.objects.filter(leerling=world.declared).update(einde=date(2031, 6, 30))
    assert what(date(2032, 8, 31), world) == ["ondertekend formulier"]
    assert "antwoorden van de verklaring" in what(date(2032, 9, 1), world)


def test_a_replaced_declaration_goes_when_its_own_term_is_over(world: World) -> None:
    Inschrijving.objects.filter(leerling=world.declared).update(einde=None)
    declared(world.declared, world.alice, datum=date(2026, 2, 1), reden="Nieuw diploma")
    then = datetime(2026, 2, 1, 10, 0, tzinfo=timezone.get_default_timezone())
    Verklaring.objects.filter(vervangen=False).update(vastgelegd=then)
    assert what(date(2030, 9, 4), world) == [
        "antwoorden van de verklaring",
        "ondertekend formulier",
    ]
    services.purge(today=date(2030, 9, 4), by=world.alice, school=world.school)
    assert world.declared.verklaringen.get().datum == date(2026, 2, 1)


def test_an_old_form_that_comes_in_today_stands_14_days_in_the_list_first(world: World) -> None:
    old = declared(world.leerling, world.alice, datum=date(2021, 9, 1))
    came_in = datetime(2026, 11, 2, 9, 0, tzinfo=timezone.get_default_timezone())
    document = scan(old, world.alice, today=date(2026, 11, 2))
    Verklaring.objects.filter(pk=old.pk).update(vastgelegd=came_in)
    Document.objects.filter(pk=document.pk).update(opgeladen=came_in)
    days = [date(2026, 11, 2) + timedelta(days=n) for n in range(20)]
    assert next(d for d in days if what(d, world)) == date(2026, 11, 16)


def test_a_term_promised_on_uploading_is_never_shortened(world: World) -> None:
    Document.objects.update(bewaren_tot=date(2033, 1, 1))
    assert what(date(2032, 12, 31), world) == [], "nor do the answers go before their scan"
    assert what(date(2033, 1, 2), world) == [
        "antwoorden van de verklaring",
        "ondertekend formulier",
    ]


def test_a_school_without_the_number_of_the_law_purges_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gokwijs.apps.loket import selectors
    from gokwijs.core.law.status import Status
    from gokwijs.core.leerlingen.bewaring import Bewaring

    unknown = Bewaring(None, "geen termijn", Status.ONBEKEND)
    monkeypatch.setattr(selectors, "bewaring_of", lambda *_: unknown)
    assert terms(date(2090, 1, 1), world.school) == []


def test_what_of_one_pupil_must_be_kept_is_known_for_a_request_to_erase(world: World) -> None:
    found = kept_of(world.declared, date(2030, 9, 3))
    assert [(e.wat, e.tot) for e in found] == [
        ("antwoorden van de verklaring", date(2030, 9, 3)),
        ("ondertekend formulier", date(2030, 9, 3)),
    ]
    assert kept_of(world.declared, date(2030, 9, 4)) == []
    assert kept_of(world.leerling, date(2026, 3, 2)) == []


# ---------------------------------------------------------------- the purge


def test_after_the_purge_file_and_rows_are_gone_and_counts_and_day_stay(world: World) -> None:
    moment = moment_of(world)
    moment.hulp.create(verklaring=world.verklaring)
    with TestCase.captureOnCommitCallbacks(execute=True):
        gone = services.purge(today=date(2030, 9, 4), by=world.alice, school=world.school)
    assert (gone.documenten, gone.verklaringen) == (1, 1)
    assert list(storage.names()) == []
    assert not Document.objects.exists()
    assert not world.declared.verklaringen.exists()
    event = Event.objects.get(kind="bewaring.opgeruimd")
    assert event.target == "4 september 2030"
    assert event.data == {"documenten": 1, "verklaringen": 1}
    assert moment.hulp.count() == 1, "how many were helped stays"


def test_the_facts_of_a_purged_declaration_stay_with_the_record_of_the_pupil(
    world: World,
) -> None:
    before = list(world.declared.feiten.order_by("pk").values_list("kenmerk", "antwoord"))
    services.purge(today=date(2030, 9, 4), by=world.alice, school=world.school)
    assert list(world.declared.feiten.order_by("pk").values_list("kenmerk", "antwoord")) == before
    assert not world.declared.feiten.exclude(verklaring=None).exists()


def test_a_purge_of_one_school_leaves_the_others_and_one_of_all_takes_each(world: World) -> None:
    theirs = declared(world.their_leerling, world.charlie)
    scan(theirs, world.charlie)
    later = date(2045, 1, 1)
    services.purge(today=later, by=world.alice, school=world.school)
    assert Document.objects.get().verklaring == theirs
    scan(world.their_leerling.verklaringen.get(), world.charlie)
    gone = services.purge(today=later)
    assert (gone.documenten, gone.verklaringen) == (2, 0)
    event = Event.objects.filter(kind="bewaring.opgeruimd").latest("pk")
    assert (event.school, event.by_name) == ("999802", "systeem")


def test_a_purge_twice_removes_and_logs_once(world: World) -> None:
    for _ in "ab":
        services.purge(today=date(2030, 9, 4), by=world.alice, school=world.school)
    assert Event.objects.filter(kind="bewaring.opgeruimd").count() == 1


def test_a_purge_that_fails_leaves_every_row_and_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = list(storage.names())

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(Event, "save", fail)
    with (
        TestCase.captureOnCommitCallbacks(execute=True),
        pytest.raises(RuntimeError, match="the log is full"),
    ):
        services.purge(today=date(2030, 9, 4), by=world.alice)
    assert list(storage.names()) == files
    assert Document.objects.count() == 1
    assert orphans() == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_test_transaction_the_files_are_really_removed(world: World) -> None:
    scan(world.verklaring, world.alice)
    assert len(list(storage.names())) == 2
    services.purge(today=date(2040, 1, 1))
    assert list(storage.names()) == []


# ---------------------------------------------------------------- the list


def test_the_list_says_what_goes_when_by_which_article_and_in_doubt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client("alice")
    text = main_text(client.get(LIST))
    assert "Vandaag moet of mag er niets weg." in text
    assert "2030 1 1" in text
    assert "vonden we geen termijn in de wet" in text
    assert "OV-06" in text
    on(monkeypatch, date(2030, 8, 21))
    text = main_text(client.get(LIST))
    assert "Aangekondigd 2" in text
    assert "Verklaard Vic" in text
    assert "4/9/2030" in text
    on(monkeypatch, date(2030, 8, 20))
    assert "Aangekondigd 0" in main_text(client.get(LIST))


def test_in_secundair_onderwijs_the_term_stands_in_the_law(world: World) -> None:
    Inschrijving.objects.update(onderwijsniveau=Onderwijsniveau.SO.value)
    text = main_text(world.client("alice").get(LIST))
    assert "vonden we geen termijn" not in text


def test_purging_asks_once_and_needs_the_right_for_privacy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2030, 9, 4))
    secretary = client_of(colleague(world.school, Role.SECRETARIAAT))
    assert "De directeur kan dit opruimen." in main_text(secretary.get(LIST))
    assert secretary.post(LIST, {"zeker": "1"}).status_code == 403
    client = world.client("alice")
    client.post(LIST)
    assert Document.objects.exists()
    assert "Vink aan dat je het zeker weet" in main_text(client.get(LIST))
    response = client.post(LIST, {"zeker": "1"})
    text = main_text(client.get(response["Location"]))
    assert "Opgeruimd: documenten 1, verklaringen 1." in text
    assert not Document.objects.exists()


def test_the_list_of_a_large_school_takes_few_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        one = make_leerling(world.school, world.alice, naam=f"Rij {n}", voornaam="X")
        scan(declared(one, world.alice), world.alice)
    client = world.client("alice")
    with django_assert_max_num_queries(12):
        client.get(LIST)
