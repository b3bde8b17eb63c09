"""Bulk results as the published JSON with their receipts, without the full explanation.

In: bulk results and the cubes they came from. Out: dictionaries like those of ``export``; status,
article and values of the law are taken from one full calculation per shape of result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gokwijs.core.calendar import dutch_date, vorige_teldag
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.numbers import Interval, dutch_interval, exact_string
from gokwijs.core.middelen.bulk import Bulk, BulkResult, SingleSchool, calculate_bulk
from gokwijs.core.middelen.calculation import calculate_regeling
from gokwijs.core.middelen.counts import leerlingen, pupil_interval
from gokwijs.core.middelen.export import bewijs_to_json, reason_to_json, stap_to_json
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.middelen.uren_leraar_regel import INDICATOREN
from gokwijs.core.middelen.werkingsbudget import DELEN, KENMERKEN_WERKING, VOOR_AFTOPPING
from gokwijs.core.telling.kubus import Kubus, KubusTellingen
from gokwijs.core.telling.model import School

_BAO = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL)
_LEVELS: dict[Regeling, tuple[tuple[str, ...], tuple[Kenmerk, ...]]] = {
    Regeling.SES_LESTIJDEN_KLEUTER: (("kleuter",), _BAO),
    Regeling.SES_LESTIJDEN_LAGER: (("lager",), _BAO),
    Regeling.UREN_LERAAR_SO_1: (("so_1",), INDICATOREN),
    Regeling.UREN_LERAAR_SO_23: (("so_23",), INDICATOREN),
    Regeling.LESUREN_BUSO: (("buso",), _BAO),
    Regeling.LESTIJDEN_BUBAO: (("bubao",), _BAO),
    Regeling.WERKINGSBUDGET_BAO: (("kleuter", "lager"), KENMERKEN_WERKING),
    Regeling.WERKINGSBUDGET_SO: (("so_1", "so_23"), KENMERKEN_WERKING),
    Regeling.OKI: (("kleuter", "lager", "so_1", "so_23"), KENMERKEN_WERKING),
}
_SES = (Regeling.SES_LESTIJDEN_KLEUTER, Regeling.SES_LESTIJDEN_LAGER)
_BUDGET = {deel.regeling: deel.key for deel in DELEN}
_ORDER = {regeling: place for place, regeling in enumerate(Regeling)}


@dataclass
class _Counts:
    """Per level of one school: unknown halves per kenmerk, pupils, whether halves occur."""

    unknown: dict[str, tuple[int, ...]] = field(default_factory=dict)
    ja: dict[str, tuple[int, ...]] = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)
    odd: dict[str, bool] = field(default_factory=dict)


def bulk_json(bulk: Bulk, now: Kubus, vorige: Kubus | None) -> Iterator[dict[str, Any]]:
    """Every result in order of school and regeling, as JSON."""
    tellingen = KubusTellingen(now)
    earlier = KubusTellingen(vorige) if vorige is not None else None
    single = SingleSchool(bulk, tellingen, earlier)
    results = sorted(
        calculate_bulk(bulk, single), key=lambda r: (r.instellingsnummer, _ORDER[r.regeling])
    )
    writer = _Writer(bulk, now, vorige, single)
    for result in results:
        yield writer.json(result)


class _Writer:
    """Holds what is shared by all results: fingerprints, unknown counts, one example per shape."""

    def __init__(self, bulk: Bulk, now: Kubus, vorige: Kubus | None, single: SingleSchool) -> None:
        self.bulk, self.single = bulk, single
        self.prints = now.fingerprints()
        self.earlier = vorige.fingerprints() if vorige is not None else {}
        self.counts = _counts(now)
        self.earlier_counts = _counts(vorige) if vorige is not None else {}
        self.examples: dict[tuple[object, ...], dict[str, Any]] = {}
        self.school_prints: dict[str, str] = {}

    def json(self, result: BulkResult) -> dict[str, Any]:
        nummer, regeling = result.instellingsnummer, result.regeling
        example = self._example(result)
        minimum, maximum = _text(result.minimum), _text(result.maximum)
        bewijs = dict(example["bewijs"])
        bewijs["telling"] = self.prints[nummer]
        bewijs["vorige_telling"] = self.earlier.get(nummer)
        bewijs["school"] = self._school_print(nummer)
        if self.earlier.get(nummer) is None:
            bewijs["data"] = {k: v for k, v in bewijs["data"].items() if k != "vorige_teldag"}
        stap = dict(example["stap"])
        som = _som(result)
        stap["waarde"] = minimum if minimum == maximum else {"minimum": minimum, "maximum": maximum}
        stap["zin"] = self._sentence(result, example)
        data = {
            "instellingsnummer": nummer,
            "regeling": regeling.value,
            "titel": regeling.titel,
            "eenheid": regeling.eenheid,
            "resultaat": minimum if minimum == maximum else None,
            "minimum": minimum,
            "maximum": maximum,
            "som": som,
            "status": example["status"],
            "redenen": [*example["redenen"], *self._capping(result), *self._unknown(result)],
            "stappen": [stap],
            "bewijs": bewijs,
        }
        if regeling is Regeling.OKI:
            data["gemiddelde_zonder_buurt"] = self._without_buurt(nummer)
        return data

    def _school_print(self, nummer: str) -> str:
        """The fingerprint of the school, made once for all its results."""
        if nummer not in self.school_prints:
            self.school_prints[nummer] = self.bulk.school(nummer).fingerprint
        return self.school_prints[nummer]

    def _sentence(self, result: BulkResult, example: dict[str, Any]) -> str:
        minimum, maximum = result.minimum, result.maximum
        if minimum is None or maximum is None:
            return str(example["stap"]["zin"])
        span = Interval(Fraction(minimum), Fraction(maximum))
        return f"{dutch_interval(span)} {result.regeling.eenheid}"

    def _example(self, result: BulkResult) -> dict[str, Any]:
        """Status, article and law of the first school with a result of the same shape."""
        nummer, regeling = result.instellingsnummer, result.regeling
        school, counts = self.bulk.school(nummer), self.counts[nummer]
        levels = _LEVELS[regeling][0]
        shape = (
            regeling,
            result.low is None,
            result.som_low is None,
            any(counts.odd.get(level) for level in levels),
            school.nieuwe_school,
            school.toeslag_noemer is None,
            school.toeslag_noemer == 0,
            school.vestigingen_verspreid,
            school.lezing_vestigingen,
            self._corrected(result),
            self.earlier.get(nummer) is None,
        )
        if shape not in self.examples:
            full = calculate_regeling(self.single.case(nummer), regeling)
            self.examples[shape] = _shared(full)
        return self.examples[shape]

    def _corrected(self, result: BulkResult) -> frozenset[Kenmerk]:
        """The kenmerken of a budget whose officially corrected count is given."""
        key = _BUDGET.get(result.regeling)
        if key is None:
            return frozenset()
        school = self.bulk.school(result.instellingsnummer)
        return frozenset(kenmerk for deel, kenmerk in school.gecorrigeerd if deel == key)

    def _capping(self, result: BulkResult) -> list[dict[str, str]]:
        """A budget on own counts is 'vóór aftopping'."""
        if result.regeling not in _BUDGET or result.low is None:
            return []
        complete = self._corrected(result).issuperset(KENMERKEN_WERKING)
        return [] if complete else [reason_to_json(VOOR_AFTOPPING)]

    def _unknown(self, result: BulkResult) -> list[dict[str, str]]:
        """Why a result is an interval: the unknown answers and facts of this school."""
        if result.low == result.high:
            return []
        found = []
        school, counts = (
            self.bulk.school(result.instellingsnummer),
            self.counts[result.instellingsnummer],
        )
        levels, kenmerken = _LEVELS[result.regeling]
        corrected = self._corrected(result)
        for kenmerk in kenmerken:
            if kenmerk in corrected:
                continue
            place = KENMERKEN.index(kenmerk)
            halves = sum(
                counts.unknown[level][place] for level in levels if level in counts.unknown
            )
            if halves:
                found.append(
                    _reason(
                        "onbekend_kenmerk",
                        f"Van {leerlingen(pupil_interval(halves, halves))} weten we het kenmerk "
                        f"{kenmerk.label.lower()} niet.",
                        "Vul het antwoord aan; dan wordt het interval kleiner.",
                    )
                )
        so = result.regeling in (Regeling.UREN_LERAAR_SO_1, Regeling.UREN_LERAAR_SO_23)
        if so and school.brussel is Antwoord.ONBEKEND:
            found.append(
                _reason(
                    "onbekend_school",
                    "We weten niet of de school in het tweetalig gebied Brussel-Hoofdstad ligt.",
                    "Vul de kolom brussel in de schooltabel in.",
                )
            )
        if result.regeling in _SES:
            found.extend(self._unknown_toeslag(school))
        if not found and result.instellingsnummer in self.earlier:
            # The earlier count or the other group decides: only the full path says which.
            full = calculate_regeling(self.single.case(result.instellingsnummer), result.regeling)
            found.extend(reason_to_json(reason) for reason in full.reasons)
        elif not found:
            day = dutch_date(vorige_teldag(self.bulk.schooljaar))
            found.append(
                _reason(
                    "telling_ontbreekt",
                    f"De drempel mag gehaald zijn op {day}, maar die telling is niet meegegeven.",
                    "Geef ook de telling van een jaar eerder mee.",
                )
            )
        return found

    def _unknown_toeslag(self, school: School) -> Iterator[dict[str, str]]:
        """Unknown answers in the ratio S, when that comes from the count of a year earlier."""
        counts = self.earlier_counts.get(school.instellingsnummer)
        if counts is None or school.nieuwe_school is Antwoord.JA or school.toeslag_noemer:
            return
        place = KENMERKEN.index(Kenmerk.SCHOOLTOESLAG)
        halves = sum(counts.unknown[n][place] for n in ("kleuter", "lager") if n in counts.unknown)
        if halves:
            day = dutch_date(vorige_teldag(self.bulk.schooljaar))
            yield _reason(
                "onbekend_kenmerk",
                f"Van {leerlingen(pupil_interval(halves, halves))} uit de telling van {day} weten "
                "we het kenmerk schooltoeslag niet.",
                "Vul het antwoord aan; dan wordt het interval kleiner.",
            )

    def _without_buurt(self, nummer: str) -> str | dict[str, str]:
        counts = self.counts[nummer]
        levels = [level for level in _LEVELS[Regeling.OKI][0] if counts.size.get(level)]
        places = [KENMERKEN.index(k) for k in KENMERKEN_WERKING if k is not Kenmerk.BUURT]
        everybody = sum(counts.size[level] for level in levels)
        low = sum(counts.ja[level][p] for level in levels for p in places)
        more = sum(counts.unknown[level][p] for level in levels for p in places)
        minimum, maximum = Fraction(low, everybody), Fraction(low + more, everybody)
        if minimum == maximum:
            return exact_string(minimum)
        return {"minimum": exact_string(minimum), "maximum": exact_string(maximum)}


def _reason(kind: str, sentence: str, remedy: str) -> dict[str, str]:
    return {"soort": kind, "zin": sentence, "remedie": remedy}


def _shared(full: Result) -> dict[str, Any]:
    """What schools with the same shape of result have in common."""
    blocking = full.reasons[:1] if full.minimum is None else ()
    return {
        "status": full.status.value,
        "stap": stap_to_json(full.uitleg, 0),
        "bewijs": bewijs_to_json(full.bewijs),
        "redenen": [reason_to_json(reason) for reason in blocking],
    }


def _text(value: Fraction | int | None) -> str | None:
    return None if value is None else exact_string(value)


def _som(result: BulkResult) -> str | dict[str, str] | None:
    if result.som_low is None or result.som_high is None:
        return None
    low = exact_string(Fraction(*result.som_low))
    if result.som_low == result.som_high:
        return low
    high = exact_string(Fraction(*result.som_high))
    return low if low == high else {"minimum": low, "maximum": high}


def _counts(kubus: Kubus) -> dict[str, _Counts]:
    """Unknown and certain answers per school and level, one pass over the columns."""
    import polars as pl

    first = pl.col("graad").cast(pl.String).is_in(["1", "okan"])
    level = pl.col("onderwijsniveau").cast(pl.String)
    named = (
        pl.when(level != "so")
        .then(level)
        .otherwise(pl.when(first).then(pl.lit("so_1")).otherwise(pl.lit("so_23")))
    )
    halves = pl.col("halves")
    summed = (
        kubus.frame.lazy()
        .group_by(pl.col("instellingsnummer").cast(pl.String), named.alias("level"))
        .agg(
            halves.sum().alias("size"),
            (halves % 2 == 1).any().alias("odd"),
            *[(halves * (pl.col(k.value) == 2)).sum().alias(f"o_{k.value}") for k in KENMERKEN],
            *[(halves * (pl.col(k.value) == 1)).sum().alias(f"j_{k.value}") for k in KENMERKEN],
        )
        .collect()
    )
    found: dict[str, _Counts] = {}
    number = len(KENMERKEN)
    for nummer, name, size, odd, *sums in summed.iter_rows():
        counts = found.setdefault(nummer, _Counts())
        counts.size[name], counts.odd[name] = size, odd
        counts.unknown[name] = tuple(sums[:number])
        counts.ja[name] = tuple(sums[number:])
    return found
