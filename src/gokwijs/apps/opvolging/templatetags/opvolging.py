"""The chart of a series, and a meting as this person may see it."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from gokwijs.apps.analyse.tekenen import BREED, SMAL, getekend
from gokwijs.apps.beleid.models import Meting
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.opvolging.families import Beleidsreeks
from gokwijs.apps.opvolging.reeks import Reeks

register = template.Library()


@register.simple_tag
def reeksgrafiek(reeks: Reeks, breed: bool) -> SafeString:
    """The chart for a screen or for a phone; ids differ per width."""
    width = BREED if breed else SMAL
    assert reeks.grafiek is not None
    drawn = getekend(reeks.grafiek, width, f"r{reeks.indicator.pk}b{width}")
    return mark_safe(drawn)  # every label is escaped by the drawer


@register.simple_tag
def cohortgrafiek(reeks: Beleidsreeks, breed: bool) -> SafeString:
    """The same for a series of schooljaren; nothing when no year can be drawn."""
    width = BREED if breed else SMAL
    if reeks.grafiek is None:
        return SafeString("")
    drawn = getekend(reeks.grafiek, width, f"c{reeks.key.replace('-', '')}b{width}")
    return mark_safe(drawn)  # every label is escaped by the drawer


@register.simple_tag
def zichtbaar(zicht: Zicht, meting: Meting) -> str:
    return zicht.meting(meting)
