"""The series of an indicator as one person may see it: points, breaks, chart and table rows.

In: an indicator with its metingen, its goal, and what this person may see. Out: a ``Reeks``. What
may not be shown is not in it: whoever draws or exports it needs no gate any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from gokwijs.apps.analyse.antwoord_wie import rond
from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import Indicator, Meting, Streefdoel
from gokwijs.apps.beleid.tonen import AFGESCHERMD, ENKEL_WERKZONE, Zicht, getal
from gokwijs.apps.opvolging.actielijn import Actielijn
from gokwijs.apps.opvolging.tellen import ATTESTEN_VANAF
from gokwijs.core.analyse.aandeel import Aandeel, aandelen
from gokwijs.core.beleid.weg import Weg, toon_lijn
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.zinnen.getallen import PROCENT_MIN
from gokwijs.renderers.grafiek import Balk, Punt, Tijdlijn, Tijdpunt

WEG = "rechte lijn van de nulmeting naar de streefwaarde: een tekening, geen norm"
VLAK = "streefwaarde"


@dataclass(frozen=True)
class Meetpunt:
    """One meting that may be named here; ``verborgen`` says why its numbers are not.

    ``lijn``: the value of the line to the target on that day, in words.
    """

    meting: Meting
    aandeel: Aandeel | None = None
    verborgen: str = ""
    lijn: str = ""

    @property
    def tellers(self) -> tuple[str, str]:
        """Teller and noemer in words, or dashes."""
        m = self.meting
        if self.verborgen or m.teller is None or m.noemer is None:
            return "–", "–"
        return getal(m.teller), getal(m.noemer)

    @property
    def klein(self) -> bool:
        """Too few for a percentage: then the counts are said."""
        return self.aandeel is not None and self.aandeel.n < PROCENT_MIN

    @property
    def waarde(self) -> str:
        """'41 %', '6 van de 14', a score, or why there is nothing."""
        if self.verborgen:
            return "afgeschermd"
        if self.aandeel is None:
            return getal(self.meting.waarde or Decimal(0))
        if self.klein:
            return f"{self.tellers[0]} van de {self.tellers[1]}"
        return f"{rond(self.aandeel.p)} %"

    @property
    def interval(self) -> str:
        """'26 tot 58 %'; nothing for a score and for a group too small for a percentage."""
        if self.verborgen or self.aandeel is None or self.klein:
            return "–"
        return f"{rond(self.aandeel.low)} tot {rond(self.aandeel.high)} %"

    @property
    def punt(self) -> Tijdpunt:
        day, share = self.meting.peildatum, self.aandeel
        if self.verborgen:
            return Tijdpunt(day, Punt(None, verborgen=True))
        if share is None:
            return Tijdpunt(day, Punt(float(self.meting.waarde or 0)))
        if self.klein:
            return Tijdpunt(day, Punt(rond(share.p)), f"{self.tellers[0]} van {self.tellers[1]}")
        return Tijdpunt(day, Punt(rond(share.p), rond(share.low), rond(share.high)))


@dataclass(frozen=True)
class Reeks:
    """``breuken``: the places after which the definition is another one.

    ``weg``: the line of ``doel`` to its target; ``mist`` says what is needed to draw it.
    """

    indicator: Indicator
    punten: tuple[Meetpunt, ...]
    breuken: tuple[int, ...] = ()
    doel: Streefdoel | None = None
    weg: Weg | None = None
    mist: tuple[str, ...] = ()
    acties: tuple[Actielijn, ...] = ()
    enkel_werkzone: bool = False  # there is more, for who works with exact counts

    @property
    def laatste(self) -> Meetpunt | None:
        """The last one of the definition that holds now."""
        now = [p for p in self.punten if p.meting.definitie_versie == self._versie]
        return now[-1] if now else None

    @property
    def nulmeting(self) -> Meetpunt | None:
        return next((p for p in self.punten if p.meting.is_nulmeting), None)

    @property
    def _versie(self) -> int:
        return self.indicator.definitie_versie

    @property
    def eenheid(self) -> str:
        return "%" if self.indicator.is_aandeel else self.indicator.eenheid or "score"

    @property
    def werkzone(self) -> bool:
        """Are there exact counts in it, so that it is confidential?"""
        return any(p.meting.werkzone for p in self.punten)

    @property
    def met_lijn(self) -> bool:
        """Does any meting stand beside the line?"""
        return any(p.lijn for p in self.punten)

    @property
    def balken(self) -> tuple[Balk, ...]:
        return tuple(Balk(one.naam, one.start, one.einde) for one in self.acties)

    @property
    def grafiek(self) -> Tijdlijn | None:
        """The points with their intervals, the line to the target, and the acties under them."""
        if not any(not p.verborgen for p in self.punten):
            return None
        line, name = self._line()
        return Tijdlijn(
            self.indicator.naam,
            self.eenheid,
            tuple(p.punt for p in self.punten),
            line,
            self.balken,
            self.breuken,
            "gemeten, met wat goed mogelijk is" if self.indicator.is_aandeel else "gemeten",
            name,
        )

    def _line(self) -> tuple[tuple[tuple[date, float], tuple[date, float]] | None, str]:
        """To the target; a target without a line to it is a level one over what was measured."""
        if self.weg is not None:
            factor = 100 if self.indicator.is_aandeel else 1
            ends = ((self.weg.van, self.weg.waarde), (self.weg.tot, self.weg.doel))
            one, two = ((day, float(value * factor)) for day, value in ends)
            return (one, two), VLAK if one[1] == two[1] else WEG
        if self.doel is None or self.doel.streefwaarde is None:
            return None, VLAK
        goal = float(self.doel.streefwaarde)
        days = [p.meting.peildatum for p in self.punten]
        return ((min(days), goal), (self.doel.einddatum or max(days), goal)), VLAK


def geldig(metingen: Iterable[Meting]) -> list[Meting]:
    """Those that count now: per definition, oldest first; the definition of now comes last."""
    live = [m for m in metingen if m.vervangen is None]
    return sorted(live, key=lambda m: (m.definitie_versie, m.peildatum, m.pk))


@dataclass(frozen=True)
class Doellijn:
    """A goal with its line as this person may see it, and the acties for it.

    Without ``doel``: the series is not the one its target is about.
    """

    doel: Streefdoel | None
    weg: Weg | None = None
    mist: tuple[str, ...] = ()
    acties: tuple[Actielijn, ...] = ()


def reeks(
    indicator: Indicator,
    metingen: Sequence[Meting],
    zicht: Zicht,
    lijn: Doellijn | None = None,
) -> Reeks:
    """The series of one indicator from all its metingen, replaced ones included."""
    live = geldig(metingen)
    shown = [m for m in live if zicht.exact or not m.werkzone]
    shares = iter(aandelen([_pair(m) for m in shown if m.noemer is not None]))
    points = []
    for meting in shown:
        share = next(shares) if meting.noemer is not None else None
        hidden = zicht.aandeel(meting.teller, meting.noemer) == AFGESCHERMD
        beside = _beside(lijn.weg, meting, indicator) if lijn and lijn.weg else ""
        points.append(
            Meetpunt(meting, None if hidden else share, AFGESCHERMD if hidden else "", beside)
        )
    return Reeks(
        indicator,
        tuple(points),
        tuple(n for n, pair in enumerate(pairwise(points)) if _break(indicator, *pair)),
        lijn.doel if lijn else None,
        lijn.weg if lijn else None,
        lijn.mist if lijn else (),
        lijn.acties if lijn else (),
        len(shown) < len(live),
    )


def _beside(weg: Weg, meting: Meting, indicator: Indicator) -> str:
    """The value of the line on the day of a meting; nothing before it begins."""
    if meting.peildatum < weg.van:
        return ""
    return toon_lijn(weg.op(meting.peildatum), brug.indicator(indicator))


def _pair(meting: Meting) -> tuple[Fraction, Fraction]:
    return Fraction(meting.teller or 0), Fraction(meting.noemer or 0)


def _break(indicator: Indicator, one: Meetpunt, later: Meetpunt) -> bool:
    """Was something else counted from here on?"""
    if one.meting.definitie_versie != later.meting.definitie_versie:
        return True
    if not indicator.berekening.startswith("attest_"):
        return False
    years = (Schooljaar.of(p.meting.peildatum).start for p in (one, later))
    before, after = (start < ATTESTEN_VANAF for start in years)
    return before and not after


# ---------------------------------------------------------------- several indicators together


@dataclass(frozen=True)
class Samen:
    """One schooljaar of several shares: tellers and noemers added, never percentages."""

    jaar: Schooljaar
    aandeel: Aandeel | None
    verborgen: str = ""

    @property
    def waarde(self) -> str:
        if self.verborgen or self.aandeel is None:
            return self.verborgen or "–"
        counts = f"{getal_van(self.aandeel.x)} van de {getal_van(self.aandeel.n)}"
        return counts if self.aandeel.n < PROCENT_MIN else f"{rond(self.aandeel.p)} % ({counts})"

    @property
    def interval(self) -> str:
        if self.verborgen or self.aandeel is None or self.aandeel.n < PROCENT_MIN:
            return "–"
        return f"{rond(self.aandeel.low)} tot {rond(self.aandeel.high)} %"


def getal_van(value: Fraction) -> str:
    return getal(Decimal(value.numerator) / Decimal(value.denominator))


def samengeteld(reeksen: Sequence[Sequence[Meting]], zicht: Zicht) -> list[Samen]:
    """Per schooljaar in which each series was measured: the last of each, added up."""
    per_year: list[dict[Schooljaar, Meting]] = []
    for metingen in reeksen:
        shares = [m for m in geldig(metingen) if m.noemer is not None]
        per_year.append({Schooljaar.of(m.peildatum): m for m in shares})
    both = set.intersection(*(set(years) for years in per_year)) if per_year else set()
    found = []
    for jaar in sorted(both):
        own = [years[jaar] for years in per_year]
        if not zicht.exact and any(m.werkzone for m in own):
            found.append(Samen(jaar, None, ENKEL_WERKZONE))
            continue
        pairs = [_pair(m) for m in own]
        x, n = sum((p[0] for p in pairs), Fraction(0)), sum((p[1] for p in pairs), Fraction(0))
        # Beside a hidden one the sum would give it away.
        hidden = any(zicht.aandeel(m.teller, m.noemer) == AFGESCHERMD for m in own)
        found.append(Samen(jaar, None if hidden else aandelen([(x, n)])[0], AFGESCHERMD * hidden))
    return found
