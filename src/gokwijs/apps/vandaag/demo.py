"""The fictional demo: schools, people and what every room holds; does nothing when they exist."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.access.services import create_user
from gokwijs.apps.analyse.demo import build_analyse
from gokwijs.apps.dossier.demo import build_dossier
from gokwijs.apps.effect.demo import build_effect
from gokwijs.apps.kader.demo import build_kader
from gokwijs.apps.leerlingen.demo import build_pupils
from gokwijs.apps.middelen.demo import build_means
from gokwijs.apps.samen.demo import build_samen
from gokwijs.apps.scholen.services import add_member, create_school
from gokwijs.apps.scholen.views import current_schooljaar
from gokwijs.apps.toetsen.demo import build_toetsen
from gokwijs.apps.vandaag.demo_beleid import build_beleid
from gokwijs.apps.zelfevaluatie.demo import build_zelfevaluatie

PASSWORD = "papieren-vlieger-2026"
PEOPLE = (
    ("directeur@demo.invalid", "An Verzonnen", (Role.DIRECTEUR, Role.BEHEERDER)),
    ("secretariaat@demo.invalid", "Bo Bedacht", (Role.SECRETARIAAT,)),
    ("coordinator@demo.invalid", "Chris Fictief", (Role.GOK_COORDINATOR,)),
    ("leraar@demo.invalid", "Dries Denkbeeldig", (Role.LERAAR,)),
    ("scholengroep@demo.invalid", "Els Onbestaand", (Role.SCHOLENGROEP,)),
)
SCHOOLS = (
    ("999001", "Basisschool De Verzonnen Vlieger", "leerlingen-basisschool.csv"),
    ("999002", "Atheneum Nergenshuizen", "leerlingen-secundair.csv"),
    ("999004", "BuSO De Papieren Boot", "leerlingen-buitengewoon.csv"),
)


def build_demo() -> list[str]:
    """Make the demo when the database is empty; the lines to print."""
    if not User.objects.exists():
        with transaction.atomic():
            _build()
    if not User.objects.filter(email=PEOPLE[0][0]).exists():
        return ["Deze databank heeft al eigen gebruikers; er is geen demo toegevoegd."]
    lines = [f"Demo-logins (fictief), wachtwoord telkens: {PASSWORD}"]
    lines += [f"  {email:28} {', '.join(r.label for r in roles)}" for email, _, roles in PEOPLE]
    return lines


def _build() -> None:
    users = [
        create_user(email=email, naam=naam, password=PASSWORD, by=None) for email, naam, _ in PEOPLE
    ]
    directeur, coordinator, leraar = users[0], users[2], users[3]
    today = timezone.localdate()
    for nummer, naam, filename in SCHOOLS:
        school = create_school(instellingsnummer=nummer, naam=naam, by=directeur)
        for email, person, roles in PEOPLE[1:]:
            add_member(
                school=school,
                email=email,
                naam=person,
                roles=[r.value for r in roles],
                by=directeur,
            )
        build_means(school, filename, current_schooljaar(today), directeur)
        build_pupils(school, filename, today)
        build_analyse(school, directeur, coordinator, today)
        build_toetsen(school, coordinator, today)
        build_beleid(school, directeur, coordinator, today)
        build_effect(school, coordinator, today)
        build_samen(school, directeur, leraar, today)
        build_kader(school, directeur)
        build_zelfevaluatie(school, directeur, coordinator, today)
        build_dossier(school, directeur, today)
