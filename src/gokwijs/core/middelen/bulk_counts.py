"""Count many schools at once: per school and group, how many pupils have which combination.

In: a frame of cells or pupils. Out: ``Counts``: per group of the law, columns with one whole number
per school, each the sum over its pupils of a table with one number per combination. Everything is
an integer; where 64 bits could be too few, the column holds Python's own integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.middelen.buitengewoon import telt_mee_of
from gokwijs.core.middelen.oki import OKI_KENMERKEN
from gokwijs.core.telling.model import GROEP_OF_GRAAD, Combination, Graad, Groep, Onderwijsniveau

if TYPE_CHECKING:
    import polars as pl

# A numpy column of integers, one per school. The functions of the law that only add, multiply,
# divide and compare whole numbers take a column like one number.
Column = Any
_SAFE = 2**62


class Bulkgroep(Enum):
    """The groups the law counts."""

    KLEUTER = "kleuter"
    LAGER = "lager"
    SO_I = "so, groep I"
    SO_II = "so, groep II"
    SO_ZONDER_GRAAD = "so, zonder graad"
    BUSO = "buso"
    BUBAO = "bubao"

    @property
    def special(self) -> bool:
        """Special education, where a pupil counts, does not count or may count."""
        return self in (Bulkgroep.BUSO, Bulkgroep.BUBAO)

    @property
    def kenmerken(self) -> tuple[Kenmerk, ...]:
        """The kenmerken that matter in this group."""
        if self.special:
            return (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL)
        return KENMERKEN if self in (Bulkgroep.SO_I, Bulkgroep.SO_II) else OKI_KENMERKEN


@dataclass(frozen=True, slots=True)
class Combinatie:
    """Answers to the kenmerken of a group; ``telt``: does the pupil count (special education)."""

    answers: Mapping[Kenmerk, Antwoord]
    telt: Antwoord

    @property
    def combination(self) -> Combination:
        """The answers as in a ``Cell``; kenmerken that do not matter are nee."""
        one, two, three, four, five, six = (self.answers.get(k, Antwoord.NEE) for k in KENMERKEN)
        return one, two, three, four, five, six


@cache
def combinaties(groep: Bulkgroep) -> tuple[Combinatie, ...]:
    """Every combination of a group, in the order of the codes that ``count`` gives them."""
    found = []
    for telt in Antwoord if groep.special else (Antwoord.JA,):
        for answers in product(Antwoord, repeat=len(groep.kenmerken)):
            found.append(Combinatie(dict(zip(groep.kenmerken, answers, strict=True)), telt))
    return tuple(found)


@cache
def _ja(groep: Bulkgroep, kenmerk: Kenmerk, counted: tuple[Antwoord, ...]) -> tuple[int, ...]:
    """1 for each combination with one of these answers to the kenmerk."""
    return tuple(int(c.answers[kenmerk] in counted) for c in combinaties(groep))


@dataclass(frozen=True)
class GroepCounts:
    """One group. Columns have one number per school of ``Counts.nummers``; ``n`` is in halves."""

    groep: Bulkgroep
    n: Column
    _schools: Column  # places of the schools that have this group
    _starts: Column  # where each of them begins in the two columns below
    _codes: Column
    _halves: Column
    _counted: dict[Kenmerk, tuple[Column, Column]] = field(default_factory=dict)

    @property
    def present(self) -> Column:
        """Places of the schools with pupils in this group, in order."""
        return self._schools

    def sum(self, table: Sequence[int]) -> Column:
        """Per school: half pupils times the number of their combination, added up."""
        import numpy as np

        if not len(self._schools):
            return self.n
        most = max(abs(number) for number in table) * int(self.n.max())
        numbers = np.array(table, dtype=np.int64 if most < _SAFE else object)
        return self._spread(np.add.reduceat(numbers.take(self._codes) * self._halves, self._starts))

    def ja(self, kenmerk: Kenmerk) -> tuple[Column, Column]:
        """Pupils with the kenmerk, in halves: certainly, and if every unknown answer were ja."""
        if kenmerk not in self._counted:
            low = self.sum(_ja(self.groep, kenmerk, (Antwoord.JA,)))
            unknown = self.sum(_ja(self.groep, kenmerk, (Antwoord.ONBEKEND,)))
            self._counted[kenmerk] = low, low + unknown
        return self._counted[kenmerk]

    def _spread(self, column: Column) -> Column:
        import numpy as np

        found = np.zeros(len(self.n), dtype=column.dtype)
        found[self._schools] = column
        return found


@dataclass(frozen=True)
class Counts:
    """``nummers``: the schools, one per place in every column."""

    nummers: Sequence[str]
    groepen: Mapping[Bulkgroep, GroepCounts]


def within(most: int, *columns: Column) -> tuple[Column, ...]:
    """The columns, as Python's integers when a calculation with them may go beyond ``_SAFE``."""
    return columns if most < _SAFE else tuple(column.astype(object) for column in columns)


def highest(*columns: Column) -> int:
    """The largest number in the columns, 0 when they are empty."""
    return max((int(column.max()) for column in columns if len(column)), default=0)


_GROEPEN = tuple(Bulkgroep)


