"""The school in figures as a PDF: the same parts as the page, through the same look.

In: what the page shows. Out: a ``Document``; nothing in it needs a gate any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gokwijs.apps.analyse.views_meenemen import document as blad_document
from gokwijs.apps.dossier.begrijp import TITEL, Begrijp
from gokwijs.apps.dossier.begrijp_sinds import Achtergrond, Sinds, Thema
from gokwijs.renderers.document import Block, Bullets, Document, Heading, Paragraph, table

BREED = 6  # more columns need a sheet on its side


def document(found: Begrijp, rond: Achtergrond) -> Document:
    """Figures first, then the theme of the school and what changed since the last report."""
    whole = blad_document(found.blad, found.kijk)
    empty = [f"{one.titel}: {one.waarom}" for one in found.leeg]
    blocks: list[Block] = list(whole.blocks[:-2]) if found.heeft_cijfers else []
    blocks += _thema(rond.thema)
    blocks += _sinds(rond.sinds)
    if empty:
        blocks += [Heading("Wat er niet in staat"), Bullets(tuple(empty))]
    columns = [len(d.tabel.kolommen) for d in found.blad.delen if d.tabel is not None]
    wide = max(columns, default=0) > BREED
    return replace(whole, title=TITEL, blocks=(*blocks, *whole.blocks[-2:]), wide=wide)


def _thema(thema: Thema | None) -> Iterator[Block]:
    yield Heading("Waar wij aan werken")
    if thema is None:
        yield Paragraph("Geen gegevens: er is nog geen plan.")
        return
    yield Paragraph(thema.plan)
    if thema.visie:
        yield Paragraph(thema.visie)
    if thema.doelen:
        yield Bullets(tuple(one.tekst for one in thema.doelen))


def _sinds(sinds: Sinds | None) -> Iterator[Block]:
    yield Heading("Wat er veranderde sinds de vorige doorlichting")
    if sinds is None:
        yield Paragraph("Geen gegevens: er is nog geen verslag ingevoerd.")
        return
    yield Paragraph(f"{sinds.verslag}, {sinds.datum}. {sinds.uitspraak} {sinds.zin}".strip())
    if sinds.punten:
        rows = [(one.soort, one.tekst, one.stand, one.wat or "–") for one in sinds.punten]
        head = ("Wat", "In het verslag", "Hoe ver", "Wat wij deden")
        yield table(head, rows, (12, 34, 16, 34))
