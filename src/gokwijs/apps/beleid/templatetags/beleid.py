"""Small helps for the pages of the plan."""

from __future__ import annotations

import re

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_GONE = re.compile(
    r"(vaststelling|indicator|streefdoel|actie|evaluatie|besluit|borging)-(\d{1,12})"
)


@register.filter
def woorden(text: str) -> list[str]:
    """'a b c' as a list."""
    return text.split()


@register.simple_tag
def terugzetten(request: HttpRequest, nummer: str) -> SafeString:
    """The button that brings back what was just taken away; ``?weg=actie-12`` in the address."""
    found = _GONE.fullmatch(request.GET.get("weg", ""))
    if found is None:
        return SafeString("")
    address = reverse("beleid:knoop_weg", args=[nummer, found[1], int(found[2])])
    return format_html(
        '<form class="terugzetten" method="post" action="{}"><input type="hidden" '
        'name="csrfmiddlewaretoken" value="{}"><button class="btn btn-outline-secondary" '
        'name="terug" value="1">Zet terug</button></form>',
        address,
        get_token(request),
    )
