"""The empty choice of a list, in a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH

KIES = "kies uit de lijst"
_DASH = BLANK_CHOICE_DASH[0]


def without_dashes(fields: Mapping[str, forms.Field]) -> None:
    """A list begins with what to do, and not with a row of dashes."""
    for field in fields.values():
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == _DASH[1]:
                field.empty_label = KIES
        elif isinstance(field, forms.ChoiceField):
            given: Any = field.choices
            field.choices = [("", KIES) if one == _DASH else one for one in given]
