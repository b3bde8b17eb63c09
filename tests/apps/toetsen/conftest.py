"""One school with a class of the sixth and one of the fifth, a toets and an afname."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import Membership, School
from gokwijs.apps.scholen.selectors import Access, access_for
from gokwijs.apps.scholen.services import create_school
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from tests.apps.builders import NUMMER, client_of, colleague, main_text, person, upload_of
from tests.apps.leerling_builders import make_leerling
from tests.apps.toetsen import builders as b

T = f"/school/{NUMMER}/beleid/toetsen"


@dataclass
class Klaslokaal:
    """Twelve pupils in L6A, three in L5A; 'Lezen' from 0 to 40 with one afname."""

    school: School
    alice: User
    toets: Toets
    begin: Afname
    zes: list[Leerling]
    vijf: list[Leerling]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, role: str = "gok_coordinator") -> Client:
        if role not in self.clients:
            user = colleague(self.school, Role(role), email=f"{role}@lokaal.invalid")
            if role == "leraar":
                Membership.objects.filter(user=user).update(klassen=["L5A"])
            self.clients[role] = client_of(user)
        return self.clients[role]

    def access(self, role: str = "gok_coordinator") -> Access:
        self.client(role)
        user = User.objects.get(email=f"{role}@lokaal.invalid")
        return access_for(user, NUMMER, Permission.SCHOOLZONE_ZIEN)

    def text(self, path: str = "", role: str = "gok_coordinator") -> str:
        response = self.client(role).get(f"{T}/{path}")
        assert response.status_code == 200, (path, role, response.status_code)
        return main_text(response).replace("\u00a0", " ")

    def post(self, path: str, data: dict[str, Any], role: str = "gok_coordinator") -> Any:
        return self.client(role).post(f"{T}/{path}", data)

    def upload(self, data: bytes, name: str = "scores.csv") -> Any:
        """Choose a file; the page that follows, or the refusal."""
        return self.client().post(
            f"{T}/inlezen/",
            {"toets": self.toets.pk, "bestand": upload_of(data, name)},
            follow=True,
        )

    def stand(self) -> dict[str, str]:
        """Stamnummer → score or cause, of the afname of the start."""
        rows = Score.objects.filter(afname=self.begin).select_related("leerling")
        return {s.leerling.stamnummer: s.ontbreekt or f"{s.waarde.normalize():f}" for s in rows}


@pytest.fixture
def lokaal(db: None) -> Klaslokaal:
    alice = person("alice@lokaal.invalid", "Alice Adams")
    school = create_school(instellingsnummer=NUMMER, naam="De Zandloper", by=alice)
    zes = [
        make_leerling(
            school, alice, naam=f"Bladwijzer{n:02}", stamnummer=f"0{100 + n:06}", klas="L6A"
        )
        for n in range(12)
    ]
    vijf = [
        make_leerling(school, alice, naam=f"Knikker{n:02}", stamnummer=f"0{200 + n:06}", klas="L5A")
        for n in range(3)
    ]
    toets = b.toets(school)
    begin = b.afname(toets, "begin", date(2026, 1, 12))
    return Klaslokaal(school, alice, toets, begin, zes, vijf)
