"""One chart definition, drawn: SVG for the page, the print and the download, and PNG.

In: a ``Grafiek``. Out: text or bytes; the same chart always gives the same ones.
"""

from __future__ import annotations

import re
import struct
import zlib

from gokwijs.renderers.grafiek.alternative import alternatief
from gokwijs.renderers.grafiek.colors import PAPER
from gokwijs.renderers.grafiek.lijnen import draw_lijnen
from gokwijs.renderers.grafiek.model import Grafiek, Lijnen, Stapel, Staven, Tijdlijn, Verschil
from gokwijs.renderers.grafiek.shapes import Drawing
from gokwijs.renderers.grafiek.stapel import draw_stapel
from gokwijs.renderers.grafiek.staven import draw_staven
from gokwijs.renderers.grafiek.stroom import draw_stroom
from gokwijs.renderers.grafiek.tijdlijn import draw_tijdlijn
from gokwijs.renderers.grafiek.vega import FONTS, draw
from gokwijs.renderers.grafiek.verschil import draw_verschil

_PREFIX = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_LEAST = 280  # pixels; below this no label can be read


def svg(grafiek: Grafiek, *, breedte: int = 640, voorvoegsel: str = "g") -> str:
    """The chart as SVG text, ``breedte`` pixels wide; ``voorvoegsel`` is its own on the page.

    Raises ValueError on a prefix that is no name, and on a width in which nothing can be read.
    """
    if not _PREFIX.fullmatch(voorvoegsel):
        raise ValueError(f"geen voorvoegsel: {voorvoegsel!r}")
    if breedte < _LEAST:
        raise ValueError(f"te smal voor een grafiek: {breedte}")
    return draw(_drawing(grafiek, breedte), alternatief(grafiek), voorvoegsel)


def png(grafiek: Grafiek, *, schaal: float = 2) -> bytes:
    """The chart as a picture on white, 640 pixels wide times ``schaal``."""
    return picture(svg(grafiek), schaal=schaal)


def picture(text: str, *, schaal: float = 2) -> bytes:
    """A chart that is SVG already as PNG; on white, for a viewer with a dark ground."""
    import vl_convert  # heavy: loaded when first used

    start = text.index("><") + 1
    ground = '<rect width="100%" height="100%" fill="#FFFFFF"/>'
    white = text[:start] + ground + on_white(text[start:])
    return _packed(bytes(vl_convert.svg_to_png(white, scale=schaal)))


def _packed(png: bytes) -> bytes:
    """The same picture in a fifth of the bytes: it comes hardly compressed."""
    kept, pixels, at = [png[:8]], b"", 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12  # with the length, the kind and the check of the chunk
        if kind == b"IDAT":
            pixels += data
            continue
        if kind == b"IEND":
            kept.append(_chunk(b"IDAT", zlib.compress(zlib.decompress(pixels), 6)))
        kept.append(_chunk(kind, data))
    return b"".join(kept)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def on_white(text: str, *, font: str = FONTS) -> str:
    """The chart for a white sheet instead of the paper of a page, and in the letters of it."""
    return text.replace(f'="{PAPER}"', '="#FFFFFF"').replace(
        f'<g fill="none" font-family="{FONTS}">', f'<g fill="none" font-family="{font}">', 1
    )


def size(text: str) -> tuple[float, float]:
    """Width and height in pixels of a chart that is SVG already."""
    _, _, width, height = re.findall(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', text)[0]
    return float(width), float(height)


def _drawing(grafiek: Grafiek, width: int) -> Drawing:
    if isinstance(grafiek, Staven):
        return draw_staven(grafiek, width)
    if isinstance(grafiek, Lijnen):
        return draw_lijnen(grafiek, width)
    if isinstance(grafiek, Tijdlijn):
        return draw_tijdlijn(grafiek, width)
    if isinstance(grafiek, Stapel):
        return draw_stapel(grafiek, width)
    if isinstance(grafiek, Verschil):
        return draw_verschil(grafiek, width)
    return draw_stroom(grafiek, width)
