"""The rights of one pupil: take out, correct, erase, with what must be kept and why; matching."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen import services as pupils
from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.privacy import services
from gokwijs.apps.privacy.models import Verzegeling
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.core.leerlingen.pseudoniem import pseudoniem
from gokwijs.core.telling.model import Graad, Onderwijsniveau
from tests.apps.builders import NUMMER, World, kinds, main_text, snapshot
from tests.apps.leerling_builders import make_leerling
from tests.verapdf import keeps_the_standards

P = f"/school/{NUMMER}/privacy"


def gone(world: World, niveau: Onderwijsniveau = Onderwijsniveau.SO) -> Leerling:
    """A pupil who left in January, with a declaration of September."""
    leerling = make_leerling(
        world.school,
        world.alice,
        naam="Verdwenen",
        voornaam="Vera",
        niveau=niveau,
        graad=Graad.EERSTE if niveau is Onderwijsniveau.SO else Graad.NONE,
        einde=date(2026, 1, 30),
        schooltoeslag=Antwoord.JA,
    )
    pupils.record_verklaring(
        leerling=leerling,
        talen=dict.fromkeys(Gezinslid, Taal.ANDERE),
        opleiding=Opleiding.LAGER,
        datum=date(2025, 9, 3),
        kanaal=Verklaring.Kanaal.PAPIER,
        by=world.alice,
    )
    return leerling


def erase(world: World, leerling: Leerling, **extra: str) -> Any:
    data = {"stamnummer": leerling.stamnummer, **extra}
    return world.client("alice").post(f"{P}/leerling/{leerling.pk}/", data, follow=True)


# ---------------------------------------------------------------- erasing


def test_the_page_says_what_goes_what_stays_and_why(world: World) -> None:
    page = main_text(world.client("alice").get(f"{P}/leerling/{gone(world).pk}/"))
    assert "Naam, voornaam, geboortedatum en vorige school." in page
    assert "1 × inschrijving." in page
    assert "De verklaring op eer blijft verzegeld tot 4 september 2030" in page
    assert "De wet vraagt dat: CSO art. 225 §2 en 233 §2." in page
    assert "Bevroren tellingen: dat zijn aantallen zonder namen." in page
    assert "Wis ook de verklaring" not in page


def test_erasing_leaves_the_sealed_verklaring_and_nothing_else(world: World) -> None:
    leerling = gone(world)
    answer = main_text(erase(world, leerling))
    assert f"De gegevens van leerling {leerling.stamnummer} zijn gewist." in answer
    assert "Verdwenen" not in str(snapshot())
    leerling.refresh_from_db()
    assert (leerling.naam, leerling.voornaam, leerling.zoeknaam) == (GEWIST, "", "")
    assert not leerling.inschrijvingen.exists()
    assert not leerling.feiten.filter(kenmerk="schooltoeslag").exists()
    assert leerling.verklaringen.count() == 1


def test_the_event_names_the_number_and_never_the_name(world: World) -> None:
    leerling = gone(world)
    erase(world, leerling)
    event = Event.objects.filter(kind="privacy.gewist").get()
    assert event.target == f"leerling {leerling.stamnummer}"
    assert event.data == {"verzegeld": True}
    assert event.by_name == "Alice Adams"


def test_another_stamnummer_erases_nothing(world: World) -> None:
    leerling = gone(world)
    before = snapshot()
    client = world.client("alice")
    for typed in ("", "0", world.leerling.stamnummer, leerling.stamnummer + "0"):
        page = main_text(client.post(f"{P}/leerling/{leerling.pk}/", {"stamnummer": typed}))
    assert "Er is niets gewist." in str(page)
    assert snapshot() == before


def test_who_is_enrolled_cannot_be_erased_and_the_page_says_why(world: World) -> None:
    page = main_text(world.client("alice").get(f"{P}/leerling/{world.leerling.pk}/"))
    assert "Deze leerling is nog ingeschreven." in page
    answer = main_text(erase(world, world.leerling))
    assert "Deze leerling is nog ingeschreven." in answer
    assert Leerling.objects.get(pk=world.leerling.pk).naam == "Zandman"


def test_a_verklaring_that_the_law_wants_kept_cannot_be_erased_by_asking(world: World) -> None:
    leerling = gone(world)
    erase(world, leerling, ook_verklaring="1")
    assert leerling.verklaringen.count() == 1
    page = main_text(world.client("alice").get(f"{P}/leerling/{leerling.pk}/"))
    assert "Enkel de verklaring is er nog. Die moet blijven tot 4 september 2030" in page
    erase(world, leerling, ook_verklaring="1")
    assert leerling.verklaringen.count() == 1


def test_where_no_article_was_found_the_directeur_can_erase_it_too(world: World) -> None:
    leerling = gone(world, Onderwijsniveau.LAGER)
    page = main_text(world.client("alice").get(f"{P}/leerling/{leerling.pk}/"))
    assert "standaard van GOK-wijs" in page
    assert "Wis ook de verklaring" in page
    erase(world, leerling, ook_verklaring="1")
    assert not Leerling.objects.filter(pk=leerling.pk).exists()


def test_where_no_article_was_found_it_stays_unless_asked(world: World) -> None:
    leerling = gone(world, Onderwijsniveau.LAGER)
    erase(world, leerling)
    assert Verzegeling.objects.get(leerling=leerling).plicht is False
    assert leerling.verklaringen.count() == 1


def test_a_contested_decision_stops_the_erasing_until_it_is_lifted(world: World) -> None:
    leerling = gone(world)
    client, path = world.client("alice"), f"{P}/leerling/{leerling.pk}/"
    client.post(f"{path}bewaring/", {"reden": "beroep", "tot": "2026-12-31"})
    assert "houdt deze gegevens vast tot en met 31 december 2026" in main_text(client.get(path))
    erase(world, leerling)
    assert Leerling.objects.get(pk=leerling.pk).naam == "Verdwenen"
    client.post(f"{path}bewaring/", {"opheffen": "1"})
    erase(world, leerling)
    assert Leerling.objects.get(pk=leerling.pk).naam == GEWIST


def test_a_hold_without_a_future_end_is_refused_in_words(world: World) -> None:
    path = f"{P}/leerling/{world.leerling.pk}/bewaring/"
    page = world.client("alice").post(path, {"reden": "beroep", "tot": "2020-01-01"})
    assert "Kies een einddatum die nog moet komen." in main_text(page)


def test_erasing_that_fails_halfway_erases_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    leerling = gone(world)
    before = snapshot()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Verzegeling.objects, "update_or_create", fail)
    with pytest.raises(RuntimeError):
        services.erase_leerling(leerling=leerling, today=date(2026, 3, 2), by=world.alice)
    assert snapshot() == before


def test_an_erased_pupil_is_found_by_number_only(world: World) -> None:
    leerling = gone(world)
    erase(world, leerling)
    client = world.client("alice")
    assert "Geen leerling gevonden" in main_text(client.get(f"{P}/leerlingen/?q=verdwenen"))
    found = main_text(client.get(f"{P}/leerlingen/?q={leerling.stamnummer}"))
    assert "Gewiste leerling, enkel de verklaring is er nog" in found


def test_pupils_are_found_without_accents_and_only_of_this_school(world: World) -> None:
    client = world.client("alice")
    assert "Zandman Noor" in main_text(client.get(f"{P}/leerlingen/?q=ZÁNDM"))
    assert "Geen leerling gevonden" in main_text(client.get(f"{P}/leerlingen/?q=Elders"))
    assert client.get(f"{P}/leerlingen/?q=%00%27").status_code == 200


# ---------------------------------------------------------------- taking out


def test_the_export_holds_everything_with_its_source(world: World) -> None:
    leerling = gone(world)
    answer = world.client("alice").get(f"{P}/leerling/{leerling.pk}/alles.json")
    assert "attachment" in answer["Content-Disposition"]
    assert "Verdwenen" not in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["leerling"][0]["naam"] == "Verdwenen"
    assert data["inschrijving"][0]["einde"] == "2026-01-30"
    assert {(f["kenmerk"], f["antwoord"], f["herkomst"]) for f in data["feit"]} == {
        ("Schooltoeslag", "ja", "de school"),
        ("Thuistaal", "ja", "de verklaring van de ouders"),
        ("Opleiding moeder", "ja", "de verklaring van de ouders"),
    }
    assert data["verklaring"][0]["moeder"] == "andere"
    assert any("voegde leerling" in row["wat"] for row in data["logboek"])
    assert "Vertrouwelijk" in data["merk"]


def test_the_export_holds_nothing_about_others(world: World) -> None:
    leerling = gone(world)
    client = world.client("alice")
    text = client.get(f"{P}/leerling/{leerling.pk}/alles.json").content.decode()
    for other in ("Zandman", "Elders", "Alice Adams", world.leerling.stamnummer):
        assert other not in text


def test_the_export_is_a_readable_pdf_too_and_every_taking_is_logged(world: World) -> None:
    leerling = gone(world)
    answer = world.client("alice").get(f"{P}/leerling/{leerling.pk}/alles.pdf")
    keeps_the_standards(answer.content)
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Verdwenen Vera" in text
    assert "de verklaring van de ouders" in text
    assert "Met de moeder: een andere taal" in text
    assert "Vertrouwelijk" in text
    assert kinds()[-1] == "export"
    last = Event.objects.filter(kind="export").first()
    assert last is not None
    assert last.target == f"alle gegevens van leerling {leerling.stamnummer}"


def test_a_kind_of_file_that_does_not_exist_is_not_logged(world: World) -> None:
    before = snapshot()
    assert world.client("alice").get(f"{P}/leerling/{world.leerling.pk}/alles.exe").status_code == (
        404
    )
    assert snapshot() == before


# ---------------------------------------------------------------- matching


def test_matching_is_off_and_without_a_key_it_stays_off(world: World, settings: Any) -> None:
    settings.MATCHING_KEY = ""
    client = world.client("alice")
    page = main_text(client.get(f"{P}/koppelen/"))
    assert "Koppelen staat uit." in page
    assert "Aanzetten kan nu niet." in page
    assert "GOKWIJS_MATCHING_KEY" in page
    before = snapshot()
    answer = main_text(client.post(f"{P}/koppelen/", {"aan": "1"}, follow=True))
    assert "ontbreekt of is te kort" in answer
    assert snapshot() == before


def test_switching_on_is_logged_and_switching_off_erases_every_pseudonym(
    world: World, settings: Any
) -> None:
    client = world.client("alice")
    client.post(f"{P}/koppelen/", {"aan": "1"})
    world.school.refresh_from_db()
    assert world.school.koppelen
    code = pseudoniem("85073003328", settings.MATCHING_KEY)
    world.school.leerlingen.update(pseudoniem=code)
    world.other.leerlingen.update(pseudoniem=code)
    assert "2 leerlingen met een code." in main_text(client.get(f"{P}/koppelen/"))
    answer = main_text(client.post(f"{P}/koppelen/", {"uit": "1"}, follow=True))
    assert "Koppelen staat uit. Er zijn 2 codes gewist." in answer
    assert not world.school.leerlingen.exclude(pseudoniem="").exists()
    assert world.other.leerlingen.exclude(pseudoniem="").exists()
    assert kinds()[-2:] == ["privacy.koppelen", "privacy.koppelen"]
