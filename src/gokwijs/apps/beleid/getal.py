"""A field for a number, in and out the Dutch way: decimal comma, no needless zeros."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from gokwijs.core.law.numbers import parse_typed

MOST = Decimal(10**8)


class Getal(forms.CharField):
    """A number as a person types it: 1.234,5 or 1234.5; at most so many decimals.

    What stands there already reads the same way: 9 and not 9.0, 12,5 and not 12.500.
    """

    def __init__(self, *, places: int, least: int | None = None, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "getal-invoer"})
        super().__init__(required=False, max_length=20, widget=widget, **kwargs)
        self.places, self.least = places, least

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        found = typed_number(str(text), self.places)
        if self.least is not None and found < self.least:
            raise forms.ValidationError(f"Schrijf een getal vanaf {self.least}.")
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


def typed_number(text: str, places: int) -> Decimal:
    """Raises ValidationError in words."""
    try:
        number = parse_typed(text)
    except ValueError:
        raise forms.ValidationError(f"'{text[:20]}' is geen getal.") from None
    scaled = number * 10**places
    if scaled.denominator != 1:
        raise forms.ValidationError(f"Hoogstens {places} cijfer(s) na de komma.")
    found = Decimal(scaled.numerator) / Decimal(10**places)
    if abs(found) >= MOST // 10**places:
        raise forms.ValidationError("Dit getal is te groot.")
    return found
