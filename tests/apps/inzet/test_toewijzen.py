"""Assigning: never more than was granted, sums close, moving is one step, all can be undone."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Toewijzing
from gokwijs.apps.inzet import services
from gokwijs.apps.inzet.indeling import Per, ingedeeld, tafel
from gokwijs.apps.inzet.selectors import boeken, toekenningen, toewijzingen
from gokwijs.apps.inzet.services import TeVeelError, VerouderdError
from gokwijs.core.beleid.boek import Boek, geldende_toekenning
from tests.apps.builders import JAAR, brief, main_text
from tests.apps.inzet.builders import ANDERE, GELD, SES, B, actie, boeking, plan, toewijzing
from tests.apps.inzet.conftest import UREN, Kas


def test_more_than_was_granted_is_refused_with_the_reason_and_what_is_left(kas: Kas) -> None:
    toewijzing(kas.taalklas, kas.alice, "6.5")
    response = kas.post(
        f"actie/{kas.kosten.pk}/", {"soort": "ses_lestijden", "voorzien": "2 13/24"}
    )
    assert response.status_code == 422
    assert (
        "2 13/24 lestijden kan niet: van de 9 lestijden voor 2026-2027 is nog 2,5 lestijden over."
        in main_text(response)
    )
    assert 'value="2 13/24"' in response.content.decode()  # what was typed is not lost
    assert Toewijzing.objects.count() == 1
    kas.post(f"actie/{kas.kosten.pk}/", {"soort": "ses_lestijden", "voorzien": "2,5"})
    assert sum(t.aantal for t in Toewijzing.objects.all()) == 9


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2,5", "2.5"), ("1/24", "1/24"), ("3 1/2", "3.5"), ("4 lestijden", "4"), ("1/3", "1/3")],
)
def test_hours_are_kept_exactly(kas: Kas, typed: str, stored: str) -> None:
    kas.post(f"actie/{kas.taalklas.pk}/", {"soort": "ses_lestijden", "voorzien": typed})
    assert Toewijzing.objects.get().voorzien == stored


@pytest.mark.parametrize("typed", ["12,345", "-5", "abc", "1/0", "1/2 ambt", "", "nul", "1e9"])
def test_nonsense_is_refused_at_the_field(kas: Kas, typed: str) -> None:
    soort = "werkingsmiddelen" if typed == "12,345" else "ses_lestijden"
    response = kas.post(f"actie/{kas.taalklas.pk}/", {"soort": soort, "voorzien": typed})
    assert response.status_code == 422
    assert 'id="id_voorzien_fout"' in response.content.decode()
    assert not Toewijzing.objects.exists()


def test_zero_needs_a_reason(kas: Kas) -> None:
    path, data = f"actie/{kas.taalklas.pk}/", {"soort": "ses_lestijden", "voorzien": "0"}
    assert "Bij nul hoort een reden" in main_text(kas.post(path, data))
    kas.post(path, {**data, "toelichting": "kost niets"})
    assert Toewijzing.objects.get().voorzien == "0"


def test_other_means_have_no_grant_and_are_never_refused(kas: Kas) -> None:
    toewijzing(kas.taalklas, kas.alice, "99999", ANDERE)
    assert "Andere middelen niet gekleurd" in kas.text()


def test_what_is_not_known_to_be_granted_can_be_planned(kas: Kas) -> None:
    kas.school.brieven.all().delete()
    toewijzing(kas.taalklas, kas.alice, "4")
    assert "niet gekend hoeveel toegekend is" in kas.text()


def test_the_unassigned_stands_on_the_page_also_when_it_is_zero(kas: Kas) -> None:
    assert "0 toegewezen + 9 niet toegewezen = 9 lestijden toegekend" in kas.text()
    toewijzing(kas.taalklas, kas.alice, "9")
    assert "9 toegewezen + 0 niet toegewezen = 9 lestijden toegekend" in kas.text()


def test_a_later_letter_that_grants_less_leaves_a_tekort_until_it_is_solved(kas: Kas) -> None:
    one = toewijzing(kas.taalklas, kas.alice, "9")
    brief(kas.school, kas.alice, {UREN: "7"}, document="Herziening")
    text = kas.text()
    assert "Tekort: 2 lestijden." in text
    assert "9 toegewezen − 2 te veel = 7 lestijden toegekend" in text
    with pytest.raises(TeVeelError):
        toewijzing(kas.kosten, kas.alice, "1/24")
    services.pas_aan(
        toewijzing=one, versie=None, voorzien=Fraction(8), toelichting="", by=kas.alice
    )  # less is always good
    assert "Tekort: 1 lestijd." in kas.text()


def test_moving_is_one_step_and_the_sum_does_not_move(kas: Kas) -> None:
    one = toewijzing(kas.taalklas, kas.alice, "9")
    response = kas.post(
        f"toewijzing/{one.pk}/verplaatsen/", {"naar": str(kas.kosten.pk), "versie": "1"}
    )
    assert response["Location"].startswith(f"{B}/actie/{kas.kosten.pk}/")
    moved = Toewijzing.objects.get()
    assert (moved.actie, moved.aantal) == (kas.kosten, 9)
    event = Event.objects.order_by("-pk")[0]
    assert (event.kind, event.data["van_actie"], event.data["naar_actie"]) == (
        "inzet.verplaatst",
        kas.taalklas.pk,
        kas.kosten.pk,
    )


def test_taking_away_frees_it_and_can_be_undone_while_there_is_room(kas: Kas) -> None:
    one = toewijzing(kas.taalklas, kas.alice, "9")
    kas.post(f"toewijzing/{one.pk}/weg/", {})
    assert not kas.taalklas.toewijzingen.exists()
    assert "9 lestijden, weggehaald op" in kas.text(f"actie/{kas.taalklas.pk}/")
    other = toewijzing(kas.kosten, kas.alice, "1")
    kas.post(f"toewijzing/{one.pk}/weg/", {"terug": "1"})
    assert "is nog 8 lestijden over" in kas.text(f"actie/{kas.taalklas.pk}/")
    kas.post(f"toewijzing/{other.pk}/weg/", {})
    kas.post(f"toewijzing/{one.pk}/weg/", {"terug": "1"})
    assert kas.taalklas.toewijzingen.get().aantal == 9


def test_every_change_is_logged_with_old_and_new(kas: Kas) -> None:
    one = toewijzing(kas.taalklas, kas.alice, "2")
    kas.post(f"toewijzing/{one.pk}/", {"voorzien": "3,5", "toelichting": "meer", "versie": "1"})
    event = Event.objects.order_by("-pk")[0]
    assert (event.kind, event.data["oud"], event.data["nieuw"]) == ("inzet.aangepast", "2", "3.5")
    assert event.target == "3,5 lestijden voor 'Taalklas' (2026-2027)"


def test_who_opened_an_older_version_sees_what_the_other_saved(kas: Kas) -> None:
    one = toewijzing(kas.taalklas, kas.alice, "2")
    change = {"voorzien": "5", "toelichting": "", "versie": "1"}
    kas.post(f"toewijzing/{one.pk}/", {**change, "voorzien": "4"}, role="gok_coordinator")
    response = kas.post(f"toewijzing/{one.pk}/", change)
    assert response.status_code == 422
    text = main_text(response).replace("\u00a0", " ")
    assert "Collega gok_coordinator bewaarde intussen 4 lestijden bij 'Taalklas'" in text
    one.refresh_from_db()
    assert one.voorzien == "4"
    assert 'name="versie" value="2"' in response.content.decode()
    kas.post(f"toewijzing/{one.pk}/", {**change, "versie": "2"})
    one.refresh_from_db()
    assert one.voorzien == "5"


def test_moving_an_older_version_is_refused(kas: Kas) -> None:
    one = toewijzing(kas.taalklas, kas.alice, "2")
    services.pas_aan(toewijzing=one, versie=1, voorzien=Fraction(3), toelichting="", by=kas.alice)
    with pytest.raises(VerouderdError):
        services.verplaats(toewijzing=one, naar=kas.kosten, versie=1, by=kas.alice)


@pytest.mark.parametrize("change", ["assign", "change", "move", "move_to", "remove"])
def test_a_closed_plan_does_not_change(kas: Kas, change: str) -> None:
    one = toewijzing(kas.taalklas, kas.alice, "2")
    open_plan = plan(kas.school, naam="Ander plan")
    elsewhere = actie(open_plan, "Elders")
    loose = toewijzing(elsewhere, kas.alice, "1")
    kas.plan.status, kas.plan.vastgesteld_op = "afgesloten", "2026-09-01"
    kas.plan.save()
    kas.taalklas.refresh_from_db()
    by: Any = {"by": kas.alice}
    calls = {
        "assign": lambda: toewijzing(kas.taalklas, kas.alice, "1"),
        "change": lambda: services.pas_aan(
            toewijzing=one, versie=None, voorzien=Fraction(1), toelichting="", **by
        ),
        "move": lambda: services.verplaats(toewijzing=one, naar=elsewhere, versie=None, **by),
        "move_to": lambda: services.verplaats(
            toewijzing=loose, naar=kas.taalklas, versie=None, **by
        ),
        "remove": lambda: services.haal_weg(toewijzing=one, versie=None, **by),
    }
    with pytest.raises(BeleidError, match="afgesloten"):
        calls[change]()
    assert [t.voorzien for t in Toewijzing.objects.order_by("pk")] == ["2", "1"]
    assert 'name="voorzien"' not in kas.get(f"actie/{kas.taalklas.pk}/").content.decode()


def test_an_actie_of_another_period_cannot_be_used(kas: Kas) -> None:
    old = actie(plan(kas.school, naam="Oud", schooljaar_van=2020, schooljaar_tot=2021), "Oud werk")
    with pytest.raises(BeleidError, match="hoort bij een plan voor 2020-2021"):
        toewijzing(old, kas.alice, "1")


def test_means_on_an_actie_that_was_taken_out_stay_in_the_sum(kas: Kas) -> None:
    toewijzing(kas.taalklas, kas.alice, "2")
    kas.taalklas.verwijderd = kas.taalklas.gewijzigd
    kas.taalklas.save()
    text = kas.text("?per=actie")
    assert "weggehaald uit het plan" in text
    assert "2 toegewezen + 7 niet toegewezen" in text


# ---------------------------------------------------------------- sums


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("exact", [True, False])
def test_whatever_one_books_the_sums_close_in_every_view(kas: Kas, seed: int, exact: bool) -> None:
    chance = random.Random(seed)
    acties = [kas.taalklas, kas.kosten, kas.los]
    kas.taalklas.streefdoelen.set([kas.taal, kas.geld] if seed % 2 else [kas.taal])
    for _ in range(6):
        soort = chance.choice([SES, GELD])
        amount = Fraction(chance.randint(1, 30), chance.choice([1, 2, 24]))
        if soort is GELD:
            amount = Fraction(chance.randint(1, 30_000), 100)
        try:
            toewijzing(chance.choice(acties), kas.alice, str(amount), soort)
        except TeVeelError:
            continue
    for _ in range(5):
        boeking(
            kas.school,
            kas.alice,
            str(Fraction(chance.randint(-5000, 9000) or 1, 100)),
            actie=chance.choice([*acties, None]),
        )
    found = boeken(kas.school, JAAR, kas.access("directeur" if exact else "leraar"))
    for one in found.soorten:
        granted = Fraction(9) if one.soort is SES else Fraction("1000.40")
        assert one.voorzien + (one.rest or 0) == granted
        for per in Per:
            rows = ingedeeld(one, per)
            assert sum(r.voorzien for r in rows) == one.voorzien
            assert sum(r.besteed for r in rows) == one.besteed
            shown = tafel(one, per, found.zicht)
            amounts = [_number(r.voorzien) for r in shown.rijen]
            assert sum(amounts) == _number(shown.voorzien)
            assert sum(_number(r.besteed) for r in shown.rijen) == _number(shown.besteed)
            total = _number(shown.voorzien) + _number(shown.rest)
            assert total == _number(shown.toegekend)


def _number(text: str) -> Fraction:
    """The amount that a person reads."""
    plain = text.replace("€", "").replace("\u00a0", " ").strip()
    plain = plain.replace("lestijden", "").replace("lestijd", "").strip()
    sign = -1 if plain.startswith("-") else 1
    parts = plain.lstrip("-").replace(".", "").replace(",", ".").split()
    return sign * sum((Fraction(part) for part in parts), Fraction(0))


def test_the_rules_read_the_same_ledger(kas: Kas) -> None:
    toewijzing(kas.taalklas, kas.alice, "2.5")
    boeking(kas.school, kas.alice, "10", actie=kas.kosten)
    boeking(kas.school, kas.alice, "3", streefdoel=kas.taal)
    boeking(kas.school, kas.alice, "1")
    found = boeken(kas.school, JAAR, kas.access())
    granted, lines = toekenningen(kas.school, JAAR), toewijzingen(found)
    books = {
        soort: Boek(
            soort,
            JAAR,
            geldende_toekenning(t for t in granted if t.soort is soort),
            tuple(line for line in lines if line.soort is soort),
        )
        for soort in (SES, GELD)
    }
    assert (books[SES].toegekend, books[SES].voorzien, books[SES].rest) == (9, Fraction(5, 2), 6.5)
    assert books[SES].is_official
    assert books[GELD].besteed == 14
    assert books[GELD].besteed_zonder_bestemming == 1
    assert len({line.id for line in lines}) == len(lines)


def test_per_group_beside_the_pupils_says_when_it_is_not_known(kas: Kas) -> None:
    toewijzing(kas.taalklas, kas.alice, "3")
    toewijzing(kas.kosten, kas.alice, "1")
    text = kas.text("?per=doelgroep")
    assert "Schooltoeslag 25 % niet gekend" in text
    assert "Thuistaal 100 % niet gekend" in text


def test_a_letter_wins_over_the_calculation_and_the_difference_has_its_page(world: Any) -> None:
    text = main_text(world.client("alice").get(f"{B}/?schooljaar=2026-2027"))
    text = text.replace("\u00a0", " ")
    assert "Toegekend: 9 lestijden volgens Omkadering 2026-2027, AGODI/2026/17" in text
    assert "Onze eigen berekening geeft 8 lestijden." in text
    assert "Het verschil tussen brief en berekening bekijken" in text
    assert "niet berekenbaar: bedrag ontbreekt" in text
    world.brief.delete()
    text = main_text(world.client("alice").get(f"{B}/?schooljaar=2026-2027"))
    assert "Toegekend: 8 lestijden volgens onze eigen berekening" in text.replace("\u00a0", " ")


def test_years_do_not_mix(kas: Kas) -> None:
    toewijzing(kas.taalklas, kas.alice, "2")
    assert not boeken(kas.school, JAAR.previous, kas.access()).soorten
