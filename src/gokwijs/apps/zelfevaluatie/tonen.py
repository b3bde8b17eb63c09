"""A stored uitslag as a page shows it: per item a sentence, small drawings and their numbers.

In: the question list of a kind of respondents and its part of the ``Uitslag``. Out: frozen rows of
plain texts and of coordinates; nothing that the uitslag does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from gokwijs.apps.zelfevaluatie.models import Respondentgroep
from gokwijs.core.kader.vragenlijst import Item, Vragenlijst
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.ronde import AFGESCHERMD, Beeld, Bereik, Deel, ItemUitslag, Uitslag, zin
from gokwijs.core.zinnen import vul

SOORTEN = Respondentgroep.Soort
WEET_NIET, LEEG = "weet ik niet", "niet beantwoord"
# The drawing, in its own units.
HOOG, KOLOM, TUSSEN, SMAL, RAND = 56, 22, 6, 12, 2


def aantal(bereik: Bereik) -> str:
    """'7', or '3 tot 5'"""
    return str(bereik.laag) if bereik.zeker else f"{bereik.laag} tot {bereik.hoog}"


@dataclass(frozen=True)
class Kolom:
    """One answer of one group: how many, and where its column stands in the drawing."""

    naam: str
    teken: str
    aantal: str
    x: int
    breed: int
    zeker_y: int
    zeker_hoog: int
    mogelijk_y: int
    mogelijk_hoog: int

    @property
    def midden(self) -> int:
        return self.x + self.breed // 2


@dataclass(frozen=True)
class Streep:
    """Between which columns the middle answer lies."""

    x: int
    breed: int


@dataclass(frozen=True)
class Vlak:
    """The answers of one group, or of all together."""

    naam: str
    n: int
    kolommen: tuple[Kolom, ...]
    midden: str
    kort: str  # the middle in a few words
    streep: Streep | None
    gemiddelde: str

    @property
    def breed(self) -> int:
        last = self.kolommen[-1]
        return last.x + last.breed + RAND

    @property
    def in_woorden(self) -> str:
        """The drawing for who does not see it."""
        counts = ", ".join(f"{one.naam} {one.aantal}" for one in self.kolommen)
        return f"{self.naam}, {self.n} antwoorden: {counts}. {self.midden}"


@dataclass(frozen=True)
class Regel:
    """One item of the results. ``verschillen`` are sentences; ``reden`` says why it is hidden."""

    item: Item
    zin: str
    totaal: Vlak | None
    groepen: tuple[Vlak, ...]
    verschillen: tuple[str, ...]
    reden: str
    laagst: tuple[int, int]  # to sort on the lowest middle
    kloof: int  # to sort on disagreement

    @property
    def vlakken(self) -> tuple[Vlak, ...]:
        """The whole first; one group is the whole."""
        if self.totaal is None:
            return ()
        return (self.totaal, *self.groepen) if len(self.groepen) > 1 else (self.totaal,)

    @property
    def anker(self) -> str:
        return self.item.sleutel.replace(":", "-")

    @property
    def tabel(self) -> list[tuple[str, list[str]]]:
        """Rows of answers, columns of ``vlakken``."""
        shown = self.vlakken
        if not shown:
            return []
        return [
            (column.naam, [one.kolommen[place].aantal for one in shown])
            for place, column in enumerate(shown[0].kolommen)
        ]


class Beeldlezer:
    """The results of one kind of respondents, read with the words of its question list."""

    def __init__(self, lijst: Vragenlijst, deel: Deel | None) -> None:
        self.lijst, self.deel = lijst, deel
        self.namen = {one.waarde: one.naam for one in lijst.niveaus}
        self.in_zin = {key: f"'{name}'" for key, name in self.namen.items()}

    @cached_property
    def regels(self) -> tuple[Regel, ...]:
        """In the order of the list."""
        found = self.deel.items if self.deel is not None else {}
        hidden = ItemUitslag(None, reden=AFGESCHERMD)
        return tuple(self._regel(one, found.get(one.sleutel, hidden)) for one in self.lijst.items)

    def regel(self, sleutel: str) -> Regel | None:
        return next((one for one in self.regels if one.item.sleutel == sleutel), None)

    def midden(self, bereik: Bereik | None) -> str:
        """'Het midden ligt tussen 'begonnen' en 'op weg'.'"""
        if bereik is None:
            return "Te weinig mensen kozen een niveau om een midden te noemen."
        low = self.namen[bereik.laag]
        if bereik.zeker:
            return f"Het midden ligt bij '{low}'."
        return f"Het midden ligt tussen '{low}' en '{self.namen[bereik.hoog]}'."

    def kort(self, bereik: Bereik | None) -> str:
        """'Hier en daar tot Samen'"""
        if bereik is None:
            return "niet te zeggen"
        low, high = self.namen[bereik.laag], self.namen[bereik.hoog]
        return low if bereik.zeker else f"{low} tot {high}"

    def _regel(self, item: Item, found: ItemUitslag) -> Regel:
        names = self.deel.namen if self.deel is not None else {}
        middle = found.totaal.midden if found.totaal else None
        gaps = [
            found.per_groep[one.hoger].midden.laag - found.per_groep[one.lager].midden.hoog  # type: ignore[union-attr]
            for one in found.verschil
        ]
        return Regel(
            item,
            zin(found, namen=names, niveaus=self.in_zin).tekst,
            self._vlak("Iedereen samen", found.totaal) if found.totaal else None,
            tuple(self._vlak(names[key], beeld) for key, beeld in found.per_groep.items()),
            tuple(
                vul("G02a", hoger=names[one.hoger], lager=names[one.lager]).tekst
                for one in found.verschil
            ),
            found.reden,
            (middle.hoog, middle.laag) if middle else (len(self.namen) + 1, 0),
            max(gaps, default=0),
        )

    def _vlak(self, naam: str, beeld: Beeld) -> Vlak:
        columns, x = [], RAND
        places: dict[int | None, Kolom] = {}
        for answer in (*self.namen, 0, None):
            level = answer in self.namen
            width = KOLOM if level else SMAL
            if answer == 0:
                x += TUSSEN
            one = _kolom(self._teken(answer), beeld.tellingen[answer], beeld.n, x, width)
            columns.append(one)
            places[answer] = one
            x += width + TUSSEN
        mean = beeld.gemiddelde
        return Vlak(
            naam,
            beeld.n,
            tuple(columns),
            self.midden(beeld.midden),
            self.kort(beeld.midden),
            _streep(places, beeld.midden),
            dutch_number(_tienden(mean)) if mean is not None else "",
        )

    def _teken(self, answer: int | None) -> tuple[str, str]:
        """The name of an answer and its sign under a column."""
        if answer is None:
            return LEEG, "–"
        return (WEET_NIET, "?") if answer == 0 else (self.namen[answer], str(answer))


def _tienden(value: Fraction) -> Fraction:
    """Half up, in tenths."""
    return Fraction(int(value * 10 + Fraction(1, 2)), 10)


def _kolom(words: tuple[str, str], bereik: Bereik, n: int, x: int, breed: int) -> Kolom:
    """Solid to what is certain, hatched to what is possible; the height is a share of ``n``."""
    sure, possible = (round(HOOG * count / n) if n else 0 for count in bereik)
    return Kolom(
        words[0],
        words[1],
        aantal(bereik),
        x,
        breed,
        HOOG - sure,
        sure,
        HOOG - possible,
        possible - sure,
    )


def _streep(places: Mapping[int | None, Kolom], midden: Bereik | None) -> Streep | None:
    if midden is None:
        return None
    first, last = places[midden.laag], places[midden.hoog]
    return Streep(first.x, last.x + last.breed - first.x)


def lezers(lijsten: Mapping[str, Vragenlijst], uitslag: Uitslag) -> dict[str, Beeldlezer]:
    """One reader per kind of respondents that was asked, the team first."""
    delen: Mapping[str, Deel] = {str(key): one for key, one in uitslag.delen.items()}
    return {
        soort.value: Beeldlezer(lijsten[soort.value], delen.get(soort.value))
        for soort in SOORTEN
        if soort.value in lijsten
    }


SORTERINGEN = {
    "kader": "de volgorde van het kader",
    "verschil": "meest van mening verschillen",
    "laagst": "laagst eerst",
}


def gesorteerd(regels: Iterable[Regel], hoe: str) -> list[Regel]:
    """Stable: within the same value the order of the framework stays."""
    rows = list(regels)
    if hoe == "verschil":
        return sorted(rows, key=lambda one: (-one.kloof, one.totaal is None))
    if hoe == "laagst":
        return sorted(rows, key=lambda one: (one.totaal is None, one.laagst))
    return rows
