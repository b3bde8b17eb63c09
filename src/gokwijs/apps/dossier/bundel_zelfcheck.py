"""Part 12 of a dossier: the five points of the self-check, when the school chooses to give them.

In: a school and today. Out: blocks; sentences only, without a score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier.klaar import Blok, klaar_of
from gokwijs.apps.scholen.models import School
from gokwijs.renderers.document import Block, Heading, Paragraph, table

_OVER = (
    "De zelfcheck helpt het team nadenken. De grenzen zijn keuzes van GOK-wijs; ze voorspelt geen "
    "uitspraak en wordt nergens opgeteld tot een score."
)


def deel_zelfcheck(school: School, today: date, hide: Callable[[str], str]) -> Iterator[Block]:
    found = klaar_of(school, today, Zicht.buiten(school))
    yield Paragraph(_OVER)
    for blok in found.blokken:
        yield Heading(blok.vraag, 2)
        yield Paragraph(f"{blok.kort}: {blok.woord}.", lead=True)
        if blok.toelichting:
            yield Paragraph(hide(blok.toelichting))
        yield from _punten(blok, hide)


def _punten(blok: Blok, hide: Callable[[str], str]) -> Iterator[Block]:
    rows = [(hide(one.zin), hide(one.remedie)) for one in blok.punten]
    if rows:
        yield table(("Wat opvalt", "Wat het verandert"), rows, (10, 10))
