"""What can explain a difference with an official number: hypotheses that are calculated.

In: the case, the official lines, and what else is known. Out: causes with their evidence.
A hypothesis changes one thing (the teldag, the half pupils, an unknown fact …), applies the law
again and names the cause only when that gives the official number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from gokwijs.core.calendar import dutch_date
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.explanation import Soort, Stap
from gokwijs.core.law.numbers import Interval, dutch_number, round_legal
from gokwijs.core.law.parameters import ParameterMissing
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.officieel import (
    RESTS_ON,
    SCOPE_OF,
    Line,
    LineKind,
    Official,
    agrees,
    own,
    own_count,
    reaches,
    shown,
)
from gokwijs.core.middelen.other_counts import (
    Gain,
    Scope,
    Target,
    Unfit,
    counted,
    whole_pupils,
    with_counts,
)
from gokwijs.core.middelen.result import ReasonKind, Regeling, Result
from gokwijs.core.middelen.uren_leraar_regel import INDICATOREN, UrenRegel, masks_of
from gokwijs.core.telling.model import Cell, Combination, Onderwijsniveau, Telling


class CauseKind(StrEnum):
    """What can explain a difference."""

    AANTALLEN = "aantallen"
    ONBEKEND = "onbekend"
    TELDAG = "teldag"
    HALVEN = "halven"
    LAAT = "laat"
    GEGEVEN = "gegeven"  # a fact about the school is not known
    AFRONDING = "afronding"
    DREMPEL = "drempel"
    PARAMETER = "parameter"
    AFTOPPING = "aftopping"

    @property
    def titel(self) -> str:
        """A few words for a list."""
        return _TITLES[self]


_TITLES = {
    CauseKind.AANTALLEN: "Andere aantallen",
    CauseKind.ONBEKEND: "Onbekende antwoorden",
    CauseKind.TELDAG: "Andere teldag",
    CauseKind.HALVEN: "Halve leerlingen",
    CauseKind.LAAT: "Te laat vastgelegd",
    CauseKind.GEGEVEN: "Gegeven van de school onbekend",
    CauseKind.AFRONDING: "Afronding",
    CauseKind.DREMPEL: "Drempel of minimum",
    CauseKind.PARAMETER: "Getal dat niet bevestigd is",
    CauseKind.AFTOPPING: "Vóór aftopping",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One candidate with its evidence. ``proven``: calculated, and it gives the official number."""

    kind: CauseKind
    sentence: str
    proven: bool


Late = Mapping[tuple[Scope, Kenmerk], Fraction]


@dataclass(frozen=True)
class Known:
    """Everything the causes may look at. ``others``: own Tellingen of other days."""

    case: Case
    officials: tuple[Official, ...]
    others: tuple[Telling, ...] = ()
    late: Late = field(default_factory=dict)

    @cached_property
    def results(self) -> Mapping[Regeling, Result]:
        return {r.regeling: r for r in calculate(self.case)}

    @cached_property
    def gain(self) -> Gain:
        """What a ja adds for the uren-leraar; elsewhere every pupil with a ja counts alike."""
        try:
            regel = UrenRegel.read(self.case.law())
        except ParameterMissing:
            return lambda cell, place: 0
        return lambda cell, place: _points_gained(regel, cell, place)

    @cached_property
    def days(self) -> tuple[Telling, ...]:
        """Own Tellingen of another day than the one calculated with, the earlier one first."""
        found = [t for t in (self.case.vorige, *self.others) if t is not None]
        own_day = self.case.telling.teldag
        return tuple({t.teldag: t for t in reversed(found) if t.teldag != own_day}.values())


def _points_gained(regel: UrenRegel, cell: Cell, place: int) -> int:
    if cell.onderwijsniveau is not Onderwijsniveau.SO or KENMERKEN[place] not in INDICATOREN:
        return 0
    with_, without = (
        regel.span(*masks_of(_answer(cell.kenmerken, place, a)))[1]
        for a in (Antwoord.JA, Antwoord.NEE)
    )
    return with_ - without


def _answer(combination: Combination, place: int, answer: Antwoord) -> Combination:
    a, b, c, d, e, f = (answer if i == place else x for i, x in enumerate(combination))
    return a, b, c, d, e, f


# ---------------------------------------------------------------- applying the law again


