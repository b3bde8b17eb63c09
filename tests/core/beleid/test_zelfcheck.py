"""The five shortcomings: verdicts, their order, the neutral answers, and the published examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from gokwijs.core.beleid.drempels import Drempels
from gokwijs.core.beleid.keuzes import Aangrijpingspunt, Deelnemersgroep, Documentsoort, Onderwijs
from gokwijs.core.beleid.plan import Plan
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.zelfcheck import Oordeel, Tekort, Uitkomst, zelfcheck
from gokwijs.core.calendar import Schooljaar
from tests.core.beleid.builders import (
    VANDAAG,
    actie,
    besluit,
    doel,
    evaluatie,
    koppeling,
    meting,
    plan,
    stand,
    toekenning,
    toewijzing,
)

NIEUWJAAR = date(2027, 1, 2)


def outcome(tekort: Tekort, school: Beleidsstand, vandaag: date = VANDAAG) -> Uitkomst:
    return next(one for one in zelfcheck(school, vandaag) if one.tekort is tekort)


def verdict(
    tekort: Tekort, school: Beleidsstand, vandaag: date = VANDAAG
) -> tuple[Oordeel, tuple[str, ...]]:
    found = outcome(tekort, school, vandaag)
    return found.oordeel, found.codes


# ---------------------------------------------------------------- the published examples


def test_without_plan_and_letter_nothing_looks_fine() -> None:
    found = zelfcheck(Beleidsstand(Onderwijs.SO), date(2026, 11, 15))
    assert [(one.oordeel, one.codes) for one in found] == [
        (Oordeel.TEKORT, ("t1",)),
        (Oordeel.TE_VROEG, ()),
        (Oordeel.TEKORT, ("t1",)),
        (Oordeel.TE_VROEG, ()),
        (Oordeel.TE_VROEG, ()),
    ]
    assert all(one.volgende for one in found)
    assert all(one.toelichting for one in found if one.oordeel is Oordeel.TE_VROEG)


def test_one_complete_running_goal_at_niveau_leerling_is_enough_for_t1() -> None:
    assert verdict(Tekort.T1, stand()) == (Oordeel.VOLDAAN, ())


@pytest.mark.parametrize(("days", "codes"), [(61, ("a2",)), (60, ())])
def test_a_passed_einddatum_without_besluit_asks_attention_after_60_days(
    days: int, codes: tuple[str, ...]
) -> None:
    late = doel(einddatum=VANDAAG - timedelta(days=days), start=date(2026, 9, 16))
    assert outcome(Tekort.T1, stand(streefdoelen=(late,))).codes == codes


def test_six_complete_running_goals_are_many() -> None:
    school = stand(streefdoelen=tuple(doel(id=n) for n in range(1, 7)))
    assert verdict(Tekort.T1, school) == (Oordeel.AANDACHT, ("a4",))


@pytest.mark.parametrize(
    ("anchored", "expected"),
    [(2, (Oordeel.AANDACHT, ("a1",))), (1, (Oordeel.TEKORT, ("t2",)))],
)
def test_half_of_the_goals_must_be_anchored(
    anchored: int, expected: tuple[Oordeel, tuple[str, ...]]
) -> None:
    links = {1: (1,), 2: (2,)}
    school = stand(
        streefdoelen=tuple(
            doel(id=n, beleidskoppeling_ids=links[n] if n <= anchored else ()) for n in range(1, 5)
        ),
        beleidskoppelingen=(
            koppeling(),
            koppeling(id=2, document_soort=Documentsoort.TAALBELEID),
        ),
    )
    assert verdict(Tekort.T2, school) == expected


@pytest.mark.parametrize(
    ("voorzien", "expected"),
    [
        (Fraction(16), (Oordeel.AANDACHT, ("a1",))),
        (Fraction(31, 2), (Oordeel.TEKORT, ("t2",))),
        (Fraction(19), (Oordeel.VOLDAAN, ())),
    ],
)
def test_after_new_year_the_rest_must_be_divided(
    voorzien: Fraction, expected: tuple[Oordeel, tuple[str, ...]]
) -> None:
    assert verdict(Tekort.T3, stand(toewijzingen=(toewijzing(voorzien),)), NIEUWJAAR) == expected
    assert (
        outcome(Tekort.T3, stand(toewijzingen=(toewijzing(voorzien),)), date(2026, 12, 31)).codes
        == ()
    )


def test_a_letter_with_zero_makes_t3_not_applicable() -> None:
    school = stand(toekenningen=(toekenning(0),), toewijzingen=())
    for day in (date(2026, 9, 15), NIEUWJAAR):
        assert verdict(Tekort.T3, school, day) == (Oordeel.NIET_VAN_TOEPASSING, ())


def test_a_plan_of_13_months_without_evaluatie() -> None:
    later = date(2027, 11, 2)
    school = stand(plan=plan(schooljaar_tot=Schooljaar(2027)), streefdoelen=())
    found = verdict(Tekort.T4, school, later)
    assert found[0] is Oordeel.TEKORT
    assert found[1][0] == "t1"


def test_an_evaluatie_with_personeel_only() -> None:
    school = stand(
        metingen=(*stand().metingen, meting()),
        evaluaties=(evaluatie(groepen=(Deelnemersgroep.PERSONEEL,)),),
        besluiten=(besluit(),),
        voorgangers=(Plan(0, Schooljaar(2025), Schooljaar(2025)),),
    )
    assert verdict(Tekort.T4, school) == (Oordeel.AANDACHT, ("a3",))


@pytest.mark.parametrize(
    ("feitelijk", "expected"),
    [
        (9, (Oordeel.VOLDAAN, ())),
        (8, (Oordeel.AANDACHT, ("a3",))),
        (4, (Oordeel.TEKORT, ("t3",))),
    ],
)
def test_acties_for_teachers_must_reach_them(
    feitelijk: int, expected: tuple[Oordeel, tuple[str, ...]]
) -> None:
    school = stand(
        acties=(
            actie(
                aangrijpingspunt=Aangrijpingspunt.LERAAR,
                uitvoerders_feitelijk=feitelijk,
                start=VANDAAG - timedelta(days=200),
            ),
        )
    )
    assert verdict(Tekort.T5, school) == expected


@pytest.mark.parametrize(
    ("loose", "expected"),
    [(1, (Oordeel.AANDACHT, ("a1",))), (2, (Oordeel.TEKORT, ("t2",)))],
)
def test_a_quarter_of_the_acties_without_streefdoel_is_not_more_than_a_quarter(
    loose: int, expected: tuple[Oordeel, tuple[str, ...]]
) -> None:
    school = stand(
        acties=tuple(actie(id=n, streefdoel_ids=() if n <= loose else (1,)) for n in range(1, 5))
    )
    assert verdict(Tekort.T5, school) == expected


# ---------------------------------------------------------------- the whole


def test_in_a_good_school_nothing_is_found() -> None:
    assert [one.oordeel for one in zelfcheck(stand(), VANDAAG)] == [
        Oordeel.VOLDAAN,
        Oordeel.VOLDAAN,
        Oordeel.VOLDAAN,
        Oordeel.TE_VROEG,
        Oordeel.VOLDAAN,
    ]


def test_tekort_comes_before_aandacht_and_gives_the_next_thing_to_do() -> None:
    found = outcome(Tekort.T2, stand(plan=plan(visie=None), acties=()))
    assert found.codes == ("t1", "a4")
    assert found.volgende == found.bevindingen[0].remedie
    assert [one.oordeel for one in found.bevindingen] == [Oordeel.TEKORT, Oordeel.AANDACHT]


def test_before_november_it_is_too_early_for_the_means() -> None:
    assert verdict(Tekort.T3, stand(), date(2026, 10, 31))[0] is Oordeel.TE_VROEG
    assert verdict(Tekort.T3, stand(), date(2026, 11, 1))[0] is Oordeel.VOLDAAN
    assert verdict(Tekort.T3, stand(), date(2027, 8, 31))[0] is not Oordeel.TE_VROEG


def test_t5_is_too_early_as_long_as_nothing_runs() -> None:
    assert verdict(Tekort.T5, stand(streefdoelen=(), acties=()))[0] is Oordeel.TE_VROEG


def test_a_plan_of_another_year_is_not_running() -> None:
    later = date(2027, 9, 2)
    assert outcome(Tekort.T1, stand(), later).codes[0] == "t1"
    assert outcome(Tekort.T2, stand(), later).oordeel is Oordeel.TE_VROEG


def test_a_threshold_is_a_setting() -> None:
    mild = Drempels(doelen_hoogstens=6)
    school = stand(streefdoelen=tuple(doel(id=n) for n in range(1, 7)))
    found = next(one for one in zelfcheck(school, VANDAAG, mild) if one.tekort is Tekort.T1)
    assert found.oordeel is Oordeel.VOLDAAN


def test_goals_of_another_plan_do_not_run() -> None:
    school = stand(streefdoelen=(doel(), *(doel(id=n, plan_id=0) for n in range(2, 9))))
    assert verdict(Tekort.T1, school) == (Oordeel.VOLDAAN, ())
    moved = replace(school, streefdoelen=tuple(doel(id=n, plan_id=0) for n in range(2, 9)))
    assert "t1" in outcome(Tekort.T1, moved).codes
