"""The Middelen pages: bring a telling in, check it, see and print the result, what if, history."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.middelen import brieven, scenario, services
from gokwijs.apps.middelen.forms import NumberForm, TotalsForm, UploadForm
from gokwijs.apps.middelen.getallen import by_name, invoerbaar
from gokwijs.apps.middelen.models import Berekening, IngevoerdGetal, Inlezing
from gokwijs.apps.middelen.overview import counted_groups
from gokwijs.apps.middelen.presenters import glance, view
from gokwijs.apps.scholen.selectors import Access, access_for, facts_for, user_of
from gokwijs.apps.scholen.views import chosen_schooljaar, year_choices
from gokwijs.core.calendar import Schooljaar, dutch_date, teldag, vorige_teldag
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.export import results_to_json
from gokwijs.core.middelen.proof import compare
from gokwijs.core.telling.model import Telling
from gokwijs.renderers.xlsx import results_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _base(access: Access, schooljaar: Schooljaar) -> dict[str, Any]:
    return {
        "access": access,
        "schooljaar": schooljaar,
        "jaren": year_choices(schooljaar),
        "hier": "middelen",
    }


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """The result of the chosen schooljaar, or the first step towards one."""
    access = access_for(user_of(request), nummer, Permission.MIDDELEN_ZIEN)
    schooljaar = chosen_schooljaar(request)
    found = access.school.berekeningen.filter(schooljaar=schooljaar.start)[:6]
    latest = next(iter(found), None)
    context = _base(access, schooljaar)
    context["teldag"] = dutch_date(teldag(schooljaar))
    if latest is None:
        context["concept"] = _concept(access, schooljaar)
        return render(request, "middelen/leeg.html", context)
    context.update(_shown(access, latest))
    context["officieel"] = brieven.official_results(
        access.school, schooljaar, werkzone=access.werkzone
    )
    context["eerdere"] = list(found)[1:]
    if access.werkzone:
        context["scenario"] = scenario.build(services.case_of(latest), {}, timezone.localdate())
    return render(request, "middelen/overzicht.html", context)


def _concept(access: Access, schooljaar: Schooljaar) -> Inlezing | None:
    if not access.may_count:
        return None
    return access.school.inlezingen.filter(
        schooljaar=schooljaar.start, status=Inlezing.Status.CONCEPT
    ).first()


def _shown(access: Access, berekening: Berekening) -> dict[str, Any]:
    """What the overview and a page of the history have in common."""
    views = [view(result, werkzone=access.werkzone) for result in berekening.resultaten]
    return {
        "berekening": berekening,
        "teldag": dutch_date(Telling.from_json(berekening.telling).teldag),
        "views": [v for v in views if access.werkzone or v.key != "oki"],
        "glance": glance([v for v in views if v.key != "oki"]),
        "twijfel": sorted({v.status for v in views if v.status in ("secundair", "onbevestigd")}),
    }


@login_required
def inbrengen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Upload a pupil file."""
    access = access_for(user_of(request), nummer, Permission.TELLING_INBRENGEN)
    schooljaar = chosen_schooljaar(request)
    initial = {"teldag": teldag(schooljaar)}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    context = _base(access, schooljaar)
    if request.method == "POST" and form.is_valid():
        file, earlier = form.cleaned_data["bestand"], form.cleaned_data["vorige"]
        upload = services.read_upload(
            school=access.school,
            schooljaar=schooljaar,
            teldag=form.cleaned_data["teldag"],
            stream=file.file,
            filename=file.name,
            vorige_stream=earlier.file if earlier else None,
            vorige_filename=earlier.name if earlier else "",
            by=access.user,
        )
        if upload.inlezing is not None:
            return redirect("middelen:nakijken", nummer=nummer, pk=upload.inlezing.pk)
        context["problemen"] = upload.problems
        context["bestandsnaam"] = file.name
    context["form"] = form
    context["facts"] = facts_for(access.school, schooljaar)
    status = 422 if context.get("problemen") else 200
    return render(request, "middelen/inbrengen.html", context, status=status)


