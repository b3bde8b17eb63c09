"""Extra uren-leraar in het gewoon voltijds secundair onderwijs (CSO art. 224-240, BVR21 art. 1-6).

In: de Telling van de teldag, die van een jaar eerder als ze er is, de school en de regels.
Uit: één resultaat voor groep I (eerste graad en onthaaljaar) en één voor groep II.

Volgorde van de wet: punten per leerling, som per groep, vermenigvuldigers, afronden, uren,
afronden; toegekend als de drempel gehaald is en alle graden samen het minimum halen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.law.numbers import Interval
from gokwijs.core.law.parameters import ParameterMissing, RegelsOnDate
from gokwijs.core.middelen.case import Case, missing_parameter, not_computable, result_of
from gokwijs.core.middelen.counts import groep_of, has_halves, size
from gokwijs.core.middelen.result import Reason, ReasonKind, Regeling, Result
from gokwijs.core.middelen.uren_leraar_regel import Onmogelijk, UrenRegel, masks_of
from gokwijs.core.telling.model import Cell, Groep, GroupTotal, Onderwijsniveau, Telling

REGELING = {Groep.I: Regeling.UREN_LERAAR_SO_1, Groep.II: Regeling.UREN_LERAAR_SO_23}
LEZINGEN = {
    "beide_groepen": "Elke vestigingsplaats telt als een school, voor beide groepen, "
    "met het minimum per vestigingsplaats.",
    "alleen_groep_1": "Elke vestigingsplaats telt als een school voor de eerste graad; de tweede "
    "en derde graad en het minimum gelden voor de hele school.",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """One group on one February: pupils in halves; points and numerator times halves, low, high."""

    halves: int
    punten: tuple[int, int]
    teller: tuple[int, int]

    def share(self, regel: UrenRegel) -> Interval:
        """Numerator / pupils, between 0 and 1."""
        below = self.halves * regel.schaal
        return Interval(Fraction(self.teller[0], below), Fraction(self.teller[1], below))


@dataclass(frozen=True, slots=True)
class GroepDeel:
    """One group of a school or of one vestigingsplaats, with what the law makes of it.

    ``uren`` is what the group gives before the minimum of all graden: 0 when the threshold is
    missed. ``drempel`` is None when it depends on something unknown. ``som`` is filled for typed
    totals: the unrounded hours, bounded branch by branch of the law.
    """

    groep: Groep
    vestiging: str | None
    stand: Stand
    vorige: Stand | None
    drempel: bool | None
    uren: tuple[int, int]
    cells: tuple[Cell, ...] = ()
    total: GroupTotal | None = None
    som: tuple[Fraction, Fraction] | None = None


Poel = tuple[GroepDeel, ...]  # the parts whose hours count together for the minimum


@dataclass(frozen=True, slots=True)
class Lezing:
    """One way to read the rule on vestigingsplaatsen, with its pools and hours per group."""

    key: str
    poelen: tuple[Poel, ...]
    minimum: Fraction

    def hours(self, groep: Groep) -> Interval:
        """Granted hours of the group: a pool below the minimum gives nothing."""
        low = high = 0
        for poel in self.poelen:
            if sum(d.uren[0] for d in poel) >= self.minimum:
                low += sum(d.uren[0] for d in poel if d.groep is groep)
            if sum(d.uren[1] for d in poel) >= self.minimum:
                high += sum(d.uren[1] for d in poel if d.groep is groep)
        return Interval(Fraction(low), Fraction(high))


def calculate_uren_leraar(case: Case) -> list[Result]:
    """Eén resultaat per groep waarin de school leerlingen heeft."""
    groepen = [g for g in Groep if size(case.telling, [Onderwijsniveau.SO], g)]
    if not groepen:
        return []
    law = case.law()
    try:
        regel = UrenRegel.read(law)
    except ParameterMissing as error:
        return [missing_parameter(case, REGELING[g], error) for g in groepen]
    try:
        lezingen = readings(case, regel)
    except Onmogelijk as error:
        lezingen = Reason(ReasonKind.TOTALEN, str(error), "Kijk de totalen na.")
    if isinstance(lezingen, Reason):
        return [
            not_computable(
                case,
                REGELING[g],
                lezingen,
                artikel="CSO art. 226",
                bron="CSO",
                used=law.used.values(),
                open_vragen=("OV-20",),
            )
            for g in groepen
        ]
    return [_result(case, groep, regel, lezingen, law) for groep in groepen]


def _result(
    case: Case, groep: Groep, regel: UrenRegel, lezingen: Sequence[Lezing], law: RegelsOnDate
) -> Result:
    from gokwijs.core.middelen import uren_leraar_naast as naast
    from gokwijs.core.middelen import uren_leraar_uitleg as uitleg

    value = Interval.hull(lezing.hours(groep) for lezing in lezingen)
    main = lezingen[0]
    delen = [d for poel in main.poelen for d in poel if d.groep is groep]
    sides = brussel_sides(case)
    som = Interval(
        sum((sum_hours(d, regel, sides, 0) for d in delen), Fraction(0)),
        sum((sum_hours(d, regel, sides, 1) for d in delen), Fraction(0)),
    )
    return result_of(
        case,
        REGELING[groep],
        value=value,
        som=som,
        uitleg=uitleg.tree(case, groep, regel, lezingen, value, law),
        used=law.used.values(),
        reasons=naast.reasons(case, groep, regel, lezingen, value, law),
        drempels=naast.drempels(case, groep, regel, main, law),
        onbekenden=naast.onbekenden(case, groep, regel, main),
        halves=has_halves(case.telling, [Onderwijsniveau.SO]),
    )


# ---------------------------------------------------------------- stands and parts


def brussel_sides(case: Case) -> tuple[bool, bool]:
    """Is the school certainly, and is it perhaps, in Brussels?"""
    return case.school.brussel is Antwoord.JA, case.school.brussel is not Antwoord.NEE


def cells_of(telling: Telling, groep: Groep, vestiging: str | None) -> tuple[Cell, ...]:
    """The cells of a group, of one vestigingsplaats or of the whole school."""
    return tuple(
        c
        for c in telling.cells
        if c.onderwijsniveau is Onderwijsniveau.SO
        and groep_of(c) is groep
        and (vestiging is None or c.vestigingsplaats == vestiging)
    )


def stand_of_cells(cells: Sequence[Cell], regel: UrenRegel) -> Stand:
    """Sum points and numerator over the cells, at least and at most."""
    halves = punten_low = punten_high = teller_low = teller_high = 0
    for cell in cells:
        p_low, p_high, t_low, t_high = regel.span(*masks_of(cell.kenmerken))
        halves += cell.halves
        punten_low += cell.halves * p_low
        punten_high += cell.halves * p_high
        teller_low += cell.halves * t_low
        teller_high += cell.halves * t_high
    return Stand(halves, (punten_low, punten_high), (teller_low, teller_high))


def _stand(
    telling: Telling | None, groep: Groep, vestiging: str | None, regel: UrenRegel
) -> Stand | None:
    """The stand of an earlier February; None when there is no such Telling or no such pupils."""
    if telling is None:
        return None
    total = total_of(telling, groep)
    if total is not None:
        from gokwijs.core.middelen.totals import numerator_bounds

        return Stand(total.halves, (0, 0), numerator_bounds(total, regel))
    return stand_of_cells(cells_of(telling, groep, vestiging), regel)


def total_of(telling: Telling, groep: Groep) -> GroupTotal | None:
    """The typed total of a group."""
    return next((t for t in telling.totals if t.groep is groep), None)


def threshold(
    stand: Stand, vorige: Stand | None, limit: Fraction, regel: UrenRegel
) -> tuple[bool, bool]:
    """Is the threshold certainly, and is it perhaps, met on either of the two Februaries?

    A missing earlier count may have met it (CSO art. 226 en 234: 'of').
    """
    certain = regel.haalt(stand.teller[0], stand.halves, limit)
    perhaps = regel.haalt(stand.teller[1], stand.halves, limit)
    if vorige is None:
        return certain, True
    return (
        certain or regel.haalt(vorige.teller[0], vorige.halves, limit),
        perhaps or regel.haalt(vorige.teller[1], vorige.halves, limit),
    )


def arithmetic_hours(
    stand: Stand, groep: Groep, regel: UrenRegel, brussel: bool, side: int
) -> tuple[int, int]:
    """Points and hours as if the threshold were met, on the low (0) or high (1) side."""
    conc = regel.haalt(stand.teller[side], stand.halves, regel.drempel_concentratie)
    return regel.uren(groep, stand.punten[side], brussel=brussel, concentratie=conc)


def sum_hours(deel: GroepDeel, regel: UrenRegel, brussel: tuple[bool, bool], side: int) -> Fraction:
    """The unrounded hours of a part: sum of points × multipliers × hours per point."""
    if deel.som is not None:
        return deel.som[side]
    conc = regel.haalt(deel.stand.teller[side], deel.stand.halves, regel.drempel_concentratie)
    punten = Fraction(deel.stand.punten[side], 2 * regel.schaal)
    maal = regel.maal(brussel=brussel[side], concentratie=conc)
    return punten * maal * regel.uren_per_punt[deel.groep]


def part(case: Case, groep: Groep, vestiging: str | None, regel: UrenRegel) -> GroepDeel | None:
    """One group of the school or of one vestigingsplaats; None when it has no pupils."""
    total = total_of(case.telling, groep)
    if total is not None:
        from gokwijs.core.middelen.totals import part_of_total

        vorige = _stand(case.vorige, groep, None, regel)
        return part_of_total(total, groep, regel, brussel_sides(case), vorige)
    cells = cells_of(case.telling, groep, vestiging)
    if not cells:
        return None
    stand = stand_of_cells(cells, regel)
    vorige = _stand(case.vorige, groep, vestiging, regel)
    deel = part_of_stand(groep, stand, vorige, regel, brussel_sides(case))
    return replace(deel, vestiging=vestiging, cells=cells)


def part_of_stand(
    groep: Groep,
    stand: Stand,
    vorige: Stand | None,
    regel: UrenRegel,
    brussel: tuple[bool, bool],
) -> GroepDeel:
    """The hours of a group before the minimum, from its counts."""
    certain, perhaps = threshold(stand, vorige, regel.drempel[groep], regel)
    low = arithmetic_hours(stand, groep, regel, brussel[0], 0)[1] if certain else 0
    high = arithmetic_hours(stand, groep, regel, brussel[1], 1)[1] if perhaps else 0
    met = certain if certain == perhaps else None
    return GroepDeel(groep, None, stand, vorige, met, (low, high))


# ---------------------------------------------------------------- the rule on vestigingsplaatsen


def readings(case: Case, regel: UrenRegel) -> list[Lezing] | Reason:
    """Which way(s) to read CSO art. 226, last lid, for this school (OV-20).

    One reading when the answer is known; all of them when it is unknown whether the
    vestigingsplaatsen lie far apart; a Reason when they do and nobody picked a reading.
    """
    verspreid = case.school.vestigingen_verspreid
    places = sorted(
        {c.vestigingsplaats for c in case.telling.cells if c.onderwijsniveau is Onderwijsniveau.SO}
    )
    if verspreid is Antwoord.JA:
        if case.school.lezing_vestigingen not in LEZINGEN:
            return Reason(
                ReasonKind.OPEN_VRAAG,
                "de vestigingsplaatsen liggen ver uit elkaar, en de wet zegt niet hoe dat voor de "
                "tweede en derde graad en voor het minimum werkt (OV-20).",
                "Iemand die daartoe bevoegd is, kan bij de schoolgegevens een lezing kiezen.",
            )
        if len(places) < 2:
            return Reason(
                ReasonKind.ONBEKEND_SCHOOL,
                "de vestigingsplaatsen liggen ver uit elkaar, maar de telling noemt er maar één.",
                "Vul in de leerlingenlijst de kolom vestigingsplaats in.",
            )
        return [_reading(case, regel, case.school.lezing_vestigingen, places)]
    whole = _reading(case, regel, "hele_school", places)
    if verspreid is Antwoord.NEE or len(places) < 2:
        return [whole]
    return [whole, *(_reading(case, regel, key, places) for key in LEZINGEN)]


def _reading(case: Case, regel: UrenRegel, key: str, places: Sequence[str]) -> Lezing:
    if key == "beide_groepen":
        pools = [[part(case, g, place, regel) for g in Groep] for place in places]
    elif key == "alleen_groep_1":
        per_place = [part(case, Groep.I, place, regel) for place in places]
        pools = [[*per_place, part(case, Groep.II, None, regel)]]
    else:
        pools = [[part(case, g, None, regel) for g in Groep]]
    filled = tuple(tuple(d for d in pool if d is not None) for pool in pools)
    return Lezing(key, tuple(pool for pool in filled if pool), regel.minimum)
