"""Forms of the room: an assignment, a move, a booking, its proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, cast

from django import forms
from django.http import QueryDict

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.beleid.models import Actie, Boeking, Streefdoel, Toewijzing
from gokwijs.apps.loket.upload import Upload, UploadError, check_size, check_upload
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.bedragen import BedragError, parse_bedrag, toon_uren
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import dutch_number

_HULP_UREN = "Bijvoorbeeld 2,5 of 1/24 of 3 1/2. Voor euro's hoogstens twee cijfers na de komma."


def soort_choices(soorten: Iterable[Middelsoort]) -> list[tuple[str, str]]:
    """Each kind with its unit, so that one knows what to type."""
    return [(s.value, s.label[:1].upper() + s.label[1:] + f" (in {s.eenheid})") for s in soorten]


def opened_on(form: forms.Form, versie: int) -> None:
    """What was typed stays; saving again is on this version."""
    data = cast(QueryDict, form.data).copy()
    data["versie"] = str(versie)
    form.data = data


def typed_bedrag(soort: Middelsoort, value: Fraction) -> str:
    """An amount as it stands in a field to change."""
    return dutch_number(value, places=2).replace(".", "") if soort.is_geld else toon_uren(value)


class BedragField(forms.CharField):
    """Read together with the kind of means, by the form."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "getal-invoer", "autocomplete": "off"})
        super().__init__(max_length=30, widget=widget, **kwargs)


def read_bedrag(soort: str, text: str, *, mag_negatief: bool = False) -> Fraction:
    """Raises forms.ValidationError in Dutch."""
    try:
        return parse_bedrag(Middelsoort(soort), text, mag_negatief=mag_negatief)
    except BedragError as error:
        raise forms.ValidationError(str(error)) from error


