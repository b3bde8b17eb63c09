"""Forms for evaluatie, besluit and borging."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from gokwijs.apps.beleid.forms import KnoopForm
from gokwijs.apps.beleid.kant import bezwaar_kant
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Borging,
    Evaluatie,
    Meting,
    Plan,
    Streefdoel,
)
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.opvolging.services_evaluatie import OP_ACTIE, bezwaar
from gokwijs.core.beleid.keuzes import Besluitkeuze, Bronaard, Bronsoort, Deelnemersgroep


def fixed(field: forms.ModelMultipleChoiceField) -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]
    """Its choices read once: a form walks through them more than once."""
    field.choices = [(one.pk, field.label_from_instance(one)) for one in field.queryset or ()]
    return field


class Metingkeuze(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Metingen with what this person may see of them."""

    def __init__(self, zicht: Zicht, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.zicht = zicht

    def label_from_instance(self, obj: Any) -> str:
        assert isinstance(obj, Meting)
        nul = ", nulmeting" if obj.is_nulmeting else ""
        naam = obj.indicator.naam
        return (
            f"{naam[:1].upper()}{naam[1:]}, {obj.peildatum:%d/%m/%Y}{nul}: {self.zicht.meting(obj)}"
        )


def source_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """By kind: figures, talks, and what can be either."""
    groups: dict[str, list[tuple[str, str]]] = {
        "Cijfers": [],
        "Gesprek en observatie": [],
        "Cijfers of gesprek": [],
    }
    for one in Bronsoort:
        kind = {
            Bronaard.KWANTITATIEF: "Cijfers",
            Bronaard.KWALITATIEF: "Gesprek en observatie",
            None: "Cijfers of gesprek",
        }[one.aard]
        groups[kind].append((one.value, one.label))
    return list(groups.items())


class EvaluatieForm(KnoopForm):
    """Goals, metingen, sources, who took part, and what the team concludes."""

    class Meta:
        model = Evaluatie
        fields = [
            "datum",
            "streefdoelen",
            "metingen",
            "bron_soorten",
            "bevraging_aard",
            "conclusie",
            "volgende_op",
            "ok_codes",
        ]
        widgets = {"conclusie": forms.Textarea(attrs={"rows": 5})}

    def __init__(
        self, *args: Any, plan: Plan, doelen: Iterable[Streefdoel], zicht: Zicht, **kwargs: Any
    ) -> None:
        super().__init__(*args, school=plan.school, codes=zicht.codes, **kwargs)
        goals = Streefdoel.objects.filter(plan=plan, verwijderd=None)
        self.fields["streefdoelen"] = fixed(
            forms.ModelMultipleChoiceField(
                goals, label="Over welke streefdoelen", widget=forms.CheckboxSelectMultiple
            )
        )
        chosen = [doel.pk for doel in doelen]
        self.fields["metingen"] = fixed(
            Metingkeuze(
                zicht,
                queryset=usable(plan, chosen, self.instance),
                label="Met welke metingen",
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        )
        self.fields["bron_soorten"] = forms.MultipleChoiceField(
            label="Welke bronnen gebruikten jullie",
            choices=source_choices(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Cijfers én wat mensen zeggen of zien: samen vertellen ze meer.",
        )
        self.fields["bevraging_aard"] = forms.MultipleChoiceField(
            label="Wat gaf de bevraging?",
            choices=[
                (Bronaard.KWANTITATIEF.value, "cijfers: hoeveel zeggen wat"),
                (Bronaard.KWALITATIEF.value, "woorden: wat mensen erbij schreven"),
            ],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Alleen als een bevraging bij de bronnen staat.",
        )
        self.fields[
            "conclusie"
        ].help_text = "Wat zien jullie, en wat betekent het? Schrijf geen namen."
        kept = self.instance.groepen if self.instance.pk else {}
        for one in Deelnemersgroep:
            self.fields[f"n_{one.value}"] = forms.IntegerField(
                label=one.label.capitalize(),
                required=False,
                min_value=0,
                max_value=2000,
                initial=kept.get(one.value),
            )
        if not self.instance.pk:
            for name in [n for n in self.fields if n not in ("datum", "streefdoelen", "versie")]:
                del self.fields[name]

    @property
    def groepen(self) -> list[forms.BoundField]:
        return [self[f"n_{one.value}"] for one in Deelnemersgroep if f"n_{one}" in self.fields]

    def values(self) -> dict[str, Any]:
        found = {k: v for k, v in super().values().items() if not k.startswith("n_")}
        if self.groepen:
            counts = {one.value: self.cleaned_data[f"n_{one.value}"] for one in Deelnemersgroep}
            found["groepen"] = {key: number for key, number in counts.items() if number}
        if Bronsoort.BEVRAGING not in found.get("bron_soorten", ()):
            found.pop("bevraging_aard", None)
        return found


def usable(plan: Plan, doelen: list[int], evaluatie: Evaluatie) -> Any:
    """The metingen of the indicators of these goals, and those it already uses."""
    of_goals = Q(indicator__streefdoelen__in=doelen) | Q(indicator__ook_bij__in=doelen)
    used = [one.pk for one in evaluatie.metingen.all()] if evaluatie.pk else []
    return (
        Meting.objects.filter(Q(vervangen=None) & of_goals | Q(pk__in=used))
        .filter(indicator__plan__school=plan.school)
        .select_related("indicator")
        .distinct()
        .order_by("indicator__naam", "indicator_id", "-peildatum", "-pk")
    )


class BesluitForm(KnoopForm):
    """What happens with one goal, and why."""

    class Meta:
        model = Besluit
        fields = [
            "keuze",
            "motivering",
            "nieuwe_streefwaarde",
            "nieuwe_einddatum",
            "nieuwe_plaats",
            "vanaf",
            "trekker_rol",
            "ok_codes",
        ]
        widgets = {
            "keuze": forms.RadioSelect,
            "motivering": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(
        self, *args: Any, doel: Streefdoel, actie: Actie | None = None, **kwargs: Any
    ) -> None:
        """``actie``: the decision is about this action alone."""
        super().__init__(*args, school=doel.plan.school, **kwargs)
        self.doel, self.actie = doel, actie
        uitleg = {
            Besluitkeuze.VOORTZETTEN: "voortzetten: we doen zo verder",
            Besluitkeuze.BIJSTUREN: "bijsturen: een nieuwe streefwaarde of einddatum",
            Besluitkeuze.STOPPEN: "stoppen: we sluiten dit streefdoel af",
            Besluitkeuze.OPSCHALEN: "opschalen: ook op een andere plaats in de school",
            Besluitkeuze.NIEUW_STARTEN: "nieuw starten: er komt een ander streefdoel",
        }
        self.fields["keuze"] = forms.ChoiceField(
            label="Wat besluiten jullie?",
            choices=[(k.value, uitleg[k]) for k in Besluitkeuze],
            widget=forms.RadioSelect,
        )
        self.fields["motivering"].help_text = "Steun op de metingen en op wat mensen zeiden."
        self.fields["nieuwe_streefwaarde"].help_text = "Bij bijsturen. De oude blijft bewaard."
        self.fields["nieuwe_einddatum"].help_text = "Bij bijsturen."
        self.fields[
            "nieuwe_plaats"
        ].help_text = (
            "Bij opschalen, bijvoorbeeld: eerste graad, 1A. Daar komt een eigen nulmeting."
        )
        if actie is not None:
            self._on_action()

    def _on_action(self) -> None:
        """What one can decide on a single action."""
        uitleg = {
            Besluitkeuze.VOORTZETTEN: "voortzetten: we doen zo verder",
            Besluitkeuze.BIJSTUREN: "bijsturen: we doen het anders, zoals hieronder staat",
            Besluitkeuze.STOPPEN: "stoppen: het streefdoel loopt verder zonder deze actie",
        }
        self.fields["keuze"].choices = [(k.value, uitleg[k]) for k in OP_ACTIE]  # type: ignore[attr-defined]
        self.fields["nieuwe_einddatum"].label = "Nieuw einde van de actie"
        del self.fields["nieuwe_streefwaarde"], self.fields["nieuwe_plaats"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        keuze = data.get("keuze")
        if self.actie is not None:
            return self._clean_on_action(data)
        if keuze != Besluitkeuze.BIJSTUREN:
            data["nieuwe_streefwaarde"] = data["nieuwe_einddatum"] = None
        if keuze != Besluitkeuze.OPSCHALEN:
            data["nieuwe_plaats"] = ""
        problem = bezwaar(data)
        if problem and "nieuwe_streefwaarde" not in self.errors:
            sturen = keuze == Besluitkeuze.BIJSTUREN
            self.add_error("nieuwe_streefwaarde" if sturen else "nieuwe_plaats", problem)
        self._check_new(data)
        return data

    def _clean_on_action(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("keuze") != Besluitkeuze.BIJSTUREN:
            data["nieuwe_einddatum"] = None
        end, start = data.get("nieuwe_einddatum"), self.actie.start if self.actie else None
        if end is not None and start is not None and end < start:
            self.add_error("nieuwe_einddatum", "Het einde ligt voor de start van de actie.")
        return data

    def _check_new(self, data: dict[str, Any]) -> None:
        value, end = data.get("nieuwe_streefwaarde"), data.get("nieuwe_einddatum")
        indicator = self.doel.indicator
        if value is not None and indicator and indicator.is_aandeel and not 0 <= value <= 100:
            self.add_error("nieuwe_streefwaarde", "Een percentage ligt tussen 0 en 100.")
        elif side := bezwaar_kant(self.doel.richting, value, self.doel.nulmeting):
            self.add_error("nieuwe_streefwaarde", side)
        if end is not None and self.doel.start is not None and end < self.doel.start:
            self.add_error(
                "nieuwe_einddatum", "De einddatum ligt voor de start van het streefdoel."
            )


class BorgingForm(KnoopForm):
    """In which agreement, document or line it is kept, and when one looks again."""

    class Meta:
        model = Borging
        fields = ["vorm", "verwijzing", "trekker_rol", "herzien_op", "ok_codes"]

    def __init__(self, *args: Any, besluit: Besluit, **kwargs: Any) -> None:
        super().__init__(*args, school=besluit.plan.school, **kwargs)
        self.fields["verwijzing"].help_text = "Bijvoorbeeld: schoolreglement, hoofdstuk 4."

    def clean_herzien_op(self) -> date:
        dag: date = self.cleaned_data["herzien_op"]
        if dag.year > 2100:
            raise forms.ValidationError("Kies een dag voor 2100.")
        return dag
