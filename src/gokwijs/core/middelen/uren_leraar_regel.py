"""De wet over de extra uren-leraar, als kleine functies op gehele getallen (CSO 224-240, BVR21).

In: de regels op een datum. Uit: ``UrenRegel`` met punten per combinatie, drempels en omzetting.
Punten en tellers zijn gehele getallen over ``schaal``; aantallen zijn halve leerlingen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from itertools import product

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.numbers import round_ratio
from gokwijs.core.law.parameters import RegelsOnDate
from gokwijs.core.middelen.case import scaled
from gokwijs.core.telling.model import Combination, Groep

HOOFDINDICATOREN = (
    Kenmerk.SCHOOLTOESLAG,
    Kenmerk.ZORGTHUIS,
    Kenmerk.TREKKENDE_BEVOLKING,
    Kenmerk.OPLEIDING_MOEDER,
)
INDICATOREN = (*HOOFDINDICATOREN, Kenmerk.THUISTAAL)
_BITS = tuple((1 << place, KENMERKEN.index(k)) for place, k in enumerate(INDICATOREN))
MASKS = range(1 << len(INDICATOREN))
_BIT = {kenmerk: 1 << place for place, kenmerk in enumerate(INDICATOREN)}
GROEP_KEY = {Groep.I: "groep_1", Groep.II: "groep_2"}
_VASTE = (
    Kenmerk.ZORGTHUIS,
    Kenmerk.TREKKENDE_BEVOLKING,
    Kenmerk.OPLEIDING_MOEDER,
    Kenmerk.THUISTAAL,
)
_PREFIX = "secundair.uren_leraar."
_NAMES = (
    "punten.schooltoeslag_alleen",
    "punten.schooltoeslag_in_combinatie",
    *(f"punten.{kenmerk.value}" for kenmerk in _VASTE),
    "maximum_per_leerling",
    "factor_alleen_schooltoeslag",
    *(f"drempel.{key}" for key in GROEP_KEY.values()),
    "drempel_concentratie",
    "vermenigvuldiger.brussel",
    "vermenigvuldiger.concentratie",
    *(f"uren_per_punt.{key}" for key in GROEP_KEY.values()),
    "minimum",
)


class Onmogelijk(ValueError):
    """No division of pupils over combinations fits the typed totals; the message is Dutch."""


def bit(kenmerk: Kenmerk) -> int:
    """The bit of an indicator in a mask."""
    return _BIT[kenmerk]


@cache
def indicators(mask: int) -> frozenset[Kenmerk]:
    """The indicators in a mask."""
    return frozenset(k for k in INDICATOREN if mask & _BIT[k])


@lru_cache(maxsize=1024)
def masks_of(combination: Combination) -> tuple[int, int]:
    """Two masks of a combination with unknowns: certainly ja, and ja or onbekend."""
    low = high = 0
    for bit_, index in _BITS:
        answer = combination[index]
        if answer:
            high |= bit_
            if answer is Antwoord.JA:
                low |= bit_
    return low, high


@dataclass(frozen=True, slots=True)
class Punten:
    """De punten van BVR21 art. 3 en 4, en de factor van CSO art. 226 en 234."""

    schooltoeslag_alleen: Fraction
    schooltoeslag_in_combinatie: Fraction
    vast: Mapping[Kenmerk, Fraction]
    maximum: Fraction
    factor: Fraction

    def alleen_schooltoeslag(self, combinatie: frozenset[Kenmerk]) -> bool:
        """Enkel schooltoeslag, of enkel schooltoeslag en thuistaal (BVR21 art. 4, 1°; OV-18)."""
        return combinatie - {Kenmerk.THUISTAAL} == {Kenmerk.SCHOOLTOESLAG}

    def ruw(self, combinatie: frozenset[Kenmerk]) -> Fraction:
        """Som van de gewichten; thuistaal telt enkel samen met een andere indicator (art. 3)."""
        if not combinatie - {Kenmerk.THUISTAAL}:
            return Fraction(0)
        som = sum((self.vast[k] for k in combinatie if k in self.vast), Fraction(0))
        if Kenmerk.SCHOOLTOESLAG in combinatie:
            som += (
                self.schooltoeslag_alleen
                if self.alleen_schooltoeslag(combinatie)
                else self.schooltoeslag_in_combinatie
            )
        return som

    def punten(self, combinatie: frozenset[Kenmerk]) -> Fraction:
        """Afgetopt per leerling, dan maal de factor (art. 4, 1° en 2°)."""
        afgetopt = min(self.ruw(combinatie), self.maximum)
        return afgetopt * (self.factor if self.alleen_schooltoeslag(combinatie) else 1)

    def teller(self, combinatie: frozenset[Kenmerk]) -> Fraction:
        """Hoeveel een leerling meetelt voor drempel en concentratie (CSO art. 226, 234)."""
        if not combinatie - {Kenmerk.THUISTAAL}:
            return Fraction(0)
        return self.factor if self.alleen_schooltoeslag(combinatie) else Fraction(1)


@dataclass(frozen=True)
class UrenRegel:
    """Alles wat de wet zegt, klaar om mee te tellen."""

    punten: Punten
    drempel: Mapping[Groep, Fraction]
    drempel_concentratie: Fraction
    maal_brussel: Fraction
    maal_concentratie: Fraction
    uren_per_punt: Mapping[Groep, Fraction]
    minimum: Fraction

    @classmethod
    def read(cls, law: RegelsOnDate) -> UrenRegel:
        """Raises ParameterMissing when a number is not known on the date."""
        return _of_numbers(tuple(law(_PREFIX + name).number for name in _NAMES))

    @classmethod
    def of(cls, numbers: Mapping[str, Fraction]) -> UrenRegel:
        """From the numbers of the law by name."""
        return cls(
            punten=Punten(
                numbers["punten.schooltoeslag_alleen"],
                numbers["punten.schooltoeslag_in_combinatie"],
                {k: numbers[f"punten.{k.value}"] for k in _VASTE},
                numbers["maximum_per_leerling"],
                numbers["factor_alleen_schooltoeslag"],
            ),
            drempel={g: numbers[f"drempel.{GROEP_KEY[g]}"] for g in Groep},
            drempel_concentratie=numbers["drempel_concentratie"],
            maal_brussel=numbers["vermenigvuldiger.brussel"],
            maal_concentratie=numbers["vermenigvuldiger.concentratie"],
            uren_per_punt={g: numbers[f"uren_per_punt.{GROEP_KEY[g]}"] for g in Groep},
            minimum=numbers["minimum"],
        )

    @cached_property
    def schaal(self) -> int:
        """Common denominator of all points and numerators."""
        return self._tables[0]

    @cached_property
    def punten_per_mask(self) -> tuple[int, ...]:
        """Points of each of the 32 combinations, over ``schaal``."""
        return self._tables[1]

    @cached_property
    def teller_per_mask(self) -> tuple[int, ...]:
        """Numerator of each of the 32 combinations, over ``schaal``."""
        return self._tables[2]

    @cached_property
    def ruw_per_mask(self) -> tuple[Fraction, ...]:
        """Weights of each of the 32 combinations, before the maximum and the factor."""
        return tuple(self.punten.ruw(indicators(mask)) for mask in MASKS)

    @cached_property
    def _tables(self) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        punten = [self.punten.punten(indicators(mask)) for mask in MASKS]
        tellers = [self.punten.teller(indicators(mask)) for mask in MASKS]
        schaal, ints = scaled(*punten, *tellers)
        return schaal, ints[: len(MASKS)], ints[len(MASKS) :]

    @cached_property
    def _spans(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        """Cache of ``span``."""
        return {}

    def span(self, low: int, high: int) -> tuple[int, int, int, int]:
        """Least points, most points, least numerator, most numerator over all completions."""
        found = self._spans.get((low, high))
        if found is None:
            open_bits = [1 << p for p in range(len(INDICATOREN)) if (high ^ low) & (1 << p)]
            masks = [low | sum(chosen) for chosen in product(*((0, b) for b in open_bits))]
            punten = [self.punten_per_mask[m] for m in masks]
            tellers = [self.teller_per_mask[m] for m in masks]
            found = (min(punten), max(punten), min(tellers), max(tellers))
            self._spans[(low, high)] = found
        return found

    def haalt(self, teller: int, halves: int, limit: Fraction) -> bool:
        """Teller / leerlingen ≥ limit, onafgerond; geen leerlingen haalt nooit."""
        enough = teller * limit.denominator >= limit.numerator * halves * self.schaal
        return (halves > 0) & enough

    def maal(self, *, brussel: bool, concentratie: bool) -> Fraction:
        """1, of de vermenigvuldigers samen (art. 4, 3°)."""
        return self._malen[brussel, concentratie]

    @cached_property
    def _malen(self) -> Mapping[tuple[bool, bool], Fraction]:
        een = Fraction(1)
        return {
            (brussel, concentratie): (self.maal_brussel if brussel else een)
            * (self.maal_concentratie if concentratie else een)
            for brussel, concentratie in product((False, True), repeat=2)
        }

    def uren(
        self, groep: Groep, punten: int, *, brussel: bool, concentratie: bool
    ) -> tuple[int, int]:
        """Punten maal vermenigvuldigers, afgerond, en de uren daaruit, afgerond (art. 4-6).

        ``punten`` is the sum over halves and ``schaal``. Returns (points, hours).
        """
        maal = self.maal(brussel=brussel, concentratie=concentratie)
        afgerond = round_ratio(punten * maal.numerator, 2 * self.schaal * maal.denominator)
        per_punt = self.uren_per_punt[groep]
        return afgerond, round_ratio(afgerond * per_punt.numerator, per_punt.denominator)


@lru_cache(maxsize=64)
def _of_numbers(numbers: tuple[Fraction, ...]) -> UrenRegel:
    """The same numbers give the same rule, with the tables it made before."""
    return UrenRegel.of(dict(zip(_NAMES, numbers, strict=True)))
