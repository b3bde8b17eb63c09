"""The shapes a chart is made of, and the parts that every chart shares.

In: places in pixels. Out: frozen shapes, drawn in the order in which they are listed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gokwijs.renderers.grafiek.colors import INK, LINE, MUTED, PAPER, edge, fill
from gokwijs.renderers.grafiek.text import HIDDEN, clean, measure, number, shorten, wrap

SMALL, NORMAL, LARGE = 11.5, 13.0, 15.0
NARROW = 480  # under this width labels stand above what they name


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    x: float
    y: float
    x2: float
    y2: float
    stroke: str
    width: float = 1
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    d: str
    bounds: tuple[float, float, float, float]  # x, y, width, height: where it may draw
    fill: str = ""
    stroke: str = ""
    width: float = 1
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float  # the line the letters stand on
    text: str
    size: float = NORMAL
    fill: str = INK
    align: str = "left"
    bold: bool = False


Shape = Box | Line | Path | Text
Bounds = tuple[float, float, float, float]  # left, top, right, bottom


def bounds(shape: Shape) -> Bounds:
    """Where a shape draws, its edge included."""
    if isinstance(shape, Text):
        wide = measure(shape.text, shape.size, bold=shape.bold)
        left = shape.x - {"left": 0.0, "center": wide / 2, "right": wide}[shape.align]
        return left, shape.y - shape.size, left + wide, shape.y + shape.size / 3
    if isinstance(shape, Line):
        half = shape.width / 2
        left, right = sorted((shape.x, shape.x2))
        top, bottom = sorted((shape.y, shape.y2))
        return left - half, top - half, right + half, bottom + half
    x, y, width, height = (
        shape.bounds if isinstance(shape, Path) else (shape.x, shape.y, shape.width, shape.height)
    )
    return x - 1, y - 1, x + width + 1, y + height + 1


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """From a value to a place; ``ticks`` are the values written at the axis."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def scale(
    values: Sequence[float], unit: str, start: float, end: float, *, zero: bool = True
) -> Scale:
    """Round values at both ends; a percentage that comes far runs to 100."""
    low, high = min(values, default=0), max(values, default=0)
    if zero:
        low, high = min(0, low), max(0, high)
    if unit == "%" and high > 60 and zero:
        high = max(high, 100)
    if high == low:
        high = low + 1
    wanted = max(2, min(6, abs(end - start) / 60))
    rough = (high - low) / wanted
    power: float = 10.0 ** math.floor(math.log10(rough))
    step = next(power * f for f in (1, 2, 2.5, 5, 10) if power * f >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(n * step, 9) for n in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def paragraph(
    x: float,
    y: float,
    lines: Sequence[str],
    size: float = NORMAL,
    *,
    ink: str = INK,
    align: str = "left",
    bold: bool = False,
) -> tuple[list[Shape], float]:
    """Lines under each other from the top ``y``, and where they end."""
    pitch = round(size * 1.25)
    texts: list[Shape] = [
        Text(x, y + n * pitch + size * 0.95, line, size, ink, align, bold)
        for n, line in enumerate(lines)
    ]
    return texts, y + len(lines) * pitch


def heading(titel: str, under: str, width: float) -> tuple[list[Shape], float]:
    """The title and under it the unit; and where the chart may begin."""
    shapes, y = paragraph(0, 0, wrap(titel, width, LARGE, lines=3, bold=True), LARGE, bold=True)
    if clean(under):
        more, y = paragraph(0, y + 2, wrap(under, width, SMALL, lines=2), SMALL, ink=MUTED)
        shapes += more
    return shapes, y + 10


def unit_line(unit: str) -> str:
    return f"in {clean(unit)}" if clean(unit) else ""


def plate(x: float, middle: float, text: str, size: float = SMALL) -> list[Shape]:
    """A text on a piece of paper, readable on every pattern; ``x`` is its centre."""
    width = measure(text, size) + 6
    return [
        Box(x - width / 2, middle - size * 0.65, width, size * 1.3, PAPER),
        Text(x, middle + size * 0.36, text, size, align="center"),
    ]


def hidden_cell(x: float, y: float, width: float, height: float) -> list[Shape]:
    """The dotted cell; with the word when that fits."""
    cell: list[Shape] = [Box(x, y, width, height, fill("verborgen"), MUTED, (3, 2))]
    if width >= measure(HIDDEN, SMALL) + 10:
        cell += plate(x + width / 2, y + height / 2, HIDDEN)
    return cell


def whisker(
    low: float, high: float, y: float, *, upright: bool = False, ink: str = INK, halo: bool = True
) -> list[Shape]:
    """A line with two ends; paper behind it keeps it visible on a dark bar."""
    ends = [(low, y, high, y), (low, y - 4, low, y + 4), (high, y - 4, high, y + 4)]
    if upright:
        ends = [(b, a, d, c) for a, b, c, d in ends]
    path = segments(ends)
    xs, ys = ([v for end in ends for v in end[n::2]] for n in (0, 1))
    room = (min(xs) - 2, min(ys) - 2, max(xs) - min(xs) + 4, max(ys) - min(ys) + 4)
    drawn: list[Shape] = [Path(path, room, stroke=PAPER, width=4)] if halo else []
    return [*drawn, Path(path, room, stroke=ink, width=1.5)]


def segments(lines: Iterable[tuple[float, float, float, float]]) -> str:
    """Straight lines as one path."""
    return "".join(f"M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}" for x, y, x2, y2 in lines)


def swatches(items: Sequence[tuple[str, str]], y: float, width: float) -> tuple[list[Shape], float]:
    """A legend: (key, label) beside each other over as many lines as it takes."""
    shapes: list[Shape] = []
    x = 0.0
    for key, label in items:
        text = shorten(clean(label), width - 20, SMALL + 0.5)
        needed = 20 + measure(text, SMALL + 0.5)
        if x and x + needed > width:
            x, y = 0.0, y + 18
        shapes += [
            Box(x + 0.5, y + 1.5, 13, 12, fill(key), edge(key)),
            Text(x + 19, y + 12, text, SMALL + 0.5),
        ]
        x += needed + 16
    return shapes, y + 26


def grid(axis: Scale, spans: Sequence[tuple[float, float]]) -> list[Shape]:
    """Thin lines at the ticks, over each span from top to bottom; zero a little stronger."""
    if not spans:
        return []
    room = (axis.start, spans[0][0], axis.end - axis.start, spans[-1][1] - spans[0][0])
    found: list[Shape] = []
    for ink, ticks in (
        (LINE, [t for t in axis.ticks if t]),
        (MUTED, [t for t in axis.ticks if not t]),
    ):
        lines = [(axis(t), top, axis(t), bottom) for t in ticks for top, bottom in spans]
        if lines:
            found.append(Path(segments(lines), room, stroke=ink))
    return found


def axis_labels(axis: Scale, bottom: float) -> list[Shape]:
    """The values of the ticks, under the chart."""
    return [Text(axis(t), bottom + 15, number(t), SMALL, MUTED, "center") for t in axis.ticks]
