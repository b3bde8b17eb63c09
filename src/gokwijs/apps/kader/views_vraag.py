"""Questions the school adds to a self-evaluation: list, add, change, take away, back again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.kader import services
from gokwijs.apps.kader.forms import VraagForm
from gokwijs.apps.kader.models import EigenVraag
from gokwijs.apps.kader.selectors import kaders_van, tags_van
from gokwijs.apps.kader.views import base, reader
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.kader import KaderFout


def _writer(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.BELEID_SCHRIJVEN)


@login_required
def vragen(request: HttpRequest, nummer: str) -> HttpResponse:
    """The questions of the school, and who writes the plan adds one."""
    access = reader(request, nummer)
    kaders = kaders_van(access.school)
    form = VraagForm(request.POST or None, kaders=kaders)
    if request.method == "POST":
        access = _writer(request, nummer)
        if form.is_valid():
            services.bewaar_vraag(
                school=access.school, vraag=None, by=access.user, **form.cleaned_data
            )
            messages.success(request, "De vraag staat erbij.")
            return redirect("kader:vragen", nummer)
    gone = "weg" in request.GET
    rows = list(access.school.eigen_vragen.filter(verwijderd__isnull=not gone))
    tags = {t.sleutel: t for t in tags_van(access.school, {r.code for r in rows if r.code}, kaders)}
    context = base(access, rijen=[(row, tags.get(row.code)) for row in rows], weg=gone, form=form)
    return render(request, "kader/vragen.html", context)


@login_required
def vraag(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change one."""
    access = _writer(request, nummer)
    row = get_object_or_404(access.school.eigen_vragen, pk=pk, verwijderd=None)
    form = VraagForm(request.POST or None, instance=row, kaders=kaders_van(access.school))
    if request.method == "POST" and form.is_valid():
        services.bewaar_vraag(school=access.school, vraag=row, by=access.user, **form.cleaned_data)
        messages.success(request, "De vraag is bewaard.")
        return redirect("kader:vragen", nummer)
    return render(request, "kader/vraag.html", base(access, form=form, vraag=row))


@login_required
@require_POST
def vraag_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take one away, or bring it back."""
    access = _writer(request, nummer)
    row = get_object_or_404(access.school.eigen_vragen, pk=pk)
    back = "terug" in request.POST
    services.haal_vraag_weg(vraag=row, by=access.user, terug=back)
    said = "staat er weer" if back else "is weggehaald; je vindt ze onder 'Weggehaald'"
    messages.success(request, f"De vraag {said}.")
    return redirect("kader:vragen", nummer)


@login_required
@require_POST
def vraag_vorige(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The text of before the last change."""
    access = _writer(request, nummer)
    row: EigenVraag = get_object_or_404(access.school.eigen_vragen, pk=pk, verwijderd=None)
    try:
        services.zet_vorige_terug(vraag=row, by=access.user)
    except KaderFout as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, "De vorige tekst staat er weer.")
    return redirect("kader:vragen", nummer)
