"""What came in per kind of means: the official letter, or else our own calculation.

In: a school and a schooljaar. Out: per Middelsoort what was granted, from which lines, and what is
said beside it. Exact euros are Werkzone data: ``Zicht`` rounds them for everybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.utils import timezone

from gokwijs.apps.beleid.models import Overdracht
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.middelen.brieven import Sourced, lines_of
from gokwijs.apps.middelen.models import Berekening, VerschilNota
from gokwijs.apps.middelen.presenters import Json, fraction
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.beleid.plan import Toekenning
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import Interval, exact_string
from gokwijs.core.middelen.officieel import Line, LineKind, agrees
from gokwijs.core.middelen.result import ReasonKind, Regeling

SOORT_VAN: Mapping[Regeling, Middelsoort] = {
    Regeling.SES_LESTIJDEN_KLEUTER: Middelsoort.SES_LESTIJDEN,
    Regeling.SES_LESTIJDEN_LAGER: Middelsoort.SES_LESTIJDEN,
    Regeling.UREN_LERAAR_SO_1: Middelsoort.GOK_UREN_LERAAR,
    Regeling.UREN_LERAAR_SO_23: Middelsoort.GOK_UREN_LERAAR,
    Regeling.LESTIJDEN_BUBAO: Middelsoort.AANVULLENDE_LESTIJDEN,
    Regeling.LESUREN_BUSO: Middelsoort.AANVULLENDE_LESUREN,
    Regeling.WERKINGSBUDGET_BAO: Middelsoort.WERKINGSMIDDELEN,
    Regeling.WERKINGSBUDGET_SO: Middelsoort.WERKINGSMIDDELEN,
}
BEDRAG_ONTBREEKT = "niet berekenbaar: bedrag ontbreekt"
NIET_BEREKENBAAR = "niet berekenbaar"
VOOR_AFTOPPING = "vóór aftopping"


@dataclass(frozen=True)
class Deel:
    """One regeling: the official number, our own, and the one that counts."""

    regeling: Regeling
    officieel: Sourced | None
    eigen: Interval | None
    redenen: frozenset[ReasonKind] = frozenset()
    berekend_op: date | None = None
    verklaring: str = ""  # what somebody said about the difference

    @property
    def line(self) -> Line:
        kind = LineKind.EURO if self.regeling.eenheid == "euro" else LineKind.UREN
        return Line(kind, self.regeling.value)

    @property
    def bedrag(self) -> Fraction | None:
        """The letter wins; without one the least that is certain."""
        if self.officieel is not None:
            return self.officieel.value
        return None if self.eigen is None else self.eigen.low

    @property
    def is_zeker(self) -> bool:
        """Is our own number one number?"""
        return self.eigen is not None and self.eigen.is_exact

    @property
    def waarom_niet(self) -> str:
        """Why there is no number; empty when there is one."""
        if self.bedrag is not None:
            return ""
        if self.regeling.eenheid == "euro" and ReasonKind.PARAMETER_ONTBREEKT in self.redenen:
            return BEDRAG_ONTBREEKT
        return NIET_BEREKENBAAR

    @property
    def voor_aftopping(self) -> bool:
        return self.officieel is None and ReasonKind.VOOR_AFTOPPING in self.redenen

    @property
    def verschilt(self) -> bool:
        """Do letter and calculation say something else?"""
        if self.officieel is None or self.eigen is None:
            return False
        return not agrees(self.line, self.eigen, self.officieel.value)

    @property
    def verschil(self) -> Interval | None:
        """Letter minus own calculation."""
        if self.officieel is None or self.eigen is None:
            return None
        value = self.officieel.value
        return Interval(value - self.eigen.high, value - self.eigen.low)

    @property
    def vergelijkbaar_sinds(self) -> date | None:
        """Since when both numbers are there."""
        if self.officieel is None or self.berekend_op is None or self.eigen is None:
            return None
        entered = timezone.localtime(self.officieel.regel.created).date()
        return max(entered, self.berekend_op)


@dataclass(frozen=True)
class Toegekend:
    """What was granted of one kind in one schooljaar."""

    soort: Middelsoort
    schooljaar: Schooljaar
    delen: tuple[Deel, ...] = ()
    erbij: Overdracht | None = None  # unspent of the schooljaar before
    mee: Overdracht | None = None  # unspent of this one, for the next

    @cached_property
    def bedrag(self) -> Fraction | None:
        """The sum of what is known, with what came along; None when nothing is known."""
        known = [deel.bedrag for deel in self.delen if deel.bedrag is not None]
        if not known and self.erbij is None:
            return None
        return sum(known, self._erbij)

    @property
    def _erbij(self) -> Fraction:
        return self.erbij.aantal if self.erbij is not None else Fraction(0)

    @property
    def is_officieel(self) -> bool:
        return bool(self.delen) and all(deel.officieel is not None for deel in self.delen)

    @property
    def is_volledig(self) -> bool:
        """Is every part known?"""
        return bool(self.delen) and all(deel.bedrag is not None for deel in self.delen)

    @property
    def waarom_niet(self) -> str:
        """Why nothing is known of it; empty when something is."""
        if self.bedrag is not None:
            return ""
        if not self.delen:
            return "niet gekend"
        return self.delen[0].waarom_niet

    @property
    def brieven(self) -> list[Sourced]:
        """The letters that count, each once."""
        found = {d.officieel.brief.pk: d.officieel for d in self.delen if d.officieel is not None}
        return list(found.values())

    @property
    def eigen(self) -> Fraction | None:
        """Our own number, to hold against the letter; None where it cannot be said.

        Where unknown answers leave room, the end of the interval nearest to the letter.
        """
        if not self.brieven:
            return self.bedrag
        low = high = self._erbij
        for deel in self.delen:
            if deel.eigen is None:
                return None
            low, high = low + deel.eigen.low, high + deel.eigen.high
        assert self.bedrag is not None
        return min(max(self.bedrag, low), high) if self.verschilt else self.bedrag

    @property
    def verschilt(self) -> bool:
        return any(deel.verschilt for deel in self.delen)

    @property
    def _verklaard(self) -> str:
        """Said when every difference was; the words themselves stay with the letter."""
        open_ = any(deel.verschilt and not deel.verklaring for deel in self.delen)
        return "" if open_ or not self.verschilt else "verklaard bij de brief"

    def zinnen(self, zicht: Zicht) -> list[str]:
        """What stands beside the number, per part; whole euros outside the Werkzone."""
        found = [sentence for deel in self.delen for sentence in _zinnen(self, deel, zicht)]
        if self.erbij is not None:
            amount = zicht.met_eenheid(self.soort, self.erbij.aantal)
            found.append(
                f"Daarbij komt {amount} van {self.schooljaar.previous}: {self.erbij.reden}"
            )
        if self.mee is not None:
            amount = zicht.met_eenheid(self.soort, self.mee.aantal)
            found.append(f"{amount} gaat mee naar {self.schooljaar.next}: {self.mee.reden}")
        return found

    def als_toekenning(self) -> Toekenning:
        """As the rules read it; an own calculation is not a granted amount."""
        letters = self.brieven if self.is_officieel else []
        since = [d.vergelijkbaar_sinds for d in self.delen if d.vergelijkbaar_sinds is not None]
        return Toekenning(
            id=list(Middelsoort).index(self.soort) + 1,
            soort=self.soort,
            schooljaar=self.schooljaar,
            toegekend=self.bedrag if self.brieven else None,
            document="; ".join(one.brief.naam for one in letters),
            datum=max((one.brief.datum for one in letters), default=None),
            eigen_berekening=self.eigen,
            verschil_verklaring=self._verklaard,
            bekend_sinds=max(since, default=None),
        )


def _zinnen(whole: Toegekend, deel: Deel, zicht: Zicht) -> list[str]:
    name = deel.regeling.titel if len(whole.delen) > 1 else "Toegekend"
    soort = whole.soort
    if deel.officieel is not None:
        brief = deel.officieel.brief
        amount = zicht.met_eenheid(soort, deel.officieel.value)
        found = [f"{name}: {amount} volgens {brief.naam} van {brief.datum:%d/%m/%Y}."]
        if deel.verschilt and deel.eigen is not None:
            words = f"Onze eigen berekening geeft {zicht.tussen(soort, deel.eigen)}."
            found.append(f"{words} {_verklaring(deel, zicht)}")
        return found
    if deel.eigen is None:
        return [f"{name}: {deel.waarom_niet}. Voer de officiële brief in."]
    found = [f"{name}: {zicht.tussen(soort, deel.eigen)} volgens onze eigen berekening."]
    if not deel.is_zeker:
        found.append(f"Het zekere minimum telt: {zicht.met_eenheid(soort, deel.eigen.low)}.")
    if deel.voor_aftopping:
        found.append(
            f"Dit bedrag is {VOOR_AFTOPPING}: het officieel gecorrigeerde aantal ontbreekt."
        )
    return found


def _verklaring(deel: Deel, zicht: Zicht) -> str:
    """What somebody wrote can hold counts of pupils, so it stays in the Werkzone."""
    if not deel.verklaring:
        return "Dat verschil is nog niet verklaard."
    return deel.verklaring if zicht.exact else "Dat verschil is verklaard."


# ---------------------------------------------------------------- reading it


def toegekend(school: School, schooljaar: Schooljaar) -> Mapping[Middelsoort, Toegekend]:
    """Per kind that concerns this school; ``andere`` has no grant and is not in it."""
    lines = lines_of(school, schooljaar)
    berekening = _latest(school, schooljaar)
    results = {r["regeling"]: r for r in berekening.resultaten} if berekening else {}
    notes = _notas(school, schooljaar) if lines and berekening else {}
    found: dict[Middelsoort, list[Deel]] = {}
    for regeling, soort in SOORT_VAN.items():
        kind = LineKind.EURO if soort.is_geld else LineKind.UREN
        letters = lines.get(Line(kind, regeling.value), [])
        result = results.get(regeling.value)
        if letters or result is not None:
            deel = _deel(regeling, letters, result, berekening, notes)
            found.setdefault(soort, []).append(deel)
    moved = _overdrachten(school, schooljaar)
    kinds = [s for s in Middelsoort if s in found or (s, schooljaar.previous.start) in moved]
    return {
        soort: Toegekend(
            soort,
            schooljaar,
            tuple(found.get(soort, ())),
            moved.get((soort, schooljaar.previous.start)),
            moved.get((soort, schooljaar.start)),
        )
        for soort in kinds
    }


def _overdrachten(
    school: School, schooljaar: Schooljaar
) -> dict[tuple[Middelsoort, int], Overdracht]:
    """What came along from the year before, and what goes along to the next."""
    found = Overdracht.objects.filter(
        school=school,
        schooljaar__in=(schooljaar.previous.start, schooljaar.start),
        ingetrokken__isnull=True,
    )
    return {(Middelsoort(one.soort), one.schooljaar): one for one in found}


def _latest(school: School, schooljaar: Schooljaar) -> Berekening | None:
    """The calculation that counts, without its counts."""
    return (
        school.berekeningen.filter(schooljaar=schooljaar.start)
        .only("school", "resultaten", "created")
        .first()
    )


def _notas(school: School, schooljaar: Schooljaar) -> dict[str, VerschilNota]:
    """The newest note per line."""
    found: dict[str, VerschilNota] = {}
    for nota in school.verschilnotas.filter(schooljaar=schooljaar.start):
        found.setdefault(nota.regel, nota)
    return found


def _deel(
    regeling: Regeling,
    letters: Sequence[Sourced],
    result: Json | None,
    berekening: Berekening | None,
    notes: Mapping[str, VerschilNota],
) -> Deel:
    low = fraction(result["minimum"]) if result else None
    high = fraction(result["maximum"]) if result else None
    deel = Deel(
        regeling,
        letters[0] if letters else None,
        None if low is None or high is None else Interval(low, high),
        frozenset(ReasonKind(r["soort"]) for r in result["redenen"]) if result else frozenset(),
        timezone.localtime(berekening.created).date() if berekening and result else None,
    )
    nota = notes.get(deel.line.code)
    if nota is None or not _about(nota, deel):
        return deel
    explained = nota.tekst if nota.staat == VerschilNota.Staat.VERKLAARD else ""
    return Deel(
        deel.regeling, deel.officieel, deel.eigen, deel.redenen, deel.berekend_op, explained
    )


def _about(nota: VerschilNota, deel: Deel) -> bool:
    """Is the note about the numbers of now? Otherwise the difference is open again."""
    return deel.officieel is not None and nota.officieel == exact_string(deel.officieel.value)
