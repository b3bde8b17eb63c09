"""Wat een ontbrekende verklaring waard is: per leerling, samen, en tot de volgende drempel.

In: een ``Case`` met een getelde Telling, en per leerling de cel(len) waarin hij telt. Uit: exacte
verschillen in lestijden, uren en euro. Leerlingen in dezelfde cel zijn evenveel waard; daarom
rekent dit per soort cel en niet per leerling.

De waarde van één leerling is het laagste resultaat als zijn verklaring overal 'ja' geeft, min dat
als ze overal 'nee' geeft. Alles wat verder onbekend is, blijft daarbij op zijn laagst.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.ontbrekend_regels import (
    Afstand,
    Change,
    Model,
    models_of,
)
from gokwijs.core.middelen.result import Regeling
from gokwijs.core.telling.model import Cell, Combination

VERKLARING = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL)
_PLACES = frozenset(KENMERKEN.index(k) for k in VERKLARING)
NUL = Fraction(0)


@dataclass(frozen=True, slots=True)
class Gain:
    """What answers are worth for one regeling: on the result, and before rounding.

    None: niet berekenbaar (a number of the law or a fact about the school is missing).
    """

    regeling: Regeling
    rounded: Fraction | None
    unrounded: Fraction | None

    @property
    def in_euro(self) -> bool:
        return self.regeling.eenheid == "euro"


@dataclass(frozen=True, slots=True)
class Worth:
    """What the answers of one or more pupils are worth, per regeling."""

    gains: tuple[Gain, ...]

    @property
    def rounded(self) -> Fraction:
        """Hours of the rounded results together; what is niet berekenbaar adds nothing."""
        return sum((g.rounded or NUL for g in self.gains if not g.in_euro), NUL)

    @property
    def unrounded(self) -> Fraction:
        """Hours before rounding together."""
        return sum((g.unrounded or NUL for g in self.gains if not g.in_euro), NUL)

    @property
    def hours_known(self) -> bool:
        """Could every result in hours be computed?"""
        return all(g.rounded is not None for g in self.gains if not g.in_euro)

    @property
    def euro(self) -> Fraction | None:
        """Euros together; None when an amount is missing or none plays a part. Never 0 for that."""
        found = [g.rounded for g in self.gains if g.in_euro]
        known = [value for value in found if value is not None]
        return sum(known, NUL) if found and len(known) == len(found) else None


@dataclass(frozen=True, slots=True)
class NextStep:
    """With the first ``needed`` of the list that play a part all 'ja', a result rises."""

    regeling: Regeling
    needed: int
    before: Fraction
    reaches: Fraction


@dataclass(frozen=True)
class Ontbrekend:
    """Per pupil what a verklaring is worth, all of them together, and how far thresholds are."""

    volgorde: tuple[str, ...]
    waarde: Mapping[str, Worth]
    samen: Worth
    drempels: tuple[Afstand, ...]
    stappen: tuple[NextStep, ...]
    redenen: tuple[tuple[Regeling, str], ...]  # what is niet berekenbaar, and why


def open_kenmerken(cells: Iterable[Cell]) -> tuple[Kenmerk, ...]:
    """Which kenmerken of the verklaring are unknown for a pupil in these cells."""
    cells = tuple(cells)
    return tuple(k for k in VERKLARING if any(c.answer(k) is Antwoord.ONBEKEND for c in cells))


def settled(combination: Combination, answer: Antwoord) -> Combination:
    """Every unknown answer of the verklaring becomes ``answer``."""
    one, two, three, four, five, six = (
        answer if place in _PLACES and a is Antwoord.ONBEKEND else a
        for place, a in enumerate(combination)
    )
    return one, two, three, four, five, six


def ontbrekend(case: Case, leerlingen: Mapping[str, Sequence[Cell]]) -> Ontbrekend:
    """What the missing verklaringen of these pupils are worth, most valuable first.

    Each pupil comes with the cells in which he is counted, with his own halves; those who are worth
    the same keep their order. Pupils of whom the verklaring is known are left out. Raises
    ValueError for typed totals: they hold no pupils.
    """
    if case.telling.is_typed:
        raise ValueError("a Telling of typed totals has no pupils")
    kinds = {key: _kind(cells) for key, cells in leerlingen.items() if open_kenmerken(cells)}
    counted = Counter(kinds.values())
    models = models_of(case)
    per_kind = {kind: _worth(models, [(kind, 1)]) for kind in counted}
    samen = _worth(models, counted.items())
    alive = _can_give(models, counted)
    rank = {kind: _rank(worth, alive) for kind, worth in per_kind.items()}
    order = sorted(kinds, key=lambda key: rank[kinds[key]], reverse=True)  # stable
    sorted_kinds = [kinds[key] for key in order]
    return Ontbrekend(
        volgorde=tuple(order),
        waarde={key: per_kind[kinds[key]] for key in order},
        samen=samen,
        drempels=tuple(a for m in models for a in m.afstanden(_gains_of(counted))),
        stappen=tuple(s for m in models for s in _steps(m, sorted_kinds, per_kind)),
        redenen=tuple((r, m.reden) for m in models if m.reden for r in m.regelingen),
    )


Kind = tuple[Cell, ...]  # what makes two pupils worth the same


def _kind(cells: Sequence[Cell]) -> Kind:
    """Leerjaar and richting play no part in any regeling."""
    return tuple(sorted(replace(c, leerjaar="", richting="") for c in cells))


def _changes(kinds: Iterable[tuple[Kind, int]], answer: Antwoord) -> list[Change]:
    """So many pupils of each kind answer ``answer`` on all that is unknown."""
    return [
        Change(cell, settled(cell.kenmerken, answer), cell.halves * number)
        for kind, number in kinds
        for cell in kind
    ]


def _gains_of(counted: Mapping[Kind, int]) -> list[tuple[list[Change], list[Change], int]]:
    """Per kind: the changes of one pupil to ja and to nee, and how many pupils there are."""
    return [
        (_changes([(kind, 1)], Antwoord.JA), _changes([(kind, 1)], Antwoord.NEE), number)
        for kind, number in counted.items()
    ]


def _worth(models: Sequence[Model], kinds: Iterable[tuple[Kind, int]]) -> Worth:
    listed = list(kinds)
    ja, nee = _changes(listed, Antwoord.JA), _changes(listed, Antwoord.NEE)
    gains = []
    for model in models:
        if not model.concerns(ja):
            continue
        pairs = zip(model.regelingen, model.low(ja), model.low(nee), strict=True)
        for regeling, most, least in pairs:
            gains.append(
                Gain(
                    regeling,
                    _difference(most.rounded, least.rounded),
                    _difference(most.unrounded, least.unrounded),
                )
            )
    return Worth(tuple(gains))


def _difference(most: Fraction | None, least: Fraction | None) -> Fraction | None:
    return None if most is None or least is None else most - least


def _can_give(models: Sequence[Model], counted: Mapping[Kind, int]) -> frozenset[Regeling]:
    """The regelingen that give something, at the latest when every verklaring says ja.

    A group that stays below its threshold even then gives nothing for one answer.
    """
    everything = _changes(counted.items(), Antwoord.JA)
    return frozenset(
        regeling
        for model in models
        for regeling, low in zip(model.regelingen, model.low(everything), strict=True)
        if low.rounded != 0
    )


def _rank(worth: Worth, alive: frozenset[Regeling]) -> tuple[Fraction, Fraction, Fraction]:
    """Hours of the result, hours before rounding where they can count, euros."""
    unrounded = sum(
        (g.unrounded or NUL for g in worth.gains if not g.in_euro and g.regeling in alive), NUL
    )
    return worth.rounded, unrounded, worth.euro or NUL


def _steps(
    model: Model, order: Sequence[Kind], per_kind: Mapping[Kind, Worth]
) -> Iterable[NextStep]:
    """From how many of the ranked list on a result rises, for results in hours."""
    base = model.low([])
    for place, regeling in enumerate(model.regelingen):
        before = base[place].rounded
        if before is None or regeling.eenheid == "euro":
            continue
        mine = [k for k in order if _adds(per_kind[k], regeling)]

        def reached(number: int, mine: list[Kind] = mine, place: int = place) -> Fraction:
            changes = _changes(Counter(mine[:number]).items(), Antwoord.JA)
            value = model.low(changes)[place].rounded
            assert value is not None
            return value

        if not mine or reached(len(mine)) <= before:
            continue
        low, high = 0, len(mine)
        while high - low > 1:  # no answer lowers a result, so halving finds the first
            middle = (low + high) // 2
            low, high = (middle, high) if reached(middle) <= before else (low, middle)
        yield NextStep(regeling, high, before, reached(high))


def _adds(worth: Worth, regeling: Regeling) -> bool:
    return any(g.regeling is regeling and g.unrounded for g in worth.gains)
