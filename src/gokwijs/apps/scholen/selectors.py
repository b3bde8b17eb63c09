"""Reads, always within what the user may see."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Permission, Role, permissions_of, roles_with
from gokwijs.apps.scholen.models import Membership, School, SchoolFacts
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

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

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
    def may_privacy(self) -> bool:
        return Permission.PRIVACY_BEHEREN in self.permissions


def user_of(request: HttpRequest) -> User:
    """The logged-in user; views are behind ``login_required``."""
    assert isinstance(request.user, User)
    return request.user


def schools_for(user: User) -> list[Membership]:
    """The memberships of a user that are not over, by school name."""
    today = timezone.localdate()
    found = user.memberships.select_related("school").order_by("school__naam")
    return [m for m in found if m.is_open(today)]


def access_for(user: User, nummer: str, permission: Permission) -> Access:
    """The school, when the user works there and may do this.

    Raises Http404 for an outsider, PermissionDenied in words for a colleague without the right.
    """
    if not nummer.isdigit():  # PostgreSQL breaks on a NUL in a query
        raise Http404
    membership = (
        Membership.objects.select_related("school")
        .filter(user=user, school__instellingsnummer=nummer)
        .first()
    )
    if membership is None or not membership.is_open(timezone.localdate()):
        raise Http404
    permissions, klassen = _granted(membership)
    if permission not in permissions:
        who = ", ".join(role.label for role in roles_with(permission))
        raise PermissionDenied(f"Je rol mag dit niet: {permission.words}. Dit kan wel: {who}.")
    return Access(membership.school, user, permissions, klassen)


def _granted(membership: Membership) -> tuple[frozenset[Permission], frozenset[str] | None]:
    """What the roles allow, and for a leraar with the grant of the school which classes."""
    permissions = permissions_of(membership.roles)
    if Permission.LEERLINGEN_ZIEN in permissions:
        return permissions, None
    if (
        Role.LERAAR.value in membership.roles
        and membership.school.leraar_ziet_klas
        and membership.klassen
    ):
        own = frozenset(str(klas) for klas in membership.klassen)
        return permissions | {Permission.LEERLINGEN_ZIEN}, own
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
