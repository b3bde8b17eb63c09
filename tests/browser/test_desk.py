"""A family at the desk: with the keyboard only, on a phone, without JavaScript; a pile of paper."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, Site, Tab, open_tab

LOKET = "/school/999001/loket"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
SEED = """
import sys
import django
django.setup()
from datetime import date
from django.utils import timezone
from gokwijs.apps.access.models import User
from gokwijs.apps.leerlingen import services
from gokwijs.apps.scholen.models import School
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Onderwijsniveau
school = School.objects.get(instellingsnummer="999001")
by = User.objects.get(email="directeur@demo.invalid")
klas, names = sys.argv[1], sys.argv[2:]
begin = date(timezone.localdate().year - 1, 9, 1)
for n, naam in enumerate(names):
    one = services.create_leerling(school=school, stamnummer=f"{klas}{n}", naam=naam,
        voornaam="Tine", by=by)
    plaats = Plaats("1", Onderwijsniveau.LAGER, leerjaar="1", klas=klas)
    services.open_inschrijving(leerling=one, begin=begin, plaats=plaats, by=by)
    print(one.pk)
"""


def pupils(site: Site, klas: str, *names: str) -> list[int]:
    """Fictional pupils in a class of their own."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GOKWIJS_", "DJANGO_"))}
    env |= {
        "GOKWIJS_MODE": "development",
        "GOKWIJS_DATA_DIR": str(site.folder),
        "DJANGO_SETTINGS_MODULE": "gokwijs.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", SEED, klas, *names],
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    return [int(line) for line in done.stdout.split()]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.textContent.trim()"))


def tab_to(page: Page, text: str) -> None:
    """With Tab to the link or button that starts with this text."""
    for _ in range(60):
        if focused(page).startswith(text):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {text!r}; at {focused(page)!r}")


def test_one_family_with_the_keyboard_only(tab: Tab, site: Site) -> None:
    pupils(site, "TOETS", "Aap", "Noot")
    page = tab.page
    tab.go(f"{LOKET}/?klas=TOETS")
    assert "0 van 2 klaar" in tab.text()
    tab_to(page, "Volgende gezin")
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/loket/\d+/\?klas=TOETS"))
    expect(page.locator("h1")).to_have_text("Tine Aap")
    # Into the first group; Space chooses the first answer, an arrow another.
    page.locator("input[name=moeder]").first.focus()
    press(page, "ArrowDown")  # a different language
    press(page, "Tab", "ArrowDown")
    press(page, "Tab", "ArrowDown")
    besluit = page.locator("#besluit")
    expect(besluit).to_contain_text("Thuistaal: geldt")
    expect(besluit).to_contain_text("met niemand Nederlands")
    press(page, "Tab", "Space")
    expect(besluit).to_contain_text("Opleiding moeder: geldt")
    tab.check("the questions, answered")
    tab_to(page, "Nakijken")
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Klopt dit voor Tine Aap?")
    tab.check("check your answers")
    assert focused(page) == "Klopt, bewaren"
    press(page, "Enter")
    expect(page.locator(".bericht")).to_contain_text("De verklaring van Tine is bewaard.")
    tab_to(page, "Ondertekend formulier op school")
    press(page, "Enter")
    expect(page.locator("main")).to_contain_text("ligt op school sinds")
    tab_to(page, "Volgende gezin")
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Tine Noot")
    tab.go(f"{LOKET}/?klas=TOETS")
    assert "1 van 2 klaar" in tab.text()
    assert not tab.wrong


@pytest.fixture(params=["met JavaScript", "zonder JavaScript"])
def phone(
    request: pytest.FixtureRequest, browser: Browser, site: Site, states: dict[str, Any]
) -> Iterator[Tab]:
    """The directeur with a tablet or phone."""
    width, height = SIZES["smal"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        storage_state=states["directeur"],
        java_script_enabled=request.param == "met JavaScript",
    )
    tab = open_tab(context, site)
    tab.scripts = request.param == "met JavaScript"
    yield tab
    context.close()


