"""Stage 6: the chain of one streefdoel: which link is there, which comes later, which is broken.

In: a streefdoel, the stand of its school, today, and what the rooms above the plan know of metingen
and effect. Out: eight links in the order of the chain, each with its state and why.

A link that is not due yet is no break: it says when it comes. Effect is no break either as long as
somebody can still find it: measured only before and after, it is half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gokwijs.core.beleid.keuzes import Besluitkeuze, Doelstatus, Keuze
from gokwijs.core.beleid.plan import Streefdoel
from gokwijs.core.beleid.plangebrek import heeft_middel, plan_jaren
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import ontbreekt
from gokwijs.core.beleid.zinsbouw import opsomming
from gokwijs.core.calendar import dutch_date

_BORGEN = (Besluitkeuze.VOORTZETTEN, Besluitkeuze.OPSCHALEN)
# What a streefdoel lacks and is told at another link.
_ELDERS = ("vaststelling", "doelgroep", "nulmeting")


class Schakel(Keuze):
    """The links in the order of the chain."""

    LEERLING = "leerling", "leerlingen en kenmerk"
    VASTSTELLING = "vaststelling"
    MIDDELEN = "middelen", "uren en euro's"
    STREEFDOEL = "streefdoel"
    ACTIE = "actie"
    METING = "meting"
    EFFECT = "effect"
    BESLUIT = "besluit", "besluit en borging"


class Toestand(Keuze):
    """``later`` is not broken: its day has not come."""

    ER = "er", "is er"
    DEELS = "deels"
    LATER = "later"
    ONTBREEKT = "ontbreekt"


class Effectstand(Keuze):
    """What is known of the effect of the acties of a streefdoel."""

    GEEN = "geen"
    OPZET = "opzet"
    UITKOMST = "uitkomst"


@dataclass(frozen=True, slots=True)
class Vorig:
    """The last besluit on the same goal in the plan before, and when to evaluate next."""

    keuze: Besluitkeuze
    datum: date
    volgende: date | None = None

    @property
    def gezegd(self) -> str:
        return f"{self.keuze.label} in het vorige plan ({self.datum:%d/%m/%Y})"


@dataclass(frozen=True, slots=True)
class Blik:
    """What the rooms above the plan know. ``volgende_meting`` None: no further one is needed.

    ``te_meten``: the name of the indicator it is of, when the goal has more than one.
    """

    volgende_meting: date | None = None
    effect: Effectstand = Effectstand.GEEN
    te_meten: str = ""
    vorig: Vorig | None = None


@dataclass(frozen=True, slots=True)
class Stuk:
    """One link. ``reden``: why it is not simply there; ``dag``: when it comes or should have."""

    schakel: Schakel
    toestand: Toestand
    reden: str = ""
    dag: date | None = None


def keten_van(doel: Streefdoel, stand: Beleidsstand, vandaag: date, blik: Blik) -> tuple[Stuk, ...]:
    """De acht schakels van een streefdoel, in de volgorde van de keten."""
    meting = _meting(doel, stand, vandaag, blik)
    return (
        _of(Schakel.LEERLING, bool(doel.doelgroep), "De doelgroep is nog niet gekozen."),
        _of(
            Schakel.VASTSTELLING,
            bool(stand.vaststellingen_of(doel)),
            "Dit streefdoel steunt op geen vaststelling.",
        ),
        _middelen(doel, stand),
        _doel(doel, stand),
        _of(Schakel.ACTIE, bool(stand.acties_of(doel)), "Er is nog geen actie."),
        meting,
        _effect(doel, blik, meting),
        _besluit(doel, stand, vandaag, blik.vorig),
    )


def is_heel(stukken: Sequence[Stuk]) -> bool:
    """Is er geen enkele schakel gebroken? Wat later komt, breekt niets."""
    return not any(one.toestand is Toestand.ONTBREEKT for one in stukken)


def evalueren_op(doel: Streefdoel, stand: Beleidsstand, vorig: Vorig | None = None) -> date | None:
    """De volgende evaluatie: afgesproken in de vorige of in het plan, ten laatste op het einde."""
    before = stand.evaluaties_of(doel)
    last = before[-1] if before else None
    planned = last.volgende_evaluatie_op if last is not None else None
    if last is None and vorig is not None:
        planned = vorig.volgende
    if planned is None and stand.plan is not None:
        planned = stand.plan.volgende_evaluatie_op
    if doel.einddatum is not None and (last is None or last.datum < doel.einddatum):
        planned = min(planned or doel.einddatum, doel.einddatum)
    return planned


def _of(schakel: Schakel, there: bool, reden: str) -> Stuk:
    return Stuk(schakel, Toestand.ER) if there else Stuk(schakel, Toestand.ONTBREEKT, reden)


def _middelen(doel: Streefdoel, stand: Beleidsstand) -> Stuk:
    there = stand.plan is not None and heeft_middel(doel, stand, plan_jaren(stand.plan))
    if not stand.acties_of(doel):
        return _of(Schakel.MIDDELEN, there, "Zonder actie zijn er geen uren of euro's.")
    return _of(Schakel.MIDDELEN, there, "Op de acties staan geen uren of euro's.")


def _doel(doel: Streefdoel, stand: Beleidsstand) -> Stuk:
    lacks = [one.naam for one in ontbreekt(doel, stand) if one.key not in _ELDERS]
    if doel.is_open and lacks:
        reden = f"Er ontbreekt nog: {opsomming(lacks)}."
        return Stuk(Schakel.STREEFDOEL, Toestand.ONTBREEKT, reden)
    if doel.status is Doelstatus.ONTWERP:
        reden = "Het is volledig, maar nog niet vastgesteld."
        return Stuk(Schakel.STREEFDOEL, Toestand.DEELS, reden)
    return Stuk(Schakel.STREEFDOEL, Toestand.ER)


def _meting(doel: Streefdoel, stand: Beleidsstand, vandaag: date, blik: Blik) -> Stuk:
    later = stand.later_metingen(doel)
    due = blik.volgende_meting
    if not doel.indicator_ids:
        return Stuk(Schakel.METING, Toestand.ONTBREEKT, "Zonder indicator valt er niets te meten.")
    if stand.nulmeting_of(doel) is None:
        return Stuk(Schakel.METING, Toestand.ONTBREEKT, "De nulmeting ontbreekt.")
    late = due is not None and due <= vandaag and doel.is_open
    of = f" van {blik.te_meten}" if blik.te_meten else ""
    if later:
        reden = f"De volgende meting{of} was gepland op {dutch_date(due)}." if late and due else ""
        return Stuk(Schakel.METING, Toestand.DEELS if late else Toestand.ER, reden, due)
    acties = stand.acties_of(doel)
    if acties and all(one.nog_niet_meetbaar for one in acties):
        return Stuk(Schakel.METING, Toestand.LATER, f"Nog niet: {acties[0].nog_niet_meetbaar}")
    if due is None or not doel.is_open:
        return Stuk(Schakel.METING, Toestand.ONTBREEKT, "Na de nulmeting is niets meer gemeten.")
    if late:
        reden = f"De meting{of} van {dutch_date(due)} is er nog niet."
        return Stuk(Schakel.METING, Toestand.ONTBREEKT, reden, due)
    return Stuk(Schakel.METING, Toestand.LATER, f"Verwacht tegen {dutch_date(due)}.", due)


def _effect(doel: Streefdoel, blik: Blik, meting: Stuk) -> Stuk:
    """Enkel een vergelijking zegt of de actie iets uitmaakte; voor en na alleen is de helft."""
    if blik.effect is Effectstand.UITKOMST:
        return Stuk(Schakel.EFFECT, Toestand.ER)
    if blik.effect is Effectstand.OPZET:
        return Stuk(Schakel.EFFECT, Toestand.LATER, "De opzet is er; de uitkomst nog niet.")
    if meting.toestand in (Toestand.ER, Toestand.DEELS):
        reden = "Alleen voor en na gemeten, zonder vergelijkingsgroep."
        return Stuk(Schakel.EFFECT, Toestand.DEELS, reden)
    if not doel.is_open:
        return Stuk(Schakel.EFFECT, Toestand.ONTBREEKT, "Niemand weet of het iets uitmaakte.")
    return Stuk(Schakel.EFFECT, Toestand.LATER, "Kan pas na een meting.")


def _besluit(doel: Streefdoel, stand: Beleidsstand, vandaag: date, vorig: Vorig | None) -> Stuk:
    due = evalueren_op(doel, stand, vorig)
    found = stand.besluiten_of(doel)
    late = due is not None and due < vandaag and doel.is_open
    if found:
        kept = {one.besluit_id for one in stand.borgingen}
        if found[-1].keuze in _BORGEN and not any(one.id in kept for one in found):
            return Stuk(Schakel.BESLUIT, Toestand.DEELS, "Nog niet geborgd.")
        if late and due is not None:
            reden = f"De volgende evaluatie was gepland op {dutch_date(due)}."
            return Stuk(Schakel.BESLUIT, Toestand.DEELS, reden, due)
        return Stuk(Schakel.BESLUIT, Toestand.ER)
    evaluated = [one for one in stand.evaluaties_of(doel) if one.datum <= vandaag]
    if evaluated:
        reden = f"Geëvalueerd op {dutch_date(evaluated[-1].datum)}, nog zonder besluit."
        return Stuk(Schakel.BESLUIT, Toestand.ONTBREEKT, reden, evaluated[-1].datum)
    if due is None or not doel.is_open:
        return Stuk(Schakel.BESLUIT, Toestand.ONTBREEKT, "Er is geen evaluatie gepland.")
    if late:
        reden = f"De evaluatie van {dutch_date(due)} is er nog niet."
        return Stuk(Schakel.BESLUIT, Toestand.ONTBREEKT, reden, due)
    return Stuk(Schakel.BESLUIT, Toestand.LATER, f"Volgende evaluatie: {dutch_date(due)}.", due)
