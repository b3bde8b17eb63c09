"""The drafts a school gets: the DPIA and the notice for parents, filled in from data.

In: the content packs and what the school set. Out: a ``Document``, of which the renderers make a
Word file to edit or a PDF to read.
"""

from __future__ import annotations

from datetime import date

from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import dutch_date
from gokwijs.core.leerlingen.dpia import Deel, load_ontwerp, load_termijnen, load_velden
from gokwijs.renderers.document import Block, Bullets, Document, Heading, Paragraph, Table, table

_KOPPELEN = {
    "dpia": "Deze school zette leerlingen koppelen aan. Van het rijksregisternummer wordt een code "
    "berekend (HMAC-SHA-256) met een sleutel die buiten de databank ligt; het nummer zelf wordt "
    "niet bewaard. Beoordeel dit apart.",
    "kennisgeving": "Van het rijksregisternummer maken wij een code waaruit niemand het nummer kan "
    "aflezen. Zo herkennen wij je kind in twee lijsten. Het nummer zelf bewaren wij niet.",
}


def draft(naam: str, school: School, today: date) -> Document:
    """One draft for this school; KeyError for an unknown name."""
    ontwerp = load_ontwerp(naam)
    blocks: list[Block] = []
    for deel in ontwerp.deel:
        blocks += _section(deel)
    if school.koppelen:
        blocks += [Heading("Koppelen met een code"), Paragraph(_KOPPELEN[naam])]
    blocks.append(
        Paragraph(
            f"Tekst van GOK-wijs, versie {ontwerp.versie} van {dutch_date(ontwerp.stand)}, gemaakt "
            f"op {dutch_date(today)}."
        )
    )
    return Document(
        title=ontwerp.titel,
        subtitle=f"{ontwerp.ondertitel} · {school.naam} ({school.instellingsnummer})",
        mark=ontwerp.merk,
        made_on=today,
        blocks=tuple(blocks),
        wide=naam == "dpia",
    )


def _section(deel: Deel) -> list[Block]:
    blocks: list[Block] = [Heading(deel.kop)]
    if deel.punten_eerst:
        blocks += [Bullets(tuple(deel.punten)), *(Paragraph(t) for t in deel.tekst)]
        return blocks
    blocks += [Paragraph(t) for t in deel.tekst]
    if deel.punten:
        blocks.append(Bullets(tuple(deel.punten)))
    if deel.tabel is not None:
        blocks.append(table(deel.tabel.kop, deel.tabel.rijen))
    if deel.invoeg == "velden":
        blocks.append(velden_table())
        gronden = load_velden().gronden.items()
        if load_velden().inlezen:
            blocks.append(Paragraph("Dit mag uit een bestand gelezen worden, en niets anders:"))
            blocks.append(_inlezen_table())
        blocks.append(Paragraph("De gronden:"))
        blocks.append(Bullets(tuple(f"{key}: {words}" for key, words in gronden)))
    elif deel.invoeg == "bewaartermijnen":
        blocks.append(termijnen_table())
    return blocks


def velden_table() -> Table:
    """Every field with its purpose, ground, source and term."""
    velden, termijnen = load_velden(), load_termijnen()
    rows = [
        (
            veld.naam.replace("_", " "),
            veld.omschrijving,
            veld.doel,
            veld.grond,
            veld.bron,
            termijnen[veld.bewaartermijn].titel.split(":")[0],
        )
        for veld in velden.velden
    ]
    head = ("Veld", "Wat", "Waarvoor", "Grond", "Waar het vandaan komt", "Termijn van")
    return table(head, rows, (13, 28, 26, 10, 19, 15))


def _inlezen_table() -> Table:
    """Every column that may be read from a file."""
    rows = [
        (v.naam.replace("_", " "), v.omschrijving, v.doel, v.bewaartermijn)
        for v in load_velden().inlezen
    ]
    return table(("Kolom", "Wat", "Waarvoor", "Tot wanneer"), rows, (14, 30, 30, 26))


def termijnen_table() -> Table:
    """Every term with its basis."""
    rows = [
        (
            t.titel + ("" if t.in_gebruik else " (nog niet in GOK-wijs)"),
            t.einde,
            t.grond,
            t.status + (f", elders {t.status_zonder_wet}" if t.status_zonder_wet else ""),
        )
        for t in load_termijnen().per_sleutel.values()
    ]
    return table(("Wat", "Tot wanneer", "Waarom", "Zekerheid"), rows, (22, 28, 38, 12))
