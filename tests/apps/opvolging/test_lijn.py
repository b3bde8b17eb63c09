"""The line of an indicator: to its target, against the metingen, with the acties under it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gokwijs.apps.beleid.bewaren import bewaar
from gokwijs.apps.opvolging.actielijn import actielijnen
from tests.apps.analyse.builders import SO, Gelezen, So
from tests.apps.opvolging.builders import (
    Keten,
    actie,
    indicator,
    meting,
    plan,
    score,
    streefdoel,
)

O = f"/school/{SO}/beleid/opvolging"  # noqa: E741  the room
TABLE = "Metingen van Onbetaalde schoolrekeningen in 1B"


def page(so: So, one: Keten, role: str = "directeur", query: str = "") -> Gelezen:
    answer = so.client(role).get(f"{O}/indicator/{one.indicator.pk}/{query}")
    assert answer.status_code == 200
    return Gelezen(answer.content.decode())


def said(found: Gelezen) -> str:
    return "".join(found.aria).replace("\xa0", " ")


def test_chart_and_tables_say_the_same_points_line_and_acties(so: So, one: Keten) -> None:
    when = {"start": date(2025, 9, 1), "einde": date(2026, 6, 30)}
    actie(one.doel, so.alice, **when)
    actie(one.doel, so.alice, titel="Huisbezoek", start=date(2025, 10, 1))
    actie(one.doel, so.alice, titel="Ging niet door", status="geannuleerd", **when)
    found = page(so, one)
    alternative = said(found)
    assert "van 41,4 % op 3 februari 2025 naar 20 % op 30 juni 2026" in alternative.replace(
        "41,5", "41,4"
    )
    assert "2 februari 2026: 19 %, tussen 10 en 33" in alternative
    rows = found.tafel(TABLE).rijen
    assert rows["03/02/2025 nulmeting"][4] == "41 %"
    assert rows["02/02/2026"][4] == "26 %", "the line on that day"
    bars = found.tafel("Acties onder de tijdlijn").rijen
    assert bars["Spreiden van betaling in 1B"][:2] == ["01/09/2025", "30/06/2026"]
    assert bars["Huisbezoek"][:2] == ["01/10/2025", "niet ingevuld"]
    assert "Spreiden van betaling in 1B: 01/09/2025 tot 30/06/2026." in alternative
    assert "Huisbezoek: vanaf 01/10/2025." in alternative
    assert "Ging niet door" not in alternative
    assert "Ging niet door" not in bars


def test_the_page_says_on_which_side_of_the_line_the_last_meting_lies(so: So) -> None:
    own = plan(so.school, so.alice)
    measured = indicator(own, so.alice)
    streefdoel(own, so.alice, measured)
    meting(measured, so.alice, date(2025, 2, 3), 170, 410, nulmeting=True)
    for day, teller, words in (
        (date(2025, 6, 1), 200, "ligt nog niet aan de goede kant van de rechte lijn"),
        (date(2025, 9, 1), 130, "is met deze aantallen niet te zeggen"),
        (date(2025, 10, 1), 85, "ligt aan de goede kant van de rechte lijn"),
        (date(2026, 2, 2), 60, "De streefwaarde van 20 % is gehaald"),
    ):
        meting(measured, so.alice, day, teller, 400)
        answer = so.client().get(f"{O}/indicator/{measured.pk}/").content.decode()
        text = Gelezen(answer).antwoord
        assert words in text
        assert "dankzij" not in text


@pytest.mark.parametrize(
    ("gone", "words"),
    [("einddatum", "nog nodig: een einddatum"), ("streefwaarde", "nog nodig: een streefwaarde")],
)
def test_without_an_end_or_target_the_points_stand_and_what_is_missing_is_said(
    so: So, one: Keten, gone: str, words: str
) -> None:
    bewaar(link=one.doel, values={gone: None, "status": "ontwerp"}, by=so.alice)
    answer = so.client().get(f"{O}/indicator/{one.indicator.pk}/").content.decode()
    assert words in answer
    found = Gelezen(answer)
    assert "2 februari 2026: 19 %" in said(found)
    assert "een tekening, geen norm" not in " ".join(found.svg)
    assert "Lijn op die dag" not in answer


def test_who_may_not_see_where_it_began_sees_no_line_from_there(so: So, one: Keten) -> None:
    one.nul.werkzone = True
    one.nul.save()
    team = so.client("leraar").get(f"{O}/indicator/{one.indicator.pk}/").content.decode()
    assert "Lijn op die dag" not in team
    assert "41" not in said(Gelezen(team))
    assert (
        "Lijn op die dag" in so.client().get(f"{O}/indicator/{one.indicator.pk}/").content.decode()
    )


def test_the_line_of_another_goal_is_chosen_by_the_address(so: So, one: Keten) -> None:
    other = streefdoel(
        one.plan,
        so.alice,
        one.indicator,
        formulering="Nog minder",
        streefwaarde=5,
        nulmeting=one.nul,
    )
    assert "naar 20 %" in said(page(so, one))
    assert "naar 5 %" in said(page(so, one, query=f"?doel={other.pk}"))
    assert "naar 20 %" in said(page(so, one, query="?doel=999999"))


def test_a_goal_that_only_watches_an_indicator_gives_its_acties_and_no_line(
    so: So, one: Keten
) -> None:
    watched = score(one.plan, so.alice)
    one.doel.andere_indicatoren.add(watched)
    actie(one.doel, so.alice, start=date(2025, 9, 1))
    from tests.apps.opvolging.test_metingen import sent

    sent(
        so,
        f"indicator/{watched.pk}/meting/",
        peildatum="2026-02-02",
        waarde="3,5",
        bron_soort="bevraging",
    )
    answer = so.client().get(f"{O}/indicator/{watched.pk}/").content.decode()
    found = Gelezen(answer)
    assert "2 februari 2026: 3,5" in said(found)
    assert "Spreiden van betaling in 1B: vanaf 01/09/2025" in said(found)
    assert "20" not in said(found).replace("2026", "").replace("2025", "")


def test_a_closed_evaluatie_draws_what_was_known_then(so: So, one: Keten) -> None:
    from tests.apps.opvolging.builders import afgerond, besluit, evaluatie

    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice)
    afgerond(made, so.alice)
    later: Any = meting(one.indicator, so.alice, date(2026, 12, 1), 30, 42)
    answer = so.client().get(f"{O}/evaluaties/{made.pk}/").content.decode()
    assert later.pk
    alternative = said(Gelezen(answer))
    assert "2 februari 2026: 19 %" in alternative
    assert "1 december 2026" not in alternative


def test_an_actie_that_goes_on_in_the_next_plan_is_one_bar_from_its_first_start(
    so: So, one: Keten
) -> None:
    first = actie(one.doel, so.alice, start=date(2024, 9, 1), einde=date(2025, 6, 30))
    actie(one.doel, so.alice, titel="Huisbezoek", start=date(2024, 11, 4), einde=date(2025, 5, 2))
    other = indicator(one.plan, so.alice, naam="Andere rekeningen")
    now = plan(so.school, so.alice, naam="Nieuw plan", schooljaar_van=2026, schooljaar_tot=2026)
    meting(other, so.alice)
    goes_on = streefdoel(now, so.alice, other, voorganger=one.doel)
    last = actie(goes_on, so.alice, start=date(2026, 9, 1), voorganger=first)
    elsewhere = score(now, so.alice)
    copy = streefdoel(
        now, so.alice, elsewhere, formulering="Elders", voorganger=one.doel, opgeschaald=True
    )
    actie(copy, so.alice, titel="Elders begonnen", start=date(2026, 9, 1), voorganger=first)

    answer = so.client().get(f"{O}/indicator/{other.pk}/").content.decode()
    bars = Gelezen(answer).tafel("Acties onder de tijdlijn").rijen
    assert bars["Spreiden van betaling in 1B"][:2] == ["01/09/2024", "niet ingevuld"]
    assert bars["Huisbezoek"][:2] == ["04/11/2024", "02/05/2025"]
    assert len(bars) == 2
    assert f"/beleid/actie/{last.pk}/" in answer
    (alone,) = actielijnen([copy])[copy.pk]
    assert (alone.naam, alone.start) == ("Elders begonnen", date(2026, 9, 1))
