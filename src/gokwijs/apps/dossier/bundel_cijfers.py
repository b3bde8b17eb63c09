"""The numbered figures of a dossier: each gets a number and its explanation at the same moment.

In: a shown value with what it counts, its rule, source and day. Out: the reference to print behind
it. ``geordend`` gives everything its final number: in the order in which a reader meets them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from gokwijs.apps.beleid.tonen import AFGESCHERMD, ENKEL_WERKZONE
from gokwijs.core.beleid.dossier import Cijfer
from gokwijs.renderers.document import (
    REF,
    Block,
    Bullets,
    Entry,
    Facts,
    Note,
    Paragraph,
    Table,
    plain,
    ref,
)

EIGEN_KEUZE = "geen wettelijke regel: de school koos zelf wat ze meet"
INGEVOERD, AFGELEID, SECUNDAIR = "ingevoerd", "afgeleid", "secundair"
# What the words of the status of a number say; strongest first.
STATUSSEN = {
    "wettekst": "gelezen in de tekst van de wet of van een besluit",
    "primaire bron": "van de instantie die het getal zelf maakt",
    AFGELEID: "geteld of berekend uit andere gegevens, of afgeleid uit een wettekst",
    SECUNDAIR: "overgenomen uit een tekst die iemand anders aanhaalt",
    INGEVOERD: "door de school ingevuld, met de bron en de dag",
    "onbevestigd": "waarschijnlijk, maar nog niet bevestigd",
    "onbekend": "niet te zeggen",
}
_DIGIT = re.compile(r"\d")
_HERHAALD = frozenset({"Wat telt mee", "Regel", "Artikel", "Bron"})
_KORT = 40  # letters: what is not longer is said again
_LANG = 500  # letters of a sentence that is a figure; the whole one stands in the text


def is_cijfer(text: str) -> bool:
    """Does a text tell a number that may be shown?"""
    hidden = AFGESCHERMD in text or ENKEL_WERKZONE.rstrip(".") in text
    return bool(_DIGIT.search(text)) and not hidden


class Cijfers:
    """Numbers in the making. ``drempel``: below how many pupils nothing is shown."""

    def __init__(self, drempel: int) -> None:
        self.rijen: list[Cijfer] = []
        self.poort = (
            f"Getoond vanaf {drempel} leerlingen aan beide kanten; kleinere groepen zijn "
            "afgeschermd, zodat niemand herkenbaar is"
        )

    def nieuw(
        self,
        *,
        plek: str,
        waarde: str,
        telt: str,
        bron: str,
        datum: str,
        regel: str = "",
        artikel: str = "",
        status: str = INGEVOERD,
        aantallen: str = "",
    ) -> str:
        """The reference to print; empty when the value is no number, or may not be told."""
        if not is_cijfer(waarde):
            return ""
        said = _short(waarde)
        number = len(self.rijen) + 1
        self.rijen.append(
            Cijfer(
                nummer=number,
                plek=_short(plek),
                waarde=said,
                telt=_short(telt) or "wat ernaast staat",
                regel=regel or self.poort,
                artikel=artikel or EIGEN_KEUZE,
                datum=datum or "niet ingevuld",
                bron=_short(bron) or "het plan van de school",
                status=status,
                aantallen=aantallen or said,
            )
        )
        return ref(number)


def _short(text: str) -> str:
    """One line, not longer than an explanation can bear."""
    line = " ".join(plain(text).split())
    return line if len(line) <= _LANG else f"{line[: _LANG - 1].rstrip()}…"


# ---------------------------------------------------------------- the order of reading


def geordend(
    blocks: Sequence[Block], cijfers: Cijfers
) -> tuple[tuple[Block, ...], tuple[Cijfer, ...]]:
    """The blocks with numbers 1, 2, 3 … as they come, and only the figures that are printed."""
    order: dict[int, int] = {}
    for text in (text for block in blocks for text in teksten(block)):
        for match in REF.finditer(text):
            order.setdefault(int(match[1]), len(order) + 1)

    def anew(text: str) -> str:
        # Between other signs first: a new number must not be read as an old one.
        return REF.sub(lambda match: match[0].replace(match[1], str(order[int(match[1])])), text)

    by_number = {one.nummer: one for one in cijfers.rijen}
    found = tuple(replace(by_number[old], nummer=new) for old, new in order.items())
    return tuple(_with(block, anew) for block in blocks), found


def teksten(block: Block) -> Iterator[str]:
    """Every text of a block in which a reference may stand."""
    if isinstance(block, Paragraph | Note):
        yield block.text
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Facts):
        yield from (said for _, said in block.items)
    elif isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row)


def _with(block: Block, change: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph | Note):
        return replace(block, text=change(block.text))
    if isinstance(block, Bullets):
        return Bullets(tuple(map(change, block.items)))
    if isinstance(block, Facts):
        return Facts(tuple((label, change(said)) for label, said in block.items))
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(map(change, row)) for row in block.rows))
    return block


def uitleg(cijfers: Iterable[Cijfer]) -> Iterator[Entry]:
    """The appendix: one entry per number; what was said in full before is pointed at."""
    eerder: dict[str, int] = {}
    for one in cijfers:
        facts: list[tuple[str, str]] = [("Cijfer", one.waarde), ("Wat telt mee", one.telt)]
        if one.aantallen != one.waarde:
            facts.append(("Aantallen", one.aantallen))
        facts += [
            ("Regel", one.regel),
            ("Artikel", one.artikel),
            ("Stand van", one.datum),
            ("Bron", one.bron),
            ("Status van het getal", one.status),
        ]
        yield Entry(one.nummer, one.plek, _once(one.nummer, _bare(facts), eerder))


def _once(
    nummer: int, facts: Sequence[tuple[str, str]], eerder: dict[str, int]
) -> tuple[tuple[str, str], ...]:
    """A long fact, or what follows its first sentence, in full once and then where it stands."""
    found = []
    for label, said in facts:
        own, _, rest = said.partition(". ")
        first, first_rest = eerder.setdefault(said, nummer), eerder.setdefault(rest, nummer)
        if label in _HERHAALD and len(said) > _KORT and first != nummer:
            said = f"zoals bij [{first}]"
        elif label in _HERHAALD and len(rest) > _KORT and first_rest != nummer:
            said = f"{own}; verder zoals bij [{first_rest}]"
        found.append((label, said))
    return tuple(found)


def _bare(facts: Sequence[tuple[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Without the full stop that comes after each fact anyway."""
    return tuple((label, str(said).rstrip(".")) for label, said in facts)
