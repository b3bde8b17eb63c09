"""The report of a closed round as blocks, for PDF and Word.

In: a ``Bron``. Out: a ``Document``. What is empty says so: a reader never wonders whether a part is
missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gokwijs.apps.zelfevaluatie.meenemen import Bron, Deelverslag, onzeker
from gokwijs.apps.zelfevaluatie.models import Conclusie
from gokwijs.apps.zelfevaluatie.selectors_gesprek import kort
from gokwijs.apps.zelfevaluatie.tonen import Regel, aantal
from gokwijs.core.calendar import dutch_date
from gokwijs.core.ronde import Beeld
from gokwijs.renderers.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    table,
)
from gokwijs.renderers.grafiek import Staaf, Staven, alternatief, svg

MERK = "Voor het schoolteam en de schoolraad"
BREED = 560  # pixels: a chart that leaves room on the sheet
GEEN = "nog niet besproken"


def verslag(bron: Bron, today: date) -> Document:
    """The whole report."""
    return Document(
        f"Zelfevaluatie: {bron.tekst(bron.ronde.titel)}",
        f"{bron.school.naam}, schooljaar {bron.schooljaar}",
        MERK,
        today,
        tuple(_blocks(bron, today)),
    )


def _blocks(bron: Bron, today: date) -> Iterator[Block]:
    yield from _vooraan(bron)
    yield Heading("In het kort")
    for deel in bron.delen:
        if len(bron.delen) > 1:
            yield Paragraph(deel.wie, lead=True)
        yield Bullets(deel.zinnen)
    yield from _besluiten(bron)
    for deel in bron.delen:
        yield from _deel(bron, deel)
    yield from _slot(bron, today)


# ---------------------------------------------------------------- the first page


def _vooraan(bron: Bron) -> Iterator[Block]:
    school = bron.school
    yield Facts(
        (
            ("School", f"{school.naam} ({school.instellingsnummer})"),
            ("Antwoorden van", bron.periode),
            ("Gesloten op", bron.gesloten_op),
            ("Wat bekeken is", bron.wat),
            ("Kader", bron.kader_op_papier),
            ("Anoniem of met naam", bron.hoe),
            ("Vooraf gezegd", bron.tekst(bron.ronde.aankondiging) or "niets"),
        )
    )
    yield Note(f"{bron.kader.vaste_tekst.rstrip('.')}.")
    yield Heading("Wie is gevraagd")
    yield table(
        ("Wie", "Groep", "Gevraagd", "Antwoordden"),
        [
            (one.wie, bron.tekst(", ".join(one.groepen)), one.gevraagd, str(one.antwoordden))
            for one in bron.gevraagd
        ],
        (10, 30, 9, 9),
    )


def _besluiten(bron: Bron) -> Iterator[Block]:
    yield Heading("Wat het team besluit")
    moment = bron.ronde.moment
    if moment is None or moment.verwijderd is not None:
        yield Paragraph("Het gesprek is nog niet vastgelegd als overleg.")
    else:
        who = f", {moment.aanwezig} aanwezigen" if moment.aanwezig else ""
        yield Paragraph(f"{moment.get_vorm_display()} op {dutch_date(moment.datum)}{who}.")
        if moment.bezwaren:
            yield Facts(
                (
                    ("Bezwaren", bron.tekst(moment.bezwaren)),
                    ("Antwoord daarop", bron.tekst(moment.antwoord) or "nog geen"),
                )
            )
    rows = [
        (
            kort(item),
            str(one.get_soort_display()) if one.soort else "–",
            bron.tekst(one.besluit) or "–",
            _plan(bron, one),
        )
        for item, one in bron.besluiten
    ]
    if rows:
        yield table(("Vraag", "En dus", "Besluit", "In het plan"), rows, (20, 14, 30, 22))
    else:
        yield Paragraph("Er is nog niets besloten.")


def _plan(bron: Bron, conclusie: Conclusie) -> str:
    """Which vaststelling and streefdoelen it became, short."""
    found = bron.vaststelling(conclusie)
    if found is None:
        return "nog niet"
    goals = len(bron.streefdoelen.get(found.pk, ()))
    if not goals:
        return "vaststelling"
    return f"vaststelling, {goals} {'streefdoel' if goals == 1 else 'streefdoelen'}"


# ---------------------------------------------------------------- per kind of respondents


def _deel(bron: Bron, deel: Deelverslag) -> Iterator[Block]:
    yield Heading(f"{deel.wie}: vraag per vraag")
    many = "1 antwoord" if deel.n == 1 else f"{deel.n} antwoorden"
    levels = deel.lezer.lijst.niveaus
    own = ", in eigen woorden" if all(one.herkomst == "eigen" for one in levels) else ""
    yield Paragraph(f"{many}. Wie antwoordde, koos een van deze niveaus{own}:")
    yield Facts(tuple((one.naam, one.betekenis) for one in levels))
    for rubriek, regels in deel.rubrieken:
        yield Heading(rubriek or "Vragen", 2)
        for regel in regels:
            yield from _regel(bron, deel, regel)


def _regel(bron: Bron, deel: Deelverslag, regel: Regel) -> Iterator[Block]:
    item = regel.item
    yield Heading(f"{deel.nummers[item.sleutel]}. {kort(item)}", 3)
    yield Paragraph(f"{item.getoond}\n{_onder(bron, regel)}")
    yield Paragraph(bron.tekst(regel.zin), lead=True)
    beelden = deel.beelden(item.sleutel)
    if beelden:
        yield _figuur(deel, regel, beelden[0][1])
        yield _tabel(bron, deel, regel, beelden)
        if len(regel.verschillen) > 1:
            yield Bullets(tuple(map(bron.tekst, regel.verschillen)))
    yield Facts(tuple(_erbij(bron, deel, regel)))


def _onder(bron: Bron, regel: Regel) -> str:
    """What kind of text it is, its code, and the number of its footnote."""
    item = regel.item
    parts = [item.noot, item.naam]
    said = onzeker(item)
    if said:
        parts.append(f"noot {bron.noten[said]}")
    return "; ".join(part for part in parts if part) + "."


def _figuur(deel: Deelverslag, regel: Regel, beeld: Beeld) -> Figure:
    """Bars of everybody together: solid is certain, hatched is possible."""
    assert regel.totaal is not None
    names = deel.lezer.namen
    bars = tuple(
        Staaf(
            column.naam,
            float(counts.laag) if counts.zeker else None,
            None if counts.zeker else float(counts.laag),
            None if counts.zeker else float(counts.hoog),
            "gok" if answer in names else "neutraal",
        )
        for (answer, counts), column in zip(
            ((answer, beeld.tellingen[answer]) for answer in (*names, 0, None)),
            regel.totaal.kolommen,
            strict=True,
        )
    )
    drawn = Staven(f"{regel.totaal.naam}: {regel.totaal.n} antwoorden", "", bars)
    place = deel.nummers[regel.item.sleutel]
    return Figure(svg(drawn, breedte=BREED, voorvoegsel=f"{deel.soort}{place}"), alternatief(drawn))


def _tabel(
    bron: Bron, deel: Deelverslag, regel: Regel, beelden: Sequence[tuple[str, Beeld]]
) -> Block:
    """Rows of groups, so that many groups stay on the sheet."""
    answers = regel.vlakken[0].kolommen
    head = ["Groep", "Aantal", *(one.naam for one in answers), "Midden"]
    widths = [18, 8, *(12 for _ in answers), 15]
    rows = [
        [
            bron.tekst(name),
            str(beeld.n),
            *map(aantal, beeld.tellingen.values()),
            _midden(deel, beeld),
        ]
        for name, beeld in beelden
    ]
    if not bron.ronde.anoniem:
        head.append("Gemiddelde")
        widths.append(12)
        rows = [
            [*row, vlak.gemiddelde or "–"] for row, vlak in zip(rows, regel.vlakken, strict=True)
        ]
    return table(head, rows, widths)


def _midden(deel: Deelverslag, beeld: Beeld) -> str:
    """'Hier en daar tot Samen'"""
    if beeld.midden is None:
        return "–"
    names = [deel.lezer.namen[one] for one in beeld.midden]
    return " tot ".join(dict.fromkeys(names))


def _erbij(bron: Bron, deel: Deelverslag, regel: Regel) -> Iterator[tuple[str, str]]:
    """Remarks, evidence and what the team says about it; what is not there is said."""
    item = regel.item
    said = bron.opmerkingen(deel.soort, item.sleutel)
    yield "Opmerkingen", "\n".join(f"“{one}”" for one in said) or bron.geen_opmerkingen
    yield "Bewijs", "\n".join(bron.bewijzen(item)) or "nog geen"
    one = bron.conclusie(item)
    if one is None:
        yield "Besluit van het team", GEEN
        return
    for label, typed in (("Wat we zien", one.zien), ("Hoe we dat weten", one.weten)):
        yield label, bron.tekst(typed) or "niet ingevuld"
    yield "Waar we staan", one.niveau or "niet eens geworden, of niet geweten"
    dus = f"{one.get_soort_display()}. " if one.soort else ""
    yield "Wat we besluiten", f"{dus}{bron.tekst(one.besluit)}".strip() or "nog niets"
    if one.borging or one.herzien_op:
        again = f"Opnieuw bekijken op {dutch_date(one.herzien_op)}." if one.herzien_op else ""
        kept = bron.tekst(one.borging)
        yield "Hoe we dit vasthouden", "\n".join(part for part in (kept, again) if part)
    yield from _in_plan(bron, one)


def _in_plan(bron: Bron, one: Conclusie) -> Iterator[tuple[str, str]]:
    found = bron.vaststelling(one)
    if found is None:
        yield "In het plan", "nog geen vaststelling of streefdoel"
        return
    yield "Vaststelling", bron.toon_vaststelling(found)
    goals = bron.streefdoelen.get(found.pk, [])
    yield "Streefdoelen", "\n".join(map(bron.toon_streefdoel, goals)) or "nog geen"


# ---------------------------------------------------------------- the end


def _slot(bron: Bron, today: date) -> Iterator[Block]:
    yield Heading("Noten")
    if bron.noten:
        yield Facts(tuple((f"Noot {nr}", said) for said, nr in bron.noten.items()))
    else:
        yield Paragraph("Geen: van elke code is bevestigd waarover ze gaat.")
    yield Heading("Over deze cijfers")
    yield Bullets((*over(bron, today), *_lezen(bron)))


def _lezen(bron: Bron) -> Iterator[str]:
    """How to read the charts and the middle."""
    if bron.ronde.anoniem:
        yield (
            "Een staaf is vol tot het aantal dat zeker is en gearceerd tot het aantal dat mogelijk "
            "is."
        )
    yield "'Het midden' is het middelste antwoord van wie een niveau koos."


def over(bron: Bron, today: date) -> Iterator[str]:
    """Source, day, and how small groups are kept; the same with every file."""
    yield (
        f"Bron: zelfevaluatie '{bron.tekst(bron.ronde.titel)}' van {bron.school.naam}, "
        f"gesloten op {bron.gesloten_op}. {bron.gemaakt(today)}"
    )
    yield bron.hoe
    yield bron.over_opmerkingen
    yield "De namen van mensen van de school zijn vervangen door hun rol."
    yield f"{bron.kader_op_papier}. {bron.kader.vaste_tekst.rstrip('.')}."
