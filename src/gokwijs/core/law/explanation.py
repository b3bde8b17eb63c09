"""The explanation (Uitleg) and the receipt (Bewijs) that every result carries.

An Uitleg is a tree of ``Stap``: plain Dutch with the numbers filled in, the value, and for every
line article, source, text state and status. A Bewijs says which counts, which values of the law
and which version of the program gave the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gokwijs.core.law.numbers import Interval
from gokwijs.core.law.status import Status


class Soort(StrEnum):
    """How the parts of a step relate to its value; tests check it on every tree."""

    SOM = "som"  # value = sum of the parts that carry the same unit
    AFRONDING = "afronding"  # value = legal rounding of the first part
    FORMULE = "formule"  # value follows from the sentence; the parts explain its terms
    TELLING = "telling"  # counted pupils; parts are a breakdown whose sum is the value
    PARAMETER = "parameter"  # a number of the law
    TOETS = "toets"  # a condition that is met or not
    GEGEVEN = "gegeven"  # typed or read about the school


@dataclass(frozen=True, slots=True)
class Stap:
    """One line of the explanation. ``value`` is None when it cannot be computed."""

    name: str
    sentence: str
    value: Interval | None
    unit: str
    artikel: str
    bron: str
    tekststand: date | None
    status: Status
    soort: Soort
    open_vragen: tuple[str, ...] = ()
    parts: tuple[Stap, ...] = ()

    def walk(self) -> Iterator[Stap]:
        """This step and all below it, in reading order."""
        waiting = [self]
        while waiting:
            step = waiting.pop()
            yield step
            waiting.extend(reversed(step.parts))


@dataclass(frozen=True, slots=True)
class Bewijs:
    """Receipt; hashes are sha256 in hex. ``regels``: parameter name → hash of the value used."""

    telling: str
    vorige_telling: str | None
    school: str
    regels: Mapping[str, str]
    versie: str
    schooljaar: str
    data: Mapping[str, str] = field(default_factory=dict)