def count(frame: pl.DataFrame, nummers: Sequence[str] | None = None) -> Counts:
    """Add up a frame of cells or pupils. ``nummers``: count these schools only, in this order.

    Halves of 0 leave no trace.
    """
    import numpy as np

    nummers, school, frame = _schools(frame, nummers)
    groep = _groep(frame)
    code = _code(frame, groep)
    # One bin per combination, only for the groups that a school has; ``pair`` is group and school.
    pairs = len(_GROEPEN) * len(nummers)
    pair = groep * np.int64(len(nummers))
    pair += school
    present = np.flatnonzero(np.bincount(pair, minlength=pairs))
    sizes = np.array([len(combinaties(g)) for g in _GROEPEN])[present // max(1, len(nummers))]
    first = np.zeros(pairs, dtype=np.int64)
    first[present] = np.cumsum(sizes) - sizes
    place = first.take(pair)
    place += code
    bins = np.zeros(int(sizes.sum()), dtype=np.int64)
    np.add.at(bins, place, frame["halves"].to_numpy())
    filled = np.flatnonzero(bins != 0)
    pair = np.repeat(present, sizes).take(filled)
    codes, halves = filled - first.take(pair), bins.take(filled)
    return Counts(nummers, dict(_per_groep(len(nummers), pair, codes, halves)))


def _per_groep(
    schools: int, pair: Column, codes: Column, halves: Column
) -> Iterator[tuple[Bulkgroep, GroepCounts]]:
    """Cut the filled bins, which lie in order of group and school."""
    import numpy as np

    edges = np.searchsorted(pair, np.arange(len(_GROEPEN) + 1) * schools).tolist()
    for groep, begin, end in zip(_GROEPEN, edges[:-1], edges[1:], strict=True):
        school = pair[begin:end] % max(1, schools)
        starts = np.flatnonzero(np.diff(school, prepend=-1))
        n = np.zeros(schools, dtype=np.int64)
        if len(starts):
            n[school[starts]] = np.add.reduceat(halves[begin:end], starts)
        yield (
            groep,
            GroepCounts(groep, n, school[starts], starts, codes[begin:end], halves[begin:end]),
        )


# ---------------------------------------------------------------- columns to codes


def _texts(column: pl.Series) -> tuple[list[str], Column]:
    """The different texts of a column, and per row the place of its text among them."""
    import polars as pl

    if not isinstance(column.dtype, pl.Enum):
        column = column.cast(pl.String)
        column = column.cast(pl.Enum(column.unique().sort()))
    assert isinstance(column.dtype, pl.Enum)
    return column.dtype.categories.to_list(), column.to_physical().to_numpy()


def _schools(
    frame: pl.DataFrame, wanted: Sequence[str] | None
) -> tuple[Sequence[str], Column, pl.DataFrame]:
    """The schools in order, per row the place of its school, and the rows that are counted."""
    import numpy as np

    names, place = _texts(frame["instellingsnummer"])
    nummers = sorted(names) if wanted is None else wanted
    rank = {nummer: number for number, nummer in enumerate(nummers)}
    table = np.array([rank.get(name, -1) for name in names], dtype=np.int64)
    school: Column = table.take(place)
    if wanted is not None and (table < 0).any():
        kept = np.flatnonzero(school >= 0)
        return nummers, school[kept], frame[kept]
    return nummers, school, frame


def _groep(frame: pl.DataFrame) -> Column:
    """Per row the place of its group in ``_GROEPEN``."""
    import numpy as np

    (niveaus, niveau), (graden, graad) = _texts(frame["onderwijsniveau"]), _texts(frame["graad"])
    table = [_GROEPEN.index(_groep_of(n, g)) for n in niveaus for g in graden]
    place = niveau.astype(np.uint16) * np.uint16(len(graden))
    return np.array(table, dtype=np.uint8).take(place + graad)


def _groep_of(niveau: str, graad: str) -> Bulkgroep:
    if niveau != Onderwijsniveau.SO:
        return Bulkgroep(niveau)
    groep = GROEP_OF_GRAAD.get(Graad(graad))
    if groep is None:
        return Bulkgroep.SO_ZONDER_GRAAD
    return Bulkgroep.SO_I if groep is Groep.I else Bulkgroep.SO_II


def _code(frame: pl.DataFrame, groep: Column) -> Column:
    """Per row the place of its combination in ``combinaties`` of its group."""
    import numpy as np

    everything = groep.astype(np.uint16)
    for kenmerk in KENMERKEN:
        everything *= np.uint16(len(Antwoord))
        everything += frame[kenmerk.value].to_numpy()
    code: Column = np.array(_narrowed(), dtype=np.uint16).take(everything)
    special = np.flatnonzero(groep >= min(n for n, g in enumerate(_GROEPEN) if g.special))
    if len(special):
        telt = _telt(frame["type"].gather(special), frame["mfc_verblijf"].gather(special))
        code[special] += telt * np.uint16(len(Antwoord) ** 2)
    return code


@cache
def _narrowed() -> tuple[int, ...]:
    """Per group and combination of all kenmerken: the combination of those that matter there."""
    found = []
    for groep in _GROEPEN:
        worth = {k: 3**place for place, k in enumerate(reversed(groep.kenmerken))}
        weights = [worth.get(kenmerk, 0) for kenmerk in KENMERKEN]
        for answers in product(Antwoord, repeat=len(KENMERKEN)):
            found.append(sum(a * w for a, w in zip(answers, weights, strict=True)))
    return tuple(found)


def _telt(soort: pl.Series, mfc_verblijf: pl.Series) -> Column:
    """Does each pupil of special education count? The answer as a number."""
    import numpy as np

    types, place = _texts(soort)
    table = [telt_mee_of(name, answer) for name in types for answer in Antwoord]
    row = place.astype(np.uint16) * np.uint16(len(Antwoord)) + mfc_verblijf.to_numpy()
    return np.array(table, dtype=np.uint16).take(row)
