"""Which scores become a meting: the afname first, then whom and what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from gokwijs.apps.beleid.getal import Getal
from gokwijs.apps.beleid.models import Indicator
from gokwijs.apps.beleid.tonen import getal
from gokwijs.apps.opvolging.scoremeting import GROEPEN, Afnamestand, Kant, Scorekeuze, Wat
from gokwijs.apps.toetsen.models import Afname


class AfnameForm(forms.Form):
    """The first step: which toets, and when it was taken."""

    afname = forms.ChoiceField(label="Welke toets en afname?")

    def __init__(self, *args: Any, afnames: Sequence[Afname], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in reversed(afnames):
            words = f"{one.naam}, {one.datum:%d/%m/%Y}"
            groups.setdefault(str(one.toets), []).append((str(one.pk), words))
        field = self.fields["afname"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "kies een afname"), *groups.items()]


class ScoreForm(forms.Form):
    """The second step. A share asks a boundary, a score asks a mean or the gap."""

    wat = forms.ChoiceField(label="Wat wordt de meting?")
    groep = forms.ChoiceField(
        label="Van welke leerlingen?", required=False, choices=list(GROEPEN.items())
    )
    waar = forms.ChoiceField(label="Waar in de school?", required=False)
    kant = forms.ChoiceField(
        label="Wie telt mee?",
        choices=[
            (Kant.MINSTENS.value, "wie minstens de grens haalt"),
            (Kant.HOOGSTENS.value, "wie hoogstens de grens haalt"),
        ],
    )
    grens = Getal(label="De grens (score)", places=3)

    def __init__(self, *args: Any, indicator: Indicator, stand: Afnamestand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.stand = indicator, stand
        toets = stand.afname.toets
        where = self.fields["waar"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [("", "de hele school"), *stand.plaatsen]
        if indicator.is_aandeel:
            del self.fields["wat"]
        else:
            del self.fields["kant"], self.fields["grens"]
            what = self.fields["wat"]
            assert isinstance(what, forms.ChoiceField)
            what.choices = [
                (Wat.GEMIDDELDE.value, "de gemiddelde score"),
                (Wat.KLOOF.value, "de kloof: andere leerlingen min GOK-leerlingen"),
            ]
            self.fields["groep"].help_text = "Bij een kloof tellen beide groepen."
        if indicator.is_aandeel and toets.ja_nee:
            del self.fields["kant"], self.fields["grens"]

    def clean_grens(self) -> Any:
        value = self.cleaned_data.get("grens")
        if value is None:
            raise forms.ValidationError("Vul de grens in.")
        toets = self.stand.afname.toets
        low, high = toets.laagste, toets.hoogste
        if (low is not None and value < low) or (high is not None and value > high):
            ends = " tot ".join(getal(one) for one in (low, high) if one is not None)
            raise forms.ValidationError(f"Die score bestaat niet op deze toets: {ends}.")
        return value

    @property
    def keuze(self) -> Scorekeuze:
        data = self.cleaned_data
        wat = Wat.AANDEEL if self.indicator.is_aandeel else Wat(data["wat"])
        return Scorekeuze(
            wat,
            "" if wat is Wat.KLOOF else data.get("groep", ""),
            data.get("waar", ""),
            Kant(data.get("kant") or Kant.MINSTENS),
            data.get("grens"),
        )
