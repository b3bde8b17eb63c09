"""After a round, in a real browser: results, the conversation on a projector, and its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, Tab, log_in, open_tab, serve_copy

K = "/school/999002/beleid/kwaliteit"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[Site]:
    """A demo of our own: closing and finishing does not disturb the walkers."""
    yield from serve_copy(demo, tmp_path_factory.mktemp("gesprek"))


def desk(browser: Browser, site: Site, *, scripts: bool = True) -> Tab:
    size = {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
    tab = open_tab(context, site)
    log_in(tab, "coordinator")
    return tab


def to_result(tab: Tab) -> None:
    tab.go(f"{K}/rondes/")
    tab.page.click("main a:has-text('Bekijk wat eruit komt')")


def test_results_and_what_waits_for_readers(browser: Browser, own_site: Site) -> None:
    tab = desk(browser, own_site)
    to_result(tab)
    tab.check_sizes("results of the team")
    result = tab.page.url
    tab.page.click("nav[aria-label='Wie antwoordde'] a:has-text('Ouders')")
    tab.check_sizes("results of parents")
    tab.page.goto(f"{result}?sorteer=verschil")
    tab.page.locator("details.regel-tabel summary").first.click()
    tab.check_sizes("results by disagreement, with numbers")
    tab.page.goto(result.replace("uitslag", "opmerkingen"))
    tab.check_sizes("remarks")
    tab.page.goto(result.replace("uitslag", "vergelijk"))
    tab.check_sizes("a first round has nothing beside it")


def test_the_screen_follows_while_one_types_and_the_moment_is_kept(
    browser: Browser, own_site: Site
) -> None:
    tab = desk(browser, own_site)
    to_result(tab)
    tab.page.click("main a.btn-primary")
    tab.page.click("summary:has-text('Open het gesprek opnieuw')")
    tab.page.click("button:has-text('Open opnieuw')")
    overview = tab.page.url
    tab.check_sizes("the conversation, open again")
    screen = Tab(tab.page.context.new_page(), own_site)
    screen.page.goto(overview.replace("gesprek/", "scherm/"))
    screen.check_sizes("the screen before a choice")
    tab.page.locator(".gesprekskop a").nth(1).click()
    title = tab.page.inner_text("main h1")
    tab.page.click("button:has-text('Toon op het scherm')")
    expect(screen.page.locator("h1")).to_have_text(title)
    tab.page.fill("[name=besluit]", "We vragen het ook aan de ouders.")
    expect(tab.page.locator("#bewaard")).to_contain_text("Bewaard om")
    expect(screen.page.locator(".scherm-groot")).to_have_text("We vragen het ook aan de ouders.")
    tab.page.check("input[name=soort][value=sterk]")
    expect(tab.page.locator("[name=borging]")).to_be_visible()
    tab.check_sizes("a point, as a strength")
    screen.check_sizes("the screen while one types")
    tab.page.click("button[name=volgende]")
    tab.page.goto(overview.replace("gesprek/", "afronden/"))
    tab.check_sizes("finishing the conversation")
    tab.page.fill("[name=n_personeel]", "14")
    tab.page.click("main button.btn-primary")
    expect(tab.page.locator("main")).to_contain_text("We vragen het ook aan de ouders.")


def test_it_works_without_script(browser: Browser, own_site: Site) -> None:
    tab = desk(browser, own_site, scripts=False)
    tab.go(f"{K}/verwachting/ok:R5/oordeel/")
    tab.page.check("input[name=oordeel][value='3']")
    tab.page.fill("[name=besluit]", "Dit loopt goed.")
    tab.page.click("main button.btn-primary")
    assert "Dit loopt goed." in tab.text()
    tab.go(f"{K}/bewijs/nieuw/?code=ok:R5")
    tab.page.fill("[name=titel]", "Wegwijzer")
    tab.page.fill("[name=adres]", "https://voorbeeld.invalid/wegwijzer")
    tab.page.click("main button.btn-primary")
    assert "Wegwijzer" in tab.text()
