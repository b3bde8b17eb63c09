"""What a screen says about a stored result: doubt, distance and where the hours come from."""

from __future__ import annotations

from typing import Any

import pytest

from gokwijs.apps.middelen.presenters import ResultView, glance, view

UNKNOWN = {
    "soort": "onbekend_kenmerk",
    "zin": "van 1 leerling weten we het kenmerk thuistaal niet.",
    "remedie": "Vul het antwoord aan; dan wordt het interval kleiner.",
}


def stap(naam: str, waarde: Any, *delen: dict[str, Any], eenheid: str = "lestijden") -> Any:
    return {"naam": naam, "zin": "", "waarde": waarde, "eenheid": eenheid, "delen": list(delen)}


def drempel(aandeel: str) -> dict[str, Any]:
    return {
        "naam": "Drempel",
        "zin": "",
        "aandeel": aandeel,
        "drempel": "0.1",
        "gehaald": False,
        "artikel": "",
    }


def shown(minimum: str | None, maximum: str | None, **changes: Any) -> ResultView:
    result = {
        "regeling": "ses_lestijden_lager",
        "titel": "SES-lestijden lager onderwijs",
        "eenheid": "lestijden",
        "minimum": minimum,
        "maximum": maximum,
        "status": "wettekst",
        "redenen": [],
        "drempels": [],
        "onbekenden": [],
        "open_vragen": [],
        "stappen": [stap("Som", minimum)],
        "bewijs": {},
        **changes,
    }
    return view(result, werkzone=True)


def test_an_unknown_that_changes_nothing_is_said_so_and_not_asked_for() -> None:
    (remark,) = shown("13", "13", redenen=[UNKNOWN]).remarks
    assert remark.remedy == "Hier verandert dat niets: het blijft 13."
    (remark,) = shown("13", "14", redenen=[UNKNOWN]).remarks
    assert remark.remedy == UNKNOWN["remedie"]


def test_the_reason_for_no_result_is_said_once_with_its_remedy() -> None:
    found = shown(None, None, redenen=[UNKNOWN])
    assert found.zin == f"Niet berekenbaar: {UNKNOWN['zin']}"
    assert found.remedie == UNKNOWN["remedie"]
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("aandeel", "read"),
    [("0.09996", "9,996 %"), ("0.1", "10 %"), ("0.12345", "12,35 %"), ("0.10001", "10,001 %")],
)
def test_just_beside_a_threshold_never_reads_as_on_it(aandeel: str, read: str) -> None:
    (found,) = shown("1", "1", drempels=[drempel(aandeel)]).drempels
    assert (found.aandeel, found.grens) == (read, "10 %")


def test_where_the_hours_come_from_the_largest_first() -> None:
    counted = stap("Geteld", "1", eenheid="leerlingen")
    tree = stap(
        "SES-lestijden",
        "4",
        stap(
            "Som van de drie kenmerken",
            "4.4",
            stap("Opleiding moeder", "1.1", counted),
            stap("Enkel schooltoeslag; thuistaal onbekend", "0", counted),
            stap("Thuistaal en schooltoeslag", {"minimum": "2.2", "maximum": "3.3"}, counted),
        ),
    )
    first, second = shown("4", "4", stappen=[tree]).bijdragen
    assert (first.kenmerken, first.waarde) == (("thuistaal", "schooltoeslag"), "2,20 tot 3,30")
    assert (first.zeker, first.mogelijk) == (666, 333)
    assert (second.kenmerken, second.waarde, second.zeker) == (
        ("opleiding_moeder",),
        "1,10",
        333,
    )


def test_the_bar_names_both_ends_and_what_would_settle_it() -> None:
    unknown = {
        "kenmerk": "thuistaal",
        "leerlingen": "3",
        "per_antwoord": "0.29116",
        "samen": {"minimum": "22", "maximum": "24"},
        "eenheid": "lestijden",
        "eerste_stap": 2,
    }
    bar = shown("22", "24", onbekenden=[unknown]).bar
    assert bar is not None
    assert (bar.zeker, bar.mogelijk) == ("minstens 22", "hoogstens 24")
    assert bar.uitleg == "Dat hangt af van 3 onbekende antwoorden."
    assert bar.start + bar.width <= 1000
    assert shown("24", "24", onbekenden=[unknown]).bar is None


def test_a_sum_with_one_part_unknown_is_a_minimum() -> None:
    known, unknown = shown("22", "24"), shown(None, None, redenen=[UNKNOWN])
    (total,) = glance([known, unknown])
    assert total.groot == "minstens 22"
    assert [part.groot for part in total.delen] == ["22 tot 24", "?"]
    (total,) = glance([unknown])
    assert (total.groot, total.bekend) == ("niet berekenbaar", False)
