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
    Actie,
    Beleidskoppeling,
    Indicator,
    Plan,
    Streefdoel,
    Uitvoering,
)
from gokwijs.apps.kader.selectors import Codes
from gokwijs.apps.scholen.models import School
from gokwijs.apps.ui.keuzes import without_dashes
from gokwijs.core.beleid.keuzes import Bronsoort, Oudertype, Partnersoort
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.kenmerken import Kenmerk

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


class StreefdoelForm(KnoopForm):
    """A goal; what is missing for adoption may stay empty in a draft."""

    class Meta:
        model = Streefdoel
        fields = [
            "formulering",
            "toelichting",
            "vaststellingen",
            "doelgroep",
            "kenmerken",
            "plaats",
            "niveau",
            "indicator",
            "andere_indicatoren",
            "richting",
            "streefwaarde",
            "start",
            "einddatum",
            "trekker_rol",
            "trekker",
            "koppelingen",
            "thema",
            "ok_codes",
        ]
        widgets = {
            "toelichting": forms.Textarea(attrs={"rows": 3}),
            "vaststellingen": forms.CheckboxSelectMultiple,
            "andere_indicatoren": forms.CheckboxSelectMultiple,
            "koppelingen": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, plan: Plan, exact: bool, **kwargs: Any) -> None:
        super().__init__(*args, school=plan.school, **kwargs)
        self.plan = plan
        found = Vaststelling.objects.filter(school=plan.school, ingetrokken=None)
        if not exact:
            found = found.filter(werkzone=False)
        self.fields["vaststellingen"].queryset = found  # type: ignore[attr-defined]
        self.fields["vaststellingen"].label_from_instance = ground_label  # type: ignore[attr-defined]
        self.fields["kenmerken"] = multiple(
            "Kenmerken van die leerlingen", [(k.value, k.label) for k in Kenmerk]
        )
        indicators = indicatoren_van(plan)
        self.fields["indicator"].queryset = indicators  # type: ignore[attr-defined]
        self.fields["andere_indicatoren"].queryset = indicators  # type: ignore[attr-defined]
        self.fields["koppelingen"].queryset = Beleidskoppeling.objects.filter(  # type: ignore[attr-defined]
            school=plan.school, verwijderd=None
        )
        self.fields[
            "formulering"
        ].help_text = "Kort, in je eigen woorden. De volledige zin maakt GOK-wijs uit de velden."
        self.fields["doelgroep"].help_text = "Een groep, nooit een leerling: 'leerlingen van 1B'."
        self.fields["plaats"].help_text = "Bijvoorbeeld 'eerste graad, 1B' of 'hele school'."
        self.fields[
            "streefwaarde"
        ].help_text = "Voor een aandeel: het percentage, zonder teken. Anders de score."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("einddatum")
        if start and end and end < start:
            self.add_error("einddatum", "De einddatum ligt voor de start.")
        elif end and (said := before_plan(self.plan, end)):
            self.add_error("einddatum", said)
        indicator, value = data.get("indicator"), data.get("streefwaarde")
        if indicator and indicator.is_aandeel and value is not None and not 0 <= value <= 100:
            self.add_error("streefwaarde", "Een percentage ligt tussen 0 en 100.")
        return data


class IndicatorForm(KnoopForm):
    """What is counted or measured."""

    class Meta:
        model = Indicator
        fields = [
            "naam",
            "teller_definitie",
            "noemer_definitie",
            "schaal",
            "eenheid",
            "populatie",
            "bron_soort",
            "richting",
            "frequentie",
            "minimum_n",
            "ok_codes",
        ]

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, school=plan.school, **kwargs)
        self.fields["naam"].help_text = "Zo dat er 'stijgt' of 'daalt' voor kan: het aandeel …"
        self.fields[
            "teller_definitie"
        ].help_text = "Bijvoorbeeld: gezinnen met een laattijdige of onbetaalde schoolrekening."
        self.fields["noemer_definitie"].help_text = "Bijvoorbeeld: alle gezinnen van 1B."
        self.fields["schaal"].help_text = "Als het geen aandeel is: de naam van de toets of schaal."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("teller_definitie")) != bool(data.get("noemer_definitie")):
            self.add_error("noemer_definitie", "Een aandeel heeft een teller en een noemer nodig.")
        if not data.get("teller_definitie") and not data.get("schaal"):
            self.add_error("schaal", "Zeg wat je telt (teller en noemer), of welke schaal het is.")
        return data


