"""Forms of tasks and reminders, and what every form of the room shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator

from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.beleid.afdruk import afdruk
from gokwijs.apps.beleid.bewaren import BeleidError, Conflict
from gokwijs.apps.beleid.forms import Rolkiezer, people_field
from gokwijs.apps.beleid.models import Plan, Taak
from gokwijs.apps.samen.models import Herinnering
from gokwijs.apps.samen.selectors import acties_van, open_plannen
from gokwijs.apps.scholen.models import School
from gokwijs.apps.ui.keuzes import without_dashes


class SamenForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Labels with a capital, dates with the calendar of the browser; the service builds the row."""

    # What the row held when the form was opened: somebody else may save in between.
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.initial["was"] = afdruk(self.instance)
        for field in self.fields.values():
            if field.label:
                field.label = str(field.label)[:1].upper() + str(field.label)[1:]
            if isinstance(field, forms.DateField):
                field.widget = DagInput()
        without_dashes(self.fields)

    def _post_clean(self) -> None:
        """Only the fields are checked here: the row itself is built and checked by the service."""

    def values(self) -> dict[str, Any]:
        """The typed values by field."""
        return {name: self.cleaned_data.get(name) for name in self.Meta.fields}  # type: ignore[attr-defined]

    @property
    def op(self) -> str | None:
        """The ``afdruk`` it was opened on; None for a new row."""
        return self.cleaned_data["was"] if self.instance.pk else None

    def say(self, error: BeleidError) -> None:
        """What a service refused, above the form; after a conflict the next save may go through."""
        if not isinstance(error, Conflict):
            self.add_error(None, str(error))
            return
        now = type(self.instance)._default_manager.get(pk=self.instance.pk)
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["was"] = afdruk(now)
        self.data = data


def vinkjes(
    label: str, choices: Iterable[tuple[str, str]], *, hulp: str = "", required: bool = False
) -> forms.MultipleChoiceField:
    """Several of a list."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=hulp,
    )


class Rijkeuze(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Rows by their whole text, not cut off in the middle of a word."""

    def label_from_instance(self, obj: Any) -> str:
        return Truncator(getattr(obj, "tekst", None) or str(obj)).chars(160)


def meer_rijen(label: str, queryset: Any, hulp: str = "") -> Rijkeuze:
    """Several rows of the school."""
    return Rijkeuze(
        label=label,
        queryset=queryset,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=hulp,
    )


class TaakForm(SamenForm):
    """One thing to do. Without an actie it hangs on the plan."""

    class Meta:
        model = Taak
        fields = ["tekst", "wie", "wie_rol", "tegen", "actie", "plan"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "tekst"
        ].help_text = "Eén ding dat iemand kan afvinken. Geen namen van leerlingen."
        self.fields["wie"] = people_field(self.school, "Wie")
        self.fields["wie_rol"].label = "Of: welke rol"
        self.fields["wie_rol"].widget = Rolkiezer()
        self.fields["wie_rol"].help_text = "Met enkel een rol ziet wie die rol heeft de taak ook."
        plans = open_plannen(self.school)
        self.fields["actie"].queryset = acties_van(self.school)  # type: ignore[attr-defined]
        self.fields["actie"].empty_label = "geen actie: een taak voor het hele plan"  # type: ignore[attr-defined]
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        self.fields["plan"].empty_label = None  # type: ignore[attr-defined]
        self.fields["plan"].required = False
        if len(plans) < 2:
            self.fields["plan"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """An actie decides the plan."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("actie") is not None:
            data["plan"] = data["actie"].plan
        elif data.get("plan") is None and "plan" not in self.errors:
            self.add_error("plan", "Kies bij welk plan deze taak hoort.")
        return data

    @property
    def plan(self) -> Plan:
        found: Plan = self.cleaned_data["plan"]
        return found


class HerinneringForm(forms.ModelForm):  # type: ignore[type-arg]
    """How often a mail with own work may come."""

    class Meta:
        model = Herinnering
        fields = ["ritme"]
        widgets = {"ritme": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ritme"].label = "Hoe vaak wil je een mail?"
