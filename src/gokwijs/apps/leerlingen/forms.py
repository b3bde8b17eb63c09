"""Forms of the list and of one pupil. Lengths come from the models, so that a form refuses in words
what a database would refuse in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from django import forms

from gokwijs.apps.leerlingen.bulk import Opdracht
from gokwijs.apps.leerlingen.lijst import SORTS, STRIJDIG, Toon, Vraag
from gokwijs.apps.leerlingen.models import (
    ANTWOORDEN,
    GRADEN,
    HALVEN,
    NIVEAUS,
    Bewerking,
    Feit,
    Inschrijving,
    Leerling,
)
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Herkomst
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.columns import TYPES
from gokwijs.core.telling.model import Graad, Onderwijsniveau

_FIRST = date(1990, 1, 1)
_LAST = date(2200, 12, 31)
_TYPES = [
    (value, "basisaanbod" if value == "basisaanbod" else f"type {value}")
    for value in dict.fromkeys(TYPES.values())
]


class DayField(forms.DateField):
    """A day from the browser's own calendar."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": "Kies een dag die bestaat."})
        super().__init__(
            label=label,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not _FIRST <= day <= _LAST:
            raise forms.ValidationError(f"Kies een dag tussen {_FIRST.year} en {_LAST.year}.")
        return day


def _text(model: Any, name: str, *, required: bool = False, **kwargs: Any) -> forms.CharField:
    field = model._meta.get_field(name)
    label = kwargs.pop("label", str(field.verbose_name).capitalize())
    return forms.CharField(label=label, max_length=field.max_length, required=required, **kwargs)


# ---------------------------------------------------------------- the list

_ANSWER = {"ja": 1, "nee": 0, "onbekend": 2, "strijdig": STRIJDIG}
_TOON = [
    (Toon.INGESCHREVEN.value, "ingeschreven"),
    (Toon.UITGESCHREVEN.value, "uitgeschreven"),
    (Toon.LATER.value, "komen later"),
    (Toon.ZONDER.value, "zonder inschrijving"),
]
_VERKLARING = [
    ("", "alle"),
    ("geen", "zonder verklaring"),
    ("niet_ondertekend", "niet ondertekend"),
    ("ondertekend", "ondertekend"),
]
_PLACE_LABELS = {
    "klas": "Klas",
    "leerjaar": "Leerjaar",
    "onderwijsniveau": "Onderwijsniveau",
    "vestigingsplaats": "Vestiging",
}


class LijstForm(forms.Form):
    """What to show of the list; everything may be left out, a wrong value counts as left out."""

    q = forms.CharField(
        label="Zoeken",
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "naam of stamnummer", "autocomplete": "off"}
        ),
    )
    op = DayField("Stand op", required=False)
    toon = forms.ChoiceField(label="Leerlingen", required=False, choices=_TOON)
    verklaring = forms.ChoiceField(label="Verklaring", required=False, choices=_VERKLARING)
    strijdig = forms.BooleanField(label="Bronnen spreken elkaar tegen", required=False)

    def __init__(self, data: Mapping[str, Any], *, own_only: bool) -> None:
        super().__init__(data, auto_id="f_%s")
        for name, label in _PLACE_LABELS.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=100, widget=forms.Select
            )
        for kenmerk in PER_LEERLING:
            self.fields[f"k_{kenmerk.value}"] = forms.ChoiceField(
                label=kenmerk.label,
                required=False,
                choices=[
                    ("", "alle"),
                    *((k, "tegenstrijdig" if k == "strijdig" else k) for k in _ANSWER),
                ],
            )
        if own_only:  # a leraar: only who sits in the own classes today
            del self.fields["op"], self.fields["toon"]

    def offer(self, places: Mapping[str, Sequence[str]]) -> None:
        """Fill the lists of places with what occurs among these pupils."""
        for name, values in places.items():
            words = dict(NIVEAUS) if name == "onderwijsniveau" else {}
            asked = self.cleaned_data.get(name) or ""
            lost = [asked] if asked and asked not in values else []
            widget = self.fields[name].widget
            assert isinstance(widget, forms.Select)
            widget.choices = [("", "alle"), *((v, words.get(v, v)) for v in [*values, *lost])]

    def active(self) -> list[tuple[str, str, str]]:
        """What is asked beside the day: name, label and words of each field."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value or name == "op" or value == Toon.INGESCHREVEN.value:
                continue
            words = dict(getattr(field.widget, "choices", ())).get(value, value)
            found.append((name, str(field.label), "" if value is True else str(words)))
        return found

    @property
    def more_is_asked(self) -> bool:
        """Is a filter in use that stands under 'Meer filters'?"""
        return any(name not in ("q", "klas", "toon") for name, _, _ in self.active())

    def vraag(self, today: date, sort: str) -> Vraag:
        """The question; also when a field is wrong."""
        self.is_valid()
        data = self.cleaned_data
        column = sort.removeprefix("-")
        known = column in SORTS or column in {k.value for k in PER_LEERLING}
        return Vraag(
            dag=data.get("op") or today,
            q=data.get("q") or "",
            toon=Toon(data.get("toon") or Toon.INGESCHREVEN),
            plaats={name: data.get(name) or "" for name in _PLACE_LABELS},
            verklaring=data.get("verklaring") or "",
            strijdig=bool(data.get("strijdig")),
            antwoorden={
                k: _ANSWER[data[f"k_{k.value}"]] for k in PER_LEERLING if data.get(f"k_{k.value}")
            },
            sort=column if known else "naam",
            omgekeerd=known and sort.startswith("-"),
        )


# ---------------------------------------------------------------- one pupil


class IdentiteitForm(forms.Form):
    """Who a pupil is. No rijksregisternummer, no address, no nationality: there is no place."""

    stamnummer = _text(
        Leerling,
        "stamnummer",
        required=True,
        help_text="Het nummer waarmee je school de leerling inschrijft.",
    )
    voornaam = _text(Leerling, "voornaam")
    naam = _text(Leerling, "naam", required=True)
    geboortedatum = DayField("Geboortedatum", required=False)
    vorige_school = _text(Leerling, "vorige_school", help_text="Als je die kent.")


class PlaatsForm(forms.Form):
    """A place in the school."""

    extra = ("graad", "richting", "type", "mfc_verblijf")  # folded away in a basisschool

    onderwijsniveau = forms.ChoiceField(label="Onderwijsniveau", choices=NIVEAUS)
    vestigingsplaats = _text(Inschrijving, "vestigingsplaats")
    leerjaar = _text(Inschrijving, "leerjaar")
    klas = _text(Inschrijving, "klas", widget=forms.TextInput(attrs={"list": "klassen"}))
    graad = forms.ChoiceField(
        label="Graad", required=False, choices=GRADEN, help_text="Enkel in het secundair onderwijs."
    )
    richting = _text(Inschrijving, "richting")
    type = forms.ChoiceField(
        label="Type",
        required=False,
        choices=[("", "geen of niet bekend"), *_TYPES],
        help_text="Enkel in het buitengewoon onderwijs.",
    )
    mfc_verblijf = forms.TypedChoiceField(
        label="Verblijf in een MFC",
        choices=ANTWOORDEN,
        coerce=int,
        help_text="Multifunctioneel centrum; enkel in het buitengewoon onderwijs.",
    )
    administratieve_groep = _text(Inschrijving, "administratieve_groep")
    halves = forms.TypedChoiceField(
        label="Telt als",
        choices=HALVEN,
        coerce=int,
        help_text="Een halve leerling heeft nog een tweede halve inschrijving, hier of in een "
        "andere school.",
    )

    @property
    def extra_open(self) -> bool:
        """Is something filled in there, or wrong, or does this level need it?"""
        level = self["onderwijsniveau"].value()
        ordinary = (Onderwijsniveau.KLEUTER, Onderwijsniveau.LAGER, None, "")
        filled = any(self[name].value() not in (None, "", 0, "0") for name in self.extra)
        return level not in ordinary or filled or any(name in self.errors for name in self.extra)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        level = data.get("onderwijsniveau")
        if data.get("graad") and level not in (Onderwijsniveau.SO, Onderwijsniveau.BUSO):
            self.add_error("graad", "Een graad is er enkel in het secundair onderwijs.")
        if level == Onderwijsniveau.SO and not data.get("graad") and "graad" not in self.errors:
            self.add_error("graad", "Kies de graad: de uren-leraar hangen ervan af.")
        special = (Onderwijsniveau.BUBAO, Onderwijsniveau.BUSO)
        if data.get("type") and level not in special:
            self.add_error("type", "Een type is er enkel in het buitengewoon onderwijs.")
        return data

    def plaats(self) -> Plaats:
        data = self.cleaned_data
        return Plaats(
            vestigingsplaats=data["vestigingsplaats"],
            onderwijsniveau=Onderwijsniveau(data["onderwijsniveau"]),
            graad=Graad(data["graad"]),
            type=data["type"],
            mfc_verblijf=Antwoord(data["mfc_verblijf"]),
            administratieve_groep=data["administratieve_groep"],
            leerjaar=data["leerjaar"],
            richting=data["richting"],
            klas=data["klas"],
            halves=data["halves"],
        )


def initial_of(one: Inschrijving) -> dict[str, Any]:
    """The place of an enrolment, to start a form from."""
    names = [*PlaatsForm.base_fields, "begin", "einde", "verwacht_einde"]
    return {name: getattr(one, name) for name in names}


class InschrijvenForm(PlaatsForm):
    """A new enrolment."""

    begin = DayField("Eerste dag")
    einde = DayField(
        "Laatste dag", required=False, help_text="Laat leeg zolang de leerling hier zit."
    )

    field_order = ["begin", "einde"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        begin, einde = data.get("begin"), data.get("einde")
        if begin and einde and einde < begin:
            self.add_error("einde", "De laatste dag ligt voor de eerste dag.")
        return data


class NieuweForm(IdentiteitForm, InschrijvenForm):
    """A pupil with the first enrolment."""

    field_order = [*IdentiteitForm.base_fields, "begin", "einde"]


class VeranderForm(PlaatsForm):
    """Another place from a day on."""

    vanaf = DayField(
        "Vanaf", help_text="De eerste dag op de nieuwe plaats. De vorige eindigt de dag ervoor."
    )
    field_order = ["vanaf"]


class UitschrijfForm(forms.Form):
    """The last day, and what the pupil takes along."""

    einde = DayField("Laatste dag op school")
    attest = _text(
        Inschrijving, "attest", help_text="Bijvoorbeeld A-attest of getuigschrift. Mag leeg."
    )


class FeitForm(forms.Form):
    """One answer on one kenmerk, by the register or the school."""

    kenmerk = forms.ChoiceField(label="Kenmerk", choices=[(k.value, k.label) for k in PER_LEERLING])
    antwoord = forms.TypedChoiceField(
        label="Antwoord", choices=ANTWOORDEN, coerce=int, widget=forms.RadioSelect
    )
    herkomst = forms.ChoiceField(
        label="Waar komt dit vandaan?",
        choices=[(h.value, h.words) for h in (Herkomst.REGISTER, Herkomst.SCHOOL)],
        help_text="Antwoorden van ouders komen via een verklaring.",
    )
    vanaf = DayField("Geldt vanaf")
    reden = _text(Feit, "reden", label="Toelichting", help_text="Mag leeg. Geen gevoelige details.")


class BeslisForm(forms.Form):
    """Which answer is right when sources contradict each other."""

    kenmerk = forms.ChoiceField(
        choices=[(k.value, k.label) for k in PER_LEERLING], widget=forms.HiddenInput
    )
    antwoord = forms.TypedChoiceField(
        label="Wat klopt?",
        choices=[(1, "ja"), (0, "nee")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    vanaf = DayField("Geldt vanaf")
    reden = _text(
        Feit,
        "reden",
        label="Waarom?",
        required=True,
        help_text="Bijvoorbeeld: nagevraagd bij de ouders op 3 maart.",
        error_messages={"required": "Schrijf waarom je zo beslist."},
    )


# ---------------------------------------------------------------- many pupils


class BewerkForm(forms.Form):
    """What to do with the chosen rows; the fields depend on the kind."""

    vanaf = DayField("Vanaf")

    def __init__(self, *args: Any, soort: Bewerking.Soort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soort = soort
        if soort == Bewerking.Soort.UITSCHRIJVEN:
            self.fields["vanaf"].label = "Laatste dag op school"
            self.fields["attest"] = _text(Inschrijving, "attest", help_text="Mag leeg.")
        elif soort == Bewerking.Soort.PLAATS:
            self.fields["vanaf"].help_text = "De eerste dag op de nieuwe plaats."
            for name in ("klas", "leerjaar", "richting"):
                self.fields[name] = _text(
                    Inschrijving,
                    name,
                    label=f"Nieuw{'e' * (name != 'leerjaar')} {name}",
                    help_text="Leeg: blijft zoals het is.",
                )
            self.fields["klas"].widget.attrs["list"] = "klassen"
        else:
            own = FeitForm.base_fields
            for name in ("kenmerk", "antwoord", "herkomst", "reden"):
                self.fields[name] = deepcopy(own[name])
            self.order_fields(["kenmerk", "antwoord", "herkomst", "vanaf", "reden"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        place = ("klas", "leerjaar", "richting")
        if self.soort == Bewerking.Soort.PLAATS and not any(data.get(name) for name in place):
            self.add_error("klas", "Vul een klas, een leerjaar of een richting in.")
        return data

    def opdracht(self) -> Opdracht:
        data = dict(self.cleaned_data)
        if "kenmerk" in data:
            data["kenmerk"] = Kenmerk(data["kenmerk"])
            data["antwoord"] = Antwoord(data["antwoord"])
            data["herkomst"] = Herkomst(data["herkomst"])
        return Opdracht(soort=self.soort, **data)
