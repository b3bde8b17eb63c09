"""Bookings: spent with or without a goal, found again, withdrawn, proved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.models import Bijlage, Boeking
from gokwijs.apps.loket import storage
from tests.apps.builders import main_text, upload_of
from tests.apps.inzet.builders import PDF, SES, boeking, toewijzing
from tests.apps.inzet.conftest import Kas

GOED = {
    "soort": "werkingsmiddelen",
    "besteed": "1.234,50",
    "datum": "2026-10-05",
    "omschrijving": "Prentenboeken",
    "plek": "",
    "referentie": "F-12",
}


def booked(kas: Kas, **values: str) -> Any:
    return kas.post("boekingen/nieuw/", {**GOED, **values})


def test_spending_without_a_goal_is_accepted_and_marked_everywhere(kas: Kas) -> None:
    assert booked(kas).status_code == 302
    assert "€ 1.234,50 besteed zonder streefdoel" in kas.text()
    assert "€ 1.235 besteed zonder streefdoel" in kas.text("", "leraar")
    assert "zonder streefdoel" in kas.text("boekingen/")
    assert "Daarvan is € 1.235 besteed zonder streefdoel." in kas.text("antwoord/")


def test_a_booking_on_an_actie_counts_for_its_goal(kas: Kas) -> None:
    booked(kas, plek=f"A{kas.kosten.pk}")
    assert Boeking.objects.get().actie == kas.kosten
    assert "Minder late rekeningen € 0,00 – € 1.234,50" in kas.text()


def test_a_booking_can_stand_with_a_goal_as_a_whole(kas: Kas) -> None:
    booked(kas, plek=f"D{kas.taal.pk}")
    assert Boeking.objects.get().streefdoel == kas.taal
    assert "Vlotter leren vertellen (als geheel) € 0,00 – € 1.234,50" in kas.text("?per=actie")


def test_a_booking_on_an_actie_without_a_goal_is_also_without_a_goal(kas: Kas) -> None:
    booked(kas, plek=f"A{kas.los.pk}")
    booked(kas, plek=f"A{kas.taalklas.pk}", omschrijving="Met doel")
    text = kas.text("boekingen/?zonder=1")
    assert "1 boeking." in text
    assert "Met doel" not in text


def test_a_goal_that_was_taken_out_no_longer_counts(kas: Kas) -> None:
    booked(kas, plek=f"A{kas.taalklas.pk}")
    kas.taal.verwijderd = kas.taal.gewijzigd
    kas.taal.save()
    assert "1 boeking." in kas.text("boekingen/?zonder=1")
    assert "€ 1.234,50 besteed zonder streefdoel" in kas.text()


def test_a_credit_note_is_a_negative_booking(kas: Kas) -> None:
    booked(kas, besteed="20")
    booked(kas, besteed="-5,50")
    assert sum(b.aantal for b in Boeking.objects.all()) == 14.5


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("besteed", "0", "geen boeking"),
        ("besteed", "1,234", "meer dan twee cijfers"),
        ("besteed", "1.234", "kan twee dingen zijn"),
        ("datum", "2020-01-01", "ligt te ver van schooljaar 2026-2027"),
        ("datum", "morgen", "geldige datum"),
        ("omschrijving", "", "Dit veld is verplicht"),
        ("plek", "A999999", "geldige keuze"),
        ("soort", "goud", "geldige keuze"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_booked(
    kas: Kas, field: str, value: str, message: str
) -> None:
    response = booked(kas, **{field: value})
    assert response.status_code == 422
    assert message in main_text(response)
    assert not Boeking.objects.exists()


def test_hours_can_be_booked_too(kas: Kas) -> None:
    booked(kas, soort="ses_lestijden", besteed="1/24", plek=f"A{kas.taalklas.pk}")
    assert "Vlotter leren vertellen 0 – 1/24" in kas.text()


def test_two_people_do_not_overwrite_each_others_booking(kas: Kas) -> None:
    one = boeking(kas.school, kas.alice)
    kas.post(f"boekingen/{one.pk}/", {**GOED, "versie": "1"}, role="financien")
    response = kas.post(f"boekingen/{one.pk}/", {**GOED, "besteed": "7", "versie": "1"})
    assert response.status_code == 422
    assert "Collega financien veranderde deze boeking intussen" in main_text(response)
    one.refresh_from_db()
    assert one.besteed == "1234.5"


def test_withdrawing_can_be_undone(kas: Kas) -> None:
    one = boeking(kas.school, kas.alice, "12.50")
    kas.post(f"boekingen/{one.pk}/intrekken/", {})
    assert "besteed zonder streefdoel" not in kas.text()
    assert "Prentenboeken" in kas.text("boekingen/?weg=1")
    kas.post(f"boekingen/{one.pk}/intrekken/", {"terug": "1"})
    assert "€ 12,50 besteed zonder streefdoel" in kas.text()
    assert [e.kind for e in Event.objects.order_by("-pk")[:2]] == [
        "inzet.boeking_terug",
        "inzet.boeking_ingetrokken",
    ]


def test_a_closed_plan_takes_no_booking(kas: Kas) -> None:
    kas.plan.status, kas.plan.vastgesteld_op = "afgesloten", date(2026, 9, 1)
    kas.plan.save()
    assert "geldige keuze" in main_text(booked(kas, plek=f"A{kas.taalklas.pk}"))
    assert "afgesloten" in main_text(booked(kas, plek=f"D{kas.taal.pk}"))
    assert booked(kas).status_code == 302  # without a goal: marked, never refused


# ---------------------------------------------------------------- the list


def test_the_list_filters_and_sorts_by_address(kas: Kas) -> None:
    boeking(kas.school, kas.alice, "1", omschrijving="Zand", datum=date(2026, 9, 3))
    boeking(
        kas.school,
        kas.alice,
        "2",
        omschrijving="Appels",
        actie=kas.taalklas,
        referentie="Z-77",
        datum=date(2026, 10, 3),
    )
    boeking(kas.school, kas.alice, "3", omschrijving="Lesjes", soort=SES)
    text = kas.text("boekingen/")
    assert text.index("Appels") < text.index("Lesjes") < text.index("Zand")  # newest first
    text = kas.text("boekingen/?sorteer=omschrijving")
    assert text.index("Appels") < text.index("Lesjes") < text.index("Zand")
    text = kas.text("boekingen/?sorteer=-omschrijving")
    assert text.index("Zand") < text.index("Lesjes") < text.index("Appels")
    text = kas.text("boekingen/?sorteer=-bedrag")
    assert text.index("Lesjes") < text.index("Appels") < text.index("Zand")
    assert "1 boeking. Gekleurde werkingsmiddelen: € 2,00" in kas.text("boekingen/?q=z-77")
    assert "1 boeking." in kas.text(f"boekingen/?actie={kas.taalklas.pk}")
    assert "1 boeking. SES-lestijden: 3 lestijden" in kas.text("boekingen/?soort=ses_lestijden")


def test_nonsense_in_the_address_is_no_filter(kas: Kas) -> None:
    boeking(kas.school, kas.alice)
    query = "soort=goud&actie=٣&sorteer=-wachtwoord&p=99&q=%00"
    assert "1 boeking." in kas.text(f"boekingen/?{query}")


def test_a_long_list_is_paged_with_its_filter(kas: Kas) -> None:
    for number in range(60):
        boeking(kas.school, kas.alice, str(number + 1), omschrijving=f"Pen {number}")
    html = kas.get("boekingen/?q=pen").content.decode()
    assert "Pagina 1 van 2" in html
    assert "q=pen&amp;p=2" in html
    assert "Gekleurde werkingsmiddelen: €\u00a01.830,00" in html  # of everything that was found


# ---------------------------------------------------------------- proof


def proof(kas: Kas, data: bytes = PDF, name: str = "factuur.pdf") -> Boeking:
    one = boeking(kas.school, kas.alice)
    kas.post(f"boekingen/{one.pk}/bewijs/", {"bestand": upload_of(data, name)})
    return one


def test_a_proof_is_kept_outside_the_site_and_given_back_as_a_download(kas: Kas) -> None:
    one = proof(kas)
    kept = Bijlage.objects.get()
    assert (kept.soort, kept.nummer, kept.naam) == ("boeking", one.pk, "factuur.pdf")
    assert storage.read(kept.bestand, "beleid") == PDF
    response = kas.get(f"bewijs/{kept.pk}/")
    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="factuur.pdf"'
    assert Event.objects.order_by("-pk")[0].kind == "inzet.bewijs_bekeken"
    assert "nee" not in kas.text("boekingen/").partition("€ 12,50")[2].split()[:1]


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"<script>", "factuur.pdf"), (b"", "leeg.pdf"), (b"PK\x03\x04rest", "x.docx")],
)
def test_what_is_no_document_is_not_kept(kas: Kas, data: bytes, name: str) -> None:
    proof(kas, data, name)
    assert not Bijlage.objects.exists()


def test_taking_a_proof_away_can_be_undone(kas: Kas) -> None:
    one = proof(kas)
    kept = Bijlage.objects.get()
    kas.post(f"bewijs/{kept.pk}/weg/", {})
    assert "Er is nog geen bewijsstuk" in kas.text(f"boekingen/{one.pk}/")
    kas.post(f"bewijs/{kept.pk}/weg/", {"terug": "1"})
    assert "factuur.pdf" in kas.text(f"boekingen/{one.pk}/")


def test_the_list_shows_what_has_no_proof(kas: Kas) -> None:
    proof(kas)
    boeking(kas.school, kas.alice, omschrijving="Zonder bon")
    text = kas.text("boekingen/?zonder_bewijs=1")
    assert "Zonder bon" in text
    assert "Prentenboeken" not in text


# ---------------------------------------------------------------- for the accountant


def test_the_accountant_gets_every_line_with_its_goal_and_proof(kas: Kas) -> None:
    one = proof(kas)
    Boeking.objects.filter(pk=one.pk).update(actie=kas.kosten, omschrijving="=HYPERLINK(1)")
    boeking(kas.school, kas.alice, "-3", omschrijving="Creditnota", referentie="0012")
    other = boeking(kas.school, kas.alice, omschrijving="Ingetrokken")
    kas.post(f"boekingen/{other.pk}/intrekken/", {})
    toewijzing(kas.taalklas, kas.alice, "1/24", persoon=kas.alice)
    text = kas.get("boekhouding.csv").content.decode("utf-8-sig")
    assert (
        "14/09/2026;F-1;'=HYPERLINK(1);gekleurde werkingsmiddelen;12,50;euro;Kostenplafond;"
        f"Minder late rekeningen;ja;A{kas.kosten.pk}" in text
    )
    assert ";0012;Creditnota;gekleurde werkingsmiddelen;-3,00;euro;;zonder streefdoel;nee;" in text
    assert "SES-lestijden;1/24;lestijden;Taalklas;Vlotter leren vertellen;" in text
    assert "Ingetrokken" not in text.replace("Ingetrokken boekingen staan er niet in", "")
    assert "Alice" not in text
    assert Event.objects.order_by("-pk")[0].kind == "export"
    assert kas.get("boekhouding.xlsx").content.startswith(b"PK")
