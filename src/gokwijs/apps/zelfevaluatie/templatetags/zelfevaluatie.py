"""What templates of rounds ask of an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template

from gokwijs.apps.zelfevaluatie.models import Bewijsstuk
from gokwijs.core.kader.model import Voor
from gokwijs.core.kader.vragenlijst import Item

register = template.Library()


@register.filter
def bewijs_bij(item: Item, bewijzen: Mapping[str, Sequence[Bewijsstuk]]) -> list[Bewijsstuk]:
    """Everything the school keeps at one of the codes of this item, each once."""
    found = [one for code in item.codes for one in bewijzen.get(code, ())]
    return list({one.pk: one for one in found}.values())


@register.filter
def voor_wie(soort: str) -> str:
    """'ouder' → 'ouders'"""
    return Voor(soort).label
