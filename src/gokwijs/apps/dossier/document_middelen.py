"""Hours and euros of a plan as texts: per actie or goal, and of the school per year and kind.

In: a ``Bron``. Out: records of ``document``; euros are whole outside the Werkzone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from gokwijs.apps.beleid.models import Boeking, Toewijzing
from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.document_bron import Bron
from gokwijs.apps.inzet.toekenning import Toegekend, toegekend
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar, dutch_date

Sleutel = tuple[int, Middelsoort]
NUL = Fraction(0)


def van_deel(
    bron: Bron, planned: Iterable[Toewijzing], booked: Iterable[Boeking]
) -> tuple[doc.Middel, ...]:
    """Per schooljaar and kind: what is planned and what was spent."""
    planned, booked = list(planned), list(booked)
    notes: dict[Sleutel, list[str]] = defaultdict(list)
    for row in planned:
        if row.toelichting:
            notes[_key(row)].append(row.toelichting)
    voorzien, besteed = _sums(planned), _sums(booked)
    return tuple(
        doc.Middel(
            schooljaar=str(Schooljaar(year)),
            soort=soort.label,
            voorzien=bron.bedrag.met_eenheid(soort, voorzien.get((year, soort), NUL)),
            besteed=bron.bedrag.met_eenheid(soort, besteed.get((year, soort), NUL)),
            toelichting=" ".join(notes[(year, soort)]),
        )
        for year, soort in _ordered({*voorzien, *besteed})
    )


def van_school(bron: Bron) -> Iterator[doc.Totaal]:
    """The ledger of the years of the plan: it closes, with what came in and what is left."""
    years = [year.start for year in bron.plan.jaren]
    own = {"school": bron.school, "schooljaar__in": years}
    planned = list(Toewijzing.objects.filter(**own))
    booked = list(Boeking.objects.filter(**own, ingetrokken=None))
    loose = _sums(one for one in booked if one.actie_id is None and one.streefdoel_id is None)
    voorzien, besteed = _sums(planned), _sums(booked)
    granted = {
        (year.start, soort): one
        for year in bron.plan.jaren
        for soort, one in toegekend(bron.school, year).items()
        if one.bedrag is not None or (year.start, soort) in {*voorzien, *besteed}
    }
    for key in _ordered({*voorzien, *besteed, *granted}):
        soort = key[1]
        one = granted.get(key)
        yield doc.Totaal(
            schooljaar=str(Schooljaar(key[0])),
            soort=soort.label,
            toegekend=_toegekend(bron, soort, one) if one is not None else "",
            voorzien=bron.bedrag.met_eenheid(soort, voorzien.get(key, NUL)),
            rest=_rest(bron, soort, one, voorzien.get(key, NUL)),
            besteed=bron.bedrag.met_eenheid(soort, besteed.get(key, NUL)),
            zonder_streefdoel=bron.bedrag.met_eenheid(soort, loose[key]) if loose.get(key) else "",
        )


def _toegekend(bron: Bron, soort: Middelsoort, one: Toegekend) -> str:
    """With its letter, or that it is our own calculation, or why it is not known."""
    if one.bedrag is None:
        return one.waarom_niet
    said = bron.bedrag.met_eenheid(soort, one.bedrag)
    if one.is_officieel:
        letters = "; ".join(
            f"{sourced.brief.naam} van {dutch_date(sourced.brief.datum)}" for sourced in one.brieven
        )
        return f"{said} ({letters})"
    sure = one.is_volledig and all(deel.officieel or deel.is_zeker for deel in one.delen)
    return f"{'' if sure else 'minstens '}{said} (eigen berekening)"


def _rest(bron: Bron, soort: Middelsoort, one: Toegekend | None, planned: Fraction) -> str:
    """What is not assigned yet, also when that is nothing; or what is assigned too much."""
    if one is None or one.bedrag is None:
        return ""
    left = one.bedrag - planned
    said = bron.bedrag.met_eenheid(soort, abs(left))
    return said if left >= 0 else f"{said} te veel toegewezen"


def _key(row: Toewijzing | Boeking) -> Sleutel:
    return row.schooljaar, Middelsoort(row.soort)


def _sums(rows: Iterable[Toewijzing | Boeking]) -> Mapping[Sleutel, Fraction]:
    found: dict[Sleutel, Fraction] = {}
    for row in rows:
        found[_key(row)] = found.get(_key(row), NUL) + row.aantal
    return found


def _ordered(keys: Iterable[Sleutel]) -> list[Sleutel]:
    return sorted(keys, key=lambda key: (key[0], key[1].rank))
