"""The catalogue of aanpakken: the list, one card, and the list to take along."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.aanpakken.forms import FilterForm
from gokwijs.apps.aanpakken.meenemen import bestand
from gokwijs.apps.aanpakken.selectors import catalogus
from gokwijs.apps.aanpakken.tonen import kaart as kaart_van
from gokwijs.apps.aanpakken.tonen import rij
from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.ui.typed import typed
from gokwijs.core.aanpakken import Catalogus
from gokwijs.core.aanpakken.koppeling import voorwaarden
from gokwijs.core.aanpakken.zoeken import tel_maanden, zoek

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_MOST_FACTS = 50  # in one address


def _base(request: HttpRequest, nummer: str) -> tuple[Access, Catalogus, FilterForm]:
    """Who looks, in which catalogue, for what; raises Http404 and PermissionDenied."""
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    found = catalogus()
    return access, found, FilterForm(found, request.GET)


def _context(access: Access, catalogus: Catalogus, form: FilterForm) -> dict[str, Any]:
    return {
        "access": access,
        "hier": "beleid",
        "deel": "aanpakken",
        "catalogus": catalogus,
        "form": form,
        "query": form.query(),
        "actie": form.kiest_voor,
    }


@login_required
def lijst(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every aanpak, or those that fit; with a Toolkit figure apart from other kinds of evidence."""
    access, found, form = _base(request, nummer)
    today = timezone.localdate()
    chosen = zoek(found, form.filter(), form.order)
    context = {
        **_context(access, found, form),
        "toolkit": [rij(aanpak, found, today) for aanpak in chosen.toolkit],
        "ander": [rij(aanpak, found, today) for aanpak in chosen.ander],
        "gevonden": chosen,
        "telling": tel_maanden(f for aanpak in chosen.alle for f in aanpak.feiten),
        "gekozen": form.chosen(),
        "zonder_filter": f"?actie={form.kiest_voor}" if form.kiest_voor else "?",
        "export_query": form.query("actie"),
    }
    return render(request, "aanpakken/lijst.html", context)


@login_required
def kaart(request: HttpRequest, nummer: str, aanpak: str) -> HttpResponse:
    """One aanpak: what research says, what speaks against it, and what to do first.

    ``feit`` in the address: the facts an actie rests on, for the notices about them.
    """
    access, found, form = _base(request, nummer)
    one = found.aanpak(aanpak)
    if one is None:
        raise Http404
    today = timezone.localdate()
    asked = [typed(key) for key in request.GET.getlist("feit")[:_MOST_FACTS]]
    about = [key for key in asked if (f := found.feit(key)) is None or f.aanpak == one.id]
    context = {
        **_context(access, found, form),
        "kaart": kaart_van(one, found, today),
        "voorwaarden": voorwaarden(one),
        "meldingen": found.koppeling_meldingen(about, today=today),
    }
    return render(request, "aanpakken/kaart.html", context)


@login_required
def meenemen(request: HttpRequest, nummer: str, soort: str) -> HttpResponse:
    """The chosen list as a file, with the version of the catalogue and every source."""
    if soort not in TYPES:
        raise Http404
    access, found, form = _base(request, nummer)
    chosen = zoek(found, form.filter(), form.order).alle
    words = "; ".join(text for text, _ in form.chosen())
    data = bestand(soort, found, chosen, words, timezone.localdate())
    name = f"aanpakken-{found.catalogus_versie}.{soort}"
    record(kind="export", by=access.user, school=nummer, target=name)
    response = HttpResponse(data, content_type=TYPES[soort])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
