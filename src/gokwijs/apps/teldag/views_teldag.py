"""The teldag: which day, what is counted on it, freeze it, versions, and the pupils behind."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.middelen.forms import TOTALS_GROUPS, TotalsGroup
from gokwijs.apps.scholen.selectors import Access, access_for, facts_for, user_of
from gokwijs.apps.teldag import services, vergelijking
from gokwijs.apps.teldag.dagen import Teldag, teldag_of
from gokwijs.apps.teldag.forms import TeldagForm, VastleggenForm, clamp, field_name
from gokwijs.apps.teldag.models import Teldagkeuze, Vastlegging
from gokwijs.apps.teldag.overzicht import teldag_zin
from gokwijs.apps.teldag.selectors import (
    Dagstand,
    case_of_day,
    dagstand,
    formulieren,
    latest_of,
    vastlegging_for,
    versions_of,
    vorige_telling,
)
from gokwijs.apps.teldag.selectors import (
    achter as achter_cellen,
)
from gokwijs.apps.teldag.views import base, schooljaar_of
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.leerlingen.teldag import ZorgthuisError, zorgthuis_in, zorgthuis_plaatsen
from gokwijs.core.middelen.counts import groep_of, pupils
from gokwijs.core.telling.model import Cell, Telling


def _url(name: str, access: Access, schooljaar: Schooljaar) -> str:
    path = reverse(f"teldag:{name}", kwargs={"nummer": access.school.instellingsnummer})
    return f"{path}?schooljaar={schooljaar}"


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """The teldag of a schooljaar: frozen counts, or what would be counted now."""
    access = access_for(user_of(request), nummer, Permission.TELLING_INBRENGEN)
    schooljaar, today = schooljaar_of(request), timezone.localdate()
    teldag = teldag_of(access.school, schooljaar)
    stand = dagstand(access.school, min(today, teldag.dag), today, namen=True)
    telling = stand.geteld(nummer).telling
    latest = latest_of(access.school, schooljaar)
    context = {
        **base(access, schooljaar, "teldag"),
        "teldag": teldag,
        "aftellen": teldag_zin(teldag.dagen(today), teldag.words),
        "kan": teldag.voorbij(today),
        "today": today,
        "aantal_leerlingen": len(stand.cellen),
        "versies": versions_of(access.school, schooljaar),
        "laatste": latest,
    }
    if latest is not None:
        context |= _shown(latest)
        context["veranderd"] = _changed_since(latest, stand)
    elif telling.cells:
        forms = formulieren(access.school, stand.dag, today)
        case = case_of_day(access.school, schooljaar, telling)
        views = vergelijking.forecast(case)
        context["groepen"] = vergelijking.telgroepen(telling)
        context["controle"] = vergelijking.controle(stand, forms)
        context["glance"] = vergelijking.in_een_oogopslag(views)
        context["views"] = views
        context["zorgthuis_open"] = bool(zorgthuis_plaatsen(telling))
    vorige, herkomst = vorige_telling(access.school, schooljaar)
    if facts_for(access.school, schooljaar).toeslag_noemer is None:
        context["verhouding"] = vergelijking.eigen_verhouding(vorige)
        context["verhouding_herkomst"] = herkomst
    return render(request, "teldag/teldag.html", context)


def _changed_since(latest: Vastlegging, stand: Dagstand) -> bool:
    """Would freezing now give another version?"""
    zorgthuis = zorgthuis_in(Telling.from_json(latest.telling))
    try:
        now = stand.geteld(latest.telling["instellingsnummer"], zorgthuis).telling
    except ZorgthuisError:
        return True
    return now.fingerprint != latest.vingerafdruk


def _shown(found: Vastlegging) -> dict[str, Any]:
    """The counts and results of a version, beside the version before."""
    telling = Telling.from_json(found.telling)
    before = Telling.from_json(found.vorige.telling) if found.vorige else None
    views = vergelijking.views_of(found.berekening.resultaten) if found.berekening else []
    context: dict[str, Any] = {
        "groepen": vergelijking.telgroepen(telling, before),
        "glance": vergelijking.in_een_oogopslag(views),
        "views": views,
    }
    if found.vorige is not None and before is not None:
        old = found.vorige.berekening
        context["cellen"] = vergelijking.celverschillen(before, telling)
        context["uitkomsten"] = vergelijking.uitkomsten(
            vergelijking.views_of(old.resultaten) if old else [], views
        )
    return context


# ---------------------------------------------------------------- another day


@login_required
def dag(request: HttpRequest, nummer: str) -> HttpResponse:
    """Another teldag than the rule gives, with a reason; or back to the rule."""
    access = access_for(user_of(request), nummer, Permission.TELLING_INBRENGEN)
    schooljaar = schooljaar_of(request)
    teldag = teldag_of(access.school, schooljaar)
    terug = request.method == "POST" and "terug" in request.POST
    form = TeldagForm(
        request.POST if request.method == "POST" and not terug else None,
        initial=_initial_day(teldag),
    )
    try:
        if terug:
            services.reset_teldag(school=access.school, schooljaar=schooljaar, by=access.user)
            messages.success(request, "De teldag is weer die van de regel.")
            return redirect(_url("teldag", access, schooljaar))
        if request.method == "POST" and form.is_valid():
            keuze = services.choose_teldag(
                school=access.school,
                schooljaar=schooljaar,
                soort=Teldagkeuze.Soort(form.cleaned_data["soort"]),
                dag=form.cleaned_data["dag"],
                gesloten=form.cleaned_data["gesloten"],
                reden=form.cleaned_data["reden"],
                by=access.user,
            )
            messages.success(request, f"De teldag is nu {dutch_date(keuze.dag)}.")
            return redirect(_url("teldag", access, schooljaar))
    except services.TeldagError as error:
        messages.error(request, str(error))
        return redirect(_url("teldag", access, schooljaar))
    context = {**base(access, schooljaar, "teldag"), "form": form, "teldag": teldag}
    return render(request, "teldag/dag.html", context)


def _initial_day(teldag: Teldag) -> dict[str, Any]:
    keuze = teldag.keuze
    if keuze is None:
        return {"soort": Teldagkeuze.Soort.GESLOTEN.value}
    closed = [date.fromisoformat(day) for day in keuze.gesloten]
    return {
        "soort": keuze.soort,
        "dag": keuze.dag,
        "gesloten": "\n".join(f"{day:%d/%m/%Y}" for day in closed),
        "reden": keuze.reden,
    }


# ---------------------------------------------------------------- freezing


@login_required
def vastleggen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Fill in what belongs to it, check it, freeze it: three steps at one address."""
    access = access_for(user_of(request), nummer, Permission.TELLING_INBRENGEN)
    schooljaar, today = schooljaar_of(request), timezone.localdate()
    teldag = teldag_of(access.school, schooljaar)
    if not teldag.voorbij(today):
        messages.error(request, f"De teldag is pas op {teldag.words}.")
        return redirect(_url("teldag", access, schooljaar))
    tot = clamp(request.POST.get("antwoorden_tot"), teldag.dag, today)
    stand = dagstand(access.school, teldag.dag, tot, namen=True)
    plain = stand.geteld(nummer).telling
    latest = latest_of(access.school, schooljaar)
    form = VastleggenForm(
        request.POST if request.method == "POST" else None,
        places=zorgthuis_plaatsen(plain),
        first=latest is None,
        initial=_initial(latest, today),
    )
    if request.method == "POST" and form.is_valid() and "bevestig" in request.POST:
        return _freeze(request, access, schooljaar, form, today)
    context = {
        **base(access, schooljaar, "teldag"),
        "teldag": teldag,
        "form": form,
        "laatste": latest,
        "aantal_leerlingen": len(stand.cellen),
        "controle": vergelijking.controle(stand, formulieren(access.school, teldag.dag, tot)),
    }
    if request.method == "POST" and form.is_valid():
        try:
            context |= _checked(access, schooljaar, form, stand, latest)
        except ZorgthuisError as error:
            form.add_error(None, str(error))
    return render(request, "teldag/vastleggen.html", context)