def regeling_of(line: Line) -> Regeling:
    return Regeling(line.key)


def rests_on(line: Line) -> tuple[Kenmerk, ...]:
    return (line.kenmerk,) if line.kenmerk else RESTS_ON[regeling_of(line)]


def with_targets(
    known: Known, line: Line, targets: Sequence[Target]
) -> tuple[Case, Interval | None] | None:
    """The case with other counts, and what the line becomes; None when they do not fit."""
    case, plain = known.case, [t for t in targets if t.scope is not Scope.VERHOUDING]
    for target in targets:
        if target.scope is Scope.VERHOUDING:
            case = _with_ratio(case, target)
    try:
        tellingen = with_counts(case.telling, plain, known.gain) if plain else (case.telling,)
    except Unfit:
        return None
    cases = [replace(case, telling=t) for t in tellingen]
    values = [v for v in (_value(c, line) for c in cases) if v is not None]
    return cases[0], Interval.hull(values) if values else None


def _with_ratio(case: Case, target: Target) -> Case:
    """Other numbers behind S; the one that is not official stays as we have it."""
    lines = [Line(LineKind.TELLING, Scope.VERHOUDING.value, Kenmerk.SCHOOLTOESLAG)]
    lines.append(Line(LineKind.LEERLINGEN, Scope.VERHOUDING.value))
    x, p = (own_count(case, one) for one in lines)
    number = Fraction(target.halves, 2)
    teller = number if target.kenmerk else (x.low if x else None)
    noemer = (p.low if p else None) if target.kenmerk else number
    if teller is None or noemer is None:
        return case
    school = replace(case.school, toeslag_leerlingen=teller, toeslag_noemer=noemer)
    return replace(case, school=school)


def _value(case: Case, line: Line) -> Interval | None:
    return own(case, line, {r.regeling: r for r in calculate(case)})


def fits(official: Official, value: Interval | None) -> bool:
    return value is not None and reaches(official.line, value, official.value)


# ---------------------------------------------------------------- words


def pupils_said(number: Fraction) -> str:
    return "1 leerling" if number == 1 else f"{dutch_number(number)} leerlingen"


def late_words(known: Known, late: Fraction) -> str:
    day = dutch_date(known.case.telling.teldag)
    verb = "kreeg" if late == 1 else "kregen"
    return (
        f"{pupils_said(abs(late))} {verb} dit antwoord pas na {day}, met een datum van ervoor. "
        "Zonder die antwoorden is onze telling gelijk aan de officiële."
    )


def day_words(known: Known, telling: Telling, named: date | None) -> str:
    said = "Het officiële cijfer noemt die teldag." if named else "De brief noemt geen teldag."
    return (
        f"Met onze telling van {dutch_date(telling.teldag)} in plaats van "
        f"{dutch_date(known.case.telling.teldag)} komen we op het officiële cijfer. {said}"
    )


# ---------------------------------------------------------------- hypotheses that are calculated


def _other_day(known: Known, official: Official) -> Iterator[Cause]:
    if official.teldag == known.case.telling.teldag:
        return
    for telling in known.days:
        if official.teldag is not None and official.teldag != telling.teldag:
            continue
        value = _value(replace(known.case, telling=telling), official.line)
        if value is not None and agrees(official.line, value, official.value):
            yield Cause(CauseKind.TELDAG, day_words(known, telling, official.teldag), proven=True)
            return


def _too_late(known: Known, official: Official) -> Iterator[Cause]:
    line = official.line
    whole, targets, told = SCOPE_OF[regeling_of(line)], [], Fraction(0)
    for (scope, kenmerk), late in known.late.items():
        if kenmerk in rests_on(line) and scope in _parts(whole):
            low = counted(known.case.telling, scope, kenmerk)[0]
            targets.append(Target(scope, kenmerk, low - int(late * 2)))
            told += late
    if not told:
        return
    values = with_targets(known, line, targets)
    if values and fits(official, values[1]):
        yield Cause(CauseKind.LAAT, late_words(known, told), proven=True)


def _parts(whole: Scope) -> tuple[Scope, ...]:
    """The smallest scopes inside a scope."""
    if whole is Scope.BASIS:
        return (Scope.KLEUTER, Scope.LAGER)
    if whole is Scope.SO:
        return (Scope.SO_1, Scope.SO_23)
    if whole is Scope.SCHOOL:
        return (Scope.KLEUTER, Scope.LAGER, Scope.SO_1, Scope.SO_23)
    return (whole,)


