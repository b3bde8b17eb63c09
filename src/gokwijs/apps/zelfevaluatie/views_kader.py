"""The framework as the door of the room: per expectation what the school says and does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.models import Actie, Plan, Streefdoel
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.ui.typed import typed
from gokwijs.apps.zelfevaluatie.forms_gesprek import OordeelForm
from gokwijs.apps.zelfevaluatie.models import Conclusie
from gokwijs.apps.zelfevaluatie.selectors_bewijs import met_stand
from gokwijs.apps.zelfevaluatie.selectors_kader import Kaderbeeld, Kaderrij, Keuze, per_rubriek
from gokwijs.apps.zelfevaluatie.services_gesprek import haal_oordeel_weg, oordeel_op_dag
from gokwijs.apps.zelfevaluatie.views import base, lezer, schrijver
from gokwijs.apps.zelfevaluatie.views_gesprek import naar_plan
from gokwijs.core.kader.model import Kader, Verwachting
from gokwijs.core.kader.omzetting import voorstellen

SORTERING = {"kader": "de volgorde van het kader", "oordeel": "laagst oordeel eerst"}


def _chosen(beeld: Kaderbeeld, key: str) -> Kader:
    return next((one for one in beeld.kaders if one.id == key), beeld.kaders[0])


@login_required
def kader(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every expectation of the framework in force, by chapter; filter and sort in the address."""
    access = lezer(request, nummer)
    beeld = Kaderbeeld(access, timezone.localdate())
    beeld.kader = _chosen(beeld, request.GET.get("kader", ""))
    asked = {
        key: typed(request.GET.get(key), 60)
        for key in ("rubriek", "zonder", "q", "sorteer", "kader")
    }
    keuze = Keuze(asked["rubriek"], asked["zonder"], asked["q"])
    rows = [one for one in beeld.rijen if keuze.past(one)]
    flat = asked["sorteer"] == "oordeel"
    context = base(
        access,
        "kader",
        beeld=beeld,
        plan=beeld.plan,
        kader=beeld.kader,
        delen=[(None, _lowest(rows))] if flat else per_rubriek(beeld.kader, rows),
        aantal=len(rows),
        totaal=len(beeld.rijen),
        zonder_doel=sum(not one.doelen for one in beeld.rijen),
        zonder_oordeel=sum(one.oordeel is None for one in beeld.rijen),
        gekozen=asked,
        gefilterd=any(asked[key] for key in ("rubriek", "zonder", "q")),
        sorteringen=SORTERING,
        filter=urlencode({key: value for key, value in asked.items() if value}),
    )
    return render(request, "zelfevaluatie/kader.html", context)


def _lowest(rows: list[Kaderrij]) -> list[Kaderrij]:
    """Lowest level first; what has no level comes last."""

    def level(row: Kaderrij) -> int:
        found = row.oordeel.niveau if row.oordeel is not None else None
        return found if found is not None else 100

    return sorted(rows, key=level)


# ---------------------------------------------------------------- one expectation


def _found(beeld: Kaderbeeld, sleutel: str) -> tuple[Kader, Verwachting]:
    """An expectation of a framework the school uses; raises Http404."""
    for one in beeld.kaders:
        if sleutel in one.verwachtingen:
            return one, one.verwachtingen[sleutel]
    raise Http404


@login_required
def verwachting(request: HttpRequest, nummer: str, sleutel: str) -> HttpResponse:
    """What it asks, what the school concluded, and everything in the plan that serves it."""
    access = lezer(request, nummer)
    beeld = Kaderbeeld(access, timezone.localdate())
    beeld.kader, one = _found(beeld, sleutel)
    acties = beeld.acties_bij(sleutel)
    context = base(
        access,
        "kader",
        beeld=beeld,
        kader=beeld.kader,
        verwachting=one,
        rij=beeld.rij(one),
        plan=beeld.plan,
        oordelen=beeld.oordelen_bij(sleutel),
        conclusies=beeld.conclusies_bij(sleutel),
        vaststellingen=[
            (v, beeld.zicht.vaststelling(v)) for v in beeld.vaststellingen_bij(sleutel)
        ],
        doelen=beeld.doelen_bij(sleutel),
        acties=[(a, beeld.som([a])) for a in acties],
        middelen=beeld.som(acties),
        metingen=[
            (indicator, beeld.zicht.meting(series[-1]) if series else "", series)
            for indicator, series in beeld.metingen_bij(sleutel)
        ],
        bewijzen=met_stand(access, beeld.bewijzen_bij(sleutel)),
        bevindingen=_findings(access.school, beeld, sleutel),
        vroeger=_earlier(access.school, beeld, sleutel),
        verwant=voorstellen(sleutel, beeld.kaders),
        naast=_beside(beeld, sleutel),
    )
    return render(request, "zelfevaluatie/verwachting.html", context)


