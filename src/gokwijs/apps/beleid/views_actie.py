"""An actie: its page, changing it, steps, what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.aanpakken.selectors import catalogus as catalogus_in_use
from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.beleid.bewaren import BeleidError, Conflict, bewaar
from gokwijs.apps.beleid.boom import actietak
from gokwijs.apps.beleid.forms import EPSTEIN, PARTNERS, Rolkiezer, people_field
from gokwijs.apps.beleid.forms_keten import ActieForm, UitvoeringForm
from gokwijs.apps.beleid.models import Actie, Knoopsoort, Plan, Taak
from gokwijs.apps.beleid.rond import rond
from gokwijs.apps.beleid.selectors import Actierijen, knoop
from gokwijs.apps.beleid.services import zet_actie_status
from gokwijs.apps.beleid.services_rond import noteer_uitvoering
from gokwijs.apps.beleid.services_taak import bewaar_taak, verwijder_taak, vink_taak
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.beleid.views import base, lezer, schrijver
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.aanpakken import GetoondFeit
from gokwijs.core.beleid.keuzes import Actiestatus


class StapForm(forms.Form):
    """One step."""

    tekst = forms.CharField(label="Nieuwe stap", max_length=300)
    wie_rol = forms.CharField(label="Wie (rol)", max_length=100, required=False, widget=Rolkiezer())
    tegen = forms.DateField(label="Tegen", required=False, widget=DagInput())

    def __init__(self, *args: object, school: School, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["wie"] = people_field(school, "Wie (persoon)")


@login_required
def actie(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One action: for which goals, with what, what happened."""
    access = lezer(request, nummer)
    found, answers = actie_van(access, pk)
    rows = Actierijen(found)
    (one,) = rows.acties
    catalogus = catalogus_in_use()
    today = timezone.localdate()
    grounds = []
    for o in one.onderbouwingen.all():
        facts = [GetoondFeit.from_json(f) for f in o.feiten]
        grounds.append((o, facts, catalogus.koppeling_meldingen(facts, today=today)))
    context = {
        **base(access),
        "plan": found.plan,
        "actie": one,
        "tak": actietak(one, rows, Zicht(access)),
        "doelen": one.streefdoelen.all(),
        "onderbouwingen": grounds,
        "stappen": rows.taken_per_actie.get(pk, []),
        "stapform": StapForm(school=access.school),
        "weg": Taak.alle.filter(actie=one, pk=gone, verwijderd__isnull=False).first()
        if (gone := _number(request.GET.get("stap", "")))
        else None,
        "uitvoeringen": one.uitvoeringen.all()[:50],
        "uitvoeringform": UitvoeringForm(initial={"datum": today}),
        "partners": [PARTNERS.get(key, key) for key in one.partners],
        "ouders": [EPSTEIN.get(key, key) for key in one.ouders],
        "statussen": [(s.value, s.label) for s in Actiestatus],
        "besluiten": rows.besluiten,
        "bevindingen": bevindingen_van(one) if answers else [],
        "momenten": one.momenten.filter(verwijderd=None)[:6],
        **rond(access, Knoopsoort.ACTIE, pk),
    }
    return render(request, "beleid/actie.html", context)


def actie_van(access: Access, pk: int) -> tuple[Actie, bool]:
    """One actie of this school, and whether a finding of the inspectorate names it; or Http404."""
    names = Exists(Actie.bevindingen.through.objects.filter(actie=OuterRef("pk")))
    acties = Actie.objects.filter(plan__school=access.school, verwijderd=None)
    near = acties.select_related("plan__school", "trekker").annotate(genoemd=names)
    found = get_object_or_404(near, pk=pk)
    return found, found.genoemd  # type: ignore[attr-defined]  # annotated above


def bevindingen_van(actie: Actie) -> list[Any]:
    """What the inspectorate found that this actie answers."""
    found = actie.bevindingen.filter(verwijderd=None, inspectie__verwijderd=None)
    return list(found.select_related("inspectie"))


