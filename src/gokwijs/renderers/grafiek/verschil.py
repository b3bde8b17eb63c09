"""Differences as dots with their interval, against zero and a band that was agreed beforehand.

In: ``Verschil`` and a width. Out: a ``Drawing``. Labels stand above their dot, on every width.
"""

from __future__ import annotations

from collections.abc import Iterator

from gokwijs.renderers.grafiek.colors import INK, LINE, MUTED, PAPER, kleur
from gokwijs.renderers.grafiek.model import Verschil, Verschilrij
from gokwijs.renderers.grafiek.shapes import (
    NORMAL,
    SMALL,
    Box,
    Drawing,
    Line,
    Path,
    Scale,
    Shape,
    Text,
    axis_labels,
    heading,
    paragraph,
    scale,
    unit_line,
    whisker,
)
from gokwijs.renderers.grafiek.text import ABSENT, brief, measure, span, wrap

_DOT = 6
_ROW = 34  # height of the dot with its interval


def draw_verschil(grafiek: Verschil, width: int) -> Drawing:
    """All rows under each other, zero and the band behind them."""
    shapes, y = heading(grafiek.titel, unit_line(grafiek.eenheid), width)
    if not grafiek.rijen:
        return Drawing(width, y + 20, (*shapes, Text(0, y + 12, ABSENT, fill=MUTED)))
    axis = _axis(grafiek, width)
    legend, y = _legend(grafiek, y, width)
    sides, y = _sides(grafiek, axis, y, width)
    rows: list[Shape] = []
    for rij in grafiek.rijen:
        drawn, y = _row(rij, axis, y, width, grafiek)
        rows += drawn
    return Drawing(width, y + 22, (*shapes, *legend, *sides, *rows, *axis_labels(axis, y)))


def _axis(grafiek: Verschil, width: int) -> Scale:
    """Wide enough for every interval and for the band, on both sides of zero."""
    values = [v for r in grafiek.rijen for v in (r.waarde, r.low, r.high) if v is not None]
    band = grafiek.grens or 0
    return scale([*values, band, -band], grafiek.eenheid, 16, width - 16)


def _legend(grafiek: Verschil, y: float, width: int) -> tuple[list[Shape], float]:
    shapes: list[Shape] = [
        *whisker(2, 22, y + 8),
        Text(30, y + 12, "goed mogelijk met deze aantallen", SMALL),
    ]
    y += 18
    if grafiek.grens:
        lines = wrap(grafiek.grens_label, width - 34, SMALL, lines=2)
        said, end = paragraph(30, y + 1, lines, SMALL)
        shapes += [Box(2, y + 2, 20, 12, LINE), *said]
        y = end + 4
    return shapes, y + 6


def _sides(grafiek: Verschil, axis: Scale, y: float, width: int) -> tuple[list[Shape], float]:
    """What lies left and right of zero, each in its own half."""
    left = wrap(grafiek.links, axis(0) - 8, SMALL, lines=2) if grafiek.links else ()
    right = wrap(grafiek.rechts, width - axis(0) - 8, SMALL, lines=2) if grafiek.rechts else ()
    one, end = paragraph(axis(0) - 6, y, left, SMALL, ink=MUTED, align="right")
    two, other = paragraph(axis(0) + 6, y, right, SMALL, ink=MUTED)
    return [*one, *two], max(end, other) + 4


def _behind(grafiek: Verschil, axis: Scale, top: float, bottom: float) -> Iterator[Shape]:
    """The band, and zero in it."""
    if grafiek.grens:
        start, end = axis(-grafiek.grens), axis(grafiek.grens)
        yield Box(start, top, end - start, bottom - top, LINE)
    yield Line(axis(0), top, axis(0), bottom, INK, 1.5)


def _row(
    rij: Verschilrij, axis: Scale, y: float, width: int, grafiek: Verschil
) -> tuple[list[Shape], float]:
    """Label and value on one line, the dot with its interval under it."""
    unit = grafiek.eenheid
    value = brief(rij.waarde, unit) + (
        f" ({span(rij.low, rij.high)})" if rij.low is not None else ""
    )
    room = width - measure(value, NORMAL, bold=True) - 16
    lines = wrap(rij.label, room, NORMAL, lines=2)
    named, end = paragraph(0, y + 4, lines, NORMAL)
    middle = end + _ROW / 2 + 2
    dot = list(_behind(grafiek, axis, end + 3, end + _ROW))
    if rij.low is not None and rij.high is not None:
        dot += whisker(axis(rij.low), axis(rij.high), middle)
    x = axis(rij.waarde)
    half = f"a{_DOT} {_DOT} 0 1 0"
    d = f"M{x - _DOT:.1f} {middle:.1f}{half} {2 * _DOT} 0{half} -{2 * _DOT} 0z"
    place = (x - _DOT, middle - _DOT, 2 * _DOT, 2 * _DOT)
    dot.append(Path(d, place, kleur(rij.kleur), PAPER, 1.5))
    said = Text(width, y + 4 + NORMAL * 0.95, value, NORMAL, align="right", bold=True)
    return [*dot, *named, said], end + _ROW
