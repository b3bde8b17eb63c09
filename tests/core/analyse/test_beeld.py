"""A school on one day: who counts, how pupils moved, what is stored, and who is chosen."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.analyse.attest import Attest
from gokwijs.core.analyse.beeld import (
    VORM,
    Beeld,
    Persoon,
    antwoord,
    gekend,
    gok,
    maak_beeld,
    naar_json,
    uit_json,
)
from gokwijs.core.analyse.plek import Plek, naam, ordinal, plaats_order, sleutel
from gokwijs.core.analyse.selectie import GROEPEN, Selectie
from gokwijs.core.kenmerken.feiten import PER_LEERLING
from tests.core.analyse.personen import (
    DAG,
    INDELINGEN,
    JA,
    JAAR,
    KENMERKEN,
    NEE,
    ONBEKEND,
    REGIME,
    beeld_van,
    index_van,
    is_gok,
    personen,
    persoon,
    plek,
    random_plek,
    rij_van,
)

GENOEG = settings(max_examples=40, deadline=None)

# ---------------------------------------------------------------- GOK-leerling


def naive_gok(niveau: str, answers: tuple[int, ...]) -> int:
    """Besluiten 3, in words: one yes is yes, all no is no, anything else is not known."""
    own = [answers[KENMERKEN.index(k)] for k in _KENMERKEN_OF[niveau]]
    if any(answer == JA for answer in own):
        return JA
    return NEE if all(answer == NEE for answer in own) else ONBEKEND


_BASIS = ["opleiding_moeder", "schooltoeslag", "thuistaal"]
_KENMERKEN_OF = {
    "kleuter": _BASIS,
    "lager": _BASIS,
    "so": [*_BASIS, "trekkende_bevolking"],
    "bubao": ["opleiding_moeder", "thuistaal"],
    "buso": ["opleiding_moeder", "thuistaal"],
}


def test_the_five_answers_have_a_fixed_order() -> None:
    assert tuple(k.value for k in PER_LEERLING) == KENMERKEN


@pytest.mark.parametrize("niveau", REGIME)
def test_gok_for_every_combination_of_answers(niveau: str) -> None:
    every = list(product((NEE, JA, ONBEKEND), repeat=5))
    assert len(every) == 3**5
    for answers in every:
        found = gok(niveau, answers)
        assert found == naive_gok(niveau, answers) == is_gok(niveau, answers)
        assert antwoord("gok", niveau, answers) == found
        for place, kenmerk in enumerate(KENMERKEN):
            assert antwoord(kenmerk, niveau, answers) == answers[place]


# ---------------------------------------------------------------- counting


@given(nu=personen)
@GENOEG
def test_every_half_pupil_lies_in_one_cell(nu: list[Persoon]) -> None:
    beeld = beeld_van(nu)
    wanted = Counter[tuple[Any, ...]]()
    for one in nu:
        place = index_van(one.plek)
        known = one.geboortejaar is not None and place is not None
        behind = JAAR - (one.geboortejaar or 0) - 5 - (place or 0) if known else None
        wanted[one.plek, one.antwoorden, behind, one.attest.value] += one.halves
    assert {tuple(vak[:4]): vak.halves for vak in beeld.vakken} == dict(wanted)
    assert len({vak[:4] for vak in beeld.vakken}) == len(beeld.vakken)
    assert beeld.halves == sum(one.halves for one in nu)
    without = maak_beeld(JAAR, DAG, nu)
    assert all(not vak.wie for vak in without.vakken)
    assert [vak._replace(wie=()) for vak in beeld.vakken] == list(without.vakken)


@given(nu=personen, seed=st.integers())
@GENOEG
def test_the_order_of_the_file_changes_nothing(nu: list[Persoon], seed: int) -> None:
    other = list(nu)
    Random(seed).shuffle(other)
    assert maak_beeld(JAAR, DAG, nu) == maak_beeld(JAAR, DAG, other)


@pytest.mark.parametrize(
    ("where", "geboortejaar", "achter"),
    [
        (plek("lager", "", "1"), 2020, 0),
        (plek("lager", "", "1"), 2019, 1),
        (plek("lager", "", "1"), 2021, -1),
        (plek("so", "1", "1"), 2014, 0),
        (plek("so", "2", "3"), 2010, 2),
        (plek("so", "2", "1"), 2010, 2),
        (plek("so", "3", "7"), 2008, None),  # no seventh index
        (plek("so", "okan", ""), 2012, None),
        (plek("kleuter", "", "3"), 2021, None),
        (plek("buso", "", "2"), 2012, None),
        (plek("lager", "", "1"), None, None),
    ],
)
def test_years_behind(where: Plek, geboortejaar: int | None, achter: int | None) -> None:
    beeld = beeld_van([persoon(1, where, geboortejaar=geboortejaar)])
    assert [vak.achter for vak in beeld.vakken] == [achter]


# ---------------------------------------------------------------- flows

EEN, TWEE = plek("lager", "", "1", klas="1A"), plek("lager", "", "2", klas="2A")


def flows(nu: list[Persoon], vorig: list[Persoon]) -> list[tuple[Plek | None, Plek | None, int]]:
    return [(gang.van, gang.naar, gang.halves) for gang in beeld_van(nu, vorig).gangen]


def test_new_left_and_moved() -> None:
    nu = [persoon(1, TWEE), persoon(2, EEN)]
    vorig = [persoon(1, EEN), persoon(3, TWEE)]
    assert sorted(flows(nu, vorig), key=repr) == sorted(
        [(EEN, TWEE, 2), (None, EEN, 2), (TWEE, None, 2)], key=repr
    )
    assert beeld_van(nu).gangen == ()


def test_who_sits_in_two_half_places_moves_once_from_the_first_of_them() -> None:
    elsewhere = plek("lager", "", "1", klas="1B")
    nu = [persoon(1, TWEE, halves=1), persoon(1, elsewhere, halves=1)]
    vorig = [persoon(1, EEN, halves=1), persoon(1, elsewhere, halves=1)]
    assert flows(nu, vorig) == [(EEN, TWEE, 2)]
    assert beeld_van(nu).halves == 2


def test_the_answers_of_a_flow_are_those_of_now_and_of_then_for_who_left() -> None:
    yes, no = (1, 0, 0, 0, 0), (0, 0, 0, 0, 0)
    beeld = beeld_van([persoon(1, TWEE, yes)], [persoon(1, EEN, no), persoon(2, EEN, yes)])
    assert {gang.naar: gang.antwoorden for gang in beeld.gangen} == {TWEE: yes, None: yes}


@given(nu=personen, vorig=personen)
@GENOEG
def test_every_pupil_of_both_years_flows_once(nu: list[Persoon], vorig: list[Persoon]) -> None:
    gangen = beeld_van(nu, vorig).gangen
    who = Counter(wie for gang in gangen for wie in gang.wie)
    assert who == Counter({one.wie for one in (*nu, *vorig)})
    assert all(gang.halves == 2 * len(gang.wie) for gang in gangen)
    here = {wie for gang in gangen if gang.naar is not None for wie in gang.wie}
    assert here == {one.wie for one in nu}


# ---------------------------------------------------------------- stored


@given(nu=personen, vorig=st.none() | personen)
@GENOEG
def test_stored_and_read_again(nu: list[Persoon], vorig: list[Persoon] | None) -> None:
    beeld = maak_beeld(JAAR, DAG, nu, vorig)
    assert uit_json(json.loads(json.dumps(naar_json(beeld)))) == beeld
    assert naar_json(beeld_van(nu, vorig)) == naar_json(beeld)  # keys of pupils are never stored


@pytest.mark.parametrize("vorm", [VORM + 1, 0, None, "1"])
def test_another_form_is_refused(vorm: object) -> None:
    data = naar_json(beeld_van([persoon(1, EEN)])) | {"vorm": vorm}
    with pytest.raises(ValueError, match="onbekende vorm"):
        uit_json(data)
    del data["vorm"]
    with pytest.raises(ValueError, match="onbekende vorm"):
        uit_json(data)


# ---------------------------------------------------------------- for the whole team


@given(nu=personen, vorig=personen)
@GENOEG
def test_for_the_team_an_answer_is_certain_or_not(nu: list[Persoon], vorig: list[Persoon]) -> None:
    beeld = beeld_van(nu, vorig)
    known = gekend(beeld)
    for before, after in zip(
        (*beeld.vakken, *beeld.gangen), (*known.vakken, *known.gangen), strict=True
    ):
        assert after.antwoorden == tuple(1 if a == JA else 0 for a in before.antwoorden)
        assert after == before._replace(antwoorden=after.antwoorden)
    for vak, own in zip(beeld.vakken, known.vakken, strict=True):
        niveau = vak.plek.niveau
        assert (gok(niveau, own.antwoorden) == JA) == (gok(niveau, vak.antwoorden) == JA)


# ---------------------------------------------------------------- names and order


def ordered(indeling: str, places: list[Plek]) -> list[str]:
    shuffled = Random(1).sample(places, len(places))
    return [naam(indeling, p) for p in sorted(shuffled, key=lambda p: plaats_order(indeling, p))]


def test_leerjaren_in_the_order_of_school_life_with_their_words() -> None:
    places = [
        *(plek("kleuter", "", year) for year in "123"),
        *(plek("lager", "", year) for year in "123456"),
        *(plek("so", "1", year) for year in "12"),
        *(plek("so", "2", year) for year in "34"),
        *(plek("so", "3", year) for year in "567"),
        plek("so", "okan", ""),
        plek("buso", "", ""),
    ]
    assert ordered("leerjaar", places) == [
        *("1ste kleuterklas", "2de kleuterklas", "3de kleuterklas"),
        *("1ste leerjaar", "2de leerjaar", "3de leerjaar"),
        *("4de leerjaar", "5de leerjaar", "6de leerjaar"),
        *("1ste jaar", "2de jaar", "3de jaar", "4de jaar", "5de jaar", "6de jaar"),
        *("3de graad, leerjaar 7", "onthaaljaar (OKAN)", "buitengewoon secundair onderwijs"),
    ]


def test_a_leerjaar_counted_inside_the_graad_has_the_same_words() -> None:
    assert naam("leerjaar", plek("so", "3", "2")) == naam("leerjaar", plek("so", "3", "6"))


def test_graden_and_niveaus() -> None:
    places = [plek("kleuter"), plek("lager"), plek("so", "1"), plek("so", "2"), plek("so", "3")]
    assert ordered("graad", [*places, plek("so", "okan"), plek("bubao")]) == [
        *("kleuteronderwijs", "lager onderwijs", "1ste graad", "2de graad", "3de graad"),
        *("onthaaljaar (OKAN)", "buitengewoon basisonderwijs"),
    ]


def test_two_comes_before_ten_and_who_has_no_place_comes_last() -> None:
    places = [plek("lager", vestiging=v) for v in ("10", "2", "", "1")]
    assert ordered("vestiging", places) == [
        *("vestigingsplaats 1", "vestigingsplaats 2", "vestigingsplaats 10"),
        "zonder vestigingsplaats",
    ]
    classes = [plek("lager", "", "1", klas=k) for k in ("1b10", "1B2", "1a", "")]
    assert ordered("klas", classes) == ["1a", "1B2", "1b10", "zonder klas"]
    tracks = [
        plek("so", "3", "5", "Aarde"),
        plek("so", "2", "3", "Zorg"),
        plek("so", "1", "1", ""),
    ]
    assert ordered("richting", tracks) == ["Zorg", "Aarde", "zonder richting"]


@pytest.mark.parametrize("indeling", INDELINGEN)
@given(texts=st.lists(st.text(max_size=5), min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_name_can_be_sorted(indeling: str, texts: list[str]) -> None:
    places = [plek("kleuter", "", text, text, text, text) for text in (*texts, "1²", "²")]
    assert len(ordered(indeling, places)) == len(places)
    for where in places:
        assert naam(indeling, where)


def test_ordinals() -> None:
    found = [ordinal(number) for number in (1, 2, 7, 8, 9, 19, 20, 21)]
    assert found == ["1ste", "2de", "7de", "8ste", "9de", "19de", "20ste", "21ste"]


def test_the_key_of_a_place_is_that_of_its_group() -> None:
    chance = Random(3)
    for where in (random_plek(chance) for _ in range(200)):
        for indeling in INDELINGEN:
            assert sleutel(indeling, where) == rij_van(indeling, where)


# ---------------------------------------------------------------- a choice of pupils


def keys(beeld: Beeld, selectie: Selectie) -> list[tuple[Any, ...]]:
    return sorted((v.plek, v.antwoorden, v.wie) for v in selectie.vakken(beeld))


@pytest.mark.parametrize("indeling", INDELINGEN)
@given(nu=personen, vorig=personen)
@GENOEG
def test_each_filter_keeps_its_places_only(
    indeling: str, nu: list[Persoon], vorig: list[Persoon]
) -> None:
    beeld = beeld_van(nu, vorig)
    assert keys(beeld, Selectie()) == sorted((v.plek, v.antwoorden, v.wie) for v in beeld.vakken)
    for value in {rij_van(indeling, one.plek) for one in nu} - {""}:
        selectie = Selectie(**{indeling: value})
        assert not selectie.leeg
        who = {wie for vak in selectie.vakken(beeld) for wie in vak.wie}
        assert who == {one.wie for one in nu if rij_van(indeling, one.plek) == value}
        for gang in beeld.gangen:
            sat = gang.van or gang.naar
            assert sat is not None
            assert (gang in selectie.gangen(beeld)) == (rij_van(indeling, sat) == value)


@pytest.mark.parametrize("groep", GROEPEN)
@given(nu=personen, vorig=personen)
@GENOEG
def test_each_group(groep: str, nu: list[Persoon], vorig: list[Persoon]) -> None:
    def member(niveau: str, answers: tuple[int, ...]) -> bool:
        if groep in ("gok", "rest"):
            return is_gok(niveau, answers) == {"gok": JA, "rest": NEE}[groep]
        return answers[KENMERKEN.index(groep)] == JA

    beeld, selectie = beeld_van(nu, vorig), Selectie(groep=groep)
    who = {wie for vak in selectie.vakken(beeld) for wie in vak.wie}
    assert who == {one.wie for one in nu if member(one.plek.niveau, one.antwoorden)}
    for gang in beeld.gangen:
        sat = gang.van or gang.naar
        assert sat is not None
        assert (gang in selectie.gangen(beeld)) == member(sat.niveau, gang.antwoorden)


@given(nu=personen, vorig=personen, seed=st.integers())
@GENOEG
def test_no_filter_reaches_outside_the_own_classes(
    nu: list[Persoon], vorig: list[Persoon], seed: int
) -> None:
    beeld, chance = beeld_van(nu, vorig), Random(seed)
    own = frozenset(chance.sample(["A", "B", "2", "10", ""], 2))
    now = {one.wie: one.plek for one in reversed(nu)}
    for _ in range(12):
        where = random_plek(chance)
        asked = {i: rij_van(i, where) for i in INDELINGEN if chance.random() < 0.4}
        group = chance.choice(("", *GROEPEN))
        free = Selectie(**asked, groep=group)
        kept = Selectie(**asked, groep=group, klassen=own)
        assert kept.vakken(beeld) == [v for v in free.vakken(beeld) if v.plek.klas in own]
        for gang in kept.gangen(beeld):
            assert all(wie in now and now[wie].klas in own for wie in gang.wie)
        assert set(kept.gangen(beeld)) <= set(free.gangen(beeld))
        nothing = Selectie(**asked, groep=group, klassen=frozenset())
        assert not nothing.vakken(beeld)
        assert not nothing.gangen(beeld)


def test_an_empty_choice_is_empty_whatever_the_own_classes() -> None:
    assert Selectie().leeg
    assert Selectie(klassen=frozenset({"A"})).leeg
    for field in fields(Selectie):
        if field.name != "klassen":
            assert not Selectie(**{field.name: "x"}).leeg


def test_attest_and_answers_split_cells() -> None:
    nu = [persoon(1, EEN, attest=Attest.A), persoon(2, EEN, attest=Attest.B), persoon(3, EEN)]
    assert [vak.halves for vak in beeld_van(nu).vakken] == [2, 2, 2]
