"""Forms of the room: the setup, its post-test, how it was carried out, a lowered verdict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from gokwijs.apps.beleid.getal import Getal
from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.effect.models import Opzet, Vergelijking
from gokwijs.apps.effect.services import Keuzes, bezwaren
from gokwijs.apps.effect.services_deelname import Gekregen
from gokwijs.apps.toetsen.models import Afname, Toets
from gokwijs.core.effect.keuzes import Toewijzing
from gokwijs.core.effect.oordeel import Oordeel

KIES = "kies een afname"


class Afnamekeuze(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Moments of one toets, with their day; read once."""

    def __init__(self, afnamen: Iterable[Afname], **kwargs: Any) -> None:
        given = list(afnamen)
        super().__init__(
            Afname.objects.filter(pk__in=[a.pk for a in given]), required=False, **kwargs
        )
        self.choices = [("", KIES), *((a.pk, f"{a.naam}, {a.datum:%d/%m/%Y}") for a in given)]


class OpzetForm(forms.Form):
    """Everything that is decided before the start; the toets is chosen already."""

    toewijzing = forms.ChoiceField(
        label="Hoe werd beslist wie meedoet?",
        choices=[("", "kies"), *((t.value, t.label) for t in Toewijzing)],
        required=False,
        help_text="Loting is het sterkst: dan beslist het toeval wie meedoet, en niets anders.",
    )
    laag_gekozen = forms.IntegerField(
        label="Gekozen op een lage score? Zo ja: de laagste hoeveel procent",
        required=False,
        min_value=1,
        max_value=99,
        help_text="Leeg: niet op een lage score gekozen. Wie laag begint, stijgt ook zonder actie.",
    )
    gekozen_op_voormeting = forms.BooleanField(
        label="Die lage score was de voortoets zelf",
        required=False,
        help_text="Werden ze op een andere toets gekozen, laat dit dan leeg.",
    )
    momenten_gepland = forms.IntegerField(
        label="Hoeveel momenten zijn gepland per leerling?",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Bijvoorbeeld 30 lessen. Leeg als er geen momenten te tellen zijn.",
    )
    vergelijking = forms.ChoiceField(
        label="Met wie vergelijk je?",
        choices=Vergelijking.choices,
        initial=Vergelijking.GEEN,
        widget=forms.RadioSelect,
    )
    koppelen = forms.BooleanField(
        label="Maak paren: elke leerling met een leerling die even hoog begon", required=False
    )
    marge = Getal(
        label="Hoeveel punten mogen twee leerlingen van een paar verschillen?",
        places=3,
        help_text="Kies dit vooraf. De eerste indeling in paren is de definitieve.",
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        actie: Actie,
        toets: Toets,
        afnamen: Iterable[Afname],
        opzet: Opzet | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**_stored(opzet), **self.initial}
        self.actie, self.toets = actie, toets
        given = [a for a in afnamen if a.toets_id == toets.pk]
        for name, label, hulp in (
            ("voor", "Voortoets", "Voor de actie begint. Zonder voortoets is er geen oordeel."),
            ("na", "Natoets", "Mag later: kies ze zodra de toets afgenomen is."),
            ("vergelijk_voor", "Voortoets van de vorige lichting", ""),
            ("vergelijk_na", "Natoets van de vorige lichting", ""),
        ):
            self.fields[name] = Afnamekeuze(given, label=label, help_text=hulp)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for name, problem in bezwaren(self.keuzes, self.actie).items():
                self.add_error(name if name in self.fields else None, problem)
        return data

    @property
    def keuzes(self) -> Keuzes:
        data = self.cleaned_data
        return Keuzes(
            toets=self.toets,
            voor=data.get("voor"),
            na=data.get("na"),
            vergelijking=data.get("vergelijking") or Vergelijking.GEEN.value,
            vergelijk_voor=data.get("vergelijk_voor"),
            vergelijk_na=data.get("vergelijk_na"),
            toewijzing=data.get("toewijzing") or "",
            koppelen=bool(data.get("koppelen")),
            marge=data.get("marge"),
            laag_gekozen=data.get("laag_gekozen"),
            gekozen_op_voormeting=bool(data.get("gekozen_op_voormeting")),
            momenten_gepland=data.get("momenten_gepland"),
        )


def _stored(opzet: Opzet | None) -> dict[str, Any]:
    if opzet is None:
        return {}
    names = (
        *("toewijzing", "laag_gekozen", "gekozen_op_voormeting", "momenten_gepland"),
        *("vergelijking", "koppelen", "marge"),
    )
    keys = ("voor", "na", "vergelijk_voor", "vergelijk_na")
    return {
        **{name: getattr(opzet, name) for name in (*names, "versie")},
        **{name: getattr(opzet, f"{name}_id") for name in keys},
    }


class VooruitblikForm(forms.Form):
    """How many pupils somebody thinks of; nothing of it is kept."""

    n_t = forms.IntegerField(
        label="Ongeveer hoeveel leerlingen krijgen de actie?", min_value=2, max_value=2000
    )
    n_c = forms.IntegerField(
        label="Hoeveel in de vergelijkingsgroep?", required=False, min_value=2, max_value=2000
    )


class NatoetsForm(forms.Form):
    """When the post-test was taken, chosen later."""

    def __init__(self, *args: Any, afnamen: Iterable[Afname], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["na"] = Afnamekeuze(afnamen, label="Welke afname is de natoets?")
        self.fields["na"].required = True


class VervangForm(forms.Form):
    reden = forms.CharField(
        label="Waarom komt er een nieuwe opzet?",
        max_length=300,
        help_text="Deze reden blijft zichtbaar. De opzet die vaststond, blijft ook te lezen.",
    )


class MeegedaanForm(forms.Form):
    """Per pupil how many moments, and whether this pupil stopped."""

    def __init__(self, *args: Any, sleutels: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sleutels = list(sleutels)
        for key in self.sleutels:
            self.fields[f"m{key}"] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=999,
                widget=forms.NumberInput(attrs={"class": "form-control getal-invoer"}),
            )
            self.fields[f"s{key}"] = forms.BooleanField(required=False)

    @property
    def gekregen(self) -> dict[int, Gekregen]:
        data = self.cleaned_data
        return {
            key: Gekregen(data.get(f"m{key}"), bool(data.get(f"s{key}"))) for key in self.sleutels
        }


class VerlaagForm(forms.Form):
    """Only to what says less."""

    naar = forms.ChoiceField(label="Verlaag het oordeel tot")
    nota = forms.CharField(
        label="Waarom",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wat weten jullie dat niet in de cijfers staat? Geen namen.",
    )

    def __init__(self, *args: Any, keuzes: Iterable[Oordeel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["naar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in keuzes]
