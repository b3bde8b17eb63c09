"""Reads, always within what the user may see."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import (
    EXTRA,
    Permission,
    Role,
    known_roles,
    permissions_of,
    roles_with,
)
from gokwijs.apps.audit.models import Event
from gokwijs.apps.scholen.models import Membership, School, SchoolFacts, Toegangsuitnodiging
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.telling.model import School as CoreSchool


@dataclass(frozen=True)
class Access:
    """A school as seen by one user. ``klassen`` None: pupils of every class."""

    school: School
    user: User
    permissions: frozenset[Permission]
    klassen: frozenset[str] | None = None
    asked: Permission = Permission.MIDDELEN_ZIEN  # what the page of this request needs
    # Every school of this person, read in the same go: the page offers the others.
    memberships: tuple[Membership, ...] | None = field(default=None, repr=False, compare=False)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def schoolzone(self) -> bool:
        return Permission.SCHOOLZONE_ZIEN in self.permissions

    @property
    def werkzone(self) -> bool:
        return Permission.WERKZONE_ZIEN in self.permissions

    @property
    def may_count(self) -> bool:
        return Permission.TELLING_INBRENGEN in self.permissions

    @property
    def may_enter(self) -> bool:
        return Permission.GETALLEN_INVOEREN in self.permissions

    @property
    def may_manage(self) -> bool:
        return Permission.SCHOOL_BEHEREN in self.permissions

    @property
    def may_staff(self) -> bool:
        return Permission.MEDEWERKERS_BEHEREN in self.permissions

    @property
    def may_log(self) -> bool:
        return Permission.LOGBOEK_ZIEN in self.permissions

    @property
    def may_pupils(self) -> bool:
        return Permission.LEERLINGEN_ZIEN in self.permissions

    @property
    def may_edit_pupils(self) -> bool:
        return Permission.LEERLINGEN_BEHEREN in self.permissions

    @property
    def may_declare(self) -> bool:
        return Permission.VERKLARINGEN_BEHEREN in self.permissions

    @property
    def may_take_lists(self) -> bool:
        return Permission.LIJSTEN_MEENEMEN in self.permissions

    @property
    def may_release(self) -> bool:
        return Permission.CIJFERS_VRIJGEVEN in self.permissions

    @property
    def may_write(self) -> bool:
        return Permission.BELEID_SCHRIJVEN in self.permissions

    @property
    def may_adopt(self) -> bool:
        return Permission.BELEID_VASTSTELLEN in self.permissions

    @property
    def may_assign(self) -> bool:
        return Permission.INZET_BEHEREN in self.permissions

    @property
    def may_see_persons(self) -> bool:
        return Permission.INZET_PERSONEN_ZIEN in self.permissions

    @property
    def may_privacy(self) -> bool:
        return Permission.PRIVACY_BEHEREN in self.permissions


def user_of(request: HttpRequest) -> User:
    """The logged-in user; views are behind ``login_required``."""
    assert isinstance(request.user, User)
    return request.user


def schools_for(user: User) -> list[Membership]:
    """The memberships of a user that are not over, by school name."""
    return _open(_memberships(user))


def _memberships(user: User) -> tuple[Membership, ...]:
    return tuple(user.memberships.select_related("school").order_by("school__naam"))


def _open(memberships: Iterable[Membership]) -> list[Membership]:
    today = timezone.localdate()
    return [m for m in memberships if m.is_open(today)]


@dataclass(frozen=True)
class Place:
    """A school of somebody, with the roles there in words."""

    school: School
    rollen: str
    klassen: tuple[str, ...]
    tot: date | None
    permissions: frozenset[Permission]


def places_for(
    user: User, search: str = "", memberships: Iterable[Membership] | None = None
) -> list[Place]:
    """The schools somebody may enter today, by name; ``search`` looks in name and number.

    ``memberships``: those of this person, when the caller has read them.
    """
    wanted = _folded(search)
    return [
        Place(
            m.school,
            ", ".join(role.label for role in known_roles(m.roles)),
            tuple(m.klassen),
            m.tot,
            granted(m)[0],
        )
        for m in (schools_for(user) if memberships is None else _open(memberships))
        if wanted in _folded(f"{m.school.naam} {m.school.instellingsnummer}")
    ]


def _folded(text: str) -> str:
    """Without accents and capitals, so that 'ecole' finds 'École'."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold().strip()


