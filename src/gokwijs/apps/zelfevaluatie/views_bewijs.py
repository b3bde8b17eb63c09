"""Evidence: what shows how it goes, kept once and used at several expectations."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST

from gokwijs.apps.audit.services import record
from gokwijs.apps.kader.selectors import kaders_van, tags_van
from gokwijs.apps.loket import storage
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.ui.typed import typed
from gokwijs.apps.zelfevaluatie.forms_gesprek import BewijsForm
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk
from gokwijs.apps.zelfevaluatie.selectors_bewijs import (
    UIT_PLAN,
    bewijzen_van,
    keuzes,
    met_stand,
    rijen_van,
    titel_van,
)
from gokwijs.apps.zelfevaluatie.services_bewijs import (
    DEEL,
    bewaar_bewijs,
    bewijs_uit_plan,
    haal_bewijs_weg,
)
from gokwijs.apps.zelfevaluatie.views import base, lezer, schrijver

PER_PAGE = 25
SORTERING = {
    "titel": ("naam", ("titel", "pk")),
    "nieuw": ("nieuwste eerst", ("-gemaakt", "-pk")),
    "soort": ("soort", ("soort", "titel", "pk")),
}


@login_required
def bewijzen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every piece, with the expectations it stands at; filter and sort in the address."""
    access = lezer(request, nummer)
    asked = {
        key: typed(request.GET.get(key), 60) for key in ("soort", "code", "q", "sorteer", "weg")
    }
    weg = bool(asked["weg"]) and access.may_write
    found = bewijzen_van(access.school, weg=weg)
    if asked["soort"] in Bewijsstuk.Soort.values:
        found = found.filter(soort=asked["soort"])
    if asked["q"]:
        found = found.filter(titel__icontains=asked["q"])
    _, order = SORTERING.get(asked["sorteer"], SORTERING["titel"])
    # JSON is not searched by the database: SQLite and PostgreSQL do that differently.
    rows = [
        one for one in found.order_by(*order) if not asked["code"] or asked["code"] in one.codes
    ]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    tags = {one.sleutel: one for one in tags_van(access.school, {k for r in rows for k in r.codes})}
    context = base(
        access,
        "bewijs",
        page=page,
        rijen=[
            (one, [tags[key] for key in one.stuk.codes if key in tags])
            for one in met_stand(access, list(page))
        ],
        gekozen=asked,
        gefilterd=any(asked[key] for key in ("soort", "code", "q")),
        filter=urlencode({key: value for key, value in asked.items() if value}),
        soorten=Bewijsstuk.Soort.choices,
        codes=sorted(tags.values(), key=lambda one: one.titel),
        sorteringen=[(key, label) for key, (label, _) in SORTERING.items()],
        weg=weg,
    )
    return render(request, "zelfevaluatie/bewijzen.html", context)


def _begin(request: HttpRequest, access: Access) -> dict[str, Any]:
    """The expectation somebody came from."""
    key = typed(request.GET.get("code"), 60)
    return {"codes": [key]} if key else {}


@login_required
def bewijs_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """A link, a document, or something the plan already has; the kind stands in the address."""
    access = schrijver(request, nummer)
    soort = request.GET.get("soort", Bewijsstuk.Soort.LINK.value)
    if soort not in Bewijsstuk.Soort.values:
        soort = Bewijsstuk.Soort.LINK.value
    options = keuzes(access, soort) if soort in UIT_PLAN else []
    form = BewijsForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        soort=soort,
        kaders=kaders_van(access.school),
        keuzes=options,
        initial=_begin(request, access),
    )
    if request.method == "POST" and form.is_valid():
        saved = _add(access, soort, form)
        messages.success(request, f"Bewaard: {saved.titel}.")
        return redirect("zelfevaluatie:bewijzen", nummer)
    context = base(
        access,
        "bewijs",
        form=form,
        soort=soort,
        soorten=Bewijsstuk.Soort.choices,
        uit_plan=soort in UIT_PLAN,
        leeg=soort in UIT_PLAN and not options,
        code=typed(request.GET.get("code"), 60),
    )
    return render(request, "zelfevaluatie/bewijs_form.html", context)


def _add(access: Access, soort: str, form: BewijsForm) -> Bewijsstuk:
    if soort in UIT_PLAN:
        key = int(form.cleaned_data["keuze"])
        row = rijen_van(access.school, soort, exact=access.werkzone).get(pk=key)
        return bewijs_uit_plan(
            school=access.school,
            soort=soort,
            nummer=key,
            titel=titel_van(row),
            codes=form.cleaned_data["codes"],
            by=access.user,
        )
    return bewaar_bewijs(
        bewijs=Bewijsstuk(school=access.school, soort=soort),
        values=form.values,
        upload=form.upload,
        by=access.user,
    )


def _one(access: Access, pk: int) -> Bewijsstuk:
    return get_object_or_404(Bewijsstuk, school=access.school, pk=pk)


@login_required
def bewijs_wijzig(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Another title, day or other expectations; what it points at stays."""
    access = schrijver(request, nummer)
    one = _one(access, pk)
    if one.verwijderd is not None:
        raise Http404
    form = BewijsForm(
        request.POST if request.method == "POST" else None,
        soort=one.soort,
        kaders=kaders_van(access.school),
        oud=True,
        initial={"titel": one.titel, "adres": one.adres, "dag": one.dag, "codes": one.codes},
    )
    if request.method == "POST" and form.is_valid():
        known = {key for key, _ in form.fields["codes"].choices}  # type: ignore[attr-defined]
        # A code of a pack that is no longer in use is not on the form and is kept.
        old = [key for key in one.codes if key not in known]
        values = {**form.values, "codes": [*form.values["codes"], *old]}
        bewaar_bewijs(bewijs=one, values=values, by=access.user)
        messages.success(request, "Bewaard.")
        return redirect("zelfevaluatie:bewijzen", nummer)
    context = base(access, "bewijs", form=form, bewijs=one, soort=one.soort, uit_plan=False)
    return render(request, "zelfevaluatie/bewijs_form.html", context)


@login_required
@csp_update({"sandbox": [""]})  # type: ignore[arg-type]  # its type knows no view with arguments
def bewijs_bestand(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The document itself; the look is logged."""
    access = lezer(request, nummer)
    one = _one(access, pk)
    if not one.bestand or (one.verwijderd is not None and not access.may_write):
        raise Http404
    try:
        data = storage.read(one.bestand, DEEL)
    except storage.DocumentMissingError as error:
        messages.error(request, str(error))
        return redirect("zelfevaluatie:bewijzen", nummer)
    record(
        kind="ronde.bewijs_bekeken",
        by=access.user,
        school=access.school.instellingsnummer,
        target=f"'{one.titel[:150]}'",
    )
    response = HttpResponse(data, content_type=one.type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=one.bestandsnaam) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def bewijs_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Out of sight, or back."""
    access = schrijver(request, nummer)
    back = "terug" in request.POST
    haal_bewijs_weg(bewijs=_one(access, pk), by=access.user, terug=back)
    address = reverse("zelfevaluatie:bewijzen", args=[nummer])
    if back:
        messages.success(request, "Het bewijs staat er weer.")
        return redirect(address)
    messages.success(request, "Weggehaald. Hier kun je het terugzetten.")
    return redirect(f"{address}?weg=1")
