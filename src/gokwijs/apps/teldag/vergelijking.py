"""Two Tellingen beside each other, and a check list before freezing: as a screen shows them.

In: Tellingen and results as JSON. Out: frozen rows with Dutch text; counts, never names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gokwijs.apps.leerlingen.models import NIVEAUS
from gokwijs.apps.middelen.forms import TOTALS_GROUPS, TotalsGroup
from gokwijs.apps.middelen.presenters import Glance, ResultView, glance, view
from gokwijs.apps.teldag.forms import combination_words
from gokwijs.apps.teldag.overzicht import aandacht, gemist, toeslag_onbekend, verklaringen
from gokwijs.apps.teldag.selectors import Dagstand, Formulieren
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.leerlingen.teldag import verschillen
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.counts import marginal, place_name, pupils, size
from gokwijs.core.middelen.export import results_to_json
from gokwijs.core.telling.model import Telling

_NIVEAU = dict(NIVEAUS)


@dataclass(frozen=True)
class Telrij:
    """One kenmerk of one group: ja, nee, onbekend in pupils, and as a change when there is one."""

    key: str
    label: str
    aantallen: tuple[tuple[str, str], ...]  # (answer, number)
    veranderd: str


@dataclass(frozen=True)
class Telgroep:
    """One level or group with its pupils, halves included."""

    key: str
    titel: str
    leerlingen: str
    veranderd: str
    rijen: tuple[Telrij, ...]


def telgroepen(telling: Telling, before: Telling | None = None) -> list[Telgroep]:
    """Every group with pupils now or before; with ``before`` what changed."""
    found = []
    for group in TOTALS_GROUPS:
        now = size(telling, [group.niveau], group.groep)
        earlier = size(before, [group.niveau], group.groep) if before else now
        if not now and not earlier:
            continue
        found.append(
            Telgroep(
                group.prefix,
                group.titel,
                _pupils(now),
                _change(earlier, now),
                tuple(_row(group, k, telling, before) for k in group.kenmerken),
            )
        )
    return found


def _row(group: TotalsGroup, kenmerk: Kenmerk, telling: Telling, before: Telling | None) -> Telrij:
    low, high = marginal(telling, [group.niveau], kenmerk, group.groep)
    everybody = size(telling, [group.niveau], group.groep)
    changed = ""
    if before is not None:
        old_low, old_high = marginal(before, [group.niveau], kenmerk, group.groep)
        parts = [_named("ja", old_low, low), _named("onbekend", old_high - old_low, high - low)]
        changed = ", ".join(p for p in parts if p)
    return Telrij(
        kenmerk.value,
        kenmerk.label,
        (
            ("ja", _pupils(low)),
            ("nee", _pupils(everybody - high)),
            ("onbekend", _pupils(high - low)),
        ),
        changed,
    )


def _pupils(halves: int) -> str:
    return dutch_number(pupils(halves))


def _change(before: int, now: int) -> str:
    """``was 12``; empty when nothing changed."""
    return "" if before == now else f"was {_pupils(before)}"


def _named(word: str, before: int, now: int) -> str:
    return "" if before == now else f"{word} {_pupils(before)} → {_pupils(now)}"


@dataclass(frozen=True)
class Celrij:
    """One place and combination with another number of pupils."""

    waar: str
    kenmerken: str
    was: str
    wordt: str


def celverschillen(before: Telling, now: Telling) -> list[Celrij]:
    """Every cell that changed."""
    several = before.has_several_places or now.has_several_places
    return [
        Celrij(
            f"{_NIVEAU[v.cell.onderwijsniveau.value]}, "
            f"{place_name(v.cell, with_vestiging=several)}",
            combination_words(v.cell.kenmerken),
            _pupils(v.before),
            _pupils(v.now),
        )
        for v in verschillen(before, now)
    ]


# ---------------------------------------------------------------- results


def views_of(results: Sequence[Any]) -> list[ResultView]:
    """Stored or fresh results, without the OKI."""
    return [view(r, werkzone=True) for r in results if r["regeling"] != "oki"]


def forecast(case: Case) -> list[ResultView]:
    """What the law gives now; nothing is stored."""
    return views_of(results_to_json(calculate(case)))


def in_een_oogopslag(views: Sequence[ResultView]) -> list[Glance]:
    return glance(views)


@dataclass(frozen=True)
class Uitkomst:
    """One regeling before and after."""

    titel: str
    was: str
    wordt: str
    verandert: bool


def uitkomsten(before: Sequence[ResultView], now: Sequence[ResultView]) -> list[Uitkomst]:
    """Hours and euros of two versions beside each other."""
    old = {v.key: v for v in before}
    rows = [
        Uitkomst(
            v.titel,
            _shown(old[v.key]) if v.key in old else "–",
            _shown(v),
            v.key not in old or (old[v.key].low, old[v.key].high) != (v.low, v.high),
        )
        for v in now
    ]
    gone = [v for v in before if v.key not in {n.key for n in now}]
    return rows + [Uitkomst(v.titel, _shown(v), "–", True) for v in gone]


def _shown(v: ResultView) -> str:
    return f"{v.groot} {v.eenheid}" if v.is_hours and v.berekenbaar else v.groot


# ---------------------------------------------------------------- before freezing


@dataclass(frozen=True)
class Punt:
    """One line of the check list."""

    goed: bool
    zin: str
    naar: str  # ontbrekend, or empty


def controle(stand: Dagstand, forms: Formulieren) -> list[Punt]:
    """What to look at before the Telling is frozen; nothing here forbids it."""
    missing = len(gemist(stand, forms, None))
    halves: Counter[str] = Counter()
    for key, cells in stand.cellen.items():
        halves[key] = sum(c.halves for c in cells)
    twice = sum(number > 2 for number in halves.values())
    points = [
        Punt(
            not missing,
            f"{verklaringen(missing).capitalize()} {'ontbreekt' if missing == 1 else 'ontbreken'}."
            if missing
            else "Van elke leerling is de verklaring er.",
            "ontbrekend" if missing else "",
        ),
        Punt(
            not twice,
            f"{_leerlingen(twice)} dubbel ingeschreven op deze dag en zo dubbel geteld."
            if twice
            else "Niemand is dubbel ingeschreven.",
            "",
        ),
    ]
    points += [
        Punt(False, f"{one.titel}: {_aantal(len(one.rijen))}.", "ontbrekend")
        for one in aandacht(stand, forms)
    ]
    unknown = toeslag_onbekend(stand)
    if unknown:
        points.append(
            Punt(False, f"Van {_aantal(unknown)} is de schooltoeslag niet gekend.", "ontbrekend")
        )
    return points


def _aantal(number: int) -> str:
    return "1 leerling" if number == 1 else f"{number} leerlingen"


def _leerlingen(number: int) -> str:
    return "1 leerling is" if number == 1 else f"{number} leerlingen zijn"


@dataclass(frozen=True)
class Verhouding:
    """S by our own count of a year earlier: a suggestion, not the official number."""

    x: str
    p: str
    zeker: bool


def eigen_verhouding(vorige: Telling | None) -> Verhouding | None:
    """X and P of the ratio S (DBO art. 134) as we counted them; None without basisonderwijs."""
    from gokwijs.core.middelen.counts import BASISONDERWIJS

    if vorige is None or not size(vorige, BASISONDERWIJS):
        return None
    low, high = marginal(vorige, BASISONDERWIJS, Kenmerk.SCHOOLTOESLAG)
    x = _pupils(low) if low == high else f"{_pupils(low)} tot {_pupils(high)}"
    return Verhouding(x, _pupils(size(vorige, BASISONDERWIJS)), low == high)
