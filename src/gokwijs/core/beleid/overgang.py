"""Stage 6: what happens to each streefdoel when a plan rolls over to the next school year.

In: the stand of a school at the end of its plan. Out: decisions, which the room applies. Nothing is
deleted: what stays behind remains readable in the old plan. Hours never roll over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from gokwijs.core.beleid.drempels import STANDAARD, Drempels
from gokwijs.core.beleid.keuzes import (
    Actiestatus,
    Besluitkeuze,
    Doelstatus,
    Keuze,
    Middelsoort,
)
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.beleid.plan import Actie, Besluit, Streefdoel
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.tijd import is_older
from gokwijs.core.calendar import Schooljaar


class Lot(Keuze):
    """What a streefdoel does at the roll-over."""

    MEEGAAN = "meegaan", "gaat mee met de oude nulmeting"
    BIJSTUREN = "bijsturen", "gaat mee met een nieuwe streefwaarde of einddatum"
    GESLOTEN = "gesloten", "blijft achter, met de reden"
    GEKOPIEERD = "gekopieerd", "begint ook op een nieuwe plaats"
    NIEUW_STARTEN = "nieuw_starten", "blijft achter; een nieuw streefdoel verwijst ernaar"
    TE_BORGEN = "te_borgen", "blijft open tot het geborgd is"
    AFGESLOTEN = "afgesloten", "blijft achter: het is afgesloten en geborgd"
    ONBESLIST = "onbeslist", "wacht op een besluit"

    @property
    def takes_along(self) -> bool:
        """Is there a streefdoel in the new plan after this?"""
        return self in (Lot.MEEGAAN, Lot.BIJSTUREN, Lot.GEKOPIEERD, Lot.NIEUW_STARTEN)


@dataclass(frozen=True, slots=True)
class Overgang:
    """One decision. ``vraag`` is what the school must still say before it can be applied.

    A streefdoel has two when it is scaled up: it goes along, and it is copied.
    """

    streefdoel_id: int
    lot: Lot
    zin: str
    vraag: str = ""
    besluit_id: int | None = None
    streefwaarde: Fraction | None = None
    streefsituatie: str = ""
    einddatum: date | None = None
    plaats: Plaats | None = None


def overgang(
    stand: Beleidsstand, vandaag: date, drempels: Drempels = STANDAARD
) -> tuple[Overgang, ...]:
    """Wat er volgend schooljaar met elk streefdoel gebeurt, en wat de school nog moet zeggen."""
    if stand.plan is None:
        return ()
    since = stand.plan.schooljaar_tot.next.first_day
    own = [doel for doel in stand.streefdoelen if doel.plan_id == stand.plan.id]
    found = (one for doel in own for one in _decide(doel, stand, vandaag, drempels))
    return tuple(_asks_einddatum(one, since) for one in found)


def _asks_einddatum(one: Overgang, since: date) -> Overgang:
    """A streefdoel that goes along must not have ended before the new plan begins."""
    if one.lot not in (Lot.MEEGAAN, Lot.BIJSTUREN) or one.vraag:
        return one
    if one.einddatum is None or one.einddatum >= since:
        return one
    return replace(one, vraag="De einddatum ligt voor het nieuwe schooljaar. Welke wordt het?")


def _decide(
    doel: Streefdoel, stand: Beleidsstand, vandaag: date, drempels: Drempels
) -> Iterator[Overgang]:
    if doel.status is Doelstatus.STOPGEZET:
        said = "Dit streefdoel is stopgezet en blijft in het oude plan."
        yield Overgang(doel.id, Lot.GESLOTEN, said)
        return
    decided = _last_besluiten(doel, stand, vandaag, drempels)
    for besluit in decided:
        if besluit.keuze is Besluitkeuze.OPSCHALEN:
            yield _copied(doel, besluit)
    if doel.status is Doelstatus.AFGESLOTEN:
        yield _afgesloten(doel, stand)
        return
    others = [one for one in decided if one.keuze is not Besluitkeuze.OPSCHALEN]
    if others:
        yield _followed(doel, others[-1])
    elif decided:
        yield _continued(doel, decided[-1], "Opgeschaald: hier loopt het streefdoel verder")
    else:
        yield _undecided(doel, drempels)


def _last_besluiten(
    doel: Streefdoel, stand: Beleidsstand, vandaag: date, drempels: Drempels
) -> list[Besluit]:
    """The besluiten of the last evaluatie that took any, when it is recent enough."""
    found = stand.besluiten_of(doel)
    if not found:
        return []
    last = found[-1].evaluatie_id
    if is_older(stand.evaluatie[last].datum, vandaag, months=drempels.besluit_maanden):
        return []
    return [one for one in found if one.evaluatie_id == last]


def _copied(doel: Streefdoel, besluit: Besluit) -> Overgang:
    """Opschalen: a new place with its own nulmeting and means, linked to the origin."""
    vragen = ["een eigen nulmeting", "eigen middelen", "voor hoeveel leraren of klassen"]
    if besluit.nieuwe_plaats is None:
        vragen.insert(0, "de nieuwe plaats")
    return Overgang(
        doel.id,
        Lot.GEKOPIEERD,
        "Opgeschaald: op de nieuwe plaats begint een ontwerp dat naar dit streefdoel verwijst.",
        vraag=f"Vul nog in: {', '.join(vragen)}.",
        besluit_id=besluit.id,
        plaats=besluit.nieuwe_plaats,
    )


def _afgesloten(doel: Streefdoel, stand: Beleidsstand) -> Overgang:
    mine = {one.id for one in stand.besluiten_of(doel)}
    if any(one.besluit_id in mine for one in stand.borgingen):
        return Overgang(
            doel.id, Lot.AFGESLOTEN, "Dit streefdoel is afgesloten en geborgd; het blijft leesbaar."
        )
    return Overgang(
        doel.id,
        Lot.TE_BORGEN,
        "Dit streefdoel is afgesloten, maar nog niet geborgd.",
        vraag="Waar leggen jullie vast wat blijft: een afspraak, een document, het uurrooster, "
        "vorming of het budget?",
    )


def _followed(doel: Streefdoel, besluit: Besluit) -> Overgang:
    if besluit.keuze is Besluitkeuze.STOPPEN:
        return Overgang(
            doel.id,
            Lot.GESLOTEN,
            f"Gestopt: {besluit.motivering or 'zonder reden'}. Het streefdoel blijft leesbaar.",
            vraag="" if besluit.motivering else "Waarom stoppen jullie ermee?",
            besluit_id=besluit.id,
        )
    if besluit.keuze is Besluitkeuze.NIEUW_STARTEN:
        return Overgang(
            doel.id,
            Lot.NIEUW_STARTEN,
            "Dit streefdoel blijft achter; in het nieuwe plan begint een nieuw ontwerp.",
            besluit_id=besluit.id,
        )
    if besluit.keuze is Besluitkeuze.BIJSTUREN:
        return _bijgestuurd(doel, besluit)
    return _continued(doel, besluit, "Voortgezet: het streefdoel gaat mee")


def _continued(doel: Streefdoel, besluit: Besluit, said: str) -> Overgang:
    return Overgang(
        doel.id,
        Lot.MEEGAAN,
        f"{said} met dezelfde nulmeting.",
        besluit_id=besluit.id,
        streefwaarde=doel.streefwaarde,
        streefsituatie=doel.streefsituatie,
        einddatum=besluit.nieuwe_einddatum or doel.einddatum,
    )


def _bijgestuurd(doel: Streefdoel, besluit: Besluit) -> Overgang:
    """Asks for a new streefwaarde or einddatum; the old one stays in the history."""
    changed = (
        besluit.nieuwe_streefwaarde is not None
        or besluit.nieuwe_einddatum is not None
        or bool(besluit.nieuwe_streefsituatie)
    )
    return Overgang(
        doel.id,
        Lot.BIJSTUREN,
        "Bijgestuurd: het streefdoel gaat mee met dezelfde nulmeting; de oude streefwaarde blijft "
        "in de geschiedenis.",
        vraag="" if changed else "Wat wordt de nieuwe streefwaarde of einddatum?",
        besluit_id=besluit.id,
        streefwaarde=(
            doel.streefwaarde
            if besluit.nieuwe_streefwaarde is None
            else besluit.nieuwe_streefwaarde
        ),
        streefsituatie=besluit.nieuwe_streefsituatie or doel.streefsituatie,
        einddatum=besluit.nieuwe_einddatum or doel.einddatum,
    )


def _undecided(doel: Streefdoel, drempels: Drempels) -> Overgang:
    if doel.status is Doelstatus.ONTWERP:
        said = "Dit streefdoel is nog een ontwerp."
    else:
        said = f"In de laatste {drempels.besluit_maanden} maanden is er geen besluit genomen."
    return Overgang(
        doel.id, Lot.ONBESLIST, said, vraag="Nemen jullie een besluit, of gaat het onbeslist mee?"
    )


# ---------------------------------------------------------------- acties and means


def acties_mee(stand: Beleidsstand, besloten: tuple[Overgang, ...]) -> tuple[Actie, ...]:
    """De acties die meegaan met hun streefdoel: niet wat afgerond, gestopt of geannuleerd is.

    In the new plan their status and numbers start again.
    """
    along = {one.streefdoel_id for one in besloten if one.lot in (Lot.MEEGAAN, Lot.BIJSTUREN)}
    return tuple(
        actie
        for actie in stand.planacties
        if actie.status is not Actiestatus.AFGEROND and along & set(actie.streefdoel_ids)
    )


@dataclass(frozen=True, slots=True)
class Voorstel:
    """Last year's plan for one actie, to start from; not yet an assignment."""

    actie_id: int
    soort: Middelsoort
    voorzien: Fraction


def voorstel_middelen(
    stand: Beleidsstand, schooljaar: Schooljaar, acties: tuple[Actie, ...]
) -> tuple[Voorstel, ...]:
    """Wat in ``schooljaar`` voorzien was bij deze acties, als voorstel voor het volgende."""
    along = {one.id for one in acties}
    sums: dict[tuple[int, Middelsoort], Fraction] = {}
    for post in stand.toewijzingen_in(schooljaar):
        if post.actie_id in along and post.actie_id is not None and post.voorzien:
            key = (post.actie_id, post.soort)
            sums[key] = sums.get(key, Fraction(0)) + post.voorzien
    return tuple(Voorstel(actie, soort, amount) for (actie, soort), amount in sorted(sums.items()))
