"""T1: te weinig of geen streefdoelen.

In: a Kijk. Out: an Uitkomst. Conditions t1-t3 and a1-a6 of the self-check.
"""

from __future__ import annotations

from datetime import date

from gokwijs.core.beleid.keuzes import Knoop, Niveau
from gokwijs.core.beleid.plan import Streefdoel, Vaststelling
from gokwijs.core.beleid.tijd import add_months, days_since, is_older
from gokwijs.core.beleid.volledig import has_value, is_kwalitatief, is_volledig, ontbreekt, zin
from gokwijs.core.beleid.zelfcheck.uitkomst import (
    Bevinding,
    Kijk,
    Tekort,
    Uitkomst,
    beoordeel,
    refs,
)
from gokwijs.core.beleid.zinsbouw import telwoord, van_de


def check_doelen(kijk: Kijk) -> Uitkomst:
    """T1: zijn er streefdoelen, en zijn ze volledig?"""
    return beoordeel(Tekort.T1, kijk, (_t1, _t2, _t3, _a1, _a2, _a3, _a4, _a5, _a6))


def _lopend(kijk: Kijk) -> tuple[Streefdoel, ...]:
    return kijk.stand.lopende_doelen(kijk.vandaag)


def _meetellend(kijk: Kijk) -> tuple[Streefdoel, ...]:
    return kijk.stand.meetellende_doelen(kijk.vandaag, kijk.drempels)


def _t1(kijk: Kijk) -> Bevinding | None:
    """Geen lopend plan, of geen lopend streefdoel."""
    plan = kijk.stand.lopend_plan(kijk.vandaag)
    if plan is None:
        return Bevinding(
            "t1",
            "Er is geen vastgesteld plan dat over dit schooljaar gaat.",
            "Stel een plan voor dit schooljaar vast.",
            refs(Knoop.PLAN, [kijk.stand.plan] if kijk.stand.plan else []),
        )
    if not _lopend(kijk):
        return Bevinding(
            "t1",
            "Het plan heeft geen enkel lopend streefdoel.",
            "Maak één streefdoel volledig en stel het vast.",
            refs(Knoop.PLAN, [plan]),
        )
    return None


def _t2(kijk: Kijk) -> Bevinding | None:
    """Geen enkel volledig streefdoel; zonder streefdoelen zegt t1 dat al."""
    found = kijk.stand.plandoelen
    if not found or any(is_volledig(one, kijk.stand, kijk.drempels) for one in found):
        return None
    return Bevinding(
        "t2",
        "Geen enkel streefdoel is volledig.",
        f"Begin bij het eerste streefdoel. {zin(ontbreekt(found[0], kijk.stand, kijk.drempels))}",
        refs(Knoop.STREEFDOEL, found),
    )


def _t3(kijk: Kijk) -> Bevinding | None:
    """Meer dan de helft mist nulmeting, streefwaarde of einddatum."""
    found = _meetellend(kijk)
    poor = [one for one in found if _is_unmeasured(one, kijk)]
    if 2 * len(poor) <= len(found):
        return None
    return Bevinding(
        "t3",
        f"Bij {van_de(len(poor), len(found), 'streefdoelen')} ontbreekt de nulmeting, "
        "de streefwaarde of de einddatum.",
        "Vul bij die streefdoelen de nulmeting, de streefwaarde en de einddatum in.",
        refs(Knoop.STREEFDOEL, poor),
    )


def _is_unmeasured(doel: Streefdoel, kijk: Kijk) -> bool:
    first = kijk.stand.nulmeting_of(doel)
    target = (
        bool(doel.streefsituatie)
        if is_kwalitatief(doel, kijk.stand)
        else doel.streefwaarde is not None
    )
    return first is None or not has_value(first) or not target or doel.einddatum is None


def _a1(kijk: Kijk) -> Bevinding | None:
    """Een meetellend streefdoel is niet volledig."""
    found = [one for one in _meetellend(kijk) if not is_volledig(one, kijk.stand, kijk.drempels)]
    if not found:
        return None
    return Bevinding(
        "a1",
        f"{telwoord(len(found), 'streefdoel is', 'streefdoelen zijn')} niet volledig.",
        zin(ontbreekt(found[0], kijk.stand, kijk.drempels)),
        refs(Knoop.STREEFDOEL, found),
    )


