"""Writes on schools, memberships and invitations: atomic, with an audit event."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import MANAGERS, Role
from gokwijs.apps.access.services import create_user
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.grants import Grant, GrantError, check_grant, raises
from gokwijs.apps.scholen.models import Membership, School, SchoolFacts, Toegangsuitnodiging
from gokwijs.core.calendar import Schooljaar

LINK_DAYS = 14  # an invitation in a mailbox must not stay a key for ever


class LastManagerError(ValueError):
    """A school must keep someone who can manage its staff."""


class NotYoursError(ValueError):
    """The account belongs to more than this school: only its owner may renew the password."""


class AlreadyMemberError(ValueError):
    """Somebody with this address has a place here already; ``membership`` says which."""

    def __init__(self, membership: Membership) -> None:
        super().__init__(f"{membership.user.naam} staat al bij de medewerkers.")
        self.membership = membership


class HasAccountError(ValueError):
    """The link of an invitation is no way around the password of an account."""


class InvitationGoneError(ValueError):
    """The invitation was accepted, withdrawn or left unused too long."""


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
def let_leraar_see_klas(*, school: School, allowed: bool, by: User) -> None:
    """Whether a leraar sees the pupils of the own classes."""
    school.leraar_ziet_klas = allowed
    school.save(update_fields=["leraar_ziet_klas"])
    record(
        kind="school.leraren",
        by=by,
        school=school.instellingsnummer,
        target="wel" if allowed else "niet",
    )


# ---------------------------------------------------------------- memberships


@transaction.atomic
def add_member(
    *,
    school: School,
    email: str,
    naam: str,
    roles: Iterable[str],
    by: User,
    klassen: Iterable[str] = (),
    tot: date | None = None,
    schoolzone: bool = False,
) -> Membership:
    """Give a colleague access at once; makes the account when there is none with this address.

    For the command line and the demo: on the screens a colleague is invited, so that nobody gets
    access with an account that somebody else made. Raises LastManagerError, GrantError.
    """
    chosen = _checked(roles, klassen, tot, schoolzone)
    user = User.objects.filter(email__iexact=email).first() or create_user(
        email=email, naam=naam, password=None, by=by, school=school.instellingsnummer
    )
    present = Membership.objects.filter(user=user, school=school).first()
    if present is not None:
        _keep_a_manager(present, chosen)
    membership = _give(user, school, chosen)
    record(
        kind="medewerker.toegevoegd",
        by=by,
        school=school.instellingsnummer,
        target=user.naam,
        data=chosen.data,
    )
    return membership


def _checked(
    roles: Iterable[str],
    klassen: Iterable[str],
    tot: date | None,
    schoolzone: bool,
    kept: date | None = None,
) -> Grant:
    grant = Grant(tuple(roles), tuple(klassen), tot, schoolzone)
    return check_grant(grant, timezone.localdate(), kept=kept)


def _give(user: User, school: School, grant: Grant) -> Membership:
    if Membership.objects.filter(user=user).exclude(school=school).exists():
        # A link for a new password that a manager of the first school still holds must not open
        # the second: such a link dies as soon as the moment of the last login changes.
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    membership, _ = Membership.objects.update_or_create(
        user=user,
        school=school,
        defaults={
            "roles": list(grant.roles),
            "klassen": list(grant.klassen),
            "tot": grant.tot,
            "schoolzone": grant.schoolzone,
        },
    )
    return membership


@transaction.atomic
def change_roles(
    *,
    membership: Membership,
    roles: Iterable[str],
    by: User,
    klassen: Iterable[str] = (),
    tot: date | None = None,
    schoolzone: bool = False,
) -> None:
    """Other roles or limits; raises LastManagerError, GrantError."""
    chosen = _checked(roles, klassen, tot, schoolzone, kept=membership.tot)
    before = Grant(
        tuple(membership.roles), tuple(membership.klassen), membership.tot, membership.schoolzone
    )
    if membership.user_id == by.pk and raises(before.most, chosen):
        raise GrantError(
            "roles",
            "Je kan jezelf geen rol geven die meer mag. Vraag het aan een andere directeur of "
            "beheerder.",
        )
    _keep_a_manager(membership, chosen)
    membership.roles = list(chosen.roles)
    membership.klassen = list(chosen.klassen)
    membership.tot = chosen.tot
    membership.schoolzone = chosen.schoolzone
    membership.save(update_fields=["roles", "klassen", "tot", "schoolzone"])
    record(
        kind="medewerker.rollen",
        by=by,
        school=membership.school.instellingsnummer,
        target=membership.user.naam,
        data=chosen.data,
    )


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """End access to this school; raises LastManagerError."""
    _keep_a_manager(membership, None)
    record(
        kind="medewerker.verwijderd",
        by=by,
        school=membership.school.instellingsnummer,
        target=membership.user.naam,
    )
    membership.delete()


def _keep_a_manager(membership: Membership, grant: Grant | None) -> None:
    # Two managers who end each other's access at the same moment must not both succeed.
    School.objects.select_for_update().get(pk=membership.school_id)
    if grant is not None and grant.tot is None and MANAGERS.intersection(grant.roles):
        return
    others = Membership.objects.filter(school=membership.school_id, tot=None)
    if not any(MANAGERS.intersection(m.roles) for m in others.exclude(pk=membership.pk)):
        raise LastManagerError(
            "Minstens één directeur of beheerder moet overblijven, zonder einddatum. Anders kan "
            "niemand nog beheren."
        )


# ---------------------------------------------------------------- invitations


def hash_of(token: str) -> str:
    """How the secret of a link is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _new_token() -> str:
    return secrets.token_urlsafe(24)


