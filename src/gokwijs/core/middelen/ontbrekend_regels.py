"""De laagste uitkomst van elke regeling na enkele antwoorden, zonder de uitleg eromheen.

In: een ``Case``, en veranderingen: zoveel halve leerlingen gaan van de ene combinatie naar de
andere. Uit: het resultaat en de som vóór afronding, en de afstand tot een drempel. Elke wet wordt
berekend met dezelfde functies als het volle resultaat; hier staat geen enkele regel opnieuw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.numbers import round_legal
from gokwijs.core.law.parameters import ParameterMissing, Waarde
from gokwijs.core.middelen import buitengewoon, ses_lestijden, uren_leraar, werkingsbudget
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.counts import BASISONDERWIJS, groep_of, has_level, marginal, size
from gokwijs.core.middelen.result import Reason, ReasonKind, Regeling
from gokwijs.core.middelen.uren_leraar import REGELING, GroepDeel, Lezing
from gokwijs.core.middelen.uren_leraar_regel import GROEP_KEY, UrenRegel, masks_of
from gokwijs.core.telling.model import Cell, Combination, Groep, Onderwijsniveau

GROEP_NAAM = {Groep.I: "eerste graad en onthaaljaar", Groep.II: "tweede en derde graad"}
_MOEDER, _TAAL = (KENMERKEN.index(k) for k in (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL))
_NUL = Fraction(0)


@dataclass(frozen=True, slots=True)
class Change:
    """So many half pupils of a cell get another combination."""

    cell: Cell
    kenmerken: Combination
    halves: int

    def more(self, place: int) -> int:
        """Half pupils that certainly have the kenmerk at this place, more than before."""
        now = self.kenmerken[place] is Antwoord.JA
        before = self.cell.kenmerken[place] is Antwoord.JA
        return self.halves * (now - before)


@dataclass(frozen=True, slots=True)
class Low:
    """The least a regeling gives: rounded, and the sum before rounding; None: not computable."""

    rounded: Fraction | None
    unrounded: Fraction | None


ONBEREKENBAAR = Low(None, None)
Gains = Sequence[tuple[list[Change], list[Change], int]]  # one pupil to ja, to nee; how many such


@dataclass(frozen=True, slots=True)
class Afstand:
    """How many missing verklaringen away a threshold is.

    ``needed``: so many 'ja' are enough and one fewer is not; 0 when it is met without any; None
    when not even every missing verklaring is enough. ``helpful``: how many could bring it nearer.
    ``earlier``: met on the teldag of a year earlier, so that nothing depends on it now. ``most``
    is the share when every missing verklaring says ja.
    """

    regeling: Regeling
    name: str
    limit: Waarde
    share: Fraction
    most: Fraction
    needed: int | None
    helpful: int
    earlier: bool


class Model(Protocol):
    """One law, ready to be asked again and again."""

    regelingen: tuple[Regeling, ...]
    reden: str  # why the rounded result is not computable; empty when it is

    def concerns(self, changes: Sequence[Change]) -> bool:
        """Do these pupils play a part?"""

    def low(self, changes: Sequence[Change]) -> tuple[Low, ...]:
        """The least per regeling after the changes."""

    def afstanden(self, gains: Gains) -> Iterable[Afstand]:
        """The thresholds of this law."""


def models_of(case: Case) -> list[Model]:
    """Every law that gives this school hours or euros."""
    telling = case.telling
    found: list[Model] = [Ses(case, n) for n in BASISONDERWIJS if has_level(telling, n)]
    if has_level(telling, Onderwijsniveau.SO):
        found.append(Uren(case))
    found += [
        Buitengewoon(case, n)
        for n in (buitengewoon.BUSO, buitengewoon.BUBAO)
        if has_level(telling, n.niveau)
    ]
    return found + [Budget(case, d) for d in werkingsbudget.DELEN if has_level(telling, *d.levels)]


def _distance(short: Fraction, gains: Iterable[tuple[Fraction, int]]) -> tuple[int | None, int]:
    """(pupils needed, pupils that help): the most helpful first makes it exact.

    ``short`` is what the numerator lacks; each kind of pupil adds so much, so many times.
    """
    helping = sorted((g for g in gains if g[0] > 0), reverse=True)
    helpful = sum(number for _, number in helping)
    needed = 0
    for gain, number in helping:
        if short <= 0:
            break
        taken = min(number, -(-short // gain))
        needed += taken
        short -= gain * taken
    return (needed if short <= 0 else None), helpful


# ---------------------------------------------------------------- basisonderwijs


class Ses:
    """SES-lestijden van één niveau (DBO art. 134)."""

    def __init__(self, case: Case, niveau: Onderwijsniveau) -> None:
        self.niveau = niveau
        self.regelingen: tuple[Regeling, ...] = (ses_lestijden.REGELING[niveau],)
        law = case.law()
        self.regel: ses_lestijden.SesRegel | None = None
        self.verhouding: ses_lestijden.Verhouding | None = None
        self.reden = ""
        try:
            self.regel = ses_lestijden.ses_regel(law, niveau)
            found = ses_lestijden.verhouding_of(case, law)
        except ParameterMissing as error:
            found = Reason(ReasonKind.PARAMETER_ONTBREEKT, error.sentence)
        if isinstance(found, Reason):
            self.reden = found.sentence
        else:
            self.verhouding = found
        self.n = size(case.telling, [niveau])
        self.n1 = marginal(case.telling, [niveau], Kenmerk.OPLEIDING_MOEDER)[0]
        self.n3 = marginal(case.telling, [niveau], Kenmerk.THUISTAAL)[0]

    def concerns(self, changes: Sequence[Change]) -> bool:
        return any(c.cell.onderwijsniveau is self.niveau for c in changes)

    def low(self, changes: Sequence[Change]) -> tuple[Low, ...]:
        if self.regel is None:
            return (ONBEREKENBAAR,)
        mine = [c for c in changes if c.cell.onderwijsniveau is self.niveau]
        n1 = self.n1 + sum(c.more(_MOEDER) for c in mine)
        n3 = self.n3 + sum(c.more(_TAAL) for c in mine)
        s = self.verhouding
        x, p = (s.x_low, s.p) if s is not None else (0, 1)
        som = Fraction(*ses_lestijden.ses_som(self.n, n1, n3, x, p, self.regel))
        # Without S the result is unknown, but what one answer adds before rounding is not.
        return (Low(None if s is None else Fraction(round_legal(som)), som),)

    def afstanden(self, gains: Gains) -> Iterable[Afstand]:
        return ()


# ---------------------------------------------------------------- secundair onderwijs


class Uren:
    """Extra uren-leraar van beide groepen: ze delen één minimum (CSO art. 226 en 234)."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.groepen = [g for g in Groep if size(case.telling, [Onderwijsniveau.SO], g)]
        self.regelingen = tuple(REGELING[g] for g in self.groepen)
        self.law = case.law()
        self.lezingen: list[Lezing] = []
        self.brussel = uren_leraar.brussel_sides(case)[0]
        self.reden = ""
        try:
            self.regel = UrenRegel.read(self.law)
        except ParameterMissing as error:
            self.reden = error.sentence
            return
        found = uren_leraar.readings(case, self.regel)
        if isinstance(found, Reason):
            self.reden = found.sentence
        else:
            self.lezingen = found

    def concerns(self, changes: Sequence[Change]) -> bool:
        return any(c.cell.onderwijsniveau is Onderwijsniveau.SO for c in changes)

    def low(self, changes: Sequence[Change]) -> tuple[Low, ...]:
        if not self.lezingen:
            return tuple(ONBEREKENBAAR for _ in self.regelingen)
        mine = [c for c in changes if c.cell.onderwijsniveau is Onderwijsniveau.SO]
        changed = [self._changed(lezing, mine) for lezing in self.lezingen]
        found = []
        for groep in self.groepen:
            least = min(lezing.hours(groep).low for lezing in changed)
            delen = [d for poel in changed[0].poelen for d in poel if d.groep is groep]
            sides = (self.brussel, self.brussel)
            som = sum((uren_leraar.sum_hours(d, self.regel, sides, 0) for d in delen), _NUL)
            found.append(Low(least, som))
        return tuple(found)

    def _changed(self, lezing: Lezing, changes: Sequence[Change]) -> Lezing:
        poelen = tuple(tuple(self._deel(d, changes) for d in poel) for poel in lezing.poelen)
        return replace(lezing, poelen=poelen)

    def _deel(self, deel: GroepDeel, changes: Sequence[Change]) -> GroepDeel:
        """The least a part gives after the changes; the most is of no use here."""
        mine = [c for c in changes if _in_deel(c.cell, deel)]
        punten, teller = deel.stand.punten[0], deel.stand.teller[0]
        for change in mine:
            before = self.regel.span(*masks_of(change.cell.kenmerken))
            after = self.regel.span(*masks_of(change.kenmerken))
            punten += change.halves * (after[0] - before[0])
            teller += change.halves * (after[2] - before[2])
        stand = replace(deel.stand, punten=(punten, punten), teller=(teller, teller))
        limit = self.regel.drempel[deel.groep]
        certain, _ = uren_leraar.threshold(stand, deel.vorige, limit, self.regel)
        uren = 0
        if certain:
            uren = uren_leraar.arithmetic_hours(stand, deel.groep, self.regel, self.brussel, 0)[1]
        return replace(deel, stand=stand, uren=(uren, uren))

    def afstanden(self, gains: Gains) -> Iterable[Afstand]:
        for deel in (d for poel in (self.lezingen[:1] or []) for p in poel.poelen for d in p):
            where = f", vestigingsplaats {deel.vestiging}" if deel.vestiging is not None else ""
            key = f"secundair.uren_leraar.drempel.{GROEP_KEY[deel.groep]}"
            title = f"{GROEP_NAAM[deel.groep]}{where}"
            yield self._afstand(f"Drempel {title}", deel, self.law(key), gains, or_earlier=True)
            conc = self.law("secundair.uren_leraar.drempel_concentratie")
            yield self._afstand(f"Concentratie {title}", deel, conc, gains, or_earlier=False)

    def _afstand(
        self, name: str, deel: GroepDeel, limit: Waarde, gains: Gains, *, or_earlier: bool
    ) -> Afstand:
        def teller(changes: list[Change]) -> int:
            return sum(
                c.halves * self.regel.span(*masks_of(c.kenmerken))[2]
                for c in changes
                if _in_deel(c.cell, deel)
            )

        stand, schaal = deel.stand, self.regel.schaal
        short = limit.number * stand.halves * schaal - stand.teller[0]
        adds = [(Fraction(teller(ja) - teller(nee)), number) for ja, nee, number in gains]
        needed, helpful = _distance(short, adds)
        earlier = (
            or_earlier
            and short > 0
            and deel.vorige is not None
            and self.regel.haalt(deel.vorige.teller[0], deel.vorige.halves, limit.number)
        )
        share, most = (
            Fraction(teller_, stand.halves * schaal)
            for teller_ in (stand.teller[0], stand.teller[0] + sum(a * n for a, n in adds))
        )
        return Afstand(REGELING[deel.groep], name, limit, share, most, needed, helpful, earlier)


