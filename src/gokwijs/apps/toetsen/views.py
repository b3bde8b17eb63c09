"""The toetsen of a school, the page of one, and the form behind it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.toetsen import services
from gokwijs.apps.toetsen.forms import ToetsForm
from gokwijs.apps.toetsen.models import Soort, Toets
from gokwijs.apps.toetsen.selectors import toetsen_van
from gokwijs.apps.toetsen.services import Conflict, ToetsError
from gokwijs.apps.toetsen.tonen import AFGESCHERMD, cijfers, lijn
from gokwijs.apps.ui.typed import typed


def lezer(request: HttpRequest, nummer: str) -> Access:
    """Everybody who works at the school; raises Http404 and PermissionDenied."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def beheerder(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.SCORES_BEHEREN)


def base(access: Access) -> dict[str, Any]:
    """What every page of the room needs."""
    return {
        "access": access,
        "hier": "beleid",
        "deel": "opvolging",
        "tab": "toetsen",
        "mag": access.may(Permission.SCORES_BEHEREN),
        "afgeschermd": AFGESCHERMD,
    }


def toets_van(access: Access, pk: int, *, ook_weg: bool = False) -> Toets:
    """Raises Http404 outside the school."""
    manager = Toets.alle if ook_weg else Toets.objects
    found = manager.filter(school=access.school, pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
def lijst(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every toets, and where facts are followed that are not entered here."""
    access = lezer(request, nummer)
    soort = request.GET.get("soort", "")
    q = typed(request.GET.get("q"))
    rows = toetsen_van(access.school).annotate(
        aantal=Count("afnamen", filter=Q(afnamen__verwijderd__isnull=True)),
        laatste=Max("afnamen__datum", filter=Q(afnamen__verwijderd__isnull=True)),
    )
    leeg = not rows
    if soort in Soort.values:
        rows = rows.filter(soort=soort)
    if q:
        rows = rows.filter(Q(naam__icontains=q) | Q(uitgave__icontains=q))
    gone = Toets.alle.filter(school=access.school, verwijderd__isnull=False)
    context = {
        **base(access),
        "toetsen": rows,
        "leeg": leeg,
        "soorten": Soort.choices,
        "soort": soort,
        "q": q,
        "weg": gone if access.may(Permission.SCORES_BEHEREN) else [],
    }
    return render(request, "toetsen/lijst.html", context)


@login_required
def toets(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What it is, and every afname in figures."""
    access = lezer(request, nummer)
    one = toets_van(access, pk)
    every = list(one.afnamen.order_by("datum", "pk").select_related("toets"))
    rows = cijfers(access, [a for a in every if a.verwijderd is None])
    context = {
        **base(access),
        "toets": one,
        "rijen": rows,
        "grafiek": lijn(one, rows),
        "weg": [a for a in every if a.verwijderd is not None],
        "verborgen": any(row.verborgen for row in rows),
    }
    return render(request, "toetsen/toets.html", context)


@login_required
def nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    return _form(request, beheerder(request, nummer), None)


@login_required
def aanpassen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    access = beheerder(request, nummer)
    return _form(request, access, toets_van(access, pk))


def _form(request: HttpRequest, access: Access, one: Toets | None) -> HttpResponse:
    form = ToetsForm(request.POST or None, toets=one)
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.bewaar_toets(
                school=access.school,
                values=form.values,
                by=access.user,
                toets=one,
                versie=form.cleaned_data.get("versie"),
            )
        except Conflict as error:
            conflict = error
        except ToetsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"'{saved}' is bewaard.")
            return redirect("toetsen:toets", access.school.instellingsnummer, saved.pk)
    context = {
        **base(access),
        "form": form,
        "toets": one,
        "conflict": conflict,
        "gescoord": one is not None and one.afnamen.filter(scores__waarde__isnull=False).exists(),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "toetsen/toets_form.html", context, status=status)


@login_required
@require_POST
def weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a toets out of every list, or put it back."""
    access = beheerder(request, nummer)
    one = toets_van(access, pk, ook_weg=True)
    if "terug" not in request.POST:
        services.haal_toets_weg(toets=one, by=access.user)
        messages.success(
            request, f"'{one}' staat niet meer in de lijst. Onderaan kan je ze terugzetten."
        )
        return redirect("toetsen:lijst", nummer)
    try:
        services.zet_toets_terug(toets=one, by=access.user)
    except ToetsError as error:
        messages.error(request, str(error))
        return redirect("toetsen:lijst", nummer)
    messages.success(request, f"'{one}' staat er weer.")
    return redirect("toetsen:toets", nummer, one.pk)
