"""What one does with an answer: keep the view, read it together, note what the school sees."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.analyse import services
from gokwijs.apps.analyse.antwoorden import blad_van
from gokwijs.apps.analyse.beelden import peildag
from gokwijs.apps.analyse.blad import Blad
from gokwijs.apps.analyse.forms import LezingForm, VaststellingForm, WeergaveForm
from gokwijs.apps.analyse.kijk import Kijk, Zone, zones_of
from gokwijs.apps.analyse.models import Bestemming, Lezing, Vaststelling
from gokwijs.apps.analyse.services import DEELNEMERS, AnalyseError
from gokwijs.apps.analyse.views import base, vraag_of
from gokwijs.apps.analyse.vragen import Keuze, Vraag, schooljaar
from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Inschrijving, Leerling
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.scholen.views import year_choices
from gokwijs.core.analyse.beeld import LAATSTE_LAGER
from gokwijs.core.calendar import Schooljaar

PER_PAGE = 25


def staff(request: HttpRequest, nummer: str) -> Access:
    """Everybody who works at the school; raises Http404 and PermissionDenied."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def page_of(nummer: str, vraag: Vraag, keuze: str) -> str:
    """The address of a question with its filters."""
    address = reverse("analyse:vraag", args=[nummer, vraag.value])
    return f"{address}?{keuze}" if keuze else address


def posted_keuze(request: HttpRequest) -> Keuze:
    """The filters a form came from; raises Http404."""
    return Keuze.uit(QueryDict(request.POST.get("keuze", "")[:400]))


@login_required
@require_POST
def weergave(request: HttpRequest, nummer: str) -> HttpResponse:
    """Keep a view under a name."""
    access = staff(request, nummer)
    vraag, keuze = vraag_of(request.POST.get("vraag", "")), posted_keuze(request)
    form = WeergaveForm(request.POST)
    if form.is_valid():
        try:
            found = services.bewaar_weergave(
                school=access.school,
                naam=form.cleaned_data["naam"],
                vraag=vraag.value,
                keuze=keuze.query,
                by=access.user,
            )
            messages.success(request, f"Bewaard als '{found.naam}'. Je collega's zien ze ook.")
        except AnalyseError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, "Geef de weergave een naam van hoogstens 80 tekens.")
    return redirect(page_of(nummer, vraag, keuze.query))


@login_required
@require_POST
def weergave_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take a kept view away."""
    access = staff(request, nummer)
    found = get_object_or_404(access.school.weergaven, pk=pk)
    _own_or_werkzone(access, found.door_naam)
    services.verwijder_weergave(weergave=found, by=access.user)
    messages.success(request, f"De weergave '{found.naam}' is weg.")
    return redirect("analyse:overzicht", nummer)


def _own_or_werkzone(access: Access, naam: str) -> None:
    """Somebody else's work is taken away by who follows up these pupils only."""
    if not access.werkzone and naam != access.user.naam:
        raise PermissionDenied(f"Dit is van {naam}. Vraag het aan die collega of aan de directeur.")


# ---------------------------------------------------------------- reading together


@login_required
def lezingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every reading, newest first."""
    access = staff(request, nummer)
    kijk = Kijk.van(access, Keuze(), timezone.localdate())
    found = [(one, Vraag(one.vraag)) for one in access.school.lezingen.all()]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    return render(
        request, "analyse/lezingen.html", {**base(access, kijk, "lezingen"), "page": page}
    )


@login_required
@require_POST
def lezing_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Begin to read a question together."""
    access = staff(request, nummer)
    vraag, keuze = vraag_of(request.POST.get("vraag", "")), posted_keuze(request)
    found = services.begin_lezing(
        school=access.school,
        vraag=vraag.value,
        keuze=keuze.query,
        dag=timezone.localdate(),
        by=access.user,
    )
    return redirect("analyse:lezing", nummer, found.pk)


def reading_look(access: Access, one: Lezing) -> Kijk:
    """A reading is shared and projected: the figures of the whole team (privacy.md §2)."""
    keuze = Keuze.uit(QueryDict(one.keuze)).met(zone=Zone.SCHOOL.value)
    return Kijk.van(access, keuze, timezone.localdate())


