"""From a first meting to a decision that is kept, as a coordinator does it in one sitting."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Tab

O = "/school/999001/beleid/opvolging"  # noqa: E741  the room, of a school without a plan
TODAY = date.today()  # noqa: DTZ011  the server of the test has the same clock
BEFORE = TODAY - timedelta(days=20)  # the example has a nulmeting of today


def test_from_a_first_meting_to_a_decision_that_is_kept(tab: Tab) -> None:
    page = tab.page
    tab.go(f"{O}/")
    tab.check_sizes("nothing to follow up yet")
    tab.go("/school/999001/beleid/plan/nieuw/?voorbeeld=schoolkosten-1b")
    page.click("main form button.btn-primary")
    made = re.search(r"/plan/(\d+)/", page.url)
    assert made is not None, page.url
    tab.go(f"{O}/?plan={made[1]}")
    page.locator(".opvolgindicatoren a").first.click()
    tab.check_sizes("an indicator of the example")

    page.click("main a:has-text('Plak er meer tegelijk')")
    page.fill("textarea[name=rijen]", "1/2/2030; 3\nvandaag; 4; 40")
    page.select_option("select[name=bron_soort]", "lvs")
    page.click("main form button.btn-primary")
    assert "regel 1: verwacht 3 delen, gelezen: 2" in page.inner_text("main")
    assert "regel 2: 'vandaag' is geen datum" in page.inner_text("main")
    tab.check_sizes("every problem of pasted rows")
    page.fill("textarea[name=rijen]", "3/2/2023; 20; 41\n1/2/2024; 18; 42")
    page.click("main form button.btn-primary")
    assert "2 metingen bewaard." in page.inner_text("main")

    page.click("main a:has-text('Voer een meting in')")
    page.fill("input[name=peildatum]", BEFORE.isoformat())
    page.fill("input[name=teller]", "8")
    page.fill("input[name=noemer]", "42")
    tab.check_sizes("the form of a meting")
    page.click("main form button.btn-primary")
    main = page.inner_text("main")
    assert "19 %" in main
    expect(page.locator("main figure svg[role=img]:visible")).to_have_count(1)
    tab.check_sizes("a series")

    row = page.locator(f"main table tr:has-text('{BEFORE:%d/%m/%Y}')").first
    row.locator("summary").click()
    row.locator("a:has-text('Verbeter')").click()
    page.fill("input[name=teller]", "9")
    page.fill("input[name=reden]", "één vergeten")
    page.click("main form button.btn-primary")
    assert "Verbeterd. De oude meting blijft bewaard." in page.inner_text("main")
    assert "21 %" in page.inner_text("main")

    page.locator("main a:has-text('Evalueer dit streefdoel')").first.click()
    tab.check_sizes("the beginning of an evaluatie")
    page.click("main form button.btn-primary")
    assert "Voor je kunt afronden, ontbreekt nog" in page.inner_text("main")
    tab.check_sizes("an evaluatie with much still missing")
    page.locator("input[name=metingen]").first.check()
    page.locator("input[name=bron_soorten][value=gesprek]").check()
    page.fill("input[name=n_personeel]", "6")
    page.fill("textarea[name=conclusie]", "Het daalt, en de gezinnen bevestigen het.")
    page.fill("input[name=volgende_op]", (TODAY + timedelta(days=200)).isoformat())
    page.click("main form button:has-text('Bewaar')")
    page.locator("main a:has-text('Neem een besluit')").first.click()
    assert not page.locator("input[name=nieuwe_plaats]").is_visible()
    page.locator("input[name=keuze][value=opschalen]").check()
    page.fill("input[name=nieuwe_plaats]", "eerste graad, 1A")
    page.fill("textarea[name=motivering]", "De metingen en de ouders wijzen dezelfde kant.")
    tab.check_sizes("a decision")
    page.click("main form button:has-text('Bewaar het besluit')")
    tab.check_sizes("an evaluatie that can be closed")
    page.click("main button:has-text('Rond af')")
    assert "Afgerond. De besluiten zijn uitgevoerd." in page.inner_text("main")
    expect(page.locator("main a:has-text('Opgeschaald naar eerste graad, 1A')")).to_have_count(1)
    tab.check_sizes("a closed evaluatie")

    page.click("main a:has-text('Borg dit')")
    page.select_option("select[name=vorm]", "schooldocument")
    page.fill("input[name=verwijzing]", "schoolreglement, deel 4")
    page.fill("input[name=herzien_op]", (TODAY + timedelta(days=300)).isoformat())
    tab.check_sizes("a borging")
    page.click("main form button.btn-primary")
    assert "schoolreglement, deel 4" in page.inner_text("main table")
    tab.check_sizes("what is kept")


def test_a_figure_of_the_pupils_counts_itself(tab: Tab) -> None:
    page = tab.page
    tab.go("/school/999002/beleid/opvolging/")
    page.click("main a:has-text('Laat een cijfer tellen')")
    page.select_option("select[name=figuur]", "vordering")
    page.select_option("select[name=groep]", "gok")
    page.select_option("select[name=waar]", "graad:so-1")
    tab.check_sizes("what to count")
    page.click("main form button.btn-primary")
    main = page.inner_text("main")
    assert re.search(r"\d+ schooljaren geteld", main)
    assert page.locator("main table tbody tr").count() >= 3
    tab.check_sizes("a counted series")
    page.click("summary:has-text('Wat er nu geteld wordt')")
    assert "telt" in page.inner_text("main #tellen") or "ja" in page.inner_text("main #tellen")
    page.click("main button:has-text('Vul aan')")
    assert "Alles wat geteld kan worden, staat er al." in page.inner_text("main")