def _a2(kijk: Kijk) -> Bevinding | None:
    """Een einddatum is al een tijd voorbij zonder besluit."""
    found = [
        one
        for one in _lopend(kijk)
        if one.einddatum is not None
        and days_since(one.einddatum, kijk.vandaag) > kijk.drempels.zonder_besluit_dagen
        and not has_besluit_at_end(one, one.einddatum, kijk)
    ]
    if not found:
        return None
    return Bevinding(
        "a2",
        f"Bij {telwoord(len(found), 'streefdoel', 'streefdoelen')} is de einddatum meer dan "
        f"{kijk.drempels.zonder_besluit_dagen} dagen voorbij zonder besluit.",
        "Evalueer het streefdoel en neem een besluit.",
        refs(Knoop.STREEFDOEL, found),
    )


def has_besluit_at_end(doel: Streefdoel, einddatum: date, kijk: Kijk) -> bool:
    """A besluit in the year before the einddatum or later; an older one was on the way there."""
    since = add_months(einddatum, -kijk.drempels.besluit_maanden)
    return any(
        kijk.stand.evaluatie[one.evaluatie_id].datum >= since
        for one in kijk.stand.besluiten_of(doel)
    )


def _a3(kijk: Kijk) -> Bevinding | None:
    """Geen lopend streefdoel met niveau leerling."""
    found = _lopend(kijk)
    if not found or any(one.niveau is Niveau.LEERLING for one in found):
        return None
    return Bevinding(
        "a3",
        "Geen enkel lopend streefdoel gaat over wat bij leerlingen te zien moet zijn.",
        "Neem minstens één streefdoel met niveau leerling op.",
        refs(Knoop.STREEFDOEL, found),
    )


def _a4(kijk: Kijk) -> Bevinding | None:
    """Te veel lopende streefdoelen."""
    found = _lopend(kijk)
    most = kijk.drempels.doelen_hoogstens
    if len(found) <= most:
        return None
    return Bevinding(
        "a4",
        f"Er lopen {len(found)} streefdoelen tegelijk.",
        f"Beslis wat jullie loslaten, zodat er hoogstens {most} streefdoelen lopen.",
        refs(Knoop.STREEFDOEL, found),
    )


def _a5(kijk: Kijk) -> Bevinding | None:
    """Een prioritaire vaststelling zonder streefdoel en zonder reden."""
    used = {key for one in kijk.stand.streefdoelen for key in one.vaststelling_ids}
    found = [
        one
        for one in kijk.stand.vaststellingen
        if one.prioritair and one.id not in used and not one.geen_doel_reden and _waits(one, kijk)
    ]
    if not found:
        return None
    more = "prioritaire vaststellingen hebben"
    return Bevinding(
        "a5",
        f"{telwoord(len(found), 'prioritaire vaststelling heeft', more)} "
        f"na {kijk.drempels.prioritair_dagen} dagen nog geen streefdoel.",
        "Begin er een streefdoel mee, of noteer waarom niet.",
        refs(Knoop.VASTSTELLING, found),
    )


def _waits(one: Vaststelling, kijk: Kijk) -> bool:
    since = one.ingevoerd_op or one.peildatum
    return since is not None and days_since(since, kijk.vandaag) > kijk.drempels.prioritair_dagen


def _a6(kijk: Kijk) -> Bevinding | None:
    """De jongste vaststelling onder een streefdoel was al oud toen het begon."""
    months = kijk.drempels.vaststelling_maanden
    found = []
    for one in _meetellend(kijk):
        dated = [v.peildatum for v in kijk.stand.vaststellingen_of(one) if v.peildatum]
        if dated and one.start is not None and is_older(max(dated), one.start, months=months):
            found.append(one)
    if not found:
        return None
    return Bevinding(
        "a6",
        f"{telwoord(len(found), 'streefdoel steunt', 'streefdoelen steunen')} op cijfers die bij "
        f"de start al meer dan {months} maanden oud waren.",
        "Leg er een recente vaststelling onder.",
        refs(Knoop.STREEFDOEL, found),
    )
