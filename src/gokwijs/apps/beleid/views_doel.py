"""Streefdoel and indicator: one page each, begin, change, adopt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.beginnen import nulmeting_uit
from gokwijs.apps.beleid.bewaren import BeleidError, Conflict
from gokwijs.apps.beleid.boom import tak
from gokwijs.apps.beleid.forms_keten import IndicatorForm, NulmetingForm, StreefdoelForm
from gokwijs.apps.beleid.kant import bezwaar_kant
from gokwijs.apps.beleid.models import Indicator, Knoopsoort, Meting, Plan, Streefdoel
from gokwijs.apps.beleid.rond import rond
from gokwijs.apps.beleid.selectors import Doelrijen, knoop, rijen, stand
from gokwijs.apps.beleid.services import (
    bewaar_doel,
    bewaar_indicator,
    stel_doel_vast,
    voeg_nulmeting_toe,
    zet_doel_open,
)
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.beleid.views import base, lezer, schrijver
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import Doelrichting


@login_required
def doel(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One goal with its whole chain."""
    access = lezer(request, nummer)
    found, answers = doel_van(access, pk)
    rows = Doelrijen(found)
    (one,) = rows.streefdoelen
    zicht = Zicht(access)
    series = rows.metingen_per_indicator.get(one.indicator_id or 0, [])
    context = {
        **base(access),
        "plan": found.plan,
        "tak": tak(one, rows, stand(rows), zicht, stappen=False),
        "doel": one,
        "strookdoelen": rows.streefdoelen,
        "metingen": [(m, zicht.meting(m)) for m in reversed(series)],
        "evaluaties": one.evaluaties.filter(verwijderd=None),
        "besluiten": rows.besluiten,
        "momenten": one.momenten.filter(verwijderd=None)[:6],
        "bevindingen": bevindingen_van(one) if answers else [],
        **rond(access, Knoopsoort.STREEFDOEL, pk),
    }
    return render(request, "beleid/streefdoel.html", context)


def doel_van(access: Access, pk: int) -> tuple[Streefdoel, bool]:
    """One goal of this school, and whether a finding of the inspectorate names it or the goal it
    went on from; or Http404.
    """
    here = Q(streefdoel=OuterRef("pk")) | Q(streefdoel=OuterRef("voorganger"))
    names = Exists(Streefdoel.bevindingen.through.objects.filter(here))
    goals = Streefdoel.objects.filter(plan__school=access.school, verwijderd=None)
    near = ("plan__school", "indicator", "nulmeting__indicator", "trekker")
    found = get_object_or_404(goals.select_related(*near).annotate(genoemd=names), pk=pk)
    return found, found.genoemd  # type: ignore[attr-defined]  # annotated above


def bevindingen_van(doel: Streefdoel) -> list[Any]:
    """What the inspectorate found that this goal, or the one it went on from, answers."""
    near = Q(streefdoelen=doel) | Q(streefdoelen__opvolgers=doel)
    found = doel.bevindingen.model.objects.filter(near, verwijderd=None, inspectie__verwijderd=None)
    return list(found.select_related("inspectie").distinct())


@login_required
def nieuw(request: HttpRequest, nummer: str, plan: int) -> HttpResponse:
    """Begin a goal, empty or from a vaststelling: its figures become the baseline."""
    access = schrijver(request, nummer)
    found = knoop(access, Plan, plan)
    start = _from_vaststelling(request, access)
    initial: dict[str, Any] = {}
    nul: dict[str, Any] = {}
    if start is not None:
        initial = {
            "vaststellingen": [start.pk],
            "doelgroep": start.populatie,
            "plaats": start.plaats or "hele school",
            "kenmerken": [start.kenmerk] if start.kenmerk else [],
            "ok_codes": start.ok_codes,
        }
        nul = nulmeting_uit(start)
    form = _form(request, found, access, Streefdoel(plan=found), initial)
    first = NulmetingForm(request.POST or None, today=timezone.localdate(), initial=nul)
    quick = _quick(request, found)
    if request.method == "POST":
        saved = _begin(access, form, first, quick, start)
        if saved is not None:
            messages.success(request, "Het streefdoel staat in je plan.")
            return redirect("beleid:streefdoel", nummer, saved.pk)
    context = {
        **base(access),
        "plan": found,
        "form": form,
        "nul": first,
        "snel": quick,
        "begonnen": start,
        "nieuw": True,
    }
    return render(request, "beleid/streefdoel_form.html", context)


