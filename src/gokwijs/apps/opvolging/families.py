"""The policy indicators that stand ready: per family a series over schooljaren, for one person.

In: a school as somebody may see it. Out: families with their series: who and where the GOK pupils
are, schoolse vordering and the way to 1A or 1B, attesten. In the Werkzone every year is counted;
outside it only released tables are read, and a number with one hidden part is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from gokwijs.apps.analyse.antwoord_wie import rond
from gokwijs.apps.analyse.kijk import Kijk, Zone
from gokwijs.apps.analyse.vragen import Keuze
from gokwijs.apps.beleid.models import Indicator
from gokwijs.apps.beleid.tonen import AFGESCHERMD
from gokwijs.apps.opvolging.reeks import getal_van
from gokwijs.apps.opvolging.tellen import ATTESTEN_VANAF, FIGUREN, Figuur, Telkeuze, is_klaar
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.analyse.aandeel import Aandeel, aandelen
from gokwijs.core.analyse.tellen import SCHOOL, Aantal, Telblad
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.zinnen.getallen import PROCENT_MIN
from gokwijs.renderers.grafiek import Lijn, Lijnen, Punt

ALLEN = ("gok", "rest", "onbekend")
SAMEN = 3  # so many schooljaren are pooled
_GRAFIEK = 4  # more lines than this cannot be told apart
_KLEUREN = ("gok", "neutraal", "rest", "gok")  # no colour of a kenmerk; dashes tell them apart


@dataclass(frozen=True)
class Cohort:
    """One schooljaar of one line. Without ``aandeel``: why there is none."""

    jaar: Schooljaar
    aandeel: Aandeel | None
    reden: str = ""

    @property
    def klein(self) -> bool:
        return self.aandeel is not None and self.aandeel.n < PROCENT_MIN

    @property
    def verborgen(self) -> bool:
        return self.reden == AFGESCHERMD

    @property
    def waarde(self) -> str:
        """'31 % (14 van de 45)', '6 van de 14', or why not."""
        if self.aandeel is None:
            return "afgeschermd" if self.verborgen else self.reden
        counts = f"{getal_van(self.aandeel.x)} van de {getal_van(self.aandeel.n)}"
        return counts if self.klein else f"{rond(self.aandeel.p)} % ({counts})"

    @property
    def interval(self) -> str:
        if self.aandeel is None or self.klein:
            return ""
        return f"{rond(self.aandeel.low)} tot {rond(self.aandeel.high)} %"

    @property
    def punt(self) -> Punt:
        if self.aandeel is None or self.klein:
            return Punt(None, verborgen=self.verborgen)
        return Punt(rond(self.aandeel.p), rond(self.aandeel.low), rond(self.aandeel.high))


@dataclass(frozen=True)
class Cohortlijn:
    """One group through the schooljaren, oldest first; ``samen``: the last ones pooled."""

    naam: str
    cohorten: tuple[Cohort, ...]
    keuze: Telkeuze
    samen: Aandeel | None = None
    k: int = 0
    bestaat: Indicator | None = None

    @property
    def samen_tekst(self) -> str:
        if self.samen is None:
            return ""
        counts = f"{getal_van(self.samen.x)} van de {getal_van(self.samen.n)}"
        if self.samen.n < PROCENT_MIN:
            return counts
        low, high = rond(self.samen.low), rond(self.samen.high)
        return f"{rond(self.samen.p)} % ({counts}; {low} tot {high} %)"


@dataclass(frozen=True)
class Beleidsreeks:
    """One indicator: its lines over the same schooljaren. ``breuken``: places after which."""

    key: str
    naam: str
    uitleg: str
    jaren: tuple[Schooljaar, ...]
    lijnen: tuple[Cohortlijn, ...]
    breuken: tuple[int, ...] = ()

    @property
    def rijen(self) -> list[tuple[Schooljaar, list[tuple[str, Cohort]], bool]]:
        """Per schooljaar a named cell of each line, and whether a break follows."""
        return [
            (jaar, [(one.naam, one.cohorten[n]) for one in self.lijnen], n in self.breuken)
            for n, jaar in enumerate(self.jaren)
        ]

    @property
    def verborgen(self) -> bool:
        return any(c.verborgen for one in self.lijnen for c in one.cohorten)

    @property
    def gepoold(self) -> list[Cohortlijn]:
        return [one for one in self.lijnen if one.samen is not None]

    @property
    def grafiek(self) -> Lijnen | None:
        """The first lines; a group too small for a percentage has no point."""
        shown = self.lijnen[:_GRAFIEK]
        if not any(c.punt.waarde is not None for one in shown for c in one.cohorten):
            return None
        return Lijnen(
            self.naam,
            "%",
            tuple(map(str, self.jaren)),
            tuple(
                Lijn(one.naam, color, tuple(c.punt for c in one.cohorten))
                for one, color in zip(shown, _KLEUREN, strict=False)
            ),
            tuple(str(self.jaren[n]) for n in self.breuken) or None,
        )


@dataclass(frozen=True)
class Familie:
    """``leeg`` says why there is no series."""

    key: str
    titel: str
    waarvoor: str
    reeksen: tuple[Beleidsreeks, ...]
    leeg: str


@dataclass(frozen=True)
class _Vraag:
    """One line that is asked: its name, figure, group and, for places, its row."""

    naam: str
    figuur: Figuur
    groep: str = ""
    waar: str = ""


def families(access: Access, today: date, indicatoren: Iterable[Indicator] = ()) -> list[Familie]:
    """Every family as this person may see it; ``indicatoren``: those the plan has already."""
    zone = Zone.WERK if access.werkzone else Zone.SCHOOL
    kijk = Kijk.van(access, Keuze(zone=zone.value), today)
    known = {(one.berekening, one.keuze): one for one in indicatoren if one.berekening}
    read = _Lezer(kijk, known)
    return [_wie(read), _vordering(read), _attesten(read)]


@dataclass(frozen=True)
class _Lezer:
    kijk: Kijk
    bekend: Mapping[tuple[str, str], Indicator]
    klaar: dict[tuple[bool, Schooljaar], bool] = field(default_factory=dict)

    @property
    def jaren(self) -> tuple[Schooljaar, ...]:
        return tuple(sorted(self.kijk.jaren))

    def reeks(
        self, key: str, naam: str, uitleg: str, vragen: Sequence[_Vraag]
    ) -> Beleidsreeks | None:
        """None when no year gives any number."""
        asked = [self._line(one) for one in vragen]
        lines = [one for one in asked if any(c.aandeel or c.verborgen for c in one.cohorten)]
        if not lines:
            return None
        wanted = [
            n
            for n in range(len(self.jaren))
            if any(line.cohorten[n].aandeel or line.cohorten[n].verborgen for line in lines)
        ]
        shown = slice(wanted[0], wanted[-1] + 1)
        cut = tuple(replace(one, cohorten=one.cohorten[shown]) for one in lines)
        years = self.jaren[shown]
        return Beleidsreeks(key, naam, uitleg, years, cut, _breaks(vragen[0].figuur, years))

    def _line(self, vraag: _Vraag) -> Cohortlijn:
        pairs = [self._pair(vraag, jaar) for jaar in self.jaren]
        shares = iter(aandelen([p for p in pairs if isinstance(p, tuple)]))
        found = tuple(
            Cohort(jaar, None, pair) if isinstance(pair, str) else Cohort(jaar, next(shares))
            for jaar, pair in zip(self.jaren, pairs, strict=True)
        )
        keuze = Telkeuze(vraag.figuur.key, vraag.groep, vraag.waar)
        samen, k = _pooled(vraag.figuur, found)
        return Cohortlijn(
            vraag.naam, found, keuze, samen, k, self.bekend.get((keuze.figuur, keuze.keuze))
        )

    def _ready(self, figuur: Figuur, jaar: Schooljaar) -> bool:
        key = (figuur.na_afloop, jaar)
        if key not in self.klaar:
            self.klaar[key] = is_klaar(figuur, self.kijk.school, jaar, self.kijk.today)
        return self.klaar[key]

    def _pair(self, vraag: _Vraag, jaar: Schooljaar) -> tuple[Fraction, Fraction] | str:
        """Teller and noemer, or why not."""
        if not self._ready(vraag.figuur, jaar):
            return "nog niet"
        by_place = vraag.figuur.tabel == "samenstelling" and vraag.waar
        blad = self.kijk.telblad("waar-graad" if by_place else vraag.figuur.tabel, jaar)
        if blad is None:
            return AFGESCHERMD if self.kijk.geweigerd(vraag.figuur.tabel) else "geen gegevens"
        found = _cells(blad, vraag)
        if any(cell.ja is None or cell.n is None for cell, _ in found):
            return AFGESCHERMD
        teller = sum(cell.ja or 0 for cell, counts in found if counts)
        whole = vraag.figuur.tabel == "samenstelling"
        noemer = sum(((c.n or 0) - c.onbekend) if whole else (c.ja or 0) for c, _ in found)
        return (Fraction(teller, 2), Fraction(noemer, 2)) if noemer else "geen gegevens"


def _cells(blad: Telblad, vraag: _Vraag) -> list[tuple[Aantal, bool]]:
    """The numbers that make up a share; True for those of the teller."""
    figuur, row = vraag.figuur, vraag.waar.partition(":")[2]
    if figuur.tabel == "samenstelling":
        cell = blad.aantallen.get((row or SCHOOL, figuur.uitkomst))
        return [(cell, True)] if cell is not None else []
    groups = (vraag.groep,) if vraag.groep else ALLEN
    return [
        (blad.deel(rij.key, groep, uitkomst), uitkomst == figuur.uitkomst)
        for rij in blad.rijen
        if rij.key in (figuur.rij or rij.key,) and (not row or rij.key == row)
        for groep in groups
        for uitkomst in figuur.uitkomsten
    ]


def _breaks(figuur: Figuur, years: Sequence[Schooljaar]) -> tuple[int, ...]:
    """No line of attesten crosses the year before which some schools gave none."""
    if figuur.tabel != "attesten":
        return ()
    return tuple(
        n for n in range(len(years) - 1) if years[n].start < ATTESTEN_VANAF <= years[n + 1].start
    )


def _pooled(figuur: Figuur, cohorten: Sequence[Cohort]) -> tuple[Aandeel | None, int]:
    """The last years together, when one alone is too small for a percentage; never over a break.

    A hidden year is never pooled: the sum would give it away.
    """
    usable: list[Cohort] = []
    for one in reversed(cohorten):
        if one.verborgen or (figuur.tabel == "attesten" and one.jaar.start < ATTESTEN_VANAF):
            break
        if one.aandeel is not None:
            usable.append(one)
        if len(usable) == SAMEN:
            break
    shares = [one.aandeel for one in usable if one.aandeel is not None]
    if len(shares) < 2 or not usable[0].klein:
        return None, 0
    x, n = (sum((getattr(s, name) for s in shares), Fraction(0)) for name in ("x", "n"))
    return aandelen([(x, n)])[0], len(shares)


# ---------------------------------------------------------------- the families


def _wie(read: _Lezer) -> Familie:
    figuur = FIGUREN["kenmerk_gok"]
    asked = [_Vraag("hele school", figuur)]
    asked += [
        _Vraag(words, figuur, waar=f"graad:{key}")
        for key, words in read.kijk.plaatsnamen["graad"].items()
    ]
    found = read.reeks(
        "gok",
        "Aandeel GOK-leerlingen",
        "Onder de leerlingen van wie dit gekend is, op de teldag.",
        asked if len(asked) > 2 else asked[:1],
    )
    return Familie(
        "wie",
        "Wie zijn de GOK-leerlingen, en waar zitten ze?",
        "Verandert de school, dan veranderen ook de andere cijfers. Kijk hier eerst.",
        _some(found),
        "Er zijn nog geen leerlingen van een teldag.",
    )


def _groups(figuur: Figuur) -> list[_Vraag]:
    return [
        _Vraag("alle leerlingen", figuur),
        _Vraag("GOK-leerlingen", figuur, "gok"),
        _Vraag("andere leerlingen", figuur, "rest"),
    ]


def _vordering(read: _Lezer) -> Familie:
    behind = FIGUREN["vordering"]
    sixth = [_Vraag(one.naam, behind, one.groep, "leerjaar:lager-6") for one in _groups(behind)]
    series = (
        read.reeks(
            "vordering",
            behind.naam,
            "Kan door zittenblijven komen, maar ook door een latere start, ziekte of een verhuis.",
            _groups(behind),
        ),
        read.reeks(
            "zesde",
            "Minstens één jaar achter in het zesde leerjaar",
            "De leeftijd waarop leerlingen aan het secundair beginnen.",
            sixth if read.kijk.exact else (),
        ),
        read.reeks(
            "overgang",
            "Van het zesde leerjaar naar 1B",
            "Onder de leerlingen van wie de bestemming gekend is; de anderen gaan naar 1A.",
            _groups(FIGUREN["overgang_1b"]),
        ),
    )
    return Familie(
        "vordering",
        "Schoolse vordering en de weg naar 1A of 1B",
        "Of leerlingen op leeftijd vorderen, en waar ze beginnen in het secundair.",
        _some(*series),
        "Er is nog geen schooljaar met leerjaren en geboortedata.",
    )


def _attesten(read: _Lezer) -> Familie:
    series = []
    for stroom in ("1A", "1B"):
        low = stroom.lower()
        asked = [
            _Vraag("zonder beperking", FIGUREN[f"attest_zonder_{low}"]),
            _Vraag("met een beperking", FIGUREN[f"attest_met_{low}"]),
            _Vraag("C-attest", FIGUREN[f"attest_c_{low}"]),
            _Vraag("zonder beperking, GOK", FIGUREN[f"attest_zonder_{low}"], "gok"),
            _Vraag("zonder beperking, andere", FIGUREN[f"attest_zonder_{low}"], "rest"),
        ]
        series.append(
            read.reeks(
                f"attest-{low}",
                f"Attesten na {stroom}",
                "Een A-attest met uitsluiting telt als beperking. Wie geen attest kreeg, telt niet "
                "mee.",
                asked,
            )
        )
    return Familie(
        "attesten",
        "Attesten na 1A en na 1B",
        "1A en 1B staan apart: het zijn andere leerlingen en andere eisen.",
        _some(*series),
        "Er zijn nog geen attesten na 1A of 1B. Die lees je in bij de leerlingen.",
    )


def _some(*series: Beleidsreeks | None) -> tuple[Beleidsreeks, ...]:
    return tuple(one for one in series if one is not None)
