"""Reads on evidence: what there is, what it says now, and what the plan has to choose from.

In: a school as one person sees it. Out: rows with a title that may be read by everybody who gets a
question list: figures and texts of the plan are looked up again and shown as this person may see
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Actie, Meting, Streefdoel
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk

Soort = Bewijsstuk.Soort
UIT_PLAN = (Soort.VASTSTELLING, Soort.STREEFDOEL, Soort.ACTIE, Soort.METING)
CHOICES_MOST = 200
AT_HAND_MOST = 12  # of one kind, while concluding


def bewijzen_van(school: School, *, weg: bool = False) -> QuerySet[Bewijsstuk]:
    """The evidence of a school, or what was taken away."""
    return school.bewijsstukken.filter(verwijderd__isnull=not weg)


# ---------------------------------------------------------------- what the plan has


def rijen_van(school: School, soort: str, *, exact: bool) -> QuerySet[Any]:
    """What can be chosen of one kind; figures of the Werkzone only by who sees them."""
    zone = {} if exact else {"werkzone": False}
    if soort == Soort.VASTSTELLING:
        found: QuerySet[Any] = Vaststelling.objects.filter(school=school, ingetrokken=None, **zone)
        return found.order_by("-dag", "-pk")
    if soort == Soort.METING:
        found = Meting.objects.filter(
            indicator__plan__school=school, indicator__verwijderd=None, vervangen=None, **zone
        )
        return found.select_related("indicator").order_by("-peildatum", "-pk")
    model: Any = Streefdoel if soort == Soort.STREEFDOEL else Actie
    found = model.objects.filter(
        plan__school=school, plan__verwijderd=None, verwijderd=None
    ).select_related("plan")
    return found.order_by("-plan__schooljaar_van", "pk")


def titel_van(row: Any) -> str:
    """How a row of the plan is called as evidence: never with a figure in it."""
    if isinstance(row, Meting):
        return f"Meting van {row.peildatum:%d/%m/%Y}: {row.indicator}"[:200]
    if isinstance(row, Vaststelling):
        where = f", {row.plaats}" if row.plaats else ""
        return f"Vaststelling van {row.dag:%d/%m/%Y}{where} ({row.get_bron_soort_display()})"[:200]
    kind = "Streefdoel" if isinstance(row, Streefdoel) else "Actie"
    return f"{kind}: {row}"[:200]


def stand_van(row: Any, zicht: Zicht) -> str:
    """What it says now, for this person."""
    if isinstance(row, Meting):
        return zicht.meting(row)
    if isinstance(row, Vaststelling):
        return zicht.vaststelling(row)
    return str(row.get_status_display())


def keuzes(access: Access, soort: str) -> list[tuple[str, str]]:
    """Rows of one kind to choose from, with what they say."""
    zicht = Zicht(access)
    rows = rijen_van(access.school, soort, exact=access.werkzone)[:CHOICES_MOST]
    return [(str(row.pk), f"{titel_van(row)} · {stand_van(row, zicht)}") for row in rows]


def uit_plan_bij(
    access: Access, codes: Iterable[str], al: Iterable[Bewijsstuk]
) -> list[tuple[str, str]]:
    """What the plan has at these codes and is no evidence yet: ('meting-12', its words)."""
    wanted, zicht = set(codes), Zicht(access)
    have = {(one.soort, one.nummer) for one in al}
    found = []
    for soort in UIT_PLAN:
        rows = [
            row
            for row in rijen_van(access.school, soort, exact=access.werkzone)[:CHOICES_MOST]
            if wanted & _codes_of(row) and (soort.value, row.pk) not in have
        ]
        found += [
            (f"{soort.value}-{row.pk}", f"{titel_van(row)} · {stand_van(row, zicht)}")
            for row in rows[:AT_HAND_MOST]
        ]
    return found


def _codes_of(row: Any) -> set[str]:
    return set(row.indicator.ok_codes if isinstance(row, Meting) else row.ok_codes)


# ---------------------------------------------------------------- what there is


@dataclass(frozen=True)
class Bewijs:
    """One piece of evidence: where it is and what it says now. ``weg``: the plan lost it."""

    stuk: Bewijsstuk
    adres: str
    stand: str = ""
    weg: bool = False

    @property
    def extern(self) -> bool:
        return self.stuk.soort == Soort.LINK


_PAGE: dict[str, Callable[[Any], tuple[str, int]]] = {
    Soort.VASTSTELLING: lambda row: ("beleid:vaststelling", row.pk),
    Soort.STREEFDOEL: lambda row: ("beleid:streefdoel", row.pk),
    Soort.ACTIE: lambda row: ("beleid:actie", row.pk),
    Soort.METING: lambda row: ("opvolging:indicator", row.indicator_id),
}


def met_stand(access: Access, stukken: Sequence[Bewijsstuk]) -> list[Bewijs]:
    """In the given order, with one query per kind that is there."""
    rows: dict[tuple[str, int], Any] = {}
    for soort in UIT_PLAN:
        keys = [one.nummer for one in stukken if one.soort == soort and one.nummer is not None]
        if keys:
            # Also what this person may not see: its title says no figure, its page stays shut.
            found = rijen_van(access.school, soort, exact=True).filter(pk__in=keys)
            rows.update({(soort.value, row.pk): row for row in found})
    zicht = Zicht(access)
    return [_bewijs(access, one, rows, zicht) for one in stukken]


def _bewijs(
    access: Access, one: Bewijsstuk, rows: dict[tuple[str, int], Any], zicht: Zicht
) -> Bewijs:
    nummer = access.school.instellingsnummer
    if one.soort == Soort.LINK:
        return Bewijs(one, one.adres)
    if one.soort == Soort.DOCUMENT:
        return Bewijs(one, reverse("zelfevaluatie:bewijs_bestand", args=[nummer, one.pk]))
    row = rows.get((one.soort, one.nummer or 0))
    if row is None:
        return Bewijs(one, "", weg=True)
    said = stand_van(row, zicht)
    if getattr(row, "werkzone", False) and not access.werkzone:
        return Bewijs(one, "", said)
    name, key = _PAGE[one.soort](row)
    return Bewijs(one, reverse(name, args=[nummer, key]), said)
