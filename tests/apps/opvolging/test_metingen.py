"""Metingen by hand: one, several at once, corrected, away and back; the nulmeting stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gokwijs.apps.beleid.bewaren import BeleidError, bewaar
from gokwijs.apps.beleid.models import Historie, Indicator, Meting
from gokwijs.apps.opvolging import services
from tests.apps.analyse.builders import SO, Gelezen, So
from tests.apps.opvolging.builders import (
    LATER,
    NULDAG,
    Keten,
    aandeel,
    indicator,
    meting,
    plan,
    score,
    streefdoel,
)

O = f"/school/{SO}/beleid/opvolging"  # noqa: E741  the room


def page(so: So, one: Indicator, role: str = "directeur") -> Gelezen:
    answer = so.client(role).get(f"{O}/indicator/{one.pk}/")
    assert answer.status_code == 200
    return Gelezen(answer.content.decode())


def sent(so: So, path: str, **data: Any) -> str:
    return str(so.client().post(f"{O}/{path}", data, follow=True).content.decode())


def test_a_share_stands_with_its_counts_interval_source_and_who(so: So, one: Keten) -> None:
    table = page(so, one.indicator).tafel("Metingen van Onbetaalde schoolrekeningen in 1B")
    row = table.rijen["03/02/2025 nulmeting"]
    assert row[:6] == ["17", "41", "41 %", "28 tot 57 %", "41 %", "eigen telling"]
    assert row[6].startswith("Alice Adams")
    assert table.rijen["02/02/2026"][:4] == ["8", "42", "19 %", "10 tot 33 %"]


def test_the_page_says_what_was_measured_and_nothing_about_the_cause(so: So, one: Keten) -> None:
    said = page(so, one.indicator).antwoord
    assert "41 % (17 van de 41) op 3 februari 2025 en 19 % (8 van de 42) op 2 februari 2026" in said
    assert "De streefwaarde van 20 % is gehaald op 2 februari 2026." in said
    assert "Of dat door de acties komt, blijkt hier niet uit." in said


def test_the_chart_names_the_target_and_reads_without_colour(so: So, one: Keten) -> None:
    found = page(so, one.indicator)
    assert "naar de streefwaarde: een tekening, geen norm" in " ".join(found.svg)
    assert "3 februari 2025: 41 %" in "".join(found.aria).replace("\xa0", " "), found.aria


def test_a_small_group_reads_as_counts(so: So) -> None:
    own = indicator(plan(so.school, so.alice), so.alice)
    meting(own, so.alice, NULDAG, 6, 14)
    (table,) = page(so, own).tafels[:1]
    assert table.rijen["03/02/2025"][:4] == ["6", "14", "6 van de 14", "–"]


def test_a_new_meting_from_the_form_can_be_the_nulmeting_of_its_goals(so: So) -> None:
    own = plan(so.school, so.alice)
    measured = indicator(own, so.alice)
    doel = streefdoel(own, so.alice, measured)
    text = sent(
        so,
        f"indicator/{measured.pk}/meting/",
        peildatum="2025-10-01",
        teller="17,5",
        noemer="41",
        bron_soort="lvs",
        is_nulmeting="on",
    )
    assert "De meting is bewaard." in text
    doel.refresh_from_db()
    assert doel.nulmeting is not None
    assert (doel.nulmeting.teller, doel.nulmeting.is_nulmeting) == (Decimal("17.5"), True)
    assert Historie.objects.filter(soort="streefdoel", nummer=doel.pk).count() == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"teller": "50"}, "Dit is meer dan het geheel."),
        ({"teller": "-1"}, "Een aantal is nooit kleiner dan nul."),
        ({"noemer": "0"}, "De noemer is groter dan nul."),
        ({"noemer": ""}, "Vul in van hoeveel."),
        ({"teller": "veel"}, "&#x27;veel&#x27; is geen getal."),
        ({"teller": "1,55"}, "Hoogstens 1 cijfer(s) na de komma."),
        ({"peildatum": "2027-01-01"}, "Deze dag moet nog komen."),
        ({"peildatum": "2026-02-02"}, "Er staat al een meting van 02/02/2026."),
        ({"bron_soort": ""}, "Dit veld is verplicht."),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_kept(
    so: So, one: Keten, data: dict[str, str], said: str
) -> None:
    good = {"peildatum": "2026-02-20", "teller": "7", "noemer": "42", "bron_soort": "lvs"}
    assert said in sent(so, f"indicator/{one.indicator.pk}/meting/", **{**good, **data})
    assert Meting.objects.filter(indicator=one.indicator).count() == 2


def test_a_score_asks_one_number(so: So) -> None:
    own = score(plan(so.school, so.alice), so.alice)
    sent(so, f"indicator/{own.pk}/meting/", peildatum="2026-02-01", waarde="3,25", bron_soort="lvs")
    assert own.metingen.get().waarde == Decimal("3.250")
    assert page(so, own).tafels[0].rijen["01/02/2026"][0] == "3,25"


# ---------------------------------------------------------------- several at once


def test_pasted_rows_are_kept_together(so: So) -> None:
    own = indicator(plan(so.school, so.alice), so.alice)
    rows = "1/2/2024; 20; 40\n2025-02-03\t17\t41\n\n2-2-2026;8,5;42"
    assert "3 metingen bewaard." in sent(
        so, f"indicator/{own.pk}/reeks/", rijen=rows, bron_soort="lvs"
    )
    kept = list(own.metingen.order_by("peildatum").values_list("peildatum", "teller", "noemer"))
    assert kept == [
        (date(2024, 2, 1), 20, 40),
        (date(2025, 2, 3), 17, 41),
        (date(2026, 2, 2), Decimal("8.5"), 42),
    ]


def test_every_problem_of_pasted_rows_is_said_at_once_and_none_is_kept(so: So, one: Keten) -> None:
    rows = "31/2/2024; 1; 2\n1/3/2024; 50; 40\n1/4/2024; 3\n2/2/2026; 3; 40\n1/5/2024; 3; 40\n"
    rows += "1/5/2024; 3; 40\n"
    text = sent(so, f"indicator/{one.indicator.pk}/reeks/", rijen=rows, bron_soort="lvs")
    for said in (
        "regel 1: &#x27;31/2/2024&#x27; is geen datum",
        "regel 2: Dit is meer dan het geheel",
        "regel 3: verwacht 3 delen, gelezen: 2",
        "regel 4: er staat al een meting van 02/02/2026",
        "regel 6: 01/05/2024 staat hier twee keer",
    ):
        assert said in text, said
    assert "regel 5" not in text
    assert one.indicator.metingen.count() == 2


# ---------------------------------------------------------------- corrected, away, back


def test_correcting_the_nulmeting_makes_a_new_one_and_keeps_the_old_with_its_reason(
    so: So, one: Keten
) -> None:
    text = sent(
        so,
        f"meting/{one.nul.pk}/verbeteren/",
        peildatum="2025-02-03",
        teller="18",
        noemer="41",
        bron_soort="eigen_telling",
        reden="één gezin vergeten",
    )
    assert "Verbeterd. De oude meting blijft bewaard." in text
    one.nul.refresh_from_db()
    one.doel.refresh_from_db()
    assert (one.nul.teller, one.nul.vervangen_reden) == (17, "één gezin vergeten")
    assert one.doel.nulmeting is not None
    assert (one.doel.nulmeting.teller, one.doel.nulmeting.is_nulmeting) == (18, True)
    assert "één gezin vergeten" in text


def test_a_meting_of_an_older_definition_is_corrected_in_its_own_series(so: So, one: Keten) -> None:
    bewaar(link=one.indicator, values={"definitie_versie": 2}, by=so.alice)
    one.indicator.refresh_from_db()
    meting(one.indicator, so.alice, LATER, 9, 30)
    new = services.verbeter_meting(
        meting=one.later, waarden=aandeel(LATER, 7, 42), reden="vergeten", by=so.alice
    )
    assert new.definitie_versie == 1


def test_a_correction_asks_its_reason(so: So, one: Keten) -> None:
    text = sent(
        so,
        f"meting/{one.later.pk}/verbeteren/",
        peildatum="2026-02-02",
        teller="9",
        noemer="42",
        bron_soort="lvs",
    )
    assert "Dit veld is verplicht." in text
    one.later.refresh_from_db()
    assert one.later.vervangen is None


def test_a_withdrawn_meting_no_longer_counts_and_can_come_back(so: So, one: Keten) -> None:
    sent(so, f"meting/{one.later.pk}/weg/")
    assert "02/02/2026" not in page(so, one.indicator).tafels[0].rijen
    sent(so, f"meting/{one.later.pk}/weg/", terug="1")
    assert "02/02/2026" in page(so, one.indicator).tafels[0].rijen


def test_what_is_put_back_does_not_stand_beside_its_correction(so: So, one: Keten) -> None:
    services.verbeter_meting(
        meting=one.later, waarden=aandeel(LATER, 9, 42), reden="vergeten", by=so.alice
    )
    with pytest.raises(BeleidError, match="Op die dag staat nu een andere meting"):
        services.zet_meting_terug(meting=one.later, by=so.alice)


def test_the_nulmeting_of_an_adopted_goal_cannot_be_withdrawn(so: So, one: Keten) -> None:
    bewaar(
        link=one.doel,
        values={"status": "vastgesteld", "vastgesteld_op": date(2025, 10, 1)},
        by=so.alice,
    )
    assert "verbeter ze dan met een reden" in sent(so, f"meting/{one.nul.pk}/weg/")
    one.nul.refresh_from_db()
    assert one.nul.vervangen is None


def test_a_second_nulmeting_is_refused(so: So, one: Keten) -> None:
    assert "Er is al een nulmeting: die staat vast." in sent(
        so, f"meting/{one.later.pk}/nulmeting/"
    )


def test_nothing_changes_in_a_closed_plan(so: So, one: Keten) -> None:
    one.plan.status, one.plan.vastgesteld_op = "afgesloten", date(2025, 10, 1)
    one.plan.save()
    text = sent(
        so,
        f"indicator/{one.indicator.pk}/meting/",
        peildatum="2026-02-20",
        teller="7",
        noemer="42",
        bron_soort="lvs",
    )
    assert "is afgesloten" in text
    assert "Voer een meting in" not in page(so, one.indicator).html


# ---------------------------------------------------------------- a series


def test_a_changed_definition_breaks_the_line(so: So, one: Keten) -> None:
    bewaar(
        link=one.indicator,
        values={"noemer_definitie": "alle gezinnen met een rekening", "definitie_versie": 2},
        by=so.alice,
    )
    one.indicator.refresh_from_db()
    meting(one.indicator, so.alice, date(2026, 2, 20), 9, 30)
    found = page(so, one.indicator)
    assert "breuk" in found.svg
    assert "Vanaf hier is anders geteld" in found.html
    assert "de definitie is sinds de nulmeting veranderd" in found.antwoord


def test_percentages_of_two_indicators_add_up_by_their_counts(so: So, one: Keten) -> None:
    other = indicator(one.plan, so.alice, naam="Onbetaalde schoolrekeningen in 1A")
    meting(other, so.alice, date(2025, 2, 5), 30, 100)
    answer = so.client().get(f"{O}/indicator/{one.indicator.pk}/?samen={other.pk}")
    text = answer.content.decode()
    # (17 + 30) of (41 + 100); the mean of the percentages would be 36.
    assert "33 % (47 van de 141)" in text
    assert "2025-2026</th>" not in text.split('id="samen"')[1]  # only one of them was measured