def invitation_for(token: str, today: date) -> Toegangsuitnodiging | None:
    """The open invitation behind a link; None for every other link, whatever the reason."""
    found = (
        Toegangsuitnodiging.objects.select_related("school", "created_by")
        .filter(token_hash=hashlib.sha256(token.encode()).hexdigest())
        .first()
    )
    if found is None or not found.is_open(today):
        return None
    return None if found.tot is not None and found.tot < today else found


def people_in_log(school: School) -> list[tuple[int, str]]:
    """(key, name) of everybody who works here or did something here, by name."""
    acted = Event.objects.filter(school=school.instellingsnummer).order_by()
    keys = {key for key in acted.values_list("by_id", flat=True).distinct() if key is not None}
    keys.update(school.memberships.values_list("user_id", flat=True))
    people = User.objects.filter(pk__in=keys).order_by("naam", "pk")
    return list(people.values_list("pk", "naam"))


def access_for(user: User, nummer: str, permission: Permission) -> Access:
    """The school, when the user works there and may do this.

    Raises Http404 for an outsider, PermissionDenied in words for a colleague without the right.
    """
    if not nummer.isdigit():  # PostgreSQL breaks on a NUL in a query
        raise Http404
    every = _memberships(user)
    membership = next((m for m in every if m.school.instellingsnummer == nummer), None)
    if membership is None or not membership.is_open(timezone.localdate()):
        raise Http404
    permissions, klassen = granted(membership)
    if permission not in permissions:
        who = ", ".join(role.label for role in roles_with(permission))
        raise PermissionDenied(f"Je rol mag dit niet: {permission.words}. Dit kan wel: {who}.")
    return Access(membership.school, user, permissions, klassen, permission, every)


def granted(membership: Membership) -> tuple[frozenset[Permission], frozenset[str] | None]:
    """What the roles allow, and for a leraar with the grant of the school which classes."""
    permissions = permissions_of(membership.roles)
    if Role.PBD.value in membership.roles and membership.schoolzone:
        permissions |= EXTRA[Role.PBD]
    if Permission.LEERLINGEN_ZIEN in permissions:
        return permissions, None
    if (
        Role.LERAAR.value in membership.roles
        and membership.school.leraar_ziet_klas
        and membership.klassen
    ):
        own = frozenset(str(klas) for klas in membership.klassen)
        return permissions | EXTRA[Role.LERAAR], own
    return permissions, frozenset()


def facts_for(school: School, schooljaar: Schooljaar) -> SchoolFacts:
    """The facts of the schooljaar; those of the latest earlier year as a start when there are none.

    Brussels and spread of vestigingsplaatsen rarely change, so they are carried over; the two
    numbers of S and 'nieuwe school' belong to one year and are not.
    """
    found = school.facts.filter(schooljaar=schooljaar.start).first()
    if found is not None:
        return found
    earlier = school.facts.filter(schooljaar__lt=schooljaar.start).order_by("-schooljaar").first()
    facts = SchoolFacts(school=school, schooljaar=schooljaar.start)
    if earlier is not None:
        facts.brussel = earlier.brussel
        facts.vestigingen_verspreid = earlier.vestigingen_verspreid
        facts.lezing_vestigingen = earlier.lezing_vestigingen
    return facts


def core_school(
    school: School,
    schooljaar: Schooljaar,
    gecorrigeerd: dict[tuple[str, Kenmerk], Fraction] | None = None,
) -> CoreSchool:
    """The school as the calculation wants it."""
    facts = facts_for(school, schooljaar)
    x, p = facts.toeslag_leerlingen, facts.toeslag_noemer
    return CoreSchool(
        instellingsnummer=school.instellingsnummer,
        naam=school.naam,
        brussel=Antwoord(facts.brussel),
        nieuwe_school=Antwoord(facts.nieuwe_school),
        vestigingen_verspreid=Antwoord(facts.vestigingen_verspreid),
        toeslag_leerlingen=None if x is None else Fraction(x),
        toeslag_noemer=None if p is None else Fraction(p),
        lezing_vestigingen=facts.lezing_vestigingen,
        gecorrigeerd=gecorrigeerd or {},
    )
