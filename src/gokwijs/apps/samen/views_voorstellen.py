"""Proposals: any colleague makes one, who writes the plan answers, the proposer sees the answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.samen.forms_werk import AntwoordForm, VoorstelForm
from gokwijs.apps.samen.models import Voorstel
from gokwijs.apps.samen.selectors import Ik, lopend_plan
from gokwijs.apps.samen.services_voorstel import doe_voorstel, heropen, neem_over, trek_in, wijs_af
from gokwijs.apps.samen.views import base, staff
from gokwijs.apps.scholen.selectors import Access

PER_PAGE = 25
STANDEN = {**dict(Voorstel.Status.choices), "ingetrokken": "ingetrokken"}


def naam_van(voorstel: Voorstel, ik: Ik) -> str:
    """Who proposed it; somebody from outside reads no names."""
    return voorstel.door_naam if ik.personeel else "een collega"


def _stand(name: str) -> Q:
    if name == "ingetrokken":
        return Q(ingetrokken__isnull=False)
    return Q(ingetrokken=None, status=name)


@login_required
def voorstellen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every proposal in one state, newest first."""
    access, ik = staff(request, nummer)
    asked = request.GET.get("stand", "")
    asked = asked if asked in STANDEN else Voorstel.Status.OPEN.value
    mine = "mij" in request.GET
    every = access.school.voorstellen.all()
    if mine:
        every = every.filter(door=access.user)
    counts = every.order_by().aggregate(**{n: Count("pk", filter=_stand(n)) for n in STANDEN})
    found = every.filter(_stand(asked)).select_related("bij", "actie", "streefdoel")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    also = "&mij=1" if mine else ""
    context = base(
        access,
        "voorstellen",
        page=page,
        rijen=[(one, naam_van(one, ik)) for one in page.object_list],
        standen=[(n, label, counts[n], f"?stand={n}{also}") for n, label in STANDEN.items()],
        stand=asked,
        mij=mine,
        filter=f"stand={asked}{also}",
    )
    return render(request, "samen/voorstellen.html", context)


@login_required
def voorstel_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Propose something for the plan."""
    access, _ = staff(request, nummer)
    goal = request.GET.get("doel", "")
    start = {"bij": goal} if goal.isdecimal() and len(goal) < 10 else {}
    form = VoorstelForm(request.POST or None, school=access.school, initial=start)
    if request.method == "POST" and form.is_valid():
        found = doe_voorstel(school=access.school, values=form.values(), by=access.user)
        messages.success(request, "Je voorstel is verstuurd. Het antwoord lees je hier.")
        return redirect("samen:voorstel", nummer, found.pk)
    return render(request, "samen/voorstel_nieuw.html", base(access, "voorstellen", form=form))


@login_required
def voorstel(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One proposal with its answer, or the form to answer it."""
    access, ik = staff(request, nummer)
    found = access.school.voorstellen.select_related("bij", "actie", "streefdoel")
    one = get_object_or_404(found, pk=pk)
    form = AntwoordForm(request.POST or None)
    if request.method == "POST":
        if not access.may_write and not (one.door_id == access.user.pk and _own(request)):
            raise PermissionDenied("Antwoorden doet wie aan het GOK-plan schrijft.")
        if form.is_valid():
            try:
                said = _done(request, access, one, form.cleaned_data["antwoord"])
            except BeleidError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, said)
                return redirect("samen:voorstel", nummer, pk)
    context = base(
        access,
        "voorstellen",
        voorstel=one,
        naam=naam_van(one, ik),
        form=form,
        plan=lopend_plan(access.school, timezone.localdate()),
        eigen=one.door_id == access.user.pk,
    )
    return render(request, "samen/voorstel.html", context)


def _own(request: HttpRequest) -> bool:
    """What a proposer may do with an own proposal."""
    return "intrekken" in request.POST or "terug" in request.POST


def _done(request: HttpRequest, access: Access, one: Voorstel, antwoord: str) -> str:
    """Do what the button said; the message for the screen. Raises BeleidError."""
    today, by = timezone.localdate(), access.user
    if _own(request):
        back = "terug" in request.POST
        trek_in(voorstel=one, by=by, terug=back)
        return "Het voorstel staat er weer." if back else "Het voorstel is ingetrokken."
    if "heropen" in request.POST:
        heropen(voorstel=one, by=by)
        return "Het voorstel wacht weer op een antwoord."
    if "overnemen" in request.POST:
        plan = lopend_plan(access.school, today)
        neem_over(voorstel=one, plan=plan, antwoord=antwoord, today=today, by=by)
        return "Overgenomen. Vul de rest aan in het plan."
    wijs_af(voorstel=one, antwoord=antwoord, today=today, by=by)
    return "Je antwoord is bewaard."
