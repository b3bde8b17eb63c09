"""The lines of an official letter: what can stand on one, and what we say ourselves about it.

In: a case with its results. Out: per line the own number as an interval, and whether an official
number is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import Interval, dutch_interval, dutch_number
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.counts import pupil_interval
from gokwijs.core.middelen.oki import OKI_KENMERKEN
from gokwijs.core.middelen.other_counts import Scope, counted
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.middelen.uren_leraar_regel import INDICATOREN
from gokwijs.core.middelen.werkingsbudget import KENMERKEN_WERKING
from gokwijs.core.telling.model import Telling


class LineKind(StrEnum):
    """What the number of a line is; the values are stored."""

    UREN = "uren"
    EURO = "euro"
    LEERLINGEN = "leerlingen"
    TELLING = "telling"
    OKI = "oki"


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One line of a letter. ``key`` is a Regeling for hours, euros and OKI, a Scope for counts."""

    kind: LineKind
    key: str
    kenmerk: Kenmerk | None = None

    @property
    def titel(self) -> str:
        """As shown on screen."""
        if self.kind is LineKind.OKI:
            return "OKI"
        if self.kind in (LineKind.UREN, LineKind.EURO):
            name = Regeling(self.key).titel
            return f"{name}: {self.kenmerk.label.lower()}" if self.kenmerk else name
        what = self.kenmerk.label if self.kenmerk else "Alle leerlingen"
        return f"{what}, {Scope(self.key).titel}"

    @property
    def groep(self) -> str:
        """The heading under which ``kort`` is enough."""
        if self.is_count:
            return f"Aantallen {Scope(self.key).titel}"
        return {LineKind.UREN: HOURS_TITLE, LineKind.EURO: "Werkingsbudget"}.get(self.kind, "OKI")

    @property
    def kort(self) -> str:
        """The title without what the heading says."""
        if self.is_count:
            return self.kenmerk.label if self.kenmerk else "Alle leerlingen"
        if self.kind is LineKind.EURO and self.kenmerk:
            return self.kenmerk.label
        return self.titel

    @property
    def eenheid(self) -> str:
        if self.kind in (LineKind.LEERLINGEN, LineKind.TELLING):
            return "leerlingen"
        return Regeling(self.key).eenheid

    @property
    def is_count(self) -> bool:
        return self.kind in (LineKind.LEERLINGEN, LineKind.TELLING)

    @property
    def code(self) -> str:
        """``telling.lager.thuistaal``: the line as one word, for fields and addresses."""
        return ".".join((self.kind, self.key, self.kenmerk or ""))


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together on a form; ``scopes`` are the pupils they are about."""

    titel: str
    lines: tuple[Line, ...]
    scopes: tuple[Scope, ...]


def _counts(scope: Scope, kenmerken: Iterable[Kenmerk]) -> tuple[Line, ...]:
    everybody = Line(LineKind.LEERLINGEN, scope.value)
    return (everybody, *(Line(LineKind.TELLING, scope.value, k) for k in kenmerken))


def _euro(regeling: Regeling) -> tuple[Line, ...]:
    total = Line(LineKind.EURO, regeling.value)
    return (total, *(Line(LineKind.EURO, regeling.value, k) for k in KENMERKEN_WERKING))


_SES = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL)
_SO = (*INDICATOREN, Kenmerk.BUURT)
SCOPE_OF: Mapping[Regeling, Scope] = {
    Regeling.SES_LESTIJDEN_KLEUTER: Scope.KLEUTER,
    Regeling.SES_LESTIJDEN_LAGER: Scope.LAGER,
    Regeling.UREN_LERAAR_SO_1: Scope.SO_1,
    Regeling.UREN_LERAAR_SO_23: Scope.SO_23,
    Regeling.LESTIJDEN_BUBAO: Scope.BUBAO,
    Regeling.LESUREN_BUSO: Scope.BUSO,
    Regeling.WERKINGSBUDGET_BAO: Scope.BASIS,
    Regeling.WERKINGSBUDGET_SO: Scope.SO,
    Regeling.OKI: Scope.SCHOOL,
}
# The counts on which a regeling rests, beside the number of pupils.
RESTS_ON: Mapping[Regeling, tuple[Kenmerk, ...]] = {
    Regeling.SES_LESTIJDEN_KLEUTER: _SES,
    Regeling.SES_LESTIJDEN_LAGER: _SES,
    Regeling.UREN_LERAAR_SO_1: INDICATOREN,
    Regeling.UREN_LERAAR_SO_23: INDICATOREN,
    Regeling.LESTIJDEN_BUBAO: _SES,
    Regeling.LESUREN_BUSO: _SES,
    Regeling.WERKINGSBUDGET_BAO: KENMERKEN_WERKING,
    Regeling.WERKINGSBUDGET_SO: KENMERKEN_WERKING,
    Regeling.OKI: OKI_KENMERKEN,
}
_HOURS = tuple(r for r in SCOPE_OF if r.eenheid not in ("euro", "kenmerken per leerling"))
HOURS_TITLE = "Lestijden en uren"
BLOCKS = (
    *(Block(HOURS_TITLE, (Line(LineKind.UREN, r.value),), (SCOPE_OF[r],)) for r in _HOURS),
    Block(
        "Werkingsbudget basisonderwijs",
        _euro(Regeling.WERKINGSBUDGET_BAO),
        (Scope.KLEUTER, Scope.LAGER),
    ),
    Block("Werkingsbudget secundair onderwijs", _euro(Regeling.WERKINGSBUDGET_SO), (Scope.SO,)),
    Block(
        "Aantallen kleuteronderwijs",
        _counts(Scope.KLEUTER, KENMERKEN_WERKING),
        (Scope.KLEUTER,),
    ),
    Block("Aantallen lager onderwijs", _counts(Scope.LAGER, KENMERKEN_WERKING), (Scope.LAGER,)),
    Block(
        "Aantallen basisonderwijs samen",
        _counts(Scope.BASIS, KENMERKEN_WERKING),
        (Scope.KLEUTER, Scope.LAGER),
    ),
    Block(
        "Verhouding S: leerlingen van een jaar eerder",
        _counts(Scope.VERHOUDING, (Kenmerk.SCHOOLTOESLAG,)),
        (Scope.KLEUTER, Scope.LAGER),
    ),
    Block("Aantallen eerste graad en onthaaljaar", _counts(Scope.SO_1, _SO), (Scope.SO_1,)),
    Block("Aantallen tweede en derde graad", _counts(Scope.SO_23, _SO), (Scope.SO_23,)),
    Block("Aantallen secundair onderwijs samen", _counts(Scope.SO, _SO), (Scope.SO,)),
    Block("Aantallen buitengewoon basisonderwijs", _counts(Scope.BUBAO, _SES), (Scope.BUBAO,)),
    Block("Aantallen buitengewoon secundair onderwijs", _counts(Scope.BUSO, _SES), (Scope.BUSO,)),
    Block("OKI", (Line(LineKind.OKI, Regeling.OKI.value),), (Scope.SCHOOL,)),
)
LINES: Mapping[str, Line] = {line.code: line for block in BLOCKS for line in block.lines}
_ORDER = {line: place for place, line in enumerate(LINES.values())}


def in_order(lines: Iterable[Line]) -> list[Line]:
    """As on the form."""
    return sorted(lines, key=_ORDER.__getitem__)


@dataclass(frozen=True, slots=True)
class Official:
    """An official number, and the teldag its source names (None: not said)."""

    line: Line
    value: Fraction
    teldag: date | None = None


# ---------------------------------------------------------------- what we say ourselves


def own(case: Case, line: Line, results: Mapping[Regeling, Result]) -> Interval | None:
    """Our own number; None when it cannot be computed or concerns no pupils of ours."""
    if line.is_count:
        return own_count(case, line)
    result = results.get(Regeling(line.key))
    if result is None or result.minimum is None or result.maximum is None:
        return _euro_part(result, line.kenmerk) if result and line.kenmerk else None
    if line.kenmerk is not None:
        return _euro_part(result, line.kenmerk)
    return Interval(result.minimum, result.maximum)


def _euro_part(result: Result, kenmerk: Kenmerk) -> Interval | None:
    names = (kenmerk.label, f"{kenmerk.label}, vóór aftopping")
    return next((p.value for p in result.uitleg.parts if p.name in names), None)


def own_count(case: Case, line: Line) -> Interval | None:
    """Counted pupils of the teldag; those behind S from the school's facts or a year earlier."""
    scope = Scope(line.key)
    telling: Telling | None = case.telling
    if scope is Scope.VERHOUDING:
        school = case.school
        known = school.toeslag_leerlingen if line.kenmerk else school.toeslag_noemer
        if known is not None:
            return Interval.exact(known)
        telling = case.vorige
    if telling is None:
        return None
    everybody = counted(telling, scope, None)[0]
    low, high = counted(telling, scope, line.kenmerk)
    if not everybody or (line.kenmerk and (low, high) == (0, everybody)):
        return None  # nobody there, or nobody asked: that is no count
    return pupil_interval(low, high)


