"""SES-lestijden in het gewoon kleuter- en lager onderwijs (DBO art. 131-134).

In: een Telling, de school en de regels. Uit: één resultaat per niveau, met uitleg.
De wet rekent met A = n1 × a, B = S × N × b en C = n3 × c, en rondt één keer per niveau af.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.core.calendar import dutch_date, toeslag_ses_lestijden, vorige_teldag
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.explanation import Soort, Stap
from gokwijs.core.law.numbers import (
    Interval,
    dutch_interval,
    dutch_number,
    dutch_percent,
    round_legal,
    round_ratio,
)
from gokwijs.core.law.parameters import ParameterMissing, RegelsOnDate, Waarde
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.case import (
    Case,
    missing_parameter,
    not_computable,
    parameter_step,
    result_of,
    scaled,
    unknown_reason,
)
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
from gokwijs.core.middelen.result import Onbekende, Reason, ReasonKind, Regeling, Result
from gokwijs.core.telling.model import Cell, Onderwijsniveau

REGELING = {
    Onderwijsniveau.KLEUTER: Regeling.SES_LESTIJDEN_KLEUTER,
    Onderwijsniveau.LAGER: Regeling.SES_LESTIJDEN_LAGER,
}
_LID = {Onderwijsniveau.KLEUTER: "§1", Onderwijsniveau.LAGER: "§2"}


@dataclass(frozen=True, slots=True)
class SesRegel:
    """De coëfficiënten a, b en c van één niveau, als gehele getallen over ``schaal``."""

    a: int
    b: int
    c: int
    schaal: int


@dataclass(frozen=True, slots=True)
class Verhouding:
    """S = X / P (in halve leerlingen), of de vaste verhouding; X kan onzeker zijn."""

    x_low: int
    x_high: int
    p: int
    vast: bool = False


def ses_som(n: int, n1: int, n3: int, x: int, p: int, regel: SesRegel) -> tuple[int, int]:
    """A + B + C als teller en noemer (DBO art. 134 §1-2); aantallen in halve leerlingen."""
    teller = (n1 * regel.a + n3 * regel.c) * p + n * x * regel.b
    noemer = 2 * regel.schaal * p
    return teller, noemer


def ses_lestijden(n: int, n1: int, n3: int, x: int, p: int, regel: SesRegel) -> int:
    """De som, één keer afgerond: eerste decimaal hoger dan 4 naar boven (DBO art. 134 §3)."""
    return round_ratio(*ses_som(n, n1, n3, x, p, regel))


def ses_regel(law: RegelsOnDate, niveau: Onderwijsniveau) -> SesRegel:
    """Lees a, b en c, maal het aanwendingspercentage (DBO art. 131); raises ParameterMissing."""
    deel = law("basisonderwijs.ses_lestijden.aanwendingspercentage").number
    prefix = f"basisonderwijs.ses_lestijden.{niveau.value}."
    schaal, (a, b, c) = scaled(
        law(prefix + "opleiding_moeder").number * deel,
        law(prefix + "schooltoeslag").number * deel,
        law(prefix + "thuistaal").number * deel,
    )
    return SesRegel(a, b, c, schaal)


def verhouding_of(case: Case, law: RegelsOnDate) -> Verhouding | Reason:
    """S van de hele school (DBO art. 134; OV-01), of de reden waarom S ontbreekt."""
    school = case.school
    if school.nieuwe_school is Antwoord.JA:
        vast = law("basisonderwijs.ses_lestijden.vaste_verhouding").number
        return Verhouding(vast.numerator, vast.numerator, vast.denominator, vast=True)
    if school.toeslag_leerlingen is not None and school.toeslag_noemer is not None:
        x, p = int(school.toeslag_leerlingen * 2), int(school.toeslag_noemer * 2)
        found = Verhouding(x, x, p)
    elif case.vorige is not None and has_level(case.vorige, *BASISONDERWIJS):
        low, high = marginal(case.vorige, BASISONDERWIJS, Kenmerk.SCHOOLTOESLAG)
        found = Verhouding(low, high, size(case.vorige, BASISONDERWIJS))
    else:
        day = dutch_date(vorige_teldag(case.schooljaar))
        return Reason(
            ReasonKind.ONBEKEND_SCHOOL,
            "de verhouding S ontbreekt: we weten niet hoeveel leerlingen op "
            f"{day} ingeschreven waren en hoeveel van hen de schooltoeslag kregen.",
            "Vul bij de school de twee aantallen van de verhouding in, of geef de telling van "
            f"{day} mee. Geldt de vaste verhouding, zet dan 'nieuwe of gefuseerde school' op ja.",
        )
    if found.p <= 0:
        return Reason(
            ReasonKind.ONBEKEND_SCHOOL,
            "de noemer van de verhouding S is 0: er waren een jaar eerder geen leerlingen.",
            "Kijk na of de vaste verhouding voor een nieuwe of gefuseerde school geldt.",
        )
    if found.x_high > found.p:
        return Reason(
            ReasonKind.ONBEKEND_SCHOOL,
            "de verhouding S klopt niet: er zijn meer leerlingen met schooltoeslag dan leerlingen.",
            "Kijk de twee aantallen van de verhouding na.",
        )
    return found


def calculate_ses_lestijden(case: Case) -> list[Result]:
    """Eén resultaat per niveau waar de school leerlingen heeft."""
    niveaus = [n for n in BASISONDERWIJS if has_level(case.telling, n)]
    return [_niveau(case, niveau) for niveau in niveaus]


def _niveau(case: Case, niveau: Onderwijsniveau) -> Result:
    regeling, law = REGELING[niveau], case.law()
    try:
        regel = ses_regel(law, niveau)
        verhouding = verhouding_of(case, law)
    except ParameterMissing as error:
        return missing_parameter(case, regeling, error)
    if isinstance(verhouding, Reason):
        return not_computable(
            case,
            regeling,
            verhouding,
            artikel=f"DBO art. 134 {_LID[niveau]}",
            bron="DBO",
            used=law.used.values(),
            open_vragen=("OV-01",),
        )
    n = size(case.telling, [niveau])
    n1 = marginal(case.telling, [niveau], Kenmerk.OPLEIDING_MOEDER)
    n3 = marginal(case.telling, [niveau], Kenmerk.THUISTAAL)
    laag = Fraction(*ses_som(n, n1[0], n3[0], verhouding.x_low, verhouding.p, regel))
    hoog = Fraction(*ses_som(n, n1[1], n3[1], verhouding.x_high, verhouding.p, regel))
    som = Interval(laag, hoog)
    value = Interval(Fraction(round_legal(laag)), Fraction(round_legal(hoog)))

    def recount(extra1: int, extra3: int, extra_x: int) -> int:
        x = verhouding.x_low + extra_x
        return ses_lestijden(n, n1[0] + extra1, n3[0] + extra3, x, verhouding.p, regel)

    return result_of(
        case,
        regeling,
        value=value,
        som=som,
        uitleg=_uitleg(case, niveau, law, verhouding, som, value),
        used=law.used.values(),
        reasons=_reasons(case, niveau, n1, n3, verhouding),
        onbekenden=_onbekenden(n, n1, n3, verhouding, regel, recount),
        halves=has_halves(case.telling, [niveau]),
    )


def _reasons(
    case: Case,
    niveau: Onderwijsniveau,
    n1: tuple[int, int],
    n3: tuple[int, int],
    verhouding: Verhouding,
) -> list[Reason]:
    where = (
        " in het kleuteronderwijs"
        if niveau is Onderwijsniveau.KLEUTER
        else " in het lager onderwijs"
    )
    reasons = []
    if n1[0] != n1[1]:
        reasons.append(unknown_reason(case, "opleiding moeder", *n1, where))
    if verhouding.x_low != verhouding.x_high:
        day = case.vorige.teldag if case.vorige else vorige_teldag(case.schooljaar)
        reasons.append(
            unknown_reason(
                case,
                "schooltoeslag",
                verhouding.x_low,
                verhouding.x_high,
                f" uit de telling van {dutch_date(day)}",
            )
        )
    if n3[0] != n3[1]:
        reasons.append(unknown_reason(case, "thuistaal", *n3, where))
    if not verhouding.vast and case.school.nieuwe_school is Antwoord.ONBEKEND:
        reasons.append(
            Reason(
                ReasonKind.OPMERKING,
                "Er staat niet bij of dit een nieuwe of gefuseerde school is. We rekenen met de "
                "gewone verhouding S, omdat de twee aantallen daarvan gegeven zijn.",
                "Zet bij de school 'nieuwe of gefuseerde school' op ja of nee.",
            )
        )
    return reasons


def _onbekenden(
    n: int,
    n1: tuple[int, int],
    n3: tuple[int, int],
    verhouding: Verhouding,
    regel: SesRegel,
    recount: Callable[[int, int, int], int],
) -> list[Onbekende]:
    """Wat één antwoord, en wat alle antwoorden samen waard zijn, de rest op zijn zekere waarde."""
    per_x = Fraction(n * regel.b, regel.schaal * verhouding.p)
    wanted = [
        (Kenmerk.OPLEIDING_MOEDER, n1[1] - n1[0], Fraction(regel.a, regel.schaal), (1, 0, 0)),
        (Kenmerk.SCHOOLTOESLAG, verhouding.x_high - verhouding.x_low, per_x, (0, 0, 1)),
        (Kenmerk.THUISTAAL, n3[1] - n3[0], Fraction(regel.c, regel.schaal), (0, 1, 0)),
    ]
    found = []
    base = recount(0, 0, 0)
    for kenmerk, halves, each, (d1, d3, dx) in wanted:
        if not halves:
            continue
        whole = halves // 2
        first = next(
            (k for k in range(1, whole + 1) if recount(2 * k * d1, 2 * k * d3, 2 * k * dx) > base),
            None,
        )
        found.append(
            Onbekende(
                kenmerk=kenmerk.value,
                pupils=Fraction(halves, 2),
                together=Interval(
                    Fraction(base), Fraction(recount(halves * d1, halves * d3, halves * dx))
                ),
                first_step=first,
                each=Interval.exact(each),
                unit="lestijden",
            )
        )
    return found


# ---------------------------------------------------------------- uitleg


def _uitleg(
    case: Case,
    niveau: Onderwijsniveau,
    law: RegelsOnDate,
    verhouding: Verhouding,
    som: Interval,
    value: Interval,
) -> Stap:
    """De boom van resultaat tot getelde leerlingen."""
    source, lid = case.bron("DBO"), _LID[niveau]
    prefix = f"basisonderwijs.ses_lestijden.{niveau.value}."
    a, b, c = (law(prefix + k) for k in ("opleiding_moeder", "schooltoeslag", "thuistaal"))
    deel = law("basisonderwijs.ses_lestijden.aanwendingspercentage")
    parts = [
        _kenmerk_step(case, niveau, Kenmerk.OPLEIDING_MOEDER, a),
        _toeslag_step(case, niveau, verhouding, b, law),
        _kenmerk_step(case, niveau, Kenmerk.THUISTAAL, c),
    ]
    if deel.number != 1:
        parts = [_scale(part, deel) for part in parts]
    total = Stap(
        name="Som van de drie kenmerken",
        sentence=" + ".join(dutch_interval(p.value) for p in parts if p.value)
        + (f", telkens × {dutch_percent(deel.number)}" if deel.number != 1 else ""),
        value=som,
        unit="lestijden",
        artikel=f"DBO art. 134 {lid}",
        bron=source.key,
        tekststand=source.tekststand,
        status=deel.status,
        soort=Soort.SOM,
        open_vragen=deel.open_vragen if deel.status is not Status.WETTEKST else (),
        parts=tuple(parts),
    )
    return Stap(
        name=REGELING[niveau].titel,
        sentence=_rounding_sentence(som, value),
        value=value,
        unit="lestijden",
        artikel="DBO art. 134 §3",
        bron=source.key,
        tekststand=source.tekststand,
        status=Status.WETTEKST,
        soort=Soort.AFRONDING,
        parts=(total,),
    )


def _scale(part: Stap, deel: Waarde) -> Stap:
    from dataclasses import replace

    return replace(part, value=part.value.times(deel.number) if part.value else None)


def rounding_words(exact: Fraction) -> str:
    """'43,69268 → 44: het eerste cijfer na de komma is 6, hoger dan 4, dus naar boven.'"""
    digit = int(exact * 10) % 10
    where = "hoger dan 4, dus naar boven" if digit > 4 else "niet hoger dan 4, dus naar beneden"
    if exact.denominator == 1:
        return f"{dutch_number(exact)}: een geheel getal, geen afronding nodig"
    return (
        f"{dutch_number(exact)} wordt {dutch_number(round_legal(exact))}: "
        f"het eerste cijfer na de komma is {digit}, {where}"
    )


def _rounding_sentence(som: Interval, value: Interval) -> str:
    if som.is_exact:
        return rounding_words(som.low)
    return f"Minstens {rounding_words(som.low)}. Hoogstens {rounding_words(som.high)}"


def _kenmerk_step(case: Case, niveau: Onderwijsniveau, kenmerk: Kenmerk, waarde: Waarde) -> Stap:
    low, high = marginal(case.telling, [niveau], kenmerk)
    number = pupil_interval(low, high)

    def wanted(cell: Cell) -> bool:
        return cell.onderwijsniveau is niveau

    counted = count_step(
        case.telling,
        name=f"Leerlingen met het kenmerk {kenmerk.label.lower()}",
        interval=number,
        members=members_with(case.telling, wanted, kenmerk),
        artikel=waarde.artikel,
        bron=case.bron("DBO"),
        status=Status.WETTEKST,
    )
    return Stap(
        name=kenmerk.label,
        sentence=f"{leerlingen(number)} × {waarde.text}",
        value=number.times(waarde.number),
        unit="lestijden",
        artikel=waarde.artikel,
        bron=waarde.bron,
        tekststand=waarde.tekststand,
        status=waarde.status,
        soort=Soort.FORMULE,
        parts=(counted, parameter_step(waarde)),
    )


def _toeslag_step(
    case: Case,
    niveau: Onderwijsniveau,
    verhouding: Verhouding,
    waarde: Waarde,
    law: RegelsOnDate,
) -> Stap:
    n = size(case.telling, [niveau])
    s = Interval(
        Fraction(verhouding.x_low, verhouding.p), Fraction(verhouding.x_high, verhouding.p)
    )
    all_pupils = count_step(
        case.telling,
        name=f"Alle leerlingen van het {niveau.value}onderwijs"
        if niveau is Onderwijsniveau.KLEUTER
        else "Alle leerlingen van het lager onderwijs",
        interval=pupil_interval(n, n),
        members=members_with(case.telling, lambda cell: cell.onderwijsniveau is niveau, None),
        artikel=waarde.artikel,
        bron=case.bron("DBO"),
        status=Status.WETTEKST,
    )
    number = pupil_interval(n, n)
    shown = (
        dutch_number(s.low)
        if verhouding.vast
        else f"{dutch_interval(pupil_interval(verhouding.x_low, verhouding.x_high))}"
        f"/{dutch_number(Fraction(verhouding.p, 2))}"
    )
    return Stap(
        name=Kenmerk.SCHOOLTOESLAG.label,
        sentence=f"{shown} van {leerlingen(number)} × {waarde.text}",
        value=Interval(s.low * number.low * waarde.number, s.high * number.high * waarde.number),
        unit="lestijden",
        artikel=waarde.artikel,
        bron=waarde.bron,
        tekststand=waarde.tekststand,
        status=waarde.status,
        soort=Soort.FORMULE,
        parts=(_verhouding_step(case, verhouding, s, law), all_pupils, parameter_step(waarde)),
    )


def _verhouding_step(case: Case, verhouding: Verhouding, s: Interval, law: RegelsOnDate) -> Stap:
    source = case.bron("DBO")
    if verhouding.vast:
        vast = law("basisonderwijs.ses_lestijden.vaste_verhouding")
        sentence = f"Nieuwe of gefuseerde school: de vaste verhouding {vast.text}"
        return Stap(
            name="Verhouding S",
            sentence=sentence,
            value=s,
            unit="verhouding",
            artikel=vast.artikel,
            bron=vast.bron,
            tekststand=vast.tekststand,
            status=vast.status,
            soort=Soort.PARAMETER,
        )
    periode = toeslag_ses_lestijden(case.schooljaar)
    x = dutch_interval(pupil_interval(verhouding.x_low, verhouding.x_high))
    p = dutch_number(Fraction(verhouding.p, 2))
    day = periode.enrolled_on
    sentence = (
        f"{x} van de {p} leerlingen van {dutch_date(day) if day else 'een jaar eerder'} kregen de "
        f"toeslag voor {periode.schooljaar}, zoals bekend op {dutch_date(periode.known_on)}"
    )
    return Stap(
        name="Verhouding S",
        sentence=sentence,
        value=s,
        unit="verhouding",
        artikel="DBO art. 134",
        bron=source.key,
        tekststand=source.tekststand,
        status=Status.AFGELEID,
        soort=Soort.GEGEVEN,
        open_vragen=("OV-01",),
    )
