"""Values on the days they were measured, a straight way beside them, and what went on meanwhile.

In: a ``Tijdlijn`` and a width. Out: a ``Drawing``. The axis is time. No line crosses a break or
passes over a value that is hidden; the bars under the axis carry their own words above them, so
that they can be read on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from gokwijs.renderers.grafiek.alternative import lasts
from gokwijs.renderers.grafiek.colors import INK, LINE, MUTED, PAPER, edge, fill
from gokwijs.renderers.grafiek.model import Balk, Tijdlijn
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
from gokwijs.renderers.grafiek.text import ABSENT, HIDDEN, clean, measure, number, wrap

_INK, _WAY = "gok", "neutraal"
_DOT = "M{x} {y}m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z"
_STEPS = (1, 3, 6, 12, 24, 36, 60, 120)  # months between two days on the axis
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_FIRST_MONTH = 9  # a schooljaar begins there, and so does the count of steps
_AROUND = timedelta(days=400)  # bars draw so much further than what was measured
_BARS = 10  # more bars than this are only named


@dataclass(frozen=True, slots=True)
class _Layout:
    width: float
    left: float
    right: float
    top: float
    bottom: float
    axis: Scale
    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day stands; a day outside the axis stands at its end."""
        share = (day - self.first).days / ((self.last - self.first).days or 1)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)


def draw_tijdlijn(grafiek: Tijdlijn, width: int) -> Drawing:
    """The plot, the days under it, the bars, and what is not shown."""
    shapes, y = heading(grafiek.titel, unit_line(grafiek.eenheid), width)
    if not grafiek.punten and grafiek.weg is None:
        return Drawing(width, y + 20, (*shapes, Text(0, y + 12, ABSENT, fill=MUTED)))
    legend, y = _legend(grafiek, y, width)
    at = _layout(grafiek, width, y + 18)
    shapes += [*legend, *_axes(at), *_breaks(grafiek, at), *_way(grafiek, at)]
    shapes += [*_line(grafiek, at), *_values(grafiek, at)]
    bars, y = _bars(grafiek, at)
    notes, y = _notes(grafiek, at, y)
    return Drawing(width, y, (*shapes, *bars, *notes))


def _layout(grafiek: Tijdlijn, width: int, top: float) -> _Layout:
    values = [
        v
        for one in grafiek.punten
        for v in (one.punt.waarde, one.punt.low, one.punt.high)
        if v is not None
    ]
    values += [value for _, value in grafiek.weg or ()]
    if not any(v < 0 for v in values):
        values = [max(v, 0) for v in values]
    height = 190.0 if width < NARROW else 240.0
    near_zero = not values or min(values) < 0.6 * max(values)
    axis = scale(values, grafiek.eenheid, top + height, top, zero=near_zero)
    left = max(measure(number(t), SMALL) for t in axis.ticks) + 12
    first, last = _span(grafiek)
    return _Layout(width, left, width - 14, top, top + height, axis, first, last)


