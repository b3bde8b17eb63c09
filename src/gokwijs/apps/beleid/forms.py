"""Forms of the chain. Each remembers on which version it was opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import models as db
from django.utils.text import Truncator

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.getal import Getal
from gokwijs.apps.beleid.models import (
    Indicator,
    Plan,
)
from gokwijs.apps.kader.selectors import Codes
from gokwijs.apps.scholen.models import School
from gokwijs.apps.ui.keuzes import without_dashes
from gokwijs.core.beleid.keuzes import Oudertype, Partnersoort
from gokwijs.core.calendar import Schooljaar, dutch_date

EPSTEIN = {one.value: one.label for one in Oudertype}
PARTNERS = {one.value: one.label for one in Partnersoort}
ROLLEN = (
    "directeur",
    "GOK-coördinator",
    "zorgcoördinator",
    "leerlingenbegeleider",
    "leraar",
    "vakgroep",
    "graadcoördinator",
    "secretariaat",
)


def indicatoren_van(plan: Plan) -> db.QuerySet[Indicator]:
    """Those of the plan, and those its goals brought along from the plan before."""
    mine = db.Q(plan=plan) | db.Q(streefdoelen__plan=plan) | db.Q(ook_bij__plan=plan)
    return Indicator.objects.filter(mine, verwijderd=None).distinct()


def before_plan(plan: Plan, end: date) -> str:
    """What is over before the plan begins belongs in an earlier one; empty when it is not."""
    begin = Schooljaar(plan.schooljaar_van).first_day
    if end >= begin:
        return ""
    return f"Dit plan begint op {dutch_date(begin)}. Kies een dag daarna."


def label_with(text: str) -> str:
    return text[:1].upper() + text[1:]


class Rolkiezer(forms.TextInput):
    """A role as free text, with the usual ones offered."""

    def __init__(self) -> None:
        super().__init__(attrs={"list": "rollen", "autocomplete": "off"})


class KnoopForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A link of the chain; ``op_versie`` is the version it was opened on."""

    versie = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self, *args: Any, school: School, codes: Codes | None = None, **kwargs: Any
    ) -> None:
        """``codes``: those of the page, when it has read them already."""
        super().__init__(*args, **kwargs)
        self.school = school
        self.initial["versie"] = self.instance.versie if self.instance.pk else None
        for name, field in list(self.fields.items()):
            if field.label:
                field.label = label_with(str(field.label))
            if isinstance(field, forms.DateField):
                field.widget = DagInput()
            if name.endswith("_rol"):
                field.widget = Rolkiezer()
            if isinstance(field, forms.DecimalField):
                self.fields[name] = Getal(label=field.label, places=field.decimal_places or 0)
        without_dashes(self.fields)
        if "ok_codes" in self.fields:
            self.fields["ok_codes"] = forms.MultipleChoiceField(
                label="Verwachtingen van het kwaliteitskader",
                choices=(codes or Codes(school)).choices(self.initial.get("ok_codes") or ()),
                required=False,
                widget=forms.SelectMultiple(attrs={"size": 6}),
                help_text="Houd Ctrl (of Cmd) ingedrukt om er meer dan één te kiezen.",
            )
        if "trekker" in self.fields:
            self.fields["trekker"] = people_field(school, "Trekker (persoon)")

    def _post_clean(self) -> None:
        """Only the fields are checked here: the row itself is built and checked by the service."""

    def values(self) -> dict[str, Any]:
        """The typed values by field."""
        return {name: value for name, value in self.cleaned_data.items() if name != "versie"}

    @property
    def op_versie(self) -> int | None:
        found: int | None = self.cleaned_data.get("versie")
        return found


class Persoon(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: db.Model) -> str:
        return str(getattr(obj, "naam", obj))


def people_field(school: School, label: str, *, required: bool = False) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """Somebody who works at this school; never anybody else."""
    return Persoon(
        label=label,
        required=required,
        queryset=User.objects.filter(memberships__school=school).distinct().order_by("naam", "pk"),
        empty_label="niemand in het bijzonder",
    )


def multiple(label: str, choices: Iterable[tuple[str, str]], hulp: str = "") -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=hulp,
    )


def ground_label(one: Vaststelling) -> str:
    """Cut between words, with its source and day: enough to tell two of them apart."""
    text = Truncator(one.tekst).words(24, truncate=" …")
    return f"{text} ({one.get_bron_soort_display()}, {one.dag:%d/%m/%Y})"


class PlanForm(KnoopForm):
    """Name, years and vision of a plan."""

    class Meta:
        model = Plan
        fields = [
            "naam",
            "schooljaar_van",
            "schooljaar_tot",
            "kernteam",
            "visie",
            "visie_titel",
            "visie_datum",
            "visie_vindplaats",
            "volgende_evaluatie_op",
        ]
        widgets = {"visie": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = Schooljaar.of(today).start
        first = min(now, self.instance.schooljaar_van or now) - 1
        years = [(start, str(Schooljaar(start))) for start in range(first, now + 4)]
        for name in ("schooljaar_van", "schooljaar_tot"):
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label, choices=years, coerce=int
            )
            if self.initial.get(name) is None:
                self.initial[name] = now
        self.fields[
            "kernteam"
        ].help_text = "Rollen, geen namen: die veranderen. Met komma's ertussen."
        self.fields[
            "visie"
        ].help_text = "Een paar zinnen over wat gelijke kansen op jullie school betekenen."
        self.fields[
            "volgende_evaluatie_op"
        ].help_text = "Wanneer kijken jullie samen terug? Nodig om het plan vast te stellen."
        self.fields[
            "visie_titel"
        ].help_text = "Waar staat die visie nog? Bijvoorbeeld het schoolplan."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        van, tot = data.get("schooljaar_van"), data.get("schooljaar_tot")
        if van and tot and not van <= tot <= van + 2:
            self.add_error("schooljaar_tot", "Een plan loopt over één tot drie schooljaren.")
        return data


class VaststellingForm(KnoopForm):
    """Something the school sees that does not come from an analysis page."""

    class Meta:
        model = Vaststelling
        fields = [
            "tekst",
            "bron_soort",
            "bron",
            "dag",
            "populatie",
            "plaats",
            "teller",
            "noemer",
            "waarde",
            "eenheid",
            "duiding",
            "prioritair",
            "reden_zonder",
            "ok_codes",
        ]
        widgets = {
            "tekst": forms.Textarea(attrs={"rows": 3}),
            "duiding": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"dag": "Wanneer gezien of gemeten", "bron": "Welke bron precies"}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields[
            "tekst"
        ].help_text = "Wat zie je, zonder oordeel en zonder namen van leerlingen."
        self.fields["duiding"].help_text = "Apart van het cijfer: wat kan erachter zitten?"
        self.fields["teller"].help_text = "Bijvoorbeeld 17 …"
        self.fields["noemer"].help_text = "… van de 41."
        if self.instance.cijfers:  # its figures belong to that page, that day
            for name in ("bron_soort", "bron", "dag", "teller", "noemer", "waarde", "eenheid"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        teller, noemer = data.get("teller"), data.get("noemer")
        if (teller is None) != (noemer is None):
            self.add_error("noemer", "Vul allebei in: hoeveel, en van hoeveel.")
        elif teller is not None and noemer is not None and not 0 <= teller <= noemer:
            self.add_error("teller", "Het aantal kan niet groter zijn dan het geheel.")
        elif noemer == 0:
            self.add_error("noemer", "Het geheel is minstens 1.")
        if (day := data.get("dag")) and day > self.today:
            self.add_error("dag", "Deze dag is nog niet geweest.")
        return data
