"""A school puts its plan in its own Word template: take the standard one, give it back, use it."""

from __future__ import annotations

from pathlib import Path

import docx
from playwright.sync_api import Download

from tests.browser.conftest import Tab

DOSSIER = "/school/999002/beleid/dossier"


def test_the_standard_template_comes_back_as_the_template_of_the_school(
    tab: Tab, tmp_path: Path
) -> None:
    tab.go(f"{DOSSIER}/sjabloon/")
    with tab.page.expect_download() as found:
        tab.page.click("main a:has-text('Haal het standaardsjabloon op')")
    given: Download = found.value
    path = tmp_path / "Onze huisstijl.docx"
    given.save_as(path)
    standard = docx.Document(str(path))
    standard.paragraphs[0].insert_paragraph_before("Atheneum in eigen huisstijl")
    standard.save(str(path))
    tab.page.set_input_files("input[name=bestand]", path)
    tab.page.click("main button:has-text('Laad het sjabloon op')")
    assert "'Onze huisstijl.docx' werkt en wordt vanaf nu gebruikt" in tab.text()
    tab.check_sizes("the template of the school")
    tab.page.click("nav.deelnav >> nth=0 >> a:has-text('Plan')")
    tab.page.click("a:has-text('Plan als pdf of Word')")
    assert tab.page.is_checked("input[name=vorm][value=sjabloon]")
    tab.check_sizes("the document of a plan")
    with tab.page.expect_download(timeout=60_000) as found:
        # The template is filled by a process that starts for it: a busy computer takes a while.
        tab.page.click("main button:has-text('Download het document')", no_wait_after=True)
    found.value.save_as(tmp_path / "plan.docx")
    made = docx.Document(str(tmp_path / "plan.docx"))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == "Atheneum in eigen huisstijl"
    assert "Streefdoelen" in texts
    assert not any("{" in text for text in texts)
    tab.go(f"{DOSSIER}/sjabloon/")
    tab.page.click("main button:has-text('Gebruik geen sjabloon meer')")
    assert "We gebruiken geen sjabloon" in tab.text()
