"""Forms: the upload, and what each column and each unknown value is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from gokwijs.apps.leerlingen.models import NIVEAUS
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.kenmerken.verklaring import Opleiding, Taal
from gokwijs.core.leerlingen.inlezen.profiel import ColumnMapping
from gokwijs.core.leerlingen.inlezen.velden import (
    REQUIRED,
    SOURCES,
    DroppedField,
    Kind,
    dpia_fields,
)
from gokwijs.core.telling.table import HEADER_ROWS

NOT_READ = ""
_BRONNEN = [(h.value, h.words) for h in (Herkomst.SCHOOL, Herkomst.REGISTER)]
_VALUES: Mapping[Kind, list[tuple[str, str]]] = {
    Kind.ANSWER: [(a.word, a.word) for a in Antwoord],
    Kind.LANGUAGE: [
        (Taal.NEDERLANDS.value, "Nederlands"),
        (Taal.ANDERE.value, "een andere taal"),
        (Taal.NIET_VAN_TOEPASSING.value, "niet van toepassing"),
        (Taal.ONBEKEND.value, "onbekend"),
    ],
    Kind.EDUCATION: [(o.value, o.value.replace("_", " ")) for o in Opleiding],
}
_CODES: Mapping[str, list[tuple[str, str]]] = {
    "onderwijsniveau": list(NIVEAUS),
    "graad": [
        ("1", "eerste graad"),
        ("2", "tweede graad"),
        ("3", "derde graad"),
        ("okan", "onthaaljaar (OKAN)"),
    ],
    "type": [("basisaanbod", "basisaanbod"), *((str(n), f"type {n}") for n in range(1, 10))],
    "gewicht": [("1", "hele leerling"), ("0.5", "halve leerling")],
}


class UploadForm(forms.Form):
    """A pupil file of any package."""

    bestand = forms.FileField(
        label="Leerlingenbestand",
        help_text="Csv of Excel (.xlsx), hoogstens 100 MB. Eén rij per leerling of inschrijving.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    kopregel = forms.IntegerField(
        label="Rij met de kolomnamen (mag je overslaan)",
        required=False,
        min_value=1,
        max_value=HEADER_ROWS,
        help_text="We zoeken ze zelf in de eerste 40 rijen. Vul enkel in als dat niet lukt.",
        widget=forms.NumberInput(attrs={"class": "getal-invoer"}),
    )


@dataclass(frozen=True)
class Column:
    """One column of the file as the form shows it."""

    key: str
    naam: str
    samples: tuple[str, ...]
    dropped: DroppedField | None
    unknown: tuple[str, ...] = ()  # texts that the reader of its field does not know


def field_choices() -> list[tuple[str, str]]:
    """Every field that may be read, the compulsory ones marked."""
    return [
        (NOT_READ, "niet lezen"),
        *(
            (name, f"{f.label} *" if name in REQUIRED else f.label)
            for name, f in dpia_fields().items()
        ),
    ]


class MappingForm(forms.Form):
    """Per column its field, per unknown value its meaning, and from which day the file holds."""

    naam = forms.CharField(
        label="Bewaar deze keuzes als",
        max_length=100,
        help_text="De volgende keer stelt GOK-wijs ze vanzelf voor.",
    )
    peildatum = forms.DateField(
        label="Vanaf welke dag geldt dit bestand?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Wie van klas verandert, doet dat vanaf deze dag.",
    )
    uitschrijven = forms.ChoiceField(
        label="Leerlingen die niet in het bestand staan",
        choices=[
            ("ja", "uitschrijven op de dag ervoor"),
            ("nee", "laten staan"),
        ],
    )
    onderwijsniveau = forms.ChoiceField(
        label="Onderwijsniveau van alle leerlingen",
        required=False,
        choices=[("", "staat in een kolom"), *NIVEAUS],
        help_text="Enkel als het bestand geen kolom met het onderwijsniveau heeft.",
    )

    def __init__(
        self, *args: Any, columns: Sequence[Column], mapping: ColumnMapping, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.mapping = columns, mapping
        for place, column in enumerate(columns):
            chosen = mapping.columns.get(column.key, NOT_READ)
            if column.dropped is None:
                self.fields[f"kolom_{place}"] = forms.ChoiceField(
                    label=f"Kolom {column.naam}",
                    required=False,
                    choices=field_choices(),
                    initial=chosen,
                )
            for number, text in enumerate(column.unknown):
                self.fields[f"waarde_{place}_{number}"] = forms.ChoiceField(
                    label=f"'{text}' betekent",
                    required=False,
                    choices=[("", "weet ik niet"), *value_choices(chosen)],
                )
        for name in SOURCES:
            self.fields[f"bron_{name}"] = forms.ChoiceField(
                label=f"{dpia_fields()[name].label} komt van",
                choices=_BRONNEN,
                initial=mapping.sources.get(name, Herkomst.SCHOOL.value),
                required=False,
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """For the template: each column with its bound fields."""
        for place, column in enumerate(self.columns):
            name = f"kolom_{place}"
            yield {
                "column": column,
                "field": self[name] if name in self.fields else None,
                "values": [self[f"waarde_{place}_{n}"] for n in range(len(column.unknown))],
            }

    def sources(self) -> Iterator[Any]:
        """The source of each kenmerk that the file has."""
        mapped = set(self.mapping.columns.values())
        for name in SOURCES:
            if name in mapped:
                yield self[f"bron_{name}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen: dict[str, str] = {}
        for place, column in enumerate(self.columns):
            field = data.get(f"kolom_{place}")
            if field and field in chosen:
                self.add_error(
                    f"kolom_{place}",
                    f"Dit veld is al gekozen bij kolom {chosen[field]}. Kies er één.",
                )
            elif field:
                chosen[field] = column.naam
        missing = [name for name in REQUIRED if name not in chosen]
        if missing:
            raise forms.ValidationError(f"Kies nog welke kolom dit bevat: {', '.join(missing)}.")
        return data

    def chosen(self) -> ColumnMapping:
        """The mapping as filled in; earlier meanings of values stay."""
        data = self.cleaned_data
        columns, values = {}, {f: dict(v) for f, v in self.mapping.values.items()}
        for place, column in enumerate(self.columns):
            if column.dropped is not None:
                continue
            field = data.get(f"kolom_{place}") or NOT_READ
            columns[column.key] = field
            for number, text in enumerate(column.unknown):
                meaning = data.get(f"waarde_{place}_{number}")
                if field and meaning:
                    values.setdefault(field, {})[text] = meaning
        level = data.get("onderwijsniveau")
        return ColumnMapping(
            columns,
            values,
            {n: data[f"bron_{n}"] for n in SOURCES if data.get(f"bron_{n}")},
            {"onderwijsniveau": level} if level else {},
        )


def value_choices(field: str) -> list[tuple[str, str]]:
    """What an unknown text in a column of this field can mean."""
    if not field:
        return []
    return _CODES.get(field) or _VALUES.get(dpia_fields()[field].kind, [])


class ConfirmForm(forms.Form):
    """The last yes, with what needs an extra look."""

    def __init__(
        self, *args: Any, krimp: bool, leeg: bool, first: bool, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if krimp:
            self.fields["krimp"] = forms.BooleanField(
                label="Ja, er zijn echt zo veel leerlingen weg.",
                error_messages={"required": "Bevestig dit, of kies een volledig bestand."},
            )
        if leeg:
            self.fields["leeg"] = forms.BooleanField(
                label="Ja, deze kolommen zijn echt leeg.",
                error_messages={"required": "Bevestig dit, of koppel de kolom niet."},
            )
        if first:
            self.fields["dpia"] = forms.ChoiceField(
                label="Is er een DPIA voor leerlingengegevens?",
                choices=[("", "kies"), ("ja", "ja"), ("nog niet", "nog niet")],
                error_messages={"required": "Kies ja of nog niet."},
            )
            self.fields["dpia_datum"] = forms.DateField(
                label="Van welke dag is ze?",
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("dpia") == "ja" and not data.get("dpia_datum") and not self.errors:
            self.add_error("dpia_datum", "Vul de datum van de DPIA in.")
        if data.get("dpia_datum") and data["dpia_datum"] > self.today:
            self.add_error("dpia_datum", "Deze datum ligt in de toekomst.")
        return data

    @property
    def dpia(self) -> str:
        """'ja, van 2026-01-15', 'nog niet', or empty when not asked."""
        answer = self.cleaned_data.get("dpia", "")
        if answer == "ja":
            return f"ja, van {self.cleaned_data['dpia_datum'].isoformat()}"
        return str(answer)
