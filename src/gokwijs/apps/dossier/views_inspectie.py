"""Pages on reports of the inspectorate, their findings, and a remediation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier import services_inspectie as services
from gokwijs.apps.dossier.forms_inspectie import (
    BevindingForm,
    InspectieForm,
    RemedieringForm,
    UitkomstForm,
)
from gokwijs.apps.dossier.inspectie import (
    SORTERING,
    Keuze,
    Rij,
    bevindingen_of,
    inspecties_of,
    met_alles,
    vorige_uitspraak,
)
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.dossier.remediering import spoor_of
from gokwijs.apps.dossier.services_inspectie import DossierError, Gewijzigd
from gokwijs.apps.inzet.bedrag import Zicht as Bedragzicht
from gokwijs.apps.kader.selectors import Codes
from gokwijs.apps.scholen.selectors import Access, access_for, user_of

PER_PAGE = 25


def reader(request: HttpRequest, nummer: str) -> Access:
    """Everybody of the school may read; raises Http404 and PermissionDenied."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def writer(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.BELEID_SCHRIJVEN)


def base(access: Access, deel: str = "dossier") -> dict[str, Any]:
    return {"access": access, "hier": "beleid", "deel": deel, "onderdeel": "inspectie"}


def _inspectie(access: Access, pk: int) -> Inspectie:
    return get_object_or_404(access.school.inspecties.select_related("remediering"), pk=pk)


def _bevinding(access: Access, pk: int) -> Bevinding:
    rows = Bevinding.objects.filter(inspectie__school=access.school)
    return get_object_or_404(rows.select_related("inspectie"), pk=pk)


@login_required
def inspecties(request: HttpRequest, nummer: str) -> HttpResponse:
    """The reports, and every finding with what answers it."""
    access = reader(request, nummer)
    keuze = Keuze.uit(request.GET.dict())
    rijen = bevindingen_of(access.school, keuze)
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        **base(access),
        "verslagen": inspecties_of(access.school),
        "weg": inspecties_of(access.school, weg=True),
        "page": Paginator(rijen, PER_PAGE).get_page(request.GET.get("p")),
        "aantal": len(rijen),
        "zonder": sum(rij.vraagt_actie for rij in rijen),
        "keuze": keuze,
        "filter": query.urlencode(),
        "soorten": Bevinding.Soort.choices,
        "standen": Bevinding.Stand.choices,
        "sorteringen": [(key, words) for key, (words, _) in SORTERING.items()],
    }
    return render(request, "dossier/inspecties.html", context)


def _conflict(form: Any, error: Gewijzigd, context: dict[str, Any]) -> None:
    """Show what stands there now; saving again writes on top of it."""
    form.show_newer(error.versie)
    context["melding"], context["verschillen"] = str(error), error.verschillen


@login_required
def inspectie_bewaren(request: HttpRequest, nummer: str, pk: int | None = None) -> HttpResponse:
    """A new report, or one to mend."""
    access = writer(request, nummer)
    found = Inspectie(school=access.school) if pk is None else _inspectie(access, pk)
    form = InspectieForm(
        request.POST or None, instance=found, school=access.school, today=timezone.localdate()
    )
    context = {**base(access), "form": form, "inspectie": found if pk else None}
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.bewaar_inspectie(
                inspectie=Inspectie(school=access.school) if pk is None else found,
                values=form.values,
                by=access.user,
                versie=form.cleaned_data["versie"],
            )
            messages.success(request, "Het verslag is bewaard.")
            page = "dossier:remediering" if saved.is_negatief and pk is None else None
            return redirect(page or "dossier:inspectie", nummer, saved.pk)
        except Gewijzigd as error:
            _conflict(form, error, context)
    return render(request, "dossier/inspectie_form.html", context)


