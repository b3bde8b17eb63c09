"""The line of means over the afnamen, and a score as it is read."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from gokwijs.apps.analyse.tekenen import BREED, SMAL, getekend
from gokwijs.apps.toetsen.models import Score, Toets
from gokwijs.apps.toetsen.waarden import getal, waarde_woorden
from gokwijs.renderers.grafiek.model import Tijdlijn

register = template.Library()


@register.simple_tag
def afnamegrafiek(grafiek: Tijdlijn, toets: Toets, breed: bool) -> SafeString:
    """The chart for a screen or for a phone; ids differ per width."""
    width = BREED if breed else SMAL
    return mark_safe(getekend(grafiek, width, f"t{toets.pk}b{width}"))  # the drawer escapes


@register.filter
def scorewoorden(score: Score, toets: Toets) -> str:
    """'12,5', 'ja', or a dash."""
    return "–" if score.waarde is None else waarde_woorden(score.waarde, toets.ja_nee)


@register.filter
def getalnl(value: object) -> str:
    """A decimal as it is read; a dash for nothing."""
    return getal(value) if isinstance(value, Decimal) else "–"
