"""Choosing: strength, then cost, then months; nothing disappears for want of a number."""

from __future__ import annotations

import itertools

import pytest

from gokwijs.core.aanpakken import Niveau
from gokwijs.core.aanpakken.zoeken import Effect, Filter, Volgorde, tel_maanden, zoek
from tests.core.aanpakken.builders import SHIPPED, aanpak, feit


def ids(filter: Filter) -> set[str]:
    return {a.id for a in zoek(SHIPPED, filter).alle}


def test_without_a_filter_nothing_is_hidden() -> None:
    found = zoek(SHIPPED, Filter())
    assert len(found.alle) == 51
    assert found.onbekend == 0
    assert len(found.toolkit) == 31
    assert {a.id for a in found.ander} >= {"groeimindset", "thuistaal", "differentiatie"}


def test_strength_comes_first_then_cost_then_months() -> None:
    rows = [
        (a.sterkte.sterkte_schaal, a.kosten.kosten_schaal, a.hoofdcijfers[0].cijfer)
        for a in zoek(SHIPPED, Filter()).toolkit
        if a.sterkte and a.kosten and a.hoofdcijfers
    ]
    for (s1, k1, m1), (s2, k2, m2) in itertools.pairwise(rows):
        assert None not in (s1, k1, m1, s2, k2, m2)
        assert (-(s1 or 0), k1 or 0, -(m1 or 0)) <= (-(s2 or 0), k2 or 0, -(m2 or 0))


def test_strong_evidence_with_few_months_stands_above_weak_evidence_with_many() -> None:
    order = [a.id for a in zoek(SHIPPED, Filter()).toolkit]
    assert order.index("beweging") < order.index("huiswerk")
    assert feit("eef.physical-activity").cijfer == 2
    assert feit("eef.homework").cijfer == 5


def test_there_is_no_order_by_months() -> None:
    assert {v.value for v in Volgorde} == {"sterkte", "kosten", "naam"}


@pytest.mark.parametrize(
    ("volgorde", "first", "last"),
    [
        (Volgorde.KOSTEN, "beweging", "klasverkleining"),
        (Volgorde.NAAM, "buitenleren", "zomerschool"),
    ],
)
def test_the_other_orders(volgorde: Volgorde, first: str, last: str) -> None:
    order = [a.id for a in zoek(SHIPPED, Filter(), volgorde).toolkit]
    assert (order[0], order[-1]) == (first, last)


def test_leerpunt_and_eef_are_not_averaged_for_the_order() -> None:
    sterkte = aanpak("sociaal_emotioneel").sterkte
    assert sterkte is not None
    assert (sterkte.spreker, sterkte.sterkte) == ("leerpunt", "zeer beperkt")


def test_a_figure_about_a_part_counts_after_one_about_the_whole() -> None:
    sterkte = aanpak("ouderbetrokkenheid").sterkte
    assert sterkte is not None
    assert sterkte.id == "eef.parental-engagement"


def test_each_filter() -> None:
    assert ids(Filter(niveau=Niveau.LEERLING)) == {
        a.id for a in SHIPPED.aanpakken if a.niveau is Niveau.LEERLING
    }
    assert ids(Filter(rok="R6")) == {"toekomstverwachtingen"}
    assert ids(Filter(effect=Effect.CIJFER)) == {a.id for a in SHIPPED.aanpakken if a.hoofdcijfers}
    assert ids(Filter(effect=Effect.CIJFER)) | ids(Filter(effect=Effect.GEEN_CIJFER)) == ids(
        Filter()
    )
    assert ids(Filter(effect=Effect.ONBESLIST)) == {
        "toekomstverwachtingen",
        "leerstijlen",
        "buitenleren",
        "schooluniform",
    }
    assert ids(Filter(effect=Effect.TEGEN)) >= {"groeimindset", "co_teaching", "niveauklassen"}
    assert "schoolkosten" not in ids(Filter(effect=Effect.STEUNT))
    assert "feedback" in ids(Filter(effect=Effect.STEUNT))


def test_the_number_of_differentiatie_is_no_number() -> None:
    assert "differentiatie" in ids(Filter(effect=Effect.GEEN_CIJFER))


def test_at_least_and_at_most() -> None:
    found = zoek(SHIPPED, Filter(sterkte=4, kosten=1))
    assert {a.id for a in found.alle} >= {"metacognitie", "feedback", "beweging"}
    for one in found.alle:
        assert one.sterkte is not None
        assert one.kosten is not None
        assert (one.sterkte.sterkte_schaal or 0) >= 4
        assert (one.kosten.kosten_schaal or 9) <= 1


def test_what_could_not_be_judged_is_counted() -> None:
    found = zoek(SHIPPED, Filter(kosten=5, niveau=Niveau.SCHOOL))
    school = [a for a in SHIPPED.aanpakken if a.niveau is Niveau.SCHOOL]
    assert found.onbekend == sum(a.kosten is None for a in school) > 0
    assert len(found.alle) + found.onbekend == len(school)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("COOPERATIEF", {"cooperatief_leren"}),
        ("leren leren", {"metacognitie"}),
        ("phonics", {"klank_letter"}),
        ("xyz", set()),
    ],
)
def test_searching_ignores_accents_and_capitals_and_knows_other_names(
    words: str, found: set[str]
) -> None:
    assert ids(Filter(zoek=words)) >= found
    assert found or not ids(Filter(zoek=words))


def test_the_target_group_is_searched_apart() -> None:
    assert "thuistaal" in ids(Filter(doelgroep="andere thuistaal"))
    assert "metacognitie" not in ids(Filter(doelgroep="thuistaal"))


def test_a_sum_skips_what_has_no_number_and_says_how_many() -> None:
    two = [feit("eef.setting-and-streaming"), feit("eef.learning-styles")]
    found = tel_maanden(two)
    assert (found.maanden, found.overgeslagen) == ((0,), 1)
    assert tel_maanden([feit("seed.differentiatie")]).maanden == ()
