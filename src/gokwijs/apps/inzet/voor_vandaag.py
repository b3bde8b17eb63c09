"""What came in and what is still free, in a few words for the start page.

In: a school and a schooljaar. Out: one line per kind of means, and what nobody assigned yet. Whole
euros only: everybody of the school reads the start page.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gokwijs.apps.beleid.models import Toewijzing
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.inzet.toekenning import Deel, Toegekend, toegekend
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import Interval

HEEL = Zicht(exact=False)


@dataclass(frozen=True)
class Gekregen:
    """One kind of means: '8' 'lestijden', and whether the official letter says so."""

    groot: str
    eenheid: str
    officieel: bool


def gekregen(school: School, schooljaar: Schooljaar) -> list[Gekregen]:
    """The letter wins; without it our own calculation, as an interval where answers lack."""
    found = toegekend(school, schooljaar).values()
    return [line for one in found if (line := _line(one)) is not None]


def _line(one: Toegekend) -> Gekregen | None:
    known = [span for deel in one.delen if (span := _span(deel)) is not None]
    if not known:
        return None
    low = sum((span.low for span in known), Fraction(0))
    high = sum((span.high for span in known), Fraction(0))
    text = _amount(one.soort, Interval(low, high))
    if len(known) < len(one.delen):
        text = f"minstens {_amount(one.soort, Interval.exact(low))}"
    unit = "werkingsbudget" if one.soort.is_geld else _unit(one.soort, low, high)
    return Gekregen(text, unit, one.is_officieel)


def _span(deel: Deel) -> Interval | None:
    return Interval.exact(deel.officieel.value) if deel.officieel is not None else deel.eigen


def _amount(soort: Middelsoort, span: Interval) -> str:
    low = HEEL.kort(soort, span.low)
    return low if span.is_exact else f"{low} tot {HEEL.kort(soort, span.high).removeprefix('€ ')}"


def _unit(soort: Middelsoort, low: Fraction, high: Fraction) -> str:
    return soort.eenheid_enkel if low == high == 1 else soort.eenheid


@dataclass(frozen=True)
class Verdeeld:
    """'12 lestijden en € 4.300' that nobody assigned, and that were assigned above the grant."""

    vrij: tuple[str, ...]
    te_veel: tuple[str, ...]


def verdeeld(school: School, schooljaar: Schooljaar) -> Verdeeld:
    """Per kind of which is known what came in."""
    planned: dict[str, Fraction] = {}
    rows = Toewijzing.objects.filter(school=school, schooljaar=schooljaar.start)
    for soort, amount in rows.values_list("soort", "voorzien"):
        planned[soort] = planned.get(soort, Fraction(0)) + Fraction(amount)
    free: list[str] = []
    over: list[str] = []
    for one in toegekend(school, schooljaar).values():
        if one.bedrag is None:
            continue
        rest = one.bedrag - planned.get(one.soort.value, Fraction(0))
        if rest:
            (free if rest > 0 else over).append(HEEL.met_eenheid(one.soort, abs(rest)))
    return Verdeeld(tuple(free), tuple(over))
