"""Pupils through time: facts, enrolments, and the count of any day."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Feit, Herkomst, stand_op
from gokwijs.core.leerlingen.inschrijving import (
    Inschrijving,
    InschrijvingError,
    Plaats,
    op_datum,
    overlappingen,
    wijzig,
)
from gokwijs.core.leerlingen.teldag import ZorgthuisAantal, ZorgthuisError, tel
from gokwijs.core.telling.model import Graad, Onderwijsniveau, combination

DAY = date(2026, 2, 2)
JA, NEE, ONBEKEND = Antwoord.JA, Antwoord.NEE, Antwoord.ONBEKEND
TAAL = Kenmerk.THUISTAAL
SO1 = Plaats("1", Onderwijsniveau.SO, Graad.EERSTE, klas="1A")
SO2 = Plaats("1", Onderwijsniveau.SO, Graad.TWEEDE, klas="3B")


def feit(antwoord: Antwoord, herkomst: Herkomst, vanaf: str, hour: int = 8) -> Feit:
    day = date.fromisoformat(vanaf)
    recorded = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Feit(TAAL, antwoord, herkomst, day, recorded)


def inschrijving(
    leerling: str, begin: str, einde: str | None, plaats: Plaats = SO1
) -> Inschrijving:
    end = None if einde is None else date.fromisoformat(einde)
    return Inschrijving(leerling, date.fromisoformat(begin), end, plaats)


# ---------------------------------------------------------------- facts


def test_nothing_recorded_is_unknown() -> None:
    assert stand_op([], TAAL, DAY).antwoord is ONBEKEND


def test_a_fact_holds_from_its_day_on() -> None:
    one = [feit(JA, Herkomst.VERKLARING, "2026-02-02")]
    assert stand_op(one, TAAL, date(2026, 2, 1)).antwoord is ONBEKEND
    assert stand_op(one, TAAL, DAY).antwoord is JA
    assert stand_op(one, Kenmerk.SCHOOLTOESLAG, DAY).antwoord is ONBEKEND


def test_a_later_fact_of_the_same_source_replaces_the_earlier() -> None:
    two = [
        feit(JA, Herkomst.VERKLARING, "2025-09-01"),
        feit(NEE, Herkomst.VERKLARING, "2026-01-10"),
    ]
    assert stand_op(two, TAAL, date(2025, 12, 1)).antwoord is JA
    assert stand_op(two, TAAL, DAY).antwoord is NEE


def test_sources_that_contradict_are_shown_and_not_resolved() -> None:
    two = [
        feit(JA, Herkomst.VERKLARING, "2025-09-01"),
        feit(NEE, Herkomst.REGISTER, "2025-10-01"),
    ]
    stand = stand_op(two, TAAL, DAY)
    assert stand.antwoord is ONBEKEND
    assert set(stand.strijdig) == set(two)
    assert "de verklaring van de ouders (ja)" in stand.reden
    assert "het register van de overheid (nee)" in stand.reden


def test_a_decision_settles_a_conflict_until_something_new_comes() -> None:
    facts = [
        feit(JA, Herkomst.VERKLARING, "2025-09-01"),
        feit(NEE, Herkomst.REGISTER, "2025-10-01"),
        feit(JA, Herkomst.BESLISSING, "2025-11-01"),
    ]
    assert stand_op(facts, TAAL, DAY).antwoord is JA
    later = [*facts, feit(NEE, Herkomst.REGISTER, "2025-12-01")]
    assert stand_op(later, TAAL, DAY).strijdig
    same = [*facts, feit(JA, Herkomst.VERKLARING, "2025-12-01")]
    assert stand_op(same, TAAL, DAY).antwoord is JA


def test_one_source_that_knows_is_enough() -> None:
    two = [
        feit(ONBEKEND, Herkomst.VERKLARING, "2025-09-01"),
        feit(NEE, Herkomst.REGISTER, "2025-10-01"),
    ]
    assert stand_op(two, TAAL, DAY).antwoord is NEE


def test_zorgthuis_is_never_a_fact_of_a_pupil() -> None:
    with pytest.raises(ValueError, match="never stored per pupil"):
        Feit(Kenmerk.ZORGTHUIS, JA, Herkomst.SCHOOL, DAY, datetime.now(UTC))


# ---------------------------------------------------------------- enrolments


def test_the_first_and_the_last_day_count() -> None:
    one = inschrijving("a", "2025-09-01", "2026-02-02")
    assert op_datum([one], date(2025, 8, 31)) == []
    assert op_datum([one], date(2025, 9, 1)) == [one]
    assert op_datum([one], DAY) == [one]
    assert op_datum([one], date(2026, 2, 3)) == []


def test_a_change_closes_one_enrolment_and_opens_the_next() -> None:
    one = inschrijving("a", "2025-09-01", None)
    closed, opened = wijzig(one, SO2, DAY)
    assert closed is not None
    assert (closed.einde, opened.begin) == (date(2026, 2, 1), DAY)
    assert (closed.plaats, opened.plaats) == (SO1, SO2)
    assert wijzig(one, SO2, date(2025, 9, 1))[0] is None
    with pytest.raises(InschrijvingError):
        wijzig(one, SO2, date(2025, 8, 31))


def test_an_end_before_the_begin_is_refused() -> None:
    with pytest.raises(InschrijvingError):
        inschrijving("a", "2025-09-01", "2025-08-31")


def test_overlaps_are_found_and_two_halves_are_none() -> None:
    a = inschrijving("a", "2025-09-01", "2026-01-31")
    b = inschrijving("a", "2026-01-31", None)
    assert overlappingen([b, a]) == [(a, b)]
    assert overlappingen([a, inschrijving("b", "2025-09-01", None)]) == []
    half = Plaats("1", Onderwijsniveau.SO, Graad.EERSTE, halves=1)
    halves = [inschrijving("c", "2025-09-01", None, half) for _ in range(2)]
    assert overlappingen(halves) == []


@given(st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_as_of_counts_equal_a_walk_through_the_days(seed: int) -> None:
    """Random moves; on every day exactly the place of that day is counted."""
    dice = random.Random(seed)
    start = date(2025, 9, 1)
    enrolments, diary = [], {}
    for pupil in "abcde":
        place, day = dice.choice([SO1, SO2]), start + timedelta(days=dice.randint(0, 20))
        running = Inschrijving(pupil, day, None, place)
        mine = [running]
        for _ in range(dice.randint(0, 4)):
            day += timedelta(days=dice.randint(0, 30))
            closed, running = wijzig(mine.pop(), dice.choice([SO1, SO2]), day)
            mine += [closed, running] if closed else [running]
        if dice.random() < 0.3:
            last = mine.pop()
            mine.append(
                Inschrijving(pupil, last.begin, last.begin + timedelta(days=9), last.plaats)
            )
        enrolments += mine
        for number in range(200):
            today = start + timedelta(days=number)
            at = [i.plaats for i in mine if i.begin <= today and (not i.einde or today <= i.einde)]
            diary[pupil, today] = at
    assert overlappingen(enrolments) == []
    today = start + timedelta(days=dice.randint(0, 199))
    geteld = tel("999001", today, enrolments, {})
    expected = [p for pupil in "abcde" for p in diary[pupil, today]]
    assert all(len(diary[pupil, today]) <= 1 for pupil in "abcde")
    assert geteld.telling.pupils == len(expected)
    for graad in (Graad.EERSTE, Graad.TWEEDE):
        counted = sum(c.halves for c in geteld.telling.cells if c.graad is graad)
        assert counted == 2 * sum(p.graad is graad for p in expected)


# ---------------------------------------------------------------- the Telling of a day


def pupils(number: int, **facts: Antwoord) -> tuple[list[Inschrijving], dict[str, list[Feit]]]:
    """So many pupils in the first grade with the same answers; the others are nee."""
    names = [f"p{n}" for n in range(number)]
    recorded = datetime(2025, 9, 1, tzinfo=UTC)
    answers = {k: facts.get(k.value, NEE) for k in PER_LEERLING if k is not Kenmerk.BUURT}
    known = [Feit(k, a, Herkomst.SCHOOL, date(2025, 9, 1), recorded) for k, a in answers.items()]
    return [inschrijving(n, "2025-09-01", None) for n in names], dict.fromkeys(names, known)


def test_zorgthuis_and_buurt_are_unknown_until_counted() -> None:
    cell = tel("999001", DAY, *pupils(3, thuistaal=JA)).telling.cells[0]
    assert cell.halves == 6
    assert cell.answer(TAAL) is JA
    assert cell.answer(Kenmerk.ZORGTHUIS) is ONBEKEND
    assert cell.answer(Kenmerk.BUURT) is ONBEKEND


def test_typed_zorgthuis_counts_land_in_the_telling_and_nowhere_else() -> None:
    aantal = ZorgthuisAantal(Graad.EERSTE, combination("001202"), 4)
    geteld = tel("999001", DAY, *pupils(5, thuistaal=JA), [aantal])
    by_answer = {c.answer(Kenmerk.ZORGTHUIS): c.halves for c in geteld.telling.cells}
    assert by_answer == {JA: 4, NEE: 6}
    behind = {c.answer(Kenmerk.ZORGTHUIS) for c in geteld.leerlingen}
    assert behind == {ONBEKEND}
    assert sum(len(who) for who in geteld.leerlingen.values()) == 5


def test_more_zorgthuis_than_pupils_is_refused() -> None:
    aantal = ZorgthuisAantal(Graad.EERSTE, combination("001202"), 12)
    with pytest.raises(ZorgthuisError):
        tel("999001", DAY, *pupils(5, thuistaal=JA), [aantal])


def test_the_pupils_behind_a_number_are_listed() -> None:
    enrolments, facts = pupils(3, thuistaal=JA)
    extra, more = pupils(2)
    renamed = [Inschrijving(f"q{n}", i.begin, None, i.plaats) for n, i in enumerate(extra)]
    facts |= {r.leerling: more["p0"] for r in renamed}
    geteld = tel("999001", DAY, [*enrolments, *renamed], facts)
    behind = {c.answer(TAAL): who for c, who in geteld.leerlingen.items()}
    assert behind == {JA: ("p0", "p1", "p2"), NEE: ("q0", "q1")}
