"""OKI (eigen telling): gemiddeld aantal van vier kenmerken per leerling. Een statistiek, geen geld.

In: de Telling. Uit: één resultaat voor het gewoon onderwijs van de school, met een regel per groep.
Zonder buurt heet het 'gemiddeld aantal kenmerken, zonder buurt' en is er geen OKI
(``docs/architectuur.md``; bron: Gemeente-Stadsmonitor, zie regelgeving kenmerken §1).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.explanation import Soort, Stap
from gokwijs.core.law.numbers import Interval, dutch_interval, dutch_number
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.case import Case, result_of, unknown_reason
from gokwijs.core.middelen.counts import (
    GEWOON,
    has_halves,
    has_level,
    leerlingen,
    marginal,
    pupil_interval,
    size,
)
from gokwijs.core.middelen.result import Reason, ReasonKind, Regeling, Result
from gokwijs.core.telling.model import Groep, Onderwijsniveau

ZONDER_BUURT = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.SCHOOLTOESLAG, Kenmerk.THUISTAAL)
OKI_KENMERKEN = (*ZONDER_BUURT, Kenmerk.BUURT)
_BRON = "OKI"
_GROUPS: tuple[tuple[str, Onderwijsniveau, Groep | None], ...] = (
    ("Kleuteronderwijs", Onderwijsniveau.KLEUTER, None),
    ("Lager onderwijs", Onderwijsniveau.LAGER, None),
    ("Eerste graad en onthaaljaar", Onderwijsniveau.SO, Groep.I),
    ("Tweede en derde graad", Onderwijsniveau.SO, Groep.II),
)


def mean(
    case: Case,
    levels: Sequence[Onderwijsniveau],
    groep: Groep | None,
    kenmerken: Sequence[Kenmerk],
) -> Interval:
    """Σ kenmerken / leerlingen; raises ZeroDivisionError without pupils."""
    counts = [marginal(case.telling, levels, k, groep) for k in kenmerken]
    everybody = size(case.telling, levels, groep)
    return Interval(
        Fraction(sum(c[0] for c in counts), everybody),
        Fraction(sum(c[1] for c in counts), everybody),
    )


def calculate_oki(case: Case) -> list[Result]:
    """Eén resultaat als de school leerlingen in het gewoon onderwijs heeft."""
    if not has_level(case.telling, *GEWOON):
        return []
    everybody = size(case.telling, GEWOON)
    buurt = marginal(case.telling, GEWOON, Kenmerk.BUURT)
    without = mean(case, GEWOON, None, ZONDER_BUURT)
    known = buurt != (0, everybody)
    value = mean(case, GEWOON, None, OKI_KENMERKEN) if known else None
    reasons = [
        Reason(
            ReasonKind.OPMERKING,
            "Dit is een statistiek. Ze geeft geen uren en geen geld.",
        )
    ]
    if not known:
        reasons.insert(
            0,
            Reason(
                ReasonKind.ONBEKEND_KENMERK,
                "de buurt is niet bekend. Een school kan die niet zelf berekenen. Het gemiddelde "
                f"aantal kenmerken zonder buurt is {dutch_interval(without, at_most=4)}.",
                "Neem de buurt over uit een officiële lijst.",
            ),
        )
    for kenmerk in OKI_KENMERKEN if known else ZONDER_BUURT:
        low, high = marginal(case.telling, GEWOON, kenmerk)
        if low != high:
            reasons.append(unknown_reason(case, kenmerk.label.lower(), low, high, ""))
    return [
        result_of(
            case,
            Regeling.OKI,
            value=value,
            som=value,
            uitleg=_uitleg(case, value, known, without),
            used=(),
            reasons=reasons,
            extra={"gemiddelde_zonder_buurt": without},
            halves=has_halves(case.telling, GEWOON),
        )
    ]


def _uitleg(case: Case, value: Interval | None, known: bool, without: Interval) -> Stap:
    kenmerken = OKI_KENMERKEN if known else ZONDER_BUURT
    rows = [
        _group(case, name, [level], groep, kenmerken)
        for name, level, groep in _GROUPS
        if size(case.telling, [level], groep)
    ]
    shown = value if known else without
    name = Regeling.OKI.titel if known else "Gemiddeld aantal kenmerken, zonder buurt"
    whole = _group(case, name, GEWOON, None, kenmerken)
    label = whole.sentence if known else f"Geen OKI, want de buurt is onbekend. {whole.sentence}"
    return _line(case, name, label, shown, "kenmerken per leerling", [*whole.parts, *rows])


def _group(
    case: Case,
    name: str,
    levels: Sequence[Onderwijsniveau],
    groep: Groep | None,
    kenmerken: Sequence[Kenmerk],
) -> Stap:
    everybody = size(case.telling, levels, groep)
    total = [0, 0]
    parts = []
    for kenmerk in kenmerken:
        low, high = marginal(case.telling, levels, kenmerk, groep)
        total[0] += low
        total[1] += high
        number = pupil_interval(low, high)
        parts.append(_line(case, kenmerk.label, leerlingen(number), number, "leerlingen", []))
    counted = dutch_interval(pupil_interval(total[0], total[1]))
    return _line(
        case,
        name,
        f"{counted} kenmerken bij {dutch_number(Fraction(everybody, 2))} leerlingen",
        mean(case, levels, groep, kenmerken),
        "kenmerken per leerling",
        parts,
    )


def _line(
    case: Case,
    name: str,
    sentence: str,
    value: Interval | None,
    unit: str,
    parts: Sequence[Stap],
) -> Stap:
    bron = case.bron(_BRON)
    return Stap(
        name=name,
        sentence=sentence,
        value=value,
        unit=unit,
        artikel="Gemeente-Stadsmonitor, definitie OKI",
        bron=bron.key,
        tekststand=bron.tekststand,
        status=Status.PRIMAIRE_BRON,
        soort=Soort.TELLING if unit == "leerlingen" else Soort.FORMULE,
        parts=tuple(parts),
    )
