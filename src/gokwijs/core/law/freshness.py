"""Which numbers of the law need a new look: old, unverified, or about to end.

In: the law and today. Out: findings, one Dutch sentence each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gokwijs.core.law.parameters import Parameter, Regels, Waarde
from gokwijs.core.law.status import Status

MAX_AGE = timedelta(days=365)
SOON = timedelta(days=180)
_UNVERIFIED = {Status.SECUNDAIR, Status.ONBEVESTIGD, Status.ONBEKEND}


class Kind(StrEnum):
    OUD = "oud"
    ONBEVESTIGD = "onbevestigd"
    LOOPT_AF = "loopt af"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to look again at one parameter."""

    name: str
    kind: Kind
    sentence: str


def findings(regels: Regels, today: date) -> list[Finding]:
    """Every finding on the values in force today, in order of name."""
    found = []
    for parameter in regels.parameters.values():
        current = next((w for w in parameter.waarden if w.covers(today)), None)
        if current is not None:
            found.extend(_on_value(parameter, current, today))
    return found


def _on_value(parameter: Parameter, current: Waarde, today: date) -> list[Finding]:
    found = []
    age = today - current.gecontroleerd_op
    if age > MAX_AGE:
        found.append(
            Finding(
                parameter.name,
                Kind.OUD,
                f"'{parameter.titel}' is {age.days} dagen geleden nagekeken "
                f"({current.gecontroleerd_op:%d/%m/%Y}).",
            )
        )
    if current.status in _UNVERIFIED:
        word = {
            Status.SECUNDAIR: "komt uit een secundaire bron",
            Status.ONBEVESTIGD: "is niet bevestigd",
            Status.ONBEKEND: "is onbekend",
        }[current.status]
        found.append(Finding(parameter.name, Kind.ONBEVESTIGD, f"'{parameter.titel}' {word}."))
    if current.tot is not None and current.tot - today <= SOON:
        follows = any(w.vanaf == current.tot + timedelta(days=1) for w in parameter.waarden)
        after = "daarna geldt een volgende waarde" if follows else "daarna is er geen waarde"
        found.append(
            Finding(
                parameter.name,
                Kind.LOOPT_AF,
                f"'{parameter.titel}' geldt tot en met {current.tot:%d/%m/%Y}; {after}.",
            )
        )
    return found
