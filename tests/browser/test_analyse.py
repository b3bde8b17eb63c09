"""Five minutes before a staff meeting: from the question to paper, together, and to a finding."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Download, expect

from tests.browser.conftest import Tab

SCHOOL = "/school/999002"
BASIS = "/school/999001"


def test_where_pupils_with_another_home_language_sit_and_whether_it_gets_better(tab: Tab) -> None:
    tab.go(f"{SCHOOL}/")
    tab.page.click("nav.keten a:has-text('Waar zitten ze')")
    tab.page.click("main a:has-text('leerlingen met een andere thuistaal')")
    main = tab.page.inner_text("main")
    assert re.search(r"Van de \d+ leerlingen met een andere thuistaal zitten er \d+ in", main)
    assert re.search(r"in \d{4}-\d{4}, \d+ % in \d{4}-\d{4}", main), "the trend, with its years"
    assert "toeval" in main or "een verschil van" in main
    assert tab.page.locator("main figure svg[role=img]").first.is_visible()
    tab.check_sizes("where they sit")
    # The way to the pupils behind a number, and back: everything stands in the address.
    here = tab.page.url
    tab.page.locator("main table tbody td a").first.click()
    assert "leerlingen" in tab.page.inner_text("main p.filterrij-telling")
    tab.check_sizes("the pupils behind a number")
    tab.page.go_back()
    assert tab.page.url == here


def test_what_one_chooses_stands_in_the_address_and_can_be_kept(tab: Tab) -> None:
    tab.go(f"{SCHOOL}/waar/waar/")
    tab.page.select_option("select[name=per]", "leerjaar")
    tab.page.click("form.analysefilter button:has-text('Toon')")
    tab.page.wait_for_url(re.compile("per=leerjaar"))
    tab.page.click("summary:has-text('Meer filters')")
    tab.page.select_option("select[name=graad]", "so-1")
    tab.page.click("form.analysefilter button:has-text('Toon')")
    tab.page.wait_for_url(re.compile("graad=so-1"))
    assert "1ste graad" in tab.page.inner_text(".filterchips")
    assert "6de jaar" not in tab.page.inner_text("main table")
    tab.page.locator("main thead a", has_text="Thuistaal").first.click()
    tab.page.wait_for_url(re.compile("sorteer=thuistaal"))
    expect(tab.page.locator("main th[aria-sort=descending]")).to_have_count(1)
    tab.page.click("summary:has-text('Bewaar deze weergave')")
    tab.page.fill("#w-naam", "Eerste graad per leerjaar")
    tab.page.click("aside button:has-text('Bewaar')")
    tab.page.click("nav.deelnav a:has-text('Overzicht')")
    tab.page.click("main a:has-text('Eerste graad per leerjaar')")
    assert "graad=so-1" in tab.page.url
    assert "sorteer=thuistaal" in tab.page.url


def test_the_same_figures_for_the_team_on_paper_hide_the_same_groups(
    tab: Tab, tmp_path: Path
) -> None:
    tab.go(f"{SCHOOL}/waar/waar/?per=richting&zone=school")
    hidden = tab.page.locator("main table td.verborgen").count()
    assert hidden > 0
    assert "afgeschermd" in (tab.page.text_content("main figure .breed svg") or "")
    with tab.page.expect_download() as found:
        tab.page.click("aside a:has-text('CSV')")
    taken: Download = found.value
    text = Path(taken.path()).read_text(encoding="utf-8-sig")
    table = text.split("\n\n")[1]
    assert table.count("afgeschermd") == hidden
    assert "Groepen onder 5 leerlingen zijn afgeschermd" in text
    assert not taken.suggested_filename.startswith("vertrouwelijk")


def test_reading_together_ends_in_a_decision_and_a_finding(tab: Tab) -> None:
    tab.go(f"{SCHOOL}/waar/wie/?zone=school")
    tab.page.click("aside button:has-text('Samen lezen')")
    tab.page.wait_for_url(re.compile("/lezingen/"))
    tab.check_sizes("reading together")
    tab.page.fill("textarea[name=zien]", "Meer dan de helft is GOK-leerling.")
    tab.page.click("button[name=afronden]")
    assert "Vul in met hoeveel jullie waren" in tab.text()
    tab.check_sizes("reading together, not finished")
    tab.page.fill("input[name=n_leraren]", "7")
    tab.page.fill("textarea[name=besluit]", "We vragen het na bij de derde graad.")
    tab.page.click("button[name=afronden]")
    assert "Afgerond en bewaard" in tab.text()
    tab.check_sizes("a finished reading")
    tab.page.click("main a:has-text('Maak hier een vaststelling van')")
    assert tab.page.input_value("textarea[name=tekst]")
    tab.check_sizes("a new finding")
    tab.page.click("main form button:has-text('Bewaar')")
    assert "Vaststelling bewaard" in tab.text()
    tab.check_sizes("the findings")


def test_fixing_the_figures_of_a_year_and_releasing_one_table(tab: Tab) -> None:
    tab.go(f"{BASIS}/waar/team/")
    button = tab.page.locator("form button", has_text="Leg de cijfers van").first
    button.click()
    tab.page.wait_for_url(re.compile("/team/$"), timeout=90_000)
    tab.page.wait_for_selector("text=Bekijk het zoals het team", timeout=90_000)
    tab.check_sizes("figures for the team")
    tab.page.locator("main summary", has_text="Geef vrij").first.click()
    tab.page.locator("main input[name=doel]").first.fill("overleg van de scholengroep")
    tab.page.locator("main button", has_text="Geef deze tabel vrij").first.click()
    assert "Vrijgegeven" in tab.text()


def test_where_the_sixth_year_went(tab: Tab) -> None:
    tab.go(f"{BASIS}/waar/bestemmingen/")
    chosen = tab.page.locator("main select[name^=l]")
    for place in range(chosen.count()):
        chosen.nth(place).select_option("1b" if place % 3 == 0 else "1a")
    tab.page.click("main form button:has-text('Bewaar')")
    assert "Bewaard" in tab.text()
    tab.page.click("p.kruimel a")
    assert re.search(r"naar 1A en \d+ naar 1B", tab.page.inner_text("main"))
    tab.check_sizes("after the sixth year")
