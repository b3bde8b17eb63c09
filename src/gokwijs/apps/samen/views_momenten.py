"""Moments of consultation: who was there by group, what came of it, which objections are open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Draagvlakmoment
from gokwijs.apps.beleid.selectors_kring import laatst_besproken
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.samen.forms_kring import MomentForm
from gokwijs.apps.samen.selectors import doelen_van_school, lopend_plan
from gokwijs.apps.samen.services import bewaar, haal_weg
from gokwijs.apps.samen.views import base, staff, writer
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import Deelnemersgroep, Momentvorm, Onderwerp, Partnersoort
from gokwijs.core.calendar import Schooljaar, SchooljaarError

PER_PAGE = 25


def bezwaar_open() -> Q:
    """An objection without an answer."""
    return Q(antwoord="", verwijderd=None) & ~Q(bezwaren="")


def groepen_van(moment: Draagvlakmoment) -> list[tuple[str, int]]:
    """Who was there, by group: ('personeel', 31)."""
    return [
        (groep.label, moment.groepen[groep.value])
        for groep in Deelnemersgroep
        if moment.groepen.get(groep.value)
    ]


def woorden(keuze: Any, keys: list[str]) -> list[str]:
    """The labels behind stored keys; an unknown key is nothing."""
    return [one.label for one in keuze if one.value in keys]


def _gekozen(
    request: HttpRequest, school: School
) -> tuple[QuerySet[Draagvlakmoment], dict[str, str]]:
    """The moments that are asked for, and the filters in words of the address."""
    found = school.draagvlakmomenten.filter(verwijderd=None)
    asked: dict[str, str] = {}
    if "weg" in request.GET:
        asked["weg"] = "1"
        found = school.draagvlakmomenten.filter(verwijderd__isnull=False)
    if (vorm := request.GET.get("vorm", "")) in {v.value for v in Momentvorm}:
        asked["vorm"] = vorm
        found = found.filter(vorm=vorm)
    if (pk := request.GET.get("doel", "")).isdecimal() and len(pk) < 10:
        asked["doel"] = pk
        found = found.filter(streefdoelen=int(pk))
    if "bezwaar" in request.GET:
        asked["bezwaar"] = "1"
        found = found.filter(bezwaar_open())
    try:
        jaar = Schooljaar.parse(request.GET.get("schooljaar", ""))
        asked["schooljaar"] = str(jaar)
        found = found.filter(datum__range=(jaar.first_day, jaar.last_day))
    except SchooljaarError:
        pass
    return found, asked


@login_required
def momenten(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every moment, newest first."""
    access, _ = staff(request, nummer)
    found, asked = _gekozen(request, access.school)
    found = found.prefetch_related("streefdoelen", "acties")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = base(
        access,
        "momenten",
        page=page,
        rijen=[
            (one, groepen_van(one), woorden(Onderwerp, one.onderwerpen)) for one in page.object_list
        ],
        gevraagd=asked,
        filter=urlencode(asked),
        vormen=[(v.value, v.label) for v in Momentvorm],
        jaren=_jaren(access.school),
        doelen=doelen_van_school(access.school),
        open_bezwaren=access.school.draagvlakmomenten.filter(bezwaar_open()).count(),
        weg="weg" in asked,
    )
    return render(request, "samen/momenten.html", context)


def _jaren(school: School) -> list[Schooljaar]:
    """The school years with a moment, newest first."""
    days = school.draagvlakmomenten.filter(verwijderd=None).order_by().dates("datum", "month")
    return sorted({Schooljaar.of(day) for day in days}, reverse=True)


@login_required
def moment(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One moment, with what it touched."""
    access, ik = staff(request, nummer)
    found = access.school.draagvlakmomenten.prefetch_related("streefdoelen", "acties")
    one = get_object_or_404(found, pk=pk)
    zicht = Zicht(access)
    context = base(
        access,
        "momenten",
        moment=one,
        personeel=ik.personeel,
        groepen=groepen_van(one),
        onderwerpen=woorden(Onderwerp, one.onderwerpen),
        partners=woorden(Partnersoort, one.partners),
        vaststellingen=[
            (row, zicht.vaststelling(row)) for row in one.vaststellingen.filter(ingetrokken=None)
        ],
        doelen=[g for g in one.streefdoelen.all() if g.verwijderd is None],
        acties=[a for a in one.acties.all() if a.verwijderd is None],
    )
    return render(request, "samen/moment.html", context)


@login_required
def moment_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Note a moment that was held, or plan one."""
    access = writer(request, nummer)
    today = timezone.localdate()
    new = Draagvlakmoment(school=access.school, plan=lopend_plan(access.school, today))
    start: dict[str, Any] = {"datum": today}
    if (subject := request.GET.get("onderwerp", "")) in list(Onderwerp):
        start["onderwerpen"] = [subject]
    goal = request.GET.get("doel", "")
    if goal.isdecimal() and len(goal) < 10:
        start["streefdoelen"] = doelen_van_school(access.school).filter(pk=int(goal))
    return _saved(request, access, new, start)


@login_required
def moment_wijzig(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change what was noted, or answer an objection."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.draagvlakmomenten, pk=pk, verwijderd=None)
    return _saved(request, access, one, {})


def _saved(
    request: HttpRequest, access: Access, row: Draagvlakmoment, start: dict[str, Any]
) -> HttpResponse:
    nummer = access.school.instellingsnummer
    form = MomentForm(
        request.POST or None,
        school=access.school,
        exact=access.werkzone,
        instance=row,
        initial=start,
    )
    conflict: BeleidError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = bewaar(row=row, values=form.values(), by=access.user, was=form.op)
        except BeleidError as error:
            conflict = error
            form.say(error)
        else:
            messages.success(request, "Het overleg is bewaard.")
            return redirect("samen:moment", nummer, saved.pk)
    known = access.school.draagvlakmomenten.filter(pk=row.pk or 0).first()
    context = base(access, "momenten", form=form, moment=known, conflict=conflict)
    return render(request, "samen/moment_form.html", context)


@login_required
@require_POST
def moment_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a moment away, or bring it back."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.draagvlakmomenten, pk=pk)
    return weg_of_terug(request, access, one, "samen:momenten", "Het overleg")


def weg_of_terug(
    request: HttpRequest, access: Access, row: Any, lijst: str, wat: str
) -> HttpResponse:
    """The same for every row that can be brought back."""
    back = "terug" in request.POST
    haal_weg(row=row, by=access.user, terug=back)
    address = reverse(lijst, args=[access.school.instellingsnummer])
    if back:
        messages.success(request, f"{wat} staat er weer.")
    else:
        messages.success(request, f"{wat} is weg. Onder 'weggehaald' kun je het terugzetten.")
    return redirect(address if back else f"{address}?weg=1")


@login_required
def besproken(request: HttpRequest, nummer: str) -> HttpResponse:
    """Per streefdoel when it was last discussed with the teaching team."""
    access, _ = staff(request, nummer)
    plan = lopend_plan(access.school, timezone.localdate())
    rows = laatst_besproken(plan) if plan is not None else []
    context = base(
        access,
        "momenten",
        plan=plan,
        rijen=rows,
        nooit=sum(row.nooit for row in rows),
    )
    return render(request, "samen/besproken.html", context)
