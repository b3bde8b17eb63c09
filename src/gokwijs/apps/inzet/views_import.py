"""Reading a file of the accounts: choose it, say what each column is, check, confirm, undo."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Boeking, Boekingsimport
from gokwijs.apps.inzet import services_import as services
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.inzet.bestand import VELDEN, Blad, LeesError, guess, read_blad
from gokwijs.apps.inzet.forms import soort_choices
from gokwijs.apps.inzet.inlezen import Context, Gelezen, lees_regels
from gokwijs.apps.inzet.selectors import Keuzes, keuzes
from gokwijs.apps.inzet.views import address, base, schooljaar_of
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.telling.columns import fold

PER_PAGE = 50


class BestandForm(forms.Form):
    """A file of the accounts."""

    bestand = forms.FileField(
        label="Bestand uit de boekhouding",
        help_text="Csv of Excel (.xlsx), hoogstens 5000 rijen. Eén rij per boeking.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )


class KoppelForm(forms.Form):
    """What each column is, and for which means the file is."""

    def __init__(
        self,
        *args: Any,
        kop: list[str],
        soorten: list[Middelsoort],
        koppeling: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", "staat er niet in"), *((str(n), name) for n, name in enumerate(kop))]
        self.fields["soort"] = forms.ChoiceField(
            label="Welke middelen",
            choices=soort_choices(soorten),
            initial=koppeling.get("soort"),
        )
        for field, (label, _) in VELDEN.items():
            place = koppeling.get("velden", {}).get(field)
            self.fields[field] = forms.ChoiceField(
                label=label,
                choices=columns,
                required=False,
                initial="" if place is None else str(place),
            )

    @property
    def velden(self) -> dict[str, int]:
        data = self.cleaned_data
        return {field: int(data[field]) for field in VELDEN if data.get(field)}


@login_required
def start(request: HttpRequest, nummer: str) -> HttpResponse:
    """Choose a file; under it the files of before."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    schooljaar = schooljaar_of(request)
    form = BestandForm(request.POST or None, request.FILES or None)
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["bestand"]
        try:
            blad = read_blad(file.file, file.name)
            made = services.neem_aan(
                school=access.school,
                schooljaar=schooljaar,
                naam=file.name,
                blad=blad,
                koppeling=guess(blad.kop),
                by=access.user,
            )
        except LeesError as error:
            problems = [error.problem]
        except services.AlGelezenError as error:
            if error.bestand.bevestigd is None:
                messages.info(request, "Dit bestand wacht nog op je bevestiging.")
                return redirect("inzet:import_nakijken", nummer, error.bestand.pk)
            form.add_error("bestand", str(error))
        else:
            return redirect("inzet:import_nakijken", nummer, made.pk)
    earlier = access.school.boekingsimporten.filter(schooljaar=schooljaar.start)
    context = {
        **base(access, schooljaar, "import"),
        "form": form,
        "problemen": problems,
        "page": Paginator(earlier.defer("tabel"), PER_PAGE).get_page(request.GET.get("p")),
        "filter": f"schooljaar={schooljaar}",
    }
    status = 422 if problems or form.errors else 200
    return render(request, "inzet/import.html", context, status=status)


def import_of(access: Access, pk: int) -> Boekingsimport:
    found = access.school.boekingsimporten.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _blad(row: Boekingsimport) -> Blad:
    tabel = row.tabel
    return Blad(
        tuple(tabel["kop"]),
        tuple(tuple(rij) for rij in tabel["rijen"]),
        tabel["eerste_rij"],
        row.bestand_hash,
    )


def _gelezen(row: Boekingsimport, keuze: Keuzes) -> Gelezen:
    soort = Middelsoort(row.koppeling["soort"])
    context = Context(keuze.schooljaar, soort, codes(keuze), _booked(row, soort))
    return lees_regels(_blad(row), row.koppeling["velden"], context)


def codes(keuze: Keuzes) -> dict[str, tuple[int | None, int | None]]:
    """Code or title → actie, streefdoel. A title that two share is no code."""
    found: dict[str, tuple[int | None, int | None]] = {}
    twice: set[str] = set()
    for key, names in [
        *(((a.pk, None), (f"A{a.pk}", str(a))) for a in keuze.acties if not a.plan.bevroren),
        *(((None, d.pk), (f"D{d.pk}", str(d))) for d in keuze.streefdoelen),
    ]:
        for name in names:
            word = fold(name)
            if word in found:
                twice.add(word)
            found[word] = key
    return {word: key for word, key in found.items() if word not in twice}


