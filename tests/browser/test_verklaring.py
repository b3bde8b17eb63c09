"""The way of parents in a real browser: every language, a phone, a keyboard, no JavaScript."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from gokwijs.core.kenmerken.formulier import load_formulieren
from tests.browser.conftest import Site, Tab, log_in, open_tab, serve_copy

LANGUAGES = load_formulieren()
ANSWERS = {"moeder": "andere", "vader": "nederlands", "broers_zussen": "nvt", "opleiding": "lager"}
V = "/school/999001/verklaringen"
SAVE = "() => { const a = document.querySelector('a.btn-primary'); a.download = ''; a.click() }"
# Fictional pupils with a link each, made the way the product does it.
PREPARE = """
import django, json, sys
django.setup()
from datetime import date
from django.utils import timezone
from gokwijs.apps.access.models import User
from gokwijs.apps.leerlingen import services as leerlingen
from gokwijs.apps.scholen.models import School
from gokwijs.apps.verklaring import services
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Graad, Onderwijsniveau
school = School.objects.get(instellingsnummer="999001")
by = User.objects.get(email="directeur@demo.invalid")
made = []
for n in range(int(sys.argv[1])):
    leerling = leerlingen.create_leerling(
        school=school, stamnummer=f"9{n:05}", naam="Bedacht", voornaam=f"Noor{n}", by=by)
    leerlingen.open_inschrijving(
        leerling=leerling, begin=date(2020, 9, 1), by=by,
        plaats=Plaats("1", Onderwijsniveau.LAGER, Graad.NONE, leerjaar="1", klas="L1A"))
    link = services.make_uitnodiging(leerling=leerling, by=by)
    made.append([leerling.pk, link.token])
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[Site]:
    """A demo of our own: pupils and answers here do not disturb the walkers."""
    yield from serve_copy(demo, tmp_path_factory.mktemp("ouders"))


@pytest.fixture(scope="module")
def links(own_site: Site) -> list[tuple[int, str]]:
    """Pupils and their secrets; each test takes its own."""
    key = (own_site.folder / "gokwijs.sleutel").read_text(encoding="ascii").strip()
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("GOKWIJS_", "DJANGO_"))},
        "GOKWIJS_DATA_DIR": str(own_site.folder),
        "GOKWIJS_SECRET_KEY": key,
        "DJANGO_SETTINGS_MODULE": "gokwijs.config.settings",
    }
    run = subprocess.run(
        [sys.executable, "-c", PREPARE, "16"], env=env, check=True, capture_output=True
    )
    return [(int(pk), str(token)) for pk, token in json.loads(run.stdout)]


def phone(browser: Browser, site: Site, **options: Any) -> Tab:
    context = browser.new_context(viewport={"width": 360, "height": 740}, **options)
    return open_tab(context, site)


def answer(tab: Tab) -> None:
    for name, value in ANSWERS.items():
        tab.page.check(f"input[name={name}][value={value}]")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_parent_in_every_language_on_a_phone_and_a_desk(
    browser: Browser, own_site: Site, links: list[tuple[int, str]], code: str
) -> None:
    token = links[list(LANGUAGES).index(code)][1]
    formulier = LANGUAGES[code]
    tab = phone(browser, own_site)
    tab.go(f"/v/{token}/")
    tab.check_sizes("languages")
    tab.page.click(f"a[hreflang={code}]")
    tab.page.wait_for_url(lambda url: "taal=" in url)
    assert tab.page.evaluate("() => [document.documentElement.lang, document.dir]") == [
        code,
        formulier.richting,
    ]
    tab.page.click("summary")
    tab.check_sizes(f"{code}: questions")
    tab.page.click("button.btn-primary")
    assert formulier.fout_titel in tab.text()
    tab.check_sizes(f"{code}: mistakes")
    answer(tab)
    tab.page.click("button.btn-primary")
    assert formulier.samenvatting_titel in tab.text()
    tab.check_sizes(f"{code}: summary")
    tab.page.click("button[value=verbeteren]")
    expect(tab.page.locator("input:checked")).to_have_count(4)
    tab.page.click("button.btn-primary")
    tab.page.click("button[value=versturen]")
    assert formulier.bedankt_titel in tab.text()
    tab.check_sizes(f"{code}: thanks")
    with tab.page.expect_download() as download:
        tab.page.evaluate(SAVE)
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    tab.page.context.close()


