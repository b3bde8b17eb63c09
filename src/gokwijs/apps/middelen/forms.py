"""Forms: upload, typed totals, typed numbers, what if."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms

from gokwijs.apps.middelen.getallen import Invoerbaar, parse_value
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import parse_typed
from gokwijs.core.telling.model import Groep, GroupTotal, Onderwijsniveau
from gokwijs.core.telling.scholen import half_number


class UploadForm(forms.Form):
    """A pupil file, and perhaps that of a year earlier."""

    bestand = forms.FileField(
        label="Leerlingenlijst van de teldag",
        help_text="Csv of Excel (.xlsx). Eén rij per leerling.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    vorige = forms.FileField(
        label="Leerlingenlijst van een jaar eerder (mag je overslaan)",
        required=False,
        help_text="Nodig voor de drempels in het secundair en buitengewoon onderwijs, en voor de "
        "verhouding S als je die niet bij de schoolgegevens invult.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    teldag = forms.DateField(
        label="Teldag",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="De eerste schooldag van februari. Pas ze enkel aan als je school een andere "
        "teldag heeft.",
    )


@dataclass(frozen=True)
class TotalsGroup:
    """A block of the totals form: one level or group with the kenmerken that matter there."""

    prefix: str
    titel: str
    niveau: Onderwijsniveau
    groep: Groep | None
    kenmerken: tuple[Kenmerk, ...]


_BAO = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL, Kenmerk.SCHOOLTOESLAG, Kenmerk.BUURT)
_SO = (
    Kenmerk.OPLEIDING_MOEDER,
    Kenmerk.SCHOOLTOESLAG,
    Kenmerk.THUISTAAL,
    Kenmerk.ZORGTHUIS,
    Kenmerk.TREKKENDE_BEVOLKING,
    Kenmerk.BUURT,
)
_BUO = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL)
TOTALS_GROUPS = (
    TotalsGroup("kleuter", "Kleuteronderwijs", Onderwijsniveau.KLEUTER, None, _BAO),
    TotalsGroup("lager", "Lager onderwijs", Onderwijsniveau.LAGER, None, _BAO),
    TotalsGroup("so1", "Eerste graad en onthaaljaar", Onderwijsniveau.SO, Groep.I, _SO),
    TotalsGroup("so23", "Tweede en derde graad", Onderwijsniveau.SO, Groep.II, _SO),
    TotalsGroup("bubao", "Buitengewoon basisonderwijs", Onderwijsniveau.BUBAO, None, _BUO),
    TotalsGroup("buso", "Buitengewoon secundair onderwijs", Onderwijsniveau.BUSO, None, _BUO),
)


class HalfField(forms.CharField):
    """A number of pupils, whole or half, as halves; empty is None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "class": "getal-invoer"})

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip()
        try:
            number = half_number(text)
        except ValueError:
            raise forms.ValidationError("Schrijf een aantal, eventueel met ,5.") from None
        return None if number is None else int(number * 2)


class TotalsForm(forms.Form):
    """Totals from an official letter or DataWijzer; empty blocks are left out."""

    teldag = forms.DateField(
        label="Teldag", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in TOTALS_GROUPS:
            self.fields[f"{group.prefix}_alle"] = HalfField(label="Alle leerlingen")
            for kenmerk in group.kenmerken:
                key = f"{group.prefix}_{kenmerk.value}"
                self.fields[key] = HalfField(label=kenmerk.label)
                self.fields[f"{key}_onbekend"] = HalfField(label=f"{kenmerk.label}: onbekend")

    def blocks(self) -> Iterator[dict[str, Any]]:
        """For the template: each group with its rows of bound fields."""
        for group in TOTALS_GROUPS:
            keys = [f"{group.prefix}_{k.value}" for k in group.kenmerken]
            names = [f"{group.prefix}_alle", *keys, *(f"{k}_onbekend" for k in keys)]
            yield {
                "titel": group.titel,
                "alle": self[f"{group.prefix}_alle"],
                "rijen": [(self[k].label, self[k], self[f"{k}_onbekend"]) for k in keys],
                "open": any(self.data.get(name) for name in names),
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        filled = False
        for group in TOTALS_GROUPS:
            everybody = data.get(f"{group.prefix}_alle")
            for kenmerk in group.kenmerken:
                self._check_row(data, group, kenmerk, everybody)
            filled = filled or bool(everybody)
        if not filled and not self.errors:
            raise forms.ValidationError("Vul minstens voor één groep het aantal leerlingen in.")
        return data

    def _check_row(
        self, data: dict[str, Any], group: TotalsGroup, kenmerk: Kenmerk, everybody: int | None
    ) -> None:
        key = f"{group.prefix}_{kenmerk.value}"
        ja, unknown = data.get(key), data.get(f"{key}_onbekend")
        if (ja is not None or unknown is not None) and not everybody:
            self.add_error(f"{group.prefix}_alle", "Vul ook het aantal van alle leerlingen in.")
        elif everybody and (ja or 0) + (unknown or 0) > everybody:
            self.add_error(key, "Dit is meer dan alle leerlingen van deze groep.")
        elif unknown is not None and ja is None:
            self.add_error(key, "Vul ook in hoeveel leerlingen het kenmerk zeker hebben.")

    def totals(self) -> list[GroupTotal]:
        """The typed groups, in half pupils."""
        found = []
        for group in TOTALS_GROUPS:
            everybody = self.cleaned_data.get(f"{group.prefix}_alle")
            if not everybody:
                continue
            ja, unknown = {}, {}
            for kenmerk in group.kenmerken:
                key = f"{group.prefix}_{kenmerk.value}"
                if self.cleaned_data.get(key) is not None:
                    ja[kenmerk] = self.cleaned_data[key]
                if self.cleaned_data.get(f"{key}_onbekend"):
                    unknown[kenmerk] = self.cleaned_data[f"{key}_onbekend"]
            found.append(GroupTotal(group.niveau, group.groep, everybody, ja, unknown))
        return found


class NumberForm(forms.Form):
    """A number typed from an official document."""

    waarde = forms.CharField(label="Getal", max_length=40)
    document = forms.CharField(
        label="Document", max_length=250, help_text="Bijvoorbeeld: brief AgODi, kenmerk en titel."
    )
    datum = forms.DateField(
        label="Datum van het document",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, entry: Invoerbaar, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry, self.today = entry, today
        if entry.keuzes:
            self.fields["waarde"] = forms.ChoiceField(
                label="Keuze", choices=list(entry.keuzes.items())
            )
        else:
            self.fields["waarde"].widget.attrs["inputmode"] = "decimal"
            self.fields["waarde"].label = f"Getal, in {entry.eenheid}"

    def clean_waarde(self) -> str:
        text: str = self.cleaned_data["waarde"]
        try:
            parse_value(self.entry, text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        return text

    def clean_datum(self) -> date:
        day: date = self.cleaned_data["datum"]
        if day > self.today:
            raise forms.ValidationError("Deze datum ligt in de toekomst.")
        return day


def parse_decimal(text: str) -> Fraction | None:
    """A number as typed in a what-if field; None when empty; raises ValueError."""
    if not text.strip():
        return None
    value = parse_typed(text)
    if value < 0 or value > 10**9:
        raise ValueError(text)
    return value
