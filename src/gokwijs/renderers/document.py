"""A document as blocks: one definition from which PDF and Word files are made.

In: texts. Out: frozen blocks. A block holds plain text only: nothing in it is ever
markup. A figure is the one exception, and comes from ``renderers.grafiek``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gokwijs.renderers.grafiek import size


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1  # 1 is a section, 2 to 4 parts of it; the title stands above all


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``lead``: the sentence it is all about, set heavier."""

    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``widths``: relative widths of the columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart of ``renderers.grafiek``; ``alt`` says in words what it shows."""

    svg: str
    alt: str

    def fit(self, width: float, height: float) -> tuple[float, float]:
        """Width and height in millimetres, within a room in millimetres."""
        wide, high = (pixels * 25.4 / 96 for pixels in size(self.svg))
        shrunk = min(1, width / wide, height / high)
        return wide * shrunk, high * shrunk


@dataclass(frozen=True, slots=True)
class Facts:
    """Short labels with what they say, one under the other."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A text that must not be missed."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A text for machines, set small: an instruction in a template."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The explanation of one numbered figure: where ``ref(number)`` leads, and back."""

    number: int
    text: str
    facts: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | Bullets | Table | Figure | Facts | Note | Code | Entry


@dataclass(frozen=True, slots=True)
class Document:
    """``mark`` is repeated at the top of every page: a draft, or confidential."""

    title: str
    subtitle: str
    mark: str
    made_on: date
    blocks: tuple[Block, ...]
    wide: bool = False  # on its side, for tables with many columns
    contents: bool = False  # with a list of its sections after the title

    @property
    def numbers(self) -> frozenset[int]:
        """Of the figures that are explained in it: only these can be led to."""
        return frozenset(block.number for block in self.blocks if isinstance(block, Entry))


# A reference inside a text, between two signs that no text of a user can hold: see ``plain``.
_OPEN, _SHUT = "\ue000", "\ue001"
REF = re.compile(f"{_OPEN}(\\d{{1,5}}){_SHUT}")


def ref(number: int) -> str:
    """'[12]' in a text: a link to its Entry where the document has one."""
    return f"\u00a0{_OPEN}{number}{_SHUT}"


def shown(text: str) -> str:
    """The text with its references as plain signs, where nothing can be linked."""
    return REF.sub(r"[\1]", text)


def plain(text: str) -> str:
    """Without the signs of a reference: for whatever somebody typed."""
    return text.replace(_OPEN, "").replace(_SHUT, "")


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def printable(text: str) -> str:
    """Without control characters and what is no character: neither XML nor a page knows them."""
    return _UNPRINTABLE.sub("", text)


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] | None = None
) -> Table:
    """A table; without widths a column is as wide as its texts are long, within reason."""
    if widths is None:
        widths = [
            min(40, max(8, *(len(str(row[place])) for row in [head, *rows])))
            for place in range(len(head))
        ]
    return Table(tuple(head), tuple(tuple(row) for row in rows), tuple(widths))
