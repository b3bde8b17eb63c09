"""The Telling itself: a frozen, ordered, hashed count, the same from one school as from many."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.telling import columns as col
from gokwijs.core.telling.kubus import Kubus, KubusTellingen, kubus_from_csv
from gokwijs.core.telling.manual import LEERLING_UITLEG, SCHOOL_UITLEG
from gokwijs.core.telling.model import (
    Cell,
    Graad,
    Groep,
    GroupTotal,
    Onderwijsniveau,
    School,
    Telling,
    combination,
)
from tests.core.builders import cell, kubus, random_cells, school, telling
from tests.core.telling.files import DAY

NUMMER = "999900"
CHANGES: dict[str, Any] = {
    "vestigingsplaats": "2",
    "onderwijsniveau": Onderwijsniveau.KLEUTER,
    "graad": Graad.DERDE,
    "type": "9",
    "mfc_verblijf": Antwoord.JA,
    "leerjaar": "6",
    "richting": "Latijn",
    "kenmerken": combination("200000"),
    "halves": 3,
}


# ---------------------------------------------------------------- the fingerprint


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_cells_does_not_matter(seed: int) -> None:
    dice = random.Random(seed)
    cells = random_cells(dice, unknowns=True, halves=True)
    shuffled = dice.sample(cells, len(cells))
    assert telling(*cells) == telling(*shuffled)
    assert telling(*cells).fingerprint == telling(*shuffled).fingerprint


@pytest.mark.parametrize("field", CHANGES)
def test_every_change_of_a_cell_changes_the_fingerprint(field: str) -> None:
    one, other = cell("M", 1, "lager"), cell("S", 4, "lager")
    changed = replace(one, **{field: CHANGES[field]})
    assert telling(one, other).fingerprint != telling(changed, other).fingerprint


def test_another_school_or_another_day_is_another_fingerprint() -> None:
    cells = [cell("M", 4)]
    prints = {
        telling(*cells).fingerprint,
        telling(*cells, nummer="999901").fingerprint,
        telling(*cells, earlier=True).fingerprint,
        telling(*cells, cell("T", 1)).fingerprint,
        telling().fingerprint,
    }
    assert len(prints) == 5


def test_the_fingerprint_of_a_published_receipt_stays_what_it_was() -> None:
    """Receipts hold this hash: another way of writing the lines would make them all unprovable."""
    one = Telling.of_cells(NUMMER, DAY, [cell("M", 3, "lager"), cell("t", Fraction(1, 2), "so_2")])
    assert one.fingerprint == "aa3380ddf2711939d9db9ca9ff98596acf3e3f979739b039e271756c66e46682"


def test_a_stored_telling_in_another_order_proves_the_same() -> None:
    one = telling(*[cell(code, 2) for code in ("M", "S", "T", "MST", "")])
    stored = one.to_json()
    stored["cellen"].reverse()
    assert Telling.from_json(stored).fingerprint == one.fingerprint


def test_an_empty_cell_in_the_columns_of_many_schools_changes_no_fingerprint() -> None:
    cells = (cell("M", 2), cell("S", 0))
    cube = kubus([Telling(NUMMER, DAY, cells)])
    assert cube.frame.height == 2
    assert cube.telling(NUMMER).cells == cells[:1]
    assert cube.fingerprints() == {NUMMER: cube.telling(NUMMER).fingerprint}


def test_equal_places_are_added_up_and_empty_cells_disappear() -> None:
    one = telling(cell("M", 2), cell("M", Fraction(3, 2)), cell("S", 0))
    assert [(c.halves, c.answer(Kenmerk.OPLEIDING_MOEDER)) for c in one.cells] == [(7, Antwoord.JA)]
    assert one.pupils == Fraction(7, 2)


# ---------------------------------------------------------------- to JSON and back


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_json_gives_the_same_telling_back(seed: int) -> None:
    one = telling(*random_cells(random.Random(seed), unknowns=True, halves=True))
    again = Telling.from_json(json.loads(json.dumps(one.to_json())))
    assert again == one
    assert again.fingerprint == one.fingerprint


def test_json_of_typed_totals_gives_the_same_telling_back() -> None:
    one = Telling.of_totals(NUMMER, DAY, TOTALS)
    again = Telling.from_json(json.loads(json.dumps(one.to_json())))
    assert again == one
    assert again.fingerprint == one.fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"so"', '"universiteit"'),
        ('"100000"', '"10000"'),
        ('"100000"', '"900000"'),
        ("cellen", "x"),
    ],
)
def test_json_that_is_no_telling_is_refused(old: str, new: str) -> None:
    text = json.dumps(telling(cell("M", 2)).to_json())
    assert old in text
    with pytest.raises((KeyError, ValueError)):
        Telling.from_json(json.loads(text.replace(old, new, 1)))


def test_a_school_comes_back_from_json_and_its_name_changes_no_result() -> None:
    one = school(
        toeslag_leerlingen=Fraction(141, 2),
        toeslag_noemer=Fraction(152),
        brussel=Antwoord.JA,
        gecorrigeerd={("lager", Kenmerk.THUISTAAL): Fraction(3, 2)},
    )
    again = School.from_json(json.loads(json.dumps(one.to_json())))
    assert again == one
    assert replace(one, naam="Andere naam").fingerprint == one.fingerprint
    for change in (
        {"brussel": Antwoord.NEE},
        {"nieuwe_school": Antwoord.JA},
        {"vestigingen_verspreid": Antwoord.ONBEKEND},
        {"toeslag_leerlingen": Fraction(71)},
        {"toeslag_noemer": None},
        {"lezing_vestigingen": "per vestigingsplaats"},
        {"gecorrigeerd": {}},
    ):
        assert replace(one, **change).fingerprint != one.fingerprint, change


# ---------------------------------------------------------------- many schools in columns


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_many_schools_in_columns_are_the_same_tellingen_with_the_same_fingerprints(
    seed: int,
) -> None:
    dice = random.Random(seed)
    schools = {}
    for number in dice.sample(range(1000), dice.randint(1, 6)):
        cells = random_cells(dice, unknowns=True, halves=True)
        one = telling(*cells, cell("M", 1, "lager"), nummer=f"{number:06}")
        schools[one.instellingsnummer] = one
    cube = kubus(schools.values())
    many = KubusTellingen(cube)
    assert dict(many) == schools
    assert list(many) == sorted(schools)
    assert len(many) == len(schools)
    assert cube.fingerprints() == {nummer: one.fingerprint for nummer, one in schools.items()}
    assert "ontbreekt" not in many
    mixed = Kubus(cube.teldag, cube.frame.sample(fraction=1, shuffle=True, seed=seed % 1000))
    assert dict(KubusTellingen(mixed)) == schools
    assert mixed.fingerprints() == cube.fingerprints()
    with pytest.raises(KeyError):
        many["ontbreekt"]


def test_cells_with_strange_letters_sort_alike_in_both_ways_of_counting() -> None:
    places = ["é", "z", "Z", "😀", "'t", "", "ﬁ", "\uffff", "10", "9", "=1+1"]
    one = telling(*[cell("M", 1, vestigingsplaats=p) for p in places])
    assert kubus([one]).fingerprints() == {NUMMER: one.fingerprint}


def test_a_written_cube_comes_back_and_a_strange_file_is_refused() -> None:
    one = telling(cell("M", 2, vestigingsplaats='a "b"; c'), cell("t", 1, "lager"))
    cube = kubus([one])
    again = kubus_from_csv(cube.frame.write_csv().encode(), cube.teldag)
    assert again.telling(NUMMER) == one
    assert again.fingerprints() == {NUMMER: one.fingerprint}
    for strange in (b"", b"a;b\n1;2\n", cube.frame.write_csv().replace(",2\n", ",veel\n").encode()):
        with pytest.raises(ValueError, match="geen tellingen"):
            kubus_from_csv(strange, cube.teldag)


# ---------------------------------------------------------------- typed totals

TOTALS = [
    GroupTotal(
        Onderwijsniveau.SO,
        Groep.II,
        200,
        {Kenmerk.THUISTAAL: 61, Kenmerk.SCHOOLTOESLAG: 80},
        {Kenmerk.THUISTAAL: 4},
    ),
    GroupTotal(Onderwijsniveau.SO, Groep.I, 100, {Kenmerk.THUISTAAL: 90}, {Kenmerk.THUISTAAL: 30}),
    GroupTotal(Onderwijsniveau.LAGER, None, 51, {}),
]


def test_typed_totals_are_ordered_counted_and_marked_as_typed() -> None:
    one = Telling.of_totals(NUMMER, DAY, TOTALS)
    assert one.is_typed
    assert not telling(cell("M", 1)).is_typed
    assert [(t.onderwijsniveau, t.groep) for t in one.totals] == [
        (Onderwijsniveau.LAGER, None),
        (Onderwijsniveau.SO, Groep.I),
        (Onderwijsniveau.SO, Groep.II),
    ]
    assert one.pupils == Fraction(351, 2)
    assert Telling.of_totals(NUMMER, DAY, TOTALS[::-1]).fingerprint == one.fingerprint


def test_a_total_says_how_many_pupils_have_a_kenmerk_at_least_and_at_most() -> None:
    second, first, _ = TOTALS
    assert (second.low(Kenmerk.THUISTAAL), second.high(Kenmerk.THUISTAAL)) == (61, 65)
    assert (second.low(Kenmerk.SCHOOLTOESLAG), second.high(Kenmerk.SCHOOLTOESLAG)) == (80, 80)
    # Never typed: nobody surely, perhaps everybody.
    assert (second.low(Kenmerk.ZORGTHUIS), second.high(Kenmerk.ZORGTHUIS)) == (0, 200)
    # Never more than the group.
    assert first.high(Kenmerk.THUISTAAL) == 100


@pytest.mark.parametrize(
    "change",
    [
        {"halves": 202},
        {"groep": Groep.I},
        {"onderwijsniveau": Onderwijsniveau.BUSO},
        {"ja": {Kenmerk.THUISTAAL: 62, Kenmerk.SCHOOLTOESLAG: 80}},
        {"ja": {Kenmerk.THUISTAAL: 61}},
        {"onbekend": {}},
    ],
)
def test_every_change_of_a_total_changes_the_fingerprint(change: dict[str, Any]) -> None:
    one = Telling.of_totals(NUMMER, DAY, TOTALS[:1])
    other = Telling.of_totals(NUMMER, DAY, [replace(TOTALS[0], **change)])
    assert one.fingerprint != other.fingerprint


# ---------------------------------------------------------------- kenmerken and columns


def test_a_combination_of_answers_has_exactly_one_answer_per_kenmerk() -> None:
    assert combination("012012")[1] is Antwoord.JA
    assert combination("012012")[5] is Antwoord.ONBEKEND
    for wrong in ("", "01201", "0120120", "01201x", "012013"):
        with pytest.raises(ValueError, match=r"answers|invalid literal|valid Antwoord"):
            combination(wrong)


def test_the_words_of_answers_and_the_labels_of_kenmerken() -> None:
    assert [a.word for a in Antwoord] == ["nee", "ja", "onbekend"]
    assert [k.label for k in KENMERKEN] == [
        "Opleiding moeder",
        "Schooltoeslag",
        "Thuistaal",
        "Zorgthuis",
        "Trekkende bevolking",
        "Buurt",
    ]


def test_the_manual_explains_every_column_and_no_other() -> None:
    assert list(LEERLING_UITLEG) == list(col.LEERLING_COLUMNS)
    assert list(SCHOOL_UITLEG) == list(col.SCHOOL_COLUMNS)


def test_no_synonym_leads_to_two_columns() -> None:
    for columns in (col.LEERLING_COLUMNS, col.SCHOOL_COLUMNS):
        words = [col.fold(w) for name, more in columns.items() for w in (name, *more)]
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12345", "012345"),
        ("012345", "012345"),
        ("12345.0", "012345"),
        ("12345,00", "012345"),
        ("1234567", None),
        ("1.2e4", None),
        ("12345.5", None),
        ("-12345", None),
        ("", None),
        ("１２３４５", None),
        ("12 345", None),
    ],
)
def test_an_instellingsnummer_has_six_digits(text: str, number: str | None) -> None:
    assert col.instellingsnummer(text) == number


def test_a_cube_without_pupils_has_no_schools() -> None:
    empty = kubus([telling(cell("M", 1))])
    none = Kubus(date(2026, 2, 2), empty.frame.clear())
    assert none.instellingsnummers == ()
    assert none.fingerprints() == {}


def test_a_cell_answers_per_kenmerk() -> None:
    one: Cell = cell("MTb", 1)
    assert {k.value: one.answer(k).word for k in KENMERKEN} == {
        "opleiding_moeder": "ja",
        "schooltoeslag": "nee",
        "thuistaal": "ja",
        "zorgthuis": "nee",
        "trekkende_bevolking": "nee",
        "buurt": "onbekend",
    }