def _booked(row: Boekingsimport, soort: Middelsoort) -> frozenset[tuple[Any, Fraction, str]]:
    rows = Boeking.objects.filter(
        school=row.school,
        schooljaar=row.schooljaar,
        soort=soort.value,
        ingetrokken__isnull=True,
    ).order_by("pk")
    return frozenset(
        (datum, Fraction(amount), fold(reference or text))
        for datum, amount, reference, text in rows.values_list(
            "datum", "besteed", "referentie", "omschrijving"
        )
    )


@login_required
def nakijken(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What each column is, every problem, and what would be booked; nothing is booked yet."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    row = import_of(access, pk)
    schooljaar = Schooljaar(row.schooljaar)
    if row.bevestigd is not None:
        messages.info(request, f"'{row.naam}' is al geboekt.")
        return redirect(address("inzet:import", nummer, schooljaar))
    keuze = keuzes(access.school, schooljaar)
    posted = request.POST if "kijk" in request.POST else None
    form = KoppelForm(
        posted, kop=row.tabel["kop"], soorten=_soorten(keuze), koppeling=row.koppeling
    )
    try:
        if request.method == "POST":
            answer = _decide(request, access, row, keuze, form)
            if answer is not None:
                return answer
    except BeleidError as error:
        messages.error(request, str(error))
        return redirect(address("inzet:import", nummer, schooljaar))
    found = _gelezen(row, keuze)
    soort = Middelsoort(row.koppeling["soort"])
    zicht = Zicht(access.werkzone)
    names = {("a", a.pk): str(a) for a in keuze.acties}
    names |= {("d", d.pk): str(d) for d in keuze.streefdoelen}
    page = Paginator(found.regels, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **base(access, schooljaar, "import"),
        "rij": row,
        "form": form,
        "gelezen": found,
        "page": page,
        "regels": [
            (r, zicht.met_eenheid(soort, r.besteed), _name(r, names)) for r in page.object_list
        ],
        "som": zicht.met_eenheid(soort, found.som),
        "te_boeken": len(found.regels) - found.dubbel,
    }
    return render(request, "inzet/import_nakijken.html", context)


def _soorten(keuze: Keuzes) -> list[Middelsoort]:
    """Money first: that is what accounts are about."""
    return sorted(keuze.soorten, key=lambda s: (not s.is_geld, not s.is_gekleurd))


def _name(regel: Any, names: Mapping[tuple[str, int], str]) -> str:
    key = ("a", regel.actie) if regel.actie is not None else ("d", regel.streefdoel)
    return names.get(key, "")


def _decide(
    request: HttpRequest,
    access: Access,
    row: Boekingsimport,
    keuze: Keuzes,
    form: KoppelForm,
) -> HttpResponse | None:
    """Discard, confirm, or other columns; None: show the page again."""
    nummer = access.school.instellingsnummer
    if "weg" in request.POST:
        services.gooi_weg(bestand=row, by=access.user)
        messages.success(request, f"'{row.naam}' is weggegooid. Er is niets geboekt.")
        return redirect(address("inzet:import", nummer, keuze.schooljaar))
    if "kijk" in request.POST:
        if form.is_valid():
            soort = Middelsoort(form.cleaned_data["soort"])
            services.koppel(bestand=row, velden=form.velden, soort=soort, by=access.user)
            return redirect("inzet:import_nakijken", nummer, row.pk)
        return None
    found = _gelezen(row, keuze)
    if found.fouten:
        messages.error(request, "Er staan nog fouten in. Er is niets geboekt.")
        return redirect("inzet:import_nakijken", nummer, row.pk)
    doubles = "dubbel" in request.POST
    regels = [r for r in found.regels if doubles or not r.dubbel]
    soort = Middelsoort(row.koppeling["soort"])
    services.bevestig(bestand=row, regels=regels, soort=soort, by=access.user)
    messages.success(
        request, f"{len(regels)} boekingen uit '{row.naam}'. Terugdraaien kan bij het bestand."
    )
    return redirect(address("inzet:boekingen", nummer, keuze.schooljaar))


@login_required
@require_POST
def terugdraaien(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take every booking of a file back, or undo that."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    row = import_of(access, pk)
    back = "terug" in request.POST
    try:
        change = services.zet_import_terug if back else services.draai_terug
        number = change(bestand=row, by=access.user)
    except BeleidError as error:
        messages.error(request, str(error))
    else:
        words = "tellen weer mee" if back else "tellen niet meer mee"
        messages.success(request, f"{number} boekingen van '{row.naam}' {words}.")
    return redirect(address("inzet:import", nummer, Schooljaar(row.schooljaar)))
