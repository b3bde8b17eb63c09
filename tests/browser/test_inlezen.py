"""A file with pupils on screen: choose it, look at the columns, compare, apply, take it back."""

from __future__ import annotations

import re

from tests.browser.conftest import Tab

I = "/school/999004/leerlingen/inlezen"  # noqa: E741
FILE = (
    "stamnummer;naam;voornaam;onderwijsniveau;type;leerjaar;klas;opleiding_moeder;nationaliteit\n"
    "2699001;Papier;Pim;buso;basisaanbod;1;P1;ja;Verzonnen\n"
    "2699002;Karton;Kato;buso;basisaanbod;2;P2;;Verzonnen\n"
)


def test_from_file_to_undo(tab: Tab) -> None:
    page = tab.page
    tab.go(f"{I}/")
    page.set_input_files(
        "input[type=file]",
        files=[{"name": "leerlingen.csv", "mimeType": "text/csv", "buffer": FILE.encode()}],
    )
    page.click("main form button.btn-primary")
    page.wait_for_url(re.compile(r"/kolommen/"))
    tab.check_sizes("what each column is")
    page.select_option("select[name=uitschrijven]", "nee")
    page.click("main form button.btn-primary")
    page.wait_for_url(re.compile(r"/nakijken/"))
    text = page.inner_text("main")
    assert "Papier" in text
    assert "ationaliteit" in text  # dropped, and told
    tab.check_sizes("what would change")
    for name in ("krimp", "leeg"):
        if page.locator(f"input[name={name}]").count():
            page.check(f"input[name={name}]")
    if page.locator("select[name=dpia]").count():
        page.select_option("select[name=dpia]", "nog niet")
    page.click("main form button.btn-primary")
    page.wait_for_url(re.compile(r"/inlezen/\d+/$"))
    tab.check_sizes("what an import did")
    page.goto(f"{tab.site.url}/school/999004/leerlingen/?q=Papier")
    assert "Pim" in page.inner_text("main")
    page.go_back()
    page.click("main button:has-text('Draai deze import terug')")
    assert "alles staat weer zoals ervoor" in tab.text()
