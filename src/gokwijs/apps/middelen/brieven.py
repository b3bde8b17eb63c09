"""Reads on official letters: which line counts, how it compares, what is still open.

In: a school and a schooljaar. Out: rows for a screen or a print. Werkzone data, but for whole hours
and euros.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils import timezone

from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import feiten_of, running_on
from gokwijs.apps.middelen import services
from gokwijs.apps.middelen.models import Berekening, BriefRegel, OfficieleBrief, VerschilNota
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING
from gokwijs.core.law.numbers import (
    Interval,
    dutch_interval,
    dutch_number,
    exact_string,
    round_legal,
)
from gokwijs.core.leerlingen.teldag import tel
from gokwijs.core.middelen.causes import Cause, Known
from gokwijs.core.middelen.officieel import (
    Line,
    LineKind,
    Official,
    bare,
    in_order,
    shown,
    signed,
)
from gokwijs.core.middelen.oki import OKI_KENMERKEN
from gokwijs.core.middelen.other_counts import Scope, counted
from gokwijs.core.middelen.vergelijking import Comparison, State, compare_lines, states
from gokwijs.core.telling.model import Telling

_OTHER_YEARS = 6
_SMALL = (Scope.KLEUTER, Scope.LAGER, Scope.SO_1, Scope.SO_23, Scope.BUBAO, Scope.BUSO)
_SUMS = {Scope.BASIS: (Scope.KLEUTER, Scope.LAGER), Scope.SO: (Scope.SO_1, Scope.SO_23)}


@dataclass(frozen=True)
class Sourced:
    """The number of a line that counts, with the letter it stands in."""

    line: Line
    value: Fraction
    regel: BriefRegel
    brief: OfficieleBrief

    @property
    def tekst(self) -> str:
        return shown(self.line, self.value)

    @property
    def kort(self) -> str:
        """Without its unit, where a heading says it."""
        return bare(self.line, self.value)

    def seen(self, *, werkzone: bool) -> Sourced:
        """As this zone may see it: exact euros would betray counts, so others get whole ones."""
        return self if werkzone else Whole(self.line, self.value, self.regel, self.brief)


@dataclass(frozen=True)
class Whole(Sourced):
    """For the Schoolzone."""

    @property
    def tekst(self) -> str:
        if self.line.kind is LineKind.EURO:
            return f"€ {dutch_number(round_legal(self.value))}"
        return shown(self.line, self.value)

    @property
    def kort(self) -> str:
        return self.tekst if self.line.kind is LineKind.EURO else bare(self.line, self.value)


@dataclass(frozen=True)
class Rij:
    """One line on screen: official, own, difference, causes and what people said."""

    sourced: Sourced
    comparison: Comparison | None
    officieel: str
    eigen: str
    verschil: str
    staat: str
    notas: tuple[VerschilNota, ...]
    vorige: tuple[Sourced, ...]

    @property
    def line(self) -> Line:
        return self.sourced.line

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def causes(self) -> tuple[Cause, ...]:
        return self.comparison.causes if self.comparison else ()

    @property
    def differs(self) -> bool:
        """Does somebody have to look at this line?"""
        return self.staat not in ("gelijk", "binnen", "niet_te_vergelijken")

    @property
    def within(self) -> bool:
        """Inside our interval, and nobody said anything about it."""
        return self.staat == "binnen"

    @property
    def is_open(self) -> bool:
        return self.staat == "open"

    @property
    def unexplained(self) -> bool:
        return self.comparison is not None and self.comparison.unexplained

    @property
    def remark(self) -> str:
        return self.comparison.remark if self.comparison else ""

    @property
    def told(self) -> tuple[str, str]:
        """Official and own with their unit, for a sentence."""
        mine = self.comparison.own if self.comparison else None
        return self.sourced.tekst, shown(self.line, mine) if mine else "–"

    @property
    def nota(self) -> VerschilNota | None:
        """The newest one."""
        return self.notas[0] if self.notas else None


@dataclass(frozen=True)
class Aandeel:
    """One kenmerk as a part of the pupils of a scope, official beside own."""

    scope: str
    titel: str
    kenmerk: Kenmerk | None
    officieel: str
    eigen: str


@dataclass(frozen=True)
class Blad:
    """The whole comparison of a schooljaar."""

    berekening: Berekening | None
    rijen: tuple[Rij, ...]
    brieven: tuple[OfficieleBrief, ...]

    @property
    def verschillen(self) -> list[Rij]:
        return [r for r in self.rijen if r.differs]

    @property
    def binnen(self) -> list[Rij]:
        return [r for r in self.rijen if r.within]

    @property
    def open(self) -> list[Rij]:
        return [r for r in self.rijen if r.is_open]


def lines_of(school: School, schooljaar: Schooljaar) -> Mapping[Line, list[Sourced]]:
    """Every official number per line, the one that counts first; in order of the form."""
    regels = (
        BriefRegel.objects.filter(
            brief__school=school,
            brief__schooljaar=schooljaar.start,
            brief__status=OfficieleBrief.Status.GELDIG,
            vervangen=False,
        )
        .select_related("brief")
        .order_by("-brief__datum", "-brief__created", "-brief__pk")
    )
    found: dict[Line, list[Sourced]] = {}
    for regel in regels:
        line = regel.line
        if line is not None:
            one = Sourced(line, Fraction(regel.waarde), regel, regel.brief)
            found.setdefault(line, []).append(one)
    return {line: found[line] for line in in_order(found)}


def official_results(
    school: School, schooljaar: Schooljaar, *, werkzone: bool
) -> dict[str, Sourced]:
    """Hours and euros granted, by regeling: what the overview shows beside our own result."""
    return {
        line.key: found[0].seen(werkzone=werkzone)
        for line, found in lines_of(school, schooljaar).items()
        if line.kind in (LineKind.UREN, LineKind.EURO) and line.kenmerk is None
    }


def latest(school: School, schooljaar: Schooljaar) -> Berekening | None:
    """The calculation that counts for a schooljaar."""
    return school.berekeningen.filter(schooljaar=schooljaar.start).first()


def blad(school: School, schooljaar: Schooljaar, *, causes: bool = True) -> Blad:
    """The letters and the latest calculation of a schooljaar, line by line."""
    brieven = tuple(school.brieven.filter(schooljaar=schooljaar.start))
    lines = lines_of(school, schooljaar)
    berekening = latest(school, schooljaar)
    comparisons: dict[Line, Comparison] = {}
    if berekening and lines:
        comparisons = _compared(school, berekening, lines, causes=causes)
    notas: dict[str, list[VerschilNota]] = {}
    for nota in school.verschilnotas.filter(schooljaar=schooljaar.start):
        notas.setdefault(nota.regel, []).append(nota)
    rijen = tuple(
        _rij(found, comparisons.get(line), tuple(notas.get(line.code, ())))
        for line, found in lines.items()
    )
    return Blad(berekening, rijen, brieven)


def _rij(
    found: Sequence[Sourced], comparison: Comparison | None, notas: tuple[VerschilNota, ...]
) -> Rij:
    counts = found[0]
    mine = comparison.own if comparison else None
    return Rij(
        sourced=counts,
        comparison=comparison,
        officieel=bare(counts.line, counts.value),
        eigen=bare(counts.line, mine) if mine else "–",
        verschil=difference_words(counts.line, comparison),
        staat=_staat(comparison, notas),
        notas=notas,
        vorige=tuple(found[1:]),
    )


def difference_words(line: Line, comparison: Comparison | None) -> str:
    """``+1``, or ``−1 tot +2`` when our own number is an interval."""
    if comparison is None or comparison.difference is None:
        return "–"
    gap = comparison.difference
    if comparison.state is State.GELIJK:
        return "0"
    if gap.is_exact:
        return signed(line, gap.low)
    return f"{signed(line, gap.low)} tot {signed(line, gap.high)}"


def _staat(comparison: Comparison | None, notas: Sequence[VerschilNota]) -> str:
    """``gelijk``, ``binnen``, ``niet_te_vergelijken``, or what people said about these numbers."""
    if comparison is None or comparison.state is State.NIET_BEREKENBAAR:
        return "niet_te_vergelijken"
    if comparison.state is State.GELIJK:
        return "gelijk"
    official, mine = about(comparison)
    if notas and (notas[0].officieel, notas[0].eigen) == (official, mine):
        return notas[0].staat
    if comparison.state is State.BINNEN:
        return "binnen"
    return VerschilNota.Staat.OPEN.value


def about(comparison: Comparison) -> tuple[str, str]:
    """The official and the own number as a note keeps them."""
    return exact_string(comparison.official), _exact(comparison.own)


def _exact(value: Interval | None) -> str:
    if value is None:
        return ""
    low = exact_string(value.low)
    return low if value.is_exact else f"{low} tot {exact_string(value.high)}"


def _compared(
    school: School, berekening: Berekening, lines: Mapping[Line, list[Sourced]], *, causes: bool
) -> dict[Line, Comparison]:
    case = services.case_of(berekening)
    officials = tuple(Official(s.line, s.value, s.brief.teldag) for s, *_ in lines.values())
    if not causes:
        return {c.line: c for c in states(Known(case, officials))}
    known = Known(
        case,
        officials,
        others=_other_days(school, berekening),
        late=late_answers(school, case.telling),
    )
    return {c.line: c for c in compare_lines(known)}


def _other_days(school: School, berekening: Berekening) -> tuple[Telling, ...]:
    """The own Tellingen of other schooljaren, the nearest first."""
    years = sorted(
        set(
            school.berekeningen.exclude(schooljaar=berekening.schooljaar).values_list(
                "schooljaar", flat=True
            )
        ),
        key=lambda year: abs(year - berekening.schooljaar),
    )
    found = [latest(school, Schooljaar(year)) for year in years[:_OTHER_YEARS]]
    return tuple(Telling.from_json(b.telling) for b in found if b is not None)


def aandelen(blad: Blad) -> list[Aandeel]:
    """Percentages of the official counts, and their OKI where all four kenmerken are there.

    Made from the counts themselves: rounded fractions would give another last digit.
    """
    rows = {r.line: r for r in blad.rijen}
    found = []
    for everybody in (r for r in blad.rijen if r.line.kind is LineKind.LEERLINGEN):
        scope = everybody.line.key
        told = {
            k: rows[line]
            for k in Kenmerk
            if (line := Line(LineKind.TELLING, scope, k)) in rows and everybody.sourced.value
        }
        for kenmerk, rij in told.items():
            found.append(
                Aandeel(
                    Scope(scope).titel,
                    kenmerk.label,
                    kenmerk,
                    _percent(rij.sourced.value / everybody.sourced.value),
                    _own_share([rij], everybody, percent=True),
                )
            )
        if set(OKI_KENMERKEN) <= told.keys():
            four = [told[k] for k in OKI_KENMERKEN]
            total = sum((r.sourced.value for r in four), Fraction(0))
            found.append(
                Aandeel(
                    Scope(scope).titel,
                    "OKI: de vier kenmerken per leerling",
                    None,
                    dutch_number(total / everybody.sourced.value, places=3),
                    _own_share(four, everybody, percent=False),
                )
            )
    return found


def _percent(value: Fraction) -> str:
    return f"{dutch_number(value * 100, places=2)} %"


def _own_share(rijen: Sequence[Rij], everybody: Rij, *, percent: bool) -> str:
    """The same from our own counts; a dash when one of them is missing."""
    whole = everybody.comparison.own if everybody.comparison else None
    parts = [r.comparison.own for r in rijen if r.comparison and r.comparison.own is not None]
    if whole is None or not whole.low or len(parts) < len(rijen):
        return "–"
    low = sum((p.low for p in parts), Fraction(0)) / whole.low
    high = sum((p.high for p in parts), Fraction(0)) / whole.low
    if not percent:
        return dutch_interval(Interval(low, high), places=3)
    return _percent(low) if low == high else f"{_percent(low)} tot {_percent(high)}"


# ---------------------------------------------------------------- answers that came too late


def late_answers(school: School, telling: Telling) -> dict[tuple[Scope, Kenmerk], Fraction]:
    """How many pupils have a kenmerk on the teldag thanks to facts recorded after it.

    Only where the pupils of the school give the same count as the Telling; else we cannot know.
    """
    day = telling.teldag
    enrolments = [
        one.core for one in Inschrijving.objects.filter(running_on(day), leerling__school=school)
    ]
    if not enrolments:
        return {}
    facts = {str(key): found for key, found in feiten_of(school.leerlingen.all()).items()}
    now = tel(school.instellingsnummer, day, enrolments, facts)
    in_time = {
        key: [f for f in found if _recorded(f.vastgelegd) <= day] for key, found in facts.items()
    }
    then = tel(school.instellingsnummer, day, enrolments, in_time)
    late: dict[tuple[Scope, Kenmerk], Fraction] = {}
    for scope in _SMALL:
        for kenmerk in PER_LEERLING:
            mine = counted(now.telling, scope, kenmerk)
            gap = mine[0] - counted(then.telling, scope, kenmerk)[0]
            if gap and mine == counted(telling, scope, kenmerk):
                late[scope, kenmerk] = Fraction(gap, 2)
    for whole, parts in _SUMS.items():
        for kenmerk in PER_LEERLING:
            total = sum((late.get((p, kenmerk), Fraction(0)) for p in parts), Fraction(0))
            if total:
                late[whole, kenmerk] = total
    return late


def _recorded(moment: Any) -> date:
    return timezone.localtime(moment).date()


# ---------------------------------------------------------------- for other rooms


@dataclass(frozen=True)
class Open:
    """For the start page: how many differences nobody explained yet."""

    schooljaar: Schooljaar
    number: int
    lines: tuple[str, ...] = field(default=())


def open_verschillen(school: School, schooljaar: Schooljaar) -> Open:
    """The differences of a schooljaar that are still open."""
    rijen = blad(school, schooljaar, causes=False).open
    return Open(schooljaar, len(rijen), tuple(r.line.titel for r in rijen))
