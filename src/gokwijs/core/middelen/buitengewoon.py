"""Buitengewoon onderwijs: extra lesuren BuSO (CSO 317-322, BVR21 art. 7-11) en aanvullende
lestijden BuBaO (DBO 139decies-139quaterdecies).

In: de Telling, eventueel die van een jaar eerder, en de regels. Uit: één resultaat per niveau.
De gewichten, de omzetting en de afronding van BuBaO zijn onbekend (OV-24): 'niet berekenbaar',
tot iemand ze met hun bron invoert.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from gokwijs.core.calendar import dutch_date, vorige_teldag
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
from gokwijs.core.middelen.afstand import share_drempel
from gokwijs.core.middelen.case import (
    Case,
    earlier_reason,
    missing_parameter,
    parameter_step,
    result_of,
    unknown_reason,
)
from gokwijs.core.middelen.counts import (
    count_step,
    has_halves,
    has_level,
    leerlingen,
    marginal,
    pupil_interval,
)
from gokwijs.core.middelen.result import Drempel, Onbekende, Reason, ReasonKind, Regeling, Result
from gokwijs.core.middelen.ses_lestijden import rounding_words
from gokwijs.core.telling.model import Cell, Onderwijsniveau, Telling

TYPES_DIE_TELLEN = ("basisaanbod", "1", "3")
AFRONDING = "buitengewoon.bubao.afronding"


@dataclass(frozen=True, slots=True)
class Niveau:
    """What differs between the two levels of special education."""

    niveau: Onderwijsniveau
    regeling: Regeling
    prefix: str
    per_punt: str
    artikel: str
    artikel_drempel: str
    bron: str


BUSO = Niveau(
    Onderwijsniveau.BUSO,
    Regeling.LESUREN_BUSO,
    "buitengewoon.buso.",
    "uren_per_punt",
    "BVR21 art. 9 tot 11",
    "CSO art. 318, 1°",
    "BVR21",
)
BUBAO = Niveau(
    Onderwijsniveau.BUBAO,
    Regeling.LESTIJDEN_BUBAO,
    "buitengewoon.bubao.",
    "lestijden_per_punt",
    "DBO art. 139terdecies",
    "DBO art. 139duodecies §1, 1°",
    "DBO",
)


@dataclass(frozen=True, slots=True)
class Kern:
    """One February on one side of the unknowns, in halves (one school, or columns of schools)."""

    alle: int
    moeder: int
    moeder_en_taal: int

    @property
    def enkel_moeder(self) -> int:
        return self.moeder - self.moeder_en_taal

    def haalt(self, limit: Fraction) -> bool:
        """Leerlingen met opleiding moeder / leerlingen die tellen ≥ limit."""
        enough = self.moeder * limit.denominator >= limit.numerator * self.alle
        return (self.alle > 0) & enough


@dataclass(frozen=True, slots=True)
class BuoRegel:
    """The numbers of one level; ``round_points`` False means only the hours are rounded."""

    moeder: Fraction
    taal: Fraction
    per_punt: Fraction
    drempel: Fraction
    minimum: Fraction
    round_points: bool

    def punten(self, kern: Kern) -> tuple[int, int]:
        """Opleiding moeder, met thuistaal erbovenop enkel samen met opleiding moeder.

        Als teller en noemer.
        """
        schaal = lcm(self.moeder.denominator, self.taal.denominator)
        moeder, taal = int(self.moeder * schaal), int(self.taal * schaal)
        return kern.moeder * moeder + kern.moeder_en_taal * taal, 2 * schaal

    def som(self, kern: Kern) -> Fraction:
        """De punten als één getal."""
        return Fraction(*self.punten(kern))

    def uren(self, kern: Kern) -> int:
        """Uren volgens de punten, zonder drempel of minimum."""
        teller, noemer = self.punten(kern)
        if self.round_points:
            teller, noemer = round_ratio(teller, noemer), 1
        per_punt = self.per_punt
        return round_ratio(teller * per_punt.numerator, noemer * per_punt.denominator)

    def toegekend(self, kern: Kern, drempel: bool) -> int:
        """De uren als de drempel en het minimum gehaald zijn, anders 0."""
        uren = self.uren(kern)
        return uren * (drempel & (uren >= self.minimum))


def telt_mee(cell: Cell) -> Antwoord:
    """Type basisaanbod (type 1 inbegrepen) of 3, niet in de verblijfsmodule van een MFC.

    BVR21 art. 1, lid 2, 2°; DBO 139duodecies §1, 1° (OV-25: niet rechtstreeks toegankelijk).
    """
    return telt_mee_of(cell.type, cell.mfc_verblijf)


def telt_mee_of(soort: str, mfc_verblijf: Antwoord) -> Antwoord:
    """``telt_mee`` on the two facts alone."""
    if (soort and soort not in TYPES_DIE_TELLEN) or mfc_verblijf is Antwoord.JA:
        return Antwoord.NEE
    if not soort or mfc_verblijf is Antwoord.ONBEKEND:
        return Antwoord.ONBEKEND
    return Antwoord.JA


def kernen(telling: Telling, niveau: Onderwijsniveau) -> tuple[Kern, Kern]:
    """The count with every unknown at its worst, and at its best for the school."""
    sums: tuple[list[int], list[int]] = ([0, 0, 0], [0, 0, 0])
    for cell in telling.cells:
        if cell.onderwijsniveau is niveau:
            moeder, taal = cell.answer(Kenmerk.OPLEIDING_MOEDER), cell.answer(Kenmerk.THUISTAAL)
            add_to_kernen(sums, telt_mee(cell), moeder, taal, cell.halves)
    for total in telling.totals:
        if total.onderwijsniveau is niveau:
            return _typed(total.halves, total.low, total.high)
    return Kern(*sums[0]), Kern(*sums[1])


def add_to_kernen(
    sums: tuple[list[int], list[int]],
    telt: Antwoord,
    moeder: Antwoord,
    taal: Antwoord,
    halves: int,
) -> None:
    """Add pupils to the worst and the best count.

    Worst: a doubtful pupil with the kenmerk is left out, one without it is counted.
    """
    if telt is Antwoord.NEE:
        return
    sure, maybe = moeder is Antwoord.JA, moeder is not Antwoord.NEE
    certain = telt is Antwoord.JA
    _add(sums[0], halves, certain or not sure, certain and sure, taal is Antwoord.JA)
    _add(sums[1], halves, certain or maybe, maybe, taal is not Antwoord.NEE)


def _add(into: list[int], halves: int, counts: bool, moeder: bool, taal: bool) -> None:
    into[0] += halves if counts else 0
    into[1] += halves if counts and moeder else 0
    into[2] += halves if counts and moeder and taal else 0


def _typed(alle: int, low: object, high: object) -> tuple[Kern, Kern]:
    """Typed totals: the overlap of the two kenmerken is unknown, so it is bounded."""
    assert callable(low)
    assert callable(high)
    moeder = (low(Kenmerk.OPLEIDING_MOEDER), high(Kenmerk.OPLEIDING_MOEDER))
    taal = (low(Kenmerk.THUISTAAL), high(Kenmerk.THUISTAAL))
    return (
        Kern(alle, moeder[0], max(0, moeder[0] + taal[0] - alle)),
        Kern(alle, moeder[1], min(moeder[1], taal[1])),
    )


def calculate_buitengewoon(case: Case) -> list[Result]:
    """Eén resultaat per niveau van het buitengewoon onderwijs waar de school leerlingen heeft."""
    return [_level(case, n) for n in (BUSO, BUBAO) if has_level(case.telling, n.niveau)]


def _level(case: Case, n: Niveau) -> Result:
    law = case.law()
    try:
        limit = law(n.prefix + "drempel")
        minimum = law(n.prefix + "minimum")
    except ParameterMissing as error:
        return missing_parameter(case, n.regeling, error)
    now = kernen(case.telling, n.niveau)
    vorige = kernen(case.vorige, n.niveau) if case.vorige is not None else None
    certain, perhaps = threshold(now, vorige, limit.number)
    drempels = _drempels(n, now, limit, certain, perhaps)
    if not perhaps:
        return _no_right(case, n, law, now, vorige, limit, drempels)
    try:
        regel = read_regel(law, n, limit, minimum)
    except ParameterMissing as error:
        return _missing(case, n, error, now, vorige, limit, drempels)
    decided = decide(law, n, now, vorige)
    assert decided is not None
    value, som = decided
    uitleg = _uitleg(case, n, law, regel, now, vorige, value, limit, minimum, (certain, perhaps))
    return result_of(
        case,
        n.regeling,
        value=value,
        som=som,
        uitleg=uitleg,
        used=law.used.values(),
        reasons=_reasons(case, n, now, vorige, limit, value, certain),
        drempels=drempels,
        onbekenden=_onbekenden(case, n, regel, now, vorige, value),
        halves=has_halves(case.telling, [n.niveau]),
    )


def decide(
    law: RegelsOnDate, n: Niveau, now: tuple[Kern, Kern], vorige: tuple[Kern, Kern] | None
) -> tuple[Interval, Interval | None] | None:
    """(granted hours, unrounded sum), or None when a number of the law is missing."""
    try:
        limit, minimum = law(n.prefix + "drempel"), law(n.prefix + "minimum")
        certain, perhaps = threshold(now, vorige, limit.number)
        if not perhaps:
            return Interval.exact(0), None
        regel = read_regel(law, n, limit, minimum)
    except ParameterMissing:
        return None
    low, high = regel.toegekend(now[0], certain), regel.toegekend(now[1], perhaps)
    som = Interval(regel.som(now[0]) * regel.per_punt, regel.som(now[1]) * regel.per_punt)
    return Interval(Fraction(low), Fraction(high)), som


def read_regel(law: RegelsOnDate, n: Niveau, limit: Waarde, minimum: Waarde) -> BuoRegel:
    """Raises ParameterMissing; for BuBaO that is the rule until somebody enters the numbers."""
    choice = "punten_en_lestijden" if n is BUSO else law(AFRONDING).choice
    return BuoRegel(
        moeder=law(n.prefix + "punten.opleiding_moeder").number,
        taal=law(n.prefix + "punten.thuistaal").number,
        per_punt=law(n.prefix + n.per_punt).number,
        drempel=limit.number,
        minimum=minimum.number,
        round_points=choice == "punten_en_lestijden",
    )


def threshold(
    now: tuple[Kern, Kern], vorige: tuple[Kern, Kern] | None, limit: Fraction
) -> tuple[bool, bool]:
    """Certainly and perhaps met, on either of the two Februaries; a missing count perhaps."""
    if vorige is None:
        return now[0].haalt(limit), True
    return (
        now[0].haalt(limit) | vorige[0].haalt(limit),
        now[1].haalt(limit) | vorige[1].haalt(limit),
    )


def _drempels(
    n: Niveau, now: tuple[Kern, Kern], limit: Waarde, certain: bool, perhaps: bool
) -> list[Drempel]:
    if now[0].alle <= 0:
        return []
    by_earlier = certain and not now[0].haalt(limit.number)
    high = Fraction(now[1].moeder, now[1].alle) if now[1].alle else Fraction(0)
    found = share_drempel(
        "Drempel opleiding moeder",
        (now[0].moeder, now[1].moeder),
        now[0].alle,
        1,
        limit,
        met=certain if certain == perhaps else None,
        available=now[0].alle - now[0].moeder,
        kenmerk="het kenmerk opleiding moeder",
        elsewhere="Gehaald op de vorige teldag." if by_earlier else "",
        highest=high,
    )
    return [found]


# ---------------------------------------------------------------- when there is no number


def _no_right(
    case: Case,
    n: Niveau,
    law: RegelsOnDate,
    now: tuple[Kern, Kern],
    vorige: tuple[Kern, Kern] | None,
    limit: Waarde,
    drempels: Sequence[Drempel],
) -> Result:
    """The threshold is certainly missed on both days: no hours, whatever the other numbers are."""
    step = _line(
        case,
        n,
        n.regeling.titel,
        "De drempel is op geen van de twee teldagen gehaald: geen uren",
        Interval.exact(0),
        n.regeling.eenheid,
        n.artikel_drempel,
        Soort.FORMULE,
        parts=[_threshold_step(case, n, now, vorige, limit, (False, False))],
    )
    return result_of(
        case,
        n.regeling,
        value=Interval.exact(0),
        som=None,
        uitleg=step,
        used=law.used.values(),
        reasons=[
            Reason(ReasonKind.GEEN_RECHT, "De drempel is op geen van de twee teldagen gehaald.")
        ],
        drempels=drempels,
        halves=has_halves(case.telling, [n.niveau]),
    )


def _missing(
    case: Case,
    n: Niveau,
    error: ParameterMissing,
    now: tuple[Kern, Kern],
    vorige: tuple[Kern, Kern] | None,
    limit: Waarde,
    drempels: Sequence[Drempel],
) -> Result:
    """Not computable; the threshold and the list of missing numbers can be shown."""
    from dataclasses import replace

    law = case.law()
    names = ("punten.opleiding_moeder", "punten.thuistaal", n.per_punt)
    wanted = [n.prefix + name for name in names] + ([AFRONDING] if n is BUBAO else [])
    missing = [name for name in wanted if law.find(name) is None]
    titles = [case.regels.parameter(name).titel for name in missing]
    result = missing_parameter(case, n.regeling, error)
    reason = Reason(
        ReasonKind.PARAMETER_ONTBREEKT,
        "deze getallen zijn onbekend: " + "; ".join(titles) + ".",
        "Iemand die daartoe bevoegd is, kan ze invoeren met de bron erbij.",
    )
    test = _threshold_step(case, n, now, vorige, limit, threshold(now, vorige, limit.number))
    uitleg = replace(result.uitleg, sentence=f"Niet berekenbaar: {reason.sentence}", parts=(test,))
    return replace(result, reasons=(reason,), drempels=tuple(drempels), uitleg=uitleg)


# ---------------------------------------------------------------- beside the number


def _reasons(
    case: Case,
    n: Niveau,
    now: tuple[Kern, Kern],
    vorige: tuple[Kern, Kern] | None,
    limit: Waarde,
    value: Interval,
    certain: bool,
) -> list[Reason]:
    found = []
    if value.high == 0:
        found.append(
            Reason(ReasonKind.GEEN_RECHT, "Het minimum aantal uren is niet gehaald: geen uren.")
        )
    if vorige is None and not certain:
        found.append(
            Reason(
                ReasonKind.TELLING_ONTBREEKT,
                "Op deze teldag is de drempel niet zeker gehaald. Hij mag ook gehaald zijn op "
                f"{dutch_date(vorige_teldag(case.schooljaar))}, maar die telling is niet "
                "meegegeven.",
                "Geef ook de telling van een jaar eerder mee.",
            )
        )
    if (
        vorige is not None
        and not certain
        and vorige[0].haalt(limit.number) != vorige[1].haalt(limit.number)
    ):
        found.append(earlier_reason(case))
    if case.telling.is_typed and now[0] != now[1]:
        found.append(
            Reason(
                ReasonKind.TOTALEN,
                "Je gaf totalen. Hoeveel leerlingen beide kenmerken hebben, staat daar niet in. "
                "Het resultaat ligt zeker tussen deze grenzen.",
                "Lees een leerlingenlijst in voor het exacte aantal.",
            )
        )
    for kenmerk in (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL):
        low, high = marginal(case.telling, [n.niveau], kenmerk)
        if low != high:
            found.append(unknown_reason(case, kenmerk.label.lower(), low, high, ""))
    doubtful = sum(
        c.halves
        for c in case.telling.cells
        if c.onderwijsniveau is n.niveau and telt_mee(c) is Antwoord.ONBEKEND
    )
    if doubtful:
        found.append(
            Reason(
                ReasonKind.ONBEKEND_KENMERK,
                f"Van {leerlingen(pupil_interval(doubtful, doubtful))} weten we het type of het "
                "verblijf in een MFC niet.",
                "Vul de kolommen type en mfc_verblijf aan.",
            )
        )
    return found


def _onbekenden(
    case: Case,
    n: Niveau,
    regel: BuoRegel,
    now: tuple[Kern, Kern],
    vorige: tuple[Kern, Kern] | None,
    value: Interval,
) -> list[Onbekende]:
    """Worth of the unknown answers among the pupils that certainly count."""
    if case.telling.is_typed:
        return []
    cells = [
        c
        for c in case.telling.cells
        if c.onderwijsniveau is n.niveau and telt_mee(c) is Antwoord.JA
    ]

    def granted(kern: Kern) -> Fraction:
        met = kern.haalt(regel.drempel) or (vorige is not None and vorige[0].haalt(regel.drempel))
        uren = regel.uren(kern)
        return Fraction(uren if met and uren >= regel.minimum else 0)

    found = []
    for kenmerk in (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL):
        open_cells = [c for c in cells if c.answer(kenmerk) is Antwoord.ONBEKEND]
        if not open_cells:
            continue
        steps = sorted((_gain(c, kenmerk), c.halves) for c in open_cells)[::-1]
        first, asked, kern = None, 0, now[0]
        for (moeder, taal), halves in steps:
            for _ in range(halves // 2):
                asked += 1
                kern = Kern(kern.alle, kern.moeder + 2 * moeder, kern.moeder_en_taal + 2 * taal)
                if first is None and granted(kern) > granted(now[0]):
                    first = asked
        full = Kern(
            now[0].alle,
            now[0].moeder + sum(g[0] * h for g, h in steps),
            now[0].moeder_en_taal + sum(g[1] * h for g, h in steps),
        )
        each = [(g[0] * regel.moeder + g[1] * regel.taal) * regel.per_punt for g, _ in steps]
        found.append(
            Onbekende(
                kenmerk=kenmerk.value,
                pupils=Fraction(sum(h for _, h in steps), 2),
                together=Interval(granted(now[0]), granted(full)),
                first_step=first,
                each=Interval(min(each), max(each)),
                unit=n.regeling.eenheid,
            )
        )
    return found


def _gain(cell: Cell, kenmerk: Kenmerk) -> tuple[int, int]:
    """(opleiding moeder, both) that one ja adds, the other kenmerk at its certain value."""
    moeder = cell.answer(Kenmerk.OPLEIDING_MOEDER) is Antwoord.JA
    taal = cell.answer(Kenmerk.THUISTAAL) is Antwoord.JA
    if kenmerk is Kenmerk.OPLEIDING_MOEDER:
        return 1, int(taal)
    return 0, int(moeder)


# ---------------------------------------------------------------- uitleg


def _line(
    case: Case,
    n: Niveau,
    name: str,
    sentence: str,
    value: Interval | None,
    unit: str,
    artikel: str,
    soort: Soort,
    *,
    status: Status = Status.WETTEKST,
    open_vragen: tuple[str, ...] = (),
    parts: Sequence[Stap] = (),
) -> Stap:
    bron = case.bron(artikel.split()[0])
    return Stap(
        name=name,
        sentence=sentence,
        value=value,
        unit=unit,
        artikel=artikel,
        bron=bron.key,
        tekststand=bron.tekststand,
        status=status,
        soort=soort,
        open_vragen=open_vragen,
        parts=tuple(parts),
    )


def _uitleg(
    case: Case,
    n: Niveau,
    law: RegelsOnDate,
    regel: BuoRegel,
    now: tuple[Kern, Kern],
    vorige: tuple[Kern, Kern] | None,
    value: Interval,
    limit: Waarde,
    minimum: Waarde,
    met: tuple[bool, bool],
) -> Stap:
    uren = Interval(Fraction(regel.uren(now[0])), Fraction(regel.uren(now[1])))
    reached = uren.low >= minimum.number
    perhaps = uren.high >= minimum.number
    word = "gehaald" if reached else "misschien gehaald" if perhaps else "niet gehaald"
    test = _line(
        case,
        n,
        f"Minimum: {word}",
        f"{dutch_interval(uren)} {n.regeling.eenheid}, nodig {dutch_number(minimum.number)}",
        uren,
        n.regeling.eenheid,
        minimum.artikel,
        Soort.TOETS,
        parts=[parameter_step(minimum)],
    )
    if not value.is_exact:
        sentence = (
            f"Tussen {dutch_number(value.low)} en {dutch_number(value.high)} {n.regeling.eenheid}"
        )
    elif value.low:
        sentence = "De drempel en het minimum zijn gehaald: de uren worden toegekend"
    else:
        sentence = "De drempel of het minimum is niet gehaald: geen uren"
    return _line(
        case,
        n,
        n.regeling.titel,
        sentence,
        value,
        n.regeling.eenheid,
        n.artikel,
        Soort.FORMULE,
        parts=[
            _hours_step(case, n, law, regel, now, uren),
            _threshold_step(case, n, now, vorige, limit, met),
            test,
        ],
    )


def _hours_step(
    case: Case,
    n: Niveau,
    law: RegelsOnDate,
    regel: BuoRegel,
    now: tuple[Kern, Kern],
    uren: Interval,
) -> Stap:
    per_punt = law(n.prefix + n.per_punt)
    som = Interval(regel.som(now[0]), regel.som(now[1]))
    sum_step = _sum_step(case, n, law, now, som)
    points, points_step = som, sum_step
    if regel.round_points:
        points = Interval(Fraction(round_legal(som.low)), Fraction(round_legal(som.high)))
        points_step = _line(
            case,
            n,
            "Punten",
            _round_text(som),
            points,
            "punten",
            n.artikel,
            Soort.AFRONDING,
            parts=[sum_step],
        )
    exact = points.times(per_punt.number)
    product = _line(
        case,
        n,
        "Punten maal uren per punt",
        f"{dutch_interval(points)} punten × {per_punt.text}",
        exact,
        n.regeling.eenheid,
        per_punt.artikel,
        Soort.FORMULE,
        parts=[points_step, parameter_step(per_punt)],
    )
    return _line(
        case,
        n,
        "Uren volgens de punten",
        _round_text(exact),
        uren,
        n.regeling.eenheid,
        n.artikel,
        Soort.AFRONDING,
        parts=[product],
    )


def _round_text(exact: Interval) -> str:
    if exact.is_exact:
        return rounding_words(exact.low)
    return f"Minstens {rounding_words(exact.low)}. Hoogstens {rounding_words(exact.high)}"


def _sum_step(
    case: Case, n: Niveau, law: RegelsOnDate, now: tuple[Kern, Kern], som: Interval
) -> Stap:
    moeder = law(n.prefix + "punten.opleiding_moeder")
    taal = law(n.prefix + "punten.thuistaal")
    rows = []
    for name, low, high, waarde, both in (
        ("Opleiding moeder", now[0].moeder, now[1].moeder, moeder, False),
        (
            "Thuistaal samen met opleiding moeder",
            now[0].moeder_en_taal,
            now[1].moeder_en_taal,
            taal,
            True,
        ),
    ):
        number = pupil_interval(low, high)
        rows.append(
            _line(
                case,
                n,
                name,
                f"{leerlingen(number)} × {dutch_number(waarde.number)} punten",
                number.times(waarde.number),
                "punten",
                waarde.artikel,
                Soort.FORMULE,
                status=waarde.status,
                parts=[_counted(case, n, number, both), parameter_step(waarde)],
            )
        )
    return _line(
        case,
        n,
        "Som van de punten",
        "Per leerling: opleiding moeder, en thuistaal enkel samen met opleiding moeder",
        som,
        "punten",
        moeder.artikel,
        Soort.SOM,
        parts=rows,
    )


def _counted(case: Case, n: Niveau, number: Interval, both: bool) -> Stap:
    members = []
    for cell in case.telling.cells:
        if cell.onderwijsniveau is not n.niveau:
            continue
        answers = [cell.answer(Kenmerk.OPLEIDING_MOEDER), telt_mee(cell)]
        if both:
            answers.append(cell.answer(Kenmerk.THUISTAAL))
        sure = all(a is Antwoord.JA for a in answers)
        maybe = all(a is not Antwoord.NEE for a in answers)
        members.append((cell, cell.halves if sure else 0, cell.halves if maybe else 0))
    return count_step(
        case.telling,
        name="Geteld: type basisaanbod of 3, niet in de verblijfsmodule van een MFC",
        interval=number,
        members=members,
        artikel=n.artikel_drempel,
        bron=case.bron(n.artikel_drempel.split()[0]),
        status=Status.AFGELEID,
        open_vragen=("OV-25",),
    )


def _threshold_step(
    case: Case,
    n: Niveau,
    now: tuple[Kern, Kern],
    vorige: tuple[Kern, Kern] | None,
    limit: Waarde,
    met: tuple[bool, bool],
) -> Stap:
    word = "gehaald" if met[0] else "misschien gehaald" if met[1] else "niet gehaald"
    day = case.vorige.teldag if case.vorige else vorige_teldag(case.schooljaar)
    parts = [_share_step(case, n, now, dutch_date(case.telling.teldag))]
    if vorige is None:
        parts.append(
            _line(
                case,
                n,
                f"Op {dutch_date(day)}",
                "Deze telling is niet meegegeven",
                None,
                "aandeel",
                n.artikel_drempel,
                Soort.TOETS,
            )
        )
    else:
        parts.append(_share_step(case, n, vorige, dutch_date(day)))
    return _line(
        case,
        n,
        f"Drempel: {word}",
        f"Minstens {dutch_percent(limit.number)} met opleiding moeder op een van de twee teldagen",
        _share(now),
        "aandeel",
        limit.artikel,
        Soort.TOETS,
        status=Status.AFGELEID,
        open_vragen=("OV-08", "OV-26", "OV-27"),
        parts=[*parts, parameter_step(limit, percent=True)],
    )


def _share(kern: tuple[Kern, Kern]) -> Interval | None:
    if not kern[0].alle or not kern[1].alle:
        return None
    return Interval(Fraction(kern[0].moeder, kern[0].alle), Fraction(kern[1].moeder, kern[1].alle))


def _share_step(case: Case, n: Niveau, kern: tuple[Kern, Kern], day: str) -> Stap:
    share = _share(kern)
    if share is None:
        sentence = "Geen leerlingen die zeker meetellen"
    else:
        sentence = (
            f"{dutch_interval(pupil_interval(kern[0].moeder, kern[1].moeder))} met opleiding "
            f"moeder, van {dutch_number(Fraction(kern[0].alle, 2))} leerlingen die tellen: "
            f"{dutch_percent(share.low)}"
            + ("" if share.is_exact else f" tot {dutch_percent(share.high)}")
        )
    return _line(case, n, f"Op {day}", sentence, share, "aandeel", n.artikel_drempel, Soort.TOETS)
