"""Pages of the frozen dossiers: which there are, a new one, one with its files and its check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission, known_roles
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.beleid.selectors import huidig_plan, plannen
from gokwijs.apps.dossier import services_bundel as services
from gokwijs.apps.dossier.bundel_delen import Deel
from gokwijs.apps.dossier.endings import dagen_terug, weg_op
from gokwijs.apps.dossier.forms_bundel import BundelForm, WegForm
from gokwijs.apps.dossier.models_bundel import DEEL, Bundel, Bundelbestand
from gokwijs.apps.dossier.services_bundel import BundelError
from gokwijs.apps.dossier.sjabloon import huidig
from gokwijs.apps.loket.storage import DocumentMissingError, read
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access, access_for, user_of

Soort = Bundelbestand.Soort
_MIME = {
    Soort.PDF.value: "application/pdf",
    Soort.ZIP.value: "application/zip",
    Soort.DOCX.value: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Soort.XLSX.value: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Soort.WERKZONE.value: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UITLEG = {
    Soort.ZIP.value: "voor de inspectie: alle bestanden met hun hashes",
    Soort.PDF.value: "om te lezen en te bewaren",
    Soort.DOCX.value: "om verder te bewerken",
    Soort.XLSX.value: "de tabellen, met een blad Uitleg",
    Soort.WERKZONE.value: "elke rekenstap met exacte aantallen: blijft in de school",
}


def _base(access: Access) -> dict[str, Any]:
    return {"access": access, "hier": "beleid", "deel": "dossier", "onderdeel": "bundel"}


def _reader(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def _maker(request: HttpRequest, nummer: str) -> Access:
    """Making one releases tables, so it asks for who may do that."""
    return access_for(user_of(request), nummer, Permission.CIJFERS_VRIJGEVEN)


def _bundel(access: Access, pk: int) -> Bundel:
    return get_object_or_404(access.school.bundels.prefetch_related("bestanden"), pk=pk)


@login_required
def bundels(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every dossier, newest first; those taken away stand below."""
    access = _reader(request, nummer)
    rows = list(access.school.bundels.prefetch_related("bestanden"))
    now = timezone.now()
    context = {
        **_base(access),
        "rijen": [(one, one.onderbroken(now)) for one in rows if one.verwijderd is None],
        "weg": [(one, weg_op(one)) for one in rows if one.verwijderd is not None],
        "plannen": plannen(access.school).exists(),
    }
    return render(request, "dossier/bundels.html", context)


def _keuze(school: School) -> list[Plan]:
    """The plan at hand first."""
    now = huidig_plan(school, timezone.localdate())
    return sorted(plannen(school), key=lambda one: (one != now, -one.schooljaar_van, -one.pk))


@login_required
def bundel_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Choose what goes in and freeze it."""
    access = _maker(request, nummer)
    found = _keuze(access.school)
    own = huidig(access.school)
    form = BundelForm(request.POST or None, plannen=found, sjabloon=own is not None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.bevries(
                plan=next(one for one in found if str(one.pk) == form.cleaned_data["plan"]),
                keus=form.keus,
                doel=form.cleaned_data["doel"],
                met_sjabloon=form.cleaned_data.get("sjabloon", False),
                rol=_rol(access),
                today=timezone.localdate(),
                by=access.user,
            )
        except BundelError as error:
            form.add_error(None, str(error))
        else:
            return redirect("dossier:bundel", nummer, made.pk)
    context = {**_base(access), "form": form, "plannen": found, "eigen_sjabloon": own}
    return render(request, "dossier/bundel_nieuw.html", context)


def _rol(access: Access) -> str:
    own = access.school.memberships.filter(user=access.user).first()
    roles = known_roles(own.roles) if own is not None else ()
    return roles[0].label if roles else "medewerker"


@login_required
def bundel(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One dossier: what is in it, its files, and with ``?nu`` the check of this moment."""
    access = _reader(request, nummer)
    found = _bundel(access, pk)
    files = [
        (one, _UITLEG[one.soort])
        for one in found.bestanden.all()
        if access.werkzone or one.soort != Soort.WERKZONE
    ]
    order = [kind.value for kind in Soort]
    check = None
    if found.is_klaar and "nu" in request.GET:
        check = [
            one
            for one in services.kijk_na(found)
            if access.werkzone or one.bestand.soort != Soort.WERKZONE
        ]
    context = {
        **_base(access),
        "bundel": found,
        "bestanden": sorted(files, key=lambda pair: order.index(pair[0].soort)),
        "delen": [(one, one.value in found.leeg) for one in Deel if one.value in found.delen],
        "niet_erin": [one for one in Deel if one.value not in found.delen],
        "onderbroken": found.onderbroken(timezone.now()),
        "procent": 100 * found.gedaan // found.totaal if found.totaal else 0,
        "controle": check,
        "controle_goed": check is not None and all(one.in_orde for one in check),
        "zegel_goed": check is not None and all(one.zegel for one in check),
        "form": WegForm(),
        "weg_op": weg_op(found),
        "dagen_terug": dagen_terug(),
    }
    return render(request, "dossier/bundel.html", context)


@login_required
def bundel_bestand(request: HttpRequest, nummer: str, pk: int, soort: str) -> HttpResponse:
    """One file as it was frozen; taking it along is logged."""
    access = _reader(request, nummer)
    found = _bundel(access, pk)
    one = next((row for row in found.bestanden.all() if row.soort == soort), None)
    if one is None or found.verwijderd is not None:
        raise Http404
    if one.soort == Soort.WERKZONE:
        access_for(access.user, nummer, Permission.WERKZONE_ZIEN)
    try:
        data = read(one.bestand, DEEL)
    except DocumentMissingError as error:
        messages.error(request, str(error))
        return redirect("dossier:bundel", nummer, pk)
    name = f"{found.dag:%Y-%m-%d}-{nummer}-{one.naam}"
    if one.soort == Soort.WERKZONE:
        name = f"vertrouwelijk-{name}"
    record(kind="export", by=access.user, school=nummer, target=name)
    response = HttpResponse(data, content_type=_MIME[one.soort])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def bundel_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a dossier away with a reason, or put it back."""
    access = _maker(request, nummer)
    found = _bundel(access, pk)
    if "terug" in request.POST:
        try:
            services.zet_bundel_terug(bundel=found, by=access.user)
        except BundelError as error:
            messages.error(request, str(error))
            return redirect("dossier:bundels", nummer)
        messages.success(request, "Het dossier staat er weer, met dezelfde bestanden.")
        return redirect("dossier:bundel", nummer, pk)
    form = WegForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Er is niets weggehaald. Schrijf waarom het dossier weg mag.")
        return redirect("dossier:bundel", nummer, pk)
    try:
        services.verwijder_bundel(bundel=found, reden=form.cleaned_data["reden"], by=access.user)
    except BundelError as error:
        messages.error(request, str(error))
        return redirect("dossier:bundel", nummer, pk)
    messages.success(request, "Het dossier is weg uit de lijst. Onderaan zet je het terug.")
    return redirect("dossier:bundels", nummer)
