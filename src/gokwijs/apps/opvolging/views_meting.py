"""Writing metingen: one, several at once, a correction, away and back; and counting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Indicator, Plan
from gokwijs.apps.opvolging import services
from gokwijs.apps.opvolging.forms import MetingForm, ReeksForm, TellingForm
from gokwijs.apps.opvolging.selectors import een, indicator_van, meting_van, plannen_van
from gokwijs.apps.opvolging.tellen import Telkeuze, plaatsnamen
from gokwijs.apps.opvolging.views import base, schrijver
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.ui.typed import typed


def page_of(nummer: str, indicator: Indicator) -> HttpResponse:
    return redirect("opvolging:indicator", nummer, indicator.pk)


@login_required
def nieuw(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One meting."""
    access = schrijver(request, nummer)
    one = indicator_van(access.school, pk)
    form = MetingForm(request.POST or None, indicator=one, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            services.voeg_meting_toe(
                indicator=one,
                waarden=form.waarden,
                nulmeting=form.cleaned_data["is_nulmeting"],
                by=access.user,
            )
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De meting is bewaard.")
            return page_of(nummer, one)
    context = {**base(access), "indicator": one, "form": form, "titel": "Een meting invoeren"}
    return render(request, "opvolging/meting.html", context)


@login_required
def verbeteren(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A correction: a new meting, the old one stays with the reason."""
    access = schrijver(request, nummer)
    old = meting_van(access, pk)
    one = indicator_van(access.school, old.indicator_id)
    if old.vervangen is not None:
        messages.error(request, "Deze meting telt niet meer mee. Verbeter wat er nu staat.")
        return page_of(nummer, one)
    form = MetingForm(
        request.POST or None,
        indicator=one,
        today=timezone.localdate(),
        verbetering=True,
        initial=MetingForm.van(old),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.verbeter_meting(
                meting=old,
                waarden=form.waarden,
                reden=form.cleaned_data["reden"],
                by=access.user,
            )
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Verbeterd. De oude meting blijft bewaard.")
            return page_of(nummer, one)
    context = {
        **base(access),
        "indicator": one,
        "form": form,
        "meting": old,
        "titel": "De nulmeting verbeteren" if old.is_nulmeting else "Een meting verbeteren",
    }
    return render(request, "opvolging/meting.html", context)


@login_required
def reeks(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Several metingen pasted at once."""
    access = schrijver(request, nummer)
    one = indicator_van(access.school, pk)
    form = ReeksForm(request.POST or None, indicator=one, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            found = services.voeg_reeks_toe(indicator=one, rijen=form.waarden, by=access.user)
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{len(found)} metingen bewaard.")
            return page_of(nummer, one)
    return render(request, "opvolging/reeks.html", {**base(access), "indicator": one, "form": form})


@login_required
@require_POST
def weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Withdraw a meting, or bring it back."""
    access = schrijver(request, nummer)
    meting = meting_van(access, pk)
    try:
        if "terug" in request.POST:
            services.zet_meting_terug(meting=meting, by=access.user)
            messages.success(request, "De meting telt weer mee.")
        else:
            reden = typed(request.POST.get("reden"), 200)
            services.trek_meting_in(meting=meting, reden=reden, by=access.user)
            messages.success(
                request, "De meting is ingetrokken. Onderaan deze pagina zet je ze terug."
            )
    except BeleidError as error:
        messages.error(request, str(error))
    return page_of(nummer, meting.indicator)


@login_required
@require_POST
def nulmeting(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Mark a meting as the nulmeting."""
    access = schrijver(request, nummer)
    meting = meting_van(access, pk)
    try:
        services.maak_nulmeting(meting=meting, by=access.user)
        messages.success(request, "Dit is nu de nulmeting. Ze staat vast.")
    except BeleidError as error:
        messages.error(request, str(error))
    return page_of(nummer, meting.indicator)


# ---------------------------------------------------------------- counted by the system


@login_required
def telling(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Let the system count an indicator that is there."""
    access = schrijver(request, nummer)
    one = indicator_van(access.school, pk)
    return _telling(request, access, one.plan, one)


@login_required
def telling_nieuw(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A new indicator that the system counts."""
    access = schrijver(request, nummer)
    plan: Plan = een(plannen_van(access.school), pk)
    return _telling(request, access, plan, None)


def _telling(
    request: HttpRequest, access: Access, plan: Plan, one: Indicator | None
) -> HttpResponse:
    today = timezone.localdate()
    now = Telkeuze.van(one) if one is not None else None
    form = TellingForm(
        request.POST or None,
        namen=plaatsnamen(access.school, today),
        initial={**(vars(now) if now else {}), "versie": one.versie if one else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.kies_telling(
                plan=plan,
                indicator=one,
                keuze=form.keuze,
                today=today,
                by=access.user,
                versie=form.cleaned_data["versie"],
            )
            found = services.vul_aan(indicator=made, today=today, by=access.user)
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            said = f"{len(found)} schooljaren geteld." if found else "Er was nog niets te tellen."
            messages.success(request, f"Bewaard. {said}")
            return page_of(access.school.instellingsnummer, made)
    context = {**base(access), "plan": plan, "indicator": one, "form": form}
    return render(request, "opvolging/telling.html", context)


@login_required
@require_POST
def aanvullen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Add the schooljaren that can be counted and are not there yet."""
    access = schrijver(request, nummer)
    one = indicator_van(access.school, pk)
    try:
        found = services.vul_aan(indicator=one, today=timezone.localdate(), by=access.user)
        if found:
            messages.success(request, f"{len(found)} schooljaren aangevuld.")
        else:
            messages.info(request, "Alles wat geteld kan worden, staat er al.")
    except BeleidError as error:
        messages.error(request, str(error))
    return page_of(nummer, one)
