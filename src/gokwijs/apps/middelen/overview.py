"""What was counted, per group and kenmerk: the table one checks before confirming.

In: a Telling. Out: rows with pupils, ja, nee and onbekend. Werkzone data.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gokwijs.apps.middelen.forms import TOTALS_GROUPS
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.middelen.counts import marginal, size
from gokwijs.core.telling.model import Telling


@dataclass(frozen=True)
class KenmerkRow:
    """One kenmerk in one group."""

    label: str
    ja: str
    nee: str
    onbekend: str
    has_unknown: bool


@dataclass(frozen=True)
class CountedGroup:
    """One level or group with its pupils."""

    titel: str
    niveau: str
    leerlingen: str
    rows: tuple[KenmerkRow, ...]


def counted_groups(telling: Telling) -> list[CountedGroup]:
    """Every group with pupils, in the order of the totals form."""
    found = []
    for group in TOTALS_GROUPS:
        everybody = size(telling, [group.niveau], group.groep)
        if not everybody:
            continue
        rows = []
        for kenmerk in group.kenmerken:
            low, high = marginal(telling, [group.niveau], kenmerk, group.groep)
            rows.append(_row(kenmerk, low, high, everybody))
        found.append(CountedGroup(group.titel, group.niveau.value, _pupils(everybody), tuple(rows)))
    return found


def _pupils(halves: int) -> str:
    return dutch_number(Fraction(halves, 2))


def _row(kenmerk: Kenmerk, low: int, high: int, everybody: int) -> KenmerkRow:
    return KenmerkRow(
        kenmerk.label,
        _pupils(low),
        _pupils(everybody - high),
        _pupils(high - low),
        high != low,
    )
