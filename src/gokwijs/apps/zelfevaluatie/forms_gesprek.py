"""Forms after a round: a remark, a conclusion, recording the conversation, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.loket.upload import Upload, UploadError, check_size, check_upload
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk, Conclusie
from gokwijs.core.beleid.keuzes import Deelnemersgroep, Momentvorm
from gokwijs.core.kader.model import Kader, Niveau

OORDEEL_LEEG = ("", "we zijn het niet eens, of we weten het niet")


def _tekst(label: str, hulp: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hulp,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _oordeel(niveaus: Iterable[Niveau]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Waar staan we?",
        choices=[*((one.waarde, one.naam) for one in niveaus), OORDEEL_LEEG],
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _soort() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="En dus?",
        choices=Conclusie.Soort.choices,
        required=False,
        widget=forms.RadioSelect,
    )


BORGING = "Waar leggen jullie het vast, zodat het blijft als mensen veranderen?"


class ConclusieForm(forms.Form):
    """Seen, known how, decided; the evidence that is at hand can be ticked."""

    versie = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    zien = _tekst("1. Wat zien we?", "Zonder namen van leerlingen of collega's.")
    weten = _tekst("2. Hoe weten we dat?", "Waaruit blijkt het nog, buiten deze antwoorden?", 2)
    besluit = _tekst("3. Wat besluiten we?")
    borging = forms.CharField(
        label="Hoe houden we dit vast?", required=False, max_length=300, help_text=BORGING
    )
    herzien_op = forms.DateField(label="Opnieuw bekijken op", required=False, widget=DagInput)
    VELDEN = ("zien", "weten", "besluit", "oordeel", "soort", "borging", "herzien_op")

    def __init__(
        self,
        *args: Any,
        niveaus: Iterable[Niveau],
        bewijzen: Sequence[Bewijsstuk] = (),
        uit_plan: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stukken = {str(one.pk): one for one in bewijzen}
        self.fields["oordeel"] = _oordeel(niveaus)
        self.fields["soort"] = _soort()
        self.fields["bewijzen"] = forms.MultipleChoiceField(
            label="Bewijs dat we al bewaren",
            choices=[(key, one.titel) for key, one in self.stukken.items()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["uit_plan"] = forms.MultipleChoiceField(
            label="Uit het plan, nog niet als bewijs bewaard",
            choices=list(uit_plan),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    @classmethod
    def begin(cls, found: Conclusie | None, zin: str) -> dict[str, Any]:
        """What is there already; a first look begins with what the answers say."""
        if found is None:
            return {"versie": 0, "zien": zin}
        start: dict[str, Any] = {name: getattr(found, name) for name in cls.VELDEN}
        if start["oordeel"] is None:
            start["oordeel"] = ""
        there = [str(one.pk) for one in found.bewijzen.all()]
        return {**start, "versie": found.versie, "bewijzen": there}

    def clean(self) -> dict[str, Any]:
        """A kind of conclusion without words is no conclusion."""
        data = super().clean() or self.cleaned_data
        if data.get("soort") and not data.get("besluit"):
            self.add_error("besluit", "Zeg in één zin wat jullie besluiten.")
        return data

    def vakjes(self, name: str) -> list[tuple[str, str, bool]]:
        """Key, words and whether it is ticked; a widget per box would make a long list slow."""
        ticked = {str(key) for key in self[name].value() or ()}
        return [(key, words, key in ticked) for key, words in self.fields[name].choices]  # type: ignore[attr-defined]

    @property
    def bewijsvakjes(self) -> list[tuple[str, str, bool]]:
        return self.vakjes("bewijzen")

    @property
    def planvakjes(self) -> list[tuple[str, str, bool]]:
        return self.vakjes("uit_plan")

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.VELDEN}

    @property
    def op_versie(self) -> int:
        return self.cleaned_data["versie"] or 0

    @property
    def gekozen(self) -> list[Bewijsstuk]:
        return [self.stukken[key] for key in self.cleaned_data["bewijzen"]]

    @property
    def uit_het_plan(self) -> list[tuple[str, int]]:
        """(kind, number) of what becomes evidence now."""
        pairs = (one.rpartition("-") for one in self.cleaned_data["uit_plan"])
        return [(soort, int(nummer)) for soort, _, nummer in pairs]


class OordeelForm(forms.Form):
    """A dated answer of the team without a round."""

    dag = forms.DateField(label="Wanneer bespraken jullie dit?", widget=DagInput)
    zien = _tekst("Wat zien we?", "Zonder namen van leerlingen of collega's.")
    weten = _tekst("Hoe weten we dat?", rows=2)
    besluit = _tekst("Wat besluiten we?")
    borging = forms.CharField(
        label="Hoe houden we dit vast?", required=False, max_length=300, help_text=BORGING
    )
    herzien_op = forms.DateField(label="Opnieuw bekijken op", required=False, widget=DagInput)

    def __init__(self, *args: Any, niveaus: Iterable[Niveau], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["oordeel"] = _oordeel(niveaus)
        self.fields["soort"] = _soort()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("dag") and data["dag"] > self.today:
            self.add_error("dag", "Die dag moet nog komen. Kies de dag van het gesprek.")
        if not self.errors and data.get("oordeel") is None and not data.get("besluit"):
            self.add_error("besluit", "Kies waar jullie staan, of schrijf wat jullie besluiten.")
        return data


class AfrondForm(forms.Form):
    """The conversation as a moment: when, in which form, with whom."""

    datum = forms.DateField(label="Wanneer was het gesprek?", widget=DagInput)
    vorm = forms.ChoiceField(
        label="Wat voor moment was het?", choices=[(v.value, v.label) for v in Momentvorm]
    )
    leiding_aanwezig = forms.BooleanField(label="De leiding was erbij", required=False)
    bezwaren = forms.CharField(
        label="Welke bezwaren waren er?",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Een bezwaar blijft zichtbaar bij Overleg tot er een antwoord staat.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for groep in Deelnemersgroep:
            self.fields[f"n_{groep.value}"] = forms.IntegerField(
                label=groep.label[:1].upper() + groep.label[1:],
                required=False,
                min_value=0,
                max_value=2000,
            )

    @property
    def groepen(self) -> list[forms.BoundField]:
        return [self[f"n_{groep.value}"] for groep in Deelnemersgroep]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["groepen"] = {
            g.value: data[f"n_{g.value}"] for g in Deelnemersgroep if data.get(f"n_{g.value}")
        }
        if data.get("datum") and data["datum"] > self.today:
            self.add_error("datum", "Die dag moet nog komen. Kies de dag van het gesprek.")
        if not data["groepen"] and not self.errors:
            self.add_error(None, "Vul in met hoeveel jullie waren, minstens bij één groep.")
        return data

    @property
    def values(self) -> dict[str, Any]:
        names = ("datum", "vorm", "leiding_aanwezig", "bezwaren", "groepen")
        return {name: self.cleaned_data[name] for name in names}


class BewijsForm(forms.Form):
    """One piece of evidence of a kind: only the fields of that kind are asked."""

    titel = forms.CharField(
        label="Hoe heet het?",
        max_length=200,
        help_text="Wie een vragenlijst invult, kan deze titel lezen. Zet er geen cijfers of namen "
        "in.",
    )
    adres = forms.URLField(label="Adres op het web", max_length=500, assume_scheme="https")
    bestand = forms.FileField(
        label="Pdf, jpeg of png",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    keuze = forms.ChoiceField(label="Welke?")
    dag = forms.DateField(label="Van wanneer is het?", required=False, widget=DagInput)
    codes = forms.MultipleChoiceField(
        label="Bij welke verwachtingen hoort het?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vink minstens één verwachting aan."},
    )

    def __init__(
        self,
        *args: Any,
        soort: str,
        kaders: Sequence[Kader],
        keuzes: Sequence[tuple[str, str]] = (),
        oud: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = Bewijsstuk.Soort
        fits = {
            "adres": soort == kinds.LINK,
            "bestand": soort == kinds.DOCUMENT and not oud,
            "keuze": soort not in (kinds.LINK, kinds.DOCUMENT) and not oud,
            "titel": soort in (kinds.LINK, kinds.DOCUMENT),
            "dag": soort in (kinds.LINK, kinds.DOCUMENT),
        }
        for name, fit in fits.items():
            if not fit:
                del self.fields[name]
        if "keuze" in self.fields:
            self.fields["keuze"].choices = keuzes  # type: ignore[attr-defined]
        self.kaders = kaders
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (key, one.titel) for kader in kaders for key, one in kader.verwachtingen.items()
        ]
        self.upload: Upload | None = None

    @property
    def rubrieken(self) -> list[tuple[str, list[Any], bool]]:
        """The boxes under their chapters; the last says whether one of them is ticked."""
        boxes = {str(one.data["value"]): one for one in self["codes"]}
        found = []
        for kader in self.kaders:
            for rubriek in kader.gevuld:
                own = [boxes[kader.sleutel(code)] for code in rubriek.codes]
                ticked = any(one.data["selected"] for one in own)
                name = rubriek.naam if kader is self.kaders[0] else f"{kader.titel}: {rubriek.naam}"
                found.append((name, own, ticked))
        return found

    def clean_bestand(self) -> Any:
        """Judged by its bytes; kept as ``upload``."""
        given = self.cleaned_data["bestand"]
        try:
            check_size(given.size or 0)
            self.upload = check_upload(given.name or "document", given.read())
        except UploadError as error:
            raise forms.ValidationError(str(error)) from None
        return given

    @property
    def values(self) -> dict[str, Any]:
        names = ("titel", "adres", "dag", "codes")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
