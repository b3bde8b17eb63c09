"""Scores have an end: with the pupil, with the toets, and a file after thirty days."""

from __future__ import annotations

from datetime import date

from gokwijs.apps.leerlingen.erasure import erase_in_rooms, held_by_rooms
from gokwijs.apps.privacy.inzage import sections
from gokwijs.apps.toetsen import services_import
from gokwijs.apps.toetsen.endings import (
    lezingen_due,
    purge_lezingen,
    purge_scores,
    scores_due,
    weg_op,
)
from gokwijs.apps.toetsen.models import Score, Scorelezing, Scorestap
from gokwijs.apps.toetsen.selectors_import import voorstel_van
from tests.apps.builders import TODAY
from tests.apps.toetsen import builders as b
from tests.apps.toetsen.conftest import Klaslokaal


def read(lokaal: Klaslokaal) -> Scorelezing:
    lokaal.upload(b.bestand(("0000100", "12")))
    return Scorelezing.objects.get()


def test_a_pupil_that_is_erased_takes_the_scores_and_the_waiting_files_along(
    lokaal: Klaslokaal,
) -> None:
    row = read(lokaal)
    b.score(lokaal.begin, lokaal.zes[0], "12")
    assert held_by_rooms(lokaal.zes[0], with_verklaring=True) == [
        "Bestanden met scores die nog wachten (1)."
    ]
    erase_in_rooms(lokaal.zes[0], with_verklaring=True)
    lokaal.zes[0].delete()
    row.refresh_from_db()
    assert row.tabel == {}
    assert not Score.objects.exists()


def test_scores_go_a_schooljaar_after_the_last_afname_of_their_toets(lokaal: Klaslokaal) -> None:
    b.score(lokaal.begin, lokaal.zes[0], "12")
    assert weg_op(lokaal.begin.datum) == date(2027, 9, 1)
    assert scores_due(lokaal.school, date(2027, 8, 31)) == []
    due = scores_due(lokaal.school, date(2027, 9, 1))
    assert [(one.key, one.aantal) for one in due] == [(str(lokaal.toets.pk), 1)]
    assert purge_scores(lokaal.school, [due[0].key], date(2027, 8, 31)) == 0
    assert purge_scores(lokaal.school, [due[0].key], date(2027, 9, 1)) == 1
    assert not Score.objects.exists()


def test_a_later_afname_keeps_the_earlier_one_to_compare_with(lokaal: Klaslokaal) -> None:
    b.score(lokaal.begin, lokaal.zes[0], "12")
    later = b.afname(lokaal.toets, "volgend jaar", date(2026, 10, 1))
    assert scores_due(lokaal.school, date(2027, 9, 1)), "without scores it keeps nothing"
    b.score(later, lokaal.zes[0], "15")
    assert scores_due(lokaal.school, date(2027, 9, 1)) == []


def test_a_file_and_the_steps_to_undo_it_go_after_thirty_days(lokaal: Klaslokaal) -> None:
    row = read(lokaal)
    stand = voorstel_van(row).stand
    services_import.bevestig(lezing=row, stand=stand, by=lokaal.alice, today=TODAY)
    row.refresh_from_db()
    later = date(2026, 4, 2)
    assert row.verloopt == date(2026, 4, 1)
    assert Scorestap.objects.count() == 1
    due = lezingen_due(lokaal.school, later)
    assert purge_lezingen(lokaal.school, [one.key for one in due], later) == 1
    assert not Scorestap.objects.exists()
    assert Score.objects.count() == 1, "the score itself stays"


def test_what_a_pupil_is_given_names_the_toets_with_the_score(lokaal: Klaslokaal) -> None:
    b.score(lokaal.begin, lokaal.zes[0], "12")
    found = next(s for s in sections(lokaal.zes[0]) if s.sleutel == "score")
    assert "Lezen: begin" in found.rijen[0]
