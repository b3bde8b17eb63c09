"""De uitleg van de uren-leraar: van de toegekende uren terug tot de getelde leerlingen.

In: de delen die ``uren_leraar`` berekende. Uit: de boom van stappen, in gewoon Nederlands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from gokwijs.core.calendar import dutch_date, vorige_teldag
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.explanation import Soort, Stap
from gokwijs.core.law.numbers import (
    Interval,
    dutch_interval,
    dutch_number,
    dutch_percent,
)
from gokwijs.core.law.parameters import RegelsOnDate, Waarde
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.case import Case, parameter_step
from gokwijs.core.middelen.counts import (
    count_step,
    leerlingen,
    leerlingen_of,
    pupil_interval,
)
from gokwijs.core.middelen.ses_lestijden import rounding_words
from gokwijs.core.middelen.uren_leraar import (
    LEZINGEN,
    REGELING,
    GroepDeel,
    Lezing,
    Stand,
    arithmetic_hours,
    brussel_sides,
)
from gokwijs.core.middelen.uren_leraar_regel import (
    GROEP_KEY,
    INDICATOREN,
    UrenRegel,
    indicators,
    masks_of,
)
from gokwijs.core.telling.model import Cell, Groep

_PREFIX = "secundair.uren_leraar."
_ARTIKEL_DREMPEL = {Groep.I: "CSO art. 226", Groep.II: "CSO art. 234"}
GROEP_NAAM = {Groep.I: "eerste graad en onthaaljaar", Groep.II: "tweede en derde graad"}


@dataclass(frozen=True)
class Teller:
    """Writes lines of one group: keeps case, law and sources at hand."""

    case: Case
    groep: Groep
    regel: UrenRegel
    law: RegelsOnDate
    lines: dict[str, Stap] = field(default_factory=dict)

    def parameter(self, name: str) -> Waarde:
        return self.law(_PREFIX + name)

    def ratio(self, low: int, high: int, below: int) -> Interval:
        """Two whole numbers over the same denominator."""
        if low == high:
            return Interval.exact(Fraction(low, below))
        return Interval(Fraction(low, below), Fraction(high, below))

    def parameter_step(self, name: str) -> Stap:
        """The line of a number of the law, made once."""
        if name not in self.lines:
            self.lines[name] = parameter_step(self.parameter(name))
        return self.lines[name]

    def line(
        self,
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
        bron = self.case.bron(artikel.split()[0])
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


def tree(
    case: Case,
    groep: Groep,
    regel: UrenRegel,
    lezingen: Sequence[Lezing],
    value: Interval,
    law: RegelsOnDate,
) -> Stap:
    """The whole explanation of one group."""
    teller = Teller(case, groep, regel, law)
    if len(lezingen) == 1:
        return _reading_tree(teller, lezingen[0], value)
    parts = [_reading_tree(teller, lezing, lezing.hours(groep)) for lezing in lezingen]
    return teller.line(
        REGELING[groep].titel,
        "Er staat niet bij of de vestigingsplaatsen ver uit elkaar liggen. Daarom staan hier alle "
        "mogelijke berekeningen; het resultaat ligt ertussen",
        value,
        "uren-leraar",
        "CSO art. 226",
        Soort.FORMULE,
        status=Status.ONBEVESTIGD,
        open_vragen=("OV-20",),
        parts=parts,
    )


def _reading_tree(teller: Teller, lezing: Lezing, value: Interval) -> Stap:
    delen = [d for poel in lezing.poelen for d in poel if d.groep is teller.groep]
    hours = [_hours_step(teller, deel) for deel in delen]
    tests = [_threshold_step(teller, deel) for deel in delen]
    minimum = _minimum_step(teller, lezing)
    name = REGELING[teller.groep].titel
    if lezing.key in LEZINGEN:
        name += f": {LEZINGEN[lezing.key][0].lower()}{LEZINGEN[lezing.key][1:].rstrip('.')}"
    return teller.line(
        name,
        _outcome_sentence(delen, value),
        value,
        "uren-leraar",
        "BVR21 art. 6",
        Soort.FORMULE,
        status=Status.ONBEVESTIGD if lezing.key in LEZINGEN else Status.WETTEKST,
        open_vragen=("OV-20",) if lezing.key in LEZINGEN else (),
        parts=[*hours, *tests, minimum],
    )


def _outcome_sentence(delen: Sequence[GroepDeel], value: Interval) -> str:
    if not value.is_exact:
        return f"Tussen {dutch_interval(value).replace(' tot ', ' en ')} uren-leraar"
    if value.low > 0:
        return "De drempel en het minimum zijn gehaald: de uren worden toegekend"
    if all(d.drempel is False for d in delen):
        return "De drempel is niet gehaald: geen uren"
    return "Het minimum is niet gehaald: geen uren"


def _where(deel: GroepDeel) -> str:
    return f", vestigingsplaats {deel.vestiging}" if deel.vestiging is not None else ""


# ---------------------------------------------------------------- hours and points


def _hours_step(teller: Teller, deel: GroepDeel) -> Stap:
    regel, groep = teller.regel, deel.groep
    sides = brussel_sides(teller.case)
    low, high = (arithmetic_hours(deel.stand, groep, regel, sides[s], s) for s in (0, 1))
    per_punt = teller.parameter(f"uren_per_punt.{GROEP_KEY[groep]}")
    points = Interval(Fraction(low[0]), Fraction(high[0]))
    exact = points.times(per_punt.number)
    product = teller.line(
        "Punten maal uren per punt",
        f"{dutch_interval(points)} punten × {per_punt.text}",
        exact,
        "uren-leraar",
        per_punt.artikel,
        Soort.FORMULE,
        parts=[_points_step(teller, deel, points), parameter_step(per_punt)],
    )
    return teller.line(
        f"Uren volgens de punten{_where(deel)}",
        _round_text(exact),
        Interval(Fraction(low[1]), Fraction(high[1])),
        "uren-leraar",
        "BVR21 art. 6",
        Soort.AFRONDING,
        parts=[product],
    )


def _round_text(exact: Interval) -> str:
    if exact.is_exact:
        return rounding_words(exact.low)
    return f"Minstens {rounding_words(exact.low)}. Hoogstens {rounding_words(exact.high)}"


def _points_step(teller: Teller, deel: GroepDeel, points: Interval) -> Stap:
    som = Interval(*(Fraction(p, 2 * teller.regel.schaal) for p in deel.stand.punten))
    brussel, conc = _brussel_step(teller), _concentration_step(teller, deel)
    factor = [
        (brussel.value.low if side == 0 else brussel.value.high)
        * (conc.value.low if side == 0 else conc.value.high)
        for side in (0, 1)
        if brussel.value and conc.value
    ]
    exact = Interval(som.low * factor[0], som.high * factor[1])
    maal = dutch_interval(Interval(factor[0], factor[1]))
    product = teller.line(
        "Som van de punten maal de vermenigvuldigers",
        f"{dutch_interval(som)} × {maal}",
        exact,
        "punten",
        "BVR21 art. 4, 3°",
        Soort.FORMULE,
        parts=[_sum_step(teller, deel, som), brussel, conc],
    )
    return teller.line(
        "Punten",
        _round_text(exact),
        points,
        "punten",
        "BVR21 art. 4, 4°",
        Soort.AFRONDING,
        parts=[product],
    )


def _brussel_step(teller: Teller) -> Stap:
    maal = teller.parameter("vermenigvuldiger.brussel")
    answer = teller.case.school.brussel
    value = {
        Antwoord.JA: Interval.exact(maal.number),
        Antwoord.NEE: Interval.exact(1),
        Antwoord.ONBEKEND: Interval(min(Fraction(1), maal.number), max(Fraction(1), maal.number)),
    }[answer]
    sentence = {
        Antwoord.JA: f"De school ligt in het tweetalig gebied Brussel-Hoofdstad: × {maal.text}",
        Antwoord.NEE: "De school ligt niet in het tweetalig gebied Brussel-Hoofdstad: × 1",
        Antwoord.ONBEKEND: "We weten niet of de school in het tweetalig gebied Brussel-Hoofdstad "
        f"ligt: × 1 of × {maal.text}",
    }[answer]
    return teller.line(
        "Vermenigvuldiger Brussel", sentence, value, "keer", maal.artikel, Soort.TOETS
    )


def _concentration_step(teller: Teller, deel: GroepDeel) -> Stap:
    regel = teller.regel
    limit = teller.parameter("drempel_concentratie")
    maal = teller.parameter("vermenigvuldiger.concentratie")
    met = [regel.haalt(deel.stand.teller[s], deel.stand.halves, limit.number) for s in (0, 1)]
    share = deel.stand.share(regel)
    factors = [maal.number if m else Fraction(1) for m in met]
    word = "haalt" if all(met) else "haalt misschien" if any(met) else "haalt niet"
    return teller.line(
        "Vermenigvuldiger concentratie",
        f"{_percent(share)} {word} de grens van {dutch_percent(limit.number)}: "
        f"× {dutch_interval(Interval(min(factors), max(factors)))}",
        Interval(min(factors), max(factors)),
        "keer",
        maal.artikel,
        Soort.TOETS,
        status=Status.AFGELEID,
        open_vragen=("OV-14", "OV-15"),
        parts=[parameter_step(limit, percent=True), parameter_step(maal)],
    )


def _percent(share: Interval) -> str:
    if share.is_exact:
        return dutch_percent(share.low)
    return f"{dutch_percent(share.low)} tot {dutch_percent(share.high)}"


def _sum_step(teller: Teller, deel: GroepDeel, som: Interval) -> Stap:
    if deel.total is not None:
        return _typed_sum_step(teller, deel, som)
    grouped: dict[tuple[int, int], list[Cell]] = {}
    for cell in deel.cells:
        grouped.setdefault(masks_of(cell.kenmerken), []).append(cell)
    worth = {
        masks: teller.regel.span(*masks)[1] * sum(c.halves for c in cells)
        for masks, cells in sorted(grouped.items())
    }
    most_first = sorted(worth, key=worth.__getitem__, reverse=True)
    rows = [_row(teller, masks, grouped[masks]) for masks in most_first]
    everybody = leerlingen(pupil_interval(deel.stand.halves, deel.stand.halves))
    return teller.line(
        "Som van de punten",
        f"{len(rows)} combinaties van kenmerken, {everybody}",
        som,
        "punten",
        "BVR21 art. 3 en 4",
        Soort.SOM,
        parts=rows,
    )


def _typed_sum_step(teller: Teller, deel: GroepDeel, som: Interval) -> Stap:
    assert deel.total is not None
    total = deel.total
    rows = [
        teller.line(
            kenmerk.label,
            leerlingen(pupil_interval(total.low(kenmerk), total.high(kenmerk))),
            pupil_interval(total.low(kenmerk), total.high(kenmerk)),
            "leerlingen",
            "BVR21 art. 3",
            Soort.GEGEVEN,
            status=Status.INGEVOERD,
        )
        for kenmerk in INDICATOREN
    ]
    return teller.line(
        "Som van de punten",
        "De totalen zeggen niet welke kenmerken samen voorkomen. Over alle verdelingen van de "
        f"{leerlingen(pupil_interval(total.halves, total.halves))} die bij de totalen passen, "
        f"liggen de punten tussen {dutch_number(som.low)} en {dutch_number(som.high)}",
        som,
        "punten",
        "BVR21 art. 3 en 4",
        Soort.FORMULE,
        status=Status.INGEVOERD,
        parts=rows,
    )


@cache
def combination_name(low: int, high: int) -> str:
    """'Enkel opleiding moeder', 'Schooltoeslag en thuistaal; zorgthuis onbekend'."""
    known, unknown = indicators(low), indicators(high ^ low)
    words = [k.label.lower() for k in INDICATOREN if k in known]
    if not words:
        name = "Geen kenmerk"
    elif len(words) == 1:
        name = f"Enkel {words[0]}"
    else:
        joined = ", ".join(words[:-1]) + f" en {words[-1]}"
        name = joined[0].upper() + joined[1:]
    if unknown:
        listed = [k.label.lower() for k in INDICATOREN if k in unknown]
        name += f"; {', '.join(listed)} onbekend"
    return name


def _row(teller: Teller, masks: tuple[int, int], cells: Sequence[Cell]) -> Stap:
    regel = teller.regel
    p_low, p_high, _, _ = regel.span(*masks)
    per = teller.ratio(p_low, p_high, regel.schaal)
    halves = sum(c.halves for c in cells)
    number = pupil_interval(halves, halves)
    counted = count_step(
        teller.case.telling,
        name="Geteld",
        interval=number,
        members=[(c, c.halves, c.halves) for c in cells],
        artikel="BVR21 art. 2 §1",
        bron=teller.case.bron("BVR21"),
        status=Status.WETTEKST,
    )
    weights = _weight_steps(teller, masks[1])
    return teller.line(
        combination_name(*masks),
        f"{leerlingen_of(halves, halves)} × {_per_pupil(regel, masks, per)}",
        teller.ratio(p_low * halves, p_high * halves, 2 * regel.schaal),
        "punten",
        "BVR21 art. 3 en 4",
        Soort.FORMULE,
        status=Status.AFGELEID,
        open_vragen=("OV-18",)
        if masks[0] == masks[1]
        and indicators(masks[0]) == {Kenmerk.SCHOOLTOESLAG, Kenmerk.THUISTAAL}
        else (),
        parts=[counted, *weights],
    )


def _per_pupil(regel: UrenRegel, masks: tuple[int, int], per: Interval) -> str:
    """'0,98', '1,20 (1,40, afgetopt)', '0,17668 (0,40 × 0,4417)', or an interval."""
    if masks[0] != masks[1]:
        return f"{dutch_interval(per)} punten"
    combinatie = indicators(masks[0])
    ruw, punten = regel.ruw_per_mask[masks[0]], regel.punten
    text = f"{dutch_number(per.low)} punten"
    if combinatie and not combinatie - {Kenmerk.THUISTAAL}:
        return f"{text} (thuistaal telt enkel samen met een ander kenmerk)"
    if punten.alleen_schooltoeslag(combinatie):
        return f"{text} ({dutch_number(ruw)} × {dutch_number(punten.factor)})"
    if ruw > punten.maximum:
        return f"{text} ({dutch_number(ruw)}, afgetopt op {dutch_number(punten.maximum)})"
    return text


def _weight_steps(teller: Teller, high: int) -> list[Stap]:
    """The weights that play a part in a combination."""
    combinatie = indicators(high)
    if not combinatie - {Kenmerk.THUISTAAL}:
        return []
    names = [
        f"punten.{k.value}"
        for k in INDICATOREN
        if k in combinatie and k in teller.regel.punten.vast
    ]
    if Kenmerk.SCHOOLTOESLAG in combinatie:
        alone = teller.regel.punten.alleen_schooltoeslag(combinatie)
        names.insert(0, "punten.schooltoeslag_" + ("alleen" if alone else "in_combinatie"))
        if alone:
            names.append("factor_alleen_schooltoeslag")
    if teller.regel.ruw_per_mask[high] > teller.regel.punten.maximum:
        names.append("maximum_per_leerling")
    return [teller.parameter_step(name) for name in names]


# ---------------------------------------------------------------- threshold and minimum


def _threshold_step(teller: Teller, deel: GroepDeel) -> Stap:
    limit = teller.parameter(f"drempel.{GROEP_KEY[deel.groep]}")
    word = {True: "gehaald", False: "niet gehaald", None: "misschien gehaald"}[deel.drempel]
    share = deel.stand.share(teller.regel)
    now = _share_step(teller, deel.stand, f"Op {dutch_date(teller.case.telling.teldag)}", deel)
    day = dutch_date(
        teller.case.vorige.teldag if teller.case.vorige else vorige_teldag(teller.case.schooljaar)
    )
    if deel.vorige is None:
        earlier = teller.line(
            f"Op {day}",
            "Deze telling is niet meegegeven",
            None,
            "aandeel",
            _ARTIKEL_DREMPEL[deel.groep],
            Soort.TOETS,
            status=Status.WETTEKST,
        )
    else:
        earlier = _share_step(teller, deel.vorige, f"Op {day}", None)
    return teller.line(
        f"Drempel{_where(deel)}: {word}",
        f"Minstens {dutch_percent(limit.number)} op een van de twee teldagen",
        share,
        "aandeel",
        limit.artikel,
        Soort.TOETS,
        status=Status.AFGELEID,
        open_vragen=("OV-08", "OV-12", "OV-16"),
        parts=[now, earlier, parameter_step(limit, percent=True)],
    )


def _share_step(teller: Teller, stand: Stand, name: str, deel: GroepDeel | None) -> Stap:
    regel, artikel = teller.regel, _ARTIKEL_DREMPEL[teller.groep]
    number = Interval(*(Fraction(t, 2 * regel.schaal) for t in stand.teller))
    everybody = dutch_number(Fraction(stand.halves, 2))
    if stand.halves == 0:
        return teller.line(
            name, "Geen leerlingen in deze groep", None, "aandeel", artikel, Soort.TOETS
        )
    parts: list[Stap] = []
    if deel is not None and deel.total is None:
        parts = _numerator_rows(teller, deel)
    return teller.line(
        name,
        f"{dutch_interval(number)} van {everybody} leerlingen = {_percent(stand.share(regel))}",
        stand.share(regel),
        "aandeel",
        artikel,
        Soort.TOETS,
        parts=parts,
    )


def _numerator_rows(teller: Teller, deel: GroepDeel) -> list[Stap]:
    """How many pupils count for one, for the factor of schooltoeslag only, or not."""
    regel = teller.regel
    weights: dict[tuple[int, int], int] = {}
    for cell in deel.cells:
        _, _, low, high = regel.span(*masks_of(cell.kenmerken))
        weights[(low, high)] = weights.get((low, high), 0) + cell.halves
    rows = []
    for (low, high), halves in sorted(weights.items(), reverse=True):
        per = teller.ratio(low, high, regel.schaal)
        number = Fraction(halves, 2)
        if low == high == regel.schaal:
            name = "Met een hoofdkenmerk"
        elif low == high == 0:
            name = "Zonder hoofdkenmerk"
        elif low == high:
            name = "Met enkel schooltoeslag, eventueel met thuistaal"
        else:
            name = "Nog onbekend"
        rows.append(
            teller.line(
                name,
                f"{leerlingen_of(halves, halves)} × {dutch_interval(per)}",
                per.times(number),
                "leerlingen",
                _ARTIKEL_DREMPEL[deel.groep],
                Soort.FORMULE,
            )
        )
    return rows


def _minimum_step(teller: Teller, lezing: Lezing) -> Stap:
    minimum = teller.parameter("minimum")
    pools = []
    for poel in lezing.poelen:
        if not any(d.groep is teller.groep for d in poel):
            continue
        total = Interval(
            Fraction(sum(d.uren[0] for d in poel)), Fraction(sum(d.uren[1] for d in poel))
        )
        terms = " + ".join(
            f"{GROEP_NAAM[d.groep]}{_where(d)} "
            f"{dutch_interval(Interval(Fraction(d.uren[0]), Fraction(d.uren[1])))}"
            for d in poel
        )
        pools.append((total, terms))
    total = pools[0][0] if len(pools) == 1 else Interval.hull(p[0] for p in pools)
    low, high = total.low >= minimum.number, total.high >= minimum.number
    word = "gehaald" if low else "misschien gehaald" if high else "niet gehaald"
    return teller.line(
        f"Minimum: {word}",
        "; ".join(
            f"{terms} = {dutch_interval(t)} uren, nodig {dutch_number(minimum.number)}"
            for t, terms in pools
        ),
        total,
        "uren-leraar",
        minimum.artikel,
        Soort.TOETS,
        status=Status.AFGELEID,
        open_vragen=("OV-17",),
        parts=[parameter_step(minimum)],
    )
