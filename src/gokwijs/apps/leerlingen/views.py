"""The list of pupils of a day, its export and print, and the page of one pupil."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.leerlingen.forms import LijstForm
from gokwijs.apps.leerlingen.kolommen import KOLOMMEN, Cel, Kolom, chosen
from gokwijs.apps.leerlingen.lijst import Lijst, place_choices
from gokwijs.apps.leerlingen.looks import log_look
from gokwijs.apps.leerlingen.models import Bewerking
from gokwijs.apps.leerlingen.selectors import leerling_for
from gokwijs.apps.leerlingen.toon import answer_words, chosen_day, kenmerk_rows, shown_reason
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.leerlingenlijst import list_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50
_COLUMNS = "leerlingen_kolommen"  # in the session


@dataclass(frozen=True)
class Kop:
    """The heading of a column, with the address that sorts by it."""

    kolom: Kolom | None
    titel: str
    link: str
    stand: str  # ascending, descending or nothing, as aria-sort wants it


@dataclass
class Gevraagd:
    """The question behind a list, as form and as address."""

    form: LijstForm
    lijst: Lijst
    kolommen: list[Kolom]
    get: QueryDict

    @property
    def dag(self) -> date:
        return self.lijst.vraag.dag

    @property
    def is_vandaag(self) -> bool:
        return self.dag == timezone.localdate()

    def address(self, **changes: str) -> str:
        """This list with something else asked; an empty value takes the question away."""
        query = self.get.copy()
        for name in ("p", "kol", "kolommen", *changes):
            query.pop(name, None)
        for name, value in changes.items():
            if value:
                query[name] = value
        today = timezone.localdate().isoformat()
        for name in [n for n in query if not query[n] or (n == "op" and query[n] == today)]:
            del query[name]
        return f"?{query.urlencode()}"

    def head(self, key: str, titel: str, kolom: Kolom | None = None) -> Kop:
        vraag = self.lijst.vraag
        if vraag.sort != key:
            return Kop(kolom, titel, self.address(s=key), "none")
        if vraag.omgekeerd:
            return Kop(kolom, titel, self.address(s=key), "descending")
        return Kop(kolom, titel, self.address(s=f"-{key}"), "ascending")

    @property
    def heads(self) -> list[Kop]:
        return [
            self.head(k.key, k.titel, k) if k.sorteerbaar else Kop(k, k.titel, "", "")
            for k in self.kolommen
        ]

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """Each filter with the address of the list without it."""
        return [
            (label, words, self.address(**{name: ""})) for name, label, words in self.form.active()
        ]


def asked(request: HttpRequest, access: Access, get: QueryDict | None = None) -> Gevraagd:
    """Read the question from the address; the columns from the session."""
    get = request.GET if get is None else get
    given = get.copy()
    given.setdefault("op", timezone.localdate().isoformat())
    form = LijstForm(given, own_only=access.klassen is not None)
    vraag = form.vraag(timezone.localdate(), get.get("s", ""))
    kolommen = chosen(request.session.get(_COLUMNS, []))
    counted = [kolom.kenmerk for kolom in kolommen if kolom.kenmerk is not None]
    return Gevraagd(form, Lijst(access, vraag, counted), kolommen, get)


@login_required
def lijst(request: HttpRequest, nummer: str) -> HttpResponse:
    """The pupils of a day."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_ZIEN)
    if "kolommen" in request.GET:
        request.session[_COLUMNS] = [k.key for k in chosen(request.GET.getlist("kol"))]
        query = request.GET.copy()
        for name in ("kol", "kolommen"):
            query.pop(name, None)
        return redirect(f"{reverse('leerlingen:lijst', args=[nummer])}?{query.urlencode()}")
    log_look(access, "leerlingen.bekeken")
    gevraagd = asked(request, access)
    page = Paginator(gevraagd.lijst.keys, PER_PAGE).get_page(request.GET.get("p"))
    form = gevraagd.form
    form.offer(place_choices(access, gevraagd.lijst.vraag))
    context = {
        **_shown(access, gevraagd, page.object_list),
        "page": page,
        "kenmerkvelden": [form[name] for name in form.fields if name.startswith("k_")],
        "meer_open": form.more_is_asked,
        "huidig": [(k, v) for k, v in request.GET.items() if k not in ("p", "kol") and v],
        "dagvraag": "" if gevraagd.is_vandaag else f"?op={gevraagd.dag:%Y-%m-%d}",
        "vorige": gevraagd.address() + f"&p={page.number - 1}",
        "volgende": gevraagd.address() + f"&p={page.number + 1}",
        "alle_kolommen": KOLOMMEN,
        "soorten": Bewerking.Soort.choices,
        "leeg": not gevraagd.lijst.keys and not gevraagd.chips and not _any_pupil(access),
    }
    part = request.headers.get("HX-Request") and not request.headers.get(
        "HX-History-Restore-Request"
    )
    return render(request, "leerlingen/lijst.html" + ("#tabel" if part else ""), context)


