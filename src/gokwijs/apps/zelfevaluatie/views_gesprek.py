"""The conversation after a round: point by point, on the screen, recorded, and into the plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.bewaren import Conflict
from gokwijs.apps.samen.selectors import lopend_plan
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.zelfevaluatie.forms_gesprek import AfrondForm, ConclusieForm
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk, Conclusie
from gokwijs.apps.zelfevaluatie.selectors_bewijs import (
    bewijzen_van,
    met_stand,
    rijen_van,
    titel_van,
    uit_plan_bij,
)
from gokwijs.apps.zelfevaluatie.selectors_gesprek import Gesprek, Punt, gesloten_ronde, kort
from gokwijs.apps.zelfevaluatie.services import RondeError
from gokwijs.apps.zelfevaluatie.services_bewijs import bewijs_uit_plan
from gokwijs.apps.zelfevaluatie.services_gesprek import (
    bewaar_conclusie,
    heropen_gesprek,
    maak_vaststelling,
    rond_gesprek_af,
    zet_op_scherm,
)
from gokwijs.apps.zelfevaluatie.tonen import SORTERINGEN, gesorteerd
from gokwijs.apps.zelfevaluatie.views import base, lezer, schrijver
from gokwijs.core.beleid.keuzes import Momentvorm


def _gesprek(access: Access, pk: int) -> Gesprek:
    return Gesprek(*gesloten_ronde(access.school, pk))


@login_required
def gesprek(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Every point with what was decided, and where to go on."""
    access = lezer(request, nummer)
    found = _gesprek(access, pk)
    hoe = request.GET.get("sorteer", "kader")
    hoe = hoe if hoe in SORTERINGEN else "kader"
    context = base(
        access,
        ronde=found.ronde,
        gesprek=found,
        punten=_sorted(found, hoe),
        sorteringen=SORTERINGEN,
        hoe=hoe,
        besloten=sum(bool(one.conclusie and one.conclusie.besluit) for one in found.punten),
    )
    return render(request, "zelfevaluatie/gesprek.html", context)


def _sorted(found: Gesprek, hoe: str) -> list[Punt]:
    """The points as asked; those of other lists than the first stay behind."""
    if hoe == "kader":
        return list(found.punten)
    lines = [
        regel
        for one in found.punten
        if (regel := found.lezers[one.lijst.voor.value].regel(one.item.sleutel)) is not None
    ]
    place = {one.item.sleutel: at for at, one in enumerate(gesorteerd(lines, hoe))}
    return sorted(found.punten, key=lambda one: place.get(one.item.sleutel, len(place)))


# ---------------------------------------------------------------- one point


@login_required
def gesprek_punt(request: HttpRequest, nummer: str, pk: int, item: str) -> HttpResponse:
    """See, know, conclude; saved while one types, and with the buttons."""
    access = lezer(request, nummer)
    found = _gesprek(access, pk)
    punt = found.punt(item)
    if request.method == "POST":
        access = schrijver(request, nummer)
    stukken = _stukken(access, punt)
    form = _form(request, access, found, punt, stukken)
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(access, found, punt, form)
        except Conflict as error:
            conflict = error
        except RondeError as error:
            form.add_error(None, str(error))
        else:
            if _typing(request):
                return _stand(request, saved)
            return redirect(_after(request, found, punt, nummer))
    if _typing(request):
        return _stand(request, punt.conclusie, form, conflict)
    context = base(
        access,
        ronde=found.ronde,
        gesprek=found,
        punt=punt,
        form=_again(form, punt) if conflict else form,
        botsing=conflict,
        stemmen=found.stemmen(punt),
        bewijzen=met_stand(access, stukken),
        vorige=found.naast(punt, -1),
        volgende=found.naast(punt, 1),
        op_scherm=found.ronde.op_scherm == punt.item.sleutel,
        vaststelling=_seen(access, punt),
        plan=lopend_plan(access.school, timezone.localdate()),
        mag=access.may_write and found.ronde.besproken is None,
    )
    status = 409 if conflict else 200
    return render(request, "zelfevaluatie/gesprek_punt.html", context, status=status)


def _stukken(access: Access, punt: Punt) -> list[Bewijsstuk]:
    """What is kept at the codes of this point, and what was ticked here before."""
    ticked = set()
    if punt.conclusie is not None:
        ticked = {one.pk for one in punt.conclusie.bewijzen.all()}
    codes = set(punt.item.codes)
    return [
        one for one in bewijzen_van(access.school) if codes & set(one.codes) or one.pk in ticked
    ]


