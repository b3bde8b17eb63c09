"""The strip of means, and addresses that keep the schooljaar."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gokwijs.apps.inzet.indeling import Strook

register = template.Library()

_ROOM = 28  # of 1000: a part must be so wide to carry its number


@register.simple_tag
def middelenstrook(strook: Strook) -> SafeString:
    """All hours or euros as one strip; what is not assigned is hatched."""
    parts = format_html_join(
        "",
        '<rect class="strook-deel strook-{}" x="{}%" width="{}%" height="32"/>',
        (
            (place % 3, _tenths(start), _tenths(width))
            for place, (_, start, width, _) in enumerate(strook.delen)
        ),
    )
    numbers = format_html_join(
        "",
        '<text class="strook-nummer" x="{}%" y="21">{}</text>',
        (
            (_tenths(start + width // 2), number)
            for number, start, width, _ in strook.delen
            if width >= _ROOM and number
        ),
    )
    rest = edge = SafeString("")
    if strook.rest is not None:
        start, width = strook.rest
        rest = format_html(
            '<rect class="strook-rest" x="{}%" width="{}%" height="32" fill="url(#p-onbekend)"/>',
            _tenths(start),
            _tenths(width),
        )
    if strook.grens is not None:
        edge = format_html(
            '<line class="strook-grens" x1="{}%" x2="{}%" y1="-4" y2="36"/>',
            _tenths(strook.grens),
            _tenths(strook.grens),
        )
    return format_html(
        '<svg class="strook" height="40" role="img" aria-label="{}"><g transform="translate(0 4)">'
        "{}{}{}{}</g></svg>",
        strook.label,
        parts,
        rest,
        edge,
        numbers,
    )


def _tenths(thousandths: int) -> str:
    return f"{thousandths // 10}.{thousandths % 10}"
