"""A form on paper as it is typed over: one sign per question, remarks by the number of a question.

Digits as they stand under the boxes; on a Belgian keyboard also the signs of the keys with digits
when shift is not pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from gokwijs.apps.zelfevaluatie.services_blad import NIET_GEKEND, REMARK_MOST, Gegeven
from gokwijs.core.kader.vragenlijst import Item, Vragenlijst

OPMERKINGEN = 5
LEEG = "-"  # left open on paper, and seen so by who types
_AZERTY = {sign: str(digit) for digit, sign in enumerate("à&é\"'(§è!ç")}


def cijfer(text: str) -> str:
    """'é' → '2'; everything else as it is."""
    return _AZERTY.get(text.casefold(), text)


def _teken(number: int, item: Item) -> forms.CharField:
    """A box for one sign; its label is the question, the row of the table shows it."""
    label = f"Antwoord op vraag {number}: {item.onderwerp or item.tekst}"
    attrs = {"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
    widget = forms.TextInput(attrs={**attrs, "aria-label": label})
    return forms.CharField(label=label, required=False, max_length=1, widget=widget)


class PapierForm(forms.Form):
    """One form. ``sleutel`` makes that sending it twice is once; ``leeg``: empty is meant."""

    sleutel = forms.CharField(max_length=60, widget=forms.HiddenInput)
    leeg = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lijst: Vragenlijst, met_naam: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lijst = lijst
        self.zonder: list[int] = []  # the numbers of the questions without an answer
        if met_naam:
            self.fields["naam"] = forms.CharField(
                label="Naam op het formulier",
                max_length=150,
                widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
            )
        for number, item in enumerate(lijst.items, start=1):
            self.fields[self._veld(number)] = _teken(number, item)
        for place in range(1, OPMERKINGEN + 1):
            self.fields[f"nr-{place}"] = forms.IntegerField(
                label=f"Nummer van de vraag bij opmerking {place}",
                required=False,
                min_value=1,
                max_value=len(lijst.items),
                error_messages={"invalid": "Typ het nummer van een vraag."},
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )
            self.fields[f"opmerking-{place}"] = forms.CharField(
                label=f"Opmerking {place}",
                required=False,
                max_length=REMARK_MOST // OPMERKINGEN,
                widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
            )

    @staticmethod
    def _veld(number: int) -> str:
        return f"v{number}-antwoord"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        digits = [str(one.waarde) for one in self.lijst.niveaus] + [str(NIET_GEKEND)]
        answered = 0
        for number in range(1, len(self.lijst.items) + 1):
            name = self._veld(number)
            sign = cijfer(data.get(name, ""))
            if sign in digits:
                data[name], answered = int(sign), answered + 1
            elif sign in ("", LEEG):
                data[name] = None
                if not sign:
                    self.zonder.append(number)
            else:
                self.add_error(name, f"Typ {', '.join(digits)}, of {LEEG} als het leeg bleef.")
        self._clean_opmerkingen(data)
        if not answered and not self.errors:
            self.add_error(None, "Dit formulier heeft geen enkel antwoord. Er is niets bewaard.")
        elif self.zonder and not data.get("leeg") and not self.errors:
            self.add_error(None, self._leeg_zin())
            for number in self.zonder:  # where to look, also for who moves by keyboard
                self.fields[self._veld(number)].widget.attrs["aria-invalid"] = "true"
        return data

    def _leeg_zin(self) -> str:
        many = len(self.zonder)
        named = ", ".join(map(str, self.zonder[:10])) + (", …" if many > 10 else "")
        return f"{'Vraag' if many == 1 else 'Vragen'} {named}: geen antwoord getypt."

    def _clean_opmerkingen(self, data: dict[str, Any]) -> None:
        for place in range(1, OPMERKINGEN + 1):
            number, said = data.get(f"nr-{place}"), data.get(f"opmerking-{place}")
            if said and not number and f"nr-{place}" not in self.errors:
                self.add_error(f"nr-{place}", "Bij welke vraag hoort deze opmerking?")
            elif number and not said and f"opmerking-{place}" not in self.errors:
                self.add_error(f"opmerking-{place}", "Typ de opmerking, of wis het nummer.")

    @property
    def vraagt_leeg(self) -> bool:
        """Is the only thing wrong that questions were left without an answer?"""
        return (
            bool(self.zonder)
            and set(self.errors) == {"__all__"}
            and len(self.zonder) < len(self.lijst.items)
        )

    @property
    def gegeven(self) -> dict[str, Gegeven]:
        """The answers of a valid form by item; remarks on one question are joined."""
        data = self.cleaned_data
        said: dict[int, list[str]] = {}
        for place in range(1, OPMERKINGEN + 1):
            if data.get(f"opmerking-{place}"):
                said.setdefault(data[f"nr-{place}"], []).append(data[f"opmerking-{place}"])
        return {
            item.sleutel: Gegeven(data[self._veld(number)], "\n".join(said.get(number, ())))
            for number, item in enumerate(self.lijst.items, start=1)
        }

    @property
    def vragen(self) -> list[tuple[int, Item, forms.BoundField]]:
        """Number, question and field, as on the paper."""
        return [
            (number, item, self[self._veld(number)])
            for number, item in enumerate(self.lijst.items, start=1)
        ]

    @property
    def opmerkingen(self) -> Sequence[tuple[forms.BoundField, forms.BoundField]]:
        """Pairs of a number and a remark."""
        return [
            (self[f"nr-{place}"], self[f"opmerking-{place}"]) for place in range(1, OPMERKINGEN + 1)
        ]
