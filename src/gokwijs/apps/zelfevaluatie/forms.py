"""The forms of who organises a round: what, when, of whom; and one more week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.zelfevaluatie.models import ROLLEN, Respondentgroep, Ronde
from gokwijs.apps.zelfevaluatie.services import Gevraagd
from gokwijs.core.kader.model import Kader, Voor

LANGST = timedelta(days=365)
GROEPEN_MOST = 12
VOORAF = (
    "We kijken samen hoe het bij ons loopt met gelijke kansen. Jouw kijk telt. "
    "Wat eruit komt, bespreken we met het team; daarmee kiezen we wat we aanpakken."
)
# What a school begins with; each can be changed or emptied.
EERSTE_GROEPEN = (
    {"soort": "team", "naam": "Directie", "rol": "directeur"},
    {"soort": "team", "naam": "Leraren", "rol": "leraar"},
    {"soort": "team", "naam": "Zorg en GOK", "rol": "zorg"},
)


def wat_keuzes(kader: Kader) -> list[tuple[str, str]]:
    """Everything that can be looked at in this framework, with the number of questions."""
    sets = [
        (f"set:{one.sleutel}", f"{one.naam} ({one.aantal} vragen, {one.herkomst})")
        for one in kader.sets_voor(Voor.TEAM)
    ]
    rubrics = [
        (f"rubriek:{one.sleutel}", f"Rubriek {one.naam} ({len(one.codes)} vragen)")
        for one in kader.gevuld
    ]
    whole = ("alles", f"Het hele kader ({len(kader.verwachtingen)} vragen)")
    return [*sets, *rubrics, whole, ("keuze", "Zelf verwachtingen kiezen")]


class RondeForm(forms.Form):
    """One round in one framework."""

    titel = forms.CharField(label="Naam van de ronde", max_length=120)
    wat = forms.ChoiceField(label="Wat bekijken jullie?")
    codes = forms.MultipleChoiceField(
        label="Welke verwachtingen?", required=False, widget=forms.CheckboxSelectMultiple
    )
    met_eigen = forms.BooleanField(label="Vraag ook onze eigen vragen", required=False)
    anoniem = forms.ChoiceField(
        label="Anoniem of met naam?",
        choices=[
            ("ja", "Anoniem: niemand ziet wie wat antwoordde"),
            ("nee", "Met naam: wie aan het plan schrijft, ziet wie wat antwoordde"),
        ],
        widget=forms.RadioSelect,
    )
    begin = forms.DateField(label="Antwoorden kan van", widget=DagInput)
    einde = forms.DateField(label="tot en met", widget=DagInput)
    aankondiging = forms.CharField(
        label="Wat zeg je vooraf?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Staat op de eerste pagina van wie antwoordt. Wat anoniem of met naam betekent, "
        "zet GOK-wijs er zelf bij.",
    )

    def __init__(self, *args: Any, kader: Kader, eigen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kader = kader
        self.fields["wat"].choices = wat_keuzes(kader)  # type: ignore[attr-defined]
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (key, one.titel) for key, one in kader.verwachtingen.items()
        ]
        if not eigen:
            del self.fields["met_eigen"]

    @classmethod
    def begin_van(cls, ronde: Ronde) -> dict[str, Any]:
        """The fields of a round that exists."""
        chosen = ronde.bereik in (Ronde.Bereik.SET, Ronde.Bereik.RUBRIEK)
        return {
            "titel": ronde.titel,
            "wat": f"{ronde.bereik}:{(ronde.keuze or [''])[0]}" if chosen else ronde.bereik,
            "codes": ronde.keuze if ronde.bereik == Ronde.Bereik.KEUZE else [],
            "met_eigen": ronde.met_eigen,
            "anoniem": "ja" if ronde.anoniem else "nee",
            "begin": ronde.begin,
            "einde": ronde.einde,
            "aankondiging": ronde.aankondiging,
        }

    @classmethod
    def begin_nieuw(cls, kader: Kader, today: date) -> dict[str, Any]:
        """What a new round begins with."""
        return {
            "wat": wat_keuzes(kader)[0][0],
            "anoniem": "ja",
            "begin": today,
            "einde": today + timedelta(days=14),
            "aankondiging": VOORAF,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begin, einde = data.get("begin"), data.get("einde")
        if begin and einde and einde < begin:
            self.add_error("einde", "De laatste dag ligt vóór de eerste. Kies een latere dag.")
        elif begin and einde and einde - begin > LANGST:
            self.add_error("einde", "Een ronde duurt hoogstens een jaar.")
        if data.get("wat") == "keuze" and not data.get("codes"):
            self.add_error("codes", "Vink minstens één verwachting aan.")
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a valid form as a round keeps them."""
        data = self.cleaned_data
        bereik, _, key = data["wat"].partition(":")
        return {
            "titel": data["titel"],
            "kader": self.kader.id,
            "bereik": bereik,
            "keuze": data["codes"] if bereik == "keuze" else [key] if key else [],
            "met_eigen": data.get("met_eigen", False),
            "anoniem": data["anoniem"] == "ja",
            "begin": data["begin"],
            "einde": data["einde"],
            "aankondiging": data["aankondiging"],
        }


class GroepForm(forms.Form):
    """One group; a row without a name is no group."""

    soort = forms.ChoiceField(label="Wie", choices=Respondentgroep.Soort.choices)
    naam = forms.CharField(label="Naam van de groep", max_length=80, required=False)
    rol = forms.ChoiceField(
        label="Mail naar",
        choices=[("", "niemand"), *ROLLEN],
        required=False,
    )
    verwacht = forms.IntegerField(label="Aantal", min_value=1, max_value=5000, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("rol") and data.get("soort") != Respondentgroep.Soort.TEAM:
            self.add_error("rol", "Mail gaat alleen naar mensen van het team.")
        return data


GroepFormSet = forms.formset_factory(
    GroepForm, extra=2, max_num=GROEPEN_MOST, validate_max=True, absolute_max=GROEPEN_MOST
)


def gevraagd(formset: Any) -> list[Gevraagd]:
    """The groups of a valid formset."""
    return [
        Gevraagd(one["soort"], one["naam"], one["rol"], one["verwacht"])
        for one in (form.cleaned_data for form in formset)
        if one.get("naam")
    ]


class EindeForm(forms.Form):
    """Another last day."""

    einde = forms.DateField(label="Antwoorden kan tot en met", widget=DagInput)