@login_required
def totalen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Type totals from a letter."""
    access = access_for(user_of(request), nummer, Permission.TELLING_INBRENGEN)
    schooljaar = chosen_schooljaar(request)
    form = TotalsForm(request.POST or None, initial={"teldag": teldag(schooljaar)})
    if request.method == "POST" and form.is_valid():
        telling = Telling.of_totals(nummer, form.cleaned_data["teldag"], form.totals())
        inlezing = services.store_totals(
            school=access.school,
            schooljaar=schooljaar,
            telling=telling,
            vorige=None,
            by=access.user,
        )
        return redirect("middelen:nakijken", nummer=nummer, pk=inlezing.pk)
    return render(request, "middelen/totalen.html", {**_base(access, schooljaar), "form": form})


@login_required
def nakijken(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Check what was counted before anything is calculated."""
    access = access_for(user_of(request), nummer, Permission.TELLING_INBRENGEN)
    inlezing = access.school.inlezingen.filter(pk=pk).first()
    if inlezing is None:
        raise Http404
    schooljaar = Schooljaar(inlezing.schooljaar)
    url = f"{reverse('middelen:overzicht', kwargs={'nummer': nummer})}?schooljaar={schooljaar}"
    if request.method == "POST":
        try:
            if "verwerpen" in request.POST:
                services.reject(inlezing=inlezing, by=access.user)
                messages.success(request, "De ingelezen telling is weggegooid.")
                return redirect("middelen:inbrengen", nummer=nummer)
            services.confirm(inlezing=inlezing, by=access.user)
        except services.AlreadyDecidedError as error:
            messages.error(request, str(error))
        return redirect(url)
    if inlezing.status != Inlezing.Status.CONCEPT:
        return redirect(url)
    telling = Telling.from_json(inlezing.telling)
    context = {
        **_base(access, schooljaar),
        "inlezing": inlezing,
        "groepen": counted_groups(telling),
        "vorige": counted_groups(Telling.from_json(inlezing.vorige)) if inlezing.vorige else None,
        "teldag": dutch_date(telling.teldag),
        "vorige_teldag": dutch_date(vorige_teldag(schooljaar)),
        "facts": facts_for(access.school, schooljaar),
        "levels": {g.niveau for g in counted_groups(telling)},
    }
    return render(request, "middelen/nakijken.html", context)


def _calculation(access: Access, pk: int) -> Berekening:
    found = access.school.berekeningen.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
def wat_als(request: HttpRequest, nummer: str) -> HttpResponse:
    """Answer a what-if in place; nothing is stored."""
    access = access_for(user_of(request), nummer, Permission.WERKZONE_ZIEN)
    schooljaar = chosen_schooljaar(request)
    latest = access.school.berekeningen.filter(schooljaar=schooljaar.start).first()
    if latest is None:
        raise Http404
    answer = scenario.build(services.case_of(latest), request.GET.dict(), timezone.localdate())
    context = {**_base(access, schooljaar), "scenario": answer, "berekening": latest}
    name = (
        "middelen/wat_als.html#antwoord"
        if request.headers.get("HX-Request")
        else ("middelen/wat_als.html")
    )
    return render(request, name, context)


