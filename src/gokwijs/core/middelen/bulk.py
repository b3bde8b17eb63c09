"""All regimes for many schools at once: columns count, the same law functions decide.

In: a frame of cells or pupils (one row each, ``halves`` = half pupils; kenmerken as 0 nee, 1 ja,
2 onbekend), the schools and the law. Out: one ``BulkResult`` per school and regeling, exact.
The explanation is not built here; ``calculation.calculate`` gives the same numbers with it.

Polars sums integers only. Int64 holds every sum: half pupils times points stay below 10^15.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from gokwijs.core.calendar import Schooljaar, peildatum_begroting, peildatum_regels
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.numbers import round_ratio
from gokwijs.core.law.parameters import ParameterMissing, Regels, RegelsOnDate
from gokwijs.core.middelen import buitengewoon as buo
from gokwijs.core.middelen import uren_leraar as uren
from gokwijs.core.middelen.case import Case, scaled
from gokwijs.core.middelen.oki import OKI_KENMERKEN
from gokwijs.core.middelen.result import Regeling
from gokwijs.core.middelen.ses_lestijden import SesRegel, Verhouding, ses_regel, ses_som
from gokwijs.core.middelen.uren_leraar_regel import INDICATOREN, UrenRegel
from gokwijs.core.middelen.werkingsbudget import DELEN, KENMERKEN_WERKING, amount_name
from gokwijs.core.telling.model import GROEP_OF_GRAAD, Groep, Onderwijsniveau, School, Telling

if TYPE_CHECKING:
    import polars as pl

_SES = {
    "kleuter": (Onderwijsniveau.KLEUTER, Regeling.SES_LESTIJDEN_KLEUTER),
    "lager": (Onderwijsniveau.LAGER, Regeling.SES_LESTIJDEN_LAGER),
}


class BulkResult(NamedTuple):
    """Minimum and maximum are None when not computable; sums are (numerator, denominator)."""

    instellingsnummer: str
    regeling: Regeling
    minimum: Fraction | int | None
    maximum: Fraction | int | None
    som_low: tuple[int, int] | None
    som_high: tuple[int, int] | None


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
    yield from _ses(bulk)
    yield from _uren_leraar(bulk, single)
    yield from _buitengewoon(bulk)
    yield from _werkingsbudget_and_oki(bulk)


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


# ---------------------------------------------------------------- counting


def _ja_onbekend(kenmerk: Kenmerk) -> tuple[pl.Expr, pl.Expr]:
    """Certainly, and perhaps: sums of half pupils."""
    import polars as pl

    column, halves = pl.col(kenmerk.value), pl.col("halves")
    return (
        (halves * (column == 1)).sum().alias(f"{kenmerk.value}_low"),
        (halves * (column > 0)).sum().alias(f"{kenmerk.value}_high"),
    )


def _levels(frame: pl.DataFrame, levels: Iterable[str]) -> pl.DataFrame:
    """Per school and level: pupils, and per kenmerk at least and at most, in halves."""
    import polars as pl

    exprs = [pl.col("halves").sum().alias("n")]
    for kenmerk in OKI_KENMERKEN:
        exprs.extend(_ja_onbekend(kenmerk))
    return (
        frame.lazy()
        .filter(pl.col("onderwijsniveau").is_in(list(levels)))
        .group_by("instellingsnummer", "onderwijsniveau")
        .agg(exprs)
        .with_columns(pl.col("instellingsnummer", "onderwijsniveau").cast(pl.String))
        .sort("instellingsnummer", "onderwijsniveau")
        .collect()
    )


def _rows(frame: pl.DataFrame) -> Iterator[dict[str, int | str]]:
    return frame.iter_rows(named=True)


# ---------------------------------------------------------------- SES-lestijden


def _ses(bulk: Bulk) -> Iterator[BulkResult]:
    law = bulk.regels.on(peildatum_regels(bulk.schooljaar))
    earlier = _toeslag_of_vorige(bulk)
    rules: dict[str, SesRegel | None] = {}
    for key, (niveau, _) in _SES.items():
        try:
            rules[key] = ses_regel(law, niveau)
        except ParameterMissing:
            rules[key] = None
    for row in _rows(_levels(bulk.cells, _SES)):
        nummer = str(row["instellingsnummer"])
        key = str(row["onderwijsniveau"])
        regeling, regel = _SES[key][1], rules[key]
        s = _verhouding(bulk.school(nummer), earlier.get(nummer), law)
        if regel is None or s is None:
            yield BulkResult(nummer, regeling, None, None, None, None)
            continue
        n = int(row["n"])
        low = ses_som(
            n, int(row["opleiding_moeder_low"]), int(row["thuistaal_low"]), s.x_low, s.p, regel
        )
        high = ses_som(
            n, int(row["opleiding_moeder_high"]), int(row["thuistaal_high"]), s.x_high, s.p, regel
        )
        yield BulkResult(nummer, regeling, round_ratio(*low), round_ratio(*high), low, high)


def _toeslag_of_vorige(bulk: Bulk) -> dict[str, tuple[int, int, int]]:
    """Per school: X at least, X at most and P in the Telling of a year earlier, in halves."""
    if bulk.vorige is None:
        return {}
    found: dict[str, tuple[int, int, int]] = {}
    for row in _rows(_levels(bulk.vorige, _SES)):
        nummer = str(row["instellingsnummer"])
        low, high, p = found.get(nummer, (0, 0, 0))
        found[nummer] = (
            low + int(row["schooltoeslag_low"]),
            high + int(row["schooltoeslag_high"]),
            p + int(row["n"]),
        )
    return found


def _verhouding(
    school: School, vorige: tuple[int, int, int] | None, law: RegelsOnDate
) -> Verhouding | None:
    """S, in the order of ``ses_lestijden.verhouding_of``; None when it is missing or impossible."""
    if school.nieuwe_school is Antwoord.JA:
        vast = law.find("basisonderwijs.ses_lestijden.vaste_verhouding")
        if vast is None:
            return None
        return Verhouding(vast.number.numerator, vast.number.numerator, vast.number.denominator)
    if school.toeslag_leerlingen is not None and school.toeslag_noemer is not None:
        x = int(school.toeslag_leerlingen * 2)
        found = Verhouding(x, x, int(school.toeslag_noemer * 2))
    elif vorige is not None:
        found = Verhouding(*vorige)
    else:
        return None
    return found if found.p > 0 and found.x_high <= found.p else None


# ---------------------------------------------------------------- uren-leraar


def _uren_leraar(bulk: Bulk, single: SingleSchool) -> Iterator[BulkResult]:
    now = _stands(bulk, bulk.cells)
    if not now:
        return
    law = bulk.regels.on(peildatum_regels(bulk.schooljaar))
    try:
        regel = UrenRegel.read(law)
    except ParameterMissing:
        for nummer, groepen in now.items():
            for groep in groepen:
                yield BulkResult(nummer, uren.REGELING[groep], None, None, None, None)
        return
    vorige = _stands(bulk, bulk.vorige) if bulk.vorige is not None else None
    several = _several_places(bulk)
    for nummer, stands in now.items():
        school = bulk.school(nummer)
        if school.vestigingen_verspreid is not Antwoord.NEE and (
            nummer in several or school.vestigingen_verspreid is Antwoord.JA
        ):
            yield from _full_path(single.case(nummer))
            continue
        earlier = None if vorige is None else vorige.get(nummer, {})
        yield from _whole_school(nummer, school, stands, earlier, regel)


def _whole_school(
    nummer: str,
    school: School,
    stands: Mapping[Groep, uren.Stand],
    earlier: Mapping[Groep, uren.Stand] | None,
    regel: UrenRegel,
) -> Iterator[BulkResult]:
    """The law on both groups of a school that counts as one."""
    sides = (school.brussel is Antwoord.JA, school.brussel is not Antwoord.NEE)
    delen = [
        uren.part_of_stand(
            groep,
            stand,
            None if earlier is None else earlier.get(groep, uren.Stand(0, (0, 0), (0, 0))),
            regel,
            sides,
        )
        for groep, stand in stands.items()
    ]
    lezing = uren.Lezing("hele_school", (tuple(delen),), regel.minimum)
    for deel in delen:
        hours = lezing.hours(deel.groep)
        low, high = (uren.sum_hours(deel, regel, sides, side) for side in (0, 1))
        yield BulkResult(
            nummer,
            uren.REGELING[deel.groep],
            hours.low,
            hours.high,
            (low.numerator, low.denominator),
            (high.numerator, high.denominator),
        )


def _full_path(case: Case) -> Iterator[BulkResult]:
    for result in uren.calculate_uren_leraar(case):
        som = result.som
        yield BulkResult(
            result.instellingsnummer,
            result.regeling,
            result.minimum,
            result.maximum,
            None if som is None else (som.low.numerator, som.low.denominator),
            None if som is None else (som.high.numerator, som.high.denominator),
        )


def _several_places(bulk: Bulk) -> set[str]:
    """Schools of secundair onderwijs with more than one vestigingsplaats."""
    import polars as pl

    found = (
        bulk.cells.lazy()
        .filter(pl.col("onderwijsniveau").cast(pl.String) == "so")
        .group_by("instellingsnummer")
        .agg(pl.col("vestigingsplaats").n_unique().alias("places"))
        .filter(pl.col("places") > 1)
        .select(pl.col("instellingsnummer").cast(pl.String))
        .collect()
    )
    return set(found.to_series().to_list())


def _stands(bulk: Bulk, frame: pl.DataFrame) -> dict[str, dict[Groep, uren.Stand]]:
    """Per school and group: pupils, points and numerator at least and at most, by lookup table."""
    import polars as pl

    try:
        regel = UrenRegel.read(bulk.regels.on(peildatum_regels(bulk.schooljaar)))
        table = [regel.span(*_masks(code)) for code in range(3 ** len(INDICATOREN))]
    except ParameterMissing:
        table = [(0, 0, 0, 0)] * 3 ** len(INDICATOREN)
    groep_1 = [g.value for g, groep in GROEP_OF_GRAAD.items() if groep is Groep.I]
    code = pl.lit(0, dtype=pl.Int32)
    for place, kenmerk in enumerate(INDICATOREN):
        code = code + pl.col(kenmerk.value).cast(pl.Int32) * 3**place
    counted = (
        frame.lazy()
        .filter(pl.col("onderwijsniveau").cast(pl.String) == "so")
        .group_by(
            "instellingsnummer",
            pl.col("graad").is_in(groep_1).alias("groep_1"),
            code.alias("code"),
        )
        .agg(pl.col("halves").sum())
        .collect()
    )
    names = ("punten_low", "punten_high", "teller_low", "teller_high")
    lookup = pl.DataFrame(
        {"code": range(len(table)), **{n: [t[i] for t in table] for i, n in enumerate(names)}},
        schema={"code": pl.Int32, **dict.fromkeys(names, pl.Int64)},
    )
    summed = (
        counted.lazy()
        .join(lookup.lazy(), on="code")
        .group_by("instellingsnummer", "groep_1")
        .agg(
            pl.col("halves").sum().alias("n"),
            *[(pl.col("halves") * pl.col(name)).sum().alias(name) for name in names],
        )
        .with_columns(pl.col("instellingsnummer").cast(pl.String))
        .sort("instellingsnummer", "groep_1", descending=[False, True])
        .collect()
    )
    found: dict[str, dict[Groep, uren.Stand]] = {}
    for nummer, first, n, p_low, p_high, t_low, t_high in summed.iter_rows():
        groep = Groep.I if first else Groep.II
        found.setdefault(nummer, {})[groep] = uren.Stand(n, (p_low, p_high), (t_low, t_high))
    return found


def _masks(code: int) -> tuple[int, int]:
    """The certain and the possible mask of a base-3 code over ``INDICATOREN``."""
    low = high = 0
    for place in range(len(INDICATOREN)):
        code, answer = divmod(code, 3)
        low |= (answer == 1) << place
        high |= (answer > 0) << place
    return low, high


# ---------------------------------------------------------------- buitengewoon onderwijs


def _buitengewoon(bulk: Bulk) -> Iterator[BulkResult]:
    law = bulk.regels.on(peildatum_regels(bulk.schooljaar))
    for n in (buo.BUSO, buo.BUBAO):
        now = _kernen(bulk.cells, n.niveau)
        if not now:
            continue
        vorige = _kernen(bulk.vorige, n.niveau) if bulk.vorige is not None else None
        empty = (buo.Kern(0, 0, 0), buo.Kern(0, 0, 0))
        for nummer, kernen in now.items():
            earlier = None if vorige is None else vorige.get(nummer, empty)
            decided = buo.decide(law, n, kernen, earlier)
            if decided is None:
                yield BulkResult(nummer, n.regeling, None, None, None, None)
                continue
            value, som = decided
            yield BulkResult(
                nummer,
                n.regeling,
                value.low,
                value.high,
                None if som is None else (som.low.numerator, som.low.denominator),
                None if som is None else (som.high.numerator, som.high.denominator),
            )


def _kernen(frame: pl.DataFrame, niveau: Onderwijsniveau) -> dict[str, tuple[buo.Kern, buo.Kern]]:
    """Per school the worst and the best count; the columns of ``buitengewoon.kernen``."""
    import polars as pl

    counted = (
        frame.lazy()
        .filter(pl.col("onderwijsniveau").cast(pl.String) == niveau.value)
        .group_by("instellingsnummer", "type", "mfc_verblijf", "opleiding_moeder", "thuistaal")
        .agg(pl.col("halves").sum())
        .with_columns(pl.col("instellingsnummer", "type").cast(pl.String))
        .sort("instellingsnummer")
        .collect()
    )
    sums: dict[str, tuple[list[int], list[int]]] = {}
    for nummer, soort, mfc, moeder, taal, halves in counted.iter_rows():
        into = sums.setdefault(nummer, ([0, 0, 0], [0, 0, 0]))
        telt = buo.telt_mee_of(soort, Antwoord(mfc))
        buo.add_to_kernen(into, telt, Antwoord(moeder), Antwoord(taal), halves)
    return {k: (buo.Kern(*low), buo.Kern(*high)) for k, (low, high) in sums.items()}


# ---------------------------------------------------------------- werkingsbudget and OKI


def _werkingsbudget_and_oki(bulk: Bulk) -> Iterator[BulkResult]:
    law = bulk.regels.on(peildatum_begroting(bulk.schooljaar))
    amounts = {deel.key: _amounts(law, deel.key) for deel in DELEN}
    level_deel = {level.value: deel for deel in DELEN for level in deel.levels}
    per_school: dict[str, dict[str, dict[str, int]]] = {}
    for row in _rows(_levels(bulk.cells, level_deel)):
        nummer, level = str(row.pop("instellingsnummer")), str(row.pop("onderwijsniveau"))
        deel_sums = per_school.setdefault(nummer, {}).setdefault(level_deel[level].key, {})
        for column, value in row.items():
            deel_sums[column] = deel_sums.get(column, 0) + int(value)
    for nummer, parts in per_school.items():
        for deel in DELEN:
            sums = parts.get(deel.key)
            if sums is not None and sums["n"]:
                yield _budget(bulk.school(nummer), deel.key, deel.regeling, sums, amounts[deel.key])
        yield _oki(nummer, parts)


def _amounts(law: RegelsOnDate, key: str) -> tuple[int, tuple[int, ...]] | None:
    """Amounts per kenmerk as integers over a scale, or None when one is missing."""
    found = [law.find(amount_name(key, kenmerk)) for kenmerk in KENMERKEN_WERKING]
    known = [waarde.number for waarde in found if waarde is not None]
    return scaled(*known) if len(known) == len(found) else None


def _budget(
    school: School,
    key: str,
    regeling: Regeling,
    sums: Mapping[str, int],
    amounts: tuple[int, tuple[int, ...]] | None,
) -> BulkResult:
    if amounts is None:
        return BulkResult(school.instellingsnummer, regeling, None, None, None, None)
    scale, per = amounts
    low = high = 0
    for kenmerk, amount in zip(KENMERKEN_WERKING, per, strict=True):
        corrected = school.gecorrigeerd.get((key, kenmerk)) if school.gecorrigeerd else None
        if corrected is None:
            low += sums[f"{kenmerk.value}_low"] * amount
            high += sums[f"{kenmerk.value}_high"] * amount
        else:
            low += int(corrected * 2) * amount
            high += int(corrected * 2) * amount
    below = 2 * scale
    minimum = Fraction(low, below)
    maximum = minimum if low == high else Fraction(high, below)
    return BulkResult(
        school.instellingsnummer, regeling, minimum, maximum, (low, below), (high, below)
    )


def _oki(nummer: str, parts: Mapping[str, Mapping[str, int]]) -> BulkResult:
    everybody = sum(p["n"] for p in parts.values())
    buurt = (
        sum(p["buurt_low"] for p in parts.values()),
        sum(p["buurt_high"] for p in parts.values()),
    )
    if buurt == (0, everybody):
        return BulkResult(nummer, Regeling.OKI, None, None, None, None)
    low = sum(p[f"{k.value}_low"] for p in parts.values() for k in OKI_KENMERKEN)
    high = sum(p[f"{k.value}_high"] for p in parts.values() for k in OKI_KENMERKEN)
    minimum = Fraction(low, everybody)
    maximum = minimum if low == high else Fraction(high, everybody)
    return BulkResult(nummer, Regeling.OKI, minimum, maximum, (low, everybody), (high, everybody))


def as_case_results(results: Iterable[BulkResult]) -> dict[tuple[str, Regeling], BulkResult]:
    """Index by school and regeling, for comparison and for writing in school order."""
    return {(r.instellingsnummer, r.regeling): r for r in results}
