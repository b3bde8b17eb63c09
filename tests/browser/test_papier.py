"""Paper of a round typed over with the keyboard, and a closed round taken along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, Tab, log_in, open_tab, serve_copy

RONDES = "/school/999002/beleid/kwaliteit/rondes/"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[Site]:
    """A demo of our own: what is typed here does not disturb the walkers."""
    yield from serve_copy(demo, tmp_path_factory.mktemp("papier"))


@pytest.fixture
def desk(browser: Browser, own_site: Site) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = open_tab(context, own_site)
    log_in(tab, "coordinator")
    tab.go(RONDES)
    yield tab
    context.close()


def focus(tab: Tab) -> str:
    return str(tab.page.evaluate("document.activeElement.name || document.activeElement.tagName"))


def test_a_stack_of_forms_is_typed_over_without_a_mouse(desk: Tab) -> None:
    page = desk.page
    page.click("main a:has-text('Hoe staan we ervoor, nu')")
    page.click("main a:has-text('Voer in') >> nth=0")
    desk.check_sizes("an empty form")
    many = page.locator("main tbody input").count()
    assert focus(desk) == "v1-antwoord"
    page.keyboard.type("é" + "3" * (many - 2) + "-")
    assert focus(desk) == "BUTTON"
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("Formulier 1 is bewaard.")
    desk.check_sizes("a saved form")
    assert focus(desk) == "v1-antwoord"
    page.keyboard.type("12")
    page.click("main button.btn-primary")
    expect(page.locator("[role=alert]")).to_contain_text("geen antwoord getypt")
    assert focus(desk) == "v3-antwoord"
    page.click("summary:has-text('Er staat iets bij')")
    desk.check_sizes("a form with questions left open")
    page.click("button[name=leeg]")
    expect(page.locator("[role=status]")).to_contain_text("Formulier 2 is bewaard.")
    page.click("button[name=terug]")
    expect(page.locator("[role=status]")).to_contain_text("is weggehaald")
    expect(page.locator("main")).to_contain_text("1 formulier ingevoerd")


def test_a_closed_round_goes_along_as_report_and_tables(desk: Tab) -> None:
    page = desk.page
    page.click("main a:has-text('Hoe staan we ervoor, lente')")
    page.click("main a:has-text('Bekijk wat eruit komt')")
    page.click("main a:has-text('Meenemen')")
    desk.check_sizes("what can be taken along")
    for name, ending in (
        ("Verslag als PDF", ".pdf"),
        ("Verslag als Word", ".docx"),
        ("Excel", ".xlsx"),
        ("CSV", ".csv"),
    ):
        with page.expect_download(timeout=120_000) as taken:
            page.click(f"main .btn:text-is('{name}')")
        assert taken.value.suggested_filename.endswith(ending)
