"""The plan: the tree, starting one, changing it, and one code across the chain."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.bewaren import BeleidError, Conflict, bewaar, verwijder
from gokwijs.apps.beleid.boom import Boom
from gokwijs.apps.beleid.forms import PlanForm
from gokwijs.apps.beleid.models import Knoopsoort, Plan, Streefdoel
from gokwijs.apps.beleid.punten import punten
from gokwijs.apps.beleid.rond import rond
from gokwijs.apps.beleid.selectors import bekend_onderwijs, huidig_plan, knoop, plannen, rijen
from gokwijs.apps.beleid.services import STAPPEN, is_big
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.beleid.voorbeelden import begin_van, voorbeelden, voorbeelden_voor
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.kader import PREFIX

PER_PAGE = 10


def lezer(request: HttpRequest, nummer: str) -> Access:
    """Everybody who works at the school reads the plan."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def schrijver(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.BELEID_SCHRIJVEN)


def base(access: Access, deel: str = "plan") -> dict[str, Any]:
    """What every page of the room needs."""
    return {"access": access, "hier": "beleid", "deel": deel}


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """The plan of now, or how to begin one."""
    access = lezer(request, nummer)
    found = huidig_plan(access.school, timezone.localdate())
    if found is not None:
        return redirect("beleid:plan", nummer, found.pk)
    kind = bekend_onderwijs(access.school)
    context = {
        **base(access),
        "voorbeelden": voorbeelden_voor(kind),
        "onderwijs": kind,
        "nodig": access.may_write,
    }
    return render(request, "beleid/begin.html", context)


