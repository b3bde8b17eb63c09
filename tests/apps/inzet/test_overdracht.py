"""Unspent euros: they go along only when recorded with a reason; hours never do."""

from __future__ import annotations

from gokwijs.apps.inzet.selectors import boeken
from tests.apps.builders import JAAR
from tests.apps.inzet.builders import GELD, SES, boeking
from tests.apps.inzet.conftest import Kas


def carry(kas: Kas, reden: str = "De factuur komt later.") -> None:
    kas.post("onbesteed/", {"reden": reden})


def test_nothing_goes_along_by_itself(kas: Kas) -> None:
    boeking(kas.school, kas.alice, "200.40", actie=kas.kosten)
    assert "Van 2026-2027 is € 800,00 niet besteed." in kas.text("onbesteed/")
    assert not boeken(kas.school, JAAR.next, kas.access()).soorten


def test_recorded_with_its_reason_it_counts_in_the_next_year_and_shows_in_both(kas: Kas) -> None:
    boeking(kas.school, kas.alice, "200.40", actie=kas.kosten)
    carry(kas)
    found = boeken(kas.school, JAAR.next, kas.access())
    assert [(s.soort, s.toegekend) for s in found.soorten] == [(GELD, 800)]
    assert found.soort(SES).toegekend is None
    assert "€ 800,00 gaat mee naar 2027-2028: De factuur komt later." in kas.text()
    page = kas.client().get("/school/999801/beleid/middelen/?schooljaar=2027-2028")
    html = page.content.decode().replace("\u00a0", " ")
    assert "Daarbij komt € 800,00 van 2026-2027: De factuur komt later." in html


def test_without_a_reason_nothing_goes_along(kas: Kas) -> None:
    carry(kas, " ")
    assert not kas.school.overdrachten.exists()


def test_it_says_when_the_amount_is_no_longer_right_and_can_be_taken_back(kas: Kas) -> None:
    carry(kas)
    boeking(kas.school, kas.alice, "0.40", actie=kas.kosten)
    assert "Intussen is er in 2026-2027 € 1.000,00 onbesteed." in kas.text("onbesteed/")
    kas.post("onbesteed/", {"terug": "1"})
    assert not boeken(kas.school, JAAR.next, kas.access()).soorten


def test_recording_twice_is_refused(kas: Kas) -> None:
    carry(kas)
    carry(kas)
    assert kas.school.overdrachten.count() == 1


def test_nothing_unspent_cannot_go_along(kas: Kas) -> None:
    boeking(kas.school, kas.alice, "1000.40")
    carry(kas)
    assert not kas.school.overdrachten.exists()
