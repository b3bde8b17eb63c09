"""Forms on official letters: head and lines, the counts file, a note on a difference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms

from gokwijs.apps.middelen.models import OfficieleBrief, VerschilNota
from gokwijs.apps.middelen.services_brief import Head, Typed
from gokwijs.core.law.numbers import dutch_number, parse_typed
from gokwijs.core.middelen.officieel import BLOCKS, HOURS_TITLE, LINES, Line, LineKind
from gokwijs.core.middelen.other_counts import Scope, counted
from gokwijs.core.telling.model import Telling

_POINTS = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_PLACES = {LineKind.UREN: 2, LineKind.EURO: 2, LineKind.OKI: 4}
_MOST = {LineKind.UREN: 10**5, LineKind.EURO: 10**9, LineKind.OKI: 4}


def parse_line(line: Line, text: str) -> Fraction:
    """An exact number as the letter writes it; raises ValueError in Dutch."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "").removeprefix("€")
    if line.kind is not LineKind.OKI and _POINTS.fullmatch(plain):
        plain = plain.replace(".", "")  # 1.221 leerlingen are no 1,221
    example = {LineKind.EURO: "14.547,50", LineKind.OKI: "1,36"}.get(line.kind, "27")
    try:
        value = parse_typed(plain)
    except ValueError:
        raise ValueError(f"Schrijf een getal, bijvoorbeeld {example}.") from None
    if value < 0:
        raise ValueError("Schrijf een getal dat niet kleiner is dan 0.")
    if line.is_count:
        if (value * 2).denominator != 1 or value > 10**6:
            raise ValueError("Schrijf een heel of een half aantal leerlingen.")
        return value
    if value > _MOST[line.kind]:
        raise ValueError(f"Dit is te groot; schrijf een getal zoals {example}.")
    places = _PLACES[line.kind]
    if (value * 10**places).denominator != 1:
        raise ValueError(f"Hoogstens {places} cijfers na de komma.")
    return value


@dataclass(frozen=True)
class BlockView:
    """A block of the form with its bound fields."""

    titel: str
    rows: tuple[tuple[Line, Any, Any], ...]
    open: bool

    @property
    def used(self) -> bool:
        """Does it hold a number or an error?"""
        return any(number.value() or number.errors for _, number, _ in self.rows)


class BriefForm(forms.Form):
    """What stands on a letter. Every line may stay empty: empty is not zero."""

    document = forms.CharField(
        label="Titel van de brief",
        max_length=250,
        help_text="Zoals ze bovenaan staat, bijvoorbeeld: Omkadering basisonderwijs.",
    )
    referentie = forms.CharField(
        label="Kenmerk van de brief", max_length=100, required=False, help_text="Mag je overslaan."
    )
    datum = forms.DateField(
        label="Datum van de brief",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    teldag = forms.DateField(
        label="Teldag die in de brief staat",
        required=False,
        help_text="Mag je overslaan.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    opmerking = forms.CharField(
        label="Opmerking", max_length=500, required=False, help_text="Mag je overslaan."
    )

    def __init__(
        self, *args: Any, today: date, telling: Telling | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.telling = today, telling
        for code, line in LINES.items():
            self.fields[code] = forms.CharField(
                label=line.titel,
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            self.fields[f"op.{code}"] = forms.CharField(
                label=f"Opmerking bij {line.titel}",
                required=False,
                max_length=250,
                widget=forms.TextInput(attrs={"placeholder": "opmerking"}),
            )

    def blocks(self) -> list[BlockView]:
        """The blocks about pupils of this school."""
        return self._views(own=True)

    def others(self) -> list[BlockView]:
        """The blocks about pupils that this school does not have."""
        return self._views(own=False)

    def _views(self, *, own: bool) -> list[BlockView]:
        """Blocks with one title become one."""
        rows: dict[str, list[tuple[Line, Any, Any]]] = {}
        for block in BLOCKS:
            mine = self.telling is None or any(self._has(scope) for scope in block.scopes)
            if mine is own:
                rows.setdefault(block.titel, []).extend(
                    (line, self[line.code], self[f"op.{line.code}"]) for line in block.lines
                )
        return [
            BlockView(titel, tuple(found), self._is_open(titel, found))
            for titel, found in rows.items()
        ]

    def _is_open(self, titel: str, rows: list[tuple[Line, Any, Any]]) -> bool:
        return titel == HOURS_TITLE or any(number.value() or number.errors for _, number, _ in rows)

    def _has(self, scope: Scope) -> bool:
        return self.telling is not None and counted(self.telling, scope, None)[1] > 0

    def clean_datum(self) -> date:
        day: date = self.cleaned_data["datum"]
        if day > self.today:
            raise forms.ValidationError("Deze datum ligt in de toekomst.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.lines: dict[Line, Typed] = {}
        for code, line in LINES.items():
            text = (data.get(code) or "").strip()
            remark = (data.get(f"op.{code}") or "").strip()
            if not text:
                if remark:
                    self.add_error(code, "Vul ook het getal in, of neem de opmerking weg.")
                continue
            try:
                self.lines[line] = Typed(parse_line(line, text), remark)
            except ValueError as error:
                self.add_error(code, str(error))
        self._check_counts()
        if not self.lines and not self.errors:
            raise forms.ValidationError("Neem minstens één getal over uit de brief.")
        return data

    def _check_counts(self) -> None:
        for line, typed in self.lines.items():
            everybody = self.lines.get(Line(LineKind.LEERLINGEN, line.key))
            if line.kind is LineKind.TELLING and everybody and typed.value > everybody.value:
                self.add_error(line.code, "Dit is meer dan alle leerlingen van deze groep.")

    @property
    def head(self) -> Head:
        """The typed head."""
        data = self.cleaned_data
        return Head(
            document=data["document"],
            datum=data["datum"],
            referentie=data["referentie"],
            teldag=data["teldag"],
            opmerking=data["opmerking"],
        )


def initial_of(brief: OfficieleBrief) -> Mapping[str, Any]:
    """A stored letter as the form wants it."""
    values: dict[str, Any] = {
        "document": brief.document,
        "referentie": brief.referentie,
        "datum": brief.datum,
        "teldag": brief.teldag,
        "opmerking": brief.opmerking,
    }
    for regel in brief.regels.filter(vervangen=False):
        values[regel.code] = dutch_number(Fraction(regel.waarde))
        values[f"op.{regel.code}"] = regel.opmerking
    return values


class WithdrawForm(forms.Form):
    """Why a letter does not count any more."""

    reden = forms.CharField(label="Waarom geldt deze brief niet meer?", max_length=250)


class TelbestandForm(forms.Form):
    """The official counts file of AgODi."""

    bestand = forms.FileField(
        label="Bestand met officiële aantallen",
        help_text="Het Excel-bestand 'Overzicht leerlingenkenmerken' van AgODi, zoals het "
        "gepubliceerd is. We lezen enkel de rij van je school.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class NotaForm(forms.Form):
    """What somebody says about a difference."""

    regel = forms.ChoiceField(choices=[(code, code) for code in LINES], widget=forms.HiddenInput)
    staat = forms.ChoiceField(
        label="Dit verschil is",
        choices=[
            (VerschilNota.Staat.VERKLAARD, "verklaard: we weten waar het vandaan komt"),
            (VerschilNota.Staat.BETWIST, "betwist: we vragen een correctie"),
            (VerschilNota.Staat.OPEN, "nog open"),
        ],
    )
    tekst = forms.CharField(
        label="Nota",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Schrijf geen namen van leerlingen.",
    )