def _span(grafiek: Tijdlijn) -> tuple[date, date]:
    """The days of the axis: what is measured and aimed at, and the bars not too far from it."""
    days = [one.dag for one in grafiek.punten] + [day for day, _ in grafiek.weg or ()]
    low, high = min(days) - _AROUND, max(days) + _AROUND
    around = [d for b in grafiek.balken for d in (b.van, b.tot) if d is not None]
    days += [min(max(day, low), high) for day in around]
    room = max((max(days) - min(days)).days // 25, 20)
    return min(days) - timedelta(days=room), max(days) + timedelta(days=room)


def _legend(grafiek: Tijdlijn, y: float, width: float) -> tuple[list[Shape], float]:
    """What the dots and the dashes are, in words over the whole width."""
    rows: list[Shape] = []
    for name, way in ((grafiek.punten_naam, False), (grafiek.weg_naam, True)):
        if way and grafiek.weg is None:
            continue
        rows.append(_way_line(0, y + 8, 24, y + 8) if way else _dot(12, y + 8))
        if not way:
            rows.insert(-1, Line(0, y + 8, 24, y + 8, edge(_INK), 2.25))
        words, y = paragraph(31, y, wrap(name, width - 31, SMALL, lines=3), SMALL)
        rows, y = rows + words, y + 3
    return rows, y


def _axes(at: _Layout) -> Iterator[Shape]:
    for tick in at.axis.ticks:
        y = at.axis(tick)
        yield Line(at.left, y, at.right, y, MUTED if tick == 0 else LINE)
        yield Text(at.left - 6, y + 4, number(tick), SMALL, MUTED, "right")
    for day in days_on_axis(at.first, at.last, at.right - at.left):
        x = at.x(day)
        yield Line(x, at.bottom, x, at.bottom + 5, MUTED)
        yield Text(x, at.bottom + 18, _month(day), SMALL, MUTED, _aligned(at, x, _month(day)))


def _aligned(at: _Layout, x: float, text: str) -> str:
    """In the middle, unless that runs out of the picture."""
    half = measure(text, SMALL) / 2
    if x - half < 0:
        return "left"
    return "right" if x + half > at.width else "center"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def days_on_axis(first: date, last: date, room: float) -> list[date]:
    """First days of months, so far apart that their names fit beside each other."""
    months = (last.year - first.year) * 12 + last.month - first.month
    wide = measure("sep 2025", SMALL) + 14
    step = next((s for s in _STEPS if months / s * wide <= room), _STEPS[-1])
    found = []
    start = first.year * 12 + first.month - 1
    for n in range(start, start + months + 1):
        day = date(n // 12, n % 12 + 1, 1)
        if day >= first and (n - (_FIRST_MONTH - 1)) % step == 0:
            found.append(day)
    return found or [date(last.year, last.month, 1)]


def _breaks(grafiek: Tijdlijn, at: _Layout) -> Iterator[Shape]:
    """A dotted line halfway to the next point; at that point when days do not follow."""
    for place in grafiek.breuken:
        one, two = grafiek.punten[place].dag, grafiek.punten[place + 1].dag
        x = (at.x(one) + at.x(two)) / 2 if one < two else at.x(two)
        yield Line(x, at.top - 4, x, at.bottom, INK, 1, (2, 3))
        yield Text(x, at.top - 7, "breuk", SMALL, INK, _aligned(at, x, "breuk"))


def _way_line(x: float, y: float, x2: float, y2: float) -> Line:
    return Line(x, y, x2, y2, edge(_WAY), 2, (6, 4))


def _way(grafiek: Tijdlijn, at: _Layout) -> Iterator[Shape]:
    if grafiek.weg is None:
        return
    (day, value), (end, goal) = grafiek.weg
    x, y = at.x(end), at.axis(goal)
    yield _way_line(at.x(day), at.axis(value), x, y)
    yield Path(
        f"M{x:.1f} {y:.1f}m0 -6l6 6l-6 6l-6 -6z", (x - 7, y - 7, 14, 14), PAPER, edge(_WAY), 2
    )


def _line(grafiek: Tijdlijn, at: _Layout) -> Iterator[Shape]:
    """Intervals first, then the line in pieces, then the points on top."""
    spots = [
        None if one.punt.waarde is None else (at.x(one.dag), at.axis(one.punt.waarde))
        for one in grafiek.punten
    ]
    for one in grafiek.punten:
        low, high = one.punt.low, one.punt.high
        if low is not None and high is not None:
            ends = at.axis(max(low, at.axis.low)), at.axis(high)
            yield from whisker(*ends, at.x(one.dag), upright=True, ink=edge(_INK), halo=False)
    for place, (here, there) in enumerate(pairwise(spots)):
        if here and there and place not in grafiek.breuken:
            yield Line(*here, *there, edge(_INK), 2.25)
    for spot in filter(None, spots):
        yield _dot(*spot)


def _dot(x: float, y: float) -> Path:
    return Path(_DOT.format(x=f"{x:.1f}", y=f"{y:.1f}"), (x - 6, y - 6, 12, 12), edge(_INK), PAPER)


def _values(grafiek: Tijdlijn, at: _Layout) -> Iterator[Shape]:
    """The value at each point for which there is room, the last one first of all."""
    taken: list[tuple[float, float]] = []

    def room(x: float, half: float) -> bool:
        return all(x - half >= right or left >= x + half for left, right in taken)

    for one in reversed(grafiek.punten):
        value = one.punt.waarde
        if value is None:
            continue
        said = clean(one.tekst) or number(value)
        half = measure(said, SMALL) / 2 + 4
        x = min(at.x(one.dag), at.width - half)
        if room(x, half):
            taken.append((x - half, x + half))
            top = at.axis(one.punt.high if one.punt.high is not None else value)
            yield from plate(x, max(top - 14, at.top - 4), said)
    if grafiek.weg is not None:
        day, goal = grafiek.weg[1]
        said = number(goal)
        half = measure(said, SMALL) / 2 + 4
        x = min(at.x(day), at.width - half)
        yield from plate(x, at.axis(goal) + (-16 if room(x, half) else 16), said)


def _bars(grafiek: Tijdlijn, at: _Layout) -> tuple[list[Shape], float]:
    """Under the axis: the words of each bar, and below them the bar itself."""
    y = at.bottom + 30
    drawn = [b for b in grafiek.balken if b.van or b.tot][:_BARS]
    if not drawn:
        return [], y
    shapes, y = paragraph(0, y, (clean(grafiek.balken_naam),), SMALL, bold=True)
    for balk in drawn:
        text = wrap(f"{clean(balk.label)} ({lasts(balk)})", at.width, SMALL, lines=3)
        words, y = paragraph(0, y + 4, text, SMALL)
        shapes += [*words, *_bar(balk, at, y + 3)]
        y += 16
    return shapes, y + 4


def _bar(balk: Balk, at: _Layout, y: float) -> Iterator[Shape]:
    """A bar that runs on outside the axis, or has no end, is open on that side."""
    yield Line(at.left, y + 5, at.right, y + 5, LINE)
    start, end = balk.van or at.first, balk.tot or at.last
    x, x2 = at.x(start), at.x(end)
    yield Box(x, y, max(x2 - x, 3), 10, fill(_INK))
    if balk.van is None or start < at.first:
        yield Line(x, y - 2, x, y + 12, PAPER, 2, (2, 2))
    if balk.tot is None or end > at.last:
        yield Line(x2, y - 2, x2, y + 12, PAPER, 2, (2, 2))


def _notes(grafiek: Tijdlijn, at: _Layout, y: float) -> tuple[list[Shape], float]:
    """What is hidden, what has no days, and where the axis starts."""
    y += 4
    hidden = ", ".join(f"{one.dag:%d/%m/%Y}" for one in grafiek.punten if one.punt.verborgen)
    listed = [b for b in grafiek.balken if b.van or b.tot]
    without = ", ".join(clean(b.label) for b in grafiek.balken if not (b.van or b.tot))
    said = [f"{HIDDEN}: {hidden}" if hidden else ""]
    said.append(f"Zonder data: {without}" if without else "")
    if len(listed) > _BARS:
        said.append(f"En nog {len(listed) - _BARS} andere: zie de tabel.")
    if at.axis.low > 0:
        said.append(f"De as begint bij {number(at.axis.low)}, niet bij nul.")
    shapes: list[Shape] = []
    for text in filter(None, said):
        more, y = paragraph(0, y, wrap(text, at.width, SMALL, lines=4), SMALL, ink=MUTED)
        shapes, y = shapes + more, y + 4
    return shapes, y + 4
