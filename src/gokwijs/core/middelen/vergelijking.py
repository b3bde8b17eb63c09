"""The official letter beside our own result, line by line, with causes that explain a difference.

In: the case as calculated, the official lines, and what else is known (other teldagen, answers
recorded too late). Out: a ``Comparison`` per line with its candidate causes.

A cause is a hypothesis that is *calculated*: with the official counts, the other teldag, whole
pupils … the law is applied again, and only when that gives the official number is the cause named.
What cannot be calculated (an amount nobody confirmed, the cap on percentages) is named as possible,
and only when nothing that can be calculated explains the line. The rest is "onverklaard".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from gokwijs.core.calendar import dutch_date
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import Interval, dutch_number
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.causes import (
    HYPOTHESES,
    Cause,
    CauseKind,
    Known,
    by_amount,
    by_cap,
    by_doubt,
    by_rounding,
    by_threshold,
    day_words,
    fits,
    late_words,
    pupils_said,
    regeling_of,
    rests_on,
    school_facts,
    with_targets,
)
from gokwijs.core.middelen.officieel import (
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
from gokwijs.core.middelen.other_counts import Scope, Target, counted
from gokwijs.core.middelen.result import ReasonKind, Regeling
from gokwijs.core.telling.model import Telling


class State(StrEnum):
    """How a line stands before anybody explained it."""

    GELIJK = "gelijk"
    BINNEN = "binnen"  # unknown answers: the official number is inside our interval
    VERSCHIL = "verschil"
    NIET_BEREKENBAAR = "niet_berekenbaar"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line. ``difference`` is official minus own, None when the own number is no number."""

    line: Line
    official: Fraction
    own: Interval | None
    difference: Interval | None
    state: State
    causes: tuple[Cause, ...]
    remark: str = ""

    @property
    def unexplained(self) -> bool:
        """A difference, and nothing that explains it."""
        return self.state is State.VERSCHIL and not self.causes


# ---------------------------------------------------------------- the comparison


def compare_lines(known: Known) -> tuple[Comparison, ...]:
    """Every official line in the order given; counts are settled before what rests on them."""
    counts = {o.line: _compare(known, o, {}) for o in known.officials if o.line.is_count}
    return tuple(counts.get(o.line) or _compare(known, o, counts) for o in known.officials)


def states(known: Known) -> tuple[Comparison, ...]:
    """The same without looking for causes: which lines differ, at once."""
    return tuple(_compare(known, o, {}, causes=False) for o in known.officials)


def _compare(
    known: Known,
    official: Official,
    counts: Mapping[Line, Comparison],
    *,
    causes: bool = True,
) -> Comparison:
    line = official.line
    mine = own(known.case, line, known.results)
    if mine is None:
        why = _not_computable(known, line)
        return Comparison(line, official.value, None, None, State.NIET_BEREKENBAAR, (), remark=why)
    difference = Interval(official.value - mine.high, official.value - mine.low)
    found: tuple[Cause, ...] = ()
    if agrees(line, mine, official.value):
        state = State.GELIJK
    elif reaches(line, mine, official.value):
        state = State.BINNEN
        found = tuple(_inside(known, official, mine)) if causes else ()
    else:
        state = State.VERSCHIL
        finder = _count_causes if line.is_count else _result_causes
        found = finder(known, official, mine, counts) if causes else ()
    return Comparison(line, official.value, mine, difference, state, found)


def _not_computable(known: Known, line: Line) -> str:
    if line.is_count:
        return "daarvan hebben we geen eigen telling"
    result = known.results.get(Regeling(line.key))
    if result is None:
        return "onze telling heeft geen leerlingen in deze groep"
    return result.reasons[0].sentence.rstrip(".") if result.reasons else ""


