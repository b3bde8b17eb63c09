"""Forms on reports of the inspectorate, their findings and a remediation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.beleid.models import Actie, Streefdoel
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.kader.selectors import Codes
from gokwijs.apps.scholen.models import School
from gokwijs.apps.ui.keuzes import without_dashes
from gokwijs.core.beleid.keuzes import Planstatus


class _Versioned(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A form that knows on which version it was opened."""

    versie = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_dashes(self.fields)
        if self.instance.pk:
            self.fields["versie"].initial = self.instance.versie

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field of the row."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def show_newer(self, versie: int) -> None:
        """After a conflict: what was typed stays, saved on top of what stands there now."""
        data = QueryDict(mutable=True)
        for name in self.data:
            data.setlist(name, self.data.getlist(name))  # type: ignore[attr-defined]
        data[self.add_prefix("versie")] = str(versie)
        self.data = data


class InspectieForm(_Versioned):
    """A report."""

    class Meta:
        model = Inspectie
        fields = [
            "document",
            "datum",
            "soort",
            "gok_uitspraak",
            "advies",
            "opvolging_van",
            "toelichting",
        ]
        widgets = {
            "datum": DagInput(),
            "gok_uitspraak": forms.RadioSelect(),
            "toelichting": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, school: School, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        texts = {
            "document": "Zoals op de eerste bladzijde staat.",
            "soort": "Zoals het verslag het noemt, bijvoorbeeld: doorlichting. Mag leeg.",
            "gok_uitspraak": "Positief of negatief, zoals het in het verslag staat.",
            "advies": "Neem de woorden van het verslag over. Mag leeg.",
            "opvolging_van": "Bij een nieuwe evaluatie na een vorig verslag.",
        }
        for name, text in texts.items():
            self.fields[name].help_text = text
        earlier = self.fields["opvolging_van"]
        assert isinstance(earlier, forms.ModelChoiceField)
        earlier.queryset = school.inspecties.filter(verwijderd=None).exclude(pk=self.instance.pk)
        earlier.empty_label = "geen vorig verslag"

    def clean_datum(self) -> date:
        datum: date = self.cleaned_data["datum"]
        if datum > self.today:
            raise forms.ValidationError("Deze datum moet nog komen.")
        return datum

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        earlier, datum = found.get("opvolging_van"), found.get("datum")
        if earlier is not None and datum is not None and earlier.datum > datum:
            self.add_error("opvolging_van", "Dat verslag is later dan dit verslag.")
        return found


class BevindingForm(_Versioned):
    """A finding with what answers it."""

    ok_codes = forms.MultipleChoiceField(
        label="Bij welke verwachtingen van het referentiekader hoort dit?",
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    class Meta:
        model = Bevinding
        fields = [
            "soort",
            "tekst",
            "status",
            "sinds",
            "hoe",
            "ok_codes",
            "streefdoelen",
            "acties",
        ]
        widgets = {
            "tekst": forms.Textarea(attrs={"rows": 4}),
            "hoe": forms.Textarea(attrs={"rows": 3}),
            "sinds": DagInput(),
            "streefdoelen": forms.CheckboxSelectMultiple(),
            "acties": forms.CheckboxSelectMultiple(),
        }

    def __init__(self, *args: Any, school: School, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        texts = {
            "tekst": "Eén bevinding per keer, in de woorden van het verslag.",
            "sinds": "Nodig bij 'afgerond'. De dag waarop het zo ver was.",
            "hoe": "Nodig bij 'afgerond'. Eén of twee zinnen.",
        }
        for name, text in texts.items():
            self.fields[name].help_text = text
        codes = self.fields["ok_codes"]
        assert isinstance(codes, forms.MultipleChoiceField)
        codes.choices = Codes(school).choices(self.initial.get("ok_codes") or ())
        for name, rows in (
            ("streefdoelen", Streefdoel.objects),
            ("acties", Actie.objects),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = self._open(rows.filter(plan__school=school))

    def _open(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What is not taken away, in a plan that is not closed; or linked already."""
        live = rows.filter(verwijderd=None, plan__verwijderd=None).exclude(
            plan__status=Planstatus.AFGESLOTEN.value
        )
        if self.instance.pk:
            live = live | rows.filter(bevindingen=self.instance)
        return live.distinct()

    def clean_sinds(self) -> date | None:
        sinds: date | None = self.cleaned_data["sinds"]
        if sinds is not None and sinds > self.today:
            raise forms.ValidationError("Deze datum moet nog komen.")
        return sinds

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("status") == Bevinding.Stand.AFGEROND:
            for name, text in (
                ("sinds", "Sinds wanneer is dit afgerond?"),
                ("hoe", "Wat deden jullie ermee? Eén of twee zinnen."),
            ):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, text)
        return found


class RemedieringForm(_Versioned):
    """The term and who helps."""

    class Meta:
        model = Remediering
        fields = [
            "herevaluatie_op",
            "herevaluatie_bron",
            "begeleider",
            "begeleider_rol",
            "begeleiding_vanaf",
            "afspraken",
        ]
        widgets = {
            "herevaluatie_op": DagInput(),
            "begeleiding_vanaf": DagInput(),
            "afspraken": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {
            "herevaluatie_op": "De dag die de inspectie noemt. Nog niet gekend? Laat leeg.",
            "herevaluatie_bron": "Bijvoorbeeld: brief van de inspectie van 12 mei.",
            "begeleider": "Een organisatie, geen naam van een persoon.",
            "begeleider_rol": "Bijvoorbeeld: begeleidt het kernteam bij evaluatie.",
        }
        for name, text in texts.items():
            self.fields[name].help_text = text

    def clean_herevaluatie_op(self) -> date | None:
        day: date | None = self.cleaned_data["herevaluatie_op"]
        if day is not None and day < self.instance.inspectie.datum:
            raise forms.ValidationError("De nieuwe evaluatie kan niet voor het verslag liggen.")
        return day


class UitkomstForm(_Versioned):
    """How the new evaluation ended."""

    class Meta:
        model = Remediering
        fields = ["uitkomst", "uitkomst_op", "uitkomst_document"]
        widgets = {"uitkomst_op": DagInput(), "uitkomst": forms.RadioSelect()}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        day, end = found.get("uitkomst_op"), found.get("uitkomst")
        if end != Remediering.Uitkomst.OPEN and day is None and "uitkomst_op" not in self.errors:
            self.add_error("uitkomst_op", "Op welke datum was de uitkomst bekend?")
        if day is not None and not self.instance.inspectie.datum <= day <= self.today:
            self.add_error("uitkomst_op", "Kies een dag na het verslag en niet in de toekomst.")
        return found
