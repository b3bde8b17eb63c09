"""Every write leaves an event in the same transaction; events cannot be changed."""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from gokwijs.apps.access import services as access
from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import AppendOnlyError, Event
from gokwijs.apps.audit.presenters import SENTENCES, sentence
from gokwijs.apps.audit.services import record
from gokwijs.apps.middelen import services as middelen
from gokwijs.apps.middelen import services_brief
from gokwijs.apps.middelen.models import IngevoerdGetal, VerschilNota
from gokwijs.apps.privacy.models import Bewaring
from gokwijs.apps.scholen import services as scholen
from gokwijs.apps.scholen.models import Membership
from gokwijs.core.calendar import teldag
from gokwijs.core.middelen.officieel import LINES
from gokwijs.core.telling.model import Telling
from tests.apps.builders import (
    GETAL,
    JA,
    JAAR,
    LESTIJDEN,
    NUMMER,
    World,
    basisschool,
    brief,
    getal,
    main_text,
    snapshot,
    telbestand,
)
from tests.apps.pages import PAGES
from tests.apps.rooms import TABLES

Write = Callable[[World], Any]
PUPIL = "Zandman"  # of the world of the tests


def _upload(world: World) -> Any:
    return middelen.read_upload(
        school=world.school,
        schooljaar=JAAR,
        teldag=teldag(JAAR),
        stream=io.BytesIO(basisschool()),
        filename="leerlingen.csv",
        vorige_stream=None,
        vorige_filename="",
        by=world.alice,
    )


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Write, list[str]]] = {
    "access.create_user": (
        lambda w: access.create_user(
            email="n@zandloper.invalid", naam="Nieuw", password=None, by=w.alice
        ),
        ["gebruiker.gemaakt"],
    ),
    "access.record_account": (
        lambda w: access.record_account(kind="account.ingelogd", by=w.alice),
        ["account.ingelogd"],
    ),
    "access.record_failed_login": (
        lambda w: access.record_failed_login(email=w.alice.email),
        ["account.mislukt"],
    ),
    "audit.record": (lambda w: record(kind="export", by=w.alice, target="proef"), ["export"]),
    "scholen.create_school": (
        lambda w: scholen.create_school(instellingsnummer="999809", naam="Derde", by=w.alice),
        ["school.gemaakt"],
    ),
    "scholen.save_facts": (
        lambda w: scholen.save_facts(school=w.school, schooljaar=JAAR, by=w.alice, brussel=JA),
        ["school.gegevens"],
    ),
    "scholen.add_member": (
        lambda w: scholen.add_member(
            school=w.school,
            email="n@zandloper.invalid",
            naam="Nieuw",
            roles=[Role.ZORG.value],
            by=w.alice,
        ),
        ["gebruiker.gemaakt", "medewerker.toegevoegd"],
    ),
    "scholen.change_roles": (
        lambda w: scholen.change_roles(
            membership=w.member("bob"), roles=[Role.ZORG.value], by=w.alice
        ),
        ["medewerker.rollen"],
    ),
    "scholen.remove_member": (
        lambda w: scholen.remove_member(membership=w.member("bob"), by=w.alice),
        ["medewerker.verwijderd"],
    ),
    "scholen.let_leraar_see_klas": (
        lambda w: scholen.let_leraar_see_klas(school=w.school, allowed=True, by=w.alice),
        ["school.leraren"],
    ),
    "scholen.invite": (
        lambda w: scholen.invite(
            school=w.school,
            email="pia@pbd.invalid",
            naam="Pia",
            roles=[Role.PBD.value],
            tot=date(2026, 6, 30),
            schoolzone=True,
            by=w.alice,
        ),
        ["toegang.uitgenodigd"],
    ),
    "scholen.renew_invitation": (
        lambda w: scholen.renew_invitation(invitation=w.uitnodiging, by=w.alice),
        ["toegang.vernieuwd"],
    ),
    "scholen.revoke_invitation": (
        lambda w: scholen.revoke_invitation(invitation=w.uitnodiging, by=w.alice),
        ["toegang.ingetrokken"],
    ),
    "scholen.accept_invitation": (
        lambda w: scholen.accept_invitation(invitation=w.their_uitnodiging, by=w.alice),
        ["toegang.aangenomen"],
    ),
    "scholen.password_key": (
        lambda w: scholen.password_key(user=w.bob, by=w.alice, school=w.school),
        ["toegang.sleutel"],
    ),
    "middelen.read_upload": (_upload, ["telling.ingelezen"]),
    "middelen.store_totals": (
        lambda w: middelen.store_totals(
            school=w.school,
            schooljaar=JAAR,
            telling=Telling.from_json(w.concept.telling),
            vorige=None,
            by=w.alice,
        ),
        ["telling.ingelezen"],
    ),
    "middelen.confirm": (
        lambda w: middelen.confirm(inlezing=w.concept, by=w.alice),
        ["berekening.gemaakt"],
    ),
    "middelen.reject": (
        lambda w: middelen.reject(inlezing=w.concept, by=w.alice),
        ["telling.verworpen"],
    ),
    "middelen.calculate_again": (
        lambda w: middelen.calculate_again(berekening=w.berekening, by=w.alice),
        ["berekening.gemaakt"],
    ),
    "middelen.calculate_telling": (
        lambda w: middelen.calculate_telling(
            school=w.school,
            schooljaar=JAAR,
            telling=Telling.from_json(w.concept.telling),
            vorige=None,
            herkomst="vastgelegde telling",
            by=w.alice,
        ),
        ["berekening.gemaakt"],
    ),
    "middelen.enter_number": (lambda w: getal(w.school, w.alice), ["getal.ingevoerd"]),
    "middelen.delete_number": (
        lambda w: middelen.delete_number(
            number=w.school.getallen.get(naam=GETAL.replace("thuistaal", "buurt")), by=w.alice
        ),
        ["getal.verwijderd"],
    ),
    "middelen.record_brief": (lambda w: brief(w.school, w.alice), ["brief.vastgelegd"]),
    "middelen.change_brief": (
        lambda w: services_brief.change_brief(
            brief=w.brief,
            head=services_brief.Head("Omkadering", date(2026, 3, 2)),
            lines={LINES[LESTIJDEN]: services_brief.Typed(Fraction(7), "verbeterd")},
            by=w.alice,
        ),
        ["brief.aangepast"],
    ),
    "middelen.read_telbestand": (
        lambda w: services_brief.read_telbestand(
            school=w.school,
            stream=io.BytesIO(telbestand()),
            filename="overzicht.xlsx",
            today=date(2026, 3, 2),
            by=w.alice,
        ),
        ["telbestand.ingelezen"],
    ),
    "middelen.note_verschil": (
        lambda w: services_brief.note_verschil(
            school=w.school,
            schooljaar=JAAR,
            line=LINES[LESTIJDEN],
            staat=VerschilNota.Staat.VERKLAARD,
            tekst="Nagevraagd bij AgODi.",
            officieel="9",
            eigen="8",
            by=w.alice,
        ),
        ["verschil.genoteerd"],
    ),
    "middelen.withdraw_brief": (
        lambda w: services_brief.withdraw_brief(brief=w.brief, reden="dubbel", by=w.alice),
        ["brief.ingetrokken"],
    ),
    **{name: write for table in TABLES for name, write in table.WRITES.items()},
}
READS = {
    "access.shortened": lambda w: access.shortened(w.alice.email),
    "scholen.hash_of": lambda w: scholen.hash_of("x"),
    "scholen.may_choose_first_password": lambda w: scholen.may_choose_first_password(
        user=w.bob, school=w.school
    ),
    "scholen.may_make_password_link": lambda w: scholen.may_make_password_link(
        user=w.bob, school=w.school
    ),
    "middelen.values_of": lambda w: middelen.values_of(w.school, JAAR),
    "middelen.case_of": lambda w: middelen.case_of(w.berekening),
    **{name: read for table in TABLES for name, read in table.READS.items()},
}