def agrees(line: Line, value: Interval, official: Fraction) -> bool:
    """The same, as far as an official document writes it: euros to the cent, OKI as printed."""
    if not value.is_exact:
        return False
    if line.kind is LineKind.EURO:
        return _rounded(value.low, 100) == _rounded(official, 100)
    if line.kind is LineKind.OKI:
        scale = next((s for s in (100, 1000, 10_000) if (official * s).denominator == 1), 10**6)
        return _rounded(value.low, scale) == official
    return value.low == official


def reaches(line: Line, value: Interval, official: Fraction) -> bool:
    """Can the own number be the official one?"""
    return official in value or agrees(line, value, official)


def _rounded(value: Fraction, scale: int) -> Fraction:
    """Half up at one over ``scale``."""
    return Fraction((2 * value * scale + 1) // 2, scale)


def shown(line: Line, value: Interval | Fraction) -> str:
    """The number with its unit, the Dutch way."""
    one = value if isinstance(value, Interval) else Interval.exact(value)
    if line.kind is LineKind.EURO:
        return f"€ {dutch_interval(one, places=2)}"
    if line.kind is LineKind.OKI:
        return dutch_interval(one, at_most=4)
    single = one.is_exact and one.low == 1
    unit = line.eenheid
    if single and unit in ("leerlingen", "lestijden", "lesuren"):
        unit = {"leerlingen": "leerling", "lestijden": "lestijd", "lesuren": "lesuur"}[unit]
    return f"{dutch_interval(one)} {unit}"


def bare(line: Line, value: Interval | Fraction) -> str:
    """``shown`` without the unit, where the heading of a table says it."""
    text = shown(line, value)
    return text if line.kind in (LineKind.EURO, LineKind.OKI) else text.rsplit(" ", 1)[0]


def signed(line: Line, value: Fraction) -> str:
    """A difference with its sign: ``+1``, ``−0,5``."""
    if line.kind is LineKind.EURO:
        text = dutch_number(abs(value), places=2)
    else:
        text = dutch_number(abs(value), at_most=4)
    return f"{'−' if value < 0 else '+'}{text}" if value else "0"
