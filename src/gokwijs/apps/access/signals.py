"""Logging in and out in the audit log, through the signals of the login library.

The house has no signals on its own models: a service writes its event itself. Here the writing is
done by allauth, and its signals are the only place where we hear of it.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed

from gokwijs.apps.access.models import User
from gokwijs.apps.access.services import record_account, record_failed_login


def _logged_in(user: User, **kwargs: Any) -> None:
    record_account(kind="account.ingelogd", by=user)


def _logged_out(user: Any, **kwargs: Any) -> None:
    if isinstance(user, User):  # a session that had ended already has nobody
        record_account(kind="account.afgemeld", by=user)


def _login_failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    # Django has replaced the password in these credentials by stars.
    record_failed_login(email=str(credentials.get("email") or credentials.get("username") or ""))


def _password(user: User, **kwargs: Any) -> None:
    record_account(kind="account.wachtwoord", by=user)


def _second_step_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:  # recovery codes come along with it
        record_account(kind="account.tweestaps_aan", by=user)


def _second_step_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        record_account(kind="account.tweestaps_uit", by=user)


def _codes_renewed(user: User, **kwargs: Any) -> None:
    record_account(kind="account.noodcodes", by=user)


def _code_failed(user: User, **kwargs: Any) -> None:
    record_failed_login(email=user.email)


def connect() -> None:
    """Listen; called once when the room is ready."""
    for signal, receiver in (
        (account.user_logged_in, _logged_in),
        (user_logged_out, _logged_out),
        (user_login_failed, _login_failed),
        (account.password_changed, _password),
        (account.password_reset, _password),
        (account.password_set, _password),
        (mfa.authenticator_added, _second_step_added),
        (mfa.authenticator_removed, _second_step_removed),
        (mfa.authenticator_reset, _codes_renewed),
        (mfa.authentication_failed, _code_failed),
    ):
        signal.connect(receiver, dispatch_uid=f"gokwijs.access.{receiver.__name__}")
