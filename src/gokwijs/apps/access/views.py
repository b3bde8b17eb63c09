"""Welcome page and own account."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string

from gokwijs.apps.access.forms import WelcomeForm
from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import known_roles
from gokwijs.apps.access.services import ACCOUNT_KINDS, create_user
from gokwijs.apps.audit.presenters import sentence
from gokwijs.apps.audit.selectors import Wanted, account_events

# Making the first school belongs to the room above this one; it is named, not imported.
FIRST_SCHOOL = "gokwijs.apps.scholen.services.create_school"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def welkom(request: HttpRequest) -> HttpResponse:
    """First use: open only while there is no user."""
    if User.objects.exists():
        raise Http404
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            user = create_user(
                email=data["email"], naam=data["naam"], password=data["password"], by=None
            )
            school = import_string(FIRST_SCHOOL)(
                instellingsnummer=data["instellingsnummer"], naam=data["school"], by=user
            )
        login(request, user, backend=BACKEND)
        return redirect("vandaag:overzicht", nummer=school.instellingsnummer)
    return render(request, "access/welkom.html", {"form": form})


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Own name, roles per school, what happened to the account, password and second step."""
    user, today = request.user, timezone.localdate()
    assert isinstance(user, User)
    events = account_events(ACCOUNT_KINDS, [user.pk], Wanted())[:_LAST_EVENTS]
    # The rows of the room above this one, reached through the user.
    places = list(user.memberships.select_related("school").order_by("school__naam"))
    context = {
        "mfa": is_mfa_enabled(user),
        "plekken": [
            {
                "naam": place.school.naam,
                "nummer": place.school.instellingsnummer,
                "rollen": ", ".join(role.label for role in known_roles(place.roles)),
                "klassen": place.klassen,
                "tot": place.tot,
                "open": place.is_open(today),
            }
            for place in places[:_FIRST_PLACES]
        ],
        "meer": max(0, len(places) - _FIRST_PLACES),
        "gebeurd": [(event, sentence(event)) for event in events],
    }
    return render(request, "access/account.html", context)


_LAST_EVENTS, _FIRST_PLACES = 20, 10
