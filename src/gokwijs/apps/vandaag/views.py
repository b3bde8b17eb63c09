"""The start page of a school."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.inzet.voor_vandaag import Gekregen, gekregen
from gokwijs.apps.scholen.selectors import access_for, user_of
from gokwijs.apps.teldag.dagen import teldag_of
from gokwijs.apps.vandaag.taken import next_teldag, paying_schooljaar, taken_of
from gokwijs.core.beleid.zinsbouw import opsomming
from gokwijs.core.calendar import dutch_date


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Days to the teldag, and what needs this person now."""
    access = access_for(user_of(request), nummer, Permission.MIDDELEN_ZIEN)
    today = timezone.localdate()
    schooljaar, dag = next_teldag(today)
    chosen = teldag_of(access.school, schooljaar).dag
    dag = chosen if chosen >= today else dag
    paid = paying_schooljaar(today)
    came_in = gekregen(access.school, paid)
    context = {
        "access": access,
        "hier": "vandaag",
        "vandaag_datum": dutch_date(today),
        "dagen": (dag - today).days,
        "teldag": dutch_date(dag),
        "schooljaar": schooljaar,
        "betaald": paid,
        "gekregen": came_in,
        "volgens": source_of(came_in),
        "taken": taken_of(access, today),
    }
    return render(request, "vandaag/overzicht.html", context)


def source_of(lines: list[Gekregen]) -> str:
    """Who says so: the letter, our own calculation, or each for its part."""
    letter = [one.eenheid for one in lines if one.officieel]
    own = [one.eenheid for one in lines if not one.officieel]
    if not letter:
        return "Zo veel geven je leerlingen nu, volgens onze berekening."
    if not own:
        return "Volgens de officiële brief."
    return (
        f"{opsomming(letter).capitalize()} volgens de officiële brief, {opsomming(own)} volgens "
        "onze berekening."
    )