def _any_pupil(access: Access) -> bool:
    return access.klassen is None and access.school.leerlingen.exists()


def _shown(access: Access, gevraagd: Gevraagd, keys: Any) -> dict[str, Any]:
    """What screen and paper have in common."""
    kolommen = gevraagd.kolommen
    return {
        "access": access,
        "hier": "leerlingen",
        "deel": "lijst",
        "gevraagd": gevraagd,
        "form": gevraagd.form,
        "lijst": gevraagd.lijst,
        "dag": gevraagd.dag,
        "dag_woorden": dutch_date(gevraagd.dag),
        "vandaag_woorden": dutch_date(timezone.localdate()),
        "is_vandaag": gevraagd.is_vandaag,
        "kop_naam": gevraagd.head("naam", "Naam"),
        "rijen": [
            (rij, [(kolom, kolom.cel(rij)) for kolom in kolommen])
            for rij in gevraagd.lijst.rijen(list(keys))
        ],
        "voet": [
            (gevraagd.lijst.tel(k.kenmerk) if k.kenmerk is not None else None, k) for k in kolommen
        ],
        "terug": gevraagd.address()[1:],
    }


@login_required
def export(request: HttpRequest, nummer: str) -> HttpResponse:
    """The filtered list as a workbook; logged, marked vertrouwelijk."""
    access = access_for(user_of(request), nummer, Permission.LIJSTEN_MEENEMEN)
    gevraagd = asked(request, access)
    name = f"vertrouwelijk-leerlingen-{nummer}-{gevraagd.dag:%Y-%m-%d}.xlsx"
    _log_taken(access, name, gevraagd)
    kolommen = gevraagd.kolommen
    rows = []
    for rij in gevraagd.lijst.rijen(gevraagd.lijst.keys):
        rows.append([str(rij.leerling), *(_in_workbook(k.cel(rij)) for k in kolommen)])
    data = list_workbook(
        title=f"{access.school.naam}: leerlingen op {dutch_date(gevraagd.dag)}",
        notes=[f"{label}: {words or 'ja'}" for label, words, _ in gevraagd.chips],
        header=["Naam", *(kolom.titel for kolom in kolommen)],
        rows=rows,
    )
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _in_workbook(cel: Cel) -> str | date:
    """Only a bare day becomes a date; a day with words stays a text."""
    bare = cel.dag is not None and cel.tekst == f"{cel.dag:%d/%m/%Y}"
    return cel.dag if cel.dag is not None and bare else cel.tekst


def _log_taken(access: Access, name: str, gevraagd: Gevraagd) -> None:
    record(
        kind="export",
        by=access.user,
        school=access.school.instellingsnummer,
        target=name,
        data={"rijen": len(gevraagd.lijst.keys), "kolommen": [k.key for k in gevraagd.kolommen]},
    )


@login_required
def afdruk(request: HttpRequest, nummer: str) -> HttpResponse:
    """The whole filtered list on one page, for paper; logged as an export."""
    access = access_for(user_of(request), nummer, Permission.LIJSTEN_MEENEMEN)
    gevraagd = asked(request, access)
    _log_taken(access, f"de afdruk van de leerlingen van {gevraagd.dag:%d/%m/%Y}", gevraagd)
    context = _shown(access, gevraagd, gevraagd.lijst.keys)
    return render(request, "leerlingen/afdruk.html", context)


@login_required
def leerling(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One pupil: where, what is known and why, and everything that was ever recorded."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_ZIEN)
    dag = chosen_day(request, access)
    found = leerling_for(access, pk, dag)
    log_look(access, "leerling.bekeken", found)
    context: dict[str, Any] = {
        "access": access,
        "hier": "leerlingen",
        "deel": "lijst",
        "leerling": found,
        "dag": dag,
        "is_vandaag": dag == timezone.localdate(),
        "dag_woorden": dutch_date(dag),
        "inschrijvingen": _enrolments(access, found, dag),
    }
    context["lopend"] = [one for one in context["inschrijvingen"] if one.core.covers(dag)]
    feiten = list(found.feiten.all())
    open_answers = access.may_declare and "antwoorden" in request.GET
    context["kenmerken"] = kenmerk_rows(feiten, dag, access, open_answers)
    if access.klassen is None:
        feiten.sort(key=lambda f: (f.vastgelegd, f.pk), reverse=True)
        declared = list(found.verklaringen.all())
        context["feiten"] = [(f, shown_reason(f, open_answers)) for f in feiten]
        context["verklaringen"] = declared
        if declared and open_answers:
            context["antwoorden"] = [(one, answer_words(one)) for one in declared]
            log_look(access, "leerling.antwoorden", found)
    return render(request, "leerlingen/leerling.html", context)


def _enrolments(access: Access, found: Any, dag: date) -> list[Any]:
    """Newest first; a leraar sees only the own classes of today."""
    rows = sorted(found.inschrijvingen.all(), key=lambda i: (i.begin, i.pk), reverse=True)
    if access.klassen is None:
        return rows
    return [one for one in rows if one.klas in access.klassen and one.core.covers(dag)]