def _number(text: str) -> int:
    """A key in an address; 0 when it is none."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 12 else 0


@login_required
def nieuw(request: HttpRequest, nummer: str, plan: int) -> HttpResponse:
    """Begin one, from a goal when the address names it."""
    access = schrijver(request, nummer)
    found = knoop(access, Plan, plan)
    goal = request.GET.get("doel", "")
    initial = {"streefdoelen": [goal]} if goal.isdecimal() and len(goal) < 12 else {}
    one = Actie(plan=found)
    form = ActieForm(request.POST or None, plan=found, instance=one, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = bewaar(link=one, values=form.values(), by=access.user)
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De actie staat in je plan. Kies nu waarop ze steunt.")
            return redirect("beleid:actie", nummer, saved.pk)
    context = {**base(access), "plan": found, "form": form, "nieuw": True}
    return render(request, "beleid/actie_form.html", context)


@login_required
def aanpassen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change one."""
    access = schrijver(request, nummer)
    found = knoop(access, Actie, pk)
    form = ActieForm(request.POST or None, plan=found.plan, instance=found)
    botsing = None
    if request.method == "POST" and form.is_valid():
        try:
            bewaar(link=found, values=form.values(), by=access.user, versie=form.op_versie)
            messages.success(request, "Bewaard.")
            return redirect("beleid:actie", nummer, pk)
        except Conflict as error:
            botsing = error
        except BeleidError as error:
            form.add_error(None, str(error))
    context = {
        **base(access),
        "plan": found.plan,
        "actie": found,
        "form": form,
        "botsing": botsing,
    }
    return render(request, "beleid/actie_form.html", context, status=409 if botsing else 200)


@login_required
@require_POST
def status(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Planned, running, done, stopped, cancelled."""
    access = schrijver(request, nummer)
    found = knoop(access, Actie, pk)
    wanted = request.POST.get("status", "")
    if wanted in list(Actiestatus):
        try:
            zet_actie_status(actie=found, naar=Actiestatus(wanted), by=access.user)
            messages.success(request, f"De actie is nu: {Actiestatus(wanted).label}.")
        except BeleidError as error:
            messages.error(request, str(error))
    return redirect("beleid:actie", nummer, pk)


@login_required
@require_POST
def stappen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Add a step, tick one, or take one away."""
    access = schrijver(request, nummer)
    found = knoop(access, Actie, pk)
    try:
        if "nieuw" in request.POST:
            form = StapForm(request.POST, school=access.school)
            if form.is_valid():
                values = {**form.cleaned_data, "actie": found}
                bewaar_taak(plan=found.plan, values=values, by=access.user)
            else:
                messages.error(request, "Schrijf wat er moet gebeuren, met een geldige datum.")
        else:
            gone = _step(request, found, timezone.localdate(), access.user)
            if gone is not None:
                messages.success(request, f"De stap '{gone.tekst}' is weg.")
                address = reverse("beleid:actie", args=[nummer, pk])
                return redirect(f"{address}?stap={gone.pk}")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect("beleid:actie", nummer, pk)


def _step(request: HttpRequest, actie: Actie, today: date, by: User) -> Taak | None:
    """Tick it, open it, bring it back; the step when it was taken away."""
    name = next((n for n in ("klaar", "open", "weg", "terug") if n in request.POST), "")
    pk = request.POST.get(name, "")
    step = get_object_or_404(
        Taak.alle, actie=actie, pk=pk if pk.isdecimal() and len(pk) < 12 else 0
    )
    if name in ("weg", "terug"):
        changed = verwijder_taak(taak=step, by=by, terug=name == "terug")
        return changed if name == "weg" else None
    vink_taak(taak=step, klaar=today if name == "klaar" else None, by=by)
    return None


@login_required
@require_POST
def uitvoering(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A line in the log of the action."""
    access = schrijver(request, nummer)
    found = knoop(access, Actie, pk)
    form = UitvoeringForm(request.POST)
    if form.is_valid():
        try:
            noteer_uitvoering(actie=found, by=access.user, **form.cleaned_data)
            messages.success(request, "Genoteerd.")
        except BeleidError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, "Vul een datum en een zin in; bereikt is nooit meer dan bedoeld.")
    return redirect("beleid:actie", nummer, pk)
