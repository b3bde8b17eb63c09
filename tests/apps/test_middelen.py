"""The Middelen page and what hangs on it: what-if, typed numbers, history, receipt, exports."""

from __future__ import annotations

import io
import json
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gokwijs import __version__
from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.middelen import services
from gokwijs.apps.middelen.models import IngevoerdGetal
from gokwijs.apps.scholen.models import Membership
from gokwijs.renderers.xlsx import results_workbook
from tests.apps.builders import (
    GETAL,
    JAAR,
    NUMMER,
    YEAR,
    World,
    berekening,
    client_of,
    colleague,
    concept,
    csv,
    facts,
    getal,
    kinds,
    leerlingen,
    main_text,
    person,
    snapshot,
    text_of,
    voorbeeld,
)

MIDDELEN = f"/school/{NUMMER}/middelen/"
WAT_ALS = f"{MIDDELEN}wat-als/"
NUMBER = f"{MIDDELEN}getallen/{GETAL}/?{YEAR}"


# ---------------------------------------------------------------- the page


def test_the_page_gives_number_explanation_and_law(world: World) -> None:
    text = main_text(world.client("alice").get(f"{MIDDELEN}?{YEAR}&open=1"))
    assert "Precies 8 lestijden." in text
    assert "8,20904 wordt 8" in text
    assert "DBO art. 13" in text
    assert "12 leerlingen" in text
    assert f"versie {__version__}" in text
    assert "Vertrouwelijk: exacte aantallen, enkel voor wie ze opgeeft of nakijkt." in text


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_the_page_stays_within_fifteen_queries_however_long_the_history(
    world: World, who: str
) -> None:
    client = world.client(who)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{MIDDELEN}?{YEAR}").status_code == 200
        return len(found)

    queries()
    few = queries()
    for _ in range(12):
        services.calculate_again(berekening=world.berekening, by=world.alice)
    assert queries() <= few + 1  # the list of earlier calculations appears
    services.calculate_again(berekening=world.berekening, by=world.alice)
    many = queries()
    for _ in range(12):
        services.calculate_again(berekening=world.berekening, by=world.alice)
    assert queries() == many
    assert many <= 15


@pytest.mark.parametrize("naam", ["leerlingen-secundair.csv", "leerlingen-buitengewoon.csv"])
def test_the_page_of_other_levels_stays_within_fifteen_queries(world: World, naam: str) -> None:
    berekening(world.school, world.alice, voorbeeld(naam))
    client = world.client("alice")
    with CaptureQueriesContext(connection) as found:
        client.get(f"{MIDDELEN}?{YEAR}")
    assert len(found) <= 15


# ---------------------------------------------------------------- what if


def test_more_pupils_with_a_kenmerk_are_answered_as_a_page_without_javascript(
    world: World,
) -> None:
    page = world.client("alice").get(f"{WAT_ALS}?{YEAR}&lager_opleiding_moeder=10")
    text = text_of(page)
    assert "<!doctype html>" in text
    assert 'value="10"' in text
    assert "SES-lestijden" in main_text(page)
    assert main_text(page).count("Nu Wat als Verschil") == 1
    assert '<td class="getal">8</td><td class="getal">11</td>' in text
    assert '<td class="getal meer">+3</td>' in text


def test_the_same_question_through_htmx_gives_only_the_answer(world: World) -> None:
    query = f"{WAT_ALS}?{YEAR}&lager_opleiding_moeder=10"
    text = text_of(world.client("alice").get(query, headers={"HX-Request": "true"}))
    assert text.strip().startswith('<div class="watals-antwoord" id="watals-antwoord"')
    assert "<html" not in text
    assert '<td class="getal meer">+3</td>' in text


