"""Forms around a frozen dossier: what goes in, and why one is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.dossier.bundel_delen import STANDAARD, Deel, Keus


class BundelForm(forms.Form):
    """Everything has a sensible answer already: freezing is one action."""

    plan = forms.ChoiceField(label="Over welk plan")
    delen = forms.MultipleChoiceField(
        label="Wat erin komt",
        choices=[(one.value, f"{one.titel}: {one.waarmee}") for one in Deel],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één onderdeel."},
    )
    thema = forms.CharField(
        label="Eigen thema (mag leeg)",
        required=False,
        max_length=200,
        help_text="Waarmee je school haar werking wil tonen. Het staat vooraan.",
    )
    doel = forms.CharField(
        label="Waarvoor (mag leeg)",
        required=False,
        max_length=120,
        help_text="Bijvoorbeeld: doorlichting van maart 2027. Het staat in het register.",
    )
    namen = forms.BooleanField(
        label="Ook de namen van directie, GOK-coördinator en zorg, naast hun rol",
        required=False,
        help_text="Zonder vinkje staan mensen er enkel als rol in. Namen van leerlingen staan er "
        "nooit in.",
    )
    sjabloon = forms.BooleanField(
        label="Het Word-document in het sjabloon van je school", required=False
    )

    def __init__(self, data: Any = None, *, plannen: Sequence[Plan], sjabloon: bool) -> None:
        super().__init__(data)
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ChoiceField)
        plan.choices = [(str(one.pk), f"{one.naam}, {one.periode}") for one in plannen]
        if not sjabloon:
            del self.fields["sjabloon"]
        self.initial = {
            "plan": str(plannen[0].pk) if plannen else "",
            "delen": [one.value for one in STANDAARD],
            "sjabloon": sjabloon,
        }

    @property
    def keus(self) -> Keus:
        data = self.cleaned_data
        chosen = set(data["delen"])
        return Keus(tuple(one for one in Deel if one.value in chosen), data["namen"], data["thema"])


class WegForm(forms.Form):
    """Taking a dossier away asks for a reason, and so for a second thought."""

    reden = forms.CharField(
        label="Waarom mag het weg?",
        max_length=200,
        error_messages={"required": "Schrijf waarom het dossier weg mag."},
    )
