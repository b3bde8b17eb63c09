"""Forms: another teldag, and what belongs to a frozen Telling beside the pupils."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from gokwijs.apps.middelen.forms import HalfField
from gokwijs.apps.teldag.models import Teldagkeuze
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.leerlingen.teldag import ZorgthuisAantal
from gokwijs.core.middelen.counts import pupils
from gokwijs.core.telling.model import Combination, Graad

GRAAD_WORDS = {
    Graad.NONE: "geen graad",
    Graad.EERSTE: "Eerste graad",
    Graad.TWEEDE: "Tweede graad",
    Graad.DERDE: "Derde graad",
    Graad.OKAN: "Onthaaljaar",
}
_DAY = {"type": "date"}


def combination_words(kenmerken: Combination) -> str:
    """``opleiding moeder en thuistaal``; what is unknown stands between brackets."""
    ja = [k.label.lower() for k, a in zip(KENMERKEN, kenmerken, strict=True) if a is Antwoord.JA]
    open_ = [
        k.label.lower()
        for k, a in zip(KENMERKEN, kenmerken, strict=True)
        if a is Antwoord.ONBEKEND and k not in (Kenmerk.ZORGTHUIS, Kenmerk.BUURT)
    ]
    words = " en ".join([", ".join(ja[:-1]), ja[-1]] if len(ja) > 1 else ja)
    shown = words or "geen ander kenmerk"
    return f"{shown} ({', '.join(open_)} onbekend)" if open_ else shown


class TeldagForm(forms.Form):
    """Another day than the rule gives."""

    soort = forms.ChoiceField(
        label="Waarom een andere dag?",
        choices=Teldagkeuze.Soort.choices,
        widget=forms.RadioSelect,
    )
    gesloten = forms.CharField(
        label="Dagen waarop de school dicht was",
        required=False,
        help_text="Eén dag per regel, bijvoorbeeld 1/02/2027. Enkel nodig als de school dicht was "
        "op de eerste dagen van de maand.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    dag = forms.DateField(
        label="De dag",
        required=False,
        help_text="Enkel bij ‘een andere dag’.",
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )
    reden = forms.CharField(
        label="Reden",
        max_length=250,
        help_text="Met het document waarin het staat, bijvoorbeeld een brief van AgODi.",
    )

    def clean_gesloten(self) -> list[date]:
        """A day per line; every line that is no day is named."""
        field, found, wrong = forms.DateField(), [], []
        for line in self.cleaned_data["gesloten"].split("\n"):
            if line.strip():
                try:
                    found.append(field.clean(line.strip()))
                except forms.ValidationError:
                    wrong.append(line.strip()[:30])
        if wrong:
            raise forms.ValidationError(f"Dit zijn geen datums: {', '.join(wrong)}.")
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("soort") == Teldagkeuze.Soort.ANDERE and not data.get("dag"):
            self.add_error("dag", "Vul de dag in.")
        closed = data.get("soort") == Teldagkeuze.Soort.GESLOTEN
        if closed and not data.get("gesloten") and "gesloten" not in self.errors:
            self.add_error("gesloten", "Vul de dagen in waarop de school dicht was.")
        return data


class VastleggenForm(forms.Form):
    """Up to which day answers count, zorgthuis per combination, and why there is a new version."""

    antwoorden_tot = forms.DateField(
        label="Antwoorden tellen mee tot en met",
        help_text="Een verklaring die na de teldag binnenkomt, gaat over een leerling die toen "
        "ingeschreven was. In het secundair geef je ze aan vóór 1 maart (BVR21 art. 2 §1); voor "
        "het basisonderwijs vonden we geen uiterste datum (OV-06).",
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )
    zorgthuis_geteld = forms.BooleanField(
        label="Ik heb de zorgthuisleerlingen geteld", required=False
    )
    reden = forms.CharField(
        label="Waarom verandert de telling?",
        max_length=250,
        help_text="Bijvoorbeeld: verklaring kwam later binnen, inschrijving was verkeerd.",
    )

    def __init__(
        self,
        *args: Any,
        places: Mapping[tuple[Graad, Combination], int],
        first: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        if first:
            del self.fields["reden"]
        if not places:
            del self.fields["zorgthuis_geteld"]
        for graad, kenmerken in places:
            self.fields[field_name(graad, kenmerken)] = HalfField(
                label=f"{GRAAD_WORDS[graad]}: {combination_words(kenmerken)}"
            )

    def rows(self) -> list[tuple[Any, str]]:
        """The fields per combination, each with how many pupils have it."""
        return [
            (self[field_name(graad, kenmerken)], dutch_number(pupils(halves)))
            for (graad, kenmerken), halves in self.places.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for (graad, kenmerken), halves in self.places.items():
            name = field_name(graad, kenmerken)
            typed = data.get(name)
            if typed and typed > halves:
                self.add_error(
                    name, f"Er zijn maar {dutch_number(pupils(halves))} leerlingen met dit."
                )
            if typed and not data.get("zorgthuis_geteld"):
                self.add_error(name, "Vink ook aan dat je de zorgthuisleerlingen geteld hebt.")
        return data

    def zorgthuis(self) -> list[ZorgthuisAantal] | None:
        """The typed counts; None when nobody counted them."""
        if not self.cleaned_data.get("zorgthuis_geteld"):
            return None
        return [
            ZorgthuisAantal(graad, kenmerken, typed)
            for graad, kenmerken in self.places
            if (typed := self.cleaned_data.get(field_name(graad, kenmerken)))
        ]

    def hidden(self) -> list[tuple[str, str]]:
        """What the check page sends along again."""
        return [(name, str(self.data[name])) for name in self.fields if self.data.get(name)]


def field_name(graad: Graad, kenmerken: Combination) -> str:
    """``z_1_001202``."""
    return f"z_{graad.value}_{''.join(str(int(a)) for a in kenmerken)}"


def clamp(text: str | None, dag: date, today: date) -> date:
    """The typed day when it is one between the teldag and today; else today."""
    try:
        typed = date.fromisoformat(text or "")
    except ValueError:
        return today
    return typed if dag <= typed <= today else today
