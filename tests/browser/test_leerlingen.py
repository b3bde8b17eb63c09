"""A pupil from enrolling to leaving, and a change of many taken back, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, Tab, open_tab

L = "/school/999004/leerlingen/"


@pytest.fixture(params=["met JavaScript", "zonder JavaScript"])
def any_tab(
    request: pytest.FixtureRequest, browser: Browser, site: Site, states: dict[str, Any]
) -> Iterator[Tab]:
    """The directeur, with and without JavaScript."""
    context = browser.new_context(
        storage_state=states["directeur"],
        java_script_enabled=request.param == "met JavaScript",
    )
    tab = open_tab(context, site)
    tab.scripts = request.param == "met JavaScript"
    yield tab
    context.close()


def look(tab: Tab, where: str) -> None:
    if tab.scripts:
        tab.check_sizes(where)


def enrol(tab: Tab, stamnummer: str, naam: str, klas: str) -> None:
    tab.go(f"{L}nieuw/")
    page = tab.page
    page.fill("#id_stamnummer", stamnummer)
    page.fill("#id_naam", naam)
    page.fill("#id_voornaam", "Noor")
    page.select_option("#id_onderwijsniveau", "buso")
    page.fill("#id_klas", klas)
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_have_text(f"{naam} Noor")


def test_the_life_of_one_pupil(any_tab: Tab) -> None:
    tab, page = any_tab, any_tab.page
    mark = "J" if tab.scripts else "Z"
    enrol(tab, f"{mark}1", f"Çevik{mark}", "1A")
    own = page.url
    look(tab, "a pupil")
    for link, where in (
        ("Gegevens aanpassen", "edit"),
        ("Kenmerk vastleggen", "record a kenmerk"),
        ("Tweede inschrijving", "enrol again"),
        ("Verbeteren", "correct"),
        ("Wissen", "wipe"),
    ):
        page.get_by_role("link", name=re.compile(f"^{link}")).first.click()
        look(tab, where)
        page.goto(own)
    page.get_by_role("link", name="Kenmerk vastleggen").click()
    page.select_option("#id_kenmerk", "thuistaal")
    page.check("input[name=antwoord][value='1']")
    page.select_option("#id_herkomst", "register")
    page.click("main form button.btn-primary")
    page.get_by_role("link", name="Kenmerk vastleggen").click()
    page.select_option("#id_kenmerk", "thuistaal")
    page.check("input[name=antwoord][value='0']")
    page.select_option("#id_herkomst", "school")
    page.click("main form button.btn-primary")
    assert "tegenstrijdig" in tab.text()
    look(tab, "a contradiction")
    page.check(".strijd input[name=antwoord][value='1']")
    page.fill(".strijd input[name=reden]", "Nagevraagd bij de ouders.")
    page.click(".strijd button")
    assert "Volgens een beslissing van de school." in tab.text()
    page.locator("summary", has_text="antwoorden").click()
    page.get_by_role("link", name=re.compile("^Intrekken")).first.click()
    look(tab, "withdraw an answer")
    page.goto(own)
    page.get_by_role("link", name=re.compile("^Andere plaats")).first.click()
    look(tab, "another place")
    page.fill("#id_klas", "1B")
    page.click("main form button.btn-primary")
    assert "De nieuwe plaats geldt vanaf" in tab.text()
    page.get_by_role("link", name=re.compile("^Uitschrijven")).first.click()
    look(tab, "leave")
    page.click("main form button.btn-primary")
    page.get_by_role("link", name=re.compile("^Heropenen")).first.click()
    look(tab, "reopen")
    page.click("main form button.btn-primary")
    assert "De inschrijving loopt weer." in tab.text()


def test_a_change_of_many_pupils(any_tab: Tab) -> None:
    tab, page = any_tab, any_tab.page
    mark = "K" if tab.scripts else "Y"
    for n in range(3):
        enrol(tab, f"{mark}{n}", f"Groep{mark}{n}", f"2{mark}")
    tab.go(f"{L}?klas=2{mark}")
    look(tab, "the list")
    expect(page.locator("tbody tr")).to_have_count(3)
    if tab.scripts:
        page.check("[data-alles] input")
        page.fill("#f_q", f"groep{mark.lower()}1")  # the list follows while typing
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page).to_have_url(re.compile(f"q=groep{mark.lower()}1"))
        look(tab, "the list after typing")
        page.fill("#f_q", "")
        expect(page.locator("tbody tr")).to_have_count(3)
        page.check("[data-alles] input")
    else:
        assert not page.locator("[data-alles]").is_visible()
        for box in page.locator("input[name=rij]").all():
            box.check()
    page.select_option("#soort", "plaats")
    page.click(".bulkrij button")
    look(tab, "what to do")
    page.fill("#id_klas", f"3{mark}")
    page.click("main form button.btn-primary")
    assert "Klopt dit?" in tab.text()
    look(tab, "is this right")
    page.click("main form button.btn-primary")
    assert "3 leerlingen. Bekijken of ongedaan maken" in tab.text()
    page.click("text=Bekijken of ongedaan maken")
    look(tab, "a change of many")
    page.click("main form button.btn-primary")
    assert "Ongedaan gemaakt" in tab.text()
    tab.go(f"{L}?klas=2{mark}")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_a_list_on_paper(walker: Tab) -> None:
    walker.go(f"{L}afdruk/")
    page = walker.page
    page.emulate_media(media="print")
    for gone in ("header nav", "footer nav", "main button", ".kruimel"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("text=Vertrouwelijk").first.is_visible()
    page.emulate_media(media="screen")