def _inside(known: Known, official: Official, mine: Interval) -> Iterator[Cause]:
    """Unknown answers, or an unknown fact of the school, leave room for the official number."""
    line = official.line
    if line.is_count:
        yield Cause(
            CauseKind.ONBEKEND,
            _unknown_words(mine.high - mine.low, official.value - mine.low),
            proven=True,
        )
        return
    facts = list(school_facts(known, official))
    result = known.results[Regeling(line.key)]
    alone = [o for o in result.onbekenden if official.value in o.together]
    for one in alone or result.onbekenden:
        label = Kenmerk(one.kenmerk).label.lower()
        then = shown(line, one.together)
        how = (
            f"Met die antwoorden alleen is ons resultaat {then}: dat verklaart het verschil."
            if one in alone
            else "Samen met de andere onbekende antwoorden kan dat het verschil verklaren."
        )
        yield Cause(
            CauseKind.ONBEKEND,
            f"Van {pupils_said(one.pupils)} is {label} onbekend. {how}",
            proven=one in alone,
        )
    yield from facts
    if not result.onbekenden and not facts:
        words = [r.sentence for r in result.reasons if r.kind is ReasonKind.ONBEKEND_KENMERK]
        sentence = words[0] if words else "Ons resultaat is een interval."
        yield Cause(CauseKind.ONBEKEND, sentence, proven=False)


def _unknown_words(missing: Fraction, needed: Fraction) -> str:
    told = f"Van {pupils_said(missing)} is het antwoord onbekend. Het officiële aantal past als "
    if not needed:
        return told + ("dat geen 'ja' is." if missing == 1 else "geen van hen 'ja' is.")
    if needed == missing:
        return told + ("dat 'ja' is." if missing == 1 else "ze allemaal 'ja' zijn.")
    verb = "is" if needed <= 1 else "zijn"
    return told + f"{dutch_number(needed)} van hen 'ja' {verb}."


# ---------------------------------------------------------------- causes of a count


def _count_causes(
    known: Known, official: Official, mine: Interval, counts: Mapping[Line, Comparison]
) -> tuple[Cause, ...]:
    finders = (_count_half, _count_late, _count_teldag)
    found = [c for find in finders for c in find(known, official, mine)]
    proven = tuple(c for c in found if c.proven)
    return proven or tuple(found)


def _count_half(known: Known, official: Official, mine: Interval) -> Iterator[Cause]:
    """Exactly half a pupil, and one of both numbers is not whole (OV-09)."""
    if not mine.is_exact or abs(official.value - mine.low) != Fraction(1, 2):
        return
    theirs = official.value.denominator == 2
    who = "Officieel" if theirs else "Bij ons"
    yield Cause(
        CauseKind.HALVEN,
        f"{who} telt een leerling half, en bij {'ons' if theirs else 'het officiële aantal'} "
        "niet. Waar halven vandaan komen, is niet bevestigd (OV-09).",
        proven=True,
    )


def _count_late(known: Known, official: Official, mine: Interval) -> Iterator[Cause]:
    if official.line.kenmerk is None:
        return
    late = known.late.get((Scope(official.line.key), official.line.kenmerk), Fraction(0))
    if late and official.value == mine.low - late:
        yield Cause(CauseKind.LAAT, late_words(known, late), proven=True)


def _count_teldag(known: Known, official: Official, mine: Interval) -> Iterator[Cause]:
    """Our own count of another day is the official one."""
    named = official.teldag
    if named == known.case.telling.teldag or Scope(official.line.key) is Scope.VERHOUDING:
        return
    for telling in known.days:
        if named is not None and telling.teldag != named:
            continue
        if named is None and not _all_on(known, official, telling):
            continue
        there = own_count(replace(known.case, telling=telling, vorige=None), official.line)
        if there is not None and agrees(official.line, there, official.value):
            yield Cause(CauseKind.TELDAG, day_words(known, telling, named), proven=True)
            return
    if named is not None:
        yield Cause(
            CauseKind.TELDAG,
            f"Het officiële aantal is van {dutch_date(named)}, het onze van "
            f"{dutch_date(known.case.telling.teldag)}.",
            proven=False,
        )


def _all_on(known: Known, official: Official, telling: Telling) -> bool:
    """A single equal number may be chance: every count of this scope must fit that day."""
    other = replace(known.case, telling=telling, vorige=None)
    same = [o for o in known.officials if o.line.is_count and o.line.key == official.line.key]
    values = [(o, own_count(other, o.line)) for o in same]
    return len(same) > 1 and all(v is not None and agrees(o.line, v, o.value) for o, v in values)


# ---------------------------------------------------------------- causes of hours and euros


