"""What a calculation gives back, the same for every regeling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from gokwijs.core.law.explanation import Bewijs, Stap
from gokwijs.core.law.numbers import Interval
from gokwijs.core.law.status import Status


class Regeling(StrEnum):
    SES_LESTIJDEN_KLEUTER = "ses_lestijden_kleuter"
    SES_LESTIJDEN_LAGER = "ses_lestijden_lager"
    UREN_LERAAR_SO_1 = "uren_leraar_so_1"
    UREN_LERAAR_SO_23 = "uren_leraar_so_23"
    LESUREN_BUSO = "lesuren_buso"
    LESTIJDEN_BUBAO = "lestijden_bubao"
    WERKINGSBUDGET_BAO = "werkingsbudget_bao"
    WERKINGSBUDGET_SO = "werkingsbudget_so"
    OKI = "oki"

    @property
    def titel(self) -> str:
        """As shown on screen."""
        return _TITLES[self]

    @property
    def eenheid(self) -> str:
        """Unit of the result, plural."""
        return _UNITS[self]


_TITLES = {
    Regeling.SES_LESTIJDEN_KLEUTER: "SES-lestijden kleuteronderwijs",
    Regeling.SES_LESTIJDEN_LAGER: "SES-lestijden lager onderwijs",
    Regeling.UREN_LERAAR_SO_1: "Extra uren-leraar eerste graad en onthaaljaar",
    Regeling.UREN_LERAAR_SO_23: "Extra uren-leraar tweede en derde graad",
    Regeling.LESUREN_BUSO: "Extra lesuren buitengewoon secundair onderwijs",
    Regeling.LESTIJDEN_BUBAO: "Aanvullende lestijden buitengewoon basisonderwijs",
    Regeling.WERKINGSBUDGET_BAO: "Werkingsbudget op leerlingenkenmerken basisonderwijs",
    Regeling.WERKINGSBUDGET_SO: "Werkingsbudget op leerlingenkenmerken secundair onderwijs",
    Regeling.OKI: "OKI (eigen telling)",
}
_UNITS = {
    Regeling.SES_LESTIJDEN_KLEUTER: "lestijden",
    Regeling.SES_LESTIJDEN_LAGER: "lestijden",
    Regeling.UREN_LERAAR_SO_1: "uren-leraar",
    Regeling.UREN_LERAAR_SO_23: "uren-leraar",
    Regeling.LESUREN_BUSO: "lesuren",
    Regeling.LESTIJDEN_BUBAO: "lestijden",
    Regeling.WERKINGSBUDGET_BAO: "euro",
    Regeling.WERKINGSBUDGET_SO: "euro",
    Regeling.OKI: "kenmerken per leerling",
}


class ReasonKind(StrEnum):
    """Why a result is not one number, or what the reader must know beside it."""

    ONBEKEND_KENMERK = "onbekend_kenmerk"  # pupils with an unknown answer → interval
    ONBEKEND_SCHOOL = "onbekend_school"  # a fact about the school is missing → interval or null
    TELLING_ONTBREEKT = "telling_ontbreekt"  # the earlier February is missing
    PARAMETER_ONTBREEKT = "parameter_ontbreekt"  # a number of the law is missing → null
    OPEN_VRAAG = "open_vraag"  # the law itself is unclear → null
    TOTALEN = "totalen"  # typed totals: combinations unknown → interval
    VOOR_AFTOPPING = "voor_aftopping"  # euro before capping
    GEEN_RECHT = "geen_recht"  # threshold or minimum not reached
    OPMERKING = "opmerking"  # for information


@dataclass(frozen=True, slots=True)
class Reason:
    """One Dutch sentence beside a result; ``remedy`` says what would settle it, if anything."""

    kind: ReasonKind
    sentence: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Drempel:
    """A threshold on pupils and how far the school is from it.

    ``share`` is numerator / denominator as an interval; ``limit`` the threshold (0-1).
    ``met`` is None when it depends on unknowns. ``short`` is the number of pupils of the group
    without a counting kenmerk who would have to have one (in whole pupils, from the certain
    counts); ``slack`` the number that may lose theirs before the school falls below.
    Exactly one of the two is filled when the distance can be said.
    """

    name: str
    sentence: str
    share: Interval
    limit: Fraction
    met: bool | None
    short: int | None
    slack: int | None
    artikel: str
    status: Status


@dataclass(frozen=True, slots=True)
class Onbekende:
    """What the unknown answers on one kenmerk are worth for one regeling.

    ``pupils``: how many are unknown. ``together``: minimum and maximum of the result if all are
    answered nee, or all ja, with the other kenmerken at their certain value. ``first_step``: from
    how many times ja on the rounded result moves (None: never). ``each``: exact effect of one ja on
    the unrounded sum, at least and at most.
    """

    kenmerk: str
    pupils: Fraction
    together: Interval
    first_step: int | None
    each: Interval | None
    unit: str


@dataclass(frozen=True, slots=True)
class Result:
    """One regeling for one school. ``minimum`` and ``maximum`` are None when not computable."""

    instellingsnummer: str
    regeling: Regeling
    minimum: Fraction | None
    maximum: Fraction | None
    som: Interval | None
    status: Status
    reasons: tuple[Reason, ...]
    uitleg: Stap
    drempels: tuple[Drempel, ...]
    onbekenden: tuple[Onbekende, ...]
    open_vragen: tuple[str, ...]
    bewijs: Bewijs
    extra: Mapping[str, Interval] = field(default_factory=dict)

    @property
    def resultaat(self) -> Fraction | None:
        """The one number, or None when unknowns leave an interval or nothing at all."""
        return self.minimum if self.minimum == self.maximum else None
