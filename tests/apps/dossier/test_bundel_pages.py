"""The pages of the frozen dossiers: choose, freeze, take along, check, take away and put back."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, TestCase
from django.utils import timezone

from gokwijs.apps.audit.models import Event
from gokwijs.apps.dossier import endings
from gokwijs.apps.dossier import services_bundel as services
from gokwijs.apps.dossier.bundel_delen import Deel
from gokwijs.apps.dossier.models_bundel import DEEL, Bundel, Bundelbestand
from gokwijs.apps.loket import storage
from gokwijs.apps.privacy.services import tidy as ruim_op
from tests.apps.builders import NUMMER, World, client_of
from tests.apps.dossier.tables_bundel import bundel, plan

MAP = f"/school/{NUMMER}/beleid/dossier/map/"


@pytest.fixture
def alice(world: World) -> Client:
    return client_of(world.alice)


@pytest.fixture
def bob(world: World) -> Client:
    return client_of(world.bob)


def text(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def keuze(world: World, **values: Any) -> dict[str, Any]:
    return {"plan": plan(world.school).pk, "delen": ["visie", "doelen"], **values}


def bevries(alice: Client, world: World, **values: Any) -> Bundel:
    response = alice.post(f"{MAP}nieuw/", keuze(world, **values))
    assert response.status_code == 302
    return world.school.bundels.latest("pk")


def test_an_empty_list_says_what_comes_here_and_the_first_step(
    world: World, alice: Client, bob: Client
) -> None:
    Bundel.objects.all().delete()
    assert "Hier komt elk dossier dat je school bevroor" in text(alice.get(MAP))
    assert "Maak het eerste dossier" in text(alice.get(MAP))
    assert "De directeur of de GOK-coördinator maakt het" in text(bob.get(MAP))


def test_the_form_is_filled_in_for_a_whole_dossier(alice: Client) -> None:
    page = alice.get(f"{MAP}nieuw/").content.decode()
    ticked = re.findall(r'name="delen" value="(\w+)"[^>]*checked', page)
    assert ticked == [one.value for one in Deel if one is not Deel.ZELFCHECK]
    assert page.count("btn-primary") == 1
    assert not re.search(r'name="namen"[^>]*checked', page)


def test_freezing_is_one_action_and_shows_the_files(world: World, alice: Client) -> None:
    made = bevries(alice, world, doel="doorlichting van maart", thema="Rekenen in 1B")
    page = text(alice.get(f"{MAP}{made.pk}/"))
    assert "Bevroren:" in page
    assert "doorlichting van maart" in page
    for said in ("Alles samen (ZIP)", "PDF", "Word", "Excel", "2. Visie en samenhang"):
        assert said in page
    assert "3. Streefdoelen (geen gegevens)" in page
    assert made.door_rol == "Directeur"
    assert made.delen == ["visie", "doelen"]


def test_without_a_part_the_form_says_what_to_do(world: World, alice: Client) -> None:
    before = Bundel.objects.count()
    assert "Kies minstens één onderdeel." in text(
        alice.post(f"{MAP}nieuw/", keuze(world, delen=[]))
    )
    assert Bundel.objects.count() == before


def test_each_file_is_taken_along_and_logged(world: World, alice: Client) -> None:
    made = bevries(alice, world)
    for one in made.bestanden.all():
        response = alice.get(f"{MAP}{made.pk}/{one.soort}/")
        assert response.content == storage.read(one.bestand, DEEL)
        assert "attachment" in response["Content-Disposition"]
        event = Event.objects.filter(kind="export").latest("pk")
        assert event.target == f"2026-03-02-{NUMMER}-{one.naam}"
    assert alice.get(f"{MAP}{made.pk}/exe/").status_code == 404


def test_the_explanation_for_the_werkzone_is_only_for_who_works_there(
    world: World, alice: Client, bob: Client
) -> None:
    made = bundel(world.school)
    Bundelbestand.objects.create(
        bundel=made,
        soort="werkzone",
        naam="werkzone-uitleg.xlsx",
        bestand=storage.store(b"exact", DEEL),
        grootte=5,
        sha256="0" * 64,
        hmac="0" * 64,
    )
    assert "Uitleg voor de Werkzone" in text(alice.get(f"{MAP}{made.pk}/?nu=1"))
    assert "Uitleg voor de Werkzone" not in text(bob.get(f"{MAP}{made.pk}/?nu=1"))
    response = alice.get(f"{MAP}{made.pk}/werkzone/")
    assert "vertrouwelijk-" in response["Content-Disposition"]
    assert bob.get(f"{MAP}{made.pk}/werkzone/").status_code == 403


def test_checking_now_says_that_nothing_changed_or_what_did(world: World, alice: Client) -> None:
    made = bevries(alice, world)
    assert "alle bestanden zijn nog zoals op 2 maart 2026" in text(
        alice.get(f"{MAP}{made.pk}/?nu=1")
    )
    one = made.bestanden.get(soort="pdf")
    (storage.folder(DEEL) / one.bestand).write_bytes(b"anders")
    page = text(alice.get(f"{MAP}{made.pk}/?nu=1"))
    assert "Niet alle bestanden zijn nog zoals ze waren" in page
    assert "PDF: veranderd" in page


def test_away_asks_for_a_reason_and_can_be_undone(world: World, alice: Client) -> None:
    made = bundel(world.school)
    alice.post(f"{MAP}{made.pk}/weg/", {"reden": ""})
    made.refresh_from_db()
    assert made.verwijderd is None
    alice.post(f"{MAP}{made.pk}/weg/", {"reden": "verkeerd plan"})
    page = text(alice.get(MAP))
    assert "Weggehaald (1)" in page
    assert "verkeerd plan" in page
    assert alice.get(f"{MAP}{made.pk}/pdf/").status_code == 404
    alice.post(f"{MAP}{made.pk}/weg/", {"terug": "1"})
    assert alice.get(f"{MAP}{made.pk}/pdf/").status_code == 200


def test_the_files_of_a_dossier_taken_away_go_after_30_days_and_were_announced(
    world: World, alice: Client
) -> None:
    """The retention run announces it 14 days ahead; the row stays, and what was released."""
    made = bundel(world.school)
    file = storage.folder(DEEL) / made.bestanden.get().bestand
    alice.post(f"{MAP}{made.pk}/weg/", {"reden": "verkeerd plan"})
    made.refresh_from_db()
    away = timezone.localdate(made.verwijderd)

    def tidy(days: int) -> list[str]:
        return ruim_op(school=world.school, today=away + timedelta(days=days), by=None)

    assert any("bestanden van weggehaalde dossiers (1)" in said for said in tidy(10))
    tidy(29)
    assert file.exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert "Gewist: bestanden van weggehaalde dossiers (1)." in tidy(30)
    assert not file.exists()
    page = text(alice.get(MAP))
    assert "verkeerd plan. De bestanden zijn gewist." in page
    assert "Zet terug" not in page
    answer = alice.post(f"{MAP}{made.pk}/weg/", {"terug": "1"}, follow=True)
    assert "De bestanden zijn intussen gewist." in text(answer)
    assert Bundel.objects.get(pk=made.pk).verwijderd is not None


def test_a_dossier_that_came_back_and_one_that_stayed_keep_their_files(
    world: World, alice: Client
) -> None:
    made = bundel(world.school)
    alice.post(f"{MAP}{made.pk}/weg/", {"reden": "verkeerd plan"})
    made.refresh_from_db()
    away = timezone.localdate(made.verwijderd)
    ruim_op(school=world.school, today=away + timedelta(days=10), by=None)
    alice.post(f"{MAP}{made.pk}/weg/", {"terug": "1"})
    with TestCase.captureOnCommitCallbacks(execute=True):
        ruim_op(school=world.school, today=away + timedelta(days=400), by=None)
    assert alice.get(f"{MAP}{made.pk}/pdf/").status_code == 200


def test_what_was_put_back_while_the_retention_ran_keeps_its_files(
    world: World, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bundel(world.school)
    alice.post(f"{MAP}{made.pk}/weg/", {"reden": "verkeerd plan"})
    over = endings.due(world.school, timezone.localdate() + timedelta(days=400))
    assert [one.key for one in over] == [str(made.pk)]
    monkeypatch.setattr(endings, "due", lambda *_: over)
    alice.post(f"{MAP}{made.pk}/weg/", {"terug": "1"})
    assert endings.purge(world.school, [str(made.pk)], timezone.localdate()) == 0
    assert alice.get(f"{MAP}{made.pk}/pdf/").status_code == 200


def test_a_missing_file_says_so_in_plain_words(world: World, alice: Client) -> None:
    made = bundel(world.school)
    storage.remove(made.bestanden.get().bestand, DEEL)
    response = alice.get(f"{MAP}{made.pk}/pdf/", follow=True)
    assert "niet meer gevonden op de server" in text(response)


def test_busy_failed_and_interrupted_each_say_what_to_do(world: World, alice: Client) -> None:
    made = bundel(world.school)
    rows = Bundel.objects.filter(pk=made.pk)
    rows.update(status="bezig", hartslag=services.timezone.now(), gedaan=2, melding="het rekenblad")
    page = text(alice.get(f"{MAP}{made.pk}/"))
    assert "het rekenblad (stap 2 van 7)" in page
    assert "Haal dit dossier weg" not in page
    rows.update(hartslag=None)
    page = text(alice.get(f"{MAP}{made.pk}/"))
    assert "Onderbroken" in page
    assert "Maak het opnieuw" in page
    rows.update(status="mislukt", melding="Er ging iets mis.")
    assert "Er ging iets mis. Probeer het opnieuw" in text(alice.get(f"{MAP}{made.pk}/"))


def test_a_large_plan_is_done_in_a_thread_with_progress(
    world: World,
    alice: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    started: list[int] = []

    class Thread:
        def __init__(self, **_: Any) -> None:
            pass

        def start(self) -> None:
            started.append(1)

    monkeypatch.setattr(services, "DIRECT", -1)
    monkeypatch.setattr(services, "threading", SimpleNamespace(Thread=Thread))
    with django_capture_on_commit_callbacks(execute=True):
        made = bevries(alice, world)
    assert made.status == Bundel.Status.BEZIG
    assert len(started) == 1
    assert made.bestanden.count() == 0
    services._work(made.pk, world.alice.pk)
    made.refresh_from_db()
    assert made.status == Bundel.Status.KLAAR


def test_the_list_asks_a_fixed_number_of_queries(
    world: World, alice: Client, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        Bundel.objects.create(
            school=world.school,
            plan_naam=f"Plan {n}",
            dag=bundel(world.school).dag,
            delen=["visie"],
            status="klaar",
            door_naam="x",
            door_rol="x",
        )
    with django_assert_max_num_queries(20):
        alice.get(MAP)
    with django_assert_max_num_queries(20):
        alice.get(f"{MAP}{bundel(world.school).pk}/")


def test_another_key_is_told_apart_from_another_file(
    world: World, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bevries(alice, world)
    monkeypatch.setattr(services, "sleutel", lambda: b"een andere sleutel")
    page = text(alice.get(f"{MAP}{made.pk}/?nu=1"))
    assert "De inhoud klopt met de bewaarde hashes" in page
    assert "Is de sleutel van de installatie vervangen" in page
