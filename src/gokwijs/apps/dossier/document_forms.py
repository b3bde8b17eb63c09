"""Forms of the room: what goes into a document, and the template of a school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from gokwijs.apps.dossier.document_keuze import DocumentKeuze, Onderdeel, Publiek
from gokwijs.apps.dossier.sjabloon import keur_sjabloon
from gokwijs.renderers.sjabloon.fout import SjabloonFout
from gokwijs.renderers.sjabloon.pakket import MAX_BYTES, MEGABYTE

VORMEN = {
    "pdf": "PDF, om te lezen en te bewaren",
    "docx": "Word, om verder te bewerken",
    "sjabloon": "Word, in het sjabloon van je school",
}


class DocumentForm(forms.Form):
    """``aantallen``: how many records each part has; a part without any is said to be empty."""

    publiek = forms.ChoiceField(label="Voor wie", widget=forms.RadioSelect)
    onderdelen = forms.MultipleChoiceField(
        label="Wat erin komt",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één onderdeel."},
    )
    opmerkingen = forms.BooleanField(
        label="Ook de opmerkingen van collega's, met hun rol in plaats van hun naam",
        required=False,
    )
    vorm = forms.ChoiceField(label="Als", widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any = None,
        *,
        exact: bool,
        sjabloon: bool,
        aantallen: Mapping[Onderdeel, int | None] | None = None,
    ) -> None:
        super().__init__(data)
        audiences = [Publiek.TEAM, Publiek.WERK] if exact else [Publiek.TEAM]
        self._choices("publiek", [(one.value, one.label) for one in audiences])
        self._choices("onderdelen", [(p.value, _label(p, aantallen or {})) for p in Onderdeel])
        shapes = [(key, words) for key, words in VORMEN.items() if sjabloon or key != "sjabloon"]
        self._choices("vorm", shapes)
        self.initial = {
            "publiek": Publiek.TEAM.value,
            "onderdelen": [one.value for one in Onderdeel],
            "vorm": "sjabloon" if sjabloon else "pdf",
        }

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def keuze(self) -> DocumentKeuze:
        data = self.cleaned_data
        return DocumentKeuze(
            Publiek(data["publiek"]),
            frozenset(Onderdeel(key) for key in data["onderdelen"]),
            data["opmerkingen"],
        )


def _label(part: Onderdeel, counts: Mapping[Onderdeel, int | None]) -> str:
    """'Streefdoelen: 4', or that it is empty and so leaves no heading."""
    words = part.label[0].upper() + part.label[1:]
    number = counts.get(part)
    if number is None or (part is Onderdeel.VISIE and number):
        return words
    return f"{words} ({number})" if number else f"{words} (nog leeg: komt er niet in)"


class SjabloonForm(forms.Form):
    """A Word file that is tried before it is kept."""

    bestand = forms.FileField(
        label="Word-document (.docx)",
        max_length=200,
        help_text=f"Hoogstens {MAX_BYTES // MEGABYTE} MB, zonder macro's en zonder links naar "
        "buiten. We proberen het eerst uit met een verzonnen plan.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Het bestand is leeg. Kies het sjabloon opnieuw.",
        },
    )

    def clean_bestand(self) -> Any:
        upload = self.cleaned_data["bestand"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Het bestand is te groot: hoogstens {MAX_BYTES // MEGABYTE} MB. Maak de "
                "afbeeldingen erin kleiner."
            )
        data = upload.read()
        try:
            keur_sjabloon(data)
        except SjabloonFout as error:
            raise forms.ValidationError(met_plek(error)) from None
        self.cleaned_data["data"] = data
        return upload


def met_plek(error: SjabloonFout) -> str:
    """The sentence, and where in the file."""
    return f"{error.zin} Waar: {error.plek}." if error.plek else error.zin
