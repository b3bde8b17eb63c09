"""The wider school plan: documents and strategic goals, typed or pasted, and the goals in them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Beleidskoppeling
from gokwijs.apps.beleid.selectors_kring import verankering
from gokwijs.apps.samen.forms_kring import AfspraakForm, KoppelingForm, PlakForm
from gokwijs.apps.samen.models import PARTNERS, Partnerafspraak
from gokwijs.apps.samen.plakken import Gelezen, lees
from gokwijs.apps.samen.selectors import doelen_van_school, lopend_plan
from gokwijs.apps.samen.services import bewaar, lees_koppelingen_in, veranker
from gokwijs.apps.samen.views import base, staff, writer
from gokwijs.apps.samen.views_momenten import weg_of_terug
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import Documentsoort


@login_required
def koppelingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every document with the goals that are part of it, and the goals that stand alone."""
    access, _ = staff(request, nummer)
    gone = "weg" in request.GET
    plan = lopend_plan(access.school, timezone.localdate())
    goals = doelen_van_school(access.school)
    found = access.school.koppelingen.filter(verwijderd__isnull=not gone)
    asked = request.GET.get("soort", "")
    if asked in {d.value for d in Documentsoort}:
        found = found.filter(soort=asked)
    rows = list(found.prefetch_related(Prefetch("streefdoelen", goals, to_attr="doelen")))
    context = base(
        access,
        "koppelingen",
        rijen=rows,
        weg=gone,
        plan=plan,
        soort=asked,
        soorten=[(d.value, d.label) for d in Documentsoort],
        nergens=[r.streefdoel for r in verankering(plan) if not r.koppelingen] if plan else [],
        heden=timezone.localdate(),
    )
    return render(request, "samen/koppelingen.html", context)


@login_required
def koppeling_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """A document, or a strategic goal in it."""
    access = writer(request, nummer)
    return _koppeling(request, access, Beleidskoppeling(school=access.school))


@login_required
def koppeling(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change one, and say which goals are part of it."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.koppelingen, pk=pk, verwijderd=None)
    return _koppeling(request, access, one)


def _koppeling(request: HttpRequest, access: Access, row: Beleidskoppeling) -> HttpResponse:
    nummer = access.school.instellingsnummer
    form = KoppelingForm(request.POST or None, school=access.school, instance=row)
    conflict: BeleidError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = bewaar(row=row, values=form.values(), by=access.user, was=form.op)
            assert isinstance(saved, Beleidskoppeling)
            veranker(koppeling=saved, doelen=form.cleaned_data["doelen"], by=access.user)
        except BeleidError as error:
            conflict = error
            form.say(error)
        else:
            messages.success(request, "De koppeling is bewaard.")
            return redirect("samen:koppelingen", nummer)
    known = row if row.pk else None
    context = base(access, "koppelingen", form=form, koppeling=known, conflict=conflict)
    return render(request, "samen/koppeling.html", context)


@login_required
@require_POST
def koppeling_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take one away, or bring it back; the goals keep what they are."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.koppelingen, pk=pk)
    return weg_of_terug(request, access, one, "samen:koppelingen", "De koppeling")


@login_required
def koppelingen_inlezen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Paste a list: see every problem or what would be made, then say yes."""
    access = writer(request, nummer)
    form = PlakForm(request.POST or None)
    read: Gelezen | None = None
    if request.method == "POST" and form.is_valid():
        read = lees(form.cleaned_data["tekst"])
        _known(access.school, read)
        if read.klaar and "bevestig" in request.POST:
            made = lees_koppelingen_in(school=access.school, rows=read.rijen, by=access.user)
            word = "koppeling staat" if len(made) == 1 else "koppelingen staan"
            messages.success(request, f"{len(made)} {word} erbij. Zeg nu bij elk welk streefdoel.")
            return redirect("samen:koppelingen", nummer)
    labels = {d.value: d.label for d in Documentsoort}
    context = base(
        access,
        "koppelingen",
        form=form,
        gelezen=read,
        rijen=[(labels[row["soort"]], row) for row in read.rijen] if read is not None else [],
    )
    return render(request, "samen/koppelingen_inlezen.html", context)


def _known(school: School, read: Gelezen) -> None:
    """A row that stands there already is a problem too: nothing is stored twice."""
    there = {
        (one.soort, one.titel.casefold(), one.doel.casefold())
        for one in school.koppelingen.filter(verwijderd=None)
    }
    for row in read.rijen:
        if (row["soort"], row["titel"].casefold(), row["doel"].casefold()) in there:
            read.problemen.append(
                {
                    "ernst": "fout",
                    "zin": f"'{row['doel'] or row['titel']}' staat al in de lijst van je school.",
                    "remedie": "Haal deze regel weg.",
                }
            )


# ---------------------------------------------------------------- agreements with partners


@login_required
def afspraken(request: HttpRequest, nummer: str) -> HttpResponse:
    """What was agreed with which organisation."""
    access, _ = staff(request, nummer)
    gone = "weg" in request.GET
    found = access.school.partnerafspraken.filter(verwijderd__isnull=not gone)
    asked = request.GET.get("soort", "")
    if asked in dict(PARTNERS):
        found = found.filter(soort=asked)
    context: dict[str, Any] = base(
        access,
        "afspraken",
        rijen=found,
        weg=gone,
        soort=asked,
        soorten=PARTNERS,
        heden=timezone.localdate(),
    )
    return render(request, "samen/afspraken.html", context)


@login_required
def afspraak_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """A new agreement."""
    access = writer(request, nummer)
    soort = request.GET.get("soort", "")
    return _afspraak(request, access, Partnerafspraak(school=access.school, soort=soort))


@login_required
def afspraak(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change an agreement."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.partnerafspraken, pk=pk, verwijderd=None)
    return _afspraak(request, access, one)


def _afspraak(request: HttpRequest, access: Access, row: Partnerafspraak) -> HttpResponse:
    form = AfspraakForm(request.POST or None, school=access.school, instance=row)
    conflict: BeleidError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            bewaar(row=row, values=form.values(), by=access.user, was=form.op)
        except BeleidError as error:
            conflict = error
            form.say(error)
        else:
            messages.success(request, "De afspraak is bewaard.")
            return redirect("samen:afspraken", access.school.instellingsnummer)
    known = row if row.pk else None
    context = base(access, "afspraken", form=form, afspraak=known, conflict=conflict)
    return render(request, "samen/afspraak.html", context)


@login_required
@require_POST
def afspraak_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take one away, or bring it back."""
    access = writer(request, nummer)
    one = get_object_or_404(access.school.partnerafspraken, pk=pk)
    return weg_of_terug(request, access, one, "samen:afspraken", "De afspraak")