# Writes that leave no event on purpose, each with its reason where it stands.
SILENT = {name: write for table in TABLES for name, write in getattr(table, "SILENT", {}).items()}
# What events of the rooms may hold beside their sentence; never a name or an answer.
EVENT_KEYS = {key for table in TABLES for key in table.EVENT_KEYS}


@pytest.fixture
def prepared(world: World) -> World:
    getal(world.school, world.alice, GETAL.replace("thuistaal", "buurt"))
    Bewaring.objects.create(leerling=world.leerling, reden="beroep", tot=date(2026, 12, 31))
    return world


def public_services() -> set[str]:
    """Every public function of every services*.py of the rooms."""
    found = set()
    for config in apps.get_app_configs():
        if not config.name.startswith("gokwijs.apps."):
            continue
        for path in Path(config.path).glob("services*.py"):
            module = import_module(f"{config.name}.{path.stem}")
            for name, value in vars(module).items():
                own = inspect.isfunction(value) and value.__module__ == module.__name__
                if own and not name.startswith("_"):
                    found.add(f"{config.label}.{name}")
    return found


def test_every_public_service_is_in_a_table_here() -> None:
    assert public_services() == set(WRITES) | set(READS) | set(SILENT)


@pytest.mark.parametrize("name", SILENT)
def test_a_silent_write_writes_and_leaves_no_event(prepared: World, name: str) -> None:
    before, count = snapshot(), Event.objects.count()
    SILENT[name](prepared)
    assert Event.objects.count() == count
    assert {label for label, rows in snapshot().items() if rows != before[label]}


