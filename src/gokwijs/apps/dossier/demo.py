"""A report of the inspectorate on a demo school, with its findings and the track after it.

In: a demo school with a plan. Out: rows made by the services of the room. Everything is invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.demo import FICTIEF
from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.beleid.selectors import huidig_plan
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier.klaar import klaar_of
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.dossier.services_inspectie import (
    bewaar_bevinding,
    bewaar_inspectie,
    bewaar_remediering,
    maak_vaststelling,
)
from gokwijs.apps.dossier.services_klaar import bewaar_zelfcheck
from gokwijs.apps.scholen.models import School


def build_dossier(school: School, directeur: User, today: date) -> None:
    """A negative statement of half a year ago, half of it answered, and a kept self-check."""
    plan = huidig_plan(school, today)
    if plan is None:
        return
    acties = list(Actie.objects.filter(plan=plan, verwijderd=None)[:2])
    report = bewaar_inspectie(
        inspectie=Inspectie(school=school),
        values={
            "document": "Doorlichtingsverslag (fictief)",
            "datum": today - timedelta(days=190),
            "soort": "doorlichting",
            "gok_uitspraak": Inspectie.Uitspraak.NEGATIEF,
            "toelichting": f"{FICTIEF}Dit verslag bestaat niet.",
        },
        by=directeur,
    )
    _findings(report, acties, directeur, today)
    bewaar_remediering(
        remediering=Remediering.objects.get(inspectie=report),
        values={
            "herevaluatie_op": today + timedelta(days=120),
            "herevaluatie_bron": "brief van de inspectie (fictief)",
            "begeleider": "pedagogische begeleidingsdienst",
            "begeleider_rol": "begeleidt het kernteam bij meten en evalueren",
        },
        by=directeur,
    )
    bewaar_zelfcheck(
        school=school,
        dag=today,
        uitkomst=klaar_of(school, today, Zicht.buiten(school)).uitkomst,
        nota="voor het kernteam",
        by=directeur,
    )


def _findings(report: Inspectie, acties: list[Actie], by: User, today: date) -> None:
    """One of each kind; the last two are still without an actie."""
    rows: tuple[dict[str, Any], ...] = (
        {
            "soort": Bevinding.Soort.TEKORT,
            "tekst": f"{FICTIEF}De doelen voor gelijke kansen zijn niet meetbaar.",
            "status": Bevinding.Stand.BEZIG,
            "sinds": today - timedelta(days=80),
            "ok_codes": ["ok:K2"],
            "acties": acties,
        },
        {
            "soort": Bevinding.Soort.STERK_PUNT,
            "tekst": f"{FICTIEF}Elke leerling heeft een vast aanspreekpunt.",
            "ok_codes": ["ok:B2"],
        },
        {
            "soort": Bevinding.Soort.TEKORT,
            "tekst": f"{FICTIEF}Het is niet duidelijk waar de middelen naartoe gaan.",
            "ok_codes": ["ok:BL10"],
        },
        {
            "soort": Bevinding.Soort.AANBEVELING,
            "tekst": f"{FICTIEF}Bespreek de cijfers ook met ouders en leerlingen.",
            "ok_codes": ["ok:BL2"],
        },
    )
    for row in rows:
        saved = bewaar_bevinding(bevinding=Bevinding(inspectie=report), values=row, by=by)
        if row["soort"] == Bevinding.Soort.AANBEVELING:
            maak_vaststelling(bevinding=saved, by=by)