def test_another_number_of_the_law_is_answered_too(world: World) -> None:
    name = "basisonderwijs.ses_lestijden.lager.opleiding_moeder"
    page = world.client("alice").get(f"{WAT_ALS}?{YEAR}&{name}=0")
    assert '<td class="getal minder">' in text_of(page)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("lager_opleiding_moeder=veel", "Lager onderwijs: schrijf een geheel getal."),
        ("lager_opleiding_moeder=99999", "Lager onderwijs: schrijf een geheel getal."),
        ("lager_opleiding_moeder=1.5", "Lager onderwijs: schrijf een geheel getal."),
        ("basisonderwijs.ses_lestijden.lager.thuistaal=1/0", "schrijf een getal"),
        ("basisonderwijs.ses_lestijden.lager.thuistaal=nan", "schrijf een getal"),
        ("basisonderwijs.ses_lestijden.lager.thuistaal=-1", "schrijf een getal"),
        ("lager_opleiding_moeder=200", "leerlingen"),
        ("lager_opleiding_moeder=-200", "leerlingen"),
        ("", "Verschuif iets om het antwoord te zien."),
        ("so1_zorgthuis=3", "Verschuif iets om het antwoord te zien."),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_in_words(
    world: World, query: str, sentence: str
) -> None:
    page = world.client("alice").get(f"{WAT_ALS}?{YEAR}&{query}")
    assert page.status_code == 200
    assert sentence in main_text(page)
    assert '<td class="getal">8</td>' not in text_of(page)


def test_a_what_if_is_never_stored(world: World) -> None:
    before = snapshot()
    client = world.client("alice")
    for headers in ({}, {"HX-Request": "true"}):
        for query in ("lager_opleiding_moeder=10", "lager_nieuw=-5", "lager_thuistaal=x"):
            client.get(f"{WAT_ALS}?{YEAR}&{query}", headers=headers)
            client.post(f"{WAT_ALS}?{YEAR}", {"lager_opleiding_moeder": "10"}, headers=headers)
    assert snapshot() == before
    assert "Precies 8 lestijden." in main_text(client.get(f"{MIDDELEN}?{YEAR}"))


def test_without_a_calculation_there_is_nothing_to_ask(world: World) -> None:
    client = world.client("alice")
    assert client.get(f"{WAT_ALS}?schooljaar=2024-2025").status_code == 404


# ---------------------------------------------------------------- numbers from a document


def number(**changes: str) -> dict[str, str]:
    return {
        "waarde": "1.125,65",
        "document": "Brief AgODi 2026/12",
        "datum": "2026-02-20",
        **changes,
    }


def test_a_typed_number_is_kept_with_document_date_and_person(world: World) -> None:
    client = world.client("alice")
    assert client.post(NUMBER, number())["Location"] == f"{MIDDELEN}getallen/?{YEAR}"
    stored = IngevoerdGetal.objects.get()
    assert (stored.waarde, stored.document, stored.datum, stored.by_naam) == (
        "1125.65",
        "Brief AgODi 2026/12",
        date(2026, 2, 20),
        "Alice Adams",
    )
    listed = main_text(client.get(f"{MIDDELEN}getallen/?{YEAR}"))
    assert "Brief AgODi 2026/12, 20/02/2026, door Alice Adams" in listed
    assert kinds()[-1] == "getal.ingevoerd"
    log = main_text(client.get(f"/school/{NUMMER}/logboek/"))
    assert "= 1125,65 (2026-2027)" in log