class ToewijzingForm(forms.Form):
    """Hours or euros for one actie."""

    soort = forms.ChoiceField(label="Welke middelen")
    voorzien = BedragField(label="Hoeveel", help_text=_HULP_UREN)
    toelichting = forms.CharField(
        label="Toelichting (mag leeg blijven)",
        max_length=300,
        required=False,
        help_text="Waarvoor precies? Geen namen. Bij nul schrijf je hier de reden.",
    )
    persoon = forms.ModelChoiceField(
        label="Wiens uren zijn het? (mag leeg blijven)",
        queryset=User.objects.none(),
        required=False,
        empty_label="niet op naam",
        help_text="Enkel de directeur en financiën zien dit.",
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        school: School,
        soorten: Sequence[Middelsoort],
        names: bool,
        toewijzing: Toewijzing | None = None,
        **kwargs: Any,
    ) -> None:
        if toewijzing is not None:
            kwargs["initial"] = _initial(toewijzing, names=names)
        super().__init__(*args, **kwargs)
        if toewijzing is not None:
            del self.fields["soort"]
        else:
            cast(forms.ChoiceField, self.fields["soort"]).choices = soort_choices(soorten)
        self._soort = toewijzing.soort if toewijzing is not None else ""
        if names:
            field = cast(forms.ModelChoiceField, self.fields["persoon"])  # type: ignore[type-arg]
            field.queryset = (
                User.objects.filter(memberships__school=school).distinct().order_by("naam", "pk")
            )
            field.label_from_instance = _naam  # type: ignore[assignment,method-assign]
        else:
            del self.fields["persoon"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        soort = self._soort or data.get("soort")
        if soort and data.get("voorzien"):
            try:
                data["aantal"] = read_bedrag(soort, data["voorzien"])
            except forms.ValidationError as error:
                self.add_error("voorzien", error)
        return data

    @property
    def persoon_values(self) -> dict[str, User | None]:
        """Only where the field was shown: who may not see a name does not change it."""
        return {"persoon": self.cleaned_data["persoon"]} if "persoon" in self.fields else {}


def _naam(user: Any) -> str:
    return str(user.naam)


def _initial(toewijzing: Toewijzing, *, names: bool) -> dict[str, Any]:
    found = {
        "voorzien": typed_bedrag(Middelsoort(toewijzing.soort), toewijzing.aantal),
        "toelichting": toewijzing.toelichting,
        "versie": toewijzing.versie,
    }
    return {**found, "persoon": toewijzing.persoon_id} if names else found


class VerplaatsForm(forms.Form):
    """To which actie it goes."""

    naar = forms.ChoiceField(label="Naar welke actie")
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, acties: Iterable[Actie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["naar"])
        field.choices = [("", "kies een actie"), *((str(a.pk), str(a)) for a in acties)]


def plek_choices(
    acties: Iterable[Actie], doelen: Iterable[Streefdoel]
) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Where a booking belongs, with the code that the accounts can use."""
    return [
        ("", "zonder streefdoel (later te kiezen)"),
        ("Acties", [(f"A{a.pk}", f"{a} (A{a.pk})") for a in acties]),
        ("Een streefdoel als geheel", [(f"D{d.pk}", f"{d} (D{d.pk})") for d in doelen]),
    ]


def check_datum(day: date, schooljaar: Schooljaar) -> date:
    """Accounts run per calendar year: both years of the schooljaar are good."""
    if not date(schooljaar.start, 1, 1) <= day <= date(schooljaar.start + 1, 12, 31):
        raise forms.ValidationError(
            f"{day:%d/%m/%Y} ligt te ver van schooljaar {schooljaar}. Kijk de datum na, of kies "
            "een ander schooljaar."
        )
    return day


class BoekingForm(forms.Form):
    """Hours given or money spent."""

    soort = forms.ChoiceField(label="Welke middelen")
    besteed = BedragField(
        label="Bedrag of uren",
        help_text="Een terugbetaling of creditnota schrijf je met een min: -12,50.",
    )
    datum = forms.DateField(label="Datum", widget=DagInput())
    omschrijving = forms.CharField(
        label="Omschrijving", max_length=300, help_text="Wat is het? Geen namen van leerlingen."
    )
    plek = forms.ChoiceField(
        label="Waarvoor",
        required=False,
        help_text="Zonder streefdoel mag, maar blijft zichtbaar tot je kiest.",
    )
    referentie = forms.CharField(
        label="Nummer in de boekhouding (mag leeg blijven)", max_length=80, required=False
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        schooljaar: Schooljaar,
        soorten: Sequence[Middelsoort],
        acties: Iterable[Actie],
        doelen: Iterable[Streefdoel],
        boeking: Boeking | None = None,
        **kwargs: Any,
    ) -> None:
        if boeking is not None:
            kwargs["initial"] = {
                "soort": boeking.soort,
                "besteed": typed_bedrag(Middelsoort(boeking.soort), boeking.aantal),
                "datum": boeking.datum,
                "omschrijving": boeking.omschrijving,
                "plek": plek_of(boeking),
                "referentie": boeking.referentie,
                "versie": boeking.versie,
            }
        super().__init__(*args, **kwargs)
        self.schooljaar = schooljaar
        cast(forms.ChoiceField, self.fields["soort"]).choices = soort_choices(soorten)
        cast(forms.ChoiceField, self.fields["plek"]).choices = plek_choices(acties, doelen)

    def clean_datum(self) -> date:
        return check_datum(self.cleaned_data["datum"], self.schooljaar)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("soort") and data.get("besteed"):
            try:
                amount = read_bedrag(data["soort"], data["besteed"], mag_negatief=True)
            except forms.ValidationError as error:
                self.add_error("besteed", error)
            else:
                data["aantal"] = amount
                if not amount:
                    self.add_error("besteed", "Nul uren of euro is geen boeking.")
        return data


def plek_of(boeking: Boeking) -> str:
    """The code of where a booking stands."""
    if boeking.actie_id is not None:
        return f"A{boeking.actie_id}"
    return f"D{boeking.streefdoel_id}" if boeking.streefdoel_id is not None else ""


class BewijsForm(forms.Form):
    """A document that proves a booking."""

    bestand = forms.FileField(
        label="Bewijsstuk",
        help_text="Een factuur of ander stuk: pdf, jpeg of png, hoogstens 10 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_bestand(self) -> Upload:
        file = self.cleaned_data["bestand"]
        try:
            check_size(file.size)
            return check_upload(file.name, file.read())
        except UploadError as error:
            raise forms.ValidationError(str(error)) from error


class OverdrachtForm(forms.Form):
    """Why unspent euros go along to the next schooljaar."""

    reden = forms.CharField(
        label="Waarom gaat het mee?",
        max_length=300,
        help_text="Bijvoorbeeld: de factuur van de vorming komt pas na de zomer.",
    )
