"""The document of a plan as blocks for the PDF and the DOCX.

In: a ``PlanDocument`` and the layout. Out: a ``Document``. What is empty is not printed, and
neither is the heading above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from gokwijs.apps.dossier.document import PlanDocument
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
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
)

LEEG = "–"
_VELD = re.compile(r"\{([\w.]+)\}")
Scope = Mapping[str, Any]


def document_of(plan: PlanDocument, made_on: date) -> Document:
    """The whole document, ready to print."""
    return Document(
        plan.plan.naam,
        f"{plan.school.naam}, schooljaar {plan.plan.periode}",
        plan.merk,
        made_on,
        tuple(blokken(OPMAAK, scope_of(plan))),
    )


def scope_of(plan: PlanDocument) -> Scope:
    """What the pieces of the layout may name."""
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


def blokken(pieces: Iterable[Stuk], scope: Scope) -> Iterator[Block]:
    """The pieces of the layout filled in; nothing for what is empty."""
    for piece in pieces:
        yield from _piece(piece, scope)


def _piece(piece: Stuk, scope: Scope) -> Iterator[Block]:
    if isinstance(piece, Groep):
        inside = list(blokken(piece.inhoud, scope))
        if inside:
            yield Heading(_VELD.sub(lambda m: _value(m[1], scope), piece.titel), piece.niveau)
            yield from inside
    elif isinstance(piece, Elk):
        for row in _value(piece.lijst, scope):
            yield from blokken(piece.inhoud, {**scope, piece.rij: row})
    elif isinstance(piece, Tabel):
        yield from _table(piece, scope)
    elif isinstance(piece, Feiten):
        found = tuple((label, _value(name, scope)) for label, name in piece.rijen)
        kept = tuple((label, said) for label, said in found if said)
        if kept:
            yield Facts(kept)
    else:
        yield from _text(piece, scope)


def _text(piece: Tekst | Nota | Punten, scope: Scope) -> Iterator[Block]:
    value = _value(piece.veld, scope)
    if not value:
        return
    if isinstance(piece, Tekst):
        yield Paragraph(value, lead=piece.kern)
    elif isinstance(piece, Nota):
        yield Note(f"{piece.vooraf} {value}")
    else:
        yield Bullets(value)


def _table(piece: Tabel, scope: Scope) -> Iterator[Block]:
    """Columns that are empty in every row are left out."""
    rows = _value(piece.lijst, scope)
    if not rows:
        return
    cells = [[_value(name, {piece.rij: row}) for _, name, _ in piece.kolommen] for row in rows]
    used = [place for place in range(len(piece.kolommen)) if any(row[place] for row in cells)]
    if not used:
        return
    yield Table(
        tuple(piece.kolommen[place][0] for place in used),
        tuple(tuple(row[place] or LEEG for place in used) for row in cells),
        tuple(piece.kolommen[place][2] for place in used),
    )


def _value(name: str, scope: Scope) -> Any:
    """The field behind ``streefdoel.zin``; raises when the layout names what does not exist."""
    first, *rest = name.split(".")
    found = scope[first]
    for part in rest:
        found = getattr(found, part)
    return found
