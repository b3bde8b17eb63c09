"""What a stranger asks next: the theme the school works on, and what changed since the last report.

In: a school and today. Out: texts without names, the same for page and file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gokwijs.apps.beleid.models import Besluit, Evaluatie, Plan, Streefdoel
from gokwijs.apps.beleid.selectors import huidig_plan
from gokwijs.apps.dossier.document_keuze import met_teksten
from gokwijs.apps.dossier.inspectie import Keuze, Rij, bevindingen_of, inspecties_of
from gokwijs.apps.dossier.models import Bevinding, Inspectie
from gokwijs.apps.dossier.verantwoording_resultaat import kort
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.namen import namenfilter
from gokwijs.core.beleid.keuzes import Doelstatus
from gokwijs.core.beleid.zinsbouw import telwoord
from gokwijs.core.calendar import dutch_date


@dataclass(frozen=True, slots=True)
class Doel:
    tekst: str
    adres: str


@dataclass(frozen=True, slots=True)
class Thema:
    """The plan as the school's own theme: its vision and its goals."""

    plan: str
    visie: str
    doelen: tuple[Doel, ...]
    adres: str


@dataclass(frozen=True, slots=True)
class Punt:
    """One finding of the last report, and what was done with it."""

    soort: str
    tekst: str
    stand: str
    wat: str
    adres: str


@dataclass(frozen=True, slots=True)
class Sinds:
    """The last report with its findings; ``zin`` counts what happened after it."""

    verslag: str
    datum: str
    uitspraak: str
    zin: str
    punten: tuple[Punt, ...]
    adres: str
    eerder: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Achtergrond:
    thema: Thema | None
    sinds: Sinds | None


def achtergrond(school: School, today: date) -> Achtergrond:
    plan = huidig_plan(school, today)
    found = Achtergrond(
        _thema(school, plan) if plan is not None else None,
        _sinds(school, inspecties_of(school)),
    )
    return met_teksten(found, namenfilter(school))


def _thema(school: School, plan: Plan) -> Thema:
    goals = Streefdoel.objects.filter(plan=plan, verwijderd=None).exclude(
        status=Doelstatus.STOPGEZET.value
    )
    return Thema(
        f"{plan.naam}, {plan.periode}, {plan.get_status_display()}",
        kort(plan.visie, 600) or plan.visie_titel,
        tuple(
            Doel(
                f"{one.thema}: {one.formulering}" if one.thema else one.formulering,
                reverse("beleid:streefdoel", args=[school.instellingsnummer, one.pk]),
            )
            for one in goals.order_by("pk")
        ),
        reverse("beleid:plan", args=[school.instellingsnummer, plan.pk]),
    )


def _sinds(school: School, verslagen: list[Inspectie]) -> Sinds | None:
    if not verslagen:
        return None
    last, number = verslagen[0], school.instellingsnummer
    rows = bevindingen_of(school, Keuze(verslag=str(last.pk)))
    said = {"evaluatie__datum__gt": last.datum, "evaluatie__verwijderd": None}
    besluiten = Besluit.objects.filter(plan__school=school, verwijderd=None, **said).count()
    evaluaties = Evaluatie.objects.filter(
        plan__school=school, verwijderd=None, datum__gt=last.datum
    ).count()
    judged = last.gok_uitspraak != Inspectie.Uitspraak.GEEN
    return Sinds(
        last.document,
        dutch_date(last.datum),
        f"Uitspraak over GOK: {last.get_gok_uitspraak_display()}." if judged else "",
        _zin(rows, evaluaties, besluiten),
        tuple(_punt(rij, number) for rij in rows),
        reverse("dossier:inspectie", args=[number, last.pk]),
        tuple(f"{one.document}, {dutch_date(one.datum)}" for one in verslagen[1:]),
    )


def _zin(rows: list[Rij], evaluaties: int, besluiten: int) -> str:
    """'Van 3 punten om aan te werken is er 1 afgerond. Sindsdien waren er 2 evaluaties …'"""
    asked = [rij.bevinding for rij in rows if rij.bevinding.soort != Bevinding.Soort.STERK_PUNT]
    done = sum(one.status == Bevinding.Stand.AFGEROND for one in asked)
    found = []
    if asked:
        verb = "is" if done == 1 else "zijn"
        count = telwoord(len(asked), "punt", "punten")
        found.append(f"Van {count} om aan te werken {verb} er {done} afgerond.")
    happened = (
        f"{telwoord(evaluaties, 'evaluatie', 'evaluaties')} en "
        f"{telwoord(besluiten, 'besluit', 'besluiten')}"
    )
    verb = "was" if evaluaties == 1 else "waren"
    found.append(f"Sindsdien {verb} er {happened}.")
    return " ".join(found)


def _punt(rij: Rij, number: str) -> Punt:
    one = rij.bevinding
    adres = reverse("dossier:bevinding", args=[number, one.pk])
    done = [one.hoe, *(f"Actie: {actie.titel}." for actie in rij.acties)]
    if one.soort == Bevinding.Soort.STERK_PUNT and one.status == Bevinding.Stand.OPEN:
        return Punt(one.get_soort_display(), one.tekst, "–", " ".join(done).strip() or "–", adres)
    since = f" sinds {dutch_date(one.sinds)}" if one.sinds else ""
    return Punt(
        one.get_soort_display(),
        one.tekst,
        f"{one.get_status_display()}{since}",
        " ".join(text for text in done if text),
        adres,
    )
