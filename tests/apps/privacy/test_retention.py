"""What goes, when, announced, and what stays: the acceptance lines on retention."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.models import Event
from gokwijs.apps.effect.models import Deelname
from gokwijs.apps.leerlingen import erasure, retention
from gokwijs.apps.leerlingen import services as pupils
from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.leerlingen.retention import Due, Purgeable
from gokwijs.apps.loket.models import Document
from gokwijs.apps.privacy import selectors, services
from gokwijs.apps.privacy.models import Aankondiging, Verzegeling
from gokwijs.apps.scholen.models import Membership
from gokwijs.apps.toetsen.models import Score, Scorelezing
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Graad, Onderwijsniveau
from tests.apps.builders import TODAY, World, build_world, kinds, main_text, snapshot
from tests.apps.leerling_builders import make_leerling
from tests.apps.test_database import at_once

LAST_DAY = date(2026, 6, 30)  # of schooljaar 2025-2026
GONE = date(2027, 9, 1)
DECLARED = date(2025, 9, 3)
NAME = "Onvindbaarsen"


def left(
    world: World, niveau: Onderwijsniveau = Onderwijsniveau.SO, declared: bool = True, **kwargs: Any
) -> Leerling:
    """A pupil whose last enrolled year was 2025-2026."""
    graad = Graad.EERSTE if niveau is Onderwijsniveau.SO else Graad.NONE
    leerling = make_leerling(
        world.school,
        world.alice,
        naam=NAME,
        voornaam="Olivia",
        niveau=niveau,
        graad=graad,
        einde=LAST_DAY,
        schooltoeslag=Antwoord.JA,
        **kwargs,
    )
    pupils.update_leerling(
        leerling=leerling,
        by=world.alice,
        geboortedatum=date(2013, 5, 6),
        vorige_school="Basisschool Verweg",
    )
    if declared:
        pupils.record_verklaring(
            leerling=leerling,
            talen=dict.fromkeys(Gezinslid, Taal.ANDERE),
            opleiding=Opleiding.LAGER,
            datum=DECLARED,
            kanaal=Verklaring.Kanaal.PAPIER,
            by=world.alice,
        )
    return leerling


def run(world: World, *days: date) -> list[str]:
    return [said for day in days for said in services.tidy(school=world.school, today=day, by=None)]


def nightly(world: World, begin: date, end: date) -> None:
    run(world, *(begin + timedelta(days=n) for n in range((end - begin).days + 1)))


def stored_text() -> str:
    return str(snapshot())


# ---------------------------------------------------------------- the acceptance line


def test_on_1_september_2027_no_record_of_who_left_in_2025_2026_exists(world: World) -> None:
    plain = left(world, declared=False)
    sealed = left(world)
    nightly(world, date(2027, 8, 1), GONE - timedelta(days=1))
    assert Leerling.objects.filter(pk__in=[plain.pk, sealed.pk]).count() == 2, "not a day too early"
    run(world, GONE)
    assert not Leerling.objects.filter(pk=plain.pk).exists()
    for word in (NAME, NAME.lower(), "Olivia", "2013-05-06", "datetime.date(2013, 5, 6)", "Verweg"):
        assert word not in stored_text()


def test_a_sealed_declaration_younger_than_five_years_is_still_there(world: World) -> None:
    leerling = left(world)
    nightly(world, date(2027, 8, 1), GONE)
    leerling.refresh_from_db()
    assert leerling.naam == GEWIST
    verklaring = leerling.verklaringen.get()
    assert (verklaring.moeder, verklaring.opleiding) == ("andere", "lager")
    assert {f.kenmerk for f in leerling.feiten.all()} == {"thuistaal", "opleiding_moeder"}
    assert not leerling.inschrijvingen.exists()
    seal = Verzegeling.objects.get(leerling=leerling)
    assert (seal.weg_op, seal.plicht) == (date(2030, 9, 4), True)
    run(world, date(2030, 8, 10), date(2030, 9, 3))
    assert Leerling.objects.filter(pk=leerling.pk).exists(), "the fifth year is not over"
    run(world, date(2030, 9, 4))
    assert not Leerling.objects.filter(pk=leerling.pk).exists()


def test_who_is_enrolled_or_left_later_stays(world: World) -> None:
    later = make_leerling(world.school, world.alice, naam="Later", einde=date(2026, 9, 1))
    before = list(world.leerling.feiten.values())
    nightly(world, date(2027, 8, 1), date(2027, 9, 5))
    later.refresh_from_db()
    world.leerling.refresh_from_db()
    assert (later.naam, world.leerling.naam) == ("Later", "Zandman")
    assert list(world.leerling.feiten.values()) == before


@pytest.mark.django_db(transaction=True)
def test_an_erased_name_is_not_left_behind_in_free_pages_of_the_file() -> None:
    world = build_world()
    left(world, declared=False)
    if connection.vendor != "sqlite":  # there the server keeps the files, and cleans them itself
        nightly(world, date(2027, 8, 15), GONE)
        assert not Leerling.objects.filter(naam=NAME).exists()
        return
    path = Path(str(connection.settings_dict["NAME"]))

    def on_disk() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return NAME.encode() in path.read_bytes()

    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1
    assert on_disk()
    nightly(world, date(2027, 8, 15), GONE)
    assert not on_disk()


# ---------------------------------------------------------------- announcing


def test_nothing_goes_that_was_not_announced_fourteen_days_ahead(world: World) -> None:
    world.school.leerling_imports.all().delete()
    world.school.rondes.all().delete()
    Scorelezing.objects.all().delete()
    Score.objects.all().delete()
    Deelname.objects.all().delete()
    leerling = left(world, declared=False)
    assert run(world, GONE) == [
        "Gewist: ingelezen tellingen zonder ja (1).",
        "Aangekondigd: leerlingen die weg zijn (2), vanaf 15 september 2027.",
    ]
    run(world, date(2027, 9, 14))
    assert Leerling.objects.filter(pk=leerling.pk).exists()
    assert "Gewist: leerlingen die weg zijn (2)." in run(world, date(2027, 9, 15))


def test_a_run_that_falls_out_makes_nothing_late(world: World) -> None:
    leerling = left(world, declared=False)
    run(world, date(2027, 8, 5))
    told = Aankondiging.objects.get(sleutel="leerlingen")
    assert (told.aantal, told.weg_op) == (2, GONE)
    run(world, GONE)
    assert not Leerling.objects.filter(pk=leerling.pk).exists()


def test_somebody_who_left_long_ago_on_paper_only_is_announced_first(world: World) -> None:
    left(world, declared=False)
    run(world, date(2027, 8, 5))
    backdated = left(world, declared=False)
    run(world, GONE)
    assert Leerling.objects.filter(pk=backdated.pk).exists()
    assert Aankondiging.objects.filter(sleutel="leerlingen", gewist_op=None).get().weg_op == (
        GONE + timedelta(days=14)
    )


def test_twice_on_a_day_does_nothing_more_than_once(world: World) -> None:
    left(world)
    for day in (date(2027, 8, 10), GONE):
        run(world, day)
        before, events = snapshot(), Event.objects.count()
        assert run(world, day) == []
        assert snapshot() == before
        assert Event.objects.count() == events


def test_what_is_left_is_a_count_and_a_date(world: World) -> None:
    leerling = left(world, declared=False)
    nightly(world, date(2027, 8, 10), GONE)
    told = Aankondiging.objects.get(sleutel="leerlingen", gewist_op=GONE)
    assert (told.gewist_aantal, told.rijen) == (2, [])
    event = Event.objects.filter(kind="privacy.opgeruimd").first()
    assert event is not None
    assert event.target == "leerlingen die weg zijn (2)"
    assert event.data == {"soort": "leerlingen", "aantal": 2}
    assert event.by_name == "systeem"
    assert leerling.stamnummer not in str(told.__dict__) + str(event.__dict__)


def test_who_comes_back_after_the_announcement_stays(world: World) -> None:
    leerling = left(world)
    run(world, date(2027, 8, 10))
    pupils.open_inschrijving(
        leerling=leerling,
        begin=date(2027, 9, 1),
        plaats=Plaats("1", Onderwijsniveau.SO, Graad.EERSTE, leerjaar="2"),
        by=world.alice,
    )
    run(world, GONE)
    leerling.refresh_from_db()
    assert leerling.naam == NAME


def test_who_comes_back_after_the_erasure_finds_the_verklaring_and_loses_the_seal(
    world: World,
) -> None:
    leerling = left(world)
    nightly(world, date(2027, 8, 10), GONE)
    leerling.refresh_from_db()
    pupils.update_leerling(leerling=leerling, by=world.alice, naam="Terug", voornaam="Olivia")
    pupils.open_inschrijving(
        leerling=leerling,
        begin=date(2027, 9, 6),
        plaats=Plaats("1", Onderwijsniveau.SO, Graad.EERSTE, leerjaar="2"),
        by=world.alice,
    )
    run(world, date(2030, 8, 10), date(2030, 9, 10))
    leerling.refresh_from_db()
    assert leerling.naam == "Terug"
    assert leerling.verklaringen.filter(vervangen=False).exists()


# ---------------------------------------------------------------- a contested decision


def test_a_contested_decision_holds_a_pupil_back_with_reason_and_end(world: World) -> None:
    contested, other = left(world, declared=False), left(world, declared=False)
    services.hold_leerling(
        leerling=contested,
        reden="beroep tegen een attest",
        tot=date(2027, 12, 31),
        today=TODAY,
        by=world.alice,
    )
    nightly(world, date(2027, 8, 10), GONE)
    assert Leerling.objects.filter(pk=contested.pk).exists()
    assert not Leerling.objects.filter(pk=other.pk).exists()
    nightly(world, date(2027, 12, 1), date(2027, 12, 31))
    assert Leerling.objects.filter(pk=contested.pk).exists()
    run(world, date(2028, 1, 1))
    assert not Leerling.objects.filter(pk=contested.pk).exists(), "announced while still held"


@pytest.mark.parametrize(
    ("reden", "tot", "zin"),
    [
        ("  ", date(2027, 1, 1), "Schrijf welke beslissing betwist wordt."),
        ("beroep", TODAY, "Kies een einddatum die nog moet komen."),
    ],
)
def test_holding_needs_a_reason_and_an_end(world: World, reden: str, tot: date, zin: str) -> None:
    with pytest.raises(services.PrivacyError, match=zin):
        services.hold_leerling(
            leerling=world.leerling, reden=reden, tot=tot, today=TODAY, by=world.alice
        )


# ---------------------------------------------------------------- log, readings, accounts


def _moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.get_default_timezone())


def _age(event: Event, moment: datetime) -> None:
    """What only a test may do: an event of another day."""
    models.QuerySet(Event).filter(pk=event.pk).update(moment=moment)


def test_the_log_ends_after_24_months_and_says_how_much_went(world: World) -> None:
    old, young = Event.objects.filter(school=world.school.instellingsnummer)[:2]
    theirs = Event.objects.filter(school=world.other.instellingsnummer)[0]
    _age(old, _moment(2026, 3, 31, 23, 30))
    _age(theirs, _moment(2026, 3, 31, 23, 30))
    _age(young, _moment(2026, 4, 1, 0, 30))
    run(world, date(2028, 2, 10), date(2028, 2, 29))
    assert Event.objects.filter(pk=old.pk).exists()
    assert "Gewist: regels in het logboek (1)." in run(world, date(2028, 3, 1))
    assert not Event.objects.filter(pk=old.pk).exists()
    assert Event.objects.filter(pk=young.pk).exists()
    assert Event.objects.filter(pk=theirs.pk).exists(), "another school has its own run"


def test_a_reading_without_a_yes_goes_after_30_days_and_a_calculation_stays(world: World) -> None:
    made = timezone.localdate(world.concept.created)
    run(world, made + timedelta(days=29))
    assert world.school.inlezingen.filter(pk=world.concept.pk).exists()
    run(world, made + timedelta(days=30))
    assert not world.school.inlezingen.filter(pk=world.concept.pk).exists()
    assert world.school.berekeningen.filter(pk=world.berekening.pk).exists()
    assert world.school.inlezingen.filter(status="bevestigd").exists()


def test_an_account_that_works_nowhere_goes_after_the_next_schooljaar(world: World) -> None:
    world.member("bob").delete()
    joined = _moment(2025, 10, 1, 12, 0)
    User.objects.update(date_joined=joined, last_login=None)
    for day in (date(2027, 8, 10), date(2027, 8, 31)):
        services.tidy(school=None, today=day, by=None)
        assert User.objects.filter(pk=world.bob.pk).exists()
    services.tidy(school=None, today=GONE, by=None)
    assert not User.objects.filter(pk=world.bob.pk).exists()
    assert User.objects.filter(pk__in=[world.alice.pk, world.charlie.pk]).count() == 2


def test_an_access_with_an_end_goes_after_the_next_schooljaar(world: World) -> None:
    Membership.objects.filter(user=world.bob).update(tot=date(2026, 5, 31))
    run(world, date(2027, 8, 10), GONE)
    assert not Membership.objects.filter(user=world.bob).exists()


# ---------------------------------------------------------------- other rooms


@pytest.fixture
def rooms() -> Iterator[list[str]]:
    done: list[str] = []

    def forget(leerling: Leerling) -> list[str]:
        done.append(f"lijst {leerling.stamnummer}")
        return ["2 lijsten achter een telling aangepast."]

    def forget_scan(leerling: Leerling) -> list[str]:
        done.append(f"scan {leerling.stamnummer}")
        return ["1 scan gewist."]

    erasure.register(forget, lambda leerling: ["Staat in 2 lijsten achter een telling."])
    erasure.register(forget_scan, kept=(Verzegeling,))
    yield done
    erasure.unregister(forget)
    erasure.unregister(forget_scan)


def test_other_rooms_erase_their_part_and_keep_what_belongs_to_the_verklaring(
    world: World, rooms: list[str]
) -> None:
    sealed, plain = left(world), left(world, declared=False)
    Document.objects.all().delete()
    world.declared.delete()
    nightly(world, date(2027, 8, 10), GONE)
    numbers = {sealed.stamnummer, plain.stamnummer}
    assert {said for said in rooms if said.startswith("lijst")} == {f"lijst {n}" for n in numbers}
    assert [said for said in rooms if said.startswith("scan")] == [f"scan {plain.stamnummer}"]
    run(world, date(2030, 8, 10), date(2030, 9, 4))
    assert f"scan {sealed.stamnummer}" in rooms


def test_another_room_brings_its_own_kind_with_an_end(world: World) -> None:
    purged: list[str] = []
    kind = Purgeable(
        "proef",
        "inleesbestanden",
        "proefbestanden",
        lambda school, day: [Due("7", date(2026, 4, 1))] if day >= date(2026, 4, 1) else [],
        lambda school, keys, today: purged.extend(keys) or len(keys),  # type: ignore[func-returns-value]
    )
    retention.register(kind)
    try:
        assert "proefbestanden" in str(selectors.gepland(world.school, TODAY))
        run(world, date(2026, 3, 31))
        assert purged == []
        assert "Gewist: proefbestanden (1)." in run(world, date(2026, 4, 1))
        assert purged == ["7"]
    finally:
        retention.unregister("proef")


# ---------------------------------------------------------------- the page


def test_the_preview_says_what_goes_when_and_why_and_matches_what_happens(world: World) -> None:
    left(world)
    path = f"/school/{world.school.instellingsnummer}/privacy/opruimen/"
    day = date(2027, 8, 10)
    before = snapshot()
    (row,) = [g for g in selectors.gepland(world.school, day) if g.wat == "leerlingen die weg zijn"]
    assert (row.aantal, row.weg_op, row.aangekondigd) == (2, GONE, False)
    assert [one.naam for one in row.leerlingen] == [NAME, "Verklaard"]
    assert snapshot() == before
    run(world, day)
    rows = selectors.gepland(world.school, day)
    (told,) = [g for g in rows if g.wat == "leerlingen die weg zijn"]
    assert (told.aantal, told.weg_op, told.aangekondigd) == (2, GONE, True)
    page = main_text(world.client("alice").get(path))
    assert "1 september 2027" in page
    assert "Leerlingen die weg zijn" in page
    assert f"{NAME} Olivia" in page
    assert "31 augustus van het schooljaar na het laatste schooljaar" in page
    run(world, GONE)
    assert "1 september 2027: leerlingen die weg zijn (2)" in main_text(
        world.client("alice").get(path)
    )


def test_a_school_that_never_ran_it_is_told_how(world: World) -> None:
    path = f"/school/{world.school.instellingsnummer}/privacy/opruimen/"
    client = world.client("alice")
    assert "Er is nog nooit opgeruimd." in main_text(client.get(path))
    client.post(path)
    assert "De laatste keer opgeruimd: 2 maart 2026." in main_text(client.get(path))
    assert "privacy.opgeruimd" not in kinds()


# ---------------------------------------------------------------- at once


@pytest.mark.django_db(transaction=True)
def test_runs_at_the_same_moment_announce_and_purge_once() -> None:
    world = build_world()
    left(world)
    for day in (date(2027, 8, 10), GONE):
        results = at_once(4, lambda n, day=day: run(world, day))  # type: ignore[misc]
        assert not [r for r in results if isinstance(r, Exception)], results
        assert sum(len(said) for said in results) == (2 if day != GONE else 1)
    assert Aankondiging.objects.filter(sleutel="leerlingen").get().gewist_aantal == 2


@pytest.mark.django_db(transaction=True)
def test_erasing_twice_at_the_same_moment_erases_once() -> None:
    world = build_world()
    leerling = left(world, declared=False)
    world.school.leerlingen.get(pk=leerling.pk).inschrijvingen.update(einde=date(2026, 1, 30))

    def work(place: int) -> list[str]:
        return services.erase_leerling(leerling=leerling, today=TODAY, by=world.alice)

    results = at_once(4, work)
    assert sum(isinstance(r, services.PrivacyError) for r in results) == 3, results
    assert Event.objects.filter(kind="privacy.gewist").count() == 1
