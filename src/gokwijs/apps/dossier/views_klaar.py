"""The readiness page, and the readiness of a day that the school kept."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier import services_klaar as services
from gokwijs.apps.dossier.adressen import Adressen
from gokwijs.apps.dossier.inspectie import onbeantwoord, open_remediering
from gokwijs.apps.dossier.klaar import TONEN, klaar_of
from gokwijs.apps.dossier.klaar_vergelijk import vergelijk
from gokwijs.apps.dossier.models import Zelfcheck
from gokwijs.apps.dossier.plichten import plichten
from gokwijs.apps.dossier.plichten_bewijs import bewijs
from gokwijs.apps.dossier.plichten_lijst import load_bezorgen, load_plichten
from gokwijs.apps.dossier.stand import stand_of
from gokwijs.apps.dossier.views_inspectie import base, reader, writer
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.ui.typed import typed


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Five verdicts, obligations and what is missing, and the one next thing to do."""
    access = reader(request, nummer)
    kept = list(access.school.zelfchecks.all()[:40])
    today, zicht, alles = timezone.localdate(), Zicht(access), "alles" in request.GET
    stand = stand_of(access.school, today, zicht)
    plek, spoor = Adressen(access.school, stand), open_remediering(access.school)
    duties, missing = plichten(stand, today, plek, spoor), bewijs(stand, today, plek)
    context = {
        **base(access),
        "onderdeel": "klaar",
        "klaar": klaar_of(access.school, today, zicht, alles=alles, stand=stand),
        "spoor": spoor,
        "onbeantwoord": onbeantwoord(spoor),
        "plichten": duties,
        "plichten_open": sum(one.is_open for one in duties),
        "vrij": load_plichten(),
        "niets_apart": load_bezorgen().administratie,
        "ontbreekt": missing if alles else missing[:TONEN],
        "ontbreekt_aantal": len(missing),
        "loopt": bool(stand.lopende_doelen(today) or stand.lopende_acties(today)),
        "bewaard": [one for one in kept if one.verwijderd is None],
        "weg": [one for one in kept if one.verwijderd is not None],
    }
    return render(request, "dossier/klaar.html", context)


@login_required
@require_POST
def bewaren(request: HttpRequest, nummer: str) -> HttpResponse:
    """Keep how it stands today, in words that everybody of the school may read."""
    access = writer(request, nummer)
    today = timezone.localdate()
    seen = klaar_of(access.school, today, Zicht.buiten(access.school))
    found = services.bewaar_zelfcheck(
        school=access.school,
        dag=today,
        uitkomst=seen.uitkomst,
        nota=typed(request.POST.get("nota"), 300),
        by=access.user,
    )
    messages.success(request, "Deze stand is bewaard. Later vergelijk je ermee.")
    return redirect("dossier:bewaard", nummer, found.pk)


def _kept(access: Access, pk: int) -> Zelfcheck:
    return get_object_or_404(access.school.zelfchecks, pk=pk)


@login_required
def bewaard(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A kept readiness beside now, or beside another kept one."""
    access = reader(request, nummer)
    found = _kept(access, pk)
    others = access.school.zelfchecks.filter(verwijderd=None).exclude(pk=pk)
    wanted = typed(request.GET.get("met"), 12)
    other = others.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdigit() else None
    if other is not None:
        result = other.uitkomst
    else:
        now = klaar_of(access.school, timezone.localdate(), Zicht.buiten(access.school))
        result = now.uitkomst
    context = {
        **base(access),
        "onderdeel": "klaar",
        "zelfcheck": found,
        "andere": list(others),
        "met": other,
        "rijen": vergelijk(found.uitkomst, result),
    }
    return render(request, "dossier/bewaard.html", context)


@login_required
@require_POST
def bewaard_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a kept readiness away, or bring it back."""
    access = writer(request, nummer)
    terug = bool(request.POST.get("terug"))
    services.verwijder_zelfcheck(zelfcheck=_kept(access, pk), by=access.user, terug=terug)
    words = "staat er terug." if terug else "is weg. Onderaan zet je ze terug."
    messages.success(request, f"De bewaarde stand {words}")
    return redirect("dossier:overzicht", nummer)
