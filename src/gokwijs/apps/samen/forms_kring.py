"""Forms of moments, links with other documents and agreements with partners."""

from __future__ import annotations

from typing import Any

from django import forms

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Beleidskoppeling, Draagvlakmoment, Streefdoel
from gokwijs.apps.samen.forms import SamenForm, meer_rijen, vinkjes
from gokwijs.apps.samen.models import PARTNERS, Partnerafspraak
from gokwijs.apps.samen.selectors import acties_van, doelen_van_school
from gokwijs.core.beleid.keuzes import Deelnemersgroep, Onderwerp


class MomentForm(SamenForm):
    """A moment of consultation: counts per group, no names."""

    class Meta:
        model = Draagvlakmoment
        fields = [
            "datum",
            "vorm",
            "uitgenodigd",
            "leiding_aanwezig",
            "onderwerpen",
            "partners",
            "uitkomst",
            "bezwaren",
            "antwoord",
            "streefdoelen",
            "acties",
            "vaststellingen",
        ]
        widgets = {
            n: forms.Textarea(attrs={"rows": 3}) for n in ("uitkomst", "bezwaren", "antwoord")
        }

    def __init__(self, *args: Any, exact: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [(o.value, o.label) for o in Onderwerp]
        self.fields["onderwerpen"] = vinkjes("Waarover ging het", topics, required=True)
        self.fields["partners"] = vinkjes("Welke partners", PARTNERS)
        self.fields["bezwaren"].help_text = (
            "Wat vond iemand moeilijk of niet goed? Een bezwaar blijft zichtbaar tot er een "
            "antwoord staat."
        )
        self.fields["uitkomst"].help_text = "Geen namen van leerlingen of collega's."
        found = Vaststelling.objects.filter(school=self.school, ingetrokken=None)
        if not exact:
            found = found.filter(werkzone=False)
        self.fields["streefdoelen"] = meer_rijen("Streefdoelen", doelen_van_school(self.school))
        self.fields["acties"] = meer_rijen("Acties", acties_van(self.school))
        self.fields["vaststellingen"] = meer_rijen("Vaststellingen", found)
        for groep in Deelnemersgroep:
            self.fields[f"n_{groep.value}"] = forms.IntegerField(
                label=groep.label[:1].upper() + groep.label[1:],
                required=False,
                min_value=0,
                max_value=2000,
                initial=self.instance.groepen.get(groep.value),
            )

    @property
    def groepen(self) -> list[forms.BoundField]:
        return [self[f"n_{groep.value}"] for groep in Deelnemersgroep]

    def clean(self) -> dict[str, Any]:
        """Somebody was there, and not more of the invited than came."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["groepen"] = {
            g.value: data[f"n_{g.value}"] for g in Deelnemersgroep if data.get(f"n_{g.value}")
        }
        if not data["groepen"] and not self.errors:
            self.add_error(None, "Vul in met hoeveel jullie waren, minstens bij één groep.")
        if data.get("antwoord") and not data.get("bezwaren"):
            self.add_error("bezwaren", "Je schreef een antwoord. Op welk bezwaar?")
        return data

    def values(self) -> dict[str, Any]:
        return {**super().values(), "groepen": self.cleaned_data["groepen"]}


class KoppelingForm(SamenForm):
    """Another document of the school, or one strategic goal in it."""

    class Meta:
        model = Beleidskoppeling
        fields = ["soort", "titel", "doel", "datum", "herzien_op", "verwijzing"]

    doelen = forms.ModelMultipleChoiceField(
        label="Welke streefdoelen van het GOK-plan horen hierbij?",
        queryset=Streefdoel.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doel"].help_text = "Leeg laten mag: dan gaat het over het hele document."
        self.fields["verwijzing"].help_text = "Een plaats op school of een adres op het web."
        goals = doelen_van_school(self.school)
        self.fields["doelen"].queryset = goals  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["doelen"] = goals.filter(koppelingen=self.instance)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day, review = data.get("datum"), data.get("herzien_op")
        if day and review and review < day:
            self.add_error("herzien_op", "Deze dag ligt voor de datum van het document.")
        return data


class AfspraakForm(SamenForm):
    """What was agreed with an organisation."""

    class Meta:
        model = Partnerafspraak
        fields = ["soort", "naam", "afspraak", "datum", "herzien_op", "verwijzing"]
        widgets = {"afspraak": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["naam"].help_text = "De organisatie, niet de persoon: mensen veranderen."
        self.fields["afspraak"].help_text = "Wie doet wat, en wanneer. Geen namen van leerlingen."


class PlakForm(forms.Form):
    """Lines to read in."""

    tekst = forms.CharField(
        label="Plak de lijst hier",
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=(
            "Eén regel per doel, met puntkomma's of tabs ertussen: soort; titel; doel; datum; "
            "herzien op; verwijzing. Enkel de soort en de titel zijn verplicht. Kopiëren uit een "
            "rekenblad werkt ook."
        ),
    )
