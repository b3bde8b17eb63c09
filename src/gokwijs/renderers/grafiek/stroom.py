"""A flow from left to right: which amount goes from where to where.

In: ``Stroom`` and a width. Out: a ``Drawing``. The places are counted out here: a node is as
high as what passes through it, and gets at least the room its name needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gokwijs.renderers.grafiek.colors import INK, MUTED, PAPER, edge, fill
from gokwijs.renderers.grafiek.model import Band, Knoop, Stroom
from gokwijs.renderers.grafiek.shapes import (
    NARROW,
    SMALL,
    Box,
    Drawing,
    Path,
    Shape,
    Text,
    heading,
    paragraph,
    plate,
)
from gokwijs.renderers.grafiek.text import ABSENT, HIDDEN, measure, number, wrap

_NODE = 10.0  # width of a node
_HIDDEN = 9.0  # a hidden band is always this thick, so that its thickness says nothing
_THIN = 4.0  # no pattern can be seen in a band thinner than this
_SIZE = SMALL + 0.5


@dataclass(frozen=True, slots=True)
class _Place:
    """A node: from ``y`` on, so many pixels high; its name is ``lines``."""

    y: float
    height: float
    lines: tuple[str, ...]
    count: str


def draw_stroom(grafiek: Stroom, width: int) -> Drawing:
    """Nodes at both sides, bands between them, names on the outside."""
    shapes, top = heading(grafiek.titel, "", width)
    if not grafiek.banden:
        return Drawing(width, top + 20, (*shapes, Text(0, top + 12, ABSENT, fill=MUTED)))
    label = width * (0.3 if width < NARROW else 0.29)
    total = max(sum(b.aantal for b in grafiek.banden), 1)
    unit = (220 if width < NARROW else 280) / total
    left = _side(grafiek, grafiek.links, "van", unit, label)
    right = _side(grafiek, grafiek.rechts, "naar", unit, label)
    low = max(_end(left), _end(right))
    for side in (left, right):
        shift = top + (low - _end(side)) / 2
        for key, p in side.items():
            side[key] = _Place(p.y + shift, p.height, p.lines, p.count)
    x, x2 = label + 8, width - label - 8
    shapes += _bands(grafiek, left, right, (x + _NODE, x2 - _NODE), unit)
    shapes += _nodes(left, x, x - 7, "right")
    shapes += _nodes(right, x2 - _NODE, x2 + 7, "left")
    return Drawing(width, top + low + 4, tuple(shapes))


def _end(side: dict[str, _Place]) -> float:
    return max((p.y + max(p.height, _needed(p)) for p in side.values()), default=0)


def _needed(place: _Place) -> float:
    return (len(place.lines) + 1) * 15


def _top(place: _Place) -> float:
    """A node lower than its name stands in the middle of it."""
    return place.y + (max(place.height, _needed(place)) - place.height) / 2


def _thickness(band: Band, unit: float) -> float:
    return _HIDDEN if band.verborgen else max(band.aantal * unit, 1.5) if band.aantal else 0


def _side(
    grafiek: Stroom, knopen: tuple[Knoop, ...], end: str, unit: float, label: float
) -> dict[str, _Place]:
    """Every node of one side, from the top down."""
    found: dict[str, _Place] = {}
    y = 0.0
    for knoop in knopen:
        own = [b for b in grafiek.banden if getattr(b, end) == knoop.key]
        hidden = any(b.verborgen for b in own)
        count = number(sum(b.aantal for b in own))
        if hidden:  # a total would tell the hidden part
            count = HIDDEN
        place = _Place(
            y,
            sum(_thickness(b, unit) for b in own),
            wrap(knoop.label, label, _SIZE, lines=3 if label < 130 else 2),
            count,
        )
        found[knoop.key] = place
        y += max(place.height, _needed(place)) + 10
    return found


def _nodes(side: dict[str, _Place], x: float, text_x: float, align: str) -> Iterator[Shape]:
    for p in side.values():
        room = max(p.height, _needed(p))
        yield Box(x, _top(p), _NODE, max(p.height, 1), INK)
        start = p.y + (room - _needed(p)) / 2
        yield from paragraph(text_x, start, p.lines, _SIZE, align=align)[0]
        base = start + len(p.lines) * 15 + 11
        hidden = p.count == HIDDEN
        yield Text(text_x, base, p.count, _SIZE, MUTED if hidden else INK, align, not hidden)


def _bands(
    grafiek: Stroom,
    left: dict[str, _Place],
    right: dict[str, _Place],
    ends: tuple[float, float],
    unit: float,
) -> Iterator[Shape]:
    """Bands leave and arrive in the order of the nodes, so that they cross as little as can be."""
    start, stop = ends
    leaving = _tops(grafiek, left, "van", unit)
    arriving = _tops(grafiek, right, "naar", unit)
    plates: list[Shape] = []
    for n, b in sorted(enumerate(grafiek.banden), key=lambda nb: -nb[1].aantal):
        thick = _thickness(b, unit)
        if not thick:
            continue
        one, two = leaving[n], arriving[n]
        key = "verborgen" if b.verborgen else b.kleur
        bounds = (start, min(one, two), stop - start, abs(two - one) + thick)
        ribbon = _ribbon(start, one, stop, two, thick)
        if thick < _THIN:
            yield Path(ribbon, bounds, edge(key))
            continue
        yield Path(ribbon, bounds, fill(key), PAPER, 1.25)
        if not b.verborgen and thick >= SMALL * 1.3:
            x = start + 8 + measure(number(b.aantal), SMALL) / 2
            plates += plate(x, one + thick / 2, number(b.aantal))
    yield from plates


def _tops(grafiek: Stroom, side: dict[str, _Place], end: str, unit: float) -> dict[int, float]:
    """Where each band touches its node at one end."""
    left = {knoop.key: n for n, knoop in enumerate(grafiek.links)}
    right = {knoop.key: n for n, knoop in enumerate(grafiek.rechts)}
    free = {key: _top(place) for key, place in side.items()}
    found: dict[int, float] = {}
    for n, band in sorted(
        enumerate(grafiek.banden), key=lambda nb: (left[nb[1].van], right[nb[1].naar])
    ):
        node = getattr(band, end)
        found[n] = free[node]
        free[node] += _thickness(band, unit)
    return found


def _ribbon(x: float, y: float, x2: float, y2: float, thick: float) -> str:
    middle = (x + x2) / 2
    return (
        f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"v{thick:.1f}C{middle:.1f} {y2 + thick:.1f} {middle:.1f} {y + thick:.1f} "
        f"{x:.1f} {y + thick:.1f}z"
    )
