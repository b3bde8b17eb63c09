"""The database: constraints, migrations, pragmas, and many writers at once, on both engines."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.audit.services import record
from gokwijs.apps.middelen import services
from gokwijs.apps.middelen.models import (
    Berekening,
    BriefRegel,
    IngevoerdGetal,
    Inlezing,
    OfficieleBrief,
    VerschilNota,
)
from gokwijs.apps.scholen import services as staff
from gokwijs.apps.scholen.models import (
    Membership,
    Scholengroep,
    School,
    SchoolFacts,
    Toegangsuitnodiging,
)
from tests.apps.builders import (
    GETAL,
    NUMMER,
    YEAR,
    World,
    build_world,
    client_of,
    colleague,
    getal,
    uitnodiging,
)
from tests.apps.rooms import TABLES

# ---------------------------------------------------------------- constraints


def _number(world: World, document: str = "Brief") -> None:
    IngevoerdGetal.objects.create(
        school=world.school,
        schooljaar=2026,
        naam=GETAL,
        waarde="1",
        document=document,
        datum=date(2026, 1, 1),
    )


def _facts(world: World, schooljaar: int = 2030, **values: int) -> None:
    SchoolFacts.objects.create(school=world.school, schooljaar=schooljaar, **values)


def _ended_twice(world: World) -> None:
    now = timezone.now()
    Toegangsuitnodiging.objects.filter(pk=world.uitnodiging.pk).update(accepted=now, revoked=now)


def _letter(world: World, **values: Any) -> None:
    given = {"document": "Brief", "datum": date(2026, 3, 1), "by_naam": "x", **values}
    OfficieleBrief.objects.create(school=world.school, schooljaar=2026, **given)


def _line(world: World, **values: Any) -> None:
    given = {"soort": "uren", "sleutel": "ses_lestijden_lager", "waarde": "1", **values}
    BriefRegel.objects.create(brief=world.brief, by_naam="x", **given)


def _note(world: World, **values: Any) -> None:
    given = {"regel": "x", "staat": "open", "tekst": "t", "officieel": "1", "eigen": "2", **values}
    VerschilNota.objects.create(school=world.school, schooljaar=2026, by_naam="x", **given)


Violation = Callable[[World], Any]
VIOLATIONS: list[tuple[str, Violation]] = [
    ("access_user_email_lower", lambda w: User.objects.create(email="ALICE@zandloper.invalid")),
    ("User.email", lambda w: User.objects.create(email=w.alice.email)),
    ("School.instellingsnummer", lambda w: School.objects.create(instellingsnummer=NUMMER)),
    ("Scholengroep.naam", lambda w: [Scholengroep.objects.create(naam="Groep") for _ in "ab"]),
    ("facts_once_per_year", lambda w: _facts(w, 2026)),
    ("facts_answers", lambda w: _facts(w, brussel=3)),
    ("facts_answers", lambda w: _facts(w, nieuwe_school=3)),
    ("facts_answers", lambda w: _facts(w, vestigingen_verspreid=3)),
    ("membership_once", lambda w: Membership.objects.create(user=w.bob, school=w.school)),
    (
        "toegangsuitnodiging_one_open",
        lambda w: uitnodiging(w.school, "NORA@nieuw.invalid", token="x"),
    ),
    ("toegangsuitnodiging_one_end", lambda w: _ended_twice(w)),
    ("Toegangsuitnodiging.token_hash", lambda w: uitnodiging(w.school, "x@nieuw.invalid")),
    ("getal_once_per_year", lambda w: [_number(w) for _ in "ab"]),
    ("getal_has_document", lambda w: _number(w, document="")),
    ("brief_has_document", lambda w: _letter(w, document="")),
    ("brief_status", lambda w: _letter(w, status="weg")),
    ("brief_file_once", lambda w: [_letter(w, bestand_hash="a1") for _ in "ab"]),
    ("briefregel_once", lambda w: _line(w)),
    ("briefregel_soort", lambda w: _line(w, soort="punten")),
    ("briefregel_has_value", lambda w: _line(w, sleutel="anders", waarde="")),
    ("verschilnota_staat", lambda w: _note(w, staat="misschien")),
    ("verschilnota_has_text", lambda w: _note(w, tekst="")),
    *(violation for table in TABLES for violation in table.VIOLATIONS),
]


def constraints() -> set[str]:
    """Every named constraint and every unique field of our own models."""
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("gokwijs."):
            continue
        found |= {c.name for c in model._meta.constraints}
        found |= {
            f"{model.__name__}.{f.name}"
            for f in model._meta.local_fields
            if f.unique and not f.primary_key
        }
    return found


def test_every_constraint_has_a_violation_here() -> None:
    assert constraints() == {name for name, _ in VIOLATIONS}


@pytest.mark.parametrize(("name", "violate"), VIOLATIONS)
def test_the_database_itself_refuses_a_violation(
    world: World, name: str, violate: Violation
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        violate(world)


def test_a_row_of_a_school_that_does_not_exist_is_refused(world: World) -> None:
    def orphan() -> None:
        Membership.objects.filter(user=world.bob).update(school_id=424242)
        connection.check_constraints()  # as at the end of a real transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        orphan()


def test_a_user_that_disappears_leaves_the_calculation_and_its_name(world: World) -> None:
    world.alice.delete()
    found = Berekening.objects.get(pk=world.berekening.pk)
    assert found.by is None
    assert found.by_naam == "Alice Adams"


# ---------------------------------------------------------------- migrations and settings


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


@pytest.mark.django_db
def test_the_checks_of_the_framework_find_nothing() -> None:
    call_command("check", fail_level="WARNING")


@pytest.mark.django_db
def test_the_engine_is_the_one_asked_for_and_well_set_up() -> None:
    """SQLite: write-ahead log, foreign keys, patience, IMMEDIATE. PostgreSQL: live connections."""
    asked = os.environ.get("GOKWIJS_DATABASE_URL", "sqlite")
    assert asked.startswith(connection.vendor[:8])
    if connection.vendor == "postgresql":
        assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True
        return
    with connection.cursor() as cursor:
        values = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert values == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 20000,
        "synchronous": 1,
    }
    assert connection.transaction_mode == "IMMEDIATE"


# ---------------------------------------------------------------- many writers at once


def at_once(number: int, work: Callable[[int], Any]) -> list[Any]:
    """Run the work in threads that start together; what each returned or raised."""
    barrier, results = threading.Barrier(number), [None] * number

    def run(place: int) -> None:
        try:
            barrier.wait(timeout=30)
            results[place] = work(place)
        except Exception as error:  # the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_all_succeed() -> None:
    world = build_world()
    count = Event.objects.count()

    def work(place: int) -> None:
        for n in range(5):
            with transaction.atomic():
                Event.objects.count()  # read first, then write: what fails without IMMEDIATE
                record(kind="export", by=world.alice, school=NUMMER, target=f"{place}-{n}")

    assert at_once(8, work) == [None] * 8
    assert Event.objects.count() == count + 40


@pytest.mark.django_db(transaction=True)
def test_one_reading_confirmed_by_many_at_once_gives_one_calculation() -> None:
    world = build_world()
    before = Berekening.objects.count()
    results = at_once(6, lambda n: services.confirm(inlezing=world.concept, by=world.alice))
    made = [r for r in results if isinstance(r, Berekening)]
    refused = [r for r in results if isinstance(r, services.AlreadyDecidedError)]
    assert (len(made), len(refused)) == (1, 5)
    assert Berekening.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_confirming_and_throwing_away_at_once_does_one_of_both() -> None:
    world = build_world()
    before = Berekening.objects.count()

    def work(place: int) -> Any:
        service = services.confirm if place % 2 else services.reject
        return service(inlezing=world.concept, by=world.alice)

    results = at_once(4, work)
    assert sum(isinstance(r, services.AlreadyDecidedError) for r in results) == 3
    confirmed = Berekening.objects.count() - before
    assert confirmed + (not Inlezing.objects.filter(pk=world.concept.pk).exists()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_through_the_browser_calculates_once() -> None:
    world = build_world()
    path = f"/school/{NUMMER}/middelen/nakijken/{world.concept.pk}/"
    clients = [client_of(world.alice) for _ in range(4)]
    before = Berekening.objects.count()
    statuses = at_once(4, lambda n: clients[n].post(path).status_code)
    assert statuses == [302] * 4
    assert Berekening.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_two_managers_cannot_end_each_others_rights_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = build_world()
    check = staff._keep_a_manager

    def slow_check(*args: Any) -> None:
        check(*args)
        time.sleep(0.3)  # long enough for the other to look as well

    monkeypatch.setattr(staff, "_keep_a_manager", slow_check)
    second = colleague(world.school, Role.DIRECTEUR)
    rows = [world.member("alice"), Membership.objects.get(user=second)]

    def work(place: int) -> None:
        staff.change_roles(
            membership=Membership.objects.get(pk=rows[place].pk),
            roles=[Role.LERAAR.value],
            by=world.alice,
        )

    results = at_once(2, work)
    assert sum(isinstance(r, staff.LastManagerError) for r in results) == 1
    managers = [m for m in world.school.memberships.all() if "directeur" in m.roles]
    assert len(managers) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_number_typed_twice_at_once_is_stored_once() -> None:
    world = build_world()
    results = at_once(4, lambda n: getal(world.school, world.alice, waarde=f"{n + 1}").pk)
    assert len(set(results)) == 1, results
    assert IngevoerdGetal.objects.get().waarde in {"1", "2", "3", "4"}
    assert Event.objects.filter(kind="getal.ingevoerd").count() == 4


@pytest.mark.django_db(transaction=True)
def test_pages_are_read_while_others_write() -> None:
    world = build_world()
    clients = [client_of(world.alice) for _ in range(3)]

    def work(place: int) -> Any:
        if place < 3:
            path = f"/school/{NUMMER}/middelen/?{YEAR}"
            return [clients[place].get(path).status_code for _ in range(3)]
        for _ in range(3):
            services.calculate_again(berekening=world.berekening, by=world.alice)
        return None

    assert at_once(6, work) == [[200] * 3] * 3 + [None] * 3
