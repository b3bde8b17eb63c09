"""Charts and links of the room of analysis."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gokwijs.apps.analyse.blad import AFGESCHERMD, Cel, Deel, Tabel, Tabelrij
from gokwijs.apps.analyse.tekenen import BREED, SMAL, op_pagina
from gokwijs.apps.analyse.vragen import Keuze

register = template.Library()


@register.simple_tag
def grafiek(deel: Deel, breed: bool, naast: str = "") -> SafeString:
    """The chart of a part, for a screen or for a phone."""
    return op_pagina(deel, BREED if breed else SMAL, naast)


@register.simple_tag
def met(keuze: Keuze, naam: str, waarde: object = "") -> str:
    """The query of the same page with one thing changed."""
    changed = keuze.met(**{naam: str(waarde)}).query
    return f"?{changed}" if changed else "?"


@register.simple_tag
def tabelkop(tabel: Tabel, keuze: Keuze, kant: str, deel: str) -> SafeString:
    """The head of a table; a click sorts by that column, once more turns the order around."""
    out = [f'<thead><tr><th scope="col">{escape(tabel.rijkop)}</th>']
    for kolom in tabel.kolommen:
        title = escape(kolom.titel)
        if not tabel.sorteerbaar or kant:
            out.append(f'<th scope="col" class="getal">{title}</th>')
            continue
        down, up = keuze.sorteer == kolom.key, keuze.sorteer == f"-{kolom.key}"
        asked = keuze.met(sorteer=f"-{kolom.key}" if down else kolom.key).query
        state = "descending" if down else "ascending" if up else "none"
        out.append(
            f'<th scope="col" class="getal" aria-sort="{state}">'
            f'<a href="?{escape(asked)}#d-{escape(deel)}">{title}</a></th>'
        )
    out.append("</tr></thead>")
    return mark_safe("".join(out))  # every text above is escaped


@register.simple_tag
def tabelrijen(tabel: Tabel) -> SafeString:
    """Rows and foot: a big school has thousands of cells, too many for a template each."""
    out = ["<tbody>", *(_row(rij) for rij in tabel.rijen), "</tbody>"]
    if tabel.voet is not None:
        out += ["<tfoot>", _row(tabel.voet), "</tfoot>"]
    return mark_safe("".join(out))  # every text above is escaped


def _row(rij: Tabelrij) -> str:
    cells = "".join(map(_cell, rij.cellen))
    return f'<tr><th scope="row">{escape(rij.label)}</th>{cells}</tr>'


def _cell(cel: Cel) -> str:
    css = "woorden" if cel.woorden else "getal"
    if cel.warmte is not None:
        css += f" warm-{cel.warmte}"
    if cel.reden == AFGESCHERMD:
        css += " verborgen"
    text = str(escape(cel.tekst))
    if cel.link:
        text = f'<a href="{escape(cel.link)}">{text}</a>'
    if not cel.reden or cel.reden == cel.tekst:
        return f'<td class="{css}">{text}</td>'
    reason = escape(cel.reden)
    heard = f'<span class="visually-hidden"> {reason}</span>' if cel.tekst == "–" else ""
    return f'<td class="{css}" title="{reason}">{text}{heard}</td>'