class ActieForm(KnoopForm):
    """What is done."""

    class Meta:
        model = Actie
        fields = [
            "titel",
            "omschrijving",
            "streefdoelen",
            "aangrijpingspunt",
            "zorgfase",
            "aard",
            "aard_uitleg",
            "plaats",
            "plaats_reden",
            "trekker_rol",
            "trekker",
            "vervanger_rol",
            "start",
            "einde",
            "uitvoerders_bedoeld",
            "uitvoerders_feitelijk",
            "teamafspraak",
            "partners",
            "ouders",
            "reden_nul",
            "nog_niet_meetbaar",
            "ok_codes",
        ]
        widgets = {
            "omschrijving": forms.Textarea(attrs={"rows": 3}),
            "streefdoelen": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, school=plan.school, **kwargs)
        self.plan = plan
        self.fields["streefdoelen"].queryset = Streefdoel.objects.filter(  # type: ignore[attr-defined]
            plan=plan, verwijderd=None
        )
        self.fields["partners"] = multiple("Met welke partners", PARTNERS.items())
        self.fields["ouders"] = multiple("Soort samenwerking met ouders (Epstein)", EPSTEIN.items())
        self.fields[
            "reden_nul"
        ].help_text = "Alleen invullen als er geen uren of euro's voor nodig zijn."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("einde")
        if start and end and end < start:
            self.add_error("einde", "Het einde ligt voor de start.")
        elif end and (said := before_plan(self.plan, end)):
            self.add_error("einde", said)
        if data.get("aard") == "beide" and not data.get("aard_uitleg"):
            self.add_error("aard_uitleg", "Zeg in één zin waarom het allebei is.")
        return data


class UitvoeringForm(forms.ModelForm):  # type: ignore[type-arg]
    """One line in the log of an action."""

    class Meta:
        model = Uitvoering
        fields = ["datum", "tekst", "bereikt", "bedoeld"]
        widgets = {"datum": DagInput(), "tekst": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        reached, meant = data.get("bereikt"), data.get("bedoeld")
        if reached is not None and meant is not None and reached > meant:
            self.add_error("bereikt", "Er kunnen er niet meer bereikt zijn dan bedoeld.")
        return data


class NulmetingForm(forms.Form):
    """The first value, typed together with the goal."""

    nul_teller = Getal(label="Hoeveel", places=1, least=0)
    nul_noemer = Getal(label="Van de", places=1, least=1)
    nul_waarde = Getal(label="Of: score", places=3)
    nul_dag = forms.DateField(label="Gemeten op", required=False, widget=DagInput())
    nul_bron = forms.ChoiceField(
        label="Bron",
        required=False,
        choices=[("", "kies een bron"), *((b.value, label_with(b.label)) for b in Bronsoort)],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def given(self) -> bool:
        return any(self.cleaned_data.get(n) is not None for n in ("nul_teller", "nul_waarde"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        teller, noemer = data.get("nul_teller"), data.get("nul_noemer")
        if (teller is None) != (noemer is None):
            self.add_error("nul_noemer", "Vul allebei in: hoeveel, en van de hoeveel.")
        elif teller is not None and noemer is not None and teller > noemer:
            self.add_error("nul_teller", "Dit is meer dan het geheel.")
        if teller is not None and data.get("nul_waarde") is not None:
            self.add_error("nul_waarde", "Kies: een aandeel of een score.")
        if self.given and not self.errors:
            if not data.get("nul_dag"):
                self.add_error("nul_dag", "Zeg wanneer dit gemeten is.")
            elif data["nul_dag"] > self.today:
                self.add_error("nul_dag", "Deze dag is nog niet geweest.")
            if not data.get("nul_bron"):
                self.add_error("nul_bron", "Zeg waar dit cijfer vandaan komt.")
        return data
