"""Logging in: first use, lockout, passwords, the second step, and where it is compulsory."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.models import Event
from gokwijs.apps.scholen.models import Membership, School
from tests.apps.builders import (
    NUMMER,
    PASSWORD,
    YEAR,
    World,
    client_of,
    main_text,
    person,
    snapshot,
    text_of,
)
from tests.apps.pages import PAGES, SCHOOL_PAGES
from tests.apps.safety import assert_safe

LOGIN = "/accounts/inloggen/"
TOTP = "/accounts/tweestaps/totp/activate/"
LINK = re.compile(r'value="https?://[^/]+(/\S+)"')


def log_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def totp(secret: str) -> str:
    """A code of RFC 6238, written here anew: HMAC-SHA1 over the half minute, six digits."""
    left = 30 - time.time() % 30
    if left < 2:  # the code must still hold when it arrives
        time.sleep(left)
    counter = int(time.time() // 30)
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


# ---------------------------------------------------------------- first use


WELCOME = {
    "naam": "Eerste Persoon",
    "email": "eerste@school.invalid",
    "password": PASSWORD,
    "school": "Mijn School",
    "instellingsnummer": "12345",
}


@pytest.mark.django_db
def test_on_an_empty_database_every_page_leads_to_the_welcome_page() -> None:
    client = Client()
    for path in ("/", LOGIN, "/regels/", f"/school/{NUMMER}/middelen/", "/nergens/"):
        assert client.get(path)["Location"] == "/welkom/"
    assert client.post(LOGIN, {})["Location"] == "/welkom/"
    page = client.get("/welkom/")
    assert "Maak eerst jezelf en je school bekend" in text_of(page)
    assert_safe(page)


@pytest.mark.django_db
def test_the_first_person_gets_a_school_and_is_at_once_inside() -> None:
    client = Client()
    response = client.post("/welkom/", WELCOME)
    assert response["Location"] == "/school/012345/"
    assert client.get(response["Location"]).status_code == 200
    membership = Membership.objects.get()
    assert membership.roles == ["directeur", "beheerder"]
    assert School.objects.get().naam == "Mijn School"
    kinds = list(Event.objects.order_by("pk").values_list("kind", "by_name"))
    assert kinds == [
        ("gebruiker.gemaakt", "Eerste Persoon"),
        ("school.gemaakt", "Eerste Persoon"),
    ]


@pytest.mark.django_db
def test_the_welcome_page_is_closed_after_the_first_person() -> None:
    Client().post("/welkom/", WELCOME)
    before = snapshot()
    stranger = Client()
    assert stranger.get("/welkom/").status_code == 404
    second = {**WELCOME, "email": "tweede@school.invalid", "instellingsnummer": "54321"}
    assert stranger.post("/welkom/", second).status_code == 404
    assert stranger.get("/")["Location"].startswith(LOGIN)
    assert snapshot() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "kort"}, "Dit wachtwoord is te kort. Neem minstens 12 tekens."),
        ({"password": "1qaz2wsx3edc"}, "Dit wachtwoord is te algemeen."),
        ({"password": "9081726354455463"}, "Dit wachtwoord bevat alleen cijfers."),
        ({"password": "eerste@school.invalid"}, "lijkt te veel op de e-mailadres"),
        ({"password": "Eerste Persoon 1"}, "lijkt te veel op de naam"),
        ({"instellingsnummer": "1234567"}, "Schrijf het instellingsnummer als zes cijfers."),
        ({"instellingsnummer": "abc"}, "Schrijf het instellingsnummer als zes cijfers."),
        ({"email": "geen adres"}, "Voer een geldig e-mailadres in."),
        ({"naam": "a\x00b"}, "Null-tekens zijn niet toegestaan."),
    ],
)
def test_a_wrong_first_form_makes_nothing(changes: dict[str, str], sentence: str) -> None:
    page = Client().post("/welkom/", {**WELCOME, **changes})
    assert page.status_code == 200
    assert sentence in main_text(page)
    assert User.objects.count() == School.objects.count() == Event.objects.count() == 0


@pytest.mark.django_db
def test_on_a_server_for_others_the_first_person_needs_the_code(settings: Any) -> None:
    settings.SETUP_CODE = "geheim12"
    for code in ("", "fout"):
        page = Client().post("/welkom/", {**WELCOME, "code": code})
        assert User.objects.count() == 0, code
    assert "Die code klopt niet." in main_text(page)
    Client().post("/welkom/", {**WELCOME, "code": " geheim12 "})
    assert User.objects.count() == 1


# ---------------------------------------------------------------- in, out, locked out


def test_in_and_out(world: World) -> None:
    client = Client()
    assert log_in(client, "ALICE@zandloper.invalid")["Location"] == "/"
    assert client.get("/mijn-account/").status_code == 200
    client.post("/accounts/afmelden/")
    assert client.get("/mijn-account/")["Location"] == f"{LOGIN}?next=/mijn-account/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(world: World) -> None:
    answers = [
        log_in(Client(), email, "helemaal fout geraden")
        for email in (world.alice.email, "niemand@nergens.invalid")
    ]
    texts = [main_text(a).replace(world.alice.email, "") for a in answers]
    assert texts[0] == texts[1].replace("niemand@nergens.invalid", "")
    assert "niet correct" in texts[0]


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(world: World) -> None:
    client = Client()
    for _ in range(5):
        page = log_in(client, world.alice.email, "helemaal fout geraden")
        assert "niet correct" in main_text(page)
    page = log_in(client, world.alice.email)
    assert not logged_in(client)
    assert "Te veel" in main_text(page)
    other = Client(REMOTE_ADDR="10.1.2.3")
    log_in(other, world.alice.email)
    assert not logged_in(other), "another address must not help"
    assert log_in(client, world.bob.email)["Location"] == "/", "a colleague is not locked out"


def test_twenty_wrong_guesses_from_one_address_lock_that_address(world: World) -> None:
    client = Client()
    for n in range(20):
        log_in(client, f"gok{n}@zandloper.invalid", "helemaal fout geraden")
    log_in(client, world.alice.email)
    assert not logged_in(client)


def test_an_ended_account_cannot_log_in(world: World) -> None:
    User.objects.filter(pk=world.bob.pk).update(is_active=False)
    client = Client()
    assert log_in(client, world.bob.email)["Location"] == "/accounts/inactief/"
    assert not logged_in(client)


def test_somebody_whose_access_ends_finds_nothing_on_the_next_page(world: World) -> None:
    client = world.client("bob")
    assert client.get(f"/school/{NUMMER}/middelen/?{YEAR}").status_code == 200
    world.member("bob").delete()
    assert client.get(f"/school/{NUMMER}/middelen/?{YEAR}").status_code == 404


@pytest.mark.parametrize(
    "there", ["https://kwaad.invalid/", "//kwaad.invalid", "javascript:alert(1)"]
)
def test_logging_in_never_leads_to_another_site(world: World, there: str) -> None:
    assert log_in(Client(), world.alice.email, next=there)["Location"] == "/"


def test_nobody_can_make_an_own_account(world: World) -> None:
    client = Client()
    count = User.objects.count()
    form = {"email": "zelf@x.invalid", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/accounts/registreren/", form)
    assert page.status_code == 200
    assert "Zelf een account maken kan niet" in main_text(page)
    assert User.objects.count() == count


# ---------------------------------------------------------------- passwords


def test_changing_the_password_asks_the_old_one_and_ends_other_sessions(world: World) -> None:
    client, elsewhere = Client(), Client()
    log_in(client, world.alice.email)
    log_in(elsewhere, world.alice.email)
    new = "acht groene hoeden in de regen"
    wrong = {"oldpassword": "fout", "password1": new, "password2": new}
    client.post("/accounts/wachtwoord/", wrong)
    assert User.objects.get(pk=world.alice.pk).check_password(PASSWORD)
    client.post("/accounts/wachtwoord/", {**wrong, "oldpassword": PASSWORD})
    assert User.objects.get(pk=world.alice.pk).check_password(new)
    assert client.get("/mijn-account/").status_code == 200
    assert elsewhere.get("/mijn-account/").status_code == 302


@pytest.mark.parametrize("password", ["kort", "123456789012345", "alice@zandloper.invalid"])
def test_a_weak_new_password_is_refused(world: World, password: str) -> None:
    client = Client()
    log_in(client, world.alice.email)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/accounts/wachtwoord/", form).status_code == 200
    assert User.objects.get(pk=world.alice.pk).check_password(PASSWORD)


def test_a_forgotten_password_by_mail_works_once(world: World) -> None:
    client = Client()
    client.post("/accounts/wachtwoord/vergeten/", {"email": world.alice.email})
    link = re.search(r"http://testserver(/accounts/wachtwoord/kiezen/\S+)", mail.outbox[0].body)
    assert link is not None
    form = {"password1": "zeven blauwe stoelen 7", "password2": "zeven blauwe stoelen 7"}
    where = client.get(link[1])["Location"]
    client.post(where, form)
    assert User.objects.get(pk=world.alice.pk).check_password(form["password1"])
    again = Client().get(link[1])
    assert again.status_code == 200
    assert 'name="password1"' not in text_of(again)


def test_a_forgotten_password_tells_nobody_who_has_an_account(world: World) -> None:
    known, unknown = (
        Client().post("/accounts/wachtwoord/vergeten/", {"email": email})
        for email in (world.alice.email, "niemand@nergens.invalid")
    )
    assert known["Location"] == unknown["Location"]


def test_the_link_for_a_colleague_lets_choose_a_new_password_once(world: World) -> None:
    path = f"/school/{NUMMER}/medewerkers/{world.member('bob').pk}/"
    link = LINK.search(text_of(world.client("alice").post(path, {"link": "1"})))
    assert link is not None
    colleague = Client()
    where = colleague.get(link[1])["Location"]
    password = {"password1": "negen gele fietsen 99", "password2": "negen gele fietsen 99"}
    colleague.post(where, password)
    assert log_in(colleague, world.bob.email, password["password1"])["Location"] == "/"
    assert 'name="password1"' not in text_of(Client().get(link[1]))


# ---------------------------------------------------------------- the second step


def enrol(client: Client) -> tuple[str, list[str]]:
    """Set the second step up as a person would, password again first; (secret, codes)."""
    confirm = client.get(TOTP)["Location"]
    assert client.post(confirm, {"password": PASSWORD})["Location"] == TOTP
    page = text_of(client.get(TOTP))
    secret = re.search(r"\b([A-Z2-7]{32})\b", page)
    assert secret is not None
    assert client.post(TOTP, {"code": "000000"}).status_code == 200
    response = client.post(TOTP, {"code": totp(secret[1])})
    codes = text_of(client.get(response["Location"]))
    return secret[1], re.findall(r"\b\d{8}\b", codes)


def test_setting_up_a_second_step_and_logging_in_with_it(world: World) -> None:
    client = Client()
    log_in(client, world.alice.email)
    secret, _ = enrol(client)
    assert "Staat aan" in main_text(client.get("/mijn-account/"))
    fresh = Client()
    where = log_in(fresh, world.alice.email)["Location"]
    assert where.startswith("/accounts/tweestaps/authenticate/")
    assert not logged_in(fresh), "the password alone is not enough"
    assert fresh.get(f"/school/{NUMMER}/middelen/").status_code == 302
    assert_safe(fresh.get(where))
    fresh.post(where, {"code": "000000"})
    assert not logged_in(fresh)
    fresh.post(where, {"code": totp(secret)})
    assert logged_in(fresh)
    assert fresh.get("/mijn-account/").status_code == 200


def test_a_recovery_code_lets_in_once(world: World) -> None:
    client = Client()
    log_in(client, world.alice.email)
    _, codes = enrol(client)
    assert len(codes) >= 8
    first = Client()
    where = log_in(first, world.alice.email)["Location"]
    first.post(where, {"code": codes[0]})
    assert logged_in(first)
    second = Client()
    where = log_in(second, world.alice.email)["Location"]
    second.post(where, {"code": codes[0]})
    assert not logged_in(second)


def test_codes_cannot_be_guessed_without_end(world: World) -> None:
    client = Client()
    log_in(client, world.alice.email)
    secret, _ = enrol(client)
    fresh = Client()
    where = log_in(fresh, world.alice.email)["Location"]
    for n in range(5):
        fresh.post(where, {"code": f"{n:06}"})
    fresh.post(where, {"code": totp(secret)})
    assert not logged_in(fresh)


def test_the_secret_is_shown_only_to_its_owner_after_a_fresh_password(world: World) -> None:
    """A session that is old, or taken over, cannot change the second step."""
    response = world.client("alice").get(TOTP)
    assert response["Location"].startswith("/accounts/herbevestigen/")
    assert Authenticator.objects.count() == 0


def test_all_pages_of_the_second_step_are_safe(world: World) -> None:
    client = Client()
    log_in(client, world.alice.email)
    client.post(client.get(TOTP)["Location"], {"password": PASSWORD})
    assert_safe(client.get(TOTP))
    client.post("/accounts/afmelden/")
    log_in(client, world.alice.email)
    enrol(client)
    for page in PAGES:
        if page.name.startswith("mfa_"):
            assert_safe(client.get(page.path(world)))


# ---------------------------------------------------------------- compulsory on a public server


@pytest.fixture
def public(settings: Any) -> None:
    settings.PUBLIC_URL = "https://gok.school.invalid"


def test_on_a_public_server_nothing_opens_without_a_second_step(world: World, public: None) -> None:
    client = Client()
    log_in(client, world.alice.email)
    before = snapshot()
    closed = [page for page in PAGES if not page.path(world).startswith("/accounts/")]
    assert {page.name for page in SCHOOL_PAGES} <= {page.name for page in closed}
    for page in closed:
        for method in (client.get, client.post):
            response = method(page.path(world), page.data(world))
            assert response.status_code == 302, page.name
            assert response["Location"] == TOTP, page.name
    assert snapshot() == before
    enrol(client)
    assert client.get(f"/school/{NUMMER}/middelen/?{YEAR}").status_code == 200


def test_an_invited_colleague_gets_in_on_a_public_server(world: World, public: None) -> None:
    """Link, password, second step, page: no unproven address may stand in the way."""
    director = Client()
    log_in(director, world.alice.email)
    enrol(director)
    form = {"naam": "Nieuw", "email": "nieuw@zandloper.invalid", "roles": ["zorg"]}
    page = text_of(director.post(f"/school/{NUMMER}/medewerkers/", form))
    assert 'value="https://gok.school.invalid/toegang/' in page
    link = LINK.search(page)
    assert link is not None
    colleague = Client()
    inside = colleague.post(link[1], {"naam": "Nieuw", "password": PASSWORD})
    assert inside["Location"] == f"/school/{NUMMER}/"
    assert colleague.get(inside["Location"])["Location"] == TOTP
    enrol(colleague)
    assert colleague.get(f"/school/{NUMMER}/middelen/?{YEAR}").status_code == 200


def test_on_ones_own_computer_the_second_step_is_a_choice(world: World) -> None:
    assert world.client("alice").get(f"/school/{NUMMER}/middelen/?{YEAR}").status_code == 200


def test_on_a_public_server_one_can_still_log_out_and_change_a_password(
    world: World, public: None
) -> None:
    client = world.client("alice")
    assert client.get("/accounts/wachtwoord/").status_code == 200
    assert client.post("/accounts/afmelden/")["Location"] == "/"


def test_an_account_holds_one_address_and_cannot_get_another(world: World) -> None:
    """A second, unproven address would be another way to log in or to reset the password."""
    client = client_of(person("los@zandloper.invalid", "Los"))
    before = snapshot()
    client.post("/accounts/e-mail/", {"action_add": "", "email": "tweede@zandloper.invalid"})
    assert snapshot() == before
    assert mail.outbox == []
