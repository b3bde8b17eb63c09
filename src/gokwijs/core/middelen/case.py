"""One school to calculate, and the small tools every regeling shares to build its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from gokwijs import __version__
from gokwijs.core.calendar import (
    Schooljaar,
    dutch_date,
    peildatum_begroting,
    peildatum_regels,
    toeslag_ses_lestijden,
    toeslag_uren_leraar,
    vorige_teldag,
)
from gokwijs.core.law.explanation import Bewijs, Soort, Stap
from gokwijs.core.law.numbers import Interval, dutch_number, dutch_percent
from gokwijs.core.law.parameters import Bron, ParameterMissing, Regels, RegelsOnDate, Waarde
from gokwijs.core.law.status import Status, weakest
from gokwijs.core.middelen.result import (
    Drempel,
    Onbekende,
    Reason,
    ReasonKind,
    Regeling,
    Result,
)
from gokwijs.core.telling.model import School, Telling


@dataclass(frozen=True)
class Case:
    """A school, its Telling of the teldag, the one of a year earlier if given, and the law."""

    telling: Telling
    school: School
    schooljaar: Schooljaar
    regels: Regels
    vorige: Telling | None = None

    def law(self) -> RegelsOnDate:
        """The law on the first day of the schooljaar, recording what is read."""
        return self.regels.on(peildatum_regels(self.schooljaar))

    def law_begroting(self) -> RegelsOnDate:
        """The law on 1 January of the budget year, recording what is read."""
        return self.regels.on(peildatum_begroting(self.schooljaar))

    @cached_property
    def _school_fingerprint(self) -> str:
        return self.school.fingerprint

    def bron(self, key: str) -> Bron:
        return self.regels.bronnen[key]

    def bewijs(self, used: Iterable[Waarde]) -> Bewijs:
        """The receipt of a result that read these values."""
        data: dict[str, str] = {"teldag": self.telling.teldag.isoformat()}
        if self.vorige is not None:
            data["vorige_teldag"] = self.vorige.teldag.isoformat()
        data["toeslag_ses_lestijden"] = toeslag_ses_lestijden(self.schooljaar).known_on.isoformat()
        data["toeslag_uren_leraar"] = toeslag_uren_leraar(self.schooljaar).known_on.isoformat()
        return Bewijs(
            telling=self.telling.fingerprint,
            vorige_telling=self.vorige.fingerprint if self.vorige else None,
            school=self._school_fingerprint,
            regels={w.name: w.fingerprint for w in sorted(used, key=lambda w: w.name)},
            versie=__version__,
            schooljaar=str(self.schooljaar),
            data=data,
        )


def scaled(*values: Fraction) -> tuple[int, tuple[int, ...]]:
    """Write finite decimals as integers over one common denominator: (scale, numerators)."""
    scale = 1
    while any((value * scale).denominator != 1 for value in values):
        scale *= 10
        if scale > 10**18:
            raise ValueError("a parameter is not a finite decimal")
    return scale, tuple(int(value * scale) for value in values)


def parameter_step(waarde: Waarde, *, percent: bool = False) -> Stap:
    """The line of a number of the law."""
    value = waarde.number
    plain = waarde.eenheid in ("punten", "keer")  # 0,6 punten; the rest as the law prints it
    shown = dutch_number(value) if plain else waarde.text or dutch_number(value)
    if percent:
        shown = dutch_percent(value)
    return Stap(
        name=waarde.titel,
        sentence=f"{shown} {waarde.eenheid}" if not percent else shown,
        value=Interval.exact(value),
        unit=waarde.eenheid,
        artikel=waarde.artikel,
        bron=waarde.bron,
        tekststand=waarde.tekststand,
        status=waarde.status,
        soort=Soort.PARAMETER,
        open_vragen=waarde.open_vragen,
    )


def result_of(
    case: Case,
    regeling: Regeling,
    *,
    value: Interval | None,
    som: Interval | None,
    uitleg: Stap,
    used: Iterable[Waarde],
    reasons: Iterable[Reason] = (),
    drempels: Iterable[Drempel] = (),
    onbekenden: Iterable[Onbekende] = (),
    extra: dict[str, Interval] | None = None,
    halves: bool = False,
) -> Result:
    """Put a result together; the status is the weakest of every line of the explanation."""
    listed = list(reasons)
    steps = list(uitleg.walk())
    status = weakest({step.status for step in steps})
    vragen = {nummer for step in steps for nummer in step.open_vragen}
    if halves:
        status = weakest((status, Status.ONBEVESTIGD))
        vragen.add("OV-09")
        listed.append(
            Reason(
                ReasonKind.OPMERKING,
                "De telling bevat halve leerlingen. Of die ook voor deze berekening half tellen, "
                "is niet bevestigd.",
                "Vergelijk met de officiële brief.",
            )
        )
    if value is None:
        status = Status.ONBEKEND
    return Result(
        instellingsnummer=case.telling.instellingsnummer,
        regeling=regeling,
        minimum=value.low if value else None,
        maximum=value.high if value else None,
        som=som,
        status=status,
        reasons=tuple(listed),
        uitleg=uitleg if value is not None else replace(uitleg, value=None),
        drempels=tuple(drempels),
        onbekenden=tuple(onbekenden),
        open_vragen=tuple(sorted(vragen)),
        bewijs=case.bewijs(used),
        extra=extra or {},
    )


def not_computable(
    case: Case,
    regeling: Regeling,
    reason: Reason,
    *,
    artikel: str,
    bron: str,
    used: Iterable[Waarde] = (),
    parts: tuple[Stap, ...] = (),
    open_vragen: tuple[str, ...] = (),
    drempels: Iterable[Drempel] = (),
) -> Result:
    """A result that says 'niet berekenbaar' and why; never 0."""
    source = case.bron(bron)
    step = Stap(
        name=regeling.titel,
        sentence=f"Niet berekenbaar: {reason.sentence}",
        value=None,
        unit=regeling.eenheid,
        artikel=artikel,
        bron=bron,
        tekststand=source.tekststand,
        status=Status.ONBEKEND,
        soort=Soort.FORMULE,
        open_vragen=open_vragen,
        parts=parts,
    )
    return result_of(
        case,
        regeling,
        value=None,
        som=None,
        uitleg=step,
        used=used,
        reasons=[reason],
        drempels=drempels,
    )


def missing_parameter(case: Case, regeling: Regeling, error: ParameterMissing) -> Result:
    """Not computable because a number of the law is missing."""
    parameter = case.regels.parameter(error.name)
    known = parameter.waarden[-1]
    return not_computable(
        case,
        regeling,
        Reason(
            ReasonKind.PARAMETER_ONTBREEKT,
            error.sentence,
            "Iemand die daartoe bevoegd is, kan het getal invoeren met de bron erbij.",
        ),
        artikel=known.artikel,
        bron=known.bron,
        open_vragen=parameter.open_vragen,
    )


def earlier_reason(case: Case) -> Reason:
    """The threshold may have been met on the earlier teldag: unknown answers decide."""
    day = case.vorige.teldag if case.vorige is not None else vorige_teldag(case.schooljaar)
    return Reason(
        ReasonKind.ONBEKEND_KENMERK,
        f"In de telling van {dutch_date(day)} zijn nog antwoorden onbekend. Daarom is niet zeker "
        "of de drempel toen gehaald was.",
        "Vul de antwoorden van die telling aan.",
    )


def unknown_reason(case: Case, kenmerk_label: str, low: int, high: int, groep: str) -> Reason:
    """'Van 6 leerlingen weten we de thuistaal niet.'"""
    number = Fraction(high - low, 2)
    who = "1 leerling" if number == 1 else f"{dutch_number(number)} leerlingen"
    return Reason(
        ReasonKind.ONBEKEND_KENMERK,
        f"Van {who}{groep} weten we het kenmerk {kenmerk_label} niet.",
        "Vul het antwoord aan; dan wordt het interval kleiner.",
    )
