"""Fixing figures for the team: the proof, its check, replacing, threshold, progress, releases."""

from __future__ import annotations

import copy
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gokwijs.apps.analyse import services, services_stand
from gokwijs.apps.analyse.beelden import forget
from gokwijs.apps.analyse.models import Afscherming, Stand, Vrijgave
from gokwijs.apps.analyse.poort import nog_veilig
from gokwijs.apps.analyse.services import AnalyseError
from gokwijs.apps.audit.models import Event
from gokwijs.core.analyse.beeld import uit_json
from gokwijs.core.disclosure.namen import JAARTABELLEN, PLAATSTABELLEN
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.telling.model import Graad, Onderwijsniveau
from tests.apps.analyse.builders import KENMERKEN, NU, SO, VORIG, So, W, secundaire_school
from tests.apps.leerling_builders import make_leerling

TABELLEN = {*PLAATSTABELLEN, *JAARTABELLEN}


def stand(so: So, jaar: Any = NU) -> Stand:
    return Stand.objects.get(school=so.school, schooljaar=jaar.start, vervangen=None)


# ---------------------------------------------------------------- the proof


def test_every_table_is_kept_with_a_proof_that_holds(vast: So) -> None:
    found = {v.tabel: v for jaar in (VORIG, NU) for v in stand(vast, jaar).vrijgaven.all()}
    assert set(found) == TABELLEN
    for one in found.values():
        assert one.geweigerd or one.inhoud["getoond"] or one.inhoud["verborgen"]
        assert len(one.hash) == 64
    for jaar in (VORIG, NU):
        one = stand(vast, jaar)
        assert nog_veilig(uit_json(one.inhoud), (), one.bewijs)
        assert one.status == "klaar"
        assert "Geheim" not in str(one.inhoud) + str(one.bewijs)


def test_a_changed_number_in_the_proof_is_found(vast: So) -> None:
    one = stand(vast)
    proofs = copy.deepcopy(one.bewijs)
    shown = next(
        f
        for v in proofs[0]["familie"]["vrijgaven"].values()
        for f in v["figuren"]
        if f["getoond"] is not None
    )
    shown["getoond"] += 2
    assert not nog_veilig(uit_json(one.inhoud), (), proofs)


def test_a_changed_witness_is_found(vast: So) -> None:
    one = stand(vast)
    proofs = copy.deepcopy(one.bewijs)
    cell = next(iter(proofs[0]["familie"]["basis"]))
    proofs[0]["familie"]["basis"][cell] += 2
    assert not nog_veilig(uit_json(one.inhoud), (), proofs)


def test_a_missing_witness_is_found(vast: So) -> None:
    one = stand(vast)
    proofs = copy.deepcopy(one.bewijs)
    for v in proofs[0]["familie"]["vrijgaven"].values():
        v["getuigen"] = {}
    assert not nog_veilig(uit_json(one.inhoud), (), proofs)


def test_with_a_broken_proof_nothing_leaves_the_school(vast: So) -> None:
    one = stand(vast)
    proofs = copy.deepcopy(one.bewijs)
    cell = next(iter(proofs[0]["familie"]["basis"]))
    proofs[0]["familie"]["basis"][cell] += 2
    Stand.objects.filter(pk=one.pk).update(bewijs=proofs)
    inside = Vrijgave.objects.get(stand=one, tabel="waar-graad")
    with pytest.raises(AnalyseError, match="klopt niet meer"):
        services_stand.geef_buiten(vrijgave=inside, doel="overleg", by=vast.alice)
    assert not Vrijgave.objects.filter(publiek="groep").exists()


# ---------------------------------------------------------------- again


def test_one_new_pupil_does_not_replace_what_the_team_saw(vast: So) -> None:
    first = stand(vast)
    make_leerling(vast.school, vast.alice, klas="1A1", stamnummer="9900001", begin=NU.first_day)
    response = vast.client("alice").post(f"{W}/team/vastleggen/", {"jaar": str(NU)}, follow=True)
    html = response.content.decode()
    assert "blijven staan" in html
    assert "minder dan 5 leerlingen" in html
    assert stand(vast).pk == first.pk
    assert first.vrijgaven.count() == stand(vast).vrijgaven.count()


