"""One family, from the link in a letter to the hours of the school that change."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site, log_in, open_tab, paying_year, serve_copy

S = "/school/999001"
# The link that stands in the letter: outside https the product makes none on screen.
LINK = """
import django, sys
django.setup()
from gokwijs.apps.access.models import User
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.verklaring import services
leerling = Leerling.objects.get(pk=int(sys.argv[1]))
by = User.objects.get(email="secretariaat@demo.invalid")
print(services.make_uitnodiging(leerling=leerling, by=by).token)
"""


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[Site]:
    yield from serve_copy(demo, tmp_path_factory.mktemp("gezin"))


def link_for(site: Site, pk: int) -> str:
    key = (site.folder / "gokwijs.sleutel").read_text(encoding="ascii").strip()
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("GOKWIJS_", "DJANGO_"))},
        "GOKWIJS_DATA_DIR": str(site.folder),
        "GOKWIJS_SECRET_KEY": key,
        "DJANGO_SETTINGS_MODULE": "gokwijs.config.settings",
    }
    run = subprocess.run(
        [sys.executable, "-c", LINK, str(pk)], env=env, check=True, capture_output=True, text=True
    )
    return run.stdout.strip()


def missing(text: str) -> int:
    """The number in 'Nog 5 verklaringen ontbreken'."""
    found = re.search(r"(\d+)\s+verklaring(?:en)? ontbre", text)
    assert found, text[:500]
    return int(found[1])


def test_one_family_from_letter_to_changed_hours(browser: Browser, own_site: Site) -> None:
    year = paying_year()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    school = open_tab(context, own_site)
    log_in(school)

    # What the school knows now: an interval, because answers are missing.
    school.go(f"{S}/middelen/?schooljaar={year}")
    before = school.page.inner_text("#ses_lestijden_lager .regeling-getal")
    assert " tot " in before

    # Somebody of the lager whose thuistaal is not known.
    school.go(f"{S}/ontbrekend/?schooljaar={year}")
    number = missing(school.page.inner_text("main"))
    row = school.page.locator("main table tbody tr").filter(
        has_text=re.compile(r"L\d.*Thuistaal", re.S)
    )
    row.first.locator("a[href*='/leerlingen/']").first.click()
    school.page.wait_for_url(re.compile(r"/leerlingen/\d+/"))
    found = re.search(r"/leerlingen/(\d+)/", school.page.url)
    assert found
    register = school.page.locator("main table tr:has-text('Opleiding moeder')").first.inner_text()
    opleiding = "hoger" if "nee" in register else "lager"
    token = link_for(own_site, int(found[1]))

    # The parent, on a phone, with the link of the letter.
    phone = open_tab(browser.new_context(viewport={"width": 360, "height": 740}), own_site)
    phone.go(f"/v/{token}/")
    phone.page.click("a[hreflang=fr]")
    phone.page.wait_for_url(lambda url: "taal=fr" in url)
    for name in ("moeder", "vader", "broers_zussen"):
        phone.page.check(f"input[name={name}][value=nederlands]")
    phone.page.check(f"input[name=opleiding][value={opleiding}]")
    phone.page.click("button.btn-primary")
    phone.check("the summary of a parent")
    phone.page.click("button[value=versturen]")
    assert "Merci" in phone.text()
    phone.page.context.close()

    # One fewer is missing, the teldag is frozen with the answer in it, and the hours moved.
    school.go(f"{S}/ontbrekend/?schooljaar={year}")
    assert missing(school.page.inner_text("main")) == number - 1
    school.go(f"{S}/teldag/?schooljaar={year}")
    school.page.click("a.btn-primary:has-text('Naar het vastleggen')")
    school.page.click("main form button.btn-primary")
    school.page.click("button[name=bevestig]")
    assert "De telling ligt vast" in school.text()
    school.go(f"{S}/middelen/?schooljaar={year}")
    after = school.page.inner_text("#ses_lestijden_lager .regeling-getal")
    (low, high), (now_low, now_high) = (
        [int(number) for number in re.findall(r"\d+", text)] for text in (before, after)
    )
    assert (now_low, now_high) == (low, high - 1), "less is open, and nothing certain is lost"
    context.close()
