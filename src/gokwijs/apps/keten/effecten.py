"""What is known of the effect of an actie: set up, found, or nothing yet.

In: a school and keys of its acties. Out: per actie how far it got, with the pages to read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.effect.models import Opzet, Uitkomst
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keten import Effectstand
from gokwijs.core.effect.oordeel import Oordeel


@dataclass(frozen=True)
class Effectregel:
    """One setup or its outcome, as everybody of the school may read it."""

    tekst: str
    adres: str
    dag: date | None = None
    erbij: str = ""


@dataclass(frozen=True)
class Effecten:
    """Of one actie."""

    stand: Effectstand
    regels: tuple[Effectregel, ...]


def effecten_van(school: School, acties: Collection[int]) -> dict[int, Effecten]:
    """Only acties with a setup, here or in the plan before; one query.

    The verdict is what everybody of the school may read: below ten pupils in a group it says so,
    and nothing else.
    """
    last = Uitkomst.objects.filter(opzet=OuterRef("pk")).order_by("-pk")
    near = Q(actie__in=list(acties)) | Q(actie__opvolgers__in=list(acties))
    rows = (
        Opzet.objects.filter(near, actie__plan__school=school, verwijderd=None, vervangen=None)
        .annotate(
            verder=F("actie__opvolgers"),
            gevonden=Subquery(last.values("inhoud__oordeel")[:1]),
            verlaagd=Subquery(last.values("verlaagd_naar")[:1]),
            wanneer=Subquery(last.values("gemaakt")[:1]),
        )
        .order_by("actie_id", "-hoofduitkomst", "pk")
    )
    own: dict[int, dict[int, Any]] = {}
    before: dict[int, dict[int, Any]] = {}
    for one in rows:  # once per actie that went on from it
        if one.actie_id in acties:
            own.setdefault(one.actie_id, {})[one.pk] = one
        if one.verder in acties and one.gevonden:
            before.setdefault(one.verder, {})[one.pk] = one
    return {
        key: _van(school, list(own.get(key, {}).values()), list(before.get(key, {}).values()))
        for key in dict.fromkeys((*own, *before))
    }


def _van(school: School, own: list[Any], before: list[Any]) -> Effecten:
    """What was found before stands beside it; it says nothing of this year."""
    stand = Effectstand.OPZET if own else Effectstand.GEEN
    if any(one.gevonden for one in own):
        stand = Effectstand.UITKOMST
    found = [_regel(school, one) for one in own]
    found += [_regel(school, one, "uit het vorige plan") for one in before]
    return Effecten(stand, tuple(found))


def _regel(school: School, opzet: Any, erbij: str = "") -> Effectregel:
    """The verdict with its day, or how far the setup is."""
    args = [school.instellingsnummer, opzet.pk]
    if opzet.gevonden:
        verdict = Oordeel(opzet.verlaagd or opzet.gevonden)
        day = timezone.localtime(opzet.wanneer).date()
        return Effectregel(verdict.label, reverse("effect:uitkomst", args=args), day, erbij)
    said = "opzet vastgelegd" if opzet.vastgelegd else "opzet nog niet vastgelegd"
    return Effectregel(said, reverse("effect:opzet", args=args), opzet.vastgelegd)
