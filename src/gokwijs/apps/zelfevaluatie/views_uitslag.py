"""What came out of a closed round: results, remarks that wait for readers, and then and now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from gokwijs.apps.scholen.models import Membership
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.ui.typed import typed
from gokwijs.apps.zelfevaluatie.models import Antwoordopmerking, Ronde
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van
from gokwijs.apps.zelfevaluatie.selectors_gesprek import Gesprek, gesloten_ronde, kort, wie
from gokwijs.apps.zelfevaluatie.selectors_vergelijk import Naastelkaar, eerdere
from gokwijs.apps.zelfevaluatie.services import RondeError
from gokwijs.apps.zelfevaluatie.services_blad import REMARK_MOST
from gokwijs.apps.zelfevaluatie.services_gesprek import (
    lees_opmerking,
    lezersrollen,
    wis_opmerking,
    zet_opmerking_terug,
)
from gokwijs.apps.zelfevaluatie.tonen import SORTERINGEN, gesorteerd
from gokwijs.apps.zelfevaluatie.views import base, lezer, schrijver

PER_PAGE = 25


@login_required
def uitslag(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Per kind of respondents the answers, where groups differ first."""
    access = lezer(request, nummer)
    ronde, found = gesloten_ronde(access.school, pk)
    gesprek = Gesprek(ronde, found)
    soort = request.GET.get("wie", "")
    if soort not in gesprek.lezers:
        soort = next(iter(gesprek.lezers))
    beeld = gesprek.lezers[soort]
    hoe = request.GET.get("sorteer", "kader")
    hoe = hoe if hoe in SORTERINGEN else "kader"
    rubriek = request.GET.get("rubriek", "")
    rows = [one for one in beeld.regels if rubriek in ("", one.item.rubriek)]
    shown = gesorteerd(rows, hoe)
    context = base(
        access,
        ronde=ronde,
        deel_uitslag=beeld.deel,
        lijst=beeld.lijst,
        soorten=[
            (key, wie(key), one.deel.n if one.deel else 0) for key, one in gesprek.lezers.items()
        ],
        soort=soort,
        regels=[(one, gesprek.opmerkingen.get((soort, one.item.sleutel), [])) for one in shown],
        verdeeld=[one for one in gesorteerd(beeld.regels, "verschil") if one.verschillen],
        verborgen=sum(one.totaal is None for one in beeld.regels),
        sorteringen=SORTERINGEN,
        gekozen={"sorteer": hoe, "rubriek": rubriek, "hoe": SORTERINGEN[hoe]},
        gesorteerd=hoe != "kader",
        gesprek=gesprek,
        te_lezen=_waiting(ronde) if access.may_write else 0,
        eerder=eerdere(ronde).first(),
    )
    return render(request, "zelfevaluatie/uitslag.html", context)


# ---------------------------------------------------------------- remarks


def _waiting(ronde: Ronde) -> int:
    return ronde.opmerkingen.filter(weg=False, rol2="").count()


@login_required
def opmerkingen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Remarks that still need a reader; what was dropped under its own address."""
    access = schrijver(request, nummer)
    ronde, _ = gesloten_ronde(access.school, pk)
    weg = "weg" in request.GET
    rows = (
        ronde.opmerkingen.filter(weg=weg) if weg else ronde.opmerkingen.filter(weg=False, rol2="")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    names = _names(ronde)
    mine = set(_roles(access))
    context = base(
        access,
        ronde=ronde,
        weg=weg,
        page=page,
        rijen=[(one, names.get(one.item, one.item), _may_read(one, access, mine)) for one in page],
        klaar=ronde.opmerkingen.filter(weg=False).exclude(rol2="").count(),
        lezers=", ".join(role.label for role in lezersrollen()),
        meest=REMARK_MOST,
        filter=urlencode({"weg": "1"} if weg else {}),
    )
    return render(request, "zelfevaluatie/uitslag_opmerkingen.html", context)


def _names(ronde: Ronde) -> dict[str, str]:
    return {i.sleutel: kort(i) for lijst in lijsten_van(ronde).values() for i in lijst.items}


def _roles(access: Access) -> list[str]:
    found = Membership.objects.filter(school=access.school, user=access.user).first()
    return list(found.roles) if found is not None else []


def _may_read(one: Antwoordopmerking, access: Access, mine: set[str]) -> bool:
    """Is there anything this person can still do for this remark?"""
    if not one.rol1:
        return True
    readers = {role.value for role in lezersrollen()}
    return one.lezer1 != access.user.naam and bool((mine & readers) - {one.rol1})


@login_required
@require_POST
def opmerking_gelezen(request: HttpRequest, nummer: str, pk: int, sleutel: str) -> HttpResponse:
    """Keep, shorten or drop one remark; bring a dropped one back, or erase it."""
    access = schrijver(request, nummer)
    ronde, _ = gesloten_ronde(access.school, pk)
    one = get_object_or_404(ronde.opmerkingen, sleutel=typed(sleutel, 64))
    weg = False
    try:
        if "terug" in request.POST:
            zet_opmerking_terug(opmerking=one, by=access.user)
            messages.success(request, "De opmerking wacht weer op twee lezers.")
        elif "wis" in request.POST:
            weg = True
            wis_opmerking(opmerking=one, by=access.user)
            messages.success(request, "De opmerking is voorgoed gewist.")
        else:
            _read(request, access, one)
    except RondeError as error:
        messages.error(request, str(error))
    address = redirect("zelfevaluatie:opmerkingen", nummer, pk)
    return redirect(f"{address.url}?weg=1") if weg else address


def _read(request: HttpRequest, access: Access, one: Antwoordopmerking) -> None:
    given: dict[str, Any] = {}
    if "kort" in request.POST:
        given["tekst"] = typed(request.POST.get("tekst"), REMARK_MOST)
    gone = "laat_weg" in request.POST
    row = lees_opmerking(opmerking=one, rollen=_roles(access), by=access.user, weg=gone, **given)
    if gone:
        messages.success(request, "Weggelaten. Bij 'Weggelaten' kun je ze terugzetten.")
    elif row.rol2:
        messages.success(request, "Gelezen door twee: de opmerking staat bij de uitslag.")
    else:
        messages.success(request, "Gelezen. Nog één collega met een andere rol leest ze ook.")


# ---------------------------------------------------------------- then and now


@login_required
def vergelijk(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """A round beside an earlier one, with what was decided in between."""
    access = lezer(request, nummer)
    ronde, found = gesloten_ronde(access.school, pk)
    choices = list(eerdere(ronde))
    wanted = request.GET.get("met", "")
    first = next((one for one in choices if one.pk == ronde.vorige_id), None)
    other = next((one for one in choices if str(one.pk) == wanted), first)
    if other is None and choices:
        other = choices[0]
    context = base(access, ronde=ronde, keuzes=choices, met=other)
    if other is not None:
        _, earlier = gesloten_ronde(access.school, other.pk)
        side = Naastelkaar(access, (other, earlier), (ronde, found))
        toon = request.GET.get("toon", "")
        context |= {
            "naast": side,
            "rijen": [one for one in side.rijen if toon in ("", one.uitkomst)],
            "tellingen": side.tellingen,
            "toon": toon,
        }
    return render(request, "zelfevaluatie/uitslag_vergelijk.html", context)
