"""What the rules say of a plan, with the pages where that is mended.

In: the findings, the rows of the plan, and whether this person may write. Out: each finding with at
most three links; a reader is sent to the pages to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.beleid.selectors import Rijen
from gokwijs.core.beleid.keuzes import Knoop
from gokwijs.core.beleid.plangebrek import Plangebrek

MOST = 3
# The field of the form of the plan where each is filled in.
_VELD = {"visie": "visie", "kernteam": "kernteam", "volgende_evaluatie": "volgende_evaluatie_op"}
_NEW_GOAL = ("geen_doel", "geen_niveau_leerling")
_NEW_ACTION = ("doel_zonder_actie", "niet_preventief")


@dataclass(frozen=True)
class Punt:
    """One finding; ``meer``: so many records have no link here."""

    gebrek: Plangebrek
    links: tuple[tuple[str, str], ...]  # words, address
    meer: int = 0


def punten(gebreken: Iterable[Plangebrek], rows: Rijen, *, writes: bool) -> list[Punt]:
    """``writes``: may this person change the plan, and is it open?"""
    return [_punt(one, rows, writes) for one in gebreken]


def _punt(gebrek: Plangebrek, rows: Rijen, writes: bool) -> Punt:
    nummer, plan = rows.plan.school.instellingsnummer, rows.plan.pk
    if gebrek.key in _VELD:
        address = reverse("beleid:plan_aanpassen", args=[nummer, plan])
        links = (("Vul het in", f"{address}#id_{_VELD[gebrek.key]}"),)
        return Punt(gebrek, links if writes else ())
    if gebrek.key in _NEW_GOAL:
        address = reverse("beleid:streefdoel_nieuw", args=[nummer, plan])
        return Punt(gebrek, (("Maak een streefdoel", address),) if writes else ())
    keys = [one.id for one in gebrek.records if one.soort is Knoop.STREEFDOEL]
    goals = [one for one in rows.streefdoelen if one.pk in keys]
    found = tuple((one.formulering, _where(gebrek.key, one, rows, writes)) for one in goals[:MOST])
    return Punt(gebrek, found, max(len(goals) - MOST, 0))


def _where(key: str, doel: Streefdoel, rows: Rijen, writes: bool) -> str:
    """The page where this goal is mended, or read."""
    nummer = rows.plan.school.instellingsnummer
    acties = rows.acties_per_doel.get(doel.pk, [])
    if writes and (key in _NEW_ACTION or (key == "doel_zonder_middel" and not acties)):
        return reverse("beleid:actie_nieuw", args=[nummer, rows.plan.pk]) + f"?doel={doel.pk}"
    if writes and key == "doel_zonder_middel":
        return reverse("inzet:actie", args=[nummer, acties[0].pk])
    if writes and key == "onvolledig_doel":
        return reverse("beleid:streefdoel_aanpassen", args=[nummer, doel.pk])
    return reverse("beleid:streefdoel", args=[nummer, doel.pk])
