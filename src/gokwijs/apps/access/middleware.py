"""First use goes to the welcome page; MFA is compulsory on a public server."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gokwijs.apps.access.models import User

Next = Callable[[HttpRequest], HttpResponse]


class FirstUseMiddleware:
    """While there is no user at all, everything leads to ``/welkom/``."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.someone = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or self.someone:
            return self.get_response(request)
        if not request.path.startswith(("/welkom/", "/static/")):
            self.someone = User.objects.exists()
            if not self.someone:
                return redirect("access:welkom")
        return self.get_response(request)


class RequireMfaMiddleware:
    """With a public address, a logged-in user first sets up a second step."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.PUBLIC_URL
            and request.user.is_authenticated
            and not request.path.startswith(("/accounts/", "/static/"))
            and not is_mfa_enabled(request.user)
        ):
            return redirect("mfa_activate_totp")
        return self.get_response(request)
