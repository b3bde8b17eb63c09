"""De wet over de extra uren-leraar, als kleine functies op gehele getallen (CSO 224-240, BVR21).

In: de regels op een datum. Uit: ``UrenRegel`` met punten per combinatie, drempels en omzetting.
Punten en tellers zijn gehele getallen over ``schaal``; aantallen zijn halve leerlingen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
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
_PLACES = tuple(KENMERKEN.index(kenmerk) for kenmerk in INDICATOREN)
MASKS = range(1 << len(INDICATOREN))
_BIT = {kenmerk: 1 << place for place, kenmerk in enumerate(INDICATOREN)}
GROEP_KEY = {Groep.I: "groep_1", Groep.II: "groep_2"}


class Onmogelijk(ValueError):
    """No division of pupils over combinations fits the typed totals; the message is Dutch."""


def bit(kenmerk: Kenmerk) -> int:
    """The bit of an indicator in a mask."""
    return _BIT[kenmerk]


def indicators(mask: int) -> frozenset[Kenmerk]:
    """The indicators in a mask."""
    return frozenset(k for k in INDICATOREN if mask & _BIT[k])


def masks_of(combination: Combination) -> tuple[int, int]:
    """Two masks of a combination with unknowns: certainly ja, and ja or onbekend."""
    low = high = 0
    for place, index in enumerate(_PLACES):
        answer = combination[index]
        if answer is Antwoord.JA:
            low |= 1 << place
            high |= 1 << place
        elif answer is Antwoord.ONBEKEND:
            high |= 1 << place
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
        prefix = "secundair.uren_leraar."
        vaste = (
            Kenmerk.ZORGTHUIS,
            Kenmerk.TREKKENDE_BEVOLKING,
            Kenmerk.OPLEIDING_MOEDER,
            Kenmerk.THUISTAAL,
        )
        return cls(
            punten=Punten(
                law(prefix + "punten.schooltoeslag_alleen").number,
                law(prefix + "punten.schooltoeslag_in_combinatie").number,
                {k: law(f"{prefix}punten.{k.value}").number for k in vaste},
                law(prefix + "maximum_per_leerling").number,
                law(prefix + "factor_alleen_schooltoeslag").number,
            ),
            drempel={g: law(f"{prefix}drempel.{GROEP_KEY[g]}").number for g in Groep},
            drempel_concentratie=law(prefix + "drempel_concentratie").number,
            maal_brussel=law(prefix + "vermenigvuldiger.brussel").number,
            maal_concentratie=law(prefix + "vermenigvuldiger.concentratie").number,
            uren_per_punt={g: law(f"{prefix}uren_per_punt.{GROEP_KEY[g]}").number for g in Groep},
            minimum=law(prefix + "minimum").number,
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
        maal = Fraction(1)
        if brussel:
            maal *= self.maal_brussel
        if concentratie:
            maal *= self.maal_concentratie
        return maal

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
