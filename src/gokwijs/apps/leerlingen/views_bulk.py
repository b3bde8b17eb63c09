"""The same for many pupils: what, check your answers, done, and undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.leerlingen import bulk, services
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.forms import BewerkForm
from gokwijs.apps.leerlingen.models import Bewerking
from gokwijs.apps.leerlingen.selectors import klassen_of
from gokwijs.apps.leerlingen.views import asked
from gokwijs.apps.scholen.selectors import Access, access_for, user_of

Soort = Bewerking.Soort
_LARGEST = 2**63 - 1  # the key of a row in either database


def _keys(text: str) -> list[int]:
    """Numbers from a field; anything else is left out."""
    found = [int(t) for t in text.split(",") if t.isascii() and t.isdigit() and len(t) < 20]
    return [n for n in dict.fromkeys(found) if n <= _LARGEST]


def _rows(request: HttpRequest, access: Access, data: QueryDict) -> list[int]:
    """The chosen rows, or every row of the list when somebody asked for all."""
    if "alle" in data:
        listed = asked(request, access, QueryDict(data.get("terug", ""))).lijst
        return [key.inschrijving for key in listed.keys if key.inschrijving is not None]
    return _keys(",".join(data.getlist("rij")))


@login_required
def bewerken(request: HttpRequest, nummer: str) -> HttpResponse:
    """Three steps on one address: what, is this right, done."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_BEHEREN)
    data = request.POST if request.method == "POST" else request.GET
    soort = Soort(data["soort"]) if data.get("soort") in Soort.values else Soort.PLAATS
    rijen = _rows(request, access, data)
    terug = data.get("terug", "")
    back = f"{reverse('leerlingen:lijst', args=[nummer])}?{QueryDict(terug).urlencode()}"
    context: dict[str, Any] = {
        "access": access,
        "hier": "leerlingen",
        "deel": "lijst",
        "soort": soort,
        "rijen": ",".join(str(n) for n in rijen),
        "aantal": len(rijen),
        "terug": terug,
        "back": back,
        "klassen": klassen_of(access.school, timezone.localdate()),
    }
    step = request.POST.get("stap", "")
    form = BewerkForm(
        request.POST if step else None, soort=soort, initial={"vanaf": timezone.localdate()}
    )
    context["form"] = form
    if not rijen or not step or step == "terug" or not form.is_valid():
        return render(request, "leerlingen/bewerken.html", context)
    opdracht = form.opdracht()
    try:
        if step == "doen":
            done = services.apply_bewerking(
                school=access.school, rijen=rijen, opdracht=opdracht, by=access.user
            )
            messages.success(request, _done(nummer, done))
            return redirect(back)
        voorstellen = bulk.plan(access.school, rijen, opdracht)
    except LeerlingError as error:
        form.add_error(None, str(error))
        return render(request, "leerlingen/bewerken.html", context)
    context["opdracht"] = opdracht
    context["doen"] = [v for v in voorstellen if not v.overslaan]
    context["overslaan"] = [v for v in voorstellen if v.overslaan]
    return render(request, "leerlingen/nakijken.html", context)


def _done(nummer: str, bewerking: Bewerking) -> str:
    number = bewerking.rijen.count()
    return format_html(
        '{}: {}. <a href="{}">Bekijken of ongedaan maken</a>',
        bewerking.omschrijving,
        "1 leerling" if number == 1 else f"{number} leerlingen",
        reverse("leerlingen:bewerking", args=[nummer, bewerking.pk]),
    )


@login_required
def bewerking(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What a change of many did, and the button that takes it back."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_BEHEREN)
    found = access.school.bewerkingen.filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            services.undo_bewerking(bewerking=found, by=access.user)
            messages.success(request, f"Ongedaan gemaakt: {found.omschrijving}.")
            return redirect("leerlingen:lijst", nummer=nummer)
        except LeerlingError as error:
            messages.error(request, str(error))
            return redirect("leerlingen:bewerking", nummer=nummer, pk=pk)
    rijen = found.rijen.select_related("leerling").order_by("leerling__zoeknaam", "pk")
    context = {
        "access": access,
        "hier": "leerlingen",
        "deel": "lijst",
        "bewerking": found,
        "rijen": rijen,
    }
    return render(request, "leerlingen/bewerking.html", context)
