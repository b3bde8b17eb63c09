"""Writes on accounts."""

from __future__ import annotations

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record


@transaction.atomic
def create_user(
    *, email: str, naam: str, password: str | None, by: User | None, school: str = ""
) -> User:
    """Make an account; ``by`` None only for the very first one."""
    user = User.objects.create_user(email, naam, password)
    record(kind="gebruiker.gemaakt", by=by or user, school=school, target=user.naam)
    return user
