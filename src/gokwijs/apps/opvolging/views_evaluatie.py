"""Evaluatie with its decisions, and the borging that follows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.bewaren import BeleidError, Conflict
from gokwijs.apps.beleid.models import (
    Besluit,
    Evaluatie,
    Knoopsoort,
    Plan,
    Streefdoel,
)
from gokwijs.apps.beleid.rond import rond
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.opvolging import evaluatieblad
from gokwijs.apps.opvolging import services_evaluatie as services
from gokwijs.apps.opvolging.forms_evaluatie import BesluitForm, EvaluatieForm
from gokwijs.apps.opvolging.selectors import (
    besluit_van,
    een,
    evaluatie_van,
    evaluaties_van,
    lopend_plan,
    plannen_van,
)
from gokwijs.apps.opvolging.views import base, lezer, schrijver
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access

PER_PAGE = 25


@login_required
def lijst(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every evaluatie, newest first."""
    access = lezer(request, nummer)
    open_ = request.GET.get("toon") == "open"
    found = evaluaties_van(access.school)
    if open_:
        found = found.filter(afgerond=None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **base(access, "evaluaties"),
        "page": page,
        "toon_open": open_,
        "filter": "toon=open" if open_ else "",
        "plan": lopend_plan(access.school, timezone.localdate()),
    }
    return render(request, "opvolging/evaluaties.html", context)


@login_required
def nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Begin one: when, and over which goals. ``?streefdoel=`` and ``?plan=`` fill it in."""
    access = schrijver(request, nummer)
    plan, chosen = _begin(request, access.school)
    if plan is None:
        messages.error(request, "Er is nog geen plan waarin je iets kunt evalueren.")
        return redirect("opvolging:overzicht", nummer)
    form = EvaluatieForm(
        request.POST or None,
        instance=Evaluatie(plan=plan),
        plan=plan,
        doelen=chosen,
        zicht=Zicht(access),
        initial={"datum": timezone.localdate(), "streefdoelen": chosen},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.bewaar_evaluatie(
                evaluatie=Evaluatie(plan=plan), values=form.values(), by=access.user
            )
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            return redirect("opvolging:evaluatie", nummer, made.pk)
    context = {**base(access, "evaluaties"), "form": form, "plan": plan}
    return render(request, "opvolging/evaluatie_nieuw.html", context)


def _begin(request: HttpRequest, school: School) -> tuple[Plan | None, list[Streefdoel]]:
    """The plan and the goals that the address asks for; raises Http404."""
    asked = request.GET.get("streefdoel", "")
    if asked.isdigit():
        goals = Streefdoel.objects.filter(plan__school=school, verwijderd=None)
        doel: Streefdoel = een(goals.select_related("plan__school"), int(asked[:18]))
        return doel.plan, [doel]
    plan = request.GET.get("plan", "")
    if plan.isdigit():
        return een(plannen_van(school), int(plan[:18])), []
    return lopend_plan(school, timezone.localdate()), []


@login_required
def evaluatie(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Read it, or write on as long as it is open; the one before stands beside it."""
    access = lezer(request, nummer)
    one = evaluatie_van(access.school, pk)
    zicht = Zicht(access)
    form = _form(request, access, one, zicht)
    botsing: Conflict | None = None
    if request.method == "POST":
        schrijver(request, nummer)  # raises for who only reads
        if form is None:
            messages.error(request, "Deze evaluatie is afgerond en verandert niet meer.")
            return redirect("opvolging:evaluatie", nummer, pk)
        if form.is_valid():
            try:
                services.bewaar_evaluatie(
                    evaluatie=one, values=form.values(), by=access.user, versie=form.op_versie
                )
            except Conflict as error:
                botsing = error
            except BeleidError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Bewaard.")
                return redirect("opvolging:evaluatie", nummer, pk)
    context = {
        **base(access, "evaluaties"),
        "form": form,
        "botsing": botsing,
        **evaluatieblad.blad(access, one, zicht),
        **rond(access, Knoopsoort.EVALUATIE, one.pk),
    }
    return render(request, "opvolging/evaluatie.html", context, status=409 if botsing else 200)


def _form(
    request: HttpRequest, access: Access, one: Evaluatie, zicht: Zicht
) -> EvaluatieForm | None:
    """For who may write, as long as it is open."""
    if one.afgerond is not None or not access.may_write or one.plan.bevroren:
        return None
    return EvaluatieForm(
        request.POST or None,
        instance=one,
        plan=one.plan,
        doelen=one.streefdoelen.all(),
        zicht=zicht,
    )


@login_required
@require_POST
def afronden(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Close it: decisions are carried out."""
    access = schrijver(request, nummer)
    one = evaluatie_van(access.school, pk)
    versie = request.POST.get("versie", "")
    try:
        services.rond_evaluatie_af(
            evaluatie=one,
            today=timezone.localdate(),
            by=access.user,
            versie=int(versie[:9]) if versie.isdecimal() and versie.isascii() else None,
        )
        messages.success(request, "Afgerond. De besluiten zijn uitgevoerd.")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect("opvolging:evaluatie", nummer, pk)


# ---------------------------------------------------------------- besluit


@login_required
def besluit(
    request: HttpRequest, nummer: str, pk: int, doel: int, actie: int | None = None
) -> HttpResponse:
    """The decision on one goal of an evaluatie, or on one action for it."""
    access = schrijver(request, nummer)
    one = evaluatie_van(access.school, pk)
    goal = next((d for d in one.streefdoelen.all() if d.pk == doel), None)
    if goal is None:
        raise Http404
    action = next((a for a in goal.acties.all() if a.pk == actie), None)
    if action is None and actie is not None:
        raise Http404
    if one.afgerond is not None:
        messages.error(request, "Deze evaluatie is afgerond: het besluit staat vast.")
        return redirect("opvolging:evaluatie", nummer, pk)
    found = next(
        (b for b in one.besluiten.all() if (b.streefdoel_id, b.actie_id) == (doel, actie)), None
    )
    link = found or Besluit(plan=one.plan, evaluatie=one, streefdoel=goal, actie=action)
    start = {} if found else {"ok_codes": (action or goal).ok_codes}
    form = BesluitForm(request.POST or None, instance=link, doel=goal, actie=action, initial=start)
    botsing: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.bewaar_besluit(
                besluit=link, values=form.values(), by=access.user, versie=form.op_versie
            )
        except Conflict as error:
            botsing = error
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Het besluit is bewaard.")
            return redirect("opvolging:evaluatie", nummer, pk)
    context = {
        **base(access, "evaluaties"),
        "evaluatie": one,
        "blok": evaluatieblad.een_blok(access, one, goal),
        "doel": goal,
        "actie": action,
        "besluit": found,
        "form": form,
        "botsing": botsing,
    }
    return render(request, "opvolging/besluit.html", context, status=409 if botsing else 200)


@login_required
@require_POST
def besluit_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a decision out of an open evaluatie."""
    access = schrijver(request, nummer)
    found = besluit_van(access.school, pk)
    try:
        services.trek_besluit_in(besluit=found, by=access.user)
        messages.success(request, "Het besluit is weg. Neem er een nieuw als je verder kunt.")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect("opvolging:evaluatie", nummer, found.evaluatie_id)
