"""The desk: who is next, how far we are, and the list of enrolment moments."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.loket import services
from gokwijs.apps.loket.forms import MomentForm
from gokwijs.apps.loket.models import Moment
from gokwijs.apps.loket.selectors import Filter, at_desk, choices, moments, next_after
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.ui.typed import typed

PAGE = 50
STATES = {
    "open": "nog te doen",
    "ondertekenen": "nog te ondertekenen",
    "alle": "alle leerlingen",
}


def base(access: Access) -> dict[str, Any]:
    """What every page of the desk needs."""
    return {"access": access, "hier": "leerlingen", "deel": "loket"}


def filter_of(data: QueryDict) -> Filter:
    """From the address; nonsense finds nobody, and a NUL would break PostgreSQL."""
    text = {name: typed(data.get(name), 60) for name in ("klas", "niveau", "q")}
    return Filter(text["klas"], text["niveau"], text["q"])


def moment_of(access: Access, data: QueryDict) -> Moment | None:
    """The moment in the address, or the only one of today that is not closed."""
    chosen = data.get("moment", "")
    if chosen.isdigit() and len(chosen) < 12:
        return access.school.momenten.filter(pk=int(chosen)).first()
    if chosen == "geen":
        return None
    today = list(access.school.momenten.filter(datum=timezone.localdate(), klaar=False)[:2])
    return today[0] if len(today) == 1 else None


def place_of(chosen: Filter, moment: Moment | None, data: QueryDict) -> dict[str, str]:
    """What keeps where the desk is; 'geen' when somebody chose to work for no moment."""
    none = "geen" if data.get("moment") == "geen" else ""
    values = {
        "klas": chosen.klas,
        "niveau": chosen.niveau,
        "q": chosen.zoek,
        "moment": str(moment.pk) if moment is not None else none,
    }
    return {name: value for name, value in values.items() if value}


def query(place: dict[str, str], **more: str | int) -> str:
    """As part of an address: ``?klas=L1A&moment=3``, or nothing."""
    values = {**place, **more}
    return f"?{urlencode(values)}" if values else ""


@login_required
def start(request: HttpRequest, nummer: str) -> HttpResponse:
    """The queue, with how far we are and the next family."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    today = timezone.localdate()
    chosen, moment = filter_of(request.GET), moment_of(access, request.GET)
    place = place_of(chosen, moment, request.GET)
    everybody = at_desk(access, today, chosen)
    staat = request.GET.get("staat", "open")
    staat = staat if staat in STATES else "open"
    shown = {
        "open": [one for one in everybody if not one.verklaard and not one.gekend],
        "ondertekenen": [one for one in everybody if one.verklaard and not one.ondertekend],
        "alle": everybody,
    }
    klassen, niveaus = choices(access, today)
    done = sum(one.klaar for one in everybody)
    context = {
        **base(access),
        "chosen": chosen,
        "staat": staat,
        "staten": [
            (key, label, len(shown[key]), query(place, staat=key)) for key, label in STATES.items()
        ],
        "page": Paginator(shown[staat], PAGE).get_page(request.GET.get("p")),
        "klaar": done,
        "totaal": len(everybody),
        "procent": 100 * done // len(everybody) if everybody else 0,
        "volgende": next_after(everybody, None),
        "klassen": klassen,
        "niveaus": niveaus,
        "moment": moment,
        "momenten": moments(access.school)[:8],
        "dag": today,
        "bewaar": query(place),
        "bewaar_staat": query(place, staat=staat),
    }
    return render(request, "loket/start.html", context)


@login_required
def momenten(request: HttpRequest, nummer: str) -> HttpResponse:
    """All moments, and the form for a new one."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    form = MomentForm(request.POST or None, initial={"datum": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.save_moment(school=access.school, by=access.user, **form.cleaned_data)
        messages.success(request, "Het inschrijvingsmoment staat op de lijst.")
        return redirect("loket:momenten", nummer=nummer)
    context = {**base(access), "form": form, "momenten": moments(access.school)}
    return render(request, "loket/momenten.html", context)


@login_required
def moment(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change, tick off or take away one moment."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    found = moments(access.school).filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "POST" and "afronden" in request.POST:
        services.tick_moment(moment=found, klaar=request.POST["afronden"] == "1", by=access.user)
        return redirect("loket:momenten", nummer=nummer)
    form = MomentForm.of(found, request.POST or None)
    if request.method == "POST" and "verwijderen" in request.POST:
        services.delete_moment(moment=found, by=access.user)
        messages.success(request, "Het moment is van de lijst. De verklaringen blijven bewaard.")
        return redirect("loket:momenten", nummer=nummer)
    if request.method == "POST" and form.is_valid():
        services.save_moment(
            school=access.school, moment=found, by=access.user, **form.cleaned_data
        )
        messages.success(request, "Het inschrijvingsmoment is bewaard.")
        return redirect("loket:momenten", nummer=nummer)
    return render(request, "loket/moment.html", {**base(access), "form": form, "moment": found})