@login_required
def lezing(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The five steps beside the figures."""
    access = staff(request, nummer)
    one = get_object_or_404(access.school.lezingen, pk=pk)
    kijk = reading_look(access, one)
    blad = blad_van(kijk, Vraag(one.vraag))
    form = LezingForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        closing = "afronden" in request.POST
        try:
            services.bewaar_lezing(
                lezing=one,
                teksten=form.cleaned_data,
                deelnemers=form.deelnemers,
                geen_besluit=form.cleaned_data["geen_besluit"],
                dag=form.cleaned_data["dag"],
                afronden=closing,
                cijfers=figures(blad),
                by=access.user,
            )
        except AnalyseError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Afgerond en bewaard." if closing else "Bewaard.")
            return redirect("analyse:lezing", nummer, pk)
    one = get_object_or_404(access.school.lezingen, pk=pk)
    context = {
        **base(access, kijk, "lezingen"),
        "lezing": one,
        "vraag": Vraag(one.vraag),
        "blad": blad,
        "form": form,
        "deelnemers": [
            (DEELNEMERS[key], number) for key, number in one.deelnemers.items() if number
        ],
        "stappen": [(field.label, getattr(one, field.name)) for field in form.stappen],
        "werkzone": Zone.WERK in zones_of(access),
        "eigen_link": page_of(nummer, Vraag(one.vraag), one.keuze),
    }
    return render(request, "analyse/lezing.html", context)


def figures(blad: Blad) -> dict[str, Any]:
    """What the page said, to keep with a reading or a vaststelling."""
    return {
        "titel": blad.titel,
        "onder": blad.onder,
        "bron": blad.bron,
        "zinnen": [[zin.code, zin.tekst] for zin in blad.zinnen],
        "tabellen": [
            {
                "titel": deel.tabel.titel,
                "kolommen": [deel.tabel.rijkop, *(k.titel for k in deel.tabel.kolommen)],
                "rijen": [
                    [rij.label, *(cel.tekst for cel in rij.cellen)] for rij in deel.tabel.rijen[:60]
                ],
            }
            for deel in blad.delen[:1]
            if deel.tabel is not None
        ],
    }


# ---------------------------------------------------------------- vaststellingen


@login_required
def vaststellingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """What the school noted, newest first; exact ones only for the Werkzone."""
    access = staff(request, nummer)
    kijk = Kijk.van(access, Keuze(), timezone.localdate())
    # What was typed in the plan stands there, with the rule on small counts.
    found = access.school.vaststellingen.exclude(vraag="")
    if not access.werkzone:
        found = found.filter(werkzone=False)
    gone = "weg" in request.GET
    found = found.filter(ingetrokken__isnull=not gone)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    rows = [(one, page_of(nummer, Vraag(one.vraag), one.keuze)) for one in page]
    context = {
        **base(access, kijk, "vaststellingen"),
        "page": page,
        "rijen": rows,
        "weg": gone,
        "filter": "weg=1" if gone else "",
    }
    return render(request, "analyse/vaststellingen.html", context)


@login_required
def vaststelling_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """From an answer to something the school says: its figures, source and date filled in."""
    access = staff(request, nummer)
    given = request.POST if request.method == "POST" else request.GET
    vraag = vraag_of(given.get("vraag", ""))
    keuze = Keuze.uit(QueryDict(given.get("keuze", "")[:400]))
    kijk = Kijk.van(access, keuze, timezone.localdate())
    dag = kijk.dag()
    if kijk.jaar is None or dag is None:
        raise Http404
    blad = blad_van(kijk, vraag)
    suggestion = one_cell(kijk, blad, given.get("rij", ""), given.get("kolom", ""))
    form = VaststellingForm(request.POST or None, initial={"tekst": suggestion.tekst})
    if request.method == "POST" and form.is_valid():
        services.maak_vaststelling(
            school=access.school,
            schooljaar=kijk.jaar,
            tekst=form.cleaned_data["tekst"],
            vraag=vraag.value,
            keuze=keuze.query,
            cijfers=figures(blad),
            werkzone=kijk.exact,
            bron=blad.bron,
            dag=dag,
            plaats=suggestion.plaats,
            kenmerk=suggestion.kenmerk,
            by=access.user,
        )
        messages.success(request, "Vaststelling bewaard, met cijfers, bron en datum.")
        return redirect("analyse:vaststellingen", nummer)
    context = {
        **base(access, kijk, "vaststellingen"),
        "vraag": vraag,
        "blad": blad,
        "form": form,
        "keuze_query": keuze.query,
        "rij": given.get("rij", ""),
        "kolom": given.get("kolom", ""),
        "terug": page_of(nummer, vraag, keuze.query),
    }
    return render(request, "analyse/vaststelling.html", context)


class Voorstel:
    """What is filled in beforehand: a sentence, a place, a kenmerk."""

    def __init__(self, tekst: str, plaats: str = "", kenmerk: str = "") -> None:
        self.tekst, self.plaats, self.kenmerk = tekst, plaats, kenmerk


def one_cell(kijk: Kijk, blad: Blad, rij: str, kolom: str) -> Voorstel:
    """A sentence about one visible cell, or the first sentences of the page."""
    for deel in blad.delen:
        if deel.tabel is None:
            continue
        place = next((n for n, k in enumerate(deel.tabel.kolommen) if k.key == kolom), None)
        row = next((r for r in deel.tabel.rijen if r.key == rij), None)
        if place is not None and row is not None and not row.cellen[place].reden:
            head = deel.tabel.kolommen[place]
            text = f"{row.label}, {head.titel.lower()}: {row.cellen[place].tekst} ({blad.onder})."
            return Voorstel(text, row.label, head.kenmerk)
    return Voorstel(" ".join(zin.tekst for zin in blad.zinnen[:1]), "", kijk.keuze.kenmerk)


@login_required
@require_POST
def vaststelling_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take one away, or bring it back."""
    access = staff(request, nummer)
    found = Vaststelling.objects.filter(school=access.school)
    if not access.werkzone:
        found = found.filter(werkzone=False)
    one = get_object_or_404(found, pk=pk)
    _own_or_werkzone(access, one.door_naam)
    back = "terug" in request.POST
    services.trek_vaststelling_in(vaststelling=one, by=access.user, terug=back)
    if back:
        messages.success(request, "De vaststelling staat er weer.")
    else:
        messages.success(request, "De vaststelling is ingetrokken. Bij 'ingetrokken' vind je ze.")
    address = reverse("analyse:vaststellingen", args=[nummer])
    return redirect(f"{address}?{urlencode({'weg': 1})}" if back else address)


# ---------------------------------------------------------------- after the sixth leerjaar


@login_required
def bestemmingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Where the pupils of the sixth leerjaar went, one choice per pupil."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_BEHEREN)
    today = timezone.localdate()
    given = request.POST.get("jaar") or request.GET.get("jaar", "")
    jaar = schooljaar(given) if given else Schooljaar.of(today).previous
    pupils = sixth_years(access.school, jaar, today)
    if request.method == "POST":
        choices = {one.pk: request.POST.get(f"l{one.pk}", "") for one in pupils}
        services.bewaar_bestemmingen(
            school=access.school, schooljaar=jaar, keuzes=choices, by=access.user
        )
        messages.success(request, "Bewaard.")
        return redirect(f"{reverse('analyse:bestemmingen', args=[nummer])}?jaar={jaar}")
    known = dict(
        Bestemming.objects.filter(leerling__in=pupils, schooljaar=jaar.start).values_list(
            "leerling_id", "waar"
        )
    )
    context = {
        **base(access, Kijk.van(access, Keuze(), today), Vraag.LEEFTIJD.value),
        "jaar": jaar,
        "jaren": year_choices(jaar),
        "rijen": [(one, known.get(one.pk, "")) for one in pupils],
        "keuzes": Bestemming.Waar.choices,
        "ingevuld": len(known),
    }
    return render(request, "analyse/bestemmingen.html", context)


def sixth_years(school: School, jaar: Schooljaar, today: date) -> list[Leerling]:
    """The pupils of the sixth leerjaar on the peildag of a schooljaar, by name."""
    there = Inschrijving.objects.filter(
        running_on(peildag(school, jaar, today)),
        leerling__school=school,
        onderwijsniveau="lager",
        leerjaar=str(LAATSTE_LAGER),
    )
    found = Leerling.objects.filter(inschrijvingen__in=there).exclude(naam=GEWIST)
    return list(found.distinct().order_by("zoeknaam", "pk"))