@login_required
def inspectie(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One report with its findings."""
    access = reader(request, nummer)
    found = _inspectie(access, pk)
    rows = met_alles(found.bevindingen.filter(verwijderd=None))
    codes = Codes(access.school)
    context = {
        **base(access),
        "inspectie": found,
        "vorige": vorige_uitspraak(found),
        "rijen": [Rij(one, codes) for one in rows],
        "weg": found.bevindingen.exclude(verwijderd=None),
        "remediering": Remediering.objects.filter(inspectie=found).first(),
    }
    return render(request, "dossier/inspectie.html", context)


@login_required
@require_POST
def inspectie_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a report away, or bring it back."""
    access = writer(request, nummer)
    found = _inspectie(access, pk)
    terug = bool(request.POST.get("terug"))
    services.verwijder_inspectie(inspectie=found, by=access.user, terug=terug)
    if terug:
        messages.success(request, "Het verslag staat er terug.")
        return redirect("dossier:inspectie", nummer, found.pk)
    messages.success(request, "Het verslag is weg. Onderaan de lijst zet je het terug.")
    return redirect("dossier:inspecties", nummer)


@login_required
def bevinding_bewaren(
    request: HttpRequest, nummer: str, pk: int | None = None, verslag: int | None = None
) -> HttpResponse:
    """A new finding of a report, or one to follow up."""
    access = writer(request, nummer)
    if pk is not None:
        found = _bevinding(access, pk)
    else:
        found = Bevinding(inspectie=_inspectie(access, verslag or 0))
    kept = found.inspectie
    form = BevindingForm(
        request.POST or None, instance=found, school=access.school, today=timezone.localdate()
    )
    context = {**base(access), "form": form, "inspectie": kept, "nieuw": pk is None}
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.bewaar_bevinding(
                bevinding=Bevinding(inspectie=kept) if pk is None else found,
                values=form.values,
                by=access.user,
                versie=form.cleaned_data["versie"],
            )
            messages.success(request, "De bevinding is bewaard.")
            if "nog" in request.POST:
                return redirect("dossier:bevinding_nieuw", nummer, kept.pk)
            return redirect("dossier:bevinding", nummer, saved.pk)
        except Gewijzigd as error:
            _conflict(form, error, context)
    return render(request, "dossier/bevinding_form.html", context)


@login_required
def bevinding(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One finding with what answers it."""
    access = reader(request, nummer)
    found = _bevinding(access, pk)
    zicht = Zicht(access)
    rij = Rij(met_alles(Bevinding.objects.filter(pk=found.pk)).get(), zicht.codes)
    context = {
        **base(access),
        "inspectie": found.inspectie,
        "rij": rij,
        "vaststellingen": [(one, zicht.vaststelling(one)) for one in rij.vaststellingen],
    }
    return render(request, "dossier/bevinding.html", context)


@login_required
@require_POST
def bevinding_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a finding away, or bring it back."""
    access = writer(request, nummer)
    found = _bevinding(access, pk)
    terug = bool(request.POST.get("terug"))
    services.verwijder_bevinding(bevinding=found, by=access.user, terug=terug)
    words = "staat er terug." if terug else "is weg. Onderaan zet je ze terug."
    messages.success(request, f"De bevinding {words}")
    return redirect("dossier:inspectie", nummer, found.inspectie_id)


@login_required
@require_POST
def bevinding_vaststelling(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Make a vaststelling of a finding."""
    access = writer(request, nummer)
    services.maak_vaststelling(bevinding=_bevinding(access, pk), by=access.user)
    messages.success(request, "Het is nu een vaststelling. Begin er een streefdoel van.")
    return redirect("dossier:bevinding", nummer, pk)


@login_required
def remediering(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The track after a negative statement on GOK; ``pk`` is the report."""
    access = reader(request, nummer)
    found = _inspectie(access, pk)
    track = Remediering.objects.select_related("inspectie").filter(inspectie=found).first()
    if track is None:
        raise Http404
    today = timezone.localdate()
    ending = "uitkomst" in request.POST
    if request.method == "POST":
        access = writer(request, nummer)
    posted = request.POST or None
    form = RemedieringForm(None if ending else posted, instance=track)
    einde = UitkomstForm(posted if ending else None, instance=track, today=today, prefix="")
    context = {**base(access), "inspectie": found, "form": form, "einde": einde}
    active = einde if ending else form
    if posted and active.is_valid():
        try:
            track.refresh_from_db()
            services.bewaar_remediering(
                remediering=track,
                values=active.values,
                by=access.user,
                versie=active.cleaned_data["versie"],
            )
            messages.success(request, "Bewaard.")
            return redirect("dossier:remediering", nummer, pk)
        except Gewijzigd as error:
            _conflict(active, error, context)
        except DossierError as error:
            context["melding"] = str(error)
    kept = Remediering.objects.select_related("inspectie__school").get(pk=track.pk)
    context["spoor"] = spoor_of(kept, today, Bedragzicht(access.werkzone))
    return render(request, "dossier/remediering.html", context)