def _half_pupils(known: Known, official: Official) -> Iterator[Cause]:
    """Half pupils that the authority counts as whole ones, or not at all."""
    for up in (True, False):
        telling = whole_pupils(known.case.telling, up=up)
        if telling == known.case.telling:
            return
        value = _value(replace(known.case, telling=telling), official.line)
        if value is not None and agrees(official.line, value, official.value):
            how = "als hele leerlingen meetellen" if up else "niet meetellen"
            yield Cause(
                CauseKind.HALVEN,
                f"Onze telling bevat halve leerlingen. Als die {how}, komen we op "
                f"{shown(official.line, value)} (OV-09).",
                proven=True,
            )
            return


def school_facts(known: Known, official: Official) -> Iterator[Cause]:
    """A fact about the school that is unknown, set to ja and to nee."""
    school = known.case.school
    facts: tuple[tuple[str, Antwoord, str], ...] = (
        ("brussel", school.brussel, "of de school in Brussel ligt"),
        ("nieuwe_school", school.nieuwe_school, "of de school nieuw of gefuseerd is"),
        (
            "vestigingen_verspreid",
            school.vestigingen_verspreid,
            "of de vestigingsplaatsen ver uit elkaar liggen",
        ),
    )
    for name, now, words in facts:
        if now is not Antwoord.ONBEKEND:
            continue
        fitting = []
        for answer in (Antwoord.JA, Antwoord.NEE):
            changes: dict[str, Antwoord] = {name: answer}
            value = _value(
                replace(known.case, school=replace(school, **changes)),  # type: ignore[arg-type]
                official.line,
            )
            if value is not None and agrees(official.line, value, official.value):
                fitting.append(answer)
        if len(fitting) == 1:
            yield Cause(
                CauseKind.GEGEVEN,
                f"Bij ons staat niet {words}. Met '{fitting[0].word}' komen we op het officiële "
                "cijfer. Vul dat in bij de schoolgegevens.",
                proven=True,
            )


HYPOTHESES: tuple[Callable[[Known, Official], Iterator[Cause]], ...] = (
    _other_day,
    _too_late,
    _half_pupils,
    school_facts,
)


# ---------------------------------------------------------------- rounding, threshold, amounts


