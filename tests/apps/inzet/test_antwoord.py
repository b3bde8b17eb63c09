"""The one page on where the means go and why, and who sees what of the ledger."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from gokwijs.apps.access.roles import Role
from gokwijs.apps.beleid.models import Actie, Boeking, Streefdoel, Toewijzing
from tests.apps import beleid_builders as beleid
from tests.apps.builders import JAAR
from tests.apps.inzet import builders as b
from tests.apps.inzet.builders import GELD, B, boeking, toewijzing
from tests.apps.inzet.conftest import Kas
from tests.verapdf import keeps_the_standards


@pytest.fixture
def vol(kas: Kas) -> Kas:
    """Hours by name, euros to the cent, spending without a goal, and reasons behind the goals."""
    toewijzing(kas.taalklas, kas.alice, "2.5", persoon=kas.alice, toelichting="in kleine groep")
    toewijzing(kas.kosten, kas.alice, "600.40", GELD)
    boeking(kas.school, kas.alice, "99.99", actie=kas.kosten, omschrijving="Bon van mevrouw Claes")
    boeking(kas.school, kas.alice, "1.25")
    kas.geld.vaststellingen.add(beleid.vaststelling(kas.school))
    kas.taal.vaststellingen.add(
        beleid.vaststelling(kas.school, tekst="Exact: 3 van de 7 in L4.", werkzone=True)
    )
    measure = beleid.indicator(kas.plan)
    kas.geld.indicator = measure
    kas.geld.nulmeting = beleid.meting(measure, is_nulmeting=True)
    kas.geld.save()
    beleid.meting(measure, 9, 40)
    return kas


def test_it_says_per_goal_why_what_how_much_and_what_was_measured(vol: Kas) -> None:
    text = vol.text("antwoord/")
    assert (
        "In 1B betaalden 17 van de 41 gezinnen te laat. Minder late rekeningen Kostenplafond "
        "€ 600 € 100 begin 41 % (17 van de 41) (15/09/2025); nu 23 % (9 van de 40) (15/09/2025)"
        in text
    )
    assert "Zonder streefdoel" in text
    assert "nog vrij: 6,5 lestijden" in text
    assert "Daarvan is € 1 besteed zonder streefdoel." in text


def test_its_sums_close_in_whole_euros(vol: Kas) -> None:
    text = vol.text("antwoord/")
    assert "€ 600 toegewezen + € 400 niet toegewezen = € 1.000 toegekend" in text
    assert "Gekleurde werkingsmiddelen € 600 € 400 € 1.000 € 101 € 899" in text


def test_exact_counts_of_a_vaststelling_stay_in_the_werkzone(vol: Kas) -> None:
    for role in ("directeur", "leraar"):
        text = vol.text("antwoord/", role)
        assert "3 van de 7" not in text
        assert "Alleen te zien voor wie met de exacte aantallen werkt." in text


@pytest.mark.parametrize("soort", ["pdf", "xlsx"])
def test_the_file_says_the_same_without_a_name(vol: Kas, soort: str) -> None:
    data = vol.get(f"antwoord.{soort}").content
    if soort == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            text = book.read("xl/sharedStrings.xml").decode()
    text = " ".join(text.split())
    assert "Minder late rekeningen" in text
    assert "€ 600" in text
    for secret in ("Alice", "Claes", "600,40", "3 van de 7"):
        assert secret not in text


def test_the_pdf_of_an_ordinary_school_is_one_page(vol: Kas) -> None:
    data = vol.get("antwoord.pdf").content
    assert len(PdfReader(io.BytesIO(data)).pages) == 1
    keeps_the_standards(data)


@pytest.mark.parametrize("soort", ["docx", "csv", "exe"])
def test_another_kind_of_file_is_not_there(vol: Kas, soort: str) -> None:
    assert vol.get(f"antwoord.{soort}").status_code == 404


def test_an_empty_year_says_what_the_page_will_tell(kas: Kas) -> None:
    response = kas.client().get(f"{B}/antwoord/?schooljaar=2023-2024")
    assert "Eerst moet gekend zijn wat er binnenkomt." in response.content.decode()
    response = kas.client().get(f"{B}/?schooljaar=2023-2024")
    assert "De eerste stap: de middelen van schooljaar 2023-2024" in response.content.decode()


# ---------------------------------------------------------------- who sees what


@pytest.mark.parametrize("role", ["leraar", "beheerder"])
@pytest.mark.parametrize("path", ["", "?per=actie", "?per=leraar", "antwoord/", "actie/"])
def test_the_staff_sees_whole_euros_and_no_names(vol: Kas, role: str, path: str) -> None:
    if path == "actie/":
        path = f"actie/{vol.taalklas.pk}/"
    html = vol.get(path, role).content.decode()
    main = html.partition("<main")[2]
    for secret in ("Alice", "Claes", "600,40", "1.000,40", "400,00", "99,99", "1,25"):
        assert secret not in main, secret
    assert "per=leraar" not in main


@pytest.mark.parametrize("role", ["directeur", "financien"])
def test_whose_hours_is_for_who_may_see_persons(vol: Kas, role: str) -> None:
    assert "Alice Adams 2,5 100 % 0" in vol.text("?per=leraar", role)
    assert "Alice Adams" in vol.text(f"actie/{vol.taalklas.pk}/", role)


def test_a_coordinator_assigns_without_seeing_or_changing_the_name(vol: Kas) -> None:
    one = Toewijzing.objects.get(actie=vol.taalklas)
    html = vol.get(f"toewijzing/{one.pk}/", "gok_coordinator").content.decode()
    assert 'name="persoon"' not in html
    vol.post(
        f"toewijzing/{one.pk}/",
        {"voorzien": "3", "versie": "1", "persoon": ""},
        role="gok_coordinator",
    )
    one.refresh_from_db()
    assert (one.voorzien, one.persoon) == ("3", vol.alice)
    assert "per=leraar" not in vol.get("", "gok_coordinator").content.decode()


@pytest.mark.parametrize("role", ["scholengroep", "netwerk", "pbd"])
def test_from_outside_there_is_no_ledger(vol: Kas, role: str) -> None:
    assert vol.get("", role).status_code == 403
    assert vol.get("antwoord/", role).status_code == 403


@pytest.mark.parametrize("role", [r.value for r in Role if r.value not in b.ASSIGNERS])
def test_only_who_may_assign_writes(vol: Kas, role: str) -> None:
    before = list(Toewijzing.alle.values_list()), list(Boeking.objects.values_list())
    one, booked = Toewijzing.objects.all()[0], Boeking.objects.all()[0]
    for path, data in (
        (f"actie/{vol.los.pk}/", {"soort": "ses_lestijden", "voorzien": "1"}),
        (f"toewijzing/{one.pk}/", {"voorzien": "1", "versie": "1"}),
        (f"toewijzing/{one.pk}/verplaatsen/", {"naar": str(vol.los.pk), "versie": "1"}),
        (f"toewijzing/{one.pk}/weg/", {}),
        (f"boekingen/{booked.pk}/intrekken/", {}),
    ):
        assert vol.post(path, data, role).status_code == 403
    assert (list(Toewijzing.alle.values_list()), list(Boeking.objects.values_list())) == before


# ---------------------------------------------------------------- a large plan


@pytest.fixture
def groot(kas: Kas) -> Kas:
    """40 goals, 200 acties with hours and euros, 2000 bookings."""
    made = {"plan": kas.plan, "door_naam": "x", "gewijzigd_door": "x"}
    goals = Streefdoel.objects.bulk_create(
        Streefdoel(formulering=f"Doel {n}", kenmerken=["thuistaal"], **made) for n in range(40)
    )
    acties = Actie.objects.bulk_create(
        Actie(titel=f"Actie {n}", zorgfase="verhoogde_zorg", **made) for n in range(200)
    )
    through = Actie.streefdoelen.through
    through.objects.bulk_create(
        through(actie_id=a.pk, streefdoel_id=goals[n % 40].pk) for n, a in enumerate(acties)
    )
    common: Any = {"school": kas.school, "schooljaar": JAAR.start, "door_naam": "x"}
    Toewijzing.objects.bulk_create(
        Toewijzing(actie=a, soort=soort, voorzien=amount, persoon=kas.alice, **common)
        for a in acties
        for soort, amount in (("ses_lestijden", "1/24"), ("werkingsmiddelen", "2.5"))
    )
    Boeking.objects.bulk_create(
        Boeking(
            actie=acties[n % 200],
            soort="werkingsmiddelen",
            besteed=str(Decimal(n) / 100 + 1),
            omschrijving=f"Boeking {n}",
            datum="2026-10-01",
            **common,
        )
        for n in range(2000)
    )
    return kas


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?per=actie",
        "?per=doelgroep",
        "?per=leraar",
        "antwoord/",
        "boekingen/",
        "boekingen/?zonder=1&zonder_bewijs=1",
        "boekingen/nieuw/",
        "actie/",
    ],
)
def test_a_large_plan_costs_at_most_twenty_queries(groot: Kas, path: str) -> None:
    if path == "actie/":
        path = f"actie/{groot.taalklas.pk}/"
    groot.get()  # the session and what is remembered between requests
    with CaptureQueriesContext(connection) as found:
        assert groot.get(path).status_code == 200
    assert len(found) <= 20, [q["sql"][:120] for q in found]


def test_the_export_of_a_large_plan_does_not_ask_per_row(groot: Kas) -> None:
    groot.get()
    with CaptureQueriesContext(connection) as found:
        assert groot.get("boekhouding.csv").status_code == 200
    assert len(found) <= 20, [q["sql"][:90] for q in found]
