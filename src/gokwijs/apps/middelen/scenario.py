"""What if, from the fields of a page: the same calculation beside the stored one.

In: a stored calculation and the query of a page. Out: rows 'nu, wat als, verschil', or messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from gokwijs.apps.middelen.forms import TOTALS_GROUPS, TotalsGroup, parse_decimal
from gokwijs.apps.middelen.presenters import big
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import Interval, dutch_interval, dutch_number
from gokwijs.core.law.parameters import Regels
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.counts import size
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.middelen.what_if import Edit, WhatIfError, edited, scenario_law

LIMIT = 5000
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "kleuter": (
        "basisonderwijs.ses_lestijden.kleuter.opleiding_moeder",
        "basisonderwijs.ses_lestijden.kleuter.thuistaal",
    ),
    "lager": (
        "basisonderwijs.ses_lestijden.lager.opleiding_moeder",
        "basisonderwijs.ses_lestijden.lager.thuistaal",
    ),
    "so1": (
        "secundair.uren_leraar.uren_per_punt.groep_1",
        "secundair.uren_leraar.drempel.groep_1",
    ),
    "so23": (
        "secundair.uren_leraar.uren_per_punt.groep_2",
        "secundair.uren_leraar.drempel.groep_2",
    ),
    "buso": ("buitengewoon.buso.uren_per_punt", "buitengewoon.buso.drempel"),
    "bubao": (),
}


@dataclass(frozen=True)
class EditField:
    """A number of pupils more or fewer with one kenmerk."""

    key: str
    label: str
    value: int


@dataclass(frozen=True)
class ParameterField:
    """Another value for a number of the law."""

    key: str
    label: str
    eenheid: str
    nu: str
    value: str


@dataclass(frozen=True)
class Block:
    """The fields of one group of the school."""

    titel: str
    edits: tuple[EditField, ...]
    parameters: tuple[ParameterField, ...]


@dataclass(frozen=True)
class Row:
    """One regeling now and in the scenario."""

    titel: str
    nu: str
    dan: str
    verschil: str
    richting: str


@dataclass
class Scenario:
    """The fields to show and, when something was filled in, the answer."""

    blocks: list[Block]
    rows: list[Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    changed: bool = False


def build(case: Case, query: Mapping[str, str], today: date) -> Scenario:
    """Read the fields, calculate when they change something."""
    groups = [g for g in TOTALS_GROUPS if size(case.telling, [g.niveau], g.groep)]
    scenario = Scenario([])
    edits: list[Edit] = []
    values: dict[str, Fraction | str] = {}
    for group in groups:
        edits.extend(_edits(group, query, scenario))
        values.update(_values(group, case, query, scenario))
        scenario.blocks.append(_block(group, case, query))
    scenario.changed = bool(edits or values)
    if not scenario.changed or scenario.errors:
        return scenario
    try:
        changed = edited(case, edits)
        law: Regels = scenario_law(case.regels, values, case.schooljaar, today)
        after = calculate(_with_law(changed, law))
    except WhatIfError as error:
        scenario.errors.append(str(error))
        return scenario
    scenario.rows = _rows(calculate(case), after)
    return scenario


def _with_law(case: Case, law: Regels) -> Case:
    return Case(case.telling, case.school, case.schooljaar, law, case.vorige)


def _number(query: Mapping[str, str], key: str) -> int:
    text = query.get(key, "").strip()
    number = int(text or "0")
    if abs(number) > LIMIT:
        raise ValueError(text)
    return number


def _edits(group: TotalsGroup, query: Mapping[str, str], scenario: Scenario) -> list[Edit]:
    found = []
    for kenmerk in (*group.kenmerken, None):
        key = f"{group.prefix}_{kenmerk.value if kenmerk else 'nieuw'}"
        try:
            number = _number(query, key)
        except ValueError:
            scenario.errors.append(f"{group.titel}: schrijf een geheel getal.")
            continue
        if number:
            found.append(Edit(group.niveau, group.groep, kenmerk, number, new=kenmerk is None))
    return found


def _values(
    group: TotalsGroup, case: Case, query: Mapping[str, str], scenario: Scenario
) -> dict[str, Fraction | str]:
    found: dict[str, Fraction | str] = {}
    for name in PARAMETERS[group.prefix]:
        try:
            value = parse_decimal(query.get(name, ""))
        except (ValueError, ZeroDivisionError):
            title = case.regels.parameter(name).titel
            scenario.errors.append(f"{title}: schrijf een getal, bijvoorbeeld 0,25.")
            continue
        current = case.law().find(name)
        if value is not None and (current is None or value != current.number):
            found[name] = value
    return found


def _block(group: TotalsGroup, case: Case, query: Mapping[str, str]) -> Block:
    def typed(key: str) -> int:
        try:
            return _number(query, key)
        except ValueError:
            return 0

    edits = [
        EditField(f"{group.prefix}_{k.value}", k.label, typed(f"{group.prefix}_{k.value}"))
        for k in group.kenmerken
        if k is not Kenmerk.BUURT
    ]
    key = f"{group.prefix}_nieuw"
    edits.append(EditField(key, "Nieuwe leerlingen zonder kenmerk", typed(key)))
    parameters = []
    for name in PARAMETERS[group.prefix]:
        current = case.law().find(name)
        if current is not None:
            shown = dutch_number(current.number)
            parameter = case.regels.parameter(name)
            value = query.get(name, "") or shown
            parameters.append(
                ParameterField(name, parameter.titel, parameter.eenheid, shown, value)
            )
    return Block(group.titel, tuple(edits), tuple(parameters))


def _rows(before: tuple[Result, ...], after: tuple[Result, ...]) -> list[Row]:
    then = {r.regeling: r for r in after}
    rows = []
    for old in before:
        new = then.get(old.regeling)
        if new is None or old.regeling is Regeling.OKI:
            continue
        unit = old.regeling.eenheid
        if new.minimum is None or new.maximum is None or old.minimum is None or old.maximum is None:
            continue
        low, high = sorted((new.minimum - old.minimum, new.maximum - old.maximum))
        rows.append(
            Row(
                titel=old.regeling.titel,
                nu=big(old.minimum, old.maximum, unit),
                dan=big(new.minimum, new.maximum, unit),
                verschil=_difference(low, high),
                richting="meer" if low >= 0 and high > 0 else "minder" if high <= 0 > low else "",
            )
        )
    return rows


def _difference(low: Fraction, high: Fraction) -> str:
    if low == high == 0:
        return "gelijk"
    if low == high:
        return f"{'+' if low > 0 else ''}{dutch_number(low, at_most=2)}"
    return dutch_interval(Interval(low, high), at_most=2)
