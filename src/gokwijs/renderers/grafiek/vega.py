"""From shapes to a picture: a Vega specification, and an SVG that a strict page accepts.

In: a ``Drawing``. Out: SVG text. Of what Vega writes only listed elements and attributes are kept,
so that no style, script, class or reference can come along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from gokwijs.renderers.grafiek.colors import definitions
from gokwijs.renderers.grafiek.shapes import Bounds, Drawing, Line, Path, Shape, Text, bounds

FONTS = "Helvetica, Arial, Liberation Sans, sans-serif"
_KEPT = {
    "path": ("transform", "d", "fill", "stroke", "stroke-width", "stroke-dasharray"),
    "line": ("transform", "x2", "y2", "stroke", "stroke-width", "stroke-dasharray"),
    "text": ("transform", "text-anchor", "font-size", "font-weight", "fill"),
}
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#(\w+)\)")


def _fields(shape: Shape) -> tuple[str, dict[str, Any]]:
    """The kind of mark and its channels; a channel without a value is left out."""
    if isinstance(shape, Text):
        found: dict[str, Any] = {"x": shape.x, "y": shape.y, "text": shape.text}
        found |= {"fontSize": shape.size, "fill": shape.fill, "align": shape.align}
        return "text", found | ({"fontWeight": "bold"} if shape.bold else {})
    found = {"strokeDash": list(shape.dash)} if shape.dash else {}
    if shape.stroke:
        found["stroke"] = shape.stroke
    if isinstance(shape, Line):
        found |= {"x": shape.x, "y": shape.y, "x2": shape.x2, "y2": shape.y2}
        return "rule", found | {"strokeWidth": shape.width}
    if shape.fill:
        found["fill"] = shape.fill
    if isinstance(shape, Path):
        return "path", found | {"path": shape.d, "strokeWidth": shape.width}
    found |= {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
    return "rect", found


_Rows = list[dict[str, Any]]


def _layers(shapes: tuple[Shape, ...]) -> list[tuple[tuple[str, tuple[str, ...]], _Rows]]:
    """Few marks instead of many, which Vega draws far faster.

    A shape joins an earlier mark of its kind as long as it passes over nothing it touches.
    """
    found: list[tuple[tuple[str, tuple[str, ...]], _Rows, list[Bounds]]] = []
    for shape in shapes:
        kind, fields = _fields(shape)
        key, own = (kind, tuple(sorted(fields))), bounds(shape)
        for known, rows, taken in reversed(found):
            if known == key:
                _join(rows, fields)
                taken.append(own)
                break
            if any(_touch(own, other) for other in taken):
                found.append((key, [fields], [own]))
                break
        else:
            found.append((key, [fields], [own]))
    return [(key, rows) for key, rows, _ in found]


def _join(rows: _Rows, fields: dict[str, Any]) -> None:
    """Open lines of one ink become one path: again fewer things to draw."""
    last = rows[-1]
    apart = {"path": fields.get("path")}
    if "path" in fields and "fill" not in fields and last | apart == fields:
        last["path"] += fields["path"]
    else:
        rows.append(fields)


def _touch(one: Bounds, two: Bounds) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def specification(drawing: Drawing) -> dict[str, Any]:
    """Shapes of one kind become one mark over inline data."""
    data: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    for (kind, channels), rows in _layers(drawing.shapes):
        name = f"d{len(data)}"
        data.append({"name": name, "values": rows})
        update: dict[str, Any] = {channel: {"field": channel} for channel in channels}
        if kind == "text":
            update["font"] = {"value": FONTS}
        encode = {"update": update}
        marks.append({"type": kind, "from": {"data": name}, "encode": encode, "aria": False})
    return {
        "width": drawing.width,
        "height": drawing.height,
        "padding": 0,
        "autosize": "none",
        "background": None,
        "config": {"aria": False},
        "data": data,
        "marks": marks,
    }


def draw(drawing: Drawing, alternative: str, prefix: str) -> str:
    """The picture; every name in it begins with the prefix."""
    import vl_convert  # heavy: loaded when first used

    raw = vl_convert.vega_to_svg(specification(drawing), allowed_base_urls=[])
    body = "".join(_elements(ElementTree.fromstring(raw), prefix))
    keys = {found[1] for s in drawing.shapes if (found := _REFERENCE.fullmatch(_fill(s)))}
    patterns = definitions(keys, prefix)
    width, height = f"{drawing.width:g}", f"{drawing.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="grafiek" width="{width}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label={quoteattr(alternative)}>'
        f"{f'<defs>{patterns}</defs>' if patterns else ''}"
        f'<g fill="none" font-family={quoteattr(FONTS)}>{body}</g></svg>'
    )


def _fill(shape: Shape) -> str:
    return "" if isinstance(shape, Line) else shape.fill


def _elements(root: ElementTree.Element, prefix: str) -> Iterator[str]:
    """What is visible, without the groups around it: those move nothing."""

    def value(text: str) -> str:
        short = _LONG.sub(_shorter, text)
        return quoteattr(_REFERENCE.sub(rf"url(#{prefix}-\1)", short))

    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        kept = _KEPT.get(name)
        if kept is None or element.get("class") in ("background", "foreground"):
            continue
        attributes = "".join(
            f" {key}={value(element.attrib[key])}" for key in kept if key in element.attrib
        )
        yield f"<{name}{attributes}>{escape(element.text or '')}</{name}>"


def _shorter(found: re.Match[str]) -> str:
    return f"{round(float(found[0]), 2):g}"
