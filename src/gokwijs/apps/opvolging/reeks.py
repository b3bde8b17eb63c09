"""The series of an indicator as one person may see it: points, breaks, chart and table rows.

In: an indicator with its metingen, the target, and what this person may see. Out: a ``Reeks``. What
may not be shown is not in it: whoever draws or exports it needs no gate any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from gokwijs.apps.analyse.antwoord_wie import rond
from gokwijs.apps.beleid.models import Indicator, Meting
from gokwijs.apps.beleid.tonen import AFGESCHERMD, ENKEL_WERKZONE, Zicht, getal
from gokwijs.apps.opvolging.tellen import ATTESTEN_VANAF
from gokwijs.core.analyse.aandeel import Aandeel, aandelen
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.zinnen.getallen import PROCENT_MIN
from gokwijs.renderers.grafiek import Lijn, Lijnen, Punt


@dataclass(frozen=True)
class Meetpunt:
    """One meting that may be named here; ``verborgen`` says why its numbers are not."""

    meting: Meting
    label: str
    aandeel: Aandeel | None = None
    verborgen: str = ""

    @property
    def tellers(self) -> tuple[str, str]:
        """Teller and noemer in words, or dashes."""
        m = self.meting
        if self.verborgen or m.teller is None or m.noemer is None:
            return "–", "–"
        return getal(m.teller), getal(m.noemer)

    @property
    def waarde(self) -> str:
        """'41 %', '6 van de 14', a score, or why there is nothing."""
        if self.verborgen:
            return "afgeschermd"
        if self.aandeel is None:
            return getal(self.meting.waarde or Decimal(0))
        if self.aandeel.n < PROCENT_MIN:
            return f"{self.tellers[0]} van de {self.tellers[1]}"
        return f"{rond(self.aandeel.p)} %"

    @property
    def interval(self) -> str:
        """'26 tot 58 %'; nothing for a score and for a group too small for a percentage."""
        if self.verborgen or self.aandeel is None or self.aandeel.n < PROCENT_MIN:
            return "–"
        return f"{rond(self.aandeel.low)} tot {rond(self.aandeel.high)} %"

    @property
    def punt(self) -> Punt:
        if self.verborgen:
            return Punt(None, verborgen=True)
        if self.aandeel is None:
            return Punt(float(self.meting.waarde or 0))
        share = self.aandeel
        return Punt(rond(share.p), rond(share.low), rond(share.high))


@dataclass(frozen=True)
class Reeks:
    """``breuken``: the labels after which the definition is another one."""

    indicator: Indicator
    punten: tuple[Meetpunt, ...]
    breuken: tuple[str, ...] = ()
    streefwaarde: Decimal | None = None
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
    def grafiek(self) -> Lijnen | None:
        """The points with their intervals, and the target as a line of its own."""
        if not any(not p.verborgen for p in self.punten):
            return None
        lines = [Lijn("gemeten", "gok", tuple(p.punt for p in self.punten))]
        if self.streefwaarde is not None:
            goal = Punt(float(self.streefwaarde))
            lines.append(Lijn("streefwaarde", "neutraal", (goal,) * len(self.punten)))
        return Lijnen(
            self.indicator.naam,
            self.eenheid,
            tuple(p.label for p in self.punten),
            tuple(lines),
            self.breuken,
        )


def geldig(metingen: Iterable[Meting]) -> list[Meting]:
    """Those that count now: per definition, oldest first; the definition of now comes last."""
    live = [m for m in metingen if m.vervangen is None]
    return sorted(live, key=lambda m: (m.definitie_versie, m.peildatum, m.pk))


def reeks(
    indicator: Indicator,
    metingen: Sequence[Meting],
    zicht: Zicht,
    streefwaarde: Decimal | None = None,
) -> Reeks:
    """The series of one indicator from all its metingen, replaced ones included."""
    live = geldig(metingen)
    shown = [m for m in live if zicht.exact or not m.werkzone]
    shares = iter(aandelen([_pair(m) for m in shown if m.noemer is not None]))
    points = []
    for meting, label in zip(shown, _labels(shown), strict=True):
        share = next(shares) if meting.noemer is not None else None
        hidden = zicht.aandeel(meting.teller, meting.noemer) == AFGESCHERMD
        points.append(
            Meetpunt(meting, label, None if hidden else share, AFGESCHERMD if hidden else "")
        )
    return Reeks(
        indicator,
        tuple(points),
        tuple(p.label for p, later in pairwise(points) if _break(indicator, p, later)),
        streefwaarde,
        len(shown) < len(live),
    )


def _pair(meting: Meting) -> tuple[Fraction, Fraction]:
    return Fraction(meting.teller or 0), Fraction(meting.noemer or 0)


def _labels(metingen: Sequence[Meting]) -> list[str]:
    """Schooljaren where each definition has one meting a year, otherwise days; never one twice."""
    years = [(m.definitie_versie, Schooljaar.of(m.peildatum)) for m in metingen]
    yearly = len(set(years)) == len(years)
    found: list[str] = []
    for meting, (version, year) in zip(metingen, years, strict=True):
        label = str(year) if yearly else f"{meting.peildatum:%d/%m/%y}"
        found.append(f"{label} v{version}" if label in found else label)
    return found


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