def test_without_a_difference_it_may_be_done_again(vast: So) -> None:
    first = stand(vast)
    again = vast.leg_vast()
    assert again.pk != first.pk
    assert again.status == "klaar"
    assert stand(vast).pk == again.pk
    shown = [{v.tabel: v.inhoud for v in one.vrijgaven.all()} for one in (first, again)]
    assert shown[0] == shown[1]


def add(so: So, number: int, first: int, **answers: int) -> None:
    """So many new pupils in 1A1 with these answers on every kenmerk."""
    for n in range(number):
        pupil = make_leerling(
            so.school,
            so.alice,
            klas="1A1",
            stamnummer=str(first + n),
            niveau=Onderwijsniveau.SO,
            graad=Graad.EERSTE,
            begin=NU.first_day,
            **answers,
        )
        pupil.inschrijvingen.update(richting="1A")


def large_change(so: So) -> None:
    """Six with every kenmerk and six with none: every difference is six or nothing."""
    add(so, 6, 9900000, **dict.fromkeys(KENMERKEN, Antwoord.JA))
    add(so, 6, 9900100, **dict.fromkeys(KENMERKEN, Antwoord.NEE))


def test_a_large_change_may_replace_it(vast: So) -> None:
    first = stand(vast)
    large_change(vast)
    again = vast.leg_vast()
    assert again.pk != first.pk
    assert again.status == "klaar"
    first.refresh_from_db()
    assert first.vervangen is not None


@pytest.mark.parametrize("status", ["bezig", "mislukt"])
def test_what_was_seen_counts_also_when_the_next_one_failed(vast: So, status: str) -> None:
    """An interrupted proof in between must not open the way to a difference of one pupil."""
    old = stand(vast)
    Stand.objects.filter(pk=old.pk).update(vervangen=timezone.now())
    one = busy(vast, 30)
    Stand.objects.filter(pk=one.pk).update(status=status)
    make_leerling(vast.school, vast.alice, klas="1A1", stamnummer="9900001", begin=NU.first_day)
    with pytest.raises(AnalyseError, match="minder dan 5 leerlingen"):
        vast.leg_vast()


def test_a_year_without_pupils_cannot_be_fixed(so: So) -> None:
    response = so.client("alice").post(f"{W}/team/vastleggen/", {"jaar": "2020-2021"}, follow=True)
    assert "geen leerlingen om vast te leggen" in response.content.decode()
    assert not Stand.objects.exists()
    assert so.client("alice").post(f"{W}/team/vastleggen/", {"jaar": "gisteren"}).status_code == 404


# ---------------------------------------------------------------- the threshold


def test_a_higher_threshold_hides_at_least_the_same(so: So) -> None:
    low = {
        (v.tabel, key) for v in so.leg_vast().vrijgaven.all() for key in v.inhoud.get("getoond", {})
    }
    Stand.objects.all().delete()
    services.zet_drempel(school=so.school, drempel=8, by=so.alice)
    so.school.refresh_from_db()
    one = so.leg_vast()
    assert one.drempel == 8
    high = {
        (v.tabel, key): n
        for v in one.vrijgaven.all()
        for key, n in v.inhoud.get("getoond", {}).items()
    }
    places = {(tabel, key) for tabel, key in high if tabel in PLAATSTABELLEN}
    assert all(n >= 16 for (tabel, key), n in high.items() if tabel != "aantal")
    assert len(places) < len({one for one in low if one[0] in PLAATSTABELLEN})
    assert "Groepen onder 8 leerlingen" in so.get("wie/meenemen/csv/?zone=school").content.decode()


