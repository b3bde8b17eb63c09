"""Bars of 100 %, divided into categories, with the counts in them.

In: ``Stapel`` and a width. Out: a ``Drawing``. A count that does not fit in its part stands under
the bar with its name.
"""

from __future__ import annotations

from gokwijs.renderers.grafiek.colors import MUTED, PAPER, edge, fill
from gokwijs.renderers.grafiek.model import Stapel, StapelRij
from gokwijs.renderers.grafiek.shapes import (
    NARROW,
    NORMAL,
    SMALL,
    Box,
    Drawing,
    Line,
    Shape,
    Text,
    heading,
    hidden_cell,
    paragraph,
    plate,
    swatches,
)
from gokwijs.renderers.grafiek.text import ABSENT, clean, measure, number, wrap

_BAR = 24


def draw_stapel(grafiek: Stapel, width: int) -> Drawing:
    """The legend, then the rows under each other."""
    shapes, y = heading(grafiek.titel, "aandeel in %, aantallen in de balk", width)
    legend, y = swatches([(c.kleur, c.label) for c in grafiek.categorieen], y, width)
    shapes += legend
    if not grafiek.rijen:
        return Drawing(width, y + 20, (*shapes, Text(0, y + 12, ABSENT, fill=MUTED)))
    narrow = width < NARROW
    labels = [measure(clean(rij.label), NORMAL) + 4 for rij in grafiek.rijen]
    label = width - 90.0 if narrow else min(max(labels), width * 0.3)
    totals = max(measure(_total(rij), SMALL) for rij in grafiek.rijen)
    start, end = (0.5, width - 0.5) if narrow else (label + 14, width - totals - 12)
    for rij in grafiek.rijen:
        drawn, y = _row(grafiek, rij, (label, start, end), y, narrow, width)
        shapes += drawn
    return Drawing(width, y + 18, (*shapes, *_axis(start, end, y)))


def _axis(start: float, end: float, y: float) -> list[Shape]:
    shapes: list[Shape] = []
    for share, align in (
        (0, "left"),
        (25, "center"),
        (50, "center"),
        (75, "center"),
        (100, "right"),
    ):
        x = start + (end - start) * share / 100
        text = f"{share}\u00a0%" if share == 100 else str(share)
        shapes += [Line(x, y - 4, x, y, MUTED), Text(x, y + 13, text, SMALL, MUTED, align)]
    return shapes


def _total(rij: StapelRij) -> str:
    known = [w for w in rij.waarden if w is not None]
    return f"totaal {number(sum(known))}" if len(known) == len(rij.waarden) and known else ""


def _row(
    grafiek: Stapel,
    rij: StapelRij,
    columns: tuple[float, float, float],
    y: float,
    narrow: bool,
    width: int,
) -> tuple[list[Shape], float]:
    label, start, end = columns
    lines = wrap(rij.label, label, NORMAL, lines=3)
    if narrow:
        shapes, bar = paragraph(0, y, lines)
        bar, base = bar + 3, y + 12.5
    else:
        height = max(_BAR, len(lines) * 16)
        shapes, _ = paragraph(0, y + (height - len(lines) * 16) / 2, lines)
        bar = y + (height - _BAR) / 2
        base = bar + _BAR / 2 + 4
    if _total(rij):
        shapes.append(Text(width, base, _total(rij), SMALL, MUTED, "right"))
    drawn, small = _bar(grafiek, rij, start, end, bar)
    shapes += drawn
    y = max(bar + _BAR, y + len(lines) * 16) + 3
    if small:
        texts = wrap(" · ".join(small), end - start, SMALL, lines=3)
        more, y = paragraph(start, y, texts, SMALL, ink=MUTED)
        shapes += more
    return shapes, y + 10


def _bar(
    grafiek: Stapel, rij: StapelRij, start: float, end: float, y: float
) -> tuple[list[Shape], list[str]]:
    """The parts of one bar, and the counts that found no room in it."""
    if rij.verborgen:
        return hidden_cell(start, y, end - start, _BAR), []
    total = sum(w for w in rij.waarden if w is not None)
    shapes: list[Shape] = []
    small = [
        f"{clean(c.label)}: {ABSENT}"
        for c, w in zip(grafiek.categorieen, rij.waarden, strict=True)
        if w is None
    ]
    if not total:
        nothing = ABSENT if len(small) == len(rij.waarden) else "0"
        return [Text(start, y + 16, nothing, SMALL, MUTED)], []
    x = start
    plates: list[Shape] = []
    for categorie, waarde in zip(grafiek.categorieen, rij.waarden, strict=True):
        if not waarde:
            continue
        part = waarde / total * (end - start)
        shapes.append(Box(x, y, part, _BAR, fill(categorie.kleur), edge(categorie.kleur)))
        if part > 4:
            plates.append(Line(x + part, y - 1, x + part, y + _BAR + 1, PAPER, 2))
        if part >= measure(number(waarde), SMALL) + 12:
            plates += plate(x + part / 2, y + _BAR / 2, number(waarde))
        else:
            small.append(f"{clean(categorie.label)}\u00a0{number(waarde)}")
        x += part
    return shapes + plates, small
