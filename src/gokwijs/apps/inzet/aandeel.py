"""The share of each kenmerk in the means beside its share of the pupils.

In: a ledger and who looks. Out: one row per kenmerk that a goal names. The share of the pupils is
the one that this person may see anyway: exact in the Werkzone, released outside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.apps.analyse.vragen import Keuze
from gokwijs.apps.inzet.indeling import kenmerken_van, percent
from gokwijs.apps.inzet.selectors import NUL, Middelenboek, Soortboek
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.analyse.tellen import SCHOOL, Aantal
from gokwijs.core.kenmerken import Kenmerk

ONGEKEND = "niet gekend"


@dataclass(frozen=True)
class Doelgroep:
    """One kenmerk: per kind of means which share goes to goals that name it."""

    kenmerk: Kenmerk
    aandelen: tuple[tuple[str, str], ...]  # the kind, and its share
    leerlingen: str


@dataclass(frozen=True)
class Doelgroepen:
    """``soorten`` are the heads of the columns; ``bron`` says which pupils were counted."""

    soorten: tuple[str, ...]
    rijen: tuple[Doelgroep, ...]
    bron: str


def doelgroepen(boek: Middelenboek, access: Access) -> Doelgroepen:
    """An amount for a goal with two kenmerken counts for both: columns do not add up to 100 %."""
    named = {k for s in boek.soorten for r in s.regels for k in kenmerken_van(r)}
    soorten = [s for s in boek.soorten if s.voorzien]
    kijk = Kijk.van(access, Keuze(), timezone.localdate())
    blad = kijk.telblad("samenstelling")
    rows = []
    for kenmerk in Kenmerk:
        if kenmerk not in named:
            continue
        cell = blad.aantallen.get((SCHOOL, kenmerk.value)) if blad is not None else None
        shares = tuple((one.soort.label, _share(one, kenmerk)) for one in soorten)
        rows.append(Doelgroep(kenmerk, shares, _pupils(cell)))
    day = kijk.dag()
    source = f"Leerlingen: stand van {day:%d/%m/%Y}, schooljaar {kijk.jaar}." if day else ""
    return Doelgroepen(tuple(s.soort.label for s in soorten), tuple(rows), source)


def _share(boek: Soortboek, kenmerk: Kenmerk) -> str:
    amount = sum((r.voorzien for r in boek.regels if kenmerk in kenmerken_van(r)), NUL)
    return percent(amount, boek.voorzien) or "0 %"


def _pupils(cell: Aantal | None) -> str:
    """Among who is known; a hidden or uncounted number is not known here."""
    share: Fraction | None = cell.p if cell is not None else None
    if cell is None or share is None:
        return ONGEKEND
    text = percent(share, Fraction(1))
    return f"{text} (van wie gekend is)" if cell.onbekend else text
