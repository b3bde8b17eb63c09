"""A manager's link for a new password opens no other school."""

from __future__ import annotations

import pytest
from django.test import Client

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.scholen import services
from gokwijs.apps.scholen.models import Membership

pytestmark = pytest.mark.django_db
PASSWORD = "een-lang-wachtwoord-2026"


@pytest.fixture
def manager() -> User:
    return User.objects.create_user("baas@een.invalid", "Baas van Een", PASSWORD)


def test_a_link_for_a_colleague_who_works_here_alone(client: Client, manager: User) -> None:
    school = services.create_school(instellingsnummer="999101", naam="School Een", by=manager)
    member = services.add_member(
        school=school, email="a@een.invalid", naam="A", roles=[Role.LERAAR], by=manager
    )
    client.force_login(manager)
    page = client.post(f"/school/999101/medewerkers/{member.pk}/", {"link": "1"})
    assert "/accounts/wachtwoord/kiezen/" in page.content.decode()


def test_no_link_for_somebody_who_also_works_elsewhere(client: Client, manager: User) -> None:
    school = services.create_school(instellingsnummer="999101", naam="School Een", by=manager)
    other = User.objects.create_user("directeur@twee.invalid", "Directeur Twee", PASSWORD)
    services.create_school(instellingsnummer="999102", naam="School Twee", by=other)
    client.force_login(manager)
    services.add_member(school=school, email=other.email, naam="X", roles=[Role.LERAAR], by=manager)
    member = Membership.objects.get(user=other, school=school)
    page = client.post(f"/school/999101/medewerkers/{member.pk}/", {"link": "1"})
    text = page.content.decode()
    assert "/accounts/wachtwoord/kiezen/" not in text
    assert "werkt ook voor een andere school" in text
