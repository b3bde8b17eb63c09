"""Several lichtingen: the vectors, every refusal, and a comparison group that counts once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gokwijs.core.effect.berekening import Effect, Oordeel, Opzetkeuze, Toewijzing, bereken, samen
from gokwijs.core.effect.samen import Samenreden, voeg_samen
from tests.core.effect.tables import NEAR, VECTORS, Row, getallen, klas, tweeling


def lichting(seed: int, *, n: int = 25, erbij: float = 3.0, **keuze: object) -> Effect:
    een, ander = tweeling(n, seed=seed, erbij=erbij)
    return bereken(een, ander, replace(Opzetkeuze(), **keuze))


@pytest.mark.parametrize("row", VECTORS["samenvoegen"], ids=lambda row: row["verwacht"])
def test_pooling_by_inverse_variance(row: Row) -> None:
    found, spread = voeg_samen(row["g"], row["se"])
    assert getallen(found) == pytest.approx((row["pooled"], row["low"], row["high"]), abs=NEAR)
    assert found.se == pytest.approx(row["pooled_se"], abs=NEAR)
    assert (spread.q, spread.df, spread.p, spread.i2) == pytest.approx(
        (row["q"], row["q_df"], row["q_p"], row["i2"]), abs=NEAR
    )
    assert (spread.p >= 0.10) is (row["verwacht"] == "samen_tonen")


def test_three_small_years_may_together_be_judged() -> None:
    years = [lichting(seed) for seed in (1, 2, 3)]
    assert {one.oordeel for one in years} == {Oordeel.ONBESLIST_TE_KLEIN}
    found = samen(years)
    assert (found.k, found.n_t, found.n_c) == (3, 75, 75)
    assert found.oordeel is Oordeel.AANWIJZING_VOORUITGANG
    assert found.punten is not None
    assert found.punten.low < 3 < found.punten.high
    assert found.toonbaar


def test_a_lichting_below_ten_counts_and_stays_unseen() -> None:
    small = lichting(4, n=8)
    assert (small.oordeel, small.punten) == (Oordeel.ONDERDRUKT, None)
    found = samen([small, lichting(5, n=8)])
    assert (found.n_t, found.oordeel) == (16, Oordeel.ONBESLIST_TE_KLEIN)
    assert found.punten is not None
    still = samen([lichting(6, n=4), lichting(7, n=4)])
    assert (still.oordeel, still.punten) == (Oordeel.ONDERDRUKT, None)


def test_years_that_contradict_each_other_stay_apart() -> None:
    found = samen([lichting(1, erbij=6.0), lichting(2, erbij=-6.0)])
    assert found.reden is Samenreden.SPREKEN_TEGEN
    assert found.niet_samenvoegen
    assert (found.punten, found.oordeel) == (None, None)
    assert found.toets is not None
    assert found.toets.p < 0.10


def test_a_comparison_group_that_serves_two_years_counts_once() -> None:
    een, shared = tweeling(40, seed=1, erbij=3.0)
    ander = tweeling(40, seed=1, erbij=3.5)[0]
    keuze = Opzetkeuze()
    found = samen([bereken(een, shared, keuze), bereken(ander, shared, keuze)])
    assert found.gedeelde_vergelijking
    assert (found.n_t, found.n_c) == (80, 40)
    apart = samen([bereken(een, shared, keuze), lichting(2, n=40, erbij=3.5)])
    assert (apart.n_c, apart.gedeelde_vergelijking) == (80, False)
    single = bereken(een, shared, keuze)
    assert found.punten is not None
    assert single.basis is not None
    # Each gets half of the 40: its variance grows by (1/40 + 2/40) / (2/40).
    assert found.punten.se == pytest.approx(single.basis.punten_se * (1.5 / 2) ** 0.5, rel=0.05)


def test_a_group_that_had_the_action_is_no_comparison() -> None:
    een, ander = tweeling(40, seed=1, erbij=3.0)
    nieuw = klas(40, seed=9)
    found = samen([bereken(een, ander, Opzetkeuze()), bereken(nieuw, een, Opzetkeuze())])
    assert found.reden is Samenreden.KREEG_ZELF


def test_what_cannot_be_pooled_is_said() -> None:
    alone = bereken(klas(40, seed=1), None, Opzetkeuze())
    assert samen([alone, lichting(2)]).reden is Samenreden.ZONDER_VERSCHIL
    turned = lichting(3, hoger_is_beter=False)
    assert samen([turned, lichting(2)]).reden is Samenreden.VERSCHILLENDE_MAAT
    with pytest.raises(ValueError, match="nothing to pool"):
        samen([])
    with pytest.raises(ValueError, match="standard error"):
        voeg_samen([1.0], [0.0])


def test_the_rules_run_on_the_pooled_numbers() -> None:
    years = [lichting(seed, bereik=share) for seed, share in ((1, 0.2), (2, 0.6))]
    assert samen(years).oordeel is Oordeel.NIET_UITGEVOERD
    years = [lichting(1), lichting(2, hoofduitkomst=False)]
    assert samen(years).oordeel is Oordeel.VERKENNEND
    low = [
        bereken(klas(30, seed=s, begin=-9.0), klas(30, seed=s + 50), Opzetkeuze()) for s in (1, 2)
    ]
    found = samen(low)
    assert (found.oordeel, found.punten) == (Oordeel.NIET_VERGELIJKBAAR, None)


def test_whole_classes_keep_their_degrees_of_freedom() -> None:
    years = []
    for seed in (1, 2):
        een, ander = tweeling(40, seed=seed, erbij=3.0, klassen=2)
        years.append(bereken(een, ander, Opzetkeuze(toewijzing=Toewijzing.KLAS)))
    found = samen(years)
    assert found.punten is not None
    assert found.punten.df == 4


def test_one_lichting_is_itself() -> None:
    een = lichting(1, n=60)
    found = samen([een])
    assert een.punten is not None
    assert found.punten is not None
    assert found.punten.waarde == pytest.approx(een.punten.waarde)
    assert found.toets is not None
    assert found.toets.p == 1