def test_nothing_stands_against_the_direction_in_arabic(
    browser: Browser, own_site: Site, links: list[tuple[int, str]]
) -> None:
    tab = phone(browser, own_site)
    tab.go(f"/v/{links[10][1]}/?taal=ar")
    box, words = (
        tab.page.locator(".ouder-optie").first.locator(place).bounding_box()
        for place in ("input", ".ouder-tekst")
    )
    assert box is not None
    assert words is not None
    assert box["x"] > words["x"], "the button stands right of its words"
    for dutch in tab.page.locator(".ouder-nl").all():
        assert (dutch.get_attribute("lang"), dutch.get_attribute("dir")) == ("nl", "ltr")
    tab.page.context.close()


def test_with_a_keyboard_only_and_without_javascript(
    browser: Browser, own_site: Site, links: list[tuple[int, str]]
) -> None:
    tab = phone(browser, own_site, java_script_enabled=False)
    tab.go(f"/v/{links[11][1]}/?taal=en")
    keys = tab.page.keyboard
    keys.press("Tab")  # another language
    keys.press("Tab")  # why the school asks this
    for _ in range(4):
        keys.press("Tab")
        keys.press("ArrowDown")  # from none or the first: the second answer
        keys.press("Space")
    expect(tab.page.locator("input:checked")).to_have_count(4)
    keys.press("Tab")
    keys.press("Enter")
    tab.page.wait_for_selector("button[value=versturen]")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    tab.page.wait_for_selector("h1:has-text('Thank you')")
    tab.page.context.close()


def test_a_link_that_does_not_work_says_so_in_ten_languages(
    browser: Browser, own_site: Site
) -> None:
    tab = phone(browser, own_site)
    tab.go("/v/2345-6789-abcd-efgh-jkmn-pqrs-tuvw/", status=404)
    expect(tab.page.locator("[lang]")).to_have_count(10)
    tab.check_sizes("no link")
    tab.page.context.close()


def test_nothing_is_asked_from_another_place(
    browser: Browser, own_site: Site, links: list[tuple[int, str]]
) -> None:
    tab = phone(browser, own_site)
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.go(f"/v/{links[12][1]}/?taal=uk")
    answer(tab)
    tab.page.click("button.btn-primary")
    assert len(asked) > 2
    assert {url.split("/")[2] for url in asked} == {own_site.url.split("/")[2]}
    assert [c["name"] for c in tab.page.context.cookies()] == ["csrftoken"]
    tab.page.context.close()


def test_the_side_of_the_school_and_the_device_that_is_handed_over(
    browser: Browser, own_site: Site, links: list[tuple[int, str]]
) -> None:
    context = browser.new_context()
    tab = open_tab(context, own_site)
    log_in(tab)
    pk = links[13][0]
    for path in ("/", "/?klas=L1A", f"/leerling/{pk}/brief/", f"/leerling/{pk}/tablet/"):
        tab.go(f"{V}{path}")
        expect(tab.page.locator("h1")).to_have_count(1)
        tab.check_sizes(path)
    tab.page.click("main form button.btn-primary")
    tab.page.wait_for_url(re.compile(r"/v/"))
    assert "An Verzonnen" not in tab.text()
    tab.page.click("a[hreflang=pl]")
    answer(tab)
    tab.page.click("button.btn-primary")
    tab.page.click("button[value=versturen]")
    tab.check_sizes("thanks on the device")
    tab.page.click(f"button:has-text('{LANGUAGES['pl'].tablet_klaar}')")
    tab.page.wait_for_url(re.compile(r"/accounts/inloggen/"))
    log_in(tab)
    tab.go(f"{V}/?klas=L1A&stand=te_tekenen")
    tab.page.click("main table tr:has-text('Noor13') td a")
    tab.page.wait_for_url(re.compile(rf"{V}/\d+/$"))
    assert "ouder op een toestel van de school" in tab.text()
    tab.check_sizes("one declaration")
    context.close()
