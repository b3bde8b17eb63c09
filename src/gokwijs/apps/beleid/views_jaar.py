"""The plan for the next school year: look first, choose what is undecided, then make it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Besluit, Plan
from gokwijs.apps.beleid.selectors import knoop
from gokwijs.apps.beleid.services_jaar import rol_over, vooruitblik
from gokwijs.apps.beleid.views import base, schrijver
from gokwijs.core.beleid.overgang import Lot
from gokwijs.core.calendar import Schooljaar


@login_required
def volgend(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What goes along and what stays, goal by goal."""
    access = schrijver(request, nummer)
    found = knoop(access, Plan, pk)
    today = timezone.localdate()
    if request.method == "POST":
        along = {int(k) for k in request.POST.getlist("mee") if k.isdecimal() and len(k) < 12}
        try:
            new = rol_over(plan=found, onbeslist_mee=along, today=today, by=access.user)
        except BeleidError as error:
            messages.error(request, str(error))
            return redirect("beleid:volgend", nummer, pk)
        messages.success(
            request,
            f"Het plan voor {new.periode} staat klaar als ontwerp. Het oude plan blijft leesbaar.",
        )
        return redirect("beleid:plan", nummer, new.pk)
    looks = vooruitblik(found, today)
    besluiten = Besluit.objects.select_related("evaluatie").in_bulk(
        [o.besluit_id for _, o in looks if o.besluit_id is not None]
    )
    rows = [(d, o, besluiten.get(o.besluit_id or 0)) for d, o in looks]
    context = {
        **base(access),
        "plan": found,
        "volgend": Plan.objects.filter(voorganger=found, verwijderd=None).first(),
        "jaar": Schooljaar(found.schooljaar_tot + 1),
        "mee": [row for row in rows if row[1].lot.takes_along],
        "onbeslist": [(d, o) for d, o in looks if o.lot is Lot.ONBESLIST],
        "achter": [
            row for row in rows if not row[1].lot.takes_along and row[1].lot is not Lot.ONBESLIST
        ],
    }
    return render(request, "beleid/volgend.html", context)
