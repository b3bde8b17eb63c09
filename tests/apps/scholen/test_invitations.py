"""An invitation gives access to the one invited, once, for a while, and to nobody else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.scholen import services
from gokwijs.apps.scholen.models import Membership, Toegangsuitnodiging
from tests.apps.builders import (
    ANDER,
    NUMMER,
    PASSWORD,
    TODAY,
    TOKEN,
    World,
    build_world,
    client_of,
    kinds,
    main_text,
    person,
    snapshot,
    text_of,
    uitnodiging,
)
from tests.apps.test_database import at_once

STAFF = f"/school/{NUMMER}/medewerkers/"
HERE = f"/toegang/{TOKEN}/"
THEIRS = "/toegang/geheim-van-elders/"
YES = {"naam": "Nora Nieuw", "password": PASSWORD}
GONE = "Deze uitnodiging werkt niet"
FORM = {"naam": "Nele Nieuw", "email": "Nele@Zandloper.invalid", "roles": ["zorg", "leraar"]}


def invited(world: World, **changes: Any) -> Any:
    """The answer to Alice's invitation."""
    return world.client("alice").post(STAFF, {**FORM, **changes})


def path_of(page: Any) -> str:
    found = re.search(r"/toegang/[\w-]+/", page.context["link"].address)
    assert found is not None
    return found[0]


def at(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)


# ---------------------------------------------------------------- inviting


def test_a_new_colleague_is_invited_by_mail_and_by_a_link_to_copy(world: World) -> None:
    page = invited(world)
    text = main_text(page)
    assert "De uitnodiging is gemaild naar nele@zandloper.invalid." in text
    assert "Uitnodigingen die wachten Naam E-mailadres Link Openen" in text
    assert not User.objects.filter(email="nele@zandloper.invalid").exists()
    (sent,) = mail.outbox
    assert sent.subject == "Uitnodiging voor GOK-wijs van De Zandloper"
    assert sent.to == ["nele@zandloper.invalid"]
    assert page.context["link"].address in sent.body
    assert "Alice Adams nodigt je uit" in sent.body
    assert "Zorg of leerlingenbegeleiding" in sent.body
    assert "tot en met 16 maart 2026" in sent.body


def test_the_secret_of_the_link_is_stored_nowhere(world: World) -> None:
    secret = path_of(invited(world)).split("/")[2]
    assert len(secret) >= 32
    assert secret not in str(snapshot())


def test_without_a_public_address_the_link_says_it_works_nearby_only(
    world: World, settings: Any
) -> None:
    page = invited(world)
    assert page.context["link"].address.startswith("http://testserver/toegang/")
    assert "werkt enkel op deze computer of in dit netwerk" in main_text(page)
    assert "enkel op de computer of in het netwerk van de school" in mail.outbox[0].body


def test_with_a_public_address_the_mail_carries_it(world: World) -> None:
    from gokwijs.apps.scholen import mail as letters

    letters.settings.PUBLIC_URL, before = "https://gok.school.invalid", ""
    try:
        letters.send_invitation(world.uitnodiging, "https://gok.school.invalid/toegang/x/")
    finally:
        letters.settings.PUBLIC_URL = before
    assert "https://gok.school.invalid/toegang/x/" in mail.outbox[0].body
    assert "in het netwerk van de school" not in mail.outbox[0].body


