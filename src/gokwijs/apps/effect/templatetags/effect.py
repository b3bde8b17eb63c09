"""Charts and tables of a result on a page."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gokwijs.apps.analyse.tekenen import BREED, SMAL, getekend
from gokwijs.renderers.bladen import Grid
from gokwijs.renderers.grafiek import Grafiek

register = template.Library()


@register.simple_tag
def beeld(grafiek: Grafiek, nummer: int, breed: bool) -> SafeString:
    """The chart for a screen or for a phone; ids differ per chart and width."""
    width = BREED if breed else SMAL
    drawn = getekend(grafiek, width, f"e{nummer}b{width}")
    return mark_safe(drawn)  # every label is escaped by the drawer


@register.simple_tag
def rooster(grid: Grid) -> SafeString:
    """A table with its name; the first column names the row, the others are figures."""
    name, head, rows = grid
    heads = f'<th scope="col">{escape(head[0])}</th>' + "".join(
        f'<th scope="col" class="getal">{escape(text)}</th>' for text in head[1:]
    )
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f'<td class="getal">{escape(text)}</td>' for text in row[1:])
        + "</tr>"
        for row in rows
    )
    label = escape(name)
    return mark_safe(
        f'<div class="tabelrol" tabindex="0" role="group" aria-label="{label}">'
        f'<table class="tabel"><caption>{label}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )  # every text above is escaped
