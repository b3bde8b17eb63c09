"""Writes on accounts, and what happens to them when somebody logs in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record

# Events of an account. They belong to no school: somebody may work at several.
ACCOUNT_KINDS = (
    "account.ingelogd",
    "account.mislukt",
    "account.afgemeld",
    "account.wachtwoord",
    "account.tweestaps_aan",
    "account.tweestaps_uit",
    "account.noodcodes",
)


@transaction.atomic
def create_user(
    *, email: str, naam: str, password: str | None, by: User | None, school: str = ""
) -> User:
    """Make an account; ``by`` None when somebody makes the own one: first use, an invitation."""
    user = User.objects.create_user(email, naam, password)
    record(kind="gebruiker.gemaakt", by=by or user, school=school, target=user.naam)
    return user


@transaction.atomic
def record_account(*, kind: str, by: User) -> None:
    """Log what happened to an account: in, out, password, second step."""
    assert kind in ACCOUNT_KINDS, kind
    record(kind=kind, by=by)


class _Unknown:
    """Whoever tried an address that has no account."""

    pk: Any = None
    naam: str = "onbekend"


@transaction.atomic
def record_failed_login(*, email: str) -> None:
    """Log a failed attempt: never the password, and the address only shortened and as a hash.

    A typing mistake can put anything in the field of the address, a password included. The hash
    is keyed: equal attempts can be counted, and nobody without the key can look addresses up.
    """
    user = User.objects.filter(email__iexact=email).first()
    digest = salted_hmac("gokwijs.failed-login", email.lower(), algorithm="sha256").hexdigest()
    record(
        kind="account.mislukt",
        by=user or _Unknown(),
        target=shortened(email),
        data={"adres": digest[:16]},
    )


def shortened(email: str) -> str:
    """'nora@school.be' → 'n…@school.be'; what is no address keeps nothing."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}…@{domain[:60]}" if at and name and "." in domain else "…"
