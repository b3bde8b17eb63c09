"""Evaluatie with its decisions, and the borging that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.beleid.bewaren import BeleidError, Conflict
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Evaluatie,
    Knoopsoort,
    Meting,
    Plan,
    Streefdoel,
)
from gokwijs.apps.beleid.rond import rond
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.opvolging import services_evaluatie as services
from gokwijs.apps.opvolging import zinnen
from gokwijs.apps.opvolging.forms_evaluatie import BesluitForm, EvaluatieForm
from gokwijs.apps.opvolging.reeks import Reeks, reeks
from gokwijs.apps.opvolging.selectors import (
    besluit_van,
    borgingen_erbij,
    een,
    evaluatie_van,
    evaluaties_van,
    lopend_plan,
    plannen_van,
    vorige_evaluatie,
)
from gokwijs.apps.opvolging.uitvoering import Uitvoeringsgraad, uitvoeringsgraad
from gokwijs.apps.opvolging.views import acties_van, base, lezer, schrijver
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keuzes import (
    Actiestatus,
    Besluitkeuze,
    Bronaard,
    Bronsoort,
    Deelnemersgroep,
)
from gokwijs.core.zinnen.lijst import Gezegd

PER_PAGE = 25
BEVRAGING = {Bronaard.KWANTITATIEF.value: "cijfers", Bronaard.KWALITATIEF.value: "woorden"}


@login_required
def lijst(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every evaluatie, newest first."""
    access = lezer(request, nummer)
    open_ = request.GET.get("toon") == "open"
    found = evaluaties_van(access.school)
    if open_:
        found = found.filter(afgerond=None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **base(access, "evaluaties"),
        "page": page,
        "toon_open": open_,
        "filter": "toon=open" if open_ else "",
        "plan": lopend_plan(access.school, timezone.localdate()),
    }
    return render(request, "opvolging/evaluaties.html", context)


@login_required
def nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Begin one: when, and over which goals. ``?streefdoel=`` and ``?plan=`` fill it in."""
    access = schrijver(request, nummer)
    plan, chosen = _begin(request, access.school)
    if plan is None:
        messages.error(request, "Er is nog geen plan waarin je iets kunt evalueren.")
        return redirect("opvolging:overzicht", nummer)
    form = EvaluatieForm(
        request.POST or None,
        instance=Evaluatie(plan=plan),
        plan=plan,
        doelen=chosen,
        zicht=Zicht(access),
        initial={"datum": timezone.localdate(), "streefdoelen": chosen},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.bewaar_evaluatie(
                evaluatie=Evaluatie(plan=plan), values=form.values(), by=access.user
            )
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            return redirect("opvolging:evaluatie", nummer, made.pk)
    context = {**base(access, "evaluaties"), "form": form, "plan": plan}
    return render(request, "opvolging/evaluatie_nieuw.html", context)


def _begin(request: HttpRequest, school: School) -> tuple[Plan | None, list[Streefdoel]]:
    """The plan and the goals that the address asks for; raises Http404."""
    asked = request.GET.get("streefdoel", "")
    if asked.isdigit():
        goals = Streefdoel.objects.filter(plan__school=school, verwijderd=None)
        doel: Streefdoel = een(goals.select_related("plan__school"), int(asked[:18]))
        return doel.plan, [doel]
    plan = request.GET.get("plan", "")
    if plan.isdigit():
        return een(plannen_van(school), int(plan[:18])), []
    return lopend_plan(school, timezone.localdate()), []


@dataclass(frozen=True)
class Doelblok:
    """One goal inside an evaluatie: where it stands, whether it happened, what is decided."""

    doel: Streefdoel
    reeks: Reeks | None
    nulmeting: str
    graad: Uitvoeringsgraad
    zinnen: list[Gezegd]
    besluit: Besluit | None
    gevolg: str
    vaststellingen: list[tuple[int, str]]  # (key or 0, what may be seen of it)
    kopieen: Sequence[Streefdoel]  # scaled up from here
    acties: Sequence[tuple[Actie, Besluit | None, str]]  # with what was decided, and what follows


@login_required
def evaluatie(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Read it, or write on as long as it is open; the one before stands beside it."""
    access = lezer(request, nummer)
    one = evaluatie_van(access.school, pk)
    zicht = Zicht(access)
    form = _form(request, access, one, zicht)
    botsing: Conflict | None = None
    if request.method == "POST":
        schrijver(request, nummer)  # raises for who only reads
        if form is None:
            messages.error(request, "Deze evaluatie is afgerond en verandert niet meer.")
            return redirect("opvolging:evaluatie", nummer, pk)
        if form.is_valid():
            try:
                services.bewaar_evaluatie(
                    evaluatie=one, values=form.values(), by=access.user, versie=form.op_versie
                )
            except Conflict as error:
                botsing = error
            except BeleidError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Bewaard.")
                return redirect("opvolging:evaluatie", nummer, pk)
    context = {
        **base(access, "evaluaties"),
        "form": form,
        "botsing": botsing,
        **page(access, one, zicht),
        **rond(access, Knoopsoort.EVALUATIE, one.pk),
    }
    return render(request, "opvolging/evaluatie.html", context, status=409 if botsing else 200)