def _form(
    request: HttpRequest,
    plan: Plan,
    access: Access,
    instance: Streefdoel,
    initial: dict[str, Any] | None = None,
) -> StreefdoelForm:
    return StreefdoelForm(
        request.POST or None,
        instance=instance,
        plan=plan,
        exact=access.werkzone,
        initial=initial or {},
    )


def _quick(request: HttpRequest, plan: Plan) -> IndicatorForm:
    """A new indicator, typed together with the goal; without a name nobody asked for one."""
    typed = request.POST if request.POST.get("i-naam", "").strip() else None
    return IndicatorForm(typed, plan=plan, prefix="i", use_required_attribute=False)


def _from_vaststelling(request: HttpRequest, access: Access) -> Vaststelling | None:
    pk = request.POST.get("uit") or request.GET.get("vaststelling", "")
    if not pk.isdecimal() or len(pk) > 12:
        return None
    return knoop(access, Vaststelling, int(pk))


def _begin(
    access: Access,
    form: StreefdoelForm,
    first: NulmetingForm,
    quick: IndicatorForm,
    start: Vaststelling | None,
) -> Streefdoel | None:
    """The goal with its new indicator and its baseline, or None with the errors on the forms."""
    if not _is_sound(form, first, quick, access):
        return None
    values = form.values()
    try:
        with transaction.atomic():
            if _wants_indicator(quick):
                values["indicator"] = _new_indicator(form, quick, access)
            saved = bewaar_doel(doel=form.instance, values=values, by=access.user)
            _baseline(saved, first, start, access)
    except BeleidError as error:
        form.add_error(None, str(error))
        return None
    return saved


def _wants_indicator(quick: IndicatorForm) -> bool:
    return bool((quick["naam"].value() or "").strip())


def _is_sound(
    form: StreefdoelForm, first: NulmetingForm, quick: IndicatorForm, access: Access
) -> bool:
    """Is every form of the page right, and do target and baseline agree? All errors at once."""
    wants = _wants_indicator(quick)
    fine = [form.is_valid(), first.is_valid(), not wants or quick.is_valid()]
    problem = _wrong_side(form, first, access, wants=wants)
    if problem:
        form.add_error("streefwaarde", problem)
    return all(fine) and not problem


def _wrong_side(form: StreefdoelForm, first: NulmetingForm, access: Access, *, wants: bool) -> str:
    data, start = form.cleaned_data, form.instance.nulmeting
    if start is None and first.given:
        names = ("teller", "noemer", "waarde")
        start = Meting(**{name: first.cleaned_data.get(f"nul_{name}") for name in names})
    elif start is not None and (wants or start.indicator != data.get("indicator")):
        return ""  # the figure of another indicator says nothing of this target
    toon = Zicht(access).toont(form.instance.nulmeting)
    return bezwaar_kant(data.get("richting", ""), data.get("streefwaarde"), start, toon=toon)


def _new_indicator(form: StreefdoelForm, quick: IndicatorForm, access: Access) -> Indicator:
    """What is good for the goal it was typed with, is good for the indicator."""
    values = quick.values()
    if form.cleaned_data["richting"] in (Doelrichting.STIJGEN, Doelrichting.DALEN):
        values["richting"] = form.cleaned_data["richting"]
    made = Indicator(plan=form.instance.plan)
    return bewaar_indicator(indicator=made, values=values, by=access.user)


def _baseline(
    doel: Streefdoel, first: NulmetingForm, start: Vaststelling | None, access: Access
) -> Meting | None:
    if not first.given:
        return None
    if doel.indicator is None:
        raise BeleidError("Kies of beschrijf eerst een indicator: de nulmeting is daarvan.")
    data = first.cleaned_data
    return voeg_nulmeting_toe(
        doel=doel,
        indicator=doel.indicator,
        peildatum=data["nul_dag"],
        bron_soort=data["nul_bron"],
        teller=data["nul_teller"],
        noemer=data["nul_noemer"],
        waarde=data["nul_waarde"],
        werkzone=start is not None and start.werkzone,
        by=access.user,
    )


