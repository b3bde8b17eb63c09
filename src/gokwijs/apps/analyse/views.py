"""The overview, one page per question, and the pupils behind a number."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.analyse.achter import LEEG, Achter, achter
from gokwijs.apps.analyse.antwoord_waar import indeling_van
from gokwijs.apps.analyse.antwoorden import (
    blad_van,
    filter_words,
    kort,
    naast_elkaar,
    onder,
    verschil_zinnen,
)
from gokwijs.apps.analyse.blad import Blad
from gokwijs.apps.analyse.kijk import Kijk, zones_of
from gokwijs.apps.analyse.vragen import Keuze, Vraag
from gokwijs.apps.analyse.woorden import GROEP, KOP
from gokwijs.apps.leerlingen.looks import log_look
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.analyse.plek import INDELINGEN
from gokwijs.core.analyse.selectie import GROEPEN
from gokwijs.core.analyse.tellen import KOLOMMEN
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.zinnen.lijst import Gezegd

# Which way of dividing goes with which question.
PER = {
    Vraag.WAAR: tuple(INDELINGEN),
    Vraag.VERANDERD: ("graad", "leerjaar", "richting", "vestiging"),
    Vraag.STROOM: ("leerjaar", "graad", "richting"),
}
KENMERK_VRAGEN = (Vraag.WIE, Vraag.WAAR, Vraag.VERANDERD)


def vraag_of(text: str) -> Vraag:
    """A question from the address; raises Http404."""
    try:
        return Vraag(text)
    except ValueError as error:
        raise Http404 from error


def kijk_of(request: HttpRequest, nummer: str) -> tuple[Access, Kijk]:
    """Who looks, and at what; raises Http404 and PermissionDenied."""
    access = access_for(user_of(request), nummer, Permission.MIDDELEN_ZIEN)
    return access, Kijk.van(access, Keuze.uit(request.GET), timezone.localdate())


def base(access: Access, kijk: Kijk, deel: str) -> dict[str, Any]:
    """What every page of the room shows."""
    return {
        "access": access,
        "hier": "analyse",
        "deel": deel,
        "kijk": kijk,
        "gekozen": kijk.keuze,
        "vragen": list(Vraag),
        "zones": zones_of(access),
    }


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every question with its answer in a sentence or two."""
    access, kijk = kijk_of(request, nummer)
    found: list[tuple[Vraag, tuple[Gezegd, ...]]] = []
    if kijk.jaren:
        look = kijk.zonder_links()
        found = [(vraag, kort(look, vraag)) for vraag in Vraag]
    context = {
        **base(access, kijk, "overzicht"),
        "antwoorden": found,
        "onder": onder(kijk),
        "kenmerken": [(key, GROEP[key]) for key in KOLOMMEN],
        "weergaven": access.school.weergaven.all() if access.schoolzone else [],
        "lezing": access.school.lezingen.filter(afgerond=None).first()
        if access.schoolzone
        else None,
    }
    return render(request, "analyse/overzicht.html", context)


@login_required
def vraag(request: HttpRequest, nummer: str, vraag: str) -> HttpResponse:
    """One question: the answer, a chart, the table, and what one can do with it."""
    one = vraag_of(vraag)
    access, kijk = kijk_of(request, nummer)
    keuze = kijk.keuze
    bladen: list[tuple[str, Blad]] = [("", blad_van(kijk, one))]
    other = keuze.andere()
    compared: tuple[Gezegd, ...] = ()
    if other is not None and (kijk.exact or keuze.naast_jaar):
        bladen = naast_elkaar(kijk, kijk.met(other), one)
        compared = tuple(verschil_zinnen(kijk, kijk.met(other), one))
    context = {
        **base(access, kijk, one.value),
        "vraag": one,
        "bladen": bladen,
        "blad": bladen[0][1],
        "naast": len(bladen) > 1,
        "vergeleken": compared,
        "per": [(key, INDELINGEN[key][0]) for key in PER.get(one, ())],
        "per_nu": _per_now(kijk, one),
        "kenmerken": [(key, KOP[key]) for key in KOLOMMEN] if one in KENMERK_VRAGEN else [],
        "filters": _filters(kijk),
        "groepen": [(key, words) for key, words in GROEPEN.items() if key != Kenmerk.BUURT],
        "gefilterd": filter_words(kijk),
        "mag_meenemen": may_take(access, kijk),
        "leeg": bladen[0][1].delen[0].key == "leeg",
        "soorten": [("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV")],
    }
    # A year that is not there for this person is not found, but the page says what is.
    missing = bool(keuze.jaar) and kijk.jaar is None
    return render(request, "analyse/vraag.html", context, status=404 if missing else 200)


def _per_now(kijk: Kijk, vraag: Vraag) -> str:
    """The way of dividing that the page shows."""
    if vraag is Vraag.WAAR:
        return indeling_van(kijk)
    return kijk.keuze.per or PER.get(vraag, ("",))[0]


def may_take(access: Access, kijk: Kijk) -> bool:
    """Exact numbers leave with who may take lists along; gated ones with everybody (besluit 7)."""
    return access.may_take_lists if kijk.exact else True


def _filters(kijk: Kijk) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(name, label, choices) of each filter that has something to choose; Werkzone only."""
    if not kijk.exact:
        return []
    found = []
    for name, (label, _) in INDELINGEN.items():
        choices = [(key, words) for key, words in kijk.plaatsnamen[name].items() if key]
        if len(choices) > 1:
            found.append((name, label.capitalize(), choices))
    return found


@login_required
def leerlingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """The pupils behind one number, for who may see them; logged."""
    access, found = achter_of(request, nummer)
    log_look(access, "leerlingen.bekeken")
    context = {
        **base(access, found.kijk, ""),
        "achter": found,
        "leeg": LEEG,
        "gefilterd": filter_words(found.kijk),
        "vraag_query": request.GET.urlencode(),
        "vaststelling": found.kijk.vaststelling(
            request.GET["tabel"], request.GET.get("rij", ""), request.GET.get("kolom", "n")
        ),
    }
    return render(request, "analyse/leerlingen.html", context)


def achter_of(request: HttpRequest, nummer: str) -> tuple[Access, Achter]:
    """The list behind a number; raises PermissionDenied without the right, Http404 on nonsense."""
    access, kijk = kijk_of(request, nummer)
    if not kijk.namen:
        raise PermissionDenied(
            "Je ziet de aantallen, maar niet welke leerlingen het zijn. Dat kan wel: wie deze "
            "leerlingen opvolgt."
        )
    if kijk.jaar is None:
        raise Http404
    found = achter(
        kijk,
        request.GET.get("tabel", ""),
        request.GET.get("rij", ""),
        request.GET.get("kolom", ""),
    )
    if found is None:
        raise Http404
    return access, found