@transaction.atomic
def invite(
    *,
    school: School,
    email: str,
    naam: str,
    roles: Iterable[str],
    by: User,
    klassen: Iterable[str] = (),
    tot: date | None = None,
    schoolzone: bool = False,
) -> tuple[Toegangsuitnodiging, str]:
    """(invitation, secret of its link); an earlier open one for this address ends.

    The answer is the same whether or not an account with this address exists. Raises GrantError,
    AlreadyMemberError.
    """
    chosen = _checked(roles, klassen, tot, schoolzone)
    School.objects.select_for_update().get(pk=school.pk)
    present = school.memberships.filter(user__email__iexact=email).select_related("user").first()
    if present is not None:
        raise AlreadyMemberError(present)
    _open_of(school, email).update(revoked=timezone.now())
    token = _new_token()
    invitation = Toegangsuitnodiging.objects.create(
        school=school,
        email=email.lower(),
        naam=naam,
        roles=list(chosen.roles),
        klassen=list(chosen.klassen),
        tot=chosen.tot,
        schoolzone=chosen.schoolzone,
        token_hash=hash_of(token),
        created_by=by,
        geldig_tot=timezone.localdate() + timedelta(days=LINK_DAYS),
    )
    record(
        kind="toegang.uitgenodigd",
        by=by,
        school=school.instellingsnummer,
        target=naam,
        data=chosen.data,
    )
    return invitation, token


def _open_of(school: School, email: str) -> Any:
    return school.toegangsuitnodigingen.filter(
        email__iexact=email, accepted__isnull=True, revoked__isnull=True
    )


def _locked(invitation: Toegangsuitnodiging) -> Toegangsuitnodiging:
    """The row as it is now; raises InvitationGoneError when it was decided."""
    fresh = (
        Toegangsuitnodiging.objects.select_for_update(of=("self",))
        .select_related("school")
        .get(pk=invitation.pk)
    )
    if fresh.accepted is not None or fresh.revoked is not None:
        raise InvitationGoneError("Deze uitnodiging is intussen aangenomen of ingetrokken.")
    return fresh


@transaction.atomic
def renew_invitation(*, invitation: Toegangsuitnodiging, by: User) -> str:
    """A new link for the same offer; the old link ends. Raises InvitationGoneError, GrantError."""
    fresh = _locked(invitation)
    _checked(fresh.roles, fresh.klassen, fresh.tot, fresh.schoolzone)
    token = _new_token()
    fresh.token_hash = hash_of(token)
    fresh.geldig_tot = timezone.localdate() + timedelta(days=LINK_DAYS)
    fresh.save(update_fields=["token_hash", "geldig_tot"])
    record(
        kind="toegang.vernieuwd",
        by=by,
        school=fresh.school.instellingsnummer,
        target=fresh.naam,
    )
    return token


@transaction.atomic
def revoke_invitation(*, invitation: Toegangsuitnodiging, by: User) -> None:
    """End an invitation before it is accepted; raises InvitationGoneError."""
    fresh = _locked(invitation)
    fresh.revoked = timezone.now()
    fresh.save(update_fields=["revoked"])
    record(
        kind="toegang.ingetrokken",
        by=by,
        school=fresh.school.instellingsnummer,
        target=fresh.naam,
    )


@transaction.atomic
def accept_invitation(
    *, invitation: Toegangsuitnodiging, by: User | None, naam: str = "", password: str = ""
) -> Membership:
    """Take the offer up: with the account of its address, or with a new account.

    ``by`` is the logged-in owner of the account; None makes the account, or gives the first
    password to one that never had any. Raises InvitationGoneError, HasAccountError.
    """
    fresh = _locked(invitation)
    today = timezone.localdate()
    if not fresh.is_open(today) or (fresh.tot is not None and fresh.tot < today):
        raise InvitationGoneError("Deze uitnodiging is verlopen.")
    user = by or _account_for(fresh, naam, password)
    if user.email.lower() != fresh.email.lower():
        raise InvitationGoneError("Deze uitnodiging is voor een ander e-mailadres.")
    if Membership.objects.filter(user=user, school=fresh.school).exists():
        raise InvitationGoneError("Je staat al bij de medewerkers van deze school.")
    grant = Grant(tuple(fresh.roles), tuple(fresh.klassen), fresh.tot, fresh.schoolzone)
    membership = _give(user, fresh.school, grant)
    fresh.accepted = timezone.now()
    fresh.save(update_fields=["accepted"])
    record(
        kind="toegang.aangenomen",
        by=user,
        school=fresh.school.instellingsnummer,
        target=fresh.school.naam,
        data=grant.data,
    )
    return membership


def _account_for(invitation: Toegangsuitnodiging, naam: str, password: str) -> User:
    user = User.objects.filter(email__iexact=invitation.email).first()
    if user is None:
        return create_user(
            email=invitation.email,
            naam=naam,
            password=password,
            by=None,
            school=invitation.school.instellingsnummer,
        )
    if not may_choose_first_password(user=user, school=invitation.school):
        raise HasAccountError(
            "Met dit e-mailadres kan je hier geen wachtwoord kiezen. Log in met je account, of "
            "kies eerst een nieuw wachtwoord via 'Wachtwoord vergeten?'."
        )
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def may_choose_first_password(*, user: User, school: School) -> bool:
    """Whether the link of an invitation may give this account its first password.

    Never to an account that has a password or works elsewhere: the manager who made the link
    could use it himself.
    """
    return (
        user.is_active
        and not user.has_usable_password()
        and may_make_password_link(user=user, school=school)
    )


# ---------------------------------------------------------------- passwords


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