def _form(
    request: HttpRequest, access: Access, found: Gesprek, punt: Punt, stukken: list[Bewijsstuk]
) -> ConclusieForm:
    regel = found.lezers[punt.lijst.voor.value].regel(punt.item.sleutel)
    shown = regel.zin if regel is not None and regel.totaal is not None else ""
    writes = access.may_write and found.ronde.besproken is None
    return ConclusieForm(
        request.POST if request.method == "POST" else None,
        niveaus=punt.lijst.niveaus,
        bewijzen=stukken,
        uit_plan=uit_plan_bij(access, punt.item.codes, stukken) if writes else (),
        initial=ConclusieForm.begin(punt.conclusie, shown),
    )


def _save(access: Access, found: Gesprek, punt: Punt, form: ConclusieForm) -> Conclusie:
    """The conclusion, with what of the plan became evidence for it."""
    fresh = []
    for soort, key in form.uit_het_plan:
        rows = rijen_van(access.school, soort, exact=access.werkzone)
        fresh.append(
            bewijs_uit_plan(
                school=access.school,
                soort=soort,
                nummer=key,
                titel=titel_van(rows.get(pk=key)),
                codes=punt.item.codes,
                by=access.user,
            )
        )
    return bewaar_conclusie(
        ronde=found.ronde,
        item=punt.item,
        lijst=punt.lijst,
        values=form.values,
        bewijzen=[*form.gekozen, *fresh],
        by=access.user,
        versie=form.op_versie,
    )


def _typing(request: HttpRequest) -> bool:
    """Was this sent while somebody types, and not with a button?"""
    return request.method == "POST" and request.headers.get("HX-Request") == "true"


