"""What somebody looks for in the list; everything of it stands in the address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from gokwijs.core.aanpakken import Catalogus, Niveau
from gokwijs.core.aanpakken.zoeken import Effect, Filter, Volgorde

_ALLES = ("", "Maakt niet uit")


class FilterForm(forms.Form):
    """The filters with their words; a value that makes no sense filters nothing."""

    zoek = forms.CharField(label="Zoek in naam en omschrijving", required=False, max_length=80)
    niveau = forms.ChoiceField(
        label="Niveau", required=False, choices=[_ALLES, *((n.value, n.label) for n in Niveau)]
    )
    doelgroep = forms.CharField(
        label="Doelgroep, zoals thuistaal of SES", required=False, max_length=80
    )
    rok = forms.ChoiceField(label="Verwachting van het R-OK", required=False)
    sterkte = forms.TypedChoiceField(
        label="Sterkte van het bewijs", required=False, coerce=int, empty_value=None
    )
    kosten = forms.TypedChoiceField(label="Kost", required=False, coerce=int, empty_value=None)
    effect = forms.ChoiceField(
        label="Effect",
        required=False,
        choices=[_ALLES, *((e.value, e.label) for e in Effect)],
    )
    volgorde = forms.ChoiceField(
        label="Volgorde", required=False, choices=[(v.value, v.label) for v in Volgorde]
    )
    actie = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, catalogus: Catalogus, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        uitleg = catalogus.uitleg
        self._choose("rok", ((v.code, v.titel) for v in catalogus.verwachtingen))
        self._choose("kosten", ((n, f"hoogstens {words}") for n, words in uitleg.kosten.items()))
        steps = [(n, words) for n, words in uitleg.sterkte.items() if n]
        self._choose("sterkte", ((n, f"minstens {words}") for n, words in steps))

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_ALLES, *choices]

    def given(self) -> dict[str, Any]:
        """What was asked and can be asked."""
        self.is_valid()
        found = {key: value for key, value in self.cleaned_data.items() if value not in ("", None)}
        if found.get("volgorde") == Volgorde.STERKTE:
            del found["volgorde"]  # the usual order
        return found

    def filter(self) -> Filter:
        asked = self.given()
        return Filter(
            zoek=asked.get("zoek", ""),
            niveau=Niveau(asked["niveau"]) if "niveau" in asked else None,
            doelgroep=asked.get("doelgroep", ""),
            rok=asked.get("rok", ""),
            effect=Effect(asked["effect"]) if "effect" in asked else None,
            kosten=asked.get("kosten"),
            sterkte=asked.get("sterkte"),
        )

    @property
    def order(self) -> Volgorde:
        return Volgorde(self.given().get("volgorde", Volgorde.STERKTE.value))

    @property
    def kiest_voor(self) -> int | None:
        """The actie somebody chooses for, passed on from page to page."""
        found = self.given().get("actie")
        return int(found) if found is not None else None

    @property
    def more(self) -> bool:
        """Is one of the filters used that are folded away?"""
        return bool(self.given().keys() & {"effect", "rok", "volgorde", "doelgroep"})

    def query(self, *without: str) -> str:
        """The same choice as an address, with the question mark; empty when nothing was asked."""
        kept = {key: value for key, value in self.given().items() if key not in without}
        return f"?{urlencode(kept)}" if kept else ""

    def chosen(self) -> list[tuple[str, str]]:
        """Each filter in words with the address that takes it away."""
        found = []
        for key, value in self.given().items():
            if key in ("actie", "volgorde"):
                continue
            field = self.fields[key]
            found.append((f"{field.label}: {_words(field, value)}", self.query(key) or "?"))
        return found


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        return next(str(words) for key, words in field.widget.choices if key == value)
    return str(value)