def _result_causes(
    known: Known, official: Official, mine: Interval, counts: Mapping[Line, Comparison]
) -> tuple[Cause, ...]:
    """First what official counts say, then other hypotheses, then rounding, then the possible."""
    differing, confirmed = _counted_lines(known, official.line, counts)
    base, sentence = known, ""
    if differing:
        values = with_targets(known, official.line, [_target(c) for c in differing])
        sentence = _counts_words(official.line, differing, values)
        if values and fits(official, values[1]):
            return _of_counts(differing, sentence)
        if values:
            base = replace(known, case=values[0])
    if not confirmed:
        proven = tuple(c for find in HYPOTHESES for c in find(known, official))
        if proven:
            return proven
    arithmetic = tuple(c for find in (by_rounding, by_threshold) for c in find(base, official))
    if arithmetic and sentence:
        return (Cause(CauseKind.AANTALLEN, sentence, proven=True), *arithmetic)
    if arithmetic:
        return arithmetic
    return tuple(c for find in (by_amount, by_cap, by_doubt) for c in find(base, official))


def _counted_lines(
    known: Known, line: Line, counts: Mapping[Line, Comparison]
) -> tuple[list[Comparison], bool]:
    """Official counts this line rests on that differ from ours; and: are all confirmed equal?"""
    whole = SCOPE_OF[regeling_of(line)]
    kenmerken = rests_on(line)
    telling = known.case.telling
    usable = [
        c
        for c in counts.values()
        if _belongs(telling, Scope(c.line.key), whole, line)
        and (c.line.kenmerk is None or c.line.kenmerk in kenmerken or _is_s(c.line, line))
        and c.own is not None
    ]
    differing = [c for c in usable if c.state is not State.GELIJK]
    needed = {None, *kenmerken} if line.kind is LineKind.UREN else set(kenmerken)
    equal = {c.line.kenmerk for c in usable if Scope(c.line.key) is whole}
    ses = regeling_of(line) in (Regeling.SES_LESTIJDEN_KLEUTER, Regeling.SES_LESTIJDEN_LAGER)
    ratio = not ses or sum(_is_s(c.line, line) for c in usable) == 2
    return differing, not differing and needed <= equal and ratio


def _is_s(count: Line, line: Line) -> bool:
    """Is this count part of the ratio S of the SES-lestijden?"""
    return count.key == Scope.VERHOUDING and regeling_of(line) in (
        Regeling.SES_LESTIJDEN_KLEUTER,
        Regeling.SES_LESTIJDEN_LAGER,
    )


def _belongs(telling: Telling, scope: Scope, whole: Scope, line: Line) -> bool:
    """Are all pupils of the counted scope pupils of this line?"""
    if scope is Scope.VERHOUDING:
        return _is_s(Line(LineKind.LEERLINGEN, scope.value), line)
    common = set(scope.levels) & set(whole.levels)
    if not common or (whole.groep and scope.groep not in (None, whole.groep)):
        return False
    if common == set(scope.levels) and whole.groep in (None, scope.groep):
        return True
    # A larger scope without any other pupils is the same scope.
    return counted(telling, scope, None) == counted(telling, whole, None)


def _target(count: Comparison) -> Target:
    return Target(Scope(count.line.key), count.line.kenmerk, int(count.official * 2))


def _counts_words(
    line: Line, differing: Sequence[Comparison], values: tuple[Case, Interval | None] | None
) -> str:
    told = []
    for count in differing:
        assert count.own is not None
        name = count.line.kenmerk.label.lower() if count.line.kenmerk else "alle leerlingen"
        official = dutch_number(count.official)
        mine = shown(count.line, count.own).rsplit(" ", 1)[0]
        told.append(f"{name}: officieel {official}, bij ons {mine}")
    then = values[1] if values else None
    end = f" Met de officiële aantallen komen we op {shown(line, then)}." if then else ""
    return f"De aantallen verschillen ({'; '.join(told)}).{end}"


def _of_counts(differing: Sequence[Comparison], sentence: str) -> tuple[Cause, ...]:
    """The causes of those counts when they are known; else: the counts differ."""
    if all(c.causes and all(x.proven for x in c.causes) for c in differing):
        found = {x.kind: x for c in differing for x in c.causes}
        return tuple(Cause(x.kind, f"{x.sentence} {sentence}", proven=True) for x in found.values())
    return (Cause(CauseKind.AANTALLEN, sentence, proven=True),)
