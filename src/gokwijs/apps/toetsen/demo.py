"""Fictional scores of one demo school: two cohorts with a begin and an end, and who came now.

In: the demo school with its pupils and the day. Out: 'Begrijpend lezen (fictief)' at the begin and
the end of the first year, for who sat there last year and the year before, and at the begin of this
year; 'Welbevinden (fictief)' twice; a yes or no, 'Leest graag (fictief)', twice. Every number is
drawn from a fixed seed: none is a finding. The example file has too few pupils in 1B alone (14), so
a cohort is 1A and 1B together.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gokwijs.apps.access.models import User
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Schaal, Score, Soort, Toets
from gokwijs.apps.toetsen.services import bewaar_afname, bewaar_toets
from gokwijs.core.calendar import Schooljaar

SCHOOL = "999002"
LEZEN, WELBEVINDEN = "Begrijpend lezen (fictief)", "Welbevinden (fictief)"
GRAAG = "Leest graag (fictief)"
_HIGHEST = 60
_MEAN, _SD = {"1A": 31.0, "1B": 24.0}, 6.5
_R = 0.8  # begin and end of the same pupil
_GAIN = {2: 3.5, 1: 6.0}  # years back → points: last year the class did something new
_ABSENT = 0.03


@dataclass(frozen=True)
class _Pupil:
    leerling: int
    klas: str
    weg: date | None  # the last day, when the pupil left during that year

    @property
    def stroom(self) -> str:
        return self.klas[:2]


def build_toetsen(school: School, coordinator: User, today: date) -> None:
    """Does nothing for the other demo schools."""
    if school.instellingsnummer != SCHOOL:
        return
    now = Schooljaar.of(today)
    chance = random.Random(f"{SCHOOL} scores")  # not for secrets: a repeatable demo
    _lezen(school, coordinator, now, today, chance)
    _welbevinden(school, coordinator, now.previous, chance)
    _graag(school, coordinator, now, today, chance)


def _lezen(school: School, by: User, now: Schooljaar, today: date, chance: random.Random) -> None:
    toets = bewaar_toets(
        school=school,
        by=by,
        values={
            "naam": LEZEN,
            "uitgave": "uitgave 2023",
            "soort": Soort.LEERPRESTATIES,
            "schaal": Schaal.PUNTEN,
            "eenheid": "punten",
            "laagste": Decimal(0),
            "hoogste": Decimal(_HIGHEST),
            "gestandaardiseerd": True,
            "norm_gemiddelde": Decimal(30),
            "norm_sd": Decimal(8),
            "norm_bron": "Fictieve handleiding, bladzijde 12",
            "norm_datum": date(2023, 5, 1),
            "hertest_r": Decimal("0.82"),
            "hertest_bron": "Fictieve handleiding, bladzijde 14",
        },
    )
    for back in (2, 1):
        jaar = Schooljaar(now.start - back)
        cohort = _cohort(school, now.previous, "1" if back == 1 else "2")
        before = _begin(cohort, chance)
        after = [
            _clipped(_end(value, _MEAN[one.stroom], _GAIN[back], chance))
            for value, one in zip(before, cohort, strict=True)
        ]
        _afname(toets, f"begin eerste jaar {jaar}", _autumn(jaar), cohort, before, by, chance)
        _afname(toets, f"einde eerste jaar {jaar}", _summer(jaar), cohort, after, by, chance)
    if today >= _autumn(now):
        cohort = _cohort(school, now, "1")
        values = _begin(cohort, chance)
        _afname(toets, f"begin eerste jaar {now}", _autumn(now), cohort, values, by, chance)


def _welbevinden(school: School, by: User, jaar: Schooljaar, chance: random.Random) -> None:
    toets = bewaar_toets(
        school=school,
        by=by,
        values={
            "naam": WELBEVINDEN,
            "soort": Soort.WELBEVINDEN,
            "schaal": Schaal.PUNTEN,
            "eenheid": "gemiddelde van tien vragen, 1 tot 5",
            "laagste": Decimal(1),
            "hoogste": Decimal(5),
        },
    )
    cohort = [*_cohort(school, jaar, "1"), *_cohort(school, jaar, "2")]
    first = [chance.gauss(3.5, 0.6) for _ in cohort]
    second = [3.6 + 0.6 * (value - 3.5) + chance.gauss(0, 0.48) for value in first]
    for naam, dag, values in (
        (f"najaar {jaar}", date(jaar.start, 10, 14), first),
        (f"voorjaar {jaar}", date(jaar.start + 1, 5, 12), second),
    ):
        held = [min(max(value, 1.0), 5.0) for value in values]
        _afname(toets, naam, dag, cohort, held, by, chance, places=1)


def _graag(school: School, by: User, now: Schooljaar, today: date, chance: random.Random) -> None:
    toets = bewaar_toets(
        school=school,
        by=by,
        values={"naam": GRAAG, "soort": Soort.ANDER, "schaal": Schaal.JA_NEE},
    )
    for jaar in (now.previous, now):
        if today >= _autumn(jaar):
            cohort = _cohort(school, jaar, "1")
            values = [float(chance.random() < 0.6) for _ in cohort]
            _afname(toets, f"begin eerste jaar {jaar}", _autumn(jaar), cohort, values, by, chance)


def _cohort(school: School, jaar: Schooljaar, leerjaar: str) -> list[_Pupil]:
    """Who sat in this leerjaar of the first graad; the second sat in the first a year before."""
    rows = Inschrijving.objects.filter(
        leerling__school=school, begin=jaar.first_day, graad="1", leerjaar=leerjaar
    ).order_by("leerling__stamnummer")
    early = date(jaar.start + 1, 6, 30)
    return [
        _Pupil(
            one.leerling_id,
            f"1{one.klas[1:]}",
            one.einde if leerjaar == "1" and one.einde and one.einde < early else None,
        )
        for one in rows
    ]


def _autumn(jaar: Schooljaar) -> date:
    return date(jaar.start, 9, 15)


def _summer(jaar: Schooljaar) -> date:
    return date(jaar.start + 1, 6, 9)


def _begin(cohort: Sequence[_Pupil], chance: random.Random) -> list[float]:
    return [_clipped(chance.gauss(_MEAN[one.stroom], _SD)) for one in cohort]


def _end(value: float, mean: float, gain: float, chance: random.Random) -> float:
    noise = chance.gauss(0, _SD * math.sqrt(1 - _R**2))
    return mean + gain + _R * (value - mean) + noise


def _clipped(value: float) -> float:
    return min(max(value, 0.0), float(_HIGHEST))


def _afname(
    toets: Toets,
    naam: str,
    datum: date,
    cohort: Sequence[_Pupil],
    values: Sequence[float],
    by: User,
    chance: random.Random,
    places: int = 0,
) -> Afname:
    """One moment with a score or a cause for everybody."""
    afname = bewaar_afname(toets=toets, values={"naam": naam, "datum": datum}, by=by)
    scores = []
    for one, value in zip(cohort, values, strict=True):
        cause = _cause(one, datum, chance)
        scores.append(
            Score(
                afname=afname,
                leerling_id=one.leerling,
                klas=one.klas,
                waarde=None if cause else Decimal(str(round(value, places))),
                ontbreekt=cause,
                door_naam=by.naam,
            )
        )
    Score.objects.bulk_create(scores)
    return afname


def _cause(one: _Pupil, datum: date, chance: random.Random) -> str:
    draw = chance.random()
    if one.weg is not None and one.weg < datum:
        return Ontbreekt.VROEGER_WEG.value
    if draw < _ABSENT:
        return Ontbreekt.AFWEZIG.value
    if draw < _ABSENT + 0.01:
        return Ontbreekt.VRIJGESTELD.value
    return ""
