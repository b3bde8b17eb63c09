"""The gap on a toets: said only of groups that are large enough, and never of who is unknown."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gokwijs.apps.effect.kloof import kloof_van
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
from gokwijs.apps.toetsen.models import Afname, Score
from gokwijs.core.kenmerken import Antwoord
from gokwijs.renderers.grafiek import Verschil
from tests.apps.builders import main_text
from tests.apps.effect.builders import E, Proef, leerlingen, proef, scores, workbook_text
from tests.apps.toetsen.builders import afname
from tests.verapdf import keeps_the_standards

KENMERKEN = (
    "opleiding_moeder",
    "schooltoeslag",
    "thuistaal",
    "trekkende_bevolking",
)


def enrolled(of: Proef, number: int, antwoord: Antwoord | None, naam: str) -> list[Leerling]:
    """Pupils of the primary school with the same answer on every kenmerk; None: no answer."""
    pupils = leerlingen(of, number, naam)
    Inschrijving.objects.bulk_create(
        Inschrijving(
            leerling=one, begin=date(2024, 9, 1), onderwijsniveau="lager", leerjaar="6", klas="6A"
        )
        for one in pupils
    )
    if antwoord is not None:
        Feit.objects.bulk_create(
            Feit(
                leerling=one,
                kenmerk=kenmerk,
                antwoord=int(antwoord),
                herkomst="school",
                vanaf=date(2024, 9, 1),
                door_naam="Alice Adams",
                vastgelegd="2024-09-01T10:00:00Z",
            )
            for one in pupils
            for kenmerk in KENMERKEN
        )
    return pupils


@pytest.fixture
def school(one: Proef) -> Proef:
    """30 GOK-leerlingen six points behind 40 others; of 12 nothing is known."""
    scores(one.voor, enrolled(one, 30, Antwoord.JA, "Gok"), start=10)
    scores(one.voor, enrolled(one, 40, Antwoord.NEE, "Rest"), start=16)
    scores(one.voor, enrolled(one, 12, None, "Onbekend"), start=0)
    return one


def test_the_gap_is_said_in_points_with_both_numbers_of_pupils(school: Proef) -> None:
    text = main_text(school.client().get(f"{E}/kloof/{school.toets.pk}/"))
    assert "scoren GOK-leerlingen gemiddeld 6,0 punten lager" in text
    assert "30 tegen 40 leerlingen" in text


def test_who_is_unknown_is_a_group_of_its_own_and_said(school: Proef) -> None:
    (moment,) = kloof_van(school.toets, exact=True).momenten
    assert (moment.n_gok, moment.n_rest, moment.n_onbekend) == (30, 40, 12)
    text = main_text(school.client().get(f"{E}/kloof/{school.toets.pk}/"))
    assert "zij staan apart en tellen bij geen van beide groepen" in text


def test_a_gap_of_nine_pupils_is_not_said_to_anybody(one: Proef) -> None:
    scores(one.voor, enrolled(one, 9, Antwoord.JA, "Gok"))
    scores(one.voor, enrolled(one, 40, Antwoord.NEE, "Rest"), start=16)
    for role in ("directeur", "leraar"):
        client = one.client(role)
        text = main_text(client.get(f"{E}/kloof/{one.toets.pk}/"))
        assert "Te weinig leerlingen om iets te zeggen" in text
        assert "6,0" not in text
        book = client.get(f"{E}/kloof/{one.toets.pk}/meenemen/xlsx/").content
        assert "6,0" not in workbook_text(book)
    leraar = main_text(one.client("leraar").get(f"{E}/kloof/{one.toets.pk}/"))
    assert "minder dan 10" in leraar


def test_the_trend_compares_the_same_time_of_the_year(school: Proef) -> None:
    next_june = afname(school.toets, "einde later", date(2026, 6, 10))
    later = afname(school.toets, "begin later", date(2026, 9, 14))
    for moment, behind in ((next_june, 2), (later, 12)):
        scores(moment, list(school.school.leerlingen.filter(naam="Gokkind").order_by("pk")))
        others = list(school.school.leerlingen.filter(naam="Restkind").order_by("pk"))
        scores(moment, others, start=10 + behind)
    text = main_text(school.client().get(f"{E}/kloof/{school.toets.pk}/"))
    assert "De kloof ging van 6,0 punten in 2025-2026 naar 12,0 punten in 2026-2027" in text


def ja_nee(of: Proef, moment: Afname, gok: tuple[int, int], rest: tuple[int, int]) -> None:
    """So many of so many with yes, the others with no."""
    for (yes, number), antwoord, naam in (
        (gok, Antwoord.JA, f"Gok{moment.pk}"),
        (rest, Antwoord.NEE, f"Rest{moment.pk}"),
    ):
        Score.objects.bulk_create(
            Score(afname=moment, leerling=one, klas="6A", waarde=int(n < yes), door_naam="A")
            for n, one in enumerate(enrolled(of, number, antwoord, naam))
        )


@pytest.fixture
def vraag(db: None) -> Proef:
    return proef(schaal="ja_nee", laagste=None, hoogste=None, eenheid="")


def test_on_yes_or_no_the_gap_is_a_difference_of_shares_with_its_interval(vraag: Proef) -> None:
    ja_nee(vraag, vraag.voor, (12, 40), (18, 120))
    text = main_text(vraag.client().get(f"{E}/kloof/{vraag.toets.pk}/"))
    assert "12 van de 40 GOK-leerlingen 'ja', en 18 van de 120 andere leerlingen" in text
    assert "een verschil van 15,0 procentpunt" in text
    assert "tussen 0,9 en 31,3 procentpunt" in text
    assert "begin, 15/09/2025 40 30 % 120 15 % 0 -15,0 -31,3 tot -0,9" in text.replace("−", "-")
    chart = kloof_van(vraag.toets, exact=True).grafiek
    assert isinstance(chart, Verschil)
    assert (chart.eenheid, chart.rechts) == ("procentpunt", "GOK-leerlingen minder vaak ja")
    assert "Rechts van nul hebben GOK-leerlingen minder vaak 'ja'." in text
    for soort in ("xlsx", "pdf"):
        taken = vraag.client().get(f"{E}/kloof/{vraag.toets.pk}/meenemen/{soort}/")
        assert taken.status_code == 200
        if soort == "xlsx":
            assert "15,0 procentpunt" in workbook_text(taken.content)


def test_on_yes_or_no_nine_pupils_say_nothing_and_below_twenty_is_no_percentage(
    vraag: Proef,
) -> None:
    ja_nee(vraag, vraag.voor, (4, 9), (20, 40))
    text = main_text(vraag.client().get(f"{E}/kloof/{vraag.toets.pk}/"))
    assert "Te weinig leerlingen om iets te zeggen" in text
    assert "%" not in text
    assert "procentpunt goed" not in text
    ja_nee(vraag, vraag.na, (4, 12), (20, 40))
    text = main_text(vraag.client().get(f"{E}/kloof/{vraag.toets.pk}/"))
    assert "12 4 van de 12 40 50 % 0 16,7" in text


def test_on_yes_or_no_a_small_side_is_hidden_from_who_has_no_exact_counts(vraag: Proef) -> None:
    ja_nee(vraag, vraag.voor, (36, 40), (40, 60))
    leraar = vraag.client("leraar")
    text = main_text(leraar.get(f"{E}/kloof/{vraag.toets.pk}/"))
    assert "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken." in text
    assert "90 %" not in text
    assert "36" not in text
    assert "procentpunt goed" not in text
    book = workbook_text(leraar.get(f"{E}/kloof/{vraag.toets.pk}/meenemen/xlsx/").content)
    assert "90 %" not in book
    assert "36 van" not in book
    assert "36 van de 40" in main_text(vraag.client().get(f"{E}/kloof/{vraag.toets.pk}/"))


def test_on_yes_or_no_two_moments_say_plainly_why_there_is_no_trend(vraag: Proef) -> None:
    ja_nee(vraag, vraag.voor, (12, 40), (18, 120))
    assert "Of de kloof tussen twee afnamen veranderde" not in main_text(
        vraag.client().get(f"{E}/kloof/{vraag.toets.pk}/")
    )
    later = afname(vraag.toets, "begin later", date(2026, 9, 14))
    ja_nee(vraag, later, (20, 40), (30, 60))
    text = main_text(vraag.client().get(f"{E}/kloof/{vraag.toets.pk}/"))
    assert "Of de kloof tussen twee afnamen veranderde, zeggen we hier niet" in text
    assert "De kloof ging van" not in text


def test_a_toets_without_scores_says_what_will_stand_here(db: None) -> None:
    one = proef()
    text = main_text(one.client().get(f"{E}/kloof/{one.toets.pk}/"))
    assert "Hier komt per afname hoe GOK-leerlingen scoren" in text


def test_ten_moments_take_no_more_queries_than_one(school: Proef) -> None:
    pupils = list(school.school.leerlingen.order_by("pk"))
    for n in range(10):
        scores(afname(school.toets, f"moment {n}", date(2025, 10, 1 + n)), pupils)
    client = school.client()
    with CaptureQueriesContext(connection) as seen:
        client.get(f"{E}/kloof/{school.toets.pk}/")
    assert len(seen) <= 20


def test_the_gap_of_another_school_is_not_found(school: Proef) -> None:
    assert school.client().get(f"{E}/kloof/999999/").status_code == 404


def test_the_gap_leaves_as_a_pdf_and_a_workbook(school: Proef) -> None:
    address = f"{E}/kloof/{school.toets.pk}/meenemen"
    keeps_the_standards(school.client().get(f"{address}/pdf/").content)
    assert "6,0" in workbook_text(school.client().get(f"{address}/xlsx/").content)
