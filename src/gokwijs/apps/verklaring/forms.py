"""Forms: the answers of a parent, and making links."""

from __future__ import annotations

from typing import Any

from django import forms

from gokwijs.apps.leerlingen.models import Verklaring
from gokwijs.apps.verklaring.services import MOST_DAYS, STANDARD_DAYS
from gokwijs.core.kenmerken.formulier import Formulier, load_formulieren
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal

ALLE = "alle"
_REDEN = Verklaring._meta.get_field("reden").max_length


class AnswersForm(forms.Form):
    """Four answers, and a reason when the school has answers already; errors in the language."""

    def __init__(self, *args: Any, formulier: Formulier, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = dict.fromkeys(("required", "invalid_choice"), formulier.fout_kies)
        for lid in Gezinslid:
            self.fields[lid.value] = forms.ChoiceField(
                choices=[(one.value, formulier.taal(one)) for one in Taal], error_messages=wrong
            )
        self.fields["opleiding"] = forms.ChoiceField(
            choices=[(one.value, formulier.opleiding(one)) for one in Opleiding],
            error_messages=wrong,
        )
        if again:
            self.fields["reden"] = forms.CharField(
                max_length=_REDEN, error_messages={"required": formulier.fout_reden}
            )

    @property
    def talen(self) -> dict[Gezinslid, Taal]:
        return {lid: Taal(self.cleaned_data[lid.value]) for lid in Gezinslid}

    @property
    def opleiding(self) -> Opleiding:
        return Opleiding(self.cleaned_data["opleiding"])

    @property
    def reden(self) -> str:
        return str(self.cleaned_data.get("reden", ""))


class LinkForm(forms.Form):
    """In which language and for how long a link is made."""

    language = forms.ChoiceField(label="Taal naast het Nederlands")
    days = forms.IntegerField(
        label="Hoeveel dagen werkt de link?",
        min_value=1,
        max_value=MOST_DAYS,
        initial=STANDARD_DAYS,
        widget=forms.NumberInput(attrs={"class": "getal-invoer"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (ALLE, "alle talen, kort"),
            *((f.code, f.naam_nl) for f in load_formulieren().values()),
        ]

    @property
    def talen(self) -> list[Formulier]:
        chosen = self.cleaned_data["language"]
        return [f for f in load_formulieren().values() if chosen in (ALLE, f.code)]
