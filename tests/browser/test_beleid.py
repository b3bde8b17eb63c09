"""A coordinator with an hour: from a vaststelling to a closed ledger and both documents."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import Download
from pypdf import PdfReader

from tests.browser.conftest import Tab

SCHOOL = "/school/999001"  # it has no plan yet
WITH_PLAN = "/school/999002"


def _new_plan(tab: Tab) -> None:
    """Empty, with its vision."""
    tab.go(f"{SCHOOL}/beleid/")
    tab.check_sizes("how a plan begins")
    tab.page.click("main a:has-text('Begin leeg')")
    tab.page.fill("#id_kernteam", "directeur, zorgcoördinator")
    tab.page.fill("#id_visie", "Elk kind komt elke dag aan het woord.")
    tab.page.click("summary:has-text('Waar de visie staat')")
    tab.page.fill("#id_visie_titel", "Schoolvisie")
    tab.page.fill("#id_volgende_evaluatie_op", "2099-06-15")
    tab.check_sizes("the form of a plan")
    tab.page.click("main button:has-text('Begin dit plan')")


def _goal(tab: Tab) -> None:
    """From a real answer of the analysis, with its figures as baseline."""
    tab.go(f"{SCHOOL}/waar/wie/")
    tab.page.click("aside a:has-text('vaststelling')")
    tab.page.fill("textarea[name=tekst]", "14 van de 36 kleuters nemen zelden het woord.")
    tab.page.click("main form button.btn-primary")
    tab.go(f"{SCHOOL}/beleid/vaststellingen/")
    tab.check_sizes("the vaststellingen")
    tab.page.locator(".vaststellingen a", has_text="nemen zelden het woord").click()
    tab.page.click("main a:has-text('Maak er een streefdoel van')")
    assert tab.page.input_value("#id_nul_teller").startswith("14")
    assert tab.page.input_value("#id_nul_noemer").startswith("36")
    tab.page.fill("#id_formulering", "Meer kleuters nemen het woord")
    tab.page.fill("#id_doelgroep", "kleuters van de derde kleuterklas")
    tab.page.fill("#id_plaats", "kleuter, derde kleuterklas")
    tab.page.select_option("#id_niveau", "leerling")
    tab.page.fill("#id_i-naam", "het aandeel kleuters dat zelden het woord neemt")
    tab.page.fill("#id_i-teller_definitie", "kleuters die drie kringen zwijgen")
    tab.page.fill("#id_i-noemer_definitie", "alle kleuters van de derde kleuterklas")
    tab.check_sizes("the form of a goal")
    tab.page.click("main form button.btn-primary")
    assert "Er ontbreekt nog: de richting, de streefwaarde, de startdatum" in tab.text()
    tab.check_sizes("a goal that is not complete")
    tab.page.click("main a:has-text('Vul aan')")
    tab.page.select_option("#id_richting", "dalen")
    tab.page.fill("#id_streefwaarde", "20")
    tab.page.fill("#id_start", "2025-09-01")
    tab.page.fill("#id_einddatum", "2027-06-30")
    tab.page.fill("#id_trekker_rol", "zorgcoördinator")
    tab.page.select_option("#id_ok_codes", ["ok:R3"])
    tab.page.click("main form button.btn-primary")
    assert "Er ontbreekt nog" not in tab.text()
    assert "van 39 % (14 van 36) naar 20 %" in tab.text()


def _action(tab: Tab) -> None:
    tab.page.click("main a:has-text('Voeg een actie toe')")
    tab.page.fill("#id_titel", "Elke dag een gesprek in een klein groepje")
    tab.page.fill("#id_trekker_rol", "zorgcoördinator")
    tab.page.select_option("#id_zorgfase", "brede_basiszorg")
    tab.page.select_option("#id_aard", "preventief")
    tab.page.select_option("#id_aangrijpingspunt", "leerling")
    tab.check_sizes("the form of an action")
    tab.page.click("main form button.btn-primary")
    tab.page.click("main a:has-text('Kies een aanpak uit de catalogus')")
    tab.check_sizes("the catalogue")
    tab.page.locator("main a", has_text="Mondelinge taal").first.click()
    tab.page.click("main button:has-text('Kies')")
    assert "De actie steunt nu op" in tab.text()
    tab.check_sizes("an action with what it rests on")


def _hours(tab: Tab) -> None:
    """Too many are refused with the reason; what is left is said."""
    tab.page.click("main a:has-text('Wijs toe of boek')")
    tab.page.fill("input[name=voorzien]", "999")
    tab.page.locator("main form button.btn-primary").first.click()
    assert re.search(r"toegekend|blijft|over", tab.page.inner_text("main"))
    tab.check_sizes("a refused assignment")
    tab.page.fill("input[name=voorzien]", "2,5")
    tab.page.locator("main form button.btn-primary").first.click()
    assert "2,5" in tab.page.inner_text("main")


def test_a_plan_from_a_real_vaststelling_to_a_closed_ledger_and_both_documents(
    tab: Tab, tmp_path: Path
) -> None:
    _new_plan(tab)
    _goal(tab)
    _action(tab)
    _hours(tab)
    tab.go(f"{SCHOOL}/beleid/middelen/")
    assert "niet toegewezen" in tab.page.inner_text("main")
    tab.check_sizes("the ledger")
    tab.page.click("nav.deelnav >> nth=0 >> a:has-text('Plan')")
    tab.page.click("aside a:has-text('Leg voor aan het team')")
    tab.page.click("main button:has-text('Leg voor')")
    tab.page.click("aside a:has-text('Stel vast')")
    tab.check_sizes("the check before adopting")
    tab.page.click("main button:has-text('Stel vast')")
    assert "Het plan is nu: vastgesteld." in tab.text()
    tab.check_sizes("the adopted plan")
    tab.page.click("aside a:has-text('Plan als pdf of Word')")
    tab.check_sizes("the documents of a plan")
    texts = [_text(_taken(tab, kind, tmp_path)) for kind in ("pdf", "docx")]
    for text in texts:
        assert "Meer kleuters nemen het woord" in text
        assert "Elke dag een gesprek in een klein groepje" in text
        assert "2,5" in text
        assert "An Verzonnen" not in text  # roles, never names


def _taken(tab: Tab, kind: str, tmp_path: Path) -> Path:
    """The document as the page gives it."""
    with tab.page.expect_download() as waiting:
        tab.page.locator(f"main [value={kind}], main a[href*='{kind}']").first.click()
        button = tab.page.locator("main button:has-text('Download')")
        if button.count():
            button.first.click()
    found: Download = waiting.value
    place = tmp_path / f"plan.{kind}"
    found.save_as(place)
    return place


def _text(path: Path) -> str:
    if path.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)
    data = zipfile.ZipFile(io.BytesIO(path.read_bytes())).read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", data)


def test_a_principal_with_three_minutes_sees_how_it_stands_and_what_to_do_first(tab: Tab) -> None:
    tab.go(f"{WITH_PLAN}/")
    tab.page.click("nav.keten a:has-text('Beleid')")
    tab.check_sizes("the tree of a plan")
    tab.page.click("nav.deelnav a:has-text('Klaar?')")
    main = tab.page.inner_text("main")
    assert "Nu eerst" in main
    assert "voorspelt geen uitspraak" in main
    assert not re.search(r"\d+ %", main), "never a mere percentage"
    tab.check_sizes("readiness")


def test_every_link_of_the_chain_is_one_click_both_ways(tab: Tab) -> None:
    tab.go(f"{WITH_PLAN}/")
    tab.page.click("nav.keten a:has-text('Beleid')")
    tab.page.wait_for_url(re.compile(r"/plan/\d+/$"))
    tab.page.locator(".tak .tak-delen a").first.click()
    assert "/vaststelling/" in tab.page.url
    tab.check_sizes("a vaststelling")
    tab.page.locator("main li a[href*='/doel/']").first.click()
    tab.check_sizes("a goal with its chain")
    tab.page.locator(".acties-lijst a").first.click()
    tab.check_sizes("an action")
    tab.page.locator("main p a[href*='/doel/']").first.click()
    tab.page.click("main a:has-text('Naar de reeks')")
    tab.check_sizes("the series of an indicator")


def test_two_tabs_at_once_lose_nothing(tab: Tab) -> None:
    tab.go(f"{WITH_PLAN}/beleid/vaststellingen/")
    tab.page.locator(".vaststellingen .vaststelling-tekst a").last.click()
    here = tab.page.url.removeprefix(tab.site.url)
    other = tab.page.context.new_page()
    for page in (tab.page, other):
        page.goto(f"{tab.site.url}{here}aanpassen/")
    tab.page.fill("#id_duiding", "Van de ene")
    tab.page.click("main form button.btn-primary")
    other.fill("#id_duiding", "Van de andere")
    other.click("main form button.btn-primary")
    text = other.inner_text("main")
    assert "bewaarde intussen een andere versie" in text
    assert "Van de ene" in text
    assert "Van de andere" in text
    other.close()
