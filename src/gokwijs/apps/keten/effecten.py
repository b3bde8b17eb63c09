"""What is known of the effect of an actie: set up, found, or nothing yet.

In: a school and keys of its acties. Out: per actie how far it got, with the pages to read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
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


@dataclass(frozen=True)
class Effecten:
    """Of one actie."""

    stand: Effectstand
    regels: tuple[Effectregel, ...]


def effecten_van(school: School, acties: Collection[int]) -> dict[int, Effecten]:
    """Only acties with a setup; one query. The verdict is what everybody of the school may read:
    below ten pupils in a group it says so, and nothing else.
    """
    last = Uitkomst.objects.filter(opzet=OuterRef("pk")).order_by("-pk")
    rows = (
        Opzet.objects.filter(
            actie__in=list(acties),
            actie__plan__school=school,
            verwijderd=None,
            vervangen=None,
        )
        .annotate(
            gevonden=Subquery(last.values("inhoud__oordeel")[:1]),
            verlaagd=Subquery(last.values("verlaagd_naar")[:1]),
            wanneer=Subquery(last.values("gemaakt")[:1]),
        )
        .order_by("actie_id", "-hoofduitkomst", "pk")
    )
    found: dict[int, list[Any]] = {}
    for one in rows:
        found.setdefault(one.actie_id, []).append(one)
    return {actie: _van(school, opzetten) for actie, opzetten in found.items()}


def _van(school: School, opzetten: list[Any]) -> Effecten:
    done = any(one.gevonden for one in opzetten)
    stand = Effectstand.UITKOMST if done else Effectstand.OPZET
    return Effecten(stand, tuple(_regel(school, one) for one in opzetten))


def _regel(school: School, opzet: Any) -> Effectregel:
    """The verdict with its day, or how far the setup is."""
    args = [school.instellingsnummer, opzet.pk]
    if opzet.gevonden:
        verdict = Oordeel(opzet.verlaagd or opzet.gevonden)
        day = timezone.localtime(opzet.wanneer).date()
        return Effectregel(verdict.label, reverse("effect:uitkomst", args=args), day)
    said = "opzet vastgelegd" if opzet.vastgelegd else "opzet nog niet vastgelegd"
    return Effectregel(said, reverse("effect:opzet", args=args), opzet.vastgelegd)
