"""Forms for a toets, an afname, a file with scores and what its columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Schaal, Soort, Toets
from gokwijs.apps.toetsen.selectors_import import NIEUW
from gokwijs.core.law.numbers import parse_typed

NIEUWE_AFNAMEN = 3  # that one file can make
ROLWOORDEN = {
    "stamnummer": "stamnummer",
    "klas": "klas (als we ze niet kennen)",
    "reden": "reden waarom er geen score is",
}
OORZAKEN = [("", "leg niets vast"), *((o.value, f"geen score: {o.label}") for o in Ontbreekt)]


class Getal(forms.CharField):
    """A number as a person types it: 12,5 or 12.5; at most so many decimals."""

    def __init__(self, *, places: int = 3, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "getal-invoer"})
        super().__init__(required=False, max_length=20, widget=widget, **kwargs)
        self.places = places

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_typed(str(text))
        except ValueError:
            raise forms.ValidationError(f"'{str(text)[:20]}' is geen getal.") from None
        scaled = number * 10**self.places
        if scaled.denominator != 1:
            raise forms.ValidationError(f"Hoogstens {self.places} cijfers na de komma.")
        if abs(number) >= 1_000_000:
            raise forms.ValidationError("Dit getal is te groot.")
        return Decimal(scaled.numerator).scaleb(-self.places)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class ToetsForm(forms.Form):
    """An instrument; norm and r are typed from its own document, or left empty."""

    naam = forms.CharField(
        label="Naam", max_length=150, help_text="Bijvoorbeeld: Begrijpend lezen. Geen namen."
    )
    uitgave = forms.CharField(
        label="Uitgave of jaar",
        required=False,
        max_length=100,
        help_text="Scores van twee uitgaven zijn niet zomaar te vergelijken: maak er twee toetsen "
        "van.",
    )
    soort = forms.ChoiceField(label="Waar gaat ze over?", choices=Soort.choices)
    schaal = forms.ChoiceField(
        label="Wat is een score?", choices=Schaal.choices, initial=Schaal.PUNTEN
    )
    eenheid = forms.CharField(
        label="Eenheid",
        required=False,
        max_length=40,
        help_text="Bijvoorbeeld: punten, vaardigheidsscore, halve dagen.",
    )
    laagste = Getal(label="Laagste mogelijke score")
    hoogste = Getal(
        label="Hoogste mogelijke score",
        help_text="Een score erbuiten weigeren we bij het inlezen en het typen.",
    )
    hoger_is_beter = forms.BooleanField(
        label="Een hogere score is beter", required=False, initial=True
    )
    gestandaardiseerd = forms.BooleanField(
        label="Gestandaardiseerd: de handleiding van de toets geeft een normgroep", required=False
    )
    norm_gemiddelde = Getal(label="Gemiddelde van de normgroep")
    norm_sd = Getal(label="Standaardafwijking van de normgroep")
    norm_bron = forms.CharField(
        label="Waar staat die norm?",
        required=False,
        max_length=200,
        help_text="Titel en bladzijde van de handleiding. GOK-wijs vult zelf nooit een norm in.",
    )
    norm_datum = forms.DateField(label="Datum van de norm", required=False, widget=DagInput())
    hertest_r = Getal(
        label="Hertestbetrouwbaarheid (r)",
        help_text="Staat soms in de handleiding: een getal tussen 0 en 1. Laat leeg als je het "
        "niet weet.",
    )
    hertest_bron = forms.CharField(label="Waar staat die r?", required=False, max_length=200)
    versie = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, toets: Toets | None = None, **kwargs: Any) -> None:
        if toets is not None:
            start = {name: getattr(toets, name) for name in self.base_fields}
            kwargs["initial"] = start | dict(kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "versie"}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = data.get("laagste"), data.get("hoogste")
        if data.get("schaal") == Schaal.AANTAL and low is None and "laagste" not in self.errors:
            low = data["laagste"] = Decimal(0)  # nothing is counted below zero
        if data.get("schaal") == Schaal.JA_NEE:
            data["laagste"], data["hoogste"] = Decimal(0), Decimal(1)
        elif low is not None and high is not None and high <= low:
            self.add_error("hoogste", "De hoogste score moet groter zijn dan de laagste.")
        self._check_norm(data)
        r = data.get("hertest_r")
        if r is not None and not 0 < r < 1:
            self.add_error("hertest_r", "Schrijf een getal tussen 0 en 1, bijvoorbeeld 0,85.")
        return data

    def _check_norm(self, data: Mapping[str, Any]) -> None:
        sd = data.get("norm_sd")
        if sd is not None and sd <= 0:
            self.add_error("norm_sd", "Een standaardafwijking is groter dan nul.")
        if (data.get("norm_gemiddelde") is not None or sd is not None) and not data.get(
            "norm_bron"
        ):
            self.add_error("norm_bron", "Schrijf waar deze norm staat.")


class AfnameForm(forms.Form):
    """One moment at which a toets was or will be taken."""

    naam = forms.CharField(
        label="Naam", max_length=120, help_text="Bijvoorbeeld: begin 1B, schooljaar 2026-2027."
    )
    datum = forms.DateField(
        label="Datum", widget=DagInput(), help_text="De klas van die dag komt bij elke score."
    )
    versie = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, afname: Afname | None = None, **kwargs: Any) -> None:
        if afname is not None:
            kwargs["initial"] = {
                "naam": afname.naam,
                "datum": afname.datum,
                "versie": afname.versie,
            }
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        return {"naam": self.cleaned_data["naam"], "datum": self.cleaned_data["datum"]}


class BestandForm(forms.Form):
    """A file with scores, and of which toets."""

    toets = forms.ModelChoiceField(
        label="Van welke toets zijn de scores?", queryset=Toets.objects.none(), empty_label=None
    )
    bestand = forms.FileField(
        label="Bestand met scores",
        help_text="Csv of Excel (.xlsx), hoogstens 10.000 rijen: één rij per leerling, met het "
        "stamnummer.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: Any, toetsen: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["toets"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = toetsen


class KoppelForm(forms.Form):
    """What each column is, which afnamen the file makes, and what an empty cell means."""

    def __init__(
        self,
        *args: Any,
        kop: Sequence[str],
        afnamen: Sequence[Afname],
        koppeling: Mapping[str, Any],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kop, self.today = kop, today
        self.bestaand = {a.naam for a in afnamen}
        choices = self._choices(afnamen)
        columns = koppeling.get("kolommen", {})
        for place, name in enumerate(kop):
            self.fields[f"k{place}"] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=columns.get(str(place), "")
            )
        new = koppeling.get("nieuw", [])
        for number in range(NIEUWE_AFNAMEN):
            known = new[number] if number < len(new) else {}
            self.fields[f"naam{number}"] = forms.CharField(
                label=f"Nieuwe afname {number + 1}: naam",
                required=False,
                max_length=120,
                initial=known.get("naam", ""),
            )
            self.fields[f"datum{number}"] = forms.DateField(
                label="Datum", required=False, widget=DagInput(), initial=known.get("datum", "")
            )
        for name, label in (
            ("leeg", "Een lege cel betekent"),
            ("zonder_rij", "Leerlingen van deze klassen zonder rij in het bestand"),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=OORZAKEN, required=False, initial=koppeling.get(name, "")
            )

    @staticmethod
    def _choices(afnamen: Sequence[Afname]) -> list[tuple[str, Any]]:
        known = [(str(a.pk), f"score: {a.naam} ({a.datum:%d/%m/%Y})") for a in afnamen]
        new = [(f"{NIEUW}{n}", f"score: nieuwe afname {n + 1}") for n in range(NIEUWE_AFNAMEN)]
        return [("", "niet lezen"), *ROLWOORDEN.items(), *known, *new]

    @property
    def kolommen(self) -> list[tuple[str, Any]]:
        """Name of a column with its field."""
        return [(name, self[f"k{place}"]) for place, name in enumerate(self.kop)]

    @property
    def nieuwe(self) -> list[tuple[Any, Any]]:
        return [(self[f"naam{n}"], self[f"datum{n}"]) for n in range(NIEUWE_AFNAMEN)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for place, name in enumerate(self.kop):
            role = data.get(f"k{place}", "")
            if role and role in seen:
                self.add_error(f"k{place}", f"Dit koos je al voor kolom '{seen[role]}'.")
            elif role:
                seen[role] = name
        for number in range(NIEUWE_AFNAMEN):
            if f"{NIEUW}{number}" in seen:
                self._check_new(number, data)
        return data

    def _check_new(self, number: int, data: Mapping[str, Any]) -> None:
        naam, datum = data.get(f"naam{number}", ""), data.get(f"datum{number}")
        others = {data.get(f"naam{n}") for n in range(number)}
        if not naam:
            self.add_error(f"naam{number}", "Geef deze afname een naam.")
        elif naam in self.bestaand or naam in others:
            self.add_error(f"naam{number}", "Deze naam bestaat al: kies die afname in de lijst.")
        if datum is None and f"datum{number}" not in self.errors:
            self.add_error(f"datum{number}", "Kies de dag van deze afname.")
        elif datum is not None and datum > self.today:
            self.add_error(f"datum{number}", "Deze dag moet nog komen.")

    @property
    def koppeling(self) -> dict[str, Any]:
        """As it is kept: only new afnamen that a column needs, in their own place."""
        data = self.cleaned_data
        columns = {
            str(place): data[f"k{place}"] for place in range(len(self.kop)) if data.get(f"k{place}")
        }
        used = [n for n in range(NIEUWE_AFNAMEN) if f"{NIEUW}{n}" in columns.values()]
        last = max(used, default=-1)
        new = [
            {"naam": data.get(f"naam{n}", ""), "datum": _iso(data.get(f"datum{n}"), self.today)}
            for n in range(last + 1)
        ]
        return {
            "kolommen": columns,
            "nieuw": new,
            "leeg": data.get("leeg", ""),
            "zonder_rij": data.get("zonder_rij", ""),
        }


def _iso(day: date | None, today: date) -> str:
    return (day or today).isoformat()
