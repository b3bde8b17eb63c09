"""Forms of a goal, its indicator and baseline, an action and how it was carried out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gokwijs.apps.analyse.forms import DagInput
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.forms import (
    EPSTEIN,
    PARTNERS,
    KnoopForm,
    before_plan,
    ground_label,
    indicatoren_van,
    label_with,
    multiple,
)
from gokwijs.apps.beleid.getal import Getal
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Indicator,
    Plan,
    Streefdoel,
    Uitvoering,
)
from gokwijs.core.beleid.keuzes import Bronsoort
from gokwijs.core.kenmerken import Kenmerk


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
