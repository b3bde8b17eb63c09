"""Charts and links of the room of analysis."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from gokwijs.apps.analyse.blad import Deel, Tabel
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
def sorteer(keuze: Keuze, kolom: str) -> str:
    """The query that sorts by a column; once more turns the order around."""
    asked = f"-{kolom}" if keuze.sorteer == kolom else kolom
    return f"?{keuze.met(sorteer=asked).query}"


@register.simple_tag
def sorteerstand(keuze: Keuze, kolom: str) -> str:
    """For aria-sort."""
    if keuze.sorteer == kolom:
        return "descending"
    return "ascending" if keuze.sorteer == f"-{kolom}" else "none"


@register.filter
def breedte(tabel: Tabel) -> int:
    """How many columns a table has, with the one of the rows."""
    return len(tabel.kolommen) + 1
