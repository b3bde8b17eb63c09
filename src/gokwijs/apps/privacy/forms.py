"""Forms of the room of privacy."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gokwijs.apps.privacy.models import Bewaring, Dpia
from gokwijs.core.leerlingen.dpia import load_ontwerp


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DpiaForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Is there a DPIA, and since when?"""

    class Meta:
        model = Dpia
        fields = ["antwoord", "datum", "rol", "versie", "herzien_op", "opmerking"]
        widgets = {
            "datum": _day(),
            "herzien_op": _day(),
            "opmerking": forms.TextInput(attrs={"maxlength": 1000}),
        }
        help_texts = {
            "rol": "De rol volstaat, bijvoorbeeld: schoolbestuur, na advies van de functionaris.",
            "herzien_op": "Laat leeg voor twee jaar na de datum.",
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        antwoord = self.fields["antwoord"]
        antwoord.choices = [("", "Kies een antwoord"), *Dpia.Antwoord.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("antwoord") != Dpia.Antwoord.GEDAAN:
            return {**data, "datum": None, "herzien_op": None, "rol": "", "versie": ""}
        datum, herzien = data.get("datum"), data.get("herzien_op")
        if "datum" not in self.errors and datum is None:
            self.add_error("datum", "Vul in wanneer de DPIA gemaakt is.")
        elif datum is not None and datum > self.today:
            self.add_error("datum", "Deze dag moet nog komen.")
        if not data.get("rol", "").strip():
            self.add_error("rol", "Vul in wie erover besliste.")
        if datum is not None and herzien is None:
            data["herzien_op"] = _later(datum, load_ontwerp("dpia").herzien_na_jaren or 0)
        elif datum is not None and herzien is not None and herzien <= datum:
            self.add_error("herzien_op", "Kies een dag na de datum van de DPIA.")
        return data

    def values(self) -> dict[str, Any]:
        """The cleaned answer, for the service."""
        return {
            name: self.cleaned_data[name]
            for name in ("datum", "rol", "versie", "herzien_op", "opmerking")
        }


def _later(day: date, years: int) -> date:
    """So many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class WisForm(forms.Form):
    """Typing the stamnummer is the confirmation."""

    stamnummer = forms.CharField(
        label="Typ het stamnummer om te bevestigen",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ook_verklaring = forms.BooleanField(required=False)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_stamnummer(self) -> str:
        typed = str(self.cleaned_data["stamnummer"]).strip()
        if typed != self.expected:
            raise forms.ValidationError(
                "Dit is niet het stamnummer van deze leerling. Er is niets gewist."
            )
        return typed


class BewaringForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A contested decision."""

    class Meta:
        model = Bewaring
        fields = ["reden", "tot"]
        widgets = {"tot": _day()}
        labels = {"reden": "Welke beslissing wordt betwist?", "tot": "Bewaren tot en met"}
        help_texts = {"reden": "Zonder namen, bijvoorbeeld: beroep tegen een attest van juni 2026."}
