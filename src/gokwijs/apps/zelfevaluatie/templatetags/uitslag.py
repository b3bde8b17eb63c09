"""The small drawing of answers: one column per answer, solid to what is certain, hatched beyond."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gokwijs.apps.zelfevaluatie.tonen import HOOG, Vlak

register = template.Library()
HELE = HOOG + 28  # with signs and the stripe of the middle beneath


def _rect(css: str, x: int, y: int, width: int, height: int, more: str = "") -> str:
    if not height:
        return ""
    return f'<rect class="{css}" x="{x}" y="{y}" width="{width}" height="{height}"{more}/>'


@register.simple_tag
def teken(vlak: Vlak) -> SafeString:
    """Drawn in Python: a page holds hundreds of these columns. Needs ``patronen`` on the page."""
    parts = []
    for one in vlak.kolommen:
        parts += [
            _rect("vlak-grond", one.x, 0, one.breed, HOOG),
            _rect("vlak-zeker", one.x, one.zeker_y, one.breed, one.zeker_hoog),
            _rect(
                "vlak-mogelijk",
                one.x,
                one.mogelijk_y,
                one.breed,
                one.mogelijk_hoog,
                ' fill="url(#p-onbekend)"',
            ),
            _rect("vlak-voet", one.x, HOOG, one.breed, 1),
            f'<text x="{one.midden}" y="{HOOG + 14}" text-anchor="middle">'
            f"{escape(one.teken)}</text>",
        ]
    if vlak.streep is not None:
        parts.append(_rect("vlak-midden", vlak.streep.x, HOOG + 20, vlak.streep.breed, 4))
    return mark_safe(  # numbers of our own and escaped text
        f'<svg width="{vlak.breed}" height="{HELE}" viewBox="0 0 {vlak.breed} {HELE}" role="img" '
        f'aria-label="{escape(vlak.in_woorden)}">{"".join(parts)}</svg>'
    )
