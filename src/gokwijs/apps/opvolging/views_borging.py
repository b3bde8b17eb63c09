"""Borging: what is kept, what must be kept, and what must be looked at again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.bewaren import BeleidError, Conflict
from gokwijs.apps.beleid.models import Borging
from gokwijs.apps.opvolging import services_evaluatie as services
from gokwijs.apps.opvolging.borgen import borgingen_van, zonder_borging
from gokwijs.apps.opvolging.forms_evaluatie import BorgingForm
from gokwijs.apps.opvolging.selectors import besluit_van, borging_van
from gokwijs.apps.opvolging.views import base, lezer, schrijver
from gokwijs.apps.scholen.selectors import Access


@login_required
def borgingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """What is kept, and what must be looked at again."""
    access = lezer(request, nummer)
    today = timezone.localdate()
    found = borgingen_van(access.school)
    toon = request.GET.get("toon", "")
    if toon == "herzien":
        found = found.filter(herzien_op__lte=today)
    elif toon == "weg":
        found = borgingen_van(access.school, weg=True)
    context = {
        **base(access, "borging"),
        "borgingen": found,
        "zonder": zonder_borging(access.school),
        "toon": toon,
        "vandaag": today,
        "mag": access.may_write,
    }
    return render(request, "opvolging/borgingen.html", context)


@login_required
def borging_nieuw(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Keep what a decision asks to keep."""
    access = schrijver(request, nummer)
    besluit = besluit_van(access.school, pk)
    link = Borging(plan=besluit.plan, besluit=besluit)
    return _borging(request, access, link)


@login_required
def borging(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change a borging, or look at it again."""
    access = schrijver(request, nummer)
    return _borging(request, access, borging_van(access.school, pk))


def _borging(request: HttpRequest, access: Access, link: Borging) -> HttpResponse:
    start = {} if link.pk else {"ok_codes": link.besluit.ok_codes}
    form = BorgingForm(request.POST or None, instance=link, besluit=link.besluit, initial=start)
    botsing: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.bewaar_borging(
                borging=link, values=form.values(), by=access.user, versie=form.op_versie
            )
        except Conflict as error:
            botsing = error
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Bewaard.")
            return redirect("opvolging:borgingen", access.school.instellingsnummer)
    context = {**base(access, "borging"), "borging": link, "form": form, "botsing": botsing}
    return render(request, "opvolging/borging.html", context, status=409 if botsing else 200)


@login_required
@require_POST
def borging_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a borging away, or bring it back."""
    access = schrijver(request, nummer)
    back = "terug" in request.POST
    found = borging_van(access.school, pk, weg=back)
    try:
        services.trek_borging_in(borging=found, by=access.user, terug=back)
    except BeleidError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            "De borging staat er weer."
            if back
            else "De borging is weg. Bij 'weggehaald' zet je ze terug.",
        )
    return redirect("opvolging:borgingen", nummer)
