"""The chain as a tree to read: per streefdoel what it rests on, what is done, how far.

In: the rows of a plan and what this person may see. Out: branches of plain texts and rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from gokwijs.apps.analyse.kijk import KLEINSTE
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Boeking,
    Meting,
    Streefdoel,
    Toewijzing,
)
from gokwijs.apps.beleid.selectors import Rijen, stand
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.core.beleid.formulering import formuleer, toon_streefwaarde
from gokwijs.core.beleid.indicator import gehaald
from gokwijs.core.beleid.keten import Vorig, evalueren_op
from gokwijs.core.beleid.keuzes import Doelstatus, Middelsoort
from gokwijs.core.beleid.plangebrek import plan_gebreken
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import ontbreekt, zin
from gokwijs.core.kader.codes import Tag


@dataclass(frozen=True)
class Schakel:
    """One stop of the rail: is it there, and in a word what."""

    naam: str
    tekst: str
    er: bool


@dataclass(frozen=True)
class Actietak:
    """One action with what was planned and spent on it."""

    actie: Actie
    voorzien: str
    besteed: str
    stappen: int
    stappen_klaar: int
    codes: tuple[Tag, ...]


@dataclass(frozen=True)
class Tak:
    """One streefdoel, from what it rests on to what was decided."""

    doel: Streefdoel
    zin: str
    gebrek: str  # what is missing, in one sentence; empty when nothing is
    vaststellingen: tuple[tuple[Vaststelling, str], ...]
    nulmeting: str
    streefwaarde: str
    laatste: str
    gehaald: Meting | None  # the last meting, when it reaches the target and may be told
    acties: tuple[Actietak, ...]
    besluit: Besluit | None
    vorig: Besluit | None  # decided last in the plan before
    vorig_gezegd: str
    evalueren_op: date | None
    rail: tuple[Schakel, ...]
    codes: tuple[Tag, ...]


class Boom:
    """The whole plan, read once; branches are made for the goals that are shown."""

    def __init__(self, rows: Rijen, zicht: Zicht) -> None:
        self.rows, self.zicht = rows, zicht
        self.read = stand(rows)
        self.gebreken = plan_gebreken(self.read)

    @cached_property
    def gebrek(self) -> dict[int, str]:
        """Per goal that misses something: what, in one sentence."""
        found = {}
        for doel in self.rows.streefdoelen:
            record = self.read.streefdoel[doel.pk]
            lack = ontbreekt(record, self.read) if record.is_open else ()
            if lack:
                found[doel.pk] = zin(lack)
        return found

    def takken(self, doelen: Iterable[Streefdoel]) -> list[Tak]:
        return [tak(one, self.rows, self.read, self.zicht) for one in doelen]

    @property
    def losse_vaststellingen(self) -> list[tuple[Vaststelling, str]]:
        used = {v.pk for doel in self.rows.streefdoelen for v in doel.vaststellingen.all()}
        return [
            (v, self.zicht.vaststelling(v))
            for v in self.rows.vaststellingen
            if v.pk not in used and not v.reden_zonder and (self.zicht.exact or not v.werkzone)
        ]

    @property
    def losse_acties(self) -> list[Actie]:
        return [one for one in self.rows.acties if not one.streefdoelen.all()]

    @cached_property
    def vervallen(self) -> list[tuple[str, Streefdoel | Actie, Tag]]:
        """Goals and actions with a code that is no longer in force, until somebody chooses anew.

        Each with the address of its page.
        """
        linked: list[tuple[str, Streefdoel | Actie]] = [
            *(("beleid:streefdoel", one) for one in self.rows.streefdoelen),
            *(("beleid:actie", one) for one in self.rows.acties),
        ]
        return [
            (page, one, tag)
            for page, one in linked
            for tag in self.zicht.codes.tags(one.ok_codes)
            if tag.aandacht
        ]

    @property
    def niet_verankerd(self) -> list[Streefdoel]:
        return [one for one in self.rows.streefdoelen if not verankerd(one)]


def verankerd(doel: Streefdoel) -> list[Beleidskoppeling]:
    """The documents it is part of; ``koppelingen`` is read: prefetch it."""
    return [one for one in doel.koppelingen.all() if one.verwijderd is None]


def tak(
    doel: Streefdoel, rows: Rijen, read: Beleidsstand, zicht: Zicht, *, stappen: bool = True
) -> Tak:
    """One branch; ``stappen``: count the steps of its actions too."""
    series = rows.metingen_per_indicator.get(doel.indicator_id or 0, [])
    later = [m for m in series if doel.nulmeting is None or m.peildatum > doel.nulmeting.peildatum]
    acties = tuple(
        actietak(one, rows, zicht, stappen=stappen) for one in rows.acties_per_doel.get(doel.pk, [])
    )
    besluit = rows.besluit_per_doel.get(doel.pk)
    before = None if besluit is not None else rows.vorig_besluit_per_doel.get(doel.pk)
    vorig = brug.vorig(before)
    record = read.streefdoel[doel.pk]
    gebreken = ontbreekt(record, read) if record.is_open else ()
    nul = zicht.meting(doel.nulmeting)
    found = tuple((v, zicht.vaststelling(v)) for v in doel.vaststellingen.all())
    indicator = read.indicator.get(doel.indicator_id or 0)
    return Tak(
        doel,
        doelzin(doel, read, zicht),
        zin(gebreken) if gebreken else "",
        found,
        nul if doel.nulmeting else "",
        toon_streefwaarde(record.streefwaarde, indicator) if doel.streefwaarde is not None else "",
        zicht.meting(later[-1]) if later else "",
        _gehaald(doel, read, series, zicht),
        acties,
        besluit,
        before,
        vorig.gezegd if vorig else "",
        evalueren_op(record, read, vorig) if vorig and record.is_open else None,
        _rail(doel, len(found), acties, later, (besluit, vorig)),
        zicht.codes.tags(doel.ok_codes),
    )


def _gehaald(
    doel: Streefdoel, read: Beleidsstand, series: list[Meting], zicht: Zicht
) -> Meting | None:
    """Saying it would give a hidden figure away."""
    found = gehaald(read.streefdoel[doel.pk], read, k_min=KLEINSTE)
    row = next((m for m in series if found is not None and m.pk == found.id), None)
    return row if row is not None and zicht.toont(row) and zicht.toont(doel.nulmeting) else None


def doelzin(doel: Streefdoel, read: Beleidsstand, zicht: Zicht) -> str:
    """The sentence built from the fields; without a figure this person may not see."""
    if not zicht.toont(doel.nulmeting):
        return doel.formulering
    return formuleer(read.streefdoel[doel.pk], read).tekst


def _rail(
    doel: Streefdoel,
    grounds: int,
    acties: tuple[Actietak, ...],
    later: list[Meting],
    decided: tuple[Besluit | None, Vorig | None],
) -> tuple[Schakel, ...]:
    besluit, vorig = decided
    said = vorig.gezegd if vorig else "nog niet"
    means = any(a.voorzien or a.actie.reden_nul for a in acties)
    steps = (
        ("vaststelling", str(grounds) if grounds else "ontbreekt", bool(grounds)),
        (
            "streefdoel",
            doel.get_status_display(),
            doel.status != Doelstatus.ONTWERP,
        ),
        ("actie", str(len(acties)) if acties else "ontbreekt", bool(acties)),
        ("uren en euro's", "voorzien" if means else "ontbreekt", means),
        ("meting", str(len(later)) if later else "nog niet", bool(later)),
        ("besluit", besluit.get_keuze_display() if besluit else said, besluit is not None),
    )
    return tuple(Schakel(*one) for one in steps)


def actietak(actie: Actie, rows: Rijen, zicht: Zicht, *, stappen: bool = True) -> Actietak:
    steps = rows.taken_per_actie.get(actie.pk, []) if stappen else []
    return Actietak(
        actie,
        bedragen(rows.toewijzingen_per_actie.get(actie.pk, []), zicht),
        bedragen(rows.boekingen_per_actie.get(actie.pk, []), zicht),
        len(steps),
        sum(one.klaar is not None for one in steps),
        zicht.codes.tags(actie.ok_codes),
    )


def bedragen(rows: Iterable[Toewijzing | Boeking], zicht: Zicht) -> str:
    """'2 uren-leraar en € 6.800,00', per kind; empty without rows."""
    sums: dict[str, Fraction] = {}
    for one in rows:
        sums[one.soort] = sums.get(one.soort, Fraction(0)) + one.aantal
    return " en ".join(zicht.bedrag(Middelsoort(one), sums[one]) for one in sorted(sums))