def test_without_mail_or_with_a_broken_mail_server_the_link_is_there_to_hand_over(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = invited(world)
    assert "Bezorg deze link aan Nele Nieuw." in main_text(page)
    assert "Er kon geen mail vertrekken" in main_text(page)

    def broken(*args: Any, **kwargs: Any) -> None:
        raise SMTPException("down")

    monkeypatch.setattr("gokwijs.apps.scholen.mail.send_mail", broken)
    page = invited(world, email="ander@zandloper.invalid")
    assert "Er kon geen mail vertrekken" in main_text(page)
    assert Client().get(path_of(page)).status_code == 200


def test_a_school_name_cannot_add_a_header_to_the_mail(world: World) -> None:
    world.school.naam = "School\nBcc: iedereen@elders.invalid"
    world.school.save()
    invited(world)
    assert mail.outbox[0].subject.endswith("School Bcc: iedereen@elders.invalid")
    assert mail.outbox[0].recipients() == ["nele@zandloper.invalid"]


def test_inviting_tells_nothing_about_accounts_elsewhere(world: World) -> None:
    known, unknown = (
        main_text(invited(world, naam="Iemand", email=email)).replace(email, "")
        for email in (world.charlie.email, "niemand@nergens.invalid")
    )

    def cut(text: str) -> str:
        return text.split("Medewerkers", 1)[1].split("Naam E-mailadres Rollen")[0]

    assert cut(known) == cut(unknown)
    assert Membership.objects.filter(user=world.charlie, school=world.school).count() == 0


def test_an_opened_link_tells_nothing_about_accounts_either(world: World) -> None:
    texts = set()
    for email in (world.charlie.email, "niemand@nergens.invalid"):
        path = path_of(invited(world, naam="Iemand", email=email))
        page = main_text(Client().get(path))
        texts.add(page.replace(email, ""))
    assert len(texts) == 1


def test_somebody_who_works_here_is_not_invited_again(world: World) -> None:
    before = snapshot()
    page = invited(world, email="BOB@zandloper.invalid", roles=["directeur"])
    assert "Bob Bakker staat al bij de medewerkers." in main_text(page)
    assert snapshot() == before
    assert mail.outbox == []


def test_a_second_invitation_ends_the_first(world: World) -> None:
    first, second = path_of(invited(world)), path_of(invited(world, roles=["zorg"]))
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert Toegangsuitnodiging.objects.filter(naam="Nele Nieuw", revoked=None).count() == 1


def test_one_manager_cannot_send_mails_without_end(world: World) -> None:
    for n in range(60):
        assert invited(world, email=f"n{n}@zandloper.invalid").status_code == 200
    before = snapshot()
    page = invited(world, email="n60@zandloper.invalid")
    assert page.status_code == 429
    assert "Dit ging te snel na elkaar" in main_text(page)
    assert {k: v for k, v in snapshot().items() if v != before[k]} == {}
    assert len(mail.outbox) == 60


# ---------------------------------------------------------------- saying yes


def test_somebody_new_chooses_a_password_and_is_inside(world: World) -> None:
    client = Client()
    text = main_text(client.get(HERE))
    assert "Je bent uitgenodigd bij De Zandloper" in text
    assert "De uitnodiging is voor nora@nieuw.invalid." in text
    response = client.post(HERE, YES)
    assert response["Location"] == f"/school/{NUMMER}/"
    assert "Je hebt nu toegang tot De Zandloper." in main_text(client.get(response["Location"]))
    user = User.objects.get(email="nora@nieuw.invalid")
    assert user.check_password(PASSWORD)
    assert user.memberships.get().roles == ["leraar"]
    assert kinds()[-2:] == ["gebruiker.gemaakt", "toegang.aangenomen"]
    assert {e.by_name for e in Event.objects.order_by("-pk")[:3]} == {"Nora Nieuw"}
    assert Event.objects.order_by("-pk")[0].kind == "account.ingelogd"


def test_a_link_works_once(world: World) -> None:
    Client().post(HERE, YES)
    again = Client()
    assert again.get(HERE).status_code == 404
    assert again.post(HERE, {**YES, "password": "negen gele fietsen 99"}).status_code == 404
    assert User.objects.get(email="nora@nieuw.invalid").check_password(PASSWORD)


@pytest.mark.parametrize("password", ["", "kort", "nora@nieuw.invalid", "123456789012345"])
def test_a_weak_password_gives_nothing(world: World, password: str) -> None:
    before = snapshot()
    page = Client().post(HERE, {"naam": "Nora Nieuw", "password": password})
    assert page.status_code == 200
    assert "wachtwoord" in main_text(page).lower()
    assert snapshot() == before


def test_somebody_with_an_account_logs_in_first_and_then_says_yes(world: World) -> None:
    client = Client()
    assert f"?next={THEIRS}" in text_of(client.get(THEIRS))
    before = snapshot()
    page = client.post(THEIRS, YES)
    assert "Met dit e-mailadres kan je hier geen wachtwoord kiezen." in main_text(page)
    assert snapshot() == before, "the link alone gives nothing and changes no password"
    form = {"login": world.alice.email, "password": PASSWORD, "next": THEIRS}
    assert client.post("/accounts/inloggen/", form)["Location"] == THEIRS
    assert "Aannemen" in text_of(client.get(THEIRS))
    assert client.post(THEIRS)["Location"] == f"/school/{ANDER}/"
    roles = Membership.objects.get(user=world.alice, school=world.other).roles
    assert roles == ["leraar"]


def test_somebody_else_who_is_logged_in_cannot_take_it(world: World) -> None:
    for who in ("bob", "charlie"):
        before = snapshot()
        page = world.client(who).post(HERE, YES)
        assert "De uitnodiging is voor een ander e-mailadres" in main_text(page)
        assert snapshot() == before


def test_the_manager_who_made_the_link_enters_no_other_school_with_it(world: World) -> None:
    """An account of another school, without a password yet, gets none through our link."""
    services.add_member(
        school=world.other,
        email="wes@elders.invalid",
        naam="Wes",
        roles=["directeur"],
        by=world.charlie,
    )
    path = path_of(invited(world, email="wes@elders.invalid"))
    before = snapshot()
    page = Client().post(path, YES)
    assert "Met dit e-mailadres kan je hier geen wachtwoord kiezen." in main_text(page)
    assert snapshot() == before
    assert not User.objects.get(email="wes@elders.invalid").has_usable_password()


def test_an_account_of_this_school_without_a_password_gets_its_first_one(world: World) -> None:
    member = services.add_member(
        school=world.school, email="wes@hier.invalid", naam="Wes", roles=["zorg"], by=world.alice
    )
    user = member.user
    services.remove_member(membership=member, by=world.alice)
    path = path_of(invited(world, email="wes@hier.invalid"))
    assert Client().post(path, YES)["Location"] == f"/school/{NUMMER}/"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_old_link_for_a_password_dies_when_its_owner_joins_another_school(
    world: World,
) -> None:
    """Else a manager could keep a link, wait, and enter the second school."""
    user = person("mia@zandloper.invalid", "Mia")
    Membership.objects.create(user=user, school=world.school, roles=[Role.ZORG.value])
    page = world.client("alice").post(f"{STAFF}{user.memberships.get().pk}/", {"link": "1"})
    kept = page.context["link"].address
    uitnodiging(world.other, user.email, token="voor-mia")
    client_of(user).post("/toegang/voor-mia/")
    assert user.memberships.count() == 2
    assert "Deze link werkt niet meer." in main_text(Client().get(kept, follow=True))


def test_an_ended_account_does_not_come_back_by_an_invitation(world: World) -> None:
    User.objects.filter(pk=world.charlie.pk).update(is_active=False)
    path = path_of(invited(world, email=world.charlie.email))
    before = snapshot()
    Client().post(path, YES)
    assert snapshot() == before


@pytest.mark.django_db(transaction=True)
def test_a_link_used_by_many_at_once_gives_access_once() -> None:
    world = build_world()
    clients = [Client() for _ in range(4)]
    answers = at_once(4, lambda n: clients[n].post(HERE, YES).status_code)
    assert sorted(answers) in (
        [302, 404, 404, 404],
        [302, 404, 404, 409],
        [302, 404, 409, 409],
        [302, 409, 409, 409],
    )
    assert world.school.memberships.filter(user__email="nora@nieuw.invalid").count() == 1
    assert Event.objects.filter(kind="toegang.aangenomen").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_invite_the_same_person_at_once_leave_one_open_link() -> None:
    world = build_world()

    def work(place: int) -> str:
        return services.invite(
            school=world.school,
            email="samen@x.invalid",
            naam=f"Samen {place}",
            roles=["zorg"],
            by=world.alice,
        )[1]

    tokens = at_once(3, work)
    assert all(isinstance(token, str) for token in tokens), tokens
    codes = sorted(Client().get(f"/toegang/{token}/").status_code for token in tokens)
    assert codes == [200, 404, 404]


# ---------------------------------------------------------------- it ends


def test_wrong_old_used_and_withdrawn_links_get_one_and_the_same_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    used, withdrawn = path_of(invited(world)), path_of(invited(world, email="b@x.invalid"))
    Client().post(used, YES)
    row = Toegangsuitnodiging.objects.get(email="b@x.invalid")
    services.revoke_invitation(invitation=row, by=world.alice)
    short = path_of(invited(world, email="c@x.invalid", tot=TODAY.isoformat()))
    at(monkeypatch, TODAY + timedelta(days=15))
    texts = set()
    for path in ("/toegang/verzonnen/", used, withdrawn, short, HERE):
        page = Client().get(path)
        assert page.status_code == 404
        texts.add(main_text(page))
        assert Client().post(path, YES).status_code == 404
    assert len(texts) == 1
    assert GONE in texts.pop()


def test_a_link_works_until_its_last_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, TODAY + timedelta(days=14))
    assert Client().get(HERE).status_code == 200
    at(monkeypatch, TODAY + timedelta(days=15))
    assert Client().get(HERE).status_code == 404
    assert "vervallen op 16 maart 2026" in main_text(world.client("alice").get(STAFF))