def _initial(latest: Vastlegging | None, today: date) -> dict[str, Any]:
    """Today, and the zorgthuis counts of the version before."""
    initial: dict[str, Any] = {"antwoorden_tot": today}
    typed = zorgthuis_in(Telling.from_json(latest.telling)) if latest is not None else None
    if typed is not None:
        initial["zorgthuis_geteld"] = True
        for one in typed:
            shown = dutch_number(pupils(one.halves))
            initial[field_name(one.graad, one.kenmerken)] = shown
    return initial


def _checked(
    access: Access,
    schooljaar: Schooljaar,
    form: VastleggenForm,
    stand: Dagstand,
    latest: Vastlegging | None,
) -> dict[str, Any]:
    """What would be frozen, beside the version that counts now; raises ZorgthuisError."""
    telling = stand.geteld(access.school.instellingsnummer, form.zorgthuis()).telling
    before = Telling.from_json(latest.telling) if latest is not None else None
    views = vergelijking.forecast(case_of_day(access.school, schooljaar, telling))
    old = latest.berekening if latest is not None else None
    context = {
        "nagekeken": True,
        "groepen": vergelijking.telgroepen(telling, before),
        "glance": vergelijking.in_een_oogopslag(views),
        "views": views,
        "tot": form.cleaned_data["antwoorden_tot"],
        "gelijk": latest is not None and latest.vingerafdruk == telling.fingerprint,
    }
    if before is not None:
        context["cellen"] = vergelijking.celverschillen(before, telling)
        context["uitkomsten"] = vergelijking.uitkomsten(
            vergelijking.views_of(old.resultaten) if old else [], views
        )
    return context