def _beside(beeld: Kaderbeeld, sleutel: str) -> tuple[Verwachting | None, Verwachting | None]:
    """The expectation before and after it."""
    rows = list(beeld.kader.verwachtingen.values())
    at = next(n for n, one in enumerate(rows) if one.sleutel == sleutel)
    return (rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None)


def _findings(school: School, beeld: Kaderbeeld, sleutel: str) -> list[Any]:
    """What the inspectorate found at it, the newest report first."""
    reports = school.inspecties.filter(verwijderd=None).prefetch_related("bevindingen")
    return [
        one
        for report in reports
        for one in report.bevindingen.all()
        if one.verwijderd is None and sleutel in {*one.ok_codes, *beeld.nu(one.ok_codes)}
    ]


def _earlier(school: School, beeld: Kaderbeeld, sleutel: str) -> list[tuple[Plan, str, Any]]:
    """Goals and actions of other plans, the newest plan first."""
    found: list[tuple[Plan, str, Any]] = []
    for name, model in (("beleid:streefdoel", Streefdoel), ("beleid:actie", Actie)):
        rows = model._default_manager.filter(
            plan__school=school, plan__verwijderd=None, verwijderd=None
        ).exclude(plan=beeld.plan)
        found += [(r.plan, name, r) for r in rows.select_related("plan") if sleutel in r.ok_codes]
    return sorted(found, key=lambda one: (-one[0].schooljaar_van, one[0].pk))


# ---------------------------------------------------------------- a dated answer (S2)


@login_required
def oordeel_nieuw(request: HttpRequest, nummer: str, sleutel: str) -> HttpResponse:
    """The team says where it stands, on a day, without a round."""
    access = schrijver(request, nummer)
    today = timezone.localdate()
    beeld = Kaderbeeld(access, today)
    found, one = _found(beeld, sleutel)
    form = OordeelForm(
        request.POST if request.method == "POST" else None,
        niveaus=found.niveaus,
        today=today,
        initial={"dag": today, "oordeel": ""},
    )
    if request.method == "POST" and form.is_valid():
        oordeel_op_dag(
            school=access.school,
            kader=found,
            verwachting=one,
            values=form.cleaned_data,
            by=access.user,
        )
        messages.success(request, "Bewaard bij deze verwachting.")
        return redirect("zelfevaluatie:verwachting", nummer, sleutel)
    context = base(access, "kader", form=form, verwachting=one, kader=found)
    return render(request, "zelfevaluatie/verwachting_oordeel.html", context)


def _dated(access: Access, pk: int) -> Conclusie:
    return get_object_or_404(Conclusie, school=access.school, pk=pk)


@login_required
@require_POST
def oordeel_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a dated answer away, or bring it back."""
    access = schrijver(request, nummer)
    one = _dated(access, pk)
    back = "terug" in request.POST
    haal_oordeel_weg(conclusie=one, by=access.user, terug=back)
    address = reverse("zelfevaluatie:verwachting", args=[nummer, one.item])
    messages.success(request, "Het staat er weer." if back else "Weggehaald.")
    return redirect(address if back else f"{address}?weg={pk}")


@login_required
@require_POST
def oordeel_plan(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A dated answer becomes a vaststelling, or the beginning of a streefdoel."""
    access = schrijver(request, nummer)
    one = _dated(access, pk)
    here = reverse("zelfevaluatie:verwachting", args=[nummer, one.item])
    found = next(
        (
            k.verwachtingen[one.item]
            for k in Kaderbeeld(access, timezone.localdate()).kaders
            if one.item in k.verwachtingen
        ),
        None,
    )
    return naar_plan(request, access, one, found.onderwerp if found is not None else "", here)
