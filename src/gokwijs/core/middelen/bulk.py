"""All regimes for many schools at once: columns count, the same law functions decide.

In: a frame of cells or pupils (one row each, ``halves`` = half pupils; kenmerken as 0 nee, 1 ja,
2 onbekend), the schools and the law. Out: one ``BulkResult`` per school and regeling, exact.
The explanation is not built here; ``calculation.calculate`` gives the same numbers with it.

The law is not written twice: functions such as ``ses_som``, ``haalt`` and ``round_ratio`` take a
column of whole numbers like one number. ``within`` keeps every column exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product, repeat
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from gokwijs.core.calendar import Schooljaar, peildatum_begroting, peildatum_regels
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.numbers import round_ratio
from gokwijs.core.law.parameters import ParameterMissing, Regels, RegelsOnDate
from gokwijs.core.middelen import buitengewoon as buo
from gokwijs.core.middelen import uren_leraar as uren
from gokwijs.core.middelen.bulk_counts import (
    Bulkgroep,
    Column,
    Counts,
    combinaties,
    count,
    highest,
    within,
)
from gokwijs.core.middelen.case import Case, scaled
from gokwijs.core.middelen.oki import OKI_KENMERKEN
from gokwijs.core.middelen.result import Regeling
from gokwijs.core.middelen.ses_lestijden import ses_regel, ses_som
from gokwijs.core.middelen.uren_leraar_regel import UrenRegel, masks_of
from gokwijs.core.middelen.werkingsbudget import DELEN, KENMERKEN_WERKING, Deel, amount_name
from gokwijs.core.telling.model import Groep, Onderwijsniveau, School, Telling

if TYPE_CHECKING:
    import polars as pl

Sides = tuple[Column, Column]  # at least, at most

_SES = (
    (Bulkgroep.KLEUTER, Onderwijsniveau.KLEUTER, Regeling.SES_LESTIJDEN_KLEUTER),
    (Bulkgroep.LAGER, Onderwijsniveau.LAGER, Regeling.SES_LESTIJDEN_LAGER),
)
_UREN = {Groep.I: Bulkgroep.SO_I, Groep.II: Bulkgroep.SO_II}
_BUO = ((Bulkgroep.BUSO, buo.BUSO), (Bulkgroep.BUBAO, buo.BUBAO))
_DELEN = {
    "basisonderwijs": (Bulkgroep.KLEUTER, Bulkgroep.LAGER),
    "secundair": (Bulkgroep.SO_I, Bulkgroep.SO_II, Bulkgroep.SO_ZONDER_GRAAD),
}


class BulkResult(NamedTuple):
    """``low`` and ``high`` are whole hours, or a ratio (numerator, denominator) where the law does
    not round, or None when not computable; sums are ratios.
    """

    instellingsnummer: str
    regeling: Regeling
    low: tuple[int, int] | int | None
    high: tuple[int, int] | int | None
    som_low: tuple[int, int] | None
    som_high: tuple[int, int] | None

    @property
    def minimum(self) -> Fraction | int | None:
        """The value at least; None when not computable."""
        return Fraction(*self.low) if isinstance(self.low, tuple) else self.low

    @property
    def maximum(self) -> Fraction | int | None:
        """The value at most; None when not computable."""
        return Fraction(*self.high) if isinstance(self.high, tuple) else self.high


@dataclass(frozen=True)
class Bulk:
    """Everything the bulk calculation needs."""

    cells: pl.DataFrame
    scholen: Mapping[str, School]
    schooljaar: Schooljaar
    regels: Regels
    vorige: pl.DataFrame | None = None

    def school(self, nummer: str) -> School:
        """The school as given, or one about which nothing is known."""
        return self.scholen.get(nummer) or School(nummer, nummer)


def calculate_bulk(bulk: Bulk, single: SingleSchool) -> Iterator[BulkResult]:
    """Every regeling of every school, regime by regime.

    ``single`` calculates the rare school that needs the full path (several vestigingsplaatsen that
    may lie far apart).
    """
    counted = _Counted(bulk)
    yield from _ses(counted)
    yield from _uren_leraar(counted, single)
    yield from _buitengewoon(counted)
    yield from _werkingsbudget_and_oki(counted)


class SingleSchool:
    """Builds the Case of one school when the columns are not enough."""

    def __init__(
        self,
        bulk: Bulk,
        tellingen: Mapping[str, Telling],
        vorige: Mapping[str, Telling] | None,
    ) -> None:
        self.bulk, self.tellingen, self.vorige = bulk, tellingen, vorige

    def case(self, nummer: str) -> Case:
        earlier = self.vorige.get(nummer) if self.vorige is not None else None
        bulk = self.bulk
        return Case(
            self.tellingen[nummer], bulk.school(nummer), bulk.schooljaar, bulk.regels, earlier
        )


class _Counted:
    """Both Februaries in columns, with one place per school of the first."""

    def __init__(self, bulk: Bulk) -> None:
        self.bulk = bulk
        self.now = count(bulk.cells)
        self.nummers = self.now.nummers
        self.vorige = None if bulk.vorige is None else count(bulk.vorige, self.nummers)
        self.scholen = [bulk.school(nummer) for nummer in self.nummers]

    def law(self) -> RegelsOnDate:
        return self.bulk.regels.on(peildatum_regels(self.bulk.schooljaar))

    @cached_property
    def februaries(self) -> tuple[Counts, ...]:
        """The two days on which a threshold may be met, as far as they are known."""
        return (self.now,) if self.vorige is None else (self.now, self.vorige)

    @cached_property
    def corrected(self) -> dict[int, Mapping[tuple[str, Kenmerk], Fraction]]:
        """Officially corrected counts by the place of their school."""
        return {n: s.gecorrigeerd for n, s in enumerate(self.scholen) if s.gecorrigeerd}

    def corrected_at(self, key: str, kenmerk: Kenmerk) -> dict[int, Fraction]:
        """The officially corrected counts of one kenmerk, in pupils, by place."""
        return {
            place: counts[key, kenmerk]
            for place, counts in self.corrected.items()
            if (key, kenmerk) in counts
        }

    def answers(self, name: str) -> Sides:
        """Is the fact certainly, and is it perhaps, true of each school?"""
        import numpy as np

        found = np.array([getattr(school, name) for school in self.scholen], dtype=np.uint8)
        return found == Antwoord.JA, found != Antwoord.NEE

    def results(
        self, places: Column, regeling: Regeling, value: Sides, som: Sides, noemer: Sides
    ) -> Iterator[BulkResult]:
        """The results of the schools at these places; the columns are as long as ``places``."""
        low, high, top_low, top_high, below_low, below_high = (
            column.tolist() for column in (*value, *som, *noemer)
        )
        sums = zip(top_low, below_low, strict=True), zip(top_high, below_high, strict=True)
        return map(BulkResult, self.named(places), repeat(regeling), low, high, *sums)

    def named(self, places: Column) -> list[str]:
        """The numbers of the schools at these places."""
        return [self.nummers[place] for place in places.tolist()]

    def without(self, places: Column, regeling: Regeling) -> Iterator[BulkResult]:
        """Results that cannot be computed."""
        for place in places.tolist():
            yield BulkResult(self.nummers[place], regeling, None, None, None, None)


# ---------------------------------------------------------------- SES-lestijden


def _ses(counted: _Counted) -> Iterator[BulkResult]:
    law = counted.law()
    x_low, x_high, p = _verhoudingen(counted, law)
    for groep, niveau, regeling in _SES:
        counts = counted.now.groepen[groep]
        at = counts.present
        try:
            regel = ses_regel(law, niveau)
        except ParameterMissing:
            yield from counted.without(at, regeling)
            continue
        yield from counted.without(at[p[at] == 0], regeling)
        at = at[p[at] > 0]
        moeder, taal = counts.ja(Kenmerk.OPLEIDING_MOEDER), counts.ja(Kenmerk.THUISTAAL)
        n = highest(counts.n)
        most = sum(ses_som(n, n, n, highest(x_high), highest(p), regel))
        sums = []
        for side, x in enumerate((x_low, x_high)):
            columns = (counts.n, moeder[side], taal[side], x, p)
            n_, n1, n3, x_, p_ = within(2 * most, *(column[at] for column in columns))
            sums.append(ses_som(n_, n1, n3, x_, p_, regel))
        low, high = sums
        value = round_ratio(*low), round_ratio(*high)
        yield from counted.results(at, regeling, value, (low[0], high[0]), (low[1], high[1]))


def _verhoudingen(counted: _Counted, law: RegelsOnDate) -> tuple[Column, Column, Column]:
    """X at least, X at most and P of the ratio S, in the order of ``ses_lestijden.verhouding_of``.

    P is 0 where the ratio is missing or impossible.
    """
    import numpy as np

    vast = law.find("basisonderwijs.ses_lestijden.vaste_verhouding")
    fixed = (0, 0, 0)
    if vast is not None:
        fixed = (vast.number.numerator, vast.number.numerator, vast.number.denominator)
    earlier = np.zeros((len(counted.nummers), 3), dtype=np.int64)
    if counted.vorige is not None:
        for groep, _, _ in _SES:
            counts = counted.vorige.groepen[groep]
            earlier += np.column_stack((*counts.ja(Kenmerk.SCHOOLTOESLAG), counts.n))
    ratios = [
        fixed if school.nieuwe_school is Antwoord.JA else _ratio(school) or tuple(before)
        for school, before in zip(counted.scholen, earlier.tolist(), strict=True)
    ]
    possible = [ratio if 0 < ratio[2] >= ratio[1] else (0, 0, 0) for ratio in ratios]
    x_low, x_high, p = np.array(possible, dtype=np.int64).reshape(-1, 3).T
    return x_low, x_high, p


def _ratio(school: School) -> tuple[int, int, int] | None:
    """X, X and P as given with the school, in half pupils."""
    x, p = school.toeslag_leerlingen, school.toeslag_noemer
    if x is None or p is None:
        return None
    halves = 2 * x.numerator // x.denominator
    return halves, halves, 2 * p.numerator // p.denominator


# ---------------------------------------------------------------- uren-leraar


@dataclass(frozen=True, slots=True)
class _Stand:
    """``uren_leraar.Stand`` in columns; a school without the group has 0 everywhere."""

    halves: Column
    punten: Sides
    teller: Sides


def _uren_leraar(counted: _Counted, single: SingleSchool) -> Iterator[BulkResult]:
    import numpy as np

    present = {groep: counted.now.groepen[name].present for groep, name in _UREN.items()}
    try:
        regel = UrenRegel.read(counted.law())
    except ParameterMissing:
        for groep, at in present.items():
            yield from counted.without(at, uren.REGELING[groep])
        return
    apart = _apart(counted, np.union1d(*present.values()))
    for place in apart.tolist():
        yield from _full_path(single.case(counted.nummers[place]))
    days = [_stands(counts, regel) for counts in counted.februaries]
    hours = {groep: _hours(counted, groep, regel, [day[groep] for day in days]) for groep in Groep}
    for groep, at in present.items():
        at = np.setdiff1d(at, apart)
        low, high = (_granted(hours, groep, regel.minimum, side)[at] for side in (0, 1))
        own = hours[groep]
        som, noemer = (own.som[0][at], own.som[1][at]), (own.noemer[0][at], own.noemer[1][at])
        yield from counted.results(at, uren.REGELING[groep], (low, high), som, noemer)


def _granted(hours: Mapping[Groep, _Hours], groep: Groep, minimum: Fraction, side: int) -> Column:
    """``uren_leraar.Lezing.hours``: nothing when all graden together stay below the minimum."""
    together = sum(own.value[side] for own in hours.values())
    enough = together * minimum.denominator >= minimum.numerator
    return hours[groep].value[side] * enough


def _stands(counts: Counts, regel: UrenRegel) -> dict[Groep, _Stand]:
    """Points and numerator of both groups, by the table of all combinations."""
    spans = [
        regel.span(*masks_of(combinatie.combination)) for combinatie in combinaties(Bulkgroep.SO_I)
    ]
    tables = [[span[place] for span in spans] for place in range(4)]
    found = {}
    for groep, name in _UREN.items():
        group = counts.groepen[name]
        p_low, p_high, t_low, t_high = (group.sum(table) for table in tables)
        found[groep] = _Stand(group.n, (p_low, p_high), (t_low, t_high))
    return found


@dataclass(frozen=True, slots=True)
class _Hours:
    """Hours before the minimum of all graden, and the unrounded sum with its denominator."""

    value: Sides
    som: Sides
    noemer: Sides


def _hours(counted: _Counted, groep: Groep, regel: UrenRegel, days: Sequence[_Stand]) -> _Hours:
    """What ``uren_leraar.part_of_stand`` and ``sum_hours`` do for one school."""
    import numpy as np

    sides = []
    for side, brussel in enumerate(counted.answers("brussel")):
        columns = [_exact(regel, groep, stand, side) for stand in days]
        halves, punten, teller = columns[0]
        concentratie = regel.haalt(teller, halves, regel.drempel_concentratie)
        value, som, noemer = (np.zeros(len(punten), dtype=punten.dtype) for _ in range(3))
        for where, dense in product((False, True), repeat=2):
            here = (brussel == where) & (concentratie == dense)
            mine = punten[here]
            value[here] = regel.uren(groep, mine, brussel=where, concentratie=dense)[1]
            per = regel.maal(brussel=where, concentratie=dense) * regel.uren_per_punt[groep]
            som[here] = mine * per.numerator
            noemer[here] = 2 * regel.schaal * per.denominator
        met = np.full(len(punten), side == 1 and counted.vorige is None)
        for halves, _, teller in columns:
            met = met | regel.haalt(teller, halves, regel.drempel[groep])
        sides.append((value * met, som, noemer))
    low, high = sides
    return _Hours((low[0], high[0]), (low[1], high[1]), (low[2], high[2]))


def _exact(regel: UrenRegel, groep: Groep, stand: _Stand, side: int) -> tuple[Column, ...]:
    """Halves, points and numerator of one side, wide enough for all that ``_hours`` does."""
    maal = [regel.maal(brussel=b, concentratie=c) for b, c in product((False, True), repeat=2)]
    ratios = (*maal, *(m * regel.uren_per_punt[groep] for m in maal))
    ratios += (regel.uren_per_punt[groep], regel.drempel[groep], regel.drempel_concentratie)
    factor = max(max(ratio.numerator, ratio.denominator) for ratio in ratios)
    columns = stand.halves, stand.punten[side], stand.teller[side]
    return within(4 * factor * (highest(*columns) + 1) * regel.schaal, *columns)


def _apart(counted: _Counted, at: Column) -> Column:
    """Places of the schools with vestigingsplaatsen that lie, or may lie, far apart."""
    import numpy as np
    import polars as pl

    doubtful = {
        counted.nummers[place]: place
        for place in at.tolist()
        if counted.scholen[place].vestigingen_verspreid is not Antwoord.NEE
    }
    if not doubtful:
        return np.zeros(0, dtype=np.int64)
    nummer = pl.col("instellingsnummer").cast(pl.String)
    several = (
        counted.bulk.cells.lazy()
        .filter(pl.col("onderwijsniveau").cast(pl.String) == Onderwijsniveau.SO.value)
        .group_by("instellingsnummer")
        .agg(pl.col("vestigingsplaats").n_unique().alias("places"))
        .filter(pl.col("places") > 1)
        .select(nummer)
        .collect()
    )
    with_several = set(several.to_series().to_list())
    return np.array(
        [
            place
            for nummer, place in doubtful.items()
            if nummer in with_several or counted.scholen[place].vestigingen_verspreid is Antwoord.JA
        ],
        dtype=np.int64,
    )


def _full_path(case: Case) -> Iterator[BulkResult]:
    for result in uren.calculate_uren_leraar(case):
        som = result.som
        yield BulkResult(
            result.instellingsnummer,
            result.regeling,
            None if result.minimum is None else int(result.minimum),
            None if result.maximum is None else int(result.maximum),
            None if som is None else (som.low.numerator, som.low.denominator),
            None if som is None else (som.high.numerator, som.high.denominator),
        )


# ---------------------------------------------------------------- buitengewoon onderwijs


def _buitengewoon(counted: _Counted) -> Iterator[BulkResult]:
    """``buitengewoon.decide`` for every school."""
    import numpy as np

    law = counted.law()
    for name, n in _BUO:
        at = counted.now.groepen[name].present
        if not len(at):
            continue
        try:
            limit, minimum = law(n.prefix + "drempel"), law(n.prefix + "minimum")
        except ParameterMissing:
            yield from counted.without(at, n.regeling)
            continue
        days = [_kernen(counts, name, at) for counts in counted.februaries]
        now, vorige = days[0], days[1] if len(days) > 1 else None
        certain, perhaps = (
            np.broadcast_to(met, len(at)) for met in buo.threshold(now, vorige, limit.number)
        )
        for place in at[~perhaps].tolist():
            yield BulkResult(counted.nummers[place], n.regeling, 0, 0, None, None)
        try:
            regel = buo.read_regel(law, n, limit, minimum)
        except ParameterMissing:
            yield from counted.without(at[perhaps], n.regeling)
            continue
        low, high = (
            _lesuren(regel, kern, met, perhaps)
            for kern, met in zip(now, (certain, perhaps), strict=True)
        )
        yield from counted.results(at[perhaps], n.regeling, *zip(low, high, strict=True))


def _kernen(counts: Counts, name: Bulkgroep, at: Column) -> tuple[buo.Kern, buo.Kern]:
    """``buitengewoon.kernen`` as columns of the schools at these places."""
    tables: list[list[list[int]]] = []
    for combinatie in combinaties(name):
        sums = ([0, 0, 0], [0, 0, 0])
        moeder, taal = (combinatie.answers[k] for k in name.kenmerken)
        buo.add_to_kernen(sums, combinatie.telt, moeder, taal, 1)
        tables.append([*sums])
    low, high = (
        buo.Kern(*(counts.groepen[name].sum([t[side][k] for t in tables])[at] for k in range(3)))
        for side in (0, 1)
    )
    return low, high


def _lesuren(
    regel: buo.BuoRegel, kern: buo.Kern, met: Column, chosen: Column
) -> tuple[Column, Column, Column]:
    """Granted hours and the unrounded sum (numerator, denominator) of the chosen schools."""
    import numpy as np

    ratios = (regel.moeder, regel.taal, regel.per_punt)
    factor = max(max(ratio.numerator, ratio.denominator) for ratio in ratios)
    whole: tuple[Column, ...] = (kern.alle, kern.moeder, kern.moeder_en_taal)
    columns = [column[chosen] for column in whole]
    kern = buo.Kern(*within(16 * factor**3 * (highest(*columns) + 1), *columns))
    teller, noemer = regel.punten(kern)
    som: Column = teller * regel.per_punt.numerator
    below = np.full(len(som), noemer * regel.per_punt.denominator, dtype=som.dtype)
    return regel.toegekend(kern, met[chosen]), som, below


# ---------------------------------------------------------------- werkingsbudget and OKI


def _werkingsbudget_and_oki(counted: _Counted) -> Iterator[BulkResult]:
    law = counted.bulk.regels.on(peildatum_begroting(counted.bulk.schooljaar))
    everybody, totals = 0, dict.fromkeys(OKI_KENMERKEN, (0, 0))
    for deel in DELEN:
        groepen = [counted.now.groepen[name] for name in _DELEN[deel.key]]
        n = sum(groep.n for groep in groepen)
        ja = {k: _added(groep.ja(k) for groep in groepen) for k in KENMERKEN_WERKING}
        yield from _budget(counted, deel, n, ja, _amounts(law, deel.key))
        everybody = everybody + n
        totals = {k: _added((totals[k], ja[k])) for k in OKI_KENMERKEN}
    yield from _oki(counted, everybody, totals)


def _added(columns: Iterable[Sides]) -> Sides:
    """Both sides of several counts, added up."""
    low, high = zip(*columns, strict=True)
    return sum(low), sum(high)


def _amounts(law: RegelsOnDate, key: str) -> tuple[int, tuple[int, ...]] | None:
    """Amounts per kenmerk as integers over a scale, or None when one is missing."""
    found = [law.find(amount_name(key, kenmerk)) for kenmerk in KENMERKEN_WERKING]
    known = [waarde.number for waarde in found if waarde is not None]
    return scaled(*known) if len(known) == len(found) else None


def _budget(
    counted: _Counted,
    deel: Deel,
    n: Column,
    ja: Mapping[Kenmerk, Sides],
    amounts: tuple[int, tuple[int, ...]] | None,
) -> Iterator[BulkResult]:
    """Per kenmerk the (officially corrected) pupils times the amount, added up."""
    import numpy as np

    at = np.flatnonzero(n)
    if amounts is None:
        yield from counted.without(at, deel.regeling)
        return
    scale, per = amounts
    part = lcm(*(x.denominator for counts in counted.corrected.values() for x in counts.values()))
    sides: list[Column] = []
    for side in (0, 1):
        found: Column = 0
        for kenmerk, amount in zip(KENMERKEN_WERKING, per, strict=True):
            column = ja[kenmerk][side]
            corrected = counted.corrected_at(deel.key, kenmerk)
            most = max([highest(n), *(int(2 * number) for number in corrected.values())]) + 1
            (column,) = within(4 * part * sum(per) * most, column)
            column = column * part
            for place, number in corrected.items():
                column[place] = int(2 * part * number)
            found = found + column * amount
        sides.append(found)
    yield from _ratios(
        counted, at, deel.regeling, (sides[0], sides[1]), np.full(len(n), 2 * part * scale)
    )


def _oki(
    counted: _Counted, everybody: Column, totals: Mapping[Kenmerk, Sides]
) -> Iterator[BulkResult]:
    """The mean number of kenmerken; not without any known buurt."""
    import numpy as np

    low, high = _added(totals.values())
    sure, maybe = totals[Kenmerk.BUURT]
    unknown = (sure == 0) & (maybe == everybody)
    yield from counted.without(np.flatnonzero(unknown & (everybody > 0)), Regeling.OKI)
    at = np.flatnonzero(~unknown & (everybody > 0))
    yield from _ratios(counted, at, Regeling.OKI, (low, high), everybody)


def _ratios(
    counted: _Counted, at: Column, regeling: Regeling, teller: Sides, noemer: Column
) -> Iterator[BulkResult]:
    """Results that are not rounded: the sum is the value."""
    low, high, below = (column[at].tolist() for column in (*teller, noemer))
    least, most = list(zip(low, below, strict=True)), list(zip(high, below, strict=True))
    return map(BulkResult, counted.named(at), repeat(regeling), least, most, least, most)


def as_case_results(results: Iterable[BulkResult]) -> dict[tuple[str, Regeling], BulkResult]:
    """Index by school and regeling, for comparison and for writing in school order."""
    return {(r.instellingsnummer, r.regeling): r for r in results}
