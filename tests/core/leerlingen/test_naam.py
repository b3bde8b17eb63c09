"""The key of a name, halves that are too many, and the facts that count."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Feit, Herkomst, bronnen_op
from gokwijs.core.leerlingen.inschrijving import Inschrijving, Plaats, te_veel
from gokwijs.core.leerlingen.naam import search_key
from gokwijs.core.telling.model import Onderwijsniveau


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Łukasz", "lukasz"),
        ("  De   Smet ", "de smet"),
        ("D’Hooghe", "dhooghe"),
        ("YILDIZ", "yildiz"),
        ("Yıldız", "yildiz"),
        ("İnci", "inci"),
        ("Æbeltoft", "aebeltoft"),
        ("Nul\x00", "nul"),
    ],
)
def test_a_name_and_what_is_typed_meet_in_one_key(typed: str, key: str) -> None:
    assert search_key(typed) == key
    assert search_key(key) == key


def one(begin: int, einde: int | None, halves: int) -> Inschrijving:
    end = None if einde is None else date(2026, 1, einde)
    place = Plaats("1", Onderwijsniveau.LAGER, halves=halves)
    return Inschrijving("x", date(2026, 1, begin), end, place)


def test_halves_add_up_per_day() -> None:
    first, second = one(1, 10, 1), one(8, None, 1)
    assert te_veel(one(1, 7, 1), [first, second]) == []
    assert te_veel(one(1, 8, 1), [first, second]) == [first, second]
    assert te_veel(one(11, None, 1), [first, second]) == []
    assert te_veel(one(5, 5, 2), [first, second]) == [first]
    assert te_veel(one(5, 5, 2), []) == []


def test_the_facts_that_count_are_the_latest_per_source() -> None:
    def fact(antwoord: Antwoord, herkomst: Herkomst, day: int) -> Feit:
        when = datetime(2026, 1, day, tzinfo=UTC)
        return Feit(Kenmerk.BUURT, antwoord, herkomst, date(2026, 1, day), when)

    old, new = fact(Antwoord.NEE, Herkomst.SCHOOL, 1), fact(Antwoord.JA, Herkomst.SCHOOL, 3)
    register = fact(Antwoord.NEE, Herkomst.REGISTER, 2)
    decision = fact(Antwoord.JA, Herkomst.BESLISSING, 4)
    facts = [new, old, register, decision]

    def on(day: int) -> set[Feit]:
        return set(bronnen_op(facts, Kenmerk.BUURT, date(2026, 1, day)).values())

    assert on(2) == {old, register}
    assert on(3) == {new, register}
    assert on(4) == {decision}
    assert bronnen_op(facts, Kenmerk.THUISTAAL, date(2026, 1, 9)) == {}