@login_required
def plan(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The chain as a tree."""
    access = lezer(request, nummer)
    every = list(plannen(access.school))
    found = next((one for one in every if one.pk == pk), None)
    if found is None:
        raise Http404
    found.school = access.school
    rows = rijen(found)
    prefetch_related_objects(list(rows.streefdoelen), "koppelingen")
    tree = Boom(rows, Zicht(access))
    chosen = {key: request.GET.get(key, "") for key in ("toon", "code", "niveau")}
    goals = [one for one in rows.streefdoelen if _is_chosen(one, tree, chosen, access)]
    # On paper everything is there; on a screen ten goals are a long page already.
    page = Paginator(goals, max(len(goals), 1) if "alles" in request.GET else PER_PAGE).get_page(
        request.GET.get("p")
    )
    context = {
        **base(access),
        "plan": found,
        "plannen": every,
        "boom": tree,
        "punten": punten(tree.gebreken, rows, writes=access.may_write and not found.bevroren),
        "page": page,
        "takken": tree.takken(page),
        "aantal": len(rows.streefdoelen),
        "gekozen": chosen,
        "filter": urlencode({key: value for key, value in chosen.items() if value}),
        "codes": used_codes(tree),
        "stappen": [
            (one, access.may_adopt or not is_big(found, one)) for one in STAPPEN[found.status]
        ],
        **rond(access, Knoopsoort.PLAN, found.pk),
    }
    return render(request, "beleid/plan.html", context)


def _is_chosen(doel: Streefdoel, tree: Boom, chosen: dict[str, str], access: Access) -> bool:
    """Does this goal pass what the address asks for?"""
    if chosen["toon"] == "onvolledig" and doel.pk not in tree.gebrek:
        return False
    if chosen["toon"] == "mijn":
        pulls = [doel.trekker_id]
        pulls += [a.trekker_id for a in tree.rows.acties_per_doel.get(doel.pk, [])]
        if access.user.pk not in pulls:
            return False
    if chosen["niveau"] and doel.niveau != chosen["niveau"]:
        return False
    return not chosen["code"] or chosen["code"] in doel.ok_codes


def used_codes(tree: Boom) -> list[tuple[str, str]]:
    """The codes in the plan, for the filter; lapsed ones last."""
    used = sorted({key for one in tree.rows.streefdoelen for key in one.ok_codes})
    return [
        (tag.sleutel, tag.titel if tag.is_huidig else f"{tag.titel} (vervallen)")
        for tag in tree.zicht.codes.tags(used)
    ]


@login_required
def plan_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Begin empty, or from one of the examples."""
    access = schrijver(request, nummer)
    today = timezone.localdate()
    keuze = request.POST.get("voorbeeld") or request.GET.get("voorbeeld", "")
    example = next((one for one in voorbeelden() if one.key == keuze), None)
    empty = Plan(school=access.school)
    form = PlanForm(
        request.POST or None,
        instance=empty,
        school=access.school,
        today=today,
        initial={
            "naam": f"GOK-plan {access.school.naam}"[:150],
            "visie": example.visie if example else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        values = {**form.values(), "school": access.school}
        found = begin_van(values=values, voorbeeld=example, today=today, by=access.user)
        if example:
            messages.success(
                request,
                "Je plan staat klaar met een fictief voorbeeld. Pas het aan naar je eigen school.",
            )
        else:
            messages.success(request, "Je plan is begonnen.")
        return redirect("beleid:plan", nummer, found.pk)
    context = {**base(access), "form": form, "voorbeeld": example, "nieuw": True}
    return render(request, "beleid/plan_form.html", context)


@login_required
def plan_aanpassen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Name, years, vision."""
    access = schrijver(request, nummer)
    found = knoop(access, Plan, pk)
    form = PlanForm(
        request.POST or None, instance=found, school=access.school, today=timezone.localdate()
    )
    botsing = None
    if request.method == "POST" and form.is_valid():
        try:
            bewaar(link=found, values=form.values(), by=access.user, versie=form.op_versie)
            messages.success(request, "Bewaard.")
            return redirect("beleid:plan", nummer, pk)
        except Conflict as error:
            botsing = error
        except BeleidError as error:
            form.add_error(None, str(error))
    context = {**base(access), "form": form, "plan": found, "botsing": botsing}
    return render(request, "beleid/plan_form.html", context, status=409 if botsing else 200)


@login_required
@require_POST
def plan_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a draft away, or bring it back."""
    access = schrijver(request, nummer)
    back = "terug" in request.POST
    found = knoop(access, Plan, pk, weg=True)
    if found.status == "vastgesteld" and not access.may_adopt:
        messages.error(request, "Een vastgesteld plan haalt alleen de directeur weg.")
        return redirect("beleid:plan", nummer, pk)
    try:
        verwijder(link=found, by=access.user, terug=back)
    except BeleidError as error:
        messages.error(request, str(error))
        return redirect("beleid:plan", nummer, pk)
    if back:
        messages.success(request, "Het plan staat er weer.")
        return redirect("beleid:plan", nummer, pk)
    messages.success(request, "Het plan is weggehaald.")
    address = reverse("beleid:overzicht", args=[nummer])
    return redirect(f"{address}?weg={pk}")


@login_required
def code(request: HttpRequest, nummer: str, code: str) -> HttpResponse:
    """Everything in the plan that carries one expectation, from vaststelling to borging."""
    access = lezer(request, nummer)
    key = code if ":" in code else f"{PREFIX}{code}"
    zicht = Zicht(access)
    (tag,) = zicht.codes.tags([key])
    if tag.verwachting is None:
        raise Http404
    found = huidig_plan(access.school, timezone.localdate())
    rows = rijen(found) if found else None
    context = {
        **base(access),
        "tag": tag,
        "verwachting": tag.verwachting,
        "plan": found,
        "doelen": [s for s in rows.streefdoelen if key in s.ok_codes] if rows else [],
        "acties": [a for a in rows.acties if key in a.ok_codes] if rows else [],
        "indicatoren": [i for i in rows.indicatoren if key in i.ok_codes] if rows else [],
        "evaluaties": [e for e in rows.evaluaties if key in e.ok_codes] if rows else [],
        "besluiten": [b for b in rows.besluiten if key in b.ok_codes] if rows else [],
        "borgingen": [b for b in rows.borgingen if key in b.ok_codes] if rows else [],
        "vaststellingen": [
            (v, zicht.vaststelling(v))
            for v in (rows.vaststellingen if rows else ())
            if key in v.ok_codes
        ],
    }
    return render(request, "beleid/code.html", context)
