"""The link of an invitation: open without an account, for one address only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from gokwijs.apps.access.limits import Limit, address_key, too_often
from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import known_roles
from gokwijs.apps.access.services import record_account
from gokwijs.apps.access.views import BACKEND
from gokwijs.apps.scholen import services
from gokwijs.apps.scholen.forms import AcceptForm
from gokwijs.apps.scholen.models import Membership, Toegangsuitnodiging
from gokwijs.apps.scholen.selectors import invitation_for

MISSES = Limit("toegang", 30, 600)  # links that do not exist, from one address


@never_cache  # an address with a secret stays in no cache of a shared computer
def toegang(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password, or say yes with the own account.

    A wrong, used, withdrawn or old link gives one and the same answer.
    """
    who = address_key(request)
    if MISSES.is_reached(who):
        return too_often(request)
    found = invitation_for(token, timezone.localdate())
    if found is None:
        MISSES.spend(who)
        return render(request, "scholen/toegang_weg.html", status=404)
    try:
        return _answer(request, found)
    except services.InvitationGoneError as error:
        return render(request, "scholen/toegang_weg.html", {"zin": str(error)}, status=409)


def _answer(request: HttpRequest, found: Toegangsuitnodiging) -> HttpResponse:
    here = request.user if isinstance(request.user, User) else None
    context = {"uitnodiging": found, "rollen": known_roles(found.roles), "toestand": ""}
    if here is None:
        return _new_here(request, found, context)
    if here.email.lower() != found.email.lower():
        context["toestand"] = "iemand_anders"
    elif request.method == "POST":
        return _inside(request, services.accept_invitation(invitation=found, by=here))
    else:
        context["toestand"] = "aannemen"
    return render(request, "scholen/toegang.html", context)


def _new_here(
    request: HttpRequest, found: Toegangsuitnodiging, context: dict[str, Any]
) -> HttpResponse:
    """Log in, or choose a password: the page looks the same whether or not there is an account.

    Else a manager could invite any address and read from his own link who has an account.
    """
    form = AcceptForm(request.POST or None, email=found.email, initial={"naam": found.naam})
    if request.method != "POST" or not form.is_valid():
        return render(request, "scholen/toegang.html", {**context, "form": form})
    try:
        membership = services.accept_invitation(
            invitation=found,
            by=None,
            naam=form.cleaned_data["naam"],
            password=form.cleaned_data["password"],
        )
    except services.HasAccountError as error:
        form.add_error(None, str(error))
        return render(request, "scholen/toegang.html", {**context, "form": form})
    login(request, membership.user, backend=BACKEND)
    record_account(kind="account.ingelogd", by=membership.user)
    return _inside(request, membership)


def _inside(request: HttpRequest, membership: Membership) -> HttpResponse:
    messages.success(request, f"Je hebt nu toegang tot {membership.school.naam}.")
    return redirect("vandaag:overzicht", nummer=membership.school.instellingsnummer)
