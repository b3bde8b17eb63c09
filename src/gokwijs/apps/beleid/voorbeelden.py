"""Ready examples to begin a plan from: fictional, and marked so in every text that has a number.

In: ``inhoud/voorbeeldplannen/*.toml``. Out: a plan with vaststellingen, indicators, goals with a
baseline, and actions with steps, all in draft.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.bewaren import bewaar
from gokwijs.apps.beleid.models import Actie, Indicator, Plan, Streefdoel
from gokwijs.apps.beleid.services import voeg_nulmeting_toe
from gokwijs.apps.beleid.services_taak import bewaar_taak
from gokwijs.core.beleid.keuzes import Onderwijs
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kader import meegeleverd
from gokwijs.core.kader.codes import lees_code

FICTIEF = "Fictief voorbeeld"


@dataclass(frozen=True)
class Voorbeeld:
    key: str
    naam: str
    voor: Onderwijs
    samenvatting: str
    visie: str
    inhoud: Mapping[str, Any]


@cache
def voorbeelden() -> tuple[Voorbeeld, ...]:
    """Every example, by name."""
    folder = files("gokwijs.inhoud") / "voorbeeldplannen"
    kinds = {one.label: one for one in Onderwijs}
    found = []
    for source in sorted(folder.iterdir(), key=lambda one: one.name):
        if not source.name.endswith(".toml"):
            continue
        data = _with_codes(tomllib.loads(source.read_text(encoding="utf-8")))
        found.append(
            Voorbeeld(
                source.name.removesuffix(".toml"),
                data["naam"],
                kinds[data["voor"]],
                data["samenvatting"],
                data["visie"],
                data,
            )
        )
    return tuple(found)


def _with_codes(data: dict[str, Any]) -> dict[str, Any]:
    """The codes as they are stored; a bare one, or one that is not there, raises KaderFout."""
    kaders = tuple(meegeleverd().values())
    for kind in ("vaststelling", "indicator", "streefdoel", "actie"):
        for row in data[kind]:
            row["ok_codes"] = [lees_code(code, kaders) for code in row.get("ok_codes", ())]
    return data


def voorbeelden_voor(onderwijs: Onderwijs | None) -> tuple[Voorbeeld, ...]:
    """Those for this kind of school; all of them as long as its kind is not known."""
    return tuple(one for one in voorbeelden() if onderwijs in (None, one.voor))


@transaction.atomic
def begin_van(
    *, values: Mapping[str, Any], voorbeeld: Voorbeeld | None, today: date, by: User
) -> Plan:
    """A new plan, empty or filled with an example."""
    plan = bewaar(link=Plan(school=values["school"]), values=values, by=by)
    assert isinstance(plan, Plan)
    if voorbeeld is not None:
        vul_voorbeeld(plan=plan, voorbeeld=voorbeeld, today=today, by=by)
    return plan


@transaction.atomic
def vul_voorbeeld(*, plan: Plan, voorbeeld: Voorbeeld, today: date, by: User) -> None:
    """Add everything of an example to a plan."""
    data = voorbeeld.inhoud
    grounds = {one["key"]: _vaststelling(plan, one, today, by) for one in data["vaststelling"]}
    measures = {one["key"]: _indicator(plan, one, by) for one in data["indicator"]}
    goals = {
        one["key"]: _doel(plan, one, grounds, measures, today, by) for one in data["streefdoel"]
    }
    for one in data["actie"]:
        _actie(plan, one, goals, by)


def _vaststelling(plan: Plan, one: Mapping[str, Any], today: date, by: User) -> Vaststelling:
    schooljaar = Schooljaar.of(today).start
    values = {key: value for key, value in one.items() if key not in ("key", "tekst", "kenmerk")}
    link = Vaststelling(
        school=plan.school, schooljaar=schooljaar, werkzone=False, kenmerk=one.get("kenmerk", "")
    )
    found = bewaar(
        link=link,
        values={
            **values,
            "tekst": f"{FICTIEF}. {one['tekst']}",
            "teller": Decimal(one["teller"]),
            "noemer": Decimal(one["noemer"]),
            "bron": f"{FICTIEF}: vervang dit door je eigen cijfer",
            "dag": today,
            "prioritair": True,
        },
        by=by,
    )
    assert isinstance(found, Vaststelling)
    return found


def _indicator(plan: Plan, one: Mapping[str, Any], by: User) -> Indicator:
    values = {key: value for key, value in one.items() if key != "key"}
    found = bewaar(link=Indicator(plan=plan), values=values, by=by)
    assert isinstance(found, Indicator)
    return found


def _doel(
    plan: Plan,
    one: Mapping[str, Any],
    grounds: Mapping[str, Vaststelling],
    measures: Mapping[str, Indicator],
    today: date,
    by: User,
) -> Streefdoel:
    values = {key: value for key, value in one.items() if key not in ("key", "nul")}
    values["vaststellingen"] = [grounds[key] for key in one["vaststellingen"]]
    values["indicator"] = measures[one["indicator"]]
    values["andere_indicatoren"] = [measures[key] for key in one.get("andere_indicatoren", ())]
    values["streefwaarde"] = Decimal(one["streefwaarde"])
    values["start"] = Schooljaar(plan.schooljaar_van).first_day
    values["einddatum"] = Schooljaar(plan.schooljaar_tot).next.first_day.replace(month=6, day=30)
    found = bewaar(link=Streefdoel(plan=plan), values=values, by=by)
    assert isinstance(found, Streefdoel)
    voeg_nulmeting_toe(
        doel=found,
        indicator=values["indicator"],
        peildatum=today,
        bron_soort=one["nul"]["bron_soort"],
        teller=Decimal(one["nul"]["teller"]),
        noemer=Decimal(one["nul"]["noemer"]),
        by=by,
    )
    return found


def _actie(plan: Plan, one: Mapping[str, Any], goals: Mapping[str, Streefdoel], by: User) -> None:
    values = {key: value for key, value in one.items() if key != "stappen"}
    values["streefdoelen"] = [goals[key] for key in one["streefdoelen"]]
    values["start"] = Schooljaar(plan.schooljaar_van).first_day
    values["einde"] = Schooljaar(plan.schooljaar_tot).next.first_day.replace(month=6, day=30)
    actie = bewaar(link=Actie(plan=plan), values=values, by=by)
    assert isinstance(actie, Actie)
    for text in one.get("stappen", ()):
        bewaar_taak(
            plan=plan,
            values={"actie": actie, "tekst": text, "wie_rol": one["trekker_rol"]},
            by=by,
        )
