"""Choose a school; its facts per schooljaar."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.scholen import services
from gokwijs.apps.scholen.forms import FactsForm
from gokwijs.apps.scholen.selectors import (
    Access,
    access_for,
    facts_for,
    places_for,
    schools_for,
    user_of,
)
from gokwijs.core.calendar import Schooljaar, SchooljaarError


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """To the only school, or to the list."""
    memberships = schools_for(user_of(request))
    if len(memberships) == 1:
        return redirect("vandaag:overzicht", nummer=memberships[0].school.instellingsnummer)
    return redirect("scholen:kiezen")


@login_required
def kiezen(request: HttpRequest) -> HttpResponse:
    """The schools of this user, with the roles there; a search box when there are many."""
    user, search = user_of(request), request.GET.get("q", "")[:100]
    every = places_for(user)
    found = places_for(user, search) if search else every
    page = Paginator(found, 50).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "zoek": search,
        "zoekbaar": len(every) > _SEARCH_FROM,
        "alle": len(every),
        "filter": urlencode({"q": search}) if search else "",
    }
    return render(request, "scholen/kiezen.html", context)


_SEARCH_FROM = 10  # schools: fewer are seen at a glance
_FURTHEST = 20  # years from now: further away there is no law to calculate with


def current_schooljaar(today: date) -> Schooljaar:
    """The schooljaar a school is preparing: from February on, that is the next one."""
    now = Schooljaar.of(today)
    return now.next if 2 <= today.month <= 8 else now


def chosen_schooljaar(request: HttpRequest) -> Schooljaar:
    """From the address; raises Http404 on nonsense."""
    text = request.GET.get("schooljaar") or request.POST.get("schooljaar")
    current = current_schooljaar(timezone.localdate())
    if not text:
        return current
    try:
        chosen = Schooljaar.parse(text)
    except SchooljaarError as error:
        raise Http404(str(error)) from error
    if abs(chosen.start - current.start) > _FURTHEST:
        raise Http404(f"Schooljaar {chosen} ligt te ver weg.")
    return chosen


def year_choices(chosen: Schooljaar) -> list[Schooljaar]:
    """The years one can pick: four back, one ahead, and the chosen one."""
    current = current_schooljaar(timezone.localdate())
    years = {Schooljaar(current.start + offset) for offset in range(-4, 2)} | {chosen}
    return sorted(years, reverse=True)


@login_required
def gegevens(request: HttpRequest, nummer: str) -> HttpResponse:
    """Facts of the school for one schooljaar."""
    access = access_for(user_of(request), nummer, Permission.SCHOOL_BEHEREN)
    if "leraren" in request.POST:
        return _decide_leraren(request, access)
    schooljaar = chosen_schooljaar(request)
    form = FactsForm(
        request.POST or None,
        instance=facts_for(access.school, schooljaar),
        werkzone=access.werkzone,
    )
    if request.method == "POST" and form.is_valid():
        services.save_facts(
            school=access.school, schooljaar=schooljaar, by=access.user, **form.values()
        )
        messages.success(
            request,
            f"De schoolgegevens voor {schooljaar} zijn bewaard. Bestaande berekeningen blijven "
            "zoals ze zijn; bereken opnieuw om de nieuwe gegevens te gebruiken.",
        )
        url = reverse("middelen:overzicht", kwargs={"nummer": nummer})
        return redirect(f"{url}?schooljaar={schooljaar}")
    context = {
        "access": access,
        "form": form,
        "schooljaar": schooljaar,
        "jaren": year_choices(schooljaar),
        "hier": "gegevens",
    }
    return render(request, "scholen/gegevens.html", context)


def _decide_leraren(request: HttpRequest, access: Access) -> HttpResponse:
    """Only who answers for privacy decides who sees pupils."""
    nummer = access.school.instellingsnummer
    access_for(access.user, nummer, Permission.PRIVACY_BEHEREN)
    allowed = request.POST["leraren"] == "ja"
    services.let_leraar_see_klas(school=access.school, allowed=allowed, by=access.user)
    messages.success(
        request,
        "Leraren zien nu de leerlingen van hun eigen klassen. Geef elke leraar die klassen bij "
        "Medewerkers."
        if allowed
        else "Leraren zien geen leerlingen meer.",
    )
    return redirect("scholen:gegevens", nummer=nummer)
