"""A Telling with other numbers in it: what if the official counts, or whole pupils, were counted?

In: a Telling and the numbers wanted per scope and kenmerk. Out: the Telling(en) that have them.
Which pupils gain or lose a kenmerk is not known from a number, so there are two: the one that
gives least and the one that gives most; where only totals matter they give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.middelen.counts import BASISONDERWIJS, GEWOON, groep_of, marginal, size
from gokwijs.core.telling.model import Cell, Groep, GroupTotal, Onderwijsniveau, Telling


class Scope(StrEnum):
    """The pupils that a count of an official letter is about."""

    KLEUTER = "kleuter"
    LAGER = "lager"
    BASIS = "basis"
    SO_1 = "so1"
    SO_23 = "so23"
    SO = "so"
    BUBAO = "bubao"
    BUSO = "buso"
    VERHOUDING = "verhouding"  # the pupils of a year earlier behind S (DBO art. 134)
    SCHOOL = "school"  # gewoon onderwijs as a whole, for the OKI

    @property
    def titel(self) -> str:
        """As shown on screen."""
        return _TITLES[self]

    @property
    def levels(self) -> tuple[Onderwijsniveau, ...]:
        return _PLACES[self][0]

    @property
    def groep(self) -> Groep | None:
        return _PLACES[self][1]


_TITLES = {
    Scope.KLEUTER: "kleuteronderwijs",
    Scope.LAGER: "lager onderwijs",
    Scope.BASIS: "basisonderwijs samen",
    Scope.SO_1: "eerste graad en onthaaljaar",
    Scope.SO_23: "tweede en derde graad",
    Scope.SO: "secundair onderwijs samen",
    Scope.BUBAO: "buitengewoon basisonderwijs",
    Scope.BUSO: "buitengewoon secundair onderwijs",
    Scope.VERHOUDING: "verhouding S (een jaar eerder)",
    Scope.SCHOOL: "gewoon onderwijs samen",
}
_PLACES: Mapping[Scope, tuple[tuple[Onderwijsniveau, ...], Groep | None]] = {
    Scope.KLEUTER: ((Onderwijsniveau.KLEUTER,), None),
    Scope.LAGER: ((Onderwijsniveau.LAGER,), None),
    Scope.BASIS: (BASISONDERWIJS, None),
    Scope.SO_1: ((Onderwijsniveau.SO,), Groep.I),
    Scope.SO_23: ((Onderwijsniveau.SO,), Groep.II),
    Scope.SO: ((Onderwijsniveau.SO,), None),
    Scope.BUBAO: ((Onderwijsniveau.BUBAO,), None),
    Scope.BUSO: ((Onderwijsniveau.BUSO,), None),
    Scope.VERHOUDING: (BASISONDERWIJS, None),
    Scope.SCHOOL: (GEWOON, None),
}


class Unfit(ValueError):
    """The wanted numbers do not fit these pupils."""


@dataclass(frozen=True, slots=True)
class Target:
    """So many half pupils of a scope, with the kenmerk or (None) in all."""

    scope: Scope
    kenmerk: Kenmerk | None
    halves: int


Gain = Callable[[Cell, int], int]  # what answering ja at this place adds for the law, per half


def counted(telling: Telling, scope: Scope, kenmerk: Kenmerk | None) -> tuple[int, int]:
    """The own count in halves: certainly, and if every unknown answer were ja."""
    if kenmerk is None:
        whole = size(telling, scope.levels, scope.groep)
        return whole, whole
    return marginal(telling, scope.levels, kenmerk, scope.groep)


def with_counts(telling: Telling, targets: Iterable[Target], gain: Gain) -> tuple[Telling, ...]:
    """The Telling that gives least and the one that gives most; raises Unfit."""
    # Sizes first, and the smaller scopes before those that hold them.
    ordered = sorted(
        targets,
        key=lambda t: (t.kenmerk is not None, len(t.scope.levels), t.scope.groep is None),
    )
    if telling.is_typed:
        for target in ordered:
            telling = _typed(telling, target)
        return (telling,)
    found = []
    for most in (False, True):
        cells = list(telling.cells)
        for target in ordered:
            cells = _resized(cells, target) if target.kenmerk is None else cells
            cells = _answered(cells, target, gain, most) if target.kenmerk is not None else cells
        found.append(Telling.of_cells(telling.instellingsnummer, telling.teldag, cells))
    return tuple(dict.fromkeys(found))


def whole_pupils(telling: Telling, *, up: bool) -> Telling:
    """Every cell with a half pupil rounded to a whole one."""
    step = 1 if up else -1
    cells = [replace(c, halves=c.halves + step * (c.halves % 2)) for c in telling.cells]
    totals = [
        replace(
            t,
            halves=t.halves + step * (t.halves % 2),
            ja={k: v + step * (v % 2) for k, v in t.ja.items()},
            onbekend={k: v + step * (v % 2) for k, v in t.onbekend.items()},
        )
        for t in telling.totals
    ]
    if telling.is_typed:
        return Telling.of_totals(telling.instellingsnummer, telling.teldag, totals)
    return Telling.of_cells(telling.instellingsnummer, telling.teldag, cells)


# ---------------------------------------------------------------- cells


def _inside(cell: Cell, scope: Scope) -> bool:
    return cell.onderwijsniveau in scope.levels and (
        scope.groep is None or groep_of(cell) is scope.groep
    )


def _resized(cells: list[Cell], target: Target) -> list[Cell]:
    """More or fewer pupils without any kenmerk."""
    own = [c for c in cells if _inside(c, target.scope)]
    more = target.halves - sum(c.halves for c in own)
    plain = [c for c in own if Antwoord.JA not in c.kenmerken]
    plain.sort(key=lambda c: c.kenmerken.count(Antwoord.ONBEKEND))
    if not more:
        return cells
    if more > 0:
        if not own:
            raise Unfit("no pupils there")
        nobody = tuple(
            Antwoord.ONBEKEND if all(c.kenmerken[i] is Antwoord.ONBEKEND for c in own) else a
            for i, a in enumerate([Antwoord.NEE] * len(KENMERKEN))
        )
        a, b, c, d, e, f = nobody
        return [*cells, replace(own[0], kenmerken=(a, b, c, d, e, f), halves=more)]
    left = -more
    changed = {}
    for cell in plain:
        taken = min(left, cell.halves)
        changed[cell] = replace(cell, halves=cell.halves - taken)
        left -= taken
    if left:
        raise Unfit("not enough pupils without a kenmerk")
    return [changed.get(c, c) for c in cells]


def _answered(cells: list[Cell], target: Target, gain: Gain, most: bool) -> list[Cell]:
    """Exactly so many pupils with the kenmerk; unknown answers go first, the rest becomes nee."""
    assert target.kenmerk is not None
    place = KENMERKEN.index(target.kenmerk)
    rest = [c for c in cells if not _inside(c, target.scope)]
    own = [c for c in cells if _inside(c, target.scope)]
    by = {a: [c for c in own if c.kenmerken[place] is a] for a in Antwoord}
    need = target.halves - sum(c.halves for c in by[Antwoord.JA])
    if need >= 0:
        order = [
            c
            for a in (Antwoord.ONBEKEND, Antwoord.NEE)
            for c in sorted(by[a], key=lambda c: gain(c, place), reverse=most)
        ]
        rest += by[Antwoord.JA]
        gets, others = Antwoord.JA, Antwoord.NEE
    else:
        order = sorted(by[Antwoord.JA], key=lambda c: gain(c, place), reverse=not most)
        rest += [_said(c, place, Antwoord.NEE) for a in (0, 2) for c in by[Antwoord(a)]]
        gets, others = Antwoord.NEE, Antwoord.JA
    left = abs(need)
    for cell in order:
        taken = min(left, cell.halves)
        left -= taken
        rest.append(replace(_said(cell, place, gets), halves=taken))
        rest.append(replace(_said(cell, place, others), halves=cell.halves - taken))
    if left:
        raise Unfit("not so many pupils there")
    return rest


def _said(cell: Cell, place: int, answer: Antwoord) -> Cell:
    a, b, c, d, e, f = (answer if i == place else x for i, x in enumerate(cell.kenmerken))
    return replace(cell, kenmerken=(a, b, c, d, e, f))


# ---------------------------------------------------------------- typed totals


def _typed(telling: Telling, target: Target) -> Telling:
    """Totals of a scope that is one typed group; a scope of several groups cannot be divided."""
    own = [
        t
        for t in telling.totals
        if t.onderwijsniveau in target.scope.levels
        and (target.scope.groep is None or t.groep is target.scope.groep)
    ]
    if len(own) != 1:
        if sum(_of_total(t, target.kenmerk) for t in own) == target.halves:
            return telling
        raise Unfit("totals of several groups")
    changed = _retyped(own[0], target)
    totals = [changed if t is own[0] else t for t in telling.totals]
    return Telling.of_totals(telling.instellingsnummer, telling.teldag, totals)


def _of_total(total: GroupTotal, kenmerk: Kenmerk | None) -> int:
    return total.halves if kenmerk is None else total.low(kenmerk)


def _retyped(total: GroupTotal, target: Target) -> GroupTotal:
    if target.kenmerk is None:
        if any(total.low(k) > target.halves for k in total.ja):
            raise Unfit("fewer pupils than have a kenmerk")
        return replace(total, halves=target.halves)
    if target.halves > total.halves:
        raise Unfit("more than all pupils")
    unknown = {k: v for k, v in total.onbekend.items() if k is not target.kenmerk}
    return replace(total, ja={**total.ja, target.kenmerk: target.halves}, onbekend=unknown)
