"""Unspent euros that go along to the next schooljaar: see, record, take back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.inzet import services_overdracht as services
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.inzet.forms import OverdrachtForm
from gokwijs.apps.inzet.selectors import onbesteed
from gokwijs.apps.inzet.views import address, base, schooljaar_of
from gokwijs.apps.scholen.selectors import access_for, user_of


@login_required
def overdracht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Record with a reason that what is unspent goes along, or take that back."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    schooljaar = schooljaar_of(request)
    now = access.school.overdrachten.filter(
        schooljaar=schooljaar.start, ingetrokken__isnull=True
    ).first()
    taking_back = request.method == "POST" and "terug" in request.POST
    form = OverdrachtForm(None if taking_back else request.POST or None)
    here = address("inzet:overdracht", nummer, schooljaar)
    if taking_back and now is not None:
        services.draag_niet_over(overdracht=now, by=access.user)
        messages.success(request, f"Er gaat niets meer mee naar {schooljaar.next}.")
        return redirect(here)
    if request.method == "POST" and form.is_valid():
        try:
            services.draag_over(
                school=access.school,
                schooljaar=schooljaar,
                reden=form.cleaned_data["reden"],
                by=access.user,
            )
        except BeleidError as error:
            form.add_error("reden", str(error))
        else:
            messages.success(request, f"Vastgelegd: het bedrag telt mee in {schooljaar.next}.")
            return redirect(here)
    zicht, amount = Zicht(access.werkzone), onbesteed(access.school, schooljaar, "x")
    context = {
        **base(access, schooljaar, "overdracht"),
        "overdracht": now,
        "bedrag": zicht.met_eenheid(services.SOORT, now.aantal) if now is not None else "",
        "onbesteed": zicht.met_eenheid(services.SOORT, amount) if amount else "",
        "veranderd": now is not None and now.aantal != amount,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "inzet/overdracht.html", context, status=status)
