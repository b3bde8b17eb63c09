"""Wat naast het resultaat van de uren-leraar staat: redenen, drempels, waarde van onbekenden.

In: de delen die ``uren_leraar`` berekende. Uit: zinnen en afstanden, exact in leerlingen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from gokwijs.core.calendar import dutch_date, vorige_teldag
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.numbers import Interval, dutch_number, dutch_percent
from gokwijs.core.law.parameters import RegelsOnDate
from gokwijs.core.middelen.afstand import share_drempel
from gokwijs.core.middelen.case import Case, earlier_reason, unknown_reason
from gokwijs.core.middelen.counts import marginal
from gokwijs.core.middelen.result import Drempel, Onbekende, Reason, ReasonKind
from gokwijs.core.middelen.uren_leraar import (
    GroepDeel,
    Lezing,
    Stand,
    arithmetic_hours,
    brussel_sides,
    part,
    threshold,
)
from gokwijs.core.middelen.uren_leraar_regel import (
    GROEP_KEY,
    INDICATOREN,
    UrenRegel,
    bit,
    masks_of,
)
from gokwijs.core.telling.model import Groep, Onderwijsniveau

GROEP_NAAM = {Groep.I: "eerste graad en onthaaljaar", Groep.II: "tweede en derde graad"}
_PREFIX = "secundair.uren_leraar."


def delen_of(lezing: Lezing, groep: Groep) -> list[GroepDeel]:
    """The parts of a group in a reading."""
    return [d for poel in lezing.poelen for d in poel if d.groep is groep]


# ---------------------------------------------------------------- reasons


def reasons(
    case: Case,
    groep: Groep,
    regel: UrenRegel,
    lezingen: Sequence[Lezing],
    value: Interval,
    law: RegelsOnDate,
) -> list[Reason]:
    """Everything the reader must know beside the number, most important first."""
    delen = delen_of(lezingen[0], groep)
    unknown = [
        *_unknown_facts(case, regel, lezingen, delen, groep),
        *_unknown_answers(case, groep),
    ]
    if not unknown and not value.is_exact:
        unknown.append(ANDERE_GROEP)
    return [
        *_no_right(delen, lezingen[0], groep, value),
        *unknown,
        *_remarks(case, groep, regel, lezingen[0], value, law),
    ]


ANDERE_GROEP = Reason(
    ReasonKind.ONBEKEND_KENMERK,
    "Of alle graden samen het minimum aantal uren halen, hangt af van de andere groep, en daar is "
    "nog iets onzeker.",
    "Kijk bij de andere groep wat er ontbreekt.",
)


def _no_right(
    delen: Sequence[GroepDeel], lezing: Lezing, groep: Groep, value: Interval
) -> Iterable[Reason]:
    if value.high > 0:
        return
    if all(d.drempel is False for d in delen):
        yield Reason(
            ReasonKind.GEEN_RECHT,
            "De drempel is op geen van de twee teldagen gehaald. Daarom zijn er geen uren, "
            "ook al zijn er punten.",
        )
        return
    yield Reason(
        ReasonKind.GEEN_RECHT,
        f"Alle graden samen halen het minimum van {dutch_number(lezing.minimum)} uren niet.",
    )


def _unknown_facts(
    case: Case,
    regel: UrenRegel,
    lezingen: Sequence[Lezing],
    delen: Sequence[GroepDeel],
    groep: Groep,
) -> Iterable[Reason]:
    if any(d.total is not None for d in delen):
        yield Reason(
            ReasonKind.TOTALEN,
            "Je gaf totalen. De wet rekent met combinaties van kenmerken per leerling, en die "
            "staan niet in totalen. Het resultaat ligt zeker tussen deze grenzen.",
            "Lees een leerlingenlijst in voor het exacte aantal.",
        )
    if case.school.brussel is Antwoord.ONBEKEND:
        yield Reason(
            ReasonKind.ONBEKEND_SCHOOL,
            "We weten niet of de school in het tweetalig gebied Brussel-Hoofdstad ligt.",
            "Vul dat in bij de schoolgegevens.",
        )
    if len(lezingen) > 1:
        yield Reason(
            ReasonKind.ONBEKEND_SCHOOL,
            "We weten niet of de vestigingsplaatsen ver uit elkaar liggen (niet in dezelfde of een "
            "aangrenzende gemeente).",
            "Vul dat in bij de schoolgegevens.",
        )
    unsettled = any(
        not regel.haalt(d.stand.teller[0], d.stand.halves, regel.drempel[groep]) for d in delen
    )
    if case.vorige is None and unsettled:
        yield Reason(
            ReasonKind.TELLING_ONTBREEKT,
            "Op deze teldag is de drempel niet zeker gehaald. Hij mag ook gehaald zijn op "
            f"{dutch_date(vorige_teldag(case.schooljaar))}, maar die telling is niet meegegeven.",
            "Geef ook de telling van een jaar eerder mee.",
        )
    if any(d.drempel is None and _in_doubt(d.vorige, groep, regel) for d in delen):
        yield earlier_reason(case)


def _in_doubt(stand: Stand | None, groep: Groep, regel: UrenRegel) -> bool:
    """Do unknown answers decide whether this count reaches the threshold?"""
    if stand is None:
        return False
    sides = {regel.haalt(teller, stand.halves, regel.drempel[groep]) for teller in stand.teller}
    return len(sides) > 1


def _unknown_answers(case: Case, groep: Groep) -> Iterable[Reason]:
    for kenmerk in INDICATOREN:
        low, high = marginal(case.telling, [Onderwijsniveau.SO], kenmerk, groep)
        if low != high:
            where = f" ({GROEP_NAAM[groep]})"
            yield unknown_reason(case, kenmerk.label.lower(), low, high, where)


def _remarks(
    case: Case,
    groep: Groep,
    regel: UrenRegel,
    lezing: Lezing,
    value: Interval,
    law: RegelsOnDate,
) -> Iterable[Reason]:
    for deel in delen_of(lezing, groep):
        now = regel.haalt(deel.stand.teller[1], deel.stand.halves, regel.drempel[groep])
        if deel.drempel and not now:
            yield Reason(
                ReasonKind.OPMERKING,
                "De drempel is enkel op de vorige teldag gehaald. De punten komen van de recentste "
                "teldag; dat is onze lezing (OV-12).",
            )
    yield from _concentration_remark(case, groep, regel, lezing)
    if groep is Groep.II and value.high > 0:
        half = law(_PREFIX + "opvoeder.halftijds").number
        full = law(_PREFIX + "opvoeder.voltijds").number
        yield Reason(
            ReasonKind.OPMERKING,
            f"Enkel deze uren mag je omzetten naar opvoeders: {dutch_number(half)} uren voor een "
            f"halftijdse, {dutch_number(full)} voor een voltijdse betrekking. "
            f"Hier kan dat {_conversions(value.low, half, full)}.",
        )


def _conversions(hours: Fraction, half: Fraction, full: Fraction) -> str:
    """'1 keer voltijds en 1 keer halftijds', '0 keer' …"""
    fulls = hours // full
    halves = (hours - fulls * full) // half
    parts = [f"{n} keer {word}" for n, word in ((fulls, "voltijds"), (halves, "halftijds")) if n]
    return " en ".join(parts) or f"niet: {dutch_number(hours)} is minder dan {dutch_number(half)}"


def _concentration_remark(
    case: Case, groep: Groep, regel: UrenRegel, lezing: Lezing
) -> Iterable[Reason]:
    """OV-15: show the other result when testing 55 % over the whole school would differ."""
    delen = delen_of(lezing, groep)
    if len(delen) != 1 or delen[0].total is not None or delen[0].vestiging is not None:
        return
    stands = [d.stand for poel in lezing.poelen for d in poel]
    whole = Stand(
        sum(s.halves for s in stands),
        (0, 0),
        (sum(s.teller[0] for s in stands), sum(s.teller[1] for s in stands)),
    )
    limit = regel.drempel_concentratie
    own = [regel.haalt(delen[0].stand.teller[s], delen[0].stand.halves, limit) for s in (0, 1)]
    all_ = [regel.haalt(whole.teller[s], whole.halves, limit) for s in (0, 1)]
    if own == all_ or own[0] != own[1] or all_[0] != all_[1]:
        return
    stand, sides = delen[0].stand, brussel_sides(case)
    uren = regel.uren(groep, stand.punten[0], brussel=sides[0], concentratie=all_[0])[1]
    yield Reason(
        ReasonKind.OPMERKING,
        f"De grens van {dutch_percent(limit)} toetsen we per groep. Over de hele school getoetst, "
        f"zouden de punten {dutch_number(uren)} uren geven (OV-15).",
    )


# ---------------------------------------------------------------- thresholds


def drempels(
    case: Case, groep: Groep, regel: UrenRegel, lezing: Lezing, law: RegelsOnDate
) -> list[Drempel]:
    """The threshold of the group and the concentration limit, per part."""
    found = []
    for deel in delen_of(lezing, groep):
        limit = law(f"{_PREFIX}drempel.{GROEP_KEY[groep]}")
        where = f", vestigingsplaats {deel.vestiging}" if deel.vestiging is not None else ""
        by_earlier = deel.drempel is True and not regel.haalt(
            deel.stand.teller[0], deel.stand.halves, limit.number
        )
        found.append(
            _drempel(
                f"Drempel {GROEP_NAAM[groep]}{where}",
                deel,
                regel,
                limit,
                met=deel.drempel,
                elsewhere="Gehaald op de vorige teldag." if by_earlier else "",
            )
        )
        conc = law(_PREFIX + "drempel_concentratie")
        sides = [regel.haalt(deel.stand.teller[s], deel.stand.halves, conc.number) for s in (0, 1)]
        found.append(
            _drempel(
                f"Concentratie {GROEP_NAAM[groep]}{where}",
                deel,
                regel,
                conc,
                met=sides[0] if sides[0] == sides[1] else None,
            )
        )
    return found


def _drempel(
    name: str,
    deel: GroepDeel,
    regel: UrenRegel,
    limit: object,
    *,
    met: bool | None,
    elsewhere: str = "",
) -> Drempel:
    from gokwijs.core.law.parameters import Waarde

    assert isinstance(limit, Waarde)
    free = sum(c.halves for c in deel.cells if regel.span(*masks_of(c.kenmerken))[2] == 0)
    if deel.total is not None:
        free = deel.stand.halves - deel.stand.teller[0] // regel.schaal
    return share_drempel(
        name,
        deel.stand.teller,
        deel.stand.halves,
        regel.schaal,
        limit,
        met=met,
        available=free,
        kenmerk="een hoofdkenmerk (niet enkel schooltoeslag)",
        elsewhere=elsewhere,
    )


# ---------------------------------------------------------------- worth of unknowns


def onbekenden(case: Case, groep: Groep, regel: UrenRegel, lezing: Lezing) -> list[Onbekende]:
    """Per kenmerk: what its unknown answers are worth, the others at their certain value."""
    found = []
    for kenmerk in INDICATOREN:
        low, high = marginal(case.telling, [Onderwijsniveau.SO], kenmerk, groep)
        if low == high:
            continue
        if case.telling.is_typed:
            found.append(_typed_worth(case, groep, regel, kenmerk, high - low))
        else:
            found.append(_Worth(case, groep, regel, lezing, kenmerk).onbekende())
    return found


class _Worth:
    """Recounts the group with some unknown answers of one kenmerk set to ja."""

    def __init__(
        self, case: Case, groep: Groep, regel: UrenRegel, lezing: Lezing, kenmerk: Kenmerk
    ) -> None:
        self.case, self.groep, self.regel, self.lezing = case, groep, regel, lezing
        self.kenmerk = kenmerk
        base = lezing.hours(groep).low
        assert base.denominator == 1  # hours are rounded, so whole
        self.base = base.numerator
        self._seen: dict[tuple[int, int, int], int] = {}
        # (part, points gained per half, numerator gained per half, halves)
        self.steps: list[tuple[GroepDeel, int, int, int]] = []
        place = KENMERKEN.index(kenmerk)
        for deel in delen_of(lezing, groep):
            for cell in deel.cells:
                if cell.kenmerken[place] is Antwoord.ONBEKEND:
                    mask = masks_of(cell.kenmerken)[0]
                    more = mask | bit(kenmerk)
                    gain = regel.punten_per_mask[more] - regel.punten_per_mask[mask]
                    teller = regel.teller_per_mask[more] - regel.teller_per_mask[mask]
                    self.steps.append((deel, gain, teller, cell.halves))

    def hours_with(self, gained: dict[int, tuple[int, int]]) -> int:
        """Granted hours at least, with extra (points, numerator) per part id."""
        found = 0
        for poel in self.lezing.poelen:
            uren = [self._raised(d, *gained[id(d)]) if id(d) in gained else d.uren[0] for d in poel]
            if sum(uren) >= self.lezing.minimum:
                found += sum(u for u, d in zip(uren, poel, strict=True) if d.groep is self.groep)
        return found

    def _raised(self, deel: GroepDeel, punten: int, teller: int) -> int:
        """The hours of a part at least, with extra points and numerator; each asked once."""
        key = (id(deel), punten, teller)
        if key not in self._seen:
            self._seen[key] = self._hours(deel, punten, teller)
        return self._seen[key]

    def _hours(self, deel: GroepDeel, punten: int, teller: int) -> int:
        stand = deel.stand
        raised = Stand(
            stand.halves,
            (stand.punten[0] + punten, stand.punten[1]),
            (stand.teller[0] + teller, stand.teller[1]),
        )
        certain, _ = threshold(raised, deel.vorige, self.regel.drempel[deel.groep], self.regel)
        brussel = brussel_sides(self.case)[0]
        return arithmetic_hours(raised, deel.groep, self.regel, brussel, 0)[1] if certain else 0

    def _first_step(self, order: Sequence[tuple[GroepDeel, int, int, int]]) -> int | None:
        """Answer one pupil after another in this order until the result moves."""
        # The gains after one answer, two answers, …: every question below reads from here.
        gained: dict[int, tuple[int, int]] = {}
        after = [gained]
        for deel, punten, teller, halves in order:
            for _ in range(halves // 2):
                before = gained.get(id(deel), (0, 0))
                gained = {**gained, id(deel): (before[0] + 2 * punten, before[1] + 2 * teller)}
                after.append(gained)
        pupils = len(after) - 1

        def moves(asked: int) -> bool:
            return self.hours_with(after[asked]) > self.base

        lowers = any(step[1] < 0 or step[2] < 0 for step in order)
        if lowers or self.regel.maal_concentratie < 1:  # only in a what-if on the law
            return next((asked for asked in range(1, pupils + 1) if moves(asked)), None)
        # No answer lowers the result, so the first that moves it is found by halving.
        asked = bisect_left(range(pupils + 1), True, key=moves)
        return asked if asked <= pupils else None

    def _moves(self, pupils: Iterable[tuple[GroepDeel, int, int, int]]) -> bool:
        """Does the result move when these pupils answer ja?"""
        gained: dict[int, tuple[int, int]] = {}
        for deel, punten, teller, _ in pupils:
            before = gained.get(id(deel), (0, 0))
            gained[id(deel)] = (before[0] + 2 * punten, before[1] + 2 * teller)
        return self.hours_with(gained) > self.base

    def _mixed(self, asked: int) -> bool:
        """Do so many pupils move it when some are asked for their points, others for the teller?

        Threshold and minimum may both be near; then neither order alone is the quickest.
        """
        if not self._could_move(asked):
            return False
        most = [s for s in self.steps for _ in range(min(asked, s[3] // 2))]
        by_points = sorted(range(len(most)), key=lambda i: most[i][1:3], reverse=True)
        by_teller = sorted(range(len(most)), key=lambda i: most[i][2:0:-1], reverse=True)
        for number in range(1, asked):
            first = by_teller[:number]
            taken = set(first)
            others = [i for i in by_points[:asked] if i not in taken][: asked - number]
            if self._moves(most[i] for i in (*first, *others)):
                return True
        return False

    def _could_move(self, asked: int) -> bool:
        """Not even with the most points and, at once, the most for the teller: then never."""
        gained = {}
        for deel in {id(s[0]): s[0] for s in self.steps}.values():
            mine = [s for s in self.steps if s[0] is deel for _ in range(min(asked, s[3] // 2))]
            punten = sum(sorted((2 * s[1] for s in mine), reverse=True)[:asked])
            teller = sum(sorted((2 * s[2] for s in mine), reverse=True)[:asked])
            gained[id(deel)] = (punten, teller)
        return self.hours_with(gained) > self.base

    def onbekende(self) -> Onbekende:
        everything: dict[int, tuple[int, int]] = {}
        for deel, punten, teller, halves in self.steps:
            before = everything.get(id(deel), (0, 0))
            everything[id(deel)] = (before[0] + punten * halves, before[1] + teller * halves)
        best_points = sorted(self.steps, key=lambda s: (s[1], s[2]), reverse=True)
        best_teller = sorted(self.steps, key=lambda s: (s[2], s[1]), reverse=True)
        trade_off = [s[1:3] for s in best_points] != [s[1:3] for s in best_teller]
        orders = (best_points, best_teller) if trade_off else (best_points,)
        firsts = [f for o in orders if (f := self._first_step(o)) is not None]
        first = min(firsts, default=None)
        while first is not None and trade_off and self._mixed(first - 1):
            first -= 1
        per = self.regel.uren_per_punt[self.groep]
        gains = [s[1] for s in self.steps]
        return Onbekende(
            kenmerk=self.kenmerk.value,
            pupils=Fraction(sum(s[3] for s in self.steps), 2),
            together=Interval(Fraction(self.base), Fraction(self.hours_with(everything))),
            first_step=first,
            each=Interval(
                Fraction(min(gains), self.regel.schaal) * per,
                Fraction(max(gains), self.regel.schaal) * per,
            ),
            unit="uren-leraar",
        )


def _typed_worth(
    case: Case, groep: Groep, regel: UrenRegel, kenmerk: Kenmerk, halves: int
) -> Onbekende:
    """Typed totals: the guaranteed bounds with this kenmerk all nee and all ja."""
    from gokwijs.core.middelen.uren_leraar import Poel
    from gokwijs.core.telling.model import Telling

    def bounds(everybody: bool) -> Interval:
        totals = []
        for total in case.telling.totals:
            if total.groep is groep:
                ja = dict(total.ja)
                ja[kenmerk] = total.high(kenmerk) if everybody else total.low(kenmerk)
                unknown = {k: v for k, v in total.onbekend.items() if k is not kenmerk}
                total = replace(total, ja=ja, onbekend=unknown)
            totals.append(total)
        telling = Telling.of_totals(case.telling.instellingsnummer, case.telling.teldag, totals)
        changed = replace(case, telling=telling)
        poel: Poel = tuple(d for d in (part(changed, g, None, regel) for g in Groep) if d)
        return Lezing("hele_school", (poel,), regel.minimum).hours(groep)

    return Onbekende(
        kenmerk=kenmerk.value,
        pupils=Fraction(halves, 2),
        together=Interval(bounds(False).low, bounds(True).high),
        first_step=None,
        each=None,
        unit="uren-leraar",
    )