@pytest.mark.parametrize("name", WRITES)
def test_a_write_leaves_its_event_with_who_and_where(prepared: World, name: str) -> None:
    write, kinds = WRITES[name]
    before, count = snapshot(), Event.objects.count()
    write(prepared)
    fresh = list(Event.objects.order_by("pk")[count:])
    assert [e.kind for e in fresh] == kinds
    assert {(e.by_id, e.by_name) for e in fresh} == {(prepared.alice.pk, "Alice Adams")}
    # The login library fills its own list of addresses when it makes a key.
    changed = {label for label, rows in snapshot().items() if rows != before[label]} - {
        "account.EmailAddress"
    }
    only_the_log = name in (
        "scholen.password_key",
        "audit.record",
        "access.record_account",
        "access.record_failed_login",
    )
    assert changed == {"audit.Event"} if only_the_log else len(changed) > 1


@pytest.mark.parametrize("name", WRITES)
def test_when_the_event_cannot_be_written_nothing_is(
    prepared: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(Event, "save", fail)
    with pytest.raises(RuntimeError, match="the log is full"):
        WRITES[name][0](prepared)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("name", "model"),
    [("middelen.delete_number", IngevoerdGetal), ("scholen.remove_member", Membership)],
)
def test_when_a_row_cannot_be_deleted_the_log_does_not_say_so(
    prepared: World, name: str, model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(model, "delete", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        WRITES[name][0](prepared)
    assert snapshot() == before


@pytest.mark.parametrize("name", READS)
def test_a_read_writes_nothing(prepared: World, name: str) -> None:
    before = snapshot()
    READS[name](prepared)
    assert snapshot() == before


def test_the_first_use_page_is_all_or_nothing(
    db: None, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.apps.test_login import WELCOME

    before = snapshot()
    real = Event.save

    def fail_on_school(self: Event, *args: Any, **kwargs: Any) -> None:
        if self.kind == "school.gemaakt":
            raise RuntimeError("the log is full")
        real(self, *args, **kwargs)

    monkeypatch.setattr(Event, "save", fail_on_school)
    with pytest.raises(RuntimeError):
        client.post("/welkom/", WELCOME)
    assert snapshot() == before


# ---------------------------------------------------------------- append only


def test_an_event_cannot_be_changed_or_deleted(world: World) -> None:
    event = Event.objects.first()
    assert event is not None
    before = snapshot()
    event.target = "iets anders"
    attempts: list[Callable[[], Any]] = [
        event.save,
        event.delete,
        lambda: Event.objects.all().delete(),
        lambda: Event.objects.filter(pk=event.pk).update(target="x"),
        lambda: Event.objects.update(by_name="Niemand"),
        lambda: Event.objects.bulk_update([event], ["target"]),
        lambda: Event.objects.update_or_create(pk=event.pk, defaults={"target": "x"}),
        lambda: Event(pk=event.pk, kind="export", by_name="x").save(),
    ]
    for attempt in attempts:
        with pytest.raises(AppendOnlyError), transaction.atomic():
            attempt()
    assert snapshot() == before


def test_events_outlive_the_people_and_school_they_tell_about(world: World) -> None:
    count = Event.objects.filter(school="999802").count()
    world.other.delete()
    world.charlie.delete()
    events = Event.objects.filter(school="999802")
    assert events.count() == count
    assert {e.by_name for e in events} == {"Charlie Claes"}


PLAN = (
    *("beleid.", "inzet.", "opvolging.", "samen.", "dossier.", "kader.", "zelfevaluatie."),
    *("toetsen.", "effect."),
)


def _alone(write: Any, world: World) -> list[Event]:
    """What one write logs; afterwards everything is as it was."""
    count = Event.objects.count()
    point = transaction.savepoint()
    write(world)
    fresh = list(Event.objects.order_by("pk")[count:])
    transaction.savepoint_rollback(point)
    return fresh


def test_no_event_names_a_pupil_or_a_count_of_pupils(prepared: World) -> None:
    # Freezing needs pupils that a later write takes away; who is erased can do nothing more.
    events: list[Event] = []
    order = sorted(
        WRITES,
        key=lambda n: (n == "privacy.erase_leerling", not n.startswith(("teldag.", "analyse."))),
    )
    for name in order:
        if name == "privacy.erase_leerling":  # an earlier write holds this pupil back
            Bewaring.objects.all().delete()
        write = WRITES[name][0]
        if name.startswith(PLAN):  # each from the same plan: one write would close another's row
            events += _alone(write, prepared)
        elif name not in ("middelen.reject", "inlezen.reject_import"):  # decided by then
            write(prepared)
    for event in (*events, *Event.objects.all()):
        text = f"{event.target} {event.data}"
        assert "260000" not in text
        assert PUPIL not in text
        assert set(event.data) <= {
            "rollen",
            "klassen",
            "tot",
            "schoolzone",
            "adres",
            "rijen",
            "bestand",
            "berekening",
            "document",
            "datum",
            "brussel",
            "nieuwe_school",
            "vestigingen_verspreid",
            "toeslag_leerlingen",
            "toeslag_noemer",
            "lezing_vestigingen",
            "regels",
            "regel",
            "staat",
            "reden",
            *EVENT_KEYS,
        }


# ---------------------------------------------------------------- the log on screen


def test_every_kind_of_event_reads_as_a_dutch_sentence() -> None:
    logged = {kind for _, kinds in WRITES.values() for kind in kinds}
    logged |= {kind for page in PAGES for kind in (*page.events, *page.get_events)}
    logged |= set(access.ACCOUNT_KINDS)  # each is provoked in test_login.py
    assert logged == set(SENTENCES)


def test_a_target_with_braces_is_only_text() -> None:
    event = Event(kind="school.gemaakt", target="{0.__class__} {naam}")
    assert sentence(event) == "maakte de school {0.__class__} {naam} aan"


def test_the_log_shows_only_this_school_newest_first(prepared: World) -> None:
    text = main_text(prepared.client("alice").get(f"/school/{NUMMER}/logboek/"))
    assert "Alice Adams voerde een getal in:" in text
    assert text.index("voerde een getal in") < text.index("maakte de school De Zandloper aan")
    assert "School Elders" not in text
    assert "Charlie" not in text


def test_a_long_log_is_paged(world: World) -> None:
    for n in range(60):
        record(kind="export", by=world.alice, school=NUMMER, target=f"bestand {n}")
    client = world.client("alice")
    pages = -(-Event.objects.filter(school=NUMMER).count() // 50)
    assert f"Pagina 1 van {pages}" in main_text(client.get(f"/school/{NUMMER}/logboek/"))
    assert "bestand 1" in main_text(client.get(f"/school/{NUMMER}/logboek/?p=2"))
