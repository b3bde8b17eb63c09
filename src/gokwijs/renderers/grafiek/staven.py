"""Horizontal bars with their interval, a reference and the printed value.

In: ``Staven`` and a width. Out: a ``Drawing``. A narrow drawing puts each label above its bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gokwijs.renderers.grafiek.colors import INK, MUTED, PAPER, edge, fill
from gokwijs.renderers.grafiek.model import Staaf, Staven
from gokwijs.renderers.grafiek.shapes import (
    NARROW,
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
    grid,
    heading,
    hidden_cell,
    paragraph,
    scale,
    unit_line,
    whisker,
)
from gokwijs.renderers.grafiek.text import (
    ABSENT,
    HIDDEN,
    brief,
    clean,
    measure,
    shorten,
    span,
    wrap,
)

_BAR = 18
_MANY = 12  # above so many rows each takes one line


@dataclass(frozen=True, slots=True)
class _Layout:
    width: float
    label: float  # width of the label
    value: float  # width of the column with values
    axis: Scale
    unit: str
    narrow: bool
    aside: float = 0  # width of a column of its own for the intervals, when there are many rows


def draw_staven(grafiek: Staven, width: int) -> Drawing:
    """All rows under each other, as high as needed."""
    layout = _layout(grafiek, width)
    shapes, y = heading(grafiek.titel, unit_line(grafiek.eenheid), width)
    legend, y = _legend(grafiek, y, width)
    top = y
    rows: list[Shape] = []
    bars = []
    for staaf in grafiek.rijen:
        drawn, bar, y = _row(staaf, layout, y)
        rows += drawn
        bars.append((bar - 3, bar + _BAR + 3))
    if not grafiek.rijen:
        return Drawing(width, y + 20, (*shapes, *legend, Text(0, y + 12, ABSENT, fill=MUTED)))
    shapes += [*legend, *axis_labels(layout.axis, y)]
    # In a narrow drawing only behind the bars, so that no line runs through a label.
    shapes += grid(layout.axis, bars if layout.narrow else [(top, y)])
    return Drawing(width, y + 22, tuple(shapes + rows))


def _layout(grafiek: Staven, width: int) -> _Layout:
    narrow = width < NARROW
    printed = [t for s in grafiek.rijen for t in (_value(s, grafiek.eenheid), _interval(s))]
    value = min(max((measure(t, NORMAL, bold=True) for t in printed), default=0), width * 0.3)
    labels = [measure(clean(s.label), NORMAL) + 4 for s in grafiek.rijen]
    labels += [measure(clean(s.bijschrift), SMALL) + 4 for s in grafiek.rijen if not _reason(s)]
    label = width - value - 12 if narrow else min(max(labels, default=0), width * 0.36)
    values = [
        v for s in grafiek.rijen for v in (s.waarde, s.low, s.high, s.referentie) if v is not None
    ]
    many = not narrow and len(grafiek.rijen) > _MANY
    aside = max(
        (measure(_interval(s), SMALL) + 12 for s in grafiek.rijen if _interval(s)), default=0
    )
    aside = aside if many else 0
    start, end = (12.0, width - 16.0) if narrow else (label + 14, width - value - aside - 22)
    axis = scale(values, grafiek.eenheid, start, end)
    return _Layout(width, label, value, axis, grafiek.eenheid, narrow, aside)


def _value(staaf: Staaf, unit: str) -> str:
    if staaf.tekst:
        return clean(staaf.tekst)
    if staaf.waarde is not None:
        return brief(staaf.waarde, unit)
    return "" if staaf.verborgen else span(staaf.low, staaf.high)


def _interval(staaf: Staaf) -> str:
    exact = staaf.waarde is None or staaf.low == staaf.high
    return "" if exact else span(staaf.low, staaf.high)


def _legend(grafiek: Staven, y: float, width: int) -> tuple[list[Shape], float]:
    """What the tick and the line with two ends mean, when they occur."""
    shapes: list[Shape] = []
    x = 0.0
    if any(s.referentie is not None for s in grafiek.rijen):
        text = shorten(clean(grafiek.referentie_label) or "vergelijking", width - 20, SMALL)
        shapes += [*_tick(6, y + 2, y + 15), Text(16, y + 12, text, SMALL)]
        x = 16 + measure(text, SMALL) + 20
    if any(_interval(s) for s in grafiek.rijen):
        text = "goed mogelijk met deze aantallen"
        if x + 30 + measure(text, SMALL) > width:
            x, y = 0, y + 18
        shapes += [*whisker(x + 2, x + 22, y + 8), Text(x + 30, y + 12, text, SMALL)]
    return shapes, y + (26 if shapes else 2)


def _row(staaf: Staaf, at: _Layout, y: float) -> tuple[list[Shape], float, float]:
    """The shapes, where the bar lies, and where the row ends."""
    lines = wrap(staaf.label, at.label, NORMAL, lines=3)
    value, interval = _value(staaf, at.unit), _interval(staaf)
    note = "" if _reason(staaf) else clean(staaf.bijschrift)
    if at.narrow:
        shapes, bar = paragraph(0, y, lines)
        bar += 3
        under = bar + _BAR + 3
        note_width = at.width - measure(interval, SMALL) - 12
        below = under + (15 if note or interval else 0)
        end = below + 11
        texts = [(value, y + 12.5, True), (interval, under + 11, False)]
    else:
        height = max(
            len(lines) * 16 + (15 if note else 0), 32 if interval and not at.aside else _BAR
        )
        end = y + height + 10
        top = y + 5 + (height - len(lines) * 16 - (15 if note else 0)) / 2
        shapes, under = paragraph(0, top, lines)
        bar = y + 5 + (height - _BAR) / 2
        note_width = at.label
        middle = y + 5 + height / 2 + 5
        apart = 8 if interval and not at.aside else 0
        texts = [(value, middle - apart, True), (interval, middle + max(apart - 1, 0), False)]
    if note:
        shapes.append(Text(0, under + 11, shorten(note, note_width, SMALL), SMALL, MUTED))
    for text, base, bold in texts:
        if text:
            size, ink = (NORMAL, INK) if bold else (SMALL, MUTED)
            place = at.width - (at.aside if bold else 0)
            shapes.append(Text(place, base, text, size, ink, "right", bold))
    return [*shapes, *_bar(staaf, at, bar)], bar, end


def _reason(staaf: Staaf) -> str:
    """Why there is no bar; said in its place."""
    if staaf.verborgen or staaf.waarde is not None or staaf.low is not None:
        return ""
    return "" if staaf.high is not None else clean(staaf.bijschrift) or ABSENT


def _bar(staaf: Staaf, at: _Layout, y: float) -> Iterator[Shape]:
    axis = at.axis
    zero, room = axis(max(axis.low, 0)), axis.end - axis.start
    reason = _reason(staaf)
    if staaf.verborgen:
        yield from hidden_cell(zero, y, min(room, measure(HIDDEN, SMALL) + 40), _BAR)
    elif reason:
        text = shorten(reason, at.width - zero - 12, SMALL)
        yield Box(zero + 3, y + 1, measure(text, SMALL) + 6, _BAR - 2, PAPER)
        yield Text(zero + 6, y + 13, text, SMALL, MUTED)
    elif staaf.waarde is not None:
        if staaf.waarde:
            yield _block(zero, axis(staaf.waarde), y, staaf.kleur)
    else:
        sure = axis(staaf.low or 0)
        if staaf.low:
            yield _block(zero, sure, y, staaf.kleur)
        yield _block(sure, axis(staaf.high if staaf.high is not None else axis.high), y, "onbekend")
    if _interval(staaf) and staaf.low is not None and staaf.high is not None:
        yield from whisker(axis(staaf.low), axis(staaf.high), y + _BAR / 2)
    if staaf.referentie is not None:
        yield from _tick(axis(staaf.referentie), y - 2, y + _BAR + 2)


def _block(start: float, end: float, y: float, key: str) -> Box:
    left, width = min(start, end), max(abs(end - start), 1)
    return Box(left, y, width, _BAR, fill(key), edge(key))


def _tick(x: float, top: float, bottom: float) -> list[Shape]:
    """The reference: a line with a small wedge on top, unlike anything else in the chart."""
    return [
        Line(x, top, x, bottom, PAPER, 5),
        Line(x, top, x, bottom, INK, 2),
        Path(f"M{x - 5:.1f} {top - 2:.1f}h10l-5 6z", (x - 5, top - 2, 10, 6), INK, PAPER),
    ]
