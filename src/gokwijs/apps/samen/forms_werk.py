"""Forms of proposals and joint analysis."""

from __future__ import annotations

from typing import Any

from django import forms

from gokwijs.apps.samen.forms import SamenForm, meer_rijen, vinkjes
from gokwijs.apps.samen.models import PARTNERS, Beeldvorming, Voorstel
from gokwijs.apps.samen.selectors import acties_van, doelen_van_school

SIGNALS_LEAST, SIGNALS_SPARE, SIGNALS_MOST = 3, 2, 20
GEEN_NAMEN = "Over een groep of een vraag, nooit over één leerling: geen namen."


class VoorstelForm(SamenForm):
    """What a colleague proposes."""

    class Meta:
        model = Voorstel
        fields = ["soort", "tekst", "waarom", "bij"]
        widgets = {"soort": forms.RadioSelect, "waarom": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tekst"].help_text = "Zo concreet als je kunt. Geen namen van leerlingen."
        self.fields["waarom"].help_text = "Wat zie je in je klas dat dit nodig maakt?"
        self.fields["bij"].queryset = doelen_van_school(self.school)  # type: ignore[attr-defined]
        self.fields["bij"].empty_label = "geen, of ik weet het niet"  # type: ignore[attr-defined]


class AntwoordForm(forms.Form):
    """The answer to a proposal."""

    antwoord = forms.CharField(
        label="Je antwoord",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Je collega leest dit. Bij 'niet nu' hoort een reden.",
    )


class BeeldvormingForm(SamenForm):
    """A question that is looked at together, from signs to what follows."""

    class Meta:
        model = Beeldvorming
        fields = [
            "vraag",
            "niveau",
            "datum",
            "partners",
            "helpt",
            "hindert",
            "eigen_effect",
            "aanpak",
            "acties",
            "geen_actie",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("helpt", "hindert", "eigen_effect", "aanpak")
        }

    versie = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["versie"] = self.instance.versie
        self.fields["vraag"].help_text = GEEN_NAMEN
        self.fields["partners"] = vinkjes("Wie zat aan tafel", PARTNERS)
        self.fields["helpt"].help_text = "Op school, thuis, in de buurt: wat gaat al goed?"
        self.fields["eigen_effect"].help_text = "Kijk ook kritisch naar je eigen aanpak."
        self.fields["acties"] = meer_rijen(
            "Welke acties komen hieruit",
            acties_van(self.school),
            "Uit het plan. Of maak er een bij.",
        )
        self.fields["geen_actie"].help_text = "Alleen als er geen actie uit komt."
        self.aantal = self._rows()
        kept = self.instance.signalen
        for place in range(self.aantal):
            row = kept[place] if place < len(kept) else {}
            self.fields[f"wie_{place}"] = forms.ChoiceField(
                label="Van wie",
                choices=[("", "kies"), *PARTNERS, ("school", "de school zelf")],
                required=False,
                initial=row.get("wie", ""),
            )
            self.fields[f"signaal_{place}"] = forms.CharField(
                label="Signaal of resultaat",
                max_length=1000,
                required=False,
                initial=row.get("tekst", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _rows(self) -> int:
        """How many rows of signs the form has; a sent form has as many as it came with."""
        kept = len(self.instance.signalen)
        sent = sum(f"signaal_{n}" in self.data for n in range(SIGNALS_MOST)) if self.data else 0
        return min(max(SIGNALS_LEAST, kept + SIGNALS_SPARE, sent), SIGNALS_MOST)

    @property
    def signaalrijen(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"wie_{n}"], self[f"signaal_{n}"]) for n in range(self.aantal)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        found = []
        for place in range(self.aantal):
            who, text = data.get(f"wie_{place}", ""), data.get(f"signaal_{place}", "").strip()
            if text and not who:
                self.add_error(f"wie_{place}", "Van wie komt dit signaal?")
            elif text:
                found.append({"wie": who, "tekst": text})
        data["signalen"] = found
        return data

    def values(self) -> dict[str, Any]:
        return {**super().values(), "signalen": self.cleaned_data["signalen"]}
