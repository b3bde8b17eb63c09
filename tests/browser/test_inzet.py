"""The ledger in a browser: assign, be refused, move, book, read the accounts, print the answer."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import Tab

SCHOOL = "/school/999002/beleid/middelen"


def test_hours_are_assigned_moved_and_taken_back(tab: Tab) -> None:
    tab.go(f"{SCHOOL}/?per=actie")
    first = tab.page.locator("main table tbody th a").first
    title = first.inner_text()
    first.click()
    assert title in tab.page.inner_text("h1")
    tab.check_sizes("an actie with its means")
    tab.page.fill("#id_voorzien", "9999")
    tab.page.click("main button:has-text('Wijs toe')")
    assert "kan niet: van de" in tab.page.inner_text("#id_voorzien_fout")
    tab.page.fill("#id_voorzien", "1/24")
    tab.page.fill("#id_toelichting", "proefuur")
    tab.page.click("main button:has-text('Wijs toe')")
    assert "toegewezen" in tab.page.inner_text(".berichten")
    tab.page.locator("main tr", has_text="proefuur").locator("a").click()
    tab.check_sizes("one assignment")
    tab.page.select_option("#naar-naar", index=1)
    tab.page.click("main button:has-text('Verplaats alles')")
    assert "Verplaatst naar" in tab.page.inner_text(".berichten")
    tab.page.locator("main tr", has_text="proefuur").locator("a").click()
    tab.page.click("main button:has-text('Haal weg')")
    tab.page.locator("main li", has_text="proefuur").locator("button").click()
    assert "staat er weer" in tab.page.inner_text(".berichten")


def test_a_booking_with_its_proof(tab: Tab, tmp_path: Path) -> None:
    tab.go(f"{SCHOOL}/boekingen/nieuw/")
    tab.page.select_option("#id_soort", "andere")
    tab.page.fill("#id_besteed", "12,50")
    tab.page.fill("#id_datum", f"{tab.page.input_value('input[name=schooljaar]')[:4]}-10-05")
    tab.page.fill("#id_omschrijving", "Proefboeking")
    tab.page.click("main button:has-text('Boek')")
    assert "Geboekt" in tab.page.inner_text(".berichten")
    proof = tmp_path / "bon.pdf"
    proof.write_bytes(b"%PDF-1.7\nbon\n%%EOF\n")
    tab.page.set_input_files("#id_bestand", proof)
    tab.page.click("main button:has-text('Voeg toe')")
    assert "bon.pdf" in tab.page.inner_text("main")
    tab.check_sizes("a booking")
    tab.go(f"{SCHOOL}/boekingen/?q=proefboeking&zonder=1")
    assert "1 boeking" in tab.page.inner_text("main")
    tab.check_sizes("the list of bookings")


def test_a_file_of_the_accounts_and_back(tab: Tab, tmp_path: Path) -> None:
    tab.go(f"{SCHOOL}/inlezen/")
    year = tab.page.input_value("input[name=schooljaar]")[:4]
    file = tmp_path / "journaal.csv"
    file.write_text(
        "Datum;Bedrag;Omschrijving;Boekstuk;Code\n"
        f"05/10/{year};31,00;Proefinlezing;B-1;\n05/10/{year};x;Fout;B-2;\n"
    )
    tab.page.set_input_files("#id_bestand", file)
    tab.page.click("main button:has-text('Verder naar nakijken')")
    assert "Rij 3: 'x' is geen getal" in tab.page.inner_text("main")
    tab.check_sizes("a file to check")
    tab.page.click("main button:has-text('Bestand weggooien')")
    file.write_text(file.read_text().replace(";x;", ";4,00;"))
    tab.page.set_input_files("#id_bestand", file)
    tab.page.click("main button:has-text('Verder naar nakijken')")
    tab.page.click("main button:has-text('Ja, boek dit')")
    assert "2 boekingen" in tab.page.inner_text(".berichten")
    tab.go(f"{SCHOOL}/inlezen/")
    tab.page.click("main button:has-text('Draai terug')")
    assert "tellen niet meer mee" in tab.page.inner_text(".berichten")


def test_the_answer_on_one_page_to_take_along(tab: Tab) -> None:
    tab.go(f"{SCHOOL}/antwoord/")
    assert tab.page.locator("main svg.strook").first.is_visible()
    with tab.page.expect_download() as download:
        tab.page.click("main a:has-text('Download als pdf')")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
