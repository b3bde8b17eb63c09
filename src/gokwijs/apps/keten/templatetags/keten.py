"""The strip with the neighbours of a page; rooms below this one load it in their templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.keten.strook import strook_van
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.keten import Schakel
from gokwijs.core.kenmerken import Kenmerk

register = template.Library()


@register.inclusion_tag("keten/strook.html")
def ketenstrook(
    schakel: str, pk: int, access: Access, doelen: Iterable[Streefdoel] | None = None
) -> dict[str, Any]:
    """Nothing for who looks in from outside the school. ``doelen``: when the page has them."""
    if not access.schoolzone:
        return {"strook": None}
    known = None if doelen is None else list(doelen)
    return {"strook": strook_van(Schakel(schakel), pk, access, known), "access": access}


@register.simple_tag
def ketenterug(request: HttpRequest, access: Access) -> SafeString:
    """From pupils or figures back to the chain: by the kenmerk asked for, else the whole."""
    if not access.schoolzone:
        return SafeString("")
    nummer = access.school.instellingsnummer
    asked = [
        one
        for one in Kenmerk
        if request.GET.get(f"k_{one.value}") == "ja" or request.GET.get("kenmerk") == one.value
    ]
    links = [(one.label, reverse("keten:kenmerk", args=[nummer, one.value])) for one in asked]
    whole = reverse("keten:overzicht", args=[nummer])
    links = links or [("wat het plan ermee doet", whole)]
    made = format_html_join(", ", '<a href="{1}">{0}</a>', links)
    return format_html('<p class="klein geen-druk ketenterug">In de keten: {}</p>', made)
