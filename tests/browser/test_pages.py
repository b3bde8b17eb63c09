"""Every page of the product, on a desk and on a phone: axe, no overflow, no error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, expect

from tests.apps.rooms import TABLES
from tests.browser.conftest import Site, Tab, log_in, open_tab

BASIS, SO, BUO = "/school/999001", "/school/999002", "/school/999004"
EXAMPLES = files("gokwijs") / "inhoud" / "voorbeelden"

# Address name → paths to look at as the directeur. Links stand for a page found by following one.
PAGES: dict[str, list[str]] = {
    "scholen:kiezen": ["/scholen/"],
    "scholen:gegevens": [f"{BASIS}/gegevens/", f"{SO}/gegevens/"],
    "scholen:medewerkers": [f"{BASIS}/medewerkers/"],
    "scholen:logboek": [f"{BASIS}/logboek/", f"{BASIS}/logboek/?soort=inloggen"],
    "scholen:rollen": [f"{BASIS}/rollen/"],
    "middelen:overzicht": [
        f"{BASIS}/middelen/",
        f"{SO}/middelen/",
        f"{BUO}/middelen/",
        f"{BUO}/middelen/?open=1",
        f"{BASIS}/middelen/?schooljaar=2023-2024",
    ],
    "middelen:inbrengen": [f"{BASIS}/middelen/inbrengen/"],
    "middelen:totalen": [f"{BASIS}/middelen/totalen/"],
    "middelen:wat_als": [f"{SO}/middelen/wat-als/"],
    "middelen:getallen": [f"{BASIS}/middelen/getallen/"],
    "middelen:getal": [
        f"{BASIS}/middelen/getallen/werkingsbudget.basisonderwijs.bedrag.thuistaal/"
    ],
    "middelen:geschiedenis": [f"{SO}/middelen/geschiedenis/"],
    "middelen:berekening": [f"{SO}/middelen/berekening/3/"],
    "middelen:bewijs": [f"{SO}/middelen/berekening/3/bewijs/"],
    "middelen:vergelijking": [
        f"{BASIS}/middelen/brief/",
        f"{SO}/middelen/brief/",
        f"{BUO}/middelen/brief/",
    ],
    "middelen:brief_nieuw": [f"{BASIS}/middelen/brief/nieuw/", f"{SO}/middelen/brief/nieuw/"],
    "middelen:brief": [f"{BASIS}/middelen/brief/1/"],
    "middelen:telbestand": [f"{SO}/middelen/brief/bestand/"],
    "middelen:jaren": [f"{BASIS}/middelen/jaren/", f"{SO}/middelen/jaren/"],
    "middelen:regels": ["/regels/", "/regels/?q=thuistaal"],
    "middelen:open_vragen": ["/regels/open-vragen/"],
    "middelen:bronnen": ["/regels/bronnen/"],
    "middelen:regel": [
        "/regels/secundair.uren_leraar.drempel.groep_1/",
        "/regels/buitengewoon.bubao.punten.thuistaal/",
    ],
    "middelen:begrippen": ["/begrippen/"],
    "middelen:handleiding": ["/handleiding/"],
    "ui:components": ["/ontwikkeling/onderdelen/"],
    "access:account": ["/mijn-account/"],
    "account_logout": ["/accounts/afmelden/"],
    "account_change_password": ["/accounts/wachtwoord/"],
    "account_reauthenticate": ["/accounts/herbevestigen/"],
    "mfa_index": ["/accounts/tweestaps/"],
    **{name: paths for table in TABLES for name, paths in table.BROWSER.items()},
}
LOGGED_OUT = {
    "account_login": "/accounts/inloggen/",
    "account_reset_password": "/accounts/wachtwoord/vergeten/",
    "account_reset_password_done": "/accounts/wachtwoord/vergeten/klaar/",
    "account_reset_password_from_key_done": "/accounts/wachtwoord/kiezen/klaar/",
    "account_inactive": "/accounts/inactief/",
    "account_signup": "/accounts/registreren/",
}
# Seen in a journey, or no page of its own: a redirect, a download, an answer to a POST.
ELSEWHERE = {
    "scholen:start": "a redirect",
    "access:welkom": "test_journeys: first use",
    "scholen:medewerker": "test_a_colleague",
    "scholen:uitnodiging": "test_an_invitation",
    "scholen:toegang": "test_an_invitation",
    "scholen:logboek_export": "a download",
    "middelen:nakijken": "test_a_reading_to_check",
    "middelen:opnieuw": "an answer to a POST",
    "middelen:export": "a download",
    "middelen:nota": "an answer to a POST",
    "middelen:bezwaardossier": "a download",
    "middelen:voorbeeld": "a download",
    "account_set_password": "a redirect for somebody with a password",
    "account_email": "a redirect: one address per account",
    "account_email_verification_sent": "not used: no verification by mail",
    "account_reset_password_from_key": "test_a_password_link",
    "mfa_activate_totp": "test_journeys: second step",
    "mfa_authenticate": "test_journeys: second step",
    "mfa_reauthenticate": "test_journeys: second step",
    "mfa_deactivate_totp": "test_journeys: second step",
    "mfa_view_recovery_codes": "test_journeys: second step",
    "mfa_generate_recovery_codes": "test_journeys: second step",
    "mfa_download_recovery_codes": "a download",
    **{name: why for table in TABLES for name, why in table.ELSEWHERE.items()},
}


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from names(entry, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name, entry
            yield namespace + entry.name


def test_no_address_is_forgotten() -> None:
    found = set(names(get_resolver()))
    assert found == {*PAGES, *LOGGED_OUT, *ELSEWHERE}


@pytest.mark.parametrize("path", [p for paths in PAGES.values() for p in paths])
def test_a_page(walker: Tab, path: str) -> None:
    walker.go(path)
    expect(walker.page.locator("h1")).to_have_count(1)
    walker.check_sizes(path)


def test_pages_before_logging_in(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    tab = open_tab(context, site)
    for path in LOGGED_OUT.values():
        tab.go(path)
        tab.check_sizes(path)
    context.close()


def test_pages_that_are_not_there(walker: Tab) -> None:
    walker.go("/bestaat-niet/", status=404)
    walker.check_sizes("404")
    walker.go("/school/999999/middelen/", status=404)
    assert "geen toegang tot deze school" in walker.text()


def test_a_leraar_sees_the_result_and_no_counts(
    browser: Browser, site: Site, states: dict[str, Any]
) -> None:
    context = browser.new_context(storage_state=states["leraar"])
    tab = open_tab(context, site)
    tab.go(f"{SO}/middelen/")
    tab.check_sizes("Middelen of a leraar")
    text = tab.text()
    assert "uren-leraar" in text
    expect(tab.page.locator(".uitleg")).to_have_count(0)
    assert "Bewijs" not in text
    tab.go(f"{SO}/logboek/", status=403)
    tab.check_sizes("403")
    assert "Je rol mag dit niet" in tab.text()
    context.close()


def test_a_colleague(tab: Tab) -> None:
    tab.go(f"{BASIS}/medewerkers/")
    tab.page.click("main table a")
    tab.page.wait_for_url(re.compile(r"/medewerkers/\d+/"))
    tab.check_sizes("one colleague")


def test_what_belongs_to_one_role_is_asked_only_with_that_role(tab: Tab) -> None:
    tab.go(f"{BASIS}/medewerkers/")
    page = tab.page
    klassen, extra = page.locator(".enkel-leraar"), page.locator(".enkel-pbd")
    assert not klassen.is_visible()
    page.check("input[name=roles][value=leraar]")
    assert klassen.is_visible()
    assert not extra.is_visible()
    page.check("input[name=roles][value=pbd]")
    assert extra.is_visible()
    tab.check_sizes("staff with every field")


def test_an_invitation(browser: Browser, site: Site, tab: Tab) -> None:
    tab.go(f"{BASIS}/medewerkers/")
    tab.page.fill("input[name=email]", "nieuw@demo.invalid")
    tab.page.fill("input[name=naam]", "Nele Nieuw")
    tab.page.check("input[name=roles][value=leraar]")
    tab.page.click("main form button.btn-primary")
    link = tab.page.input_value("#link")
    tab.check_sizes("staff with a link")
    tab.page.click("text=Opnieuw versturen of intrekken")
    tab.check_sizes("an invitation")
    context = browser.new_context()
    other = open_tab(context, site)
    other.page.goto(link)
    other.check_sizes("an invitation, opened")
    other.page.fill("input[name=password]", "een-lang-wachtwoord-2026")
    other.page.click("main form button.btn-primary")
    assert "Je hebt nu toegang tot Basisschool De Verzonnen Vlieger." in other.text()
    other.page.context.clear_cookies()
    log_in(other, "nieuw", "een-lang-wachtwoord-2026")
    assert "Basisschool De Verzonnen Vlieger" in other.text()
    other.page.context.clear_cookies()
    other.go(link.removeprefix(site.url), status=404)
    other.check_sizes("an invitation that is gone")
    context.close()


def test_a_password_link(browser: Browser, site: Site, tab: Tab) -> None:
    tab.go(f"{BASIS}/medewerkers/")
    tab.page.click("tr:has-text('Nele Nieuw') a")
    tab.page.click("button[name=link]")
    tab.check_sizes("a colleague with a link")
    link = tab.page.input_value("#link")
    context = browser.new_context()
    other = open_tab(context, site)
    other.page.goto(link)
    other.check_sizes("choose a password")
    for place in (0, 1):
        other.page.locator("input[type=password]").nth(place).fill("nog-een-lang-wachtwoord")
    other.page.click("main form button.btn-primary")
    log_in(other, "nieuw", "nog-een-lang-wachtwoord")
    assert "Basisschool De Verzonnen Vlieger" in other.text()
    context.close()


def test_the_menu_of_schools_by_keyboard_and_without_script(
    browser: Browser, site: Site, states: dict[str, Any]
) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=states["directeur"])
    page = context.new_page()
    page.goto(f"{site.url}{BASIS}/medewerkers/")
    page.focus(".schoolkeuze > summary")
    page.keyboard.press("Enter")
    page.click(".schoolkeuze-lijst a:has-text('Atheneum')")
    assert page.url.endswith(f"{SO}/medewerkers/")
    assert "Atheneum Nergenshuizen" in page.inner_text("header")
    context.close()


def test_a_reading_to_check(tab: Tab) -> None:
    tab.go(f"{BASIS}/middelen/inbrengen/")
    data = (EXAMPLES / "leerlingen-basisschool.csv").read_bytes()
    tab.page.set_input_files(
        "input[name=bestand]", {"name": "lijst.csv", "mimeType": "text/csv", "buffer": data}
    )
    tab.page.click("main form button.btn-primary")
    tab.page.wait_for_url(re.compile(r"/nakijken/\d+/"))
    assert "Klopt dit?" in tab.text()
    tab.check_sizes("a reading to check")
    tab.page.click("button[name=verwerpen]")


@pytest.mark.parametrize("name", ["500.html", "403_csrf.html", "413.html"])
def test_a_page_that_stands_on_its_own_when_the_rest_fails(
    browser: Browser, site: Site, name: str
) -> None:
    context = browser.new_context()
    tab = open_tab(context, site)
    html = (files("gokwijs") / "apps" / "ui" / "templates" / name).read_text(encoding="utf-8")
    tab.page.route("**/stuk/", lambda route: route.fulfill(body=html, content_type="text/html"))
    tab.go("/stuk/")
    tab.check_sizes(name)
    context.close()


@pytest.mark.parametrize("path", [f"{BUO}/middelen/?open=1", f"{SO}/middelen/"])
def test_middelen_in_the_dark(
    browser: Browser, site: Site, states: dict[str, Any], path: str
) -> None:
    context = browser.new_context(color_scheme="dark", storage_state=states["directeur"])
    tab = open_tab(context, site)
    tab.go(path)
    ground = tab.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(n) for n in re.findall(r"\d+", ground)[:3])
    assert red + green + blue < 200, ground
    tab.check(f"{path} in the dark")
    context.close()


def test_middelen_on_paper(walker: Tab) -> None:
    walker.go(f"{SO}/middelen/")
    page = walker.page
    closed = page.locator(".uitleg details:not([open])")
    before = closed.count()
    assert before > 0
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(closed).to_have_count(0)
    ground, ink = page.evaluate(
        "() => ['backgroundColor', 'color'].map(k => getComputedStyle(document.body)[k])"
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    for gone in ("header nav", ".zij", ".watals-blok", "button", "footer nav"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("text=Leerjaar").count() + page.locator("text=leerjaar").count() > 3
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(closed).to_have_count(before)


def test_middelen_twice_as_large(walker: Tab) -> None:
    """200 % on a desk is a window of half the width."""
    walker.page.set_viewport_size({"width": 640, "height": 450})
    walker.go(f"{BASIS}/middelen/")
    walker.check("Middelen at 200 %")


def test_what_is_focused_is_seen(walker: Tab) -> None:
    walker.page.set_viewport_size({"width": 1280, "height": 900})
    walker.go(f"{BASIS}/middelen/")
    for _ in range(12):
        walker.page.keyboard.press("Tab")
        outline = walker.page.evaluate(
            "() => getComputedStyle(document.activeElement).outlineStyle + ' ' +"
            " getComputedStyle(document.activeElement).outlineWidth + ' ' +"
            " getComputedStyle(document.activeElement).boxShadow"
        )
        assert outline.startswith("solid 3px") or "rgb" in outline, (
            outline,
            walker.page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)"),
        )


def test_the_axe_check_can_fail(browser: Browser, site: Site) -> None:
    """A check on the check: a picture without words, and something too wide, are found."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    tab = open_tab(context, site)
    tab.go("/accounts/inloggen/")
    tab.page.evaluate("() => document.querySelector('main').append(new Image())")
    with pytest.raises(AssertionError, match="image-alt"):
        tab.check("a picture without words")
    tab.go("/accounts/inloggen/")
    tab.page.evaluate("() => { document.querySelector('h1').style.width = '900px' }")
    with pytest.raises(AssertionError, match="wide on a screen of 360 px"):
        tab.check("too wide")
    context.close()
