"""Forms of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.loket.models import AANWEZIG, Document, Moment
from gokwijs.apps.loket.upload import Upload, UploadError, check_size, check_upload
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal

TALEN = [
    (Taal.NEDERLANDS.value, "Nederlands"),
    (Taal.ANDERE.value, "een andere taal"),
    (Taal.NIET_VAN_TOEPASSING.value, "niet van toepassing"),
    (Taal.ONBEKEND.value, "weten we niet"),
]
OPLEIDINGEN = [
    (Opleiding.GEEN_LAGER.value, "lager onderwijs niet afgewerkt"),
    (Opleiding.LAGER.value, "lager onderwijs afgewerkt"),
    (Opleiding.LAGER_SECUNDAIR.value, "lager secundair onderwijs afgewerkt"),
    (Opleiding.HOGER_SECUNDAIR.value, "hoger secundair onderwijs afgewerkt"),
    (Opleiding.HOGER.value, "hoger onderwijs afgewerkt"),
    (Opleiding.NIET_VAN_TOEPASSING.value, "niet van toepassing"),
    (Opleiding.ONBEKEND.value, "weten we niet"),
]
KANALEN = [
    (Verklaring.Kanaal.LOKET.value, "We vullen samen in"),
    (Verklaring.Kanaal.PAPIER.value, "Ik neem een formulier op papier over"),
]
_CHOOSE = {"required": "Kies een antwoord. Weet je het niet, kies dan 'weten we niet'."}
_LONGEST_AGO = 20  # a school career, with room


def _question(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=_CHOOSE
    )


def _day(label: str, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **kwargs)


def check_day(day: date, today: date) -> date:
    """A date of a declaration; raises forms.ValidationError in Dutch."""
    if day > today:
        raise forms.ValidationError("Deze datum ligt in de toekomst. Kijk het formulier na.")
    if day.year < today.year - _LONGEST_AGO:
        raise forms.ValidationError("Deze datum ligt te ver terug. Kijk het formulier na.")
    return day


class AntwoordenForm(forms.Form):
    """The questions of the verklaring; ``existing`` makes a reason compulsory."""

    moeder = _question("Met de moeder", TALEN)
    vader = _question("Met de vader", TALEN)
    broers_zussen = _question("Met de broers en zussen, samen", TALEN)
    opleiding = _question("Wat heeft de moeder afgewerkt?", OPLEIDINGEN)
    kanaal = forms.ChoiceField(
        label="Hoe vul je in?", choices=KANALEN, widget=forms.RadioSelect, initial="loket"
    )
    datum = _day("Datum van de verklaring")
    ondertekend = forms.BooleanField(
        label="Het ondertekende formulier ligt op school", required=False
    )
    reden = forms.CharField(
        label="Waarom komt er een nieuwe verklaring?",
        max_length=250,
        required=False,
        help_text="Bijvoorbeeld: de moeder behaalde een diploma, of het gezin veranderde.",
    )
    bevestigd = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        today: date,
        leerling: Leerling,
        existing: Verklaring | None,
        zoals: Leerling | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.existing = today, existing
        self.fields["datum"].initial = today
        if existing is None:
            del self.fields["reden"]
        if zoals is None:
            del self.fields["bevestigd"]
        else:
            self.fields[
                "bevestigd"
            ].label = (
                f"Ik las elk antwoord voor: het geldt ook voor {leerling.voornaam or 'dit kind'}"
            )

    def clean_datum(self) -> date:
        day = check_day(self.cleaned_data["datum"], self.today)
        if self.existing is not None and day < self.existing.datum:
            raise forms.ValidationError(
                f"Er is al een {self.existing}. Een nieuwe kan niet ouder zijn."
            )
        return day

    def clean_reden(self) -> str:
        text = str(self.cleaned_data["reden"]).strip()
        if not text:
            raise forms.ValidationError(
                "Schrijf waarom er een nieuwe komt: een verklaring geldt de hele schoolloopbaan."
            )
        return text

    def clean_bevestigd(self) -> bool:
        if not self.cleaned_data["bevestigd"]:
            raise forms.ValidationError("Kijk elk antwoord na voor dit kind en vink dit aan.")
        return True

    @property
    def questions(self) -> list[forms.BoundField]:
        """The three questions on language."""
        return [self[lid.value] for lid in Gezinslid]

    @property
    def talen(self) -> dict[Gezinslid, Taal]:
        return {lid: Taal(self.cleaned_data[lid.value]) for lid in Gezinslid}


def answered(data: Mapping[str, Any]) -> tuple[dict[Gezinslid, Taal], Opleiding | None]:
    """What is chosen so far, for the decision that is shown meanwhile; nonsense counts as open."""
    talen = {}
    for lid in Gezinslid:
        value = data.get(lid.value)
        if value in set(Taal):
            talen[lid] = Taal(value)
    opleiding = data.get("opleiding")
    return talen, Opleiding(opleiding) if opleiding in set(Opleiding) else None


class MomentForm(forms.Form):
    """An enrolment moment."""

    datum = _day("Datum")
    plaats = forms.CharField(label="Plaats", max_length=120, help_text="Bijvoorbeeld: refter.")
    groepen = forms.CharField(
        label="Voor welke groepen",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: instappers en eerste leerjaar.",
    )
    aanwezig = forms.MultipleChoiceField(
        label="Wie is er",
        choices=AANWEZIG,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opmerking = forms.CharField(
        label="Opmerking",
        max_length=500,
        required=False,
        help_text="Zet hier geen namen van ouders of leerlingen.",
    )
    klaar = forms.BooleanField(label="Dit moment is afgerond", required=False)

    @classmethod
    def of(cls, moment: Moment | None, data: Any) -> MomentForm:
        """Filled with what is stored."""
        names = cls.base_fields
        initial = {name: getattr(moment, name) for name in names} if moment is not None else {}
        return cls(data, initial=initial)


class DocumentForm(forms.Form):
    """A scan; ``upload`` holds the checked file."""

    soort = forms.ChoiceField(label="Soort", choices=Document.Soort.choices)
    scan = forms.FileField(
        label="Scan of foto",
        help_text="Pdf, jpeg of png, hoogstens 10 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        allow_empty_file=True,
    )

    def clean_scan(self) -> Upload:
        file = self.cleaned_data["scan"]
        try:
            check_size(file.size)
            return check_upload(file.name, file.read())
        except UploadError as error:
            raise forms.ValidationError(str(error)) from error


class VervangForm(DocumentForm):
    """Another file in the place of one."""

    soort = None  # type: ignore[assignment]  # Django's way to leave a field out
