"""The directeur and one pupil: take everything out, hold and erase; also without JavaScript."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import SIZES, Site, open_tab

NUMMER = "999002"
P = f"/school/{NUMMER}/privacy"


def pupil(site: Site, stamnummer: str) -> int:
    """A pupil who left, written straight into the database of the demo."""
    with sqlite3.connect(site.folder / "gokwijs.sqlite3", timeout=20) as database:
        (school,) = database.execute(
            "SELECT id FROM scholen_school WHERE instellingsnummer = ?", (NUMMER,)
        ).fetchone()
        row = database.execute(
            "INSERT INTO leerlingen_leerling (school_id, stamnummer, naam, voornaam, zoeknaam,"
            " vorige_school, pseudoniem, created, changed)"
            " VALUES (?, ?, 'Vertrokken', 'Vik', 'vertrokken vik', '', '', ?, ?)",
            (school, stamnummer, *["2026-01-05 10:00:00"] * 2),
        )
        assert row.lastrowid is not None
        return row.lastrowid


@pytest.mark.parametrize("scripts", [True, False], ids=["met JavaScript", "zonder JavaScript"])
def test_one_pupil_from_question_to_erasure(
    browser: Browser, site: Site, states: dict[str, Any], scripts: bool
) -> None:
    stamnummer = f"25{int(scripts)}4321"
    pk = pupil(site, stamnummer)
    width, height = SIZES["smal"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        storage_state=states["directeur"],
        java_script_enabled=scripts,
    )
    tab = open_tab(context, site)
    tab.scripts = scripts
    tab.go(f"{P}/leerlingen/")
    tab.page.fill("input[name=q]", stamnummer)
    tab.page.click("main button.btn-primary")
    tab.page.click("text=Vertrokken Vik")
    assert tab.page.url.endswith(f"/privacy/leerling/{pk}/")
    if scripts:
        tab.check_sizes("the rights of one pupil")
    with tab.page.expect_download() as taken:
        tab.page.click("text=JSON voor een ander programma")
    data = json.loads(taken.value.path().read_text(encoding="utf-8"))
    assert data["leerling"][0]["stamnummer"] == stamnummer

    tab.page.click("main summary")
    tab.page.fill("input[name=reden]", "beroep tegen een attest")
    tab.page.fill("input[name=tot]", date(2099, 1, 1).isoformat())
    tab.page.click("text=Langer bewaren >> nth=-1")
    assert "houdt deze gegevens vast" in tab.text()
    tab.page.click("button[name=opheffen]")

    tab.page.fill("input[name=stamnummer]", "0")
    tab.page.click("text=Gegevens wissen")
    assert "Er is niets gewist." in tab.text()
    tab.page.fill("input[name=stamnummer]", stamnummer)
    tab.page.click("text=Gegevens wissen")
    assert "zijn gewist" in tab.text()
    tab.go(f"{P}/leerling/{pk}/", status=404)
    context.close()
