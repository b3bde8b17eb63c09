"""A file of the accounts: every problem at once, nothing before a yes, and back as a whole."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import xlsxwriter

from gokwijs.apps.beleid.models import Boeking, Boekingsimport
from gokwijs.apps.inzet.bestand import LeesError, guess, read_blad
from gokwijs.apps.inzet.inlezen import Context, Gelezen, lees_regels
from gokwijs.core.beleid.keuzes import Middelsoort
from tests.apps.builders import JAAR, main_text, upload_of
from tests.apps.inzet.builders import GELD, SES, B, boekhouding
from tests.apps.inzet.conftest import Kas


def read(
    data: bytes, name: str = "journaal.csv", soort: Middelsoort = GELD, **codes: Any
) -> Gelezen:
    blad = read_blad(io.BytesIO(data), name)
    return lees_regels(blad, guess(blad.kop), Context(JAAR, soort, codes, frozenset()))


def amounts(*texts: str, kop: str = "Datum;Bedrag;Omschrijving") -> Gelezen:
    return read(boekhouding(*(("05/10/2026", text, "Pen") for text in texts), kop=kop))


def sentences(found: Gelezen) -> str:
    return " ".join(p.sentence for p in found.problemen)


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,50", "12.5"),
        ("1.234,50", "1234.5"),
        ("€ 1 234,50", "1234.5"),
        ("-12,50", "-12.5"),
        ("(12,50)", "-12.5"),
        ("12,50-", "-12.5"),
        ("12,50 CR", "-12.5"),
        ("EUR 5,00", "5"),
        ("7", "7"),
        ("−3,00", "-3"),
    ],
)
def test_an_amount_is_read_as_accounts_write_it(text: str, value: str) -> None:
    found = amounts(text)
    assert not found.problemen, sentences(found)
    assert found.regels[0].besteed == Fraction(value)


def test_a_column_with_points_for_decimals_is_seen_as_one() -> None:
    found = amounts("1,234.50", "12.50", "1,000.00")
    assert [r.besteed for r in found.regels] == [Fraction("1234.5"), Fraction("12.5"), 1000]


def test_a_column_with_commas_for_decimals_has_points_for_thousands() -> None:
    found = amounts("1.234", "12,50", "2.500.000,00")
    assert [r.besteed for r in found.regels] == [1234, Fraction("12.5"), 2_500_000]


def test_where_a_point_can_mean_two_things_that_is_asked() -> None:
    found = amounts("1.234")
    assert found.fouten
    assert "'1.234' kan twee dingen zijn" in sentences(found)


@pytest.mark.parametrize("text", ["", "nvt", "1,2345", "12,5,0", "1e400", "=1+1", "NaN", "٣"])
def test_what_is_no_amount_is_a_problem_with_its_row(text: str) -> None:
    found = amounts("5,00", text)
    assert found.fouten
    assert "Rij 3:" in sentences(found)


def test_debit_and_credit_are_one_amount() -> None:
    data = boekhouding(
        ("05/10/2026", "10,00", "", "Pen"),
        ("05/10/2026", "", "4,00", "Terug"),
        kop="Datum;Debet;Credit;Omschrijving",
    )
    assert [r.besteed for r in read(data).regels] == [10, -4]


# ---------------------------------------------------------------- dates, texts, codes


@pytest.mark.parametrize(
    "text", ["05/10/2026", "5-10-2026", "2026-10-05", "05.10.2026", "2026-10-05 00:00:00"]
)
def test_a_date_is_read_as_accounts_write_it(text: str) -> None:
    found = read(boekhouding((text, "5", "Pen"), kop="Datum;Bedrag;Omschrijving"))
    assert [r.datum for r in found.regels] == [date(2026, 10, 5)], sentences(found)


@pytest.mark.parametrize("text", ["31/02/2026", "", "gisteren", "05/10/1999"])
def test_what_is_no_date_of_this_year_is_a_problem(text: str) -> None:
    found = read(boekhouding((text, "5", "Pen"), kop="Datum;Bedrag;Omschrijving"))
    assert found.fouten
    assert "Rij 2:" in sentences(found)


def test_every_problem_is_told_at_once() -> None:
    data = boekhouding(
        ("05/10/2026", "x", "Pen", "", ""),
        ("32/10/2026", "5", "Pen", "", ""),
        ("05/10/2026", "5", "", "", ""),
        ("05/10/2026", "5", "Pen", "", "A77"),
    )
    found = read(data)
    for part in ("Rij 2: 'x' is geen getal", "Rij 3: '32/10/2026'", "Rij 4: er is geen", "'A77'"):
        assert part in sentences(found)


def test_many_of_one_kind_are_counted() -> None:
    found = amounts(*["x"] * 30)
    assert len(found.problemen) == 21
    assert "En nog 10 keer hetzelfde." in sentences(found)


def test_a_code_or_a_title_says_where_it_belongs() -> None:
    data = boekhouding(
        ("05/10/2026", "5", "Pen", "", "a7"), ("05/10/2026", "6", "Pen", "", "Taalklas")
    )
    found = read(data, a7=(7, None), taalklas=(8, None))
    assert [r.actie for r in found.regels] == [7, 8]


def test_empty_rows_and_totals_are_passed_over() -> None:
    data = boekhouding(
        ("05/10/2026", "5", "Pen", "", ""), ("", "", "", "", ""), ("Totaal", "5", "", "", "")
    )
    # A total has no date; the column of dates holds the word.
    found = read(data)
    assert len(found.regels) == 1
    assert found.leeg >= 1


def test_hours_of_a_file_are_read_as_hours() -> None:
    found = read(
        boekhouding(("05/10/2026", "1/24", "Uur"), kop="Datum;Bedrag;Omschrijving"), soort=SES
    )
    assert found.regels[0].besteed == Fraction(1, 24)


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_letters_of_another_package_are_read(encoding: str) -> None:
    text = boekhouding(("05/10/2026", "5,00", "Crème brûlée €", "", "")).decode()
    found = read(text.encode(encoding))
    assert found.regels[0].omschrijving == "Crème brûlée €"


@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_another_separator_is_seen(separator: str) -> None:
    row = separator.join(("05/10/2026", "5", "Pen", "F1", ""))
    head = separator.join(("Datum", "Bedrag", "Omschrijving", "Nummer", "Code"))
    assert read(f"{head}\n{row}\n".encode()).regels[0].referentie == "F1"


def test_a_workbook_is_read_with_its_titles_above_and_numbers_as_texts() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Grootboek 2026")
    sheet.write_row(2, 0, ["Boekdatum", "Bedrag", "Omschrijving", "Factuurnummer"])
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_datetime(3, 0, __import__("datetime").datetime(2026, 10, 5), day)
    sheet.write_number(3, 1, 0.1 + 0.2)
    sheet.write_string(3, 2, "Pen")
    sheet.write_string(3, 3, "0012")
    book.close()
    found = read(buffer.getvalue(), "grootboek.xlsx")
    assert not found.problemen, sentences(found)
    one = found.regels[0]
    assert (one.datum, one.besteed, one.referentie, one.rij) == (
        date(2026, 10, 5),
        Fraction("0.3"),
        "0012",
        4,
    )


@pytest.mark.parametrize(
    ("data", "name", "part"),
    [
        (b"", "leeg.csv", "is leeg"),
        (b"%PDF-1.7", "x.csv", "een pdf, geen tabel"),
        (b"PK\x03\x04rommel", "x.xlsx", "x.xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 99, "x.xls", "oud Excel-bestand"),
        (b"a\x00b;c\n1;2\n", "x.csv", "geen tekstbestand"),
        (b"Datum;Bedrag;Omschrijving\n", "x.csv", "geen rijen"),
        (b'Datum;Bedrag;Omschrijving\n05/10/2026;5;"open\n' * 3, "x.csv", "aanhalingsteken"),
        (b"Datum;Bedrag;Omschrijving\n" + b"05/10/2026;5;Pen\n" * 5001, "x.csv", "maximum is 5000"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(data: bytes, name: str, part: str) -> None:
    with pytest.raises(LeesError) as caught:
        read_blad(io.BytesIO(data), name)
    problem = caught.value.problem
    assert part in problem.sentence
    assert "leerlingen" not in problem.sentence + problem.remedy


def test_a_file_without_names_we_know_asks_what_each_column_is() -> None:
    found = read(boekhouding(("05/10/2026", "5", "Pen"), kop="Dag;Som;Wat"))
    assert found.fouten
    assert "We weten niet welke kolom dit is: Bedrag, Datum, Omschrijving." in sentences(found)


# ---------------------------------------------------------------- on screen

ROWS = (
    ("05/10/2026", "10,00", "=2+5", "F-1", ""),
    ("06/10/2026", "-2,50", "Creditnota", "F-2", "Taalklas"),
)


def send(kas: Kas, data: bytes, name: str = "journaal.csv", role: str = "directeur") -> Any:
    return kas.post("inlezen/", {"bestand": upload_of(data, name)}, role)


def waiting(kas: Kas) -> Boekingsimport:
    return kas.school.boekingsimporten.order_by("-pk")[0]


def test_nothing_is_booked_before_a_yes_and_everything_goes_back_at_once(kas: Kas) -> None:
    send(kas, boekhouding(*ROWS))
    one = waiting(kas)
    text = kas.text(f"inlezen/{one.pk}/")
    assert "2 boekingen, samen € 7,50; 1 zonder streefdoel." in text
    assert not Boeking.objects.exists()
    kas.post(f"inlezen/{one.pk}/", {})
    assert {b.besteed for b in Boeking.objects.all()} == {"10", "-2.5"}
    assert Boeking.objects.get(referentie="F-2").actie == kas.taalklas
    assert Boeking.objects.get(referentie="F-1").omschrijving == "=2+5"
    one.refresh_from_db()
    assert one.tabel == {}  # the texts of the file served
    kas.post(f"inlezen/{one.pk}/terug/", {})
    assert not Boeking.objects.filter(ingetrokken__isnull=True).exists()
    assert "teruggedraaid" in kas.text("inlezen/")


def test_the_same_file_twice_is_refused_until_it_was_taken_back(kas: Kas) -> None:
    data = boekhouding(*ROWS)
    send(kas, data)
    assert send(kas, data)["Location"].endswith(f"/inlezen/{waiting(kas).pk}/")  # still to check
    kas.post(f"inlezen/{waiting(kas).pk}/", {})
    again = send(kas, data, "andere-naam.csv")
    assert again.status_code == 422
    assert "Dit bestand is al ingelezen" in main_text(again)
    assert Boeking.objects.count() == 2
    kas.post(f"inlezen/{waiting(kas).pk}/terug/", {})
    assert send(kas, data).status_code == 302


def test_taking_a_file_back_can_be_undone_with_what_one_chose_meanwhile(kas: Kas) -> None:
    send(kas, boekhouding(*ROWS))
    one = waiting(kas)
    kas.post(f"inlezen/{one.pk}/", {})
    Boeking.objects.filter(referentie="F-1").update(actie=kas.kosten)
    gone = Boeking.objects.get(referentie="F-2")
    kas.post(f"boekingen/{gone.pk}/intrekken/", {})
    kas.post(f"inlezen/{one.pk}/terug/", {})
    kas.post(f"inlezen/{one.pk}/terug/", {"terug": "1"})
    assert Boeking.objects.get(ingetrokken__isnull=True).actie == kas.kosten  # F-2 stays withdrawn
    kas.post(f"inlezen/{one.pk}/terug/", {})
    send(kas, boekhouding(*ROWS))
    response = kas.client().post(f"{B}/inlezen/{one.pk}/terug/", {"terug": "1"}, follow=True)
    assert "Dit bestand is al ingelezen" in main_text(response)


def test_a_row_that_is_there_already_is_passed_over_unless_one_asks(kas: Kas) -> None:
    send(kas, boekhouding(*ROWS))
    kas.post(f"inlezen/{waiting(kas).pk}/", {})
    more = boekhouding(*ROWS, ("07/10/2026", "3,00", "Nieuw", "F-3", ""))
    send(kas, more)
    assert "2 rijen staan er al" in kas.text(f"inlezen/{waiting(kas).pk}/")
    kas.post(f"inlezen/{waiting(kas).pk}/", {})
    assert Boeking.objects.count() == 3
    kas.post(f"inlezen/{waiting(kas).pk}/terug/", {})
    send(kas, more)
    kas.post(f"inlezen/{waiting(kas).pk}/", {"dubbel": "1"})
    assert Boeking.objects.filter(ingetrokken__isnull=True).count() == 5


def test_with_a_mistake_in_it_nothing_is_booked(kas: Kas) -> None:
    send(kas, boekhouding(*ROWS, ("x", "3,00", "Nieuw", "F-3", "")))
    one = waiting(kas)
    text = kas.text(f"inlezen/{one.pk}/")
    assert "Rij 4: 'x' is geen datum." in text
    assert "Ja, boek dit" not in text
    kas.post(f"inlezen/{one.pk}/", {})
    assert not Boeking.objects.exists()
    kas.post(f"inlezen/{one.pk}/", {"weg": "1"})
    assert not kas.school.boekingsimporten.exists()


def test_one_can_say_what_each_column_is(kas: Kas) -> None:
    send(kas, boekhouding(("05/10/2026", "5", "Pen"), kop="Dag;Som;Wat"))
    path = f"inlezen/{waiting(kas).pk}/"
    assert "We weten niet welke kolom dit is" in kas.text(path)
    fields = {"soort": "werkingsmiddelen", "datum": "0", "bedrag": "1", "omschrijving": "2"}
    kas.post(path, {**fields, "kijk": "1"})
    assert "1 boeking, samen € 5,00" in kas.text(path)


def test_confirming_twice_books_once(kas: Kas) -> None:
    send(kas, boekhouding(*ROWS))
    path = f"inlezen/{waiting(kas).pk}/"
    kas.post(path, {})
    kas.post(path, {})
    assert Boeking.objects.count() == 2


@pytest.mark.parametrize("role", ["leraar", "zorg", "secretariaat", "beheerder"])
def test_who_may_not_assign_reads_no_accounts(kas: Kas, role: str) -> None:
    assert send(kas, boekhouding(*ROWS), role=role).status_code == 403
    assert kas.get("boekingen/", role).status_code == 403
    assert not kas.school.boekingsimporten.exists()
