"""The whole chain on one page, the chain of one goal, and where a kenmerk leads."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.beleid.selectors import huidig_van, plannen
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.beleid.views_doel import bevindingen_van
from gokwijs.apps.keten.beeld import Baan, Beeld
from gokwijs.apps.keten.bestand import als_werkboek, deels_gezegd, telling
from gokwijs.apps.keten.kenmerk import Kenmerkpad
from gokwijs.apps.keten.lezen import Ketenstand
from gokwijs.apps.keten.strook import doel_van, leerlingen_met, waar_met
from gokwijs.apps.keten.wezen import wezen_van
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.beleid.keten import Schakel
from gokwijs.core.kenmerken import Kenmerk

PER_PAGE = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def lezer(request: HttpRequest, nummer: str) -> Access:
    """Everybody who works at the school follows the chain."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def base(access: Access) -> dict[str, Any]:
    return {"access": access, "hier": "beleid", "deel": "keten"}


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """One lane per streefdoel; the plan and the broken links as the address asks."""
    access = lezer(request, nummer)
    every = list(plannen(access.school))
    plan = _gekozen(access, every, request.GET.get("plan", ""))
    if plan is None:
        return render(request, "keten/overzicht.html", base(access))
    beeld = Beeld(Ketenstand(plan, timezone.localdate()), access)
    chosen = {key: request.GET.get(key, "") for key in ("toon", "schakel")}
    banen = [one for one in beeld.banen if _past(one, chosen)]
    size = max(len(banen), 1) if "alles" in request.GET else PER_PAGE
    asked = {"plan": request.GET.get("plan", ""), **chosen}
    context = {
        **base(access),
        "plan": plan,
        "plannen": every,
        "beeld": beeld,
        "telling": telling(beeld),
        "page": Paginator(banen, size).get_page(request.GET.get("p")),
        "gekozen": chosen,
        "filterplan": bool(asked["plan"]),
        "filter": urlencode({key: value for key, value in asked.items() if value}),
        "wezen": wezen_van(beeld.rows, access, beeld.zicht),
        "schakels": list(Schakel),
    }
    return render(request, "keten/overzicht.html", context)


def _gekozen(access: Access, every: list[Plan], asked: str) -> Plan | None:
    """The plan that was asked for, else the plan of now."""
    if asked:
        found = next((one for one in every if str(one.pk) == asked), None)
        if found is None:
            raise Http404
    else:
        found = huidig_van(every, timezone.localdate())
    if found is not None:
        found.school = access.school
    return found


def _past(baan: Baan, chosen: dict[str, str]) -> bool:
    """Does this lane pass what the address asks for?"""
    if chosen["toon"] == "gebroken" and baan.heel:
        return False
    if chosen["toon"] == "heel" and not baan.heel:
        return False
    asked = chosen["schakel"]
    return asked not in list(Schakel) or any(one.stuk.schakel == asked for one in baan.breuken)


@login_required
def doel(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One streefdoel: every neighbour of every link, with its day."""
    access = lezer(request, nummer)
    found = doel_van(access.school, pk)
    beeld = Beeld(Ketenstand(found.plan, timezone.localdate()), access)
    own = next(one for one in beeld.rows.streefdoelen if one.pk == pk)
    baan = beeld.baan(own)
    context = {
        **base(access),
        "doel": own,
        "plan": found.plan,
        "baan": baan,
        "bevindingen": bevindingen_van(own),
        "deels": deels_gezegd(baan.deels),
        "waar": waar_met(own.kenmerken, nummer),
        "achter": leerlingen_met(own.kenmerken, nummer) if access.may_pupils else "",
    }
    return render(request, "keten/doel.html", context)


@login_required
def kenmerk(request: HttpRequest, nummer: str, kenmerk: str) -> HttpResponse:
    """Where a kenmerk leads: to its pupils, to what it brings, and to what is done about it."""
    access = lezer(request, nummer)
    if kenmerk not in list(Kenmerk):
        raise Http404
    pad = Kenmerkpad(Kenmerk(kenmerk), access, timezone.localdate())
    return render(request, "keten/kenmerk.html", {**base(access), "pad": pad})


@login_required
def meenemen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The whole chain as a workbook, as everybody of the school may read it."""
    access = lezer(request, nummer)
    every = list(plannen(access.school))
    plan = _gekozen(access, every, str(pk))
    assert plan is not None
    zicht = Zicht.buiten(access.school)
    beeld = Beeld(Ketenstand(plan, timezone.localdate()), access, zicht)
    name = f"keten-{access.school.instellingsnummer}.xlsx"
    content = als_werkboek(beeld, wezen_van(beeld.rows, access, zicht))
    record(kind="export", by=access.user, school=access.school.instellingsnummer, target=name)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
