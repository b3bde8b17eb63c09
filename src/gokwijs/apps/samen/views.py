"""Tasks: a list per person, role and action; ticked off, made, changed, and printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.forms import ROLLEN
from gokwijs.apps.beleid.models import Taak
from gokwijs.apps.beleid.services_taak import bewaar_taak, verwijder_taak, vink_taak
from gokwijs.apps.samen.forms import TaakForm
from gokwijs.apps.samen.selectors import (
    SORTEER,
    STANDEN,
    Ik,
    Takenfilter,
    acties_van,
    gekozen_taken,
    ik_van,
    lopend_plan,
    rollen_met_taak,
    taken_tellen,
    taken_van,
    wie_van,
)
from gokwijs.apps.scholen.selectors import Access, access_for, user_of

PER_PAGE = 50
# Under which part of the plan a page stands; the others are under consultation.
_PARTS = {
    "taken": "taken",
    "vermeldingen": "taken",
    "herinneringen": "taken",
    "kalender": "kalender",
}


def staff(request: HttpRequest, nummer: str) -> tuple[Access, Ik]:
    """Everybody of the school may read the plan; raises Http404 and PermissionDenied."""
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    return access, ik_van(access.user, access.school)


def writer(request: HttpRequest, nummer: str) -> Access:
    """Who writes the plan."""
    return access_for(user_of(request), nummer, Permission.BELEID_SCHRIJVEN)


def base(access: Access, deel: str, **more: Any) -> dict[str, Any]:
    """What every template of the room needs."""
    part = _PARTS.get(deel, "samen")
    return {"access": access, "hier": "beleid", "deel": part, "samen": deel, **more}


def terug_naar(request: HttpRequest, nummer: str) -> str:
    """The list somebody came from, with its filters."""
    chosen = Takenfilter.uit(QueryDict(request.POST.get("terug", "")[:300]).dict())
    address = reverse("samen:taken", args=[nummer])
    return f"{address}?{chosen.query}" if chosen.query else address


@login_required
def taken(request: HttpRequest, nummer: str) -> HttpResponse:
    """The tasks somebody asks for."""
    access, ik = staff(request, nummer)
    today = timezone.localdate()
    chosen = Takenfilter.uit(request.GET.dict())
    counts = taken_tellen(access.school, ik, chosen, today)
    page = Paginator(gekozen_taken(access.school, ik, chosen, today), PER_PAGE).get_page(
        request.GET.get("p")
    )
    rows = [
        {
            "taak": one,
            "wie": wie_van(one, namen=ik.personeel),
            "laat": one.klaar is None and one.tegen is not None and one.tegen < today,
            "mag": mag_vinken(access, ik, one) and not one.plan.bevroren,
            "wijzig": access.may_write and not one.plan.bevroren,
        }
        for one in page
    ]
    gone = request.GET.get("weg", "")
    away = taken_van(access.school, weg=True) if access.may_write and gone.isdecimal() else None
    context = base(
        access,
        "taken",
        weg=away.filter(pk=int(gone[:11])).first() if away is not None else None,
        page=page,
        rijen=rows,
        gekozen=chosen,
        filter=chosen.query,
        standen=[(n, label, counts[n], chosen.met(stand=n)) for n, label in STANDEN.items()],
        sorteer=[(n, label) for n, (label, _) in SORTEER.items()],
        rollen=rollen_met_taak(access.school),
        acties=acties_van(access.school),
        plan=lopend_plan(access.school, today),
        van_mij=chosen.met(van="mij"),
        van_allen=chosen.met(van="allen"),
        personeel=ik.personeel,
    )
    return render(request, "samen/taken.html", context)


def mag_vinken(access: Access, ik: Ik, taak: Taak) -> bool:
    """Who writes the plan, and whose task it is."""
    mine = taak.wie_id == ik.user.pk or (taak.wie_id is None and taak.wie_rol in ik.rolwoorden)
    return access.may_write or mine


@login_required
@require_POST
def taak_klaar(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Tick a task off, or open it again."""
    access, ik = staff(request, nummer)
    taak = get_object_or_404(taken_van(access.school), pk=pk)
    if not mag_vinken(access, ik, taak):
        raise PermissionDenied("Afvinken doet wie de taak heeft, of wie aan het GOK-plan schrijft.")
    again = "open" in request.POST
    try:
        vink_taak(taak=taak, klaar=None if again else timezone.localdate(), by=access.user)
    except BeleidError as error:
        messages.error(request, str(error))
    else:
        state = "staat weer open" if again else "is klaar. Bij 'klaar' kun je ze weer openzetten"
        messages.success(request, f"'{taak.tekst}' {state}.")
    return redirect(terug_naar(request, nummer))


@login_required
def taak_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """A new task, for a plan or one of its actions."""
    access = writer(request, nummer)
    plan = lopend_plan(access.school, timezone.localdate())
    if plan is None:
        messages.error(request, "Een taak hangt aan een plan. Maak eerst een plan.")
        return redirect("samen:taken", nummer)
    chosen = Takenfilter.uit(request.GET.dict())
    actie = acties_van(access.school).filter(pk=chosen.actie or 0).first()
    start = {"plan": plan.pk, "actie": actie.pk if actie else None}
    form = TaakForm(request.POST or None, school=access.school, initial=start)
    return _saved(request, access, form, None)


@login_required
def taak(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change a task, take it away, or bring it back."""
    access = writer(request, nummer)
    back = request.method == "POST" and "terugzetten" in request.POST
    one = get_object_or_404(taken_van(access.school, weg=back), pk=pk)
    if back or (request.method == "POST" and "verwijderen" in request.POST):
        return _taken_away(request, access, one, back=back)
    form = TaakForm(request.POST or None, school=access.school, instance=one)
    return _saved(request, access, form, one)


def _taken_away(request: HttpRequest, access: Access, one: Taak, *, back: bool) -> HttpResponse:
    """Away or back; the list that follows offers to undo it."""
    address = terug_naar(request, access.school.instellingsnummer)
    try:
        verwijder_taak(taak=one, by=access.user, terug=back)
    except BeleidError as error:
        messages.error(request, str(error))
        return redirect(address)
    if back:
        messages.success(request, f"De taak '{one.tekst}' staat er weer.")
        return redirect(address)
    messages.success(request, f"De taak '{one.tekst}' is weg.")
    return redirect(f"{address}{'&' if '?' in address else '?'}weg={one.pk}")


def _saved(request: HttpRequest, access: Access, form: TaakForm, one: Taak | None) -> HttpResponse:
    conflict: BeleidError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            bewaar_taak(plan=form.plan, values=form.values(), by=access.user, taak=one, was=form.op)
        except BeleidError as error:
            conflict = error
            form.say(error)
        else:
            messages.success(request, "De taak is bewaard.")
            return redirect(terug_naar(request, access.school.instellingsnummer))
    query = request.POST.get("terug") or request.GET.urlencode()
    context = base(
        access,
        "taken",
        form=form,
        taak=one,
        conflict=conflict,
        rollen=ROLLEN,
        terug=Takenfilter.uit(QueryDict(query[:300]).dict()).query,
    )
    return render(request, "samen/taak.html", context)