def by_rounding(known: Known, official: Official) -> Iterator[Cause]:
    """The exact sum rounded in another way gives the official number."""
    line = official.line
    if line.kind is LineKind.OKI:
        return
    result = known.results.get(regeling_of(line))
    value = own(known.case, line, known.results)
    if result is None or value is None or not value.is_exact:
        return
    if line.kind is LineKind.EURO:
        if abs(value.low - official.value) < 1 and official.value.denominator == 1:
            yield Cause(
                CauseKind.AFRONDING,
                f"Het officiële bedrag is op hele euro's; het onze is {shown(line, value)}.",
                proven=True,
            )
        return
    som = result.som
    if som is None or not som.is_exact or value.low == 0:
        return
    exact = som.low
    ways = {
        "altijd naar beneden": Fraction(exact.numerator // exact.denominator),
        "altijd naar boven": Fraction(-(-exact.numerator // exact.denominator)),
        "maar één keer, op het einde": Fraction(round_legal(exact)),
    }
    for how, rounded in ways.items():
        if rounded == official.value and rounded != value.low:
            yield Cause(
                CauseKind.AFRONDING,
                f"Vóór afronding is ons resultaat {dutch_number(exact)}. Wie dat {how} afrondt, "
                f"komt op {dutch_number(rounded)}. De wet rondt af op {dutch_number(value.low)} "
                f"({result.uitleg.artikel}).",
                proven=True,
            )
            return


def by_threshold(known: Known, official: Official) -> Iterator[Cause]:
    """One of both gives nothing because of a threshold or minimum."""
    line = official.line
    if line.kind is not LineKind.UREN:
        return
    result = known.results.get(regeling_of(line))
    value = own(known.case, line, known.results)
    if result is None or value is None or not result.drempels:
        return
    refused = [r.sentence for r in result.reasons if r.kind is ReasonKind.GEEN_RECHT]
    if value.high == 0 and result.som is not None and refused:
        rounded = Interval(
            Fraction(round_legal(result.som.low)), Fraction(round_legal(result.som.high))
        )
        if official.value in rounded:
            yield Cause(
                CauseKind.DREMPEL,
                f"{refused[0]} Zonder die drempel of dat minimum geven onze punten "
                f"{shown(line, rounded)}.",
                proven=True,
            )
    elif official.value == 0:
        near = " ".join(d.sentence for d in result.drempels)
        yield Cause(
            CauseKind.DREMPEL,
            f"Officieel zijn er geen uren. Dat past bij een drempel of een minimum dat officieel "
            f"niet gehaald is. Bij ons: {near}",
            proven=False,
        )


def _doubtful_steps(result: Result, kenmerk: Kenmerk | None) -> list[Stap]:
    """Numbers of the law in the explanation that nobody confirmed."""
    root = result.uitleg
    if kenmerk is not None:
        parts = [p for p in root.parts if p.name.split(",")[0] == kenmerk.label]
        root = parts[0] if parts else root
    steps = [s for s in root.walk() if s.soort is Soort.PARAMETER and s.status.in_doubt]
    return list({s.name: s for s in steps}.values())


def by_amount(known: Known, official: Official) -> Iterator[Cause]:
    """Euros of one kenmerk with our count: which amount per pupil would give the official sum?"""
    line = official.line
    if line.kind is not LineKind.EURO or line.kenmerk is None:
        return
    result = known.results.get(regeling_of(line))
    doubtful = _doubtful_steps(result, line.kenmerk) if result else []
    count = _multiplied(known, line)
    if not doubtful or count is None or count < 10:
        return
    amount = Fraction(round_legal(official.value / count * 100), 100)
    if not agrees(line, Interval.exact(amount * count), official.value):
        return
    used = doubtful[0]
    yield Cause(
        CauseKind.PARAMETER,
        f"Met € {dutch_number(amount, places=2)} per leerling in plaats van {used.sentence} "
        f"({used.status.value}) komt onze berekening op het officiële bedrag.",
        proven=True,
    )


def _multiplied(known: Known, line: Line) -> Fraction | None:
    """The number of pupils that the amount of a kenmerk is multiplied with."""
    assert line.kenmerk is not None
    key = "basisonderwijs" if regeling_of(line) is Regeling.WERKINGSBUDGET_BAO else "secundair"
    corrected = known.case.school.gecorrigeerd.get((key, line.kenmerk))
    if corrected is not None:
        return corrected
    low, high = counted(known.case.telling, SCOPE_OF[regeling_of(line)], line.kenmerk)
    return Fraction(low, 2) if low == high else None


def by_cap(known: Known, official: Official) -> Iterator[Cause]:
    """Less money than our count before the cap on percentages."""
    line = official.line
    if line.kind is not LineKind.EURO or list(by_amount(known, official)):
        return
    result = known.results.get(regeling_of(line))
    value = own(known.case, line, known.results)
    before = result and any(r.kind is ReasonKind.VOOR_AFTOPPING for r in result.reasons)
    if before and value is not None and official.value < value.low:
        yield Cause(
            CauseKind.AFTOPPING,
            "Ons bedrag is berekend vóór aftopping: de officieel gecorrigeerde aantallen zijn niet "
            "ingevoerd. Het officiële bedrag kan daardoor lager zijn. Wat de aftopping voor deze "
            "school is, kunnen we niet berekenen (OV-28).",
            proven=False,
        )


def by_doubt(known: Known, official: Official) -> Iterator[Cause]:
    """The result rests on a number that is only secondary or not confirmed."""
    line = official.line
    result = known.results.get(regeling_of(line))
    if result is None or list(by_cap(known, official)) or list(by_amount(known, official)):
        return
    weak = [
        s
        for s in _doubtful_steps(result, line.kenmerk)
        if s.status is not Status.INGEVOERD or line.kind is not LineKind.EURO
    ]
    if weak:
        names = "; ".join(f"{s.name} ({s.sentence}, {s.status.value})" for s in weak[:3])
        yield Cause(
            CauseKind.PARAMETER,
            f"Ons resultaat rust op {'een getal' if len(weak) == 1 else 'getallen'} dat niet in de "
            f"wet zelf gelezen is: {names}. Een ander getal kan het verschil verklaren.",
            proven=False,
        )
