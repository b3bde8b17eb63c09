"""The form of an answer: sentences, a chart and a table; the same for page, print and file.

In: counted tables. Out: a ``Blad``. What may not be shown is not in it: whoever draws or exports a
Blad needs no gate any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gokwijs.core.analyse.tellen import Aantal
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.zinnen.getallen import PROCENT_MIN
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.grafiek import Grafiek

AFGESCHERMD = "afgeschermd"
AFGESCHERMD_ZIN = "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken."
PROCENT_VANAF = 2 * PROCENT_MIN  # in half pupils


@dataclass(frozen=True, slots=True)
class Cel:
    """One cell. ``reden``: why it is empty, when it is. ``warmte``: 0 to 5, for the heat table."""

    tekst: str
    waarde: Fraction | None = None
    reden: str = ""
    warmte: int | None = None
    link: str = ""
    woorden: bool = False  # a sentence that may wrap, not a figure


@dataclass(frozen=True, slots=True)
class Kolom:
    key: str
    titel: str
    kenmerk: str = ""


@dataclass(frozen=True)
class Tabelrij:
    key: str
    label: str
    cellen: tuple[Cel, ...]
    link: str = ""


@dataclass(frozen=True)
class Tabel:
    titel: str
    rijkop: str
    kolommen: tuple[Kolom, ...]
    rijen: tuple[Tabelrij, ...]
    voet: Tabelrij | None = None
    sorteerbaar: bool = False

    @property
    def leeg(self) -> bool:
        return not self.rijen

    @property
    def shaded(self) -> bool:
        """Does the page shade cells by their share?"""
        return any(cel.warmte is not None for rij in self.rijen for cel in rij.cellen)

    @property
    def afgeschermd(self) -> bool:
        """Is anything in it hidden?"""
        rows = (*self.rijen, *([self.voet] if self.voet else []))
        return any(cel.reden == AFGESCHERMD for rij in rows for cel in rij.cellen)


@dataclass(frozen=True)
class Deel:
    """One answer: what we see in words, one chart, the table under it."""

    key: str
    titel: str
    zinnen: tuple[Gezegd, ...]
    grafiek: Grafiek | None = None
    tabel: Tabel | None = None
    noten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blad:
    """The whole answer to a question."""

    vraag: str
    titel: str
    onder: str  # year, day, filters in words
    delen: tuple[Deel, ...]
    bron: str
    noten: tuple[str, ...] = field(default=())

    @property
    def zinnen(self) -> tuple[Gezegd, ...]:
        return tuple(zin for deel in self.delen for zin in deel.zinnen)

    @property
    def antwoord(self) -> str:
        """The first sentences: what the page says before anything else."""
        own = self.delen[0].zinnen if self.delen else ()
        return own[0].tekst if own else ""

    @property
    def afgeschermd(self) -> bool:
        return any(d.tabel is not None and d.tabel.afgeschermd for d in self.delen)


# ---------------------------------------------------------------- numbers in words


def leerlingen(halves: int) -> Fraction:
    return Fraction(halves, 2)


def getal(halves: int) -> str:
    """``12`` or ``12,5`` pupils."""
    return dutch_number(Fraction(halves, 2))


def procent(p: Fraction | float) -> str:
    """A whole percentage, half up: ``30 %``."""
    return f"{int(Fraction(p) * 100 + Fraction(1, 2))} %"


def aantal_cel(aantal: Aantal, *, link: str = "", met_aandeel: bool = True) -> Cel:
    """``12 · 30 %``, ``6 van 14`` for a small group, or why there is nothing."""
    if aantal.ja is None:
        return Cel("afgeschermd", reden=AFGESCHERMD)
    if not aantal.n:
        return Cel("–", reden="niemand")
    known = aantal.n - aantal.onbekend
    if not known:
        return Cel("onbekend", reden="onbekend")
    share = Fraction(aantal.ja, known)
    if not met_aandeel:
        return Cel(getal(aantal.ja), share, link=link)
    text = (
        f"{getal(aantal.ja)} · {procent(share)}"
        if known >= PROCENT_VANAF
        else f"{getal(aantal.ja)} van {getal(known)}"
    )
    return Cel(text, share, link=link)


def telcel(halves: int, *, link: str = "") -> Cel:
    """A plain number of pupils."""
    return Cel(getal(halves), leerlingen(halves), link=link)


def warm(rijen: Sequence[Tabelrij], kolommen: Sequence[int]) -> tuple[Tabelrij, ...]:
    """The same rows with a degree of warmth in some columns: 0 to 5 within each column.

    From nobody to the largest share of the column, so that the eye finds the place at once.
    """
    most = {
        k: max((r.cellen[k].waarde or Fraction(0) for r in rijen), default=Fraction(0))
        for k in kolommen
    }
    found = []
    for rij in rijen:
        cells = list(rij.cellen)
        for k in kolommen:
            share, top = cells[k].waarde, most[k]
            if share is not None and top and not cells[k].reden:
                cells[k] = replace(cells[k], warmte=int(5 * share / top))
        found.append(replace(rij, cellen=tuple(cells)))
    return tuple(found)


def gesorteerd(tabel: Tabel, sorteer: str) -> Tabel:
    """Sorted by a column: ``thuistaal`` highest first, ``-thuistaal`` lowest first.

    Cells without a number come last, in the order they had.
    """
    key = sorteer.removeprefix("-")
    place = next((n for n, k in enumerate(tabel.kolommen) if k.key == key), None)
    if not tabel.sorteerbaar or place is None:
        return tabel
    filled = [r for r in tabel.rijen if r.cellen[place].waarde is not None]
    empty = [r for r in tabel.rijen if r.cellen[place].waarde is None]
    filled.sort(key=lambda r: r.cellen[place].waarde or 0, reverse=not sorteer.startswith("-"))
    return replace(tabel, rijen=(*filled, *empty))
