"""From what is missing to a class list; freezing, and who is behind a number."""

from __future__ import annotations

import re

from tests.browser.conftest import Tab, paying_year

BASIS = "/school/999001"
YEAR = f"schooljaar={paying_year()}"


def test_from_the_list_to_a_class_and_back(walker: Tab) -> None:
    walker.go(f"{BASIS}/ontbrekend/")
    links = walker.page.locator("aside a[href*='/klas/']")
    links.first.click()
    walker.page.wait_for_url(re.compile("/klas/"))
    walker.check_sizes("a class list")
    assert "waard" not in walker.page.inner_text("main")


def test_freezing_twice_and_looking_behind_a_number(tab: Tab) -> None:
    tab.go(f"{BASIS}/teldag/?{YEAR}")
    start = tab.page.locator("a.btn-primary", has_text="Naar het vastleggen")
    start.click()
    tab.page.click("main form button.btn-primary")
    assert "Klopt dit?" in tab.text()
    tab.check_sizes("check before freezing")
    tab.page.click("button[name=bevestig]")
    assert "De telling ligt vast: versie 1" in tab.text()
    tab.check_sizes("a frozen teldag")
    tab.page.click("aside a:has-text('Versie 1')")
    tab.check_sizes("a version")
    tab.page.locator("main table a").first.click()
    assert "in de telling" in tab.text()
    tab.check_sizes("the pupils behind a number")
