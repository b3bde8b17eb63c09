"""Who works here: the list, one colleague, invitations, and the roles in plain words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from gokwijs.apps.access.limits import Limit, too_often
from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.scholen import services
from gokwijs.apps.scholen.forms import GrantForm, InviteForm
from gokwijs.apps.scholen.grants import GrantError, proposed_end
from gokwijs.apps.scholen.mail import address_of, send_invitation
from gokwijs.apps.scholen.models import Membership, School, Toegangsuitnodiging
from gokwijs.apps.scholen.presenters import Link, member_rows, role_cards, who_may
from gokwijs.apps.scholen.selectors import Access, access_for, user_of

# The classes with pupils are known in the room above this one; it is named, not imported.
CLASSES = "gokwijs.apps.leerlingen.selectors.klassen_of"
MAILS = Limit("uitnodigen", 60, 3600)  # mails that one manager lets leave


def _klassen(school: School) -> list[str]:
    found: list[str] = import_string(CLASSES)(school, timezone.localdate())
    return found


@login_required
def medewerkers(request: HttpRequest, nummer: str) -> HttpResponse:
    """Staff with their roles, open invitations; invite a colleague."""
    access = access_for(user_of(request), nummer, Permission.MEDEWERKERS_BEHEREN)
    today, klassen = timezone.localdate(), _klassen(access.school)
    form = InviteForm(request.POST or None, klassen=klassen, today=today)
    link = None
    if request.method == "POST" and form.is_valid():
        if MAILS.is_reached(str(access.user.pk)):
            return too_often(request)
        link = _invite(request, access, form)
        if link is not None:
            form = InviteForm(klassen=klassen, today=today)
    context = {
        "access": access,
        "form": form,
        "rows": member_rows(access.school, today),
        "uitnodigingen": _waiting(access.school),
        "dag": today,
        "voorstel": proposed_end(today),
        "link": link,
        "hier": "medewerkers",
    }
    return render(request, "scholen/medewerkers.html", context)


def _waiting(school: School) -> list[Toegangsuitnodiging]:
    found = school.toegangsuitnodigingen.filter(accepted__isnull=True, revoked__isnull=True)
    return list(found.order_by("naam", "pk"))


def _invite(request: HttpRequest, access: Access, form: InviteForm) -> Link | None:
    try:
        invitation, token = services.invite(
            school=access.school,
            email=form.cleaned_data["email"],
            naam=form.cleaned_data["naam"],
            by=access.user,
            **form.values(),
        )
    except services.AlreadyMemberError as error:
        form.add_error("email", f"{error} Pas de rollen aan in de lijst hierboven.")
        return None
    return _sent(request, invitation, token)


def _sent(request: HttpRequest, invitation: Toegangsuitnodiging, token: str) -> Link:
    MAILS.spend(str(user_of(request).pk))
    address = address_of(request, reverse("scholen:toegang", kwargs={"token": token}))
    return Link(
        address,
        invitation.naam,
        until=invitation.geldig_tot,
        mailed_to=invitation.email if send_invitation(invitation, address) else "",
    )


@login_required
def uitnodiging(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One open invitation: send a new link, or withdraw it."""
    access = access_for(user_of(request), nummer, Permission.MEDEWERKERS_BEHEREN)
    found = access.school.toegangsuitnodigingen.select_related("school").filter(pk=pk).first()
    if found is None or found.accepted or found.revoked:
        raise Http404
    link = None
    if request.method == "POST":
        try:
            if "intrekken" in request.POST:
                services.revoke_invitation(invitation=found, by=access.user)
                messages.success(request, f"De uitnodiging van {found.naam} is ingetrokken.")
                return redirect("scholen:medewerkers", nummer=nummer)
            if MAILS.is_reached(str(access.user.pk)):
                return too_often(request)
            token = services.renew_invitation(invitation=found, by=access.user)
            found.refresh_from_db()
            link = _sent(request, found, token)
        except (services.InvitationGoneError, GrantError) as error:
            messages.error(request, f"{error} Nodig deze persoon opnieuw uit.")
            return redirect("scholen:medewerkers", nummer=nummer)
    context = {
        "access": access,
        "uitnodiging": found,
        "rollen": [role.label for role in Role if role.value in found.roles],
        "verlopen": not found.is_open(timezone.localdate()),
        "link": link,
        "hier": "medewerkers",
    }
    return render(request, "scholen/uitnodiging.html", context)


def _password_link(request: HttpRequest, membership: Membership, school: School) -> Link:
    key, token = services.password_key(user=membership.user, by=user_of(request), school=school)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": key, "key": token})
    return Link(address_of(request, path), membership.user.naam)


@login_required
def medewerker(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change roles and limits, end access, or make a new password link."""
    access = access_for(user_of(request), nummer, Permission.MEDEWERKERS_BEHEREN)
    membership = access.school.memberships.select_related("user", "school").filter(pk=pk).first()
    if membership is None:
        raise Http404
    form = _grant_form(request, access, membership)
    link = None
    if request.method == "POST":
        try:
            if "verwijderen" in request.POST:
                services.remove_member(membership=membership, by=access.user)
                messages.success(request, f"{membership.user.naam} heeft geen toegang meer.")
                return redirect("scholen:medewerkers", nummer=nummer)
            if "link" in request.POST:
                link = _password_link(request, membership, access.school)
            elif form.is_valid():
                services.change_roles(membership=membership, by=access.user, **form.values())
                messages.success(request, f"De toegang van {membership.user.naam} is bewaard.")
                return redirect("scholen:medewerkers", nummer=nummer)
        except GrantError as error:
            form.add_error(error.field, str(error))
        except (services.LastManagerError, services.NotYoursError) as error:
            messages.error(request, str(error))
    context = {
        "access": access,
        "form": form,
        "membership": membership,
        "verlopen": not membership.is_open(timezone.localdate()),
        "link": link,
        "hier": "medewerkers",
    }
    return render(request, "scholen/medewerker.html", context)


def _grant_form(request: HttpRequest, access: Access, membership: Membership) -> GrantForm:
    saves = request.method == "POST" and not {"verwijderen", "link"} & set(request.POST)
    initial: dict[str, Any] = {
        "roles": membership.roles,
        "tot": membership.tot,
        "schoolzone": membership.schoolzone,
    }
    return GrantForm(
        request.POST if saves else None,
        initial=initial,
        klassen=_klassen(access.school),
        today=timezone.localdate(),
        present=membership,
    )


@login_required
def rollen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every role in plain words: what it may, sees and does not see."""
    access = access_for(user_of(request), nummer, Permission.MIDDELEN_ZIEN)
    mine = access.school.memberships.get(user=access.user)
    context = {
        "access": access,
        "kaarten": role_cards(mine.roles),
        "rechten": who_may(),
        "hier": "rollen",
    }
    return render(request, "scholen/rollen.html", context)
