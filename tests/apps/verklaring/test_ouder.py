"""The way of parents: one pupil per link, answers stored exactly, nothing given away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.models import Feit, Verklaring
from gokwijs.apps.leerlingen.services import record_verklaring
from gokwijs.apps.verklaring import limits, services
from gokwijs.apps.verklaring.models import Uitnodiging
from gokwijs.apps.verklaring.selectors import AFTER
from gokwijs.apps.verklaring.tokens import hash_of, new_secret
from gokwijs.core.kenmerken.formulier import TALEN, load_formulieren
from gokwijs.core.kenmerken.verklaring import (
    Gezinslid,
    Opleiding,
    Taal,
    besluit_opleiding,
    besluit_thuistaal,
)
from tests.apps.builders import NUMMER, World, build_world, client_of, main_text, snapshot, text_of
from tests.apps.leerling_builders import make_leerling
from tests.apps.safety import assert_safe
from tests.apps.test_database import at_once
from tests.verapdf import keeps_the_standards

ANSWERS = {
    "moeder": "andere",
    "vader": "andere",
    "broers_zussen": "nederlands",
    "opleiding": "lager",
}
SEND = {**ANSWERS, "stap": "versturen"}
DATABASE_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
    "OPTIONS": {"MAX_ENTRIES": 50_000},
}


@pytest.fixture
def token(world: World) -> str:
    return services.make_uitnodiging(leerling=world.leerling, by=world.alice).token


@pytest.fixture
def phone(world: World) -> Client:
    """A phone of a parent: no account, and forms are checked as for anybody."""
    return client_of(None)


def send(phone: Client, token: str, taal: str = "nl", **answers: str) -> Any:
    return phone.post(f"/v/{token}/?taal={taal}", {**SEND, **answers})


# ---------------------------------------------------------------- the answers themselves


def test_every_combination_of_answers_is_stored_as_given_and_decided_by_the_rules(
    world: World, phone: Client
) -> None:
    """The whole truth table of the form: 4 x 4 x 4 languages, and every level of education."""
    levels = list(Opleiding)
    for number, talen in enumerate(product(Taal, repeat=3)):
        opleiding = levels[number % len(levels)]
        leerling = make_leerling(world.school, world.alice)
        made = services.make_uitnodiging(leerling=leerling, by=world.alice)
        answers = dict(zip(Gezinslid, talen, strict=True))
        sent = {lid.value: taal.value for lid, taal in answers.items()}
        assert send(phone, made.token, opleiding=opleiding.value, **sent).status_code == 302
        cache.clear()
        stored = leerling.verklaringen.get()
        assert (stored.moeder, stored.vader, stored.broers_zussen) == tuple(t.value for t in talen)
        assert (stored.opleiding, stored.kanaal) == (opleiding.value, "link")
        facts = dict(leerling.feiten.values_list("kenmerk", "antwoord"))
        assert facts == {
            "thuistaal": int(besluit_thuistaal(answers).antwoord),
            "opleiding_moeder": int(besluit_opleiding(opleiding).antwoord),
        }


def test_a_parent_goes_from_language_to_summary_corrects_sends_and_gets_the_form(
    world: World, phone: Client, token: str
) -> None:
    languages = text_of(phone.get(f"/v/{token}/"))
    for formulier in load_formulieren().values():
        assert formulier.naam in languages
    page = phone.get(f"/v/{token}/?taal=fr")
    assert "Quelle langue votre enfant parle-t-il le plus souvent avec la mère ?" in text_of(page)
    assert "Welke taal spreekt je kind meestal met de moeder?" in text_of(page)
    before = snapshot()
    summary = phone.post(f"/v/{token}/?taal=fr", {**ANSWERS, "stap": "nakijken"})
    assert "Est-ce correct ? Klopt dit?" in main_text(summary)
    assert "Une autre langue Een andere taal" in main_text(summary)
    again = phone.post(f"/v/{token}/?taal=fr", {**ANSWERS, "stap": "verbeteren"})
    assert text_of(again).count(" checked") == 4
    assert snapshot() == before, "nothing is stored before the parent sends"
    done = send(phone, token, "fr", vader="nederlands")
    assert done["Location"] == f"/v/{token}/?taal=fr"
    thanks = main_text(phone.get(done["Location"]))
    assert "Merci, vos réponses sont envoyées" in thanks
    for word in ("thuistaal", "kenmerk", "lestijd", "uren"):
        assert word not in thanks.lower(), "a parent sees the answers, not what follows from them"
    stored = world.leerling.verklaringen.get()
    assert (stored.vader, stored.door_naam) == ("nederlands", "ouder via link")
    # Which translation a family reads would say which language it speaks: kept nowhere.
    kept = snapshot()
    assert not [row for row in kept["leerlingen.Verklaring"] if "fr" in row]
    assert not [row for row in kept["verklaring.Uitnodiging"] if "fr" in row]
    pdf = phone.get(f"/v/{token}/formulier.pdf")
    keeps_the_standards(pdf.content)
    text = PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert "Verklaring op eer" in text
    assert "Antwoord: Nederlands" in text
    assert "Zandman" not in text


def test_the_event_names_no_user_no_pupil_and_no_answer(
    world: World, phone: Client, token: str
) -> None:
    send(phone, token)
    event = Event.objects.filter(kind="verklaring.vastgelegd").first()
    assert event is not None
    assert (event.by_id, event.by_name) == (None, "systeem")
    assert event.target == f"leerling {world.leerling.stamnummer}"
    assert event.data == {"kanaal": "link"}


def test_a_form_with_holes_says_what_is_missing_in_the_language_of_the_parent(
    world: World, phone: Client, token: str
) -> None:
    page = phone.post(f"/v/{token}/?taal=tr", {"moeder": "andere", "opleiding": "doctoraat"})
    assert page.status_code == 422
    text = text_of(page)
    assert text.count("Bir cevap seçin.") == 3
    assert 'href="#vader"' in text
    assert 'id="vader-fout"' in text
    assert 'value="andere" id="moeder"' not in text
    assert text.count(" checked") == 1
    assert not world.leerling.verklaringen.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"moeder": "frans"},
        {"moeder": "nederlands\0"},
        {"opleiding": ""},
        {"vader": "<script>alert(1)</script>"},
        {"broers_zussen": "vrienden"},
        {"reden": "x" * 300},
    ],
)
def test_a_made_up_answer_is_refused_and_never_shown_as_markup(
    world: World, phone: Client, token: str, wrong: dict[str, str]
) -> None:
    if "reden" in wrong:
        _declare(world)
    page = send(phone, token, **wrong)
    assert page.status_code == 422
    assert_safe(page)
    assert "<script>" not in text_of(page)
    assert world.leerling.verklaringen.count() == int("reden" in wrong)


# ---------------------------------------------------------------- once per school career


def _declare(world: World) -> None:
    record_verklaring(
        leerling=world.leerling,
        talen=dict.fromkeys(Gezinslid, Taal.NEDERLANDS),
        opleiding=Opleiding.HOGER,
        datum=timezone.localdate(),
        kanaal=Verklaring.Kanaal.PAPIER,
        by=world.alice,
    )


def test_who_answered_before_reads_so_and_sees_none_of_the_old_answers(
    world: World, phone: Client, token: str
) -> None:
    _declare(world)
    text = main_text(phone.get(f"/v/{token}/?taal=nl"))
    assert "De school heeft je antwoorden al" in text
    assert "Hoger onderwijs" not in text
    form = phone.get(f"/v/{token}/?taal=nl&nieuw=1")
    assert "Wat is er veranderd?" in main_text(form)
    assert " checked" not in text_of(form)


def test_a_new_declaration_needs_a_reason_and_keeps_the_old_one(
    world: World, phone: Client, token: str
) -> None:
    _declare(world)
    page = send(phone, token)
    assert page.status_code == 422
    assert "Schrijf wat er veranderd is." in text_of(page)
    assert send(phone, token, reden="Er is een zusje bij.").status_code == 302
    old, new = world.leerling.verklaringen.order_by("pk")
    assert (old.vervangen, new.vervangen, new.reden) == (True, False, "Er is een zusje bij.")


def test_pressing_twice_stores_once(world: World, phone: Client, token: str) -> None:
    pages = [send(phone, token) for _ in range(3)]
    # The first press is stored; the others find the thanks.
    assert {p.status_code for p in pages} <= {200, 302}
    assert world.leerling.verklaringen.count() == 1
    assert Feit.objects.filter(verklaring__leerling=world.leerling).count() == 2


# ---------------------------------------------------------------- the link


def neutral(response: Any) -> str:
    """What a stranger sees; the same whatever the reason."""
    assert response.status_code == 404
    assert_safe(response)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    return text_of(response)


def dead_links(world: World) -> Iterator[str]:
    """Unknown, expired, revoked, replaced, used up, and a link of a device elsewhere."""
    yield new_secret()
    yield "x"
    now = timezone.now()

    def link(**values: Any) -> str:
        leerling = make_leerling(world.school, world.alice, voornaam="Geheim")
        made = services.make_uitnodiging(leerling=leerling, by=world.alice)
        Uitnodiging.objects.filter(pk=made.uitnodiging.pk).update(**values)
        return made.token

    yield link(created=now - timedelta(days=9), expires=now - timedelta(seconds=1))
    yield link(revoked=now)
    yield link(answered=now - AFTER - timedelta(seconds=1), verklaring=world.verklaring)
    yield link(answered=now)  # its declaration was erased
    yield link(soort=Uitnodiging.Soort.TABLET)


def test_every_link_that_does_not_work_gives_one_and_the_same_page(
    world: World, phone: Client
) -> None:
    seen = set()
    for token in dead_links(world):
        for path in (f"/v/{token}/", f"/v/{token}/?taal=ar", f"/v/{token}/formulier.pdf"):
            seen.add(neutral(phone.get(path)))
        seen.add(neutral(phone.post(f"/v/{token}/?taal=nl", SEND)))
        seen.add(neutral(phone.post(f"/v/{token}/klaar/")))
        cache.clear()
    assert len(seen) == 1
    page = seen.pop()
    for secret in ("Geheim", "Noor", "Zandloper", NUMMER):
        assert secret not in page
    for formulier in load_formulieren().values():
        assert formulier.werkt_niet in page


def test_a_new_link_ends_the_older_one_and_an_end_is_the_end(world: World, phone: Client) -> None:
    old = services.make_uitnodiging(leerling=world.leerling, by=world.alice).token
    new = services.make_uitnodiging(leerling=world.leerling, by=world.alice).token
    neutral(phone.get(f"/v/{old}/"))
    assert phone.get(f"/v/{new}/").status_code == 200
    services.revoke_uitnodiging(leerling=world.leerling, by=world.alice)
    neutral(phone.get(f"/v/{new}/"))
    neutral(send(phone, new))
    assert not world.leerling.verklaringen.exists()


def test_a_link_revoked_after_answering_shows_the_answers_no_longer(
    world: World, phone: Client, token: str
) -> None:
    send(phone, token)
    assert phone.get(f"/v/{token}/formulier.pdf").status_code == 200
    services.revoke_uitnodiging(leerling=world.leerling, by=world.alice)
    neutral(phone.get(f"/v/{token}/"))
    neutral(phone.get(f"/v/{token}/formulier.pdf"))


def test_before_answering_there_is_no_form_to_sign(phone: Client, token: str) -> None:
    neutral(phone.get(f"/v/{token}/formulier.pdf"))


def test_how_a_link_is_typed_does_not_matter(phone: Client, token: str) -> None:
    for typed in (token.upper(), token.replace("-", ""), f"{token}-"):
        assert phone.get(f"/v/{typed}/").status_code == 200


def test_the_secret_itself_is_nowhere_in_the_database(world: World, token: str) -> None:
    rows = repr(snapshot())
    assert token not in rows
    assert token.replace("-", "") not in rows
    assert hash_of(token) in rows


def test_with_the_database_and_another_key_no_link_works(
    phone: Client, token: str, settings: Any
) -> None:
    settings.SECRET_KEY = "een andere sleutel " * 5
    neutral(phone.get(f"/v/{token}/"))


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_change_to_a_link_leads_to_another_pupil(data: st.DataObject) -> None:
    """Flip, cut, swap, glue or invent: it is the same secret, or it hashes to nobody."""
    mine, theirs = new_secret(), new_secret()
    known = {hash_of(mine): "mine", hash_of(theirs): "theirs"}
    place = data.draw(st.integers(0, len(mine) - 1))
    other = data.draw(st.characters())
    changed = data.draw(
        st.sampled_from(
            [
                mine[:place] + other + mine[place + 1 :],
                mine[:place] + mine[place + 1 :],
                mine[:place] + other + mine[place:],
                mine[:place] + theirs[place:],
                mine[::-1],
                mine + theirs,
                mine + " ",
                f"{mine}/../{theirs}",
                mine.swapcase(),
            ]
        )
    )
    same = {
        whose
        for whose, secret in (("mine", mine), ("theirs", theirs))
        if changed.lower().replace("-", "") == secret.replace("-", "")
    }
    found = known.get(hash_of(changed))
    assert ({found} if found else set()) == same


def test_a_secret_is_long_enough_never_to_be_guessed() -> None:
    from math import log2

    from gokwijs.apps.verklaring import tokens

    letters = len(set(tokens._ALPHABET))
    assert letters == len(tokens._ALPHABET)
    assert len(new_secret().replace("-", "")) * log2(letters) > 128
    assert len({new_secret() for _ in range(500)}) == 500


@pytest.mark.parametrize("days", [0, -1, 91, 10_000])
def test_a_link_never_works_longer_than_ninety_days(world: World, days: int) -> None:
    with pytest.raises(services.LinkError, match="hoogstens 90 dagen"):
        services.make_uitnodiging(leerling=world.leerling, by=world.alice, days=days)
    assert not Uitnodiging.objects.exists()


# ---------------------------------------------------------------- what is shown


@pytest.mark.parametrize("taal", TALEN)
def test_every_language_stands_beside_the_dutch_that_counts(
    phone: Client, token: str, taal: str
) -> None:
    formulier, nl = load_formulieren()[taal], load_formulieren()["nl"]
    page = phone.get(f"/v/{token}/?taal={taal}")
    assert_safe(page)
    text = text_of(page)
    assert f'<html lang="{taal}" dir="{formulier.richting}">' in text
    for key in ("met_moeder", "met_vader", "met_broers_zussen", "opleiding_vraag", "nvt"):
        assert getattr(formulier, key).replace("'", "&#x27;") in text
        assert getattr(nl, key) in text
    assert (formulier.hulpvertaling in text) == (taal != "nl")
    assert ("Hulpvertaling, niet nagelezen." in text) == (taal != "nl")


def test_only_the_first_name_and_the_school_are_shown(
    world: World, phone: Client, token: str
) -> None:
    pages = [
        phone.get(f"/v/{token}/"),
        phone.get(f"/v/{token}/?taal=nl"),
        phone.post(f"/v/{token}/?taal=nl", {**ANSWERS, "stap": "nakijken"}),
        phone.post(f"/v/{token}/?taal=nl", {}),
    ]
    send(phone, token)
    pages.append(phone.get(f"/v/{token}/?taal=nl"))
    for page in pages:
        text = text_of(page)
        assert "Noor" in text
        assert "De Zandloper" in text
        for secret in ("Zandman", world.leerling.stamnummer, "L1A", NUMMER, "Alice"):
            assert secret not in text


def test_nothing_is_kept_found_or_sent_elsewhere(phone: Client, token: str) -> None:
    for page in (phone.get(f"/v/{token}/"), phone.get(f"/v/{token}/?taal=ar")):
        assert page["Cache-Control"] == "no-store, private"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page["Referrer-Policy"] == "same-origin"
        text = text_of(page)
        assert "http://" not in text
        assert "https://" not in text
        assert "<script" not in text
        assert 'name="robots" content="noindex, nofollow"' in text


def test_a_form_sent_from_another_site_is_refused(world: World, token: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/v/{token}/?taal=nl", SEND).status_code == 403
    page = strict.get(f"/v/{token}/?taal=nl")
    cookie = strict.cookies["csrftoken"]
    assert cookie["httponly"]
    key = text_of(page).split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = {**SEND, "csrfmiddlewaretoken": key}
    assert strict.post(f"/v/{token}/?taal=nl", sent).status_code == 302
    assert "sessionid" not in strict.cookies, "a parent gets no session"


# ---------------------------------------------------------------- limits


def test_an_address_that_tries_links_is_stopped_and_a_parent_beside_it_is_not(
    phone: Client, token: str
) -> None:
    for _ in range(limits.WRONG.most):
        assert phone.get(f"/v/{new_secret()}/").status_code == 404
    blocked = phone.get(f"/v/{new_secret()}/")
    assert blocked.status_code == 429
    assert blocked["Retry-After"] == "60"
    assert "Het is even te druk." in main_text(blocked)
    assert "Noor" not in text_of(blocked)
    assert phone.get(f"/v/{token}/").status_code == 200
    elsewhere = phone.get(f"/v/{new_secret()}/", REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 404


def test_a_link_cannot_be_sent_endlessly(
    world: World, phone: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**kwargs: Any) -> None:
        raise services.LinkError("niet meer")

    monkeypatch.setattr(services, "answer_uitnodiging", refuse)
    for _ in range(limits.ANSWERS.most):
        assert send(phone, token).status_code == 404
    assert send(phone, token).status_code == 429


def test_behind_https_the_address_is_the_one_our_own_proxy_saw(rf: Any, settings: Any) -> None:
    request = rf.get("/", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7", REMOTE_ADDR="10.0.0.1")
    settings.HTTPS = False
    assert limits.address_of(request) == "10.0.0.1"
    settings.HTTPS = True
    assert limits.address_of(request) == "203.0.113.7"


# ---------------------------------------------------------------- on a device of the school


def test_the_device_of_the_school_opens_one_form_and_nothing_else(world: World) -> None:
    tablet = client_of(world.alice)
    start = f"/school/{NUMMER}/verklaringen/leerling/{world.leerling.pk}/tablet/"
    assert "Je wordt eerst afgemeld" in main_text(tablet.get(start))
    opened = tablet.post(start)
    path = opened["Location"]
    assert tablet.get(path).status_code == 200
    assert tablet.get(f"/school/{NUMMER}/middelen/")["Location"].startswith("/accounts/inloggen/")
    neutral(client_of(None).get(path))  # the address alone is worth nothing elsewhere
    assert tablet.post(f"{path}?taal=pl", SEND).status_code == 302
    assert "Gotowe: proszę oddać urządzenie" in text_of(tablet.get(f"{path}?taal=pl"))
    assert tablet.post(f"{path}klaar/")["Location"] == "/accounts/inloggen/"
    neutral(tablet.get(path))
    stored = world.leerling.verklaringen.get()
    assert stored.kanaal == "loket"


# ---------------------------------------------------------------- many at once


@pytest.mark.django_db(transaction=True)
def test_fifty_parents_at_once_lose_no_answer(settings: Any) -> None:
    """With the limits in the shared cache, as in real use: a table of the same database."""
    settings.CACHES = {"default": {**DATABASE_CACHE}}
    call_command("createcachetable", verbosity=0)
    cache.clear()
    world = build_world()
    made = services.make_uitnodigingen(
        leerlingen=[make_leerling(world.school, world.alice) for _ in range(50)], by=world.alice
    )
    levels = [o.value for o in Opleiding]

    def work(place: int) -> Any:
        phone = client_of(None)
        return send(phone, made[place].token, opleiding=levels[place % 7]).status_code

    assert at_once(50, work) == [302] * 50
    for place, one in enumerate(made):
        stored = one.uitnodiging.leerling.verklaringen.get()
        assert stored.opleiding == levels[place % 7]
        assert stored.feiten.count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_parent_pressing_eight_times_at_once_is_stored_once() -> None:
    world = build_world()
    token = services.make_uitnodiging(leerling=world.leerling, by=world.alice).token
    statuses = at_once(8, lambda n: send(client_of(None), token).status_code)
    assert set(statuses) <= {200, 302}, statuses
    assert world.leerling.verklaringen.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_making_links_at_once_leave_one_that_works() -> None:
    world = build_world()
    pupils = [world.leerling, *(make_leerling(world.school, world.alice) for _ in range(5))]

    def work(place: int) -> Any:
        order = pupils if place % 2 else pupils[::-1]
        return services.make_uitnodigingen(leerlingen=order, by=world.alice)

    results = at_once(4, work)
    assert all(isinstance(r, list) for r in results), results
    for leerling in pupils:
        assert leerling.uitnodigingen.filter(revoked=None).count() == 1
    assert connection.vendor in ("sqlite", "postgresql")
