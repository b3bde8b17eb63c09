"""The parts of a dossier that come from the plan, laid out with the pieces of its document.

In: a plan as numbered texts. Out: blocks per part, under the heading of that part; nothing at all
when the school has no records for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.bundel_leeswijzer import ROLLEN
from gokwijs.apps.dossier.bundel_nummers import Nummeraar
from gokwijs.apps.dossier.document_blokken import LEEG, blokken, scope_of
from gokwijs.apps.dossier.document_delen import OPMAAK
from gokwijs.apps.dossier.document_opmaak import Elk, Groep, Stuk
from gokwijs.renderers.document import Block, Heading, Paragraph, Table, table

_GROEPEN = {one.titel: one for one in OPMAAK}
_MIDDELEN = ("Waarvoor", "Streefdoelen", "Schooljaar", "Soort", "Voorzien", "Besteed")


def _deel(plan: doc.PlanDocument, titel: str) -> list[Block]:
    """What stands under a heading of the plan, without that heading."""
    return list(blokken(_GROEPEN[titel].inhoud, scope_of(plan)))


def _groep(plan: doc.PlanDocument, *titels: str) -> Iterator[Block]:
    """Whole groups with their heading, one level deeper."""
    yield from blokken((dieper(_GROEPEN[titel]) for titel in titels), scope_of(plan))


def dieper(stuk: Stuk) -> Stuk:
    """The same piece with its headings one level lower."""
    if isinstance(stuk, Groep):
        return Groep(stuk.titel, min(stuk.niveau + 1, 4), tuple(map(dieper, stuk.inhoud)))
    if isinstance(stuk, Elk):
        return Elk(stuk.lijst, stuk.rij, tuple(map(dieper, stuk.inhoud)))
    return stuk


def vaststellingen(plan: doc.PlanDocument) -> Iterator[Block]:
    yield from _groep(plan, "Wat we vaststellen")


def visie(plan: doc.PlanDocument) -> Iterator[Block]:
    yield from _groep(plan, "Onze visie", "Samenhang met ander beleid")


def doelen(plan: doc.PlanDocument) -> Iterator[Block]:
    """Without the series and the means: each has a part of its own."""
    bare = tuple(replace(one, indicatoren=(), middelen=()) for one in plan.streefdoelen)
    yield from _deel(replace(plan, streefdoelen=bare), "Streefdoelen")


def acties(plan: doc.PlanDocument, plannen: Mapping[str, str]) -> Iterator[Block]:
    """``plannen``: the plan of each actie, when they come from more than one; oldest first."""
    bare = tuple(replace(one, middelen=()) for one in plan.acties)
    if not plannen:
        yield from _deel(replace(plan, acties=bare), "Acties")
    for name in dict.fromkeys(plannen[one.nummer] for one in bare if plannen):
        own = replace(plan, acties=tuple(one for one in bare if plannen[one.nummer] == name))
        yield Heading(f"In het plan {name}", 2)
        yield from blokken(map(dieper, _GROEPEN["Acties"].inhoud), scope_of(own))


def middelen(plan: doc.PlanDocument, nummers: Nummeraar) -> Iterator[Block]:
    """The ledger of the school, then every actie and goal with what went to it."""
    totals = _deel(plan, "Uren en euro's van de school")
    if totals:
        yield Heading("Per schooljaar en soort", 2)
        yield from totals
    rows = [
        (
            name,
            goals,
            one.schooljaar,
            one.soort + nummers.middel(name, one),
            one.voorzien,
            one.besteed,
        )
        for name, goals, own in _posten(plan)
        for one in own
    ]
    if rows:
        yield Heading("Per actie en streefdoel", 2)
        yield Table(
            _MIDDELEN, tuple(tuple(c or LEEG for c in row) for row in rows), (9, 5, 5, 6, 5, 5)
        )
        notes = [
            (name, one.toelichting)
            for name, _, own in _posten(plan)
            for one in own
            if one.toelichting
        ]
        if notes:
            yield Heading("Toelichting", 3)
            yield table(("Waarvoor", "Toelichting"), notes, (8, 14))


def _posten(plan: doc.PlanDocument) -> Iterator[tuple[str, str, tuple[doc.Middel, ...]]]:
    for one in plan.acties:
        yield f"{one.nummer}: {one.titel}", one.streefdoelen, one.middelen
    for goal in plan.streefdoelen:
        yield f"{goal.nummer} als geheel", goal.nummer, goal.middelen


def evaluaties(plan: doc.PlanDocument) -> Iterator[Block]:
    """Borging has a part of its own."""
    bare = tuple(
        replace(one, besluiten=tuple(replace(b, borgingen=()) for b in one.besluiten))
        for one in plan.evaluaties
    )
    yield from _deel(replace(plan, evaluaties=bare), "Evaluaties en besluiten")


def borging(plan: doc.PlanDocument) -> Iterator[Block]:
    rows = [
        (
            f"{one.nummer}, {one.datum}, over {besluit.waarover}",
            kept.vorm,
            kept.verwijzing,
            kept.wie,
            kept.herzien,
        )
        for one in plan.evaluaties
        for besluit in one.besluiten
        for kept in besluit.borgingen
    ]
    if rows:
        heads = ("Besluit van", "Hoe", "Waar het staat", "Wie", "Opnieuw bekijken op")
        yield Table(heads, _gevuld(rows), (5, 4, 7, 4, 5))


def draagvlak(plan: doc.PlanDocument) -> Iterator[Block]:
    yield from _deel(plan, "Overleg en draagvlak")


def partners(plan: doc.PlanDocument) -> Iterator[Block]:
    yield from _groep(plan, "Afspraken met partners", "Samen bekeken")
    rows = [(f"{one.nummer}: {one.titel}", one.partners) for one in plan.acties if one.partners]
    if rows:
        yield Heading("Acties met partners", 2)
        yield table(("Actie", "Partners"), rows, (10, 10))


def aanbevelingen(plan: doc.PlanDocument) -> Iterator[Block]:
    yield from _deel(plan, "Doorlichting")


def bronnen(plan: doc.PlanDocument) -> Iterator[Block]:
    """Definitions with their breaks, expectations, and how to read the figures."""
    indicators = [row for goal in plan.streefdoelen for row in goal.indicatoren]
    rows = [
        (one.naam, one.teller, one.noemer or one.schaal, one.bron, one.breuk or "geen breuk")
        for one in dict.fromkeys((*indicators, *plan.indicatoren))
    ]
    if rows:
        yield Heading("Indicatoren en hun definitie", 2)
        heads = ("Indicator", "Teller", "Noemer of schaal", "Bron", "Breuk")
        yield Table(heads, _gevuld(rows), (6, 6, 6, 6, 4))
    yield from _groep(plan, "Verwachtingen waar dit plan naar verwijst")
    # The first one tells about another document; the first page said who is named how.
    notes = [note for note in plan.noten[1:] if note != ROLLEN]
    if notes:
        yield Heading("Hoe je de cijfers leest", 2)
        yield from map(Paragraph, notes)


def _gevuld(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell or LEEG for cell in row) for row in rows)