def test_an_invitation_is_sent_again_with_a_new_link(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, TODAY + timedelta(days=15))
    path = f"{STAFF}uitnodiging/{world.uitnodiging.pk}/"
    client = world.client("alice")
    assert "vervallen op 16 maart 2026" in main_text(client.get(path))
    fresh = path_of(client.post(path))
    assert Client().get(HERE).status_code == 404
    assert Client().get(fresh).status_code == 200
    assert len(mail.outbox) == 1
    assert fresh in mail.outbox[0].body


def test_an_invitation_can_be_withdrawn(world: World) -> None:
    path = f"{STAFF}uitnodiging/{world.uitnodiging.pk}/"
    client = world.client("alice")
    assert client.post(path, {"intrekken": "1"})["Location"] == STAFF
    assert "De uitnodiging van Nora Nieuw is ingetrokken." in main_text(client.get(STAFF))
    assert Client().get(HERE).status_code == 404
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_an_end_of_access_that_is_over_is_not_renewed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    Toegangsuitnodiging.objects.filter(pk=world.uitnodiging.pk).update(tot=date(2026, 3, 10))
    at(monkeypatch, date(2026, 3, 11))
    client = world.client("alice")
    response = client.post(f"{STAFF}uitnodiging/{world.uitnodiging.pk}/", follow=True)
    assert "Die dag is voorbij." in main_text(response)
    assert mail.outbox == []


def test_links_cannot_be_guessed_without_end(world: World) -> None:
    client = Client()
    for n in range(30):
        assert client.get(f"/toegang/gok-{n}/").status_code == 404
    assert client.get("/toegang/gok-30/").status_code == 429
    assert client.get(HERE).status_code == 429, "nor does a right one help then"
    assert Client(REMOTE_ADDR="10.1.2.3").get(HERE).status_code == 200


def test_a_strange_link_is_only_not_found(world: World) -> None:
    for token in ("a" * 3000, "%00", "..%2f..", "é", "'--"):
        assert Client().get(f"/toegang/{token}/").status_code == 404
