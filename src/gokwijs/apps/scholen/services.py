"""Writes on schools and memberships: atomic, with an audit event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.access.services import create_user
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.models import Membership, School, SchoolFacts
from gokwijs.core.calendar import Schooljaar


class LastManagerError(ValueError):
    """A school must keep someone who can manage its staff."""


class NotYoursError(ValueError):
    """The account belongs to more than this school: only its owner may renew the password."""


@transaction.atomic
def create_school(*, instellingsnummer: str, naam: str, by: User) -> School:
    """Make a school; its maker becomes directeur and beheerder."""
    school = School.objects.create(instellingsnummer=instellingsnummer, naam=naam)
    roles = [Role.DIRECTEUR.value, Role.BEHEERDER.value]
    Membership.objects.create(user=by, school=school, roles=roles)
    record(kind="school.gemaakt", by=by, school=instellingsnummer, target=naam)
    return school


@transaction.atomic
def save_facts(*, school: School, schooljaar: Schooljaar, by: User, **values: Any) -> SchoolFacts:
    """Store the facts of one schooljaar."""
    facts, _ = SchoolFacts.objects.update_or_create(
        school=school, schooljaar=schooljaar.start, defaults=values
    )
    record(
        kind="school.gegevens",
        by=by,
        school=school.instellingsnummer,
        target=str(schooljaar),
        data={key: str(value) for key, value in values.items()},
    )
    return facts


@transaction.atomic
def add_member(
    *, school: School, email: str, naam: str, roles: Iterable[str], by: User
) -> Membership:
    """Give a colleague access; makes the account when there is none with this address.

    Somebody who works here already gets these roles instead; raises LastManagerError.
    """
    chosen = sorted(set(roles))
    user = User.objects.filter(email__iexact=email).first() or create_user(
        email=email, naam=naam, password=None, by=by, school=school.instellingsnummer
    )
    present = Membership.objects.filter(user=user, school=school).first()
    if present is not None:
        _keep_a_manager(present, chosen)
    membership, _ = Membership.objects.update_or_create(
        user=user, school=school, defaults={"roles": chosen}
    )
    record(
        kind="medewerker.toegevoegd",
        by=by,
        school=school.instellingsnummer,
        target=user.naam,
        data={"rollen": membership.roles},
    )
    return membership


@transaction.atomic
def change_roles(*, membership: Membership, roles: Iterable[str], by: User) -> None:
    """Other roles; raises LastManagerError."""
    chosen = sorted(set(roles))
    _keep_a_manager(membership, chosen)
    membership.roles = chosen
    membership.save(update_fields=["roles"])
    record(
        kind="medewerker.rollen",
        by=by,
        school=membership.school.instellingsnummer,
        target=membership.user.naam,
        data={"rollen": chosen},
    )


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """End access to this school; raises LastManagerError."""
    _keep_a_manager(membership, [])
    record(
        kind="medewerker.verwijderd",
        by=by,
        school=membership.school.instellingsnummer,
        target=membership.user.naam,
    )
    membership.delete()


def _keep_a_manager(membership: Membership, roles: Iterable[str]) -> None:
    # Two managers who end each other's access at the same moment must not both succeed.
    School.objects.select_for_update().get(pk=membership.school_id)
    managers = {Role.DIRECTEUR.value, Role.BEHEERDER.value}
    others = Membership.objects.filter(school=membership.school).exclude(pk=membership.pk)
    if not managers.intersection(roles) and not any(managers.intersection(m.roles) for m in others):
        raise LastManagerError(
            "Minstens één directeur of beheerder moet overblijven, anders kan niemand nog beheren."
        )


def may_make_password_link(*, user: User, school: School) -> bool:
    """Whether the account works for this school alone and manages no installation."""
    elsewhere = Membership.objects.filter(user=user).exclude(school=school).exists()
    return not (elsewhere or user.is_superuser or user.is_staff)


@transaction.atomic
def password_key(*, user: User, by: User, school: School) -> tuple[str, str]:
    """(user key, one-time token) for a link with which a colleague chooses a password.

    Only for an account that works for this school alone: with the link of somebody who also works
    elsewhere, a manager here could enter the other school. Raises NotYoursError.
    """
    if not may_make_password_link(user=user, school=school):
        raise NotYoursError(
            f"{user.naam} werkt ook voor een andere school. Daarom kan je hier geen link maken. "
            "Vraag die persoon om zelf 'Wachtwoord vergeten' te gebruiken op de inlogpagina."
        )
    record(kind="toegang.sleutel", by=by, school=school.instellingsnummer, target=user.naam)
    return user_pk_to_url_str(user), default_token_generator.make_token(user)