def _in_deel(cell: Cell, deel: GroepDeel) -> bool:
    return (
        cell.onderwijsniveau is Onderwijsniveau.SO
        and groep_of(cell) is deel.groep
        and (deel.vestiging is None or cell.vestigingsplaats == deel.vestiging)
    )


# ---------------------------------------------------------------- buitengewoon onderwijs


class Buitengewoon:
    """Lesuren of lestijden van één niveau van het buitengewoon onderwijs."""

    def __init__(self, case: Case, n: buitengewoon.Niveau) -> None:
        self.n = n
        self.regelingen: tuple[Regeling, ...] = (n.regeling,)
        self.law = case.law()
        self.now = buitengewoon.kernen(case.telling, n.niveau)[0]
        self.vorige = (
            buitengewoon.kernen(case.vorige, n.niveau)[0] if case.vorige is not None else None
        )
        self.limit: Waarde | None = None
        self.regel: buitengewoon.BuoRegel | None = None
        self.reden = ""
        try:
            self.limit = self.law(n.prefix + "drempel")
            minimum = self.law(n.prefix + "minimum")
            self.regel = buitengewoon.read_regel(self.law, n, self.limit, minimum)
        except ParameterMissing as error:
            self.reden = error.sentence

    def concerns(self, changes: Sequence[Change]) -> bool:
        return any(c.cell.onderwijsniveau is self.n.niveau for c in changes)

    def _kern(self, changes: Sequence[Change]) -> buitengewoon.Kern:
        """The worst count after the changes."""
        after = [self.now.alle, self.now.moeder, self.now.moeder_en_taal]
        for change in changes:
            if change.cell.onderwijsniveau is not self.n.niveau:
                continue
            for answers, sign in ((change.cell.kenmerken, -1), (change.kenmerken, 1)):
                sums: tuple[list[int], list[int]] = ([0, 0, 0], [0, 0, 0])
                buitengewoon.add_to_kernen(
                    sums,
                    buitengewoon.telt_mee(change.cell),
                    answers[_MOEDER],
                    answers[_TAAL],
                    change.halves,
                )
                after = [a + sign * s for a, s in zip(after, sums[0], strict=True)]
        return buitengewoon.Kern(*after)

    def low(self, changes: Sequence[Change]) -> tuple[Low, ...]:
        if self.regel is None or self.limit is None:
            return (ONBEREKENBAAR,)
        kern = self._kern(changes)
        earlier = self.vorige is not None and self.vorige.haalt(self.limit.number)
        hours = self.regel.toegekend(kern, kern.haalt(self.limit.number) or earlier)
        return (Low(Fraction(hours), self.regel.som(kern) * self.regel.per_punt),)

    def afstanden(self, gains: Gains) -> Iterable[Afstand]:
        if self.limit is None or self.now.alle <= 0:
            return
        limit = self.limit.number

        def ahead(kern: buitengewoon.Kern) -> Fraction:
            return kern.moeder - limit * kern.alle

        needed, helpful = _distance(
            -ahead(self.now),
            [(ahead(self._kern(ja)) - ahead(self._kern(nee)), n) for ja, nee, n in gains],
        )
        earlier = bool(
            not self.now.haalt(limit) and self.vorige is not None and self.vorige.haalt(limit)
        )
        everybody = [replace(c, halves=c.halves * n) for ja, _, n in gains for c in ja]
        best = self._kern(everybody)
        yield Afstand(
            self.n.regeling,
            "Drempel opleiding moeder",
            self.limit,
            Fraction(self.now.moeder, self.now.alle),
            Fraction(best.moeder, best.alle) if best.alle else Fraction(0),
            needed,
            helpful,
            earlier,
        )