def _form(
    request: HttpRequest, access: Access, one: Evaluatie, zicht: Zicht
) -> EvaluatieForm | None:
    """For who may write, as long as it is open."""
    if one.afgerond is not None or not access.may_write or one.plan.bevroren:
        return None
    return EvaluatieForm(
        request.POST or None,
        instance=one,
        plan=one.plan,
        doelen=one.streefdoelen.all(),
        zicht=zicht,
    )


def page(access: Access, one: Evaluatie, zicht: Zicht) -> dict[str, object]:
    """What the page and the file say of an evaluatie."""
    goals = list(one.streefdoelen.all())
    before = vorige_evaluatie(goals, access.school, one) or one.vorige
    copies: dict[int, list[Streefdoel]] = {}
    if one.afgerond is not None:
        borgingen_erbij(one.besluiten.all())
        scaled = Streefdoel.objects.filter(opgeschaald=True, verwijderd=None)
        for copy in scaled.filter(voorganger__in=goals).order_by("pk"):
            copies.setdefault(copy.voorganger_id or 0, []).append(copy)
    return {
        "evaluatie": one,
        "blokken": [block(doel, one, zicht, copies.get(doel.pk, ())) for doel in goals],
        "metingen": [(m, zicht.meting(m)) for m in one.metingen.all()],
        "bronnen": [Bronsoort(b).label for b in one.bron_soorten if b in set(Bronsoort)],
        "bevraging": [BEVRAGING[a] for a in one.bevraging_aard if a in BEVRAGING],
        "codes": zicht.codes.tags(one.ok_codes),
        "groepen": groups(one),
        "ontbreekt": services.ontbreekt(one) if one.afgerond is None else [],
        "vorige": before,
        "vorige_metingen": used(before, zicht),
        "vorige_besluiten": decided(before),
        "mag": access.may_write and not one.plan.bevroren,
    }


def groups(one: Evaluatie) -> list[tuple[str, int]]:
    """Who took part, by group."""
    return [(g.label, one.groepen[g.value]) for g in Deelnemersgroep if one.groepen.get(g.value)]


def used(one: Evaluatie | None, zicht: Zicht) -> list[tuple[Meting, str]]:
    if one is None:
        return []
    return [(m, zicht.meting(m)) for m in one.metingen.select_related("indicator")]


def decided(one: Evaluatie | None) -> list[Besluit]:
    if one is None:
        return []
    found = one.besluiten.filter(verwijderd=None).select_related("streefdoel", "actie")
    return list(found.order_by("pk"))


def block(
    doel: Streefdoel, one: Evaluatie, zicht: Zicht, kopieen: Sequence[Streefdoel] = ()
) -> Doelblok:
    own = {b.actie_id: b for b in one.besluiten.all() if b.streefdoel_id == doel.pk}
    besluit = own.get(None)
    tot = one.afgerond
    if tot is not None and besluit is not None:
        _as_then(doel, besluit)
    acties = [a for a in doel.acties.all() if a.status != Actiestatus.GEANNULEERD]
    graad = uitvoeringsgraad(acties)
    series = None
    if doel.indicator is not None:
        metingen = [m for m in doel.indicator.metingen.all() if tot is None or m.peildatum <= tot]
        line = zinnen.doellijn(doel, zicht, acties_van(doel))
        series = reeks(doel.indicator, metingen, zicht, line)
    said = zinnen.over_effect(doel, graad, tot)
    if not graad.laag:
        said = [*zinnen.over_doel(doel, zicht, tot or timezone.localdate(), tot), *said]
    consequence = consequence_of(besluit) if besluit is not None else ""
    return Doelblok(
        doel,
        series,
        zicht.meting(doel.nulmeting),
        graad,
        said,
        besluit,
        consequence,
        [
            (v.pk if zicht.exact or not v.werkzone else 0, zicht.vaststelling(v))
            for v in doel.vaststellingen.all()
            if v.ingetrokken is None
        ],
        kopieen,
        [(a, own.get(a.pk), consequence_on_action(own.get(a.pk))) for a in acties],
    )


