"""What a respondent fills in: a name when the round is named, and answers per part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from gokwijs.apps.zelfevaluatie.services_blad import NIET_GEKEND, REMARK_MOST, Gegeven
from gokwijs.core.kader.model import Voor
from gokwijs.core.kader.vragenlijst import Item, Vragenlijst

PER_PART = 7  # questions on one page of a phone


def delen(lijst: Vragenlijst) -> list[tuple[str, list[Item]]]:
    """The list in pages: a rubriek each, a long one in even pieces.

    Pupils and parents get one row of questions: the words of a framework say nothing to them.
    """
    found: list[tuple[str, list[Item]]] = []
    if lijst.voor != Voor.TEAM:
        return _even([("", list(lijst.items))])
    for item in lijst.items:
        if not found or found[-1][0] != item.rubriek:
            found.append((item.rubriek, []))
        found[-1][1].append(item)
    return _even(found)


def _even(found: Sequence[tuple[str, list[Item]]]) -> list[tuple[str, list[Item]]]:
    pages = []
    for rubriek, items in found:
        pieces = -(-len(items) // PER_PART)
        size = -(-len(items) // pieces)
        pages += [(rubriek, items[n : n + size]) for n in range(0, len(items), size)]
    return pages


class NaamForm(forms.Form):
    """Who answers a named round."""

    naam = forms.CharField(label="Je naam", max_length=150)


class DeelForm(forms.Form):
    """One page of questions; an empty answer is allowed, a made-up one is not."""

    def __init__(
        self, *args: Any, lijst: Vragenlijst, items: Sequence[Item], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lijst, self.items = lijst, items
        choices = [(str(one.waarde), one.naam) for one in lijst.niveaus]
        choices.append((str(NIET_GEKEND), "Weet ik niet"))
        for n, item in enumerate(items):
            self.fields[f"n{n}"] = forms.TypedChoiceField(
                label=item.tekst,
                choices=choices,
                required=False,
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
            )
            self.fields[f"o{n}"] = forms.CharField(
                label="Wil je er iets bij zeggen?",
                required=False,
                max_length=REMARK_MOST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @classmethod
    def begin(cls, items: Sequence[Item], antwoorden: Mapping[str, Any]) -> dict[str, Any]:
        """The answers a sheet already has, by field."""
        start: dict[str, Any] = {}
        for n, item in enumerate(items):
            kept = antwoorden.get(item.sleutel, {})
            start[f"n{n}"], start[f"o{n}"] = kept.get("n"), kept.get("o", "")
        return start

    @property
    def gegeven(self) -> dict[str, Gegeven]:
        """The answers of a valid form by item."""
        return {
            item.sleutel: Gegeven(self.cleaned_data[f"n{n}"], self.cleaned_data[f"o{n}"])
            for n, item in enumerate(self.items)
        }

    @property
    def vragen(self) -> list[tuple[Item, forms.BoundField, forms.BoundField]]:
        """Each question with its two fields."""
        return [(item, self[f"n{n}"], self[f"o{n}"]) for n, item in enumerate(self.items)]
