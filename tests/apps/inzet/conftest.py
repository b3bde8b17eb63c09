"""One school with a letter, a plan and who works there; nothing of the other rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.beleid.models import Actie, Plan, Streefdoel
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access, access_for
from gokwijs.apps.scholen.services import create_school
from tests.apps.builders import NUMMER, YEAR, brief, client_of, colleague, main_text, person
from tests.apps.inzet import builders as b

EURO = "euro.werkingsbudget_bao."
UREN = "uren.ses_lestijden_lager."


@dataclass
class Kas:
    """9 lestijden and € 1000,40 by letter; two acties for one goal each, one without a goal."""

    school: School
    alice: User
    plan: Plan
    taal: Streefdoel
    geld: Streefdoel
    taalklas: Actie
    kosten: Actie
    los: Actie
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, role: str = "directeur") -> Client:
        if role not in self.clients:
            user = (
                self.alice
                if role == "directeur"
                else colleague(self.school, Role(role), email=f"{role}@kas.invalid")
            )
            self.clients[role] = client_of(user)
        return self.clients[role]

    def access(self, role: str = "directeur") -> Access:
        self.client(role)
        email = self.alice.email if role == "directeur" else f"{role}@kas.invalid"
        user = User.objects.get(email=email)
        return access_for(user, self.school.instellingsnummer, Permission.SCHOOLZONE_ZIEN)

    def get(self, path: str = "", role: str = "directeur") -> Any:
        mark = "&" if "?" in path else "?"
        return self.client(role).get(f"{b.B}/{path}{mark}{YEAR}")

    def text(self, path: str = "", role: str = "directeur") -> str:
        """The page as somebody reads it, with plain spaces."""
        response = self.get(path, role)
        assert response.status_code == 200, (path, role, response.status_code)
        return main_text(response).replace("\u00a0", " ")

    def post(self, path: str, data: dict[str, Any], role: str = "directeur") -> Any:
        return self.client(role).post(f"{b.B}/{path}", {"schooljaar": "2026-2027", **data})


@pytest.fixture
def kas(db: None) -> Kas:
    alice = person("alice@kas.invalid", "Alice Adams")
    school = create_school(instellingsnummer=NUMMER, naam="De Zandloper", by=alice)
    brief(school, alice, {UREN: "9", EURO: "1000.40"})
    own = b.plan(school)
    taal = b.streefdoel(own, "Vlotter leren vertellen", kenmerken=["thuistaal"])
    geld = b.streefdoel(own, "Minder late rekeningen", kenmerken=["schooltoeslag", "thuistaal"])
    return Kas(
        school,
        alice,
        own,
        taal,
        geld,
        b.actie(own, "Taalklas", taal, zorgfase="brede_basiszorg"),
        b.actie(own, "Kostenplafond", geld),
        b.actie(own, "Onthaal"),
    )
