"""Stage 4: a school on one day as counted cells, and how its pupils moved since the year before.

In: pupils with a place, answers, birth year and attest. Out: a ``Beeld``: cells without names, that
can be stored when the pupils themselves are gone. ``wie`` holds the keys of pupils behind a cell
only while it is asked for those who may see them; it is never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from gokwijs.core.analyse.attest import Attest
from gokwijs.core.analyse.plek import Plek, index
from gokwijs.core.analyse.vordering import achterstand
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING
from gokwijs.core.telling.model import Onderwijsniveau

VORM = 1  # of the stored form
LAATSTE_LAGER = 6  # the leerjaar after which somebody goes to 1A or 1B
JA, NEE, ONBEKEND = int(Antwoord.JA), int(Antwoord.NEE), int(Antwoord.ONBEKEND)
Antwoorden = tuple[int, ...]  # in the order of PER_LEERLING
NIETS_GEKEND: Antwoorden = (ONBEKEND,) * len(PER_LEERLING)
_PLACE: Mapping[Kenmerk, int] = {kenmerk: place for place, kenmerk in enumerate(PER_LEERLING)}

# The kenmerken that make a GOK-leerling, per regime (besluiten 3). Zorgthuis counts in secondary
# education too, but is never known per pupil (besluiten 11).
_BASIS = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.SCHOOLTOESLAG, Kenmerk.THUISTAAL)
_BUITENGEWOON = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL)
GOK_KENMERKEN: Mapping[Onderwijsniveau, tuple[Kenmerk, ...]] = {
    Onderwijsniveau.KLEUTER: _BASIS,
    Onderwijsniveau.LAGER: _BASIS,
    Onderwijsniveau.SO: (*_BASIS, Kenmerk.TREKKENDE_BEVOLKING),
    Onderwijsniveau.BUBAO: _BUITENGEWOON,
    Onderwijsniveau.BUSO: _BUITENGEWOON,
}
_GOK_PLACES = {
    niveau.value: tuple(_PLACE[k] for k in kenmerken) for niveau, kenmerken in GOK_KENMERKEN.items()
}


class Vak(NamedTuple):
    """Pupils that are the same in everything that is counted; ``halves`` in half pupils.

    ``achter``: years behind on the birth year, None when it cannot be said.
    """

    plek: Plek
    antwoorden: Antwoorden
    achter: int | None
    attest: str
    halves: int
    wie: tuple[int, ...] = ()


class Gang(NamedTuple):
    """From the place of a year ago to the place now; None on a side: came, or left."""

    van: Plek | None
    naar: Plek | None
    antwoorden: Antwoorden
    halves: int
    wie: tuple[int, ...] = ()


class Overgang(NamedTuple):
    """Pupils of the sixth leerjaar, and where they went: 1a, 1b, anders or onbekend."""

    plek: Plek
    antwoorden: Antwoorden
    waar: str
    halves: int
    wie: tuple[int, ...] = ()


@dataclass(frozen=True)
class Beeld:
    """Everything that is counted of one schooljaar. ``schooljaar`` is its first calendar year."""

    schooljaar: int
    dag: date
    vakken: tuple[Vak, ...]
    gangen: tuple[Gang, ...] = ()
    overgangen: tuple[Overgang, ...] = ()

    @property
    def halves(self) -> int:
        return sum(vak.halves for vak in self.vakken)


@dataclass(frozen=True, slots=True)
class Persoon:
    """One enrolment on a day, as it comes from the database."""

    wie: int
    plek: Plek
    antwoorden: Antwoorden
    geboortejaar: int | None
    attest: Attest
    halves: int
    bestemming: str = ""


def gok(niveau: str, antwoorden: Antwoorden) -> int:
    """GOK-leerling: ja met één kenmerk van het regime, nee zonder, anders onbekend."""
    found = NEE
    for place in _GOK_PLACES[niveau]:
        answer = antwoorden[place]
        if answer == JA:
            return JA
        if answer == ONBEKEND:
            found = ONBEKEND
    return found


def antwoord(kolom: str, niveau: str, antwoorden: Antwoorden) -> int:
    """The answer on one kenmerk, or on being a GOK-leerling (``kolom`` 'gok')."""
    return gok(niveau, antwoorden) if kolom == "gok" else antwoorden[_PLACE[Kenmerk(kolom)]]


def maak_beeld(
    schooljaar: int,
    dag: date,
    personen: Iterable[Persoon],
    vorig_jaar: Iterable[Persoon] | None = None,
    *,
    met_wie: bool = False,
) -> Beeld:
    """Count the pupils of a day; ``vorig_jaar``: those of the day a year earlier, for the flows."""
    nu = list(personen)
    vakken: dict[tuple[Plek, Antwoorden, int | None, str], list[Any]] = {}
    for one in nu:
        key = (one.plek, one.antwoorden, _achter(schooljaar, one), one.attest.value)
        found = vakken.setdefault(key, [0, []])
        found[0] += one.halves
        found[1].append(one.wie)
    return Beeld(
        schooljaar,
        dag,
        tuple(
            Vak(*key, halves, tuple(wie) if met_wie else ())
            for key, (halves, wie) in sorted(vakken.items(), key=lambda item: _order(item[0]))
        ),
        () if vorig_jaar is None else _gangen(nu, list(vorig_jaar), met_wie=met_wie),
        _overgangen(nu, met_wie=met_wie),
    )


def _overgangen(nu: Sequence[Persoon], *, met_wie: bool) -> tuple[Overgang, ...]:
    found: dict[tuple[Plek, Antwoorden, str], list[Any]] = {}
    for one in nu:
        if one.plek.niveau == Onderwijsniveau.LAGER and index(one.plek) == LAATSTE_LAGER:
            key = (one.plek, one.antwoorden, one.bestemming or "onbekend")
            row = found.setdefault(key, [0, []])
            row[0] += one.halves
            row[1].append(one.wie)
    return tuple(
        Overgang(*key, halves, tuple(wie) if met_wie else ())
        for key, (halves, wie) in sorted(found.items())
    )


def _order(key: tuple[Plek, Antwoorden, int | None, str]) -> tuple[Any, ...]:
    plek, antwoorden, achter, attest = key
    return plek, antwoorden, -99 if achter is None else achter, attest


def _achter(schooljaar: int, one: Persoon) -> int | None:
    if one.geboortejaar is None:
        return None
    place = index(one.plek)
    return None if place is None else achterstand(schooljaar, one.geboortejaar, place)


def _gangen(nu: Sequence[Persoon], toen: Sequence[Persoon], *, met_wie: bool) -> tuple[Gang, ...]:
    """One row per pupil: somebody with two half places counts once, at the first of them."""
    new = {one.wie: one for one in reversed(nu)}
    old = {one.wie: one for one in reversed(toen)}
    found: dict[tuple[Plek | None, Plek | None, Antwoorden], list[Any]] = {}
    for wie in sorted(new.keys() | old.keys()):
        before, now = old.get(wie), new.get(wie)
        person = now or before
        assert person is not None
        key = (
            None if before is None else before.plek,
            None if now is None else now.plek,
            person.antwoorden,
        )
        row = found.setdefault(key, [0, []])
        row[0] += 2
        row[1].append(wie)
    return tuple(
        Gang(*key, halves, tuple(who) if met_wie else ())
        for key, (halves, who) in sorted(found.items(), key=lambda item: repr(item[0]))
    )


def gekend(beeld: Beeld) -> Beeld:
    """For the whole team: who has a kenmerk for certain, and all others together.

    A third group of unknown answers would be small nearly everywhere, and hide all beside it.
    """
    known: dict[Antwoorden, Antwoorden] = {}

    def read(answers: Antwoorden) -> Antwoorden:
        if answers not in known:
            known[answers] = tuple(JA if answer == JA else NEE for answer in answers)
        return known[answers]

    return Beeld(
        beeld.schooljaar,
        beeld.dag,
        tuple(vak._replace(antwoorden=read(vak.antwoorden)) for vak in beeld.vakken),
        tuple(gang._replace(antwoorden=read(gang.antwoorden)) for gang in beeld.gangen),
        tuple(one._replace(antwoorden=read(one.antwoorden)) for one in beeld.overgangen),
    )


# ---------------------------------------------------------------- stored form


def naar_json(beeld: Beeld) -> dict[str, Any]:
    """For storage: places once, cells as short rows. Without ``wie``."""
    places: dict[Plek, int] = {}

    def number(plek: Plek | None) -> int:
        return -1 if plek is None else places.setdefault(plek, len(places))

    cells = [
        [number(v.plek), "".join(map(str, v.antwoorden)), v.achter, v.attest, v.halves]
        for v in beeld.vakken
    ]
    flows = [
        [number(g.van), number(g.naar), "".join(map(str, g.antwoorden)), g.halves]
        for g in beeld.gangen
    ]
    sixth = [
        [number(o.plek), "".join(map(str, o.antwoorden)), o.waar, o.halves]
        for o in beeld.overgangen
    ]
    return {
        "vorm": VORM,
        "schooljaar": beeld.schooljaar,
        "dag": beeld.dag.isoformat(),
        "plekken": [list(plek) for plek in places],
        "vakken": cells,
        "gangen": flows,
        "overgangen": sixth,
    }


def uit_json(data: Mapping[str, Any]) -> Beeld:
    """The inverse of ``naar_json``; raises ValueError on another form."""
    if data.get("vorm") != VORM:
        raise ValueError(f"onbekende vorm van een beeld: {data.get('vorm')!r}")
    places: list[Plek | None] = [*(Plek(*row) for row in data["plekken"]), None]
    answers: dict[str, Antwoorden] = {}

    def read(text: str) -> Antwoorden:
        found = answers.get(text)
        if found is None:
            found = answers[text] = tuple(map(int, text))
        return found

    cells = []
    for place, text, achter, attest, halves in data["vakken"]:
        plek = places[place]
        assert plek is not None
        cells.append(Vak(plek, read(text), achter, attest, halves))
    flows = [
        Gang(places[van], places[naar], read(text), halves)
        for van, naar, text, halves in data["gangen"]
    ]
    sixth = []
    for place, text, waar, halves in data.get("overgangen", ()):
        plek = places[place]
        assert plek is not None
        sixth.append(Overgang(plek, read(text), waar, halves))
    return Beeld(
        data["schooljaar"],
        date.fromisoformat(data["dag"]),
        tuple(cells),
        tuple(flows),
        tuple(sixth),
    )