def test_a_number_typed_again_replaces_the_first_and_can_be_taken_away(world: World) -> None:
    client = world.client("alice")
    client.post(NUMBER, number())
    client.post(NUMBER, number(waarde="200"))
    assert [g.waarde for g in IngevoerdGetal.objects.all()] == ["200"]
    client.post(NUMBER, {"verwijderen": "1"})
    assert IngevoerdGetal.objects.count() == 0
    assert kinds()[-3:] == ["getal.ingevoerd", "getal.ingevoerd", "getal.verwijderd"]
    assert client.post(NUMBER, {"verwijderen": "1"}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"waarde": "veel"}, "Schrijf een getal, bijvoorbeeld 125,65."),
        ({"waarde": "-1"}, "Schrijf een gewoon getal, niet kleiner dan 0."),
        ({"waarde": "1/3"}, "Schrijf een getal, bijvoorbeeld 125,65."),
        ({"waarde": "1e5"}, "Schrijf een getal, bijvoorbeeld 125,65."),
        ({"waarde": "0,1234567891"}, "Hoogstens negen cijfers na de komma."),
        ({"datum": "2026-03-03"}, "Deze datum ligt in de toekomst."),
        ({"document": "   "}, "Dit veld is verplicht."),
        ({"datum": ""}, "Dit veld is verplicht."),
    ],
)
def test_a_number_without_sense_or_document_is_refused(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    page = world.client("alice").post(NUMBER, number(**changes))
    assert page.status_code == 200
    assert sentence in main_text(page)
    assert IngevoerdGetal.objects.count() == 0


def test_a_number_is_used_from_the_next_calculation_and_named_as_typed(world: World) -> None:
    client = world.client("alice")
    data = csv(leerlingen(3, thuistaal="ja", buurt="nee"), leerlingen(20, buurt="nee"))
    old = berekening(world.school, world.alice, data)
    for kenmerk in ("opleiding_moeder", "schooltoeslag", "thuistaal", "buurt"):
        getal(world.school, world.alice, f"werkingsbudget.basisonderwijs.bedrag.{kenmerk}", "100")
    assert "Niet berekenbaar: bedrag ontbreekt" in main_text(client.get(f"{MIDDELEN}?{YEAR}"))
    client.post(f"{MIDDELEN}berekening/{old.pk}/opnieuw/")
    page = main_text(client.get(f"{MIDDELEN}?{YEAR}&open=1"))
    assert "€ 300,00, vóór aftopping." in page
    assert "ingevoerd" in page
    receipt = main_text(
        client.get(f"{MIDDELEN}berekening/{world.school.berekeningen.first().pk}/bewijs/")
    )
    assert f"{GETAL} = 100 (Brief AgODi 2026/12, 2026-02-20, door Alice Adams)" in receipt
    assert "Exact gelijk." in receipt


def test_a_number_of_one_school_and_year_touches_no_other(world: World) -> None:
    getal(world.school, world.alice)
    assert services.values_of(world.other, JAAR) == []
    assert services.values_of(world.school, JAAR.next) == []
    assert world.client("charlie").get(NUMBER).status_code == 404


def test_an_unknown_number_does_not_exist(world: World) -> None:
    client = world.client("alice")
    for naam in ("secundair.okan.verblijf", "x", "__class__", "gecorrigeerd.x.y"):
        assert client.get(f"{MIDDELEN}getallen/{naam}/").status_code == 404
        assert client.post(f"{MIDDELEN}getallen/{naam}/", number()).status_code == 404


# ---------------------------------------------------------------- history, receipt, again


def test_the_history_lists_every_calculation_newest_first(world: World) -> None:
    client = world.client("alice")
    newer = services.calculate_again(berekening=world.berekening, by=world.alice)
    text = text_of(client.get(f"{MIDDELEN}geschiedenis/"))
    first = text.index(f"/berekening/{newer.pk}/")
    assert first < text.index(f"/berekening/{world.berekening.pk}/")
    assert f"/berekening/{newer.pk}/bewijs/" in text
    assert "/bewijs/" not in text_of(world.client("bob").get(f"{MIDDELEN}geschiedenis/"))


def test_a_long_history_is_paged(world: World) -> None:
    for _ in range(26):
        services.calculate_again(berekening=world.berekening, by=world.alice)
    client = world.client("alice")
    assert "Pagina 1 van 2" in text_of(client.get(f"{MIDDELEN}geschiedenis/"))
    last = text_of(client.get(f"{MIDDELEN}geschiedenis/?p=99"))
    assert "Pagina 2 van 2" in last
    assert f"/berekening/{world.berekening.pk}/" in last
    assert client.get(f"{MIDDELEN}geschiedenis/?p=%00").status_code == 200


def test_the_receipt_recomputes_exactly(world: World) -> None:
    page = main_text(
        world.client("alice").get(f"{MIDDELEN}berekening/{world.berekening.pk}/bewijs/")
    )
    assert "Exact gelijk." in page
    assert world.berekening.resultaten[0]["bewijs"]["telling"] in page


def test_a_receipt_that_no_longer_fits_says_what_differs(world: World) -> None:
    stored = world.berekening
    stored.resultaten[0]["resultaat"] = stored.resultaten[0]["maximum"] = "9"
    stored.save()
    page = main_text(world.client("alice").get(f"{MIDDELEN}berekening/{stored.pk}/bewijs/"))
    assert "Niet meer gelijk." in page
    assert "ses_lestijden_lager:" in page
    assert "Exact gelijk." not in page


def test_calculating_again_uses_the_facts_of_today_and_keeps_the_old(world: World) -> None:
    client = world.client("alice")
    facts(world.school, world.alice, toeslag_leerlingen=80)
    assert "Precies 8 lestijden." in main_text(client.get(f"{MIDDELEN}?{YEAR}"))
    client.post(f"{MIDDELEN}berekening/{world.berekening.pk}/opnieuw/")
    newest = world.school.berekeningen.first()
    assert newest.resultaten[0]["resultaat"] == "10"
    assert f"Precies {newest.resultaten[0]['resultaat']} lestijden." in main_text(
        client.get(f"{MIDDELEN}?{YEAR}")
    )
    world.berekening.refresh_from_db()
    assert world.berekening.resultaten[0]["resultaat"] == "8"
    old = main_text(client.get(f"{MIDDELEN}berekening/{world.berekening.pk}/bewijs/"))
    assert "Exact gelijk." in old


# ---------------------------------------------------------------- exports


def test_the_json_export_holds_exact_strings_and_is_logged(world: World) -> None:
    page = world.client("alice").get(f"{MIDDELEN}berekening/{world.berekening.pk}/export.json")
    assert page["Content-Type"] == "application/json"
    assert page["Content-Disposition"] == (
        f'attachment; filename="vertrouwelijk-middelen-{NUMMER}-2026-2027.json"'
    )
    results = json.loads(page.content)
    assert results == world.berekening.resultaten
    lager = results[0]
    assert (lager["resultaat"], lager["som"]) == ("8", "8.20904")
    event = Event.objects.first()
    assert event is not None
    assert (event.kind, event.by_name, event.school) == ("export", "Alice Adams", NUMMER)
    assert event.target == f"vertrouwelijk-middelen-{NUMMER}-2026-2027.json"


def test_the_workbook_is_marked_confidential_on_every_sheet_and_logged(world: World) -> None:
    page = world.client("alice").get(f"{MIDDELEN}berekening/{world.berekening.pk}/export.xlsx")
    assert page["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(page.content))
    assert book.sheetnames == ["Resultaat", "Uitleg", "Bewijs"]
    for sheet in book:
        assert sheet["A1"].value == "De Zandloper, schooljaar 2026-2027"
        assert str(sheet["A2"].value).startswith("Vertrouwelijk:")
    row = [cell.value for cell in book["Resultaat"][5]]
    assert row[1:6] == [8, 8, 8, "lestijden", "8,20904"]
    assert kinds()[-1] == "export"


def test_no_other_kind_of_export_exists(world: World) -> None:
    client, before = world.client("alice"), snapshot()
    for kind in ("pdf", "XLSX", "json%00", "../json"):
        path = f"{MIDDELEN}berekening/{world.berekening.pk}/export.{kind}"
        assert client.get(path).status_code == 404
    assert snapshot() == before


def test_a_formula_in_a_name_or_column_stays_a_text_in_the_workbook(world: World) -> None:
    world.school.naam = '=HYPERLINK("http://kwaad.invalid","klik")'
    world.school.save()
    data = csv(
        leerlingen(5, vestigingsplaats="=cmd|'/c calc'!A0", thuistaal="ja"),
        leerlingen(5, vestigingsplaats="@SUM(1+1)*cmd", thuistaal="ja"),
        leerlingen(30, vestigingsplaats="-2+3+cmd|' /C calc'!A0"),
    )
    found = berekening(world.school, world.alice, data)
    for naam in ("opleiding_moeder", "thuistaal"):
        services.enter_number(
            school=world.school,
            schooljaar=JAAR,
            naam=f"werkingsbudget.basisonderwijs.bedrag.{naam}",
            waarde="1",
            document='=IMPORTXML("http://kwaad.invalid")',
            datum=date(2026, 1, 1),
            by=world.alice,
        )
    found = services.calculate_again(berekening=found, by=world.alice)
    page = world.client("alice").get(f"{MIDDELEN}berekening/{found.pk}/export.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(page.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    assert book["Resultaat"]["A1"].value.startswith("=HYPERLINK(")


def test_a_step_that_starts_like_a_formula_stays_a_text_in_the_workbook(world: World) -> None:
    """Names of a school reach the explanation; whatever a cell starts with, it is no formula."""
    results = world.berekening.resultaten
    step = results[0]["stappen"][0]
    step["naam"], step["zin"], step["artikel"] = "=1+1", "{=2+2}", "http://kwaad.invalid"
    results[0]["titel"] = "=3+3"
    book = openpyxl.load_workbook(io.BytesIO(results_workbook("=4+4", results)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = {c.value for c in cells if c.data_type == "s"}
    assert {"=1+1", "{=2+2}", "=3+3", "=4+4", "http://kwaad.invalid"} <= texts
    assert {c.data_type for c in cells} <= {"s", "n"}
    assert [c.hyperlink for c in cells if c.hyperlink] == []


# ---------------------------------------------------------------- the way there


def test_the_start_page_leads_to_the_only_school_or_to_the_list(world: World) -> None:
    client = world.client("alice")
    assert client.get("/")["Location"] == f"/school/{NUMMER}/"
    Membership.objects.create(user=world.alice, school=world.other, roles=[Role.ZORG.value])
    assert client.get("/")["Location"] == "/scholen/"
    text = main_text(client.get("/scholen/"))
    assert "De Zandloper 999801 Directeur, Beheerder" in text
    assert "School Elders 999802 Zorg of leerlingenbegeleiding" in text


def test_somebody_without_a_school_is_told_whom_to_ask(world: World) -> None:
    client = client_of(person("los@elders.invalid", "Los"))
    assert "Je hoort nog bij geen enkele school." in main_text(client.get("/scholen/"))


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("2026-2027", 200),
        ("2026-27", 200),
        ("2006-2007", 200),
        ("2005-2006", 404),
        ("1990-1991", 404),
        ("2200-2201", 404),
        ("2026-2028", 404),
        ("onzin", 404),
        ("%00", 404),
    ],
)
def test_a_schooljaar_in_the_address_is_real_and_near(
    world: World, value: str, status: int
) -> None:
    client = world.client("alice")
    for page in ("", "inbrengen/", "totalen/", "getallen/"):
        assert client.get(f"{MIDDELEN}{page}?schooljaar={value}").status_code == status


def test_the_furthest_years_can_be_calculated_without_a_crash(world: World) -> None:
    client = world.client("alice")
    for year in ("2006-2007", "2046-2047"):
        fields = {"teldag": "2026-02-02", "lager_alle": "10", "so1_alle": "10", "bubao_alle": "9"}
        where = client.post(f"{MIDDELEN}totalen/?schooljaar={year}", fields)["Location"]
        assert client.get(where).status_code == 200
        page = client.get(client.post(where)["Location"])
        assert page.status_code == 200


def test_a_waiting_reading_is_offered_on_the_empty_page(world: World) -> None:
    world.school.berekeningen.all().delete()
    fresh = concept(world.school, world.alice)
    text = text_of(world.client("alice").get(f"{MIDDELEN}?{YEAR}"))
    assert f"{MIDDELEN}nakijken/{fresh.pk}/" in text
    assert colleague(world.school, Role.ZORG).naam == "Collega zorg"
