"""Lines over schooljaren: each with its own dash and point, named where it ends.

In: ``Lijnen`` and a width. Out: a ``Drawing``. Where a value is hidden or absent the line stops,
and under the chart stands which ones those are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from gokwijs.renderers.grafiek.colors import INK, LINE, MUTED, PAPER, edge, fill
from gokwijs.renderers.grafiek.model import Lijn, Lijnen, Punt
from gokwijs.renderers.grafiek.shapes import (
    NARROW,
    SMALL,
    Box,
    Drawing,
    Line,
    Path,
    Scale,
    Shape,
    Text,
    heading,
    paragraph,
    plate,
    scale,
    unit_line,
    whisker,
)
from gokwijs.renderers.grafiek.text import ABSENT, HIDDEN, brief, clean, measure, number, wrap

_DASHES: tuple[tuple[int, ...], ...] = ((), (7, 3), (2, 3), (9, 3, 2, 3), (4, 2), (12, 4))
_POINTS = (
    "M{x} {y}m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
    "M{x} {y}m-4 -4h8v8h-8z",
    "M{x} {y}m0 -5.5l5.5 9.5h-11z",
    "M{x} {y}m0 -6l6 6l-6 6l-6 -6z",
    "M{x} {y}m-5.5 -4h11l-5.5 9.5z",
    "M{x} {y}m-2 -5.5h4v3.5h3.5v4h-3.5v3.5h-4v-3.5h-3.5v-4h3.5z",
)


@dataclass(frozen=True, slots=True)
class _Layout:
    width: float
    left: float
    right: float  # where the last year stands
    top: float
    bottom: float
    axis: Scale
    places: tuple[float, ...]  # of the years
    unit: str


def draw_lijnen(grafiek: Lijnen, width: int) -> Drawing:
    """The plot, the years under it, and what is not shown."""
    shapes, y = heading(grafiek.titel, unit_line(grafiek.eenheid), width)
    if not grafiek.x or not grafiek.reeksen:
        return Drawing(width, y + 20, (*shapes, Text(0, y + 12, ABSENT, fill=MUTED)))
    at = _layout(grafiek, width, y + 8)
    shapes += _axes(grafiek, at)
    for n, lijn in enumerate(grafiek.reeksen):
        shapes += _series(grafiek, lijn, n, at)
    shapes += _names(grafiek, at)
    if len(grafiek.reeksen) == 1:
        shapes += _values(grafiek.reeksen[0], at)
    notes, y = _notes(grafiek, at)
    return Drawing(width, y, tuple(shapes + notes))


def _layout(grafiek: Lijnen, width: int, top: float) -> _Layout:
    values = [
        v
        for lijn in grafiek.reeksen
        for p in lijn.punten
        for v in (p.waarde, p.low, p.high)
        if v is not None
    ]
    names = sum(
        len(_name(lijn, width * 0.32 - 26, grafiek.eenheid)) * 15 + 5 for lijn in grafiek.reeksen
    )
    height = max(200.0 if width < NARROW else 260.0, names - 18.0)
    if not any(
        p.waarde is not None and p.waarde < 0 for lijn in grafiek.reeksen for p in lijn.punten
    ):
        values = [max(v, 0) for v in values]
    near_zero = not values or min(values) < 0.6 * max(values)
    axis = scale(values, grafiek.eenheid, top + height, top, zero=near_zero)
    left = max(measure(number(t), SMALL) for t in axis.ticks) + 12
    longest = max(measure(clean(lijn.label), SMALL + 0.5) for lijn in grafiek.reeksen) + 26
    right = width - min(longest, width * 0.32) - 12
    inset = 12.0
    first, last = left + inset, right - inset
    count = len(grafiek.x)
    places = tuple(
        (first + last) / 2 if count == 1 else first + (last - first) * n / (count - 1)
        for n in range(count)
    )
    return _Layout(width, left, right, top, top + height, axis, places, grafiek.eenheid)


def _axes(grafiek: Lijnen, at: _Layout) -> Iterator[Shape]:
    for tick in at.axis.ticks:
        y = at.axis(tick)
        yield Line(at.left, y, at.right, y, MUTED if tick == 0 else LINE)
        yield Text(at.left - 6, y + 4, number(tick), SMALL, MUTED, "right")
    room = at.places[1] - at.places[0] + 1 if len(at.places) > 1 else at.right - at.left
    longest = max(measure(clean(label), SMALL) for label in grafiek.x)
    halves = longest + 8 > room
    half = max(measure(clean(label).partition("-")[0] + "-", SMALL) for label in grafiek.x)
    every = math.ceil(half / room) if halves else 1
    for n, (x, label) in enumerate(zip(at.places, grafiek.x, strict=True)):
        if (len(grafiek.x) - 1 - n) % every:
            continue
        head, dash, tail = clean(label).partition("-")
        lines = (head + dash, tail) if halves and tail else (clean(label),)
        yield from paragraph(x, at.bottom + 9, lines, SMALL, ink=MUTED, align="center")[0]
    for breuk in grafiek.breuken:
        n = grafiek.x.index(breuk)
        x = (at.places[n] + at.places[n + 1]) / 2
        yield Line(x, at.top - 4, x, at.bottom, INK, 1, (2, 3))
        yield Text(x, at.top - 8, "breuk", SMALL, INK, "center")


def _shift(grafiek: Lijnen, n: int) -> float:
    """Lines stand a little beside each other, so that intervals of one year do not cover."""
    count = len(grafiek.reeksen)
    return (n - (count - 1) / 2) * min(5.0, 20 / count)


def _series(grafiek: Lijnen, lijn: Lijn, n: int, at: _Layout) -> Iterator[Shape]:
    """Intervals first, then the line in pieces, then the points on top."""
    shift = _shift(grafiek, n)
    color = edge(lijn.kleur)
    spots = [
        None if p.waarde is None else (x + shift, at.axis(p.waarde))
        for x, p in zip(at.places, lijn.punten, strict=True)
    ]
    for x, p in zip(at.places, lijn.punten, strict=True):
        if p.low is not None and p.high is not None:
            ends = at.axis(max(p.low, at.axis.low)), at.axis(p.high)
            yield from whisker(*ends, x + shift, upright=True, ink=color, halo=False)
    for place, (one, two) in enumerate(pairwise(spots)):
        if one and two and grafiek.x[place] not in grafiek.breuken:
            yield Line(one[0], one[1], two[0], two[1], color, 2.25, _DASHES[n % len(_DASHES)])
    for known in filter(None, spots):
        yield _point(*known, n, lijn.kleur)


def _point(x: float, y: float, n: int, key: str) -> Path:
    shape = _POINTS[n % len(_POINTS)].format(x=f"{x:.1f}", y=f"{y:.1f}")
    return Path(shape, (x - 6, y - 6, 12, 12), edge(key), PAPER, 1.25)


def _last(punten: tuple[Punt, ...]) -> int | None:
    return next((n for n in reversed(range(len(punten))) if punten[n].waarde is not None), None)


def _name(lijn: Lijn, room: float, unit: str) -> tuple[str, ...]:
    """The label over at most two lines, and under it the last value."""
    last = _last(lijn.punten)
    value = None if last is None else lijn.punten[last].waarde
    said = "geen punt" if value is None else brief(value, unit)
    return (*wrap(lijn.label, room, SMALL + 0.5), said)


def _names(grafiek: Lijnen, at: _Layout) -> Iterator[Shape]:
    """The name of each line beside its last point; pushed apart where lines end close together."""
    room = at.width - at.right - 26
    found = []
    for n, lijn in enumerate(grafiek.reeksen):
        last = _last(lijn.punten)
        value = None if last is None else lijn.punten[last].waarde
        y = at.bottom if value is None else at.axis(value)
        found.append((y, n, last, _name(lijn, room, at.unit)))
    found.sort(key=lambda one: one[:2])
    height = sum(len(one[3]) * 15 + 5 for one in found)
    floor, left = at.top - 12, height
    for y, n, last, lines in found:
        own = len(lines) * 15 + 5
        start = max(floor, min(y - own / 2, at.bottom + 6 - left))
        floor, left = start + own, left - own
        key = grafiek.reeksen[n].kleur
        middle = start + 8
        if last is not None:
            x = at.places[last] + _shift(grafiek, n) + 7
            yield Line(x, y, at.right + 9, middle, MUTED, 0.75, (1, 2))
        yield _point(at.right + 14, middle, n, key)
        texts, _ = paragraph(at.right + 24, start, lines[:-1], SMALL + 0.5)
        yield from texts
        yield Text(at.right + 24, start + own - 8, lines[-1], SMALL + 0.5, bold=last is not None)


def _values(lijn: Lijn, at: _Layout) -> Iterator[Shape]:
    """A single line has room for its values."""
    for x, p in zip(at.places[:-1], lijn.punten[:-1], strict=True):
        if p.waarde is not None:
            y = at.axis(p.high if p.high is not None else p.waarde) - 14
            yield from plate(x, y, number(p.waarde))


def _notes(grafiek: Lijnen, at: _Layout) -> tuple[list[Shape], float]:
    """Which values are hidden, which are not there, and where the axis starts."""
    shapes: list[Shape] = []
    y = at.bottom + 46
    left = 22 if any(p.verborgen for lijn in grafiek.reeksen for p in lijn.punten) else 0
    for hidden, word in ((True, HIDDEN), (False, ABSENT)):
        listed = [
            f"{clean(lijn.label)} {clean(x)}"
            for lijn in grafiek.reeksen
            for x, p in zip(grafiek.x, lijn.punten, strict=True)
            if p.waarde is None and p.verborgen is hidden
        ]
        if listed:
            text = wrap(f"{word}: {', '.join(listed)}", at.width - left, SMALL, lines=4)
            if hidden:
                shapes.append(Box(0.5, y + 1.5, 14, 11, fill("verborgen"), MUTED, (3, 2)))
            more, y = paragraph(left, y, text, SMALL, ink=MUTED)
            shapes, y = shapes + more, y + 4
    if at.axis.low > 0:
        text = (f"De as begint bij {number(at.axis.low)}, niet bij nul.",)
        more, y = paragraph(left, y, text, SMALL, ink=MUTED)
        shapes += more
    return shapes, y + 4
