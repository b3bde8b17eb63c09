"""What if: the same calculation on an edited Telling, an edited school or an edited law.

In: a ``Case`` and edits. Out: a new ``Case``; the old one and every other period stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.numbers import exact_string
from gokwijs.core.law.parameters import Regels
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.counts import groep_of
from gokwijs.core.middelen.entered import EnteredError, typed_value
from gokwijs.core.telling.model import (
    Cell,
    Combination,
    Groep,
    GroupTotal,
    Onderwijsniveau,
    Telling,
)


class WhatIfError(ValueError):
    """The edit is not possible; the message is Dutch and fit for a screen."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Change the number of pupils with a kenmerk in one level (and group).

    ``pupils`` > 0: so many existing pupils without any kenmerk get exactly this one; < 0: so many
    pupils with only this kenmerk lose it. With ``new`` pupils enrol (or leave, < 0) instead.
    ``kenmerk`` None, only with ``new``: pupils without any kenmerk. An answer on another kenmerk
    that is unknown stays unknown; pupils about whom most is known move first.
    """

    niveau: Onderwijsniveau
    groep: Groep | None
    kenmerk: Kenmerk | None
    pupils: int
    new: bool = False


NONE: Combination = (
    Antwoord.NEE,
    Antwoord.NEE,
    Antwoord.NEE,
    Antwoord.NEE,
    Antwoord.NEE,
    Antwoord.NEE,
)


def only(kenmerk: Kenmerk | None) -> Combination:
    """The combination with just this kenmerk."""
    one, two, three, four, five, six = (
        Antwoord.JA if k is kenmerk else Antwoord.NEE for k in KENMERKEN
    )
    return one, two, three, four, five, six


def edited(case: Case, edits: Iterable[Edit]) -> Case:
    """The case with every edit applied to its Telling; raises WhatIfError."""
    telling = case.telling
    for edit in edits:
        if edit.pupils:
            telling = (
                _edit_totals(telling, edit) if telling.is_typed else _edit_cells(telling, edit)
            )
    return replace(case, telling=telling)


def _belongs(cell: Cell, edit: Edit) -> bool:
    return cell.onderwijsniveau is edit.niveau and (
        edit.groep is None or groep_of(cell) is edit.groep
    )


def _edit_cells(telling: Telling, edit: Edit) -> Telling:
    places = [c for c in telling.cells if _belongs(c, edit)]
    if not places:
        raise WhatIfError("In deze groep zijn geen leerlingen.")
    if edit.new and edit.pupils > 0:
        answers = only(edit.kenmerk)
        if all(c.kenmerken[-1] is Antwoord.ONBEKEND for c in places):  # buurt: of nobody known
            answers = (*answers[:-1], Antwoord.ONBEKEND)
        added = replace(places[0], kenmerken=answers, halves=2 * edit.pupils)
        return _rebuilt(telling, [*telling.cells, added])
    if not edit.new and edit.kenmerk is None:
        raise WhatIfError("Kies een kenmerk.")
    return _moved(telling, edit, 2 * abs(edit.pupils))


def _moved(telling: Telling, edit: Edit, halves: int) -> Telling:
    """Give ``halves`` the kenmerk, take it from them, or let them leave."""
    lose = edit.pupils < 0
    source = only(edit.kenmerk) if lose else NONE
    place = KENMERKEN.index(edit.kenmerk) if edit.kenmerk is not None else None
    fitting = [
        cell
        for cell in telling.cells
        if _belongs(cell, edit) and _same_but_unknown(cell.kenmerken, source, place)
    ]
    fitting.sort(key=lambda cell: cell.kenmerken.count(Antwoord.ONBEKEND))
    cells, left = [c for c in telling.cells if c not in fitting], halves
    for cell in fitting:
        taken = min(cell.halves, left)
        left -= taken
        cells.append(replace(cell, halves=cell.halves - taken))
        if not edit.new and place is not None:
            answers = list(cell.kenmerken)
            answers[place] = Antwoord.NEE if lose else Antwoord.JA
            one, two, three, four, five, six = answers
            moved = (one, two, three, four, five, six)
            cells.append(replace(cell, kenmerken=moved, halves=taken))
    if left:
        available = Fraction(halves - left, 2)
        raise WhatIfError(
            f"Er zijn maar {exact_string(available).replace('.', ',')} leerlingen van die soort."
        )
    return _rebuilt(telling, cells)


def _same_but_unknown(found: Combination, wanted: Combination, place: int | None) -> bool:
    """Equal on every known answer, and certain on the kenmerk at ``place``."""
    return all(
        f is w or (f is Antwoord.ONBEKEND and w is Antwoord.NEE and i != place)
        for i, (f, w) in enumerate(zip(found, wanted, strict=True))
    )


def _rebuilt(telling: Telling, cells: Iterable[Cell]) -> Telling:
    return Telling.of_cells(telling.instellingsnummer, telling.teldag, cells)


def _edit_totals(telling: Telling, edit: Edit) -> Telling:
    totals = []
    for total in telling.totals:
        if total.onderwijsniveau is edit.niveau and total.groep is edit.groep:
            total = _edit_total(total, edit)
        totals.append(total)
    return Telling.of_totals(telling.instellingsnummer, telling.teldag, totals)


def _edit_total(total: GroupTotal, edit: Edit) -> GroupTotal:
    halves = total.halves + (2 * edit.pupils if edit.new else 0)
    ja: Mapping[Kenmerk, int] = total.ja
    if edit.kenmerk is not None:
        ja = {**total.ja, edit.kenmerk: total.ja.get(edit.kenmerk, 0) + 2 * edit.pupils}
    if halves < 0 or any(not 0 <= number <= halves for number in ja.values()):
        raise WhatIfError("Zo veel leerlingen zijn er niet in deze groep.")
    return replace(total, halves=halves, ja=ja)


def resolved(case: Case, kenmerk: Kenmerk, answer: Antwoord) -> Case:
    """The case in which every unknown answer on a kenmerk is ``answer``."""
    place = KENMERKEN.index(kenmerk)

    def settle(combination: Combination) -> Combination:
        one, two, three, four, five, six = (
            answer if i == place and a is Antwoord.ONBEKEND else a
            for i, a in enumerate(combination)
        )
        return one, two, three, four, five, six

    telling = case.telling
    if telling.is_typed:
        totals = [
            replace(
                t,
                ja={**t.ja, kenmerk: t.high(kenmerk) if answer is Antwoord.JA else t.low(kenmerk)},
                onbekend={k: v for k, v in t.onbekend.items() if k is not kenmerk},
            )
            for t in telling.totals
        ]
        settled = Telling.of_totals(telling.instellingsnummer, telling.teldag, totals)
    else:
        settled = _rebuilt(
            telling, [replace(c, kenmerken=settle(c.kenmerken)) for c in telling.cells]
        )
    return replace(case, telling=settled)


def with_values(
    regels: Regels,
    values: Mapping[str, Fraction | str],
    *,
    vanaf: date,
    tot: date | None,
    on: date,
    opmerking: str = "",
) -> Regels:
    """The law with these values between ``vanaf`` and ``tot``; every other day is untouched.

    Raises KeyError for an unknown parameter and WhatIfError for a value that does not fit.
    """
    try:
        found = [
            typed_value(regels, name, value, vanaf=vanaf, tot=tot, on=on, opmerking=opmerking)
            for name, value in values.items()
        ]
    except EnteredError as error:
        raise WhatIfError(str(error)) from None
    return regels.replaced(found)


def scenario_law(
    regels: Regels, values: Mapping[str, Fraction | str], schooljaar: Schooljaar, on: date
) -> Regels:
    """The law with other numbers from the first day of a schooljaar on; never earlier."""
    return with_values(
        regels,
        values,
        vanaf=schooljaar.first_day,
        tot=None,
        on=on,
        opmerking="Wat als: geen wet.",
    )
