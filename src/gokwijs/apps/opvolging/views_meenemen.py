"""Taking a series or an evaluatie along, as workbook or CSV; nothing more than the page shows."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.beleid.tonen import ENKEL_WERKZONE, Zicht, getal
from gokwijs.apps.opvolging import zinnen
from gokwijs.apps.opvolging.evaluatieblad import Doelblok, blad
from gokwijs.apps.opvolging.reeks import Reeks
from gokwijs.apps.opvolging.selectors import evaluatie_van, indicator_van
from gokwijs.apps.opvolging.uitvoering import Uitvoeringsgraad
from gokwijs.apps.opvolging.views import doelen_van, lezer, reeks_van
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.bladen import Grid, blad_csv, blad_workbook

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
DOELKOP = ("Streefdoel", "Nulmeting", "Streefwaarde", "Wat we maten", "Wat dat zegt", "Besluit")
KOP = (
    *("Gemeten op", "Teller", "Noemer", "Waarde", "Goed mogelijk", "Lijn op die dag"),
    *("Bron", "Definitie", "Nota"),
)


@login_required
def indicator(request: HttpRequest, nummer: str, pk: int, soort: str) -> HttpResponse:
    """The series of one indicator. Exact counts leave with who may take lists along."""
    access = lezer(request, nummer)
    one = indicator_van(access.school, pk)
    zicht = outgoing(access)
    found = reeks_van(one, zicht)
    today = timezone.localdate()
    said = [z.tekst for doel in doelen_van(one) for z in zinnen.over_doel(doel, zicht, today)]
    lines = [
        f"Teller: {one.teller_definitie}" if one.is_aandeel else f"Schaal: {one.schaal}",
        *([f"Noemer: {one.noemer_definitie}"] if one.is_aandeel else []),
        *said,
        *([ENKEL_WERKZONE] if found.enkel_werkzone else []),
    ]
    tables: list[Grid] = [
        (one.naam, KOP, _rows(found)),
        ("Acties onder de tijdlijn", ("Actie", "Van", "Tot", "Stand"), _bars(found)),
    ]
    return _file(access, soort, one.naam, lines, tables, f"reeks-{pk}", exact=found.werkzone)


def outgoing(access: Access) -> Zicht:
    """Exact for who may take lists along; everybody else takes what the whole team may see."""
    return Zicht(access) if access.may_take_lists else Zicht.buiten(access.school)


def _rows(found: Reeks) -> list[list[str]]:
    return [
        [
            f"{p.meting.peildatum:%d/%m/%Y}",
            *p.tellers,
            p.waarde,
            p.interval,
            p.lijn,
            f"{p.meting.get_bron_soort_display()} {p.meting.bron_omschrijving}".strip(),
            str(p.meting.definitie_versie),
            "nulmeting" if p.meting.is_nulmeting else "",
        ]
        for p in found.punten
    ]


def _bars(found: Reeks) -> list[list[str]]:
    return [
        [
            one.actie.titel,
            f"{one.start:%d/%m/%Y}" if one.start else "",
            f"{one.einde:%d/%m/%Y}" if one.einde else "",
            one.actie.get_status_display(),
        ]
        for one in found.acties
    ]


@login_required
def evaluatie(request: HttpRequest, nummer: str, pk: int, soort: str) -> HttpResponse:
    """One evaluatie with its goals, metingen and decisions; no names of people."""
    access = lezer(request, nummer)
    one = evaluatie_van(access.school, pk)
    found = blad(access, one, outgoing(access))
    blokken = found["blokken"]
    metingen = found["metingen"]
    assert isinstance(blokken, list)
    assert isinstance(metingen, list)
    who = ", ".join(f"{label} {number}" for label, number in _pairs(found["groepen"]))
    sources = found["bronnen"]
    assert isinstance(sources, list)
    lines = [
        f"Plan: {one.plan.naam}",
        f"Bronnen: {', '.join(sources) or 'niet ingevuld'}",
        f"Wie dacht mee: {who or 'niet ingevuld'}",
        f"Conclusie: {one.conclusie or 'nog niet geschreven'}",
        f"Volgende evaluatie: {dutch_date(one.volgende_op) if one.volgende_op else 'niet gepland'}",
        "" if one.afgerond else "Nog niet afgerond.",
    ]
    used: list[list[str]] = [
        [m.indicator.naam, f"{m.peildatum:%d/%m/%Y}", words] for m, words in metingen
    ]
    exact = any(m.werkzone for m, _ in metingen) and outgoing(access).exact
    tables: list[Grid] = [
        ("Gebeurde het", ("Streefdoel", "Actie", "Stand", "Uitvoering"), _done(blokken)),
        ("Middelen", ("Streefdoel", "Soort", "Voorzien", "Besteed"), _means(blokken)),
        ("Streefdoelen", (*DOELKOP, "Waarom"), _goals(blokken)),
        ("Metingen", ("Indicator", "Gemeten op", "Waarde"), used),
        ("Resultaat per actie", ("Actie", "Toets", "Wat dat zegt"), _results(blokken)),
        ("Acties", ("Streefdoel", "Actie", "Besluit", "Waarom"), _actions(blokken)),
    ]
    title = f"Evaluatie van {dutch_date(one.datum)}"
    said = [line for line in lines if line]
    return _file(access, soort, title, said, tables, f"evaluatie-{pk}", exact=exact)


def _pairs(value: object) -> list[tuple[str, int]]:
    assert isinstance(value, list)
    return value


def _goals(blokken: Sequence[Doelblok]) -> list[list[str]]:
    return [
        [
            one.doel.formulering,
            one.nulmeting,
            _target(one.doel),
            " ".join(zin.tekst for zin in one.gemeten),
            " ".join(zin.tekst for zin in one.duiding),
            one.besluit.get_keuze_display() if one.besluit else "nog geen",
            one.besluit.motivering if one.besluit else "",
        ]
        for one in blokken
    ]


def _target(doel: Streefdoel) -> str:
    if doel.streefwaarde_kort is None:
        return "niet ingevuld"
    percent = " %" if doel.indicator is not None and doel.indicator.is_aandeel else ""
    end = f" tegen {doel.einddatum:%d/%m/%Y}" if doel.einddatum else ""
    return f"{getal(doel.streefwaarde_kort)}{percent}{end}"


def _done(blokken: Sequence[Doelblok]) -> list[list[str]]:
    return [
        [
            one.doel.formulering,
            actie.actie.titel,
            actie.actie.get_status_display(),
            _executed(actie.graad),
        ]
        for one in blokken
        for actie in one.acties
    ]


def _executed(graad: Uitvoeringsgraad) -> str:
    said = []
    if graad.mensen is not None:
        said.append(f"{graad.mensen.ja} van de {graad.mensen.n} leraren of klassen deden mee")
    if graad.bereik is not None:
        said.append(f"{graad.bereik.ja} van de {graad.bereik.n} leerlingen of ouders bereikt")
    return "; ".join(said) or "niet genoteerd"


def _means(blokken: Sequence[Doelblok]) -> list[list[str]]:
    return [
        [one.doel.formulering, row.soort.label, row.voorzien, row.besteed]
        for one in blokken
        for row in one.middelen.regels
    ]


def _results(blokken: Sequence[Doelblok]) -> list[list[str]]:
    """What everybody of the school may read of the effect."""
    rows = {
        (actie.titel, found.toets): [
            actie.titel,
            found.toets,
            " ".join(zin.tekst for zin in found.zinnen),
        ]
        for one in blokken
        for actie, found in one.effecten
    }
    return list(rows.values())


def _actions(blokken: Sequence[Doelblok]) -> list[list[str]]:
    """Only those on which something was decided."""
    return [
        [
            one.doel.formulering,
            row.actie.titel,
            row.besluit.get_keuze_display(),
            row.besluit.motivering,
        ]
        for one in blokken
        for row in one.acties
        if row.besluit is not None
    ]


def _file(
    access: Access,
    soort: str,
    titel: str,
    lines: Sequence[str],
    tables: Sequence[Grid],
    stem: str,
    *,
    exact: bool,
) -> HttpResponse:
    if soort not in TYPES:
        raise Http404
    school = access.school
    head = [f"{school.naam}. Gemaakt op {dutch_date(timezone.localdate())}.", *lines]
    if exact:
        head.insert(0, "Vertrouwelijk: met exacte aantallen.")
    make = blad_workbook if soort == "xlsx" else blad_csv
    name = f"{'vertrouwelijk-' if exact else ''}{stem}-{school.instellingsnummer}.{soort}"
    record(kind="export", by=access.user, school=school.instellingsnummer, target=name)
    response = HttpResponse(make(titel, head, tables), content_type=TYPES[soort])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
