"""Vaststellingen from everywhere: analysis pages, self-evaluation, inspection, or by hand."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.bewaren import BeleidError, Conflict, bewaar
from gokwijs.apps.beleid.forms import VaststellingForm
from gokwijs.apps.beleid.models import Knoopsoort, Streefdoel
from gokwijs.apps.beleid.rond import rond
from gokwijs.apps.beleid.selectors import huidig_plan, knoop
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.beleid.views import base, lezer, schrijver
from gokwijs.apps.ui.typed import typed
from gokwijs.core.beleid.keuzes import Bronsoort
from gokwijs.core.calendar import Schooljaar

PER_PAGE = 25
_GOALS = Streefdoel.objects.filter(verwijderd=None, plan__verwijderd=None)
_MET = Exists(_GOALS.filter(vaststellingen=OuterRef("pk")))
_FILTERS = {
    "zonder": ~_MET & Q(reden_zonder=""),
    "met": Q(_MET),
    "prioritair": Q(prioritair=True),
}


@login_required
def lijst(request: HttpRequest, nummer: str) -> HttpResponse:
    """Newest first, with what they led to; filter in the address."""
    access = lezer(request, nummer)
    chosen = {
        "toon": request.GET.get("toon", ""),
        "bron": request.GET.get("bron", ""),
        "q": typed(request.GET.get("q"), 60),
    }
    found = access.school.vaststellingen.filter(ingetrokken=None)
    if not access.werkzone:
        found = found.filter(werkzone=False)
    if chosen["toon"] in _FILTERS:
        found = found.filter(_FILTERS[chosen["toon"]])
    if chosen["bron"] in list(Bronsoort):
        found = found.filter(bron_soort=chosen["bron"])
    if chosen["q"]:
        found = found.filter(Q(tekst__icontains=chosen["q"]) | Q(plaats__icontains=chosen["q"]))
    rows = found.order_by("-dag", "-pk").prefetch_related(
        Prefetch("streefdoelen", _GOALS.order_by("-plan__schooljaar_van", "pk"))
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    zicht = Zicht(access)
    context = {
        **base(access, "vaststellingen"),
        "page": page,
        "rijen": [(one, zicht.vaststelling(one), newest(one.streefdoelen.all())) for one in page],
        "gekozen": chosen,
        "bronnen": [(b.value, b.label) for b in Bronsoort],
        "filter": urlencode({k: v for k, v in chosen.items() if v}),
        "plan": huidig_plan(access.school, timezone.localdate()),
    }
    return render(request, "beleid/vaststellingen.html", context)


def newest(doelen: Iterable[Streefdoel]) -> list[Streefdoel]:
    """Each goal once: one that goes on in a later plan is told by that later one."""
    found = list(doelen)
    went_on = {one.voorganger_id for one in found if not one.opgeschaald}
    return [one for one in found if one.pk not in went_on]


@login_required
def vaststelling(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One of them: what it says, where it comes from, what it led to."""
    access = lezer(request, nummer)
    one = knoop(access, Vaststelling, pk)
    zicht = Zicht(access)
    context = {
        **base(access, "vaststellingen"),
        "vaststelling": one,
        "tekst": zicht.vaststelling(one),
        "cijfer": zicht.aandeel(one.teller, one.noemer) if one.noemer else "",
        "doelen": one.streefdoelen.filter(verwijderd=None, plan__verwijderd=None)
        .select_related("plan")
        .order_by("-plan__schooljaar_van", "pk"),
        "codes": zicht.codes.tags(one.ok_codes),
        "plan": huidig_plan(access.school, timezone.localdate()),
        "momenten": one.momenten.filter(verwijderd=None)[:6],
        **rond(access, Knoopsoort.VASTSTELLING, pk),
    }
    return render(request, "beleid/vaststelling.html", context)


@login_required
def nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """By hand."""
    access = schrijver(request, nummer)
    today = timezone.localdate()
    one = Vaststelling(school=access.school, schooljaar=Schooljaar.of(today).start, werkzone=False)
    initial = {"dag": today, "bron_soort": Bronsoort.OBSERVATIE.value, "prioritair": True}
    form = VaststellingForm(
        request.POST or None, instance=one, school=access.school, today=today, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        one.schooljaar = Schooljaar.of(form.cleaned_data["dag"]).start
        saved = bewaar(link=one, values=form.values(), by=access.user)
        messages.success(request, "Bewaard. Je kunt er nu een streefdoel van maken.")
        return redirect("beleid:vaststelling", nummer, saved.pk)
    context = {**base(access, "vaststellingen"), "form": form, "nieuw": True}
    return render(request, "beleid/vaststelling_form.html", context)


@login_required
def aanpassen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change the words around it; figures of an analysis page stay as they were."""
    access = schrijver(request, nummer)
    one = knoop(access, Vaststelling, pk)
    form = VaststellingForm(
        request.POST or None, instance=one, school=access.school, today=timezone.localdate()
    )
    botsing = None
    if request.method == "POST" and form.is_valid():
        try:
            bewaar(link=one, values=form.values(), by=access.user, versie=form.op_versie)
            messages.success(request, "Bewaard.")
            return redirect("beleid:vaststelling", nummer, pk)
        except Conflict as error:
            botsing = error
        except BeleidError as error:
            form.add_error(None, str(error))
    context = {
        **base(access, "vaststellingen"),
        "form": form,
        "vaststelling": one,
        "botsing": botsing,
    }
    return render(request, "beleid/vaststelling_form.html", context, status=409 if botsing else 200)
