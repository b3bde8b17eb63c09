"""The whole calculation: which design, who counts, what is shown, and that nothing is drawn."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from random import Random

import pytest

from gokwijs.core.effect.berekening import (
    Effect,
    Meetrij,
    Ontwerp,
    Oordeel,
    Opzetkeuze,
    Toewijzing,
    bereken,
)
from gokwijs.core.effect.drempels import Drempels
from gokwijs.core.effect.uitkomst import Uitval
from gokwijs.core.effect.veranderen import Wijziging, wat_zou_het_veranderen
from tests.core.effect.tables import NEAR, PUPILS, VECTORS, getallen, klas, rijen, tweeling

GEWOON = Opzetkeuze()
TREATED = rijen(PUPILS["pre_t"], PUPILS["post_t"])
COMPARED = rijen(PUPILS["pre_c"], PUPILS["post_c"])
VOORUIT = tweeling(60, seed=1, erbij=6.0)


def test_the_pupils_of_the_vectors_through_the_whole_calculation() -> None:
    found = bereken(TREATED, COMPARED, GEWOON)
    row, check = VECTORS["ancova"], VECTORS["did"]
    assert (found.ontwerp, found.oordeel) == (Ontwerp.C, Oordeel.ONBESLIST_TE_KLEIN)
    expected = (row["b_group"], row["low"], row["high"])
    assert getallen(found.punten) == pytest.approx(expected, abs=NEAR)
    expected = (row["g_adj"], row["g_low"], row["g_high"])
    assert getallen(found.g) == pytest.approx(expected, abs=NEAR)
    assert found.begin_g == pytest.approx(VECTORS["begin"]["g_baseline"], abs=NEAR)
    assert found.controle is not None
    expected = (check["points"], check["low"], check["high"])
    assert getallen(found.controle.schatting) == pytest.approx(expected, abs=NEAR)
    assert not found.controle.verschilt
    assert found.methoden == ("ancova-1", "did-welch-1", "krimp-1")


@pytest.mark.parametrize(
    ("keuze", "vergelijking", "expected"),
    [
        (Opzetkeuze(toewijzing=Toewijzing.LOTING), True, Ontwerp.A),
        (Opzetkeuze(toewijzing=Toewijzing.LOTING, koppelen=True, marge=2), True, Ontwerp.A),
        (Opzetkeuze(koppelen=True, marge=2), True, Ontwerp.B),
        (GEWOON, True, Ontwerp.C),
        (GEWOON, False, Ontwerp.D),
    ],
)
def test_the_design_follows_from_what_there_is(
    keuze: Opzetkeuze, vergelijking: bool, expected: Ontwerp
) -> None:
    found = bereken(VOORUIT[0], VOORUIT[1] if vergelijking else None, keuze)
    assert found.ontwerp is expected
    without = [replace(rij, voor=None) for rij in VOORUIT[0]]
    assert bereken(without, None, keuze).ontwerp is Ontwerp.E


def test_a_clear_difference_is_an_indication_with_every_number_beside_it() -> None:
    found = bereken(*VOORUIT, replace(GEWOON, gestandaardiseerd=True, een_schooljaar=True))
    assert found.oordeel is Oordeel.AANWIJZING_VOORUITGANG
    assert found.punten is not None
    assert found.g is not None
    assert found.punten.low < 6 < found.punten.high
    assert found.g.waarde == pytest.approx(found.punten.waarde / 10, abs=0.1)
    assert found.gekrompen is not None
    assert 0 < found.gekrompen.waarde < found.g.waarde
    assert found.maanden is not None
    assert found.maanden.tabel == "leerpunt-1"
    assert found.toonbaar
    assert found.mdes is not None
    assert found.n_nodig == 30


def test_lower_is_better_turns_the_difference_and_not_the_means() -> None:
    plain = bereken(*VOORUIT, GEWOON)
    turned = bereken(*VOORUIT, replace(GEWOON, hoger_is_beter=False))
    assert turned.oordeel is Oordeel.AANWIJZING_ACHTERUITGANG
    assert plain.punten is not None
    assert turned.punten is not None
    assert turned.punten.grenzen == (-plain.punten.high, -plain.punten.low)
    assert turned.gemiddelden == plain.gemiddelden
    assert turned.begin_g == plain.begin_g


def test_the_order_of_the_rows_changes_no_digit() -> None:
    een, ander = klas(40, seed=2), klas(50, seed=3)
    first, random = bereken(een, ander, GEWOON), Random(4)
    for _ in range(3):
        random.shuffle(een)
        random.shuffle(ander)
        assert bereken(een, ander, GEWOON) == first
    assert first.data_hash != bereken(een[1:], ander, GEWOON).data_hash


def test_an_effect_survives_json() -> None:
    for keuze in (GEWOON, Opzetkeuze(koppelen=True, marge=1), Opzetkeuze(laag_gekozen=0.2)):
        for ander in (VOORUIT[1], None):
            found = bereken(VOORUIT[0], ander, keuze)
            text = json.dumps(found.naar_json(), allow_nan=False)
            assert Effect.van_json(json.loads(text)) == found


def test_a_form_that_is_not_known_is_refused() -> None:
    data = bereken(*VOORUIT, GEWOON).naar_json()
    with pytest.raises(ValueError, match="form"):
        Effect.van_json({**data, "vorm": "effect-0"})
    with pytest.raises(ValueError, match="no \\['score'\\]"):
        Effect.van_json({**data, "score": 3})


def test_the_thresholds_stay_with_the_result() -> None:
    strict = Drempels(n_oordeel_min=100)
    found = bereken(*VOORUIT, GEWOON, strict)
    assert found.oordeel is Oordeel.ONBESLIST_TE_KLEIN
    assert Effect.van_json(found.naar_json()).drempels == strict


# ---------------------------------------------------------------- who counts


def test_who_misses_a_test_is_left_out_with_the_cause() -> None:
    een = [*VOORUIT[0], Meetrij(50.0, None), Meetrij(None, 55.0), Meetrij(None, None)]
    found = bereken(een, VOORUIT[1], GEWOON)
    assert (found.n_t, found.n_c) == (60, 60)
    assert found.uitval == (
        Uitval("actie", "geen_voormeting", 1),
        Uitval("actie", "geen_nameting", 1),
        Uitval("actie", "geen_van_beide", 1),
    )
    assert not found.uitval_waarschuwing


@pytest.mark.parametrize(
    ("gone_t", "gone_c", "warned"), [(5, 5, False), (8, 0, True), (16, 16, True)]
)
def test_drop_out_warns_above_a_fifth_or_ten_points_apart(
    gone_t: int, gone_c: int, warned: bool
) -> None:
    een = [*VOORUIT[0], *[Meetrij(50.0, None)] * gone_t]
    ander = [*VOORUIT[1], *[Meetrij(50.0, None)] * gone_c]
    assert bereken(een, ander, GEWOON).uitval_waarschuwing is warned


def test_below_ten_nothing_is_told_but_the_numbers_of_pupils() -> None:
    found = bereken(VOORUIT[0][:9], VOORUIT[1], GEWOON)
    assert found.oordeel is Oordeel.ONDERDRUKT
    assert (found.n_t, found.n_c) == (9, 60)
    hidden = (found.punten, found.g, found.begin_g, found.vooruitgang, found.paren, found.controle)
    assert hidden == (None,) * 6
    assert (found.gemiddelden, found.rtm, found.n_nodig) == ((), (), None)
    assert not found.toonbaar


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4])
def test_a_handful_of_pupils_never_breaks_the_calculation(n: int) -> None:
    for keuze in (GEWOON, Opzetkeuze(koppelen=True, marge=1), Opzetkeuze(ja_nee=False)):
        een, ander = VOORUIT[0][:n], VOORUIT[1][:n]
        for treated, compared in ((een, ander), (een, None), (VOORUIT[0], ander), (een, [])):
            found = bereken(treated, compared, keuze)
            json.dumps(found.naar_json(), allow_nan=False)


def test_everybody_with_the_same_score_never_breaks_the_calculation() -> None:
    flat = [Meetrij(10.0, 10.0, "1A")] * 40
    ramp = [Meetrij(float(k), 10.0, "1B") for k in range(40)]
    for een, ander in ((flat, flat), (flat, ramp), (ramp, flat), (ramp, ramp)):
        for keuze in (GEWOON, Opzetkeuze(koppelen=True, marge=0), Opzetkeuze(laag_gekozen=0.2)):
            found = bereken(een, ander, keuze)
            json.dumps(found.naar_json(), allow_nan=False)
            assert found.oordeel not in (
                Oordeel.AANWIJZING_VOORUITGANG,
                Oordeel.AANWIJZING_ACHTERUITGANG,
            )
    assert bereken(flat, flat, GEWOON).oordeel is Oordeel.NIET_VERGELIJKBAAR


@pytest.mark.parametrize(
    ("rij", "keuze", "said"),
    [
        (Meetrij(math.nan, 1.0), GEWOON, "must be a number"),
        (Meetrij(1.0, math.inf), GEWOON, "must be a number"),
        (Meetrij(0.0, 2.0), Opzetkeuze(ja_nee=True), "0 or 1"),
        (Meetrij(0.0, 1.0), Opzetkeuze(koppelen=True), "margin"),
    ],
)
def test_what_cannot_be_calculated_is_refused(rij: Meetrij, keuze: Opzetkeuze, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        bereken([rij], [rij], keuze)


# ---------------------------------------------------------------- designs


def test_without_a_comparison_group_there_is_a_description_and_the_artefact() -> None:
    found = bereken(VOORUIT[0], None, Opzetkeuze(laag_gekozen=0.2))
    assert found.oordeel is Oordeel.GEEN_VERGELIJKING
    assert found.punten is None
    assert found.vooruitgang is not None
    assert [one.r for one in found.rtm] == [0.7, 0.8, 0.9]
    assert all(one.punten for one in found.rtm)
    assert found.methode == "leerwinst-t-1"


def test_a_group_that_was_picked_low_is_not_compared_with_who_was_not() -> None:
    low = sorted(klas(300, seed=5), key=lambda rij: rij.voor or 0)[:60]
    found = bereken(low, klas(60, seed=6), Opzetkeuze(laag_gekozen=0.2))
    assert found.oordeel is Oordeel.NIET_VERGELIJKBAAR
    assert found.punten is None
    assert found.begin_g is not None
    assert found.begin_g < -1


def test_a_comparison_without_a_pre_test_compares_nothing() -> None:
    without = [replace(rij, voor=None) for rij in VOORUIT[1]]
    found = bereken(VOORUIT[0], without, GEWOON)
    assert found.oordeel is Oordeel.NIET_VERGELIJKBAAR
    assert (found.heeft_voormeting, found.begin_g, found.punten) == (False, None, None)


def test_ancova_and_did_far_apart_is_at_most_undecided() -> None:
    """The pre-test tells nothing of the post-test, so a start 0.2 SD apart is read in two ways."""
    ander = klas(200, seed=8, r=0.0)
    later = klas(200, seed=7, r=0.0, erbij=6.0)
    een = [Meetrij((rij.voor or 0) + 2, other.na) for rij, other in zip(ander, later, strict=True)]
    found = bereken(een, ander, GEWOON)
    assert found.controle is not None
    assert found.controle.verschilt
    assert found.punten is not None
    assert found.punten.low > 0
    assert found.oordeel is Oordeel.ONBESLIST_INTERVAL
    assert [one.wijziging for one in wat_zou_het_veranderen(found)] == [Wijziging.TEGENSPRAAK]


def test_whole_classes_widen_the_interval_by_luck_they_share() -> None:
    een, ander = tweeling(60, seed=9, erbij=6.0, klassen=3)
    plain = bereken(een, ander, GEWOON)
    wide = bereken(een, ander, Opzetkeuze(toewijzing=Toewijzing.KLAS))
    assert plain.punten is not None
    assert wide.punten is not None
    assert (wide.klassen_t, wide.klassen_c) == (3, 3)
    factor = VECTORS["ontwerpeffect"][1]["se_factor"]
    assert wide.punten.se == pytest.approx((plain.punten.se or 0) * factor, abs=NEAR)
    assert wide.punten.df == 4
    assert wide.punten.waarde == plain.punten.waarde
    assert "klassen" in wide.aannames


def test_one_class_against_one_cannot_be_told_from_the_class() -> None:
    found = bereken(*VOORUIT, Opzetkeuze(toewijzing=Toewijzing.KLAS))
    assert found.oordeel is Oordeel.ONBESLIST_KLAS
    unknown = [[replace(rij, klas="") for rij in rijen_] for rijen_ in VOORUIT]
    found = bereken(*unknown, Opzetkeuze(toewijzing=Toewijzing.KLAS))
    assert (found.klassen_t, found.oordeel) == (0, Oordeel.ONBESLIST_KLAS)


def picked(seed: int, *, high: bool) -> list[Meetrij]:
    """Picked on an earlier test, so that the pre-test is not what they were picked on."""
    random, pool = Random(seed), []
    for _ in range(150):
        ability = random.gauss(0, 0.7**0.5)
        first, pre, post = (ability + random.gauss(0, 0.3**0.5) for _ in range(3))
        pool.append((first, Meetrij(50 + 10 * pre, 55 + 10 * post)))
    pool.sort(key=lambda one: one[0], reverse=high)
    return [rij for _, rij in pool[:45]]


@pytest.mark.parametrize("high", [True, False])
def test_pairs_out_of_groups_that_differ_are_at_most_undecided(high: bool) -> None:
    found = bereken(picked(10, high=high), klas(150, seed=11), Opzetkeuze(koppelen=True, marge=2))
    assert found.paren is not None
    assert found.paren.begin_g_voor is not None
    assert abs(found.paren.begin_g_voor) > 0.5
    assert abs(found.begin_g or 0) < 0.25
    assert found.oordeel is Oordeel.ONBESLIST_INTERVAL
    assert "ongelijk_voor_koppelen" in found.aannames


def test_pairs_of_pupils_picked_on_the_pre_test_itself_may_be_judged() -> None:
    low = sorted(klas(150, seed=12, erbij=9.0), key=lambda rij: rij.voor or 0)[:45]
    keuze = Opzetkeuze(koppelen=True, marge=2, laag_gekozen=0.3, gekozen_op_voormeting=True)
    found = bereken(low, klas(200, seed=13), keuze)
    assert found.oordeel is Oordeel.AANWIJZING_VOORUITGANG
    assert "gekozen_op_voormeting" in found.aannames
    assert any(one.reden == "geen_paar" for one in found.uitval)


def yes_no(n: int, pre: float, post: float) -> list[Meetrij]:
    """The first pupils say yes, before and after; shares of ``n``."""
    return [Meetrij(float(k < pre * n), float(k < post * n)) for k in range(n)]


def test_a_share_is_told_in_procentpunten() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = bereken(yes_no(80, 0.5, 0.7), yes_no(80, 0.5, 0.45), Opzetkeuze(ja_nee=True))
    low, high = confint_proportions_2indep(56, 80, 36, 80, method="newcomb", compare="diff")
    assert getallen(found.punten) == pytest.approx((25, 100 * low, 100 * high), abs=NEAR)
    assert found.oordeel is Oordeel.AANWIJZING_VOORUITGANG
    assert (found.proportie, found.g, found.gekrompen, found.maanden) == (True, None, None, None)
    assert found.methode == "newcombe-1"


def test_a_share_that_began_apart_is_first_matched() -> None:
    een, ander = yes_no(80, 0.6, 0.7), yes_no(120, 0.5, 0.45)
    first = bereken(een, ander, Opzetkeuze(ja_nee=True))
    assert first.oordeel is Oordeel.EERST_CORRIGEREN
    assert first.punten is None
    matched = bereken(een, ander, Opzetkeuze(ja_nee=True, koppelen=True, marge=0))
    assert matched.begin_g == 0
    assert matched.oordeel is Oordeel.AANWIJZING_VOORUITGANG


def test_who_is_matched_on_a_yes_or_no_does_not_lean_to_an_outcome() -> None:
    """Half of the pool says yes afterwards; of those who are picked about half does too."""
    picked_yes = 0
    for extra in range(40):
        pool = [Meetrij(1.0, float(k % 2)) for k in range(60 + 2 * extra)]
        found = bereken(
            [Meetrij(1.0, 1.0)] * 30, pool, Opzetkeuze(ja_nee=True, koppelen=True, marge=0)
        )
        picked_yes += round(30 * found.gemiddelden[1].na_gemiddelde)
    assert abs(picked_yes / 1200 - 0.5) < 0.05


# ---------------------------------------------------------------- what would change it

NAAR = Wijziging


@pytest.mark.parametrize(
    ("een", "ander", "keuze", "expected"),
    [
        (VOORUIT[0][:9], VOORUIT[1], GEWOON, [NAAR.MEER_LEERLINGEN]),
        (*VOORUIT, replace(GEWOON, bereik=0.3), [NAAR.UITVOERING]),
        (VOORUIT[0], None, GEWOON, [NAAR.VERGELIJKINGSGROEP]),
        (
            [replace(rij, voor=None) for rij in VOORUIT[0]],
            None,
            GEWOON,
            [NAAR.VERGELIJKINGSGROEP, NAAR.BEGINMETING],
        ),
        (
            VOORUIT[0],
            [replace(rij, voor=None) for rij in VOORUIT[1]],
            GEWOON,
            [NAAR.BEGINMETING],
        ),
        (klas(60, seed=20, begin=9.0), VOORUIT[1], GEWOON, [NAAR.GELIJKER_BEGIN]),
        (yes_no(80, 0.6, 0.7), yes_no(120, 0.5, 0.45), Opzetkeuze(ja_nee=True), [NAAR.KOPPELEN]),
        (*VOORUIT, replace(GEWOON, hoofduitkomst=False), [NAAR.VOORAF_KIEZEN]),
        (*VOORUIT, replace(GEWOON, toewijzing=Toewijzing.KLAS), [NAAR.MEER_KLASSEN]),
        (TREATED, COMPARED, GEWOON, [NAAR.GENOEG_VOOR_OORDEEL, NAAR.ZOVEEL_VOOR_VERSCHIL]),
        (*VOORUIT, GEWOON, [NAAR.HERHALEN]),
    ],
    ids=lambda one: one[0].value if isinstance(one, list) and isinstance(one[0], NAAR) else "",
)
def test_each_verdict_says_what_would_change_it(
    een: list[Meetrij],
    ander: list[Meetrij] | None,
    keuze: Opzetkeuze,
    expected: list[Wijziging],
) -> None:
    found = wat_zou_het_veranderen(bereken(een, ander, keuze))
    assert [one.wijziging for one in found] == expected


def test_an_undecided_interval_says_how_many_pupils_would_decide() -> None:
    een, ander = klas(40, seed=30, erbij=3.0), klas(40, seed=33)
    found = bereken(een, ander, GEWOON)
    assert found.oordeel is Oordeel.ONBESLIST_INTERVAL
    assert found.n_nodig is not None
    assert found.n_nodig > 40
    (change,) = wat_zou_het_veranderen(found)
    assert change.aantal == found.n_nodig
