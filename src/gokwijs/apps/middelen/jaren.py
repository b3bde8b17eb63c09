"""The schooljaren beside each other: hours, euros, counts and OKI, official beside own.

In: the school and whether this is the Werkzone. Out: series of points with their links, and the
breaks: what of the law or of the school changed between two years, so that a step is no trend.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gokwijs.apps.middelen.brieven import Sourced, latest, lines_of
from gokwijs.apps.middelen.getallen import law_with
from gokwijs.apps.middelen.models import Berekening
from gokwijs.apps.middelen.presenters import HOURS, big, fraction
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar, peildatum_begroting, peildatum_regels
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.numbers import Interval, dutch_interval, dutch_number
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.middelen.officieel import Line, LineKind, shown
from gokwijs.core.middelen.other_counts import Scope, counted
from gokwijs.core.middelen.result import Regeling
from gokwijs.core.telling.model import Telling

_MOST_YEARS = 10
_SCOPES = (Scope.KLEUTER, Scope.LAGER, Scope.SO_1, Scope.SO_23, Scope.BUBAO, Scope.BUSO)


@dataclass(frozen=True)
class Punt:
    """One year of a series. ``pk`` and ``anker`` lead to the calculation."""

    jaar: Schooljaar
    tekst: str
    low: Fraction | None
    high: Fraction | None
    pk: int | None = None
    anker: str = ""
    officieel: Sourced | None = None
    kort: str = ""

    @property
    def officieel_kort(self) -> str:
        """Without its unit: the row says it."""
        return self.officieel.kort if self.officieel else ""


@dataclass(frozen=True)
class Reeks:
    """One line through the years."""

    key: str
    titel: str
    eenheid: str
    punten: tuple[Punt, ...]
    zin: str = ""
    kenmerk: Kenmerk | None = None
    top: Fraction = Fraction(0)  # what the tallest column stands for, the same for one unit

    @property
    def highest(self) -> Fraction:
        """The largest number, ours or official."""
        values = [p.high for p in self.punten if p.high is not None]
        values += [p.officieel.value for p in self.punten if p.officieel]
        return max(values, default=Fraction(0))

    @property
    def drawable(self) -> bool:
        """Is there anything to draw?"""
        return any(p.high is not None or p.officieel for p in self.punten)

    @property
    def has_official(self) -> bool:
        return any(p.officieel for p in self.punten)


@dataclass(frozen=True)
class Breuk:
    """Why a step between two years is not only a change of pupils."""

    jaar: Schooljaar
    zinnen: tuple[str, ...]


@dataclass(frozen=True)
class Overzicht:
    """Everything on the page; ``aandelen``, ``aantallen`` and ``oki`` are Werkzone data."""

    jaren: tuple[Schooljaar, ...]
    middelen: tuple[Reeks, ...]
    aandelen: tuple[Reeks, ...]
    aantallen: tuple[Reeks, ...]
    oki: tuple[Reeks, ...]
    breuken: tuple[Breuk, ...]


def overview(school: School, *, werkzone: bool) -> Overzicht:
    """The latest calculation and the official numbers of every schooljaar, oldest first."""
    years = _years(school)
    made = {jaar: latest(school, jaar) for jaar in years}
    official = {jaar: lines_of(school, jaar) for jaar in years}
    results = {
        jaar: {r["regeling"]: r for r in b.resultaten} if b else {} for jaar, b in made.items()
    }
    means = [
        _result_series(regeling, years, made, results, official, werkzone)
        for regeling in Regeling
        if regeling is not Regeling.OKI
    ]
    tellingen = {j: Telling.from_json(b.telling) for j, b in made.items() if b} if werkzone else {}
    oki = _result_series(Regeling.OKI, years, made, results, official, werkzone)
    return Overzicht(
        jaren=tuple(years),
        middelen=_scaled([r for r in means if r is not None]),
        aandelen=_scaled(list(_shares(years, made, tellingen))),
        aantallen=tuple(_counts(years, made, tellingen, official if werkzone else {})),
        oki=(oki,) if werkzone and oki is not None else (),
        breuken=tuple(_breaks([b for b in made.values() if b is not None])),
    )


def _scaled(series: Sequence[Reeks]) -> tuple[Reeks, ...]:
    """One scale per unit: columns of the same height are the same number."""
    tops = {r.eenheid: Fraction(0) for r in series}
    for one in series:
        tops[one.eenheid] = max(tops[one.eenheid], one.highest)
    return tuple(replace(r, top=tops[r.eenheid]) for r in series)


def _years(school: School) -> list[Schooljaar]:
    found = set(school.berekeningen.order_by().values_list("schooljaar", flat=True).distinct())
    found |= set(
        school.brieven.filter(status="geldig")
        .order_by()
        .values_list("schooljaar", flat=True)
        .distinct()
    )
    return [Schooljaar(start) for start in sorted(found)[-_MOST_YEARS:]]


def _result_series(
    regeling: Regeling,
    years: Sequence[Schooljaar],
    made: Mapping[Schooljaar, Berekening | None],
    results: Mapping[Schooljaar, Mapping[str, Any]],
    official: Mapping[Schooljaar, Mapping[Line, list[Sourced]]],
    werkzone: bool,
) -> Reeks | None:
    """None when no year knows this regeling."""
    unit = regeling.eenheid
    kind = LineKind.EURO if unit == "euro" else LineKind.UREN if unit in HOURS else LineKind.OKI
    punten = []
    for jaar in years:
        found = official[jaar].get(Line(kind, regeling.value))
        result, berekening = results[jaar].get(regeling.value), made[jaar]
        low = fraction(result["minimum"]) if result else None
        high = fraction(result["maximum"]) if result else None
        text = big(low, high, unit, whole=not werkzone) if low is not None else "niet berekenbaar"
        punten.append(
            Punt(
                jaar,
                text if result else "",
                low,
                high,
                berekening.pk if berekening and result else None,
                regeling.value,
                found[0].seen(werkzone=werkzone) if found else None,
                _short(low, high, unit),
            )
        )
    if not any(p.tekst or p.officieel for p in punten):
        return None
    zin = _sentence(punten, unit)
    return Reeks(regeling.value, regeling.titel, unit, tuple(punten), zin)


def _short(low: Fraction | None, high: Fraction | None, unit: str) -> str:
    """For above a column: whole euros, an interval with a dash."""
    if low is None or high is None:
        return "?"
    places = 0 if unit == "euro" else 2 if unit == "kenmerken per leerling" else None
    return dutch_interval(Interval(low, high), places=places).replace(" tot ", "–")


def _sentence(punten: Sequence[Punt], unit: str) -> str:
    """What the last two years say; the number before the picture."""
    known = [p for p in punten if p.low is not None]
    if not known:
        return "Nog niet berekenbaar."
    last = known[-1]
    name = "" if unit == "euro" else f" {unit}"
    exact = last.low == last.high
    now = f"In {last.jaar} {'' if exact else 'tussen '}{_spoken(last, unit)}{name}"
    before = next((p for p in reversed(known[:-1])), None)
    if before is None:
        return f"{now}. Er is nog maar één jaar berekend."
    if not exact or before.low != before.high:
        between = "" if before.low == before.high else "tussen "
        return f"{now}; in {before.jaar} {between}{_spoken(before, unit)}."
    assert last.low is not None
    assert before.low is not None
    gap = last.low - before.low
    if not gap:
        return f"{now}, evenveel als in {before.jaar}."
    word = "meer" if gap > 0 else "minder"
    line = Line(LineKind.EURO if unit == "euro" else LineKind.OKI, Regeling.OKI.value)
    amount = shown(line, abs(gap)) if unit == "euro" else dutch_interval(Interval.exact(abs(gap)))
    return f"{now}, {amount} {word} dan in {before.jaar}."


def _spoken(punt: Punt, unit: str) -> str:
    if punt.low != punt.high and unit != "euro":
        return punt.tekst.replace(" tot ", " en ")
    return punt.tekst


# ---------------------------------------------------------------- counts, Werkzone only


def _counts(
    years: Sequence[Schooljaar],
    made: Mapping[Schooljaar, Berekening | None],
    tellingen: Mapping[Schooljaar, Telling],
    official: Mapping[Schooljaar, Mapping[Line, list[Sourced]]],
) -> Iterable[Reeks]:
    for scope in (*_SCOPES, Scope.SO):
        present = [j for j in years if j in tellingen and counted(tellingen[j], scope, None)[1]]
        told = any(line.key == scope for lines in official.values() for line in lines)
        if (not present and not told) or (scope is Scope.SO and not told):
            continue
        for kenmerk in (None, *KENMERKEN):
            line = Line(LineKind.TELLING if kenmerk else LineKind.LEERLINGEN, scope.value, kenmerk)
            punten = tuple(_count(j, made, tellingen, official, line) for j in years)
            if any(p.officieel or (p.high and (kenmerk is None or p.low)) for p in punten):
                yield Reeks(line.code, line.titel, "leerlingen", punten, kenmerk=kenmerk)


def _count(
    jaar: Schooljaar,
    made: Mapping[Schooljaar, Berekening | None],
    tellingen: Mapping[Schooljaar, Telling],
    official: Mapping[Schooljaar, Mapping[Line, list[Sourced]]],
    line: Line,
) -> Punt:
    found = official.get(jaar, {}).get(line)
    berekening = made[jaar]
    telling = tellingen.get(jaar)
    low, high = counted(telling, Scope(line.key), line.kenmerk) if telling else (0, 0)
    whole = counted(telling, Scope(line.key), None)[0] if telling else 0
    if not whole or berekening is None:
        return Punt(jaar, "", None, None, officieel=found[0] if found else None)
    value = Interval(Fraction(low, 2), Fraction(high, 2))
    text = "onbekend" if line.kenmerk and not low and high == whole else dutch_interval(value)
    return Punt(jaar, text, value.low, value.high, berekening.pk, "", found[0] if found else None)


def _shares(
    years: Sequence[Schooljaar],
    made: Mapping[Schooljaar, Berekening | None],
    tellingen: Mapping[Schooljaar, Telling],
) -> Iterable[Reeks]:
    """Part of all pupils with each kenmerk; a kenmerk nobody knows anything of is left out."""
    for kenmerk in KENMERKEN:
        punten = []
        for jaar in years:
            telling, berekening = tellingen.get(jaar), made[jaar]
            share = _share(telling, kenmerk) if telling else None
            if share is None or berekening is None:
                punten.append(Punt(jaar, "", None, None))
                continue
            text = f"{dutch_interval(share.times(Fraction(100)), places=1)} %"
            kort = _short_share(share)
            punten.append(Punt(jaar, text, share.low, share.high, berekening.pk, "", None, kort))
        if any(p.low for p in punten):
            known = [p for p in punten if p.low is not None]
            zin = f"In {known[-1].jaar} {known[-1].tekst} van de leerlingen"
            zin += f"; in {known[-2].jaar} {known[-2].tekst}." if len(known) > 1 else "."
            yield Reeks(kenmerk.value, kenmerk.label, "aandeel", tuple(punten), zin, kenmerk)


def _short_share(share: Interval) -> str:
    """For above a column: ``34 %``, ``25–28 %``; a decimal where a whole number says little."""
    hundred = share.times(Fraction(100))
    places = 1 if hundred.high < 10 else 0
    low, high = (dutch_number(v, places=places) for v in (hundred.low, hundred.high))
    return f"{low} %" if low == high else f"{low}–{high} %"


def _share(telling: Telling, kenmerk: Kenmerk) -> Interval | None:
    """None when all is unknown, or nobody was counted."""
    place = KENMERKEN.index(kenmerk)
    low = sum(s.ja[place] for s in telling.sums.values())
    high = low + sum(s.onbekend[place] for s in telling.sums.values())
    low += sum(t.low(kenmerk) for t in telling.totals)
    high += sum(t.high(kenmerk) for t in telling.totals)
    everybody = int(telling.pupils * 2)
    if not everybody or (not low and high == everybody):
        return None
    return Interval(Fraction(low, everybody), Fraction(high, everybody))


# ---------------------------------------------------------------- breaks


def _breaks(made: Sequence[Berekening]) -> Iterable[Breuk]:
    """Numbers of the law and facts of the school that changed since the year before."""
    ordered = sorted(made, key=lambda b: b.schooljaar)
    for before, after in pairwise(ordered):
        zinnen = (*_changed_law(before, after), *_changed_facts(before, after))
        if zinnen:
            yield Breuk(after.jaar, zinnen)


def _changed_law(before: Berekening, after: Berekening) -> Iterable[str]:
    one, two = _used(before), _used(after)
    regels = load_regels()
    for name in sorted(one.keys() & two.keys()):
        if one[name] != two[name]:
            yield f"{regels.parameter(name).titel}: van {one[name]} naar {two[name]}."


def _used(berekening: Berekening) -> dict[str, str]:
    """The numbers of the law that were read, as printed."""
    law = law_with(berekening.waarden, berekening.jaar)
    days = peildatum_regels(berekening.jaar), peildatum_begroting(berekening.jaar)
    names = {name for r in berekening.resultaten for name in r["bewijs"]["regels"]}
    found = {}
    for name in names:
        value = law.on(days[name.startswith("werkingsbudget.")]).find(name)
        if value is not None:
            found[name] = value.text
    return found


_FACTS = {
    "brussel": "ligging in Brussel",
    "nieuwe_school": "nieuwe of gefuseerde school",
    "vestigingen_verspreid": "vestigingsplaatsen ver uit elkaar",
}


def _changed_facts(before: Berekening, after: Berekening) -> Iterable[str]:
    for name, words in _FACTS.items():
        old, new = before.school_data.get(name), after.school_data.get(name)
        if old != new and old is not None and new is not None:
            yield (
                f"Gegeven van de school: {words} was {Antwoord(old).word}, "
                f"is nu {Antwoord(new).word}."
            )
    typed = [bool(b.telling["totalen"]) for b in (before, after)]
    if typed[0] != typed[1]:
        yield (
            "De ene telling komt uit een leerlingenlijst, de andere uit getypte totalen. "
            "Hun intervallen zijn niet even breed."
        )