def _stand(
    request: HttpRequest,
    saved: Conclusie | None,
    form: ConclusieForm | None = None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    """Only the line that says whether it is saved. Always 200: htmx swaps nothing else."""
    wrong = form is not None and (bool(form.errors) or conflict is not None)
    context = {
        "versie": form.data.get("versie", "") if wrong and form else (saved.versie if saved else 0),
        "moment": timezone.now(),
        "fout": wrong,
        "botsing": conflict,
        "fouten": [e for errors in form.errors.values() for e in errors] if form else [],
    }
    return render(request, "zelfevaluatie/gesprek_stand.html", context)


def _again(form: ConclusieForm, punt: Punt) -> ConclusieForm:
    """After a conflict the next save may go through: it is opened on what stands there now."""
    now = Conclusie.objects.filter(pk=punt.conclusie.pk).first() if punt.conclusie else None
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data["versie"] = str(now.versie if now is not None else 1)
    form.data = data
    return form


def _after(request: HttpRequest, found: Gesprek, punt: Punt, nummer: str) -> str:
    """Where the pressed button leads."""
    following = found.naast(punt, 1)
    if "volgende" in request.POST and following is not None:
        key = following.item.sleutel
        return reverse("zelfevaluatie:gesprek_punt", args=[nummer, found.ronde.pk, key])
    if "volgende" in request.POST:
        return reverse("zelfevaluatie:gesprek", args=[nummer, found.ronde.pk])
    messages.success(request, "Bewaard.")
    return request.path


def _seen(access: Access, punt: Punt) -> Vaststelling | None:
    """The vaststelling it became, while it stands."""
    one = punt.conclusie.vaststelling if punt.conclusie is not None else None
    return one if one is not None and one.ingetrokken is None else None


# ---------------------------------------------------------------- on the screen


@login_required
@require_POST
def op_scherm(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The host chooses what the screen shows."""
    access = schrijver(request, nummer)
    found = _gesprek(access, pk)
    key = request.POST.get("item", "")
    back = "zelfevaluatie:gesprek", nummer, pk
    if key:
        punt = found.punt(key)
        back = "zelfevaluatie:gesprek_punt", nummer, pk, punt.item.sleutel  # type: ignore[assignment]
    try:
        zet_op_scherm(ronde=found.ronde, item=key, by=access.user)
    except RondeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Het scherm volgt." if key else "Het scherm is leeg.")
    return redirect(*back)


@login_required
def scherm(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Very large, for a projector: what the host chose, and what is being typed.

    Asked again and again: nothing is sent while nothing changed.
    """
    access = lezer(request, nummer)
    found = _gesprek(access, pk)
    key = found.ronde.op_scherm
    punt = next((one for one in found.punten if one.item.sleutel == key), None)
    regel = found.lezers[punt.lijst.voor.value].regel(key) if punt is not None else None
    said = punt.conclusie if punt is not None else None
    stand = f"{key}.{said.versie if said is not None else 0}"
    polled = request.headers.get("HX-Request") == "true"
    if polled and request.GET.get("op") == stand:
        return HttpResponse(status=204)
    context = base(
        access,
        ronde=found.ronde,
        gesprek=found,
        punt=punt,
        regel=regel,
        conclusie=said,
        kort=kort(punt.item) if punt is not None else "",
        stand=stand,
        stil="stil" in request.GET,
    )
    name = "scherm_deel" if polled else "scherm"
    return render(request, f"zelfevaluatie/{name}.html", context)


# ---------------------------------------------------------------- recorded


@login_required
def gesprek_afronden(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Record the conversation as a moment, with its decisions."""
    access = schrijver(request, nummer)
    found = _gesprek(access, pk)
    today = timezone.localdate()
    form = AfrondForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial=_moment_now(found, today),
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = rond_gesprek_af(
                ronde=found.ronde, titels=found.titels, values=form.values, by=access.user
            )
        except RondeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Het gesprek is vastgelegd als overleg, met de besluiten.")
            assert done.moment is not None
            return redirect("samen:moment", nummer, done.moment.pk)
    said = [one for one in found.punten if one.conclusie and one.conclusie.besluit]
    context = base(access, ronde=found.ronde, form=form, gesprek=found, besloten=said)
    return render(request, "zelfevaluatie/gesprek_afronden.html", context)


def _moment_now(found: Gesprek, today: Any) -> dict[str, Any]:
    """What was recorded before, or a start."""
    moment = found.ronde.moment
    if moment is None or moment.verwijderd is not None:
        return {"datum": today, "vorm": Momentvorm.PERSONEELSVERGADERING.value}
    counts = {f"n_{key}": number for key, number in moment.groepen.items()}
    names = ("datum", "vorm", "leiding_aanwezig", "bezwaren")
    return {**{name: getattr(moment, name) for name in names}, **counts}


@login_required
@require_POST
def gesprek_heropenen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Conclusions can change again."""
    access = schrijver(request, nummer)
    ronde, _ = gesloten_ronde(access.school, pk)
    heropen_gesprek(ronde=ronde, by=access.user)
    messages.success(
        request, "Het gesprek is weer open. Rond het opnieuw af als jullie klaar zijn."
    )
    return redirect("zelfevaluatie:gesprek", nummer, pk)


# ---------------------------------------------------------------- into the plan


@login_required
@require_POST
def gesprek_plan(request: HttpRequest, nummer: str, pk: int, item: str) -> HttpResponse:
    """A conclusion becomes a vaststelling, or the beginning of a streefdoel."""
    access = schrijver(request, nummer)
    found = _gesprek(access, pk)
    punt = found.punt(item)
    here = reverse("zelfevaluatie:gesprek_punt", args=[nummer, pk, item])
    return naar_plan(request, access, punt.conclusie, kort(punt.item), here)


def naar_plan(
    request: HttpRequest, access: Access, conclusie: Conclusie | None, onderwerp: str, here: str
) -> HttpResponse:
    """The same for a conclusion of a round and for a dated one."""
    nummer, today = access.school.instellingsnummer, timezone.localdate()
    try:
        if conclusie is None:
            raise RondeError("Schrijf eerst wat jullie zien of besluiten, en bewaar.")
        made = maak_vaststelling(
            conclusie=conclusie, onderwerp=onderwerp, today=today, by=access.user
        )
    except RondeError as error:
        messages.error(request, str(error))
        return redirect(here)
    plan = lopend_plan(access.school, today)
    if request.POST.get("naar") != "streefdoel":
        messages.success(request, "De vaststelling staat in het beleid.")
        return redirect("beleid:vaststelling", nummer, made.pk)
    if plan is None:
        messages.error(
            request,
            "Er is geen plan waarin nog iets kan veranderen. De vaststelling is bewaard; begin "
            "eerst een plan.",
        )
        return redirect("beleid:overzicht", nummer)
    address = reverse("beleid:streefdoel_nieuw", args=[nummer, plan.pk])
    return redirect(f"{address}?vaststelling={made.pk}")
