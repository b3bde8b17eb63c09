"""The ledger closes to the hour and the cent, and never assigns more than was granted."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.beleid.boek import (
    Boek,
    Indeling,
    check_toewijzing,
    is_zonder_streefdoel,
    open_boeken,
    overdracht,
    verdeling,
)
from gokwijs.core.beleid.keuzes import Middelsoort, Zorgfase
from gokwijs.core.beleid.stand import Beleidsstand
from tests.core.beleid.builders import JAAR, actie, doel, stand, toekenning, toewijzing


def boek(school: Beleidsstand) -> Boek:
    (found,) = open_boeken(school, JAAR)
    return found


def test_what_came_in_is_planned_spent_or_left() -> None:
    school = stand(
        toewijzingen=(toewijzing(12, besteed=Fraction(10)), toewijzing(Fraction(1, 24), id=2))
    )
    found = boek(school)
    assert (found.toegekend, found.voorzien, found.besteed) == (20, Fraction(289, 24), 10)
    assert found.rest == Fraction(191, 24)
    assert found.tekort == 0


def test_the_letter_wins_and_the_last_letter_wins() -> None:
    own = toekenning(None, id=1, eigen_berekening=Fraction(22), document="", datum=None)
    first = toekenning(20, id=3, datum=date(2026, 6, 1))
    later = toekenning(18, id=2, datum=date(2026, 9, 1))
    assert boek(stand(toekenningen=(own,))).toegekend == 22
    assert not boek(stand(toekenningen=(own,))).is_official
    assert boek(stand(toekenningen=(later, own, first))).toegekend == 18


def test_a_lowered_grant_leaves_a_visible_tekort() -> None:
    found = boek(stand(toekenningen=(toekenning(18),)))
    assert found.rest == -2
    assert found.tekort == 2


def test_without_letter_or_calculation_the_rest_is_unknown() -> None:
    found = boek(stand(toekenningen=()))
    assert found.toegekend is None
    assert found.rest is None
    assert found.tekort == 0
    assert check_toewijzing(found, Fraction(100)) is None


def test_an_assignment_above_the_grant_is_refused_with_what_is_left() -> None:
    found = boek(stand(toewijzingen=(toewijzing(Fraction(35, 2)),)))
    assert check_toewijzing(found, Fraction(5, 2)) is None
    refused = check_toewijzing(found, Fraction(3))
    assert refused is not None
    assert refused.over == Fraction(5, 2)
    assert refused.zin.startswith(
        "3 uren-leraar kan niet: van de 20 uren-leraar voor 2026-2027 is nog 2,5 uren-leraar over."
    )


def test_changing_a_post_counts_its_own_amount_as_free() -> None:
    found = boek(stand(toewijzingen=(toewijzing(15), toewijzing(5, id=2))))
    assert check_toewijzing(found, Fraction(5), vervangt=2) is None
    refused = check_toewijzing(found, Fraction(6), vervangt=2)
    assert refused is not None
    assert refused.over == 5


def test_lowering_is_allowed_also_when_too_much_is_planned() -> None:
    found = boek(stand(toekenningen=(toekenning(10),)))
    assert check_toewijzing(found, Fraction(19), vervangt=1) is None
    raised = check_toewijzing(found, Fraction(21), vervangt=1)
    assert raised is not None
    full = check_toewijzing(found, Fraction(1))
    assert full is not None
    assert "is nog niets over" in full.zin
    assert check_toewijzing(found, Fraction(-1)) is not None


def test_spending_without_a_goal_is_accepted_and_marked() -> None:
    loose = toewijzing(None, id=2, actie_id=None, besteed=Fraction(3))
    lost = toewijzing(1, id=3, actie_id=2)
    school = stand(
        acties=(actie(), actie(id=2, streefdoel_ids=())),
        toewijzingen=(toewijzing(2), loose, lost),
    )
    found = boek(school)
    assert found.besteed_zonder_bestemming == 3
    assert [is_zonder_streefdoel(post, school) for post in found.posten] == [False, True, True]


def test_hours_never_roll_over_and_euros_only_with_a_reason() -> None:
    hours = boek(stand(toewijzingen=(toewijzing(5),)))
    assert overdracht(hours, "gespaard") == 0
    euros = boek(
        stand(
            toekenningen=(toekenning(6800, soort=Middelsoort.WERKINGSMIDDELEN),),
            toewijzingen=(
                toewijzing(6800, soort=Middelsoort.WERKINGSMIDDELEN, besteed=Fraction(6000)),
            ),
        )
    )
    assert overdracht(euros, " ") == 0
    assert overdracht(euros, "Het bestuur laat dit toe.") == 800


def test_sums_follow_the_chain() -> None:
    school = stand(
        streefdoelen=(
            doel(formulering="A", doelgroep="gezinnen", trekker_rol="zorgcoördinator"),
            doel(id=2, formulering="B", doelgroep="leerlingen"),
        ),
        acties=(
            actie(omschrijving="plafond"),
            actie(
                id=2,
                omschrijving="coach",
                streefdoel_ids=(2, 1),
                trekker_rol="coach",
                zorgfase=Zorgfase.VERHOOGDE_ZORG,
            ),
        ),
        toewijzingen=(
            toewijzing(2, besteed=Fraction(1)),
            toewijzing(4, id=2, actie_id=2),
            toewijzing(1, id=3, actie_id=None, streefdoel_id=1),
            toewijzing(3, id=4, actie_id=None),
        ),
    )

    def names(per: Indeling) -> list[tuple[str, Fraction]]:
        return [(line.naam, line.voorzien) for line in verdeling(boek(school), school, per)]

    assert names(Indeling.ACTIE) == [("coach", 4), ("plafond", 2), ("", 4)]
    assert names(Indeling.STREEFDOEL) == [("A en B", 4), ("A", 3), ("", 3)]
    assert names(Indeling.DOELGROEP) == [("gezinnen en leerlingen", 4), ("gezinnen", 3), ("", 3)]
    assert names(Indeling.ZORGFASE) == [("verhoogde zorg", 4), ("brede basiszorg", 2), ("", 4)]
    assert names(Indeling.TREKKER) == [
        ("coach", 4),
        ("directeur", 2),
        ("zorgcoördinator", 1),
        ("", 3),
    ]


amounts = st.builds(Fraction, st.integers(0, 2400), st.just(24))
posts = st.lists(
    st.tuples(
        st.one_of(st.none(), amounts),
        st.one_of(st.none(), amounts),
        st.sampled_from([1, 2, 3, None]),
        st.sampled_from([1, 2, None]),
    ),
    max_size=12,
)


@given(amounts, posts, st.sampled_from(Indeling))
def test_every_sum_closes_exactly(
    granted: Fraction,
    planned: list[tuple[Fraction | None, Fraction | None, int | None, int | None]],
    per: Indeling,
) -> None:
    school = stand(
        streefdoelen=(doel(), doel(id=2)),
        acties=(actie(), actie(id=2, streefdoel_ids=(1, 2)), actie(id=3, streefdoel_ids=())),
        toekenningen=(toekenning(granted),),
        toewijzingen=tuple(
            toewijzing(
                voorzien, id=n, besteed=besteed, actie_id=to, streefdoel_id=None if to else goal
            )
            for n, (voorzien, besteed, to, goal) in enumerate(planned, 1)
        ),
    )
    found = boek(school)
    lines = verdeling(found, school, per)
    assert found.rest is not None
    assert sum((line.voorzien for line in lines), Fraction(0)) + found.rest == granted
    assert sum((line.besteed for line in lines), Fraction(0)) == found.besteed


@given(amounts, st.lists(amounts, max_size=10))
def test_what_is_not_refused_never_goes_above_the_grant(
    granted: Fraction, wanted: list[Fraction]
) -> None:
    kept: list[Fraction] = []
    for amount in wanted:
        found = boek(
            stand(
                toekenningen=(toekenning(granted),),
                toewijzingen=tuple(toewijzing(v, id=n) for n, v in enumerate(kept, 1)),
            )
        )
        refused = check_toewijzing(found, amount)
        if refused is None:
            kept.append(amount)
        else:
            assert check_toewijzing(found, refused.over) is None
        assert sum(kept, Fraction(0)) <= granted


@pytest.mark.parametrize("soort", [s for s in Middelsoort if s.is_geld])
def test_money_is_in_euro(soort: Middelsoort) -> None:
    assert soort.eenheid == soort.eenheid_enkel == "euro"
