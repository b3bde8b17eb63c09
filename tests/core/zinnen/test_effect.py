"""Which sentence an effect, a gap, a gain or a plan allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.analyse.aandeel import verschil
from gokwijs.core.effect.berekening import (
    Effect,
    Meetrij,
    Oordeel,
    Opzetkeuze,
    Schatting,
    Toewijzing,
    bereken,
    samen,
)
from gokwijs.core.effect.groep import Groep
from gokwijs.core.effect.plannen import mdes
from gokwijs.core.effect.uitkomst import Controle, Groepcijfers, Maanden, Rtm
from gokwijs.core.effect.verschil import Kloof, kloof, kloof_trend, kloof_van
from gokwijs.core.effect.voorna import leerwinst
from gokwijs.core.zinnen import Gezegd
from gokwijs.core.zinnen import effect as zeg
from tests.core.effect.tables import MATCHING, VECTORS, groep, klas, rijen, tweeling
from tests.core.zinnen.tables import DIRECTION, FORBIDDEN, UNDECIDED

K = 5
VOORUIT = tweeling(60, seed=1, erbij=6.0)
VERDICT = re.compile(r"E(0\d|1[0-2])[a-z]?")


def codes(said: list[Gezegd]) -> list[str]:
    return [one.code for one in said]


def text(said: list[Gezegd]) -> str:
    return " ".join(one.tekst for one in said)


def everything(effect: Effect) -> list[Gezegd]:
    return [
        *zeg.over_effect(effect),
        *zeg.over_verandering(effect),
        *zeg.over_aannames(effect),
        *zeg.over_krimp(effect),
        *zeg.over_paren(effect),
    ]


def like(oordeel: Oordeel, **changed: object) -> Effect:
    """A result with this verdict, with numbers where the verdict allows them."""
    found = Effect(
        ontwerp=bereken(*VOORUIT, Opzetkeuze()).ontwerp,
        oordeel=oordeel,
        keuze=Opzetkeuze(bereik=0.35, dosis=0.9),
        n_t=60,
        n_c=58,
        begin_g=0.31 if oordeel is Oordeel.NIET_VERGELIJKBAAR else 0.02,
        heeft_voormeting=True,
        punten=Schatting(3.0, 0.2, 5.8),
        g=Schatting(0.3, 0.02, 0.58),
        maanden_reden="te_weinig",
    )
    return replace(found, **changed)


# ---------------------------------------------------------------- verdicts


@pytest.mark.parametrize("row", VECTORS["oordeel"], ids=lambda row: row["naam"])
def test_each_verdict_of_the_vectors_has_exactly_one_sentence(row: dict[str, object]) -> None:
    low, high = float(str(row["low"])) * 10, float(str(row["high"])) * 10
    effect = like(
        Oordeel(str(row["verwacht"])), punten=Schatting(float(str(row["g"])) * 10, low, high)
    )
    said = zeg.over_effect(effect, met_maanden=False)
    assert len(said) == 1
    assert VERDICT.fullmatch(said[0].code)
    expected = list(Oordeel).index(effect.oordeel) + 1
    assert said[0].code[:3] == f"E{expected:02}"


def test_an_indication_is_told_with_its_interval_and_its_doubt() -> None:
    said = zeg.over_effect(like(Oordeel.AANWIJZING_VOORUITGANG))
    assert codes(said) == ["E09", "E14b"]
    assert "eindigden 3,0 punten hoger" in text(said)
    assert "(60 tegen 58 leerlingen). Alles tussen 0,2 en 5,8 punten is goed mogelijk" in text(said)
    assert "niet omgerekend naar maanden: er zijn te weinig leerlingen." in text(said)


def test_a_decline_is_told_in_sizes() -> None:
    effect = like(Oordeel.AANWIJZING_ACHTERUITGANG, punten=Schatting(-3.5, -6.4, -0.6))
    said = zeg.over_effect(effect, met_maanden=False)
    assert "eindigden 3,5 punten lager" in text(said)
    assert "tussen 0,6 en 6,4 punten" in text(said)


def test_where_lower_is_better_the_words_follow_the_test() -> None:
    lower = Opzetkeuze(hoger_is_beter=False)
    better = like(Oordeel.AANWIJZING_VOORUITGANG, keuze=lower)
    assert codes(zeg.over_effect(better, met_maanden=False)) == ["E09l"]
    assert "3,0 punten lager dan de vergelijkingsgroep, en lager is hier beter" in text(
        zeg.over_effect(better)
    )
    worse = like(Oordeel.AANWIJZING_ACHTERUITGANG, keuze=lower, punten=Schatting(-3.0, -5.0, -1.0))
    assert "3,0 punten hoger dan de vergelijkingsgroep" in text(zeg.over_effect(worse))


def test_months_are_told_with_their_table_and_both_ends() -> None:
    months = Maanden("leerpunt-1", 4, 0, None)
    said = zeg.over_effect(like(Oordeel.AANWIJZING_VOORUITGANG, maanden=months))
    assert codes(said) == ["E09", "E14a"]
    assert "tabel leerpunt-1 is dat ongeveer 4 maanden, maar alles tussen 0 en meer dan 12" in text(
        said
    )
    one = replace(months, waarde=1, high=3)
    assert "ongeveer 1 maand, maar" in text(
        zeg.over_effect(like(Oordeel.AANWIJZING_VOORUITGANG, maanden=one))
    )


@pytest.mark.parametrize(
    ("bereik", "dosis", "n_t", "code"),
    [
        (0.35, 0.9, 60, "E02"),
        (0.35, None, 60, "E02d"),
        (None, 0.4, 60, "E02e"),
        (0.35, 0.9, 19, "E02f"),
    ],
)
def test_execution_is_told_as_far_as_it_is_known(
    bereik: float | None, dosis: float | None, n_t: int, code: str
) -> None:
    keuze = Opzetkeuze(bereik=bereik, dosis=dosis)
    said = zeg.over_effect(like(Oordeel.NIET_UITGEVOERD, keuze=keuze, n_t=n_t))
    assert codes(said) == [code]
    assert ("%" in text(said)) is (n_t >= 20)


RTM = (Rtm(0.7, 0.42, 5.4), Rtm(0.8, 0.28, 3.6), Rtm(0.9, 0.14, 1.8))


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({}, "E03a", "Welk deel van de vooruitgang"),
        ({"vooruitgang": None}, "E03c", "veranderden of voorkwamen"),
        ({"vooruitgang": Schatting(-1.0, -3.0, 1.0)}, "E03c", "veranderden of voorkwamen"),
        ({"rtm": RTM[1:2]}, "E03b", "ongeveer 3,6 punten stijgen"),
        ({"rtm": RTM}, "E03d", "ongeveer 1,8 tot 5,4 punten stijgen"),
        (
            {"rtm": RTM, "keuze": Opzetkeuze(hoger_is_beter=False)},
            "E03e",
            "ongeveer 1,8 tot 5,4 punten gunstiger",
        ),
        ({"rtm": (Rtm(0.8, 0.28, None),)}, "E03f", "ongunstige score"),
        ({"keuze": Opzetkeuze(ja_nee=True, laag_gekozen=0.2)}, "E03f", "ongunstige score"),
    ],
)
def test_without_a_comparison_the_artefact_stands_in_the_sentence(
    changed: dict[str, object], code: str, said: str
) -> None:
    effect = like(
        Oordeel.GEEN_VERGELIJKING,
        punten=None,
        **{"vooruitgang": Schatting(6.0, 4.0, 8.0)} | changed,
    )
    found = zeg.over_effect(effect)
    assert codes(found) == [code]
    assert said in text(found)


def test_a_start_that_differs_is_told_or_said_not_to_be_known() -> None:
    assert "(0,3 standaardafwijking)" in text(zeg.over_effect(like(Oordeel.NIET_VERGELIJKBAAR)))
    without = like(Oordeel.NIET_VERGELIJKBAAR, begin_g=None)
    assert codes(zeg.over_effect(without)) == ["E04c"]
    assert codes(zeg.over_effect(replace(without, heeft_voormeting=False))) == ["E04b"]


def test_undecided_says_which_way_or_that_it_was_equal_or_why_not() -> None:
    open_ = like(Oordeel.ONBESLIST_INTERVAL, punten=Schatting(-1.3, -4.6, 2.0))
    assert "1,3 punten ten ongunste van de actie" in text(zeg.over_effect(open_))
    equal = replace(open_, punten=Schatting(-0.04, -3.2, 3.1))
    assert codes(zeg.over_effect(equal))[0] == "E12g"
    assert "0,0" not in zeg.over_effect(equal)[0].tekst
    control = Controle(Schatting(4.4, 1.0, 7.8), None, verschilt=True)
    assert codes(zeg.over_effect(replace(open_, controle=control)))[0] == "E12t"
    for name, code in (("geen_overlap", "E12u"), ("ongelijk_voor_koppelen", "E12v")):
        assert codes(zeg.over_effect(replace(open_, aannames=(name,))))[0] == code
    assert codes(zeg.over_effect(replace(open_, punten=None)))[0] == "E12u"


SHARE = {"proportie": True, "g": None}


@pytest.mark.parametrize(
    ("oordeel", "points", "n", "code"),
    [
        (Oordeel.ONBESLIST_TE_KLEIN, (15, -4, 34), 24, "E08p"),
        (Oordeel.ONBESLIST_TE_KLEIN, (15, -9, 39), 14, "E08q"),
        (Oordeel.AANWIJZING_VOORUITGANG, (15, 6, 25), 60, "E09p"),
        (Oordeel.AANWIJZING_ACHTERUITGANG, (-15, -25, -6), 60, "E10p"),
        (Oordeel.ONBESLIST_INTERVAL, (-4, -15, 7), 60, "E12p"),
        (Oordeel.ONBESLIST_INTERVAL, (0.2, -12, 12), 60, "E12h"),
    ],
)
def test_a_share_is_told_in_procentpunten(
    oordeel: Oordeel, points: tuple[float, float, float], n: int, code: str
) -> None:
    effect = like(oordeel, punten=Schatting(*points), n_t=n, n_c=n, **SHARE)
    said = zeg.over_effect(effect)
    assert codes(said) == [code]
    assert " punten" not in text(said)
    assert ("procentpunt" in text(said)) is (n >= 20)


def test_a_limit_of_a_share_that_leaves_0_is_never_written_as_0() -> None:
    effect = like(Oordeel.AANWIJZING_VOORUITGANG, punten=Schatting(12.0, 0.3, 24.0), **SHARE)
    assert "tussen 0,3 en 24 procentpunt" in text(zeg.over_effect(effect))


def test_who_is_missing_is_warned_of_beside_every_number() -> None:
    for oordeel in Oordeel:
        said = zeg.over_effect(like(oordeel, uitval_waarschuwing=True))
        shown = list(Oordeel).index(oordeel) >= 5
        assert ("E17" in codes(said)) is shown


def test_nine_per_group_give_e01_and_no_number_of_the_result() -> None:
    een, ander = VOORUIT[0][:9], VOORUIT[1][:9]
    for keuze in (Opzetkeuze(), Opzetkeuze(koppelen=True, marge=5)):
        effect = bereken(een, ander, keuze)
        said = zeg.over_effect(effect)
        assert codes(said) == ["E01"]
        numbers = set(re.findall(r"\d+", text(said)))
        assert numbers == {"10"}
        assert zeg.over_krimp(effect) == zeg.over_paren(effect) == []


# ---------------------------------------------------------------- whatever comes out


def every_result() -> Iterator[Effect]:
    een, ander = tweeling(40, seed=3, erbij=2.0, klassen=3)
    far = klas(40, seed=4, begin=9.0)
    low = sorted(klas(200, seed=5), key=lambda rij: rij.voor or 0)[:40]
    half = [Meetrij(rij.voor, None if k % 3 == 0 else rij.na) for k, rij in enumerate(een)]
    shares = [[Meetrij(float(k % 2), float(k % q == 0)) for k in range(60)] for q in (2, 3)]
    choices = [
        Opzetkeuze(),
        Opzetkeuze(hoger_is_beter=False),
        Opzetkeuze(koppelen=True, marge=1),
        Opzetkeuze(toewijzing=Toewijzing.KLAS),
        Opzetkeuze(toewijzing=Toewijzing.LOTING, gestandaardiseerd=True, een_schooljaar=True),
        Opzetkeuze(laag_gekozen=0.2),
        Opzetkeuze(laag_gekozen=0.2, r=0.8, hoger_is_beter=False),
        Opzetkeuze(bereik=0.3, dosis=0.9),
        Opzetkeuze(hoofduitkomst=False),
    ]
    groups = [(een, ander), (far, ander), (low, ander), (half, ander), (een[:20], ander[:25])]
    groups += [VOORUIT, (VOORUIT[1], VOORUIT[0])]
    for (treated, compared), keuze in product(groups, choices):
        yield bereken(treated, compared, keuze)
    for keuze in choices:
        yield bereken(een, None, keuze)
    for keuze in (Opzetkeuze(ja_nee=True), Opzetkeuze(ja_nee=True, koppelen=True, marge=0)):
        yield bereken(*shares, keuze)
        yield bereken(shares[0][:15], shares[1][:15], keuze)


def test_whatever_comes_out_keeps_the_house_rules() -> None:
    for effect in every_result():
        said = everything(effect)
        assert sum(bool(VERDICT.fullmatch(one.code)) for one in said) == 1
        for one in said:
            assert not FORBIDDEN.search(one.tekst), one
            assert "{" not in one.tekst
            assert "±" not in one.tekst
            assert "-0,0 " not in one.tekst
        if effect.punten is not None and effect.punten.met_nul:
            # What is said of the whole, so 'vooruitgang' in advice does not count as a direction.
            first = said[0].tekst
            assert UNDECIDED.search(first) or not DIRECTION.search(first), first
        if effect.oordeel is Oordeel.ONDERDRUKT:
            assert not re.search(r"\d+,\d", text(said))


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-40, 40).map(lambda v: round(v, 3)),
    st.floats(0.001, 30).map(lambda v: round(v, 3)),
    st.booleans(),
    st.booleans(),
)
def test_an_interval_with_0_never_gets_a_direction(
    value: float, half: float, share: bool, higher: bool
) -> None:
    points = Schatting(value, value - half, value + half)
    oordeel = Oordeel.ONBESLIST_INTERVAL
    if points.low > 0:
        oordeel = Oordeel.AANWIJZING_VOORUITGANG
    if points.high < 0:
        oordeel = Oordeel.AANWIJZING_ACHTERUITGANG
    effect = like(oordeel, punten=points, proportie=share, keuze=Opzetkeuze(hoger_is_beter=higher))
    (said,) = zeg.over_effect(effect, met_maanden=False)
    assert bool(UNDECIDED.search(said.tekst)) is points.met_nul
    assert not FORBIDDEN.search(said.tekst)


# ---------------------------------------------------------------- several years


def test_years_together_and_years_apart() -> None:
    years = [bereken(*tweeling(25, seed=s, erbij=3.0), Opzetkeuze()) for s in (1, 2, 3)]
    said = zeg.over_samen(samen(years))
    assert codes(said) == ["E13a"]
    assert text(said).startswith("Over 3 schooljaren samen (150 leerlingen) is het verschil")
    apart = [bereken(*tweeling(25, seed=1, erbij=e), Opzetkeuze()) for e in (6.0, -6.0)]
    assert codes(zeg.over_samen(samen(apart))) == ["E13b"]
    alone = bereken(VOORUIT[0], None, Opzetkeuze())
    assert codes(zeg.over_samen(samen([alone]))) == ["E13d"]
    small = [bereken(*tweeling(4, seed=s), Opzetkeuze()) for s in (1, 2)]
    assert codes(zeg.over_samen(samen(small))) == ["E01"]


# ---------------------------------------------------------------- before, gaps and gains


@pytest.mark.parametrize(
    ("n_t", "n_c", "code"), [(200, 200, "C01a"), (20, 20, "C01b"), (20, 0, "C02"), (1, 1, "C01c")]
)
def test_what_a_plan_will_be_able_to_see(n_t: int, n_c: int, code: str) -> None:
    assert codes(zeg.over_plan(n_t, n_c, mdes(n_t, n_c))) == [code]


def test_a_plan_says_from_where_on_something_shows() -> None:
    assert "vanaf ongeveer 0,9 standaardafwijking" in text(zeg.over_plan(20, 20, mdes(20, 20)))
    assert "in 20 % van de gevallen" in text(zeg.over_schijn(20))
    assert "in minder dan 1 % van de gevallen" in text(zeg.over_schijn(200))


def of_year(row: dict[str, object]) -> Kloof:
    found = kloof_van(groep(row, "gok"), groep(row, "rest"))
    assert found is not None
    return found


TOETS = "de toets begrijpend lezen"


def test_a_gap_beyond_chance_and_one_within_it() -> None:
    beyond, within = (of_year(row) for row in VECTORS["kloof"])
    said = zeg.over_kloof(TOETS, beyond, k_min=K)
    assert codes(said) == ["B03a"]
    assert "gemiddeld 4,5 punten lager dan de andere leerlingen (0,4 standaardafwijking" in text(
        said
    )
    assert "tussen 0,3 en 8,7 punten" in text(said)
    said = zeg.over_kloof(TOETS, within, k_min=K)
    assert codes(said) == ["B03b"]
    assert "verschillen GOK-leerlingen en de andere leerlingen gemiddeld 3,2 punten" in text(said)
    turned = kloof_van(beyond.rest, beyond.gok)
    assert "4,5 punten hoger" in text(zeg.over_kloof(TOETS, turned, k_min=K))


def test_the_change_of_a_gap() -> None:
    gaps = [of_year(row) for row in VECTORS["kloof"]]
    said = zeg.over_kloof_trend("2024-2025", "2025-2026", kloof_trend(*gaps), k_min=K)
    assert codes(said) == ["B04a"]
    assert "4,5 punten in 2024-2025 en 3,2 punten in 2025-2026" in text(said)
    wide = kloof_van(Groep(60, 40.0, 5.0), Groep(80, 55.0, 5.0))
    assert wide is not None
    assert codes(zeg.over_kloof_trend("a", "b", kloof_trend(wide, gaps[1]), k_min=K)) == ["B04b"]


@pytest.mark.parametrize("n", [4, 9])
def test_few_pupils_give_a01_and_nothing_else(n: int) -> None:
    few, many = [float(k) for k in range(n)], [float(k) for k in range(40)]
    gap, big = kloof(few, many), kloof(many, many)
    assert gap is not None
    assert big is not None
    said = [
        zeg.over_kloof(TOETS, gap, k_min=K),
        zeg.over_kloof_trend("2025", "2026", kloof_trend(big, gap), k_min=K),
        zeg.over_leerwinst("1B", TOETS, leerwinst([(v, v + 3) for v in few]), k_min=K),
        zeg.over_kloof(TOETS, None, k_min=K),
    ]
    for one in said:
        assert codes(one) == ["A01"]
        assert "minder dan 10 leerlingen" in text(one)


def test_a_gain_is_told_with_a_warning_whatever_its_sign() -> None:
    pairs = list(zip(MATCHING["pre_t"], MATCHING["post_t"], strict=True))
    up = leerwinst(pairs)
    said = zeg.over_leerwinst("1B", TOETS, up, k_min=K)
    assert codes(said) == ["B08"]
    assert "1B ging op de toets begrijpend lezen gemiddeld" in text(said)
    assert codes(zeg.over_leerwinst("1B", TOETS, up, k_min=K, hoger_is_beter=False)) == ["B08c"]
    same = leerwinst([(50.0, 50.0 + (-1) ** k) for k in range(20)])
    assert codes(zeg.over_leerwinst("1B", TOETS, same, k_min=K)) == ["B08b"]


def test_rows_of_the_artefact_for_a_table() -> None:
    assert zeg.rtm_tekst(RTM[:1]) == [("0,7", "0,42", "5,4")]
    assert zeg.rtm_tekst((Rtm(0.8, 0.28, None),)) == [("0,8", "0,28", "")]


def test_pairs_are_told_with_who_had_none() -> None:
    treated = rijen(MATCHING["pre_t"], MATCHING["post_t"]) * 2
    compared = rijen(MATCHING["pre_c"], MATCHING["post_c"]) * 2
    effect = bereken(treated, compared, Opzetkeuze(koppelen=True, marge=2))
    assert isinstance(effect.gemiddelden[0], Groepcijfers)
    said = zeg.over_paren(effect)
    assert codes(said) == ["E19"]
    assert "Vergeleken zijn 16 paren" in text(said)
    assert "Zonder paar bleven 4 leerlingen met de actie en 8 leerlingen uit" in text(said)


def test_a_gap_in_yes_is_said_in_percentage_points_with_the_counts_of_both_groups() -> None:
    beyond, within = verschil((18, 120), (12, 40)), verschil((9, 60), (6, 20))
    (said,) = zeg.over_kloof_ja_nee("de vraag", beyond, k_min=K)
    assert said.code == "B03c"
    assert "12 van de 40 GOK-leerlingen 'ja', en 18 van de 120 andere leerlingen" in said.tekst
    assert "GOK-leerlingen hebben vaker 'ja': een verschil van 15,0 procentpunt" in said.tekst
    assert "tussen 0,9 en 31,3 procentpunt" in said.tekst
    turned = zeg.over_kloof_ja_nee("de vraag", verschil((12, 40), (18, 120)), k_min=K)
    assert "minder vaak 'ja'" in text(turned)
    (said,) = zeg.over_kloof_ja_nee("de vraag", within, k_min=K)
    assert said.code == "B03d"
    assert "tussen -4,0 en 38,0 procentpunt" in said.tekst.replace("−", "-")
    assert codes(zeg.over_kloof_ja_nee("de vraag", verschil((5, 9), (9, 60)), k_min=K)) == ["A01"]