def _as_then(doel: Streefdoel, besluit: Besluit) -> None:
    """A closed evaluatie does not speak of the target that came out of it."""
    if besluit.nieuwe_streefwaarde is not None:
        doel.streefwaarde = None
    if besluit.nieuwe_einddatum is not None:
        doel.einddatum = None


def consequence_of(besluit: Besluit) -> str:
    """What closing the evaluatie does with this decision."""
    return {
        Besluitkeuze.VOORTZETTEN: "Het streefdoel loopt verder.",
        Besluitkeuze.BIJSTUREN: (
            "Het streefdoel krijgt de nieuwe streefwaarde of einddatum. De oude blijft in de "
            "geschiedenis staan."
        ),
        Besluitkeuze.STOPPEN: (
            "Het streefdoel wordt stopgezet en blijft leesbaar. Stoppen met iets dat niet past, "
            "is geen mislukking."
        ),
        Besluitkeuze.OPSCHALEN: (
            "Er komt een ontwerp van dit streefdoel en zijn acties op de nieuwe plaats. Daar is "
            "een eigen nulmeting nodig."
        ),
        Besluitkeuze.NIEUW_STARTEN: "Maak daarna een nieuw streefdoel.",
    }[Besluitkeuze(besluit.keuze)]


def consequence_on_action(besluit: Besluit | None) -> str:
    """The same for a decision on one action; empty when there is none."""
    if besluit is None:
        return ""
    einde = besluit.nieuwe_einddatum
    return {
        Besluitkeuze.VOORTZETTEN: "De actie loopt verder.",
        Besluitkeuze.BIJSTUREN: f"De actie loopt tot {einde:%d/%m/%Y}."
        if einde
        else "Pas de actie daarna aan.",
        Besluitkeuze.STOPPEN: "De actie wordt gestopt en blijft leesbaar.",
    }[Besluitkeuze(besluit.keuze)]


@login_required
@require_POST
def afronden(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Close it: decisions are carried out."""
    access = schrijver(request, nummer)
    one = evaluatie_van(access.school, pk)
    versie = request.POST.get("versie", "")
    try:
        services.rond_evaluatie_af(
            evaluatie=one,
            today=timezone.localdate(),
            by=access.user,
            versie=int(versie[:9]) if versie.isdecimal() and versie.isascii() else None,
        )
        messages.success(request, "Afgerond. De besluiten zijn uitgevoerd.")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect("opvolging:evaluatie", nummer, pk)


# ---------------------------------------------------------------- besluit


@login_required
def besluit(
    request: HttpRequest, nummer: str, pk: int, doel: int, actie: int | None = None
) -> HttpResponse:
    """The decision on one goal of an evaluatie, or on one action for it."""
    access = schrijver(request, nummer)
    one = evaluatie_van(access.school, pk)
    goal = next((d for d in one.streefdoelen.all() if d.pk == doel), None)
    if goal is None:
        raise Http404
    action = next((a for a in goal.acties.all() if a.pk == actie), None)
    if action is None and actie is not None:
        raise Http404
    if one.afgerond is not None:
        messages.error(request, "Deze evaluatie is afgerond: het besluit staat vast.")
        return redirect("opvolging:evaluatie", nummer, pk)
    found = next(
        (b for b in one.besluiten.all() if (b.streefdoel_id, b.actie_id) == (doel, actie)), None
    )
    link = found or Besluit(plan=one.plan, evaluatie=one, streefdoel=goal, actie=action)
    start = {} if found else {"ok_codes": (action or goal).ok_codes}
    form = BesluitForm(request.POST or None, instance=link, doel=goal, actie=action, initial=start)
    botsing: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.bewaar_besluit(
                besluit=link, values=form.values(), by=access.user, versie=form.op_versie
            )
        except Conflict as error:
            botsing = error
        except BeleidError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Het besluit is bewaard.")
            return redirect("opvolging:evaluatie", nummer, pk)
    context = {
        **base(access, "evaluaties"),
        "evaluatie": one,
        "blok": block(goal, one, Zicht(access)),
        "doel": goal,
        "actie": action,
        "besluit": found,
        "form": form,
        "botsing": botsing,
    }
    return render(request, "opvolging/besluit.html", context, status=409 if botsing else 200)


@login_required
@require_POST
def besluit_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a decision out of an open evaluatie."""
    access = schrijver(request, nummer)
    found = besluit_van(access.school, pk)
    try:
        services.trek_besluit_in(besluit=found, by=access.user)
        messages.success(request, "Het besluit is weg. Neem er een nieuw als je verder kunt.")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect("opvolging:evaluatie", nummer, found.evaluatie_id)
