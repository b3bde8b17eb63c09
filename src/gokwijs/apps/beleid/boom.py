"""The chain as a tree to read: per streefdoel what it rests on, what is done, how far.

In: the rows of a plan and what this person may see. Out: branches of plain texts and rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Boeking,
    Meting,
    Plan,
    Streefdoel,
    Toewijzing,
)
from gokwijs.apps.beleid.selectors import Rijen, stand
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.core.beleid.formulering import formuleer, toon_streefwaarde
from gokwijs.core.beleid.keuzes import Doelstatus, Middelsoort
from gokwijs.core.beleid.plangebrek import Plangebrek, plan_gebreken
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import ontbreekt, zin
from gokwijs.core.kader import Verwachting, bekend
from gokwijs.core.law.numbers import dutch_number


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
    codes: tuple[Verwachting, ...]


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
    acties: tuple[Actietak, ...]
    besluit: Besluit | None
    rail: tuple[Schakel, ...]
    codes: tuple[Verwachting, ...]

    @property
    def volledig(self) -> bool:
        return not self.gebrek


@dataclass(frozen=True)
class Eindje:
    """Something that hangs loose: what, and how to tie it."""

    tekst: str
    link: str
    pk: int


@dataclass(frozen=True)
class Boom:
    plan: Plan
    takken: tuple[Tak, ...]
    losse_vaststellingen: tuple[tuple[Vaststelling, str], ...]
    losse_acties: tuple[Actie, ...]
    niet_verankerd: tuple[Streefdoel, ...]
    gebreken: tuple[Plangebrek, ...]

    @property
    def onvolledig(self) -> int:
        return sum(not tak.volledig for tak in self.takken)


def boom(rows: Rijen, zicht: Zicht) -> Boom:
    """The whole plan; loose ends beside it."""
    read = stand(rows)
    used = {v.pk for doel in rows.streefdoelen for v in doel.vaststellingen.all()}
    loose = [
        v
        for v in rows.vaststellingen
        if v.pk not in used and not v.reden_zonder and (zicht.exact or not v.werkzone)
    ]
    return Boom(
        rows.plan,
        tuple(tak(doel, rows, read, zicht) for doel in rows.streefdoelen),
        tuple((v, zicht.vaststelling(v)) for v in loose),
        tuple(one for one in rows.acties if not one.streefdoelen.all()),
        tuple(one for one in rows.streefdoelen if not verankerd(one)),
        plan_gebreken(read),
    )


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
        actietak(one, rows, stappen=stappen) for one in rows.acties_per_doel.get(doel.pk, [])
    )
    besluit = rows.besluit_per_doel.get(doel.pk)
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
        acties,
        besluit,
        _rail(doel, len(found), acties, later, besluit),
        bekend(doel.ok_codes),
    )


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
    besluit: Besluit | None,
) -> tuple[Schakel, ...]:
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
        ("besluit", besluit.get_keuze_display() if besluit else "nog niet", besluit is not None),
    )
    return tuple(Schakel(*one) for one in steps)


def actietak(actie: Actie, rows: Rijen, *, stappen: bool = True) -> Actietak:
    steps = rows.taken_per_actie.get(actie.pk, []) if stappen else []
    return Actietak(
        actie,
        bedragen(rows.toewijzingen_per_actie.get(actie.pk, [])),
        bedragen(rows.boekingen_per_actie.get(actie.pk, [])),
        len(steps),
        sum(one.klaar is not None for one in steps),
        bekend(actie.ok_codes),
    )


def bedragen(rows: Iterable[Toewijzing | Boeking]) -> str:
    """'2 uren-leraar en € 6.800', per kind; empty without rows."""
    sums: dict[str, Fraction] = {}
    for one in rows:
        sums[one.soort] = sums.get(one.soort, Fraction(0)) + one.aantal
    return " en ".join(bedrag(Middelsoort(soort), total) for soort, total in sorted(sums.items()))


def bedrag(soort: Middelsoort, total: Fraction) -> str:
    """'2,5 lestijden' or '€ 6.800,00'"""
    if soort.is_geld:
        return f"€ {dutch_number(total, places=2)}"
    unit = soort.eenheid_enkel if total == 1 else soort.eenheid
    return f"{dutch_number(total)} {unit}"
