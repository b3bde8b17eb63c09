"""What a closed round of self-evaluation may show: frozen, and kept as JSON for ever.

In: ``Groep``, the submitted sheets of one group of respondents. Out: ``Uitslag``, which holds
nothing of a single respondent once the gate (``uitslag.py``) has made it for an anonymous round.
In JSON a mapping is a list of pairs: a database does not keep the order of keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, NamedTuple

Soort = Literal["team", "leerling", "ouder"]
Antwoord = int | None
"""1 and on: a level; 0: weet ik niet; None: not answered."""
Json = dict[str, Any]

AFGESCHERMD = (
    "Afgeschermd: de groep is te klein, of de antwoorden lijken te veel op elkaar. Anders is te "
    "zien wie wat antwoordde."
)


@dataclass(frozen=True, slots=True)
class Groep:
    """A group of respondents with one mapping per submitted sheet: item key → answer."""

    sleutel: str
    naam: str
    soort: Soort
    bladen: Sequence[Mapping[str, Antwoord]]


class Bereik(NamedTuple):
    """From ``laag`` up to and including ``hoog``."""

    laag: int
    hoog: int

    @property
    def zeker(self) -> bool:
        """Is there one value only?"""
        return self.laag == self.hoog


class Verschil(NamedTuple):
    """Keys of two groups: the middle of the first is surely higher than that of the second."""

    hoger: str
    lager: str


@dataclass(frozen=True, slots=True)
class Beeld:
    """The answers of ``n`` respondents to one item.

    ``tellingen``: how many gave each answer. ``midden``: between which levels the middle answer
    lies, None when perhaps nobody chose a level. ``gemiddelde``: of the levels, named rounds only.
    """

    n: int
    tellingen: Mapping[Antwoord, Bereik]
    midden: Bereik | None
    gemiddelde: Fraction | None = None

    def naar_json(self) -> Json:
        """Ranges as pairs; a mean as an exact string."""
        return {
            "n": self.n,
            "tellingen": [[answer, *counts] for answer, counts in self.tellingen.items()],
            "midden": None if self.midden is None else list(self.midden),
            "gemiddelde": None if self.gemiddelde is None else str(self.gemiddelde),
        }

    @classmethod
    def van_json(cls, data: Json) -> Beeld:
        """The inverse of ``naar_json``."""
        return cls(
            data["n"],
            {answer: Bereik(*counts) for answer, *counts in data["tellingen"]},
            None if data["midden"] is None else Bereik(*data["midden"]),
            None if data["gemiddelde"] is None else Fraction(data["gemiddelde"]),
        )


@dataclass(frozen=True, slots=True)
class ItemUitslag:
    """One item: the whole, each shown group by key, or ``reden`` why nothing is shown."""

    totaal: Beeld | None
    per_groep: Mapping[str, Beeld] = field(default_factory=dict)
    reden: str = ""
    verschil: tuple[Verschil, ...] = ()

    def naar_json(self) -> Json:
        """As plain data."""
        return {
            "totaal": None if self.totaal is None else self.totaal.naar_json(),
            "per_groep": [[key, beeld.naar_json()] for key, beeld in self.per_groep.items()],
            "reden": self.reden,
            "verschil": [list(pair) for pair in self.verschil],
        }

    @classmethod
    def van_json(cls, data: Json) -> ItemUitslag:
        """The inverse of ``naar_json``."""
        return cls(
            None if data["totaal"] is None else Beeld.van_json(data["totaal"]),
            {key: Beeld.van_json(beeld) for key, beeld in data["per_groep"]},
            data["reden"],
            tuple(Verschil(*pair) for pair in data["verschil"]),
        )


@dataclass(frozen=True, slots=True)
class Groepsdeel:
    """A group as it is shown; ``samengevoegd`` names the groups inside when there are several."""

    sleutel: str
    naam: str
    n: int
    samengevoegd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deel:
    """One kind of respondents: how many, the groups shown (none: no breakdown), the items."""

    soort: Soort
    n: int
    groepen: tuple[Groepsdeel, ...]
    items: Mapping[str, ItemUitslag]

    @property
    def namen(self) -> dict[str, str]:
        """The names of the groups shown, by key."""
        return {groep.sleutel: groep.naam for groep in self.groepen}

    def naar_json(self) -> Json:
        """As plain data."""
        return {
            "soort": self.soort,
            "n": self.n,
            "groepen": [
                {"sleutel": g.sleutel, "naam": g.naam, "n": g.n, "samengevoegd": [*g.samengevoegd]}
                for g in self.groepen
            ],
            "items": [[key, item.naar_json()] for key, item in self.items.items()],
        }

    @classmethod
    def van_json(cls, data: Json) -> Deel:
        """The inverse of ``naar_json``."""
        return cls(
            data["soort"],
            data["n"],
            tuple(
                Groepsdeel(g["sleutel"], g["naam"], g["n"], tuple(g["samengevoegd"]))
                for g in data["groepen"]
            ),
            {key: ItemUitslag.van_json(item) for key, item in data["items"]},
        )


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Everything a closed round shows, per kind of respondents."""

    anoniem: bool
    niveaus: int
    delen: Mapping[Soort, Deel]

    def naar_json(self) -> Json:
        """As plain data; ``van_json`` reads it back without loss."""
        return {
            "anoniem": self.anoniem,
            "niveaus": self.niveaus,
            "delen": [deel.naar_json() for deel in self.delen.values()],
        }

    @classmethod
    def van_json(cls, data: Json) -> Uitslag:
        """The inverse of ``naar_json``."""
        delen = [Deel.van_json(deel) for deel in data["delen"]]
        return cls(data["anoniem"], data["niveaus"], {deel.soort: deel for deel in delen})
