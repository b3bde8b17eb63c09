"""What is due now, most urgent first; and who sees which figures."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from gokwijs.apps.opvolging import services
from gokwijs.apps.opvolging.tellen import Telkeuze
from tests.apps.analyse.builders import SO, So
from tests.apps.builders import TODAY, main_text
from tests.apps.opvolging.builders import (
    LATER,
    NULDAG,
    Keten,
    actie,
    afgerond,
    besluit,
    evaluatie,
    indicator,
    keten,
    meting,
    plan,
    streefdoel,
)

O = f"/school/{SO}/beleid/opvolging"  # noqa: E741  the room
ENKEL_WERKZONE = "Alleen te zien voor wie met de exacte aantallen werkt."


def listed(so: So, query: str = "", role: str = "directeur") -> str:
    return main_text(so.client(role).get(f"{O}/{query}"))


def order(so: So) -> list[str]:
    text = so.client().get(f"{O}/").content.decode()
    return re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", text)


def test_without_a_goal_the_page_says_what_it_will_tell_and_the_first_step(so: So) -> None:
    text = listed(so)
    assert "Hier komt per streefdoel te staan wat er gemeten is" in text
    assert "Naar het plan" in text


def test_the_most_urgent_goal_comes_first(so: So) -> None:
    own = plan(so.school, so.alice)
    late, soon, fine = (
        indicator(own, so.alice, naam=naam) for naam in ("te laat", "binnenkort", "in orde")
    )
    end = date(2028, 6, 30)
    streefdoel(own, so.alice, fine, formulering="In orde", einddatum=end)
    streefdoel(own, so.alice, soon, formulering="Binnenkort", einddatum=end)
    streefdoel(own, so.alice, late, formulering="Te laat", einddatum=end)
    meting(late, so.alice, date(2024, 12, 1))
    meting(soon, so.alice, date(2025, 3, 20))
    meting(fine, so.alice, date(2026, 2, 1))
    assert order(so) == ["Te laat", "Binnenkort", "In orde"]
    text = listed(so)
    assert "te meten sinds 1 december 2025" in text
    assert "te meten tegen 20 maart 2026" in text
    assert "2 te meten" in text


@pytest.mark.parametrize(
    ("frequentie", "said"),
    [
        ("jaarlijks", ""),
        ("halfjaarlijks", "sinds 1 februari 2026"),
        ("trimester", "sinds 1 december 2025"),
        ("eenmalig", ""),
    ],
)
def test_the_rhythm_of_the_indicator_says_when_it_is_due(
    so: So, frequentie: str, said: str
) -> None:
    own = plan(so.school, so.alice)
    measured = indicator(own, so.alice, frequentie=frequentie)
    streefdoel(own, so.alice, measured, einddatum=date(2027, 6, 30))
    meting(measured, so.alice, date(2025, 8, 1))
    text = listed(so)
    assert (f"te meten {said}" in text) if said else ("te meten sinds" not in text)


def test_the_list_is_filtered_by_its_address(so: So, one: Keten) -> None:
    other = streefdoel(one.plan, so.alice, None, formulering="Zonder indicator")
    assert "Zonder indicator" in listed(so, "?werk=meten")
    assert "Minder onbetaalde rekeningen" not in listed(so, "?werk=meten")
    other.status = "stopgezet"
    other.save()
    assert "Zonder indicator" in listed(so, "?status=stopgezet")
    assert "Niets te doen met deze filters" in listed(so, "?status=afgesloten")


def test_a_goal_that_went_on_in_a_next_plan_stands_once_with_its_last_decision(
    so: So, one: Keten
) -> None:
    made = evaluatie(one, so.alice, volgende_op=date(2026, 3, 20))
    besluit(made, one.doel, so.alice)
    afgerond(made, so.alice)
    later = plan(so.school, so.alice, schooljaar_van=2027, schooljaar_tot=2027)
    streefdoel(later, so.alice, one.indicator, voorganger=one.doel, einddatum=date(2028, 6, 30))
    assert order(so) == ["Minder onbetaalde rekeningen in 1B"]
    text = listed(so)
    assert "Laatste besluit: voortzetten" in text
    assert "te evalueren tegen 20 maart 2026" in text


def test_what_is_too_late_stands_on_the_start_page_of_who_writes(so: So) -> None:
    own = plan(so.school, so.alice)
    measured = indicator(own, so.alice)
    streefdoel(own, so.alice, measured, formulering="Te laat", einddatum=date(2028, 6, 30))
    meting(measured, so.alice, date(2024, 12, 1))
    start = f"/school/{SO}/"
    said = "1 streefdoel wacht op een meting of evaluatie"
    assert said in main_text(so.client().get(start))
    assert said not in main_text(so.client("leraar").get(start))


def test_a_colleague_reads_and_finds_no_button_to_write(so: So, one: Keten) -> None:
    text = listed(so, role="leraar")
    assert "Minder onbetaalde rekeningen" in text
    for word in ("meting invoeren", "Begin een evaluatie", "Evalueer"):
        assert word not in text
    answer = so.client("leraar").get(f"{O}/indicator/{one.indicator.pk}/")
    assert "Voer een meting in" not in main_text(answer)


# ---------------------------------------------------------------- exact counts stay


@pytest.fixture
def counted(so: So) -> Any:
    """A counted indicator of a goal whose nulmeting it is."""
    own = plan(so.school, so.alice)
    made = services.kies_telling(
        plan=own, indicator=None, keuze=Telkeuze("kenmerk_gok"), today=TODAY, by=so.alice
    )
    streefdoel(own, so.alice, made)
    first, _ = services.vul_aan(indicator=made, today=TODAY, by=so.alice)
    services.maak_nulmeting(meting=first, by=so.alice)
    return made


def counts(one: Any) -> set[str]:
    return {f"{m.teller:.0f} van de {m.noemer:.0f}" for m in one.metingen.all()}


def test_who_works_with_exact_counts_sees_what_the_system_counted(so: So, counted: Any) -> None:
    text = main_text(so.client().get(f"{O}/indicator/{counted.pk}/"))
    assert all(said in text for said in counts(counted))


@pytest.mark.parametrize("path", ["", "indicator/{}/", "indicator/{}/meenemen/csv/"])
def test_nobody_else_sees_a_number_of_it_and_the_page_says_why(
    so: So, counted: Any, path: str
) -> None:
    answer = so.client("leraar").get(f"{O}/{path.format(counted.pk)}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert ENKEL_WERKZONE in text
    for one in counted.metingen.all():
        share = round(100 * one.teller / one.noemer)
        assert f"{one.teller:.0f} van" not in text
        assert f"{share} %" not in text
        assert f";{one.teller:.0f};" not in text
    assert '<svg class="grafiek' not in text


def test_an_evaluatie_does_not_tell_it_either(so: So, counted: Any) -> None:
    doel = counted.streefdoelen.get()
    chain = Keten(counted.plan, counted, doel, *counted.metingen.order_by("peildatum"))
    made = evaluatie(chain, so.alice)
    for path in (f"evaluaties/{made.pk}/", f"evaluaties/{made.pk}/meenemen/csv/"):
        text = so.client("leraar").get(f"{O}/{path}").content.decode()
        assert ENKEL_WERKZONE in text
        assert not any(said in text for said in counts(counted))


def test_a_coordinator_takes_the_version_of_the_team_along(so: So, counted: Any) -> None:
    """Exact counts leave with who may take lists along only (besluiten 7)."""
    address = f"{O}/indicator/{counted.pk}/meenemen/csv/"
    exact, gated = (so.client(role).get(address) for role in ("directeur", "gok_coordinator"))
    assert "vertrouwelijk-" in exact["Content-Disposition"]
    assert "vertrouwelijk-" not in gated["Content-Disposition"]
    assert ENKEL_WERKZONE in gated.content.decode()


def test_a_small_count_typed_by_hand_is_hidden_outside_the_werkzone(so: So) -> None:
    own = plan(so.school, so.alice)
    measured = indicator(own, so.alice)
    doel = streefdoel(own, so.alice, measured)
    meting(measured, so.alice, NULDAG, 17, 41, nulmeting=True)
    meting(measured, so.alice, LATER, 3, 42)
    text = main_text(so.client("leraar").get(f"{O}/indicator/{measured.pk}/"))
    assert "afgeschermd" in text
    assert "3 van de 42" not in text
    assert " 7 %" not in text
    assert "is nog niet gemeten" not in text, "a hidden meting is not one that is not there"
    assert "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken." in text
    assert "41 %" in text
    assert "3 van de 42" in main_text(so.client().get(f"{O}/indicator/{measured.pk}/"))
    assert "Afgeschermd" in listed(so, role="leraar")
    assert doel.pk


# ---------------------------------------------------------------- size


def test_forty_goals_take_at_most_twenty_queries(
    so: So, django_assert_max_num_queries: Any
) -> None:
    chain = keten(so.school, so.alice)
    goals = [chain.doel]
    for n in range(39):
        measured = indicator(chain.plan, so.alice, naam=f"indicator {n}")
        goals.append(streefdoel(chain.plan, so.alice, measured, formulering=f"doel {n}"))
        meting(measured, so.alice, LATER, 10 + n % 20, 60)
        actie(goals[-1], so.alice, titel=f"actie {n}", uitvoerders_bedoeld=4)
    before = evaluatie(chain, so.alice, datum=date(2025, 6, 20), streefdoelen=goals)
    for goal in goals:
        besluit(before, goal, so.alice)
    afgerond(before, so.alice)
    made = evaluatie(chain, so.alice, streefdoelen=goals)
    for goal in goals:
        besluit(made, goal, so.alice)
    client = so.client()
    for path in (
        "",
        f"indicator/{chain.indicator.pk}/",
        "evaluaties/",
        f"evaluaties/{made.pk}/",
        f"evaluaties/{before.pk}/",
        "borging/",
    ):
        client.get(f"{O}/{path}")
        with django_assert_max_num_queries(20, info=path):
            assert client.get(f"{O}/{path}").status_code == 200
