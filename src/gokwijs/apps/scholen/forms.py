"""Forms on schools and staff."""

from __future__ import annotations

from typing import Any

from django import forms

from gokwijs.apps.access.roles import Role
from gokwijs.apps.scholen.models import SchoolFacts

ROLE_CHOICES = [(role.value, role.label) for role in Role]


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """School facts of one schooljaar."""

    class Meta:
        model = SchoolFacts
        fields = [
            "toeslag_leerlingen",
            "toeslag_noemer",
            "nieuwe_school",
            "brussel",
            "vestigingen_verspreid",
            "lezing_vestigingen",
        ]
        help_texts = {
            "toeslag_leerlingen": "Uit de officiële brief of Mijn Onderwijs. Halve leerlingen mag: "
            "schrijf 0,5.",
            "nieuwe_school": "Nieuwe basisschool: de eerste twee schooljaren. Fusie: het jaar van "
            "de fusie en het volgende.",
            "vestigingen_verspreid": "Ja, als ze op 1 januari niet in dezelfde of een aangrenzende "
            "gemeente lagen (enkel secundair onderwijs).",
            "lezing_vestigingen": "Enkel nodig als de vestigingsplaatsen ver uit elkaar liggen. De "
            "wet is hier niet duidelijk; overleg met AgODi.",
        }

    def __init__(self, *args: Any, werkzone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("toeslag_leerlingen", "toeslag_noemer"):
            if not werkzone:  # exact counts: whoever may not see them keeps what is stored
                del self.fields[name]
                continue
            field = self.fields[name]
            stored = self.initial.get(name)
            if stored is not None and stored == int(stored):
                self.initial[name] = int(stored)  # 71, not 71,0
            field.localize = True
            field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
            field.widget.is_localized = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        x, p = data.get("toeslag_leerlingen"), data.get("toeslag_noemer")
        for name, value in (("toeslag_leerlingen", x), ("toeslag_noemer", p)):
            if value is not None and (value < 0 or (value * 2) % 1):
                self.add_error(name, "Schrijf een heel of een half aantal, niet kleiner dan 0.")
        if (x is None) != (p is None):
            self.add_error("toeslag_noemer", "Vul beide aantallen in, of laat ze allebei leeg.")
        elif x is not None and p is not None and x > p:
            self.add_error("toeslag_leerlingen", "Dit is meer dan alle leerlingen samen.")
        return data

    def values(self) -> dict[str, Any]:
        """The cleaned facts, for the service."""
        return {name: self.cleaned_data[name] for name in self.fields}


class MemberForm(forms.Form):
    """A new colleague."""

    naam = forms.CharField(label="Naam", max_length=150)
    email = forms.EmailField(label="E-mailadres", max_length=254)
    roles = forms.MultipleChoiceField(
        label="Rollen", choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )


class RolesForm(forms.Form):
    """Roles of a colleague."""

    roles = forms.MultipleChoiceField(
        label="Rollen", choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
