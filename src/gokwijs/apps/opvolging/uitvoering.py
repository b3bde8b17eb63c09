"""Did it happen? Execution comes before effect.

In: the acties of a goal with their log. Out: how many who were meant to take part did, and how many
pupils or parents were reached of those meant. Below half, a result says something about the
execution, not about the idea.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.apps.beleid.models import Actie
from gokwijs.core.beleid.keuzes import Actiestatus

HELFT = Fraction(1, 2)


@dataclass(frozen=True)
class Deel:
    """So many of so many."""

    ja: int
    n: int

    @property
    def laag(self) -> bool:
        return Fraction(self.ja, self.n) < HELFT


@dataclass(frozen=True)
class Uitvoeringsgraad:
    """``mensen``: teachers or classes; ``bereik``: pupils or parents. None: not noted."""

    mensen: Deel | None
    bereik: Deel | None

    @property
    def bekend(self) -> bool:
        return self.mensen is not None or self.bereik is not None

    @property
    def laag(self) -> bool:
        return any(deel is not None and deel.laag for deel in (self.mensen, self.bereik))


def uitvoeringsgraad(acties: Iterable[Actie]) -> Uitvoeringsgraad:
    """Over all acties of a goal that were not cancelled.

    Read beforehand: ``uitvoeringen``. A line of the log without both numbers does not count.
    """
    people, reach = [], []
    for actie in acties:
        if actie.status == Actiestatus.GEANNULEERD or actie.verwijderd is not None:
            continue
        if actie.uitvoerders_bedoeld and actie.uitvoerders_feitelijk is not None:
            people.append((actie.uitvoerders_feitelijk, actie.uitvoerders_bedoeld))
        reach += [
            (one.bereikt, one.bedoeld)
            for one in actie.uitvoeringen.all()
            if one.bereikt is not None and one.bedoeld
        ]
    return Uitvoeringsgraad(_sum(people), _sum(reach))


def _sum(parts: list[tuple[int, int]]) -> Deel | None:
    if not parts:
        return None
    return Deel(sum(ja for ja, _ in parts), sum(n for _, n in parts))
