"""A whole round in a real browser: six people on two phones, the result, the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, Tab, log_in, open_tab, serve_copy

K = "/school/999001/beleid/kwaliteit"
PHONES = ((360, 740), (412, 915))
# One level per person and page: leadership and teachers see the same school.
LEVELS = (2, 3, 3, 2, 4, 3)


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[Site]:
    """A demo of our own: this round does not disturb the walkers."""
    yield from serve_copy(demo, tmp_path_factory.mktemp("ronde"))


def phone(browser: Browser, site: Site, nr: int) -> Tab:
    width, height = PHONES[nr % 2]
    return open_tab(browser.new_context(viewport={"width": width, "height": height}), site)


def plan_and_open(tab: Tab) -> None:
    tab.go(f"{K}/rondes/")
    tab.page.click("main a.btn-primary")
    tab.check_sizes("a new round")
    tab.page.fill("#id_titel", "Zes kijken mee")
    tab.page.fill("#id_groep-1-verwacht", "6")
    tab.page.fill("#id_groep-0-naam", "")
    tab.page.fill("#id_groep-2-naam", "")
    tab.page.click("main button.btn-primary")
    tab.check_sizes("a round that is not open")
    tab.page.click("main a.btn-primary")
    tab.check_sizes("before opening")
    tab.page.click("main button.btn-primary")
    expect(tab.page.locator("main h1")).to_have_text("Uitnodigen")
    tab.check_sizes("inviting")


def answer_page(page: Page, level: int) -> None:
    for question in page.locator("fieldset.blad-vraag").all():
        question.locator(f"input[type=radio][value='{level}']").check()


def respond(tab: Tab, path: str, level: int, *, stops: bool) -> None:
    """From the link to thanks; one of them stops halfway and goes on with the kept address."""
    tab.go(path)
    tab.check("the first page")
    assert "anoniem" in tab.text()
    tab.page.click("button:has-text('Begin')")
    expect(tab.page.locator("progress")).to_have_attribute("value", "1")
    tab.check("questions")
    answer_page(tab.page, level)
    if stops:
        tab.page.click("button[name=later]")
        kept = tab.page.inner_text(".blad-adres code")
        tab.check("stopping halfway")
        tab.page.goto("about:blank")
        tab.page.goto(kept)
        tab.page.click("a:has-text('Ga verder')")
    else:
        tab.page.click("button[name=verder]")
    while "/nakijken/" not in tab.page.url:
        answer_page(tab.page, level)
        here = tab.page.url
        tab.page.click("button[name=verder]")
        tab.page.wait_for_url(lambda url, here=here: url != here)
    tab.check("checking")
    tab.page.click("button:has-text('Dien in')")
    expect(tab.page.locator("h1")).to_contain_text("ingediend")
    tab.check("thanks")


def test_six_people_on_two_phones_and_what_the_team_does_with_it(
    browser: Browser, own_site: Site
) -> None:
    desk = open_tab(browser.new_context(viewport={"width": 1280, "height": 900}), own_site)
    log_in(desk, "coordinator")
    plan_and_open(desk)
    link = desk.page.get_attribute(".groepkaart a", "href")
    assert link is not None
    for nr, level in enumerate(LEVELS):
        one = phone(browser, own_site, nr)
        respond(one, link, level, stops=nr == 1)
        one.page.context.close()
    desk.page.click(".kruimel a")
    expect(desk.page.locator("main tbody")).to_contain_text("6")
    desk.page.click("main a:has-text('Sluit de ronde')")
    desk.check_sizes("before closing")
    desk.page.click("main button.btn-primary")
    desk.check_sizes("what came out")
    assert "6 antwoorden" in desk.text()
    into_the_plan(desk)
    late = phone(browser, own_site, 0)
    late.go(link)
    assert "gesloten" in late.text()


def into_the_plan(desk: Tab) -> None:
    """From the result to the conversation, a conclusion and a vaststelling."""
    desk.page.click("main a:has-text('gesprek')")
    desk.check_sizes("the conversation")
    desk.page.locator("main a[href*='/gesprek/']").first.click()
    desk.page.fill("[name=zien]", "We schatten dit verschillend in.")
    desk.page.fill("[name=besluit]", "We leggen dit vast in het plan.")
    desk.page.check("input[name=soort][value=werk]")
    desk.page.click("button[name=hier]")
    desk.check_sizes("a question of the conversation")
    desk.page.click("button[value=vaststelling]")
    expect(desk.page.locator("main")).to_contain_text("We schatten dit verschillend in.")
    desk.check_sizes("the vaststelling it became")
