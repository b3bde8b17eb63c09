"""Forms for metingen: one, several pasted at once, a correction, and what the system counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms

from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.beleid.getal import Getal, typed_number
from gokwijs.apps.beleid.models import Indicator, Meting
from gokwijs.apps.opvolging.services import Waarden
from gokwijs.apps.opvolging.tellen import FIGUREN, Telkeuze
from gokwijs.core.analyse.plek import INDELINGEN
from gokwijs.core.analyse.selectie import GROEPEN
from gokwijs.core.beleid.keuzes import Bronsoort
from gokwijs.core.kenmerken import Kenmerk

REGELS = 200  # rows that can be pasted at once
BRONNEN = [("", "kies een bron"), *((b.value, b.label) for b in Bronsoort)]


class MetingForm(forms.Form):
    """One meting: a share with both its counts, or a score."""

    peildatum = forms.DateField(label="Gemeten op", widget=DagInput())
    teller = Getal(label="Hoeveel (teller)", places=1)
    noemer = Getal(label="Van de (noemer)", places=1)
    waarde = Getal(label="Score", places=3)
    bron_soort = forms.ChoiceField(label="Bron", choices=BRONNEN)
    bron_omschrijving = forms.CharField(
        label="Welke bron precies",
        required=False,
        max_length=250,
        help_text="Bijvoorbeeld: leesscreening van februari, boekhouding. Geen namen.",
    )
    opmerking = forms.CharField(label="Opmerking", required=False, max_length=500)
    is_nulmeting = forms.BooleanField(
        label="Dit is de nulmeting: hier begonnen we. Ze staat daarna vast.", required=False
    )

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        today: date,
        verbetering: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.indicator = today, indicator
        if indicator.is_aandeel:
            del self.fields["waarde"]
            self.fields["teller"].help_text = indicator.teller_definitie
            self.fields["noemer"].help_text = indicator.noemer_definitie
        else:
            del self.fields["teller"], self.fields["noemer"]
            self.fields["waarde"].help_text = f"{indicator.schaal} {indicator.eenheid}".strip()
        self.fields["bron_soort"].initial = indicator.bron_soort
        if verbetering:
            del self.fields["is_nulmeting"]
            self.fields["reden"] = forms.CharField(
                label="Waarom verbeter je dit?",
                max_length=300,
                help_text="De oude meting blijft bewaard, met deze reden.",
            )

    def clean_peildatum(self) -> date:
        return not_future(self.cleaned_data["peildatum"], self.today)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.indicator.is_aandeel:
            for name, problem in share_problems(data.get("teller"), data.get("noemer")).items():
                if name not in self.errors:
                    self.add_error(name, problem)
        elif data.get("waarde") is None and "waarde" not in self.errors:
            self.add_error("waarde", "Vul de score in.")
        return data

    @property
    def waarden(self) -> Waarden:
        data = self.cleaned_data
        return Waarden(
            data["peildatum"],
            data.get("teller"),
            data.get("noemer"),
            data.get("waarde"),
            data["bron_soort"],
            data["bron_omschrijving"],
            data["opmerking"],
        )

    @staticmethod
    def van(meting: Meting) -> dict[str, Any]:
        """What a correction starts from."""
        names = ("peildatum", "teller", "noemer", "waarde", "bron_soort", "bron_omschrijving")
        return {name: getattr(meting, name) for name in (*names, "opmerking")}


def share_problems(teller: Decimal | None, noemer: Decimal | None) -> dict[str, str]:
    """Per field what is wrong with a share."""
    found = {}
    if teller is None:
        found["teller"] = "Vul in hoeveel het er zijn."
    elif teller < 0:
        found["teller"] = "Een aantal is nooit kleiner dan nul."
    if noemer is None:
        found["noemer"] = "Vul in van hoeveel."
    elif noemer <= 0:
        found["noemer"] = "De noemer is groter dan nul."
    if not found and teller is not None and noemer is not None and teller > noemer:
        found["teller"] = "Dit is meer dan het geheel."
    return found


def not_future(dag: date, today: date) -> date:
    if dag > today:
        raise forms.ValidationError("Deze dag moet nog komen.")
    if dag.year < 2000:
        raise forms.ValidationError("Kies een dag vanaf 2000.")
    return dag


# ---------------------------------------------------------------- several at once


@dataclass(frozen=True)
class Regelfout:
    regel: int
    tekst: str


class ReeksForm(forms.Form):
    """Rows from a worksheet: date; teller; noemer, or date; score. Every problem at once."""

    rijen = forms.CharField(
        label="Plak je rijen",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    bron_soort = forms.ChoiceField(label="Bron", choices=BRONNEN)
    bron_omschrijving = forms.CharField(label="Welke bron precies", required=False, max_length=250)

    def __init__(self, *args: Any, indicator: Indicator, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.today = indicator, today
        self.fouten: list[Regelfout] = []
        self.gelezen: list[tuple[date, list[Decimal]]] = []
        self.fields["bron_soort"].initial = indicator.bron_soort
        what = "teller; noemer" if indicator.is_aandeel else "score"
        sample = "1/2/2025; 17; 41" if indicator.is_aandeel else "1/2/2025; 12,5"
        self.fields["rijen"].help_text = (
            f"Eén meting per regel: datum; {what}. Bijvoorbeeld: {sample}. Rijen uit een rekenblad "
            "plak je zo."
        )

    def clean_rijen(self) -> str:
        text: str = self.cleaned_data["rijen"]
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) > REGELS:
            raise forms.ValidationError(f"Plak hoogstens {REGELS} regels tegelijk.")
        seen: set[date] = set()
        known = self.indicator.metingen.filter(
            vervangen=None, definitie_versie=self.indicator.definitie_versie
        )
        there = set(known.values_list("peildatum", flat=True))
        for number, line in lines:
            try:
                dag, numbers = self._row(line)
                if dag in there:
                    raise forms.ValidationError(f"er staat al een meting van {dag:%d/%m/%Y}")
                if dag in seen:
                    raise forms.ValidationError(f"{dag:%d/%m/%Y} staat hier twee keer")
                seen.add(dag)
                self.gelezen.append((dag, numbers))
            except forms.ValidationError as error:
                self.fouten.append(Regelfout(number, " ".join(error.messages)))
        if self.fouten:
            raise forms.ValidationError(
                "Er is nog niets bewaard. Verbeter deze regels: "
                + "; ".join(f"regel {f.regel}: {f.tekst.rstrip('.')}" for f in self.fouten)
                + "."
            )
        return text

    def _row(self, line: str) -> tuple[date, list[Decimal]]:
        parts = [part.strip() for part in re.split(r"[;\t|]", line) if part.strip()]
        wanted = 3 if self.indicator.is_aandeel else 2
        if len(parts) != wanted:
            raise forms.ValidationError(f"verwacht {wanted} delen, gelezen: {len(parts)}")
        dag = not_future(typed_date(parts[0]), self.today)
        places = 1 if self.indicator.is_aandeel else 3
        numbers = [typed_number(part, places) for part in parts[1:]]
        if self.indicator.is_aandeel:
            problems = share_problems(numbers[0], numbers[1])
            if problems:
                raise forms.ValidationError(list(problems.values()))
        return dag, numbers

    @property
    def waarden(self) -> list[Waarden]:
        share = self.indicator.is_aandeel
        data = self.cleaned_data
        return [
            Waarden(
                dag,
                numbers[0] if share else None,
                numbers[1] if share else None,
                None if share else numbers[0],
                data["bron_soort"],
                data["bron_omschrijving"],
            )
            for dag, numbers in self.gelezen
        ]


def typed_date(text: str) -> date:
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise forms.ValidationError(f"'{text[:20]}' is geen datum. Schrijf 1/2/2025")


# ---------------------------------------------------------------- what the system counts


class TellingForm(forms.Form):
    """Which figure, of whom, where."""

    figuur = forms.ChoiceField(label="Wat wil je laten tellen?")
    groep = forms.ChoiceField(label="Van welke leerlingen?", required=False)
    waar = forms.ChoiceField(label="Waar in de school?", required=False)
    vestiging = forms.ChoiceField(label="In welke vestigingsplaats?", required=False)
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, namen: Mapping[str, Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = [(one.key, one.naam) for one in FIGUREN.values()]
        groups = [(key, words) for key, words in GROEPEN.items() if key != Kenmerk.BUURT.value]
        places: list[Any] = [("", "de hele school")]
        for indeling, (_, more) in INDELINGEN.items():
            own = [(f"{indeling}:{key}", words) for key, words in namen.get(indeling, {}).items()]
            if indeling != "vestiging" and own:
                places.append((more.capitalize(), own))
        sites = [("", "alle"), *namen.get("vestiging", {}).items()]
        for name, choices in (
            ("figuur", [("", "kies een cijfer"), *figures]),
            ("groep", [("", "alle leerlingen"), *groups]),
            ("waar", places),
            ("vestiging", sites),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if len(sites) < 3:
            del self.fields["vestiging"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and self.keuze.bezwaar:
            self.add_error("groep", self.keuze.bezwaar)
        return data

    @property
    def keuze(self) -> Telkeuze:
        data = self.cleaned_data
        return Telkeuze(
            data["figuur"],
            data.get("groep", ""),
            data.get("waar", ""),
            data.get("vestiging", ""),
        )
