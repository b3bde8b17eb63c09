"""The start page of a school."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.middelen.presenters import glance, view
from gokwijs.apps.scholen.selectors import access_for, user_of
from gokwijs.apps.teldag.dagen import teldag_of
from gokwijs.apps.vandaag.taken import next_teldag, paying_schooljaar, taken_of
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
    latest = access.school.berekeningen.filter(schooljaar=paid.start).first()
    # Whole results only: this page is for everybody of the school.
    results = latest.resultaten if latest else []
    glances = glance([view(r, werkzone=False) for r in results if r["regeling"] != "oki"])
    context = {
        "access": access,
        "hier": "vandaag",
        "vandaag_datum": dutch_date(today),
        "dagen": (dag - today).days,
        "teldag": dutch_date(dag),
        "schooljaar": schooljaar,
        "betaald": paid,
        "glance": [g for g in glances if g.bekend],
        "taken": taken_of(access, today),
    }
    return render(request, "vandaag/overzicht.html", context)
