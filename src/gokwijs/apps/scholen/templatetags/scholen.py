"""The menu of schools as a template tag: it asks the database only where it is shown."""

from __future__ import annotations

from typing import Any

from django import template

from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.scholen.switch import Switch, switch_for

register = template.Library()


@register.simple_tag(takes_context=True)
def schoolkeuze(context: dict[str, Any], access: Access) -> Switch | None:
    """The other schools of this person."""
    return switch_for(context["request"], access)