def _freeze(
    request: HttpRequest,
    access: Access,
    schooljaar: Schooljaar,
    form: VastleggenForm,
    today: date,
) -> HttpResponse:
    try:
        done = services.freeze_telling(
            school=access.school,
            schooljaar=schooljaar,
            today=today,
            by=access.user,
            antwoorden_tot=form.cleaned_data["antwoorden_tot"],
            zorgthuis=form.zorgthuis(),
            reden=form.cleaned_data.get("reden", ""),
        )
    except (services.TeldagError, ZorgthuisError) as error:
        messages.error(request, str(error))
        return redirect(_url("teldag", access, schooljaar))
    if done.nieuw:
        messages.success(
            request,
            f"De {done.vastlegging} is vastgelegd en de middelen zijn ermee berekend.",
        )
    else:
        messages.info(
            request,
            f"Er is niets veranderd: versie {done.vastlegging.versie} blijft de telling die geldt.",
        )
    return redirect(_url("teldag", access, schooljaar))


# ---------------------------------------------------------------- versions and who is behind


@login_required
def versie(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One version: its counts, and what changed since the version before. Counts, no names."""
    access = access_for(user_of(request), nummer, Permission.WERKZONE_ZIEN)
    found = vastlegging_for(access, pk)
    context = {
        **base(access, found.jaar, "teldag"),
        "vastlegging": found,
        "namen": _may_see_names(access),
        **_shown(found),
    }
    return render(request, "teldag/versie.html", context)


def _may_see_names(access: Access) -> bool:
    return access.may_pupils and access.klassen is None


@login_required
def achter(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The pupils behind one number of a frozen Telling; every look is logged."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_ZIEN)
    if access.klassen is not None:
        raise PermissionDenied(
            "De leerlingen achter de telling zijn van de hele school. Je ziet enkel je eigen "
            "klassen, bij Leerlingen."
        )
    found = vastlegging_for(access, pk)
    groep = next((g for g in TOTALS_GROUPS if g.prefix == request.GET.get("groep")), None)
    kenmerk, antwoord = request.GET.get("kenmerk", ""), request.GET.get("antwoord", "")
    wanted = _wanted(groep, kenmerk, antwoord)
    behind = [(c, who) for c, who in achter_cellen(found) if wanted(c)]
    names = {
        one.pk: one
        for one in Leerling.objects.filter(
            school=access.school, pk__in=[key for _, who in behind for key, _ in who]
        )
    }
    record(kind="telling.leerlingen", by=access.user, school=nummer, target=str(found))
    rows = [
        (names[key], cell, halves) for cell, who in behind for key, halves in who if key in names
    ]
    context = {
        **base(access, found.jaar, "teldag"),
        "vastlegging": found,
        "titel": _behind_title(groep, kenmerk, antwoord),
        "rijen": sorted(rows, key=lambda row: (row[0].zoeknaam, row[0].pk)),
        "gewist": sum(key not in names for _, who in behind for key, _ in who),
        "aantal": dutch_number(pupils(sum(h for _, who in behind for _, h in who))),
    }
    return render(request, "teldag/achter.html", context)


_ANSWERS = {a.word: a for a in Antwoord}


def _wanted(groep: TotalsGroup | None, kenmerk: str, antwoord: str) -> Any:
    """Which cells; Http404 for a question that cannot be asked, such as zorgthuis."""
    if kenmerk and (
        kenmerk not in set(Kenmerk) or kenmerk == Kenmerk.ZORGTHUIS or antwoord not in _ANSWERS
    ):
        raise Http404

    def wanted(cell: Cell) -> bool:
        if groep is not None and (
            cell.onderwijsniveau is not groep.niveau
            or (groep.groep is not None and groep_of(cell) is not groep.groep)
        ):
            return False
        return not kenmerk or cell.answer(Kenmerk(kenmerk)) is _ANSWERS[antwoord]

    return wanted


def _behind_title(groep: TotalsGroup | None, kenmerk: str, antwoord: str) -> str:
    where = groep.titel if groep is not None else "Alle leerlingen"
    return f"{where}: {Kenmerk(kenmerk).label.lower()} {antwoord}" if kenmerk else where
