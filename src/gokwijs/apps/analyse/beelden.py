"""The Beeld of a schooljaar: counted from the pupils, or read back when they are gone.

In: a school, a schooljaar, today. Out: a ``Beeld``. Counting 3,000 pupils takes a moment, so each
process keeps the last ones; what counts as the same is the last event of the school that can have
changed a pupil, for every write goes with an event in its transaction.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from django.db.models import Min

from gokwijs.apps.analyse.models import Bestemming, Jaarbeeld
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.lijst import STRIJDIG, antwoorden_op
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag.dagen import teldag_of
from gokwijs.core.analyse.attest import Attest, lees_attest
from gokwijs.core.analyse.beeld import (
    NIETS_GEKEND,
    ONBEKEND,
    Antwoorden,
    Beeld,
    Persoon,
    maak_beeld,
    naar_json,
    uit_json,
)
from gokwijs.core.analyse.plek import Plek
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import Telblad, telblad
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken.feiten import PER_LEERLING
from gokwijs.core.telling.model import Onderwijsniveau

T = TypeVar("T")
YEARS = 10  # how far back one can look
_RECENT = 500  # events: a slow transaction can come in behind a faster one
_PUPIL_KINDS = (
    *("leerling", "inschrijving", "feit", "bewerking", "inlezen", "verklaring", "loket"),
    *("analyse.bestemmingen", "teldag", "import", "bestand", "privacy", "school", "jaarbeeld"),
)


class _Kept(Generic[T]):
    """The last answers of this process; everything in it can be counted again."""

    def __init__(self, most: int) -> None:
        self.most, self.rows, self.lock = most, OrderedDict[Hashable, T](), threading.Lock()

    def get(self, key: Hashable) -> T | None:
        with self.lock:
            if key in self.rows:
                self.rows.move_to_end(key)
            return self.rows.get(key)

    def put(self, key: Hashable, value: T) -> T:
        with self.lock:
            self.rows[key] = value
            while len(self.rows) > self.most:
                self.rows.popitem(last=False)
        return value

    def clear(self) -> None:
        with self.lock:
            self.rows.clear()


_beelden = _Kept[Beeld](200)
_telbladen = _Kept[Telblad](4000)
_personen = _Kept[tuple[date, list[Persoon]]](4)  # with keys of pupils, so only for a moment


def forget() -> None:
    """Empty what this process keeps: another database stands behind the same keys."""
    for kept in (_beelden, _telbladen, _personen):
        kept.clear()


def peildag(school: School, schooljaar: Schooljaar, today: date) -> date:
    """The teldag that lies in this schooljaar, or today as long as it has to come."""
    dag = teldag_of(school, schooljaar.next).dag
    return max(schooljaar.first_day, min(today, dag))


def versie(school: School) -> tuple[int, int]:
    """Changes with every write on pupils of the school; looking at them changes nothing."""
    mine = Event.objects.filter(school=school.instellingsnummer).exclude(kind__endswith="bekeken")
    recent = list(mine.order_by("-id").values_list("id", "kind")[:_RECENT])
    ids = [pk for pk, kind in recent if kind.startswith(_PUPIL_KINDS)]
    return (ids[0] if ids else 0), len(ids)


def jaren(school: School, today: date) -> list[Schooljaar]:
    """The schooljaren of which something is known, newest first; at most ``YEARS``."""
    now = Schooljaar.of(today)
    first = Inschrijving.objects.filter(leerling__school=school, begin__lte=today).aggregate(
        Min("begin")
    )["begin__min"]
    known = set(school.jaarbeelden.values_list("schooljaar", flat=True))
    if first is not None:
        known |= set(range(max(Schooljaar.of(first).start, now.start - YEARS), now.start + 1))
    return [Schooljaar(start) for start in sorted(known, reverse=True)][:YEARS]


@dataclass(frozen=True)
class Bron:
    """The years of a school as they are counted now; one look at the log for all of them."""

    school: School
    today: date
    versie: tuple[int, int]

    @classmethod
    def van(cls, school: School, today: date) -> Bron:
        return cls(school, today, versie(school))

    @cached_property
    def bewaard(self) -> frozenset[int]:
        """The years that are stored."""
        return frozenset(self.school.jaarbeelden.values_list("schooljaar", flat=True))

    def _key(self, jaar: Schooljaar) -> tuple[Hashable, ...]:
        return self.school.pk, jaar.start, self.today, self.versie

    def beeld(self, jaar: Schooljaar) -> Beeld:
        """The Beeld of a schooljaar: kept by this process, stored, or counted; maybe empty."""
        found = _beelden.get(self._key(jaar))
        if found is not None:
            return found
        if jaar.start in self.bewaard:
            stored = self.school.jaarbeelden.get(schooljaar=jaar.start)
            return _beelden.put(self._key(jaar), uit_json(stored.inhoud))
        return _beelden.put(self._key(jaar), _made(self, jaar, met_wie=False))

    def personen(self, jaar: Schooljaar) -> tuple[date, list[Persoon]]:
        """The day of a schooljaar and its pupils; each year is asked twice, for the flows."""
        found = _personen.get(self._key(jaar))
        if found is None:
            dag = peildag(self.school, jaar, self.today)
            found = dag, personen_op(self.school, jaar, dag, self.today)
            _personen.put(self._key(jaar), found)
        return found

    def telblad(self, key: str, jaar: Schooljaar, selectie: Selectie) -> Telblad:
        """A table of a schooljaar."""
        full = (*self._key(jaar), key, selectie)
        found = _telbladen.get(full)
        if found is not None:
            return found
        return _telbladen.put(full, telblad(key, self.beeld(jaar), selectie))


def tel_beeld(
    school: School, schooljaar: Schooljaar, today: date, *, met_wie: bool = False
) -> Beeld:
    """Count the pupils themselves; ``met_wie`` with the keys behind every cell."""
    return _made(Bron.van(school, today), schooljaar, met_wie=met_wie)


def _made(bron: Bron, schooljaar: Schooljaar, *, met_wie: bool) -> Beeld:
    dag, nu = bron.personen(schooljaar)
    _, toen = bron.personen(schooljaar.previous)
    return maak_beeld(schooljaar.start, dag, nu, toen or None, met_wie=met_wie)


def personen_op(school: School, schooljaar: Schooljaar, dag: date, today: date) -> list[Persoon]:
    """The pupils of a day with what is known of them at the end of that schooljaar."""
    fields = ("vestigingsplaats", "onderwijsniveau", "graad", "leerjaar", "richting", "klas")
    rows = list(
        Inschrijving.objects.filter(running_on(dag), leerling__school=school)
        .order_by("leerling_id", "begin", "pk")
        .values_list("leerling_id", *fields, "halves", "leerling__geboortedatum")
    )
    if not rows:
        return []
    answers = _answers(school, min(today, schooljaar.last_day), {row[0] for row in rows})
    attesten = _attesten(school, schooljaar)
    went = Bestemming.objects.filter(leerling__school=school, schooljaar=schooljaar.start)
    sixth = any(row[2] == Onderwijsniveau.LAGER for row in rows)
    heen = dict(went.values_list("leerling_id", "waar")) if sixth else {}
    places: dict[tuple[str, ...], Plek] = {}
    found = []
    for wie, *plek, halves, geboren in rows:
        key = tuple(plek)
        place = places.get(key)
        if place is None:
            place = places[key] = Plek(*key)
        found.append(
            Persoon(
                wie,
                place,
                answers.get(wie, NIETS_GEKEND),
                None if geboren is None else geboren.year,
                attesten.get(wie, Attest.ONBEKEND),
                halves,
                heen.get(wie, ""),
            )
        )
    return found


def _answers(school: School, dag: date, wie: set[int]) -> dict[int, Antwoorden]:
    """What is known on a day; sources that contradict each other are unknown."""
    said = antwoorden_op(school, dag, wie, everybody=True)
    names = [k.value for k in PER_LEERLING]
    return {
        pk: tuple(
            ONBEKEND if own.get(name, ONBEKEND) == STRIJDIG else int(own.get(name, ONBEKEND))
            for name in names
        )
        for pk, own in said.items()
    }


def _attesten(school: School, schooljaar: Schooljaar) -> dict[int, Attest]:
    """The last attest of each pupil in a schooljaar."""
    rows = (
        Inschrijving.objects.filter(
            leerling__school=school,
            begin__lte=schooljaar.last_day,
            einde__gte=schooljaar.first_day,
            einde__lte=schooljaar.last_day,
        )
        .exclude(attest="")
        .order_by("einde", "pk")
        .values_list("leerling_id", "attest")
    )
    read: dict[str, Attest] = {}
    found = {}
    for wie, text in rows:
        if text not in read:
            read[text] = lees_attest(text)
        found[wie] = read[text]
    return found


def bewaar_jaarbeeld(school: School, schooljaar: Schooljaar, today: date) -> Jaarbeeld | None:
    """Keep a past schooljaar as it is counted now, once; None when nobody was there."""
    if schooljaar.last_day >= today:
        return None
    kept = school.jaarbeelden.filter(schooljaar=schooljaar.start).first()
    if kept is not None:
        return kept
    beeld = tel_beeld(school, schooljaar, today)
    if not beeld.vakken:
        return None
    return Jaarbeeld.objects.create(
        school=school, schooljaar=schooljaar.start, dag=beeld.dag, inhoud=naar_json(beeld)
    )
