"""What a chart says, apart from how it looks.

In: plain numbers and texts. Out: frozen definitions. A hidden value is forgotten here already, so
that no axis, width or sentence further on can give it away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


def _check(values: Iterable[float | None], *, least: float = -math.inf) -> None:
    for value in values:
        if value is not None and (not math.isfinite(value) or value < least):
            raise ValueError(f"een grafiek kan dit getal niet tonen: {value}")


@dataclass(frozen=True, slots=True)
class Staaf:
    """One bar. Without ``waarde`` but with ``low`` and ``high`` only the interval is known.

    ``tekst`` is said instead of the number: "6 van 14", for a group too small for a percentage.
    """

    label: str
    waarde: float | None
    low: float | None
    high: float | None
    kleur: str
    bijschrift: str = ""  # what stands with it; the reason when there is no value
    verborgen: bool = False
    referentie: float | None = None
    tekst: str = ""

    def __post_init__(self) -> None:
        if self.verborgen:
            for name in ("waarde", "low", "high"):
                object.__setattr__(self, name, None)
            object.__setattr__(self, "tekst", "")
        _check((self.waarde, self.low, self.high, self.referentie))


@dataclass(frozen=True, slots=True)
class Staven:
    titel: str
    eenheid: str
    rijen: tuple[Staaf, ...]
    referentie_label: str = ""


@dataclass(frozen=True, slots=True)
class Punt:
    waarde: float | None
    low: float | None = None
    high: float | None = None
    verborgen: bool = False

    def __post_init__(self) -> None:
        if self.verborgen:
            for name in ("waarde", "low", "high"):
                object.__setattr__(self, name, None)
        _check((self.waarde, self.low, self.high))


@dataclass(frozen=True, slots=True)
class Lijn:
    label: str
    kleur: str
    punten: tuple[Punt, ...]


@dataclass(frozen=True, slots=True)
class Lijnen:
    """``breuk_na``: the last of ``x`` before the way of counting changed; several: more breaks."""

    titel: str
    eenheid: str
    x: tuple[str, ...]
    reeksen: tuple[Lijn, ...]
    breuk_na: str | tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if any(len(lijn.punten) != len(self.x) for lijn in self.reeksen):
            raise ValueError("elke lijn heeft een punt voor elk schooljaar")
        if any(breuk not in self.x[:-1] for breuk in self.breuken):
            raise ValueError(f"geen schooljaar na de breuk: {self.breuk_na}")

    @property
    def breuken(self) -> tuple[str, ...]:
        """Every break, in the order given."""
        if self.breuk_na is None:
            return ()
        return (self.breuk_na,) if isinstance(self.breuk_na, str) else self.breuk_na


@dataclass(frozen=True, slots=True)
class Tijdpunt:
    """A value on a day. ``tekst`` is said instead of the number: "6 van 14"."""

    dag: date
    punt: Punt
    tekst: str = ""

    def __post_init__(self) -> None:
        if self.punt.verborgen:
            object.__setattr__(self, "tekst", "")


@dataclass(frozen=True, slots=True)
class Balk:
    """Something that lasted; without ``van`` or ``tot`` it is open on that side."""

    label: str
    van: date | None
    tot: date | None


@dataclass(frozen=True, slots=True)
class Tijdlijn:
    """Values on the days on which they were measured, and under the axis what happened meanwhile.

    ``weg``: a straight way between two days, drawn as ours and not as something measured.
    ``breuken``: the places of the points after which the way of counting changed.
    """

    titel: str
    eenheid: str
    punten: tuple[Tijdpunt, ...]
    weg: tuple[tuple[date, float], tuple[date, float]] | None = None
    balken: tuple[Balk, ...] = ()
    breuken: tuple[int, ...] = ()
    punten_naam: str = "gemeten"
    weg_naam: str = "weg"
    balken_naam: str = "Acties"

    def __post_init__(self) -> None:
        if any(not 0 <= place < len(self.punten) - 1 for place in self.breuken):
            raise ValueError(f"geen punt na de breuk: {self.breuken}")
        if self.weg is not None:
            _check(value for _, value in self.weg)


@dataclass(frozen=True, slots=True)
class Categorie:
    key: str
    label: str
    kleur: str


@dataclass(frozen=True, slots=True)
class StapelRij:
    """One bar of 100 %. One hidden part hides the row: the rest of the bar would tell it."""

    label: str
    waarden: tuple[float | None, ...]
    verborgen: bool = False

    def __post_init__(self) -> None:
        if self.verborgen:
            object.__setattr__(self, "waarden", (None,) * len(self.waarden))
        _check(self.waarden, least=0)


@dataclass(frozen=True, slots=True)
class Stapel:
    titel: str
    categorieen: tuple[Categorie, ...]
    rijen: tuple[StapelRij, ...]

    def __post_init__(self) -> None:
        if any(len(rij.waarden) != len(self.categorieen) for rij in self.rijen):
            raise ValueError("elke rij heeft een waarde voor elke categorie")


@dataclass(frozen=True, slots=True)
class Knoop:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    van: str
    naar: str
    aantal: float
    kleur: str
    verborgen: bool = False

    def __post_init__(self) -> None:
        if self.verborgen:
            object.__setattr__(self, "aantal", 0)
        _check((self.aantal,), least=0)


@dataclass(frozen=True, slots=True)
class Stroom:
    titel: str
    links: tuple[Knoop, ...]
    rechts: tuple[Knoop, ...]
    banden: tuple[Band, ...]

    def __post_init__(self) -> None:
        left, right = ({k.key for k in side} for side in (self.links, self.rechts))
        if any(b.van not in left or b.naar not in right for b in self.banden):
            raise ValueError("een band loopt van een knoop links naar een knoop rechts")


@dataclass(frozen=True, slots=True)
class Verschilrij:
    """One difference with its interval."""

    label: str
    waarde: float
    low: float | None
    high: float | None
    kleur: str

    def __post_init__(self) -> None:
        _check((self.waarde, self.low, self.high))


@dataclass(frozen=True, slots=True)
class Verschil:
    """Differences around zero. ``grens``: within this distance of zero it makes no difference."""

    titel: str
    eenheid: str
    rijen: tuple[Verschilrij, ...]
    grens: float | None = None
    grens_label: str = ""
    links: str = ""  # what lies on each side of zero
    rechts: str = ""

    def __post_init__(self) -> None:
        _check((self.grens,), least=0)


Grafiek = Staven | Lijnen | Tijdlijn | Stapel | Stroom | Verschil