def test_four_is_refused_by_form_service_and_database(so: So) -> None:
    client = so.client("alice")
    html = client.post(f"{W}/team/drempel/", {"drempel": "4"}, follow=True).content.decode()
    assert "lager mag niet" in html
    with pytest.raises(AnalyseError):
        services.zet_drempel(school=so.school, drempel=4, by=so.alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Afscherming.objects.create(school=so.school, drempel=4)
    assert not Afscherming.objects.exists()
    assert client.post(f"{W}/team/drempel/", {"drempel": "vijf"}).status_code == 302
    client.post(f"{W}/team/drempel/", {"drempel": "8"})
    assert Afscherming.objects.get().drempel == 8
    assert Event.objects.filter(kind="analyse.drempel").count() == 1


# ---------------------------------------------------------------- interrupted, failed


def busy(so: So, minutes: int) -> Stand:
    return Stand.objects.create(
        school=so.school,
        schooljaar=NU.start,
        dag=NU.first_day,
        drempel=5,
        inhoud={},
        hartslag=timezone.now() - timedelta(minutes=minutes),
        door_naam="Alice Adams",
        gedaan=2,
        totaal=9,
    )


def test_an_interrupted_proof_says_so_and_can_be_redone(so: So) -> None:
    old = busy(so, 30)
    for path in ("team/", f"team/voortgang/{old.pk}/"):
        html = so.get(path).content.decode()
        assert "onderbroken" in html
        assert "Er is niets getoond" in html
        assert "hx-get" not in html.partition("voortgang")[2] or path == "team/"
    assert so.page("wie/?zone=school").tafels == []
    assert so.leg_vast().status == "klaar"
    assert not Stand.objects.filter(pk=old.pk).exists()


def test_a_running_proof_is_not_started_twice(so: So) -> None:
    one = busy(so, 0)
    with pytest.raises(AnalyseError, match="al nagekeken"):
        so.leg_vast()
    assert "2 van 9 tabellen" in so.page(f"team/voortgang/{one.pk}/").main
    assert so.page("wie/?zone=school").tafels == []


@pytest.mark.parametrize("role", ["directeur"])
def test_a_proof_that_fails_at_once_shows_nothing(
    so: So, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("solver")

    monkeypatch.setattr(services_stand, "door_de_poort", broken)
    response = so.client("alice").post(f"{W}/team/vastleggen/", {"jaar": str(NU)}, follow=True)
    assert response.status_code == 200
    assert stand(so).status == "mislukt"
    assert "Er is niets getoond" in response.content.decode()
    assert not Vrijgave.objects.exists()
    assert so.page("wie/?zone=school", role).tafels == []


def test_an_earlier_stand_stays_when_the_new_proof_fails(
    vast: So, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = vast.page("wie/", "leraar")
    monkeypatch.setattr(services_stand, "door_de_poort", lambda *_, **__: 1 / 0)
    vast.client("alice").post(f"{W}/team/vastleggen/", {"jaar": str(NU)}, follow=True)
    assert vast.page("wie/", "leraar").tafel("Per kenmerk") == before.tafel("Per kenmerk")
    assert stand(vast).status == "klaar"
    assert Stand.objects.filter(status="mislukt").count() == 1


# ---------------------------------------------------------------- giving outside


def test_giving_outside_needs_a_reason_and_is_logged(vast: So) -> None:
    inside = Vrijgave.objects.get(stand=stand(vast), tabel="waar-graad")
    client = vast.client("alice")
    data = {"vrijgave": inside.pk, "doel": "   "}
    html = client.post(f"{W}/team/vrijgeven/", data, follow=True).content.decode()
    assert "waarvoor de tabel dient" in html
    assert not Vrijgave.objects.filter(publiek="groep").exists()
    data["doel"] = "overleg van maart"
    client.post(f"{W}/team/vrijgeven/", data)
    given = Vrijgave.objects.get(publiek="groep")
    assert (given.doel, given.inhoud) == ("overleg van maart", inside.inhoud)
    event = Event.objects.get(kind="analyse.vrijgegeven")
    assert event.target == "Kenmerken per graad of niveau, schooljaar 2025-2026"
    client.post(f"{W}/team/vrijgeven/", {"vrijgave": given.pk, "terug": "1"})
    given.refresh_from_db()
    assert given.ingetrokken is not None
    assert Event.objects.filter(kind="analyse.teruggetrokken").count() == 1
    assert vast.page("team/").main.count("Geef vrij") > 0


def test_giving_again_after_taking_back_keeps_the_new_reason(vast: So) -> None:
    inside = Vrijgave.objects.get(stand=stand(vast), tabel="waar-graad")
    one = services_stand.geef_buiten(vrijgave=inside, doel="eerst", by=vast.alice)
    services_stand.trek_terug(vrijgave=one, by=vast.alice)
    services_stand.geef_buiten(vrijgave=inside, doel="daarna", by=vast.alice)
    one.refresh_from_db()
    assert one.ingetrokken is None
    assert one.doel == "daarna"


def test_a_table_of_the_team_cannot_be_taken_back_as_if_it_was_outside(vast: So) -> None:
    inside = Vrijgave.objects.get(stand=stand(vast), tabel="waar-graad")
    data = {"vrijgave": inside.pk, "terug": "1"}
    assert vast.client("alice").post(f"{W}/team/vrijgeven/", data).status_code == 404
    inside.refresh_from_db()
    assert inside.ingetrokken is None


def test_a_refused_table_cannot_be_given_outside(vast: So) -> None:
    inside = Vrijgave.objects.get(stand=stand(vast), tabel="waar-graad")
    inside.geweigerd, inside.inhoud = "Te klein.", {}
    inside.save()
    with pytest.raises(AnalyseError):
        services_stand.geef_buiten(vrijgave=inside, doel="overleg", by=vast.alice)


# ---------------------------------------------------------------- in a thread


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """Every school is large, and the test waits for its thread."""
    found: list[threading.Thread] = []

    class Kept(threading.Thread):
        def start(self) -> None:
            found.append(self)
            super().start()

    monkeypatch.setattr(services_stand, "DIRECT_PLACES", 0)
    monkeypatch.setattr(services_stand.threading, "Thread", Kept)
    return found


@pytest.mark.django_db(transaction=True)
def test_a_large_school_is_proved_in_a_thread_with_progress(
    transactional_db: None, threads: list[threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    so = secundaire_school()
    seen: list[tuple[int, int]] = []
    real = services_stand.door_de_poort

    def spied(beeld: Any, drempel: int, publiek: Any, report: Any) -> Any:
        def told(done: int, total: int, key: str) -> None:
            report(done, total, key)
            row = Stand.objects.get()
            seen.append((row.gedaan, row.totaal))

        return real(beeld, drempel, publiek, told)

    monkeypatch.setattr(services_stand, "door_de_poort", spied)
    forget()
    response = so.client("alice").post(f"{W}/team/vastleggen/", {"jaar": str(NU)})
    assert "/voortgang/" in response["Location"]
    for thread in threads:
        thread.join(120)
    one = stand(so)
    assert one.status == "klaar"
    assert seen
    assert all(0 < done <= total for done, total in seen)
    assert seen[-1][0] == seen[-1][1]
    assert one.vrijgaven.count() >= 8
    assert so.get(f"team/voortgang/{one.pk}/")["Location"] == f"/school/{SO}/waar/team/"


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_fails_says_so(
    transactional_db: None, threads: list[threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    so = secundaire_school()
    monkeypatch.setattr(services_stand, "door_de_poort", lambda *_, **__: 1 / 0)
    so.client("alice").post(f"{W}/team/vastleggen/", {"jaar": str(NU)})
    for thread in threads:
        thread.join(60)
    assert stand(so).status == "mislukt"
    assert "Er is niets getoond" in so.page("team/").main
    assert not Vrijgave.objects.exists()
