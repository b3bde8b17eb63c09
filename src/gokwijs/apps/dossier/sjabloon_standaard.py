"""The standard Word template: the same layout as the document, with fields instead of texts.

In: the layout. Out: the bytes of a .docx that a school opens in Word, changes, and gives back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from gokwijs.apps.dossier.document_delen import OPMAAK
from gokwijs.apps.dossier.document_opmaak import (
    Elk,
    Feiten,
    Groep,
    Nota,
    Punten,
    Stuk,
    Tabel,
    Tekst,
)
from gokwijs.renderers.document import (
    Block,
    Bullets,
    Code,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
)
from gokwijs.renderers.docx import docx

_VELD = re.compile(r"\{([\w.]+)\}")
MADE_ON = date(2026, 1, 1)  # of this layout, so that the bytes depend on nothing else
NAAM = "standaardsjabloon-gok-plan.docx"


@cache
def standaardsjabloon() -> bytes:
    """The file; the same layout always gives the same bytes."""
    return docx(
        Document(
            "{{ plan.naam }}",
            "{{ school.naam }}, schooljaar {{ plan.periode }}",
            "{{ merk }}",
            MADE_ON,
            tuple(_blocks(OPMAAK)),
        )
    )


def _blocks(pieces: Iterable[Stuk]) -> Iterator[Block]:
    for piece in pieces:
        yield from _piece(piece)


def _piece(piece: Stuk) -> Iterator[Block]:
    if isinstance(piece, Groep):
        title = _VELD.sub(r"{{ \1 }}", piece.titel)
        yield from _if(_names(piece), [Heading(title, piece.niveau), *_blocks(piece.inhoud)])
    elif isinstance(piece, Elk):
        yield Code(f"{{%p for {piece.rij} in {piece.lijst} %}}")
        yield from _blocks(piece.inhoud)
        yield Code("{%p endfor %}")
    elif isinstance(piece, Tabel):
        yield from _if([piece.lijst], [_table(piece)])
    elif isinstance(piece, Feiten):
        for label, name in piece.rijen:
            yield from _if([name], [Facts(((label, f"{{{{ {name} }}}}"),))])
    else:
        yield from _text(piece)


def _text(piece: Tekst | Nota | Punten) -> Iterator[Block]:
    if isinstance(piece, Tekst):
        yield from _if([piece.veld], [Paragraph(f"{{{{ {piece.veld} }}}}", piece.kern)])
    elif isinstance(piece, Nota):
        yield from _if([piece.veld], [Note(f"{piece.vooraf} {{{{ {piece.veld} }}}}")])
    else:
        yield Code(f"{{%p for punt in {piece.veld} %}}")
        yield Bullets(("{{ punt }}",))
        yield Code("{%p endfor %}")


def _table(piece: Tabel) -> Table:
    """A row that is repeated: its first and last row hold only the loop."""
    width = len(piece.kolommen)
    empty = ("",) * (width - 1)
    return Table(
        tuple(head for head, _, _ in piece.kolommen),
        (
            (f"{{%tr for {piece.rij} in {piece.lijst} %}}", *empty),
            tuple(f"{{{{ {name} or '–' }}}}" for _, name, _ in piece.kolommen),
            ("{%tr endfor %}", *empty),
        ),
        tuple(share for _, _, share in piece.kolommen),
    )


def _if(names: list[str], inside: Iterable[Block]) -> Iterator[Block]:
    yield Code(f"{{%p if {' or '.join(names)} %}}")
    yield from inside
    yield Code("{%p endif %}")


def _names(group: Groep) -> list[str]:
    """The fields of which one must say something, or the heading stands above nothing."""
    found: list[str] = []
    for piece in group.inhoud:
        if isinstance(piece, Groep):
            found += _names(piece)
        elif isinstance(piece, Feiten):
            found += [name for _, name in piece.rijen]
        elif isinstance(piece, Tekst | Nota | Punten):
            found.append(piece.veld)
        else:
            found.append(piece.lijst)
    return list(dict.fromkeys(found))
