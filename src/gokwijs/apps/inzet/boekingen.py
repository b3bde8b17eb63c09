"""The list of bookings: what is asked for in the address, and the rows of one page.

In: a school, a schooljaar and GET parameters. Out: rows with their amount, sums of what was found,
and links that change one choice and keep the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict

from gokwijs.apps.beleid.models import Actie, Bijlage, Boeking, Knoopsoort
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.inzet.selectors import NUL
from gokwijs.apps.scholen.models import School
from gokwijs.apps.ui.typed import typed
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar

PER_PAGE = 50
SORTEREN: Mapping[str, tuple[str, ...]] = {
    "datum": ("datum", "pk"),
    "omschrijving": ("omschrijving", "pk"),
    "referentie": ("referentie", "pk"),
    "waarvoor": ("actie__titel", "streefdoel__formulering", "pk"),
    "bedrag": ("pk",),  # exact texts: put in order here, not by the database
}


@dataclass(frozen=True)
class Gevraagd:
    """What the address asks for."""

    schooljaar: Schooljaar
    soort: str = ""
    actie: str = ""
    zonder: bool = False
    zonder_bewijs: bool = False
    weg: bool = False
    q: str = ""
    sorteer: str = "-datum"

    @classmethod
    def of(cls, data: QueryDict, schooljaar: Schooljaar) -> Gevraagd:
        """Unknown values are no choice."""
        soort, sorteer = data.get("soort", ""), data.get("sorteer", "")
        actie = data.get("actie", "")
        return cls(
            schooljaar,
            soort if soort in set(Middelsoort) else "",
            actie if actie.isascii() and actie.isdigit() and len(actie) < 15 else "",
            data.get("zonder") == "1",
            data.get("zonder_bewijs") == "1",
            data.get("weg") == "1",
            typed(data.get("q"), 100),
            sorteer if sorteer.removeprefix("-") in SORTEREN else "-datum",
        )

    @property
    def query(self) -> str:
        """The same choice as an address, without what is standard."""
        flags = {"zonder": self.zonder, "zonder_bewijs": self.zonder_bewijs, "weg": self.weg}
        pairs = {
            "schooljaar": str(self.schooljaar),
            "soort": self.soort,
            "actie": self.actie,
            **{name: "1" for name, on in flags.items() if on},
            "q": self.q,
            "sorteer": self.sorteer if self.sorteer != "-datum" else "",
        }
        return urlencode({name: value for name, value in pairs.items() if value})

    @property
    def gefilterd(self) -> bool:
        return bool(self.soort or self.actie or self.zonder or self.zonder_bewijs or self.q)

    @property
    def koppen(self) -> list[tuple[str, str, str]]:
        """Title, link and ``aria-sort`` per column one can sort on."""
        found = []
        for key in SORTEREN:
            now = self.sorteer.removeprefix("-") == key
            down = self.sorteer.startswith("-")
            other = key if not now or down else f"-{key}"
            state = ("descending" if down else "ascending") if now else ""
            title = "Nummer" if key == "referentie" else key.capitalize()
            found.append((title, f"?{replace(self, sorteer=other).query}", state))
        return found


@dataclass(frozen=True)
class BoekingRij:
    boeking: Boeking
    bedrag: str
    waarvoor: str
    bewijzen: int


@dataclass(frozen=True)
class Lijst:
    page: Page[int]
    rijen: tuple[BoekingRij, ...]
    sommen: tuple[str, ...]  # one per kind, of everything that was found


def selectie(school: School, vraag: Gevraagd) -> QuerySet[Boeking]:
    """The bookings that were asked for."""
    found = Boeking.objects.filter(
        school=school,
        schooljaar=vraag.schooljaar.start,
        ingetrokken__isnull=not vraag.weg,
    )
    if vraag.soort:
        found = found.filter(soort=vraag.soort)
    if vraag.actie:
        found = found.filter(actie_id=int(vraag.actie))
    if vraag.zonder:
        with_goal = Actie.objects.filter(
            plan__school=school, streefdoelen__isnull=False, streefdoelen__verwijderd__isnull=True
        )
        found = found.filter(streefdoel__isnull=True).exclude(actie__in=with_goal)
    if vraag.zonder_bewijs:
        found = found.exclude(pk__in=_with_proof(school))
    if vraag.q:
        found = found.filter(Q(omschrijving__icontains=vraag.q) | Q(referentie__icontains=vraag.q))
    fields = SORTEREN[vraag.sorteer.removeprefix("-")]
    sign = "-" if vraag.sorteer.startswith("-") else ""
    return found.order_by(*(f"{sign}{f}" for f in fields))


def _with_proof(school: School) -> QuerySet[Bijlage]:
    return bewijzen(school).values_list("nummer", flat=True)  # type: ignore[return-value]


def bewijzen(school: School) -> QuerySet[Bijlage]:
    """The documents with bookings of a school."""
    return Bijlage.objects.filter(school=school, soort=Knoopsoort.BOEKING, verwijderd__isnull=True)


def bewijs_per_boeking(school: School, keys: list[int] | None = None) -> dict[int, int]:
    """How many documents each booking has."""
    found = bewijzen(school)
    if keys is not None:
        found = found.filter(nummer__in=keys)
    counted: dict[int, int] = {}
    for nummer in found.values_list("nummer", flat=True):
        counted[nummer] = counted.get(nummer, 0) + 1
    return counted


def lijst(school: School, vraag: Gevraagd, page: str | None, zicht: Zicht) -> Lijst:
    """One page of the list."""
    found = selectie(school, vraag)
    amounts = list(found.values_list("pk", "soort", "besteed"))
    if vraag.sorteer.removeprefix("-") == "bedrag":
        down = vraag.sorteer.startswith("-")
        amounts.sort(key=lambda one: (Fraction(one[2]), one[0]), reverse=down)
    shown = Paginator([pk for pk, _, _ in amounts], PER_PAGE).get_page(page)
    rows = _in_order(list(shown.object_list))
    proofs = bewijs_per_boeking(school, [row.pk for row in rows])
    return Lijst(
        shown,
        tuple(
            BoekingRij(
                row,
                zicht.met_eenheid(Middelsoort(row.soort), row.aantal),
                waarvoor(row),
                proofs.get(row.pk, 0),
            )
            for row in rows
        ),
        _sommen(amounts, zicht),
    )


def waarvoor(boeking: Boeking) -> str:
    """The actie or goal of a booking; empty when there is none."""
    link = boeking.actie or boeking.streefdoel
    return str(link) if link is not None else ""


def _in_order(keys: list[int]) -> list[Boeking]:
    """The rows of one page, as they were put in order."""
    found = Boeking.objects.filter(pk__in=keys).select_related("actie", "streefdoel")
    rows = {row.pk: row for row in found}
    return [rows[key] for key in keys if key in rows]


def _sommen(amounts: Iterable[tuple[int, str, str]], zicht: Zicht) -> tuple[str, ...]:
    sums: dict[str, Fraction] = {}
    for _, soort, amount in amounts:
        sums[soort] = sums.get(soort, NUL) + Fraction(amount)
    found_kinds = [s for s in Middelsoort if s.value in sums]
    return tuple(
        f"{s.label[:1].upper()}{s.label[1:]}: {zicht.met_eenheid(s, sums[s.value])}"
        for s in found_kinds
    )
