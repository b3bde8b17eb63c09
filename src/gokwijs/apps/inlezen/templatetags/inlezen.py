"""Controls of the mapping and the preview: a bare select in a table cell, a tick with its label."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def keuze(field: BoundField) -> SafeString:
    """A select whose row already says what it is about; its label is for screen readers."""
    attrs: dict[str, Any] = {"class": "form-select", "aria-label": field.label}
    if field.errors:
        attrs |= {
            "aria-invalid": "true",
            "class": "form-select is-invalid",
            "aria-describedby": f"{field.auto_id}_fout",
        }
    return format_html("{}{}", field.as_widget(attrs=attrs), _errors(field))


@register.simple_tag
def vink(field: BoundField) -> SafeString:
    """A tick before its label."""
    attrs: dict[str, str | bool] = {"class": "form-check-input"}
    if field.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}_fout"}
    return format_html(
        '<div class="form-check">{} <label class="form-check-label" for="{}">{}</label></div>{}',
        field.as_widget(attrs=attrs),
        field.id_for_label,
        field.label,
        _errors(field),
    )


def _errors(field: BoundField) -> SafeString:
    if not field.errors:
        return format_html("{}", "")
    return format_html(
        '<div class="veld-fout" id="{}_fout">{}</div>',
        field.auto_id,
        " ".join(str(error) for error in field.errors),
    )