# ---------------------------------------------------------------- werkingsbudget


class Budget:
    """Werkingsbudget: elk 'ja' is het bedrag van het kenmerk waard, vóór aftopping.

    Een officieel gecorrigeerd aantal telt in de plaats van de eigen telling; dan verandert een
    antwoord niets.
    """

    def __init__(self, case: Case, deel: werkingsbudget.Deel) -> None:
        self.levels = deel.levels
        self.regelingen: tuple[Regeling, ...] = (deel.regeling,)
        self.reden = ""
        law = case.law_begroting()
        self.bedragen: dict[int, Waarde | None] = {
            KENMERKEN.index(k): law.find(werkingsbudget.amount_name(deel.key, k))
            for k in werkingsbudget.KENMERKEN_WERKING
            if (deel.key, k) not in case.school.gecorrigeerd
        }

    def concerns(self, changes: Sequence[Change]) -> bool:
        return any(c.cell.onderwijsniveau in self.levels for c in changes)

    def low(self, changes: Sequence[Change]) -> tuple[Low, ...]:
        """Only what the changes add: the rest of the budget is the same before and after."""
        euro = _NUL
        for place, bedrag in self.bedragen.items():
            halves = sum(c.more(place) for c in changes if c.cell.onderwijsniveau in self.levels)
            if halves and bedrag is None:
                return (ONBEREKENBAAR,)
            if bedrag is not None:
                euro += bedrag.number * Fraction(halves, 2)
        return (Low(euro, euro),)

    def afstanden(self, gains: Gains) -> Iterable[Afstand]:
        return ()