@login_required
def aanpassen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change a goal."""
    access = schrijver(request, nummer)
    found = knoop(access, Streefdoel, pk)
    form = _form(request, found.plan, access, found)
    first = NulmetingForm(request.POST or None, today=timezone.localdate())
    quick = _quick(request, found.plan)
    botsing = None
    if request.method == "POST":
        try:
            if _change(access, found, form, first, quick):
                messages.success(request, "Bewaard.")
                return redirect("beleid:streefdoel", nummer, pk)
        except Conflict as error:
            botsing = error
        except BeleidError as error:
            form.add_error(None, str(error))
    context = {
        **base(access),
        "plan": found.plan,
        "doel": found,
        "form": form,
        "nul": None if found.nulmeting_id else first,
        "snel": quick,
        "botsing": botsing,
    }
    return render(request, "beleid/streefdoel_form.html", context, status=409 if botsing else 200)


@transaction.atomic
def _change(
    access: Access,
    found: Streefdoel,
    form: StreefdoelForm,
    first: NulmetingForm,
    quick: IndicatorForm,
) -> bool:
    if not _is_sound(form, first, quick, access):
        return False
    values = form.values()
    if not access.werkzone:  # what this person does not see stays as it is
        hidden = found.vaststellingen.filter(werkzone=True)
        values["vaststellingen"] = [*values["vaststellingen"], *hidden]
    if _wants_indicator(quick):
        values["indicator"] = _new_indicator(form, quick, access)
    saved = bewaar_doel(doel=found, values=values, by=access.user, versie=form.op_versie)
    if saved.nulmeting_id is None:
        _baseline(saved, first, None, access)
    return True


@login_required
@require_POST
def vaststellen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Adopt a complete goal, or open it again."""
    access = schrijver(request, nummer)
    found = knoop(access, Streefdoel, pk)
    try:
        if "open" in request.POST:
            zet_doel_open(doel=found, by=access.user)
            messages.success(request, "Het streefdoel is weer een ontwerp.")
        else:
            stel_doel_vast(doel=found, today=timezone.localdate(), by=access.user)
            messages.success(request, "Het streefdoel is vastgesteld.")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect("beleid:streefdoel", nummer, pk)


# ---------------------------------------------------------------- indicators


@login_required
def indicatoren(request: HttpRequest, nummer: str, plan: int) -> HttpResponse:
    """Every indicator of the plan, with its goals and its last value."""
    access = lezer(request, nummer)
    found = knoop(access, Plan, plan)
    rows = rijen(found)
    zicht = Zicht(access)
    goals: dict[int, list[Streefdoel]] = {}
    for one in rows.streefdoelen:
        for indicator in {one.indicator, *one.andere_indicatoren.all()} - {None}:
            assert indicator is not None
            goals.setdefault(indicator.pk, []).append(one)
    last = {pk: series[-1] for pk, series in rows.metingen_per_indicator.items()}
    lines = [
        (one, goals.get(one.pk, []), zicht.meting(last.get(one.pk))) for one in rows.indicatoren
    ]
    context = {**base(access, "indicatoren"), "plan": found, "rijen": lines}
    return render(request, "beleid/indicatoren.html", context)


@login_required
def indicator_nieuw(request: HttpRequest, nummer: str, plan: int) -> HttpResponse:
    """Define one."""
    access = schrijver(request, nummer)
    found = knoop(access, Plan, plan)
    return _indicator_form(request, access, found, Indicator(plan=found))


@login_required
def indicator(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Read or change the definition; the series stands in Opvolging."""
    access = lezer(request, nummer)
    found = knoop(access, Indicator, pk)
    if not access.may_write:
        context = {
            **base(access, "indicatoren"),
            "plan": found.plan,
            "indicator": found,
            **rond(access, Knoopsoort.INDICATOR, pk),
        }
        return render(request, "beleid/indicator.html", context)
    return _indicator_form(request, access, found.plan, found)


def _indicator_form(
    request: HttpRequest, access: Access, plan: Plan, one: Indicator
) -> HttpResponse:
    if request.method == "POST":
        schrijver(request, access.school.instellingsnummer)
    form = IndicatorForm(request.POST or None, plan=plan, instance=one)
    botsing = None
    new = one.pk is None
    if request.method == "POST" and form.is_valid():
        try:
            saved = bewaar_indicator(
                indicator=one, values=form.values(), versie=form.op_versie, by=access.user
            )
            messages.success(request, "Bewaard.")
            return redirect("beleid:indicator", access.school.instellingsnummer, saved.pk)
        except Conflict as error:
            botsing = error
        except BeleidError as error:
            form.add_error(None, str(error))
    context = {
        **base(access, "indicatoren"),
        "plan": plan,
        "indicator": one,
        "form": form,
        "botsing": botsing,
        "nieuw": new,
        **({} if new else rond(access, Knoopsoort.INDICATOR, one.pk)),
    }
    return render(request, "beleid/indicator.html", context, status=409 if botsing else 200)