def test_one_family_on_a_phone_until_the_scan_and_the_undo(phone: Tab, site: Site) -> None:
    klas = "TELJS" if phone.scripts else "TEL"
    (pupil,) = pupils(site, klas, "Wim")
    page = phone.page
    phone.go(f"{LOKET}/{pupil}/?klas={klas}")
    for name in ("moeder", "vader", "broers_zussen"):
        page.check(f"input[name={name}][value=nederlands]")
    page.check("input[name=opleiding][value=hoger]")
    if not phone.scripts:
        page.click("button:has-text('Toon het besluit')")
    expect(page.locator("#besluit")).to_contain_text("Thuistaal: geldt niet")
    page.click("button:has-text('Nakijken')")
    page.click("button:has-text('Verbeteren')")
    assert page.is_checked("input[name=opleiding][value=hoger]")
    page.click("button:has-text('Nakijken')")
    page.click("button:has-text('Klopt, bewaren')")
    expect(page.locator(".bericht")).to_contain_text("is bewaard")
    page.set_input_files(
        "input[name=scan]",
        {"name": "formulier.pdf", "mimeType": "application/pdf", "buffer": PDF},
    )
    page.click("button:has-text('Opladen')")
    expect(page.locator("main")).to_contain_text("formulier.pdf")
    with page.expect_download() as download:
        page.click("a:has-text('formulier.pdf') >> nth=0")
    assert download.value.path().read_bytes() == PDF
    if phone.scripts:
        phone.check_sizes("a stored declaration")
    page.click("a:has-text('Vervangen of verwijderen')")
    if phone.scripts:
        phone.check_sizes("one scan")
    phone.go(f"{LOKET}/{pupil}/?klas={klas}")
    page.click("a:has-text('Intrekken')")
    page.click("button:has-text('Ja, intrekken')")
    expect(page.locator(".bericht")).to_contain_text("ingetrokken")
    expect(page.locator("h1")).to_have_text("Tine Wim")
    if phone.scripts:
        phone.check_sizes("the empty form")


def test_a_pile_of_paper_letter_by_letter(tab: Tab, site: Site) -> None:
    pupils(site, "STAPEL", "Aap", "Noot", "Wim")
    page = tab.page
    tab.go(f"{LOKET}/stapel/?klas=STAPEL")
    tab.check_sizes("a pile")
    page.set_viewport_size({"width": 1280, "height": 900})
    # One letter per answer goes on by itself; an arrow goes to another row.
    press(page, "n", "a", "x", "5")
    page.locator("input[name$=-moeder]").nth(0).focus()
    press(page, "ArrowDown")
    press(page, "a", "a", "q", "1")
    press(page, "Enter", "Enter")
    page.click("button:has-text('Alles bewaren')")
    expect(page.locator("main")).to_contain_text("1 rij is niet bewaard.")
    assert "'Q' ken ik niet" in tab.text()
    wrong = page.locator("[aria-invalid=true]")
    expect(wrong).to_have_count(1)
    assert wrong.input_value() == "Q"
    tab.check_sizes("a pile with an error")
    expect(wrong).to_be_focused()
    press(page, "?")
    page.click("button:has-text('Alles bewaren')")
    expect(page.locator(".bericht")).to_contain_text("1 verklaring bewaard.")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_moment(tab: Tab) -> None:
    tab.go(f"{LOKET}/momenten/")
    page = tab.page
    page.fill("input[name=plaats]", "Refter")
    page.fill("input[name=groepen]", "instappers")
    page.check("input[name=aanwezig][value=tolk]")
    page.click("main form button.btn-primary")
    expect(page.locator(".bericht")).to_contain_text("staat op de lijst")
    tab.check_sizes("moments")
    tab.go(f"{LOKET}/")
    assert "Je werkt voor het moment Refter" in tab.text()
    page.locator(".loket-momenten a").first.click()
    tab.check_sizes("one moment")
    page.click("button:has-text('Van de lijst halen')")
    expect(page.locator("main")).not_to_contain_text("Refter")
