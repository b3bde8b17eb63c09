"""What happens to an account is in the log: for its owner, and for the directeur of its school."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from gokwijs.apps.access.services import ACCOUNT_KINDS, shortened
from gokwijs.apps.audit.models import Event
from gokwijs.apps.scholen.models import Membership
from tests.apps.builders import ANDER, NUMMER, PASSWORD, World, main_text, snapshot, text_of
from tests.apps.test_login import TOTP, enrol, log_in

LOG = f"/school/{NUMMER}/logboek/?soort=inloggen"
WRONG = "helemaal fout geraden"


def logged() -> list[tuple[str, str]]:
    found = Event.objects.filter(kind__in=ACCOUNT_KINDS).order_by("pk")
    return list(found.values_list("kind", "by_name"))


def test_in_and_out_are_logged_with_who(world: World) -> None:
    client = Client()
    log_in(client, world.alice.email)
    client.post("/accounts/afmelden/")
    client.post("/accounts/afmelden/")  # nobody is there any more
    assert logged() == [("account.ingelogd", "Alice Adams"), ("account.afgemeld", "Alice Adams")]


def test_a_failed_login_keeps_no_password_and_no_whole_address(world: World) -> None:
    log_in(Client(), world.alice.email, WRONG)
    log_in(Client(), "iemand.anders@nergens.invalid", WRONG)
    log_in(Client(), "Iemand.Anders@nergens.invalid", WRONG)
    assert logged() == [
        ("account.mislukt", "Alice Adams"),
        ("account.mislukt", "onbekend"),
        ("account.mislukt", "onbekend"),
    ]
    first, second, third = Event.objects.filter(kind="account.mislukt").order_by("pk")
    assert second.target == "i…@nergens.invalid"
    assert second.data == third.data != first.data
    stored = str(snapshot()["audit.Event"])
    assert WRONG not in stored
    assert "iemand.anders" not in stored.lower()


def test_a_password_typed_in_the_field_of_the_address_is_not_kept(world: World) -> None:
    assert shortened("mijn geheim wachtwoord") == "…"
    assert shortened("geheim@") == "…"
    assert shortened("nora@school.be") == "n…@school.be"
    log_in(Client(), "mijn-geheim-wachtwoord@thuis", WRONG)
    assert "geheim" not in str(snapshot()["audit.Event"])


def test_attempts_that_are_locked_out_do_not_fill_the_log(world: World) -> None:
    client = Client()
    for _ in range(9):
        log_in(client, world.alice.email, WRONG)
    assert logged() == [("account.mislukt", "Alice Adams")] * 5


def test_a_new_password_is_logged_whichever_way_it_came(world: World) -> None:
    client = Client()
    log_in(client, world.alice.email)
    new = "acht groene hoeden in de regen"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/wachtwoord/", form)
    assert logged()[-1] == ("account.wachtwoord", "Alice Adams")
    bob = f"/school/{NUMMER}/medewerkers/{world.member('bob').pk}/"
    log_in(client, world.alice.email, new)
    link = client.post(bob, {"link": "1"}).context["link"].address
    other = Client()
    both = {"password1": new, "password2": new}
    other.post(other.get(link)["Location"], both)
    assert ("account.wachtwoord", "Bob Bakker") in logged()


def test_the_second_step_is_logged_on_off_and_when_a_code_is_wrong(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    log_in(client, world.alice.email)
    with django_capture_on_commit_callbacks(execute=True):  # the library tells after its commit
        enrol(client)
    kinds = [kind for kind, _ in logged()]
    assert kinds.count("account.tweestaps_aan") == 1
    fresh = Client()
    where = log_in(fresh, world.alice.email)["Location"]
    count = len(logged())
    fresh.post(where, {"code": "000000"})
    assert logged()[count:] == [("account.mislukt", "Alice Adams")]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/tweestaps/recovery-codes/generate/")
    assert logged()[-1] == ("account.noodcodes", "Alice Adams")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/tweestaps/totp/deactivate/")
    assert logged()[-1] == ("account.tweestaps_uit", "Alice Adams")


def test_a_login_of_which_the_log_cannot_be_written_does_not_happen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(Event, "save", fail)
    client = Client(raise_request_exception=False)
    logging.disable()
    assert log_in(client, world.alice.email).status_code == 500
    logging.disable(logging.NOTSET)


# ---------------------------------------------------------------- who sees it


def test_the_directeur_sees_the_logins_of_members_and_of_nobody_else(world: World) -> None:
    for who in (world.alice, world.bob, world.charlie):
        log_in(Client(), who.email)
    log_in(Client(), "niemand@nergens.invalid", WRONG)
    client = world.client("alice")
    rows = main_text(client.get(LOG)).split("Wanneer Wie Wat")[1]
    assert "Alice Adams logde in" in rows
    assert "Bob Bakker logde in" in rows
    assert "Charlie" not in rows
    assert "onbekend" not in rows
    assert "logde in" not in main_text(client.get(f"/school/{NUMMER}/logboek/"))
    world.member("bob").delete()
    assert "Bob Bakker" not in main_text(client.get(LOG)).split("Wanneer Wie Wat")[1]


def test_the_account_page_shows_the_own_roles_and_what_happened(world: World) -> None:
    Membership.objects.create(user=world.bob, school=world.other, roles=["zorg"])
    client = Client()
    log_in(client, world.bob.email, WRONG)
    log_in(client, world.bob.email)
    page = client.get("/mijn-account/")
    text = main_text(page)
    assert "De Zandloper Leraar zonder einddatum" in text
    assert "School Elders Zorg of leerlingenbegeleiding zonder einddatum" in text
    assert text.index("Je logde in") < text.index("Je kon niet inloggen")
    assert f"/school/{ANDER}/rollen/" in text_of(page)
    assert "Alice" not in text


def test_setting_up_still_asks_the_password_first(world: World) -> None:
    assert world.client("bob").get(TOTP)["Location"].startswith("/accounts/herbevestigen/")
