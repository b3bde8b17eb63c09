"""What goes into a calculation and what comes out: frozen records, without a name in them.

In: one ``Meetrij`` per pupil and the ``Opzetkeuze`` that was made before the start. Out: an
``Effect`` with its verdict, numbers, method, parameters and what was left out and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gokwijs.core.effect.bewaren import lees, schrijf
from gokwijs.core.effect.drempels import DREMPELS, Drempels
from gokwijs.core.effect.keuzes import Ontwerp, Toewijzing, Uitkomstsoort
from gokwijs.core.effect.oordeel import MET_GETAL, Oordeel


@dataclass(frozen=True, slots=True)
class Meetrij:
    """One pupil, no name. ``voor`` and ``na`` on the same toets; None is missing.

    ``klas`` empty and ``gok`` None are unknown. ``kenmerken`` only serve the check of balance.
    """

    voor: float | None
    na: float | None
    klas: str = ""
    gok: bool | None = None
    kenmerken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opzetkeuze:
    """What was chosen before the start, and what is known of the toets and of the execution.

    ``bereik``, ``dosis`` and ``laag_gekozen`` (the share that was picked on an unfavourable score)
    are 0 to 1. ``marge`` is in points. ``r``: correlation of the toets with itself.
    ``gekozen_op_voormeting``: the low score by which pupils were picked is the pre-test itself.
    ``op_tijd``: the setup was fixed before the post-test; it decides the words, not the verdict.
    """

    soort: Uitkomstsoort = Uitkomstsoort.LEERPRESTATIES
    gestandaardiseerd: bool = False
    ja_nee: bool = False
    hoger_is_beter: bool = True
    hoofduitkomst: bool = True
    toewijzing: Toewijzing = Toewijzing.LEERLING
    koppelen: bool = False
    marge: float | None = None
    bereik: float | None = None
    dosis: float | None = None
    laag_gekozen: float | None = None
    r: float | None = None
    gemiddelde_allen: float | None = None
    sd_allen: float | None = None
    een_schooljaar: bool = False
    gekozen_op_voormeting: bool = False
    op_tijd: bool = True


@dataclass(frozen=True, slots=True)
class Schatting:
    """A number with its 95 % interval; ``df`` None where the interval does not rest on one."""

    waarde: float
    low: float
    high: float
    se: float | None = None
    df: float | None = None

    def keer(self, factor: float) -> Schatting:
        """The same in another unit, or turned by a negative factor."""
        low, high = sorted((self.low * factor, self.high * factor))
        se = None if self.se is None else self.se * abs(factor)
        return Schatting(self.waarde * factor, low, high, se, self.df)

    @property
    def grenzen(self) -> tuple[float, float]:
        return self.low, self.high

    @property
    def met_nul(self) -> bool:
        """Does the interval hold 0?"""
        return self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class Uitval:
    """Pupils of ``groep`` ('actie' or 'vergelijking') left out, with the cause."""

    groep: str
    reden: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Groepcijfers:
    """One group as measured, not turned; ``voor_*`` None without a pre-test. SD with n - 1."""

    groep: str
    n: int
    voor_gemiddelde: float | None
    voor_sd: float | None
    na_gemiddelde: float
    na_sd: float | None


@dataclass(frozen=True, slots=True)
class Controle:
    """Difference in differences beside the ANCOVA, in points and in SD of the pre-test.

    ``verschilt``: the two are more than the threshold apart, in SD of the post-test.
    """

    schatting: Schatting
    g: Schatting | None
    verschilt: bool


@dataclass(frozen=True, slots=True)
class Rtm:
    """What a group picked on an unfavourable score would gain without any action, at this r.

    ``punten`` None where the spread of all pupils is not known and cannot be estimated.
    """

    r: float
    sd: float
    punten: float | None


@dataclass(frozen=True, slots=True)
class Balans:
    """How many of the pairs have a kenmerk, per side; ``scheef`` beyond the baseline threshold."""

    kenmerk: str
    actie: int
    vergelijking: int
    n: int
    scheef: bool


@dataclass(frozen=True, slots=True)
class Paren:
    """A matched comparison: what was dropped, how even it is, and the mean paired difference.

    ``scheef``: one side is higher in more pairs than chance would do (more than the root of n).
    ``begin_g_voor``: baseline g of the whole groups, before matching.
    """

    n: int
    marge: float
    afstand: float
    weggevallen_t: int
    weggevallen_c: int
    actie_hoger: int
    vergelijking_hoger: int
    gelijk: int
    scheef: bool
    verschil: Schatting | None
    begin_g_voor: float | None
    balans: tuple[Balans, ...]


@dataclass(frozen=True, slots=True)
class Maanden:
    """Months by table ``tabel``; None is outside the table."""

    tabel: str
    waarde: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Basis:
    """What pooling needs of one lichting, kept also where nothing may be shown. Never shown.

    ``vergelijking_hash`` tells whether two lichtingen share a comparison group.
    """

    punten: float
    punten_se: float
    g: float | None
    g_se: float | None
    begin_g: float | None
    aangepast: bool
    hoogstens_onbeslist: bool
    klassen_t: int
    klassen_c: int
    actie_hash: str
    vergelijking_hash: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One result. Means and ``begin_g`` read as the toets does; ``punten``, ``g``, ``controle``,
    ``vooruitgang``, ``gekrompen``, ``maanden`` and the paired difference are turned so that + is
    favourable, also when lower is better.

    With ``proportie`` points are procentpunten and nothing is in SD. ``punten`` and ``g`` are None
    where the verdict allows no number. ``vooruitgang``: the mean gain of the group with the actie,
    only where there is no comparison group. ``n_nodig``: pupils per group at which the difference
    found would leave 0, or at which a difference near 0 would be called small.
    """

    ontwerp: Ontwerp
    oordeel: Oordeel
    keuze: Opzetkeuze
    n_t: int
    n_c: int
    klassen_t: int = 0
    klassen_c: int = 0
    uitval: tuple[Uitval, ...] = ()
    uitval_waarschuwing: bool = False
    begin_g: float | None = None
    heeft_voormeting: bool = False
    gemiddelden: tuple[Groepcijfers, ...] = ()
    vooruitgang: Schatting | None = None
    punten: Schatting | None = None
    g: Schatting | None = None
    aangepast: bool = False
    controle: Controle | None = None
    gekrompen: Schatting | None = None
    rtm: tuple[Rtm, ...] = ()
    paren: Paren | None = None
    maanden: Maanden | None = None
    maanden_reden: str = ""
    mdes: float | None = None
    n_nodig: int | None = None
    proportie: bool = False
    aannames: tuple[str, ...] = ()
    methode: str = ""
    methoden: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    data_hash: str = ""
    basis: Basis | None = None

    @property
    def toonbaar(self) -> bool:
        """May a difference be shown beside this verdict?"""
        return self.oordeel in MET_GETAL and self.punten is not None

    @property
    def drempels(self) -> Drempels:
        """The thresholds by which this result was judged."""
        return lees(Drempels, self.parameters) if self.parameters else DREMPELS

    def naar_json(self) -> dict[str, Any]:
        """Only what JSON holds; ``van_json`` gives the same record back."""
        return {"vorm": VORM, **schrijf(self)}

    @classmethod
    def van_json(cls, data: Mapping[str, Any]) -> Effect:
        """Raises ValueError on another form or an unknown key."""
        if data.get("vorm") != VORM:
            raise ValueError(f"an effect of form {data.get('vorm')!r} cannot be read")
        return lees(cls, {key: value for key, value in data.items() if key != "vorm"})


VORM = "effect-1"
