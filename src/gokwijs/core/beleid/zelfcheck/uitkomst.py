"""What the self-check says: a verdict, the findings behind it, and the one next thing to do.

In: findings of one of the five shortcomings. Out: an Uitkomst. Never a score or a percentage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from gokwijs.core.beleid.drempels import Drempels
from gokwijs.core.beleid.keuzes import Keuze, Knoop
from gokwijs.core.beleid.plan import Verwijzing
from gokwijs.core.beleid.stand import Beleidsstand


class Tekort(Keuze):
    """The five shortcomings that inspection reports name most."""

    T1 = "t1", "Te weinig of geen streefdoelen"
    T2 = "t2", "Niet geïntegreerd in het bredere schoolbeleid"
    T3 = "t3", "Middelen niet transparant of niet doelgericht"
    T4 = "t4", "Geen systematische evaluatie, weinig datageletterdheid"
    T5 = "t5", "Fragmentair en leraarafhankelijk"


class Oordeel(Keuze):
    VOLDAAN = "voldaan"
    AANDACHT = "aandacht"
    TEKORT = "tekort"
    TE_VROEG = "te_vroeg"
    NIET_VAN_TOEPASSING = "niet_van_toepassing"


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One condition that is met. ``code`` is its id within the shortcoming: t1, a3.

    ``zin`` says what is the case, ``remedie`` is one sentence that says what would change it.
    """

    code: str
    zin: str
    remedie: str
    records: tuple[Verwijzing, ...] = ()

    @property
    def oordeel(self) -> Oordeel:
        return Oordeel.TEKORT if self.code.startswith("t") else Oordeel.AANDACHT


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The verdict on one shortcoming. ``toelichting``: why it is neutral, when it is."""

    tekort: Tekort
    oordeel: Oordeel
    bevindingen: tuple[Bevinding, ...] = ()
    toelichting: str = ""
    volgende: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.bevindingen)


@dataclass(frozen=True, slots=True)
class Kijk:
    """What every condition looks at: the stand of a school, a day and the thresholds."""

    stand: Beleidsstand
    vandaag: date
    drempels: Drempels


Voorwaarde = Callable[[Kijk], Bevinding | None]


class HasId(Protocol):
    @property
    def id(self) -> int: ...


def refs(soort: Knoop, records: Iterable[HasId]) -> tuple[Verwijzing, ...]:
    """Pointers to these records."""
    return tuple(Verwijzing(soort, one.id) for one in records)


def weeg(tekort: Tekort, bevindingen: Iterable[Bevinding | None]) -> Uitkomst:
    """Eén tekort-voorwaarde geeft tekort, anders één aandachtspunt aandacht, anders voldaan."""
    found = [one for one in bevindingen if one is not None]
    heavy = [one for one in found if one.oordeel is Oordeel.TEKORT]
    light = [one for one in found if one.oordeel is Oordeel.AANDACHT]
    ordered = (*heavy, *light)
    if not ordered:
        return Uitkomst(tekort, Oordeel.VOLDAAN)
    return Uitkomst(tekort, ordered[0].oordeel, ordered, volgende=ordered[0].remedie)


def beoordeel(tekort: Tekort, kijk: Kijk, voorwaarden: Sequence[Voorwaarde]) -> Uitkomst:
    """Every condition in its order, weighed."""
    return weeg(tekort, (one(kijk) for one in voorwaarden))


def te_vroeg(tekort: Tekort, toelichting: str, volgende: str) -> Uitkomst:
    return Uitkomst(tekort, Oordeel.TE_VROEG, toelichting=toelichting, volgende=volgende)


def zonder_plan(tekort: Tekort) -> Uitkomst:
    """Without a lopend plan: an empty system never looks fine."""
    return te_vroeg(
        tekort,
        "Er is geen vastgesteld plan voor dit schooljaar.",
        "Stel eerst een plan voor dit schooljaar vast.",
    )
