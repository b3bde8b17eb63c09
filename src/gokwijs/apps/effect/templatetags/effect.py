"""Charts and tables of a result on a page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gokwijs.apps.analyse.tekenen import BREED, SMAL, getekend
from gokwijs.renderers.bladen import Grid
from gokwijs.renderers.grafiek import Grafiek

register = template.Library()
_VERDICT = 40  # letters; a longer beginning is no verdict


@register.simple_tag
def beeld(grafiek: Grafiek, nummer: int, breed: bool) -> SafeString:
    """The chart for a screen or for a phone; ids differ per chart and width."""
    width = BREED if breed else SMAL
    drawn = getekend(grafiek, width, f"e{nummer}b{width}")
    return mark_safe(drawn)  # every label is escaped by the drawer


@register.simple_tag
def rooster(grid: Grid) -> SafeString:
    """A table with its name; the first column names the row, figures stand right.

    On a phone every row is a card, with the head of the column before each cell.
    """
    name, head, rows = grid
    figures = [_figures([row[n] for row in rows]) for n in range(len(head))]

    def css(n: int) -> str:
        return ' class="getal"' if figures[n] else ""

    heads = f'<th scope="col">{escape(head[0])}</th>' + "".join(
        f'<th scope="col"{css(n)}>{escape(text)}</th>' for n, text in enumerate(head) if n
    )
    body = "".join(
        f'<tr><th scope="row" class="rijnaam">{escape(row[0])}</th>'
        + "".join(
            f'<td{css(n)} data-kop="{escape(head[n])}">{escape(text)}</td>'
            for n, text in enumerate(row)
            if n
        )
        + "</tr>"
        for row in rows
    )
    label = escape(name)
    return mark_safe(
        f'<div class="tabelrol" tabindex="0" role="group" aria-label="{label}">'
        f'<table class="tabel kaart"><caption>{label}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )  # every text above is escaped


def _figures(column: Sequence[str]) -> bool:
    """Does a column hold figures, or reasons why there is none?"""
    filled = [text for text in column if text not in ("", "–")]
    return all(text[0].isdecimal() or text[0] in "-−" for text in filled)


@register.filter
def oordeelzin(tekst: str) -> str:
    """A sentence that begins with its verdict and a colon has that in bold: the eye lands there."""
    head, colon, rest = tekst.partition(": ")
    if not colon or len(head) > _VERDICT:
        return tekst
    return format_html("<b>{}:</b> {}", head, rest)
