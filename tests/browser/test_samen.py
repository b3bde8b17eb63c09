"""Working together in the browser: a task, consultation, a question with partners, a proposal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, Tab, open_tab

SAMEN = "/school/999002/beleid/samen"


def test_a_task_is_made_ticked_off_and_opened_again(tab: Tab) -> None:
    soon = datetime.now(tz=ZoneInfo("Europe/Brussels")).date() + timedelta(days=2)
    tab.go(f"{SAMEN}/taken/?van=allen")
    tab.page.click("main a.btn-primary")
    tab.check_sizes("a new task")
    tab.page.click("main button.btn-primary")
    assert "verplicht" in tab.page.inner_text("main .veld-fout")
    tab.page.fill("#id_tekst", "Zaal vragen voor de ouderavond")
    tab.page.fill("#id_wie_rol", "secretariaat")
    tab.page.fill("#id_tegen", str(soon))
    tab.page.click("main button.btn-primary")
    assert "van=allen" in tab.page.url, "back to the same list"
    row = tab.page.locator(".taaklijst > li", has_text="Zaal vragen")
    assert "secretariaat" in row.inner_text()
    row.locator("button.loket-vink").click()
    expect(tab.page.locator(".taaklijst > li", has_text="Zaal vragen")).to_have_count(0)
    tab.page.click(".standen a:has-text('Klaar')")
    tab.check_sizes("tasks that are done")
    tab.page.locator(".taaklijst > li", has_text="Zaal vragen").locator("button").click()
    tab.page.click(".standen a:has-text('Nog te doen')")
    tab.page.locator(".taaklijst > li", has_text="Zaal vragen").locator(
        "a", has_text="Wijzig"
    ).click()
    tab.page.click("summary:has-text('weghalen')")
    tab.check_sizes("a task")
    tab.page.click("button:has-text('Haal de taak weg')")
    expect(tab.page.locator(".taaklijst > li", has_text="Zaal vragen")).to_have_count(0)


def test_consultation_is_noted_an_objection_answered_and_undone(tab: Tab) -> None:
    tab.go(f"{SAMEN}/overleg/")
    tab.page.click("main a.btn-primary")
    tab.page.select_option("#id_vorm", "vakgroep")
    tab.page.fill("#id_n_personeel", "9")
    tab.page.check("input[name=onderwerpen][value=acties]")
    tab.page.fill("#id_bezwaren", "Wanneer moet dat?")
    tab.page.locator("input[name=streefdoelen]").first.check()
    tab.page.click("main button.btn-primary")
    assert "nog geen antwoord" in tab.page.inner_text("main")
    tab.check_sizes("a moment")
    tab.page.click("main a.btn-primary")
    tab.page.fill("#id_antwoord", "In de vakgroep van mei.")
    tab.check_sizes("changing a moment")
    tab.page.click("main button.btn-primary")
    assert "nog geen antwoord" not in tab.page.inner_text("main")
    tab.page.click("button:has-text('Haal dit overleg weg')")
    tab.page.locator(".overleglijst > li", has_text="Vakgroep").locator("button").click()
    assert "staat er weer" in tab.page.inner_text("main")


def test_a_question_is_looked_at_together_and_ends_in_an_action(tab: Tab) -> None:
    tab.go(f"{SAMEN}/bekijken/nieuw/")
    tab.page.fill("#id_vraag", "Waarom leest 1B weinig?")
    tab.page.check("input[name=partners][value=ouders]")
    tab.page.select_option("#id_wie_0", "ouders")
    tab.page.fill("#id_signaal_0", "Thuis zijn er weinig boeken.")
    tab.page.click("main button.btn-primary")
    tab.check_sizes("looking together")
    tab.page.click("button:has-text('Rond af')")
    assert "Dit ontbreekt: de analyse" in tab.page.inner_text(".berichten")
    tab.page.click("a:has-text('Schrijf verder')")
    tab.page.fill("#id_hindert", "De bibliotheek is ver.")
    tab.page.fill("#id_aanpak", "Boeken mee naar huis.")
    tab.check_sizes("writing on")
    tab.page.click("main button.btn-primary")
    tab.page.fill("#titel", "Boekenkoffer")
    tab.page.click("button:has-text('Maak')")
    tab.page.click("button:has-text('Rond af')")
    assert "Afgerond." in tab.page.inner_text(".berichten")
    assert "Boekenkoffer" in tab.page.inner_text("main")


def test_a_leraar_proposes_and_reads_the_answer(
    browser: Browser, site: Site, states: dict[str, Any], tab: Tab
) -> None:
    context = browser.new_context(storage_state=states["leraar"])
    leraar = open_tab(context, site)
    leraar.go(f"{SAMEN}/voorstellen/nieuw/")
    leraar.page.fill("#id_tekst", "Een stille ruimte over de middag")
    leraar.page.click("main button.btn-primary")
    where = leraar.page.url.removeprefix(site.url)
    leraar.check_sizes("an own proposal")
    tab.go(where)
    tab.check_sizes("a proposal to answer")
    tab.page.fill("#id_antwoord", "Eerst een lokaal vinden.")
    tab.page.click("button:has-text('Niet nu')")
    leraar.go(where)
    assert "Eerst een lokaal vinden." in leraar.page.inner_text("main")
    context.close()


def test_without_script_the_lists_still_filter(browser: Browser, site: Site, states: Any) -> None:
    context = browser.new_context(storage_state=states["directeur"], java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}{SAMEN}/taken/?van=allen")
    page.select_option("#s", "wie")
    page.click("main form.filterrij button")
    assert "s=wie" in page.url
    context.close()


def test_on_a_phone_a_menu_shows_that_it_scrolls_and_where_one_is(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 360, "height": 740})
    tab.go("/school/999002/beleid/samen/overleg/")
    seen = tab.page.evaluate(
        """() => [...document.querySelectorAll('.keten, .deelnav')].map((menu) => {
          const box = menu.querySelector('[aria-current]').getBoundingClientRect();
          return {
            scrolls: menu.scrollWidth > menu.clientWidth,
            shadows: getComputedStyle(menu).backgroundImage.split('linear-gradient').length - 1,
            inView: box.left >= 0 && box.right <= innerWidth,
          };
        })"""
    )
    assert any(menu["scrolls"] for menu in seen)
    assert all(menu["shadows"] == 4 and menu["inView"] for menu in seen)
