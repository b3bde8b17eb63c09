"""What a comment hangs on: its title and its page, for many at once.

In: kinds and numbers of links of the chain. Out: a title and an address each.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.urls import NoReverseMatch, reverse

from gokwijs.apps.beleid.models import (
    Actie,
    Draagvlakmoment,
    Evaluatie,
    Indicator,
    Knoopsoort,
    Opmerking,
    Plan,
    Streefdoel,
)

# A vaststelling and a boeking are named by their kind only: their text may hold exact figures.
_MODEL: dict[str, type[models.Model]] = {
    Knoopsoort.PLAN.value: Plan,
    Knoopsoort.STREEFDOEL.value: Streefdoel,
    Knoopsoort.ACTIE.value: Actie,
    Knoopsoort.INDICATOR.value: Indicator,
    Knoopsoort.EVALUATIE.value: Evaluatie,
    Knoopsoort.MOMENT.value: Draagvlakmoment,
}
_PAGE = {
    Knoopsoort.PLAN.value: "beleid:plan",
    Knoopsoort.VASTSTELLING.value: "beleid:vaststelling",
    Knoopsoort.STREEFDOEL.value: "beleid:streefdoel",
    Knoopsoort.ACTIE.value: "beleid:actie",
    Knoopsoort.INDICATOR.value: "beleid:indicator",
    Knoopsoort.EVALUATIE.value: "opvolging:evaluatie",
    Knoopsoort.MOMENT.value: "samen:moment",
}


def titels(opmerkingen: Iterable[Opmerking]) -> dict[tuple[str, int], str]:
    """The title of everything these comments hang on; one query per kind."""
    keys: dict[str, set[int]] = {}
    for one in opmerkingen:
        keys.setdefault(one.soort, set()).add(one.nummer)
    return {
        (soort, row.pk): str(row)
        for soort, model in _MODEL.items()
        if soort in keys
        for row in model._default_manager.filter(pk__in=keys[soort])
    }


def titel_van(one: Opmerking, known: dict[tuple[str, int], str]) -> str:
    """'de actie Huiswerkklas', or only what kind it is."""
    label = one.get_soort_display()
    found = known.get((one.soort, one.nummer))
    return f"{label} '{found}'" if found else label


def adres_van(one: Opmerking, nummer: str) -> str:
    """The page of what a comment hangs on; '' when it has none of its own."""
    name = _PAGE.get(one.soort)
    if name is None:
        return ""
    try:
        return reverse(name, args=[nummer, one.nummer])
    except NoReverseMatch:
        return ""
