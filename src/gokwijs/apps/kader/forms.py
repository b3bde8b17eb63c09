"""What somebody gives: a file with a framework, a choice to confirm, a question, a search."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from gokwijs.apps.kader.models import EigenVraag, Kaderkeuze
from gokwijs.core.kader import Kader, KaderFout, Status, Zekerheid
from gokwijs.core.kader.blad import Kop, lees_blad
from gokwijs.core.kader.pakket import MAX_BYTES, lees_toml
from gokwijs.core.kader.vorm import VASTE_TEKST

GEBRUIK = [
    (Kaderkeuze.Gebruik.HOOFD.value, "Dit wordt ons kader"),
    (Kaderkeuze.Gebruik.ERNAAST.value, "We gebruiken het naast ons kader"),
]
_SHEETS = (".xlsx", ".csv", ".tsv", ".txt")
_MOST_JSON = 2_000_000


class BestandForm(forms.Form):
    """A pack as TOML, or a sheet with what a sheet cannot say about itself."""

    bestand = forms.FileField(
        label="Bestand met het kader",
        help_text="Een TOML-bestand, een Excel-werkmap (.xlsx) of een csv. Hoogstens 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".toml,.xlsx,.csv,.tsv,.txt"}),
    )
    gebruik = forms.ChoiceField(
        label="Hoe gebruik je het?",
        choices=GEBRUIK,
        initial=Kaderkeuze.Gebruik.HOOFD.value,
        widget=forms.RadioSelect,
    )
    titel = forms.CharField(label="Naam van het kader", max_length=200, required=False)
    naamruimte = forms.CharField(
        label="Kort woord voor de codes",
        max_length=20,
        required=False,
        help_text="Kleine letters. 'ok' voor het OK, een eigen woord voor een ander kader.",
    )
    versie = forms.CharField(
        label="Versie", max_length=14, required=False, help_text="Drie getallen, zoals 1.0.0."
    )
    vaste_tekst = forms.CharField(
        label="Zin onder elke tekst die geen citaat is",
        max_length=200,
        required=False,
        help_text=f"Bij een omschrijving van een officiële tekst: {VASTE_TEKST}.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("vaste_tekst", VASTE_TEKST)
        self.initial.setdefault("versie", "1.0.0")
        self.problemen: list[dict[str, str]] = []

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        upload = data.get("bestand")
        if isinstance(upload, UploadedFile) and not self.errors:
            try:
                data["data"] = self._read(upload)
            except KaderFout as fout:
                self.refuse(fout)
        return data

    def _read(self, upload: UploadedFile[Any]) -> dict[str, Any]:
        if (upload.size or 0) > MAX_BYTES:
            raise KaderFout(f"Het bestand is groter dan {MAX_BYTES // 1024**2} MB.")
        name = str(upload.name or "").lower()
        if name.endswith(".toml"):
            return lees_toml(upload.read())
        if not name.endswith(_SHEETS):
            raise KaderFout("Kies een bestand dat eindigt op .toml, .xlsx of .csv.")
        given = self.cleaned_data
        missing = [
            str(self.fields[key].label)
            for key in ("titel", "naamruimte", "versie", "vaste_tekst")
            if not given.get(key)
        ]
        if missing:
            raise KaderFout(f"Vul bij een rekenblad ook in: {', '.join(missing)}.")
        kop = Kop(
            given["titel"],
            given["naamruimte"],
            given["versie"],
            f"{timezone.localdate():%Y-%m}",
            vaste_tekst=given["vaste_tekst"],
        )
        return lees_blad(io.BytesIO(upload.read()), name, kop)

    def refuse(self, fout: KaderFout) -> None:
        """Every fault, to show above the form."""
        self.problemen = meldingen(fout)
        self.add_error("bestand", "Dit kader is niet ingelezen. Hierboven staat waarom.")


def meldingen(fout: KaderFout, most: int = 100) -> list[dict[str, str]]:
    """Faults as the page shows them; the first hundred, and how many more."""
    shown = [{"ernst": "fout", "zin": str(one), "remedie": ""} for one in fout.problemen[:most]]
    rest = len(fout.problemen) - most
    if rest > 0:
        shown.append({"ernst": "fout", "zin": f"En nog {rest} andere fouten.", "remedie": ""})
    return shown


class BevestigForm(forms.Form):
    """The same pack once more, after the preview; it is checked again as if it were new."""

    inhoud = forms.CharField(widget=forms.HiddenInput, max_length=_MOST_JSON)
    gebruik = forms.ChoiceField(choices=GEBRUIK, widget=forms.HiddenInput)

    def clean_inhoud(self) -> dict[str, Any]:
        try:
            found = json.loads(self.cleaned_data["inhoud"])
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise forms.ValidationError("Kies het bestand opnieuw.")
        return found


class KeuzeForm(forms.Form):
    """Which pack, for which system, how; ``pakket`` empty: the bundled one."""

    naamruimte = forms.RegexField(r"^[a-z]{2,20}$", max_length=20)
    pakket = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    gebruik = forms.ChoiceField(choices=Kaderkeuze.Gebruik.choices)


class VraagForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A question of the school itself."""

    class Meta:
        model = EigenVraag
        fields = ["tekst", "toelichting"]
        widgets = {
            "tekst": forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            "toelichting": forms.Textarea(attrs={"rows": 2}),
        }

    code = forms.ChoiceField(label="Bij welke verwachting hoort ze?", required=False)

    def __init__(self, *args: Any, kaders: Sequence[Kader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tekst"].label = "De vraag of uitspraak"
        self.fields["toelichting"].label = "Uitleg erbij"
        self.fields[
            "tekst"
        ].help_text = "Eén ding per vraag, zo dat je op een niveau kunt antwoorden."
        kept = self.instance.code
        known = [(key, one.titel) for kader in kaders for key, one in kader.verwachtingen.items()]
        if kept and kept not in dict(known):
            known.append((kept, f"{kept} (vervallen)"))
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "bij geen enkele"), *known]
        self.initial["code"] = kept

    def _post_clean(self) -> None:
        """Only the fields are checked here: the row itself is written by the service."""


class ZoekForm(forms.Form):
    """What to look for in one framework; it all stands in the address."""

    zoek = forms.CharField(label="Zoek in de teksten", required=False, max_length=80)
    rubriek = forms.ChoiceField(label="Rubriek", required=False)
    status = forms.ChoiceField(
        label="Soort tekst",
        required=False,
        choices=[("", "alle"), *((one.value, one.label) for one in Status)],
    )
    zekerheid = forms.ChoiceField(
        label="Hoe zeker is de code",
        required=False,
        choices=[("", "maakt niet uit"), *((one.value, one.label) for one in Zekerheid)],
    )

    def __init__(self, *args: Any, kader: Kader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rubriek"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "alle"), *((one.sleutel, one.naam) for one in kader.gevuld)]

    def given(self) -> dict[str, str]:
        """What was asked and can be asked."""
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}
