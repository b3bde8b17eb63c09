"""Werkingsbudget op leerlingenkenmerken (DBO art. 76-87; CSO art. 242-249).

In: de Telling, de school (met officieel gecorrigeerde aantallen als ze er zijn) en de regels op
1 januari van het begrotingsjaar. Uit: euro per niveau, of 'niet berekenbaar'.

Elk kenmerk heeft een bedrag per gecorrigeerde leerling. De aftopping (gemiddelde plus twee
standaardafwijkingen) hangt af van alle scholen en is hier niet te berekenen (OV-28): zonder
officieel gecorrigeerd aantal is het resultaat 'vóór aftopping'.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.explanation import Soort, Stap
from gokwijs.core.law.numbers import Interval, dutch_interval, dutch_number, dutch_percent
from gokwijs.core.law.parameters import RegelsOnDate, Waarde
from gokwijs.core.law.status import Status, weakest
from gokwijs.core.middelen.case import Case, parameter_step, result_of, unknown_reason
from gokwijs.core.middelen.counts import (
    BASISONDERWIJS,
    count_step,
    has_halves,
    has_level,
    leerlingen,
    marginal,
    members_with,
    pupil_interval,
    size,
)
from gokwijs.core.middelen.result import Reason, ReasonKind, Regeling, Result
from gokwijs.core.telling.model import Onderwijsniveau

KENMERKEN_WERKING = (
    Kenmerk.OPLEIDING_MOEDER,
    Kenmerk.SCHOOLTOESLAG,
    Kenmerk.THUISTAAL,
    Kenmerk.BUURT,
)
VOOR_AFTOPPING = Reason(
    ReasonKind.VOOR_AFTOPPING,
    "Vóór aftopping: de officieel gecorrigeerde aantallen zijn niet gegeven. Het echte bedrag kan "
    "lager zijn.",
    "Vul de gecorrigeerde aantallen in uit de officiële brief.",
)
_OPEN = {Kenmerk.SCHOOLTOESLAG: ("OV-29",), Kenmerk.BUURT: ("OV-10",)}


@dataclass(frozen=True, slots=True)
class Deel:
    """Basisonderwijs or secundair onderwijs."""

    key: str
    regeling: Regeling
    levels: tuple[Onderwijsniveau, ...]
    artikel: str
    artikel_aftopping: str
    bron: str


DELEN = (
    Deel(
        "basisonderwijs",
        Regeling.WERKINGSBUDGET_BAO,
        BASISONDERWIJS,
        "DBO art. 83",
        "DBO art. 83",
        "DBO",
    ),
    Deel(
        "secundair",
        Regeling.WERKINGSBUDGET_SO,
        (Onderwijsniveau.SO,),
        "CSO art. 247",
        "CSO art. 247 §2",
        "CSO",
    ),
)


def calculate_werkingsbudget(case: Case) -> list[Result]:
    """Eén resultaat per niveau (basisonderwijs, secundair) waar de school leerlingen heeft."""
    return [_deel(case, deel) for deel in DELEN if has_level(case.telling, *deel.levels)]


def amount_name(key: str, kenmerk: Kenmerk) -> str:
    """The parameter with the amount per corrected pupil."""
    return f"werkingsbudget.{key}.bedrag.{kenmerk.value}"


def _deel(case: Case, deel: Deel) -> Result:
    law = case.law_begroting()
    rows = [_row(case, deel, kenmerk, law) for kenmerk in KENMERKEN_WERKING]
    amounts = [law.find(amount_name(deel.key, k)) for k in KENMERKEN_WERKING]
    values = [row.value for row in rows]
    complete = [v for v in values if v is not None]
    total: Interval | None = None
    if len(complete) == len(values):
        total = Interval(
            sum((v.low for v in complete), Fraction(0)),
            sum((v.high for v in complete), Fraction(0)),
        )
    reasons = _reasons(case, deel, [a is not None for a in amounts])
    bron = case.bron(deel.bron)
    missing = [k for k, a in zip(KENMERKEN_WERKING, amounts, strict=True) if a is None]
    sentence = (
        f"Niet berekenbaar: bedrag ontbreekt voor {_listed(missing)}"
        if total is None
        else "Som over de kenmerken van het bedrag per leerling maal het aantal leerlingen"
    )
    step = Stap(
        name=deel.regeling.titel,
        sentence=sentence,
        value=total,
        unit="euro",
        artikel=deel.artikel,
        bron=deel.bron,
        tekststand=bron.tekststand,
        status=weakest([Status.AFGELEID]),
        soort=Soort.SOM if total is not None else Soort.FORMULE,
        parts=(*rows, *_context(deel, law)),
    )
    return result_of(
        case,
        deel.regeling,
        value=total,
        som=total,
        uitleg=step,
        used=law.used.values(),
        reasons=reasons,
        halves=has_halves(case.telling, deel.levels),
    )


def _listed(kenmerken: list[Kenmerk]) -> str:
    words = [k.label.lower() for k in kenmerken]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" en {words[-1]}"


def _reasons(case: Case, deel: Deel, known: list[bool]) -> list[Reason]:
    year = case.schooljaar.begrotingsjaar
    reasons = []
    if not all(known):
        missing = [k for k, ok in zip(KENMERKEN_WERKING, known, strict=True) if not ok]
        reasons.append(
            Reason(
                ReasonKind.PARAMETER_ONTBREEKT,
                f"bedrag ontbreekt: het bedrag per leerling voor {_listed(missing)} in "
                f"begrotingsjaar {year} is niet bekend.",
                "Vul het bedrag in uit de officiële brief (Mijn Onderwijs), met document en datum.",
            )
        )
    corrected = [k for k in KENMERKEN_WERKING if (deel.key, k) in case.school.gecorrigeerd]
    if len(corrected) < len(KENMERKEN_WERKING) and all(known):
        reasons.append(VOOR_AFTOPPING)
    for kenmerk in KENMERKEN_WERKING:
        if kenmerk in corrected:
            continue
        low, high = marginal(case.telling, deel.levels, kenmerk)
        if low != high:
            reasons.append(unknown_reason(case, kenmerk.label.lower(), low, high, ""))
    return reasons


def _row(case: Case, deel: Deel, kenmerk: Kenmerk, law: RegelsOnDate) -> Stap:
    """One kenmerk: (corrected) pupils × amount."""
    amount = law.find(amount_name(deel.key, kenmerk))
    corrected = case.school.gecorrigeerd.get((deel.key, kenmerk))
    counted = _counted(case, deel, kenmerk, beside=corrected is not None)
    number = Interval.exact(corrected) if corrected is not None else counted.value
    assert number is not None
    parts = [counted]
    status = Status.INGEVOERD if corrected is not None else _count_status(kenmerk)
    if corrected is not None:
        parts.insert(0, _corrected(case, deel, corrected))
    name = f"{kenmerk.label}" + ("" if corrected is not None else ", vóór aftopping")
    if amount is None:
        text, value = "bedrag onbekend", None
    else:
        parts.append(parameter_step(amount))
        text, value = f"€ {amount.text}", number.times(amount.number)
    bron = case.bron(deel.bron)
    return Stap(
        name=name,
        sentence=f"{leerlingen(number)} × {text}",
        value=value,
        unit="euro",
        artikel=deel.artikel_aftopping,
        bron=deel.bron,
        tekststand=bron.tekststand,
        status=weakest((status, amount.status if amount else Status.ONBEKEND)),
        soort=Soort.FORMULE,
        open_vragen=("OV-28",) if corrected is None else (),
        parts=tuple(parts),
    )


def _count_status(kenmerk: Kenmerk) -> Status:
    """Own counts of schooltoeslag and buurt rest on an unconfirmed reference (OV-29, OV-10)."""
    return Status.ONBEVESTIGD if kenmerk in _OPEN else Status.AFGELEID


def _corrected(case: Case, deel: Deel, number: Fraction) -> Stap:
    bron = case.bron(deel.bron)
    return Stap(
        name="Officieel gecorrigeerd aantal",
        sentence=f"{dutch_number(number)} leerlingen na aftopping, uit de officiële brief",
        value=Interval.exact(number),
        unit="leerlingen",
        artikel=deel.artikel_aftopping,
        bron=deel.bron,
        tekststand=bron.tekststand,
        status=Status.INGEVOERD,
        soort=Soort.GEGEVEN,
    )


def _counted(case: Case, deel: Deel, kenmerk: Kenmerk, *, beside: bool) -> Stap:
    """The own count; ``beside`` an official one nothing rests on it, so its doubt is no doubt."""
    low, high = marginal(case.telling, deel.levels, kenmerk)
    all_ = size(case.telling, deel.levels)
    step = count_step(
        case.telling,
        name="Eigen telling",
        interval=pupil_interval(low, high),
        members=members_with(case.telling, lambda c: c.onderwijsniveau in deel.levels, kenmerk),
        artikel=deel.artikel_aftopping,
        bron=case.bron(deel.bron),
        status=Status.AFGELEID if beside else _count_status(kenmerk),
        open_vragen=() if beside else _OPEN.get(kenmerk, ()),
    )
    from dataclasses import replace

    share = Interval(Fraction(low, all_), Fraction(high, all_))
    percent = dutch_percent(share.low) + (
        "" if share.is_exact else f" tot {dutch_percent(share.high)}"
    )
    everybody = dutch_interval(pupil_interval(all_, all_))
    return replace(step, sentence=f"{step.sentence}: {percent} van {everybody}")


def _context(deel: Deel, law: RegelsOnDate) -> tuple[Stap, ...]:
    """How the amounts come about: the share of the year and the cap, as far as known."""
    names = (f"werkingsbudget.{deel.key}.aandeel",)
    found: list[Waarde] = [w for name in names if (w := law.find(name)) is not None]
    return tuple(parameter_step(w, percent=True) for w in found)