@login_required
def geschiedenis(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every calculation, newest first, with its receipt one click away."""
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    page = Paginator(access.school.berekeningen.all(), 25).get_page(request.GET.get("p"))
    rows = [
        (b, glance([view(r, werkzone=False) for r in b.resultaten if r["regeling"] != "oki"]))
        for b in page
    ]
    context = {**_base(access, chosen_schooljaar(request)), "page": page, "rows": rows}
    return render(request, "middelen/geschiedenis.html", context)


@login_required
def berekening(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One calculation from the history."""
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    found = _calculation(access, pk)
    context = {**_base(access, found.jaar), **_shown(access, found), "oud": True}
    return render(request, "middelen/overzicht.html", context)


@login_required
def bewijs(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Recalculate from the stored inputs and compare; nothing is written."""
    access = access_for(user_of(request), nummer, Permission.WERKZONE_ZIEN)
    found = _calculation(access, pk)
    fresh = json.loads(json.dumps(results_to_json(calculate(services.case_of(found)))))
    context = {
        **_base(access, found.jaar),
        "berekening": found,
        "verschillen": compare(found.resultaten, fresh),
        "waarden": found.waarden,
    }
    return render(request, "middelen/bewijs.html", context)


@login_required
@require_POST
def opnieuw(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The same telling with today's school facts and numbers; a new calculation."""
    access = access_for(user_of(request), nummer, Permission.TELLING_INBRENGEN)
    found = _calculation(access, pk)
    services.calculate_again(berekening=found, by=access.user)
    messages.success(request, "Opnieuw berekend met de huidige schoolgegevens en getallen.")
    url = reverse("middelen:overzicht", kwargs={"nummer": nummer})
    return redirect(f"{url}?schooljaar={found.jaar}")


@login_required
def exporteren(request: HttpRequest, nummer: str, pk: int, soort: str) -> HttpResponse:
    """The whole result with explanation as a workbook or JSON; logged, marked vertrouwelijk."""
    access = access_for(user_of(request), nummer, Permission.WERKZONE_ZIEN)
    found = _calculation(access, pk)
    if soort not in ("xlsx", "json"):
        raise Http404
    name = f"vertrouwelijk-middelen-{nummer}-{found.jaar}.{soort}"
    record(kind="export", by=access.user, school=nummer, target=name)
    if soort == "json":
        text = json.dumps(found.resultaten, ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json")
    else:
        title = f"{access.school.naam}, schooljaar {found.jaar}"
        response = HttpResponse(results_workbook(title, found.resultaten), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
def getallen(request: HttpRequest, nummer: str) -> HttpResponse:
    """The numbers that may be typed, with what is typed for this schooljaar."""
    access = access_for(user_of(request), nummer, Permission.GETALLEN_INVOEREN)
    schooljaar = chosen_schooljaar(request)
    stored = {g.naam: g for g in access.school.getallen.filter(schooljaar=schooljaar.start)}
    groups: dict[str, list[tuple[Any, IngevoerdGetal | None]]] = {}
    for entry in invoerbaar():
        groups.setdefault(entry.groep, []).append((entry, stored.get(entry.naam)))
    context = {**_base(access, schooljaar), "groepen": groups}
    return render(request, "middelen/getallen.html", context)


@login_required
def getal(request: HttpRequest, nummer: str, naam: str) -> HttpResponse:
    """Type one number with its document, or take it away."""
    access = access_for(user_of(request), nummer, Permission.GETALLEN_INVOEREN)
    entry = by_name().get(naam)
    if entry is None:
        raise Http404
    schooljaar = chosen_schooljaar(request)
    stored = access.school.getallen.filter(schooljaar=schooljaar.start, naam=naam).first()
    back = f"{reverse('middelen:getallen', kwargs={'nummer': nummer})}?schooljaar={schooljaar}"
    initial = (
        {
            "waarde": stored.waarde.replace(".", ","),
            "document": stored.document,
            "datum": stored.datum,
        }
        if stored
        else {}
    )
    form = NumberForm(
        request.POST if request.method == "POST" and "verwijderen" not in request.POST else None,
        entry=entry,
        today=timezone.localdate(),
        initial=initial,
    )
    if request.method == "POST":
        if "verwijderen" in request.POST and stored is not None:
            services.delete_number(number=stored, by=access.user)
            messages.success(request, f"'{entry.titel}' is weggenomen.")
            return redirect(back)
        if form.is_valid():
            services.enter_number(
                school=access.school,
                schooljaar=schooljaar,
                naam=naam,
                by=access.user,
                **form.cleaned_data,
            )
            messages.success(
                request, f"'{entry.titel}' is bewaard. Bereken opnieuw om het te gebruiken."
            )
            return redirect(back)
    context = {**_base(access, schooljaar), "form": form, "entry": entry, "stored": stored}
    return render(request, "middelen/getal.html", context)
