"""Forms of the room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from gokwijs.apps.analyse.models import Lezing, OfficieleOki
from gokwijs.apps.analyse.services import DEELNEMERS, STAPPEN
from gokwijs.core.calendar import Schooljaar


class DagInput(forms.DateInput):
    """The calendar of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


HULP = {
    "zien": "Enkel wat er staat: aantallen, verschillen, wat bovenaan staat.",
    "verrast": "Wat had je anders verwacht?",
    "betekent": "Schrijf er minstens twee mogelijke verklaringen bij.",
    "onbekend": "Wat zou je moeten vragen, en aan wie?",
    "besluit": "Eén zin per besluit: wat, wie, tegen wanneer.",
}


class LezingForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The five steps, and who was there by group."""

    class Meta:
        model = Lezing
        fields = ["dag", *STAPPEN, "geen_besluit"]
        widgets = {
            "dag": DagInput(),
            **{name: forms.Textarea(attrs={"rows": 3}) for name in STAPPEN},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in HULP.items():
            self.fields[name].help_text = text
        for key, label in DEELNEMERS.items():
            self.fields[f"n_{key}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=500,
                initial=self.instance.deelnemers.get(key),
            )

    @property
    def stappen(self) -> list[forms.BoundField]:
        return [self[name] for name in STAPPEN]

    @property
    def groepen(self) -> list[forms.BoundField]:
        return [self[f"n_{key}"] for key in DEELNEMERS]

    @property
    def deelnemers(self) -> dict[str, int]:
        return {key: self.cleaned_data.get(f"n_{key}") or 0 for key in DEELNEMERS}


class OkiForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The official OKI with its source."""

    jaar = forms.ChoiceField(label="Schooljaar")

    class Meta:
        model = OfficieleOki
        fields = ["waarde", "bron", "datum"]
        widgets = {"datum": DagInput()}

    field_order = ["jaar", "waarde", "bron", "datum"]

    def __init__(self, *args: Any, jaren: list[Schooljaar], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["jaar"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(str(year), str(year)) for year in jaren]
        waarde = self.fields["waarde"]
        assert isinstance(waarde, forms.DecimalField)
        waarde.localize = True
        waarde.widget = forms.TextInput(attrs={"inputmode": "decimal"})
        waarde.help_text = "Een getal tussen 0 en 4, zoals in DataWijzer of Dataloep."
        self.fields["bron"].help_text = "Waar staat het? Bijvoorbeeld: DataWijzer."
        self.today = today

    def clean_waarde(self) -> Decimal:
        waarde: Decimal = self.cleaned_data["waarde"]
        if not 0 <= waarde <= 4:
            raise forms.ValidationError("Een OKI ligt tussen 0 en 4.")
        return waarde

    def clean_datum(self) -> date:
        datum: date = self.cleaned_data["datum"]
        if datum > self.today:
            raise forms.ValidationError("Deze datum moet nog komen.")
        return datum


class DrempelForm(forms.Form):
    """From how many pupils on a number is shown."""

    drempel = forms.IntegerField(
        label="Toon een getal vanaf",
        min_value=5,
        max_value=50,
        help_text="leerlingen. Minstens 5; hoger mag, lager niet.",
        error_messages={
            "min_value": "Kies minstens 5: lager mag niet.",
            "max_value": "Kies hoogstens 50.",
        },
    )


class VaststellingForm(forms.Form):
    """What the school sees, in one sentence."""

    tekst = forms.CharField(
        label="Wat stellen we vast?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Eén zin volstaat. De cijfers, de bron en de datum bewaren we erbij.",
    )


class WeergaveForm(forms.Form):
    """A name for a question with its filters."""

    naam = forms.CharField(label="Naam van deze weergave", max_length=80)
